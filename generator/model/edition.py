"""What may be shown of one wave: written once, read by every page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generator.model.soundness import (
    Agreement,
    Careful,
    Reliability,
    Telling,
    Unanswered,
)

EDITION_FORMAT = 3
"""Version of the stored layout of an edition; 2 knows unions of teams and those who
answered in two waves, 3 knows comments, what answers say about
themselves, how sure a change is and on what it is told."""

UNION = "+"
"""Between the teams in the id of a union; no id of a team holds it."""


def union_id(teams: Iterable[str]) -> str:
    """The group id of sibling teams shown together (rule D4)."""
    return UNION.join(sorted(teams))


class Suppressed:
    """A value hidden to protect answers; says nothing about why (rule D11)."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Suppressed)

    def __hash__(self) -> int:
        return hash(Suppressed)

    def __repr__(self) -> str:
        return "Suppressed()"


class CellKey(NamedTuple):
    """Where a value belongs: whose view, of what, about whom."""

    view: str
    """Respondent group."""
    node: str
    """Framework, dimension or practice reference."""
    group: str
    """Team id, unit id, `organisation`, or the id of a union of teams."""


class CommentKey(NamedTuple):
    """Where comments belong: whose they are, to which question, about whom."""

    view: str
    """Respondent group; never one of other companies."""
    question: str
    """Code of the question in the view's instrument."""
    group: str
    """Team id, unit id or `organisation`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A released score in display units, rounded (rule D8)."""

    value: float
    low: float
    """Interval, rounded outward."""
    high: float
    n: int
    """Answers behind it; for a dimension, people with any practice score."""
    se: float
    """Standard error in display units; used for the interval of a change."""
    df: float
    confidence: Literal["high", "medium", "low"]
    band: Literal["", "top", "bottom"] = ""
    """Set where all answers are nearly alike: drawn as a band, not a number (D7)."""
    parts: tuple[int, int] | None = None
    """Above the practice: how many of how many practices are shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """Score minus the baseline wave's score, both shown, in display units."""

    value: float
    low: float
    high: float
    clear: bool
    """Interval excludes 0 and the change is large enough to act on, by itself; a page
    that tells many changes asks more (rule S7)."""
    smallest: float
    """Smallest change these answers could have told from none."""
    since: str
    """Wave id of the baseline."""
    same_n: int = 0
    """People who answered both times; 0 where that may not be said (rule D5)."""
    joined: int = 0
    """People who answered only now."""
    left: int = 0
    """People who answered only then."""
    same_value: float | None = None
    """Change among those who answered both times."""
    same_low: float | None = None
    same_high: float | None = None
    se: float = 0.0
    """Standard error in display units; 0 in editions that do not hold it."""
    df: float = 0.0
    common: tuple[int, int] | None = None
    """How many of how many questions both waves asked alike, where it was not all."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people answered, where the group is large enough to say (D10)."""

    eligible: int
    answered: int


@dataclass(frozen=True, slots=True)
class Soundness:
    """How far the answers of a wave can be trusted, as far as it may be told.

    Agreement is told of teams; everything else of a whole view, under the group
    `organisation`.
    """

    agreement: Mapping[CellKey, Agreement] = field(default_factory=dict)
    """By practice and team."""
    reliability: Mapping[CellKey, Reliability] = field(default_factory=dict)
    """By dimension."""
    telling: Mapping[CellKey, Telling] = field(default_factory=dict)
    """By practice."""
    unanswered: Mapping[CellKey, Unanswered] = field(default_factory=dict)
    """By practice."""
    careful: Mapping[str, Careful] = field(default_factory=dict)
    """By view."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The frozen released values of one wave."""

    format: int
    survey: str
    wave: str
    wave_fingerprint: str
    number: int
    """1 for the first edition of a wave."""
    k: int
    cells: Mapping[CellKey, Shown | Suppressed]
    """Every (view, node, group) that is asked; absent = not asked."""
    changes: Mapping[CellKey, Change] = field(default_factory=dict)
    turnout: Mapping[tuple[str, str], Turnout | Suppressed] = field(
        default_factory=dict
    )
    """(view, group) to numbers."""
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sibling teams that stay hidden, shown together: group id to the teams in it."""
    comments: Mapping[CommentKey, tuple[str, ...]] = field(default_factory=dict)
    """What may be shown of comments: their words, or themes, as the wave promised; in
    an order of no meaning (rule D9)."""
    soundness: Soundness = Soundness()

    def cell(self, view: str, node: str, group: str) -> Shown | Suppressed | None:
        """The released value; none where the question was not asked."""
        return self.cells.get(CellKey(view, node, group))


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of everything ever shown: a measure and the sets it was shown for."""

    position: int
    survey: str
    wave: str
    measure: str
    """`view|practice`."""
    sets: Mapping[str, str]
    """Group id to a hexadecimal bit set over the wave's numbered people."""
    previous: str
    """SHA-256 of the line before; empty for the first."""
    digest: str
    """SHA-256 of this line's content and `previous`."""


def digest(entry: LedgerEntry) -> str:
    """SHA-256 of everything a ledger line says except its own digest."""
    text = json.dumps(
        [
            entry.position,
            entry.survey,
            entry.wave,
            entry.measure,
            dict(entry.sets),
            entry.previous,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
