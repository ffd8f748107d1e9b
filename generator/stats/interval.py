"""The 95 % interval of a mean, plain and with a spread shared between groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.stats.student import t_quantile

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far a mean may be off."""

    se: float
    df: float
    spread: float
    """The standard deviation used."""


def plain(
    spread: float | None, n: int, population: int | None = None
) -> Uncertainty | None:
    """Standard error from the group's own spread; none for one value.

    With `population` the finite population correction sqrt(1 - n/N) is applied:
    right only for "what would all N of this group have said".
    """
    if spread is None or n < 2:
        return None
    se = spread / math.sqrt(n)
    if population is not None:
        se *= math.sqrt(max(0.0, 1.0 - n / population))
    return Uncertainty(se, n - 1.0, spread)


def pooled(spread: float | None, n: int, s0: float, d0: float) -> Uncertainty | None:
    """Standard error with the spread drawn toward `s0`, worth `d0` observations.

    s^2 = (d0 s0^2 + (n-1) s^2) / (d0 + n - 1) on d0 + n - 1 degrees of freedom;
    the moderated variance of Smyth 2004, with both inputs fixed beforehand.
    """
    if spread is None or n < 2:
        return None
    df = d0 + n - 1.0
    shared = math.sqrt((d0 * s0**2 + (n - 1) * spread**2) / df)
    return Uncertainty(shared / math.sqrt(n), df, shared)


def half_width(se: float, df: float, level: float = LEVEL) -> float:
    """Distance from the mean to either end of the interval."""
    return t_quantile(0.5 + level / 2.0, df) * se


def clip(value: float, low: float = 0.0, high: float = 100.0) -> float:
    """`value`, kept within the scale."""
    return min(max(value, low), high)


def around(
    centre: float, uncertainty: Uncertainty | None, *, clipped: bool = True
) -> tuple[float, float] | None:
    """The 95 % interval; none where it would have no width and feign certainty."""
    if uncertainty is None or uncertainty.se == 0.0:
        return None
    half = half_width(uncertainty.se, uncertainty.df)
    if not clipped:
        return centre - half, centre + half
    return clip(centre - half), clip(centre + half)
