from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind, ttest_rel

from generator.stats.difference import paired, welch
from generator.stats.interval import around, half_width, plain, pooled
from generator.stats.moments import mean, sd, variance
from generator.stats.pomp import points

scores = st.lists(st.floats(0, 100), min_size=2, max_size=30)


@given(scores, st.randoms(use_true_random=False))
def test_order_of_the_numbers_never_matters(
    values: list[float], random: Random
) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)
    assert mean(shuffled) == mean(values)
    assert sd(shuffled) == sd(values)


def test_one_number_has_no_spread() -> None:
    assert variance([50]) is None
    assert sd([50]) is None
    assert plain(None, 1) is None
    assert pooled(None, 1, 22, 20) is None


def test_spread_of_a_worked_case() -> None:
    assert variance([50, 60, 70, 80, 90]) == 250
    assert sd([50, 60, 70, 80, 90]) == pytest.approx(15.811388300841896, abs=1e-12)


def test_shared_spread_keeps_a_unanimous_group_honest() -> None:
    found = pooled(0.0, 6, 20, 20)
    assert found is not None
    assert (found.df, found.spread) == (25, pytest.approx(17.88854381999832))
    assert around(75, found) == pytest.approx((59.959257021, 90.040742979))


def test_interval_without_width_is_none() -> None:
    assert around(75, plain(0.0, 6)) is None


def test_interval_stays_on_the_scale_unless_asked() -> None:
    found = plain(17.88854381999832, 5)
    assert around(92, found) == pytest.approx((69.7884392, 100))
    assert around(92, found, clipped=False) == pytest.approx((69.7884392, 114.2115608))


def test_welch_agrees_with_scipy() -> None:
    a, b = [50.0, 60, 70, 40, 55], [80.0, 65, 75, 95, 60, 71, 88]
    theirs = ttest_ind(b, a, equal_var=False).confidence_interval()
    ours = welch((sd(a) or 0) / 5**0.5, len(a) - 1, (sd(b) or 0) / 7**0.5, len(b) - 1)
    half = half_width(ours.se, ours.df)
    difference = mean(b) - mean(a)
    assert difference - half == pytest.approx(theirs.low, abs=1e-9)
    assert difference + half == pytest.approx(theirs.high, abs=1e-9)


def test_welch_of_two_exact_means_is_exact() -> None:
    assert welch(0.0, 4, 0.0, 6).se == 0.0


def test_paired_agrees_with_scipy() -> None:
    a, b = [50.0, 60, 70, 40, 55], [60.0, 65, 75, 55, 60]
    theirs = ttest_rel(b, a).confidence_interval()
    ours = paired([y - x for x, y in zip(a, b, strict=True)])
    assert ours is not None
    assert 8 - half_width(ours.se, ours.df) == pytest.approx(theirs.low, abs=1e-9)


@given(st.floats(0, 100))
def test_reversing_twice_gives_the_value_back(value: float) -> None:
    once = points(value, 0, 100, reverse=True)
    assert points(once, 0, 100, reverse=True) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("value", [6, 0.5, float("nan")])
def test_value_beside_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="scale from 1 to 5"):
        points(value, 1, 5)
