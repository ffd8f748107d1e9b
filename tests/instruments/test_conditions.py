"""A condition of an item becomes part of its question, and questions keep an order."""

from __future__ import annotations

import pytest
import small
from hypothesis import given
from hypothesis import strategies as st
from small import HABITS, SURVEY, swap

from generator.errors import Problems
from generator.instruments.compile import compile_wave
from generator.instruments.lint import lint
from generator.instruments.lock import differences
from generator.instruments.paging import cut, together
from generator.model.instrument import AnswerIn, Instrument, Question, Wave
from generator.model.showing import not_shown

TOLD = "          - id: risk-told\n            purpose: perception\n"
COMMENT = "{id: comment, purpose: comment, "
ALL = "[seven-habits:risk-known, seven-habits:log-kept]"
THREE = "[seven-habits:risk-known, seven-habits:log-kept, seven-habits:risk-told]"
OTHERS = swap(
    SURVEY,
    "Was Sie sahen}\n        items: [seven-habits:risk-told]",
    "Was Sie sahen}\n        items: [seven-habits:log-kept]",
)
"""Stakeholders are asked nothing that looks at an earlier answer."""
ONE_SECTION = swap(
    swap(OTHERS, ALL, THREE),
    "      - id: often\n        title: {en: How often, de: Wie oft}\n"
    "        block: frequency\n        items: [seven-habits:risk-told]\n",
    "",
).replace(", blocks: [frequency]", "")


def told_if(condition: str) -> str:
    return swap(HABITS, TOLD, f"{TOLD}            show_if: {condition}\n")


def comment_if(condition: str) -> str:
    return swap(HABITS, COMMENT, f"{COMMENT}show_if: {condition}, ")


def wave(habits: str, survey: str = ONE_SECTION, identifier: str = "spring") -> Wave:
    return compile_wave(
        small.survey(survey), small.teams(), small.both(habits), identifier
    )


def practitioner(compiled: Wave) -> Instrument:
    found = compiled.instrument_for("practitioner")
    assert found is not None
    return found


def question(instrument: Instrument, item: str) -> Question:
    return next(
        one for one in instrument.questions() if one.item == f"seven-habits:{item}"
    )


def refused(
    habits: str, survey: str = ONE_SECTION, identifier: str = "spring"
) -> list[tuple[str, str]]:
    """Where the wave is refused, in which document, and why."""
    with pytest.raises(Problems) as caught:
        compile_wave(
            small.survey(survey),
            small.teams(),
            small.both(habits),
            identifier,
            locate=lambda place: (".".join(map(str, place.loc)), 1, 1),
        )
    return [
        (one.path, f"{one.code}: {one.message}\n{one.hint}")
        for one in caught.value.problems
    ]


def test_an_item_without_a_condition_is_asked_of_everybody() -> None:
    assert [one.show_if for one in practitioner(wave(HABITS)).questions()] == [()] * 5


def test_a_condition_names_the_earlier_question_by_its_code() -> None:
    found = practitioner(wave(told_if("{item: risk-known, in: ['2', '1']}")))
    assert question(found, "risk-known").code == "SHRR1"
    assert question(found, "risk-told").show_if == ((AnswerIn("SHRR1", ("1", "2")),),)


def test_nested_conditions_become_lists_of_which_one_must_hold() -> None:
    condition = (
        "{all: [{item: risk-known, in: ['0']},"
        " {any: [{item: log-kept, in: ['1']}, {item: log-kept, in: ['2', NA]}]},"
        " {item: risk-known, in: ['0']}]}"
    )
    found = practitioner(wave(comment_if(condition)))
    first = AnswerIn("SHRR1", ("0",))
    assert question(found, "comment").show_if == (
        (first, AnswerIn("SHDL1", ("1",))),
        (first, AnswerIn("SHDL1", ("2", "NA"))),
    )


def test_more_than_sixteen_alternatives_are_refused() -> None:
    either = ["{any: [{item: pick, in: [P1]}, {item: pick, in: [P2]}]}"] * 5
    assert refused(comment_if(f"{{all: [{', '.join(either)}]}}")) == [
        (
            "items.1.show_if",
            (
                "condition-alternatives: the condition of 'seven-habits:comment' can "
                "hold "
                "in 32 ways; at most 16 are taken\n"
                "name several options in one `in`, or ask one question that sums it up"
            ),
        )
    ]
    wave(comment_if(f"{{all: [{', '.join(either[:4])}]}}"))


