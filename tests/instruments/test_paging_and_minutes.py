"""Pages a person can take in, and how long they take."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from samples import both, small_wave

from generator.instruments.minutes import count_words, estimate, whole
from generator.instruments.paging import cut, together
from generator.model.instrument import Instrument, Page


def lengths(*runs: int) -> list[list[int]]:
    return [[number] * length for number, length in enumerate(runs)]


def test_six_questions_stay_on_one_page() -> None:
    assert cut(lengths(2, 2, 2)) == [[0, 0, 1, 1, 2, 2]]


def test_eight_questions_are_spread_evenly_over_two_pages() -> None:
    assert cut(lengths(2, 2, 2, 2)) == [[0, 0, 1, 1], [2, 2, 3, 3]]


def test_items_of_a_practice_are_not_torn_apart() -> None:
    assert cut(lengths(4, 4)) == [[0, 0, 0, 0], [1, 1, 1, 1]]
    assert cut(lengths(5, 3)) == [[0, 0, 0, 0, 0], [1, 1, 1]]


def test_only_more_than_six_items_of_a_practice_are_split() -> None:
    assert [len(page) for page in cut(lengths(6))] == [6]
    assert [len(page) for page in cut(lengths(7))] == [4, 3]


def test_items_of_a_practice_asked_apart_are_brought_together() -> None:
    assert together(["a1", "b1", "a2"], lambda name: name[0]) == [["a1", "a2"], ["b1"]]


@given(st.lists(st.integers(1, 9), max_size=12))
def test_every_question_is_asked_once_in_order(runs: list[int]) -> None:
    pages = cut(lengths(*runs))
    assert [each for page in pages for each in page] == [
        number for number, length in enumerate(runs) for _ in range(length)
    ]
    assert all(1 <= len(page) <= 6 for page in pages)


def only(page: Page) -> Instrument:
    instrument = small_wave().instruments[0]
    return dataclasses.replace(instrument, introduction={}, changes=(), pages=(page,))


def test_minutes_count_words_of_questions_and_options_and_the_choices() -> None:
    page = small_wave().instruments[0].pages[1]
    instrument = only(dataclasses.replace(page, title={}, intro={}))
    # 2 x 4 words asked, 5 x 2 words of rungs read once, 3 + 2 words for no answer
    words, seconds = 8 + 10 + 5, 2 * 6 + 3
    assert estimate(instrument, "en") == words / 180 + seconds / 60


def test_german_is_read_more_slowly() -> None:
    page = dataclasses.replace(
        small_wave().instruments[0].pages[1],
        title=both("word " * 300, "Wort " * 300),
        questions=(),
    )
    assert round(estimate(only(page), "en"), 2) == round(300 / 180 + 0.05, 2)
    assert round(estimate(only(page), "de"), 2) == round(300 / 150 + 0.05, 2)


def test_an_assessment_takes_five_minutes_a_practice() -> None:
    assessment = small_wave().assessment()
    assert assessment is not None
    assert estimate(assessment, "en") == 15


def test_minutes_are_rounded_up_and_never_zero() -> None:
    assert [whole(minutes) for minutes in (0.0, 0.4, 1.04, 1.2, 5.0)] == [1, 1, 1, 2, 5]


def test_words_are_what_stands_between_blanks() -> None:
    assert count_words("  one two\nthree ") == 3
