"""A person, or a whole wave, is forgotten: everywhere we write, and what is left named.

The order is made for being cut off: first it is written down whose answers are never
taken again, then they are removed where they were given, then here. The same command
run again finishes what was begun.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.backends.forgetting import Forgets, Removal, Sought
from generator.backends.mailmerge import (
    erase_merge_files,
    forget_invited,
    merge_files,
)
from generator.backends.pseudonyms import forgotten_code
from generator.errors import Problems, refuse
from generator.machine.private import erase
from generator.model.instrument import Wave
from generator.pipeline.access import erase_written
from generator.pipeline.commenting import sheet_path
from generator.pipeline.fielding import still_open
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading, choose
from generator.pipeline.remains import Remain, remains
from generator.pipeline.retention import due_waves
from generator.pipeline.somebody import (
    Somebody,
    find_somebody,
    invitation_files,
    known_codes,
    listed_in,
    memory_of,
    owners_of,
    store_of,
)
from generator.sources.project import load_project
from generator.store import editions, people, responses
from generator.store.backup import known_archives
from generator.store.backup import restore as restore_backup
from generator.store.database import open_store
from generator.store.keys import pseudonym_key_exists, survey_key
from generator.store.locking import writer_lock

SHORTEST_NAME = 5
"""A shorter name is in too many files to be looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was removed in one wave, or would be."""

    wave: str
    rows: int = 0
    """Lines of invitation files."""
    links: int = 0
    """Invitations in the inbox or on the server."""
    kept_there: int = 0
    """Responses in the inbox or on the server."""
    answers: int = 0
    """Responses in the store."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was removed, or would be, and what is left for people to do."""

    parts: tuple[Part, ...] = ()
    codes: int = 0
    """How many codes the person has; more than one where an address is shared."""
    numbers: int = 0
    """Links from the person to the ledger."""
    by_hand: tuple[str, ...] = ()
    """What must be deleted by somebody else, one sentence each."""
    remains: tuple[Remain, ...] = ()
    """Files that still hold the person."""
    archives: tuple[Path, ...] = ()
    """Backups and copies that may hold the wave."""
    found: bool = True


def forget_person(
    reading: Reading, who: str, *, dry_run: bool = False, wait: float = 0
) -> Report:
    """Remove a person from everything we wrote about every wave of the survey.

    Args:
        reading: the survey.
        who: the person's id on the people list, or the e-mail address.
        dry_run: say what would be removed; remove nothing.
        wait: seconds to wait for another program that is writing.

    Raises:
        Problems: nobody is known by this.
    """
    with _locked(reading, dry_run, wait), store_of(reading, only_look=dry_run) as store:
        somebody = find_somebody(reading, store, who.strip())
        held = people.held_of(store, reading.survey.id, somebody.sought.pseudonyms)
        if not dry_run:
            _turn_away(reading, store, somebody.sought.pseudonyms)
        parts: list[Part] = []
        by_hand = list(somebody.by_hand)
        for wave in reading.waves:
            theirs = frozenset(
                one for where, one in held.remote_ids if where == wave.id
            )
            there = memory_of(reading, wave).forget_people(
                Sought(
                    somebody.sought.pseudonyms,
                    somebody.sought.emails,
                    somebody.tokens[wave.id],
                    theirs,
                ),
                dry_run=dry_run,
            )
            by_hand += there.by_hand
            if theirs and not dry_run:
                # it may quote them; it can be written again without
                erase(sheet_path(reading.places, wave.survey, wave.id))
            rows = _rows(reading, wave, somebody, dry_run=dry_run)
            part = Part(wave.id, rows, there.invitations, there.responses, len(theirs))
            if part != Part(wave.id):
                parts.append(part)
        if not dry_run and somebody.sought.pseudonyms:
            people.forget_people(store, reading.survey.id, somebody.sought.pseudonyms)
        if not dry_run:
            codes = somebody.sought.pseudonyms
            erase_written(reading.places, reading.survey.id, codes=codes)
    left: tuple[Remain, ...] = ()
    if not dry_run:
        left = remains(reading.places.root, _words(somebody, who))
    return Report(
        tuple(parts),
        somebody.codes,
        held.numbers,
        tuple(dict.fromkeys(by_hand)),
        left,
        found=bool(parts or by_hand or held.numbers),
    )


