"""What waiting costs: hand cases of rule S14, and laws that hold for every input."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.costing.cost import (
    ENDS,
    cost_of,
    in_unit,
    late_days,
    sum_of,
    two_digits,
    unit_of,
)
from generator.model.clocks import Delay, TeamClocks

ORACLES = Path(__file__).parent.parent / "oracles"
CASES = json.loads((ORACLES / "hand_cases.json").read_text(encoding="utf-8"))

SURE = {"low": 1.0, "base": 1.0, "high": 1.0}


def delay(**said: Any) -> Delay:
    """A delay of ten days at 100 a day, all for sure, changed by `said`."""
    whole = {
        "metric": "f:decision-days",
        "critical_path": True,
        "late_days": {"low": 10.0, "base": 10.0, "high": 10.0},
        "basis": "contribution-margin",
        "source": "Finance",
        "value_of_day": {"low": 100.0, "base": 100.0, "high": 100.0},
        "success": SURE,
        "attribution": SURE,
    }
    whole.update(said)
    return Delay.model_validate({k: v for k, v in whole.items() if v is not None})


def team(*delays: Delay) -> TeamClocks:
    return TeamClocks(
        team="oncology",
        stated=dt.date(2026, 1, 1),
        currency="EUR",
        delays=delays,
    )


def case(identifier: str) -> Any:
    return next(one for one in CASES if one["id"] == identifier)


def test_every_hand_case_of_this_rule_is_run() -> None:
    assert [one["id"] for one in CASES if one["rule"] == "S14"] == [
        "cod_linear",
        "cod_fixed_end_constant_margin",
        "cod_range",
    ]


def test_days_times_value_times_chance_times_attribution() -> None:
    found = case("cod_linear")
    said = found["input"]
    day, days = said["annual_margin"] / 365, float(said["days_delay"])
    one = delay(
        late_days={"low": days, "base": days, "high": days},
        value_of_day={"low": day, "base": day, "high": day},
        success={"low": said["prob"], "base": said["prob"], "high": said["prob"]},
        attribution=dict.fromkeys(ENDS, said["attribution"]),
    )
    assert cost_of(team(one), one).total.base == pytest.approx(
        found["expected"]["value"], abs=found["tol"]
    )


def test_the_ends_are_all_inputs_low_and_all_inputs_high() -> None:
    found = case("cod_range")
    said = found["input"]
    one = delay(
        late_days=dict(zip(ENDS, map(float, said["days"]), strict=True)),
        value_of_day=dict(zip(ENDS, said["value_per_day"], strict=True)),
        attribution=dict(zip(ENDS, said["attribution"], strict=True)),
    )
    total = cost_of(team(one), one).total
    for end in ENDS:
        assert getattr(total, end) == pytest.approx(found["expected"][end], rel=1e-9)


def test_one_input_at_a_time_goes_from_low_to_high() -> None:
    one = delay(
        late_days={"low": 10.0, "base": 20.0, "high": 40.0},
        value_of_day={"low": 50.0, "base": 100.0, "high": 200.0},
        attribution={"low": 0.1, "base": 0.3, "high": 0.5},
    )
    bars = cost_of(team(one), one).bars
    # 20 days × 100 × 0.3 = 600 most likely; each line moves one of the three.
    found = [(bar.input, round(bar.low, 6), round(bar.high, 6)) for bar in bars]
    assert found == [
        ("days", 300, 1200),
        ("value", 300, 1200),
        ("attribution", 200, 1000),
    ]
    assert [bar.share for bar in bars] == pytest.approx([9 / 26, 9 / 26, 8 / 26])


def test_clocks_count_above_the_target_and_none_is_set_off() -> None:
    one = delay(
        late_days=None,
        target_days=14.0,
        runs=[
            {"started": "2025-03-01", "stopped": "2025-03-31"},
            {"days": 4.0},
            {"started": "2025-12-12"},
        ],
    )
    # 30 - 14, then none for 4, then 20 - 14 for the one that still runs on 1 January.
    assert late_days(team(one), one) == 22
    assert cost_of(team(one), one).total.base == 2200


def test_off_the_critical_path_days_are_counted_and_money_is_not() -> None:
    one = delay(critical_path=False)
    found = cost_of(team(one), one)
    assert (found.late.base, found.total.high, found.bars) == (10, 0, ())


def test_people_who_wait_are_paid_whether_or_not_the_project_succeeds() -> None:
    one = delay(
        success={"low": 0.0, "base": 0.0, "high": 0.0},
        attribution={"low": 0.5, "base": 0.5, "high": 0.5},
        waiting={"low": 30.0, "base": 40.0, "high": 50.0},
    )
    total = cost_of(team(one), one).total
    assert (total.low, total.base, total.high) == (150, 200, 250)


def test_a_fixed_end_counts_from_the_day_it_is_stated() -> None:
    year = dt.timedelta(days=365)
    stated = dt.date(2026, 1, 1)
    one = delay(
        value_of_day=None,
        late_days={"low": 30.0, "base": 30.0, "high": 30.0},
        fixed_end={
            "launch": stated + 2 * year,
            "end": stated + 10 * year,
            "rate": 0.1,
            "margin": [{"year": 0.0, "low": 5e6, "base": 1e7, "high": 2e7}],
        },
    )
    total = cost_of(team(one), one).total
    assert total.base == pytest.approx(670171.483929731, rel=1e-9)
    assert (total.low, total.high) == pytest.approx((total.base / 2, total.base * 2))


def test_a_share_lost_for_good_comes_on_top_of_what_only_shifts() -> None:
    shift = {
        "value": {"low": 1e6, "base": 1e6, "high": 1e6},
        "rate": 0.1,
        "lost_share": {
            "share": {"low": 0.0, "base": 0.01, "high": 0.02},
            "market": 5e6,
            "margin_share": 0.5,
            "years": 4.0,
        },
    }
    one = delay(value_of_day=None, shift=shift)
    shifted = 1e6 * (1 - math.exp(-0.1 * 10 / 365))
    found = cost_of(team(one), one)
    assert found.total.base == pytest.approx(shifted + 0.01 * 5e6 * 0.5 * 4)
    assert [bar.input for bar in found.bars] == ["lost-share"]
    none = delay(value_of_day=None, shift=shift, late_days=dict.fromkeys(ENDS, 0.0))
    assert cost_of(team(none), none).total.high == 0


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (4_000_000, "million", 4),
        (0, "", 0),
        (7.26, "", 7.3),
        (999_600, "million", 1),
        (670_171, "thousand", 670),
        (1_234_567_890, "billion", 1.2),
    ],
)
def test_amounts_keep_two_digits_in_the_unit_they_fill(
    amount: float, unit: str, shown: float
) -> None:
    assert (unit_of(amount), in_unit(amount, unit)) == (unit, shown)
    assert in_unit(50_000, "million") == 0.05


AMOUNT = st.floats(0, 1e6)
DAYS = st.floats(0, 1000)
PART = st.floats(0, 1)


def three(values: st.SearchStrategy[float]) -> st.SearchStrategy[dict[str, float]]:
    return st.tuples(values, values, values).map(
        lambda drawn: dict(zip(ENDS, sorted(drawn), strict=True))
    )


@st.composite
def delays(draw: st.DrawFn) -> Delay:
    forms: list[dict[str, Any]] = [
        {"value_of_day": draw(three(AMOUNT))},
        {
            "value_of_day": None,
            "fixed_end": {
                "launch": dt.date(2027, 1, 1),
                "end": dt.date(2035, 1, 1),
                "rate": draw(PART),
                "margin": [
                    {"year": float(year), **draw(three(AMOUNT))} for year in (0, 3)
                ],
            },
        },
        {
            "value_of_day": None,
            "shift": {
                "value": draw(three(AMOUNT)),
                "rate": draw(PART),
                "lost_share": {
                    "share": draw(three(PART)),
                    "market": draw(AMOUNT),
                    "margin_share": draw(PART),
                    "years": 3.0,
                },
            },
        },
    ]
    return delay(
        late_days=draw(three(DAYS)),
        success=draw(three(PART)),
        attribution=draw(three(PART)),
        waiting=draw(three(AMOUNT)),
        **draw(st.sampled_from(forms)),
    )


@settings(deadline=None)  # other programs may keep the machine busy
@given(delays())
def test_low_base_high_stand_in_order_and_hold_every_bar(one: Delay) -> None:
    found = cost_of(team(one), one)
    low, base, high = found.total.low, found.total.base, found.total.high
    near = 1e-9 * (1 + high)
    assert 0 <= low <= base + near
    assert base <= high + near
    for bar in found.bars:
        assert low - near <= bar.low <= base + near
        assert base - near <= bar.high <= high + near
    if found.bars:
        assert math.fsum(bar.share for bar in found.bars) == pytest.approx(1)
        assert list(found.bars) == sorted(found.bars, key=lambda bar: -bar.share)


@settings(deadline=None)  # other programs may keep the machine busy
@given(delays(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_another_currency_scales_money_and_nothing_else(
    one: Delay, factor: float
) -> None:
    def scaled(value: Any, money: bool = False) -> Any:
        if isinstance(value, dict):
            return {
                key: scaled(below, key in MONEY or (money and key in ENDS))
                for key, below in value.items()
            }
        if isinstance(value, list | tuple):
            return [scaled(below, money) for below in value]
        return value * factor if money and isinstance(value, float) else value

    other = Delay.model_validate(scaled(one.model_dump(exclude_none=True)))
    before, after = cost_of(team(one), one), cost_of(team(other), other)
    assert after.total.high == pytest.approx(factor * before.total.high, rel=1e-9)
    assert after.total.low == pytest.approx(factor * before.total.low, rel=1e-9)
    assert after.late == before.late


MONEY = {"value_of_day", "value", "margin", "market", "waiting"}


@settings(deadline=None)  # other programs may keep the machine busy
@given(st.lists(delays(), min_size=1, max_size=4), st.randoms())
def test_the_sum_does_not_depend_on_the_order(
    several: list[Delay], random: Any
) -> None:
    stated = team(*several)
    whole = sum_of([cost_of(stated, one) for one in several])
    random.shuffle(several)
    assert sum_of([cost_of(stated, one) for one in several]) == whole


@settings(deadline=None)  # other programs may keep the machine busy
@given(st.floats(1e-3, 1e14))
def test_two_digits_are_never_five_percent_off(amount: float) -> None:
    assert abs(two_digits(amount) - amount) <= 0.0500001 * amount
