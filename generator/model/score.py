"""Scores before release: never printed, never on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.response import Missing


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score with its uncertainty, in points of 100 (rules S5 and S6)."""

    mean: float
    n: int
    sd: float | None
    """Spread between people as computed (ddof 1); none for one person."""
    se: float | None
    """Standard error of the mean from the pooled spread."""
    df: float | None
    low: float | None
    """Lower end of the 95 % interval, clipped to 0..100."""
    high: float | None


@dataclass(frozen=True, slots=True)
class PersonScores:
    """One respondent's score per practice, in points of 100 (rule S3)."""

    respondent: str
    """Opaque key: counts a person once."""
    team: str
    view: str
    cluster: str
    scores: Mapping[str, float]
    """Practice reference to score; a practice without enough answers is absent."""
    answers: Mapping[str, tuple[float | Missing, ...]] = field(default_factory=dict)
    """Practice reference to points of 100 per item, or why there are none, in the order
    of the questions' codes; also where there is no score."""
    flags: frozenset[str] = frozenset()
    """Signs of answers given without reading (rule S13)."""
