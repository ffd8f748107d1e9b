"""What was fielded where, step by step: a private file that survives any stop."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from generator.errors import Exit, refuse
from generator.machine.private import rewrite_private, write_private

RECORD_FORMAT = 1


@dataclass(slots=True)
class Whose:
    """Whom an invitation belongs to, in codes of ours."""

    team: str
    """Team id."""
    respondent: str
    """Pseudonym; empty in anonymous mode."""
    cluster: str
    people: int = 1
    """How many people hold the link; more than one in anonymous mode only."""


@dataclass(slots=True)
class Remote:
    """One instrument on the server, and how far its fielding has come."""

    sid: int
    """Number of the survey; drawn before it is asked for."""
    imported: bool = False
    """The server said which number it has."""
    verified: bool = False
    """Its codes were compared with the instrument, one by one."""
    active: bool = False
    texts: str = ""
    """Digest of the questions as the server keeps them."""
    options: str = ""
    """Digest of the words of their options."""
    invitations: dict[str, Whose] = field(default_factory=dict)
    """SHA-256 of a participant's token, or the team's code, to whom it belongs."""


@dataclass(slots=True)
class Record:
    """The fielding of one wave."""

    wave_fingerprint: str
    url: str
    """Where it was fielded."""
    arrays: bool
    format: Annotated[int, Field(ge=1)] = RECORD_FORMAT
    surveys: dict[str, Remote] = field(default_factory=dict)
    """By instrument id."""
    used: list[int] = field(default_factory=list)
    """Every survey number ever drawn here; none is used twice."""
    closed: bool = False


_ADAPTER = TypeAdapter(Record)


def record_path(var: Path, survey: str, wave: str) -> Path:
    """Where the record of a wave lies."""
    return var / "limesurvey" / survey / f"{wave}.json"


def read_record(path: Path) -> Record | None:
    """The record of a wave; none where it was never fielded from here."""
    if not path.is_file():
        return None
    try:
        record = _ADAPTER.validate_json(path.read_bytes())
    except ValidationError:
        raise refuse(
            "limesurvey-record",
            "the record of what was fielded on LimeSurvey is damaged",
            "bring it back from a backup with 'baseline restore'; without it the "
            "surveys on the server cannot be told apart",
            path=path,
            exit_code=Exit.MACHINE,
        ) from None
    if record.format > RECORD_FORMAT:
        raise refuse(
            "format-newer",
            f"this file has format {record.format}; this version reads format "
            f"{RECORD_FORMAT}",
            "install a newer version of Practice Baseline",
            path=path,
        )
    return record


def write_record(path: Path, record: Record) -> None:
    """Write the record, whole or not at all, before the next step is taken."""
    write_private(path, _ADAPTER.dump_json(record, indent=1) + b"\n")


def rewrite_record(path: Path, record: Record) -> None:
    """Write the record so that nothing of what it held before stays on the disk."""
    rewrite_private(path, _ADAPTER.dump_json(record, indent=1) + b"\n")


def token_hash(token: str) -> str:
    """What is kept of a token: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
