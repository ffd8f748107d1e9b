"""What respondents get, and everything frozen with a wave."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from generator.model.survey import ORGANISATION

WAVE_FORMAT = 1
"""Version of the layout of `wave.json`."""

Words = dict[str, str]
"""A text resolved per language."""


LATE = "late"
"""Marks a field that older wave files do not hold."""

_Value = TypeVar("_Value")


def late(default: _Value) -> _Value:
    """A field added later: at its default it leaves fingerprints as they were."""
    found: _Value = field(default=default, metadata={LATE: True})
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as placed in an instrument."""

    code: str
    label: Words
    help: Words
    value: float | None
    """0 to 1, before a reverse-keyed item is mirrored."""
    missing: Literal["na", "dk"] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A practice a question counts in, with its weight there."""

    practice: str
    weight: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a question or practice was in an earlier version of its framework."""

    type: Literal["replaces", "split_from", "merged_from", "reworded"]
    ref: str
    """`framework:id` of what it was."""
    since: str
    """Version in which it changed."""
    comparable: bool
    """Whether the author says that old and new answers mean the same."""


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """Holds where an earlier question was answered with one of these options."""

    question: str
    """Code of a question on an earlier page."""
    codes: tuple[str, ...]
    """Option codes, any of which will do."""


@dataclass(frozen=True, slots=True)
class Question:
    """An item as placed in an instrument."""

    code: str
    """Short, stable, letter first, at most 20 letters and digits."""
    item: str
    """`framework:item`."""
    kind: Literal["choice", "multi", "text", "number"]
    purpose: str
    text: Words
    help: Words
    choices: tuple[Choice, ...]
    targets: tuple[Target, ...]
    """Practices it is scored in; empty where it is not scored."""
    reverse: bool
    required: bool
    max_choices: int | None
    max_length: int
    fingerprint: str
    """SHA-256 of source text, options, values and condition, if it has one."""
    low: float | None = late(None)
    """For a number: the lowest answer taken."""
    high: float | None = late(None)
    """For a number: the highest answer taken."""
    unit: tuple[tuple[str, str], ...] = late(())
    """For a number: language and unit."""
    anchors: tuple[tuple[float, float], ...] = late(())
    """For a scored number: answer and value 0 to 1, lowest answer first."""
    show_if: tuple[tuple[AnswerIn, ...], ...] = late(())
    """Asked where every part of at least one of these lists holds; empty: always."""
    lineage: tuple[Earlier, ...] = late(())
    """What it was in earlier versions of its framework."""
    formative: bool = late(True)
    """Part of a checklist, whose parts need not go together; else rule S8 applies."""


