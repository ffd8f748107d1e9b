"""Caps: a score stays down while a part that must be in place is not (S4).

A cap looks at how its part is shown, never at an answer: a part that is not shown
leaves no score above it, whatever its value is, so nothing can be read from that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.edition import Shown, Suppressed
from generator.model.instrument import NodeCap
from generator.scoring.display import down

_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands, in display units."""

    least: float
    """Its score; for an end of the scale the lowest it may be."""
    most: float
    """The same as `least`, or the highest it may be."""
    low: float
    """Lower end of its range."""
    high: float
    """Upper end of its range."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How high a score may stand, in display units; infinity where nothing holds it."""

    now: float = math.inf
    lowest: float = math.inf
    """If every part in doubt stood below its value."""
    highest: float = math.inf
    """If none of them did."""


FREE = Ceiling()


def sure(value: float) -> Standing:
    """A part of which nothing is estimated, such as one in a team's own statement."""
    return Standing(value, value, value, value)


def standing(cell: Shown | Suppressed) -> Standing | None:
    """How a part stands by what is shown of it; none where nothing is."""
    if not isinstance(cell, Shown):
        return None
    if cell.band:
        return Standing(cell.low, cell.high, cell.low, cell.high)
    return Standing(cell.value, cell.value, cell.low, cell.high)


def holds(cap: NodeCap, part: Standing) -> bool | None:
    """Whether the part stands below the cap's value; none where that is not known."""
    if part.most < cap.below - _NOISE:
        return True
    return None if part.least < cap.below - _NOISE else False


def in_doubt(cap: NodeCap, part: Standing) -> bool:
    """Whether the part's range reaches to both sides of the cap's value."""
    return part.low < cap.below - _NOISE <= part.high


def binding(
    caps: Sequence[NodeCap],
    parts: Mapping[str, Standing | None],
    value: float,
    places: int,
) -> list[NodeCap]:
    """The caps that a shown score has reached and cannot pass.

    `value` is the score shown; `parts` and `places` are as for `ceiling`.
    """
    return [
        cap
        for cap in caps
        if (part := parts.get(cap.part))
        and holds(cap, part)
        and value >= down(cap.at_most, places) - _NOISE
    ]


def ceiling(
    caps: Sequence[NodeCap], parts: Mapping[str, Standing | None], places: int
) -> Ceiling | None:
    """How high a score may stand; none where a part that counts is not known.

    Args:
        caps: the caps on the score.
        parts: how each part stands, none where it is asked and not known. A part that
            is not in here was not asked or does not apply, and holds nothing.
        places: decimals shown; a cap between two shown values is the lower one.
    """
    now, lowest, highest = [math.inf], [math.inf], [math.inf]
    for cap in caps:
        if cap.part not in parts:
            continue
        part = parts[cap.part]
        held = holds(cap, part) if part else None
        if part is None or held is None:
            return None
        at_most = down(cap.at_most, places)
        doubt = in_doubt(cap, part)
        if held:
            now.append(at_most)
        if held or doubt:
            lowest.append(at_most)
        if held and not doubt:
            highest.append(at_most)
    return Ceiling(min(now), min(lowest), min(highest))


def capped(value: float, reach: float, top: Ceiling) -> tuple[float, float]:
    """A score and how far it may be off to either side, under a ceiling.

    The reach is never less than without the ceiling. Where a part in doubt could hold
    the score down or let it go, it takes in both.
    """
    if top == FREE:
        return value, reach
    found = min(value, top.now)
    lowest = min(value - reach, top.lowest)
    highest = min(value + reach, top.highest)
    return found, max(reach, found - lowest, highest - found)
