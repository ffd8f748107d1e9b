"""Do we see ourselves as others do? One row per practice, one lane per view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import marks, rows, svg
from generator.charts.base import Chart, Entry, Figure, Json, layout, table_html
from generator.charts.dumbbell import (
    link,
    quoted,
    range_text,
    reason,
    score_mark,
    score_text,
    score_trace,
)
from generator.charts.marks import Mark, Stated
from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Released, Score
from generator.charts.words import Speech
from generator.model.edition import Suppressed

SYMBOLS = {
    "stakeholder": "circle",
    "partner": "circle-dot",
    "practitioner": "circle-open",
}


INSIDE = "practitioner"
"""The view of those who do the work; every other view is one from outside."""

NOTABLE = 0.5
"""Smallest difference to a statement that is put into words, in display units."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One respondent group's view: how it is called, and whom it is about."""

    view: str
    title: str
    """'Stakeholders (about your team)'."""
    who: str
    """'Stakeholders', as the subject of a sentence."""
    compare: bool = True
    """False where the view is about more than the team: shown, never subtracted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One practice as the team states it and as others see it."""

    label: str
    statement: Mark
    views: Mapping[str, Score | Suppressed]
    """A view that was not asked is absent."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A survey view minus the team's own statement."""

    label: str
    seen: Seen
    rung: int
    score: Score
    number: Released


def differences(lines: Sequence[Line], seen: Sequence[Seen]) -> list[Difference]:
    """Every difference that may be named, widest first; it obeys the survey's rules."""
    found = []
    for one in (one for one in seen if one.compare):
        for line in lines:
            mark = line.views.get(one.view)
            named = isinstance(mark, Score) and not mark.shown.band
            if named and isinstance(mark, Score) and isinstance(line.statement, Stated):
                rung = line.statement.rung
                number = mark.minus(rung, "minus-statement")
                found.append(Difference(line.label, one, rung, mark, number))
    return sorted(found, key=lambda one: -abs(one.number.value))


