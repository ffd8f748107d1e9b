"""The difference of two means: Welch for separate people, paired for the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

from generator.stats.interval import Uncertainty
from generator.stats.moments import sd


def welch(se_a: float, df_a: float, se_b: float, df_b: float) -> Uncertainty:
    """Uncertainty of a difference of two means measured on separate people.

    Degrees of freedom after Welch 1947 and Satterthwaite 1946.
    """
    u, v = se_a**2, se_b**2
    se = math.sqrt(u + v)
    if se == 0.0:
        return Uncertainty(0.0, df_a + df_b, 0.0)
    return Uncertainty(se, (u + v) ** 2 / (u**2 / df_a + v**2 / df_b), se)


def paired(differences: Sequence[float]) -> Uncertainty | None:
    """Uncertainty of the mean difference where everybody answered twice."""
    spread = sd(differences)
    if spread is None:
        return None
    n = len(differences)
    return Uncertainty(spread / math.sqrt(n), n - 1.0, spread)
