"""How much groups differ, beside how much people inside them do (one way)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.stats.moments import mean


@dataclass(frozen=True, slots=True)
class Anova:
    """Mean squares between and within groups."""

    between: float
    within: float
    df_between: int
    df_within: int
    size: float
    """Mean number of people in a group."""
    weighted_size: float
    """(N - sum n^2 / N) / (J - 1): the size that counts where sizes differ."""


def one_way(groups: Sequence[Sequence[float]]) -> Anova | None:
    """Mean squares of the groups' values.

    None for fewer than two groups, or where no group has two people.
    """
    means = [mean(values) for values in groups]
    return from_summaries(
        [len(values) for values in groups],
        means,
        math.fsum(
            [(x - m) ** 2 for g, m in zip(groups, means, strict=True) for x in g]
        ),
    )


def from_summaries(
    sizes: Sequence[int], means: Sequence[float], inside: float
) -> Anova | None:
    """The same from sizes, means, and the sum of squares inside all groups."""
    total, many = sum(sizes), len(sizes)
    df_between, df_within = many - 1, total - many
    if df_between < 1 or df_within < 1:
        return None
    grand = math.fsum([n * m for n, m in zip(sizes, means, strict=True)]) / total
    spread = math.fsum(
        [n * (m - grand) ** 2 for n, m in zip(sizes, means, strict=True)]
    )
    return Anova(
        between=spread / df_between,
        within=inside / df_within,
        df_between=df_between,
        df_within=df_within,
        size=total / many,
        weighted_size=(total - sum(n * n for n in sizes) / total) / df_between,
    )


def icc1(found: Anova) -> float | None:
    """ICC(1): the share of one answer's variance that lies between groups.

    (MSB - MSW) / (MSB + (n - 1) MSW) with n the mean group size (Bliese 2000). None
    where nothing varies. Not the ICC(2,1) of Shrout and Fleiss.
    """
    whole = found.between + (found.size - 1.0) * found.within
    return (found.between - found.within) / whole if whole > 0.0 else None


def icc2(found: Anova) -> float | None:
    """ICC(2): how surely the means of groups can be told apart (Bliese 2000).

    (MSB - MSW) / MSB; none where the means are all the same.
    """
    if found.between <= 0.0:
        return None
    return (found.between - found.within) / found.between


def between_variance(found: Anova) -> float:
    """tau^2, the variance of the groups' true means: max(0, (MSB - MSW) / n0)."""
    return max(0.0, (found.between - found.within) / found.weighted_size)
