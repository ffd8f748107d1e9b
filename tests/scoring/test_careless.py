"""Signs of answers given without reading: what counts as one, and what does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from samples import RISK, question, small_wave

from generator.model.instrument import Wave
from generator.model.response import Response
from generator.scoring import person_scores
from generator.scoring.careless import careless

NOON = dt.datetime(2026, 3, 10, 12, 0, 20, tzinfo=dt.UTC)
TWELVE = [f"Q{n}" for n in range(12)]


def wave_with(*reverse: int) -> Wave:
    """Twelve questions about one practice; some are worded the other way round."""
    wave = small_wave()
    questions = tuple(
        replace(question(code, RISK), reverse=n in reverse)
        for n, code in enumerate(TWELVE)
    )
    return replace(
        wave,
        instruments=tuple(
            replace(one, pages=(replace(one.pages[0], questions=questions),))
            if one.mode == "survey"
            else one
            for one in wave.instruments
        ),
    )


def response(
    wave: Wave, who: str, answers: list[str], at: dt.datetime | None = None
) -> Response:
    return Response(
        backend="local",
        remote_id=who,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        group="practitioner",
        team="oncology",
        respondent=who,
        cluster="",
        language="en",
        status="complete",
        late=False,
        revision=1,
        changed_at=at,
        answers={c: a for c, a in zip(TWELVE, answers, strict=True) if a},
    )


def signs(wave: Wave, *given: Response) -> dict[str, set[str]]:
    found = careless(wave, given)
    return {who: set(marks) for (_, who), marks in found.items()}


def test_the_same_answer_to_a_question_and_its_opposite_is_a_sign() -> None:
    wave = wave_with(11)
    assert signs(wave, response(wave, "p", ["3"] * 12)) == {
        "p": {"one answer", "long run"}
    }


def test_a_uniform_team_without_reversed_questions_shows_no_sign() -> None:
    wave = wave_with()
    assert signs(wave, response(wave, "p", ["0"] * 12)) == {}


def test_a_run_needs_ten_answers_on_end_and_both_wordings_in_it() -> None:
    wave = wave_with(0)
    first = ["3"] * 10 + ["1", "2"]
    last = ["1", "2"] + ["3"] * 10  # the reversed question is not among the ten
    broken = ["3"] * 5 + [""] + ["3"] * 5 + ["1"]
    assert signs(wave, response(wave, "p", first)) == {"p": {"long run"}}
    assert signs(wave, response(wave, "p", last)) == {}
    assert signs(wave, response(wave, "p", broken)) == {}


def test_the_same_answers_in_the_same_minute_are_a_sign_for_both() -> None:
    wave = wave_with()
    answers = ["1", "2", "3", "4"] * 3
    near, far = NOON + dt.timedelta(seconds=30), NOON + dt.timedelta(minutes=5)
    twins = [response(wave, "a", answers, NOON), response(wave, "b", answers, near)]
    assert signs(wave, *twins, response(wave, "c", answers, far)) == {
        "a": {"twice"},
        "b": {"twice"},
    }
    unknown = [response(wave, who, answers) for who in "ab"]
    assert signs(wave, *unknown) == {}
    short = [response(wave, who, answers[:9] + [""] * 3, NOON) for who in "ab"]
    assert signs(wave, *short) == {}


def test_more_than_half_cannot_judge_is_a_sign_and_half_is_none() -> None:
    wave = wave_with()
    assert signs(wave, response(wave, "p", ["DK"] * 7 + ["1"] * 5)) == {
        "p": {"cannot judge"}
    }
    assert signs(wave, response(wave, "p", ["DK"] * 6 + ["1"] * 6)) == {}
    few = ["DK", "DK", "1", *[""] * 9]
    assert signs(wave, response(wave, "p", few)) == {"p": {"cannot judge"}}


def test_flagged_answers_are_scored_like_any_other() -> None:
    wave = wave_with()
    given = response(wave, "p", ["DK"] * 7 + ["2"] * 5)
    (found,) = person_scores(wave, [given])
    assert found.flags == {"cannot judge"}
    half = response(wave, "p", ["4"] * 12)
    (scored,) = person_scores(wave, [half])
    assert scored.scores[RISK] == 100.0
