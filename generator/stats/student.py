"""Student's t distribution: probabilities and quantiles for any degrees of freedom."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_TINY = 1e-300
_LARGE_DF = 1000.0
"""From here four terms of the normal expansion are exact to 1e-11."""


def _fraction(a: float, b: float, x: float) -> float:
    """Continued fraction of the incomplete beta function (modified Lentz)."""
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    total = d
    for m in range(1, 2000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + step * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + step / c
            c = c if abs(c) > _TINY else _TINY
            total *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return total


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) (NIST DLMF 8.17.22)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * math.log(x)
        + b * math.log1p(-x)
    )
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


def _upper_tail(t: float, df: float) -> float:
    """Probability above a positive `t`."""
    return 0.5 * incomplete_beta(df / 2.0, 0.5, df / (df + t * t))


def two_sided(t: float, df: float) -> float:
    """Chance of a t variable at least as far from 0 as `t`, on either side."""
    if df <= 0.0:
        raise ValueError("needs df above 0")
    return 2.0 * _upper_tail(abs(t), df)


def _density(t: float, df: float) -> float:
    constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2)
    return math.exp(
        constant - 0.5 * math.log(df * math.pi) - (df + 1) / 2 * math.log1p(t * t / df)
    )


def _from_normal(z: float, df: float) -> float:
    """Expansion of the quantile in 1/df (Abramowitz and Stegun 26.7.5)."""
    s = z * z
    return z * (
        1
        + (s + 1) / (4 * df)
        + ((5 * s + 16) * s + 3) / (96 * df**2)
        + (((3 * s + 19) * s + 17) * s - 15) / (384 * df**3)
        + ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / (92160 * df**4)
    )


@lru_cache(maxsize=65536)
def t_quantile(p: float, df: float) -> float:
    """The value a t variable stays below with probability `p` (0 < p < 1)."""
    if not 0.0 < p < 1.0 or df <= 0.0:
        raise ValueError("needs a probability between 0 and 1 and df above 0")
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -t_quantile(1.0 - p, df)
    start = NormalDist().inv_cdf(p)
    if df > _LARGE_DF:
        return _from_normal(start, df)
    tail = 1.0 - p
    low, high = 0.0, max(start, 1.0)
    while _upper_tail(high, df) > tail:
        low, high = high, high * 2.0
    t = min(max(_from_normal(start, max(df, 3.0)), low), high)
    for _ in range(200):
        excess = _upper_tail(t, df) - tail
        if excess > 0.0:
            low = t
        else:
            high = t
        step = t + excess / _density(t, df)
        if not low < step < high:
            step = (low + high) / 2.0
        if abs(step - t) <= 1e-14 * max(1.0, abs(t)):
            return step
        t = step
    return t
