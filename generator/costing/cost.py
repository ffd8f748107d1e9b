"""What waiting cost a team: low, most likely, high, and what the spread comes from.

Rule S14. The ends are all inputs low and all inputs high; nothing is simulated. Every
input is the team's own; no survey score enters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from generator.model.clocks import Delay, Range, Run, TeamClocks
from generator.stats.present_value import YEAR, lost_before_end, lost_by_shift

End = Literal["low", "base", "high"]
Input = Literal["days", "value", "lost-share", "success", "attribution", "waiting"]

ENDS: tuple[End, ...] = get_args(End)
INPUTS: tuple[Input, ...] = get_args(Input)


@dataclass(frozen=True, slots=True)
class Spread:
    """A number at the least, most likely and at the most."""

    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """What the cost is when one input alone is low or high."""

    input: Input
    low: float
    high: float
    share: float
    """Part of the spreads of all inputs, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one delay cost, in money."""

    total: Spread
    late: Spread
    """Days lost above the target."""
    bars: tuple[Bar, ...]
    """The inputs that have a range, the one that matters most first."""


def cost_of(stated: TeamClocks, delay: Delay) -> Cost:
    """What a delay cost, and which input the spread comes from.

    Each input in turn goes from low to high while the others stay most likely.
    """

    def with_one(name: Input | None, end: End) -> float:
        return _amount(stated, delay, {} if name is None else {name: end})

    total = Spread(
        *(_amount(stated, delay, dict.fromkeys(INPUTS, end)) for end in ENDS)
    )
    found = [
        (name, with_one(name, "low"), with_one(name, "high")) for name in ranges(delay)
    ]
    spreads = math.fsum(high - low for _, low, high in found)
    bars = [
        Bar(name, low, high, (high - low) / spreads)
        for name, low, high in found
        if high > low
    ]
    late = Spread(*(late_days(stated, delay, end) for end in ENDS))
    return Cost(total, late, tuple(sorted(bars, key=lambda b: (-b.share, b.input))))


def sum_of(costs: Sequence[Cost]) -> Spread:
    """Several delays together: low with low, high with high."""
    return Spread(*(math.fsum(getattr(c.total, end) for c in costs) for end in ENDS))


def ranges(delay: Delay) -> dict[Input, Sequence[Range]]:
    """The inputs stated with a low and a high, by name."""
    found: dict[Input, Sequence[Range]] = {}
    if delay.late_days is not None:
        found["days"] = [delay.late_days]
    if delay.value_of_day is not None:
        found["value"] = [delay.value_of_day]
    elif delay.fixed_end is not None:
        found["value"] = delay.fixed_end.margin
    elif delay.shift is not None:
        found["value"] = [delay.shift.value]
        if delay.shift.lost_share is not None:
            found["lost-share"] = [delay.shift.lost_share.share]
    found["success"] = [delay.success]
    found["attribution"] = [delay.attribution]
    if delay.waiting is not None:
        found["waiting"] = [delay.waiting]
    return found


def run_days(stated: TeamClocks, run: Run) -> float:
    """Days a clock ran; one that still runs counts to the day of the statement."""
    if run.days is not None:
        return run.days
    if run.started is None:
        return 0.0
    return float(((run.stopped or stated.stated) - run.started).days)


def late_days(stated: TeamClocks, delay: Delay, end: End = "base") -> float:
    """Days above the target, over all runs; none that were won back are set off."""
    if delay.late_days is not None:
        return float(getattr(delay.late_days, end))
    return math.fsum(
        max(0.0, run_days(stated, run) - delay.target_days) for run in delay.runs
    )


def two_digits(amount: float) -> float:
    """An amount to two significant digits: more would say more than is known."""
    return float(f"{amount:.1e}")


UNITS: Mapping[str, float] = {"billion": 1e9, "million": 1e6, "thousand": 1e3, "": 1.0}
"""Words for sizes, the largest first."""


def unit_of(amount: float) -> str:
    """The word for the size of an amount: the largest it holds at least once."""
    return next((w for w, size in UNITS.items() if two_digits(amount) >= size), "")


def in_unit(amount: float, unit: str) -> float:
    """An amount to two significant digits, counted in a unit: 0.05 million."""
    return float(f"{two_digits(amount) / UNITS[unit]:.12g}")


def _amount(stated: TeamClocks, delay: Delay, ends: Mapping[Input, End]) -> float:
    """`attribution × (success × value lost + days × waiting)`; 0 off the critical path.

    People who wait are paid whether the project succeeds or not.
    """

    def at(name: Input, values: Range) -> float:
        return float(getattr(values, ends.get(name, "base")))

    if not delay.critical_path:
        return 0.0
    days = late_days(stated, delay, ends.get("days", "base"))
    lost = at("success", delay.success) * _lost(stated, delay, days, at)
    waited = days * at("waiting", delay.waiting) if delay.waiting else 0.0
    return at("attribution", delay.attribution) * (lost + waited)


def _lost(
    stated: TeamClocks,
    delay: Delay,
    days: float,
    at: Callable[[Input, Range], float],
) -> float:
    """What the days take from the value, in one of the three ways."""
    if delay.value_of_day is not None:
        return days * at("value", delay.value_of_day)
    if delay.fixed_end is not None:
        plan = delay.fixed_end
        return lost_before_end(
            [(point.year, at("value", point)) for point in plan.margin],
            (plan.launch - stated.stated).days / YEAR,
            (plan.end - stated.stated).days / YEAR,
            plan.rate,
            days,
        )
    if delay.shift is None:
        return 0.0
    lost = lost_by_shift(at("value", delay.shift.value), delay.shift.rate, days)
    gone = delay.shift.lost_share
    if gone is not None and days > 0:
        sales = at("lost-share", gone.share) * gone.market * gone.years
        lost += sales * gone.margin_share
    return lost
