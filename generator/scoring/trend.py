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


def between_waves(
    before: Sequence[float] | Mapping[str, float],
    after: Sequence[float] | Mapping[str, float],
) -> Move | None:
    """Difference of two sets of scores; none where either wave holds too little.

    Where both waves name their people and all of them answered twice, the
    difference is taken person by person; else the waves count as separate people.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    uncertainty: Uncertainty | None
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        first, second = list(before.values()), list(after.values())
        same_people = before.keys() == after.keys()
    else:
        first, second = list(before), list(after)
        same_people = False
    value = mean(second) - mean(first)
    if same_people and isinstance(before, Mapping) and isinstance(after, Mapping):
        uncertainty = paired([after[who] - before[who] for who in sorted(before)])
    else:
        uncertainty = welch(
            (sd(first) or 0.0) / math.sqrt(len(first)),
            len(first) - 1.0,
            (sd(second) or 0.0) / math.sqrt(len(second)),
            len(second) - 1.0,
        )
    if uncertainty is None or uncertainty.se == 0.0:
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
