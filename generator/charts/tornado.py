"""Where does the spread come from? One bar per input, the widest first."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import marks, rows, svg
from generator.charts.base import Chart, Entry, Figure, Json, layout, table_html
from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Released
from generator.charts.words import Speech


@dataclass(frozen=True, slots=True)
class Line:
    """One input: what comes out where it alone is low, and where it alone is high."""

    label: str
    low: Released
    high: Released
    share: Released
    """Part of all spreads, in percent."""


def draw(
    lines: Sequence[Line],
    base: Released,
    unit: Markup | str,
    finding: Markup,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """A tornado: inputs from the widest bar to the narrowest, around what is likely.

    Args:
        lines: the inputs that have a range, the widest first; at least one.
        base: the result with every input most likely.
        unit: what the numbers count: `million EUR`.
        finding: where most of the spread comes from, in words.
        caption: what is drawn.
        numbers: the numbers of the page.
    """
    say = Speech(numbers.language)
    scale = scale_of(max(line.high.value for line in lines))
    head = [
        say("tornado.input"),
        say("tornado.low", unit=unit),
        say("tornado.high", unit=unit),
        say("tornado.share"),
    ]
    body = [
        [
            line.label,
            numbers.released(line.low),
            numbers.released(line.high),
            fill("{} %", numbers.released(line.share)),
        ]
        for line in lines
    ]
    ends = [number for line in lines for number in (line.low, line.high)]
    return Chart(
        finding=finding,
        summary=finding.striptags() + ".",
        caption=Markup.escape(caption),
        legend=(
            Entry(
                marks.icon(marks.band()),
                say("legend.tornado"),
            ),
            Entry(
                marks.icon(likely()),
                say("legend.likely"),
            ),
        ),
        figure=_figure(lines, base, scale, say),
        drawing=rows.draw(scale, [_row(line, base, scale) for line in lines], ""),
        table=table_html(finding.striptags(), head, body, numbers.language),
        cells=tuple(map(numbers.counter, [base, *ends])),
    )


def scale_of(highest: float) -> rows.Scale:
    """From nothing to the next round step over the highest value."""
    rough = max(1.0, highest / 5)
    power = 10 ** math.floor(math.log10(rough))
    step = next(int(f * power) for f in (1, 2, 5, 10) if f * power >= rough)
    return rows.Scale(0, step * max(1, math.ceil(highest / step)), step=step)


def _row(line: Line, base: Released, scale: rows.Scale) -> rows.Row:
    y = rows.lane(0)
    bar = scale.line(line.low.value, line.high.value, y, "pb-band")
    return rows.Row(line.label, [bar, scale.at(base.value, y, likely())])


@functools.cache
def likely() -> Markup:
    """The most likely result around the origin: a short upright stroke."""
    return svg.element("line", x1=0, x2=0, y1=-8, y2=8, class_="pb-whisker")


def _figure(
    lines: Sequence[Line], base: Released, scale: rows.Scale, say: Speech
) -> Figure:
    bars: list[dict[str, Json]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": line.label,
            "x": [line.low.value, line.high.value],
            "y": [index, index],
            "line": {"color": "var(--pb-band)", "width": 12},
            "hoverinfo": "skip",
        }
        for index, line in enumerate(lines)
    ]
    likely: dict[str, Json] = {
        "type": "scatter",
        "mode": "markers",
        "name": str(say("legend.likely")),
        "x": [base.value] * len(lines),
        "y": list(range(len(lines))),
        "marker": {"color": "var(--pb-team)", "size": 10, "symbol": "line-ns-open"},
        "hoverinfo": "skip",
    }
    shared = layout(
        low=scale.low,
        high=scale.high,
        labels=[svg.wrap(line.label) for line in lines],
        height=90 + 44 * len(lines),
    )
    axis = shared["xaxis"]
    if isinstance(axis, dict):
        del axis["dtick"]  # the steps are those of money, not of rungs
    return {"data": [*bars, likely], "layout": shared}
