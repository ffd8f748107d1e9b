"""Dimension and framework scores: from shown values only, so they reveal nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.scoring.views import spread_of
from generator.stats.interval import Uncertainty, pooled

HALF = 0.5
"""Share of the weight that shown parts must carry."""

_ROUNDING = 1e-12

Errors = Mapping[int, float]
"""Person to his part in the error of a mean, in points of 100."""


@dataclass(frozen=True, slots=True)
class Part:
    """A shown value below the one to be made, with its weight."""

    weight: float
    value: float
    errors: Errors


@dataclass(frozen=True, slots=True)
class Whole:
    """A score above the practice."""

    value: float
    errors: Errors

    @property
    def n(self) -> int:
        """People with any score below."""
        return len(self.errors)


def person_errors(people: Sequence[int], values: Sequence[float]) -> dict[int, float]:
    """Each person's part in the error of the mean of `values`."""
    n = len(values)
    centre = math.fsum(values) / n
    parts = [(value - centre) / n for value in values]
    errors = dict(zip(people, parts, strict=True))
    if len(errors) < n:
        errors = dict.fromkeys(people, 0.0)
        for person, part in zip(people, parts, strict=True):
            errors[person] += part
    return errors


def roll_up(parts: Sequence[Part], asked_weight: float) -> Whole | None:
    """Weighted mean of shown parts; none unless they carry half of the weight.

    `asked_weight` is the weight of everything asked, shown or not.
    """
    carried = math.fsum([part.weight for part in parts])
    if not parts or carried <= 0 or carried < HALF * asked_weight - _ROUNDING:
        return None
    value = math.fsum([part.weight * part.value for part in parts]) / carried
    together: dict[int, float] = {}
    for part in parts:
        share = part.weight / carried
        for person, error in part.errors.items():
            together[person] = together.get(person, 0.0) + share * error
    return Whole(value, together)


def uncertainty(errors: Errors, s0: float, d0: float) -> Uncertainty | None:
    """Standard error from one value a person, with the shared spread of S6."""
    return pooled(spread_of(list(errors.values())), len(errors), s0, d0)
