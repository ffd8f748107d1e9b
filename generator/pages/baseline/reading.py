"""What one wave's released values say, ready to be put on a page."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from zoneinfo import ZoneInfo

from generator.charts.marks import Mark, Stated, Unstated
from generator.charts.numbers import Moved, Origin, Score
from generator.charts.rows import Scale
from generator.findings.clear import FEW, clear_gaps
from generator.findings.continuity import Line, ladder_lines, lines
from generator.model.edition import (
    CellKey,
    CommentKey,
    Edition,
    Shown,
    Suppressed,
    Turnout,
)
from generator.model.framework import Framework, Practice, Step
from generator.model.ids import qualified
from generator.model.instrument import Ladder, LadderRung, Node, Wave, WaveTeam
from generator.model.page import Baseline
from generator.model.statement import Statement
from generator.model.survey import ORGANISATION


@dataclass(frozen=True, slots=True)
class Subject:
    """One practice as it was measured in a wave, and as it is described today."""

    ref: str
    same: tuple[str, ...]
    """Practices of other frameworks that say the same: measured once, shown once."""
    title: str
    dimension: str
    statement: str
    gold: float
    importance: float
    rungs: tuple[LadderRung, ...]
    practice: Practice | None
    """None where the framework no longer has it."""
    depends_on: tuple[str, ...]

    @property
    def framework(self) -> str:
        """Id of the framework it belongs to."""
        return self.ref.partition(":")[0]

    def rung(self, n: int | None) -> LadderRung | None:
        """The rung with this number."""
        return next((rung for rung in self.rungs if rung.n == n), None)

    def next_rung(self, n: int) -> LadderRung | None:
        """The rung above."""
        return next((rung for rung in self.rungs if rung.n > n), None)

    def step(self, n: int) -> Step | None:
        """Something to do that leads up from rung `n`: closest, then easiest."""
        fitting = [
            step
            for step in (self.practice.steps if self.practice else ())
            if step.from_rung <= n < step.to_rung
        ]
        return min(fitting, key=lambda s: (-s.from_rung, s.effort), default=None)


@dataclass(frozen=True, slots=True)
class RollUp:
    """The smallest group for which a view may be shown."""

    view: str
    group: str
    own: bool
    """True where that group is the team itself."""


class Reading:
    """One wave of a baseline in one language: what may be shown, found quickly."""

    def __init__(self, baseline: Baseline, wave: Wave) -> None:
        """Read `wave` with the other waves and the frameworks of `baseline`."""
        self.baseline = baseline
        self.wave = wave
        self.edition: Edition = baseline.editions[wave.id]
        self.language = baseline.language
        self.parents = wave.parents()
        self.nodes: dict[str, Node] = {node.ref: node for node in wave.nodes}
        self.frameworks: dict[str, Framework] = {
            framework.id: framework for framework in baseline.frameworks
        }
        self.subjects = _subjects(self)
        rules = wave.rules
        self.scale = Scale(
            min(rule.low for rule in rules), max(rule.high for rule in rules)
        )
        self.places = 1 if self.scale.high - self.scale.low <= 10 else 0
        self.reference = _reference(baseline.waves, wave)
        self._followed: dict[str, Mapping[str, Line]] = {}

    def words(self, text: dict[str, str]) -> str:
        """A frozen text in the page's language."""
        return text.get(self.language) or next(iter(text.values()), "")

    def team(self, team: str) -> WaveTeam | None:
        """The team as it was in this wave."""
        return self._teams.get(team)

    @functools.cached_property
    def _teams(self) -> Mapping[str, WaveTeam]:
        return {team.id: team for team in self.wave.teams}

    @functools.cached_property
    def took_part(self) -> Mapping[str, Sequence[Wave]]:
        """Team to the waves it was in, newest first."""
        found: dict[str, list[Wave]] = {}
        for wave in reversed(self.baseline.waves):
            for team in wave.teams:
                found.setdefault(team.id, []).append(wave)
        return found

    def statement(self, team: str) -> Statement | None:
        """The team's own statement in this wave, if it is signed off."""
        return self.baseline.statements.get((self.wave.id, team))

    def group_name(self, group: str) -> str:
        """Name of a team or a unit; nothing for a union or the whole organisation."""
        return self._names.get(group, "")

    @functools.cached_property
    def _names(self) -> Mapping[str, str]:
        units = {unit.id: self.words(unit.name) for unit in self.wave.units}
        return {**units, **{t.id: self.words(t.name) for t in self.wave.teams}}

    def members(self, group: str) -> list[str]:
        """Names of the teams of a union; nothing for any other group."""
        return [self.group_name(team) for team in self.edition.unions.get(group, ())]

    def unions_of(self, team: str) -> list[str]:
        """Unions a hidden team is shown in, the smallest first."""
        unions = self.edition.unions
        own = [union for union, teams in unions.items() if team in teams]
        return sorted(own, key=lambda union: (len(unions[union]), union))

    def views(self) -> list[tuple[str, str]]:
        """Respondent groups with a survey instrument: id and title."""
        return list(self.titles.items())

    @functools.cached_property
    def titles(self) -> Mapping[str, str]:
        """Respondent groups with a survey instrument, with their titles."""
        return {
            group.id: self.words(group.title)
            for group in self.wave.groups
            if self.wave.instrument_for(group.id) is not None
        }

    def chain(self, group: str) -> list[str]:
        """The group, then everything it belongs to, up to the organisation.

        Unions of teams come right after the team: they are parts of what holds it.
        """
        found = []
        here: str | None = group
        while here is not None:
            if here not in self.all_embracing:
                found.append(here)
            found += self.unions_of(here)
            here = self.parents.get(here)
        return found

    @functools.cached_property
    def all_embracing(self) -> set[str]:
        """Units that hold every team: the same people as the whole organisation."""
        holding = {
            unit.id
            for unit in self.wave.units
            if all(self._inside(team.id, unit.id) for team in self.wave.teams)
        }
        return holding if self.wave.teams else set()

    def _inside(self, group: str, unit: str) -> bool:
        here: str | None = group
        while here is not None and here != unit:
            here = self.parents.get(here)
        return here == unit

    def score(self, view: str, node: str, group: str) -> Score | Suppressed | None:
        """A released score with where it is from, or why there is none."""
        cell = self.edition.cell(view, node, group)
        if isinstance(cell, Shown):
            return Score(cell, Origin(self.wave.id, view, node, group))
        return cell

    def change(self, view: str, node: str, group: str) -> Moved | Suppressed | None:
        """A released change with where it is from."""
        key = CellKey(view, node, group)
        change = self.edition.changes.get(key)
        if change is not None:
            return Moved(change, Origin(self.wave.id, *key))
        cell = self.edition.cells.get(key)
        return cell if isinstance(cell, Suppressed) else None

    def leads_with_dimensions(self, view: str, group: str) -> bool:
        """Whether so few answered that single practices tell little (rule S7)."""
        answers = [
            cell.n
            for subject in self.subjects
            if isinstance(cell := self.edition.cell(view, subject.ref, group), Shown)
        ]
        dimensions = [
            self.edition.cell(view, node.ref, group) for node in self.dimensions()
        ]
        shown = sum(isinstance(cell, Shown) for cell in dimensions)
        asked = sum(cell is not None for cell in dimensions)
        return bool(answers) and median(answers) < FEW and 2 * shown >= asked > 0

    def dimensions(self) -> list[Node]:
        """Every dimension, in the order of the frameworks."""
        return [node for node in self.wave.nodes if node.kind == "dimension"]

    def clear_gaps(self, compared: Iterable[CellKey]) -> frozenset[CellKey]:
        """Of the cells one page compares with gold, those that clearly differ."""
        cells = self.edition.cells
        return clear_gaps(
            {
                key: (cell, self.nodes[key.node].gold, self.wave.rules_of(key.node))
                for key in compared
                if isinstance(cell := cells.get(key), Shown)
            }
        )

    def followed(self, view: str) -> Mapping[str, Line]:
        """How what a view is asked about goes on from the baseline wave."""
        if self.reference is None:
            return {}
        if view not in self._followed:
            self._followed[view] = lines(self.wave, self.reference, view)
        return self._followed[view]

    @functools.cached_property
    def before(self) -> Reading | None:
        """The baseline wave, read alike; none where this is the first."""
        if self.reference is None:
            return None
        return Reading(self.baseline, self.reference)

    @functools.cached_property
    def ladders_followed(self) -> Mapping[str, Line]:
        """How the practices a team states go on from the baseline wave."""
        return ladder_lines(self.wave, self.reference) if self.reference else {}

    def turnout(self, view: str, group: str) -> Turnout | Suppressed | None:
        """How many answered, where it may be said."""
        return self.edition.turnout.get((view, group))

    def comments(self, view: str, question: str, group: str) -> tuple[str, ...]:
        """What may be shown of the comments to a question; nothing where none may."""
        return self.edition.comments.get(CommentKey(view, question, group), ())

    def roll_up(self, view: str, team: str) -> RollUp | None:
        """The smallest group with at least half of what was asked shown."""
        best: tuple[int, str] | None = None
        for group in self.chain(team):
            cells = [
                cell
                for subject in self.subjects
                if (cell := self.edition.cell(view, subject.ref, group)) is not None
            ]
            shown = sum(isinstance(cell, Shown) for cell in cells)
            if cells and 2 * shown >= len(cells):
                return RollUp(view, group, group == team)
            if shown and (best is None or shown > best[0]):
                best = (shown, group)
        return RollUp(view, best[1], best[1] == team) if best else None

    def stated(self, subject: Subject, team: str) -> Mark:
        """What the team's own statement says about a practice."""
        outside = self.team(team)
        if outside and {subject.ref, *subject.same} & set(outside.not_in_scope):
            return Unstated("not-in-scope")
        statement = self.statement(team)
        if statement is None:
            return None
        entry = statement.entry(subject.ref)
        if entry is None or entry.state == "open":
            return Unstated("open")
        if entry.state == "agreed" and entry.rung is not None:
            return Stated(entry.rung, entry.evidence)
        return Unstated(
            "not-applicable" if entry.state == "not_applicable" else "not-agreed"
        )

    def day(self, moment: datetime.datetime) -> datetime.date:
        """The calendar day of a moment in the survey's own time zone."""
        return moment.astimezone(ZoneInfo(self.wave.timezone)).date()

    @property
    def last_day(self) -> datetime.date:
        """The last day answers were taken."""
        return self.day(self.wave.closes - datetime.timedelta(seconds=1))