def forget_wave(
    reading: Reading,
    wave: str,
    *,
    now: Callable[[], dt.datetime],
    answers: bool = False,
    dry_run: bool = False,
    wait: float = 0,
) -> Report:
    """Remove a wave's names, links and inbox; with `answers`, everybody's answers too.

    The edition and the ledger stay, and with them every page and every score.

    Raises:
        Problems: the wave is open, answers have not been fetched yet, or they have not
            been released and their time is not over.
    """
    frozen = reading.frozen(wave)
    if still_open(reading, wave, now):
        raise refuse(
            "forget-open",
            f"wave '{wave}' takes answers until {frozen.closes:%Y-%m-%d %H:%M} UTC",
            f"wait, or close it now with 'baseline close {wave}'",
        )
    with _locked(reading, dry_run, wait), store_of(reading, only_look=dry_run) as store:
        over = wave in {one.wave for one in due_waves(reading, now) if one.over}
        held = responses.revisions(store, frozen.survey, wave)
        if answers and not over:
            _released(frozen, store)
        memory = memory_of(reading, frozen)
        by_hand: list[str] = []
        reachable = True
        if not answers:
            reachable = _all_collected(frozen, memory, store, held, by_hand)
        there = memory.forget_wave(dry_run=dry_run) if reachable else Removal()
        rows = _erase_files(reading, frozen, dry_run=dry_run)
        numbers = 0
        if not dry_run and answers:
            numbers = people.forget_wave(store, frozen.survey, wave).numbers
        elif not dry_run and reachable and not there.by_hand:
            people.forget_names(store, frozen.survey, wave)
    part = Part(
        wave, rows, there.invitations, there.responses, len(held) if answers else 0
    )
    return Report(
        (part,),
        numbers=numbers,
        by_hand=(*by_hand, *there.by_hand),
        archives=tuple(_copies(reading)),
        found=part != Part(wave) or bool(by_hand or there.by_hand),
    )


def restore(root: Path, archive: Path, *, replace: bool = False) -> int:
    """Bring `var/` back from an archive; who was forgotten since is forgotten again.

    Returns how many people the archive had brought back.
    """
    places = Places(root)
    aside = restore_backup(archive, places.var, force=replace)
    before = aside / places.store.name if aside is not None else None
    if before is None or not _anybody_forgotten(before):
        return 0
    try:
        project = load_project(root)
        return sum(
            forget_again(choose(project, name), before)
            for name in sorted(project.surveys)
        )
    except Problems as problems:
        raise refuse(
            "restore-brought-back",
            "the archive is restored, and people who were forgotten since it was made "
            f"may be back in it: {problems.problems[0].message}",
            "correct that, then forget them again with 'baseline forget PERSON'",
            path=archive,
        ) from problems


def _anybody_forgotten(path: Path) -> bool:
    if not path.is_file():
        return False
    with closing(open_store(path)) as store:
        return people.anybody_turned_away(store)


def forget_again(reading: Reading, earlier: Path) -> int:
    """After a restore, forget once more whom the data before it had forgotten.

    Args:
        reading: the survey, with the restored data.
        earlier: the store that stood there before.

    Returns:
        How many people were forgotten again.
    """
    survey = reading.survey.id
    if not earlier.is_file() or not pseudonym_key_exists(reading.places.var, survey):
        return 0
    with closing(open_store(earlier)) as old:
        digests = {
            wave.id: people.turned_away(old, survey, wave.id) for wave in reading.waves
        }
    if not any(digests.values()):
        return 0
    key = survey_key(reading.places.var, survey)
    with writer_lock(reading.places.var), store_of(reading) as store:
        for wave, listed in digests.items():
            people.turn_away(store, survey, [wave], listed)
        back = _back_again(reading, store, key, frozenset().union(*digests.values()))
    for code in sorted(back):
        _forget_code(reading, code)
    return len(back)


def _back_again(
    reading: Reading, store: sqlite3.Connection, key: bytes, digests: Collection[str]
) -> set[str]:
    """Pseudonyms in the store and in inboxes that were forgotten before."""
    known = known_codes(reading, store)
    return {one for one in known if forgotten_code(key, one) in digests}


