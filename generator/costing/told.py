"""The numbers of a cost as they are told: on a page, and to the gate.

Results have two significant digits, inputs stand as they were stated. Amounts are
counted in thousands or millions, whatever the largest of their range fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.costing.cost import (
    ENDS,
    UNITS,
    Cost,
    Spread,
    cost_of,
    in_unit,
    late_days,
    run_days,
    sum_of,
    unit_of,
)
from generator.model.clocks import AmountRange, Delay, TeamClocks

CLOCKS = "clocks.yaml"
"""Stands where a wave could in the source of such a number; no wave has this id."""

EVERYTHING = "all"
"""In place of a delay's number: all delays of a team together."""


@dataclass(frozen=True, slots=True)
class Told:
    """One number, in the unit it is told in."""

    value: float
    unit: str = ""
    """`days`, `years` or `percent`; else money: `thousand`, `million`, `billion`, or
    nothing for plain units of the currency."""


Numbers = Mapping[tuple[str, str], Told]
"""By delay, counted from 1, or `all`; and by what the number says."""


def told_of(stated: TeamClocks) -> Numbers:
    """Every number that may be told about what a team states."""
    costs = [cost_of(stated, delay) for delay in stated.delays]
    found = {
        (EVERYTHING, name): told for name, told in _amounts("total", sum_of(costs))
    }
    for number, (delay, cost) in enumerate(
        zip(stated.delays, costs, strict=True), start=1
    ):
        about = [*_results(cost), *_inputs(stated, delay)]
        found.update({(str(number), name): told for name, told in about})
    return found


def of_delay(told: Numbers, number: int) -> dict[str, Told]:
    """The numbers about one delay, by name."""
    return {
        name: one for (subject, name), one in told.items() if subject == str(number)
    }


def _results(cost: Cost) -> Iterator[tuple[str, Told]]:
    yield from _amounts("total", cost.total)
    unit = unit_of(cost.total.high)
    for bar in cost.bars:
        yield f"{bar.input}-from", Told(in_unit(bar.low, unit), unit)
        yield f"{bar.input}-to", Told(in_unit(bar.high, unit), unit)
        yield f"{bar.input}-share", Told(float(round(100 * bar.share)), "percent")


def _amounts(name: str, spread: Spread) -> Iterator[tuple[str, Told]]:
    """The three ends of a result, counted in the unit the highest fills."""
    unit = unit_of(spread.high)
    for end in ENDS:
        yield f"{name}-{end}", Told(in_unit(getattr(spread, end), unit), unit)


def _inputs(stated: TeamClocks, delay: Delay) -> Iterator[tuple[str, Told]]:
    yield "target", Told(_as_stated(delay.target_days), "days")
    for number, run in enumerate(delay.runs, start=1):
        yield f"run-{number}", Told(_as_stated(run_days(stated, run)), "days")
    for end in ENDS:
        yield f"days-{end}", Told(_as_stated(late_days(stated, delay, end)), "days")
        for name in ("success", "attribution"):
            part = getattr(getattr(delay, name), end)
            yield f"{name}-{end}", Told(_as_stated(100 * part), "percent")
    if delay.value_of_day is not None:
        yield from _money("value", delay.value_of_day)
    if delay.waiting is not None:
        yield from _money("waiting", delay.waiting)
    if delay.fixed_end is not None:
        yield "rate", Told(_as_stated(100 * delay.fixed_end.rate), "percent")
        for number, point in enumerate(delay.fixed_end.margin, start=1):
            yield f"margin-{number}-year", Told(_as_stated(point.year), "years")
            yield from _money(f"margin-{number}", point)
    if delay.shift is not None:
        yield "rate", Told(_as_stated(100 * delay.shift.rate), "percent")
        yield from _money("value", delay.shift.value)
        gone = delay.shift.lost_share
        if gone is not None:
            for end in ENDS:
                part = getattr(gone.share, end)
                yield f"lost-share-{end}", Told(_as_stated(100 * part), "percent")
            unit = unit_of(gone.market)
            yield "market", Told(_as_stated(gone.market / UNITS[unit]), unit)
            yield "margin-share", Told(_as_stated(100 * gone.margin_share), "percent")
            yield "years", Told(_as_stated(gone.years), "years")


def _money(name: str, stated: AmountRange) -> Iterator[tuple[str, Told]]:
    unit = unit_of(stated.high)
    for end in ENDS:
        amount = getattr(stated, end) / UNITS[unit]
        yield f"{name}-{end}", Told(_as_stated(amount), unit)


def _as_stated(value: float) -> float:
    """A stated number without the dust of binary fractions."""
    return float(f"{value:.6g}")


def decimals_of(value: float) -> int:
    """As many decimals as a told number has."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


FRACTIONS: Mapping[str, float] = {
    "nearly-all": 0.95,
    "three-quarters": 0.75,
    "two-thirds": 2 / 3,
    "half": 0.5,
    "two-fifths": 0.4,
    "a-third": 1 / 3,
    "a-quarter": 0.25,
    "a-fifth": 0.2,
}
"""Key of the words for a part of the spread."""


def fraction_of(share: float) -> str:
    """The words that come closest to a part of the whole."""
    return min(FRACTIONS, key=lambda name: (abs(FRACTIONS[name] - share), name))
