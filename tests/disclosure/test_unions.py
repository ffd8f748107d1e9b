"""Teams that stay hidden are shown together with their neighbours where it is safe."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from disclosure_waves import crowd, person, wave_of
from samples import RISK

from generator.disclosure import Released, release
from generator.disclosure.attack import ledger_leaks, unrecorded
from generator.disclosure.ledger import numbering_key
from generator.model.edition import CellKey, Shown, Suppressed
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION

SPREAD = (0.0, 100.0, 25.0, 75.0, 50.0)


def answered(**sizes: int) -> list[PersonScores]:
    return [
        person(f"{team}{i}", team, SPREAD[i % 5])
        for team, n in sizes.items()
        for i in range(n)
    ]


def released(**sizes: int) -> Released:
    wave = wave_of(dict.fromkeys(sizes, ORGANISATION))
    return release(wave, answered(**sizes), (), None, 1)


@pytest.mark.parametrize(
    ("sizes", "unions"),
    [
        ({"a": 9, "b": 4, "c": 3}, ["b+c"]),
        ({"a": 9, "b": 4, "c": 4, "d": 3, "e": 2}, ["b+e", "c+d"]),
        # The three of them are the whole organisation, which is shown already.
        ({"a": 4, "b": 4, "c": 4}, []),
        # Without the two of b and c there would be two left.
        ({"a": 9, "b": 4, "c": 3, "d": 2}, ["b+c+d"]),
        ({"a": 9, "b": 3}, []),
        ({"a": 9, "b": 8}, []),
        # Nobody answered about c: it is in no union.
        ({"a": 9, "b": 4, "c": 0, "d": 4}, ["b+d"]),
    ],
)
def test_smallest_safe_unions_of_hidden_teams_are_shown(
    sizes: dict[str, int], unions: list[str]
) -> None:
    made = released(**sizes)
    assert sorted(made.edition.unions) == unions
    for union in unions:
        cell = made.edition.cell("practitioner", RISK, union)
        assert isinstance(cell, Shown)
        members = made.edition.unions[union]
        assert members == tuple(union.split("+"))
        assert cell.n == sum(sizes[team] for team in members)
    assert ledger_leaks(made.ledger, 5) == []
    assert unrecorded(made.edition, made.ledger) == []


def test_union_holds_sibling_teams_only() -> None:
    parents = {"u": ORGANISATION, "v": ORGANISATION}
    teams = {"a": "u", "b": "v", "c": ORGANISATION}
    wave = wave_of(teams, parents)
    made = release(wave, answered(a=4, b=4, c=4), (), None, 1)
    assert made.edition.unions == {}


def test_union_has_dimensions_a_reader_can_check_and_no_turnout() -> None:
    edition = released(a=9, b=4, c=3).edition
    dimension = edition.cell("practitioner", "seven-habits:enhance-value", "b+c")
    practice = edition.cell("practitioner", RISK, "b+c")
    assert isinstance(dimension, Shown)
    assert isinstance(practice, Shown)
    assert (dimension.value, dimension.parts) == (practice.value, (1, 1))
    assert ("practitioner", "b+c") not in edition.turnout


def test_union_whose_answers_are_all_alike_is_not_shown() -> None:
    wave = wave_of(dict.fromkeys("abcde", ORGANISATION))
    people = answered(a=9, d=4, e=2)
    people += crowd("b", *[100.0] * 4) + crowd("c", *[100.0] * 3)
    made = release(wave, people, (), None, 1)
    for union, members in made.edition.unions.items():
        assert set(members) != {"b", "c"}, union


def test_partners_of_a_union_come_from_three_companies() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION), views=["partner"], clusters=True)

    def partners(team: str, n: int, companies: str) -> list[PersonScores]:
        return [
            person(
                f"{team}{i}",
                team,
                SPREAD[i % 5],
                view="partner",
                cluster=companies[i % len(companies)],
            )
            for i in range(n)
        ]

    a = partners("a", 12, "uvwxyz")
    three = a + partners("b", 4, "uvw") + partners("c", 4, "uvw")
    two = a + partners("b", 4, "uv") + partners("c", 4, "uv")
    assert list(release(wave, three, (), None, 1).edition.unions) == ["b+c"]
    assert list(release(wave, two, (), None, 1).edition.unions) == []


def test_who_answers_about_both_teams_of_a_union_counts_once() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION))
    both = [
        person(f"p{i}", team, SPREAD[(i + ord(team)) % 5])
        for team in "bc"
        for i in range(4)
    ]
    assert release(wave, answered(a=9) + both, (), None, 1).edition.unions == {}
    fifth = [*both, person("p9", "c", 50.0)]
    made = release(wave, answered(a=9) + fifth, (), None, 1)
    cell = made.edition.cell("practitioner", RISK, "b+c")
    assert isinstance(cell, Shown)
    assert cell.n == 5


def test_second_edition_of_the_same_answers_shows_the_same_unions() -> None:
    sizes = {"a": 9, "b": 4, "c": 4, "d": 3, "e": 2}
    wave = wave_of(dict.fromkeys(sizes, ORGANISATION))
    people = answered(**sizes)
    first = release(wave, people, (), None, 1)
    keys = sorted({numbering_key(one) for one in people})
    numbers = {key: place for place, key in enumerate(keys, 1)}
    second = release(wave, people, first.ledger, None, 2, numbers)
    assert second.edition == replace(first.edition, number=2)
    assert second.ledger == ()


def test_union_of_the_same_teams_has_a_change() -> None:
    wave = wave_of(dict.fromkeys("abc", ORGANISATION))
    first = release(wave, answered(a=9, b=4, c=3), (), None, 1)
    then = replace(wave, id="2027")
    second = release(then, answered(a=9, b=3, c=4), first.ledger, first.edition, 1)
    assert CellKey("practitioner", RISK, "b+c") in second.edition.changes


def test_members_of_a_union_stay_hidden() -> None:
    edition = released(a=9, b=4, c=3).edition
    for team in "bc":
        assert edition.cell("practitioner", RISK, team) == Suppressed()


def test_hundreds_of_hidden_teams_take_no_more_than_a_moment() -> None:
    sizes = {f"t{i:03}": i % 5 for i in range(400)}
    before = time.process_time()
    made = released(**sizes)
    assert time.process_time() - before < 5
    assert len(made.edition.unions) > 100
    assert ledger_leaks(made.ledger, 5) == []
