"""A figure of peer organisations: whom it may stand for, and when it may change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from generator.disclosure.attack import leaks, mean_row

FEWEST_PEERS = 5
"""Fewest organisations behind a mean, and fewest that may come or go (rule S11)."""

MOST_OF_ONE = 4
"""No organisation may carry more than one part in so many of the weight."""

Refusal = Literal["", "few", "one", "joined", "left", "together"]


def peers_refused(
    now: Mapping[str, float], before: Sequence[Collection[str]] = ()
) -> Refusal:
    """What stands against publishing a figure of these organisations (S11, D13).

    A figure published anew for other organisations tells what those who came or went
    have: one more company and the mean before are that company's value. So the set is
    one that was published before, or differs from each of them by five at least on
    every side where it differs. A panel that rolls on could still be put together from
    several figures, so all of them are attacked at once (exact test of rule D3).

    Args:
        now: organisation to its weight in the figure; the reader's own is left out.
        before: the organisations behind every figure published before, oldest first.
    """
    if len(now) < FEWEST_PEERS:
        return "few"
    if MOST_OF_ONE * max(now.values()) > sum(now.values()):
        return "one"
    for earlier in before:
        if 0 < len(set(now) - set(earlier)) < FEWEST_PEERS:
            return "joined"
        if 0 < len(set(earlier) - set(now)) < FEWEST_PEERS:
            return "left"
    sets = {frozenset(one) for one in (now, *before)}
    names = sorted(frozenset().union(*sets))
    rows = [
        mean_row(place for place, name in enumerate(names) if name in one)
        for one in sets
    ]
    return "together" if leaks(rows, FEWEST_PEERS) else ""
