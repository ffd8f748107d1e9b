"""Input that must never become a number: refused by name, all at once, nothing else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from samples import LOG, RISK, question, small_wave, state_costs

from generator.backends.base import normalise
from generator.errors import Problems
from generator.model.instrument import Choice, Page, Wave
from generator.model.response import Submission
from generator.scoring import person_scores
from generator.sources.project import check_project

FRAMEWORK = "frameworks/our-practice.yaml"
CLOCKS = "surveys/our-baseline/clocks.yaml"
SCORED = "            purpose: capability"


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def test_five_faults_in_two_files_are_told_at_once_each_at_its_place(
    project: Path,
) -> None:
    edit(
        project / FRAMEWORK,
        # a reverse-keyed item whose "does not apply" holds a value
        ("missing: na }", "missing: na, value: 0 }"),
        (f"{SCORED} # capability", f"{SCORED}\n            reverse: true #"),
        # weights: all zero in one practice, negative in the next
        (
            "            # One wording",
            "            weight: 0\n            # One wording",
        ),
        (
            f"{SCORED}\n            text",
            f"{SCORED}\n            weight: -1\n            text",
        ),
        # each practice the prerequisite of the other
        (
            "        code: D1\n",
            "        code: D1\n        depends_on: [clear-owner]\n",
        ),
    )
    edit(state_costs(project), ("stopped: 2025-12-05", "stopped: 2025-10-05"))
    loaded, found = check_project(project)
    assert loaded is None
    said = {(one.code, one.path) for one in found if one.severity == "error"}
    assert said == {
        ("option-value", FRAMEWORK),
        ("item-weight", FRAMEWORK),
        ("value-range", FRAMEWORK),
        ("ref-cycle", FRAMEWORK),
        ("clock-backwards", CLOCKS),
    }
    assert all(one.line and one.column for one in found)
    by_code = {one.code: str(one) for one in found}
    assert "option `NA`" in by_code["option-value"]
    assert "`decision-log`" in by_code["item-weight"]
    assert "`owner-known`" in by_code["value-range"]
    assert "`clear-owner`" in by_code["ref-cycle"]


def wave_with(*questions: object) -> Wave:
    """The small wave whose practitioners are asked these questions."""
    wave = small_wave()
    first = dataclasses.replace(
        wave.instruments[0],
        pages=(Page("one", {}, {}, questions),),  # type: ignore[arg-type]
    )
    return dataclasses.replace(wave, instruments=(first, *wave.instruments[1:]))


REVERSED = dataclasses.replace(question("Q1", RISK), reverse=True)
WAVE = wave_with(REVERSED, question("Q2", LOG))


def submission(**answers: str) -> Submission:
    return Submission(
        backend="local",
        remote_id="r1",
        survey=WAVE.survey,
        wave=WAVE.id,
        instrument="practitioner",
        instrument_fingerprint="practitioner",
        group="practitioner",
        team="oncology",
        respondent="p1",
        cluster="",
        language="en",
        status="complete",
        changed_at=None,
        revision=1,
        answers=answers,
    )


@pytest.mark.parametrize("outside", ["5", "-1", "9", "3.5", "na"])
def test_an_answer_outside_the_scale_is_left_out_and_the_others_stay(
    outside: str,
) -> None:
    response, (problem,) = normalise(submission(Q1=outside, Q2="3"), WAVE)
    assert problem.code == "answer-unknown-option"
    assert "r1" in problem.message
    assert "Q1" in problem.message
    assert response is not None
    assert response.answers == {"Q2": "3"}
    (scored,) = person_scores(WAVE, [response])
    assert scored.scores[LOG] == 75.0
    assert RISK not in scored.scores


def test_a_missing_code_of_a_reversed_item_never_becomes_a_score() -> None:
    for code in ("NA", "DK"):
        response, problems = normalise(submission(Q1=code, Q2="0"), WAVE)
        assert problems == []
        assert response is not None
        (scored,) = person_scores(WAVE, [response])
        assert RISK not in scored.scores
        assert scored.scores[LOG] == 0.0


def test_a_frozen_option_that_is_scored_but_has_no_value_is_refused_by_name() -> None:
    choices = (*REVERSED.choices[:-1], Choice("DK", {}, {}, None, None))
    broken = wave_with(dataclasses.replace(REVERSED, choices=choices))
    response, _ = normalise(submission(Q1="2"), WAVE)
    assert response is not None
    with pytest.raises(Problems, match="option `DK` of question Q1") as refused:
        person_scores(broken, [response])
    assert [one.code for one in refused.value.problems] == ["option-without-value"]


def test_an_answer_stored_outside_the_scale_stops_scoring_and_names_the_record() -> (
    None
):
    response, _ = normalise(submission(Q1="2", Q2="3"), WAVE)
    assert response is not None
    spoilt = dataclasses.replace(response, answers={"Q1": "2", "Q2": "7"})
    with pytest.raises(Problems, match="response local:r1, question Q2") as refused:
        person_scores(WAVE, [spoilt])
    (problem,) = refused.value.problems
    assert problem.code == "answer-not-offered"
    assert "7" not in problem.message
