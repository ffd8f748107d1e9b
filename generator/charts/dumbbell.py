"""Where are we furthest from gold? One row per practice, sorted by gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import marks, rows, svg
from generator.charts.base import Chart, Entry, Figure, Json, layout, table_html
from generator.charts.marks import Mark, Stated, Unstated
from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Released, Score, Source
from generator.charts.words import Speech
from generator.model.edition import Suppressed


@dataclass(frozen=True, slots=True)
class Line:
    """One practice against the gold standard."""

    label: str
    mark: Mark
    gold: float
    importance: float = 0.5
    """Decides which of two equal gaps stands first."""
    href: str = ""
    clear: bool = True
    """False where the gap of a score may be none, or too small to act on (S7)."""
    smallest: Released | None = None
    """The smallest gap that the answers behind a score could have told."""


def gap(line: Line) -> float | None:
    """Gold minus the rung or score; none where nothing may be shown."""
    if isinstance(line.mark, Stated):
        return max(0.0, line.gold - line.mark.rung)
    if isinstance(line.mark, Score):
        return max(0.0, round(line.gold - line.mark.shown.value, 1))
    return None


def by_gap(lines: Sequence[Line]) -> list[Line]:
    """Widest gap first; equal gaps by importance, then in the order given."""

    def key(line: Line) -> tuple[bool, float, float]:
        size = gap(line)
        return (size is None, -(size or 0.0), -line.importance)

    return sorted(lines, key=key)


def draw(
    lines: Sequence[Line],
    scale: rows.Scale,
    caption: Markup | str,
    numbers: Numbers,
    what: str = "practice",
) -> Chart:
    """The chart of a team's statement, or of one survey view, against gold.

    `what` is the word for what a line stands for.
    """
    say = Speech(numbers.language)
    ordered = by_gap(lines)
    finding = find(ordered, numbers, say)
    drawing = rows.draw(
        scale, [_row(line, scale, numbers, say) for line in ordered], say("gap")
    )
    return Chart(
        finding=finding,
        summary=_summary(ordered, finding, numbers, say),
        caption=Markup.escape(caption),
        legend=_legend(ordered, say),
        figure=_figure(ordered, scale, say),
        drawing=drawing,
        table=_table(ordered, finding, numbers, say, what),
        cells=tuple(
            numbers.counter(line.mark.number(field))
            for line in ordered
            if isinstance(line.mark, Score)
            for field in ("value", "low", "high")
        ),
    )


def find(ordered: Sequence[Line], numbers: Numbers, say: Speech) -> Markup:
    """The finding: who stands furthest from gold, or that nobody surely does."""
    gaps = [(gap(line), line.label) for line in ordered]
    known = [(size, label) for size, label in gaps if size is not None]
    if not known:
        return say("find.none-shown")
    widest = known[0][0]
    if not widest:
        return say("find.all-gold")
    scores = [line for line in ordered if isinstance(line.mark, Score)]
    if scores:
        return _find_clear(scores, numbers, say)
    names = [Markup.escape(label) for size, label in known if size == widest]
    if len(names) > 2:
        count = tied(ordered[0], len(names), numbers)
        return say("find.furthest-tied", count=count, names=quoted(names[:1], say))
    return say.plural("find.furthest", len(names), names=quoted(names, say))


def _find_clear(scores: Sequence[Line], numbers: Numbers, say: Speech) -> Markup:
    """Which scores are clearly below gold, or the smallest gap to be told."""
    clear = [line for line in scores if line.clear and gap(line)]
    if not clear:
        told = [line.smallest for line in scores if line.smallest is not None]
        if not told:
            return say("find.gaps-alike")
        finest = min(told, key=lambda number: number.value)
        return say("find.gaps-none", smallest=numbers.released(finest))
    if len(clear) <= len(_NAMED):
        names = [Markup.escape(line.label) for line in clear]
        return say.plural("find.gaps", len(names), names=quoted(names, say))
    count = tied(clear[0], len(clear), numbers, "clear-gaps")
    total = tied(clear[0], len(scores), numbers, "clear-gaps-of")
    first = quoted([Markup.escape(clear[0].label)], say)
    return say("find.gaps-many", count=count, total=total, names=first)


_NAMED = range(2)
"""So many practices with a clear gap are named; of more, how many they are."""


def tied(widest: Line, count: int, numbers: Numbers, field: str = "tied") -> Markup:
    """How many practices share the widest gap: counted over what is shown."""
    if not isinstance(widest.mark, Score):
        return numbers.stated(count)
    source = Source(*widest.mark.origin, field)._replace(node="*")
    return numbers.released(Released(float(count), source, 0))


def quoted(names: Sequence[str | Markup], say: Speech) -> Markup:
    """Titles of practices inside a sentence, in quotation marks."""
    opening, closing = ("„", "“") if say.language.startswith("de") else ("“", "”")
    return say.listed([fill("{}{}{}", opening, n, closing) for n in names])


def _row(line: Line, scale: rows.Scale, numbers: Numbers, say: Speech) -> rows.Row:
    mark = line.mark
    here = _here(line)
    y = rows.lane(0)
    if here is None:
        return rows.Row(line.label, [rows.words(reason(mark, say), y, "pb-hidden")])
    track = scale.line(here, line.gold, y, "pb-track")
    gold = scale.at(line.gold, y, marks.diamond())
    if isinstance(mark, Score):
        size = numbers.released(gap_number(line, mark), size=True)
        drawn = [track, score_mark(scale, mark, y, "", clear=line.clear), gold]
        return rows.Row(line.label, drawn, gap_words(mark, size, say), clear=line.clear)
    bare = isinstance(mark, Stated) and not mark.evidence
    square = scale.at(here, y, marks.square(evidence=not bare))
    return rows.Row(line.label, [track, gold, square], numbers.stated(gap(line) or 0.0))


def score_mark(
    scale: rows.Scale, mark: Score, y: int, view: str, *, clear: bool = True
) -> str:
    """A dot with its interval; a bare band where all answers are alike (rule D7)."""
    class_ = marks.colour_class(view)
    ends = mark.shown.low, mark.shown.high
    if mark.shown.band:
        return scale.line(*ends, y, f"pb-alike {class_}".strip())
    symbol = marks.dot(view) if clear else marks.ring()
    return scale.interval(mark.shown.value, ends, y, symbol, class_)


def gap_number(line: Line, mark: Score) -> Released:
    """Gold minus a score as a number that knows where it is from."""
    number = mark.minus(line.gold, "gap")
    return Released(gap(line) or 0.0, number.source)


def gap_words(mark: Score, size: Markup, say: Speech) -> Markup:
    """The gap's number, or the side a band leaves it on."""
    if mark.shown.band:
        key = "or-less" if mark.shown.band == "top" else "or-more"
        return say(key, value=size)
    return size