def _reference(waves: Sequence[Wave], wave: Wave) -> Wave | None:
    """The wave others are measured from; none where this is the first."""
    earlier = [one for one in waves if one.closes < wave.closes]
    marked = [one for one in earlier if one.reference]
    return next(iter(marked or earlier), None)


def _subjects(reading: Reading) -> tuple[Subject, ...]:
    assessment = reading.wave.assessment()
    ladders = {one.practice: one for one in (assessment.ladders if assessment else ())}
    order = [*ladders] + [n.ref for n in reading.wave.nodes if n.kind == "practice"]
    found: dict[str, Subject] = {}
    taken: set[str] = set()
    for ref in order:
        node = reading.nodes.get(ref)
        if ref in taken or node is None:
            continue
        same = tuple(
            sorted({*node.same, *(ladders[ref].same if ref in ladders else ())})
        )
        taken.update((ref, *same))
        found[ref] = _subject(reading, node, same, ladders.get(ref))
    return tuple(found.values())


def _subject(
    reading: Reading, node: Node, same: tuple[str, ...], ladder: Ladder | None
) -> Subject:
    framework = reading.frameworks.get(node.ref.partition(":")[0])
    practice = None
    if framework is not None:
        wanted = node.ref.partition(":")[2]
        practice = next((p for _, p in framework.walk() if p.id == wanted), None)
    rungs = ladder.rungs if ladder else ()
    if not rungs and framework is not None and practice is not None:
        rungs = tuple(
            LadderRung(
                rung.n,
                {reading.language: rung.title.say(reading.language)},
                {reading.language: rung.descriptor.say(reading.language)},
                (),
            )
            for rung in framework.rungs(practice)
        )
    above = reading.nodes.get(node.parent or "")
    return Subject(
        ref=node.ref,
        same=same,
        title=reading.words(node.title),
        dimension=reading.words(above.title) if above else "",
        statement=practice.statement.say(reading.language) if practice else "",
        gold=node.gold,
        importance=node.importance,
        rungs=rungs,
        practice=practice,
        depends_on=tuple(
            qualified(ref, node.ref.partition(":")[0])
            for ref in (practice.depends_on if practice else ())
        ),
    )


def whole(group: str) -> bool:
    """Whether a group is everybody together."""
    return group == ORGANISATION
