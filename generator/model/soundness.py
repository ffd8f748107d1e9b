"""How far the answers themselves can be trusted, released beside the scores.

Computed at release from sets of answers the ledger knows, and stored in the edition.
Statistics of single teams are bands and coarse steps, never exact numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Band = Literal["none", "weak", "moderate", "strong", "very-strong"]
"""Words for r_wg after LeBreton and Senter 2008."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the members of a team agree on one practice (rule S9)."""

    apart: float
    """About how far an answer lies from the team's average: display units, in steps of
    5 points of 100 and never below 10."""
    least: bool
    """Whether `apart` is the lowest that is ever told: it then means "or less"."""
    wide: bool
    """Further apart than people who agree (Burke and Dunlap 2002)."""
    band: Band
    """r_wg(j) against blind answers; flatters where people tend to one side. Never
    finer than strong: of a few people, very strong would tell every answer."""
    skewed: Band | None
    """The same against people who all tend a little to one side; none where the source
    prints no variance for so many options."""
    camps: bool
    """Two camps: the mean stands for nobody."""


@dataclass(frozen=True, slots=True)
class ItemFit:
    """How one item goes with the others of its dimension."""

    question: str
    """Code of the question in the view's instrument."""
    rest: float | None
    """Correlation with the sum of the others; none where it does not vary."""
    without: float | None
    """Alpha of the others."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether the items of one dimension hang together in a whole view (rule S8)."""

    n: int
    """People who answered every item."""
    alpha: float | None
    """Cronbach's alpha; for two items none. Below 0: check reverse coding."""
    low: float | None
    """95 % interval of alpha (Feldt 1965)."""
    high: float | None
    standardized: float | None
    """Standardized alpha; for two items the Spearman-Brown coefficient."""
    omega: float | None
    """Omega total of one factor (McDonald 1999)."""
    items: tuple[ItemFit, ...]
    """In the order of the questions' codes."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whether the teams' means of one practice can be told apart (rule S9)."""

    teams: int
    share: Literal["none", "small", "medium", "large"]
    """ICC(1): how much of the differences between people lies between teams."""
    means: Literal["apart", "unsure", "alike"]
    """ICC(2): whether teams can be told apart; `alike`: do not compare them."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Shares of questions about a practice that got no answer, in a whole view (S2)."""

    n: int
    """People who were asked."""
    na: int
    """Does not apply, percent of what was asked; in steps of 5 below 20 people, and
    never below 5 or above 95."""
    dk: int
    """Cannot judge, percent of what applies."""
    blank: int
    """Left blank, percent of what applies."""
    unseen: bool
    """Not visible to those asked: 30 percent or more cannot judge."""


@dataclass(frozen=True, slots=True)
class Careful:
    """What answers given without reading do to a whole view (rule S13)."""

    without: Mapping[str, float] = field(default_factory=dict)
    """Practice to its score without them, display units. Where one is absent, it moves
    by less than 5 points of 100, or telling would set too few people apart: which of
    the two is not told."""