def _forget_code(reading: Reading, code: str) -> None:
    """Forget whoever a pseudonym stands for."""
    with writer_lock(reading.places.var), store_of(reading) as store:
        for wave in reading.waves:
            owners = owners_of(reading, wave)
            tokens = frozenset(one for one, whose in owners.items() if whose == code)
            somebody = Somebody(
                Sought(frozenset((code,))), frozenset(), "", {wave.id: tokens}
            )
            memory_of(reading, wave).forget_people(
                Sought(frozenset((code,)), tokens=tokens), dry_run=False
            )
            _rows(reading, wave, somebody, dry_run=False)
        people.forget_people(store, reading.survey.id, {code})


def _rows(reading: Reading, wave: Wave, somebody: Somebody, *, dry_run: bool) -> int:
    """Lines of a person in a wave's invitation files, removed or counted."""
    if dry_run:
        return sum(somebody.has(wave.id, one) for one in listed_in(reading, wave))
    return sum(
        forget_invited(path, lambda one: somebody.has(wave.id, one), somebody.relay)
        for path in invitation_files(reading, wave)
    )


def _erase_files(reading: Reading, wave: Wave, *, dry_run: bool) -> int:
    """Invitation files of a wave, removed or counted."""
    paths = invitation_files(reading, wave)
    if dry_run:
        return sum(len(merge_files(path)) for path in paths)
    erase(sheet_path(reading.places, wave.survey, wave.id))
    # written for one person, it ties a name to answers
    erase_written(reading.places, wave.survey, wave=wave.id)
    return sum(map(erase_merge_files, paths))


def _turn_away(
    reading: Reading, store: sqlite3.Connection, pseudonyms: Collection[str]
) -> None:
    if pseudonyms:
        key = survey_key(reading.places.var, reading.survey.id)
        people.turn_away(
            store,
            reading.survey.id,
            [wave.id for wave in reading.waves],
            [forgotten_code(key, one) for one in pseudonyms],
        )


def _released(wave: Wave, store: sqlite3.Connection) -> None:
    if editions.read_edition(store, wave.survey, wave.id) is None:
        raise refuse(
            "forget-unreleased",
            f"wave '{wave.id}' is not released yet, and its answers are not due to be "
            "deleted: nothing would be left of it",
            f"run 'baseline release {wave.id}' first, or leave out --answers",
        )


def _all_collected(
    wave: Wave,
    memory: Forgets,
    store: sqlite3.Connection,
    held: dict[str, int],
    by_hand: list[str],
) -> bool:
    """Whether everything there is in the store; what cannot be asked is left alone."""
    marks = responses.marks(store, wave.survey, wave.id, wave.backend)
    try:
        left = memory.uncollected(held, marks)
    except Problems as refused:
        by_hand += [
            f"{problem.message}; nothing was deleted there, run the same command again"
            for problem in refused.problems
        ]
        return False
    if left:
        raise refuse(
            "forget-uncollected",
            f"{left} responses of wave '{wave.id}' are not in the store yet and would "
            "be lost",
            f"run 'baseline collect {wave.id}' first, or delete the answers too with "
            "--answers",
        )
    return True


def _copies(reading: Reading) -> Iterator[Path]:
    """Backups and copies made from here; they are named, never changed."""
    var = reading.places.var
    found = {path.resolve() for path in known_archives(var)}
    if (var / "backup").is_dir():
        found |= {
            path.resolve()
            for path in (var / "backup").iterdir()
            if path.suffix in (".zip", ".sqlite3")
        }
    found |= {
        path.resolve() for path in var.parent.glob(f"{var.name}.before-restore-*")
    }
    yield from sorted(found)


def _words(somebody: Somebody, who: str) -> set[str]:
    """What to look for in files afterwards."""
    names = {
        name
        for name in somebody.names
        if "@" in name or (len(name) >= SHORTEST_NAME and len(name.split()) > 1)
    }
    tokens = {one for listed in somebody.tokens.values() for one in listed}
    given = {who} if "@" in who else set()
    return {*names, *tokens, *given, *somebody.sought.pseudonyms}


@contextmanager
def _locked(reading: Reading, dry_run: bool, wait: float) -> Iterator[None]:
    if dry_run:
        yield
        return
    with writer_lock(reading.places.var, wait=wait):
        yield
