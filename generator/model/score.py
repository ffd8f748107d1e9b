"""Scores before release: never printed, never on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
