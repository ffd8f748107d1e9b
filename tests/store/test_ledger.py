"""The ledger notices every way of losing or rewriting it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from generator.errors import Problems
from generator.model.edition import LedgerEntry
from generator.store import ledger
from generator.store.database import open_store


def line(measure: str, wave: str = "2026", **sets: str) -> LedgerEntry:
    return LedgerEntry(0, "alliance-baseline", wave, measure, sets, "", "")


def three_lines(path: Path) -> str:
    with contextlib.closing(open_store(path)) as store:
        ledger.append(store, [line("practitioner|a", organisation="fff")])
        ledger.append(
            store,
            [line("practitioner|b", organisation="fff", oncology="0f"), line("x|c")],
        )
        return ledger.head(store)


def tamper(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER ledger_is_append_only")
        raw.execute("DROP TRIGGER ledger_is_kept")
        for statement in statements:
            raw.execute(statement)


def refusal(path: Path, *heads: str) -> str:
    with (
        contextlib.closing(open_store(path)) as store,
        pytest.raises(Problems) as refused,
    ):
        ledger.verify(store, heads)
    assert refused.value.exit_code == 4
    assert "baseline restore" in str(refused.value)
    return refused.value.problems[0].code


def test_lines_are_chained_from_the_first_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    head = three_lines(path)
    with contextlib.closing(open_store(path)) as store:
        chain = ledger.entries(store)
        assert [entry.position for entry in chain] == [1, 2, 3]
        assert [entry.previous for entry in chain] == [
            "",
            chain[0].digest,
            chain[1].digest,
        ]
        assert chain[2].digest == head
        assert chain[1].sets == {"oncology": "0f", "organisation": "fff"}
        ledger.verify(store, [chain[0].digest, head])
        ledger.verify(store)


def test_the_same_lines_give_the_same_head(tmp_path: Path) -> None:
    heads = {three_lines(tmp_path / name) for name in ("a.sqlite3", "b.sqlite3")}
    assert heads == {"365a17de376b9c97b63f624460e656d681ab03267f0d999c27b4b3c820a17706"}


def test_lines_can_be_read_by_wave(tmp_path: Path) -> None:
    with contextlib.closing(open_store(tmp_path / "s.sqlite3")) as store:
        ledger.append(store, [line("a"), line("b", "2027"), line("c")])
        found = ledger.entries(store, "alliance-baseline", "2026")
        assert [entry.measure for entry in found] == ["a", "c"]
        assert ledger.entries(store, "another") == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET measure='y'", "DELETE FROM ledger"]
)
def test_the_database_itself_refuses_to_change_a_line(
    tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "s.sqlite3"
    three_lines(path)
    with (
        contextlib.closing(open_store(path)) as store,
        pytest.raises(sqlite3.IntegrityError, match="ledger"),
    ):
        store.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE ledger SET sets = \'{"organisation":"ffe"}\' WHERE position = 1',
        "UPDATE ledger SET measure = 'practitioner|z' WHERE position = 2",
        "UPDATE ledger SET sets = 'null' WHERE position = 3",
        "UPDATE ledger SET sets = '{' WHERE position = 3",
        "UPDATE ledger SET digest = 'abc' WHERE position = 3",
        "DELETE FROM ledger WHERE position = 1",
        "DELETE FROM ledger WHERE position = 2",
        "UPDATE ledger SET position = 9 WHERE position = 3",
    ],
)
def test_an_edited_line_is_noticed(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "s.sqlite3"
    head = three_lines(path)
    tamper(path, statement)
    assert refusal(path, head) == "ledger-edited"


def test_a_ledger_cut_short_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    head = three_lines(path)
    tamper(path, "DELETE FROM ledger WHERE position = 3")
    assert refusal(path, head) == "ledger-older"


def test_a_ledger_rewritten_as_a_whole_does_not_fit_what_was_published(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.sqlite3"
    head = three_lines(path)
    tamper(path, "DELETE FROM ledger")
    with contextlib.closing(open_store(path)) as store:
        ledger.append(store, [line("practitioner|a", organisation="fff")])
        ledger.append(store, [line("practitioner|b"), line("x|c")])
    assert refusal(path, head) == "ledger-older"


def test_an_older_copy_of_the_store_is_noticed(tmp_path: Path) -> None:
    path, copy = tmp_path / "s.sqlite3", tmp_path / "old.sqlite3"
    three_lines(path)
    shutil.copy(path, copy)
    with contextlib.closing(open_store(path)) as store:
        ledger.append(store, [line("practitioner|d")])
        newest = ledger.head(store)
    assert refusal(copy, newest) == "ledger-older"


def test_a_lost_store_is_noticed(tmp_path: Path) -> None:
    head = three_lines(tmp_path / "s.sqlite3")
    assert refusal(tmp_path / "new.sqlite3", head) == "ledger-lost"
