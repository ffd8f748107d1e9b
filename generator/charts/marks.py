"""The marks: a dot for a survey view, a square for a statement, a diamond for gold."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts.numbers import Score
from generator.charts.svg import element
from generator.model.edition import Suppressed


@dataclass(frozen=True, slots=True)
class Stated:
    """A rung a team agreed on, with or without evidence."""

    rung: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Unstated:
    """A practice without an agreed rung, and why."""

    reason: str
    """Key of the words: `not-agreed`, `not-applicable`, `open`, `not-in-scope`."""


Mark = Stated | Unstated | Score | Suppressed | None
"""What stands on a row; none where the practice is not asked."""


@functools.cache
def square(*, evidence: bool = True) -> Markup:
    """A team's own statement around the origin: filled, or hatched."""
    if evidence:
        return element(
            "rect", x=-6.5, y=-6.5, width=13, height=13, class_="pb-m-statement"
        )
    return element(
        "rect", x=-5.75, y=-5.75, width=11.5, height=11.5, class_="pb-m-bare"
    ) + element("path", d="M-5 1 1-5M-5 5 5-5M-1 5 5-1", class_="pb-m-hatch")


@functools.cache
def former() -> Markup:
    """Where a team stood before: a small open square."""
    return element("rect", x=-5, y=-5, width=10, height=10, class_="pb-m-former")


@functools.cache
def band() -> Markup:
    """The range of a change, as it stands in a legend."""
    return element("rect", x=-10, y=-4, width=20, height=8, class_="pb-band")


@functools.cache
def diamond() -> Markup:
    """The gold standard around the origin."""
    return element("path", d="M0-8 8 0 0 8-8 0Z", class_="pb-m-gold")


@functools.cache
def dot(view: str = "") -> Markup:
    """A survey score around the origin; each view has its own shape inside."""
    return SHAPES.get(view, SHAPES[""])()


@functools.cache
def ring() -> Markup:
    """A score or change whose difference is not clear."""
    return element("circle", cx=0, cy=0, r=5.5, class_="pb-m-ring")


def _disc() -> Markup:
    return element("circle", cx=0, cy=0, r=6.5, class_="pb-m-dot")


def _stakeholder() -> Markup:
    return element("circle", cx=0, cy=0, r=6.5, class_="pb-m-dot pb-v-stakeholder")


def _partner() -> Markup:
    return element(
        "circle", cx=0, cy=0, r=5.5, class_="pb-m-ring pb-v-partner"
    ) + element("circle", cx=0, cy=0, r=1.8, class_="pb-m-dot pb-v-partner")


def _practitioner() -> Markup:
    return element("circle", cx=0, cy=0, r=5.5, class_="pb-m-ring pb-v-practitioner")


SHAPES: dict[str, Callable[[], Markup]] = {
    "": _disc,
    "practitioner": _practitioner,
    "stakeholder": _stakeholder,
    "partner": _partner,
}
"""View to the dot it is drawn with; shapes differ, not only colours."""


def colour_class(view: str) -> str:
    """The class that colours a view's whisker as its dot."""
    return f"pb-v-{view}" if view in SHAPES and view else ""


def icon(*children: Markup) -> Markup:
    """A mark beside its word in a legend."""
    return element(
        "svg",
        *children,
        viewBox="-10 -10 20 20",
        width=18,
        height=18,
        class_="pb-icon",
        aria_hidden="true",
        focusable="false",
    )
