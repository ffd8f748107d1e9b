from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rules

from generator.findings.clear import (
    answered_otherwise,
    change_chance,
    clear_changes,
    clear_gaps,
    gap_chance,
    smallest_gap,
)
from generator.model.edition import Change, Shown, Turnout
from generator.scoring.display import down, up
from generator.stats.interval import half_width

RULES = rules("seven-habits")
HUNDRED = replace(RULES, low=0, high=100)


def shown(value: float, se: float = 0.2, df: float = 30.0, band: str = "") -> Shown:
    half = half_width(se, df)
    low, high = down(value - half, 1), up(value + half, 1)
    return Shown(value, low, min(4.0, high), 12, se, df, "low", band)  # type: ignore[arg-type]


def gap_of(shown_one: Shown, gold: float = 4.0) -> tuple[Shown, float, object]:
    return shown_one, gold, RULES


def test_chance_of_a_gap_is_that_of_t() -> None:
    # (4.0 - 3.4) / 0.2 = 3.0 with 30 degrees of freedom: t tables give .0054.
    assert gap_chance(shown(3.4), 4.0) == pytest.approx(0.0054, abs=5e-5)
    assert gap_chance(shown(3.6, band="top"), 4.0) is None
    assert gap_chance(shown(3.4, se=0.0), 4.0) is None


def test_one_gap_alone_is_clear_and_not_among_many() -> None:
    # t = 3: p = .0054 alone; beside nineteen that show nothing it must be .0025.
    close = shown(3.4)
    assert clear_gaps({"a": gap_of(close)}) == {"a"}
    nothing = {f"n{i}": gap_of(shown(3.9)) for i in range(19)}
    assert clear_gaps({"a": gap_of(close), **nothing}) == frozenset()
    strong = {f"s{i}": gap_of(shown(2.0)) for i in range(19)}
    assert "a" in clear_gaps({"a": gap_of(close), **strong})


def test_a_mark_never_contradicts_the_range_beside_it() -> None:
    wide = replace(shown(3.4), high=4.0)
    assert clear_gaps({"a": gap_of(wide)}) == frozenset()


def test_a_gap_too_small_to_act_on_is_not_clear() -> None:
    # 5 points of 100 are 0.2 on a scale of 0 to 4.
    assert clear_gaps({"a": gap_of(shown(3.9, se=0.01))}) == frozenset()
    assert clear_gaps({"a": gap_of(shown(3.8, se=0.01))}) == {"a"}


def test_better_than_gold_is_a_clear_difference_too() -> None:
    assert clear_gaps({"a": gap_of(shown(3.8), 3.0)}) == {"a"}


def change(value: float, se: float = 0.2, df: float = 40.0) -> Change:
    half = half_width(se, df)
    low, high = down(value - half, 1), up(value + half, 1)
    clear = low > 0 or high < 0
    return Change(value, low, high, clear, 0.5, "2025", se=se, df=df)


def test_changes_are_looked_at_together() -> None:
    rose, nothing = change(0.6), {f"n{i}": change(0.1) for i in range(19)}
    assert rose.clear
    assert clear_changes({"a": rose}) == {"a"}
    assert clear_changes({"a": rose, **nothing}) == frozenset()


def test_an_older_edition_is_never_made_clearer_by_its_range() -> None:
    new = change(0.6)
    old = replace(new, se=0.0, df=0.0)
    assert change_chance(old) >= change_chance(new)  # type: ignore[operator]
    assert clear_changes({"a": replace(change(1.5), se=0.0)}) == {"a"}


@given(st.lists(st.tuples(st.floats(-4, 4), st.floats(0.05, 1)), max_size=20))
def test_looking_at_more_never_makes_more_of_one(
    given_changes: list[tuple[float, float]],
) -> None:
    changes = {n: change(round(v, 1), s) for n, (v, s) in enumerate(given_changes)}
    clear = clear_changes(changes)
    for n in clear:
        assert changes[n].clear
        assert clear_changes({n: changes[n]}) == {n}


def test_smallest_gap_is_the_wider_half_of_the_range_or_worth_acting_on() -> None:
    cut = Shown(3.6, 2.9, 4.0, 8, 0.3, 25.0, "low")
    assert smallest_gap(cut, RULES) == 0.7
    assert smallest_gap(Shown(2.0, 1.9, 2.1, 400, 0.05, 400, "high"), RULES) == 0.2
    assert smallest_gap(Shown(60, 48, 72, 9, 5.7, 28, "low"), HUNDRED) == 12


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        ((20, 16), (20, 12), False),  # 80 % and 60 %: 20 points, not more
        ((20, 16), (20, 11), True),
        ((20, 5), (40, 20), True),
        ((0, 0), (20, 11), False),
    ],
)
def test_response_rate_that_moved_by_more_than_twenty_points(
    then: tuple[int, int], now: tuple[int, int], moved: bool
) -> None:
    assert answered_otherwise(Turnout(*then), Turnout(*now)) is moved
