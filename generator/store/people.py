"""Whose bit is whose in the ledger, and how a person is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from generator.store.database import database_path, machine_words, transaction


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed of one person."""

    responses: int
    numbers: int


def number_people(
    connection: sqlite3.Connection, survey: str, wave: str, respondents: Iterable[str]
) -> dict[str, int]:
    """The number of everybody in a wave; those without one get the next ones.

    Numbers start at 1, go by pseudonym, never change and are never given again.
    """
    with transaction(connection):
        known = _numbers(connection, survey, wave)
        last = connection.execute(
            "SELECT coalesce(max(number), 0) FROM people_numbers "
            "WHERE survey = ? AND wave = ?",
            (survey, wave),
        ).fetchone()[0]
        newcomers = sorted(set(respondents) - set(known) - {""})
        for number, respondent in enumerate(newcomers, start=last + 1):
            connection.execute(
                "INSERT INTO people_numbers VALUES (?, ?, ?, ?)",
                (survey, wave, number, respondent),
            )
            known[respondent] = number
    return known


def people_numbers(
    connection: sqlite3.Connection, survey: str, wave: str
) -> dict[str, int]:
    """Pseudonym to number, without those who were forgotten."""
    with machine_words(database_path(connection)):
        return _numbers(connection, survey, wave)


def forget(connection: sqlite3.Connection, survey: str, respondent: str) -> Forgotten:
    """Remove a person's answers and the link from the person to the ledger.

    Released editions stay as they are: they hold no person.
    """
    if not respondent:
        raise ValueError("an empty pseudonym stands for everybody who is anonymous")
    with transaction(connection):
        answers = connection.execute(
            "DELETE FROM responses WHERE survey = ? AND respondent = ?",
            (survey, respondent),
        ).rowcount
        numbers = connection.execute(
            # A number's key names view, team, person and a digest, joined by `#`.
            "UPDATE people_numbers SET respondent = NULL WHERE survey = ? "
            "AND (respondent = ? OR instr(respondent, '#' || ? || '#') > 0)",
            (survey, respondent, respondent),
        ).rowcount
    return Forgotten(answers, numbers)


def _numbers(connection: sqlite3.Connection, survey: str, wave: str) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT respondent, number FROM people_numbers "
            "WHERE survey = ? AND wave = ? AND respondent IS NOT NULL ORDER BY number",
            (survey, wave),
        ).fetchall()
    )
