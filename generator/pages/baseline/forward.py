"""The path forward of a page: what leads it, as places on the path (rule S12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.charts.marks import Mark, Stated
from generator.charts.numbers import Score
from generator.findings.path import Place, find_path
from generator.findings.path import Stop as Found
from generator.findings.whatif import shown_whole, stated_whole
from generator.model.edition import CellKey
from generator.model.framework import Step
from generator.model.statement import Statement
from generator.pages.baseline.reading import Reading, Subject

OUTSIDE = "stakeholder"
"""The view that is looked at beside a team's own statement."""

STEPS_TOGETHER = 2
"""Steps of one practice that are looked at as done."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One practice on the path."""

    subject: Subject
    mark: Stated | Score
    today: int
    """The rung agreed; for a survey view, the rung its score has reached."""
    found: Found

    @property
    def gap(self) -> float:
        """Gold minus rung or score."""
        return self.found.gap


@dataclass(frozen=True, slots=True)
class Forward:
    """Every practice of the page, in one of four lists."""

    sure: tuple[Stop, ...]
    unclear: tuple[Stop, ...]
    at_gold: tuple[Subject, ...]
    unknown: tuple[Subject, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All below gold: the sure gaps, then those to measure again or talk about."""
        return (*self.sure, *(stop for stop in self.unclear if stop.gap > 0))


def forward(reading: Reading, marks: Mapping[str, Mark], team: str) -> Forward:
    """The path forward from what leads a page about `team`."""
    subjects = {subject.ref: subject for subject in reading.subjects}
    names = {
        name: subject.ref
        for subject in reading.subjects
        for name in (subject.ref, *subject.same)
    }
    path = find_path(
        [_place(reading, s, marks.get(s.ref), names, team) for s in reading.subjects]
    )

    def stops(found: tuple[Found, ...]) -> tuple[Stop, ...]:
        made = []
        for one in found:
            mark = marks[one.ref]
            if isinstance(mark, Stated | Score):
                value = mark.rung if isinstance(mark, Stated) else mark.shown.value
                subject = subjects[one.ref]
                made.append(Stop(subject, mark, reached(value, subject), one))
        return tuple(made)

    return Forward(
        stops(path.sure),
        stops(path.unclear),
        tuple(subjects[ref] for ref in path.at_gold),
        tuple(subjects[ref] for ref in path.unknown),
    )


def _place(
    reading: Reading, subject: Subject, mark: Mark, names: Mapping[str, str], team: str
) -> Place:
    practice = subject.practice
    effort = practice.effort if practice else None
    value = low = high = outside = None
    proven = True
    if isinstance(mark, Stated):
        value, proven = float(mark.rung), bool(mark.evidence)
        seen = reading.score(OUTSIDE, subject.ref, team)
        if isinstance(seen, Score):
            outside = seen.shown.high
    elif isinstance(mark, Score):
        value, low, high = mark.shown.value, mark.shown.low, mark.shown.high
    return Place(
        ref=subject.ref,
        gold=subject.gold,
        importance=subject.importance,
        value=value,
        low=low,
        high=high,
        effort=max(effort.knowledge, effort.time, effort.resources) if effort else 3,
        worth=practice.value if practice else 3,
        needs=tuple(names[need] for need in subject.depends_on if need in names),
        proven=proven,
        outside_high=outside,
    )


def reached(value: float, subject: Subject) -> int:
    """The highest rung that a value has reached."""
    return max(
        (rung.n for rung in subject.rungs if rung.n <= value), default=int(value)
    )


def steps_up(subject: Subject, today: int) -> list[Step]:
    """What to do next, and what then: each step starts where the one before leads."""
    found: list[Step] = []
    here = today
    while len(found) < STEPS_TOGETHER and here < subject.gold:
        step = subject.step(here)
        if step is None:
            break
        found.append(step)
        here = step.to_rung
    return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a practice and its dimension stand if steps are done."""

    rung: int
    today: float
    """The dimension's score as it is shown."""
    then: float


def outlook(
    reading: Reading, statement: Statement | None, stop: Stop, rung: int
) -> Outlook | None:
    """What follows if the practice reaches a rung; none where nothing can be said.

    `statement` is the team's own, where it leads the page.
    """
    ref = stop.subject.ref
    today: float | None
    if isinstance(stop.mark, Score):
        where = stop.mark.origin
        place = CellKey(where.view, ref, where.group)
        parent = reading.nodes[ref].parent or ""
        whole = reading.score(where.view, parent, where.group)
        if not isinstance(whole, Score) or whole.shown.band:
            return None
        today = whole.shown.value
        then = shown_whole(reading.wave, reading.edition, place, rung)
    elif statement is None:
        return None
    else:
        today = stated_whole(reading.wave, statement, ref)
        then = stated_whole(reading.wave, statement, ref, rung)
    return None if today is None or then is None else Outlook(rung, today, then)
