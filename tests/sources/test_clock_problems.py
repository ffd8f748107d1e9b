"""Every fault of `clocks.yaml` is found at its place; the rest is read all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from samples import state_costs

from generator.sources.project import check_project

CLOCKS = "surveys/our-baseline/clocks.yaml"
DAY = "value_of_day: { low: 2000, base: 4000, high: 9000 }"
RUNS = "{ title: First question, started: 2025-11-03, stopped: 2025-12-05 }"
ATTRIBUTION = "        attribution: { low: 0.1, base: 0.3, high: 0.5 }\n"
END = (
    "fixed_end:\n"
    "          launch: 2027-01-01\n"
    "          end: 2035-01-01\n"
    "          rate: 0.1\n"
    "          margin:\n"
    "            - { year: 0, low: 0, base: 0, high: 0 }\n"
    "            - { year: 3, low: 1000, base: 2000, high: 4000 }"
)


@pytest.fixture(autouse=True)
def _stated(project: Path) -> None:
    state_costs(project)


FAULTS = [
    (
        "a clock that stops before it starts",
        [("stopped: 2025-12-05", "stopped: 2025-10-05")],
        (
            "16:68: clock-backwards: the clock stops on 2025-10-05, before it starts "
            "on 2025-11-03"
        ),
    ),
    (
        "a clock that stops after the statement",
        [("stopped: 2025-12-05", "stopped: 2026-12-05")],
        "16:68: clock-backwards: this is after the day of the statement, 2026-03-02",
    ),
    (
        "a clock that stops and never starts",
        [("started: 2025-11-03, ", "")],
        "16:13: clock-days: a run needs the day it `started`, or the `days` it took",
    ),
    (
        "a run with days and dates",
        [("title: Second question, days", "started: 2025-11-03, days")],
        "17:13: clock-days: a run needs the day it `started`, or the `days` it took",
    ),
    (
        "a delay without days",
        [
            (f"          - {RUNS}\n", ""),
            ("          - { title: Second", "#"),
            ("        runs: #", "        runs: [] #"),
        ],
        (
            "11:9: clock-days: a delay needs either `runs` of a clock or estimated "
            "`late_days`"
        ),
    ),
    (
        "an attribution that is missing",
        [(ATTRIBUTION, "")],
        "11:9: key-missing: `attribution` is missing",
    ),
    (
        "a range out of order",
        [("base: 4000", "base: 1000")],
        "20:23: range-order: low 2000, base 1000 and high 9000 do not rise",
    ),
    (
        "a negative amount",
        [("low: 2000", "low: -1")],
        "20:30: value-range: `low` is `-1`; it must be at least 0",
    ),
    (
        "a probability above one",
        [("high: 0.8", "high: 80")],
        "21:47: value-range: `high` is `80`; it must be at most 1",
    ),
    (
        "two currencies in one team",
        [("        basis:", "        currency: USD\n        basis:")],
        "18:9: key-unknown: ",
    ),
    (
        "a currency of other letters",
        [("currency: EUR", "currency: Euro")],
        "9:15: value-form: `currency` is `Euro`, which is not a currency",
    ),
    (
        "sales for earnings",
        [("basis: contribution-margin", "basis: revenue")],
        "18:16: value-choice: `basis` is `revenue`; use one of: contribution-margin",
    ),
    (
        "a metric nobody knows",
        [("our-practice:decision-days", "our-practice:decision-day")],
        "11:17: ref-unknown: there is no metric `our-practice:decision-day`",
    ),
    (
        "a metric without its framework",
        [("our-practice:decision-days", "decision-days")],
        "11:17: ref-unknown: `decision-days` does not say of which framework it is",
    ),
    (
        "a team nobody knows",
        [("team: north", "team: nroth")],
        "6:11: ref-unknown: there is no team `nroth`",
    ),
    (
        "an audience nobody knows",
        [("shown_to: []", "shown_to: [leader]")],
        "8:16: audience-sees: there is no audience `leader`",
    ),
    (
        "two ways of valuing",
        [(DAY, f"{DAY}\n        {END}")],
        "21:9: clock-value: a delay is valued in one way, not 2",
    ),
    (
        "no way of valuing",
        [(f"        {DAY}\n", "")],
        "11:9: clock-value: a delay is valued in one way, not 0",
    ),
    (
        "a value that ends before the launch",
        [(DAY, END.replace("2035", "2026"))],
        (
            "22:16: clock-backwards: the value ends on 2026-01-01, before the launch "
            "on 2027-01-01"
        ),
    ),
    (
        "a launch that is over",
        [(DAY, END.replace("2027", "2025"))],
        "21:19: clock-backwards: the launch is planned for 2025-01-01, before the day",
    ),
    (
        "years of a margin that do not rise",
        [(DAY, END.replace("year: 3", "year: 0"))],
        "25:13: clock-curve: the years of the margin do not rise from 0",
    ),
]


@pytest.mark.parametrize(
    ("edits", "said"), [pytest.param(f[1], f[2], id=f[0]) for f in FAULTS]
)
def test_a_fault_is_found_at_its_place(
    edits: Sequence[tuple[str, str]],
    said: str,
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    problems = spoil(CLOCKS, edits)
    assert any(one.startswith(f"{CLOCKS}:{said}") for one in problems), problems
    assert all(one.startswith(CLOCKS) for one in problems)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("kind: time", "kind: activity", "it is of kind `activity`"),
        ("direction: down", "direction: up", "more of it is better"),
    ],
)
def test_a_metric_must_measure_waiting(
    before: str, after: str, why: str, project: Path
) -> None:
    path = project / "frameworks" / "our-practice.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [str(one) for one in check_project(project)[1]]
    assert any(
        one.startswith(f"{CLOCKS}:11:17: clock-metric: ") and why in one
        for one in found
    ), found


def test_every_fault_of_the_file_is_told_at_once(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    problems = spoil(
        CLOCKS,
        [
            ("team: north", "team: nroth"),
            ("base: 4000", "base: 1000"),
            ("stopped: 2025-12-05", "stopped: 2025-10-05"),
        ],
    )
    codes = [one.split(": ")[1] for one in problems]
    assert codes == ["ref-unknown", "clock-backwards", "range-order"]


def test_the_example_in_the_starter_works_as_it_stands(project: Path) -> None:
    loaded, found = check_project(project)
    assert found == []
    assert loaded is not None
    clocks = loaded.surveys["our-baseline"].clocks
    assert clocks is not None
    assert [one.team for one in clocks.teams] == ["north"]
