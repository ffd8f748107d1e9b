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
    """Id of the framework."""
    version: str
    """Version that is asked."""


class RespondentGroup(Authored):
    """Who is asked. The score of a group's answers is a view."""

    id: Id
    """`practitioner`, `stakeholder`, `partner` or `assessor`."""
    title: Text
    """Who they are, such as Stakeholders."""
    view_title: Text
    """How the view is called on a page: 'Stakeholders say'."""
    clusters: bool = False
    """True where people come from companies that must not be shown alone."""


class Section(Authored):
    """A run of questions about one subject."""

    id: Id
    """Name of the section."""
    title: Text
    """Heading of the page."""
    intro: Text = Text("")
    """What to think of while answering; Markdown."""
    items: tuple[Ref, ...]
    """`framework:item`, in the order asked."""
    block: Id | None = None
    """Asked only in waves that name this rotating block."""


class FormField(Authored):
    """One thing to fill in on a form that is not scored."""

    id: Id
    """Name of the field; it never changes."""
    title: Text
    """The question or heading."""
    help: Text = Text("")
    """What to write, and why it is asked."""
    kind: Literal["text", "number", "date", "yes-no", "choice", "multi"] = "text"
    """What kind of answer it takes."""
    choices: tuple[Text, ...] = ()
    """For `choice` and `multi`: the answers offered."""


class GuideCard(Authored):
    """One part of a meeting, as the person who leads it reads it."""

    id: Id
    """Name of the card."""
    title: Text
    """What the part is called."""
    minutes: Annotated[int, Field(ge=0, le=480)] = 0
    """How long it takes; 0 where it has no time of its own."""
    text: Text
    """What to do and what to say; Markdown."""


class InstrumentPlan(Authored):
    """What one respondent group is asked, or what a team assesses."""

    id: Id
    """Name of the instrument."""
    letter: str
    """Short name in documents: A, A', B."""
    title: Text
    """Title that respondents read."""
    group: Id
    """Respondent group that is asked."""
    mode: Literal["survey", "assessment", "form"] = "survey"
    """`assessment`: one agreed statement per team, made in a meeting. `form`: fields
    filled in by one person, never scored."""
    minutes: tuple[int, int]
    """Fewest and most minutes promised to the person."""
    max_items: int = Field(default=40, ge=1)
    """Most items; `check` warns above."""
    introduction: Text = Text("")
    """First page: at most 90 words."""
    thanks: Text = Text("")
    """Last page."""
    invitation: Text = Text("")
    """The mail; {name}, {team}, {link}, {minutes} and {closes} are filled in."""
    reminder: Text = Text("")
    """The mail to those who have not finished, filled in the same way."""
    sections: tuple[Section, ...] = ()
    """Leave out in an assessment: it takes every practice with its ladder."""
    rows: Annotated[int, Field(ge=1, le=40)] = 1
    """For a `form`: lines to fill in, one per collaboration or person."""
    fields: tuple[FormField, ...] = ()
    """For a `form`: what is asked, in order."""
    guide: tuple[GuideCard, ...] = ()
    """For an `assessment`: how the meeting is led, in order."""


class Privacy(Authored):
    """What is promised; frozen when the first invitation goes out."""

    identity: Literal["pseudonymous", "anonymous"] = "pseudonymous"
    """`pseudonymous` links one person's waves by a code; `anonymous` links nothing."""
    k_scores: int = Field(default=5, ge=3)
    """Fewest answers behind any number shown (rule D1)."""
    k_comments: int = Field(default=10, ge=5)
    """Fewest people behind comments that are shown."""
    k_units: int = Field(default=5, ge=5)
    """Fewest teams behind a mean of teams that leaves the organisation, in a pack for
    peers."""
    comments: Literal["off", "themes", "verbatim"] = "off"
    """`off`, summed up in `themes`, or shown `verbatim` after reading."""
    retention_days: int = Field(default=1095, ge=1)
    """Days until answers are deleted."""
    contact: str
    """Whom to ask; an address that is read."""
    steward: str
    """Person or office that runs collect and score and can see single answers."""
    seal: str = Field(default="", pattern=r"^$|^x25519:[0-9a-f]{64}$")
    """Public key of the steward, made with `baseline seal-key`: finished answers are
    sealed with it, so that nobody else can read them where they are collected."""
    statement: Text
    """What respondents read on the first page; Markdown."""


