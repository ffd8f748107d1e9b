"""The operator is told which rule hides a value; nobody else is, and no value is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner
from disclosure_waves import crowd as people_of
from disclosure_waves import person, wave_of
from released_projects import (
    SURVEY,
    again,
    crowd,
    frozen,
    later,
    project,
    store_answers,
)
from samples import LOG, RISK, STAKEHOLDERS, small_wave

from generator.cli import cli
from generator.disclosure import release
from generator.disclosure.ledger import numbering_key
from generator.disclosure.reasons import RULES, explain
from generator.model.edition import CellKey
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.pipeline.results import everything_released, explained
from generator.pipeline.results import release as release_wave
from generator.store.database import open_store
from generator.store.people import forget

MIXED = (25.0, 50.0, 75.0, 100.0, 0.0, 50.0)


def rules_of(wave: Wave, people: Sequence[PersonScores]) -> dict[str, str]:
    """Group to the rule that hides the practice."""
    made = release(wave, people, (), None, 1)
    found = explain(made.edition, made.edition, made.reasons)
    return {one.key.group: one.rule for one in found if one.key.node == RISK}


def test_each_rule_is_named_where_it_hides() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION))
    few = people_of("a", *MIXED * 2) + people_of("b", *MIXED) + people_of("c", 50.0)
    assert rules_of(wave, few) == {"b": "D3, D4", "c": "D1"}
    alike = people_of("a", *[100.0] * 6) + people_of("b", *MIXED)
    assert rules_of(wave, alike) == {"b": "D7", "c": "D1"}
    partners = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)
    two = [
        person(f"p{i}", "a", score, view="partner", cluster=f"c{i % 2}")
        for i, score in enumerate(MIXED)
    ]
    assert rules_of(partners, two) == {"a": "D13", ORGANISATION: "D13"}


def test_what_was_shown_before_is_named_as_the_reason() -> None:
    wave = wave_of({"a": ORGANISATION})
    first = release(wave, people_of("a", *MIXED), (), None, 1)
    more = people_of("a", *MIXED, 0.0)
    keys = [numbering_key(one) for one in more]
    numbers = {key: place for place, key in enumerate(keys, 1)}
    second = release(wave, more, first.ledger, None, 2, numbers)
    assert set(second.reasons.values()) == {"before"}
    assert RULES["before"][0] == "D2"


def test_whole_with_too_few_parts_and_a_hidden_count_have_their_rules() -> None:
    wave = small_wave()
    people = [
        PersonScores(f"p{n}", "oncology", "stakeholder", "", {RISK: 25.0 * (n % 5)})
        for n in range(9)
    ]
    made = release(wave, people, (), None, 1)
    found = {
        one.key: one.rule
        for one in explain(made.edition, made.edition, made.reasons)
        if one.key.group == "oncology"
    }
    assert found[CellKey("stakeholder", LOG, "oncology")] == "D1"
    assert found[CellKey("stakeholder", "foundation-model", "oncology")] == "D6"
    assert found[CellKey("stakeholder", STAKEHOLDERS, "oncology")] == "D1"
    assert found[CellKey("practitioner", "answered", "oncology")] == "D10"


def test_every_hidden_value_has_one_reason() -> None:
    made = release(small_wave(), [], (), None, 1)
    found = explain(made.edition, made.edition, made.reasons)
    hidden = [key for key, cell in made.edition.cells.items()]
    counts = [key for key in found if key.key.node == "answered"]
    assert len(found) == len(hidden) + len(counts)
    assert len({one.key for one in found}) == len(found)


FIRST = frozen("2026", 2026)
SIZES = {"oncology": 12, "immunology": 9, "vaccines": 3}


def called(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["-C", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_explain_prints_a_table_and_no_hidden_value(tmp_path: Path) -> None:
    reading = project(tmp_path / "p", FIRST)
    store_answers(reading, crowd(FIRST, **SIZES))
    release_wave(reading, "2026", later)
    table = called(tmp_path / "p", "release", "2026", "--explain")
    rows = [line.split("  ") for line in table.splitlines()]
    assert ["stakeholder", "vaccines"] in [
        [cell.strip() for cell in row if cell][:2] for row in rows
    ]
    assert "all practices" in table
    assert "fewer than 5 people answered" in table
    assert "for your eyes alone" in table
    said = json.loads(
        called(tmp_path / "p", "-q", "release", "2026", "--explain", "--json")
    )
    assert said["as_released"] is True
    assert {one["rule"] for one in said["reasons"]} >= {"D1", "D3, D4", "D6"}
    assert set(said["reasons"][0]) == {"view", "node", "group", "rule", "why"}
    # Words only: nothing of what is hidden, and no count but k itself.
    digits = {c for one in said["reasons"] for c in one["why"] if c.isdigit()}
    assert digits == {"5"}


def test_reasons_are_kept_nowhere(tmp_path: Path) -> None:
    reading = project(tmp_path / "p", FIRST)
    store_answers(reading, crowd(FIRST, **SIZES))
    release_wave(reading, "2026", later)

    def held() -> str:
        with closing(open_store(reading.places.store)) as store:
            return "\n".join(store.iterdump())

    before = held()
    assert explained(again(reading), "2026").hidden
    assert held() == before


def test_answers_deleted_since_are_said_to_be_gone(tmp_path: Path) -> None:
    reading = project(tmp_path / "p", FIRST)
    store_answers(reading, crowd(FIRST, **{**SIZES, "vaccines": 5}))
    release_wave(reading, "2026", later)
    with closing(open_store(reading.places.store)) as store:
        for n in range(8):
            forget(store, SURVEY, f"immunology-p{n}")
    found = explained(again(reading), "2026")
    assert not found.as_released
    assert found.edition == everything_released(again(reading))[0]["2026"]
