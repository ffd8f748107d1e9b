"""What a team's page says of other teams gives no team away: by rule and by attack."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peer_waves import VIEW, edition_of, shown, wave_with
from samples import RISK

from generator.disclosure.peers import (
    FEWEST_QUARTILES,
    alike,
    middle_half,
    rank,
    team_standing,
    team_values,
    told_apart,
)
from generator.model.edition import CellKey
from generator.model.peers import Standing

ORACLES = Path(__file__).parent.parent / "oracles"
CASES: list[dict[str, Any]] = [
    case
    for case in json.loads((ORACLES / "hand_cases.json").read_text(encoding="utf-8"))
    if case["rule"] == "S11"
]
scores = st.lists(st.integers(0, 40).map(lambda n: n / 10), min_size=11, max_size=14)


def page(
    values: dict[str, float | None], team: str, ref: str = RISK
) -> Standing | None:
    """What the page of one team says of the others."""
    wave = wave_with(dict.fromkeys(values, ""))
    edition = edition_of(wave, values)
    others = team_values(wave, edition)
    return team_standing(wave, edition, others, VIEW, ref, team)


def named(values: list[float]) -> dict[str, float | None]:
    return {f"t{n:02}": value for n, value in enumerate(values)}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_hand_cases_of_the_percentile(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]["percentile"]
    own = given["own"]
    found = rank(own, own, given["peers"], given.get("min_peers", 5))
    assert found == (None if expected is None else (expected, expected))


def test_all_hand_cases_are_run() -> None:
    assert len(CASES) == 3


def test_nothing_is_said_of_fewer_than_ten_others() -> None:
    ten = named([n / 10 for n in range(10)])
    assert page(ten, "t00") is None
    assert page({**ten, "t10": 3.0}, "t00") is not None


def test_the_own_score_is_left_out() -> None:
    values = named([n / 10 for n in range(11)])
    low, high = page(values, "t00"), page(values, "t10")
    assert low is not None
    assert high is not None
    assert (low.n, high.n) == (10, 10)
    assert low.median == 0.6  # 0.1 to 1.0
    assert high.median == 0.5  # 0.0 to 0.9


def test_a_hidden_team_reads_of_all_that_are_shown() -> None:
    values = {**named([n / 10 for n in range(10)]), "hidden": None}
    found = page(values, "hidden")
    assert found is not None
    assert (found.n, found.lower, found.upper) == (10, 0.2, 0.7)


def test_hidden_teams_and_bands_are_in_no_figure() -> None:
    values = {**named([n / 10 for n in range(12)]), "hidden": None}
    wave = wave_with(dict.fromkeys(values, ""))
    edition = edition_of(wave, values)
    banded = replace(
        edition,
        cells={
            **edition.cells,
            CellKey(VIEW, RISK, "t11"): shown(3.6, band="top"),
        },
    )
    found = team_standing(wave, banded, team_values(wave, banded), VIEW, RISK, "t00")
    assert found is not None
    assert found.n == 10


def test_peer_groups_are_compared_within_and_never_overlap() -> None:
    first = named([n / 10 for n in range(11)])
    second = {f"u{n}": 3.0 for n in range(4)}
    wave = wave_with({**dict.fromkeys(first, ""), **dict.fromkeys(second, "new")})
    edition = edition_of(wave, {**first, **second})
    values = team_values(wave, edition)
    assert team_standing(wave, edition, values, VIEW, RISK, "t00") == page(first, "t00")
    assert team_standing(wave, edition, values, VIEW, RISK, "u0") is None


def test_dimensions_have_no_peers() -> None:
    values = named([n / 10 for n in range(12)])
    wave = wave_with(dict.fromkeys(values, ""))
    edition = edition_of(wave, values, practices=(RISK, "seven-habits:enhance-value"))
    assert {ref for _, ref, _ in team_values(wave, edition).scores} == {RISK}


def test_views_of_other_companies_have_no_peers() -> None:
    values = named([n / 10 for n in range(12)])
    wave = wave_with(dict.fromkeys(values, ""))
    wave = replace(
        wave, groups=tuple(replace(one, clusters=True) for one in wave.groups)
    )
    assert team_values(wave, edition_of(wave, values)).scores == {}


@settings(max_examples=60, deadline=None)
@given(scores, st.integers(0, 2**32))
def test_teams_that_pool_their_pages_cannot_tell_the_others_apart(
    given_scores: list[float], seed: int
) -> None:
    """Whoever is not among them may exchange scores, and no page of theirs changes.

    At least five are left, as many as may be behind any figure (rule D3).
    """
    values = named(given_scores)
    random = Random(seed)
    together = random.randint(1, len(values) - 5)
    pooled = random.sample(sorted(values), together)
    rest = [team for team in values if team not in pooled]
    assert len(rest) >= 5
    seen = [page(values, team) for team in pooled]
    for one, other in itertools.combinations(rest, 2):
        swapped = {**values, one: values[other], other: values[one]}
        assert [page(swapped, team) for team in pooled] == seen


@settings(max_examples=30, deadline=None)
@given(scores)
def test_no_page_says_a_mean_from_which_sums_are_made(
    given_scores: list[float],
) -> None:
    """Two sums over the same teams but one are that one's score; so none is told."""
    values = named(given_scores)
    for team in values:
        found = page(values, team)
        assert found is not None
        assert found.mean is None
        assert found.n >= FEWEST_QUARTILES


def test_extremes_are_never_told() -> None:
    values = [0.1, *([2.0] * 10), 3.9]
    found = middle_half(values, 1)
    assert found is not None
    assert {0.1, 3.9}.isdisjoint({found.lower, found.median, found.upper})


def test_classes_of_fewer_than_five_are_told_apart() -> None:
    assert told_apart([set("abcde")]) == frozenset()
    assert told_apart([set("abcde"), set("abcdef")]) == frozenset("f")
    assert told_apart([set("abcdefghij"), set("fghijklmno")]) == frozenset()
    # the second edition differs enough from either neighbour, the third from the first
    # by one alone
    chain = [set("abcdefghij"), set("fghijklmno"), set("abcdefghijp")]
    assert told_apart(chain) == frozenset("p")


def test_peers_who_are_nearly_all_at_one_end_are_not_told() -> None:
    assert alike([100.0] * 5)
    assert alike([98.0] * 5)
    assert not alike([90.0] * 5)
    assert alike([0.0] * 4 + [20.0])
