"""Statements: every revision kept, the newest one counts."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import Problems
from generator.model.statement import Statement, StatementEntry
from generator.store.database import open_store
from generator.store.statements import (
    read_statement,
    read_statements,
    save_statement,
    sign_off,
    statement_history,
    withdraw,
)

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
KEY = ("alliance-baseline", "2026", "oncology")
DRAFT = Statement(
    survey="alliance-baseline",
    wave="2026",
    wave_fingerprint="sample-2026",
    team="oncology",
    assessed_by="team",
    present=4,
    purpose="To plan the next year.",
    entries=(
        StatementEntry(
            "seven-habits:risk-register",
            "agreed",
            2,
            "Register, März 2026",
            "Review monthly",
            3,
            dt.date(2026, 9, 1),
        ),
        StatementEntry("seven-habits:decision-log", "open", None, "", "", None, None),
    ),
    revision=0,
    signed_off=None,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_store(tmp_path / "s.sqlite3")) as opened:
        yield opened


def test_a_statement_comes_back_as_it_was_stored(store: sqlite3.Connection) -> None:
    saved = save_statement(store, DRAFT)
    assert saved == replace(DRAFT, revision=1)
    assert read_statement(store, *KEY) == saved
    assert read_statement(store, "alliance-baseline", "2027", "oncology") is None


def test_every_revision_is_kept(store: sqlite3.Connection) -> None:
    first = save_statement(store, DRAFT)
    second = save_statement(store, replace(first, purpose="To learn."))
    signed = sign_off(store, *KEY, NOON)
    assert [s.revision for s in statement_history(store, *KEY)] == [1, 2, 3]
    assert statement_history(store, *KEY) == (first, second, signed)
    with pytest.raises(sqlite3.IntegrityError, match="written once"):
        store.execute("UPDATE statements SET record = ''")


def test_saving_it_unchanged_adds_no_revision(store: sqlite3.Connection) -> None:
    first = save_statement(store, DRAFT)
    assert save_statement(store, first) == first
    assert len(statement_history(store, *KEY)) == 1


def test_a_change_made_from_an_older_revision_is_refused(
    store: sqlite3.Connection,
) -> None:
    first = save_statement(store, DRAFT)
    save_statement(store, replace(first, present=5))
    with pytest.raises(Problems) as refused:
        save_statement(store, replace(first, present=6))
    assert refused.value.problems[0].code == "statement-changed"


def test_a_signed_statement_may_be_shown_until_it_is_withdrawn(
    store: sqlite3.Connection,
) -> None:
    save_statement(store, DRAFT)
    save_statement(store, replace(DRAFT, team="vaccines"))
    signed = sign_off(store, *KEY, NOON)
    assert signed.signed_off == NOON
    chosen = ("alliance-baseline", "2026")
    assert read_statements(store, *chosen, signed_only=True) == (signed,)
    assert [s.team for s in read_statements(store, *chosen)] == ["oncology", "vaccines"]
    gone = withdraw(store, *KEY)
    assert (gone.signed_off, gone.withdrawn) == (None, True)
    assert read_statements(store, *chosen, signed_only=True) == ()
    assert sign_off(store, *KEY, NOON).withdrawn is False


def test_two_people_cannot_sign_off_for_a_team(store: sqlite3.Connection) -> None:
    save_statement(store, replace(DRAFT, present=2))
    with pytest.raises(Problems) as refused:
        sign_off(store, *KEY, NOON)
    assert refused.value.problems[0].code == "statement-too-few"


def test_what_was_never_assessed_cannot_be_signed(store: sqlite3.Connection) -> None:
    with pytest.raises(Problems) as refused:
        sign_off(store, *KEY, NOON)
    assert refused.value.problems[0].code == "statement-missing"
