"""The path forward as files: a table for a spreadsheet, Markdown, a calendar."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from collections.abc import Sequence

from markupsafe import Markup

from generator.charts.words import Speech
from generator.formats.calendar import Entry, calendar
from generator.formats.codebook import harmless
from generator.pages.baseline.path_list import Leg, TeamPath
from generator.pages.baseline.words import PAGE_WORDS, date_text
from generator.pages.playbook.markdown import plain

COLUMNS = tuple(field.name for field in dataclasses.fields(Leg))


def as_rows(path: TeamPath) -> list[dict[str, object]]:
    """Every practice of the path, with the names of `Leg` as keys."""
    return [dataclasses.asdict(leg) for leg in path.legs]


def as_csv(path: TeamPath) -> str:
    """For a spreadsheet: no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in as_rows(path):
        writer.writerow([harmless(_cell(value)) for value in row.values()])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)


def as_markdown(path: TeamPath, language: str) -> str:
    """For a wiki or a mail: the ordered gaps with their steps, then the other lists."""
    say = Speech(language, PAGE_WORDS)
    lines = [
        f"# {plain(path.name)}: {say('path.kicker')}",
        "",
        f"{plain(path.wave_title)}. {plain(path.says)}.",
        "",
    ]
    for leg in path.legs:
        if leg.list == "gap":
            lines += _markdown(leg, say, language)
    for kind, key in (
        ("unsure", "path.unsure"),
        ("at-gold", "path.gold"),
        ("not-assessed", "path.unknown"),
    ):
        names = [plain(leg.title) for leg in path.legs if leg.list == kind]
        if names:
            lines += ["", f"## {say(key)}", "", *(f"- {name}" for name in names)]
    return "\n".join(lines) + "\n"


def _markdown(leg: Leg, say: Speech, language: str) -> list[str]:
    sum_ = say(
        "path.sum",
        gap=f"{leg.gap:g}",
        importance=f"{leg.importance:g}",
        priority=f"{leg.priority:g}",
    )
    lines = [f"{leg.number}. **{plain(leg.title)}** ({sum_})"]
    if leg.step_title:
        by = f" ({say('all.by', day=date_text(leg.due, language))})" if leg.due else ""
        lines.append(f"    - [ ] {plain(leg.step_title)}{by}")
    if leg.agreed:
        step = Markup(plain(leg.agreed))  # noqa: S704 - every sign is made harmless
        lines.append(f"    - {say('step.agreed', step=step)}")
    if leg.first:
        lines.append(f"    - {say('step.first')}: {plain(leg.first)}")
    if leg.evidence:
        lines.append(f"    - {say('step.done')}: {plain(leg.evidence)}")
    return lines


def as_calendar(path: TeamPath, language: str) -> str:
    """The next step of every sure gap as a task and a day, and the next wave's day.

    Many calendar programs take no tasks, so the day a step is due stands there too.
    """
    say = Speech(language, PAGE_WORDS)
    home = path.wave.survey
    entries = []
    for leg in path.legs:
        if leg.list != "gap" or leg.starts is None or leg.due is None:
            continue
        uid = f"{path.team}.{path.wave.id}.{leg.step}"
        told = [leg.title]
        if leg.first:
            told.append(f"{say('step.first')}: {leg.first}")
        if leg.evidence:
            told.append(f"{say('step.done')}: {leg.evidence}")
        text = "\n".join(told)
        title = f"{path.name}: {leg.step_title}"
        entries += [
            Entry(f"{uid}.task@{home}", "task", title, text, leg.starts, leg.due),
            Entry(f"{uid}.due@{home}", "day", title, text, leg.due, leg.due),
        ]
    if path.next_wave is not None:
        name, day = path.next_wave
        uid = f"{path.team}.{path.wave.id}.next-wave@{home}"
        entries.append(Entry(uid, "day", name, "", day, day))
    title = f"{path.name}: {say('path.kicker')}"
    return calendar(title, entries, path.wave.closes)
