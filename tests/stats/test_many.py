from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.stats.many import adjusted, bh
from generator.stats.student import t_quantile, two_sided

ORACLE = Path(__file__).parent.parent / "oracles" / "pvals_bh25.csv"

# Made by the function p.adjust of R, method BH.
ADJUSTED = (
    [0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.264285714285714]
    + 7 * [0.491071428571429]
    + 2 * [0.5328125]
    + [0.564705882352941]
    + 2 * [0.781578947368421]
    + [0.87, 0.907142857142857]
    + 4 * [0.986]
)


def test_adjusted_values_are_those_of_r() -> None:
    given = [float(line) for line in ORACLE.read_text("utf-8").split()[1:]]
    assert adjusted(given) == pytest.approx(ADJUSTED, abs=1e-9)
    assert bh(given, 0.05) == [True] + 24 * [False]


def test_the_paper_keeps_four_of_fifteen() -> None:
    # Benjamini and Hochberg 1995, section 2.3: thrombolysis.
    paper = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    paper += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert sum(bh(paper)) == 4


def test_values_that_are_no_chances_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted([0.2, 1.2])


chances = st.lists(st.floats(0, 1), max_size=30)


@given(chances, st.randoms(use_true_random=False))
def test_order_does_not_matter(values: list[float], dice: random.Random) -> None:
    mixed = list(enumerate(values))
    dice.shuffle(mixed)
    again = dict(
        zip((n for n, _ in mixed), adjusted([p for _, p in mixed]), strict=True)
    )
    assert [again[n] for n in range(len(values))] == adjusted(values)


@given(chances)
def test_adjusting_never_makes_a_comparison_clearer(values: list[float]) -> None:
    for p, corrected in zip(values, adjusted(values), strict=True):
        assert p <= corrected <= 1


@given(chances.filter(bool))
def test_bonferroni_is_never_milder(values: list[float]) -> None:
    for p, stands in zip(values, bh(values), strict=True):
        if p * len(values) <= 0.05:
            assert stands


@pytest.mark.parametrize("df", [1.0, 4.0, 27.5, 400.0])
def test_both_tails_hold_what_the_quantile_leaves(df: float) -> None:
    for level in (0.5, 0.9, 0.95, 0.999):
        t = t_quantile(0.5 + level / 2, df)
        assert two_sided(t, df) == pytest.approx(1 - level, abs=1e-9)
        assert two_sided(-t, df) == two_sided(t, df)
    assert two_sided(0.0, df) == 1.0
