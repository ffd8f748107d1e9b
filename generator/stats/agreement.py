"""How far several people agree on one thing (S9): never a question of alpha.

Answers are given with how often each was given, so that many people cost little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from generator.model.soundness import Band

Tally = Mapping[float, int]
"""Answer to how many gave it."""

_BANDS: tuple[tuple[float, Band], ...] = (
    (0.30, "none"),
    (0.50, "weak"),
    (0.70, "moderate"),
    (0.90, "strong"),
)

SLIGHT_SKEW = {5: 1.34, 7: 2.90}
"""Error variance where people tend a little to one side, by number of options
(LeBreton and Senter 2008, table 2), in steps of the options squared."""


def spread(answers: Tally) -> tuple[float | None, float | None]:
    """Variance and average deviation together, at the price of one."""
    n = sum(answers.values())
    if not n:
        return None, None
    centre = math.fsum([x * times for x, times in answers.items()]) / n
    apart = [(x - centre, times) for x, times in answers.items()]
    distance = math.fsum([abs(d) * times for d, times in apart]) / n
    if n < 2:
        return None, distance
    return math.fsum([d**2 * times for d, times in apart]) / (n - 1), distance


def average_deviation(answers: Tally) -> float | None:
    """Mean distance of an answer from the mean answer, AD_M (Burke et al. 1999).

    In the unit of the answers; none for nobody.
    """
    return spread(answers)[1]


def variance(answers: Tally) -> float | None:
    """Spread squared (ddof 1); none for fewer than two answers."""
    return spread(answers)[0]


def widest_agreement(options: int, unit: float = 1.0) -> float:
    """The largest AD_M that still counts as agreement: c/6 steps on c options.

    `unit` is the length of one step (Burke and Dunlap 2002).
    """
    return options / 6.0 * unit


def blind_variance(options: Sequence[float]) -> float:
    """Variance of answers picked blindly among these options.

    (A^2 - 1)/12 steps squared where A options stand at even distances.
    """
    centre = math.fsum(options) / len(options)
    return math.fsum([(x - centre) ** 2 for x in options]) / len(options)


def disagreement(variances: Sequence[float], blind: Sequence[float]) -> float:
    """Mean observed variance as a share of the variance of blind answers.

    0 means that all say the same; above 1, people are further apart than by chance.
    """
    shares = [v / b for v, b in zip(variances, blind, strict=True)]
    return math.fsum(shares) / len(shares)


def within_group(share: float, items: int = 1) -> float:
    """r_wg(j) of `items` items from their `disagreement` (James et al. 1984, eq. 3).

    0 to 1; 0 wherever people disagree at least as much as blind answers would.
    """
    if share >= 1.0:
        return 0.0
    agreed = items * (1.0 - share)
    return agreed / (agreed + share)


def band(r_wg: float) -> Band:
    """The word for an r_wg (LeBreton and Senter 2008, table 3)."""
    return next((word for end, word in _BANDS if r_wg <= end), "very-strong")


QUARTER = 0.25


def two_camps(scores: Sequence[float], share: float = 0.0) -> bool:
    """Whether a mean stands for nobody: people sit at both ends.

    True where a quarter of the scores of 0 to 100 lie in each outer quarter of the
    scale, or where the `disagreement` is above that of blind answers.
    """
    enough = QUARTER * len(scores)
    low = sum([x < 25.0 for x in scores])
    high = sum([x > 75.0 for x in scores])
    return share > 1.0 or (min(low, high) >= enough > 0)
