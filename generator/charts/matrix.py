"""Which team, which practice? A table with coloured cells and every number shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts.base import Chart, Entry
from generator.charts.dumbbell import link, reason, score_text
from generator.charts.marks import Mark, Stated, Unstated
from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Score
from generator.charts.words import Speech


@dataclass(frozen=True, slots=True)
class Column:
    """A team, a unit or the whole organisation."""

    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One practice across the columns."""

    label: str
    marks: Sequence[Mark]
    href: str = ""
    part: str = ""
    """Title of the dimension; printed once above its practices."""


def draw(
    title: str,
    columns: Sequence[Column],
    lines: Sequence[Line],
    finding: Markup,
    caption: Markup | str,
    numbers: Numbers,
) -> Chart:
    """The table; columns keep the order of the organisation, never of the scores."""
    say = Speech(numbers.language)
    head = Markup("").join(
        fill('<th scope="col">{}</th>', link(column.title, column.href))
        for column in columns
    )
    body = []
    part = ""
    for line in lines:
        if line.part != part:
            part = line.part
            body.append(
                fill(
                    '<tr class="pb-part"><th scope="rowgroup" colspan="{}">'
                    "<span>{}</span></th></tr>",
                    len(columns) + 1,
                    part,
                )
            )
        cells = Markup("").join(_cell(mark, numbers, say) for mark in line.marks)
        body.append(
            fill(
                '<tr><th scope="row">{}</th>{}</tr>', link(line.label, line.href), cells
            )
        )
    table = fill(
        '<div class="pb-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="pb-matrix">\n<thead><tr><th scope="col">{}</th>{}</tr></thead>\n'
        "<tbody>\n{}\n</tbody></table></div>",
        say("scroll", title=title).striptags(),
        say("practice"),
        head,
        Markup("\n").join(body),
    )
    return Chart(
        finding=finding,
        summary=finding.striptags(),
        caption=Markup.escape(caption),
        legend=_legend(lines, numbers, say),
        figure=None,
        drawing=Markup(""),
        table=table,
        cells=(),
    )


def _cell(mark: Mark, numbers: Numbers, say: Speech) -> Markup:
    if isinstance(mark, Stated):
        bare = "" if mark.evidence else " pb-bare"
        note = (
            Markup("")
            if mark.evidence
            else fill('<span class="pb-sr">, {}</span>', say("no-evidence-short"))
        )
        return fill(
            '<td class="pb-l{}{}">{}{}</td>',
            level(mark.rung),
            bare,
            numbers.stated(mark.rung),
            note,
        )
    if isinstance(mark, Score):
        return fill(
            '<td class="pb-l{}">{}</td>',
            level(mark.shown.value),
            score_text(mark, numbers, say),
        )
    if mark is None or isinstance(mark, Unstated):
        return fill('<td class="pb-none">{}</td>', reason(mark, say))
    return fill('<td class="pb-none">{}</td>', reason(mark, say))


def level(value: float) -> int:
    """Which of the five colours a value has: its rung."""
    return max(0, min(4, int(value)))


def _legend(lines: Sequence[Line], numbers: Numbers, say: Speech) -> tuple[Entry, ...]:
    swatches = [
        Entry(
            fill('<span class="pb-swatch pb-l{}" aria-hidden="true"></span>', n),
            numbers.fixed(n)
            if n == 4
            else fill("{}–{}", numbers.fixed(n), numbers.fixed(n + 1)),
        )
        for n in range(5)
    ]
    every = [mark for line in lines for mark in line.marks]
    if any(isinstance(mark, Stated) for mark in every):
        swatches = [
            Entry(one.symbol, fill("{} {}", say("rung"), numbers.fixed(n)))
            for n, one in enumerate(swatches)
        ]
    if any(isinstance(mark, Stated) and not mark.evidence for mark in every):
        swatches.append(
            Entry(
                Markup(
                    '<span class="pb-swatch pb-l2 pb-bare" aria-hidden="true"></span>'
                ),
                say("no-evidence"),
            )
        )
    return tuple(swatches)
