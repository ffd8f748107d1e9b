"""Frameworks and a survey become one frozen wave."""

from __future__ import annotations

import datetime as dt

import pytest
import small
from small import HABITS, SURVEY, TEAMS, swap

from generator.errors import Problems
from generator.instruments.canonical import canonical
from generator.instruments.compile import compile_wave, wave_fingerprint
from generator.instruments.finding import Place
from generator.model.instrument import Instrument, Question, Target, Wave

NAMES = "'seven-habits:{}' names the response scale '{}', which {}"
RUNGS = "'seven-habits:{}' is answered on the rungs of its practice, which has none"


def wave(
    identifier: str = "spring",
    *,
    survey: str = SURVEY,
    habits: str = HABITS,
    teams: str = TEAMS,
    earlier: tuple[Wave, ...] = (),
) -> Wave:
    return compile_wave(
        small.survey(survey),
        small.teams(teams),
        small.both(habits),
        identifier,
        earlier,
    )


def refused(**changed: str) -> list[tuple[str, str]]:
    with pytest.raises(Problems) as caught:
        wave(**changed)  # type: ignore[arg-type]
    return [(problem.code, problem.message) for problem in caught.value.problems]


def practitioner(compiled: Wave) -> Instrument:
    instrument = compiled.instrument_for("practitioner")
    assert instrument is not None
    return instrument


def question(compiled: Wave, item: str) -> Question:
    return next(
        question
        for instrument in compiled.instruments
        for question in instrument.questions()
        if question.item == f"seven-habits:{item}"
    )


def test_pages_and_codes_follow_the_sections() -> None:
    pages = practitioner(wave()).pages
    assert [(page.id, [q.code for q in page.questions]) for page in pages] == [
        ("value", ["SHRR1", "SHDL1"]),
        ("end", ["SHP1", "SHC1"]),
    ]
    assert pages[0].intro == {
        "en": "Think of six months.",
        "de": "Denken Sie an sechs Monate.",
    }


def test_pages_of_sections_that_share_an_id_have_ids_of_their_own() -> None:
    same = swap(SURVEY, "- id: end\n", "- id: value\n")
    assert [page.id for page in practitioner(wave(survey=same)).pages] == [
        "value",
        "value-2",
    ]


def test_a_rotating_block_is_asked_only_in_waves_that_name_it() -> None:
    pages = practitioner(wave("next")).pages
    assert [page.id for page in pages] == ["value", "often", "end"]


def test_a_rubric_scale_offers_the_rungs_and_its_own_ways_out() -> None:
    choices = question(wave(), "risk-known").choices
    assert [(c.code, c.label["en"], c.value, c.missing) for c in choices] == [
        ("0", "Not done", 0.0, None),
        ("1", "Now and then", 0.5, None),
        ("2", "Always", 1.0, None),
        ("NA", "Does not apply", None, "na"),
        ("DK", "Cannot judge", None, "dk"),
    ]
    assert choices[1].help == {"en": "Some do it.", "de": "Manche tun es."}


def test_other_scales_offer_their_options_and_kinds() -> None:
    compiled = wave()
    told = question(compiled, "risk-told")
    assert [choice.value for choice in told.choices] == [0.0, 1.0, None, None]
    pick = question(compiled, "pick")
    assert (pick.kind, pick.max_choices, len(pick.choices)) == ("multi", 3, 2)
    comment = question(compiled, "comment")
    assert (comment.kind, comment.max_length, comment.choices) == ("text", 500, ())


def test_practices_that_say_the_same_share_a_question() -> None:
    compiled = wave()
    assert question(compiled, "log-kept").targets == (
        Target("seven-habits:decision-log", 2.0),
        Target("foundation-model:decision-making", 2.0),
    )
    same = {node.ref: node.same for node in compiled.nodes if node.same}
    assert same == {
        "seven-habits:decision-log": ("foundation-model:decision-making",),
        "foundation-model:decision-making": ("seven-habits:decision-log",),
    }


def test_only_capability_and_perception_with_a_weight_are_scored() -> None:
    unweighted = wave(
        habits=swap(
            HABITS, "weight: 2\n            reverse", "weight: 0\n            reverse"
        )
    )
    assert question(unweighted, "log-kept").targets == ()
    assert question(unweighted, "pick").targets == ()
    coverage = wave(habits=swap(HABITS, "purpose: perception", "purpose: coverage"))
    assert question(coverage, "risk-told").targets == ()


