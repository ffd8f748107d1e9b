from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest

from generator.disclosure.peers import FEWEST_PEERS, peers_refused

SEVEN = dict.fromkeys("abcdefg", 1.0)


def refused(now: str, *before: str) -> str:
    return peers_refused(dict.fromkeys(now, 1.0), before)


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ("abcd", None, "few"),
        ("abcde", None, ""),
        ("abcdef", "abcdef", ""),
        ("abcdef", "abcde", "joined"),
        ("abcdefghij", "abcde", ""),
        ("abcde", "abcdefgh", "left"),
        ("abcde", "abcdefghij", ""),
        ("fghijabcde", "klmnoabcde", ""),
        ("fghijabcde", "klmnabcde", "left"),
    ],
)
def test_figure_of_peers_changes_by_five_organisations_or_not_at_all(
    now: str, before: str | None, why: str
) -> None:
    assert refused(now, *([before] if before else [])) == why


def test_no_organisation_carries_more_than_a_quarter() -> None:
    assert peers_refused(SEVEN) == ""
    assert peers_refused({**SEVEN, "a": 2.0}) == ""
    assert peers_refused({**SEVEN, "a": 2.1}) == "one"


def test_a_rolling_panel_is_held_against_every_figure_not_only_the_last() -> None:
    """Five go and five come, twice: the third figure is the first and one company."""
    first, second, third = "abcdefghij", "fghijklmno", "abcdefghijk"
    assert refused(second, first) == ""
    assert refused(third, second, first) != ""
    back = "abcdefghijxyzuv"
    assert refused(back, second) == ""
    assert refused(back, first, second) == ""
    returned = "abcdefghixyzuvw"
    assert refused(returned, second) == ""
    assert refused(returned, first, second) == "left"
    assert refused(first, first, second, back) == ""


def value_told(sets: Sequence[str], weights: Sequence[int]) -> dict[str, Fraction]:
    """What a weighted sum of totals rests on."""
    told: dict[str, Fraction] = {}
    for names, weight in zip(sets, weights, strict=True):
        for name in names:
            told[name] = told.get(name, Fraction(0)) + weight
    return {name: size for name, size in told.items() if size}


def test_three_figures_may_tell_what_no_two_of_them_tell() -> None:
    """Every pair differs by five or more, and together they tell one company."""
    left, right, one = "abcde", "fghij", "k"
    first, second, third = left + right + one, left + "mnopq", right + "mnopq"
    fourth = "mnopq"
    for now, before in pairwise([first, second, third]):
        assert refused(before, now) == ""
    told = value_told([first, second, third, fourth], [1, -1, -1, 2])
    assert set(told) == {one}
    assert refused(fourth, second, third) == ""
    assert refused(fourth, first, second, third) == "together"
    assert refused(first, second, third, fourth) == "together"


def test_panel_that_rolls_by_five_each_year_is_shown_for_ten_years() -> None:
    """Thirty companies, five new ones a year; nothing adds up to fewer than five."""
    names = [f"company {n:03}" for n in range(80)]
    shown: list[list[str]] = []
    for year in range(10):
        now = names[FEWEST_PEERS * year : FEWEST_PEERS * year + 30]
        assert peers_refused(dict.fromkeys(now, 1.0), shown) == ""
        shown.append(now)
    four = names[46:75] + names[0:1]
    assert peers_refused(dict.fromkeys(four, 1.0), shown) != ""
