"""Editions: the released values of a wave, written once and read exactly."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from pydantic import TypeAdapter

from generator.errors import Exit, refuse
from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    Change,
    CommentKey,
    Edition,
    Shown,
    Soundness,
    Suppressed,
    Turnout,
)
from generator.model.soundness import (
    Agreement,
    Careful,
    Reliability,
    Telling,
    Unanswered,
)
from generator.store.canonical import canonical, digest
from generator.store.database import database_path, machine_words, transaction

_Value = TypeVar("_Value")

Json = (
    str | int | float | bool | list["Json"] | tuple["Json", ...] | dict[str, "Json"]
) | None

HIDDEN = "suppressed"
"""How a hidden value is written: the same word for every reason (rule D11)."""

_SHOWN = TypeAdapter(Shown)
_CHANGE = TypeAdapter(Change)
_TURNOUT = TypeAdapter(Turnout)
_AGREEMENT = TypeAdapter(Agreement)
_RELIABILITY = TypeAdapter(Reliability)
_TELLING = TypeAdapter(Telling)
_UNANSWERED = TypeAdapter(Unanswered)
_CAREFUL = TypeAdapter(Careful)
_SAME_PEOPLE = ("same_n", "joined", "left", "same_value", "same_low", "same_high")
_LATER = ("se", "df", "common")
_PLAIN = ("format", "survey", "wave", "wave_fingerprint", "number", "k")


def save_edition(connection: sqlite3.Connection, edition: Edition) -> str:
    """Store an edition and give back the SHA-256 of its text.

    Saving the very same edition again is harmless; another one under the same
    number is refused.
    """
    text = edition_text(edition)
    key = (edition.survey, edition.wave, edition.number)
    with transaction(connection):
        found = connection.execute(
            "SELECT record FROM editions WHERE survey = ? AND wave = ? AND number = ?",
            key,
        ).fetchone()
        if found is None:
            connection.execute(
                "INSERT INTO editions VALUES (?, ?, ?, ?, ?)",
                (*key, digest(text), text),
            )
        elif found[0] != text:
            raise refuse(
                "edition-exists",
                f"edition {edition.number} of wave {edition.wave} is already written "
                "and holds other values.",
                "a released edition never changes; what came later belongs to the "
                "next wave.",
            )
    return digest(text)


def read_edition(
    connection: sqlite3.Connection, survey: str, wave: str, number: int | None = None
) -> Edition | None:
    """One edition of a wave, the newest where no number is given."""
    found = read_editions(connection, survey, wave)
    if number is None:
        return found[-1] if found else None
    return next((edition for edition in found if edition.number == number), None)


def read_editions(
    connection: sqlite3.Connection, survey: str, wave: str | None = None
) -> tuple[Edition, ...]:
    """All editions of a survey, or of one wave, by wave and number."""
    path = database_path(connection)
    with machine_words(path):
        rows = connection.execute(
            "SELECT wave, number, digest, record FROM editions "
            "WHERE survey = ? AND (? IS NULL OR wave = ?) ORDER BY wave, number",
            (survey, wave, wave),
        ).fetchall()
    for name, number, expected, record in rows:
        if digest(record) != expected:
            raise refuse(
                "edition-edited",
                f"edition {number} of wave {name} is not what was released.",
                "bring back the last backup with `baseline restore`.",
                path=path,
                exit_code=Exit.UNSAFE,
            )
    return tuple(edition_from(record) for *_, record in rows)


def edition_text(edition: Edition) -> str:
    """An edition as canonical JSON: equal editions give equal bytes."""
    record: dict[str, Json] = {name: getattr(edition, name) for name in _PLAIN}
    record["cells"] = [
        [*key, HIDDEN if isinstance(cell, Suppressed) else _values(_SHOWN, cell)]
        for key, cell in sorted(edition.cells.items(), key=_by_key)
    ]
    record["changes"] = [
        [*key, _change(change)]
        for key, change in sorted(edition.changes.items(), key=_by_key)
    ]
    record["turnout"] = [
        [*key, HIDDEN if isinstance(cell, Suppressed) else _values(_TURNOUT, cell)]
        for key, cell in sorted(edition.turnout.items(), key=_by_key)
    ]
    if edition.unions:  # left out where there is none: as before there were unions
        record["unions"] = {u: list(teams) for u, teams in edition.unions.items()}
    if edition.comments:
        record["comments"] = [
            [*key, list(texts)] for key, texts in sorted(edition.comments.items())
        ]
    sound = _sound(edition.soundness)
    if sound:
        record["soundness"] = sound
    return canonical(record)


def edition_digest(edition: Edition) -> str:
    """The SHA-256 of an edition's text, as written where it was published."""
    return digest(edition_text(edition))


