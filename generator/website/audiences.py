"""Who may open which folder of the site, and what may stand in it: else nothing.

Every page with results lies in the folder of one audience. A folder nobody is named for
is refused, a page without a folder is refused, and the playbook holds no result.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.clocks import Clocks
from generator.model.edition import UNION
from generator.model.instrument import Wave
from generator.model.survey import ORGANISATION, Organisation

PLAYBOOK = "playbook"
"""Folder that everybody may read."""

LEADERS = "leaders"
PARTNERS = "partners"
TEAMS = "teams"
COSTS = "costs"
"""What teams state about the cost of time: folders apart, because leaders see every
page of a team, and this only where the team names them."""
READERS = "readers"

ADDRESS_BYTES = 16
"""128 bits of an address nobody guesses; an extra, never the lock."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The groups of a wave, looked up quickly."""

    parents: Mapping[str, str | None]
    outside: frozenset[str]
    """Views of people who work for other companies."""


def tree_of(wave: Wave) -> Tree:
    """Who belongs to whom in a wave."""
    outside = frozenset(group.id for group in wave.groups if group.clusters)
    return Tree(wave.parents(), outside)


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder with results: who may open it, and what may stand in it."""

    path: str
    """Below the site: `leaders`, `teams/oncology`, `partners`, `readers/executive`."""
    readers: tuple[str, ...]
    """Audiences that may open it, in order."""

    @property
    def team(self) -> str:
        """The team it is about; empty where it is about all."""
        top, _, rest = self.path.partition("/")
        return rest if top in (TEAMS, COSTS) else ""

    @property
    def costs(self) -> bool:
        """Whether a cost of time may stand here, and then no survey score."""
        return self.path.startswith(f"{COSTS}/")

    def may_show(self, tree: Tree, view: str, group: str) -> bool:
        """Whether released numbers of a view of `group` may stand here.

        A team's page speaks of the team, of what it belongs to, and of the team
        together with others (rule D4); the leaders' pages of every group; a page for
        partners or other readers of the whole organisation alone (rule D13).
        """
        if self.costs:
            return False
        parents = tree.parents
        members = group.split(UNION)
        if self.path == LEADERS:
            return all(member in parents for member in members)
        if not self.team:
            ours = self.path != PARTNERS or view in tree.outside
            return group == ORGANISATION and ours
        if len(members) > 1:
            return self.team in members
        here: str | None = self.team if self.team in parents else None
        while here is not None and here != group:
            here = parents[here]
        return here == group


def folders_of(
    waves: Sequence[Wave],
    organisation: Organisation,
    readers: Iterable[str] = (),
    clocks: Clocks | None = None,
) -> dict[str, Folder]:
    """Every folder results may stand in, by path, for teams of any wave.

    Left undeclared, leaders see everything and a team its own page; the page for
    partners and reader pages are seen by leaders alone.

    Args:
        waves: every frozen wave.
        organisation: today's `teams.yaml`, which may say who sees what.
        readers: kinds of readers the frameworks write pages for.
        clocks: what teams state about time: seen by the team and whom it names alone.
    """
    pages = _pages(waves, readers)
    every = {path for paths in pages.values() for path in paths}
    sees: dict[str, set[str]] = {
        path.partition("/")[2]: {path} for path in every if path.startswith(TEAMS)
    }
    sees[LEADERS] = set(every)
    for audience in organisation.audiences:
        sees[audience.id] = {p for name in audience.sees for p in pages.get(name, ())}
    for stated in clocks.teams if clocks else ():
        path = f"{COSTS}/{stated.team}"
        every.add(path)
        for who in (stated.team, *stated.shown_to):
            sees[who] = sees.get(who, set()) | {path}
    return {
        path: Folder(path, tuple(sorted(who for who in sees if path in sees[who])))
        for path in sorted(every)
    }


def written_for(organisation: Organisation, readers: Iterable[str]) -> tuple[str, ...]:
    """Folders of pages for partners and other readers that `teams.yaml` asks for.

    Nothing is written for anybody who is not named there.

    Args:
        organisation: today's `teams.yaml`.
        readers: kinds of readers the frameworks write pages for.
    """
    pages = _pages((), readers)
    named = {name for audience in organisation.audiences for name in audience.sees}
    found = {path for name in named for path in pages.get(name, ())}
    return tuple(sorted(found - {LEADERS}))


def _pages(waves: Sequence[Wave], readers: Iterable[str]) -> dict[str, set[str]]:
    """What a name under `sees` stands for: folders.

    A reader's name stands for the reader's page alone, also where a team or a unit of
    an earlier wave has the same; of today's, `check` refuses it.
    """
    found: dict[str, set[str]] = {}
    for wave in waves:
        parents = wave.parents()
        for team in wave.teams:
            above: str | None = team.id
            while above is not None:
                found.setdefault(above, set()).add(f"{TEAMS}/{team.id}")
                above = parents[above]
    found |= {reader: {f"{READERS}/{reader}"} for reader in readers}
    return found | {LEADERS: {LEADERS}, PARTNERS: {PARTNERS}}


def may_follow(folders: Mapping[str, Folder], here: str, there: str) -> bool:
    """Whether whoever reads `here` may also read `there`: then it may link to it."""
    if there in ("", PLAYBOOK, here):
        return True
    if here not in folders or there not in folders:
        return False
    return set(folders[here].readers) <= set(folders[there].readers)


def folder_of(path: str, folders: Iterable[str]) -> str | None:
    """The folder a file lies in: `playbook`, one with results, empty for the front.

    None where the file lies in no folder anybody is named for.
    """
    if "/" not in path:
        return ""
    top, _, rest = path.partition("/")
    if top == PLAYBOOK:
        return PLAYBOOK
    two = f"{top}/{rest.partition('/')[0]}" if "/" in rest else top
    return next((name for name in (two, top) if name in set(folders)), None)


def address(folder: str, key: bytes, generation: int) -> str:
    """Where a folder lies once published: its name and letters nobody guesses.

    HMAC-SHA256 of the site key over folder and generation, cut to 128 bits, in small
    letters and digits. Rotating raises the generation.
    """
    text = f"{folder} {generation}".encode()
    digest = hmac.new(key, text, hashlib.sha256).digest()[:ADDRESS_BYTES]
    letters = base64.b32encode(digest).decode("ascii").rstrip("=").lower()
    return f"{folder}-{letters}"
