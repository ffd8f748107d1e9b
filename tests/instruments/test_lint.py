"""Findings about wording, length and missing ways out."""

from __future__ import annotations

import pytest
import small
from small import HABITS, SURVEY, swap

from generator.instruments.compile import compile_wave
from generator.instruments.finding import Finding
from generator.instruments.lint import lint


def findings(*, survey: str = SURVEY, habits: str = HABITS) -> list[Finding]:
    return lint(small.survey(survey), small.both(habits), small.teams())


def codes(**changed: str) -> list[str]:
    return [finding.code for finding in findings(**changed)]


def test_a_sound_survey_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("with the log?", "with the log and the minutes?", "item-double-barrelled"),
        ("with the log?", "here? With the log?", "item-double-barrelled"),
        ("scale: often", "scale: agree", "item-agreement"),
        (
            "short: {en: Always,",
            "short: {en: We do this every single time and we never forget it,",
            "rung-long",
        ),
        ("short: {en: Always,", "short: {en: now and *THEN*.,", "option-labels-alike"),
        ("label: {en: Always,", 'label: {en: "Yes",', "option-read-as-boolean"),
        ("        steps: [{id: s1, title: x, how: y}]\n", "", "practice-no-step"),
        (
            "{en: Pick three., de: Wählen Sie drei.}",
            "Pick three.",
            "instrument-untranslated",
        ),
        ('{en: "What helped?",', "{en: Pick three.,", "question-texts-alike"),
    ],
)
def test_doubtful_words_are_found(old: str, new: str, code: str) -> None:
    agree = "  - {id: agree, kind: agreement, options: *out}\n"
    text = swap(HABITS, "  - id: pick\n", f"{agree}  - id: pick\n")
    text = swap(text, "purpose: perception", "purpose: capability")
    assert codes(habits=swap(text, old, new)) == [code]


def test_perception_may_be_asked_as_agreement() -> None:
    assert codes(habits=swap(HABITS, "kind: frequency", "kind: agreement")) == []


def test_a_scale_without_ways_out_is_found_for_each_item() -> None:
    start = HABITS.index("    options: &out")
    end = HABITS.index("  - id: often")
    text = HABITS[:start] + HABITS[end:]
    assert [(f.code, f.place.loc[-2:]) for f in findings(habits=text)] == [
        ("item-no-cannot-judge", (0, "scale")),
        ("item-no-does-not-apply", (0, "scale")),
        ("item-no-cannot-judge", (0, "scale")),
        ("item-no-does-not-apply", (0, "scale")),
    ]


def test_a_practice_without_items_is_found_unless_another_says_the_same() -> None:
    text = swap(
        HABITS,
        "        maps_to: [{ref: foundation-model:decision-making, relation: same}]\n",
        "",
    )
    found = [(f.code, f.place.id) for f in findings(habits=text)]
    assert found == [
        ("practice-no-item", "foundation-model"),
        ("practice-no-step", "foundation-model"),
    ]


def test_without_an_assessment_a_practice_nobody_asks_about_is_unreachable() -> None:
    start = SURVEY.index("  - id: assessment")
    end = SURVEY.index("  - id: stakeholder\n    letter")
    plan = SURVEY[:start] + SURVEY[end:]
    plan = swap(
        plan,
        "[seven-habits:risk-known, seven-habits:log-kept]",
        "[seven-habits:risk-known]",
    )
    found = [(f.code, f.message.split()[-1]) for f in findings(survey=plan)]
    assert found == [
        ("practice-unreachable", "'foundation-model:decision-making'"),
        ("practice-unreachable", "'seven-habits:decision-log'"),
    ]


def test_too_many_items_are_counted_per_wave() -> None:
    plan = swap(SURVEY, "minutes: [1, 5]", "minutes: [1, 5]\n    max_items: 4")
    assert [finding.message for finding in findings(survey=plan)] == [
        "instrument A has 5 questions in wave 'next'; its limit is 4"
    ]


def test_more_minutes_than_promised_are_found_per_language() -> None:
    plan = swap(SURVEY, "de: Denken Sie an sechs Monate.", f"de: {'Wort ' * 200}")
    plan = swap(plan, "minutes: [1, 5]", "minutes: [1, 2]")
    assert [finding.message for finding in findings(survey=plan)] == [
        "instrument A takes about 3 minutes in 'de' (wave 'next'); 2 are promised",
        "instrument A takes about 3 minutes in 'de' (wave 'spring'); 2 are promised",
    ]


def test_a_long_introduction_is_found() -> None:
    plan = swap(SURVEY, "en: Welcome.", f"en: {'word ' * 91}")
    found = {(f.code, f.place.loc) for f in findings(survey=plan)}
    assert found == {
        ("instrument-introduction-long", ("instruments", 0, "introduction"))
    }


def test_seven_items_of_one_practice_are_too_many() -> None:
    extra = "".join(
        f"          - {{id: more-{n}, purpose: capability, scale: rungs,"
        f" text: {{en: 'Part {n}?', de: 'Teil {n}?'}}}}\n"
        for n in range(6)
    )
    text = swap(
        HABITS, "      - id: decision-log\n", f"{extra}      - id: decision-log\n"
    )
    refs = ", ".join(f"seven-habits:more-{n}" for n in range(6))
    plan = swap(
        SURVEY, "[seven-habits:risk-known,", f"[seven-habits:risk-known, {refs},"
    )
    assert {finding.code for finding in findings(survey=plan, habits=text)} == {
        "practice-many-items"
    }


def test_weights_that_are_all_zero_are_found() -> None:
    text = swap(
        HABITS,
        "title: {en: Enhance value,",
        "weight: 0\n    title: {en: Enhance value,",
    )
    assert [(f.code, f.place.loc) for f in findings(habits=text)] == [
        ("weight-zero", ("dimensions",))
    ]


def changed_item(lineage: str) -> list[str]:
    first = compile_wave(small.survey(), small.teams(), small.both(), "spring")
    text = swap(HABITS, "Where do you stand with the log", "How good is the log")
    text = swap(
        text, "            reverse: true\n", f"            reverse: true\n{lineage}"
    )
    found = lint(small.survey(), small.both(text), small.teams(), [first])
    return [finding.code for finding in found]


def test_a_reworded_item_is_found_unless_its_lineage_says_so() -> None:
    lineage = (
        "            lineage:\n"
        "              - {{type: reworded, ref: log-kept, since: {},"
        " comparable: true}}\n"
    )
    assert changed_item("") == ["item-changed"]
    assert changed_item(lineage.format("1.0.0")) == ["item-changed"]
    assert changed_item(lineage.format("1.1.0")) == []
