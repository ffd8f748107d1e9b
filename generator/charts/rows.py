"""Rows on one fixed scale: the frame that dumbbell, views, changes and peers share.

A row is a label, a lane of marks and a word or number at its end. Label and end are
text of the page: they wrap, grow and are copied like any other; the lane is a drawing
as wide as its place. The style sheet sets the three side by side, or the lane below,
so one drawing serves every width.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import svg
from generator.charts.markup import escaped
from generator.charts.numbers import MINUS

LANE = 15
"""Pixels between two marks of one row."""

FIRST = 16
"""Pixels from the top of a row's drawing to its first mark."""

HEAD = 28
"""Pixels above the first row: tick labels and the title of the right column."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The values a chart spans; the same on every chart of a page."""

    low: float
    high: float
    gold: float | None = None
    step: int | None = None
    """Distance of the ticks, where it is not to be found."""

    def ticks(self) -> list[float]:
        """Whole steps; about five of them on a wide range."""
        step = self.step or max(1, math.ceil((self.high - self.low) / 6))
        count = int((self.high - self.low) // step)
        return [self.low + step * index for index in range(count + 1)]

    def x(self, value: float) -> str:
        """Where a value stands; values outside stand at the edge."""
        return _place(self.low, self.high, value)

    def line(self, low: float, high: float, y: int, class_: str) -> str:
        """A level line between two values."""
        return (
            f'<line x1="{self.x(low)}" x2="{self.x(high)}" y1="{y}" y2="{y}"'
            f' class="{class_}"/>'
        )

    def at(self, value: float, y: int, mark: str) -> str:
        """A mark around the point of a value."""
        return f'<svg x="{self.x(value)}" y="{y}">{mark}</svg>'

    def interval(
        self,
        value: float,
        ends: tuple[float, float],
        y: int,
        mark: str,
        class_: str = "",
    ) -> str:
        """A mark on the line from one end of its interval to the other."""
        line = self.line(*ends, y, f"pb-whisker {class_}".strip())
        return line + self.at(value, y, mark)


@functools.lru_cache(maxsize=4096)
def _place(low: float, high: float, value: float) -> str:
    return svg.percent(min(1.0, max(0.0, (value - low) / (high - low))))


def lane(number: int) -> int:
    """Where the middle of a row's lane is, in pixels; the first is number 0."""
    return FIRST + LANE * number


def words(text: str, y: int, class_: str) -> str:
    """Words in place of a mark, at the start of the scale."""
    return f'<text y="{y + 5}" class="{class_}">{escaped(text)}</text>'


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row with one or more lanes for marks."""

    label: str
    marks: Iterable[str]
    """What is drawn in the lanes; its parts are SVG."""
    end: Markup | str = ""
    """A word or a number at the end of the row."""
    lanes: int = 1
    clear: bool = True
    """False where the end says that something cannot be told."""


def draw(scale: Scale, rows: Sequence[Row], title: str) -> Markup:
    """The drawing: ticks, grid, the title of what stands at the ends, every row."""
    written = [
        '<div class="pb-rows">'
        if all(row.lanes == 1 for row in rows)
        # several marks to a row: a rule between rows says which belong together
        else '<div class="pb-rows pb-ruled">',
        _axis(scale),
    ]
    if title:
        written.append(f'<span class="pb-head">{escaped(title)}</span>')
    for row in rows:
        end = "pb-value" if row.clear else "pb-muted"
        written += (
            '<div class="pb-row"><span class="pb-label">',
            escaped(row.label),
            '</span><svg class="pb-lane" height="',
            str(2 * FIRST + LANE * (row.lanes - 1)),
            '">',
            *row.marks,
            f'</svg><span class="{end}">',
            escaped(row.end),
            "</span></div>",
        )
    written.append("</div>")
    return Markup("".join(written))  # noqa: S704 - every part is escaped


@functools.lru_cache(maxsize=256)
def _axis(scale: Scale) -> str:
    drawn = []
    for tick in scale.ticks():
        x = scale.x(tick)
        kind = "pb-zero" if scale.low < 0 and tick == 0 else "pb-grid"
        shown = svg.digits(tick).replace("-", MINUS)
        drawn.append(
            f'<line x1="{x}" x2="{x}" y1="{HEAD}" y2="100%" class="{kind}"/>'
            f'<text x="{x}" y="{HEAD - 7}" class="pb-tick" text-anchor="middle">'
            f"{shown}</text>"
        )
    return (
        '<svg class="pb-axis" aria-hidden="true" focusable="false">'
        + "".join(drawn)
        + "</svg>"
    )
