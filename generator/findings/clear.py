"""Which differences are clear when a page tells many at once (rule S7).

By itself one in twenty comparisons of nothing with nothing would be called clear. So a
page looks at all of its comparisons together (Benjamini and Hochberg 1995), once for
the gaps to gold and once for the changes. What is left must also be large enough to act
on, and must not contradict the range that is printed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from generator.model.edition import Change, Shown, Turnout
from generator.model.instrument import Rules
from generator.scoring.display import decimals, length, up
from generator.stats.many import bh
from generator.stats.student import t_quantile, two_sided

FEW = 20
"""Below so many answers a page leads with dimensions, and says what it cannot tell."""

RATE_MOVED = 0.20
"""Move of the response rate beyond which a change is to be read with care."""

_LARGE = 1000.0
"""Degrees of freedom where an edition holds none: those of a normal variable."""

_DUST = 1e-9

_Key = TypeVar("_Key", bound=Hashable)
_Compared = TypeVar("_Compared")


def gap_chance(shown: Shown, gold: float) -> float | None:
    """How likely a score so far from gold is where there is no gap, two-sided.

    None for a band, and for a score without a known precision.
    """
    if shown.band or shown.se <= 0 or shown.df <= 0:
        return None
    return two_sided((gold - shown.value) / shown.se, shown.df)


def change_chance(change: Change) -> float | None:
    """How likely a change so large is where nothing changed, two-sided.

    An edition of an older format holds no standard error; it then follows from the
    range, which was rounded outward, so a change is never made clearer by it.
    """
    if change.se > 0 and change.df > 0:
        return two_sided(change.value / change.se, change.df)
    half = max(change.high - change.value, change.value - change.low)
    if half <= 0:
        return None
    return two_sided(change.value / half * t_quantile(0.975, _LARGE), _LARGE)


def clear_gaps(
    scores: Mapping[_Key, tuple[Shown, float, Rules]],
) -> frozenset[_Key]:
    """The scores of a page that clearly lie below gold, or above it.

    Args:
        scores: each score compared with gold on this page, gold in display units, and
            the rules of its framework.
    """

    def stands(one: tuple[Shown, float, Rules]) -> bool:
        shown, gold, rules = one
        outside = gold > shown.high or gold < shown.low
        enough = length(rules.smallest_difference, rules)
        return outside and abs(gold - shown.value) >= enough - _DUST

    return _clear(scores, lambda one: gap_chance(one[0], one[1]), stands)


def clear_changes(changes: Mapping[_Key, Change]) -> frozenset[_Key]:
    """The changes of a page that are clear when all are looked at together."""
    return _clear(changes, change_chance, lambda change: change.clear)


def smallest_gap(shown: Shown, rules: Rules) -> float:
    """The smallest gap that these answers could have told from none.

    In display units, from what is printed: the wider half of the range, at least the
    smallest difference worth acting on.
    """
    half = max(shown.value - shown.low, shown.high - shown.value)
    enough = length(rules.smallest_difference, rules)
    return up(max(half, enough), decimals(rules))


def answered_otherwise(then: Turnout, now: Turnout) -> bool:
    """Whether the share of those who answered moved by more than 20 points (S10)."""
    if not then.eligible or not now.eligible:
        return False
    moved = now.answered / now.eligible - then.answered / then.eligible
    return abs(moved) > RATE_MOVED + _DUST


def _clear(
    compared: Mapping[_Key, _Compared],
    chance: Callable[[_Compared], float | None],
    stands: Callable[[_Compared], bool],
) -> frozenset[_Key]:
    tested = {key: p for key, one in compared.items() if (p := chance(one)) is not None}
    kept = zip(tested, bh(list(tested.values())), strict=True)
    return frozenset(key for key, still in kept if still and stands(compared[key]))
