"""Who is invited: personal data, kept in `var/` or outside the project only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the people list: one person asked about one team."""

    person: str
    """Stable id in the organisation; empty: the e-mail stands for it."""
    name: str
    email: str
    language: str
    group: str
    """Respondent group id."""
    team: str
    """Team the person is asked about (for practitioners: their own)."""
    partner: str
    """Name of the partner company; empty for people inside."""
    relay: str = ""
    """E-mail of who passes the link on, such as the alliance manager; empty: nobody."""