def edition_from(text: str) -> Edition:
    """The edition a canonical text stands for."""
    record = json.loads(text)
    if record["format"] > EDITION_FORMAT:
        raise refuse(
            "edition-newer",
            f"this edition has format {record['format']}; "
            f"this program knows up to {EDITION_FORMAT}.",
            "update Practice Baseline.",
            exit_code=Exit.MACHINE,
        )
    return Edition(
        **{name: record[name] for name in _PLAIN},
        cells={
            CellKey(*key): Suppressed()
            if cell == HIDDEN
            else _SHOWN.validate_python(cell)
            for *key, cell in record["cells"]
        },
        changes={
            CellKey(*key): _CHANGE.validate_python(change)
            for *key, change in record["changes"]
        },
        turnout={
            (view, group): (
                Suppressed() if cell == HIDDEN else _TURNOUT.validate_python(cell)
            )
            for view, group, cell in record["turnout"]
        },
        unions={u: tuple(teams) for u, teams in record.get("unions", {}).items()},
        comments={
            CommentKey(*key): tuple(texts) for *key, texts in record.get("comments", [])
        },
        soundness=_sound_from(record.get("soundness", {})),
    )


def _sound(sound: Soundness) -> dict[str, Json]:
    """What the answers say about themselves, part by part; empty parts are left out."""
    parts: dict[str, Json] = {
        "agreement": _listed(_AGREEMENT, sound.agreement),
        "reliability": _listed(_RELIABILITY, sound.reliability),
        "telling": _listed(_TELLING, sound.telling),
        "unanswered": _listed(_UNANSWERED, sound.unanswered),
        "careful": {
            view: _CAREFUL.dump_python(one, mode="json")
            for view, one in sound.careful.items()
        },
    }
    return {name: part for name, part in parts.items() if part}


def _listed(adapter: TypeAdapter[_Value], values: Mapping[CellKey, _Value]) -> Json:
    return [
        [*key, adapter.dump_python(value, mode="json")]
        for key, value in sorted(values.items(), key=_by_key)
    ]


def _sound_from(record: Mapping[str, Any]) -> Soundness:
    def read(adapter: TypeAdapter[_Value], name: str) -> dict[CellKey, _Value]:
        return {
            CellKey(*key): adapter.validate_python(value)
            for *key, value in record.get(name, ())
        }

    return Soundness(
        agreement=read(_AGREEMENT, "agreement"),
        reliability=read(_RELIABILITY, "reliability"),
        telling=read(_TELLING, "telling"),
        unanswered=read(_UNANSWERED, "unanswered"),
        careful={
            view: _CAREFUL.validate_python(one)
            for view, one in record.get("careful", {}).items()
        },
    )


def _by_key(item: tuple[tuple[str, ...], object]) -> tuple[str, ...]:
    return item[0]


def _change(change: Change) -> Json:
    """A change; what came with later formats only where it says anything."""
    values = _values(_CHANGE, change)
    if not isinstance(values, dict):
        return values
    left_out = {name for name in _LATER if not values[name]}
    if not change.same_n:
        left_out.update(_SAME_PEOPLE)
    return {name: value for name, value in values.items() if name not in left_out}


def _values(
    adapter: TypeAdapter[Shown] | TypeAdapter[Change] | TypeAdapter[Turnout],
    value: Shown | Change | Turnout,
) -> Json:
    """The fields of a value, with 3 and 3.0 written alike where a float is meant."""
    given = {item.name: getattr(value, item.name) for item in fields(value)}
    exact = adapter.validate_python(given)
    values: Mapping[str, Json] = {
        item.name: getattr(exact, item.name) for item in fields(exact)
    }
    return dict(values)
