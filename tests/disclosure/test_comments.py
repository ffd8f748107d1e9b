"""Comments stand only where ten people could have written them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from disclosure_waves import crowd, person, wave_of

from generator.disclosure import Released, release
from generator.disclosure.attack import Leak, ledger_leaks, printed_leaks, unrecorded
from generator.disclosure.comments import Words, fewest, measure_of_comments
from generator.disclosure.ledger import decode, encode, numbering_key
from generator.model.edition import CommentKey, LedgerEntry
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION

SAID = "C1"


def asking(teams: str = "abc", comments: str = "verbatim", k: int = 10) -> Wave:
    wave = wave_of(dict.fromkeys(teams, ORGANISATION))
    promise = replace(wave.privacy, comments=comments, k_comments=k)
    return replace(wave, privacy=promise)


def words(people: Sequence[PersonScores], question: str = SAID) -> list[Words]:
    """Everybody wrote, and everything was kept."""
    return [
        Words(
            question,
            one.view,
            one.team,
            one.respondent,
            f"Said by {one.respondent} about {one.team}.",
        )
        for one in people
    ]


def told(wave: Wave, people: Sequence[PersonScores], *given: Words) -> Released:
    return release(wave, people, (), None, 1, words=given or words(people))


def groups(wave: Wave, **sizes: int) -> set[str]:
    people = [one for team, n in sizes.items() for one in crowd(team, *[50.0] * n)]
    return {key.group for key in told(wave, people).edition.comments}


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
    made = told(asking(comments="off"), crowd("a", *[50.0] * 30))
    assert made.edition.comments == {}
    assert not any(SAID in line.measure for line in made.ledger)


def test_who_answers_about_two_teams_is_one_respondent() -> None:
    twice = [person(f"p{n}", team, 50.0) for team in "ab" for n in range(5)]
    assert told(asking("ab"), twice).edition.comments == {}


def test_partners_comments_go_to_the_partner_first() -> None:
    wave = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)
    wave = replace(wave, privacy=replace(wave.privacy, comments="verbatim"))
    people = [
        person(f"p{n}", "a", 50.0, view="partner", cluster=f"c{n % 5}")
        for n in range(30)
    ]
    made = told(wave, people)
    assert made.edition.comments == {}
    assert made.unsaid == {CommentKey("partner", SAID, ORGANISATION): "partner"}


def test_only_those_who_were_asked_hide_a_writer() -> None:
    """Thirty people in the team, nine of whom an earlier answer led to the question."""
    people = crowd("a", *[50.0] * 30)
    wave = asking("a")
    nine = words(people[:9])
    assert told(wave, people, *nine).edition.comments == {}
    ten = words(people[:10])
    assert {key.group for key in told(wave, people, *ten).edition.comments} == {
        "a",
        ORGANISATION,
    }


def test_people_who_wrote_nothing_hide_those_who_did() -> None:
    people = crowd("a", *[50.0] * 10)
    silent = [replace(one, text="") for one in words(people)[1:]]
    made = told(asking("a"), people, words(people)[0], *silent)
    key = CommentKey("practitioner", SAID, "a")
    assert made.edition.comments[key] == ("Said by a0 about a.",)
    nobody = [replace(one, text="") for one in words(people)]
    empty = told(asking("a"), people, *nobody)
    assert (empty.edition.comments, empty.unsaid) == ({}, {})


def test_order_tells_neither_time_nor_person() -> None:
    wave = asking("ab")
    people = [one for team in "ab" for one in crowd(team, *[50.0] * 12)]
    shown = told(wave, people).edition.comments
    turned = told(wave, people, *reversed(words(people))).edition.comments
    assert shown == turned
    everybody = shown[CommentKey("practitioner", SAID, ORGANISATION)]
    team = shown[CommentKey("practitioner", SAID, "a")]
    assert sorted(everybody) == sorted(one.text for one in words(people))
    assert list(everybody) != sorted(everybody)
    # The team's comments stand in another order where all are together.
    assert [text for text in everybody if text in team] != list(team)


def test_every_set_behind_comments_is_in_the_ledger_and_withstands_the_attack() -> None:
    people = [
        one
        for team, size in zip("abc", (14, 11, 6), strict=True)
        for one in crowd(team, *[50.0] * size)
    ]
    made = told(asking(), people, *words(people), *words(people[:25], "C2"))
    lines = {line.measure: line.sets for line in made.ledger}
    first = lines[measure_of_comments("practitioner", SAID)]
    # b is refused: only the six of c would be left beside it.
    assert {group: len(decode(text)) for group, text in first.items()} == {
        ORGANISATION: 31,
        "a": 14,
    }
    assert set(lines[measure_of_comments("practitioner", "C2")]) == {
        ORGANISATION,
        "a",
        "b",
    }
    assert unrecorded(made.edition, made.ledger) == []
    short = [line for line in made.ledger if SAID not in line.measure]
    assert unrecorded(made.edition, short) == [
        key for key in made.edition.comments if key.question == SAID
    ]
    assert ledger_leaks(made.ledger, fewest(asking())) != []  # scores need five only
    only = [line for line in made.ledger if "comments" in line.measure]
    assert ledger_leaks(only, fewest(asking())) == []


def test_a_set_of_comments_that_leaves_nine_is_found_on_the_pages() -> None:
    measure = measure_of_comments("practitioner", SAID)

    def line(size: int) -> LedgerEntry:
        sets = {ORGANISATION: encode(range(1, 22)), "a": encode(range(1, size + 1))}
        return LedgerEntry(1, "s", "2026", measure, sets, "", "")

    def found(size: int) -> list[Leak]:
        printed = [("2026", measure, ORGANISATION), ("2026", measure, "a")]
        return printed_leaks(printed, [line(size)], "s", {"2026": 5}, {}, {"2026": 10})

    assert found(11) == []
    assert found(12) == [Leak(f"s 2026 {measure}", ())]


def test_what_was_shown_before_counts_in_a_later_edition() -> None:
    """One person more among the eleven would stand alone beside those shown before."""
    wave = asking("a")
    people = crowd("a", *[50.0] * 11)
    keys = [numbering_key(one) for one in people]
    numbers = {key: place for place, key in enumerate(keys, 1)}
    first = release(wave, people[:10], (), None, 1, numbers, words=words(people[:10]))
    assert first.edition.comments
    second = release(wave, people, first.ledger, None, 2, numbers, words=words(people))
    assert second.edition.comments == {}
    assert set(second.unsaid.values()) == {"before"}
    same = release(
        wave, people[:10], first.ledger, None, 2, numbers, words=words(people[:10])
    )
    assert same.edition.comments == first.edition.comments
    assert not any("comments" in line.measure for line in same.ledger)


def themed(people: Sequence[PersonScores], *themes: str) -> list[Words]:
    given = words(people)
    return [
        replace(one, theme=theme)
        for one, theme in zip(given, [*themes, *[""] * len(given)], strict=False)
    ]


def test_a_theme_is_named_where_ten_people_wrote_about_it_and_never_counted() -> None:
    wave = asking("ab", "themes")
    people = [*crowd("a", *[50.0] * 14), *crowd("b", *[50.0] * 12)]
    ten = ["Decisions take long"] * 5 + ["decisions take Long"] * 5
    given = [*themed(people[:14], *ten, "Meetings"), *themed(people[14:])]
    made = told(wave, people, *given)
    assert made.edition.comments == {
        CommentKey("practitioner", SAID, group): ("Decisions take long",)
        for group in ("a", ORGANISATION)
    }
    assert made.unsaid == {CommentKey("practitioner", SAID, "b"): "theme"}
    nine = [*themed(people[:14], *ten[:9]), *themed(people[14:])]
    assert told(wave, people, *nine).edition.comments == {}


def test_one_person_who_writes_about_two_teams_is_one_writer_of_a_theme() -> None:
    wave = asking("ab", "themes")
    people = [person(f"p{n}", team, 50.0) for team in "ab" for n in range(10)]
    given = [
        replace(one, theme="Trust" if int(one.respondent[1:]) < 9 else "")
        for one in words(people)
    ]
    assert told(wave, people, *given).edition.comments == {}
