from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from disclosure_waves import crowd, person, wave_of
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import GOVERN, LOG, RISK, STAKEHOLDERS, node, question, small_wave

from generator.disclosure import release
from generator.disclosure.attack import ledger_leaks, unrecorded
from generator.disclosure.ledger import decode, encode, numbering_key, respondent_of
from generator.errors import Exit, Problems
from generator.model.edition import CellKey, Shown, Suppressed, Turnout, digest
from generator.model.instrument import Wave
from generator.model.response import Response
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.scoring import person_scores

MIXED = (25.0, 50.0, 75.0, 100.0, 0.0, 50.0)
HIDDEN = Suppressed()


def key(group: str, node: str = RISK, view: str = "practitioner") -> CellKey:
    return CellKey(view, node, group)


def full(team: str, view: str, n: int, **scores: float) -> list[PersonScores]:
    """People of one team with a score on every practice of the sample wave."""
    chosen = {RISK: 50.0, LOG: 50.0, STAKEHOLDERS: 50.0} | {
        {"risk": RISK, "log": LOG, "plan": STAKEHOLDERS}[name]: value
        for name, value in scores.items()
    }
    chosen[GOVERN] = chosen[LOG]
    return [
        PersonScores(f"{view}-{team}-{i}", team, view, f"c{i % 4}", chosen)
        for i in range(n)
    ]


def test_team_of_four_is_hidden_and_the_organisation_of_twelve_is_shown() -> None:
    wave = small_wave()
    people = [
        one
        for team in ("immunology", "oncology", "vaccines")
        for one in full(team, "practitioner", 4)
    ]
    cells = release(wave, people, (), None, 1).edition.cells
    for place in (RISK, "seven-habits:enhance-value", "seven-habits", GOVERN):
        assert isinstance(cells[key(ORGANISATION, place)], Shown)
        assert isinstance(cells[key("alliances", place)], Shown)
        for team in ("immunology", "oncology", "vaccines"):
            assert cells[key(team, place)] == HIDDEN


def test_shown_number_is_in_display_units_with_its_interval_outward() -> None:
    wave = wave_of({"a": ORGANISATION}, eligible=6)
    cell = release(wave, crowd("a", *MIXED), (), None, 1).edition.cells[key("a")]
    # mean 50, s2 = 1250, pooled (20*484 + 5*1250)/25 = 637.2, se = 10.3053,
    # t25 = 2.059539, half = 21.2242 points = .8490 of 4.
    assert cell == Shown(2.0, 1.1, 2.9, 6, 0.41, 25.0, "low")


def test_confidence_needs_ten_people_and_half_of_those_asked() -> None:
    words = []
    for n, eligible in [(100, 150), (100, 250), (9, 9)]:
        wave = wave_of({"a": ORGANISATION}, eligible=eligible)
        tight = replace(
            wave, rules=tuple(replace(r, sd=1.0, sd_df=10_000) for r in wave.rules)
        )
        people = crowd("a", *[50.0] * n)
        cell = release(tight, people, (), None, 1).edition.cells[key("a")]
        assert isinstance(cell, Shown)
        words.append(cell.confidence)
    assert words == ["high", "medium", "medium"]


def test_nobody_answered_is_hidden_and_not_asked_is_absent() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    b_out = replace(wave.teams[1], not_in_scope=(RISK,))
    wave = replace(wave, teams=(wave.teams[0], b_out))
    edition = release(wave, [], (), None, 1).edition
    assert edition.cells[key("a")] == HIDDEN
    assert edition.cell("practitioner", RISK, "b") is None
    assert edition.cell("practitioner", "seven-habits", "b") is None
    assert edition.cell("partner", RISK, "a") is None


def test_view_a_team_has_nobody_for_is_not_asked() -> None:
    wave = wave_of({"a": ORGANISATION}, eligible=0)
    assert release(wave, [], (), None, 1).edition.cells == {}


def test_dimension_is_made_of_shown_numbers_a_reader_can_check() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, risk=30, log=61.5)
    cells = release(wave, people, (), None, 1).edition.cells
    stakeholder = {
        node: cells[key("oncology", node, "stakeholder")]
        for node in (RISK, LOG, "seven-habits:enhance-value", "seven-habits")
    }
    values = {
        node: cell.value
        for node, cell in stakeholder.items()
        if isinstance(cell, Shown)
    }
    assert values == {
        RISK: 1.2,
        LOG: 2.5,
        "seven-habits:enhance-value": 1.9,
        "seven-habits": 2.0,
    }
    habit = stakeholder["seven-habits:enhance-value"]
    whole = stakeholder["seven-habits"]
    assert isinstance(habit, Shown)
    assert isinstance(whole, Shown)
    assert (habit.parts, whole.parts) == ((2, 2), (3, 3))


