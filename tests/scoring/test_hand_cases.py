"""Small cases worked out by hand by others, rule by rule."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.disclosure.tree import Limits, Tally
from generator.errors import Problems
from generator.model.score import Estimate
from generator.scoring.items import item_points
from generator.scoring.person import practice_score
from generator.scoring.rollup import Part, roll_up
from generator.scoring.staged import level_shares, staged
from generator.scoring.trend import between_waves, same_people
from generator.scoring.views import balanced, estimate, self_other_gap, view_means
from generator.stats.agreement import (
    average_deviation,
    blind_variance,
    disagreement,
    two_camps,
    variance,
    within_group,
)
from generator.stats.carefulness import longest_run, own_spread
from generator.stats.interval import around, plain
from generator.stats.moments import mean, sd
from generator.stats.reliability import alpha, covariances

ORACLES = Path(__file__).parent.parent / "oracles"
CASES: list[dict[str, Any]] = json.loads(
    (ORACLES / "hand_cases.json").read_text(encoding="utf-8")
)


def of_rule(*rules: str) -> list[Any]:
    return [pytest.param(c, id=c["id"]) for c in CASES if c["rule"] in rules]


def test_cases_of_these_rules_are_all_run() -> None:
    ours = {"S1", "S3", "S4", "S5", "S6", "S8", "S9", "S10", "S13", "D1", "D4"}
    assert sum(case["rule"] in ours for case in CASES) == 38


@pytest.mark.parametrize("case", of_rule("S1"))
def test_points_of_100(case: dict[str, Any]) -> None:
    given = case["input"]

    def ours() -> list[float]:
        return [
            item_points(x, given["lo"], given["hi"], reverse=given["reverse"])
            for x in given["x"]
        ]

    if case["expected"] == "ERROR":
        with pytest.raises(Problems, match="not on the scale from 1 to 5"):
            ours()
    else:
        assert ours() == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("case", of_rule("S3"))
def test_half_rule(case: dict[str, Any]) -> None:
    given = case["input"]
    low, high = given.get("lo", 1), given.get("hi", 5)
    answers = [
        (
            item["x"].lower()
            if isinstance(item["x"], str)
            else item_points(item["x"], low, high, reverse=item.get("reverse", False)),
            item["w"],
        )
        for item in given["items"]
    ]
    if case["expected"] == "ERROR":
        with pytest.raises(Problems, match="weights of 0 or more"):
            practice_score(answers)
        return
    found = practice_score(answers)
    for name, value in case["expected"].items():
        if isinstance(value, float | int):
            assert getattr(found, name) == pytest.approx(value, abs=case["tol"])
        else:
            assert getattr(found, name) == value


def test_negative_weight_is_refused() -> None:
    with pytest.raises(Problems, match="weights of 0 or more"):
        practice_score([(50.0, 1.0), (50.0, -1.0)])


def test_answers_of_the_seventh_decimal_still_make_half() -> None:
    thirds = [(60.0, 0.1), (60.0, 0.2), ("skip", 0.3)]
    assert practice_score(thirds).state == "scored"  # type: ignore[arg-type]


@pytest.mark.parametrize("case", of_rule("S4"))
def test_added_score_and_level_reached(case: dict[str, Any]) -> None:
    expected, levels = case["expected"], case["input"]["levels"]
    parts = [
        Part(1.0, 100.0 * credit, {}, level)
        for level, given in enumerate(levels, 1)
        for credit in given
    ]
    whole = roll_up(parts, len(parts), "sum", by_level=True)
    assert whole is not None
    assert whole.value == pytest.approx(expected["pomp"], abs=case["tol"])
    added = whole.value / 100.0 * len(levels)
    assert added == pytest.approx(expected["additive_0_3"], abs=case["tol"])
    found = staged(level_shares(parts))
    assert found.level == expected["staged_33020"]
    assert found.hole_below == (expected.get("flag") == "hole_below")
    assert found.top == 3


@pytest.mark.parametrize("case", of_rule("S8"))
def test_consistency_of_items(case: dict[str, Any]) -> None:
    cov = covariances(list(zip(*case["input"]["items"], strict=True)))
    assert cov is not None
    found, wanted = alpha(cov), case["expected"]["alpha"]
    if wanted is None:
        assert found is None
    else:
        assert found == pytest.approx(wanted, abs=case["tol"])


@pytest.mark.parametrize("case", of_rule("S9"))
def test_agreement(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    tally = Counter(given["x"])
    spread = variance(tally)
    if expected["rwg"] is None:
        assert spread is None
        return
    assert spread is not None
    share = disagreement([spread], [blind_variance(range(1, given["A"] + 1))])
    assert within_group(share) == pytest.approx(expected["rwg"], abs=case["tol"])
    assert average_deviation(tally) == pytest.approx(expected["AD_M"], abs=case["tol"])
    if "s2" in expected:
        assert spread == pytest.approx(expected["s2"], abs=case["tol"])
    if "rwg_raw" in expected:
        assert 1.0 - share == pytest.approx(expected["rwg_raw"], abs=case["tol"])
    points = [item_points(x, 1, given["A"], reverse=False) for x in given["x"]]
    assert two_camps(points, share) == (expected.get("flag") == "polarised")


@pytest.mark.parametrize("case", of_rule("S13"))
def test_signs_of_haste(case: dict[str, Any]) -> None:
    given, expected = case["input"]["x"], case["expected"]
    assert longest_run(given)[0] == expected["longstring"]
    if "irv" in expected:
        assert own_spread(given) == pytest.approx(expected["irv"], abs=case["tol"])


@pytest.mark.parametrize("case", of_rule("S6"))
def test_interval(case: dict[str, Any]) -> None:
    given, expected, tol = case["input"], case["expected"], case["tol"]
    values = given["x"]
    found = estimate(values, s0=given.get("s0"), d0=given.get("d0", 0))
    low_high = None if found.low is None else [found.low, found.high]
    if "N" in given:
        spread = plain(sd(values), len(values), given["N"])
        assert spread is not None
        assert spread.se == pytest.approx(
            expected.get("se", expected.get("se_fpc")), abs=tol
        )
        low_high = around(mean(values), spread)  # type: ignore[assignment]
    assert found.mean == pytest.approx(expected["mean"], abs=tol)
    if expected.get("ci") is None:
        assert low_high is None
    else:
        assert low_high == pytest.approx(expected["ci"], abs=tol)
    if "sd" in expected:
        assert found.sd == pytest.approx(expected["sd"], abs=tol)
    if "se" in expected and "N" not in given:
        assert found.se == pytest.approx(expected["se"], abs=tol)
    if "df" in expected:
        assert found.df == expected["df"]
    if "ci_unclipped" in expected:
        wide = around(found.mean, plain(found.sd, len(values)), clipped=False)
        assert wide == pytest.approx(expected["ci_unclipped"], abs=tol)


@pytest.mark.parametrize("case", of_rule("D1"))
def test_threshold(case: dict[str, Any]) -> None:
    given = case["input"]
    found = Tally(answers=given["n"], single=given["n"])
    assert (not found.lacks(Limits(given["k"]))) == case["expected"]["publish"]


@pytest.mark.parametrize("case", of_rule("S5"))
def test_balanced_score(case: dict[str, Any]) -> None:
    groups, expected = case["input"]["groups"], case["expected"]
    views = view_means(groups)
    together = balanced(views, sorted(groups), case["input"]["k"])
    gap = self_other_gap(views["practitioner"], views["stakeholder"])
    assert together is not None
    assert together.mean == expected["role_balanced"]
    assert mean([x for xs in groups.values() for x in xs]) == pytest.approx(
        expected["per_respondent"], abs=1e-9
    )
    assert gap is None  # both unanimous, no shared spread: no honest interval
    honest = view_means(groups, s0=22, d0=20)
    gap = self_other_gap(honest["practitioner"], honest["stakeholder"])
    assert gap is not None
    assert gap.value == expected["gap_self_other"]
    assert gap.low < 30 < gap.high


@pytest.mark.parametrize("case", of_rule("D4"))
def test_balanced_score_with_a_hidden_view_is_none(case: dict[str, Any]) -> None:
    views = {
        view: Estimate(given["mean"], given["n"], 20, 5, given["n"] - 1, 0, 100)
        for view, given in case["input"]["groups"].items()
    }
    found = balanced(views, ["practitioner", "stakeholder"], case["input"]["k"])
    assert found is case["expected"]["role_balanced"] is None


def test_balanced_score_weighs_as_declared() -> None:
    views = view_means({"a": [80] * 6, "b": [50] * 6}, s0=22, d0=20)
    found = balanced(views, ["a", "b"], 5, {"a": 3, "b": 1})
    assert found is not None
    assert found.mean == 72.5
    assert found.df is not None
    assert found.df > 25


@pytest.mark.parametrize("case", of_rule("S10"))
def test_change_between_waves(case: dict[str, Any]) -> None:
    before, after = case["input"]["w1"], case["input"]["w2"]
    if case["expected"]["diff"] is None:
        assert between_waves(before, after) is None
        return
    named = [
        {str(place): value for place, value in enumerate(wave)}
        for wave in (before, after)
    ]
    found = same_people(named[0], named[1])
    assert found is not None
    assert found.value == pytest.approx(case["expected"]["diff"], abs=case["tol"])
    assert [found.low, found.high] == pytest.approx(case["expected"]["ci"], abs=1e-6)
    assert found.uncertainty.spread == pytest.approx(case["expected"]["sd_d"])
    apart = between_waves(before, after)
    assert apart is not None
    assert apart.high - apart.low > found.high - found.low
