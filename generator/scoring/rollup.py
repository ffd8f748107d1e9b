"""Dimension and framework scores: from shown values only, so they reveal nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

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
    level: int | None = None
    doubt: float = 0.0
    """What caps below add to its range on either side, in the unit of the value."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A score above the practice."""

    value: float
    errors: Errors
    doubt: float = 0.0
    """What caps below add to its range on either side, in the unit of the value."""

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


How = Literal["mean", "sum", "min", "median"]


def roll_up(
    parts: Sequence[Part],
    asked_weight: float,
    how: How = "mean",
    *,
    by_level: bool = False,
) -> Whole | None:
    """The score of a whole from its shown parts; none unless they carry enough weight.

    `asked_weight` is the weight of everything asked, shown or not. A mean and a
    median need half of it, a sum and a minimum all of it. Full marks in every part
    give full marks to the whole, so a sum is its parts as shares of the top.
    """
    carried = math.fsum([part.weight for part in parts])
    needed = asked_weight * (1.0 if how in ("sum", "min") else HALF)
    if not parts or carried <= 0 or carried < needed - _ROUNDING:
        return None
    if how in ("mean", "sum") and not by_level:
        value = math.fsum([part.weight * part.value for part in parts]) / carried
        shares = [part.weight / carried for part in parts]
    else:
        shares = _shares(parts, how, by_level=by_level)
        value = math.fsum(
            [share * part.value for share, part in zip(shares, parts, strict=True)]
        )
    together: dict[int, float] = {}
    for part, share in zip(parts, shares, strict=True):
        for person, error in part.errors.items():
            together[person] = together.get(person, 0.0) + share * error
    doubt = math.fsum(
        [share * part.doubt for share, part in zip(shares, parts, strict=True)]
    )
    return Whole(value, together, doubt)


def _shares(parts: Sequence[Part], how: How, *, by_level: bool) -> list[float]:
    """Each part's share in the score; together 1."""
    groups: dict[int, list[int]] = {}
    for number, part in enumerate(parts):
        if part.weight > 0:
            key = (part.level or 0) if by_level else number
            groups.setdefault(key, []).append(number)
    inside: dict[int, dict[int, float]] = {}
    level: dict[int, float] = {}
    for key, members in groups.items():
        total = math.fsum([parts[n].weight for n in members])
        inside[key] = {n: parts[n].weight / total for n in members}
        level[key] = math.fsum([s * parts[n].value for n, s in inside[key].items()])
    ranked = sorted(groups, key=lambda key: (level[key], key))
    chosen = ranked
    if how == "min":
        chosen = ranked[:1]
    elif how == "median":
        chosen = ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1]
    found = [0.0] * len(parts)
    for key in chosen:
        for number, share in inside[key].items():
            found[number] = share / len(chosen)
    return found


def uncertainty(errors: Errors, s0: float, d0: float) -> Uncertainty | None:
    """Standard error from one value a person, with the shared spread of S6."""
    return pooled(spread_of(list(errors.values())), len(errors), s0, d0)
