"""Laws of a score under caps that hold whatever the framework says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.edition import Shown, Suppressed
from generator.model.instrument import NodeCap
from generator.scoring.caps import (
    FREE,
    Standing,
    binding,
    capped,
    ceiling,
    holds,
    standing,
    sure,
)

TENTHS = st.integers(0, 40).map(lambda n: n / 10)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    low, value, high = sorted(draw(st.tuples(TENTHS, TENTHS, TENTHS)))
    return Standing(value, value, low, high)


CAPS = st.lists(
    st.builds(NodeCap, st.sampled_from("abc"), TENTHS, TENTHS), min_size=1, max_size=5
)
PARTS = st.fixed_dictionaries({name: standings() for name in "abc"})
REACH = st.integers(1, 80).map(lambda n: n / 20)


@given(CAPS, PARTS, TENTHS, REACH)
def test_laws_of_a_score_under_caps(
    caps: list[NodeCap],
    parts: dict[str, Standing],
    value: float,
    reach: float,
) -> None:
    top = ceiling(caps, parts, 1)
    assert top is not None
    found, wide = capped(value, reach, top)
    low = [cap for cap in caps if parts[cap.part].least < cap.below]
    # Never above a cap that holds, and the same as without where none does.
    assert all(found <= cap.at_most for cap in low)
    assert found == min([value, *[cap.at_most for cap in low]])
    # Never surer than without, and both outcomes lie within.
    assert wide >= reach
    assert found - wide <= min(value - reach, top.lowest) + 1e-9
    assert found + wide >= min(value + reach, top.highest) - 1e-9
    # Order never matters.
    assert ceiling(caps[::-1], parts, 1) == top


@given(CAPS, PARTS, TENTHS, REACH, st.sampled_from("abc"), TENTHS)
def test_a_part_that_rises_never_lowers_the_score_or_either_end(
    caps: list[NodeCap],
    parts: dict[str, Standing],
    value: float,
    reach: float,
    name: str,
    more: float,
) -> None:
    was = parts[name]
    risen = Standing(*[n + more for n in (was.least, was.most, was.low, was.high)])
    before, after = ceiling(caps, parts, 1), ceiling(caps, parts | {name: risen}, 1)
    assert before is not None
    assert after is not None
    assert after.now >= before.now
    assert after.lowest >= before.lowest
    assert after.highest >= before.highest
    assert capped(value, reach, after)[0] >= capped(value, reach, before)[0]


CAP = NodeCap("a", 2.0, 1.5)


def test_a_part_that_is_not_known_leaves_no_ceiling_and_one_not_asked_is_free() -> None:
    assert ceiling([CAP], {"a": None}, 1) is None
    assert ceiling([CAP], {}, 1) == FREE
    assert ceiling([CAP], {"a": sure(2.0)}, 1) == FREE
    assert ceiling([], {"a": None}, 1) == FREE


def test_without_a_ceiling_nothing_is_touched_not_even_the_last_digit() -> None:
    assert capped(0.1 + 0.2, 0.7, FREE) == (0.1 + 0.2, 0.7)


@pytest.mark.parametrize(
    ("low", "high", "held"),
    [
        (0.0, 0.4, True),
        (3.6, 4.0, False),
        (0.0, 2.0, None),
        (2.0, 4.0, False),
        (1.9, 4.0, None),
    ],
)
def test_an_end_of_the_scale_decides_only_where_it_lies_on_one_side(
    low: float, high: float, held: bool | None
) -> None:
    band = standing(Shown(low, low, high, 9, 0.0, 0.0, "low", band="top"))
    assert band is not None
    assert holds(CAP, band) is held
    assert (ceiling([CAP], {"a": band}, 1) is None) == (held is None)


def test_nothing_is_known_of_what_is_hidden() -> None:
    assert standing(Suppressed()) is None


def test_a_cap_between_two_shown_values_is_the_lower_one() -> None:
    top = ceiling([NodeCap("a", 20, 12.5)], {"a": sure(10)}, 0)
    assert top is not None
    assert top.now == 12
    assert math.isfinite(top.highest)


def test_only_a_cap_that_the_score_has_reached_binds_it() -> None:
    assert binding([CAP], {"a": sure(1)}, 1.5, 1) == [CAP]
    assert binding([CAP], {"a": sure(1)}, 1.4, 1) == []
    assert binding([CAP], {"a": sure(2)}, 1.5, 1) == []
    assert binding([CAP], {"a": None}, 1.5, 1) == binding([CAP], {}, 1.5, 1) == []
