"""Whose bit is whose in the ledger, and how a person is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Literal

from generator.machine.tidying import leave_no_trace
from generator.store.comments import drop_orphans
from generator.store.database import database_path, machine_words, transaction


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed of people, or is there to be removed."""

    responses: int = 0
    """Rows of answers; a late version beside one given in time counts on its own."""
    numbers: int = 0
    remote_ids: frozenset[tuple[str, str]] = frozenset()
    """Wave and the backend's id of every response."""


def number_people(
    connection: sqlite3.Connection, survey: str, wave: str, keys: Iterable[str]
) -> dict[str, int]:
    """The number of every key in a wave; those without one get the next ones.

    A key is a pseudonym, or words joined by `#` of which one is the pseudonym.
    Numbers start at 1, go by key, never change and are never given again.
    """
    with transaction(connection):
        known = _numbers(connection, survey, wave)
        last = connection.execute(
            "SELECT coalesce(max(number), 0) FROM people_numbers "
            "WHERE survey = ? AND wave = ?",
            (survey, wave),
        ).fetchone()[0]
        newcomers = sorted(set(keys) - set(known) - {""})
        for number, key in enumerate(newcomers, start=last + 1):
            connection.execute(
                "INSERT INTO people_numbers VALUES (?, ?, ?, ?)",
                (survey, wave, number, key),
            )
            known[key] = number
    return known


def people_numbers(
    connection: sqlite3.Connection, survey: str, wave: str
) -> dict[str, int]:
    """Key to number, without those who were forgotten."""
    with machine_words(database_path(connection)):
        return _numbers(connection, survey, wave)


def forget(connection: sqlite3.Connection, survey: str, respondent: str) -> Forgotten:
    """Remove one person; see `forget_people`."""
    return forget_people(connection, survey, {respondent})


def forget_people(
    connection: sqlite3.Connection, survey: str, respondents: Set[str]
) -> Forgotten:
    """Remove people's answers and the link from each to the ledger.

    The whole key goes, with the digest of the scores in it: few scores are possible,
    so the digest alone would tell them. What pulls left behind of their responses and
    what was decided about their comments goes too. Nothing of it stays in the store's
    files. Released editions stay as they are: they hold no person.
    """
    if not all(respondents):
        raise ValueError("an empty pseudonym stands for everybody who is anonymous")
    with transaction(connection):
        found = held_of(connection, survey, respondents)
        theirs = [(survey, one) for one in sorted(respondents)]
        connection.executemany(
            "DELETE FROM marks WHERE (survey, wave, backend, remote_id) IN (SELECT "
            "survey, wave, backend, remote_id FROM responses WHERE survey = ? AND "
            "respondent = ?)",
            theirs,
        )
        connection.executemany(
            "DELETE FROM responses WHERE survey = ? AND respondent = ?", theirs
        )
        connection.executemany(
            "UPDATE people_numbers SET respondent = NULL "
            "WHERE survey = ? AND wave = ? AND number = ?",
            _theirs(connection, survey, respondents),
        )
        drop_orphans(connection, survey)
    _clean(connection)
    return found


def held_of(
    connection: sqlite3.Connection, survey: str, respondents: Set[str]
) -> Forgotten:
    """What the store holds of some people."""
    with machine_words(database_path(connection)):
        rows = [
            row
            for row in connection.execute(
                "SELECT wave, remote_id, late, respondent FROM responses "
                "WHERE survey = ?",
                (survey,),
            )
            if row[3] in respondents
        ]
        numbers = len(_theirs(connection, survey, respondents))
    ids = frozenset((wave, remote_id) for wave, remote_id, _, _ in rows)
    return Forgotten(len(rows), numbers, ids)


def forget_wave(connection: sqlite3.Connection, survey: str, wave: str) -> Forgotten:
    """Remove everybody's answers of a wave; its edition and its ledger stay."""
    whose = (survey, wave)
    with transaction(connection):
        answers = connection.execute(
            "DELETE FROM responses WHERE survey = ? AND wave = ?", whose
        ).rowcount
        numbers = connection.execute(
            "UPDATE people_numbers SET respondent = NULL "
            "WHERE survey = ? AND wave = ? AND respondent IS NOT NULL",
            whose,
        ).rowcount
        for table in ("marks", "reviewed_comments", "forgotten"):
            # the names are ours
            connection.execute(
                f"DELETE FROM {table} WHERE survey = ? AND wave = ?",  # noqa: S608
                whose,
            )
        _gone(connection, survey, wave, "answers")
    _clean(connection)
    return Forgotten(answers, numbers)


