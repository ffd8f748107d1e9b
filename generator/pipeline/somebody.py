"""Who a person is in every wave: by id or address, code, link and invitation."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.backends import MEMORIES
from generator.backends.base import Ground, Invited
from generator.backends.forgetting import Forgets, Sought
from generator.backends.mailmerge import link_token, read_mail_merge, same_address
from generator.backends.pseudonyms import forgotten_code, pseudonym
from generator.errors import Problems, refuse
from generator.model.instrument import Wave
from generator.pipeline.fielding import unknown_backend
from generator.pipeline.reading import Reading
from generator.store import people
from generator.store.database import open_store
from generator.store.keys import pseudonym_key_exists, survey_key


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who asks about their data, and everything that stands for them."""

    sought: Sought
    names: frozenset[str]
    """Names and addresses on their lines, to be looked for afterwards."""
    relay: str
    """Their address, if it may stand where links are passed on."""
    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    """What stands in their links, by wave."""
    by_hand: tuple[str, ...] = ()
    codes: int = 1
    """How many codes of theirs something is known of."""

    def has(self, wave: str, invited: Invited) -> bool:
        """Whether a line of an invitation file is theirs."""
        if link_token(invited.link) in self.tokens.get(wave, frozenset()):
            return True
        return any(same_address(invited.email, one) for one in self.sought.emails)


def find_somebody(reading: Reading, store: sqlite3.Connection, who: str) -> Somebody:
    """Everything that stands for a person who is named by id or address."""
    survey, var = reading.survey.id, reading.places.var
    address = who if "@" in who else ""
    emails = frozenset((address,)) if address else frozenset()
    codes: set[str] = set()
    by_hand: list[str] = []
    if pseudonym_key_exists(var, survey):
        codes.add(pseudonym(survey_key(var, survey), who))
    listed = {wave.id: listed_in(reading, wave) for wave in reading.waves}
    owners = {wave.id: owners_of(reading, wave) for wave in reading.waves}
    for wave in reading.waves:
        codes |= {
            owners[wave.id][link_token(one.link)]
            for one in listed[wave.id]
            if address
            and same_address(one.email, address)
            and link_token(one.link) in owners[wave.id]
        }
        try:
            codes |= memory_of(reading, wave).addressed(emails)
        except Problems as refused:
            by_hand += [problem.message for problem in refused.problems]
    tokens = {
        wave: frozenset(one for one, whose in known.items() if whose in codes)
        for wave, known in owners.items()
    }
    theirs = [
        one
        for wave, rows in listed.items()
        for one in rows
        if link_token(one.link) in tokens[wave]
        or (address and same_address(one.email, address))
    ]
    known = codes & known_codes(reading, store)
    # begun before, while a server could not be reached
    again = _forgotten_before(reading, store, codes)
    passes_on = any(
        address and same_address(one.relay, address)
        for rows in listed.values()
        for one in rows
    )
    if not (known or theirs or passes_on or by_hand or again):
        raise refuse(
            "person-unknown",
            f"nobody in survey '{survey}' is known by this",
            "give the id of the people list (its column `person`), or where it has "
            "none the e-mail address, exactly as they stand there",
        )
    return Somebody(
        Sought(
            # the code by which they would come back is turned away in any case
            frozenset(codes),
            emails,
        ),
        frozenset(word for one in theirs for word in (one.name, one.email)),
        address,
        tokens,
        tuple(by_hand),
        len(known),
    )


def _forgotten_before(
    reading: Reading, store: sqlite3.Connection, codes: Collection[str]
) -> bool:
    """Whether somebody of these codes asked to be forgotten already."""
    survey = reading.survey.id
    if not codes:
        return False
    key = survey_key(reading.places.var, survey)
    digests = {forgotten_code(key, one) for one in codes}
    return any(
        digests & people.turned_away(store, survey, wave.id) for wave in reading.waves
    )


def known_codes(reading: Reading, store: sqlite3.Connection) -> set[str]:
    """Every pseudonym there is anything about."""
    survey = reading.survey.id
    known = set(people.everybody(store, survey) | people.numbered(store, survey))
    for wave in reading.waves:
        known |= memory_of(reading, wave).people()
    return known


def listed_in(reading: Reading, wave: Wave) -> list[Invited]:
    """Every line of a wave's invitation files."""
    return [
        one for path in invitation_files(reading, wave) for one in read_mail_merge(path)
    ]


def owners_of(reading: Reading, wave: Wave) -> dict[str, str]:
    """Pseudonym by link, of every line in the invitation files of a wave."""
    tokens = [link_token(one.link) for one in listed_in(reading, wave)]
    return dict(memory_of(reading, wave).owners(tokens))


def invitation_files(reading: Reading, wave: Wave) -> tuple[Path, Path]:
    """The mail-merge files of a wave: invitations and reminders."""
    places = reading.places
    return (
        places.invitations(wave.survey, wave.id),
        places.invitations(wave.survey, f"{wave.id}-reminder"),
    )


def memory_of(reading: Reading, wave: Wave) -> Forgets:
    """What the wave's backend keeps of people."""
    var = reading.places.var
    make = MEMORIES.get(wave.backend)
    if make is None:
        raise unknown_backend(wave)
    return make(Ground(wave, var, lambda: survey_key(var, wave.survey), reading.survey))


@contextmanager
def store_of(
    reading: Reading, *, only_look: bool = False
) -> Iterator[sqlite3.Connection]:
    """The store; to look only, an empty one elsewhere where there is none."""
    with ExitStack() as stack:
        path = reading.places.store
        if only_look and not path.exists():
            folder = stack.enter_context(TemporaryDirectory())
            path = Path(folder) / path.name
        yield stack.enter_context(closing(open_store(path)))
