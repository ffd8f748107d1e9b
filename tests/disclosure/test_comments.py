"""Comments stand only where ten people could have written them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from disclosure_waves import crowd, person, wave_of

from generator.disclosure.comments import Comment, comment_groups, comments_shown
from generator.model.instrument import Wave
from generator.model.survey import ORGANISATION


def asking(teams: str = "abc", comments: str = "verbatim", k: int = 10) -> Wave:
    wave = wave_of(dict.fromkeys(teams, ORGANISATION))
    promise = replace(wave.privacy, comments=comments, k_comments=k)
    return replace(wave, privacy=promise)


def groups(wave: Wave, **sizes: int) -> set[str]:
    people = [one for team, n in sizes.items() for one in crowd(team, *[50.0] * n)]
    return set(comment_groups(wave, people).get("practitioner", ()))


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 9}, set()),
        ({"a": 10}, {ORGANISATION, "a"}),
        ({"a": 12, "b": 9}, {ORGANISATION}),
        ({"a": 12, "b": 10}, {ORGANISATION, "a", "b"}),
        ({"a": 12, "b": 5, "c": 5}, {ORGANISATION, "a"}),
        ({"a": 4, "b": 4, "c": 4}, {ORGANISATION}),
    ],
)
def test_group_and_what_it_leaves_over_hold_ten_respondents(
    sizes: dict[str, int], shown: set[str]
) -> None:
    assert groups(asking(), **sizes) == shown


def test_ten_is_the_floor_and_a_survey_may_ask_for_more() -> None:
    assert groups(asking(k=5), a=9) == set()
    assert groups(asking(k=15), a=14) == set()
    assert groups(asking(k=15), a=15) == {ORGANISATION, "a"}


def test_nothing_is_shown_where_comments_are_switched_off() -> None:
    assert groups(asking(comments="off"), a=30) == set()
    assert groups(asking(comments="themes"), a=30) == {ORGANISATION, "a"}
    said = [Comment("practitioner", "a", "C1", "Well done.")]
    where = {"practitioner": ("a",)}
    assert comments_shown(asking(comments="themes"), where, said) == {}


def test_who_answers_about_two_teams_is_one_respondent() -> None:
    wave = asking("ab")
    twice = [person(f"p{n}", team, 50.0) for team in "ab" for n in range(5)]
    assert comment_groups(wave, twice) == {}


def test_partners_comments_go_to_the_partner_first() -> None:
    wave = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)
    wave = replace(wave, privacy=replace(wave.privacy, comments="verbatim"))
    people = [
        person(f"p{n}", "a", 50.0, view="partner", cluster=f"c{n % 5}")
        for n in range(30)
    ]
    assert comment_groups(wave, people) == {}


def test_order_tells_neither_time_nor_person() -> None:
    wave = asking("ab")
    where = {"practitioner": (ORGANISATION, "a")}
    said = [
        Comment("practitioner", team, "C1", f"Comment {n} about {team}.")
        for team in "ab"
        for n in range(12)
    ]
    shown = comments_shown(wave, where, said)
    assert shown == comments_shown(wave, where, list(reversed(said)))
    everybody = shown["practitioner", "C1", ORGANISATION]
    team = shown["practitioner", "C1", "a"]
    assert sorted(everybody) == sorted(one.text for one in said)
    assert list(everybody) != sorted(everybody)
    # The team's comments stand in another order where all are together.
    assert [text for text in everybody if text in team] != list(team)
    assert ("practitioner", "C1", "b") not in shown
