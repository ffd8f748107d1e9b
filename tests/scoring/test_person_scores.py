from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import GOVERN, LOG, RISK, STAKEHOLDERS, both, question, small_wave

from generator.errors import Problems
from generator.model.instrument import Choice, Question, Target, Wave
from generator.model.response import Response
from generator.model.score import PersonScores
from generator.scoring import person_scores
from generator.scoring.scope import families, out_of_scope
from generator.scoring.views import balanced, estimate, view_means

ORACLES = Path(__file__).parent.parent / "oracles"
MARCH = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)


def response(wave: Wave, remote_id: str = "r1", **changes: Any) -> Response:
    base = Response(
        backend="local",
        remote_id=remote_id,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        group="practitioner",
        team="immunology",
        respondent=f"p-{remote_id}",
        cluster="",
        language="en",
        status="complete",
        late=False,
        revision=1,
        changed_at=MARCH,
        answers={"Q1": "3", "Q2": "1", "Q3": "4", "Q4": "2", "Q5": "2"},
    )
    return replace(base, **changes)


def with_questions(*questions: Question) -> Wave:
    wave = small_wave()
    instruments = tuple(
        replace(i, pages=(replace(i.pages[0], questions=questions),))
        if i.mode == "survey"
        else i
        for i in wave.instruments
    )
    return replace(wave, instruments=instruments)


def test_every_practice_gets_its_mean_and_twins_share_theirs() -> None:
    wave = small_wave()
    (found,) = person_scores(wave, [response(wave)])
    assert found == PersonScores(
        respondent="p-r1",
        team="immunology",
        view="practitioner",
        cluster="",
        scores={GOVERN: 100.0, LOG: 100.0, RISK: 50.0, STAKEHOLDERS: 50.0},
        answers={
            GOVERN: (100.0,),
            LOG: (100.0,),
            RISK: (75.0, 25.0),
            STAKEHOLDERS: (50.0, 50.0),
        },
    )


def test_twin_without_a_question_of_its_own_takes_the_score_of_the_other() -> None:
    wave = with_questions(question("Q3", LOG))
    (found,) = person_scores(wave, [response(wave)])
    assert found.scores == {GOVERN: 100.0, LOG: 100.0}


def test_twins_obey_the_stricter_of_two_half_rules() -> None:
    wave = with_questions(question("Q3", LOG, GOVERN), question("Q6", LOG, GOVERN))
    strict = tuple(
        replace(r, minimum_share=0.8) if r.framework == "foundation-model" else r
        for r in wave.rules
    )
    answers = {"Q3": "4"}
    (loose,) = person_scores(wave, [response(wave, answers=answers)])
    (found,) = person_scores(
        replace(wave, rules=strict), [response(wave, answers=answers)]
    )
    assert loose.scores == {GOVERN: 100.0, LOG: 100.0}
    assert found.scores == {}


def test_reverse_item_is_mirrored_once_and_na_stays_na() -> None:
    mirrored = replace(question("Q1", RISK), reverse=True)
    wave = with_questions(mirrored, question("Q2", RISK))
    (found,) = person_scores(wave, [response(wave, answers={"Q1": "1", "Q2": "3"})])
    assert found.scores == {RISK: 75.0}
    (found,) = person_scores(wave, [response(wave, answers={"Q1": "NA", "Q2": "3"})])
    assert found.scores == {RISK: 75.0}


def test_cannot_judge_counts_against_the_half_and_does_not_apply_does_not() -> None:
    items = [question(code, RISK) for code in ("Q1", "Q2", "Q3")]
    wave = with_questions(*items)
    for second, scores in [("DK", {}), ("NA", {RISK: 75.0}), ("", {})]:
        answers = {"Q1": "3", "Q2": second, "Q3": second}
        (found,) = person_scores(wave, [response(wave, answers=answers)])
        assert found.scores == scores


def test_items_of_other_purposes_and_of_weight_0_never_score() -> None:
    wave = with_questions(
        question("Q1", RISK, purpose="importance"),
        replace(question("Q2", LOG), targets=(Target(LOG, 0.0),)),
        question("Q4", STAKEHOLDERS, purpose="perception"),
    )
    (found,) = person_scores(wave, [response(wave)])
    assert found.scores == {STAKEHOLDERS: 50.0}


def test_late_and_empty_responses_stay_out_and_partial_ones_count() -> None:
    wave = small_wave()
    found = person_scores(
        wave,
        [
            response(wave, "late", late=True),
            response(wave, "empty", answers={"Q1": ""}),
            response(wave, "partial", status="partial", answers={"Q1": "4"}),
        ],
    )
    assert [(p.respondent, dict(p.scores)) for p in found] == [
        ("p-partial", {RISK: 100.0})
    ]