@dataclass(frozen=True, slots=True)
class Page:
    """One screen: a section or a part of it, at most six questions."""

    id: str
    title: Words
    intro: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One rung as read in a meeting."""

    n: int
    title: Words
    descriptor: Words
    evidence: tuple[Words, ...]
    value: float | None = late(None)
    """0 to 1; none where rungs are evenly spaced."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A practice as a team assesses it."""

    practice: str
    """`framework:practice`; practices that say the same stand once, under the first."""
    same: tuple[str, ...]
    dimension: Words
    title: Words
    statement: Words
    rungs: tuple[LadderRung, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in on a form; never scored."""

    id: str
    title: Words
    help: Words
    kind: Literal["text", "number", "date", "yes-no", "choice", "multi"]
    choices: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One part of a meeting, as the person who leads it reads it."""

    id: str
    title: Words
    minutes: int
    text: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """What one respondent group is asked, compiled and frozen."""

    id: str
    letter: str
    title: Words
    group: str
    mode: Literal["survey", "assessment", "form"]
    languages: tuple[str, ...]
    minutes: tuple[int, int]
    estimated_minutes: Words
    """Estimate per language, as a number in words: {'en': '6'}."""
    introduction: Words
    thanks: Words
    changes: tuple[Words, ...]
    pages: tuple[Page, ...]
    ladders: tuple[Ladder, ...]
    fingerprint: str
    rows: int = late(1)
    """For a form: lines to fill in, one per collaboration or person."""
    fields: tuple[Field, ...] = late(())
    """For a form: what is asked, in order."""
    guide: tuple[Card, ...] = late(())
    """For an assessment: how the meeting is led, in order."""
    invitation: tuple[tuple[str, str], ...] = late(())
    """For a survey: language and the mail that invites."""
    reminder: tuple[tuple[str, str], ...] = late(())
    """For a survey: language and the mail to those who have not finished."""

    def questions(self) -> Iterator[Question]:
        """Every question in the order asked."""
        for page in self.pages:
            yield from page.questions


@dataclass(frozen=True, slots=True)
class NodeCap:
    """A cap on the score of one node; values in display units."""

    part: str
    """`framework:id` of a practice or dimension below the node."""
    below: float
    """The cap holds while the part's score is below this value."""
    at_most: float
    """The highest the node's score may then stand."""


@dataclass(frozen=True, slots=True)
class Node:
    """A framework, dimension or practice in the frozen scoring tree."""

    ref: str
    """Framework id, or `framework:id`."""
    kind: Literal["framework", "dimension", "practice"]
    parent: str | None
    title: Words
    code: str
    weight: float
    gold: float
    """Full practice in display units."""
    top_rung: int
    """Number of the highest rung; 0 above the practice."""
    same: tuple[str, ...] = ()
    """Practices of other frameworks that share this one's questions."""
    importance: float = 0.5
    level: int | None = late(None)
    """Level of a practice, where scores above are rolled up by level."""
    how: Literal["mean", "sum", "min", "median"] = late("mean")
    """How the parts of a dimension or framework become its score."""
    by_level: bool = late(False)
    lineage: tuple[Earlier, ...] = late(())
    """What a practice was in earlier versions of its framework."""
    caps: tuple[NodeCap, ...] = late(())
    """Parts that must be in place before the score may rise."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The scoring rules of one framework, frozen."""

    framework: str
    version: str
    fingerprint: str
    low: float
    """Lowest score in display units."""
    high: float
    minimum_share: float
    sd: float
    sd_df: float
    smallest_difference: float
    zero: tuple[Literal["na", "dk", "skip"], ...] = late(())
    """Reasons for no answer that count as the lowest value."""


@dataclass(frozen=True, slots=True)
class WaveUnit:
    """A unit of the organisation as it was in this wave."""

    id: str
    name: Words
    parent: str
    """Unit id, or `organisation`."""


@dataclass(frozen=True, slots=True)
class WaveTeam:
    """A team as it was in this wave."""

    id: str
    name: Words
    unit: str
    """Unit id, or `organisation`."""
    about: Words
    eligible: dict[str, int]
    not_in_scope: tuple[str, ...] = ()
    peer_group: str = late("")
    """Teams it is compared with: those that name the same, or none."""


@dataclass(frozen=True, slots=True)
class WaveGroup:
    """A respondent group, frozen with the wave."""

    id: str
    title: Words
    view_title: Words
    clusters: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """The privacy settings in force for a wave."""

    identity: Literal["pseudonymous", "anonymous"]
    k_scores: int
    k_comments: int
    comments: str
    retention_days: int
    contact: str
    steward: str
    statement: Words
    seal: str = late("")
    """Public key that seals finished answers; empty: nothing is sealed."""
    k_units: int = late(5)
    """Fewest teams behind a mean of teams that leaves the organisation."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Everything a wave needs for ever: instruments, rules, promises, organisation."""

    format: int
    survey: str
    survey_title: Words
    organisation: Words
    id: str
    title: Words
    opens: datetime.datetime
    """First moment answers are taken, UTC."""
    closes: datetime.datetime
    """Moment from which answers are refused, UTC: the end of the closing day."""
    timezone: str
    reference: bool
    languages: tuple[str, ...]
    headline: str
    backend: str
    groups: tuple[WaveGroup, ...]
    instruments: tuple[Instrument, ...]
    nodes: tuple[Node, ...]
    """The scoring tree, parents before children."""
    rules: tuple[Rules, ...]
    privacy: Promise
    units: tuple[WaveUnit, ...]
    teams: tuple[WaveTeam, ...]
    fingerprint: str = field(default="")
    """SHA-256 of everything above; responses carry it."""

    def instrument_for(self, group: str) -> Instrument | None:
        """The survey instrument one respondent group gets, if any."""
        for instrument in self.instruments:
            if instrument.group == group and instrument.mode == "survey":
                return instrument
        return None

    def asks_outside(self, group: str) -> bool:
        """Whether a respondent group works for other companies."""
        return any(one.clusters for one in self.groups if one.id == group)

    def assessment(self) -> Instrument | None:
        """The instrument for a team's own assessment, if the survey has one."""
        for instrument in self.instruments:
            if instrument.mode == "assessment":
                return instrument
        return None

    def parents(self) -> dict[str, str | None]:
        """The tree of groups: each unit's and team's parent; the top has none."""
        tree: dict[str, str | None] = {ORGANISATION: None}
        tree.update({unit.id: unit.parent for unit in self.units})
        tree.update({team.id: team.unit for team in self.teams})
        return tree

    def rules_of(self, ref: str) -> Rules:
        """The rules of the framework a node belongs to."""
        framework = ref.partition(":")[0]
        for rules in self.rules:
            if rules.framework == framework:
                return rules
        raise LookupError(f"no framework of this wave has {ref}")
