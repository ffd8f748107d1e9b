"""The level a rubric by levels has reached, and what is missing below it (S4).

An added score alone hides a missing base: full marks on levels 2 and 3 look like two
thirds of the way. So the level reached stands beside it in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.scoring.rollup import Part

LARGELY = 0.50
"""Above this share of full marks a level is largely in place."""

FULLY = 0.85
"""Above this one it is fully in place; both after ISO/IEC 33020."""

_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Staged:
    """A level in words."""

    level: int
    """The highest one largely in place with every lower one fully; 0 for none."""
    top: int
    """The highest level there is."""
    hole_below: bool
    """A level above is largely in place though one below it is not fully."""


def level_shares(parts: Sequence[Part]) -> dict[int, float]:
    """Level to its share of full marks, 0 to 1: the weighted mean of its parts."""
    found: dict[int, list[Part]] = {}
    for part in parts:
        if part.weight > 0:
            found.setdefault(part.level or 0, []).append(part)
    return {
        level: math.fsum([one.weight * one.value for one in inside])
        / math.fsum([one.weight for one in inside])
        / 100.0
        for level, inside in sorted(found.items())
    }


def staged(shares: Mapping[int, float]) -> Staged:
    """The level reached, from the share of full marks of each level."""
    level = 0
    for number, share in sorted(shares.items()):
        if share > LARGELY + _NOISE:
            level = number
        if share <= FULLY + _NOISE:
            break
    hole = any(n > level and s > LARGELY + _NOISE for n, s in shares.items())
    return Staged(level, max(shares, default=0), hole)