def reason(mark: Mark, say: Speech) -> Markup:
    """Why a row has no mark: one text for every hidden cell."""
    if isinstance(mark, Suppressed):
        return say("hidden")
    if isinstance(mark, Unstated):
        return say(mark.reason)
    return say("not-asked")


def score_text(mark: Score, numbers: Numbers, say: Speech) -> Markup:
    """A score in a table: the number, or a band where all answers are alike."""
    value = numbers.released(mark.number())
    if mark.shown.band == "top":
        return say("or-more", value=value)
    if mark.shown.band == "bottom":
        return say("or-less", value=value)
    return value


def range_text(mark: Score, numbers: Numbers, say: Speech) -> Markup:
    """The interval of a score in a table."""
    if mark.shown.band:
        return Markup("–")
    return say(
        "range-of",
        low=numbers.released(mark.number("low")),
        high=numbers.released(mark.number("high")),
    )


def _legend(ordered: Sequence[Line], say: Speech) -> tuple[Entry, ...]:
    entries = []
    kinds = [line.mark for line in ordered]
    if any(isinstance(mark, Stated) and mark.evidence for mark in kinds):
        entries.append(Entry(marks.icon(marks.square()), say("legend.statement")))
    if any(isinstance(mark, Stated) and not mark.evidence for mark in kinds):
        entries.append(
            Entry(
                marks.icon(marks.square(evidence=False)), say("legend.statement-bare")
            )
        )
    if any(isinstance(mark, Score) for mark in kinds):
        bar = svg.element("line", x1=-10, x2=10, y1=0, y2=0, class_="pb-whisker")
        entries.append(Entry(marks.icon(bar, marks.dot()), say("legend.score")))
        if not all(line.clear for line in ordered if isinstance(line.mark, Score)):
            entries.append(
                Entry(marks.icon(bar, marks.ring()), say("legend.gap-unclear"))
            )
    if entries:
        entries.append(Entry(marks.icon(marks.diamond()), say("legend.gold")))
    return tuple(entries)


def _summary(
    ordered: Sequence[Line], finding: Markup, numbers: Numbers, say: Speech
) -> str:
    parts = []
    for line in ordered[:5]:
        if isinstance(line.mark, Stated):
            parts.append(f"{line.label}: {say('rung')} {line.mark.rung}")
        elif isinstance(line.mark, Score):
            parts.append(f"{line.label}: {numbers.text(line.mark.shown.value)}")
    return ". ".join([finding.striptags(), "; ".join(parts)]).rstrip(". ") + "."