def test_each_group_reads_its_own_wording_under_the_same_code() -> None:
    compiled = wave("next")
    asked = [
        (instrument.letter, q.code, q.text["en"])
        for instrument in compiled.instruments
        for q in instrument.questions()
        if q.item == "seven-habits:risk-told"
    ]
    assert asked == [
        ("A", "SHRR2", "How often do you hear of risks?"),
        ("B", "SHRR2", "How often were you told of risks?"),
    ]


def test_an_assessment_has_every_practice_once() -> None:
    assessment = wave().assessment()
    assert assessment is not None
    assert [(each.practice, each.same) for each in assessment.ladders] == [
        ("foundation-model:decision-making", ("seven-habits:decision-log",)),
        ("seven-habits:risk-register", ()),
    ]
    ladder = assessment.ladders[1]
    assert ladder.dimension == {"en": "Enhance value", "de": "Wert steigern"}
    assert [rung.n for rung in ladder.rungs] == [0, 1, 2]
    assert ladder.rungs[2].evidence == ({"en": "A file", "de": "Eine Datei"},)
    assert assessment.estimated_minutes == {"en": "10", "de": "10"}


def test_the_tree_holds_parents_first_with_weights_gold_and_top_rungs() -> None:
    rows = [(n.ref, n.parent, n.weight, n.gold, n.top_rung) for n in wave().nodes]
    whole = 10 / 3
    assert rows == [
        ("foundation-model", None, 1, 4, 0),
        ("foundation-model:governance", "foundation-model", 1, 4, 0),
        ("foundation-model:decision-making", "foundation-model:governance", 1, 4, 4),
        ("seven-habits", None, 1, whole, 0),
        ("seven-habits:value", "seven-habits", 1, whole, 0),
        ("seven-habits:risk-register", "seven-habits:value", 1, 4, 2),
        ("seven-habits:decision-log", "seven-habits:value", 2, 3, 2),
    ]


def test_a_wave_runs_from_the_first_to_the_last_moment_of_local_days() -> None:
    compiled = wave()
    assert compiled.opens == dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC)
    # the clocks went forward that night, so Berlin is two hours ahead
    assert compiled.closes == dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC)


def test_a_day_without_a_midnight_starts_when_the_clocks_go_forward() -> None:
    chile = swap(SURVEY, "Europe/Berlin", "America/Santiago")
    chile = swap(
        chile,
        "opens: 2026-03-02, closes: 2026-03-29",
        "opens: 2026-09-06, closes: 2026-09-06",
    )
    compiled = wave(survey=chile)
    assert compiled.opens == dt.datetime(2026, 9, 6, 4, tzinfo=dt.UTC)
    assert compiled.closes == dt.datetime(2026, 9, 7, 3, tzinfo=dt.UTC)


def test_a_team_leaves_out_practices_that_say_the_same_too() -> None:
    oncology, vaccines = wave().teams
    assert oncology.not_in_scope == (
        "foundation-model:decision-making",
        "seven-habits:decision-log",
    )
    assert (oncology.unit, vaccines.unit) == ("alliances", "organisation")
    assert oncology.name == {"en": "Oncology", "de": "Oncology"}


def test_the_same_files_give_the_same_bytes() -> None:
    assert canonical(wave()) == canonical(wave())


def test_the_fingerprint_covers_everything_but_itself() -> None:
    compiled = wave()
    assert compiled.fingerprint == wave_fingerprint(compiled)
    other = wave(teams=swap(TEAMS, "stakeholder: 20", "stakeholder: 21"))
    assert other.fingerprint != compiled.fingerprint
    assert practitioner(other).fingerprint == practitioner(compiled).fingerprint


def test_a_translation_leaves_the_items_fingerprint_alone() -> None:
    german = swap(HABITS, "Wo stehen Sie beim Protokoll", "Wie steht das Protokoll")
    english = swap(HABITS, "Where do you stand with the log", "How is the log")
    before = question(wave(), "log-kept").fingerprint
    assert question(wave(habits=german), "log-kept").fingerprint == before
    assert question(wave(habits=english), "log-kept").fingerprint != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reverse: true", "reverse: false"),
        ("short: {en: Always,", "short: {en: Daily,"),
        ("- {n: 2, title: {en: All,", "- {n: 3, title: {en: All,"),
    ],
)
def test_options_values_and_direction_are_part_of_the_items_fingerprint(
    old: str, new: str
) -> None:
    changed = question(wave(habits=swap(HABITS, old, new)), "log-kept")
    assert changed.fingerprint != question(wave(), "log-kept").fingerprint