def forget_names(connection: sqlite3.Connection, survey: str, wave: str) -> None:
    """Note that a wave's invitations and inbox were deleted; its answers stay."""
    with transaction(connection):
        if wave_gone(connection, survey, wave) is None:
            _gone(connection, survey, wave, "names")


def wave_gone(
    connection: sqlite3.Connection, survey: str, wave: str
) -> Literal["names", "answers"] | None:
    """What was deleted of a wave: names alone, or the answers too."""
    with machine_words(database_path(connection)):
        row = connection.execute(
            "SELECT gone FROM forgotten_waves WHERE survey = ? AND wave = ?",
            (survey, wave),
        ).fetchone()
    return row[0] if row else None


def turn_away(
    connection: sqlite3.Connection,
    survey: str,
    waves: Iterable[str],
    people: Iterable[str],
) -> None:
    """Never take answers of some people in these waves again.

    Args:
        connection: an open store.
        survey: survey id.
        waves: waves that were made until now; a later one may ask the person anew.
        people: digests of pseudonyms, made with the survey's key.
    """
    listed = sorted(people)
    with transaction(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?)",
            [(survey, wave, one) for wave in sorted(waves) for one in listed],
        )


def turned_away(
    connection: sqlite3.Connection, survey: str, wave: str
) -> frozenset[str]:
    """Digests of those whose answers are not taken in a wave."""
    with machine_words(database_path(connection)):
        rows = connection.execute(
            "SELECT person FROM forgotten WHERE survey = ? AND wave = ?",
            (survey, wave),
        ).fetchall()
    return frozenset(row[0] for row in rows)


def anybody_turned_away(connection: sqlite3.Connection) -> bool:
    """Whether anybody was ever forgotten here."""
    with machine_words(database_path(connection)):
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM forgotten)").fetchone()
    return bool(row[0])


def everybody(connection: sqlite3.Connection, survey: str) -> frozenset[str]:
    """The pseudonyms of all who have answered."""
    with machine_words(database_path(connection)):
        rows = connection.execute(
            "SELECT DISTINCT respondent FROM responses WHERE survey = ?", (survey,)
        ).fetchall()
    return frozenset(row[0] for row in rows if row[0])


def numbered(connection: sqlite3.Connection, survey: str) -> frozenset[str]:
    """The pseudonyms in the link to the ledger."""
    with machine_words(database_path(connection)):
        rows = connection.execute(
            "SELECT respondent FROM people_numbers "
            "WHERE survey = ? AND respondent IS NOT NULL",
            (survey,),
        ).fetchall()
    return frozenset(part for (key,) in rows for part in key.split("#"))


def _gone(connection: sqlite3.Connection, survey: str, wave: str, gone: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO forgotten_waves VALUES (?, ?, ?)", (survey, wave, gone)
    )


def _theirs(
    connection: sqlite3.Connection, survey: str, respondents: Set[str]
) -> list[tuple[str, str, int]]:
    """Survey, wave and number of everything numbered that belongs to some people."""
    chosen = frozenset(respondents)
    rows = connection.execute(
        "SELECT wave, number, respondent FROM people_numbers "
        "WHERE survey = ? AND respondent IS NOT NULL",
        (survey,),
    ).fetchall()
    return [
        (survey, wave, number)
        for wave, number, key in rows
        if not chosen.isdisjoint(key.split("#"))
    ]


def _clean(connection: sqlite3.Connection) -> None:
    """Pages and log still hold what was deleted; they are written anew."""
    path = database_path(connection)
    with machine_words(path):
        leave_no_trace(connection, path)


def _numbers(connection: sqlite3.Connection, survey: str, wave: str) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT respondent, number FROM people_numbers "
            "WHERE survey = ? AND wave = ? AND respondent IS NOT NULL ORDER BY number",
            (survey, wave),
        ).fetchall()
    )
