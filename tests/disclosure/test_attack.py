from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.disclosure.attack import (
    Leak,
    composite_row,
    count_leaks,
    leaks,
    ledger_leaks,
    mean_row,
    printed_leaks,
    unrecorded,
)
from generator.disclosure.ledger import encode
from generator.model.edition import CellKey, Edition, LedgerEntry, Shown, Suppressed


def shown_of(*sets: range | list[int]) -> list[dict[int, Fraction]]:
    return [mean_row(one) for one in sets]


def test_group_below_k_is_found_directly() -> None:
    assert leaks(shown_of(range(1, 5)), 5) == [Leak("", (1, 2, 3, 4))]
    assert leaks(shown_of(range(1, 6)), 5) == []


def test_whole_less_its_part_is_found() -> None:
    assert leaks(shown_of(range(1, 16), range(1, 13)), 5) == [Leak("", (13, 14, 15))]


def test_two_hidden_groups_that_hide_each_other_are_no_leak() -> None:
    assert leaks(shown_of(range(1, 20), range(1, 13)), 5) == []


def test_crossing_cuts_are_followed_around_the_corner() -> None:
    # Rows a and b, columns x and y; ax, ay and bx are shown, by is not: 2 people.
    ax, ay, bx, by = range(1, 7), range(7, 12), range(12, 18), range(18, 20)
    every = shown_of(ax, ay, bx, range(1, 20))
    assert leaks(every, 5) == [Leak("", tuple(by))]
    column = [*ay, *by]
    assert leaks(shown_of(ax, ay, bx, column), 5) == [Leak("", tuple(by))]
    assert leaks(shown_of(ax, ay, bx), 5) == []


def test_cancelling_rows_leak_though_no_difference_of_two_does() -> None:
    ab, bc, ca = [1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9], [7, 8, 9, 1, 2, 3]
    rows = shown_of(ab, bc, ca)
    assert leaks(rows[:2], 5) == []
    found = leaks(rows, 5)
    assert [leak.numbers for leak in found] == [(1, 2, 3), (4, 5, 6), (7, 8, 9)]


def test_people_are_counted_not_answers() -> None:
    rows = shown_of(range(1, 7))
    assert leaks(rows, 5) == []
    pairs = {1: "a", 2: "a", 3: "b", 4: "b", 5: "c", 6: "c"}
    assert leaks(rows, 5, pairs) == [Leak("", (1, 2, 3, 4, 5, 6))]


def test_composite_counts_as_publishing_its_parts() -> None:
    own, other = mean_row(range(1, 9)), mean_row([9, 10])
    half = Fraction(1, 2)
    balanced = composite_row([(own, half), (other, half)])
    assert leaks([own, balanced], 5) == [Leak("", (9, 10))]
    assert leaks([balanced], 5) == []


def test_case_too_large_to_decide_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.disclosure.attack.MOST", 3)
    rows = shown_of(*([n, n + 1, n + 2, n + 3, n + 4] for n in range(1, 9)))
    assert leaks(rows, 5, measure="m") == [Leak("m", ())]


def line(measure: str, wave: str = "2026", **sets: list[int]) -> LedgerEntry:
    coded = {group.replace("_", "~"): encode(n) for group, n in sets.items()}
    return LedgerEntry(1, "s", wave, measure, coded, "", "")


def test_two_editions_of_one_measure_are_attacked_together() -> None:
    nine, ten = list(range(1, 10)), list(range(1, 11))
    first, second = line("v|p", a=nine), line("v|p", a=ten)
    assert ledger_leaks([first, second], 5) == [Leak("s 2026 v|p", (10,))]
    assert ledger_leaks([first, line("v|q", a=ten)], 5) == []
    assert ledger_leaks([first, line("v|p", "2027", a=ten)], 5) == []


def test_band_is_no_exact_number() -> None:
    six = list(range(1, 7))
    fifteen = list(range(1, 16))
    assert ledger_leaks([line("v|p", org=fifteen, a_=six)], 5) == []


