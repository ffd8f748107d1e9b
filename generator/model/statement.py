"""A team's own statement: agreed in a meeting, never an estimate (rule D12)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """What the team says about one practice."""

    practice: str
    state: Literal["agreed", "not_agreed", "not_applicable", "open"]
    rung: int | None
    """Set where the team agreed."""
    evidence: str
    next_step: str
    target_rung: int | None
    target_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One team's assessment in one wave."""

    survey: str
    wave: str
    wave_fingerprint: str
    team: str
    assessed_by: Literal["team", "unit", "assessor"]
    """Fewer than three people present: the unit assesses instead."""
    present: int
    """How many people were in the room."""
    purpose: str
    """What it is for and who will see it, agreed before it starts."""
    entries: tuple[StatementEntry, ...]
    revision: int
    signed_off: datetime.datetime | None
    """UTC; a statement without it is a draft and never on a page."""
    withdrawn: bool = False

    def entry(self, practice: str) -> StatementEntry | None:
        """The entry for a practice, if there is one."""
        return next((e for e in self.entries if e.practice == practice), None)
