"""Change since the baseline: the difference of two released scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.edition import Change, Shown
from generator.model.instrument import Rules
from generator.scoring.display import decimals, down, length, near, up
from generator.stats.difference import paired, welch
from generator.stats.interval import Uncertainty, half_width
from generator.stats.moments import mean, sd


@dataclass(frozen=True, slots=True)
class Move:
    """A difference between two waves with its uncertainty, on any scale."""

    value: float
    uncertainty: Uncertainty
    low: float
    high: float


def between_waves(before: Sequence[float], after: Sequence[float]) -> Move | None:
    """Difference of two waves whose people are not known to be the same (Welch).

    None where either wave holds too little to say how far its mean may be off.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    uncertainty = welch(
        (sd(before) or 0.0) / math.sqrt(len(before)),
        len(before) - 1.0,
        (sd(after) or 0.0) / math.sqrt(len(after)),
        len(after) - 1.0,
    )
    return _move(mean(after) - mean(before), uncertainty)


def same_people(before: Mapping[str, float], after: Mapping[str, float]) -> Move | None:
    """Difference of two waves over those who answered both, person by person."""
    both = sorted(before.keys() & after.keys())
    differences = [after[who] - before[who] for who in both]
    uncertainty = paired(differences)
    return _move(mean(differences), uncertainty) if uncertainty else None


def _move(value: float, uncertainty: Uncertainty) -> Move | None:
    if uncertainty.se == 0.0:
        return None
    half = half_width(uncertainty.se, uncertainty.df)
    return Move(value, uncertainty, value - half, value + half)


def change(now: Shown, then: Shown, rules: Rules, since: str) -> Change | None:
    """Released score minus the baseline's released score, in display units.

    The value is the difference of the two printed numbers, so a reader finds it
    again. None where either side is a band, whose number must stay unknown.
    """
    if now.band or then.band or now.se <= 0 or then.se <= 0:
        return None
    places = decimals(rules)
    value = near(now.value - then.value, places)
    uncertainty = welch(then.se, then.df, now.se, now.df)
    half = half_width(uncertainty.se, uncertainty.df)
    low, high = down(value - half, places), up(value + half, places)
    threshold = length(rules.smallest_difference, rules)
    return Change(
        value=value,
        low=low,
        high=high,
        clear=(low > 0 or high < 0) and abs(value) >= threshold - 1e-9,
        smallest=up(max(half, threshold), places),
        since=since,
    )
