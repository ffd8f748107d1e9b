"""Cases of others, put through the real release and attacked with their attacker."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from disclosure_waves import person, wave_of
from samples import RISK

from generator.disclosure import Released, release
from generator.disclosure.attack import composite_row, leaks, ledger_leaks, mean_row
from generator.disclosure.ledger import numbering_key
from generator.model.edition import CellKey, Shown, Suppressed
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.scoring.views import balanced, view_means

ORACLES = Path(__file__).parent.parent / "oracles"
CASES = sorted(path.stem for path in (ORACLES / "disclosure").glob("*.json"))
TREES = [name for name in CASES if name.startswith(("tree_", "three_level"))]

Case = dict[str, Any]


def load(name: str) -> Case:
    path = ORACLES / "disclosure" / f"{name}.json"
    case: Case = json.loads(path.read_text(encoding="utf-8"))
    return case


@pytest.fixture(scope="module")
def attack() -> Callable[..., Case]:
    spec = importlib.util.spec_from_file_location("attack", ORACLES / "attack.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., Case] = module.attack
    return found


def wave_and_people(case: Case) -> tuple[Wave, list[PersonScores]]:
    """The case as a wave: attribute `role` becomes the view, `-` reports directly."""
    teams: dict[str, str] = {}
    units: dict[str, str] = {}
    people = []
    for row in case["case"]["respondents"]:
        attrs = row["attrs"]
        unit = attrs.get("unit", ORGANISATION)
        if unit != ORGANISATION:
            units[unit] = ORGANISATION
        if attrs["team"] != "-":
            teams[attrs["team"]] = unit
        place = unit if attrs["team"] == "-" else attrs["team"]
        view = attrs.get("role", "practitioner")
        people.append(person(row["id"], place, row["x"], view=view))
    views = sorted({one.view for one in people})
    return wave_of(teams, units, views=views, k=case["case"]["k"]), people


def published(
    wave: Wave, people: list[PersonScores], released: Released
) -> list[dict[str, Any]]:
    """What the edition shows of the practice, as their attacker reads it."""
    parents = wave.parents()
    unions = released.edition.unions

    def inside(place: str | None, group: str) -> bool:
        while place is not None:
            if place == group or place in unions.get(group, ()):
                return True
            place = parents[place]
        return False

    shown = []
    for key, cell in released.edition.cells.items():
        if key.node != RISK or not isinstance(cell, Shown):
            continue
        members = [
            one.respondent
            for one in people
            if one.view == key.view and inside(one.team, key.group)
        ]
        entry: dict[str, Any] = {
            "id": f"{key.group}.{key.view}",
            "members": members,
            "n": cell.n,
        }
        if cell.band:
            low, high = 25 * cell.low, 25 * cell.high
            entry |= {"mean": None, "low": low, "high": high, "decimals": 1}
        shown.append(entry)
    return shown


@pytest.mark.parametrize("name", CASES)
def test_what_thresholding_shows_leaks_and_what_we_release_does_not(
    name: str, attack: Callable[..., Case]
) -> None:
    case = load(name)
    by_id = {c["id"]: c for c in case["candidates"] + (case.get("ledger") or [])}
    naive = attack(case["case"], {"published": [by_id[i] for i in case["naive"]]})
    assert bool(naive["leaks"]) == bool(case["naive_must_leak"])
    wave, people = wave_and_people(case)
    released = release(wave, people, (), None, 1)
    shown = published(wave, people, released)
    assert shown
    assert attack(case["case"], {"published": shown})["leaks"] == []
    assert ledger_leaks(released.ledger, wave.privacy.k_scores) == []


@pytest.mark.parametrize("name", TREES)
def test_tree_shows_all_that_must_and_no_less_than_the_optimum(name: str) -> None:
    case = load(name)
    wave, people = wave_and_people(case)
    released = release(wave, people, (), None, 1)
    ours = {
        entry["id"].partition(".")[0] for entry in published(wave, people, released)
    }
    ours = {"org" if group == ORGANISATION else group for group in ours}
    ours -= set(released.edition.unions)
    assert ours >= set(case["must_show"])
    assert len(ours) >= case["max_publishable"]
    assert ours == set(case["safe_reference"])


@pytest.mark.parametrize("name", CASES)
def test_no_more_than_one_group_less_than_the_safe_reference_is_shown(
    name: str,
) -> None:
    """Of what the reference shows, we count what does not pool views: S5 forbids it."""
    case = load(name)
    by_id = {c["id"]: c for c in case["candidates"] + (case.get("ledger") or [])}
    roles = {row["attrs"].get("role") for row in case["case"]["respondents"]}
    reference = [
        one
        for one in case.get("safe_reference") or []
        if roles == {None} or by_id[one].get("where", {}).get("role") in roles
    ]
    wave, people = wave_and_people(case)
    released = release(wave, people, (), None, 1)
    ours = [
        one
        for one in published(wave, people, released)
        if one["id"].partition(".")[0] not in released.edition.unions
    ]
    assert len(ours) >= len(reference) - 1


def test_team_of_one_mind_gets_a_band_and_its_sibling_is_hidden() -> None:
    wave, people = wave_and_people(load("homogeneous"))
    cells = release(wave, people, (), None, 1).edition.cells
    band = cells[CellKey("practitioner", RISK, "A")]
    assert band == Shown(3.6, 3.6, 4.0, 6, 0.0, 0.0, "medium", band="top")
    assert isinstance(cells[CellKey("practitioner", RISK, "B")], Suppressed)
    assert isinstance(cells[CellKey("practitioner", RISK, ORGANISATION)], Shown)


def test_late_answer_never_appears_as_a_difference(
    attack: Callable[..., Case],
) -> None:
    case = load("late_response_republish")
    wave, people = wave_and_people(case)
    late = {r["id"] for r in case["case"]["respondents"] if r["attrs"]["late"] == "1"}
    before = [one for one in people if one.respondent not in late]
    first = release(wave, before, (), None, 1)
    keys = [numbering_key(one) for one in before]
    keys += [numbering_key(one) for one in people if one.respondent in late]
    numbers = {key: place for place, key in enumerate(sorted(keys[:9]), 1)}
    numbers[keys[9]] = 10
    second = release(wave, people, first.ledger, None, 2, numbers)
    shown = published(wave, before, first)
    assert [entry["n"] for entry in shown] == [9, 9]
    assert published(wave, people, second) == []
    assert second.ledger == ()
    assert attack(case["case"], {"published": shown})["exact"] == []


def test_balanced_score_of_a_hidden_view_would_leak_and_is_not_made() -> None:
    case = load("role_balanced_leak")
    _, people = wave_and_people(case)
    number = {one.respondent: place for place, one in enumerate(people)}
    roles = {
        role: [number[one.respondent] for one in people if one.view == role]
        for role in ("P", "S")
    }
    own = mean_row(roles["P"])
    half = Fraction(1, 2)
    naive = composite_row([(own, half), (mean_row(roles["S"]), half)])
    (leak,) = leaks([own, naive], 5)
    assert sorted(leak.numbers) == roles["S"]
    views = view_means(
        {
            role: [one.scores[RISK] for one in people if one.view == role]
            for role in roles
        },
        s0=22,
        d0=20,
    )
    assert balanced(views, ["P", "S"], 5) is None
