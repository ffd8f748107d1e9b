"""Quantiles and percentiles against R (quantile type 7, mid-rank), and their laws."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.stats.ranks import percentile, quantile

# Column `rating` of R's data set `attitude`.
RATING = [
    *(43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77),
    *(81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82),
]
WITHIN = [
    *(6.66666666666667, 33.3333333333333, 70, 28.3333333333333, 90),
    *(6.66666666666667, 25, 70, 75, 56.6666666666667),
]
numbers = st.lists(st.integers(0, 40).map(lambda n: n / 10), min_size=1, max_size=30)


def test_quartiles_are_those_of_r() -> None:
    found = [quantile(RATING, share) for share in (0.25, 0.5, 0.75)]
    assert found == pytest.approx([58.75, 65.5, 71.75], abs=1e-9)


def test_percentiles_are_those_of_r() -> None:
    found = [percentile(own, RATING) for own in RATING[:10]]
    assert found == pytest.approx(WITHIN, abs=1e-9)


@given(numbers, st.randoms(use_true_random=False))
def test_order_never_matters(values: list[float], random: object) -> None:
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert quantile(mixed, 0.25) == quantile(values, 0.25)
    assert percentile(2.0, mixed) == percentile(2.0, values)


@given(numbers)
def test_half_lies_below_the_median(values: list[float]) -> None:
    assert quantile(values, 0.5) == pytest.approx(statistics.median(values), abs=1e-12)
    assert quantile(values, 0) == min(values)
    assert quantile(values, 1) == max(values)


@given(st.floats(0, 100), numbers)
def test_mirrored_numbers_have_the_mirrored_rank(
    own: float, others: list[float]
) -> None:
    mirrored = percentile(-own, [-value for value in others])
    assert percentile(own, others) + mirrored == pytest.approx(100)


def test_nobody_to_compare_with_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        percentile(1.0, [])
    with pytest.raises(ValueError, match="share"):
        quantile([1.0], 1.5)
