"""Laws, printed numbers and second computations for what answers say of themselves."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import f as fisher

from generator.stats.agreement import (
    average_deviation,
    band,
    blind_variance,
    disagreement,
    two_camps,
    variance,
    widest_agreement,
    within_group,
)
from generator.stats.anova import between_variance, from_summaries, icc1, icc2, one_way
from generator.stats.carefulness import longest_run, own_spread
from generator.stats.effect import hedges_g, small_sample
from generator.stats.fisher import f_quantile
from generator.stats.moments import mean, sd
from generator.stats.reliability import (
    alpha,
    alpha_without,
    covariances,
    feldt,
    item_rest,
    mean_correlation,
    omega,
    one_factor,
    standardized_alpha,
)
from generator.stats.shrinkage import common_mean, shrunken

answers = st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), min_size=2)
tables = st.integers(3, 6).flatmap(
    lambda k: st.lists(
        st.lists(st.integers(0, 4).map(float), min_size=k, max_size=k),
        min_size=6,
        max_size=25,
    )
)


# F, and the interval of alpha


@given(st.floats(0.001, 0.999), st.floats(0.5, 3000), st.floats(0.5, 3000))
def test_f_quantile_is_scipys(p: float, df1: float, df2: float) -> None:
    theirs = fisher.ppf(p, df1, df2)
    assume(1e-12 < theirs < 1e12)
    assert f_quantile(p, df1, df2) == pytest.approx(theirs, rel=1e-8)


def test_f_quantile_is_the_printed_table_s() -> None:
    # Upper 5 and 2.5 percent points, in any textbook's table of F.
    assert f_quantile(0.95, 3, 10) == pytest.approx(3.71, abs=0.005)
    assert f_quantile(0.975, 2, 12) == pytest.approx(5.10, abs=0.005)
    assert f_quantile(0.95, 1, 1) == pytest.approx(161.45, abs=0.005)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_no_quantile_at_certainty(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        f_quantile(p, 3, 3)


# Reliability


@given(tables)
def test_coefficients_are_those_of_a_second_computation(
    rows: list[list[float]],
) -> None:
    data = np.array(rows)
    assume((data.std(axis=0) > 0).all() and data.sum(axis=1).std() > 0.01)
    cov = covariances(rows)
    assert cov is not None
    assert np.allclose(cov, np.cov(data, rowvar=False), atol=1e-9)
    k = data.shape[1]
    whole = data.sum(axis=1).var(ddof=1)
    theirs = k / (k - 1) * (1 - data.var(axis=0, ddof=1).sum() / whole)
    assert alpha(cov) == pytest.approx(theirs, abs=1e-9)
    r = np.corrcoef(data, rowvar=False)
    assert mean_correlation(cov) == pytest.approx(
        r[np.tril_indices(k, -1)].mean(), abs=1e-9
    )
    for i, mine in enumerate(item_rest(cov)):
        rest = np.delete(data, i, axis=1).sum(axis=1)
        if rest.std() > 0.01:
            assert mine == pytest.approx(np.corrcoef(data[:, i], rest)[0, 1], abs=1e-9)


@given(tables, st.randoms(use_true_random=False))
def test_order_of_people_and_items_never_matters(
    rows: list[list[float]], random: Random
) -> None:
    places = list(range(len(rows[0])))
    random.shuffle(places)
    turned = [[row[place] for place in places] for row in rows]
    random.shuffle(turned)
    cov, other = covariances(rows), covariances(turned)
    assert cov is not None
    assert other is not None
    assert alpha(cov) == alpha(other)
    assert standardized_alpha(cov) == pytest.approx(
        standardized_alpha(other), abs=1e-12
    )
    assert sorted(map(str, item_rest(cov))) == sorted(map(str, item_rest(other)))


def test_identical_items_are_perfectly_consistent() -> None:
    cov = covariances([[x, x, x] for x in (1.0, 2.0, 3.0, 4.0)])
    assert cov is not None
    assert alpha(cov) == pytest.approx(1.0)
    assert feldt(1.0, 4, 3) == (1.0, 1.0)


@given(st.floats(0.05, 0.9), st.integers(3, 8))
def test_where_items_are_alike_omega_is_alpha_and_spearman_brown(
    r: float, k: int
) -> None:
    cov = tuple(tuple(4.0 if i == j else 4.0 * r for j in range(k)) for i in range(k))
    stepped_up = k * r / (1 + (k - 1) * r)
    assert alpha(cov) == pytest.approx(stepped_up)
    assert standardized_alpha(cov) == pytest.approx(stepped_up)
    assert omega(cov) == pytest.approx(stepped_up, abs=1e-6)


@given(
    st.lists(st.floats(0.3, 2.0), min_size=3, max_size=7),
    st.lists(st.floats(0.2, 2.0), min_size=7, max_size=7),
)
def test_one_factor_is_found_again_from_its_own_covariances(
    loadings: list[float], unique: list[float]
) -> None:
    k = len(loadings)
    cov = tuple(
        tuple(
            loadings[i] * loadings[j] + (unique[i] if i == j else 0.0) for j in range(k)
        )
        for i in range(k)
    )
    found = one_factor(cov)
    assert found is not None
    assert found[0] == pytest.approx(loadings, abs=1e-4)
    common = sum(loadings) ** 2
    assert omega(cov) == pytest.approx(common / (common + sum(unique[:k])), abs=1e-5)


def test_one_item_and_no_variance_have_no_coefficient() -> None:
    assert alpha(((1.0,),)) is None
    assert covariances([[1.0, 2.0]]) is None
    still = covariances([[1.0, 2.0, 3.0]] * 5)
    assert still is not None
    assert alpha(still) is None
    assert standardized_alpha(still) is None
    assert omega(still) is None
    assert item_rest(still) == (None, None, None)
    assert omega(((1.0, 0.5), (0.5, 1.0))) is None


def test_leaving_an_item_out_is_alpha_of_the_others() -> None:
    rows = [[1.0, 2.0, 2.0, 4.0], [2.0, 3.0, 3.0, 1.0], [4.0, 4.0, 5.0, 2.0]]
    cov, rest = covariances(rows), covariances([row[:3] for row in rows])
    assert cov is not None
    assert rest is not None
    assert alpha_without(cov)[3] == pytest.approx(alpha(rest))


# Agreement


@given(answers)
def test_mean_distance_is_no_more_than_the_spread_and_half_the_scale(
    values: list[float],
) -> None:
    distance = average_deviation(Counter(values))
    assert distance is not None
    assert distance <= np.std(values) + 1e-9
    assert distance <= 50.0
    assert variance(Counter(values)) == pytest.approx(np.var(values, ddof=1), abs=1e-9)


@given(answers, st.integers(1, 6))
def test_r_wg_lies_between_none_and_all(values: list[float], items: int) -> None:
    spread = variance(Counter(values))
    assert spread is not None
    share = disagreement(
        [spread] * items, [blind_variance((0, 25, 50, 75, 100))] * items
    )
    found = within_group(share, items)
    assert 0.0 <= found <= 1.0
    assert found >= within_group(share)  # more items, the same spread: more agreement
    if len(set(values)) == 1:
        assert found == 1.0


def test_blind_answers_and_widest_agreement_are_the_printed_ones() -> None:
    # LeBreton and Senter 2008, table 2: 5 options 2.00, 6 options 2.92, 7 options 4.00.
    found = [round(blind_variance(range(1, a + 1)), 2) for a in (5, 6, 7)]
    assert found == [2.0, 2.92, 4.0]
    # Burke and Dunlap 2002: .83 of a five-point scale, 1.17 of a seven-point one.
    assert round(widest_agreement(5), 2) == 0.83
    assert round(widest_agreement(7), 2) == 1.17
    assert round(widest_agreement(5, 25.0), 1) == 20.8


def test_words_of_agreement_end_where_they_are_printed() -> None:
    ends = {0.0: "none", 0.30: "none", 0.31: "weak", 0.50: "weak", 0.51: "moderate"}
    ends |= {0.70: "moderate", 0.90: "strong", 0.91: "very-strong", 1.0: "very-strong"}
    assert {value: band(value) for value in ends} == ends


def test_two_camps_need_a_quarter_of_the_people_at_each_end() -> None:
    assert two_camps([0, 0, 100, 100])
    assert two_camps([0, 50, 50, 100])
    assert not two_camps([0, 50, 50, 50, 100])
    assert not two_camps([25, 25, 75, 75])  # the outer quarters hold neither
    assert two_camps([50, 50], share=1.01)
    assert not two_camps([])


# Groups


@given(st.lists(st.lists(st.floats(0, 100), min_size=2, max_size=9), min_size=2))
def test_sums_of_squares_add_up(groups: list[list[float]]) -> None:
    found = one_way(groups)
    assert found is not None
    everybody = [x for group in groups for x in group]
    total = (sd(everybody) or 0.0) ** 2 * (len(everybody) - 1)
    parts = found.between * found.df_between + found.within * found.df_within
    assert parts == pytest.approx(total, abs=1e-6)
    again = from_summaries(
        [len(group) for group in groups],
        [mean(group) for group in groups],
        found.within * found.df_within,
    )
    assert again is not None
    assert again.between == pytest.approx(found.between, abs=1e-9)


@given(st.integers(2, 9), st.integers(2, 9), st.floats(0.1, 50), st.floats(0.1, 50))
def test_with_equal_sizes_both_coefficients_are_spearman_brown(
    teams: int, size: int, between: float, within: float
) -> None:
    found = from_summaries(
        [size] * teams,
        [between * (team % 2) for team in range(teams)],
        within * teams * (size - 1),
    )
    assert found is not None
    first, second = icc1(found), icc2(found)
    assert first is not None
    assert second is not None
    stepped_up = size * first / (1 + (size - 1) * first)
    assert second == pytest.approx(stepped_up, rel=1e-6, abs=1e-6)
    assert found.weighted_size == pytest.approx(size)
    assert (between_variance(found) > 0) == (first > 0)


def test_batting_averages_are_drawn_in_as_printed() -> None:
    # Efron and Morris 1977, eighteen players: grand average .265, factor .212.
    grand, factor = 0.265, 0.212
    error = grand * (1 - grand) / 45
    between = error * factor / (1 - factor)
    averages = [0.400, 0.378, 0.356, 0.333, *[0.311] * 2, 0.289, 0.267, *[0.244] * 2]
    averages += [*[0.222] * 5, 0.200, 0.178, 0.156]
    found = shrunken(averages, [error] * 18, between)
    assert common_mean(averages, [error] * 18, between) == pytest.approx(
        grand, abs=1e-3
    )
    assert [round(found[0], 3), round(found[16], 3)] == [0.294, 0.247]


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 50)), min_size=2),
    st.floats(0.001, 400),
)
def test_a_shrunken_mean_lies_between_its_own_and_the_common_one(
    groups: list[tuple[float, float]], between: float
) -> None:
    means, errors = [m for m, _ in groups], [e for _, e in groups]
    centre = common_mean(means, errors, between)
    for own, drawn in zip(means, shrunken(means, errors, between), strict=True):
        assert min(own, centre) - 1e-9 <= drawn <= max(own, centre) + 1e-9


# Effect and carefulness


@given(st.integers(4, 400))
def test_the_exact_correction_is_near_the_printed_approximation(df: int) -> None:
    # Hedges 1981: 1 - 3/(4m - 1) is within .007 of J, and far closer for large m.
    assert abs(small_sample(df) - (1 - 3 / (4 * df - 1))) < 0.007
    assert small_sample(df) < small_sample(df + 1) < 1.0


def test_hedges_g_by_hand() -> None:
    # J of 2 degrees: gamma(1) / (sqrt(1) gamma(1/2)) = 1 / sqrt(pi).
    assert hedges_g(1.0, 1.0, 2, 1.0, 2) == pytest.approx(1 / math.sqrt(math.pi))
    assert hedges_g(5.0, 0.0, 9, 0.0, 9) is None
    assert hedges_g(5.0, 1.0, 2, 1.0, 1) is None


@given(st.lists(st.none() | st.integers(0, 3).map(float), max_size=30))
def test_longest_run_is_the_one_found_by_looking_at_every_stretch(
    given: list[float | None],
) -> None:
    stretches = [
        (stop - start, start)
        for start in range(len(given))
        for stop in range(start + 1, len(given) + 1)
        if given[start] is not None and len(set(given[start:stop])) == 1
    ]
    length, start = longest_run(given)
    best = max(stretches, key=lambda one: (one[0], -one[1]), default=(0, 0))
    assert (length, start) == best
    assert own_spread(given) == sd([x for x in given if x is not None])
