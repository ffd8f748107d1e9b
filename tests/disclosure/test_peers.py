from __future__ import annotations

import pytest

from generator.disclosure.peers import FEWEST_PEERS, peers_refused, told_apart

SEVEN = dict.fromkeys("abcdefg", 1.0)


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
    assert peers_refused(dict.fromkeys(now, 1.0), before) == why


def test_no_organisation_carries_more_than_a_quarter() -> None:
    assert peers_refused(SEVEN) == ""
    assert peers_refused({**SEVEN, "a": 2.0}) == ""
    assert peers_refused({**SEVEN, "a": 2.1}) == "one"


def refused(now: str, before: str) -> str:
    return peers_refused(dict.fromkeys(now, 1.0), before)


def test_a_panel_that_rolls_back_is_held_against_every_figure_not_only_the_last() -> (
    None
):
    """Five go and five come, twice: the third figure is the first without one."""
    first, second, third = "abcdefghij", "fghijklmno", "abcdefghixyzuvw"
    assert refused(second, first) == refused(third, second) == ""
    assert refused(third, first) == "left"
    assert told_apart([first, second]) == frozenset()
    assert "j" in told_apart([first, second, third])


def test_figures_that_differ_by_five_each_may_tell_one_company_together() -> None:
    left, right, more, one = "abcde", "fghij", "mnopq", "k"
    figures = [left + right + one, left + more, right + more, more]
    for now in figures:
        for before in figures:
            assert refused(now, before) == ""
    assert told_apart(figures) == frozenset(one)


def test_panel_that_rolls_by_five_each_year_is_shown_for_ten_years() -> None:
    names = [f"company {n:03}" for n in range(80)]
    shown: list[list[str]] = []
    for year in range(10):
        now = names[FEWEST_PEERS * year :][:30]
        assert all(not peers_refused(dict.fromkeys(now, 1.0), one) for one in shown)
        shown.append(now)
        assert told_apart(shown) == frozenset()
    assert told_apart([*shown, names[46:76]]) != frozenset()