def test_person_with_two_responses_counts_with_the_last_complete_one() -> None:
    wave = small_wave()
    later = MARCH + dt.timedelta(days=1)
    mine = {"respondent": "p-me"}
    found = person_scores(
        wave,
        [
            response(wave, "a", **mine, answers={"Q1": "0", "Q2": "0"}),
            response(wave, "b", **mine, changed_at=later, answers={"Q1": "4"}),
            response(
                wave,
                "c",
                **mine,
                changed_at=later + dt.timedelta(days=1),
                status="partial",
                answers={"Q1": "1", "Q2": "1"},
            ),
        ],
    )
    assert [(p.respondent, dict(p.scores)) for p in found] == [("p-me", {RISK: 100.0})]


def test_person_may_answer_about_two_teams() -> None:
    wave = small_wave()
    found = person_scores(
        wave,
        [
            response(wave, "a", respondent="p-me", team=team)
            for team in ("vaccines", "oncology")
        ],
    )
    assert [(p.respondent, p.team) for p in found] == [
        ("p-me", "oncology"),
        ("p-me", "vaccines"),
    ]


def test_anonymous_responses_count_by_their_own_id() -> None:
    wave = small_wave()
    found = person_scores(
        wave,
        [response(wave, name, respondent="", changed_at=None) for name in ("b", "a")],
    )
    assert [p.respondent for p in found] == ["local:a", "local:b"]


def test_team_without_a_practice_in_scope_has_no_score_on_it_nor_on_its_twin() -> None:
    wave = small_wave()
    first, *others = wave.teams
    closed = replace(first, not_in_scope=("decision-log",))
    wave = replace(wave, teams=(closed, *others))
    assert out_of_scope(wave, closed, families(wave, "partner")) == {GOVERN, LOG}
    (found,) = person_scores(wave, [response(wave)])
    assert found.scores == {RISK: 50.0, STAKEHOLDERS: 50.0}


def test_people_of_a_team_without_anything_in_scope_are_counted_all_the_same() -> None:
    wave = small_wave()
    first, *others = wave.teams
    closed = replace(first, not_in_scope=("seven-habits", "foundation-model"))
    wave = replace(wave, teams=(closed, *others))
    found = person_scores(wave, [response(wave, "r1"), response(wave, "r2")])
    assert [one.respondent for one in found] == ["p-r1", "p-r2"]
    assert [(one.scores, one.answers) for one in found] == [({}, {}), ({}, {})]


def test_equal_answers_score_alike_only_where_the_items_are_worth_the_same() -> None:
    heavy = replace(question("Q2", RISK), targets=(Target(RISK, 3.0),))
    wave = with_questions(
        question("Q1", GOVERN),
        question("Q5", GOVERN),
        heavy,
        question("Q3", RISK),
        replace(question("Q4", STAKEHOLDERS), reverse=True),
        replace(question("Q6", STAKEHOLDERS), reverse=True),
    )
    codes = {"Q1": "4", "Q5": "1", "Q2": "4", "Q3": "1", "Q4": "4", "Q6": "1"}
    (found,) = person_scores(wave, [response(wave, answers=codes)])
    assert found.scores == {GOVERN: 62.5, LOG: 62.5, RISK: 81.25, STAKEHOLDERS: 37.5}


def test_closing_a_dimension_closes_what_is_below_it() -> None:
    wave = small_wave()
    closed = replace(wave.teams[0], not_in_scope=("seven-habits:enhance-value",))
    assert out_of_scope(wave, closed, families(wave, "partner")) == {GOVERN, LOG, RISK}


def test_families_hold_practices_that_say_the_same() -> None:
    found = families(small_wave(), "stakeholder")
    assert list(found) == [(GOVERN, LOG), (RISK,), (STAKEHOLDERS,)]
    assert [item.code for item in found[RISK,]] == ["Q1", "Q2"]
    assert families(small_wave(), "nobody") == {}


def test_practices_on_the_same_items_are_a_family_though_nobody_said_so() -> None:
    shared = replace(
        question("Q1"), targets=(Target(RISK, 2.0), Target(STAKEHOLDERS, 1.0))
    )
    wave = with_questions(shared)
    assert list(families(wave, "partner")) == [(RISK, STAKEHOLDERS)]
    wave = with_questions(shared, question("Q2", RISK))
    assert list(families(wave, "partner")) == [(RISK,), (STAKEHOLDERS,)]


def test_items_on_both_sides_of_a_family_count_in_both() -> None:
    wave = with_questions(question("Q1", LOG), question("Q2", GOVERN))
    (found,) = person_scores(wave, [response(wave, answers={"Q1": "4", "Q2": "2"})])
    assert found.scores == {GOVERN: 75.0, LOG: 75.0}


