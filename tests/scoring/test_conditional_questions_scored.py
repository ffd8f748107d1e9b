"""A question that was not asked is no answer at all: worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from samples import LOG, RISK, question, small_wave

from generator.model.instrument import AnswerIn, Question, Target, Wave
from generator.model.response import Response
from generator.scoring import person_scores
from generator.scoring.person import practice_score


def asked(code: str, *parts: AnswerIn, weight: float = 1.0) -> Question:
    """A question about risks, asked only where one of the answers was given."""
    return replace(
        question(code, RISK),
        targets=(Target(RISK, weight),),
        show_if=tuple((part,) for part in parts),
    )


def wave(*questions: Question, zero: tuple[str, ...] = ()) -> Wave:
    sample = small_wave()
    return replace(
        sample,
        instruments=tuple(
            replace(
                one,
                pages=tuple(
                    replace(one.pages[0], id=each.code, questions=(each,))
                    for each in questions
                ),
            )
            if one.mode == "survey"
            else one
            for one in sample.instruments
        ),
        rules=tuple(replace(one, zero=zero) for one in sample.rules),  # type: ignore[arg-type]
    )


def score(wave: Wave, **answers: str) -> float | None:
    response = Response(
        backend="local",
        remote_id="r1",
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        group="practitioner",
        team="immunology",
        respondent="p1",
        cluster="",
        language="en",
        status="complete",
        late=False,
        revision=1,
        changed_at=dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC),
        answers=answers,
    )
    [found] = person_scores(wave, [response])
    return found.scores.get(RISK)


YES = AnswerIn("Q1", ("3", "4"))
THREE = (asked("Q1"), asked("Q2", YES), asked("Q3", YES))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # asked all three: (75 + 100 + 50) / 3
        ({"Q1": "3", "Q2": "4", "Q3": "2"}, 75.0),
        # asked all three, one of three answered: less than half
        ({"Q1": "3"}, None),
        # asked all three, two of three answered: (75 + 50) / 2
        ({"Q1": "3", "Q2": "2"}, 62.5),
        # asked one, answered it: 25
        ({"Q1": "1"}, 25.0),
        # asked one, answered it; what was said to the others no longer counts
        ({"Q1": "1", "Q2": "4", "Q3": "4"}, 25.0),
        # asked one, which cannot be judged: nothing is left
        ({"Q1": "DK", "Q2": "4", "Q3": "4"}, None),
    ],
)
def test_a_question_that_was_not_asked_leaves_the_denominator(
    answers: dict[str, str], expected: float | None
) -> None:
    assert score(wave(*THREE), **answers) == expected


def test_a_blank_counts_as_zero_where_it_says_so_but_not_a_question_not_asked() -> None:
    every = ("na", "dk", "skip")
    assert score(wave(*THREE, zero=every), Q1="1") == 25.0
    # asked all three, two left blank: (75 + 0 + 0) / 3
    assert score(wave(*THREE, zero=every), Q1="3") == 25.0
    # asked only Q1, which is left blank: 0
    assert score(wave(*THREE, zero=every), Q2="4") == 0.0


def test_a_practice_nobody_was_asked_about_has_no_score() -> None:
    first = question("Q1", LOG)
    assert score(wave(first, asked("Q2", YES), zero=("skip",)), Q1="1") is None
    assert score(wave(first, asked("Q2", YES), zero=("skip",)), Q1="4") == 0.0
    assert score(wave(first, asked("Q2", YES)), Q1="4", Q2="2") == 50.0


def test_the_half_is_taken_of_the_weight_that_was_asked() -> None:
    heavy = asked("Q2", YES, weight=3.0)
    questions = (asked("Q1"), heavy, asked("Q3", AnswerIn("Q1", ("1",))))
    # Q1 (25) and Q3 (100) of weight 1 were asked, Q2 of weight 3 was not
    assert score(wave(*questions), Q1="1", Q3="4") == 62.5
    # Q1 (75) of weight 1 and Q2 of weight 3 were asked; a quarter is answered
    assert score(wave(*questions), Q1="3", Q3="4") is None


def test_a_question_after_a_hidden_one_is_hidden_too() -> None:
    chain = (asked("Q1"), asked("Q2", YES), asked("Q3", AnswerIn("Q2", ("4",))))
    assert score(wave(*chain), Q1="1", Q2="4", Q3="4") == 25.0
    assert score(wave(*chain), Q1="4", Q2="4", Q3="1") == 75.0


def test_what_was_not_shown_is_neither_applicable_nor_zero() -> None:
    found = practice_score(
        [(75.0, 1.0), ("not_shown", 1.0), ("skip", 1.0)], zero=("na", "dk", "skip")
    )
    assert (found.score, found.answered, found.applicable) == (37.5, 2, 2)
    assert practice_score([("not_shown", 1.0)]).state == "not_applicable"
