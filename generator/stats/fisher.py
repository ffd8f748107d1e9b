"""Quantiles of Fisher's F distribution, for any degrees of freedom."""

from __future__ import annotations

import math
from functools import lru_cache

from generator.stats.student import incomplete_beta


def _beta_quantile(p: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = p: Newton's steps, kept inside a shrinking bracket."""
    constant = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    low, high = 0.0, 1.0
    x = a / (a + b)
    for _ in range(200):
        excess = incomplete_beta(a, b, x) - p
        if excess > 0.0:
            high = x
        else:
            low = x
        slope = math.exp(constant + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x))
        step = x - excess / slope if slope > 0.0 else low
        if not low < step < high:
            step = (low + high) / 2.0
        if abs(step - x) <= 1e-15 * x or not low < step < high:
            return step
        x = step
    return x


@lru_cache(maxsize=4096)
def f_quantile(p: float, df1: float, df2: float) -> float:
    """The value an F variable stays below with probability `p` (0 < p < 1)."""
    if not 0.0 < p < 1.0 or df1 <= 0.0 or df2 <= 0.0:
        raise ValueError("needs a probability between 0 and 1 and df above 0")
    x = _beta_quantile(p, df1 / 2.0, df2 / 2.0)
    if x <= 0.5:
        return df2 * x / (df1 * (1.0 - x))
    # Near 1 the digits of x are all nines; those of 1 - x tell.
    rest = _beta_quantile(1.0 - p, df2 / 2.0, df1 / 2.0)
    return df2 * (1.0 - rest) / (df1 * rest)