def test_answer_that_was_not_on_offer_names_response_and_question_not_the_answer() -> (
    None
):
    wave = small_wave()
    with pytest.raises(Problems) as caught:
        person_scores(wave, [response(wave, answers={"Q1": "seven"})])
    (problem,) = caught.value.problems
    assert problem.code == "answer-not-offered"
    assert "local:r1, question Q1" in problem.message
    assert "seven" not in str(problem)


def test_response_of_another_wave_is_refused() -> None:
    wave = small_wave()
    with pytest.raises(Problems, match="belongs to alliance-baseline 2027"):
        person_scores(wave, [replace(response(wave), wave="2027")])


def test_scored_option_without_a_value_is_refused() -> None:
    odd = replace(question("Q1", RISK), choices=(Choice("0", both("None"), {}, None),))
    with pytest.raises(Problems, match="option `0` of question Q1"):
        person_scores(with_questions(odd), [])


# One survey with NA, DK, blanks, reverse items and weights, computed in R by others.


def e2e() -> tuple[Wave, list[Response]]:
    plan = json.loads((ORACLES / "e2e_framework.json").read_text(encoding="utf-8"))
    refs = {"governance": RISK, "engagement": STAKEHOLDERS}
    choices = (
        *(Choice(str(n), both(str(n)), {}, (n - 1) / 4) for n in range(1, 6)),
        Choice("NA", both("na"), {}, None, "na"),
        Choice("DK", both("dk"), {}, None, "dk"),
    )
    wave = with_questions(
        *(
            replace(
                question(item["item"].upper()),
                choices=choices,
                reverse=item["reverse"],
                targets=(Target(refs[item["practice"]], item["weight"]),),
            )
            for item in plan["items"]
        )
    )
    teams = tuple(
        replace(team, id=name, eligible={})
        for team, name in zip(wave.teams, ("Alpha", "Beta", "Gamma"), strict=True)
    )
    with (ORACLES / "e2e.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    responses = [
        response(
            wave,
            row["resp_id"],
            team=row["team"],
            group=row["role"],
            answers={i["item"].upper(): row[i["item"]] for i in plan["items"]},
        )
        for row in rows
    ]
    return replace(wave, teams=teams), responses


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_whole_survey_agrees_with_r(seed: int) -> None:
    wave, responses = e2e()
    Random(seed).shuffle(responses)
    found = person_scores(wave, responses)
    expected = json.loads((ORACLES / "e2e_expected.json").read_text(encoding="utf-8"))
    refs = {"governance": RISK, "engagement": STAKEHOLDERS}
    assert len(expected["cells"]) == 6
    for cell in expected["cells"]:
        ref = refs[cell["practice"]]
        rated = [p for p in found if p.team == cell["team"] and ref in p.scores]
        whole = estimate([p.scores[ref] for p in rated])
        assert whole.n == cell["n"]
        assert whole.mean == pytest.approx(cell["mean"], abs=1e-9)
        assert whole.sd == pytest.approx(cell["sd"], abs=1e-9)
        assert [whole.low, whole.high] == pytest.approx(cell["ci"], abs=1e-9)
        roles = {p.view for p in found if p.team == cell["team"]}
        views = view_means(
            {role: [p.scores[ref] for p in rated if p.view == role] for role in roles}
        )
        means = {role: view.mean for role, view in views.items()}
        assert means == pytest.approx(cell["role_mean"], abs=1e-9)
        assert {role: view.n for role, view in views.items()} == cell["role_n"]
        together = balanced(views, sorted(roles), 5)
        if cell["role_balanced"] is None:
            assert together is None
        else:
            assert together is not None
            assert together.mean == pytest.approx(cell["role_balanced"], abs=1e-9)


answers = st.dictionaries(
    st.sampled_from(["Q1", "Q2", "Q3", "Q4", "Q5"]),
    st.sampled_from(["0", "1", "2", "3", "4", "NA", "DK", ""]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(answers, max_size=12), st.randoms(use_true_random=False))
def test_order_of_people_and_of_items_never_matters(
    given_answers: list[dict[str, str]], random: Random
) -> None:
    wave = small_wave()
    responses = [
        response(wave, f"r{n}", answers=one) for n, one in enumerate(given_answers)
    ]
    shuffled = [
        replace(
            one,
            answers=dict(
                random.sample(sorted(one.answers.items()), k=len(one.answers))
            ),
        )
        for one in responses
    ]
    random.shuffle(shuffled)
    pages = [
        replace(page, questions=tuple(reversed(page.questions)))
        for page in reversed(wave.instruments[0].pages)
    ]
    turned = replace(
        wave,
        instruments=(
            replace(wave.instruments[0], pages=tuple(pages)),
            *wave.instruments[1:],
        ),
    )
    assert person_scores(turned, shuffled) == person_scores(wave, responses)
