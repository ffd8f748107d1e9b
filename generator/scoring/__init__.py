"""From answers to scores: items, persons, views, dimensions, change."""

from __future__ import annotations

from generator.scoring.person import person_scores
from generator.scoring.stated import stated_scores

__all__ = ["person_scores", "stated_scores"]