def test_codes_of_an_earlier_wave_are_kept_when_questions_move() -> None:
    first = wave()
    moved = swap(
        SURVEY,
        "[seven-habits:risk-known, seven-habits:log-kept]",
        "[seven-habits:risk-told, seven-habits:log-kept, seven-habits:risk-known]",
    )
    moved = swap(
        moved,
        "        block: frequency\n        items: [seven-habits:risk-told]",
        "        block: frequency\n        items: []",
    )
    later = wave("next", survey=moved, earlier=(first,))
    assert [q.code for q in practitioner(later).pages[0].questions] == [
        "SHRR2",
        "SHRR1",
        "SHDL1",
    ]


def test_every_missing_translation_is_reported_at_once() -> None:
    text = swap(HABITS, "{en: Pick three., de: Wählen Sie drei.}", "Pick three.")
    text = swap(
        text,
        "Keep a risk register, de: Ein Risikoregister führen",
        "Keep a risk register",
    )
    plan = swap(SURVEY, "{en: Confidential., de: Vertraulich.}", "Confidential.")
    assert refused(habits=text, survey=plan) == [
        ("instrument-untranslated", "'text' has no text in 'de': 'Pick three.'"),
        (
            "instrument-untranslated",
            "'title' has no text in 'de': 'Keep a risk register'",
        ),
        (
            "instrument-untranslated",
            "the privacy statement has no text in 'de': 'Confidential.'",
        ),
    ]


def test_a_text_without_letters_needs_no_translation() -> None:
    assert wave().title == {"en": "2026", "de": "2026"}


def test_a_language_the_framework_lacks_is_one_problem() -> None:
    only_english = swap(HABITS, "languages: [en, de]", "languages: [en]")
    assert refused(habits=only_english) == [
        (
            "instrument-language",
            "the survey is asked in 'de', the framework is not written in it",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("seven-habits:risk-known,", "seven-habits:risk-gone,", "instrument-item"),
        ("seven-habits:log-kept]", "seven-habits:risk-known]", "instrument-item-twice"),
        (
            "seven-habits, version: 1.0.0",
            "seven-habits, version: 2.0.0",
            "instrument-framework",
        ),
        ("blocks: [frequency]", "blocks: [rarely]", "instrument-block"),
        ("Europe/Berlin", "Europe/Nowhere", "instrument-timezone"),
        ("closes: 2027-03-28", "closes: 2027-02-28", "instrument-dates"),
    ],
)
def test_a_survey_that_cannot_be_asked_is_refused(
    old: str, new: str, code: str
) -> None:
    codes = {
        code for code, _ in refused(identifier="next", survey=swap(SURVEY, old, new))
    }
    assert codes == {code}


def test_an_item_without_wording_for_the_group_is_refused() -> None:
    plan = SURVEY.replace("seven-habits:risk-told", "seven-habits:risk-known")
    assert (
        "instrument-wording",
        "'seven-habits:risk-known' has no wording for 'stakeholder'",
    ) in refused(survey=plan)


def test_a_scale_that_is_not_there_is_refused() -> None:
    gone = swap(HABITS, "scale: pick,", "scale: peck,")
    assert refused(habits=gone) == [
        (
            "instrument-scale",
            NAMES.format("pick", "peck", "is not there"),
        )
    ]


def test_a_practice_without_rungs_cannot_be_answered_or_assessed() -> None:
    start, end = HABITS.index("ladder:"), HABITS.index("scales:")
    assert refused(habits=HABITS[:start] + HABITS[end:]) == [
        (
            "instrument-ladder",
            RUNGS.format("log-kept"),
        ),
        (
            "instrument-ladder",
            RUNGS.format("risk-known"),
        ),
        (
            "instrument-ladder",
            (
                "practice 'seven-habits:risk-register' has no rungs, so a team cannot"
                " assess it"
            ),
        ),
    ]


def test_a_team_cannot_leave_out_an_unknown_practice() -> None:
    codes = refused(teams=swap(TEAMS, "[decision-log]", "[decision-book]"))
    assert [code for code, _ in codes] == ["instrument-practice"]


def test_an_unknown_wave_is_refused_with_the_known_ones() -> None:
    assert refused(identifier="autumn") == [
        ("instrument-wave", "no wave 'autumn'; the survey has: spring, next")
    ]


def test_problems_carry_the_lines_the_caller_finds() -> None:
    def locate(place: Place) -> tuple[str, int, int]:
        return f"{place.id}.yaml", len(place.loc), 7

    text = swap(HABITS, "{en: Pick three., de: Wählen Sie drei.}", "Pick three.")
    with pytest.raises(Problems) as caught:
        compile_wave(
            small.survey(), small.teams(), small.both(text), "spring", locate=locate
        )
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.column) == ("seven-habits.yaml", 3, 7)
