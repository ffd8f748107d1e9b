"""What the gate holds a site against: collected from the files, the store and `var/`.

The gate itself sees neither the store nor the files; it is given values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from generator.backends.mailmerge import link_token
from generator.charts.words import WORDS
from generator.disclosure.ledger import people_behind
from generator.errors import Problems
from generator.model.clocks import TeamClocks
from generator.model.edition import Edition, LedgerEntry
from generator.model.page import Baseline
from generator.model.statement import Statement
from generator.model.survey import Organisation
from generator.pages.baseline.words import PAGE_WORDS
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.sources.project import Project
from generator.sources.tables import Table, read_table
from generator.store import ledger
from generator.store.comments import written_comments
from generator.store.database import open_store
from generator.store.people import people_numbers
from generator.website.audiences import LEADERS, Folder, folders_of, tree_of
from generator.website.bytes import plain
from generator.website.files import files_below
from generator.website.forbidden import (
    Forbidden,
    forbid,
    found_in,
    names_said,
    words_of,
)
from generator.website.gate import Guard, Manifest
from generator.website.known import know, texts_in
from generator.website.numerals import truth_of

NEVER = "never-publish.txt"
"""File in `var/` with words that must stand nowhere on the site, one a line."""

Name = tuple[str, ...]

Numbers = Mapping[str, Mapping[int, object]]
"""Wave to number in the ledger to person."""


def guard_of(
    project: Project,
    reading: Reading | None,
    released: Baseline,
    manifest: Manifest,
) -> Guard:
    """Everything the gate must know of a project.

    Args:
        project: the author's files.
        reading: the survey whose results are on the site; none for a playbook alone.
        released: everything released and signed off.
        manifest: what each number on a page is.
    """
    folders = audiences(project, reading)
    entries, numbers = _shown_before(reading) if reading else ((), {})
    forbidden = _everything(project, reading, _comments(reading))
    return Guard(
        survey=reading.survey.id if reading else "",
        folders=folders,
        truth=truth_of(released),
        ledger=entries,
        people=numbers,
        manifest=manifest,
        forbidden=_without(forbidden, project, reading),
        may_name=_may_name(forbidden, folders, project, reading, released),
        known=know([*_written(project, reading), *_quarters(released)]),
        own={
            path: know(texts_in(_own(released, folder)), bare=True)
            for path, folder in folders.items()
        },
    )


def forbidden_of(project: Project, reading: Reading | None) -> Forbidden:
    """People, teams and registered words, without those the project's texts name."""
    return _without(_everything(project, reading, ()), project, reading)


def without_named(project: Project, reading: Reading, edition: Edition) -> Edition:
    """An edition without comments that hold what must stand nowhere on the site today.

    An edition is written once. Who is invited later, and a word registered later, take
    a comment off the pages nevertheless.
    """
    if not edition.comments:
        return edition
    forbidden = forbidden_of(project, reading)
    left = {
        key: tuple(text for text in texts if not found_in(plain(text), forbidden))
        for key, texts in edition.comments.items()
    }
    return replace(
        edition, comments={key: texts for key, texts in left.items() if texts}
    )


def _everything(
    project: Project, reading: Reading | None, comments: Iterable[str]
) -> Forbidden:
    places = Places(project.root)
    people = list(_people(places))
    return forbid(
        names=[name for name, _ in people],
        addresses=[address for _, address in people],
        words=_never(places),
        teams=_team_names(reading),
        secrets=[*map(link_token, _links(places)), *_keys(places)],
        comments=comments,
    )


def _comments(reading: Reading | None) -> frozenset[str]:
    """What people wrote in any wave: none of it may stand where it was not released."""
    if reading is None or not reading.places.store.exists():
        return frozenset()
    with closing(open_store(reading.places.store)) as store:
        return frozenset().union(
            *(
                written_comments(
                    store,
                    wave.survey,
                    wave.id,
                    {
                        question.code
                        for instrument in wave.instruments
                        for question in instrument.questions()
                        if question.kind == "text"
                    },
                )
                for wave in reading.waves
            )
        )


