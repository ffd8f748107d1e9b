"""Draws the pages of the meeting."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.assessment.forms import (
    EVIDENCE_LENGTH,
    PURPOSE_LENGTH,
    STEP_LENGTH,
    Complaint,
    Draft,
    MeetingDraft,
)
from generator.assessment.meeting import Meeting, Topic, counts, entry_of
from generator.assessment.words import INTERFACES, interface, long_date
from generator.model.seeing import ASSESSMENT, who_sees
from generator.model.statement import Statement, StatementEntry

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language one can switch to."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RungCard:
    """A rung as read in the room."""

    n: int
    title: str
    descriptor: str
    evidence: tuple[str, ...]
    last_time: bool


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A practice and what the team says about it."""

    number: int
    code: str
    dimension: str
    title: str
    statement: str
    rungs: tuple[RungCard, ...]
    state: str
    """As in the statement: agreed, not_agreed, not_applicable, open."""
    says: str
    """The state in words."""
    without_evidence: bool
    evidence: str
    next_step: str
    target: str
    """Target rung and date in words."""
    last_time: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A complaint in words, with the control it leads to."""

    control: str
    words: str


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def languages_of(meeting: Meeting) -> tuple[Language, ...]:
    """The languages of the frozen instrument, each by its own name."""
    return tuple(
        Language(code, INTERFACES.get(code, {}).get("name", code))
        for code in meeting.instrument.languages
    )


def practice_page(
    meeting: Meeting,
    language: str,
    statement: Statement,
    topic: Topic,
    draft: Draft,
    seen: str,
    *,
    complaints: Sequence[Complaint] = (),
    notice: str = "",
) -> str:
    """The page of one practice: its ladder, and what the team agreed."""
    return _draw(
        "practice.html",
        meeting,
        language,
        statement,
        card=topic_card(meeting, language, statement, topic),
        draft=draft,
        seen=seen,
        faults=_faults(complaints, language),
        notice=notice,
        last=topic.number == len(meeting.topics),
        lengths={"evidence": EVIDENCE_LENGTH, "next_step": STEP_LENGTH},
        languages_save={
            other.code: interface(other.code)["save_language"].format(
                language=other.name
            )
            for other in languages_of(meeting)
        },
    )


def start_page(
    meeting: Meeting,
    language: str,
    statement: Statement,
    draft: MeetingDraft,
    *,
    complaints: Sequence[Complaint] = (),
    notice: str = "",
) -> str:
    """The first page: who is present, and what the assessment is for."""
    return _draw(
        "start.html",
        meeting,
        language,
        statement,
        draft=draft,
        faults=_faults(complaints, language),
        notice=notice,
        begun=bool(statement.revision),
        introduction=_say(meeting.instrument.introduction, language),
        sees=who_sees(ASSESSMENT, meeting.wave.privacy.steward, language),
        lengths={"purpose": PURPOSE_LENGTH},
    )


def overview_page(meeting: Meeting, language: str, statement: Statement) -> str:
    """Every practice with its state."""
    cards = _cards(meeting, language, statement)
    first = next((card.number for card in cards if card.state == "open"), None)
    return _draw(
        "overview.html",
        meeting,
        language,
        statement,
        groups=_by_dimension(cards),
        first_open=first,
    )


def sign_off_page(
    meeting: Meeting,
    language: str,
    statement: Statement,
    *,
    complaints: Sequence[Complaint] = (),
    notice: str = "",
) -> str:
    """The whole statement, for looking through, printing and signing off."""
    cards = _cards(meeting, language, statement)
    return _draw(
        "sign_off.html",
        meeting,
        language,
        statement,
        groups=_by_dimension(cards),
        open_cards=[card for card in cards if card.state == "open"],
        bare_cards=[card for card in cards if card.without_evidence],
        faults=_faults(complaints, language),
        notice=notice,
    )


def plain_page(
    meeting: Meeting, language: str, title: str, words: str, home: str, root: str
) -> str:
    """A page that only says something, with a way back."""
    t = interface(language)
    return (
        _environment()
        .get_template("plain.html")
        .render(
            t=t,
            language=language,
            team=_say(meeting.team.name, language),
            title=t[title],
            words=words,
            home=home,
            style_root=root,
        )
    )


def topic_card(
    meeting: Meeting, language: str, statement: Statement, topic: Topic
) -> TopicCard:
    """A practice and what the statement says about it, in words."""
    t = interface(language)
    ladder = topic.ladder
    entry = entry_of(statement, topic)
    before = _entry_before(meeting, topic)
    titles = {rung.n: _say(rung.title, language) for rung in ladder.rungs}
    return TopicCard(
        number=topic.number,
        code=topic.code,
        dimension=_say(ladder.dimension, language),
        title=_say(ladder.title, language),
        statement=_say(ladder.statement, language),
        rungs=tuple(
            RungCard(
                n=rung.n,
                title=titles[rung.n],
                descriptor=_say(rung.descriptor, language),
                evidence=tuple(_say(words, language) for words in rung.evidence),
                last_time=before is not None
                and before.state == "agreed"
                and before.rung == rung.n,
            )
            for rung in ladder.rungs
        ),
        state=entry.state,
        says=t[f"state_{entry.state}"].format(
            n=entry.rung, title=titles.get(entry.rung or 0, "")
        ),
        without_evidence=entry.state == "agreed" and not entry.evidence,
        evidence=entry.evidence,
        next_step=entry.next_step,
        target=_target(entry, titles, language),
        last_time=_last_time(before, t),
    )


def date_words(meeting: Meeting, statement: Statement, language: str) -> str:
    """The day of the signature where the survey is at home."""
    if statement.signed_off is None:
        return ""
    local = statement.signed_off.astimezone(ZoneInfo(meeting.wave.timezone))
    return long_date(local.date(), language)


def _draw(
    template: str,
    meeting: Meeting,
    language: str,
    statement: Statement,
    **values: object,
) -> str:
    t = interface(language)
    agreed, still_open = counts(meeting, statement)
    present = statement.present
    return (
        _environment()
        .get_template(template)
        .render(
            t=t,
            language=language,
            others=[other for other in languages_of(meeting) if other.code != language],
            team=_say(meeting.team.name, language),
            about=_say(meeting.team.about, language),
            organisation=_say(meeting.wave.organisation, language),
            survey=_say(meeting.wave.survey_title, language),
            wave=_say(meeting.wave.title, language),
            statement=statement,
            signed=date_words(meeting, statement, language),
            people=(
                t["one_present"]
                if present == 1
                else t["people_present"].format(count=present)
            ),
            by=t[f"by_{statement.assessed_by}"],
            count=len(meeting.topics),
            agreed=agreed,
            still_open=still_open,
            **values,
        )
    )


def _cards(meeting: Meeting, language: str, statement: Statement) -> list[TopicCard]:
    return [topic_card(meeting, language, statement, topic) for topic in meeting.topics]


def _by_dimension(cards: Sequence[TopicCard]) -> dict[str, list[TopicCard]]:
    groups: dict[str, list[TopicCard]] = {}
    for card in cards:
        groups.setdefault(card.dimension, []).append(card)
    return groups


def _faults(complaints: Sequence[Complaint], language: str) -> list[Fault]:
    t = interface(language)
    return [
        Fault(complaint.control, t[complaint.word].format(count=complaint.number))
        for complaint in complaints
    ]


def _entry_before(meeting: Meeting, topic: Topic) -> StatementEntry | None:
    if meeting.previous is None:
        return None
    found = (meeting.previous.entry(practice) for practice in topic.practices)
    return next((entry for entry in found if entry), None)


def _last_time(before: StatementEntry | None, t: Texts) -> str:
    if before is None or before.state == "open":
        return ""
    if before.state == "agreed":
        return t["last_time_rung"].format(n=before.rung)
    return t[f"last_time_{before.state}"]


def _target(entry: StatementEntry, titles: Mapping[int, str], language: str) -> str:
    t = interface(language)
    parts = []
    if entry.target_rung is not None:
        rung = t["rung"].format(n=entry.target_rung)
        parts.append(f"{rung}: {titles.get(entry.target_rung, '')}")
    if entry.target_date is not None:
        parts.append(t["by_when"].format(date=long_date(entry.target_date, language)))
    return ", ".join(parts)


def _say(words: Mapping[str, str], language: str) -> str:
    """Frozen words in a language; the first one given where it is missing."""
    return words.get(language) or next(iter(words.values()), "")
