"""`score` and `explain`: every released number, and nothing that was not released."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from released_projects import (
    SURVEY,
    again,
    crowd,
    frozen,
    later,
    project,
    store_answers,
)
from samples import LOG, RISK

from generator.cli import cli
from generator.errors import Problems
from generator.model.edition import Shown, Suppressed
from generator.model.statement import Statement, StatementEntry
from generator.pipeline.results import everything_released
from generator.pipeline.results import release as release_wave
from generator.scoring.display import decimals
from generator.stats.interval import half_width
from generator.store.database import open_store
from generator.store.statements import save_statement

HIDDEN = "not shown to protect answers"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two released waves with stakeholders of three teams, 9, 6 and 3 of them."""
    first, second = frozen("2025", 2025, reference=True), frozen("2026", 2026)
    reading = project(tmp_path_factory.mktemp("looking") / "p", first, second)
    for wave in (first, second):
        store_answers(reading, crowd(wave, oncology=9, vaccines=6, immunology=3))
    said = Statement(
        SURVEY,
        "2026",
        second.fingerprint,
        "oncology",
        "team",
        4,
        "to learn",
        (StatementEntry(RISK, "agreed", 3, "the list", "", None, None),),
        0,
        dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
    )
    with closing(open_store(reading.places.store)) as store:
        save_statement(store, said)
    reading = again(reading)
    for wave in (first, second):
        release_wave(reading, wave.id, later)
    return reading.places.root


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["-C", str(folder), *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def rows(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, "score", *arguments, "--json"))
    return found


def test_every_released_value_of_a_team_is_printed_and_no_hidden_one(
    folder: Path,
) -> None:
    edition = everything_released(again_at(folder))[0]["2026"]
    for team in ("oncology", "immunology", "organisation"):
        found = {
            (row["view"], row["node"]): row
            for row in rows(folder, "--team", team)
            if row["view"] != "assessment"
        }
        cells = {k: c for k, c in edition.cells.items() if k.group == team}
        assert found.keys() == {(key.view, key.node) for key in cells}
        for key, cell in cells.items():
            row = found[key.view, key.node]
            assert row["hidden"] is isinstance(cell, Suppressed)
            if isinstance(cell, Shown):
                told = [row[name] for name in ("value", "low", "high", "n")]
                assert told == [cell.value, cell.low, cell.high, cell.n]
                assert row["confidence"] == cell.confidence
            else:
                empty = ("value", "low", "high", "n", "confidence", "parts", "change")
                assert [row[name] for name in empty] == [None] * 7
    hidden = [row for row in rows(folder, "--team", "immunology") if row["hidden"]]
    assert hidden


def again_at(folder: Path) -> Any:
    from generator.pipeline.reading import read

    return read(folder)


def test_the_table_says_hidden_in_the_words_of_the_pages(folder: Path) -> None:
    text = run(folder, "score", "--team", "immunology", "--view", "stakeholder")
    lines = [line for line in text.splitlines() if line.startswith("stakeholder")]
    assert lines
    assert all(line.endswith(HIDDEN) for line in lines)


def test_changes_and_confidence_stand_in_the_table(folder: Path) -> None:
    text = run(folder, "score", "2026", "--team", "oncology", "--view", "stakeholder")
    assert re.search(
        r"Keep a risk register .* 9 +low +no clear change since 2025", text
    )


def test_a_statement_is_its_own_view_without_people_or_range(folder: Path) -> None:
    found = rows(folder, "--team", "oncology", "--view", "assessment")
    said = {row["node"]: (row["value"], row["n"], row["low"]) for row in found}
    assert said[RISK] == (3.0, None, None)
    assert LOG not in said
    assert {row["view"] for row in found} == {"assessment"}


