"""The path forward: hand cases by others, and laws that hold for every path."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings.path import Place, find_path

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "oracles" / "hand_cases.json").read_text("utf-8")
)


def test_priorities_and_order_worked_out_by_others() -> None:
    case = next(case for case in CASES if case["id"] == "priority_topo")
    places = [
        Place(
            ref=one["id"],
            gold=one["target"],
            importance=one["importance"],
            value=one["score"],
            low=one["ci"][0],
            high=one["ci"][1],
            effort=one["effort"],
            needs=tuple(one["requires"]),
        )
        for one in case["input"]["practices"]
    ]
    path, wanted = find_path(places), case["expected"]
    stops = [*path.sure, *path.unclear]
    assert [stop.ref for stop in stops] == wanted["order"]
    assert {s.ref: s.gap for s in stops} | {"ins": 0} == wanted["gap"]
    assert {s.ref: s.priority for s in stops} | {"ins": 0} == pytest.approx(
        wanted["priority"], abs=case["tol"]
    )
    sure = {stop.ref for stop in path.sure}
    clear = {name for name, is_clear in wanted["clear"].items() if is_clear}
    assert sure == clear
    assert [stop.ref for stop in stops if stop.quick] == wanted["quick_wins"]
    assert path.at_gold == ("ins",)


def place(ref: str, value: float | None = 1.0, **more: object) -> Place:
    given: dict[str, Any] = {"gold": 4.0, "importance": 0.5, **more}
    return Place(ref=ref, value=value, **given)


def order(*places: Place) -> list[str]:
    return [stop.ref for stop in find_path(places).sure]


def test_what_comes_first_is_as_urgent_as_what_waits_for_it() -> None:
    urgent = place("urgent", importance=1.0, needs=("base",))
    path = find_path([place("middle", importance=0.6), urgent, place("base")])
    assert [stop.ref for stop in path.sure] == ["base", "urgent", "middle"]
    base = path.sure[0]
    assert (base.priority, base.urgency, base.waiting) == (1.5, 3.0, ("urgent",))
    assert (base.heir, path.sure[1].heir) == ("urgent", "")


def test_what_waits_for_gold_waits_for_nothing() -> None:
    waits = place("waits", needs=("done",), effort=1)
    stop = find_path([place("done", 4.0), waits]).sure[0]
    assert (stop.needs, stop.quick) == ((), True)


@pytest.mark.parametrize("state", ["sure", "unclear", "unknown"])
def test_quick_win_waits_for_nothing_open(state: str) -> None:
    first = {
        "sure": place("first"),
        "unclear": place("first", 3.0, low=2.0, high=4.0),
        "unknown": place("first", None),
    }[state]
    path = find_path([first, place("quick", effort=2, needs=("first",))])
    stop = next(stop for stop in path.sure if stop.ref == "quick")
    assert (stop.needs, stop.quick) == (("first",), False)
    assert find_path([place("quick", effort=2)]).sure[0].quick
    assert not find_path([place("slow", effort=3)]).sure[0].quick


def test_equal_urgency_is_ordered_by_worth_then_by_least_effort() -> None:
    assert order(place("plain"), place("worth", worth=5), place("easy", effort=1)) == [
        "worth",
        "easy",
        "plain",
    ]


def test_of_two_agreed_rungs_what_outsiders_see_too_comes_first() -> None:
    assert order(
        place("bare", proven=False), place("shown"), place("seen", outside_high=2.0)
    ) == ["seen", "shown", "bare"]


def test_gold_that_stakeholders_clearly_do_not_see_is_to_be_talked_about() -> None:
    path = find_path([place("a", 4.0, outside_high=3.0), place("b", 4.0)])
    assert [stop.ref for stop in path.unclear] == ["a"]
    assert path.at_gold == ("b",)


def test_ranges_that_hold_each_others_priority_are_tied() -> None:
    places = [
        place("a", 1.0, low=0.5, high=1.5),
        place("b", 1.3, low=0.8, high=1.8),
        place("c", 3.0, low=2.6, high=3.4),
    ]
    tied = {stop.ref: stop.tied for stop in find_path(places).sure}
    assert tied == {"a": ("b",), "b": ("a",), "c": ()}


def test_agreed_rungs_are_tied_only_where_their_priorities_are_equal() -> None:
    tied = {s.ref: s.tied for s in find_path([place("a"), place("b", 2.0)]).sure}
    assert tied == {"a": (), "b": ()}
    assert find_path([place("a"), place("b")]).sure[0].tied == ("b",)


def test_practices_that_wait_for_each_other_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="wait for each other: a, b"):
        find_path([place("a", needs=("b",)), place("b", needs=("a",))])


scores = st.one_of(st.none(), st.floats(0, 4))


@st.composite
def teams(draw: st.DrawFn) -> list[Place]:
    """Practices that need only those before them, mixed afterwards."""
    found = []
    for n in range(draw(st.integers(1, 12))):
        value = draw(scores)
        half = draw(st.floats(0, 2))
        stated = draw(st.booleans()) or value is None
        found.append(
            Place(
                ref=f"p{n}",
                gold=4.0,
                importance=draw(st.floats(0, 1)),
                value=value,
                low=None if stated else max(0.0, value - half),  # type: ignore[operator]
                high=None if stated else min(4.0, value + half),  # type: ignore[operator]
                effort=draw(st.integers(1, 5)),
                needs=tuple(f"p{m}" for m in range(n) if draw(st.booleans())),
            )
        )
    return found


@given(teams())
def test_every_practice_stands_in_one_list(places: list[Place]) -> None:
    path = find_path(places)
    listed = [stop.ref for stop in (*path.sure, *path.unclear)]
    listed += [*path.at_gold, *path.unknown]
    assert sorted(listed) == sorted(one.ref for one in places)
    assert set(path.unknown) == {one.ref for one in places if one.value is None}


@given(teams())
def test_what_comes_first_stands_first_and_is_no_less_urgent(
    places: list[Place],
) -> None:
    needs = {one.ref: one.needs for one in places}
    for stops in (find_path(places).sure, find_path(places).unclear):
        seen: dict[str, float] = {}
        for stop in stops:
            for later in stops:
                if later.ref in needs[stop.ref]:
                    assert later.ref in seen
                    assert later.urgency >= stop.urgency
            seen[stop.ref] = stop.urgency
            assert stop.urgency >= stop.priority


@given(teams())
def test_ties_are_mutual(places: list[Place]) -> None:
    path = find_path(places)
    for stops in (path.sure, path.unclear):
        tied = {stop.ref: set(stop.tied) for stop in stops}
        for ref, others in tied.items():
            assert all(ref in tied[other] for other in others)


@given(teams(), st.randoms(use_true_random=False))
def test_lists_do_not_depend_on_the_order_given(
    places: list[Place], dice: random.Random
) -> None:
    mixed = list(places)
    dice.shuffle(mixed)
    one, other = find_path(places), find_path(mixed)
    assert {s.ref: s.urgency for s in one.sure} == {
        s.ref: s.urgency for s in other.sure
    }
    assert {s.ref for s in one.sure if s.quick} == {
        s.ref for s in other.sure if s.quick
    }
    assert set(one.unknown) == set(other.unknown)
