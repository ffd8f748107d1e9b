"""Our small Markdown as blocks: headings, paragraphs, lists, tables, places to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["", "bold", "code", "fill"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one kind within a line."""

    text: str
    style: Style = ""
    """`fill`: a place that people must fill in."""


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the title of a document."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with signs or with numbers."""

    lines: tuple[Line, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first row is the head."""

    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing by name."""

    name: str


Block: TypeAlias = Heading | Paragraph | Items | Grid | Picture

_SPANS = re.compile(
    r"(?<!\\)\*\*(.+?)(?<!\\)\*\*|(?<!\\)\[\[(.+?)\]\]|(?<!\\)`([^`]+)`"
)
_SPECIAL = re.compile(r"([\\|*`\[\]])")
_RULE = re.compile(r"(?:\|-+)+\|")
"""The line below the head of a table."""
_ITEM = re.compile(r"(?:- |\d+\. )")


def typed(text: str) -> str:
    """A text of somebody else, on one line, so that it means only itself."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return f"\\{line}" if re.match(r"(?:#|- |!|\d+\. )", line) else line


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order."""
    for part in re.split(r"\n\s*\n", text.strip()):
        yield from _block([line.strip() for line in part.splitlines() if line.strip()])


def _block(lines: Sequence[str]) -> Iterator[Block]:
    if not lines:
        return
    first = lines[0]
    heading = re.match(r"(#{1,4}) (.+)", first)
    if heading:
        yield Heading(len(heading[1]), _line(heading[2]))
        yield from _block(lines[1:])
    elif first.startswith("!"):
        yield Picture(first[1:].strip())
        yield from _block(lines[1:])
    elif first.startswith("|"):
        rows = [_cells(line) for line in lines if not _RULE.fullmatch(line)]
        yield Grid(tuple(rows))
    elif _ITEM.match(first):
        items: list[str] = []
        for line in lines:
            if _ITEM.match(line):
                items.append(_ITEM.sub("", line, count=1))
            else:
                items[-1] += f" {line}"
        yield Items(tuple(map(_line, items)), first[0].isdigit())
    else:
        cut = next((n for n, one in enumerate(lines) if _ITEM.match(one)), len(lines))
        yield Paragraph(_line(" ".join(lines[:cut])))
        yield from _block(lines[cut:])


def _cells(line: str) -> tuple[Line, ...]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(_line(cell.strip()) for cell in re.split(r"(?<!\\)\|", inner))


def _line(text: str) -> Line:
    spans: list[Span] = []
    at = 0
    for found in _SPANS.finditer(text):
        if found.start() > at:
            spans.append(Span(_plain(text[at : found.start()])))
        style: Style = "bold" if found[1] else "fill" if found[2] else "code"
        spans.append(Span(_plain(found[1] or found[2] or found[3]), style))
        at = found.end()
    if text[at:]:
        spans.append(Span(_plain(text[at:])))
    return tuple(spans)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
