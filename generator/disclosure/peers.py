"""A figure of peer organisations: whom it may stand for, and when it may change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

FEWEST_PEERS = 5
"""Fewest organisations behind a mean, and fewest that may come or go (rule S11)."""

MOST_OF_ONE = 4
"""No organisation may carry more than one part in so many of the weight."""

Refusal = Literal["", "few", "one", "joined", "left"]


def peers_refused(
    now: Mapping[str, float], before: Collection[str] | None = None
) -> Refusal:
    """What stands against publishing a figure of these organisations (S11, D13).

    A figure published anew for other organisations tells what those who came or went
    have: one more company and the mean before are that company's value. So the set
    stays as it is, or changes by five at least.

    Args:
        now: organisation to its weight in the figure; the reader's own is left out.
        before: the organisations behind the figure published last; none where this is
            the first.
    """
    if len(now) < FEWEST_PEERS:
        return "few"
    if MOST_OF_ONE * max(now.values()) > sum(now.values()):
        return "one"
    if before is None:
        return ""
    joined, left = set(now) - set(before), set(before) - set(now)
    if 0 < len(joined) < FEWEST_PEERS:
        return "joined"
    return "left" if 0 < len(left) < FEWEST_PEERS else ""