def audiences(project: Project, reading: Reading | None) -> dict[str, Folder]:
    """Every folder results may stand in, and who may open it."""
    if reading is None:
        return folders_of((), Organisation(schema_version=1, teams=()))
    folder = reading.folder
    return folders_of(
        reading.waves, folder.organisation, readers_of(project), folder.clocks
    )


def readers_of(project: Project) -> list[str]:
    """Kinds of readers the project's frameworks write pages for."""
    return sorted(
        {reader.id for name in project.frameworks.values() for reader in name.readers}
    )


def _shown_before(reading: Reading) -> tuple[Sequence[LedgerEntry], Numbers]:
    """The whole ledger, and who is behind its numbers, as far as nobody forgot."""
    if not reading.places.store.exists():
        return (), {}
    survey = reading.survey.id
    with closing(open_store(reading.places.store)) as store:
        return ledger.entries(store), {
            wave.id: people_behind(people_numbers(store, survey, wave.id))
            for wave in reading.waves
        }


def _people(places: Places) -> Iterator[tuple[str, str]]:
    """Name and address of everybody invited, from every list in the project."""
    for table, columns in _lists(places):
        mail = next(
            (columns[n] for n in ("email", "e-mail", "mail") if n in columns), -1
        )
        if mail < 0:
            continue
        for row in table.rows:
            name = table.cell(row, columns["name"]) if "name" in columns else ""
            yield name, table.cell(row, mail)
            if "relay" in columns:
                yield "", table.cell(row, columns["relay"])


def _links(places: Places) -> Iterator[str]:
    """The personal link of everybody who was sent one."""
    for table, columns in _lists(places):
        if "link" in columns:
            yield from (table.cell(row, columns["link"]) for row in table.rows)


def _keys(places: Places) -> Iterator[str]:
    """The project's own keys, as they are written."""
    for path in sorted((places.var / "keys").glob("*.key")):
        yield path.read_text(encoding="utf-8", errors="replace")


def _lists(places: Places) -> Iterator[tuple[Table, dict[str, int]]]:
    """Every table that may hold people, and the places of its columns."""
    paths = [
        *files_below(places.var / "invitations"),
        *files_below(places.var / "people"),
        *sorted(places.var.glob("*.*")),
        *sorted(places.root.glob("*.*")),
    ]
    for path in paths:
        if path.suffix.lower() not in {".csv", ".xlsx"}:
            continue
        if path.suffix == ".xlsx" and path.with_suffix(".csv") in paths:
            continue
        try:
            table = read_table(path)
        except Problems:
            continue
        heading = [cell.casefold() for cell in table.heading.cells]
        yield table, {name: n for n, name in enumerate(heading)}


def _never(places: Places) -> list[str]:
    path = places.var / NEVER
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [line.strip() for line in lines if line.strip() and line[:1] != "#"]


def _team_names(reading: Reading | None) -> list[str]:
    return [
        text
        for wave in (reading.waves if reading else ())
        for team in wave.teams
        for text in (*team.name.values(), *team.about.values())
    ]


def _by_hand(project: Project, reading: Reading | None) -> Iterator[str]:
    """Texts somebody wrote into the project's files and so wants to be read."""
    for folder in ("frameworks", "site_src"):
        for path in files_below(project.root / folder):
            if path.suffix in {".yaml", ".yml", ".md"}:
                yield path.read_text(encoding="utf-8-sig", errors="replace")
    settings = project.root / "mkdocs.yml"
    if settings.is_file():
        yield settings.read_text(encoding="utf-8-sig", errors="replace")
    if reading is not None:
        path = reading.folder.path / "survey.yaml"
        yield path.read_text(encoding="utf-8-sig", errors="replace")
        for wave in reading.waves:
            yield from (wave.privacy.contact, wave.privacy.steward)


def _without(
    forbidden: Forbidden, project: Project, reading: Reading | None
) -> Forbidden:
    """Without the people whom the project's own texts name, such as the steward."""
    said: set[Name] = set()
    addresses: set[str] = set()
    for text in _by_hand(project, reading):
        said |= names_said(text, forbidden)
        small = text.casefold()
        if "@" in small:
            addresses |= {one for one in forbidden.addresses if one in small}
    turned = {(*name[1:], name[0]) for name in said} | {
        (name[-1], *name[:-1]) for name in said
    }
    return Forbidden(
        {
            piece: kept
            for piece, names in forbidden.names.items()
            if (
                kept := tuple(
                    name
                    for name in names
                    if name.kind != "name" or name.words not in said | turned
                )
            )
        },
        forbidden.addresses - addresses,
        forbidden.words,
    )


