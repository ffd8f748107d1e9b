"""From points of 100 to the framework's display units, rounded as they are shown."""

from __future__ import annotations

import math

from generator.model.instrument import Rules

_NOISE = 1e-9
"""Binary dust that must not push a value over a rounding edge."""


def decimals(rules: Rules) -> int:
    """One decimal on a display range of 10 or less, else whole points."""
    return 1 if rules.high - rules.low <= 10 else 0


def to_display(points: float, rules: Rules) -> float:
    """A score of 0 to 100 in display units, not yet rounded."""
    return rules.low + points / 100.0 * (rules.high - rules.low)


def to_points(value: float, rules: Rules) -> float:
    """A score in display units as points of 100."""
    return 100.0 * (value - rules.low) / (rules.high - rules.low)


def length(points: float, rules: Rules) -> float:
    """A distance in points of 100 as a distance in display units."""
    return points / 100.0 * (rules.high - rules.low)


def near(value: float, places: int) -> float:
    """Rounded to `places`, halves upward."""
    scale = 10.0**places
    return math.floor(value * scale + 0.5 + _NOISE) / scale


def down(value: float, places: int) -> float:
    """Rounded toward the lower end."""
    scale = 10.0**places
    return math.floor(value * scale + _NOISE) / scale


def up(value: float, places: int) -> float:
    """Rounded toward the upper end."""
    scale = 10.0**places
    return math.ceil(value * scale - _NOISE) / scale
