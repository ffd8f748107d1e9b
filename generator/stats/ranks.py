"""Where a number stands among others: quantiles and the percentile."""

from __future__ import annotations

import math
from collections.abc import Sequence


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the numbers lie (0 to 1), between neighbours.

    Type 7 of Hyndman and Fan 1996: linear between order statistics.
    """
    return quantile_of_sorted(sorted(values), share)


def quantile_of_sorted(ordered: Sequence[float], share: float) -> float:
    """`quantile` of numbers that are sorted already, lowest first."""
    if not ordered or not 0.0 <= share <= 1.0:
        raise ValueError("needs numbers and a share from 0 to 1")
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    part = place - below
    return math.fsum([(1.0 - part) * ordered[below], part * ordered[above]])


def percentile(own: float, others: Sequence[float]) -> float:
    """How many of 100 others lie below `own`; equal ones count half (mid-rank).

    `others` are without the one that is ranked (rule S11).
    """
    if not others:
        raise ValueError("there is nobody to rank against")
    below = sum(value < own for value in others)
    equal = sum(value == own for value in others)
    return 100.0 * (below + equal / 2) / len(others)
