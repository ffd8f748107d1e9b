"""Words of others made safe for Markdown, and the pieces of a page."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~^!$=\"]")
_LINE_START = re.compile(r"^([-+:?/]|\d+[.)])")


def plain(text: str) -> str:
    """A text shown exactly as it was typed, on one line, whatever signs it holds."""
    line = " ".join(text.split())
    line = _SPECIAL.sub(lambda sign: f"&#{ord(sign.group(0))};", line)
    return _LINE_START.sub(
        lambda start: "".join(
            sign if sign.isdigit() else f"&#{ord(sign)};" for sign in start.group(1)
        ),
        line,
    )


def attribute(text: str) -> str:
    """A text inside an HTML attribute."""
    return html.escape(" ".join(text.split()))


_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!https?://|mailto:)")
_FENCE = re.compile(r"^\s*(```|~~~)")


def markdown(text: str, level: int = 2) -> str:
    """An author's Markdown inside a page: no raw HTML, headings below ours."""
    lines = []
    fenced = False
    for line in text.strip().replace("\r\n", "\n").split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        if not fenced:
            parts = re.split(r"(`[^`]*`)", line)
            line = "".join(
                part if n % 2 else _TAG.sub("&lt;", part)
                for n, part in enumerate(parts)
            )
            heading = re.match(r"^(#{1,6})\s+(.*)$", line)
            if heading:
                depth = min(6, level + len(heading.group(1)))
                line = f"{'#' * depth} {heading.group(2)}"
        lines.append(line)
    return "\n".join(lines)


def link(here: str, there: str, words: str, anchor: str = "") -> str:
    """A link from one page of the staged tree to another; `words` are Markdown."""
    return f"[{words}]({address(here, there)}{'#' + anchor if anchor else ''})"


def address(here: str, there: str) -> str:
    """The relative address of one staged page seen from another."""
    return posixpath.relpath(there, posixpath.dirname(here) or ".")


def bullets(lines: Iterable[str]) -> str:
    """A list, one line an entry."""
    return "\n".join(f"- {line}" for line in lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown on one line."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines.extend(f"| {' | '.join(row)} |" for row in rows)
    return "\n".join(lines)


def block(name: str, body: str = "") -> str:
    """A part of a page that `site_src/_blocks/<page>/<name>.md` may replace."""
    inner = f"{body.strip()}\n" if body.strip() else ""
    return f"<!-- block: {name} -->\n{inner}<!-- /block -->"


def sections(*parts: str) -> str:
    """Parts with an empty line between them; empty parts leave no trace."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())
