"""The worth of a delay: the hand case, Simpson's rule, and the laws it must keep."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.stats.present_value import lost_before_end, lost_by_shift, worth

ORACLES = Path(__file__).parent.parent / "oracles"
CASES = json.loads((ORACLES / "hand_cases.json").read_text(encoding="utf-8"))

CURVE = [(0.0, 0.0), (2.0, 6e6), (5.0, 9e6)]


def test_a_constant_margin_with_a_fixed_end_is_the_hand_case() -> None:
    case = next(c for c in CASES if c["id"] == "cod_fixed_end_constant_margin")
    said = case["input"]
    lost = lost_before_end(
        [(0.0, said["margin_per_year"])],
        said["start_year"],
        said["end_year"],
        said["rate"],
        said["delay_days"],
    )
    assert lost == pytest.approx(case["expected"]["value"], rel=1e-9)


def simpson(start: float, end: float, rate: float, steps: int = 20_000) -> float:
    """The integral as written in the rule, by another way."""

    def margin(age: float) -> float:
        if age <= 2:
            return 3e6 * age
        return 6e6 + 1e6 * (age - 2) if age <= 5 else 9e6

    def one(t: float) -> float:
        return margin(t - start) * math.exp(-rate * t)

    width = (end - start) / steps
    inner = math.fsum(
        (4 if n % 2 else 2) * one(start + n * width) for n in range(1, steps)
    )
    return width / 3 * (one(start) + one(end) + inner)


@pytest.mark.parametrize("rate", [0.0, 0.08, 0.4, 0.9])
def test_a_curve_is_worth_its_integral(rate: float) -> None:
    assert worth(CURVE, 1.0, 11.0, rate) == pytest.approx(
        simpson(1.0, 11.0, rate), rel=1e-9
    )


def test_nothing_is_earned_after_the_fixed_end() -> None:
    assert worth(CURVE, 10.0, 10.0, 0.1) == 0
    assert lost_before_end(CURVE, 9.9, 10.0, 0.1, 900) == worth(CURVE, 9.9, 10.0, 0.1)


def test_without_discounting_a_delay_takes_the_last_days_not_the_first() -> None:
    # 73 days are a fifth of a year; the last years earn 9 million each.
    assert lost_before_end(CURVE, 1.0, 11.0, 0.0, 73) == pytest.approx(1.8e6)


def test_what_only_shifts_loses_its_interest() -> None:
    assert lost_by_shift(1e6, 0.1, 365) == pytest.approx(1e6 * (1 - math.exp(-0.1)))


RATES = st.floats(0, 1)
DAYS = st.floats(0, 3000)


@settings(deadline=None)  # other programs may keep the machine busy
@given(RATES, DAYS, DAYS, st.floats(0, 5), st.floats(0.1, 30))
def test_a_longer_delay_never_costs_less(
    rate: float, one: float, other: float, start: float, life: float
) -> None:
    short, long = sorted((one, other))
    end = start + life
    assert lost_before_end(CURVE, start, end, rate, short) <= (
        lost_before_end(CURVE, start, end, rate, long) + 1e-6
    )
    assert lost_by_shift(1e6, rate, short) <= lost_by_shift(1e6, rate, long) + 1e-9


@settings(deadline=None)  # other programs may keep the machine busy
@given(RATES, DAYS, st.floats(0, 1e7), st.floats(0, 1e7))
def test_more_margin_never_makes_a_delay_cheaper(
    rate: float, days: float, margin: float, more: float
) -> None:
    lost = lost_before_end([(0.0, margin)], 2, 10, rate, days)
    assert lost <= lost_before_end([(0.0, margin + more)], 2, 10, rate, days) + 1e-3


@settings(deadline=None)  # other programs may keep the machine busy
@given(st.floats(0.3, 0.7), st.floats(0, 1e6), st.floats(0, 1e6))
def test_series_and_closed_form_meet(rate: float, low: float, high: float) -> None:
    # One year at a rate around the change: halves add up to the whole.
    curve = [(0.0, low), (1.0, high)]
    half = [(0.0, (low + high) / 2), (0.5, high)]
    parts = worth(curve, 0, 0.5, rate) + worth(half, 0.5, 1.0, rate)
    assert worth(curve, 0, 1.0, rate) == pytest.approx(parts, rel=1e-9, abs=1e-9)