def test_the_newest_released_wave_is_meant_unless_another_is_named(
    folder: Path,
) -> None:
    assert {row["wave"] for row in rows(folder)} == {"2026"}
    assert {row["wave"] for row in rows(folder, "2025")} == {"2025"}
    assert all(row["change"] is None for row in rows(folder, "2025"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "--team", "nobody"),
        ("score", "--view", "nobody"),
        ("explain", "oncology/nothing"),
        ("explain", "nobody/risk-register"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(Problems) as refused:
        run(folder, *arguments)
    hint = refused.value.problems[0].hint
    assert "oncology" in hint or "stakeholder" in hint or RISK in hint


def explained(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run(folder, "explain", *arguments, "--json")
    )
    return found


def words(account: dict[str, Any]) -> str:
    return "\n".join(f"{step['rule']} {step['words']}" for step in account["steps"])


def test_a_number_is_explained_rule_by_rule(folder: Path) -> None:
    (found,) = explained(folder, "oncology/risk-register", "--view", "stakeholder")
    edition = everything_released(again_at(folder))[0]["2026"]
    cell = edition.cell("stakeholder", RISK, "oncology")
    assert isinstance(cell, Shown)
    assert found["value"] == cell.value
    told = words(found)
    assert "S1 item seven-habits:q1: “How is Q1 done?” weight 1 of 2" in told
    assert "D1 9 people have a score; at least 5 are needed" in told
    assert f"S5 the mean of their 9 scores, each counted once: {cell.value:g}" in told
    assert f"rounded outward: {cell.low:g} to {cell.high:g}" in told
    assert f"S12 gold standard 4, so the gap is {4 - cell.value:.12g}" in told
    assert "S10 +0 since 2025" in told
    assert "50.0% of seven-habits:enhance-value" in told
    assert "the mean of each item is not told" in told


def test_the_range_can_be_worked_out_from_what_is_told(folder: Path) -> None:
    (found,) = explained(folder, "oncology/risk-register", "--view", "stakeholder")
    match = re.search(
        r"range: ([\d.]+) × ([\d.]+) = ([\d.]+) .*: ([\d.]+) to", words(found)
    )
    assert match is not None
    se, t, half, low = map(float, match.groups())
    assert half == pytest.approx(se * t, rel=0.05)
    assert low == pytest.approx(found["value"] - se * t, abs=0.16)
    assert t == pytest.approx(half_width(1.0, 28.0), abs=0.001)


def test_a_dimension_is_worked_out_from_its_shown_parts(folder: Path) -> None:
    (found,) = explained(folder, "oncology/enhance-value", "--view", "stakeholder")
    parts = re.findall(r"S3 seven-habits:\S+: ([\d.]+), share ([\d.]+)%", words(found))
    assert len(parts) == 2
    worked = sum(float(value) * float(share) / 100 for value, share in parts)
    wave = again_at(folder).frozen("2026")
    places = decimals(wave.rules_of(RISK))
    assert found["value"] == pytest.approx(worked, abs=10**-places)


def test_a_hidden_number_is_explained_without_any_number_of_its_answers(
    folder: Path,
) -> None:
    (found,) = explained(folder, "immunology/risk-register", "--view", "stakeholder")
    assert found["value"] is None
    assert HIDDEN in words(found)
    assert "people have a score" not in words(found)
    assert not any(
        step["rule"] in {"S5", "S6", "S10", "S12"} for step in found["steps"]
    )


def test_a_statement_is_explained_as_a_statement(folder: Path) -> None:
    (found,) = explained(folder, "oncology/risk-register", "--view", "assessment")
    assert found["value"] == 3
    assert "S4 agreed on rung 3, with evidence" in words(found)


def test_nothing_told_depends_on_an_answer(folder: Path) -> None:
    """With every answer gone the released numbers are explained in the same words."""
    asked = [
        ("explain", "oncology/risk-register"),
        ("explain", "organisation/seven-habits"),
        ("explain", "immunology/risk-register"),
        ("score", "--team", "oncology"),
    ]
    before = [run(folder, *one) for one in asked]
    with closing(open_store(again_at(folder).places.store)) as store:
        kept = store.execute("SELECT count(*) FROM responses").fetchone()[0]
        assert kept > 0
        store.execute("DELETE FROM responses")
        store.commit()
    assert [run(folder, *one) for one in asked] == before


def test_item_means_beside_a_practice_would_give_an_answer_away() -> None:
    """Why items stay hidden (decision 014): sets of nine and ten, one answer out."""
    a = [50.0, 25.0, 75.0, 100.0, 0.0, 25.0, 50.0, 75.0, 25.0, 62.5]
    b = [75.0, 25.0, 50.0, 75.0, 25.0, 0.0, 50.0, 100.0, 50.0]
    practice = [(x + y) / 2 for x, y in zip(a, b, strict=False)] + [a[-1]]
    told = sum(practice) - sum(a) / 2 - sum(b) / 2
    assert 2 * told == a[-1]
