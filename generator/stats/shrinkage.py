"""Means drawn toward what groups have in common, for ordering only (S7).

A mean of few people is extreme by chance more often than one of many. Such a value
never stands in place of the score that is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def common_mean(
    means: Sequence[float], errors: Sequence[float], between: float
) -> float:
    """The precision-weighted mean: weights 1 / (tau^2 + SE^2).

    Args:
        means: one per group.
        errors: the squared standard error of each.
        between: tau^2, the variance of the true means.
    """
    weights = [1.0 / (between + error) for error in errors]
    summed = math.fsum([w * m for w, m in zip(weights, means, strict=True)])
    return summed / math.fsum(weights)


def shrunken(
    means: Sequence[float], errors: Sequence[float], between: float
) -> list[float]:
    """Empirical Bayes means, m + B (m_j - m) with B = tau^2 / (tau^2 + SE_j^2).

    The best guess of the next wave's value (Efron and Morris 1975).
    """
    centre = common_mean(means, errors, between)
    return [
        centre + between / (between + error) * (own - centre)
        for own, error in zip(means, errors, strict=True)
    ]
