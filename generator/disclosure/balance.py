"""The balanced score: every view counts the same, made from shown scores alone (S5).

It stands beside the view that leads and never in its place. A number mixes views here
on purpose, so it is made only where all of them are shown: with one hidden, it would
give the hidden one away (D6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.edition import CellKey, Edition, Shown
from generator.model.instrument import Rules, Wave
from generator.model.score import Estimate
from generator.scoring.display import (
    decimals,
    down,
    near,
    to_display,
    to_points,
    up,
)
from generator.scoring.views import balanced


@dataclass(frozen=True, slots=True)
class Balanced:
    """A balanced score in display units, rounded like any other."""

    value: float
    low: float
    high: float


def expected_views(
    wave: Wave, edition: Edition, ref: str, team: str
) -> tuple[str, ...]:
    """The views that ask about a practice of a team, and have somebody to ask there.

    An edition holds a cell, shown or hidden, for exactly these.
    """
    return tuple(
        group.id
        for group in wave.groups
        if CellKey(group.id, ref, team) in edition.cells
    )


def balanced_score(
    wave: Wave, edition: Edition, ref: str, team: str
) -> Balanced | None:
    """The balanced score of one practice; none unless every expected view is shown.

    None for fewer than two views, and where a view is a band: its number is unknown.
    """
    views = expected_views(wave, edition, ref, team)
    rules = wave.rules_of(ref)
    shown: dict[str, Estimate] = {}
    for view in views:
        cell = edition.cells.get(CellKey(view, ref, team))
        if isinstance(cell, Shown) and not cell.band:
            shown[view] = _estimate(cell, rules)
    return _rounded(shown, views, edition.k, rules) if len(views) > 1 else None


def missing_views(wave: Wave, edition: Edition, ref: str, team: str) -> tuple[str, ...]:
    """Expected views whose number may not be shown."""
    return tuple(
        view
        for view in expected_views(wave, edition, ref, team)
        if not isinstance(cell := edition.cells.get(CellKey(view, ref, team)), Shown)
        or cell.band
    )


def _estimate(cell: Shown, rules: Rules) -> Estimate:
    """A shown score in points of 100; its plausible range is not needed."""
    known = cell.se > 0.0
    return Estimate(
        mean=to_points(cell.value, rules),
        n=cell.n,
        sd=None,
        se=100.0 * cell.se / (rules.high - rules.low) if known else None,
        df=cell.df if known else None,
        low=None,
        high=None,
    )


def _rounded(
    shown: Mapping[str, Estimate], views: tuple[str, ...], k: int, rules: Rules
) -> Balanced | None:
    found = balanced(shown, views, k)
    if found is None or found.low is None or found.high is None:
        return None
    places = decimals(rules)
    value = near(to_display(found.mean, rules), places)
    return Balanced(
        value,
        min(value, down(to_display(found.low, rules), places)),
        max(value, up(to_display(found.high, rules), places)),
    )
