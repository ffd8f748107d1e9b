"""Rows on one fixed scale: the frame that dumbbell, views and changes share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import svg
from generator.charts.numbers import MINUS

LANE = 15
"""Pixels between two marks of one row."""

HEAD = 34
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


@dataclass(frozen=True, slots=True)
class Frame:
    """One of the two drawings of a chart, and where values stand in it."""

    scale: Scale
    wide: bool

    @property
    def left(self) -> float:
        """Share of the width where the scale starts."""
        return 0.27 if self.wide else 0.03

    @property
    def right(self) -> float:
        """Share of the width where the scale ends."""
        return 0.86 if self.wide else 0.97

    def x(self, value: float) -> str:
        """Where a value stands; values outside stand at the edge."""
        span = self.scale.high - self.scale.low
        share = min(1.0, max(0.0, (value - self.scale.low) / span))
        return svg.percent(self.left + share * (self.right - self.left))

    def line(self, low: float, high: float, y: float, class_: str) -> Markup:
        """A level line between two values."""
        return svg.element(
            "line", x1=self.x(low), x2=self.x(high), y1=y, y2=y, class_=class_
        )

    def whisker(self, low: float, high: float, y: float, class_: str) -> Markup:
        """An interval with a small stop at either end."""
        stops = [
            svg.element(
                "line",
                x1=self.x(end),
                x2=self.x(end),
                y1=y - 4,
                y2=y + 4,
                class_=f"pb-whisker {class_}".strip(),
            )
            for end in (low, high)
        ]
        return Markup("").join(
            [self.line(low, high, y, f"pb-whisker {class_}".strip()), *stops]
        )


Painter = Callable[[Frame, Sequence[float], float], Markup]
"""Draws a row: the frame, the y of each lane, the base line of the right column."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row with one or more lanes for marks."""

    label: str
    paint: Painter
    lanes: int = 1


def both(scale: Scale, rows: Sequence[Row], right: str) -> Markup:
    """The wide and the narrow drawing of the same rows."""
    return draw(Frame(scale, wide=True), rows, right) + draw(
        Frame(scale, wide=False), rows, right
    )


def draw(frame: Frame, rows: Sequence[Row], right: str) -> Markup:
    """One drawing: ticks, grid, then every row."""
    painted: list[Markup] = []
    y = float(HEAD)
    deepest = max((len(svg.wrap(row.label, svg.WIDE_WRAP)) for row in rows), default=1)
    lanes = max((row.lanes for row in rows), default=1)
    for index, row in enumerate(rows):
        if index and lanes > 1:
            painted.append(
                svg.element("line", x1=0, x2="100%", y1=y, y2=y, class_="pb-grid")
            )
        height, part = _row(frame, row, y, deepest)
        painted.append(part)
        y += height
    grid = []
    for tick in frame.scale.ticks():
        x = frame.x(tick)
        class_ = "pb-zero" if frame.scale.low < 0 and tick == 0 else "pb-grid"
        grid.append(svg.element("line", x1=x, x2=x, y1=HEAD - 6, y2=y, class_=class_))
        grid.append(
            svg.element(
                "text",
                svg.digits(tick).replace("-", MINUS),
                x=x,
                y=HEAD - 13,
                class_="pb-tick",
                text_anchor="middle",
            )
        )
    head = (
        svg.element(
            "text", right, x="100%", y=HEAD - 13, class_="pb-tick", text_anchor="end"
        )
        if frame.wide and right
        else Markup("")
    )
    return svg.drawing(
        y + 6, "pb-wide" if frame.wide else "pb-narrow", *grid, head, *painted
    )


def _row(frame: Frame, row: Row, top: float, deepest: int) -> tuple[float, Markup]:
    if frame.wide:
        label = svg.wrap(row.label, svg.WIDE_WRAP)
        height = max(
            min(deepest, 2) * 17 + 8, len(label) * 17 + 8, row.lanes * LANE + 18
        )
        middle = top + height / 2
        first = middle - LANE * (row.lanes - 1) / 2
        base = middle + 5
        text = svg.lines(
            label,
            svg.percent(frame.left - 0.02),
            middle + 5 - 8.5 * (len(label) - 1),
            "pb-label",
            "end",
        )
    else:
        label = svg.wrap(row.label, svg.NARROW_WRAP)
        height = len(label) * 17 + row.lanes * LANE + 20
        first = top + len(label) * 17 + 15
        base = top + 14
        text = svg.lines(label, "0", base, "pb-label")
    lanes = [first + LANE * index for index in range(row.lanes)]
    return height, text + row.paint(frame, lanes, base)
