"""The ledger: everything ever shown, as a chain nobody can shorten or rewrite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.errors import Exit, Problems, refuse
from generator.model.edition import LedgerEntry, digest
from generator.store.canonical import canonical
from generator.store.database import database_path, machine_words, transaction

_ALL = """
SELECT position, survey, wave, measure, sets, previous, digest FROM ledger
ORDER BY position
"""


def append(
    connection: sqlite3.Connection, entries: Iterable[LedgerEntry]
) -> tuple[LedgerEntry, ...]:
    """Add lines to the chain and give them back as stored.

    Position, previous digest and digest are set here, whatever the entries carry.
    """
    written = []
    with transaction(connection):
        row = connection.execute(
            "SELECT position, digest FROM ledger ORDER BY position DESC LIMIT 1"
        ).fetchone()
        position, previous = row or (0, "")
        for entry in entries:
            line = chained(entry, position + 1, previous)
            connection.execute(
                "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    line.position,
                    line.survey,
                    line.wave,
                    line.measure,
                    canonical(dict(line.sets)),
                    line.previous,
                    line.digest,
                ),
            )
            written.append(line)
            position, previous = line.position, line.digest
    return tuple(written)


def entries(
    connection: sqlite3.Connection, survey: str | None = None, wave: str | None = None
) -> tuple[LedgerEntry, ...]:
    """Lines of the ledger in order, of all surveys or of one survey or wave."""
    with machine_words(database_path(connection)):
        rows = connection.execute(_ALL).fetchall()
    lines = (
        LedgerEntry(
            position=position,
            survey=of_survey,
            wave=of_wave,
            measure=measure,
            sets=json.loads(sets),
            previous=previous,
            digest=own,
        )
        for position, of_survey, of_wave, measure, sets, previous, own in rows
    )
    return tuple(
        line
        for line in lines
        if survey in (None, line.survey) and wave in (None, line.wave)
    )


def head(connection: sqlite3.Connection) -> str:
    """The digest of the newest line; empty where nothing was ever shown."""
    with machine_words(database_path(connection)):
        row = connection.execute(
            "SELECT digest FROM ledger ORDER BY position DESC LIMIT 1"
        ).fetchone()
    return str(row[0]) if row else ""


def verify(connection: sqlite3.Connection, heads: str | Iterable[str] = ()) -> None:
    """Refuse a ledger that was edited, lost, or is older than what was published.

    Args:
        connection: an open store.
        heads: the ledger heads written in the `published.json` of the waves.

    Raises:
        Problems: with exit code 4 and the way back in words.
    """
    path = database_path(connection)
    try:
        chain = entries(connection)
        expected = _rebuilt(chain)
    except (ValueError, TypeError, AttributeError) as error:
        raise _edited(path, "a line cannot be read") from error
    for line, written in zip(chain, expected, strict=True):
        if line.position != written.position:
            raise _edited(path, f"line {written.position} is missing")
        if line != written:
            raise _edited(path, f"line {line.position} was changed")
    seen = {"", *(line.digest for line in chain)}
    published = {heads} if isinstance(heads, str) else set(heads)
    if published <= seen:
        return
    if not chain:
        raise refuse(
            "ledger-lost",
            "results were published before, but this store knows nothing of them.",
            "bring back the last backup with `baseline restore`; without the ledger "
            "a new release could reveal single answers.",
            path=path,
            exit_code=Exit.UNSAFE,
        )
    raise refuse(
        "ledger-older",
        f"the ledger ends at line {len(chain)}, before what was last published.",
        "the store is older than the published pages: bring back the newest backup "
        "with `baseline restore`, or release on the machine that published last.",
        path=path,
        exit_code=Exit.UNSAFE,
    )


def _rebuilt(chain: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    lines: list[LedgerEntry] = []
    for number, line in enumerate(chain, start=1):
        lines.append(chained(line, number, lines[-1].digest if lines else ""))
    return tuple(lines)


def chained(entry: LedgerEntry, position: int, previous: str) -> LedgerEntry:
    """An entry as the line at `position` of the chain after `previous`."""
    line = replace(
        entry,
        position=position,
        sets=dict(sorted(entry.sets.items())),
        previous=previous,
        digest="",
    )
    return replace(line, digest=digest(line))


def _edited(path: Path, what: str) -> Problems:
    return refuse(
        "ledger-edited",
        f"the ledger is not what was written: {what}.",
        "bring back the last backup with `baseline restore`; never edit the store "
        "by hand.",
        path=path,
        exit_code=Exit.UNSAFE,
    )
