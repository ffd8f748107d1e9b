"""A survey, its waves, and the organisation it looks at, as people write them."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from generator.model.ids import Authored, Id, Language, Ref, Text, WaveId

STATEMENT_VIEW = "assessment"
"""Name of a team's own statement where a view could stand."""

ORGANISATION = "organisation"
"""Group id of everybody together."""


class FrameworkUse(Authored):
    """One framework the survey asks about, at one version."""

    id: Id
    version: str


class RespondentGroup(Authored):
    """Who is asked. The score of a group's answers is a view."""

    id: Id
    """`practitioner`, `stakeholder`, `partner` or `assessor`."""
    title: Text
    view_title: Text
    """How the view is called on a page: 'Stakeholders say'."""
    clusters: bool = False
    """True where people come from companies that must not be shown alone."""


class Section(Authored):
    """A run of questions about one subject."""

    id: Id
    title: Text
    intro: Text = Text("")
    items: tuple[Ref, ...]
    """`framework:item`, in the order asked."""
    block: Id | None = None
    """Asked only in waves that name this rotating block."""


class InstrumentPlan(Authored):
    """What one respondent group is asked, or what a team assesses."""

    id: Id
    letter: str
    """Short name in documents: A, A', B."""
    title: Text
    group: Id
    mode: Literal["survey", "assessment"] = "survey"
    """`assessment`: one agreed statement per team, made in a meeting."""
    minutes: tuple[int, int]
    """Fewest and most minutes promised to the person."""
    max_items: int = Field(default=40, ge=1)
    introduction: Text = Text("")
    """First page: at most 90 words."""
    thanks: Text = Text("")
    invitation: Text = Text("")
    reminder: Text = Text("")
    sections: tuple[Section, ...] = ()
    """Leave out in an assessment: it takes every practice with its ladder."""


class Privacy(Authored):
    """What is promised; frozen when the first invitation goes out."""

    identity: Literal["pseudonymous", "anonymous"] = "pseudonymous"
    k_scores: int = Field(default=5, ge=3)
    """Fewest answers behind any number shown (rule D1)."""
    k_comments: int = Field(default=10, ge=5)
    comments: Literal["off", "themes", "verbatim"] = "off"
    retention_days: int = Field(default=1095, ge=1)
    contact: str
    steward: str
    """Person or office that runs collect and score and can see single answers."""
    statement: Text


class WavePlan(Authored):
    """One round of collection."""

    id: WaveId
    """Written in quotes where it is a number: `"2026"`."""
    title: Text
    opens: datetime.date
    closes: datetime.date
    """Answers are taken until the end of this day in the survey's time zone."""
    reference: bool = False
    """The wave others are measured from: the baseline."""
    blocks: tuple[Id, ...] = ()
    changes: tuple[Text, ...] = ()
    """Three things that changed since the last wave; shown on the first page."""


class Survey(Authored):
    """A measurement programme: frameworks, instruments, waves and promises."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    title: Text
    organisation: Text
    languages: tuple[Language, ...] = ("en",)
    timezone: str
    """IANA name, such as Europe/Berlin."""
    frameworks: tuple[FrameworkUse, ...]
    groups: tuple[RespondentGroup, ...]
    headline: Id = STATEMENT_VIEW
    """What leads a page: `assessment`, or the id of a respondent group."""
    backend: Id = "local"
    privacy: Privacy
    instruments: tuple[InstrumentPlan, ...]
    waves: tuple[WavePlan, ...]


class Unit(Authored):
    """A part of the organisation that holds teams or other units."""

    id: Id
    name: Text
    parent: Id | None = None


class Team(Authored):
    """The unit that is scored and published."""

    id: Id
    name: Text
    unit: Id | None = None
    about: Text = Text("")
    """What the team looks after: 'Alpha, Beta and Gamma collaborations'."""
    eligible: dict[Id, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """How many people could answer, per respondent group."""
    peer_group: Id | None = None
    not_in_scope: tuple[Ref, ...] = ()


class Organisation(Authored):
    """Today's units and teams; no personal data."""

    schema_version: Literal[1] = Field(alias="schema")
    units: tuple[Unit, ...] = ()
    teams: tuple[Team, ...]