class LimeSurvey(Authored):
    """Where and how surveys are fielded with LimeSurvey; no password stands here."""

    url: str
    """Full address of the remote control interface, as the server's administrator
    gives it: `https://survey.example.org/index.php/admin/remotecontrol`."""
    user: str = ""
    """Name of the account; leave out to take it from BASELINE_LIMESURVEY_USER."""
    plugin: str = "Authdb"
    """How the account signs in: `Authdb`, or `AuthLDAP` where the server uses it."""
    survey_address: str = ""
    """What respondents open, with `{sid}` for the survey's number; leave out to take
    it from `url`."""
    timezone: str = ""
    """Time zone of the server, for opening and closing; leave out if it is the
    survey's own."""
    arrays: Annotated[bool, Field(strict=True)] = False
    """True puts neighbouring questions with the same options into one table."""
    send_mails: Annotated[bool, Field(strict=True)] = True
    """False: LimeSurvey sends nothing, you send the links by mail merge."""


class Benchmark(Authored):
    """What other organisations may know of this one, in a pack for peers."""

    sector: Id | None = None
    """What the organisation does, in the word its circle has agreed on."""
    size: Literal["under-250", "250-999", "1000-4999", "5000-or-more"] | None = None
    """How many people it employs, roughly."""


class WavePlan(Authored):
    """One round of collection."""

    id: WaveId
    """Written in quotes where it is a number: `"2026"`."""
    title: Text
    """Title shown to readers, such as Spring 2026."""
    opens: datetime.date
    """First day answers are taken."""
    closes: datetime.date
    """Answers are taken until the end of this day in the survey's time zone."""
    reference: bool = False
    """The wave others are measured from: the baseline."""
    blocks: tuple[Id, ...] = ()
    """Rotating blocks that are asked this time."""
    changes: tuple[Text, ...] = ()
    """Three things that changed since the last wave; shown on the first page."""


class Survey(Authored):
    """A measurement programme: frameworks, instruments, waves and promises."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    id: Id
    """Name of the survey; it never changes."""
    title: Text
    """Title shown to readers."""
    organisation: Text
    """Name of the organisation."""
    languages: tuple[Language, ...] = ("en",)
    """Languages of the survey; the first is the source."""
    timezone: str
    """IANA name, such as Europe/Berlin."""
    frameworks: tuple[FrameworkUse, ...]
    """Frameworks it asks about."""
    groups: tuple[RespondentGroup, ...]
    """Who is asked."""
    headline: Id = STATEMENT_VIEW
    """What leads a page: `assessment`, or the id of a respondent group."""
    backend: Id = "local"
    """What shows the questions: `local` is the collector that is built in,
    `limesurvey` a LimeSurvey server, `tables` any other form tool."""
    limesurvey: LimeSurvey | None = None
    """Where the LimeSurvey server is, for `backend: limesurvey`."""
    privacy: Privacy
    """What is promised."""
    benchmark: Benchmark = Benchmark()
    """What a pack for peers says of the organisation; leave out to say nothing."""
    instruments: tuple[InstrumentPlan, ...]
    """What each group is asked."""
    waves: tuple[WavePlan, ...]
    """Rounds of collection, oldest first."""


class Unit(Authored):
    """A part of the organisation that holds teams or other units."""

    id: Id
    """Name of the unit; it never changes."""
    name: Text
    """Name shown to readers."""
    parent: Id | None = None
    """Unit it belongs to; leave out at the top."""


class Team(Authored):
    """The unit that is scored and published."""

    id: Id
    """Name of the team; it never changes."""
    name: Text
    """Name shown to readers."""
    unit: Id | None = None
    """Unit it belongs to."""
    about: Text = Text("")
    """What the team looks after: 'Alpha, Beta and Gamma collaborations'."""
    eligible: dict[Id, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """How many people could answer, per respondent group."""
    peer_group: Id | None = None
    """Teams it is compared with: those of the same peer group. Teams without one are
    compared with one another."""
    not_in_scope: tuple[Ref, ...] = ()
    """Practices that are not this team's work."""


class AudiencePlan(Authored):
    """People who see the same pages, beside the playbook that everybody reads."""

    id: Id
    """Name of the audience: `leaders`, a team, or one of your own such as
    `biologics-heads`."""
    title: Text = Text("")
    """Who they are, as others read it; leave out for `leaders` and teams."""
    sees: tuple[Id, ...] = ()
    """What they may open: `leaders` (the pages over all teams), a team's page by its
    id, the pages of all teams of a unit by its id, or of every team by
    `organisation`; `partners` (what partner companies said, all of them together), or
    the page of one of a framework's `readers` by its id. Pages for partners and
    readers are written only where somebody may open them."""


class Organisation(Authored):
    """Today's units and teams; no personal data."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    units: tuple[Unit, ...] = ()
    """Parts of the organisation."""
    teams: tuple[Team, ...]
    """Teams that get a page."""
    audiences: tuple[AudiencePlan, ...] = ()
    """Who may see which pages. Left out: leaders see every page, each team its own.
    What stands here replaces that for the audience of the same id, or adds one."""