def _table(
    ordered: Sequence[Line], finding: Markup, numbers: Numbers, say: Speech, what: str
) -> Markup:
    stated = any(isinstance(line.mark, Stated) for line in ordered)
    head = [say(what), say("rung") if stated else say("score")]
    head += [say("evidence")] if stated else [say("range"), say("answers")]
    head += [say("gold"), say("gap")]
    width = len(head)
    body = []
    for line in ordered:
        name = link(line.label, line.href)
        mark = line.mark
        gold = numbers.fixed(line.gold, 0 if float(line.gold).is_integer() else 1)
        cells: list[Markup | str]
        if isinstance(mark, Stated):
            size = numbers.stated(gap(line) or 0.0)
            proof = mark.evidence or say("no-evidence")
            cells = [name, numbers.stated(mark.rung), proof, gold, size]
        elif isinstance(mark, Score):
            number = numbers.released(gap_number(line, mark), size=True)
            size = gap_words(mark, number, say)
            if not line.clear and gap(line):
                size = fill("{} <small>{}</small>", size, say("unclear"))
            cells = [
                name,
                score_text(mark, numbers, say),
                range_text(mark, numbers, say),
                numbers.released(mark.number("n")),
                gold,
                size,
            ]
        else:
            cells = [name, reason(mark, say)]
        cells += ["–"] * (width - len(cells))
        body.append(cells)
    return table_html(finding.striptags(), head, body, numbers.language)


def link(label: str, href: str) -> Markup:
    """A practice's title, leading to its guidance where there is a page."""
    if not href:
        return Markup.escape(label)
    return fill('<a href="{}">{}</a>', href, label)


def _figure(ordered: Sequence[Line], scale: rows.Scale, say: Speech) -> Figure:
    labels = [svg.wrap(line.label) for line in ordered]
    data: list[Json] = []
    for index, line in enumerate(ordered):
        here = _here(line)
        if here is not None:
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [here, line.gold],
                    "y": [index, index],
                    "line": {"color": "var(--pb-track)", "width": 6},
                    "hoverinfo": "skip",
                }
            )
    placed = [
        (index, line, here)
        for index, line in enumerate(ordered)
        if (here := _here(line)) is not None
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": str(say("gold")),
            "x": [line.gold for _, line, _ in placed],
            "y": [index for index, _, _ in placed],
            "marker": {"symbol": "diamond", "size": 13, "color": "var(--pb-gold)"},
        }
    )
    stated = [p for p in placed if isinstance(p[1].mark, Stated)]
    scores = [
        (index, line.mark) for index, line, _ in placed if isinstance(line.mark, Score)
    ]
    if stated:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(say("rung")),
                "x": [here for _, _, here in stated],
                "y": [index for index, _, _ in stated],
                "marker": {
                    "symbol": [
                        "square"
                        if isinstance(line.mark, Stated) and line.mark.evidence
                        else "square-open"
                        for _, line, _ in stated
                    ],
                    "size": 13,
                    "color": "var(--pb-team)",
                },
            }
        )
    if scores:
        shapes: list[Json] = [
            "circle" if line.clear else "circle-open"
            for _, line, _ in placed
            if isinstance(line.mark, Score)
        ]
        data.append(score_trace(scores, str(say("score")), shapes, "var(--pb-team)"))
    return {
        "data": data,
        "layout": layout(
            low=scale.low - 0.2,
            high=scale.high + 0.2,
            labels=labels,
            height=60 + 36 * len(labels),
        ),
    }


def score_trace(
    scores: Sequence[tuple[float, Score]],
    name: str,
    symbol: str | list[Json],
    colour: str,
) -> Json:
    """Survey scores with their intervals, as one trace of a figure."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [mark.shown.value for _, mark in scores],
        "y": [y for y, _ in scores],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [
                round(mark.shown.high - mark.shown.value, 1) for _, mark in scores
            ],
            "arrayminus": [
                round(mark.shown.value - mark.shown.low, 1) for _, mark in scores
            ],
            "color": colour,
            "thickness": 2,
            "width": 4,
        },
        "marker": {"symbol": symbol, "size": 13, "color": colour},
    }


def _here(line: Line) -> float | None:
    if isinstance(line.mark, Stated):
        return line.mark.rung
    return line.mark.shown.value if isinstance(line.mark, Score) else None
