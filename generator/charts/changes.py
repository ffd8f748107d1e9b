"""Are we improving? Rungs that moved as facts; survey changes with their interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import marks, rows, svg
from generator.charts.base import Chart, Entry, Figure, Json, layout, table_html
from generator.charts.dumbbell import link, quoted, reason
from generator.charts.marks import Stated
from generator.charts.markup import fill
from generator.charts.numbers import Moved, Numbers, Score
from generator.charts.words import Speech
from generator.model.edition import Suppressed


@dataclass(frozen=True, slots=True)
class Move:
    """A practice whose agreed rung is another one than in the baseline wave."""

    label: str
    before: int
    now: Stated
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension or practice of a survey view, and its change."""

    label: str
    change: Moved | Suppressed | None
    clear: bool = False
    """Whether the change is clear among all that the page tells (S7)."""
    score: Score | Suppressed | None = None
    href: str = ""


def draw_moves(
    moves: Sequence[Move],
    since: str,
    scale: rows.Scale,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """Rungs that moved in the team's own statements, with the evidence named."""
    say = Speech(numbers.language)
    ordered = sorted(moves, key=lambda move: move.before - move.now.rung)
    finding = find_moves(ordered, since, numbers, say)
    head = [say("practice"), say("from"), say("to"), say("change"), say("evidence")]
    body = [
        [
            link(move.label, move.href),
            numbers.stated(move.before),
            numbers.stated(move.now.rung),
            numbers.stated(move.now.rung - move.before, signed=True),
            move.now.evidence or say("no-evidence"),
        ]
        for move in ordered
    ]
    return Chart(
        finding=finding,
        summary=finding.striptags() + ".",
        caption=Markup.escape(caption),
        legend=_move_legend(ordered, since, say),
        figure=_move_figure(ordered, scale, since, say),
        drawing=rows.draw(
            scale,
            [_move_row(move, scale, numbers) for move in ordered],
            say("change"),
        ),
        table=table_html(finding.striptags(), head, body, numbers.language),
        cells=(),
    )


def find_moves(
    moves: Sequence[Move], since: str, numbers: Numbers, say: Speech
) -> Markup:
    """The finding: how many practices stand higher, and how many lower."""
    up = sum(move.now.rung > move.before for move in moves)
    down = sum(move.now.rung < move.before for move in moves)
    if not moves:
        return say("find.moves-none", wave=since)
    first = say.plural("find.moves-up", up, count=numbers.stated(up), wave=since)
    if not down:
        return first
    second = say.plural("find.moves-down", down, count=numbers.stated(down))
    return fill("{}, {}", first, second)


def draw(
    lines: Sequence[Line],
    who: str,
    since: str,
    caption: Markup | str,
    numbers: Numbers,
    what: str = "practice",
) -> Chart:
    """Changes of one survey view: no arrow, and words where a change is not clear."""
    say = Speech(numbers.language)
    moved = [(line, line.change) for line in lines if isinstance(line.change, Moved)]
    finding = find(moved, who, since, numbers, say)
    reach = max(
        [1.0]
        + [
            max(abs(moved_one.change.low), abs(moved_one.change.high))
            for _, moved_one in moved
        ]
    )
    scale = rows.Scale(-math.ceil(reach), math.ceil(reach))
    head = [say(what), say("change"), say("range"), say("smallest")]
    body = [
        [link(line.label, line.href), *_cells(line, numbers, say)] for line in lines
    ]
    return Chart(
        finding=finding,
        summary=finding.striptags() + ".",
        caption=Markup.escape(caption),
        legend=(
            Entry(
                marks.icon(marks.band(), marks.dot()),
                say("legend.change"),
            ),
        ),
        figure=_figure(lines, scale, say),
        drawing=rows.draw(
            scale, [_row(line, scale, numbers, say) for line in lines], say("change")
        ),
        table=table_html(finding.striptags(), head, body, numbers.language),
        cells=tuple(
            numbers.counter(one.number(field))
            for _, one in moved
            for field in ("value", "low", "high")
        ),
    )


def find(
    moved: Sequence[tuple[Line, Moved]],
    who: str,
    since: str,
    numbers: Numbers,
    say: Speech,
) -> Markup:
    """The finding: what clearly rose or fell, else the smallest change to be seen."""
    if not moved:
        return fill("{}: {}", who, say("hidden"))
    parts: list[Markup] = []
    for key, later, sign in (
        ("find.changes-up", "", 1),
        ("find.changes-down", "find.changes-down-too", -1),
    ):
        names = [
            line.label
            for line, one in moved
            if line.clear and one.change.value * sign > 0
        ]
        if names:
            # the view and the wave are said once, in the part that comes first
            parts.append(
                say.plural(
                    later if parts else key,
                    len(names),
                    view=who,
                    names=quoted(names, say),
                    wave=since,
                )
            )
    if parts:
        return Markup("; ").join(parts)
    finest = min(moved, key=lambda pair: pair[1].change.smallest)[1]
    return say(
        "find.changes-none",
        view=who,
        wave=since,
        smallest=numbers.released(finest.number("smallest")),
    )


def _cells(line: Line, numbers: Numbers, say: Speech) -> list[Markup | str]:
    one = line.change
    if not isinstance(one, Moved):
        return [reason(one, say), "–", "–"]
    return [
        numbers.released(one.number("value"), signed=True)
        if line.clear
        else say("no-clear-change"),
        say(
            "range-of",
            low=numbers.released(one.number("low"), signed=True),
            high=numbers.released(one.number("high"), signed=True),
        ),
        numbers.released(one.number("smallest")),
    ]


def _row(line: Line, scale: rows.Scale, numbers: Numbers, say: Speech) -> rows.Row:
    one = line.change
    y = rows.lane(0)
    if not isinstance(one, Moved):
        return rows.Row(line.label, [rows.words(reason(one, say), y, "pb-hidden")])
    change = one.change
    mark = marks.dot() if line.clear else marks.ring()
    drawn = [
        scale.line(change.low, change.high, y, "pb-band"),
        scale.at(change.value, y, mark),
    ]
    if not line.clear:
        return rows.Row(line.label, drawn, say("unclear"), clear=False)
    size = numbers.released(one.number("value"), size=True)
    end = say("up" if change.value > 0 else "down", value=size)
    return rows.Row(line.label, drawn, end)


def _move_row(move: Move, scale: rows.Scale, numbers: Numbers) -> rows.Row:
    y = rows.lane(0)
    drawn = [
        scale.line(move.before, move.now.rung, y, "pb-moved"),
        scale.at(move.before, y, marks.former()),
        scale.at(move.now.rung, y, marks.square(evidence=bool(move.now.evidence))),
    ]
    end = numbers.stated(move.now.rung - move.before, signed=True)
    return rows.Row(move.label, drawn, end)


def _move_legend(moves: Sequence[Move], since: str, say: Speech) -> tuple[Entry, ...]:
    entries = [Entry(marks.icon(marks.former()), say("legend.before", wave=since))]
    if any(move.now.evidence for move in moves):
        entries.append(Entry(marks.icon(marks.square()), say("legend.statement")))
    if any(not move.now.evidence for move in moves):
        bare = marks.icon(marks.square(evidence=False))
        entries.append(Entry(bare, say("legend.statement-bare")))
    return tuple(entries)


def _move_figure(
    moves: Sequence[Move], scale: rows.Scale, since: str, say: Speech
) -> Figure:
    labels = [svg.wrap(move.label) for move in moves]
    places = list(range(len(moves)))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(say("legend.before", wave=since)),
                "x": [move.before for move in moves],
                "y": places,
                "marker": {
                    "symbol": "square-open",
                    "size": 10,
                    "color": "var(--pb-peer)",
                },
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(say("rung")),
                "x": [move.now.rung for move in moves],
                "y": places,
                "marker": {
                    "symbol": [
                        "square" if move.now.evidence else "square-open"
                        for move in moves
                    ],
                    "size": 13,
                    "color": "var(--pb-team)",
                },
            },
        ],
        "layout": layout(
            low=scale.low - 0.2,
            high=scale.high + 0.2,
            labels=labels,
            height=60 + 36 * len(labels),
        ),
    }


def _figure(lines: Sequence[Line], scale: rows.Scale, say: Speech) -> Figure:
    labels = [svg.wrap(line.label) for line in lines]
    moved = [
        (index, line.change.change)
        for index, line in enumerate(lines)
        if isinstance(line.change, Moved)
    ]
    shapes: list[Json] = [
        "circle" if line.clear else "circle-open"
        for line in lines
        if isinstance(line.change, Moved)
    ]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(say("change")),
                "x": [change.value for _, change in moved],
                "y": [index for index, _ in moved],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [round(c.high - c.value, 1) for _, c in moved],
                    "arrayminus": [round(c.value - c.low, 1) for _, c in moved],
                    "color": "var(--pb-team)",
                },
                "marker": {
                    "symbol": shapes,
                    "size": 12,
                    "color": "var(--pb-team)",
                },
            }
        ],
        "layout": layout(
            low=scale.low,
            high=scale.high,
            labels=labels,
            height=60 + 36 * len(labels),
        ),
    }
