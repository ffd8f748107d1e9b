"""What a form sent, checked and turned into values."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from generator.assessment.meeting import Topic
from generator.model.statement import Statement, StatementEntry

EVIDENCE_LENGTH = 2000
STEP_LENGTH = 500
PURPOSE_LENGTH = 1000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_BY: dict[str, Literal["team", "unit", "assessor"]] = {
    "team": "team",
    "unit": "unit",
    "assessor": "assessor",
}


FEWEST_PRESENT = 3
"""People in the room from which a statement is the team's own (rule D12)."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing to put right: which control, and the words to say (by name)."""

    control: str
    word: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice's form as filled in, right or wrong."""

    answer: str = ""
    """A rung's number, `not_agreed`, `not_applicable`, `open`, or nothing."""
    evidence: str = ""
    next_step: str = ""
    target_rung: str = ""
    target_date: str = ""


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """The first page's form as filled in."""

    assessed_by: str = ""
    present: str = ""
    purpose: str = ""


def clean(text: str) -> str:
    """Text as kept: NFC, plain line ends, no control characters, trimmed."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain)).strip()


def draft_of(entry: StatementEntry) -> Draft:
    """The form that shows an entry."""
    answer = str(entry.rung) if entry.state == "agreed" else entry.state
    return Draft(
        answer="" if answer == "open" else answer,
        evidence=entry.evidence,
        next_step=entry.next_step,
        target_rung="" if entry.target_rung is None else str(entry.target_rung),
        target_date=entry.target_date.isoformat() if entry.target_date else "",
    )


def read_draft(form: Mapping[str, str]) -> Draft:
    """The practice form as sent."""
    return Draft(
        answer=form.get("answer", ""),
        evidence=clean(form.get("evidence", "")),
        next_step=clean(form.get("next_step", "")),
        target_rung=form.get("target_rung", ""),
        target_date=form.get("target_date", "").strip(),
    )


def checked_entry(
    draft: Draft, topic: Topic, stored: StatementEntry, today: datetime.date
) -> tuple[StatementEntry, list[Complaint]]:
    """The entry a form stands for, and what is wrong with it."""
    complaints: list[Complaint] = []
    rungs = {str(rung.n): rung.n for rung in topic.ladder.rungs}
    entry = replace(
        stored,
        state="open",
        rung=None,
        evidence=draft.evidence,
        next_step=draft.next_step,
        target_rung=rungs.get(draft.target_rung),
        target_date=None,
    )
    first = f"rung-{topic.ladder.rungs[0].n}"
    if draft.answer in rungs:
        entry = replace(entry, state="agreed", rung=rungs[draft.answer])
    elif draft.answer == "not_agreed":
        entry = replace(entry, state="not_agreed")
    elif draft.answer == "not_applicable":
        entry = replace(entry, state="not_applicable")
    elif draft.answer not in ("", "open"):
        complaints.append(Complaint(first, "need_answer"))
    complaints += _too_long("evidence", draft.evidence, EVIDENCE_LENGTH)
    complaints += _too_long("next_step", draft.next_step, STEP_LENGTH)
    complaints += _target_complaints(draft, entry)
    if draft.target_date:
        day = read_date(draft.target_date)
        if day is None:
            complaints.append(Complaint("target_date", "need_date"))
        elif day < today and day != stored.target_date:
            complaints.append(Complaint("target_date", "need_date_ahead"))
        entry = replace(entry, target_date=day)
    return entry, complaints


def _target_complaints(draft: Draft, entry: StatementEntry) -> list[Complaint]:
    if not draft.target_rung:
        return []
    if entry.target_rung is None:
        return [Complaint("target_rung", "need_target")]
    if entry.state == "not_applicable":
        return [Complaint("target_rung", "need_no_target")]
    if entry.rung is not None and entry.target_rung < entry.rung:
        return [Complaint("target_rung", "need_target_above")]
    return []


def read_date(text: str) -> datetime.date | None:
    """A date as 2026-09-30 or 30.9.2026; none where it is neither."""
    german = _GERMAN_DATE.fullmatch(text)
    try:
        if german:
            day, month, year = (int(part) for part in german.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def meeting_draft_of(statement: Statement, purpose: str) -> MeetingDraft:
    """The first page's form for a statement; `purpose` where none is agreed yet."""
    if not statement.revision:
        return MeetingDraft(purpose=purpose)
    return MeetingDraft(
        statement.assessed_by, str(statement.present), statement.purpose
    )


def read_meeting_draft(form: Mapping[str, str]) -> MeetingDraft:
    """The first page's form as sent."""
    return MeetingDraft(
        assessed_by=form.get("assessed_by", ""),
        present=form.get("present", "").strip(),
        purpose=clean(form.get("purpose", "")),
    )


def checked_meeting(
    draft: MeetingDraft, statement: Statement, *, agreed: bool
) -> tuple[Statement, list[Complaint]]:
    """The statement under the terms of the first page, and what is wrong with them."""
    complaints: list[Complaint] = []
    by = _BY.get(draft.assessed_by)
    if by is None:
        complaints.append(Complaint("by-team", "need_assessed_by"))
    present = (
        int(draft.present)
        if draft.present.isascii()
        and draft.present.isdigit()
        and len(draft.present) <= 3
        else 0
    )
    if not 1 <= present <= 200:
        complaints.append(Complaint("present", "need_present"))
    elif by == "team" and present < FEWEST_PRESENT:
        complaints.append(Complaint("present", "need_three"))
    if not draft.purpose:
        complaints.append(Complaint("purpose", "need_purpose"))
    complaints += _too_long("purpose", draft.purpose, PURPOSE_LENGTH)
    if not agreed:
        complaints.append(Complaint("agree", "need_agree_start"))
    changed = replace(
        statement, assessed_by=by or "team", present=present, purpose=draft.purpose
    )
    if changed != statement:
        changed = replace(changed, signed_off=None)
    return changed, complaints


def _too_long(control: str, text: str, length: int) -> list[Complaint]:
    if len(text) <= length:
        return []
    return [Complaint(control, "need_shorter", length)]
