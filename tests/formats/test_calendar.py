"""A calendar file, read back by the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from generator.formats.calendar import OCTETS, Entry, calendar

WRITTEN = dt.datetime(2026, 10, 9, 22, tzinfo=dt.UTC)
DAY = dt.date(2026, 10, 10)


def entry(title: str = "Start", text: str = "", kind: str = "task", **more: object):
    given = {"starts": DAY, "due": DAY + dt.timedelta(days=30), **more}
    return Entry("one@survey", kind, title, text, **given)  # type: ignore[arg-type]


def unfolded(text: str) -> list[str]:
    """Content lines (section 3.1): a line that starts with a blank goes on."""
    lines: list[str] = []
    assert text.endswith("\r\n")
    for line in text[:-2].split("\r\n"):
        assert len(line.encode("utf-8")) <= OCTETS
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parsed(text: str) -> list[tuple[str, dict[str, str]]]:
    """Components with their properties; texts without their escapes."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            found.append((value, {}))
        elif name != "END":
            found[-1][1][name] = unescaped(value)
    return found


def unescaped(value: str) -> str:
    """Section 3.3.11."""
    out, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs)
            out += "\n" if following in "nN" else following
        else:
            out += sign
    return out


def test_a_step_is_a_task_with_its_days() -> None:
    text = calendar("Oncology", [entry("Write, then; send", "a\nb")], WRITTEN)
    (top, head), (kind, task) = parsed(text)
    assert (top, kind) == ("VCALENDAR", "VTODO")
    assert head["VERSION"] == "2.0"
    assert task == {
        "UID": "one@survey",
        "DTSTAMP": "20261009T220000Z",
        "DTSTART;VALUE=DATE": "20261010",
        "DUE;VALUE=DATE": "20261109",
        "STATUS": "NEEDS-ACTION",
        "SUMMARY": "Write, then; send",
        "DESCRIPTION": "a\nb",
    }
    assert "SUMMARY:Write\\, then\\; send\r\n" in text


def test_a_day_ends_on_the_next_one() -> None:
    _, (kind, day) = parsed(calendar("", [entry(kind="day", due=DAY)], WRITTEN))
    assert (kind, day["DTSTART;VALUE=DATE"], day["DTEND;VALUE=DATE"]) == (
        "VEVENT",
        "20261010",
        "20261011",
    )


def test_a_task_ends_after_it_starts() -> None:
    _, (_, task) = parsed(calendar("", [entry(due=DAY)], WRITTEN))
    assert task["DUE;VALUE=DATE"] == "20261011"


printable = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


@given(printable, st.lists(printable, max_size=4).map("\n".join))
def test_any_text_comes_back_as_it_was(title: str, text: str) -> None:
    made = calendar(title, [entry(title, text)], WRITTEN)
    (_, head), (_, task) = parsed(made)
    assert head["X-WR-CALNAME"] == title
    assert task["SUMMARY"] == title
    assert task.get("DESCRIPTION", "") == "\n".join(text.splitlines())


@given(st.text())
def test_no_text_can_end_its_line_or_its_entry(title: str) -> None:
    lines = unfolded(calendar("", [entry(title, title)], WRITTEN))
    assert lines.count("END:VTODO") == 1
    assert [line.partition(":")[0] for line in lines][-1] == "END"
    assert len(lines) in (13, 14)