def test_a_question_stands_on_a_later_page_than_the_one_it_looks_at() -> None:
    plain = practitioner(wave(HABITS)).pages
    assert [len(page.questions) for page in plain] == [3, 2]
    found = practitioner(wave(told_if("{item: risk-known, in: ['0']}"))).pages
    assert [[one.code for one in page.questions] for page in found] == [
        ["SHRR1"],
        ["SHRR2", "SHDL1"],
        ["SHP1", "SHC1"],
    ]
    assert [page.title["en"] for page in found][:2] == ["Value (1/2)", "Value (2/2)"]


def test_a_question_does_not_move_before_the_one_it_looks_at() -> None:
    """Questions of a practice stand together, but never before their condition."""
    found = practitioner(wave(told_if("{item: log-kept, in: ['0']}"))).pages
    assert [[one.code for one in page.questions] for page in found][:2] == [
        ["SHRR1", "SHDL1"],
        ["SHRR2"],
    ]


def test_a_new_page_is_cut_only_where_it_must_be() -> None:
    def looks(one: str, other: str) -> bool:
        return (one, other) in {("h1", "a1"), ("c2", "c1")}

    eight = [[f"{name}1"] for name in "abcdefgh"]
    assert [len(page) for page in cut(eight, looks=looks)] == [4, 4]
    assert cut([["c1", "c2"], ["d1"]], looks=looks) == [["c1"], ["c2", "d1"]]
    assert cut([["a1"], ["b1"], ["h1"]], looks=looks) == [["a1", "b1"], ["h1"]]
    assert together(["c1", "a1", "c2"], lambda name: name[0], looks) == [
        ["c1", "c2"],
        ["a1"],
    ]
    assert together(["h2", "a1", "h1"], lambda name: name[0], looks) == [
        ["h2"],
        ["a1"],
        ["h1"],
    ]


@given(
    st.lists(st.sampled_from("abc"), max_size=14),
    st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=12),
)
def test_whatever_looks_at_an_earlier_question_stands_on_a_later_page(
    owners: list[str], pairs: set[tuple[int, int]]
) -> None:
    later = {(max(pair), min(pair)) for pair in pairs if len(set(pair)) == 2}

    def looks(one: int, other: int) -> bool:
        return (one, other) in later

    runs = together(range(len(owners)), owners.__getitem__, looks)
    pages = cut(runs, looks=looks)
    page_of = {each: n for n, page in enumerate(pages) for each in page}
    assert sorted(page_of) == list(range(len(owners)))
    assert [each for page in pages for each in page] == [
        each for run in runs for each in run
    ]
    assert all(1 <= len(page) <= 6 for page in pages)
    assert all(
        page_of[other] < page_of[one]
        for one, other in later
        if one in page_of and other in page_of
    )


def test_a_question_asked_before_its_condition_is_refused_where_it_is_asked() -> None:
    survey = swap(
        ONE_SECTION,
        "[seven-habits:pick, seven-habits:comment]",
        "[seven-habits:comment, seven-habits:pick]",
    )
    assert refused(comment_if("{item: pick, in: [P1]}"), survey) == [
        (
            "instruments.0.sections.1.items.0",
            (
                "condition-order: instrument A asks 'seven-habits:comment' before "
                "'seven-habits:pick', whose answer decides whether it is asked\n"
                "move 'seven-habits:pick' up, or 'seven-habits:comment' down"
            ),
        )
    ]


def test_a_condition_on_what_the_instrument_does_not_ask_is_refused() -> None:
    habits = comment_if("{item: pick, in: [P1]}")
    survey = swap(
        ONE_SECTION,
        "Was Sie sahen}\n        items: [seven-habits:log-kept]",
        "Was Sie sahen}\n        items: [seven-habits:comment]",
    )
    assert refused(habits, survey) == [
        (
            "instruments.2.sections.0.items.0",
            (
                "condition-not-asked: instrument B asks 'seven-habits:comment' only "
                "after "
                "an answer to 'seven-habits:pick', which it does not ask\n"
                "name 'seven-habits:pick' in an earlier place, or take "
                "'seven-habits:comment' out"
            ),
        )
    ]


