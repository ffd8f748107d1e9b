"""Statements of teams: every revision is kept, the newest one counts."""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import replace

from pydantic import TypeAdapter

from generator.errors import refuse
from generator.model.statement import Statement
from generator.store.canonical import canonical
from generator.store.database import database_path, machine_words, transaction

_ADAPTER = TypeAdapter(Statement)

_NEWEST = """
SELECT record FROM statements WHERE survey = ? AND wave = ? AND team = ?
ORDER BY revision DESC LIMIT 1
"""

_HISTORY = """
SELECT record FROM statements WHERE survey = ? AND wave = ? AND team = ?
ORDER BY revision
"""

_WAVE = """
SELECT record FROM statements AS newest WHERE survey = ? AND wave = ? AND revision = (
    SELECT max(revision) FROM statements
    WHERE survey = newest.survey AND wave = newest.wave AND team = newest.team
)
ORDER BY team
"""


def save_statement(connection: sqlite3.Connection, statement: Statement) -> Statement:
    """Store a statement as the next revision and give back what is now stored.

    `statement.revision` names the revision it was made from, 0 for the first. An
    unchanged statement adds no revision.

    Raises:
        Problems: somebody stored another revision in between.
    """
    with transaction(connection):
        stored = _newest(connection, statement.survey, statement.wave, statement.team)
        known = stored.revision if stored else 0
        if statement.revision != known:
            raise refuse(
                "statement-changed",
                f"the statement of team {statement.team} was saved in another window "
                f"(revision {known}, yours started from {statement.revision}).",
                "reload the page and enter the change again.",
            )
        if stored == statement:
            return statement
        saved = replace(statement, revision=known + 1)
        connection.execute(
            "INSERT INTO statements VALUES (?, ?, ?, ?, ?)",
            (saved.survey, saved.wave, saved.team, saved.revision, _text(saved)),
        )
    return saved


def sign_off(
    connection: sqlite3.Connection,
    survey: str,
    wave: str,
    team: str,
    at: datetime.datetime,
) -> Statement:
    """The team stands by its statement: from now on it may be on a page."""
    stored = _required(connection, survey, wave, team)
    if stored.present < 3 and stored.assessed_by == "team":
        raise refuse(
            "statement-too-few",
            "fewer than three people were present, so the team cannot sign off alone.",
            "let the unit assess, or meet again with at least three people.",
        )
    moment = at.astimezone(datetime.UTC)
    return save_statement(
        connection, replace(stored, signed_off=moment, withdrawn=False)
    )


def withdraw(
    connection: sqlite3.Connection, survey: str, wave: str, team: str
) -> Statement:
    """The team takes its statement back: the next edition of pages is without it."""
    stored = _required(connection, survey, wave, team)
    return save_statement(connection, replace(stored, signed_off=None, withdrawn=True))


def read_statement(
    connection: sqlite3.Connection, survey: str, wave: str, team: str
) -> Statement | None:
    """The newest revision of a team's statement, if there is one."""
    with machine_words(database_path(connection)):
        return _newest(connection, survey, wave, team)


def read_statements(
    connection: sqlite3.Connection,
    survey: str,
    wave: str,
    *,
    signed_only: bool = False,
) -> tuple[Statement, ...]:
    """The newest revision of every team's statement, by team.

    Args:
        connection: an open store.
        survey: survey id.
        wave: wave id.
        signed_only: only those a page may show: signed off and not withdrawn.
    """
    with machine_words(database_path(connection)):
        rows = connection.execute(_WAVE, (survey, wave)).fetchall()
    found = (_ADAPTER.validate_json(record) for (record,) in rows)
    return tuple(
        statement
        for statement in found
        if not signed_only or (statement.signed_off and not statement.withdrawn)
    )


def statement_history(
    connection: sqlite3.Connection, survey: str, wave: str, team: str
) -> tuple[Statement, ...]:
    """Every revision of a team's statement, oldest first."""
    with machine_words(database_path(connection)):
        rows = connection.execute(_HISTORY, (survey, wave, team)).fetchall()
    return tuple(_ADAPTER.validate_json(record) for (record,) in rows)


def _newest(
    connection: sqlite3.Connection, survey: str, wave: str, team: str
) -> Statement | None:
    row = connection.execute(_NEWEST, (survey, wave, team)).fetchone()
    return _ADAPTER.validate_json(row[0]) if row else None


def _required(
    connection: sqlite3.Connection, survey: str, wave: str, team: str
) -> Statement:
    stored = read_statement(connection, survey, wave, team)
    if stored is None:
        raise refuse(
            "statement-missing",
            f"team {team} has no statement in wave {wave}.",
            f"hold the assessment first: `baseline assess {team}`.",
        )
    return stored


def _text(statement: Statement) -> str:
    return canonical(_ADAPTER.dump_python(statement, mode="json"))
