"""The size of a difference in units of the spread between people (S10)."""

from __future__ import annotations

import math


def small_sample(df: float) -> float:
    """Hedges' exact correction J for `df` degrees of freedom (Hedges 1981, eq. 6e)."""
    half = df / 2.0
    return math.exp(
        math.lgamma(half) - 0.5 * math.log(half) - math.lgamma((df - 1.0) / 2.0)
    )


def hedges_g(
    difference: float, sd_a: float, n_a: int, sd_b: float, n_b: int
) -> float | None:
    """Hedges' g: J times the difference of two means over their pooled spread.

    The pooled spread is used for the same people measured twice, too: a difference in
    units of its own spread could not be compared. None where nothing varies, or for
    fewer than four answers, where J is not defined.
    """
    df = n_a + n_b - 2
    if df < 2:
        return None
    pooled = math.sqrt(((n_a - 1) * sd_a**2 + (n_b - 1) * sd_b**2) / df)
    return small_sample(df) * difference / pooled if pooled > 0.0 else None
