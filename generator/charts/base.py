"""What every chart is: a drawing, its numbers as a table, and what it says."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

from markupsafe import Markup

from generator.charts.markup import escaped, fill
from generator.charts.words import Speech

Json: TypeAlias = Union[  # noqa: UP007 - a recursive alias needs the quoted form
    bool, int, float, str, Sequence["Json"], Mapping[str, "Json"], None
]
Figure = Mapping[str, Json]
"""A bare Plotly figure: `data` and `layout`; colours are tokens of our style sheet."""

NOTHING = Markup("")

FONT_SIZE = 14
TICK_SIZE = 13


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: a symbol and its word."""

    symbol: Markup
    word: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of released values, with the same numbers as a table and in words."""

    finding: Markup
    """One sentence: the heading over the chart."""
    summary: str
    """The finding with its main numbers, as plain text for screen readers."""
    caption: Markup
    """Unit, scale, number of answers, wave."""
    legend: tuple[Entry, ...]
    figure: Figure | None
    """None where the chart is a table."""
    drawing: Markup
    table: Markup
    cells: tuple[int, ...]
    """Counters of the released numbers in the drawing."""
    note: Markup = NOTHING
    """What the drawing cannot show, such as a view that is hidden throughout."""


def figure_html(chart: Chart, identifier: str, language: str) -> Markup:
    """The figure block: caption, legend, drawing, and the numbers under it."""
    say = Speech(language)
    legend = Markup("").join(
        fill("<li>{}<span>{}</span></li>", entry.symbol, entry.word)
        for entry in chart.legend
    )
    parts = [fill("<figcaption>{}</figcaption>", chart.caption)]
    if legend:
        parts.append(fill('<ul class="pb-legend">{}</ul>', legend))
    if chart.figure is None:
        parts.append(chart.table)
    else:
        parts.append(
            fill(
                '<div class="pb-plot" role="img" aria-label="{}" data-cells="{}"'
                " data-figure='{}'>{}</div>",
                chart.summary,
                " ".join(map(str, chart.cells)),
                quoted_json(chart.figure),
                chart.drawing,
            )
        )
    if chart.note:
        parts.append(fill('<p class="pb-note">{}</p>', chart.note))
    if chart.figure is not None:
        parts.append(
            fill(
                '<details class="pb-table"><summary>{}</summary>{}</details>',
                say("show-numbers"),
                chart.table,
            )
        )
    return fill(
        '<figure class="pb-fig" id="{}">\n{}\n</figure>\n',
        identifier,
        Markup("\n").join(parts),
    )


def quoted_json(figure: Figure) -> Markup:
    """A figure as JSON for single quotes: its own quotes stay, which saves a third."""
    text = json.dumps(
        figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    for mark, entity in (("&", "&amp;"), ("'", "&#39;"), ("<", "&lt;")):
        text = text.replace(mark, entity)
    return Markup(text)  # noqa: S704 - escaped for an attribute in single quotes


def table_html(
    title: str | Markup,
    head: Sequence[Markup | str],
    rows: Sequence[Sequence[Markup | str]],
    language: str,
    *,
    class_: str = "",
) -> Markup:
    """A table in its own scrolling region; the first cell of a row is its heading."""
    say = Speech(language)
    header = Markup("").join(fill('<th scope="col">{}</th>', cell) for cell in head)
    body = Markup(  # noqa: S704 - every cell is escaped
        "\n".join(
            f'<tr><th scope="row">{escaped(row[0])}</th>'
            + "".join([f"<td>{escaped(cell)}</td>" for cell in row[1:]])
            + "</tr>"
            for row in rows
        )
    )
    return fill(
        '<div class="pb-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="pb-data {}">\n<thead><tr>{}</tr></thead>\n'
        "<tbody>\n{}\n</tbody></table></div>",
        say("scroll", title=title).striptags(),
        class_,
        header,
        body,
    )


def layout(
    *,
    low: float,
    high: float,
    labels: Sequence[str],
    height: float,
) -> dict[str, Json]:
    """What every chart with rows shares: fixed, bare, tokens as colours."""
    return {
        "font": {"size": FONT_SIZE, "color": "var(--pb-text)"},
        "paper_bgcolor": "var(--pb-paper)",
        "plot_bgcolor": "var(--pb-paper)",
        "height": height,
        "margin": {"l": 210, "r": 30, "t": 30, "b": 30},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {
            "range": [low, high],
            "fixedrange": True,
            "side": "top",
            "dtick": 1,
            "gridcolor": "var(--pb-grid)",
            "zeroline": False,
            "tickfont": {"size": TICK_SIZE},
        },
        "yaxis": {
            "range": [len(labels) - 0.5, -0.5],
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(range(len(labels))),
            "ticktext": [
                html.escape(text, quote=False).replace("\n", "<br>") for text in labels
            ],
            "showgrid": False,
            "zeroline": False,
        },
    }
