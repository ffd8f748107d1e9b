from __future__ import annotations

import math
from dataclasses import replace

import pytest
from samples import rules

from generator.model.edition import Shown
from generator.scoring.display import down, near, up
from generator.scoring.rollup import Part, person_errors, roll_up, uncertainty
from generator.scoring.trend import change
from generator.scoring.views import estimate


def test_dimension_is_the_weighted_mean_of_its_shown_practices() -> None:
    found = roll_up([Part(2, 3.0, {}), Part(1, 1.5, {})], asked_weight=4)
    assert found is not None
    assert found.value == 2.5


def test_dimension_needs_half_of_the_weight_asked() -> None:
    half = [Part(1, 3.0, {})]
    assert roll_up(half, asked_weight=2) is not None
    assert roll_up(half, asked_weight=2.1) is None
    assert roll_up([], asked_weight=0) is None


def test_dimension_of_one_practice_is_as_sure_as_the_practice() -> None:
    values = [20.0, 40, 60, 60, 90]
    errors = person_errors([1, 2, 3, 4, 5], values)
    whole = uncertainty(errors, 22, 20)
    single = estimate(values, s0=22, d0=20)
    assert whole is not None
    assert (whole.se, whole.df) == pytest.approx((single.se, single.df))


def test_interval_of_a_dimension_uses_one_value_a_person() -> None:
    # Practice a: 0, 100, 50 of persons 1, 2, 3. Practice b: 100, 0 of persons 1, 2.
    first = person_errors([1, 2, 3], [0.0, 100, 50])
    second = person_errors([1, 2], [100.0, 0])
    whole = roll_up([Part(1, 50, first), Part(1, 50, second)], asked_weight=2)
    assert whole is not None
    # Half of (person 1 pulls a down by a third of 50, b up by half of 50).
    e = (-50 / 3 + 25) / 2
    assert whole.errors == pytest.approx({1: e, 2: -e, 3: 0})
    assert whole.n == 3
    found = uncertainty(whole.errors, 0, 0)
    assert found is not None
    assert found.se == pytest.approx(math.sqrt(3 / 2 * (2 * e * e)))
    assert found.df == 2


def test_two_answers_of_one_person_are_no_proof_of_each_other() -> None:
    values = [0.0, 0, 100, 100, 0, 100]
    apart = estimate(values)
    together = estimate(values, ["a", "a", "b", "b", "c", "d"])
    assert together.mean == apart.mean == 50
    assert (together.n, apart.n) == (4, 6)
    assert together.se is not None
    assert apart.se is not None
    assert together.se > apart.se


@pytest.mark.parametrize(
    ("value", "nearest", "lower", "upper"),
    [
        (2.25, 2.3, 2.2, 2.3),
        (2.3, 2.3, 2.3, 2.3),
        (0.1 + 0.2, 0.3, 0.3, 0.3),
        (2.04, 2.0, 2.0, 2.1),
    ],
)
def test_values_are_rounded_near_and_intervals_outward(
    value: float, nearest: float, lower: float, upper: float
) -> None:
    assert (near(value, 1), down(value, 1), up(value, 1)) == (nearest, lower, upper)


def shown(value: float, se: float = 0.1, df: float = 40, band: str = "") -> Shown:
    return Shown(value, value - 1, value + 1, 20, se, df, "low", band)  # type: ignore[arg-type]


def test_clear_change_excludes_nothing_and_is_worth_acting_on() -> None:
    found = change(shown(2.6), shown(2.0), rules("seven-habits"), "2025")
    assert found is not None
    # Welch: se = sqrt(.02) = .1414, df = 80, t = 1.990, half = .2814
    assert (found.value, found.low, found.high) == (0.6, 0.3, 0.9)
    assert found.clear
    assert found.smallest == 0.3
    assert found.since == "2025"


def test_small_change_is_not_clear_however_sure_it_is() -> None:
    strict = replace(rules("seven-habits"), smallest_difference=30)
    found = change(shown(2.6), shown(2.0), strict, "2025")
    assert found is not None
    assert found.low > 0
    assert not found.clear
    assert found.smallest == 1.2


def test_change_inside_its_interval_is_not_clear_and_names_what_it_could_see() -> None:
    found = change(shown(2.2), shown(2.0), rules("seven-habits"), "2025")
    assert found is not None
    assert (found.clear, found.smallest) == (False, 0.3)


def test_change_from_or_to_a_band_is_never_made() -> None:
    ours = rules("seven-habits")
    assert change(shown(3.6, band="top"), shown(2.0), ours, "2025") is None
    assert change(shown(2.0), shown(3.6, band="top"), ours, "2025") is None
