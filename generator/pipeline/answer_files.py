"""Answers from a file of another form tool: the map, the rows, the store."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.backends.base import normalise
from generator.backends.tables import (
    NAME,
    FileRows,
    Guess,
    find_columns,
    guess_map,
    lost_with,
    read_rows,
)
from generator.backends.tables.backend import closed_at
from generator.errors import Exit, Problem, refuse
from generator.model.instrument import Wave
from generator.model.response import Response
from generator.pipeline.fielding import refuse_forgotten
from generator.pipeline.reading import Reading
from generator.pipeline.turning_away import TurnedAway, who_is_away, without
from generator.sources.answer_maps import check_complete, read_answer_map
from generator.sources.tables import read_typed_table
from generator.store import responses
from generator.store.database import open_store, transaction
from generator.store.keys import KEY_BYTES, pseudonym_key_exists, survey_key
from generator.store.locking import writer_lock


@dataclass(frozen=True, slots=True)
class FromFile:
    """What a file of answers brought."""

    rows: int
    """Rows of the file with something in them."""
    left_out: int
    """Rows that were not read."""
    new: int
    changed: int
    unchanged: int
    late: int
    """Of these, finished after the wave had closed: kept, never scored."""
    missing: int
    """Stored from an earlier file of this form and not in this one."""
    removed: int
    problems: tuple[Problem, ...]
    lost: tuple[str, ...]
    """What cannot be had with such a file, told with the first one."""


def map_beside(file: Path) -> Path:
    """Where the map of a file is looked for and written: beside it."""
    return file.with_name(f"{file.stem}.map.yaml")


def write_guessed_map(
    reading: Reading, wave: str, file: Path, target: Path, instrument: str = ""
) -> Guess:
    """Write a first map of a file, for a person to look through.

    Raises:
        Problems: there is a map already, or nothing in the file is known.
    """
    frozen = reading.frozen(wave)
    if target.exists():
        raise _map_exists(target)
    found = guess_map(read_typed_table(file, any_sheet=True), frozen, instrument)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as fresh:
            fresh.write(found.text)
    except FileExistsError:
        raise _map_exists(target) from None
    read_answer_map(target, frozen)  # what was written must be readable as it is
    return found


def _map_exists(target: Path) -> Exception:
    return refuse(
        "map-exists",
        "there is a map of this name already; nothing was written",
        "collect with it, or give the new one another name with --map",
        path=target,
        exit_code=Exit.USAGE,
    )


def collect_file(
    reading: Reading,
    wave: str,
    file: Path,
    map_file: Path,
    *,
    replace: bool = False,
    dry_run: bool = False,
    wait: float = 0,
) -> FromFile:
    """Take the answers of a file into the store; the same file again changes nothing.

    Args:
        reading: the survey.
        wave: which wave; any backend will do.
        file: CSV or XLSX.
        map_file: where things stand in the file.
        replace: the file is all there is: what came from earlier files of the same
            form and is not in this one is removed.
        dry_run: count and report, write nothing.
        wait: seconds to wait for another program that is writing.
    """
    frozen = reading.frozen(wave)
    refuse_forgotten(reading, frozen)
    plan, document = read_answer_map(map_file, frozen)
    check_complete(plan, document, frozen)
    table = read_typed_table(file, plan.sheet, plan.heading)
    columns = find_columns(table, plan, document)
    var = reading.places.var
    lost = lost_with(frozen, plan)
    if dry_run:
        known = pseudonym_key_exists(var, frozen.survey)
        key = survey_key(var, frozen.survey) if known else bytes(KEY_BYTES)
        found = read_rows(table, plan, columns, frozen, key, closed_at(var, frozen))
        with _looked_at(reading) as store:
            away = who_is_away(store, frozen, lambda: key)
            return _stored(store, frozen, found, lost, away, replace=replace)
    with writer_lock(var, wait=wait):
        key = survey_key(var, frozen.survey)
        found = read_rows(table, plan, columns, frozen, key, closed_at(var, frozen))
        with closing(open_store(reading.places.store)) as store, transaction(store):
            away = who_is_away(store, frozen, lambda: key)
            return _stored(store, frozen, found, lost, away, replace=replace)


@contextmanager
def _looked_at(reading: Reading) -> Iterator[sqlite3.Connection | None]:
    """The store for a trial: what is written to it is undone; none if there is none."""
    if not reading.places.store.exists():
        yield None
        return
    with closing(open_store(reading.places.store)) as store:
        store.execute("BEGIN")
        try:
            yield store
        finally:
            if store.in_transaction:
                store.execute("ROLLBACK")


def _stored(
    store: sqlite3.Connection | None,
    wave: Wave,
    found: FileRows,
    lost: tuple[str, ...],
    away: TurnedAway,
    *,
    replace: bool,
) -> FromFile:
    """Everything a file brings, in one transaction."""
    problems = list(found.problems)
    fitting: list[Response] = []
    welcome, back = without(found.submissions, away, wave)
    problems += back
    for submission in welcome:
        response, wrong = normalise(submission, wave)
        problems += wrong
        if response is not None:
            fitting.append(response)
    places = {one.remote_id: one.place for one in found.submissions}
    held = _held(store, wave, found.form)
    if not replace:
        problems += [
            _taken_problem(places[each.remote_id])
            for each in fitting
            if _taken(each, held)
        ]
        fitting = [each for each in fitting if not _taken(each, held)]
    missing = sorted(set(held) - found.present)
    removed = 0
    counts = responses.Counts(new=len(fitting))
    if store is not None:
        counts = responses.save_responses(store, fitting, as_given=True)
        if replace:
            whose = (wave.survey, wave.id, NAME)
            removed = responses.remove_responses(store, *whose, missing)
    if not replace:
        again = _again(fitting, held, missing)
        problems += [_again_problem(again)] if again else []
    return FromFile(
        rows=found.rows,
        left_out=found.rows - len(fitting),
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        late=sum(each.late for each in fitting),
        missing=len(missing),
        removed=removed,
        problems=tuple(problems),
        lost=lost if not held else (),
    )


def _held(
    store: sqlite3.Connection | None, wave: Wave, form: str
) -> dict[str, Response]:
    """What earlier files of the same form left in the store, by remote id."""
    if store is None:
        return {}
    return {
        each.remote_id: each
        for each in responses.responses(store, wave.survey, wave.id, late=True)
        if each.backend == NAME and each.remote_id.startswith(form)
    }


def _taken(response: Response, held: Mapping[str, Response]) -> bool:
    """Whether a row has the id of somebody else's answers."""
    before = held.get(response.remote_id)
    return before is not None and (
        before.team != response.team
        or "" != before.respondent != response.respondent != ""
    )


def _taken_problem(place: str) -> Problem:
    return Problem(
        place.rpartition(":")[0],
        int(place.rpartition(":")[2]),
        1,
        "table-taken",
        "this row has the id of stored answers about another team, or of another "
        "person",
        "the row was left out and what is stored was kept. If several sheets count "
        "their rows from 1, give each map a `source:` of its own; if the row was "
        "corrected, run this with --replace",
        "warning",
    )


def _again(
    fitting: Sequence[Response], held: Mapping[str, Response], missing: Sequence[str]
) -> int:
    """New rows that say word for word what rows said that are gone from the file."""

    def said(each: Response) -> tuple[str, tuple[tuple[str, str], ...]]:
        return each.team, tuple(sorted(each.answers.items()))

    gone = Counter(said(held[remote_id]) for remote_id in missing)
    new = Counter(
        said(each)
        for each in fitting
        if each.remote_id not in held and len(each.answers) > 1
    )
    return (gone & new).total()


def _again_problem(again: int) -> Problem:
    return Problem(
        "",
        0,
        0,
        "table-again",
        f"{again} new answers are the same as stored ones that are no longer in the "
        "file: probably the same people under other ids",
        "if so, run this again with --replace; then the file stands for all answers of "
        "this form",
        "warning",
    )