def test_practice_without_enough_answers_leaves_the_dimension_to_the_others() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, risk=25, log=75)
    few = [
        one if i < 4 else replace(one, scores={RISK: 25.0, STAKEHOLDERS: 50.0})
        for i, one in enumerate(people)
    ]
    cells = release(wave, few, (), None, 1).edition.cells
    at = {n: cells[key("oncology", n, "stakeholder")] for n in (LOG, GOVERN)}
    assert at == {LOG: HIDDEN, GOVERN: HIDDEN}
    habit = cells[key("oncology", "seven-habits:enhance-value", "stakeholder")]
    assert isinstance(habit, Shown)
    assert (habit.value, habit.parts) == (1.0, (1, 2))
    assert cells[key("oncology", "foundation-model", "stakeholder")] == HIDDEN


def test_banded_practice_enters_no_dimension() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, risk=25, log=100)
    cells = release(wave, people, (), None, 1).edition.cells
    band = cells[key("oncology", LOG, "stakeholder")]
    habit = cells[key("oncology", "seven-habits:enhance-value", "stakeholder")]
    assert isinstance(band, Shown)
    assert isinstance(habit, Shown)
    assert (band.band, band.value, band.low, band.high) == ("top", 3.6, 3.6, 4.0)
    assert (habit.value, habit.parts) == (1.0, (1, 2))


def test_band_says_the_same_for_every_mean_inside_it() -> None:
    wave = wave_of({"a": ORGANISATION})
    bands = {
        release(wave, crowd("a", *scores), (), None, 1).edition.cells[key("a")]
        for scores in ([100.0] * 6, [100.0] * 5 + [80.0], [99.0] * 6)
    }
    assert len(bands) == 1


def test_practices_that_say_the_same_are_shown_alike_and_recorded_alike() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, log=61.5)
    released = release(wave, people, (), None, 1)
    cells = released.edition.cells
    assert (
        cells[key("oncology", LOG, "stakeholder")]
        == (cells[key("oncology", GOVERN, "stakeholder")])
    )
    sets = {line.measure: line.sets for line in released.ledger}
    assert sets[f"stakeholder|{LOG}"] == sets[f"stakeholder|{GOVERN}"]


def test_partners_of_two_companies_are_never_shown() -> None:
    wave = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)
    people = [
        person(f"p{i}", "a", score, view="partner", cluster=f"c{i % 2}")
        for i, score in enumerate(MIXED * 2)
    ]
    cells = release(wave, people, (), None, 1).edition.cells
    assert cells[key("a", view="partner")] == HIDDEN
    third = [replace(one, cluster=f"c{i % 3}") for i, one in enumerate(people)]
    cells = release(wave, third, (), None, 1).edition.cells
    assert isinstance(cells[key("a", view="partner")], Shown)


def test_who_rates_two_teams_is_one_person_of_the_organisation() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    twice = [
        person(f"p{i}", team, score)
        for team in ("a", "b")
        for i, score in enumerate(MIXED)
    ]
    cells = release(wave, twice, (), None, 1).edition.cells
    whole, team = cells[key(ORGANISATION)], cells[key("a")]
    assert isinstance(whole, Shown)
    assert isinstance(team, Shown)
    assert (whole.n, team.n) == (6, 6)
    assert (whole.se, whole.df) == (team.se, team.df)


def test_turnout_is_given_for_groups_of_k_and_none_by_subtraction() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION))
    sizes = {"a": 12, "b": 8, "c": 3}
    wave = replace(
        wave,
        teams=tuple(
            replace(t, eligible={"practitioner": sizes[t.id]}) for t in wave.teams
        ),
    )
    people = crowd("a", *MIXED) + crowd("b", 50.0, 50.0) + crowd("c", 0.0)
    edition = release(wave, people, (), None, 1).edition
    assert edition.turnout == {
        ("practitioner", "a"): Turnout(12, 6),
        ("practitioner", "b"): HIDDEN,
        ("practitioner", "c"): HIDDEN,
        ("practitioner", ORGANISATION): Turnout(23, 9),
    }


def test_turnout_of_an_unknown_number_of_people_is_left_out() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    wave = replace(wave, teams=(wave.teams[0], replace(wave.teams[1], eligible={})))
    edition = release(wave, crowd("a", *MIXED), (), None, 1).edition
    assert edition.turnout == {("practitioner", "a"): Turnout(100, 6)}


def test_change_is_the_difference_of_the_two_printed_numbers() -> None:
    wave = wave_of({"a": ORGANISATION})
    first = release(wave, crowd("a", *[25.0, 50.0] * 20), (), None, 1)
    then = replace(wave, id="2027", fingerprint="sample-2027")
    second = release(
        then, crowd("a", *[50.0, 75.0] * 20), first.ledger, first.edition, 1
    )
    found = second.edition.changes[key("a")]
    assert (found.value, found.clear, found.since) == (1.0, True, "2026")
    assert found.low < 1.0 < found.high
    assert second.edition.changes.keys() == second.edition.cells.keys()
    assert first.edition.changes == {}