def test_shown_value_that_the_ledger_does_not_know_is_found() -> None:
    cell = Shown(2.0, 1.0, 3.0, 9, 0.2, 28, "low")
    whole = Shown(2.0, 1.0, 3.0, 9, 0.2, 28, "low", parts=(1, 1))
    edition = Edition(
        1,
        "s",
        "2026",
        "f",
        1,
        5,
        {
            CellKey("v", "f:p", "a"): cell,
            CellKey("v", "f:p", "b"): cell,
            CellKey("v", "f:p", "c"): Suppressed(),
            CellKey("v", "f", "a"): whole,
        },
    )
    entries = [line("v|f:p", a=list(range(9)))]
    assert unrecorded(edition, entries) == [CellKey("v", "f:p", "b")]


def test_what_pages_print_is_attacked_together_with_everything_shown_before() -> None:
    fifteen, twelve = list(range(1, 16)), list(range(1, 13))
    whole, part = line("v|p", org=fifteen), line("v|p", a=twelve)
    seen = [("2026", "v|p", "org")]
    assert printed_leaks(seen, [whole], "s", {"2026": 5}, {}) == []
    # the part stands on no page any more, and was shown once
    found = printed_leaks(seen, [whole, part], "s", {"2026": 5}, {})
    assert found == [Leak("s 2026 v|p", (13, 14, 15))]


def test_a_printed_set_that_the_ledger_does_not_know_cannot_be_decided() -> None:
    known = line("v|p", org=list(range(1, 16)))
    seen = [("2026", "v|p", "org"), ("2026", "v|p", "a"), ("2025", "v|p", "org")]
    found = printed_leaks(seen, [known], "s", {"2026": 5, "2025": 5}, {})
    assert found == [Leak("s 2025 v|p", ()), Leak("s 2026 v|p", ())]


def test_people_are_counted_in_what_pages_print() -> None:
    entries = [line("v|p", org=list(range(1, 16)), a=list(range(1, 10)))]
    seen = [("2026", "v|p", "org"), ("2026", "v|p", "a")]
    assert printed_leaks(seen, entries, "s", {"2026": 5}, {}) == []
    twice = {"2026": {10: "x", 11: "x", 12: "y", 13: "y", 14: "z", 15: "z"}}
    assert printed_leaks(seen, entries, "s", {"2026": 5}, twice) == [
        Leak("s 2026 v|p", (10, 11, 12, 13, 14, 15))
    ]


def test_response_counts_of_a_whole_and_its_parts_tell_a_small_rest() -> None:
    sizes = {"a": 20, "b": 12, "c": 4}
    groups = {"org": ["a", "b", "c"], "a": ["a"], "b": ["b"]}
    assert len(count_leaks(groups, sizes, 5, "v")) == 1
    assert count_leaks({"org": ["a", "b", "c"], "a": ["a"]}, sizes, 5, "v") == []
    assert count_leaks(groups, {**sizes, "c": 5}, 5, "v") == []
    assert count_leaks(groups, {**sizes, "c": 0}, 5, "v") == []
    assert len(count_leaks({"c": ["c"]}, sizes, 5, "v")) == 1


sets = st.lists(
    st.sets(st.integers(1, 9), min_size=1, max_size=9), min_size=1, max_size=5
)


@settings(max_examples=150, deadline=None)
@given(sets)
def test_agrees_with_plain_linear_algebra(chosen: list[set[int]]) -> None:
    """A set leaks if taking its columns away lowers the rank of the rest."""
    numpy = pytest.importorskip("numpy")
    k = 4
    matrix = numpy.array([[float(n in one) for n in range(1, 10)] for one in chosen])
    rank = numpy.linalg.matrix_rank(matrix)
    found = {leak.numbers for leak in leaks(shown_of(*map(sorted, chosen)), k)}
    for leak in found:
        others = [n - 1 for n in range(1, 10) if n not in leak]
        assert len(leak) < k
        assert numpy.linalg.matrix_rank(matrix[:, others]) < rank
    for one in chosen:
        if len(one) < k:
            assert any(set(leak) <= one for leak in found)
    if not found:
        for i in range(9):
            for j in range(i, 9):
                for h in range(j, 9):
                    others = [n for n in range(9) if n not in (i, j, h)]
                    assert numpy.linalg.matrix_rank(matrix[:, others]) == rank
