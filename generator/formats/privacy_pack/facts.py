"""What a privacy pack is filled from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.model.instrument import Wave


@dataclass(frozen=True, slots=True)
class Component:
    """A program of somebody else that is used."""

    name: str
    version: str
    licence: str
    where: str
    """`installed`, or `shipped` with the pages."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the texts speak of."""

    wave: Wave
    frozen: bool
    """False: this is what today's files would freeze."""
    previous: Wave | None
    """The wave before this one, if there was one."""
    delete_by: dt.date
    """Last day on which answers may be kept."""
    host: str
    """Name of the LimeSurvey server; empty where none is used."""
    server_mails: bool
    """Whether the LimeSurvey server sends the mails."""
    version: str
    """Of this program."""
    components: tuple[Component, ...]
