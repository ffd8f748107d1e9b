"""What comes next? Today's rung beside the next one, on the whole ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import svg
from generator.charts.base import Chart, Figure, table_html
from generator.charts.markup import fill
from generator.charts.numbers import Numbers
from generator.charts.words import Speech


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as shown: number, name and what it means."""

    n: int
    title: str
    descriptor: str


def draw(
    label: str,
    rungs: Sequence[Step],
    today: int | None,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """The ladder of one practice; `today` is none where nothing may be shown."""
    say = Speech(numbers.language)
    following = next((r.n for r in rungs if today is None or r.n > today), None)
    if following is not None and today is None and len(rungs) > 1:
        following = rungs[1].n
    finding = _finding(today, following, numbers, say)
    body = [
        [
            fill("{} · {}", numbers.fixed(rung.n), rung.title),
            rung.descriptor,
            _place(rung.n, today, following, say),
        ]
        for rung in rungs
    ]
    return Chart(
        finding=finding,
        summary=f"{label}: {finding.striptags()}.",
        caption=Markup.escape(caption),
        legend=(),
        figure=_figure(rungs, today, following),
        drawing=_strip(rungs, today, following),
        table=table_html(
            label, [say("rung"), say("meaning"), ""], body, numbers.language
        ),
        cells=(),
    )


def _finding(
    today: int | None, following: int | None, numbers: Numbers, say: Speech
) -> Markup:
    if today is None:
        return say("find.ladder-unknown", next=numbers.fixed(following or 0))
    here = numbers.stated(today)
    if following is None:
        return say("find.ladder-top", today=here)
    return say("find.ladder-next", today=here, next=numbers.fixed(following))


def _place(n: int, today: int | None, following: int | None, say: Speech) -> Markup:
    if n == today:
        return say("today")
    return say("next") if n == following else Markup("")


def _class(n: int, today: int | None, following: int | None) -> str:
    if n == today:
        return "pb-r-today"
    if n == following:
        return "pb-r-next"
    return "pb-r-done" if today is not None and n < today else "pb-r-later"


def _strip(rungs: Sequence[Step], today: int | None, following: int | None) -> Markup:
    share = 1 / max(1, len(rungs))
    parts = []
    for index, rung in enumerate(rungs):
        class_ = _class(rung.n, today, following)
        parts.append(
            svg.element(
                "rect",
                x=svg.percent(index * share),
                y=1,
                width=svg.percent(share - 0.015),
                height=24,
                rx=3,
                class_=class_,
            )
        )
        parts.append(
            svg.element(
                "text",
                str(rung.n),
                x=svg.percent((index + 0.5) * share - 0.0075),
                y=18,
                class_=f"{class_}-text",
                text_anchor="middle",
            )
        )
    return svg.drawing(26, "pb-ladder", *parts)


def _figure(rungs: Sequence[Step], today: int | None, following: int | None) -> Figure:
    colours = {
        "pb-r-today": "var(--pb-team)",
        "pb-r-next": "var(--pb-gold)",
        "pb-r-done": "var(--pb-track)",
        "pb-r-later": "var(--pb-grid)",
    }
    return {
        "data": [
            {
                "type": "bar",
                "x": [str(rung.n) for rung in rungs],
                "y": [1] * len(rungs),
                "marker": {
                    "color": [
                        colours[_class(rung.n, today, following)] for rung in rungs
                    ]
                },
            }
        ],
        "layout": {
            "height": 120,
            "margin": {"l": 10, "r": 10, "t": 10, "b": 30},
            "showlegend": False,
            "dragmode": False,
            "font": {"size": 14, "color": "var(--pb-text)"},
            "paper_bgcolor": "var(--pb-paper)",
            "plot_bgcolor": "var(--pb-paper)",
            "xaxis": {"fixedrange": True, "type": "category"},
            "yaxis": {"fixedrange": True, "visible": False},
        },
    }
