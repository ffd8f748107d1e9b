"""Many comparisons at once: which of them still stand (rule S7)."""

from __future__ import annotations

from collections.abc import Sequence

FALSE_SHARE = 0.05
"""Largest expected share of false marks among all that are set."""


def adjusted(chances: Sequence[float]) -> list[float]:
    """P-values adjusted for their number, in the order given.

    Benjamini and Hochberg 1995, step-up: of m sorted values the i-th becomes the
    smallest p_j m / j of all j >= i, at most 1. A value that is at most q belongs to
    the marks of which no more than the share q is expected to be false.
    """
    if not all(0.0 <= p <= 1.0 for p in chances):
        raise ValueError("a p-value lies between 0 and 1")
    m = len(chances)
    found = [1.0] * m
    least = 1.0
    places = sorted(range(m), key=lambda place: chances[place], reverse=True)
    for rank, place in zip(range(m, 0, -1), places, strict=True):
        least = min(least, chances[place] * (m / rank))
        found[place] = least
    return found


def bh(chances: Sequence[float], share: float = FALSE_SHARE) -> list[bool]:
    """Which of these comparisons still stand when all are looked at together."""
    return [p <= share for p in adjusted(chances)]
