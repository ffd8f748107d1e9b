"""A practice whose questions changed in part: told only on those both waves asked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from disclosure_waves import wave_of
from hypothesis import given, settings
from hypothesis import strategies as st
from released_projects import (
    again,
    frozen,
    later,
    project,
    response,
    store_answers,
)
from samples import LOG, RISK, question
from test_same_people import numbered

from generator.disclosure import Released, release
from generator.disclosure.attack import leaks, ledger_leaks, mean_row, unrecorded
from generator.disclosure.common import Again, Parts
from generator.disclosure.ledger import COMMON, decode, people_behind
from generator.disclosure.matched import Before
from generator.instruments.compile import wave_fingerprint
from generator.model.edition import CellKey, Change, Suppressed
from generator.model.instrument import Question, Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.pipeline.results import everything_released
from generator.pipeline.results import release as release_wave

KEY = CellKey("practitioner", RISK, "a")
TWO = {"a": ORGANISATION, "b": ORGANISATION}

Given = Mapping[str, tuple[float | None, float | None]]
"""Person to the points of the question in common and of the other one."""


def waves(teams: Mapping[str, str]) -> tuple[Wave, Wave]:
    """Two questions each; the second is another one in the second wave."""

    def with_questions(wave: Wave, *questions: Question) -> Wave:
        first = wave.instruments[0]
        page = replace(first.pages[0], questions=questions)
        return replace(wave, instruments=(replace(first, pages=(page,)),))

    wave = wave_of(teams)
    other = replace(question("Q2", RISK), item="seven-habits:other", fingerprint="new")
    return (
        with_questions(wave, question("Q1", RISK), question("Q2", RISK)),
        with_questions(replace(wave, id="2027"), question("Q1", RISK), other),
    )


def scored(people: Given, team_of: Mapping[str, str], which: str) -> list[PersonScores]:
    found = []
    for who, (kept, left) in sorted(people.items()):
        both = [x for x in (kept, left) if x is not None]
        points = {
            "all": math.fsum(both) / len(both) if both else None,
            "kept": kept,
            "left": left,
        }[which]
        scores = {} if points is None else {RISK: points}
        found.append(PersonScores(who, team_of[who], "practitioner", "", scores))
    return found


def parts(people: Given, team_of: Mapping[str, str]) -> Parts:
    return Parts(scored(people, team_of, "kept"), scored(people, team_of, "left"))


def released(
    first: Given, second: Given, team_of: Mapping[str, str], teams: Mapping[str, str]
) -> tuple[Released, Released]:
    then, now = waves(teams)
    before_people = scored(first, team_of, "all")
    made = release(then, before_people, (), None, 1)
    before = Before(then, made.edition, before_people, numbered(before_people))
    told = release(
        now,
        scored(second, team_of, "all"),
        made.ledger,
        made.edition,
        1,
        None,
        before,
        Again(parts(second, team_of), parts(first, team_of)),
    )
    return made, told


def crowd(names: Iterable[int], shift: float = 0.0) -> dict[str, tuple[float, float]]:
    return {f"p{n}": (25.0 * (n % 3) + shift, 25.0 * (n % 4)) for n in names}


def all_in(team: str, *crowds: Given) -> dict[str, str]:
    return {who: team for one in crowds for who in one}


def test_change_is_told_on_the_question_in_common() -> None:
    first, second = crowd(range(24)), crowd(range(24), 25.0)
    _, told = released(first, second, all_in("a", first), {"a": ORGANISATION})
    change = told.edition.changes[KEY]
    # Everybody rose by one step of four on the common question: 1.0 of 4.
    assert (change.value, change.common) == (1.0, (1, 2))
    # sd of 0, 25, 50, eight times each: 20.85; shared with 22 worth 20: 21.39.
    # SE = sqrt(2) * 21.39 / sqrt(24) = 6.17 points = .247; df 86, t 1.988: .491.
    assert (change.low, change.high) == (0.5, 1.5)
    assert change.se == 0.25
    # The dimension is made of another practice now.
    assert set(told.edition.changes) == {KEY, KEY._replace(group=ORGANISATION)}
    assert told.edition.cells[KEY] != Suppressed()


def test_ledger_of_both_waves_remembers_the_sets() -> None:
    first, second = crowd(range(24)), crowd(range(10, 30))
    made, told = released(
        first, second, all_in("a", first, second), {"a": ORGANISATION}
    )
    sets = {(line.wave, name) for line in told.ledger for name in line.sets}
    assert ("2027", f"a{COMMON}2026") in sets
    assert ("2026", f"a{COMMON}2027") in sets
    assert ledger_leaks([*made.ledger, *told.ledger], 5) == []
    assert unrecorded(told.edition, told.ledger) == []
    bare = [
        replace(line, sets={g: s for g, s in line.sets.items() if COMMON not in g})
        for line in told.ledger
    ]
    assert KEY in unrecorded(told.edition, bare)


def without(people: Given, names: Iterable[int]) -> Given:
    """These people left the common question out; the other one carries them."""
    gone = {f"p{n}" for n in names}
    return {who: (None if who in gone else a, b) for who, (a, b) in people.items()}


@pytest.mark.parametrize("left_out", [0, 1, 4, 5, 8])
def test_few_who_left_the_question_out_stop_the_change(left_out: int) -> None:
    first, second = crowd(range(24)), without(crowd(range(24), 12.5), range(left_out))
    _, told = released(first, second, all_in("a", first), {"a": ORGANISATION})
    assert (KEY in told.edition.changes) is (left_out == 0 or left_out >= 5)


@pytest.mark.parametrize("which", ["kept", "left"])
@pytest.mark.parametrize("wave", ["then", "now"])
def test_a_question_all_answered_alike_stops_the_change(which: str, wave: str) -> None:
    """The shown score and the change would tell what everybody said to it."""
    first, second = crowd(range(24)), crowd(range(24), 25.0)
    alike = {
        who: (100.0, b) if which == "kept" else (a, 100.0)
        for who, (a, b) in (first if wave == "then" else second).items()
    }
    if wave == "then":
        first = alike
    else:
        second = alike
    _, told = released(first, second, all_in("a", first), {"a": ORGANISATION})
    assert not isinstance(told.edition.cells[KEY], Suppressed)
    assert KEY not in told.edition.changes


def test_nothing_is_told_without_scores_on_the_common_questions() -> None:
    then, now = waves({"a": ORGANISATION})
    people = scored(crowd(range(24)), all_in("a", crowd(range(24))), "all")
    made = release(then, people, (), None, 1)
    before = Before(then, made.edition, people, numbered(people))
    told = release(now, people, made.ledger, made.edition, 1, None, before)
    assert told.edition.changes == {}


def test_other_questions_altogether_break_the_line() -> None:
    then, now = waves({"a": ORGANISATION})
    first = now.instruments[0]
    new = replace(first.pages[0].questions[0], item="seven-habits:x", fingerprint="x")
    page = replace(first.pages[0], questions=(new, *first.pages[0].questions[1:]))
    now = replace(now, instruments=(replace(first, pages=(page,)),))
    people = scored(crowd(range(24)), all_in("a", crowd(range(24))), "all")
    made = release(then, people, (), None, 1)
    before = Before(then, made.edition, people, numbered(people))
    told = release(now, people, made.ledger, made.edition, 1, None, before)
    assert told.edition.changes == {}


points = st.sampled_from([None, 0.0, 25.0, 50.0, 75.0, 100.0])


@st.composite
def panels(draw: st.DrawFn) -> tuple[list[Given], dict[str, str]]:
    """Two waves of two teams in which questions are left out."""
    both = []
    for _ in range(2):
        names = draw(st.sets(st.integers(0, 30), min_size=10))
        both.append({f"p{n}": (draw(points), draw(points)) for n in sorted(names)})
    return both, {f"p{n}": "ab"[n % 2] for n in range(31)}


@settings(max_examples=80, deadline=None)
@given(panels())
def test_no_two_numbers_of_the_same_people_give_anybody_away(
    panel: tuple[list[Given], dict[str, str]],
) -> None:
    """Both questions as unknowns of their own: the attacker knows all that is shown.

    A shown score is a sum over both questions of everybody in its set, the part of a
    change a sum over the one in common.
    """
    (first, second), team_of = panel
    made, told = released(first, second, team_of, TWO)
    entries = [*made.ledger, *told.ledger]
    assert ledger_leaks(entries, 5) == []
    for wave, people in (("2026", first), ("2027", second)):
        names = people_behind(numbered(scored(people, team_of, "all")))
        rows = []
        for line in entries:
            if line.wave != wave:
                continue
            for name, text in line.sets.items():
                inside = {names[n] for n in decode(text)}
                asked = [0] if COMMON in name else [0, 1]
                rows.append(
                    mean_row(
                        (who, q)
                        for who in inside
                        for q in asked
                        if people[who][q] is not None
                    )
                )
        whose = {(who, q): who for who in people for q in (0, 1)}
        assert leaks(rows, 5, whose) == []


# In a project: the real pipeline from answers to pages.


def changed(wave: Wave) -> Wave:
    """The second question about the risk register is another one in this wave."""

    def swap(one: Question) -> Question:
        if one.code != "Q2":
            return one
        return replace(one, item="seven-habits:other", fingerprint="new")

    instruments = tuple(
        replace(
            each,
            pages=tuple(
                replace(page, questions=tuple(map(swap, page.questions)))
                for page in each.pages
            ),
        )
        for each in wave.instruments
    )
    wave = replace(wave, instruments=instruments, fingerprint="")
    return replace(wave, fingerprint=wave_fingerprint(wave))


def test_release_scores_both_waves_again_on_what_they_share(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    first = frozen("2025", 2025, reference=True)
    second = changed(frozen("2026", 2026))
    reading = project(tmp_path_factory.mktemp("common") / "p", first, second)
    answers = [
        response(wave, "oncology", f"p{n}", n, answers=given)
        for wave, more in ((first, 0), (second, 1))
        for n in range(24)
        # The common question rises by one rung; the other one says something else.
        for given in [{"Q1": str(n % 3 + more), "Q2": str(n % 4), "Q3": str(n % 5)}]
    ]
    store_answers(reading, answers)
    release_wave(reading, "2025", later)
    release_wave(reading, "2026", later)
    edition = everything_released(again(reading))[0]["2026"]

    def told(ref: str) -> Change:
        return edition.changes[CellKey("stakeholder", ref, "oncology")]

    assert (told(RISK).value, told(RISK).common) == (1.0, (1, 2))
    assert (told(LOG).value, told(LOG).common) == (0.0, None)
    assert CellKey("stakeholder", "seven-habits:enhance-value", "oncology") not in (
        edition.changes
    )
