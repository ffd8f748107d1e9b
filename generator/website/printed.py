"""What a page with results really prints, read back from its bytes.

The gate trusts nothing the page was made from: it reads the numbers, the words beside
them, the drawings and the links out of the file that would be published.
"""

from __future__ import annotations

import functools
import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.charts import rows
from generator.charts.marks import SHAPES, band, diamond, former, square
from generator.website.bytes import plain
from generator.website.stamp import REGION_END, REGION_START

Kind = Literal["released", "stated", "fixed", "cost"]
"""A survey number that came through the release; one a team stated; one that is no
result, such as k or a rung of the ladder; one a team states about its time."""

CLASSES: dict[str, Kind] = {
    "pb-n": "released",
    "pb-s": "stated",
    "pb-k": "fixed",
    "pb-t": "cost",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in an element that says what kind it is."""

    kind: Kind
    value: str
    counter: str
    """What the manifest knows it by; empty unless it was released or is a cost."""
    text: str
    at: int
    """Where in the file, counted in characters."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a page says people wrote."""

    text: str
    counter: str
    """What the manifest knows it by."""
    at: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words with a numeral among them that stand outside such elements."""

    text: str
    at: int
    repeats: bool = False
    """True for words that may repeat what the page prints, as for screen readers."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where marks stand in a drawing, and the ticks that give the scale."""

    ticks: tuple[tuple[float, float], ...]
    """Value and place, in percent of the width."""
    marks: tuple[tuple[float, int], ...]
    """Place of a mark, and where in the file."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything a page with results prints."""

    numbers: tuple[Number, ...]
    words: tuple[Words, ...]
    listed: tuple[str, ...]
    """Counters that a drawing says it is drawn from."""
    figures: tuple[tuple[str, int], ...]
    """Figures for Plotly, as JSON."""
    drawings: tuple[Drawing, ...]
    comments: tuple[Comment, ...]
    odd: tuple[tuple[str, int], ...]
    """What no page of ours holds, in words that say nothing of its content."""
    language: str
    frame: str
    """SHA-256 of everything around the results but the title."""


TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][^\s/>]*)"
    r"(?P<attributes>[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*)>"
    r"|<![^>]*>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
RESULT = re.compile(
    r"<[^<>]*(?:\bdata-cell|\bclass\s*=\s*\\?[\"']?[^\"'<>]*\bpb-[nst]\b)"
)
"""An element that pages print results in, also where its quotes are escaped."""

_DIGIT = re.compile(r"\d")

_FREE = frozenset({"class", "id", "href", "aria-labelledby"})
"""Attributes looked at one by one below."""

_TEXT, _TONGUE = "[a-z]+", "[a-z]{2,3}(-[A-Za-z]+)?"
_GIVEN = {
    name: re.compile(pattern)
    for name, pattern in {
        "aria-current": _TEXT,
        "aria-hidden": "true|false",
        "focusable": "true|false",
        "hidden": "(hidden)?",
        "hreflang": _TONGUE,
        "lang": _TONGUE,
        "open": "(open)?",
        "role": _TEXT,
        "scope": _TEXT,
        "tabindex": "-1|0",
        "text-anchor": _TEXT,
        "viewbox": "-10 -10 20 20",
        "xmlns": r"http://www\.w3\.org/2000/svg",
    }.items()
}
"""Attributes and all that may stand in them: nothing can be written into these."""

_SPOKEN = frozenset({"aria-label", "title", "alt"})
_PLACED = frozenset({"x", "y", "x1", "x2", "y1", "y2", "width", "height"})
"""Attributes that say where in a drawing something stands."""

_DRAWN = frozenset({"line", "svg", "text"})

_PLACES = frozenset(
    map(
        str,
        [
            *(rows.lane(number) + down for number in range(12) for down in (0, 5)),
            *(2 * rows.FIRST + rows.LANE * number for number in range(12)),
            *(rows.HEAD, rows.HEAD - 7, -10, -9, -8, 0, 8, 9, 10, 18, 26),
        ],
    )
)
"""Places and sizes in pixels: those of lanes, ticks, legends and ladders."""

