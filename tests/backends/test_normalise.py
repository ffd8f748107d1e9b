"""Submissions are checked against the frozen instrument, answer by answer."""

import dataclasses

import pytest
from samples import small_wave

from generator.backends.base import normalise
from generator.model.response import Submission

WAVE = small_wave()
GOOD = Submission(
    backend="local",
    remote_id="r1",
    survey="alliance-baseline",
    wave="2026",
    instrument="practitioner",
    instrument_fingerprint="practitioner",
    group="practitioner",
    team="oncology",
    respondent="abc",
    cluster="",
    language="en",
    status="complete",
    changed_at=None,
    revision=4,
    answers={"Q1": "3", "P1": "P3 P1", "C1": " Fine. "},
)


def test_a_submission_that_fits_becomes_a_response() -> None:
    response, problems = normalise(GOOD, WAVE)
    assert problems == []
    assert response is not None
    assert response.answers == {"Q1": "3", "P1": "P1 P3", "C1": "Fine."}
    assert list(response.answers) == ["Q1", "P1", "C1"]
    assert response.wave_fingerprint == "sample-2026"
    assert (response.remote_id, response.revision) == ("r1", 4)


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("Q99", "secret", "answer-unknown-question"),
        ("Q2", "secret", "answer-unknown-option"),
        ("Q2", "1 2", "answer-too-many-choices"),
        ("P1", "P1 P2 P3 P4", "answer-too-many-choices"),
        ("P1", "P1 secret", "answer-unknown-option"),
        ("C1", "secret" * 100, "answer-too-long"),
    ],
)
def test_one_answer_that_does_not_fit_is_left_out_and_reported(
    question: str, answer: str, code: str
) -> None:
    answers = {"Q1": "3", question: answer}
    response, [problem] = normalise(dataclasses.replace(GOOD, answers=answers), WAVE)
    assert response is not None
    assert response.answers == {"Q1": "3"}
    assert (problem.code, problem.severity) == (code, "warning")
    assert "r1" in problem.message
    assert question in problem.message
    assert "secret" not in str(problem)


def test_blank_answers_are_absent() -> None:
    answers = {"Q1": "", "C1": "  ", "P1": ""}
    response, problems = normalise(dataclasses.replace(GOOD, answers=answers), WAVE)
    assert problems == []
    assert response is not None
    assert response.answers == {}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("survey", "other", "submission-other-wave"),
        ("wave", "2025", "submission-other-wave"),
        ("instrument", "stakeholder", "submission-other-instrument"),
        ("instrument", "assessment", "submission-other-instrument"),
        ("group", "stakeholder", "submission-other-instrument"),
        ("instrument_fingerprint", "old", "submission-other-fingerprint"),
        ("team", "nobody", "submission-unknown-team"),
    ],
)
def test_a_submission_made_for_something_else_is_not_read(
    field: str, value: str, code: str
) -> None:
    changed = dataclasses.replace(GOOD, **{field: value})
    response, [problem] = normalise(changed, WAVE)
    assert response is None
    assert problem.code == code