def test_no_change_where_either_wave_is_hidden_or_a_band() -> None:
    wave = wave_of({"a": ORGANISATION})
    then = replace(wave, id="2027")
    clear = crowd("a", *MIXED)
    for before, after in [
        (clear[:4], clear),
        (clear, clear[:4]),
        (crowd("a", *[100.0] * 6), clear),
        (clear, crowd("a", *[100.0] * 6)),
    ]:
        first = release(wave, before, (), None, 1)
        second = release(then, after, first.ledger, first.edition, 1)
        assert second.edition.changes == {}


def test_no_change_of_a_dimension_made_of_other_practices_than_before() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, risk=25, log=75)
    fewer = [replace(one, scores={RISK: 25.0, STAKEHOLDERS: 50.0}) for one in people]
    first = release(wave, people, (), None, 1)
    second = release(replace(wave, id="2027"), fewer, first.ledger, first.edition, 1)
    changed = {node for _, node, group in second.edition.changes if group == "oncology"}
    assert changed == {RISK, STAKEHOLDERS, "seven-habits:engage-stakeholders"}


def test_practices_on_the_same_items_are_in_scope_together() -> None:
    """Else the organisation of one practice less that of the other is one team."""
    wave = wave_of(dict.fromkeys("ab", ORGANISATION))
    twin = "seven-habits:twin"
    first = wave.instruments[0]
    page = replace(first.pages[0], questions=(question("Q1", RISK, twin),))
    wave = replace(
        wave,
        instruments=(replace(first, pages=(page,)),),
        nodes=(*wave.nodes, node(twin, "practice", "seven-habits:enhance-value", "T")),
        teams=(wave.teams[0], replace(wave.teams[1], not_in_scope=(twin,))),
    )
    responses = [
        Response(
            "local",
            f"{team}{i}",
            wave.survey,
            wave.id,
            wave.fingerprint,
            "practitioner",
            team,
            f"{team}{i}",
            "",
            "en",
            "complete",
            False,
            1,
            None,
            {"Q1": str(i % 5)},
        )
        for team, n in (("a", 8), ("b", 3))
        for i in range(n)
    ]
    edition = release(wave, person_scores(wave, responses), (), None, 1).edition
    for practice in (RISK, twin):
        cell = edition.cells[key(ORGANISATION, practice)]
        assert isinstance(cell, Shown)
        assert cell.n == 8
        assert key("b", practice) not in edition.cells


def test_three_is_the_floor_whatever_a_survey_declares() -> None:
    wave = wave_of({"a": ORGANISATION}, k=1)
    edition = release(wave, crowd("a", 0.0, 100.0), (), None, 1).edition
    assert edition.cells[key("a")] == HIDDEN
    assert edition.k == 3


# The ledger.


def test_ledger_is_a_chain_over_all_waves() -> None:
    wave = small_wave()
    people = full("oncology", "stakeholder", 20, log=61.5)
    first = release(wave, people, (), None, 1)
    then = replace(wave, id="2027")
    second = release(then, people, first.ledger, first.edition, 1)
    lines = [*first.ledger, *second.ledger]
    assert [line.position for line in lines] == list(range(1, 9))
    assert lines[0].previous == ""
    for before, line in pairwise(lines):
        assert line.previous == before.digest
    assert all(line.digest == digest(line) for line in lines)
    assert [line.measure for line in first.ledger] == [
        f"stakeholder|{ref}" for ref in (GOVERN, LOG, RISK, STAKEHOLDERS)
    ]


def test_ledger_names_bands_apart_from_numbers() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    people = crowd("a", *[100.0] * 6) + crowd("b", *MIXED)
    (line,) = release(wave, people, (), None, 1).ledger
    assert line.sets == {ORGANISATION: "fff@1", "a~": "3f@1"}


@given(st.sets(st.integers(1, 5000), max_size=60))
def test_set_of_numbers_survives_its_writing(numbers: set[int]) -> None:
    assert decode(encode(numbers)) == numbers


def test_numbering_key_names_the_person_but_no_score() -> None:
    first, second = person("p1", "a", 37.5), person("p1", "a", 38.5)
    assert respondent_of(numbering_key(first)) == "p1"
    assert respondent_of(numbering_key(person("local:#7", "a", 1))) == "local:#7"
    assert numbering_key(first) == numbering_key(person("p1", "a", 37.5))
    assert numbering_key(first) != numbering_key(second)
    assert "37.5" not in numbering_key(first)


def numbered(*groups: list[PersonScores]) -> Mapping[str, int]:
    """Numbers as a store gives them: those of earlier releases stay."""
    found: dict[str, int] = {}
    for group in groups:
        for name in sorted({numbering_key(one) for one in group} - set(found)):
            found[name] = len(found) + 1
    return found


