"""Question codes: short, stable, never given twice."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from samples import small_wave

from generator.instruments.codes import assign, earlier_codes, valid

SLUG = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,9}", fullmatch=True)
REF = st.builds(lambda framework, node: f"{framework}:{node}", SLUG, SLUG)
WANTED = st.dictionaries(REF, REF, max_size=25)


def test_a_code_is_the_initials_of_framework_and_practice_with_a_number() -> None:
    assert assign(
        {
            "seven-habits:risk-known": "seven-habits:risk-register",
            "seven-habits:risk-told": "seven-habits:risk-register",
            "foundation-model:comment": "foundation-model:comment",
        }
    ) == {
        "seven-habits:risk-known": "SHRR1",
        "seven-habits:risk-told": "SHRR2",
        "foundation-model:comment": "FMC1",
    }


def test_an_item_keeps_the_code_it_was_given_in_an_earlier_wave() -> None:
    wanted = {"a:new": "a:node", "a:old": "a:node"}
    assert assign(wanted, {"AN1": "a:old"}) == {"a:new": "AN2", "a:old": "AN1"}


def test_the_code_of_an_item_no_longer_asked_is_not_given_to_another() -> None:
    assert assign({"a:new": "a:node"}, {"an1": "a:gone"}) == {"a:new": "AN2"}


def test_when_two_waves_disagree_the_later_code_wins_and_both_stay_taken() -> None:
    given_before = {"AN1": "a:item", "AN2": "a:item"}
    assert assign({"a:item": "a:node", "a:other": "a:node"}, given_before) == {
        "a:item": "AN2",
        "a:other": "AN3",
    }


def test_earlier_codes_are_read_from_every_instrument_of_every_wave() -> None:
    wave = small_wave()
    empty = dataclasses.replace(wave, instruments=())
    assert earlier_codes([wave, empty]) == {
        "Q1": "seven-habits:q1",
        "Q2": "seven-habits:q2",
        "Q3": "seven-habits:q3",
        "Q4": "seven-habits:q4",
        "Q5": "seven-habits:q5",
        "P1": "seven-habits:pick",
        "C1": "seven-habits:comment",
    }


@given(WANTED)
def test_every_code_is_valid_and_unique_without_case(wanted: dict[str, str]) -> None:
    codes = assign(wanted)
    assert list(codes) == list(wanted)
    assert all(valid(code) for code in codes.values())
    assert len({code.casefold() for code in codes.values()}) == len(wanted)


@given(WANTED, WANTED, WANTED)
def test_over_three_waves_a_code_always_means_the_same_item(
    one: dict[str, str], two: dict[str, str], three: dict[str, str]
) -> None:
    given_so_far: dict[str, str] = {}
    for wanted in (one, two, three):
        for item, code in assign(wanted, given_so_far).items():
            assert given_so_far.setdefault(code, item) == item
    assert len(set(given_so_far.values())) == len(given_so_far)


def test_codes_no_backend_would_keep_are_not_valid() -> None:
    refused = ("", "1a", "a-b", "größe", "token", "SID", "a" * 21)
    assert [code for code in refused if valid(code)] == []
    assert valid("A" * 20)
