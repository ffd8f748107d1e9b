"""Mean and spread, summed so that the order of the numbers never matters."""

from __future__ import annotations

import math
from collections.abc import Sequence


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return math.fsum(values) / len(values)


def variance(values: Sequence[float]) -> float | None:
    """Spread squared around the mean (ddof 1); none for fewer than two numbers."""
    n = len(values)
    if n < 2:
        return None
    centre = math.fsum(values) / n
    return math.fsum([(value - centre) ** 2 for value in values]) / (n - 1)


def sd(values: Sequence[float]) -> float | None:
    """Standard deviation (ddof 1); none for fewer than two numbers."""
    spread = variance(values)
    return None if spread is None else math.sqrt(spread)
