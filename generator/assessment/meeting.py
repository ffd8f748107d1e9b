"""What one meeting works on: a team, its practices and its statement so far."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import refuse
from generator.model.instrument import Instrument, Ladder, Wave, WaveTeam
from generator.model.statement import Statement, StatementEntry


@dataclass(frozen=True, slots=True)
class Topic:
    """One practice to talk about, and every practice its entry is written for."""

    number: int
    """1 for the first."""
    code: str
    ladder: Ladder
    practices: tuple[str, ...]
    """The practice and those that say the same, without those not in scope."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A team's assessment in one wave."""

    wave: Wave
    team: WaveTeam
    instrument: Instrument
    topics: tuple[Topic, ...]
    store: Path
    previous: Statement | None
    """The team's statement of an earlier wave, shown beside."""
    now: Callable[[], datetime.datetime]


def meeting_of(
    wave: Wave,
    team: str,
    store: Path,
    *,
    previous: Statement | None,
    now: Callable[[], datetime.datetime],
) -> Meeting:
    """The meeting of one team, refused where there is nothing to assess."""
    found = next((known for known in wave.teams if known.id == team), None)
    if found is None:
        known = ", ".join(sorted(known.id for known in wave.teams))
        raise refuse(
            "assess-team",
            f"wave {wave.id} has no team `{team}`.",
            f"teams of this wave: {known}.",
        )
    instrument = wave.assessment()
    if instrument is None or not instrument.ladders:
        raise refuse(
            "assess-instrument",
            f"wave {wave.id} has no assessment for teams.",
            "add an instrument with `mode: assessment` to survey.yaml before the "
            "next wave is compiled.",
        )
    return Meeting(
        wave=wave,
        team=found,
        instrument=instrument,
        topics=_topics(wave, found, instrument),
        store=store,
        previous=previous,
        now=now,
    )


def _topics(wave: Wave, team: WaveTeam, instrument: Instrument) -> tuple[Topic, ...]:
    codes = {node.ref: node.code for node in wave.nodes}
    topics: list[Topic] = []
    for ladder in instrument.ladders:
        practices = tuple(
            ref
            for ref in (ladder.practice, *ladder.same)
            if ref not in team.not_in_scope
        )
        if practices:
            code = codes.get(ladder.practice, "")
            topics.append(Topic(len(topics) + 1, code, ladder, practices))
    return tuple(topics)


def open_entry(practice: str) -> StatementEntry:
    """The entry of a practice nobody has talked about yet."""
    return StatementEntry(practice, "open", None, "", "", None, None)


def new_statement(meeting: Meeting) -> Statement:
    """A statement in which every practice is still open."""
    return Statement(
        survey=meeting.wave.survey,
        wave=meeting.wave.id,
        wave_fingerprint=meeting.wave.fingerprint,
        team=meeting.team.id,
        assessed_by="team",
        present=0,
        purpose="",
        entries=tuple(
            open_entry(practice)
            for topic in meeting.topics
            for practice in topic.practices
        ),
        revision=0,
        signed_off=None,
    )


def entry_of(statement: Statement, topic: Topic) -> StatementEntry:
    """What the statement says about a topic so far."""
    practice = topic.practices[0]
    return statement.entry(practice) or open_entry(practice)


def with_entry(
    meeting: Meeting, statement: Statement, topic: Topic, entry: StatementEntry
) -> Statement:
    """The statement with one topic's entry, written for each of its practices.

    A signature stands for what was signed: a change takes it back.
    """
    entries = []
    for other in meeting.topics:
        for practice in other.practices:
            if other.number == topic.number:
                entries.append(replace(entry, practice=practice))
            else:
                entries.append(statement.entry(practice) or open_entry(practice))
    changed = replace(statement, entries=tuple(entries))
    return changed if changed == statement else replace(changed, signed_off=None)


def counts(meeting: Meeting, statement: Statement) -> tuple[int, int]:
    """How many topics are agreed, and how many still open."""
    states = [entry_of(statement, topic).state for topic in meeting.topics]
    return states.count("agreed"), states.count("open")