def test_a_condition_on_a_block_that_rests_in_this_wave_is_refused() -> None:
    habits = comment_if("{item: risk-told, in: [A1]}")
    assert refused(habits, OTHERS) == [
        (
            "instruments.0.sections.2.items.1",
            (
                "condition-not-asked: instrument A asks 'seven-habits:comment' only "
                "after "
                "an answer to 'seven-habits:risk-told', whose rotating block "
                "'frequency' "
                "is not asked in wave 'spring'\n"
                "add 'frequency' to the wave's blocks, or put both items into one "
                "section"
            ),
        )
    ]
    found = practitioner(wave(habits, OTHERS, "next"))
    assert question(found, "comment").show_if == ((AnswerIn("SHRR2", ("A1",)),),)


def test_the_fingerprint_of_an_item_changes_with_its_condition_only() -> None:
    plain = practitioner(wave(HABITS))
    first = practitioner(wave(told_if("{item: risk-known, in: ['0', '1']}")))
    again = practitioner(wave(told_if("{any: [{item: risk-known, in: ['1', '0']}]}")))
    other = practitioner(wave(told_if("{item: risk-known, in: ['0']}")))
    prints = [question(one, "risk-told").fingerprint for one in (plain, first, other)]
    assert len(set(prints)) == 3
    assert question(again, "risk-told").fingerprint == prints[1]
    assert (
        question(first, "risk-known").fingerprint
        == question(plain, "risk-known").fingerprint
    )


def test_a_fingerprint_from_before_conditions_still_holds() -> None:
    assert question(practitioner(wave(HABITS)), "risk-told").fingerprint == (
        "5ed81712bc04a4ffd3ac3270efc47020bdebb0f0e0225a716340d7803e3a75c3"
    )


def test_a_changed_condition_is_reported_against_the_frozen_wave() -> None:
    before = wave(told_if("{item: risk-known, in: ['0']}"))
    for habits, survey in (
        (told_if("{item: risk-known, in: ['0', '1']}"), ONE_SECTION),
        (HABITS, ONE_SECTION),
    ):
        after = compile_wave(
            small.survey(survey), small.teams(), small.both(habits), "spring", [before]
        )
        said = "question SHRR2 (seven-habits:risk-told) of instrument A: whom it is "
        said += "asked of changed"
        assert said in [str(one) for one in differences(before, after)]
        assert said in [str(one) for one in differences(after, before)]
    assert differences(before, before) == ()


def test_another_code_today_is_no_other_condition() -> None:
    habits = told_if("{item: log-kept, in: ['0']}")
    frozen = wave(habits)
    other = swap(ONE_SECTION, THREE, f"[seven-habits:pick, {THREE[1:]}")
    other = swap(
        other, "[seven-habits:pick, seven-habits:comment]", "[seven-habits:comment]"
    )
    today = wave(habits, other)
    assert not any("asked of" in str(one) for one in differences(frozen, today))


def test_a_condition_changed_since_the_last_wave_is_worth_a_look() -> None:
    before = wave(told_if("{item: risk-known, in: ['0']}"))
    found = lint(
        small.survey(ONE_SECTION),
        small.both(told_if("{item: risk-known, in: ['1']}")),
        small.teams(),
        [before],
    )
    assert [(one.code, one.place.loc[-1], one.message) for one in found] == [
        (
            "item-changed",
            "show_if",
            (
                "'seven-habits:risk-told' no longer asks what it asked in wave "
                "'spring', "
                "or no longer the same people"
            ),
        )
    ]


def test_questions_are_hidden_in_order_by_the_answers_given() -> None:
    habits = told_if("{item: risk-known, in: ['0', '1']}")
    habits = swap(habits, COMMENT, f"{COMMENT}show_if: {{item: risk-told, in: [A1]}}, ")
    asked = practitioner(wave(habits))
    assert not_shown(asked, {}) == {"SHRR2", "SHC1"}
    assert not_shown(asked, {"SHRR1": "1"}) == {"SHC1"}
    assert not_shown(asked, {"SHRR1": "1", "SHRR2": "A1"}) == set()
    # what was answered to a question that is hidden now decides nothing
    assert not_shown(asked, {"SHRR1": "2", "SHRR2": "A1"}) == {"SHRR2", "SHC1"}
    assert not_shown(asked, {"SHRR1": "1"}, undecided={"SHRR2"}) == set()
    assert not_shown(asked, {"SHRR1": "2"}, undecided={"SHRR2"}) == {"SHRR2", "SHC1"}


def test_one_of_several_choices_is_enough() -> None:
    habits = comment_if("{item: pick, in: [P2]}")
    asked = practitioner(wave(habits))
    assert not_shown(asked, {"SHP1": "P1 P2"}) == set()
    assert not_shown(asked, {"SHP1": "P1"}) == {"SHC1"}
