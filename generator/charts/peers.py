"""How do we stand to peers? A strip per practice: middle half, median, own mark."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from generator.charts import marks, rows, svg
from generator.charts.base import Chart, Entry, Figure, Json, layout, table_html
from generator.charts.dumbbell import link, quoted
from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Released
from generator.charts.words import Speech
from generator.model.edition import Suppressed

NAMED = 3
"""Most practices a finding names."""

Kind = Literal["teams", "organisations"]

WHO = {"teams": "peers.teams", "organisations": "peers.organisations"}
SIDES = {"below": "peers.below", "above": "peers.above"}
CENTRES = {"median": "legend.peers-median", "mean": "legend.peers-mean"}
"""Keys of words."""


@dataclass(frozen=True, slots=True)
class Own:
    """One's own score with its interval."""

    value: Released
    low: Released
    high: Released
    band: Literal["", "top", "bottom"] = ""


@dataclass(frozen=True, slots=True)
class Others:
    """What is told of all peers together; single ones are not in it."""

    n: Released
    mean: Released | None = None
    median: Released | None = None
    lower: Released | None = None
    """Lower end of the middle half."""
    upper: Released | None = None
    rank_low: Released | None = None
    rank_high: Released | None = None
    share: Released | None = None
    """Percent of the weight carried by the same questions."""

    @property
    def centre(self) -> Released | None:
        """The median, or the mean where there are too few for one."""
        return self.median or self.mean

    def numbers(self) -> list[Released]:
        """The numbers a drawing shows."""
        return [one for one in (self.lower, self.centre, self.upper) if one is not None]


@dataclass(frozen=True, slots=True)
class Line:
    """One practice: oneself and the peers."""

    label: str
    own: Own | Suppressed | None
    others: Others
    href: str = ""


def compared(line: Line) -> Literal["", "below", "above"]:
    """Whether the whole own interval lies beyond what is usual among the peers."""
    if not isinstance(line.own, Own):
        return ""
    edges = [one.value for one in line.others.numbers()]
    if edges and line.own.high.value < min(edges):
        return "below"
    return "above" if edges and line.own.low.value > max(edges) else ""


