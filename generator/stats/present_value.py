"""What a delay takes from a stream of money, discounted to today (rule S14).

Times are in years, a year has 365 days, discounting is continuous.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

YEAR = 365.0
"""Days of a year."""

Curve = Sequence[tuple[float, float]]
"""Years since the launch, and money a year then; the first at 0, then rising years."""

_SERIES = 0.5
"""Below it the closed forms lose digits, and a few terms of the series do not."""


def worth(curve: Curve, start: float, end: float, rate: float) -> float:
    """`V(L) = integral from L to T of m(t - L) e^(-r t) dt`: worth today of a launch.

    Args:
        curve: `m`, straight between its points and level after the last.
        start: `L`, years from today to the launch.
        end: `T`, years from today to the fixed end; nothing is earned after it.
        rate: `r`, discount rate a year.
    """
    life = end - start
    if life <= 0:
        return 0.0
    points = [(year, money) for year, money in curve if year < life]
    points.append((life, _at(curve, life)))
    pieces = [
        math.exp(-rate * left) * _piece(right - left, low, high, rate)
        for (left, low), (right, high) in itertools.pairwise(points)
    ]
    return math.exp(-rate * start) * math.fsum(pieces)


def lost_before_end(
    curve: Curve, start: float, end: float, rate: float, days: float
) -> float:
    """`V(L) - V(L + d)`: a delay takes the last, mature days, not the first."""
    later = worth(curve, start + days / YEAR, end, rate)
    return max(0.0, worth(curve, start, end, rate) - later)


def lost_by_shift(value: float, rate: float, days: float) -> float:
    """`V (1 - e^(-r d))`: what is worth `value` today comes `days` later."""
    return -value * math.expm1(-rate * days / YEAR)


def _at(curve: Curve, year: float) -> float:
    for (left, low), (right, high) in itertools.pairwise(curve):
        if left <= year < right:
            return low + (high - low) * (year - left) / (right - left)
    return curve[-1][1]


def _piece(length: float, low: float, high: float, rate: float) -> float:
    """Integral of a straight line over `length` years, discounted to its start."""
    u = rate * length
    if u < _SERIES:
        level = math.fsum((-u) ** n / math.factorial(n + 1) for n in range(16))
        slope = math.fsum((-u) ** n / (math.factorial(n) * (n + 2)) for n in range(16))
    else:
        level = -math.expm1(-u) / u
        slope = (level - math.exp(-u)) / u
    return length * (low * level + (high - low) * slope)
