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
    """Remove a person's answers and the link from the person to the ledger.

    The whole key goes, with the digest of the scores in it: few scores are possible,
    so the digest alone would tell them. Nothing of either stays in the store's files.
    Released editions stay as they are: they hold no person.
    """
    if not respondent:
        raise ValueError("an empty pseudonym stands for everybody who is anonymous")
    with transaction(connection):
        answers = connection.execute(
            "DELETE FROM responses WHERE survey = ? AND respondent = ?",
            (survey, respondent),
        ).rowcount
        rows = connection.execute(
            "SELECT wave, number, respondent FROM people_numbers "
            "WHERE survey = ? AND respondent IS NOT NULL",
            (survey,),
        ).fetchall()
        theirs = [
            (survey, wave, number)
            for wave, number, key in rows
            if respondent in key.split("#")
        ]
        connection.executemany(
            "UPDATE people_numbers SET respondent = NULL "
            "WHERE survey = ? AND wave = ? AND number = ?",
            theirs,
        )
    with machine_words(database_path(connection)):
        # the log still holds the pages as they were
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return Forgotten(answers, len(theirs))


def _numbers(connection: sqlite3.Connection, survey: str, wave: str) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT respondent, number FROM people_numbers "
            "WHERE survey = ? AND wave = ? AND respondent IS NOT NULL ORDER BY number",
            (survey, wave),
        ).fetchall()
    )