def draw(
    lines: Sequence[Line],
    kind: Kind,
    title: Markup | str,
    scale: rows.Scale,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """The strips in the order given, never by rank.

    Args:
        lines: practices of which something may be told of the peers.
        kind: who the peers are; always said.
        title: whose own score it is, for legend and table.
        scale: the same as on the page's other charts.
        caption: unit, scale, wave.
        numbers: the page's numbers.
    """
    say = Speech(numbers.language)
    peers = say(WHO[kind])
    finding = find(lines, peers, say)
    drawing = rows.draw(
        scale,
        [_row(line, scale, say) for line in lines],
        say("peers.compared") if any(map(compared, lines)) else "",
    )
    return Chart(
        finding=finding,
        summary=finding.striptags() + ".",
        caption=Markup.escape(caption),
        legend=_legend(lines, peers, title, say),
        figure=_figure(lines, peers, title, scale, say),
        drawing=drawing,
        table=_table(lines, title, finding, numbers, say),
        cells=tuple(
            numbers.counter(number) for line in lines for number in _drawn(line)
        ),
        note=_note(lines, title, say),
    )


def _note(lines: Sequence[Line], title: Markup | str, say: Speech) -> Markup:
    """That one's own score is hidden throughout, which the drawing cannot show."""
    if any(isinstance(line.own, Own) for line in lines):
        return Markup("")
    hidden = any(isinstance(line.own, Suppressed) for line in lines)
    return fill("{}: {}", title, say("hidden" if hidden else "not-asked"))


def find(lines: Sequence[Line], peers: Markup, say: Speech) -> Markup:
    """The finding: what lies clearly beyond the usual, else that nothing does."""
    below = [line.label for line in lines if compared(line) == "below"]
    above = [line.label for line in lines if compared(line) == "above"]
    if below and above:
        return say(
            "find.peers-both",
            peers=peers,
            names=_names(below, say),
            more=_names(above, say),
        )
    if below:
        return say("find.peers-below", peers=peers, names=_names(below, say))
    if above:
        return say("find.peers-above", peers=peers, names=_names(above, say))
    return say("find.peers-same", peers=peers)


def _names(labels: Sequence[str], say: Speech) -> Markup:
    if len(labels) <= NAMED:
        return quoted(labels, say)
    first = [quoted([label], say) for label in labels[: NAMED - 1]]
    return say.listed([*first, say("peers.others")])


def _drawn(line: Line) -> list[Released]:
    own = line.own
    mine = [own.value, own.low, own.high] if isinstance(own, Own) else []
    return [*mine, *line.others.numbers()]


def _row(line: Line, scale: rows.Scale, say: Speech) -> rows.Row:
    y = rows.lane(0)
    drawn: list[str] = []
    others = line.others
    if others.lower is not None and others.upper is not None:
        ends = others.lower.value, others.upper.value
        drawn.append(scale.line(*ends, y, "pb-peers"))
    if others.centre is not None:
        drawn.append(scale.at(others.centre.value, y, middle()))
    if isinstance(line.own, Own):
        drawn.append(_own(line.own, scale, y))
    side = compared(line)
    return rows.Row(line.label, drawn, say(SIDES[side]) if side else "")


@functools.cache
def middle() -> Markup:
    """The median or mean of peers around the origin: a short upright stroke."""
    return svg.element("line", x1=0, x2=0, y1=-9, y2=9, class_="pb-m-peers")


def _own(own: Own, scale: rows.Scale, y: int) -> str:
    ends = own.low.value, own.high.value
    if own.band:
        return scale.line(*ends, y, "pb-alike")
    return scale.interval(own.value.value, ends, y, marks.dot())


def _legend(
    lines: Sequence[Line], peers: Markup, title: Markup | str, say: Speech
) -> tuple[Entry, ...]:
    entries = []
    if any(isinstance(line.own, Own) for line in lines):
        bar = svg.element("line", x1=-10, x2=10, y1=0, y2=0, class_="pb-whisker")
        entries.append(Entry(marks.icon(bar, marks.dot()), Markup.escape(title)))
    if any(line.others.lower is not None for line in lines):
        band = svg.element("line", x1=-10, x2=10, y1=0, y2=0, class_="pb-peers")
        word = say("legend.peers-half", peers=peers)
        entries.append(Entry(marks.icon(band), word))
    for name, key in CENTRES.items():
        if any(_centre(line) == name for line in lines):
            word = say(key, peers=peers)
            entries.append(Entry(marks.icon(middle()), word))
    return tuple(entries)


def _centre(line: Line) -> str:
    return "median" if line.others.median is not None else "mean"


def _table(
    lines: Sequence[Line],
    title: Markup | str,
    finding: Markup,
    numbers: Numbers,
    say: Speech,
) -> Markup:
    def optional(number: Released | None) -> Markup | str:
        return "–" if number is None else numbers.released(number)

    has = {
        name: any(getattr(line.others, name) is not None for line in lines)
        for name in ("lower", "median", "mean", "rank_low", "share")
    }
    head: list[Markup | str] = [say("practice"), title, say("range")]
    columns = {
        "lower": "middle-half",
        "median": "median",
        "mean": "mean",
        "rank_low": "percentile",
        "share": "peers.share",
    }
    head += [say(word) for name, word in columns.items() if has[name]]
    head.append(say("peers.count"))
    body = []
    for line in lines:
        others = line.others
        cells: list[Markup | str] = [link(line.label, line.href)]
        cells += _own_cells(line.own, numbers, say)
        if has["lower"]:
            cells.append(_span(others.lower, others.upper, numbers, say))
        cells += [
            optional(getattr(others, name)) for name in ("median", "mean") if has[name]
        ]
        if has["rank_low"]:
            cells.append(_rank(others, numbers, say))
        if has["share"]:
            cells.append(
                say("peers.percent", value=numbers.released(others.share))
                if others.share is not None
                else "–"
            )
        cells.append(numbers.released(others.n))
        body.append(cells)
    return table_html(finding.striptags(), head, body, numbers.language)


def _own_cells(
    own: Own | Suppressed | None, numbers: Numbers, say: Speech
) -> list[Markup | str]:
    if not isinstance(own, Own):
        return [say("hidden" if isinstance(own, Suppressed) else "not-asked"), "–"]
    value = numbers.released(own.value)
    if own.band:
        key = "or-more" if own.band == "top" else "or-less"
        return [say(key, value=value), "–"]
    return [value, _span(own.low, own.high, numbers, say)]


def _span(
    low: Released | None, high: Released | None, numbers: Numbers, say: Speech
) -> Markup | str:
    if low is None or high is None:
        return "–"
    return say("range-of", low=numbers.released(low), high=numbers.released(high))


def _rank(others: Others, numbers: Numbers, say: Speech) -> Markup | str:
    """The percentile as a range; words at the ends, which would be one company's."""
    low, high = others.rank_low, others.rank_high
    if low is None or high is None:
        return "–"
    if high.value <= 0:
        return say("below-all")
    if low.value >= 100:
        return say("above-all")
    return _span(low, high, numbers, say)


def _figure(
    lines: Sequence[Line],
    peers: Markup,
    title: Markup | str,
    scale: rows.Scale,
    say: Speech,
) -> Figure:
    labels = [svg.wrap(line.label) for line in lines]
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [line.others.lower.value, line.others.upper.value],
            "y": [index, index],
            "line": {"color": "var(--pb-track)", "width": 14},
            "hoverinfo": "skip",
        }
        for index, line in enumerate(lines)
        if line.others.lower is not None and line.others.upper is not None
    ]
    for name, key in CENTRES.items():
        placed = [
            (index, line.others.centre.value)
            for index, line in enumerate(lines)
            if _centre(line) == name and line.others.centre is not None
        ]
        if placed:
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": str(say(key, peers=peers)),
                    "x": [value for _, value in placed],
                    "y": [index for index, _ in placed],
                    "marker": {
                        "symbol": "line-ns-open",
                        "size": 20,
                        "color": "var(--pb-peer)",
                    },
                }
            )
    mine = [
        (index, line.own)
        for index, line in enumerate(lines)
        if isinstance(line.own, Own)
    ]
    if mine:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(title),
                "x": [own.value.value for _, own in mine],
                "y": [index for index, _ in mine],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [
                        round(own.high.value - own.value.value, 1) for _, own in mine
                    ],
                    "arrayminus": [
                        round(own.value.value - own.low.value, 1) for _, own in mine
                    ],
                    "color": "var(--pb-team)",
                    "thickness": 2,
                    "width": 4,
                },
                "marker": {"symbol": "circle", "size": 13, "color": "var(--pb-team)"},
            }
        )
    return {
        "data": data,
        "layout": layout(
            low=scale.low - 0.2,
            high=scale.high + 0.2,
            labels=labels,
            height=60 + 36 * len(labels),
        ),
    }
