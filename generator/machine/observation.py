"""One thing looked at on a machine, here or far away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "note", "bad"]
"""`note`: works, but something is worth knowing; `bad`: a command will fail."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing looked at, and how it is."""

    subject: str
    state: State
    words: str