def draw(
    lines: Sequence[Line],
    seen: Sequence[Seen],
    scale: rows.Scale,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """The chart; the first of `seen` is the view the right column compares with."""
    say = Speech(numbers.language)
    shown = [
        one
        for one in seen
        if any(isinstance(line.views.get(one.view), Score) for line in lines)
    ]
    asked = [line for line in lines if any(one.view in line.views for one in shown)]
    outside = [line for line in asked if set(line.views) - {INSIDE}]
    kept = outside or asked
    stated = int(any(line.statement is not None for line in lines))
    lead = shown[:1]
    ordered = sorted(kept, key=lambda line: _width(line, lead))
    finding = find(ordered, shown, numbers, say)
    compared = bool(differences(ordered, lead))
    if compared:
        right = say("views.right", view=lead[0].who)
        caption = fill("{} {}", caption, right)
    drawing = rows.draw(
        scale,
        [_row(line, shown, stated, scale, numbers, say) for line in ordered],
        say("difference") if compared else "",
    )
    unseen = [
        fill("{}: {}", one.title, say("hidden"))
        for one in seen
        if one not in shown and any(one.view in line.views for line in lines)
    ]
    if len(kept) < len(asked):
        unseen.append(say("views.left-out"))
    return Chart(
        finding=finding,
        summary=finding.striptags() + ".",
        caption=Markup.escape(caption),
        legend=_legend(ordered, shown, say),
        figure=_figure(ordered, shown, scale, say),
        drawing=drawing,
        table=_table(lines, seen, finding, numbers, say),
        cells=tuple(
            numbers.counter(mark.number(field))
            for line in ordered
            for one in shown
            if isinstance(mark := line.views.get(one.view), Score)
            for field in ("value", "low", "high")
        ),
        note=Markup("<br>").join(unseen),
    )


def find(
    lines: Sequence[Line], seen: Sequence[Seen], numbers: Numbers, say: Speech
) -> Markup:
    """The finding: the widest difference to the leading view, in words."""
    if not seen:
        return say("find.views-none")
    found = differences(lines, seen[:1])
    if not found:
        return _lowest(lines, seen[0], say)
    first = found[0]
    if abs(first.number.value) < NOTABLE:
        return say("find.views-same", view=first.seen.who)
    key = "find.views-lower" if first.number.value < 0 else "find.views-higher"
    return say(
        key,
        view=first.seen.who,
        name=quoted([first.label], say),
        value=numbers.released(first.number, size=True),
    )


def _lowest(lines: Sequence[Line], seen: Seen, say: Speech) -> Markup:
    scored = [
        (mark.shown.value, line.label)
        for line in lines
        if isinstance(mark := line.views.get(seen.view), Score)
    ]
    name = min(scored)[1]
    return say("find.views-only", view=seen.who, name=quoted([name], say))


def _width(line: Line, lead: Sequence[Seen]) -> tuple[bool, float]:
    found = differences([line], lead)
    if not found:
        return (True, 0.0)
    return (False, -abs(found[0].number.value))


def in_words(difference: Difference, numbers: Numbers, say: Speech) -> Markup:
    """'1.4 lower', '0.6 higher' or 'the same'."""
    value = difference.number.value
    if value == 0:
        return say("same")
    key = "lower" if value < 0 else "higher"
    return say(key, value=numbers.released(difference.number, size=True))


def _row(
    line: Line,
    shown: Sequence[Seen],
    stated: int,
    scale: rows.Scale,
    numbers: Numbers,
    say: Speech,
) -> rows.Row:
    asked = [one for one in shown if one.view in line.views]
    drawn = [_statement(line.statement, scale, say)] if stated else []
    for number, one in enumerate(asked, stated):
        mark = line.views[one.view]
        y = rows.lane(number)
        if isinstance(mark, Score):
            drawn.append(score_mark(scale, mark, y, one.view))
        else:
            class_ = f"pb-hidden {marks.colour_class(one.view)}".strip()
            drawn.append(rows.words(reason(mark, say), y, class_))
    named = differences([line], shown[:1])
    end = in_words(named[0], numbers, say) if named else ""
    return rows.Row(line.label, drawn, end, stated + len(asked))


def _statement(mark: Mark, scale: rows.Scale, say: Speech) -> str:
    y = rows.lane(0)
    if isinstance(mark, Stated):
        return scale.at(mark.rung, y, marks.square(evidence=bool(mark.evidence)))
    return "" if mark is None else rows.words(reason(mark, say), y, "pb-hidden")


def _legend(
    lines: Sequence[Line], shown: Sequence[Seen], say: Speech
) -> tuple[Entry, ...]:
    entries = []
    stated = [m for line in lines if isinstance(m := line.statement, Stated)]
    if any(mark.evidence for mark in stated):
        entries.append(Entry(marks.icon(marks.square()), say("legend.statement")))
    if any(not mark.evidence for mark in stated):
        entries.append(
            Entry(
                marks.icon(marks.square(evidence=False)), say("legend.statement-bare")
            )
        )
    for one in shown:
        bar = svg.element(
            "line",
            x1=-10,
            x2=10,
            y1=0,
            y2=0,
            class_=f"pb-whisker {marks.colour_class(one.view)}",
        )
        entries.append(
            Entry(marks.icon(bar, marks.dot(one.view)), Markup.escape(one.title))
        )
    return tuple(entries)


def _table(
    lines: Sequence[Line],
    seen: Sequence[Seen],
    finding: Markup,
    numbers: Numbers,
    say: Speech,
) -> Markup:
    head: list[Markup | str] = [say("practice"), say("rung")]
    for one in seen:
        head += [one.title, say("range"), say("answers")]
    body = []
    for line in lines:
        mark = line.statement
        cells: list[Markup | str] = [
            link(line.label, line.href),
            numbers.stated(mark.rung)
            if isinstance(mark, Stated)
            else (reason(mark, say) if mark is not None else "–"),
        ]
        for one in seen:
            score = line.views.get(one.view)
            if isinstance(score, Score):
                cells += [
                    score_text(score, numbers, say),
                    range_text(score, numbers, say),
                    numbers.released(score.number("n")),
                ]
            else:
                cells += [reason(score, say), "–", "–"]
        body.append(cells)
    return table_html(finding.striptags(), head, body, numbers.language)


def _figure(
    lines: Sequence[Line], shown: Sequence[Seen], scale: rows.Scale, say: Speech
) -> Figure:
    labels = [svg.wrap(line.label) for line in lines]
    step = 0.22
    top = step * len(shown) / 2
    stated = [
        (index, line.statement)
        for index, line in enumerate(lines)
        if isinstance(line.statement, Stated)
    ]
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": str(say("legend.statement")),
            "x": [mark.rung for _, mark in stated],
            "y": [round(index - top, 2) for index, _ in stated],
            "marker": {
                "symbol": [
                    "square" if mark.evidence else "square-open" for _, mark in stated
                ],
                "size": 13,
                "color": "var(--pb-team)",
            },
        }
    ]
    for lane, one in enumerate(shown, 1):
        scores = [
            (round(index - top + step * lane, 2), mark)
            for index, line in enumerate(lines)
            if isinstance(mark := line.views.get(one.view), Score)
        ]
        data.append(
            score_trace(
                scores,
                one.title,
                SYMBOLS.get(one.view, "circle"),
                f"var(--pb-{one.view})" if one.view in SYMBOLS else "var(--pb-team)",
            )
        )
    height = 60 + (26 + 16 * (1 + len(shown))) * len(labels)
    return {
        "data": data,
        "layout": layout(
            low=scale.low - 0.2, high=scale.high + 0.2, labels=labels, height=height
        ),
    }