def _may_name(
    forbidden: Forbidden,
    folders: Mapping[str, Folder],
    project: Project,
    reading: Reading | None,
    released: Baseline,
) -> dict[str, frozenset[Name]]:
    """Which teams each folder may speak of: its own, those it is shown with, and
    those its own texts name; leaders speak of all. And which comments: those that were
    released for it, and what its own texts say as well."""
    every = frozenset(words_of(name) for name in _team_names(reading))
    open_ = {
        n for text in _by_hand(project, reading) for n in names_said(text, forbidden)
    }
    comments = {
        one.words
        for listed in forbidden.names.values()
        for one in listed
        if one.kind == "comment"
    }
    names: dict[str, set[Name]] = {}
    for wave in reading.waves if reading else ():
        for team in wave.teams:
            texts = (*team.name.values(), *team.about.values())
            names.setdefault(team.id, set()).update(map(words_of, texts))
    together: dict[str, set[str]] = {}
    for edition in released.editions.values():
        for teams in edition.unions.values():
            for member in teams:
                together.setdefault(member, set()).update(teams)
    found = {"": frozenset(open_), "playbook": frozenset(open_)}
    for path, folder in folders.items():
        shown = {
            name
            for text in _shown_comments(released, folder)
            for name in names_said(text, forbidden)
        }
        own = {folder.team, *together.get(folder.team, ())}
        spoken = {name for team in own for name in names.get(team, ())}
        said = {
            name
            for text in _said(_statements(released, folder))
            for name in names_said(text, forbidden)
        }
        if path == LEADERS:
            spoken |= every
        written = {name for name in shown | said if name in comments}
        found[path] = frozenset(spoken | (said & every) | written | open_)
    return found


def _shown_comments(released: Baseline, folder: Folder) -> Iterator[str]:
    """The comments and themes that may stand in a folder."""
    for wave in released.waves:
        tree = tree_of(wave)
        for key, texts in released.editions[wave.id].comments.items():
            if folder.may_show(tree, key.view, key.group):
                yield from texts


def _statements(released: Baseline, folder: Folder) -> Iterator[Statement]:
    """The statements whose words stand in a folder."""
    for (_, team), statement in sorted(released.statements.items()):
        if folder.path == LEADERS or team == folder.team:
            yield statement


def _own(released: Baseline, folder: Folder) -> list[Statement | TeamClocks]:
    """What teams typed that stands in a folder: statements, or what time costs."""
    if not folder.costs:
        return list(_statements(released, folder))
    stated = released.clocks.of(folder.team) if released.clocks else None
    return [stated] if stated else []


def _said(statements: Iterable[Statement]) -> Iterator[str]:
    """What people typed: evidence, next steps and the purpose."""
    for statement in statements:
        yield statement.purpose
        for entry in statement.entries:
            yield from (entry.evidence, entry.next_step)


def _quarters(released: Baseline) -> Iterator[str]:
    """When the waves of other organisations closed, and which of them were taken."""
    for peers in released.peers.values():
        yield from (peers.first_quarter, peers.last_quarter, peers.sector, peers.size)


def _written(project: Project, reading: Reading | None) -> Iterator[str]:
    """Texts with numerals that may stand on any page: ours, and those of the author."""
    yield from texts_in(WORDS)
    yield from texts_in(PAGE_WORDS)
    yield from texts_in(list(project.frameworks.values()))
    for framework in project.frameworks.values():
        for work in framework.attribution:
            yield f"{work.authors}, {work.title} ({work.year})"
    settings = project.root / "mkdocs.yml"
    if settings.is_file():
        for line in settings.read_text("utf-8-sig", errors="replace").splitlines():
            yield from texts_in(line.partition(":")[2].strip().strip("\"'"))
    if reading is not None:
        yield from texts_in(reading.survey)
        yield from texts_in(list(reading.waves))
