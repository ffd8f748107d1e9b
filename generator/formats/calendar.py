"""A calendar file: tasks and days any calendar program takes (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

OCTETS = 75
"""Longest line before it is folded (section 3.1)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do, or one day to keep."""

    uid: str
    """Stays the same when the file is written again, so nothing doubles."""
    kind: Literal["task", "day"]
    title: str
    text: str
    starts: dt.date
    due: dt.date
    """For a task: the day it should be done. For a day: the day itself."""


def calendar(name: str, entries: Iterable[Entry], written: dt.datetime) -> str:
    """A calendar file with these entries.

    Args:
        name: shown over the calendar.
        entries: in the order they are written.
        written: when its content was settled, UTC; the same content gives the same
            file.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Practice Baseline//Path forward//EN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in entries:
        lines += _entry(entry, written)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(entry: Entry, written: dt.datetime) -> Iterator[str]:
    what = "VTODO" if entry.kind == "task" else "VEVENT"
    yield f"BEGIN:{what}"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{written.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if entry.kind == "task":
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        # A task ends after it starts (section 3.8.2.3).
        due = max(entry.due, entry.starts + dt.timedelta(days=1))
        yield f"DUE;VALUE=DATE:{due:%Y%m%d}"
        yield "STATUS:NEEDS-ACTION"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.due:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.due + dt.timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_text(entry.text)}"
    yield f"END:{what}"


def _text(value: str) -> str:
    """A text value: what separates is escaped (section 3.3.11)."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        value = value.replace(sign, written)
    return "\\n".join("".join(filter(_plain, line)) for line in value.splitlines())


def _plain(sign: str) -> bool:
    return sign == "\t" or ord(sign) >= 0x20


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; no character is cut in two."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode("utf-8"))
        if size + width > OCTETS:
            yield piece
            piece, size = " ", 1
        piece += sign
        size += width
    yield piece
