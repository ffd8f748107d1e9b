"""Faults in a survey and its teams: one change each, and exactly what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

SURVEY = "surveys/our-baseline/survey.yaml"
TEAMS = "surveys/our-baseline/teams.yaml"


class Case(NamedTuple):
    """What is written instead of what, and everything that is then said."""

    name: str
    file: str
    edits: Sequence[tuple[str, str]]
    said: Sequence[str]


CASES = [
    Case(
        "a framework version that moved on",
        SURVEY,
        [
            (
                "version: 1.0.0",
                "version: 1.1.0",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:11:34: framework-version: the "
                "survey uses version 1.1.0 of `our-practice`; the file holds 1.0.0\n"
                "  hint: read what changed, then write `version: 1.0.0`"
            ),
        ],
    ),
    Case(
        "a framework the project lacks",
        SURVEY,
        [
            (
                "- { id: our-practice,",
                "- { id: our-practise,",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:11:11: ref-unknown: there is no "
                "framework `our-practise`\n"
                "  hint: did you mean `our-practice` for `our-practise`?"
            ),
        ],
    ),
    Case(
        "an item that is not there",
        SURVEY,
        [
            (
                "items: [our-practice:helped-most]",
                "items: [our-practice:helped-mots]",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:63:17: ref-unknown: there is no "
                "item `our-practice:helped-mots`\n"
                "  hint: did you mean `our-practice:helped-most` for "
                "`our-practice:helped-mots`?"
            ),
        ],
    ),
    Case(
        "an item of a framework not used",
        SURVEY,
        [
            (
                "items: [our-practice:helped-most]",
                "items: [other-frame:helped-most]",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:63:17: ref-unknown: "
                "`other-frame:helped-most` is of framework `other-frame`, which "
                "the survey does not use\n"
                "  hint: add it to `frameworks`, or remove the item"
            ),
        ],
    ),
    Case(
        "an item asked twice",
        SURVEY,
        [
            (
                "items: [our-practice:helped-most]",
                "items: [our-practice:owner-known]",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:63:17: item-twice: instrument "
                "`practitioner` asks `our-practice:owner-known` twice, first in "
                "section `decide`\n"
                "  hint: keep one of the two"
            ),
        ],
    ),
    Case(
        "an item without wording",
        SURVEY,
        [
            (
                ("  - id: stakeholder\n    title: People"),
                (
                    "  - id: partner\n"
                    "    title: Partners\n"
                    "    view_title: Partners say\n"
                    "  - id: stakeholder\n"
                    "    title: People"
                ),
            ),
            (
                (
                    "    letter: B\n"
                    "    title: Stakeholder survey\n"
                    "    group: stakeholder"
                ),
                ("    letter: B\n    title: Stakeholder survey\n    group: partner"),
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:81:17: item-wording: item "
                "`our-practice:decision-log-kept` has no wording for `partner`\n"
                "  hint: add `partner:` below its `text`, or do not ask it here"
            ),
            (
                "surveys/our-baseline/survey.yaml:81:49: item-wording: item "
                "`our-practice:owner-known` has no wording for `partner`\n"
                "  hint: add `partner:` below its `text`, or do not ask it here"
            ),
        ],
    ),
    Case(
        "an unknown group",
        SURVEY,
        [
            (
                "    group: stakeholder",
                "    group: stakholder",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:68:12: group-unknown: there is "
                "no respondent group `stakholder`\n"
                "  hint: did you mean `stakeholder` for `stakholder`?"
            ),
        ],
    ),
    Case(
        "a second survey for a group",
        SURVEY,
        [
            (
                (
                    "    letter: B\n"
                    "    title: Stakeholder survey\n"
                    "    group: stakeholder"
                ),
                (
                    "    letter: B\n"
                    "    title: Stakeholder survey\n"
                    "    group: practitioner"
                ),
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:65:5: instrument-second: "
                "instrument `stakeholder` is a second one for the survey of "
                "`practitioner`, after `practitioner`\n"
                "  hint: one instrument each: join the two"
            ),
        ],
    ),
    Case(
        "minutes in the wrong order",
        SURVEY,
        [
            (
                "minutes: [30, 90]",
                "minutes: [90, 30]",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:42:14: instrument-minutes: "
                "instrument `assessment` promises 90 to 30 minutes\n"
                "  hint: write the fewest first, such as [12, 15]"
            ),
        ],
    ),
    Case(
        "one number of minutes",
        SURVEY,
        [
            (
                "minutes: [30, 90]",
                "minutes: [90]",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:42:14: list-length: `minutes` in "
                "instrument `assessment` has too few entries: 1\n"
                "  hint: add entry 2"
            ),
        ],
    ),
    Case(
        "a headline view nobody has",
        SURVEY,
        [
            (
                "headline: assessment",
                "headline: stakeholders",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:21:11: headline-unknown: there "
                "is no respondent group `stakeholders`\n"
                "  hint: did you mean `stakeholder` for `stakeholders`?"
            ),
        ],
    ),
    Case(
        "a headline without an assessment",
        SURVEY,
        [
            (
                "    mode: assessment #",
                "    mode: survey #",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:21:11: headline-unknown: the "
                "headline view is `assessment`, but no instrument is an assessment\n"
                "  hint: name a respondent group as `headline`, or add an "
                "instrument with `mode: assessment`"
            ),
            (
                "surveys/our-baseline/survey.yaml:37:5: instrument-sections: "
                "instrument `assessment` asks nothing\n"
                "  hint: add `sections` with items"
            ),
            (
                "surveys/our-baseline/survey.yaml:45:5: instrument-second: "
                "instrument `practitioner` is a second one for the survey of "
                "`practitioner`, after `assessment`\n"
                "  hint: one instrument each: join the two"
            ),
        ],
    ),
    Case(
        "a wave that ends before it starts",
        SURVEY,
        [
            (
                "closes: 2026-03-29",
                "closes: 2026-02-28",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:84:13: wave-dates: wave `first` "
                "closes on 2026-02-28, before it opens on 2026-03-02\n"
                "  hint: exchange the two dates, or correct the year"
            ),
        ],
    ),
    Case(
        "two waves that overlap",
        SURVEY,
        [
            (
                "    reference: true #",
                (
                    "    reference: false\n"
                    "  - {id: second, title: Second, opens: 2026-03-29, closes: "
                    "2026-04-12}\n"
                    "#"
                ),
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:86:40: wave-dates: wave `second` "
                "(2026-03-29 to 2026-04-12) overlaps wave `first` (2026-03-02 to "
                "2026-03-29)\n"
                "  hint: a wave starts after the one before has closed"
            ),
        ],
    ),
    Case(
        "two baselines",
        SURVEY,
        [
            (
                "    reference: true #",
                (
                    "    reference: true\n"
                    "  - {id: second, title: Second, opens: 2027-03-01, closes: "
                    "2027-03-31, reference: true}\n"
                    "#"
                ),
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:86:83: wave-reference: waves "
                "`first` and `second` are both the baseline\n"
                "  hint: mark one wave with `reference: true`"
            ),
        ],
    ),
    Case(
        "a rotating block nobody has",
        SURVEY,
        [
            (
                "    reference: true #",
                ("    blocks: [one]\n#"),
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:85:14: block-unknown: there is "
                "no rotating block `one`\n"
                "  hint: no rotating block is defined here"
            ),
        ],
    ),
    Case(
        "a time zone that is a city",
        SURVEY,
        [
            (
                "Europe/Berlin",
                "Berlin",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:8:11: timezone-unknown: there is "
                "no time zone `Berlin`\n"
                "  hint: did you mean `Europe/Berlin` for `Berlin`?"
            ),
        ],
    ),
    Case(
        "a time zone nobody knows",
        SURVEY,
        [
            (
                "Europe/Berlin",
                "Middle-earth/Shire",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:8:11: timezone-unknown: there is "
                "no time zone `Middle-earth/Shire`\n"
                "  hint: use a name such as Europe/Berlin or America/New_York"
            ),
        ],
    ),
    Case(
        "a k below the floor",
        SURVEY,
        [
            (
                "k_scores: 5",
                "k_scores: 2",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:25:13: value-range: `k_scores` "
                "is `2`; it must be at least 3"
            ),
        ],
    ),
    Case(
        "comments shown earlier than scores",
        SURVEY,
        [
            (
                "k_comments: 10",
                "k_comments: 5",
            ),
            (
                "k_scores: 5",
                "k_scores: 8",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:26:15: privacy-floor: comments "
                "are shown from 5 people, scores only from 8\n"
                "  hint: `k_comments` must be at least `k_scores`: words tell more "
                "than numbers"
            ),
        ],
    ),
    Case(
        "a survey in the wrong folder",
        SURVEY,
        [
            (
                "id: our-baseline",
                "id: your-baseline",
            ),
        ],
        [
            (
                "surveys/our-baseline/survey.yaml:4:5: survey-folder: the survey "
                "id is `your-baseline`, its folder `our-baseline`\n"
                "  hint: give the folder the name of the survey"
            ),
        ],
    ),
    Case(
        "a unit that is not there",
        TEAMS,
        [
            (
                ("    unit: office\n    about: Projects in the north"),
                ("    unit: offce\n    about: Projects in the north"),
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:11:11: unit-unknown: there is no "
                "unit `offce`\n"
                "  hint: did you mean `office` for `offce`?"
            ),
        ],
    ),
    Case(
        "two units inside one another",
        TEAMS,
        [
            (
                "  - { id: office, name: Our office }",
                (
                    "  - { id: office, name: Our office, parent: house }\n"
                    "  - { id: house, name: Our house, parent: office }"
                ),
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:6:45: unit-cycle: units `office` "
                "and `house` are part of one another\n"
                "  hint: leave `parent` out for the unit at the top"
            ),
        ],
    ),
    Case(
        "a team named like the organisation",
        TEAMS,
        [
            (
                "- id: north",
                "- id: organisation",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:9:9: id-reserved: `organisation` "
                "cannot be a team id: the word has a meaning of its own here\n"
                "  hint: for example `organisation-team`"
            ),
        ],
    ),
    Case(
        "a team named like a device",
        TEAMS,
        [
            (
                "- id: north",
                "- id: com1",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:9:9: id-reserved: `com1` cannot "
                "be a team id: Windows has no file of that name\n"
                "  hint: for example `com1-team`"
            ),
        ],
    ),
    Case(
        "two teams with one id",
        TEAMS,
        [
            (
                "- id: south",
                "- id: north",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:14:9: id-duplicate: the unit or "
                "team id `north` is taken by line 9\n"
                "  hint: give each its own id"
            ),
        ],
    ),
    Case(
        "a team named like a unit",
        TEAMS,
        [
            (
                "- id: south",
                "- id: office",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:14:9: id-duplicate: the unit or "
                "team id `office` is taken by line 6\n"
                "  hint: give each its own id"
            ),
        ],
    ),
    Case(
        "a group nobody is in",
        TEAMS,
        [
            (
                "{ practitioner: 6, stakeholder: 20 }",
                "{ practitoner: 6 }",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:13:30: group-unknown: there is no "
                "respondent group `practitoner`\n"
                "  hint: did you mean `practitioner` for `practitoner`?"
            ),
        ],
    ),
    Case(
        "a practice out of scope that is not there",
        TEAMS,
        [
            (
                "    about: Projects in the north",
                "    not_in_scope: [our-practice:decision-lo]",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:12:20: ref-unknown: there is no "
                "practice `our-practice:decision-lo`\n"
                "  hint: did you mean `our-practice:decision-log` for "
                "`our-practice:decision-lo`?"
            ),
        ],
    ),
    Case(
        "a dimension out of scope",
        TEAMS,
        [
            (
                "    about: Projects in the north",
                "    not_in_scope: [our-practice:decide]",
            ),
        ],
        [
            (
                "surveys/our-baseline/teams.yaml:12:20: ref-unknown: "
                "`our-practice:decide` is a dimension, not a practice\n"
                "  hint: name its practices one by one"
            ),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_fault_is_said_with_its_place_and_what_to_do(
    case: Case, spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]]
) -> None:
    assert spoil(case.file, case.edits) == list(case.said)


def test_a_language_the_framework_lacks_is_an_error(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    said = spoil(SURVEY, [("languages: [en]", "languages: [en, fr]")])
    assert (
        f"{SURVEY}:7:17: survey-language: the survey is asked in `fr`; framework "
        "`our-practice` is written in `en`\n"
        "  hint: translate the framework, or remove the language here"
    ) in said


def test_a_respondent_group_cannot_be_called_assessment(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    before = "  - id: practitioner\n    title: People"
    said = spoil(SURVEY, [(before, before.replace("practitioner", "assessment"))])
    assert said[0] == (
        f"{SURVEY}:14:9: id-reserved: `assessment` cannot be a respondent group id: "
        "the word has a meaning of its own here\n"
        "  hint: for example `assessment-group`"
    )


def test_a_promise_without_a_contact_is_an_error(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    said = spoil(SURVEY, [("contact: baseline@example.org", 'contact: " "')])
    assert said == [
        (
            f"{SURVEY}:29:12: text-empty: `contact` in `privacy` holds no words\n"
            "  hint: respondents must know whom to ask"
        )
    ]


def test_a_limesurvey_survey_with_names_must_say_so_in_its_statement(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    server = (
        "headline: assessment",
        "headline: assessment\nbackend: limesurvey\nlimesurvey:\n  url: https://s.example/admin/remotecontrol",
    )
    [said] = spoil(SURVEY, [server])
    assert "privacy-names-beside" in said
    assert "does not speak of it (en)" in said
    told = ("statement: >-\n", "statement: >-\n    It is on our LimeSurvey server.\n")
    assert spoil(SURVEY, [told]) == []
    [said] = spoil(SURVEY, [("\nbackend: limesurvey", "\nbackend: local")])
    assert "privacy-other-backend" in said


def test_an_anonymous_limesurvey_survey_has_nothing_to_say_about_names(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    server = (
        "headline: assessment",
        "headline: assessment\nbackend: limesurvey\nlimesurvey:\n  url: https://s.example/admin/remotecontrol",
    )
    assert spoil(SURVEY, [server, ("pseudonymous", "anonymous")]) == []


def test_a_seal_is_a_public_key_and_only_for_the_embedded_collector(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    contact = "  contact: baseline@example.org"
    [said] = spoil(SURVEY, [(contact, f"  seal: my-key\n{contact}")])
    assert "seal-form: `seal` is `my-key`, which is not a public key" in said
    assert "baseline seal-key" in said
    key = f"x25519:{'ab' * 32}"
    assert spoil(SURVEY, [("seal: my-key", f"seal: {key}")]) == []
    [said] = spoil(SURVEY, [("timezone:", "backend: tables\ntimezone:")])
    assert "seal-backend" in said
