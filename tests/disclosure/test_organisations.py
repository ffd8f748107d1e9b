"""Organisations drawn at random: nothing leaks, and little more is hidden than must.

A few of them here; `python tests/bench/bench_disclosure.py` attacks a thousand.
"""

from __future__ import annotations

import pytest
from organisations import (
    by_hand,
    company_leaks,
    exact_leaks,
    naive,
    number_of_cells,
    once_each,
    oracle_leaks,
    organisation,
    thresholded,
    whole_leaks,
)

from generator.disclosure import release

FEW = range(40)


@pytest.mark.parametrize("seed", FEW)
def test_no_combination_of_what_is_shown_gives_anybody_away(seed: int) -> None:
    wave, people = organisation(seed)
    edition = release(wave, people, (), None, 1).edition
    assert exact_leaks(wave, people, edition) == []
    assert company_leaks(wave, people, edition) == []
    assert whole_leaks(wave, people, edition) == []
    assert by_hand(wave, edition) == []


@pytest.mark.parametrize("seed", FEW)
def test_attacker_of_others_finds_nothing_by_bounds_either(seed: int) -> None:
    wave, people = organisation(seed)
    people = once_each(people)
    edition = release(wave, people, (), None, 1).edition
    assert oracle_leaks(wave, people, edition) == []


def test_three_quarters_of_what_thresholding_shows_is_shown() -> None:
    shown = bare = careless = 0
    for seed in FEW:
        wave, people = organisation(seed)
        edition = release(wave, people, (), None, 1).edition
        shown += number_of_cells(edition)[0]
        bare += thresholded(wave, people, edition)
        careless += bool(exact_leaks(wave, people, naive(wave, people, edition)))
    assert shown > 0.75 * bare
    assert careless > len(FEW) / 2, "else these organisations are too easy"
