"""What one respondent group says about one team: estimates, and how views compare."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.score import Estimate
from generator.stats.difference import welch
from generator.stats.interval import around, half_width, plain, pooled
from generator.stats.moments import mean, sd


@dataclass(frozen=True, slots=True)
class Difference:
    """Two scores compared, in points of 100, with the 95 % interval of Welch."""

    value: float
    low: float
    high: float
    se: float
    df: float


def estimate(
    values: Sequence[float],
    people: Sequence[str | int] | None = None,
    *,
    s0: float | None = None,
    d0: float = 0.0,
) -> Estimate:
    """Mean of person scores with the interval of S6.

    `people` names who gave each value; somebody who answers about two teams is one
    person, so his two answers are no proof of each other. Without `s0` the interval
    rests on the group's own spread alone.
    """
    centre = mean(values)
    if people is None or len(set(people)) == len(values):
        n, spread = len(values), sd(values)
    else:
        own: dict[str | int, list[float]] = {}
        for person, value in zip(people, values, strict=True):
            own.setdefault(person, []).append((value - centre) / len(values))
        n = len(own)
        spread = spread_of([math.fsum(errors) for errors in own.values()])
    uncertainty = (
        plain(spread, n) if s0 is None or d0 <= 0 else pooled(spread, n, s0, d0)
    )
    interval = around(centre, uncertainty)
    return Estimate(
        mean=centre,
        n=n,
        sd=spread,
        se=uncertainty.se if uncertainty else None,
        df=uncertainty.df if uncertainty else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
    )


def spread_of(errors: Sequence[float]) -> float | None:
    """Spread between people from each person's part in the error of a mean.

    SE^2 = n/(n-1) sum e^2 over n people (S3), turned into the spread that gives this
    standard error, so that it can be shared between groups as in S6.
    """
    n = len(errors)
    if n < 2:
        return None
    return n * math.sqrt(math.fsum([e * e for e in errors]) / (n - 1))


def view_means(
    groups: Mapping[str, Sequence[float]], *, s0: float | None = None, d0: float = 0.0
) -> dict[str, Estimate]:
    """One estimate per view; a view nobody answered is absent."""
    return {
        view: estimate(values, s0=s0, d0=d0)
        for view, values in sorted(groups.items())
        if values
    }


def balanced(
    views: Mapping[str, Estimate],
    expected: Sequence[str],
    k: int,
    weights: Mapping[str, float] | None = None,
) -> Estimate | None:
    """The mean of the views, each with its declared weight (equal by default).

    None unless every expected view has at least `k` people: with one view hidden and
    another shown, this number would give the hidden one away.
    """
    if not expected or any(view not in views or views[view].n < k for view in expected):
        return None
    share = {view: (weights or {}).get(view, 1.0) for view in sorted(expected)}
    total = math.fsum(share.values())
    centre = math.fsum([w * views[view].mean for view, w in share.items()]) / total
    n = sum(views[view].n for view in share)
    parts = [
        ((weight * estimated.se / total) ** 2, estimated.df)
        for view, weight in share.items()
        if (estimated := views[view]).se is not None and estimated.df is not None
    ]
    variance = math.fsum([u for u, _ in parts])
    if len(parts) < len(share) or variance == 0.0:
        return Estimate(centre, n, None, None, None, None, None)
    # Satterthwaite's degrees of freedom for a weighted sum.
    df = variance**2 / math.fsum([u**2 / own for u, own in parts])
    se = math.sqrt(variance)
    half = half_width(se, df)
    return Estimate(
        centre, n, None, se, df, max(0.0, centre - half), min(100.0, centre + half)
    )


def self_other_gap(own: Estimate, other: Estimate) -> Difference | None:
    """How far a team's view of itself lies above another view."""
    if own.se is None or own.df is None or other.se is None or other.df is None:
        return None
    uncertainty = welch(own.se, own.df, other.se, other.df)
    if uncertainty.se == 0.0:
        return None
    value = own.mean - other.mean
    half = half_width(uncertainty.se, uncertainty.df)
    return Difference(value, value - half, value + half, uncertainty.se, uncertainty.df)
