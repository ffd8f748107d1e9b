"""Editions: written once, read exactly."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import Problems
from generator.model.edition import (
    CellKey,
    Change,
    Edition,
    Shown,
    Suppressed,
    Turnout,
)
from generator.store.database import open_store
from generator.store.editions import (
    edition_from,
    edition_text,
    read_edition,
    read_editions,
    save_edition,
)

SHOWN = Shown(2.3, 1.9, 2.7, 12, 0.1 + 0.2, 18.25, "medium", "", (3, 4))
EDITION = Edition(
    format=1,
    survey="alliance-baseline",
    wave="2026",
    wave_fingerprint="sample-2026",
    number=1,
    k=5,
    cells={
        CellKey("practitioner", "seven-habits:risk-register", "organisation"): SHOWN,
        CellKey("practitioner", "seven-habits:risk-register", "oncology"): Suppressed(),
        CellKey("partner", "seven-habits", "organisation"): replace(
            SHOWN, band="top", parts=None
        ),
    },
    changes={
        CellKey("practitioner", "seven-habits", "organisation"): Change(
            0.4, -0.1, 0.9, False, 0.6, "2025"
        )
    },
    turnout={
        ("practitioner", "organisation"): Turnout(12, 11),
        ("practitioner", "oncology"): Suppressed(),
    },
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_store(tmp_path / "s.sqlite3")) as opened:
        yield opened


def test_an_edition_is_read_exactly_as_it_was_written(
    store: sqlite3.Connection,
) -> None:
    save_edition(store, EDITION)
    assert read_edition(store, "alliance-baseline", "2026") == EDITION
    assert read_edition(store, "alliance-baseline", "2026", 1) == EDITION


def test_equal_editions_have_equal_bytes_whatever_the_order() -> None:
    turned = replace(
        EDITION,
        cells=dict(reversed(EDITION.cells.items())),
        turnout=dict(reversed(EDITION.turnout.items())),
    )
    assert edition_text(turned) == edition_text(EDITION)
    whole = replace(SHOWN, value=2)
    decimal = replace(SHOWN, value=2.0)
    key = CellKey("partner", "seven-habits", "organisation")
    assert edition_text(replace(EDITION, cells={key: whole})) == edition_text(
        replace(EDITION, cells={key: decimal})
    )


def test_unions_of_teams_are_read_as_written_and_leave_no_trace_where_there_are_none(
    store: sqlite3.Connection,
) -> None:
    together = replace(EDITION, format=2, unions={"a+b": ("a", "b")})
    save_edition(store, together)
    assert read_edition(store, "alliance-baseline", "2026") == together
    assert "unions" not in edition_text(EDITION)


def test_what_the_same_people_say_is_written_only_where_it_is_told(
    store: sqlite3.Connection,
) -> None:
    key, plain = next(iter(EDITION.changes.items()))
    told = replace(plain, same_n=12, joined=5, left=0, same_value=0.5)
    both = replace(EDITION, format=2, changes={key: told})
    save_edition(store, both)
    assert read_edition(store, "alliance-baseline", "2026") == both
    assert "same_n" not in edition_text(EDITION)


def test_an_edition_is_never_overwritten(store: sqlite3.Connection) -> None:
    first = save_edition(store, EDITION)
    assert save_edition(store, EDITION) == first
    with pytest.raises(Problems) as refused:
        save_edition(store, replace(EDITION, k=6))
    assert refused.value.problems[0].code == "edition-exists"
    assert read_edition(store, "alliance-baseline", "2026") == EDITION


def test_the_newest_edition_is_read_and_the_older_ones_stay(
    store: sqlite3.Connection,
) -> None:
    second = replace(EDITION, number=2, turnout={})
    other = replace(EDITION, wave="2027")
    for edition in (second, other, EDITION):
        save_edition(store, edition)
    assert read_edition(store, "alliance-baseline", "2026") == second
    assert read_editions(store, "alliance-baseline") == (EDITION, second, other)
    assert read_edition(store, "alliance-baseline", "2028") is None
    assert read_edition(store, "alliance-baseline", "2026", 3) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE editions SET k=1", "DELETE FROM editions"]
)
def test_the_database_itself_keeps_an_edition(
    store: sqlite3.Connection, statement: str
) -> None:
    save_edition(store, EDITION)
    with pytest.raises(sqlite3.IntegrityError, match="edition"):
        store.execute(statement.replace("k=1", "record=''"))


def test_an_edition_edited_by_hand_is_refused(store: sqlite3.Connection) -> None:
    save_edition(store, EDITION)
    store.execute("DROP TRIGGER editions_are_written_once")
    store.execute("UPDATE editions SET record = replace(record, '2.3', '3.3')")
    with pytest.raises(Problems) as refused:
        read_edition(store, "alliance-baseline", "2026")
    assert refused.value.problems[0].code == "edition-edited"
    assert refused.value.exit_code == 4


def test_an_edition_of_a_newer_format_is_refused() -> None:
    text = edition_text(replace(EDITION, format=9))
    with pytest.raises(Problems) as refused:
        edition_from(text)
    assert refused.value.problems[0].code == "edition-newer"


def test_a_hidden_value_leaves_nothing_but_one_word() -> None:
    key = CellKey("partner", "seven-habits", "organisation")
    text = edition_text(
        replace(EDITION, cells={key: Suppressed()}, changes={}, turnout={})
    )
    assert text == (
        '{"cells":[["partner","seven-habits","organisation","suppressed"]],'
        '"changes":[],"format":1,"k":5,"number":1,"survey":"alliance-baseline",'
        '"turnout":[],"wave":"2026","wave_fingerprint":"sample-2026"}'
    )
