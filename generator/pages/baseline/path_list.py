"""The path forward as a list to work with, from what a team's page is drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.charts.numbers import Score
from generator.model.instrument import Wave
from generator.model.page import Baseline
from generator.model.statement import Statement
from generator.pages.baseline.forward import Forward, Stop, forward, steps_up
from generator.pages.baseline.reading import Reading, RollUp, Subject
from generator.pages.baseline.standing import find_headline
from generator.pages.baseline.writing import Writing

List = Literal["gap", "unsure", "at-gold", "not-assessed"]
"""A sure gap; to be measured again or talked about; at gold; not assessed."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One practice of the path, with its next step."""

    number: int
    """Place in the order; 0 where the list has none."""
    list: List
    practice: str
    title: str
    dimension: str
    today: float | None = None
    """The rung agreed, or the survey's score."""
    gold: float | None = None
    gap: float | None = None
    importance: float | None = None
    priority: float | None = None
    counts_as: float | None = None
    """Its own priority, or that of a practice that builds on it."""
    quick: bool = False
    builds_on: tuple[str, ...] = ()
    """Titles of practices below gold, or unknown, that come first."""
    tied: tuple[str, ...] = ()
    """Titles of practices whose priority cannot be told apart."""
    step: str = ""
    step_title: str = ""
    first: str = ""
    """What can be done in the first fifteen minutes."""
    evidence: str = ""
    """How a team shows that the step is done."""
    agreed: str = ""
    """The next step the team itself has noted."""
    starts: dt.date | None = None
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TeamPath:
    """The path forward of one team in one wave."""

    team: str
    name: str
    wave: Wave
    wave_title: str
    says: str
    """Whose statement or view it rests on."""
    legs: tuple[Leg, ...]
    next_wave: tuple[str, dt.date] | None
    """Title and first day of the wave to come."""


def path_list(
    baseline: Baseline, wave: Wave, team: str, coming: tuple[str, dt.date] | None
) -> TeamPath:
    """The path forward of a team, as its page shows it, with days to keep.

    A step starts on the day after the wave and is due after the days its authors give
    it, before the next wave opens; a day the team set itself stands.

    Args:
        baseline: what pages are drawn from.
        wave: a released wave the team was in.
        team: id of the team.
        coming: title and first day of the next wave, if one is planned.
    """
    reading = Reading(baseline, wave)
    headline = find_headline(reading, team)
    page = Writing(reading, "")
    about = reading.team(team)
    begins = reading.last_day + dt.timedelta(days=1)
    last = coming[1] - dt.timedelta(days=1) if coming else None
    path = forward(reading, headline.marks, team)
    return TeamPath(
        team=team,
        name=reading.words(about.name) if about else team,
        wave=wave,
        wave_title=reading.words(wave.title),
        says=_says(page, headline.statement, headline.roll),
        legs=tuple(_legs(page, path, headline.statement, begins, last)),
        next_wave=coming,
    )


def _says(page: Writing, statement: Statement | None, roll: RollUp | None) -> str:
    if statement is not None:
        return str(page.say("path.says-statement"))
    if roll is None:
        return str(page.say("find.none-shown"))
    return str(page.group_phrase(roll.view, roll.group, own=roll.own).striptags())


def _legs(
    page: Writing,
    path: Forward,
    statement: Statement | None,
    begins: dt.date,
    last: dt.date | None,
) -> Iterator[Leg]:
    for number, stop in enumerate(path.sure, start=1):
        yield _leg(page, stop, number, "gap", statement, begins, last)
    for stop in path.unclear:
        yield _leg(page, stop, 0, "unsure", statement, begins, last)
    rest: tuple[tuple[List, tuple[Subject, ...]], ...] = (
        ("at-gold", path.at_gold),
        ("not-assessed", path.unknown),
    )
    for kind, subjects in rest:
        for one in subjects:
            yield Leg(0, kind, one.ref, one.title, one.dimension, gold=one.gold)


def _leg(
    page: Writing,
    stop: Stop,
    number: int,
    kind: List,
    statement: Statement | None,
    begins: dt.date,
    last: dt.date | None,
) -> Leg:
    subject, mark, found = stop.subject, stop.mark, stop.found
    titles = {one.ref: one.title for one in page.reading.subjects}
    language = page.reading.language
    step = next(iter(steps_up(subject, stop.today)), None)
    entry = statement.entry(subject.ref) if statement else None
    due = begins + dt.timedelta(days=step.days) if step else None
    if due and last:
        due = max(begins, min(due, last))
    if step and entry and entry.target_date and entry.target_date >= begins:
        due = entry.target_date
    places = page.reading.places
    return Leg(
        number=number,
        list=kind,
        practice=subject.ref,
        title=subject.title,
        dimension=subject.dimension,
        today=mark.shown.value if isinstance(mark, Score) else float(mark.rung),
        gold=subject.gold,
        gap=round(found.gap, places),
        importance=subject.importance,
        priority=round(found.priority, 2),
        counts_as=round(found.urgency, 2),
        quick=found.quick,
        builds_on=tuple(titles[ref] for ref in found.needs),
        tied=tuple(titles[ref] for ref in found.tied),
        step=step.id if step else "",
        step_title=step.title.say(language) if step else "",
        first=step.first.say(language) if step and step.first else "",
        evidence=step.evidence.say(language) if step and step.evidence else "",
        agreed=entry.next_step if entry else "",
        starts=begins if step else None,
        due=due,
    )