_FORMS = frozenset({"circle", "path", "rect"})
"""Shapes: each is one of those below, or a rung of a ladder."""

_FORM = frozenset({"cx", "cy", "d", "height", "r", "rx", "width", "x", "y"})

_NAME = r"(?:change|delay|tornado|view)-1?[0-9]|pb-l[0-4]|[a-z]+(?:-[a-z]+)*"
_NAMED = re.compile(rf"(?:\s*(?:{_NAME})(?!\S))*\s*")
_COLOURED = re.compile(r"pb-l([0-4])")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag, with names in small letters."""
    return {
        name.lower(): html.unescape(double or single or bare or "")
        for name, double, single, bare in ATTRIBUTE.findall(text)
    }


def links_of(page: str) -> list[tuple[str, int]]:
    """Addresses a page points to or fetches, and where each first stands."""
    found: dict[str, int] = {}
    at, end = 0, len(page)
    while at < end:
        match = TOKEN.match(page, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        tag = (match["tag"] or "").lower()
        if not tag or match["close"]:
            continue
        inside = match["attributes"]
        if tag in {"script", "style"}:
            closing = re.compile(rf"</{tag}", re.IGNORECASE).search(page, at)
            at = closing.start() if closing else end
        if "href" in inside or "src" in inside or "action" in inside:
            given = attributes_of(inside)
            for name in ("href", "src", "action", "poster", "xlink:href"):
                if given.get(name):
                    found.setdefault(given[name].strip(), match.start())
            for candidate in given.get("srcset", "").split(","):
                if candidate.strip():
                    found.setdefault(candidate.split()[0], match.start())
    return list(found.items())


@dataclass
class _Page:
    """One page on its way from bytes to what it prints."""

    numbers: list[Number] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    figures: list[tuple[str, int]] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    odd: list[tuple[str, int]] = field(default_factory=list)
    ticks: list[tuple[float, float]] = field(default_factory=list)
    marks: list[tuple[float, int]] = field(default_factory=list)
    drawing: bool = False
    depth: int = 0
    columns: int = 0
    """Columns of the table that is being read."""
    colour: tuple[int, int] | None = None
    """The rung whose colour a cell has, and where; none once its number is read."""

    def say(self, text: str, at: int, *, repeats: bool = False) -> None:
        """Note words that hold a numeral."""
        said = " ".join(plain(html.unescape(text)).split())
        if _DIGIT.search(said):
            self.words.append(Words(said, at, repeats))

    def end_drawing(self) -> None:
        """The rows of one drawing share the scale of the axis before them."""
        if self.ticks or self.marks:
            self.drawings.append(Drawing(tuple(self.ticks), tuple(self.marks)))
            self.ticks, self.marks = [], []


def read_page(page: str) -> Printed:
    """Read a stamped page back: its results, and a mark of the frame around them."""
    found = _Page()
    start, end = page.find(REGION_START), page.rfind(REGION_END)
    if start < 0 or end < start or page.count(REGION_START) != 1:
        found.odd.append(("its results are not marked off from the frame", 0))
        start = end = len(page)
    at = start + len(REGION_START)
    while at < end:
        match = TOKEN.match(page, at, end)
        if match is None:
            found.odd.append(("a tag that cannot be read", at))
            at += 1
            continue
        at = _token(found, page, match, end)
    found.end_drawing()
    for around, before in ((page[:start], 0), (page[end:], end)):
        result = RESULT.search(around)
        if result:
            found.odd.append(("a result in the frame", before + result.start()))
    head = re.search(r"<title>(.*?)</title>", page[:start], re.DOTALL)
    if head:
        found.say(head.group(1), head.start())
    tongue = re.search(r"<html[^>]*\blang=\"?([A-Za-z-]+)", page[:start])
    return Printed(
        tuple(found.numbers),
        tuple(found.words),
        tuple(dict.fromkeys(found.listed)),
        tuple(found.figures),
        tuple(found.drawings),
        tuple(found.comments),
        tuple(found.odd),
        tongue.group(1) if tongue else "",
        _frame(page, start, end),
    )


def _token(found: _Page, page: str, match: re.Match[str], end: int) -> int:
    """Read one tag or text; where to go on."""
    at = match.end()
    if match["text"] is not None:
        if not match["text"].isspace():
            found.say(match["text"], match.start())
        return at
    tag = match["tag"]
    if tag is None:
        found.odd.append(("a comment or a declaration among results", match.start()))
        return at
    if match["close"]:
        if tag == "td" and found.colour:
            found.odd.append(("a coloured cell without its number", found.colour[1]))
            found.colour = None
        if tag == "svg" and found.drawing:
            found.depth -= 1
            found.drawing = found.depth > 0
        return at
    if tag in {"script", "style", "iframe", "object", "embed", "template", "math"}:
        found.odd.append((f"an element <{tag}> among results", match.start()))
    given = attributes_of(match["attributes"])
    classes = given.get("class", "").split()
    if tag == "table":
        found.columns = 0
    found.columns += given.get("scope") == "col"
    _attributes(found, tag, given, match.start())
    empty = match["attributes"].rstrip().endswith("/")
    if tag == "td":
        colours = _COLOURED.findall(given.get("class", ""))
        found.colour = (int(colours[0]), match.start()) if colours else None
    if tag == "svg":
        _svg(found, classes, given, match.start(), empty=empty)
    elif tag == "line" and found.drawing:
        _mark(found, given, ("x1", "x2"), match.start())
    said = "pb-c" in classes
    if (said or tag in {"data", "time", "text"}) and not empty:
        stop = page.find(f"</{tag}>", at, end)
        inside = page[at:stop] if stop >= 0 else ""
        if stop < 0 or "<" in inside:
            found.odd.append((f"an element <{tag}> with others inside", match.start()))
            return at
        if said:
            text = " ".join(plain(html.unescape(inside)).split())
            counter = given.get("data-cell", "")
            found.comments.append(Comment(text, counter, match.start()))
            return stop
        _leaf(found, tag, classes, given, html.unescape(inside), match.start())
        return stop
    return at


def _attributes(found: _Page, tag: str, given: dict[str, str], at: int) -> None:
    for name, value in given.items():
        if name in _SPOKEN:
            found.say(value, at, repeats=True)
        elif name == "data-figure":
            found.figures.append((value, at))
        elif name == "data-cells":
            found.listed += value.split()
        elif name == "href":
            # a path must lead to a file; what follows it can say anything
            found.say("".join(re.findall(r"[?#].*|^[A-Za-z]+:.*", value)), at)
        elif name in _FREE:
            if not _NAMED.fullmatch(value):
                found.odd.append((f"a name in `{name}` that we do not give", at))
        elif name == "colspan":
            if value != str(found.columns):
                found.odd.append(("a cell as wide as no row of the table", at))
        elif name in _GIVEN:
            if not _GIVEN[name].fullmatch(value):
                found.odd.append((f"something in `{name}` that we do not write", at))
        elif tag in _DRAWN and name in _PLACED:
            if not (_PERCENT.fullmatch(value) or value in _PLACES):
                found.odd.append(("a place in a drawing that we do not use", at))
        elif not ((tag in _FORMS and name in _FORM) or (tag, name) in _NUMBERS):
            found.odd.append((f"an attribute `{name}` that we do not write", at))
    if tag in _FORMS and not _is_form(tag, given):
        found.odd.append((f"a shape <{tag}> that we do not draw", at))


_NUMBERS = frozenset(
    {
        ("data", "value"),
        ("data", "data-cell"),
        ("q", "data-cell"),
        ("span", "data-cell"),
        ("text", "data-value"),
        ("text", "data-cell"),
        ("time", "datetime"),
    }
)
"""Where a number stands for machines; what it says is compared with its text."""


@functools.cache
def _forms() -> frozenset[tuple[str, ...]]:
    """Every shape of the marks, as tag and attributes."""
    drawn = [square(), square(evidence=False), former(), diamond(), band()]
    drawn += [shape() for shape in SHAPES.values()]
    return frozenset(
        _form(match["tag"], attributes_of(match["attributes"]))
        for match in TOKEN.finditer("".join(drawn))
    )


def _form(tag: str, given: Mapping[str, str]) -> tuple[str, ...]:
    return (tag, *(f"{name}={given[name]}" for name in sorted(_FORM & given.keys())))


def _is_form(tag: str, given: Mapping[str, str]) -> bool:
    if _form(tag, given) in _forms():
        return True
    rung = _RUNG.fullmatch(given.get("class", ""))
    x, width = (_PERCENT.fullmatch(given.get(name, "")) for name in ("x", "width"))
    if rung is None or x is None or width is None:
        return False
    # rungs are all of one size, and stand side by side
    rungs = 100 / (float(width[1]) + 1.5)
    whole = abs(rungs - round(rungs)) < 0.02
    index = float(x[1]) * rungs / 100
    others = {name: given.get(name) for name in ("y", "height", "rx")}
    steady = others == {"y": "1", "height": "24", "rx": "3"}
    return whole and abs(index - round(index)) < 0.02 and steady


_RUNG = re.compile(r"pb-r-(?:done|later|next|today)")


def _svg(
    found: _Page, classes: list[str], given: dict[str, str], at: int, *, empty: bool
) -> None:
    if found.drawing:
        _mark(found, given, ("x",), at)
        found.depth += not empty
    elif "pb-ladder" not in classes and not empty:
        if "pb-axis" in classes:
            found.end_drawing()
        found.drawing, found.depth = True, 1


def _mark(found: _Page, given: dict[str, str], names: Iterable[str], at: int) -> None:
    for name in names:
        place = _PERCENT.fullmatch(given.get(name, ""))
        if place:
            found.marks.append((float(place.group(1)), at))


def _leaf(
    found: _Page,
    tag: str,
    classes: list[str],
    given: dict[str, str],
    inside: str,
    at: int,
) -> None:
    """An element that holds text only."""
    kinds = [CLASSES[name] for name in classes if name in CLASSES]
    if tag == "time":
        day = given.get("datetime", "")
        numbers = {part.lstrip("0") for part in re.findall(r"\d+", day)}
        told = {part.lstrip("0") for part in re.findall(r"\d+", inside)}
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) or not told <= numbers:
            found.odd.append(("a date that says something else", at))
    elif kinds:
        value = given.get("value", given.get("data-value", inside))
        counter = given.get("data-cell", "")
        if found.colour and tag == "data":
            rung = number_of(value)
            if rung is not None and max(0, min(4, int(rung))) != found.colour[0]:
                found.odd.append(("a cell in the colour of another number", at))
            found.colour = None
        found.numbers.append(Number(kinds[0], value, counter, inside, at))
    elif tag == "data" or "data-cell" in given:
        found.odd.append(("a number of no known kind", at))
    elif "pb-tick" in classes and _tick(found, given, inside):
        return
    elif found.drawing or not _is_rung(classes, inside):
        found.say(inside, at)


def _tick(found: _Page, given: dict[str, str], inside: str) -> bool:
    value = number_of(inside)
    place = _PERCENT.fullmatch(given.get("x", ""))
    if value is None or place is None or not value.is_integer():
        return False
    found.ticks.append((value, float(place.group(1))))
    return True


def _is_rung(classes: list[str], inside: str) -> bool:
    """A rung on the strip of a ladder."""
    ladder = any(re.fullmatch(r"pb-r-[a-z]+-text", name) for name in classes)
    return ladder and re.fullmatch(r"\d{1,2}", inside) is not None


_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")


def number_of(text: str) -> float | None:
    """The one number in a text, with its sign; none where there is not exactly one."""
    said = plain(text).replace("−", "-")
    found = _NUMERAL.findall(said)
    if len(found) != 1 or len(_DIGIT.findall(said)) != len(_DIGIT.findall(found[0])):
        return None
    size = float(found[0].replace(",", "."))
    return -size if f"-{found[0]}" in said else size


def figure_numbers(text: str) -> tuple[list[float], list[str]] | None:
    """Values along the scale of a figure, and its words; none where it is odd.

    Places across the scale (`y`), sizes and the layout's own numbers are fixed by the
    charts; every value a mark or an interval ends at is given back.
    """
    try:
        figure = json.loads(text)
        values: list[float] = []
        words: list[str] = []
        for trace in figure["data"]:
            along = trace.get("x", [])
            if trace.get("type") == "bar":
                words += map(str, along)
                continue
            values += map(float, along)
            error = trace.get("error_x", {})
            for way, name in ((1, "array"), (-1, "arrayminus")):
                values += [
                    round(value + way * size, 6)
                    for value, size in zip(along, error.get(name, along), strict=True)
                    if name in error
                ]
            words.append(str(trace.get("name", "")))
            if any(
                not round(float(y) * 100, 6).is_integer() for y in trace.get("y", [])
            ):
                return None
        axis = figure["layout"].get("yaxis", {})
        words += [html.unescape(str(one)) for one in axis.get("ticktext", [])]
        if not all(_usual(path, value) for path, value in _leaves(figure)):
            return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return values, words


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Everything a figure says, with the names that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, value


_LOOKED_AT = frozenset(
    [
        *("data.x", "data.error_x.array", "data.error_x.arrayminus"),
        *("data.name", "layout.yaxis.ticktext"),
    ]
)
"""What a figure says in the numbers and words that are given back."""

_LAID_OUT = frozenset(
    [
        *("data.y", "layout.height", "layout.yaxis.tickvals"),
        *("layout.xaxis.range", "layout.yaxis.range"),
    ]
)
"""Numbers that follow from how many rows there are and how far the scale goes."""

_STYLES = re.compile(
    r"data\.(error_x\.)?(color|hoverinfo|mode|symmetric|thickness|type|width)"
    r"|data\.(line|marker)\.(color|size|symbol|width)"
    r"|layout\.(dragmode|hovermode|paper_bgcolor|plot_bgcolor|showlegend)"
    r"|layout\.(font|margin)\.(b|color|l|r|size|t)"
    r"|layout\.[xy]axis\.(dtick|fixedrange|gridcolor|showgrid|side|tickfont\.size"
    r"|tickmode|type|visible|zeroline)"
)
_STYLE = re.compile(r"[a-z]+(-[a-z]+)*|var\(--pb-[a-z]+\)")
_SIZES = frozenset({0, 1, 2, 4, 6, 10, 12, 13, 14, 20, 30, 210})


def _usual(path: str, value: object) -> bool:
    """Whether a part of a figure is looked at elsewhere, or says nothing."""
    if path in _LOOKED_AT or isinstance(value, bool):
        return path in _LOOKED_AT or _STYLES.fullmatch(path) is not None
    if path in _LAID_OUT:
        return isinstance(value, int | float)
    if not _STYLES.fullmatch(path):
        return False
    return (
        _STYLE.fullmatch(value) is not None
        if isinstance(value, str)
        else (value in _SIZES)
    )


def _frame(page: str, start: int, end: int) -> str:
    """What surrounds the results, without the title and the way to other pages."""
    outside = page[:start] + page[end:]
    outside = re.sub(r"<title>.*?</title>", "", outside, flags=re.DOTALL)
    outside = re.sub(
        r"(<a\b[^>]*\bhref=\")[^\"]*(\"[^>]*\bmd-select__link)", r"\1\2", outside
    )
    title = re.search(r'<h1 id="pb-title">(.*?)</h1>', page[start:end], re.DOTALL)
    if title and title.group(1):
        outside = re.sub(
            rf"(md-ellipsis\">\s*){re.escape(title.group(1))}(\s*<)", r"\1\2", outside
        )
    outside = outside.replace("../", "")
    return hashlib.sha256(outside.encode("utf-8")).hexdigest()
