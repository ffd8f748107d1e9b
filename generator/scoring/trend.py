"""Change since the baseline: the difference of two released scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model.edition import Change, Shown
from generator.model.instrument import Rules
from generator.scoring.display import decimals, down, length, near, up
from generator.scoring.views import estimate
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


@dataclass(frozen=True, slots=True)
class Shared:
    """Those who answered in both waves."""

    n: int
    correlation: float


def matched(before: Mapping[str, float], after: Mapping[str, float]) -> Shared | None:
    """How alike the same people answered in both waves; none where nothing varies."""
    both = sorted(before.keys() & after.keys())
    first, second = [before[who] for who in both], [after[who] for who in both]
    if len(both) < 2:
        return None
    spread = (sd(first) or 0.0) * (sd(second) or 0.0)
    if spread == 0.0:
        return None
    centres = mean(first), mean(second)
    together = math.fsum(
        (a - centres[0]) * (b - centres[1]) for a, b in zip(first, second, strict=True)
    )
    r = together / (len(both) - 1) / spread
    return Shared(len(both), min(1.0, max(-1.0, r)))


def overlapping(now: Shown, then: Shown, shared: Shared | None) -> Uncertainty:
    """Uncertainty of a difference of two waves that share people (Kish 1965).

    SE^2 = s1^2/n1 + s2^2/n2 - 2 r s1 s2 m/(n1 n2) with m people in both; with nobody
    known to be in both it is Welch's.
    """
    apart = welch(then.se, then.df, now.se, now.df)
    if shared is None:
        return apart
    share = shared.n / math.sqrt(now.n * then.n)
    variance = apart.se**2 - 2 * shared.correlation * now.se * then.se * share
    if variance <= 0.0:
        return apart
    everybody = shared.n == now.n == then.n
    df = min(now.df, then.df) if everybody else apart.df
    return Uncertainty(math.sqrt(variance), df, math.sqrt(variance))


def among_the_same(
    told: Change,
    sizes: tuple[int, int],
    before: Mapping[str, float],
    after: Mapping[str, float],
    rules: Rules,
) -> Change:
    """A change with what those who answered both times say.

    `sizes` are the people behind both numbers, now and then.
    """
    n = len(before)
    told = replace(told, same_n=n, joined=sizes[0] - n, left=sizes[1] - n)
    move = same_people(before, after)
    if move is None:
        return told
    places = decimals(rules)
    value = near(length(move.value, rules), places)
    return replace(
        told,
        same_value=value,
        same_low=min(value, down(length(move.low, rules), places)),
        same_high=max(value, up(length(move.high, rules), places)),
    )


def change(
    now: Shown, then: Shown, rules: Rules, since: str, shared: Shared | None = None
) -> Change | None:
    """Released score minus the baseline's released score, in display units.

    The value is the difference of the two printed numbers, so a reader finds it
    again. None where either side is a band, whose number must stay unknown. With
    people known to be in both waves the range is that of overlapping samples.
    """
    if now.band or then.band or now.se <= 0 or then.se <= 0:
        return None
    value = near(now.value - then.value, decimals(rules))
    return _told(value, overlapping(now, then, shared), rules, since)


def recomputed(
    before: Sequence[tuple[int, float]],
    after: Sequence[tuple[int, float]],
    rules: Rules,
    since: str,
    common: tuple[int, int],
) -> Change | None:
    """A change on the questions that two waves have in common.

    Both waves are scored again on these questions alone, and compared as samples that
    have nothing to do with each other. None where that says nothing of its precision.

    Args:
        before: people of the earlier wave and their scores, in points of 100.
        after: those of the later wave.
        rules: of the later wave.
        since: id of the earlier wave.
        common: how many of how many questions are common.
    """
    then, now = (
        estimate([v for _, v in one], [p for p, _ in one], s0=rules.sd, d0=rules.sd_df)
        for one in (before, after)
    )
    if now.se is None or now.df is None or then.se is None or then.df is None:
        return None
    apart = welch(then.se, then.df, now.se, now.df)
    if apart.se == 0.0:
        return None
    shown = Uncertainty(length(apart.se, rules), apart.df, length(apart.se, rules))
    value = near(length(now.mean - then.mean, rules), decimals(rules))
    return replace(_told(value, shown, rules, since), common=common)


def _told(value: float, uncertainty: Uncertainty, rules: Rules, since: str) -> Change:
    """A change with its range; `value` and `uncertainty` in display units."""
    places = decimals(rules)
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
        # Two digits, as of a score: a finer one would tell more than the range.
        se=float(f"{uncertainty.se:.2g}"),
        df=round(uncertainty.df, 2),
    )
