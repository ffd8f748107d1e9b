"""What today's files say otherwise than the frozen wave, in words."""

from __future__ import annotations

import pytest
import small
from small import HABITS, SURVEY, TEAMS, swap

from generator.instruments.compile import compile_wave
from generator.instruments.lock import differences

LOG = "question SHDL1 (seven-habits:log-kept) of instrument A: "
TOLD = "question SHRR2 (seven-habits:risk-told) of instrument B: "
RISK = "ladder of seven-habits:risk-register in instrument A': "


def changes(
    *, survey: str = SURVEY, habits: str = HABITS, teams: str = TEAMS
) -> list[str]:
    frozen = compile_wave(small.survey(), small.teams(), small.both(), "spring")
    today = compile_wave(
        small.survey(survey),
        small.teams(teams),
        small.both(habits),
        "spring",
        [frozen],
    )
    return list(map(str, differences(frozen, today)))


def test_unchanged_files_differ_in_nothing() -> None:
    assert changes() == []


def test_guidance_may_be_improved_after_the_freeze() -> None:
    text = HABITS.replace("guidance: {}", "guidance: {why: Because it helps.}")
    assert changes(habits=text) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Wo stehen Sie beim Protokoll",
            "Wie steht das Protokoll",
            LOG + "text changed (de)",
        ),
        (
            "        weight: 2\n        gold",
            "        weight: 3\n        gold",
            "practice 'seven-habits:decision-log': weight changed from 2 to 3",
        ),
        (
            "{en: Always, de: Immer}, value: 1",
            "{en: Always, de: Immer}, value: 0.9",
            TOLD + "choices changed",
        ),
        ("de: Eine Datei", "de: Ein Dokument", RISK + "rungs changed"),
    ],
)
def test_a_change_in_the_framework_is_named(old: str, new: str, said: str) -> None:
    assert said in changes(habits=swap(HABITS, old, new))


def test_new_scoring_rules_are_named_with_both_values() -> None:
    text = swap(HABITS, "dimensions:\n", "scoring: {sd: 25}\ndimensions:\n")
    assert changes(habits=text) == [
        "scoring rules of seven-habits: sd changed from 22 to 25"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "closes: 2026-03-29",
            "closes: 2026-03-30",
            [
                (
                    "wave 'spring': closes changed from '2026-03-29T22:00:00Z'"
                    " to '2026-03-30T22:00:00Z'"
                )
            ],
        ),
        (
            "  contact: office",
            "  k_scores: 4\n  contact: office",
            ["privacy: k scores changed from 5 to 4"],
        ),
        (
            "seven-habits:pick, seven-habits:comment",
            "seven-habits:pick",
            ["question SHC1 (seven-habits:comment) of instrument A: is gone"],
        ),
        (
            "seven-habits:pick, seven-habits:comment",
            "seven-habits:comment, seven-habits:pick",
            ["instrument A: questions stand in another order or on other pages"],
        ),
        (
            "Think of six months.",
            "Think of a year.",
            ["page value of instrument A: intro changed (en)"],
        ),
        ("minutes: [1, 3]", "minutes: [1, 4]", ["instrument B: minutes changed"]),
    ],
)
def test_a_change_in_the_survey_is_named(old: str, new: str, said: list[str]) -> None:
    assert changes(survey=swap(SURVEY, old, new)) == said


def test_an_instrument_that_went_or_came_is_named() -> None:
    plan = swap(
        SURVEY, "  - id: stakeholder\n    letter: B", "  - id: sponsors\n    letter: S"
    )
    assert changes(survey=plan) == [
        "instrument B: is gone",
        "instrument S: is new",
    ]


def test_changes_of_teams_are_named() -> None:
    text = swap(
        TEAMS, "  - {id: vaccines, name: Vaccines}", "  - {id: rare, name: Rare}"
    )
    text = swap(text, "stakeholder: 20", "stakeholder: 24")
    assert changes(teams=text) == [
        "team oncology: eligible changed (stakeholder)",
        "team vaccines: is gone",
        "team rare: is new",
    ]


def test_a_question_is_known_by_its_item_whatever_code_it_would_get_today() -> None:
    frozen = compile_wave(small.survey(), small.teams(), small.both(), "spring")
    plan = swap(SURVEY, "[seven-habits:risk-known,", "[seven-habits:risk-told,")
    plan = swap(plan, "seven-habits:log-kept]", "seven-habits:risk-known]")
    plan = swap(
        plan,
        "block: frequency\n        items: [seven-habits:risk-told]",
        "block: frequency\n        items: []",
    )
    today = compile_wave(small.survey(plan), small.teams(), small.both(), "spring")
    assert [str(each) for each in differences(frozen, today)] == [
        "question SHDL1 (seven-habits:log-kept) of instrument A: is gone",
        "question (seven-habits:risk-told) of instrument A: is new",
    ]
