"""Every number a page prints: one function, one opaque counter, one manifest."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from generator.charts.markup import fill
from generator.model.edition import Change, Shown

MINUS = "−"


class Origin(NamedTuple):
    """Which released cell a number comes from."""

    wave: str
    view: str
    node: str
    group: str


class Source(NamedTuple):
    """Which field of which released cell a printed number is."""

    wave: str
    view: str
    node: str
    group: str
    field: str


class Released(NamedTuple):
    """One number that came through the release, with where it is from."""

    value: float
    source: Source
    decimals: int | None = None
    """Decimals where they differ from the page's."""
    class_: str = "pb-n"
    """Says what kind of number it is: `pb-n` released, `pb-t` a stated cost of time."""


@dataclass(frozen=True, slots=True)
class Score:
    """A released score with where it is from."""

    shown: Shown
    origin: Origin

    def number(self, field: str = "value") -> Released:
        """One of the score's own numbers: value, low, high or n."""
        source = Source(*self.origin, field)
        if field == "n":
            return Released(float(self.shown.n), source, 0)
        return Released(getattr(self.shown, field), source)

    def minus(self, other: float, field: str) -> Released:
        """Score minus a number that is no survey answer, such as gold or a rung."""
        return Released(round(self.shown.value - other, 1), Source(*self.origin, field))


@dataclass(frozen=True, slots=True)
class Moved:
    """A released change with where it is from."""

    change: Change
    origin: Origin

    def number(self, field: str) -> Released:
        """One of the change's own numbers: value, low, high, smallest."""
        value = {
            "value": self.change.value,
            "low": self.change.low,
            "high": self.change.high,
            "smallest": self.change.smallest,
        }[field]
        return Released(value, Source(*self.origin, f"change-{field}"))

    def people(self, field: str) -> Released:
        """How many answered both times, only now, or only then."""
        count = {
            "same_n": self.change.same_n,
            "joined": self.change.joined,
            "left": self.change.left,
        }[field]
        return Released(float(count), Source(*self.origin, f"change-{field}"), 0)

    def same(self, field: str) -> Released | None:
        """What those who answered both times say; none where that is not told."""
        value = {
            "same_value": self.change.same_value,
            "same_low": self.change.same_low,
            "same_high": self.change.same_high,
        }[field]
        if value is None:
            return None
        return Released(value, Source(*self.origin, f"change-{field}"))


class Numbers:
    """The numbers of one page: prints each and remembers where it is from."""

    def __init__(self, language: str, places: int = 1) -> None:
        """Start a page in `language`; scores on it have `places` decimals."""
        self.language = language
        self.places = places
        self._comma = language.partition("-")[0] == "de"
        self._counters: dict[Source, int] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the numbers are from; counter 1 stands first."""
        return tuple(self._counters)

    def counter(self, number: Released) -> int:
        """The opaque counter of a number; the same source keeps its counter."""
        return self._counters.setdefault(number.source, len(self._counters) + 1)

    def text(
        self, value: float, decimals: int | None = None, *, signed: bool = False
    ) -> str:
        """A number in the page's own way of writing."""
        decimals = self.places if decimals is None else decimals
        return _written(self._comma, value, decimals, signed)

    def released(
        self, number: Released, *, signed: bool = False, size: bool = False
    ) -> Markup:
        """A released number in a page; `size` leaves the sign to the words around."""
        value = abs(number.value) if size else number.value
        return Markup(  # noqa: S704 - digits only
            f'<data class="{number.class_}"'
            f' value="{plain(value, self._decimals(number))}"'
            f' data-cell="{self.counter(number)}">'
            f"{self.text(value, number.decimals, signed=signed)}</data>"
        )

    def said(self, text: str, source: Source, *, quoted: bool) -> Markup:
        """A comment as it was written, or a theme: released like any number."""
        counter = self.counter(Released(0.0, source))
        page = '<q class="pb-c" data-cell="{}">{}</q>'
        if not quoted:
            page = '<span class="pb-c" data-cell="{}">{}</span>'
        return fill(page, counter, text)

    def _decimals(self, number: Released) -> int:
        return self.places if number.decimals is None else number.decimals

    def stated(
        self, value: float, decimals: int = 0, *, signed: bool = False
    ) -> Markup:
        """A number from a team's own statement: identified, no survey answer."""
        return Markup(  # noqa: S704 - digits only
            f'<data class="pb-s" value="{plain(value, decimals)}">'
            f"{self.text(value, decimals, signed=signed)}</data>"
        )

    def fixed(self, value: float, decimals: int = 0) -> Markup:
        """A number that is no result: k, gold, a rung of the ladder, a weight."""
        return Markup(  # noqa: S704 - digits only
            f'<data class="pb-k" value="{plain(value, decimals)}">'
            f"{self.text(value, decimals)}</data>"
        )


@functools.lru_cache(maxsize=20_000)
def _written(comma: bool, value: float, decimals: int, signed: bool) -> str:
    written = f"{abs(value):.{decimals}f}"
    if comma:
        written = written.replace(".", ",")
    if float(f"{value:.{decimals}f}") == 0:
        return written
    if value < 0:
        return MINUS + written
    return f"+{written}" if signed else written


@functools.lru_cache(maxsize=20_000)
def plain(value: float, decimals: int) -> str:
    """A number for machines: a point, no sign before zero."""
    written = f"{value:.{decimals}f}"
    return written.lstrip("-") if float(written) == 0 else written