def test_second_edition_of_the_same_answers_shows_the_same_and_adds_no_line() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION))
    people = crowd("a", *MIXED * 2) + crowd("b", *[100.0] * 6) + crowd("c", *MIXED)
    first = release(wave, people, (), None, 1)
    second = release(wave, people, first.ledger, None, 2, numbered(people))
    assert second.edition == replace(first.edition, number=2)
    assert second.ledger == ()
    assert isinstance(first.edition.cells[key("b")], Shown)


def test_second_edition_without_the_numbers_of_the_first_is_refused() -> None:
    wave = wave_of({"a": ORGANISATION})
    people = crowd("a", *MIXED)
    first = release(wave, people, (), None, 1)
    for numbers in (None, {}):
        with pytest.raises(Problems) as caught:
            release(wave, people, first.ledger, None, 2, numbers)
        assert caught.value.exit_code == Exit.UNSAFE
        assert caught.value.problems[0].code == "people-unnumbered"


def test_answer_changed_after_the_release_is_not_shown_as_a_difference() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    people = crowd("a", *MIXED) + crowd("b", *MIXED)
    first = release(wave, people, (), None, 1)
    amended = [person("a0", "a", 100.0), *people[1:]]
    numbers = numbered(people, amended)
    second = release(wave, amended, first.ledger, None, 2, numbers).edition.cells
    assert second[key("a")] == second[key(ORGANISATION)] == HIDDEN
    assert second[key("b")] == first.edition.cells[key("b")]


def test_person_forgotten_after_the_release_is_not_shown_as_a_difference() -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    people = crowd("a", *MIXED) + crowd("b", *MIXED)
    first = release(wave, people, (), None, 1)
    kept = people[1:]
    numbers = numbered(people)
    numbers = {name: n for name, n in numbers.items() if "#a0#" not in name}
    second = release(wave, kept, first.ledger, None, 2, numbers).edition.cells
    assert second[key("a")] == second[key(ORGANISATION)] == HIDDEN
    assert second[key("b")] == first.edition.cells[key("b")]


def test_response_from_a_team_the_wave_does_not_know_is_refused() -> None:
    wave = wave_of({"a": ORGANISATION})
    with pytest.raises(Problems, match="names the team `z`"):
        release(wave, crowd("z", *MIXED), (), None, 1)


# Any answers.

points = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])


@st.composite
def waves(draw: st.DrawFn) -> tuple[Wave, list[PersonScores]]:
    wave = small_wave()
    people = []
    for view in ("practitioner", "stakeholder", "partner"):
        for team in wave.teams:
            for i in range(draw(st.integers(0, 12))):
                scores = {
                    ref: draw(points)
                    for ref in (RISK, LOG, STAKEHOLDERS)
                    if draw(st.integers(0, 9)) < 8
                }
                if LOG in scores:
                    scores[GOVERN] = scores[LOG]
                name = f"{view}{draw(st.integers(0, 30))}" if i % 3 else f"{team.id}{i}"
                people.append(PersonScores(name, team.id, view, f"c{i % 5}", scores))
    unique = {(one.view, one.team, one.respondent): one for one in people}
    return wave, list(unique.values())


@settings(max_examples=60, deadline=None)
@given(waves(), st.randoms(use_true_random=False))
def test_release_is_safe_complete_and_the_same_in_any_order(
    case: tuple[Wave, list[PersonScores]], random: Random
) -> None:
    wave, people = case
    released = release(wave, people, (), None, 1)
    names = {n: respondent_of(k) for k, n in numbered(people).items()}
    assert ledger_leaks(released.ledger, 5, names) == []
    assert unrecorded(released.edition, released.ledger) == []
    cells = released.edition.cells
    assert list(cells) == sorted(cells)
    of_the_tree = [one for one in cells if one.group not in released.edition.unions]
    assert len(of_the_tree) == 3 * 9 * 5
    shuffled = list(people)
    random.shuffle(shuffled)
    assert release(wave, shuffled, (), None, 1) == released


@settings(max_examples=60, deadline=None)
@given(waves(), waves())
def test_late_answers_never_reveal_who_was_hidden(
    first: tuple[Wave, list[PersonScores]], later: tuple[Wave, list[PersonScores]]
) -> None:
    wave, people = first
    released = release(wave, people, (), None, 1)
    known = {(one.view, one.team, one.respondent) for one in people}
    grown = people + [
        one for one in later[1] if (one.view, one.team, one.respondent) not in known
    ]
    numbers = numbered(people, grown)
    second = release(wave, grown, released.ledger, None, 2, numbers)
    names = {n: respondent_of(k) for k, n in numbers.items()}
    assert ledger_leaks([*released.ledger, *second.ledger], 5, names) == []
