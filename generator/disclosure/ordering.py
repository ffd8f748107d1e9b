"""Teams in the order of what to expect of them next time, from shown scores (S7).

A mean of few people is high or low by chance more easily than one of many, so for an
order each is drawn toward what all teams have in common. No page shows such a value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.edition import Change, Shown
from generator.stats.anova import between_variance, from_summaries
from generator.stats.effect import hedges_g
from generator.stats.shrinkage import shrunken

FEWEST = 8
"""Teams it takes to know how much teams differ."""


@dataclass(frozen=True, slots=True)
class Order:
    """Teams, lowest expectation first."""

    teams: tuple[str, ...]
    """Empty where teams do not differ detectably: an order would be chance."""


def expected_order(cells: Mapping[str, Shown]) -> Order | None:
    """Order teams by one score; none for fewer than eight teams with a number.

    The spread inside teams is the one their shown standard errors rest on; bands have
    no number and stay out.
    """
    known = {
        team: cell
        for team, cell in sorted(cells.items())
        if not cell.band and cell.se > 0.0
    }
    if len(known) < FEWEST:
        return None
    shown = list(known.values())
    freedom = math.fsum([cell.df for cell in shown])
    inside = math.fsum([cell.df * cell.se**2 * cell.n for cell in shown]) / freedom
    sizes = [cell.n for cell in shown]
    means = [cell.value for cell in shown]
    found = from_summaries(sizes, means, inside * (sum(sizes) - len(sizes)))
    between = between_variance(found) if found else 0.0
    if between == 0.0:
        return Order(())
    drawn = shrunken(means, [inside / n for n in sizes], between)
    ranked = sorted(zip(drawn, known, strict=True))
    return Order(tuple(team for _, team in ranked))


def effect(now: Shown, then: Shown, change: Change) -> float | None:
    """Hedges' g of a change between two shown scores, to one decimal (S10).

    In units of the spread that both plausible ranges rest on. For authors: a reader of
    a team page is told the change itself.
    """
    g = hedges_g(
        change.value,
        now.se * math.sqrt(now.n),
        now.n,
        then.se * math.sqrt(then.n),
        then.n,
    )
    return None if g is None else math.floor(g * 10 + 0.5 + 1e-9) / 10
