"""What arrives from a backend, and what is kept of it."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Literal

Missing = Literal["na", "dk", "skip", "not_shown"]
"""Does not apply; applies but cannot be judged; left blank (rule S2); not asked of this
person, because of an earlier answer."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One person's answers as a backend received them, unchecked."""

    backend: str
    remote_id: str
    """Unique within the backend; a repeated pull changes nothing."""
    survey: str
    wave: str
    instrument: str
    instrument_fingerprint: str
    group: str
    team: str
    respondent: str
    """Pseudonym; empty in anonymous mode."""
    cluster: str
    """Opaque code of the partner company; empty where the group has none."""
    language: str
    status: Literal["partial", "complete"]
    changed_at: datetime.datetime | None
    """When it last changed, UTC; none in anonymous mode."""
    revision: int
    """Grows with every saved page."""
    answers: dict[str, str]
    """Question code to option code, several codes joined by a space, a number, or
    text."""
    late: bool = False
    """Changed after the wave had closed: kept, never scored."""
    place: str = ""
    """Where to find it, in the backend's own numbers; for messages to the operator."""


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's checked answers in one wave."""

    backend: str
    remote_id: str
    survey: str
    wave: str
    wave_fingerprint: str
    group: str
    team: str
    respondent: str
    cluster: str
    language: str
    status: Literal["partial", "complete"]
    late: bool
    revision: int
    changed_at: datetime.datetime | None
    answers: dict[str, str]
    """Question code to option code or text; a blank answer is absent."""


def read_number(answer: str) -> float | None:
    """A number as it is stored, such as `12.5`; none for anything else."""
    try:
        raw = float(answer)
    except ValueError:
        return None
    return raw if math.isfinite(raw) else None
