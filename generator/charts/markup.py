"""HTML from our own words and values that are escaped into their gaps.

`Markup.format` does the same, one character at a time and through a formatter class;
a page fills some thousand gaps, so our words are taken apart once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from string import Formatter

from markupsafe import Markup, escape

_SPECIAL = re.compile(r"[&<>'\"]")


def escaped(value: object) -> str:
    """A value as it stands in HTML; most hold nothing that must be escaped."""
    if isinstance(value, Markup):
        return value
    text = value if isinstance(value, str) else str(value)
    return str(escape(text)) if _SPECIAL.search(text) else text


def fill(words: str, *values: object) -> Markup:
    """HTML of ours with values escaped into its gaps `{}`, in their order."""
    pieces = _pieces(words)
    said = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        said.append(escaped(value))
        said.append(piece)
    return Markup("".join(said))  # noqa: S704 - our own words, values are escaped


def filled(words: str, values: Mapping[str, object]) -> Markup:
    """Words of ours with values escaped into the gaps that have their names."""
    said = []
    for text, name in _named(words):
        said.append(text)
        if name is not None:
            said.append(escaped(values[name]))
    return Markup("".join(said))  # noqa: S704 - our own words, values are escaped


@functools.cache
def _pieces(words: str) -> list[str]:
    return words.split("{}")


@functools.cache
def _named(words: str) -> tuple[tuple[str, str | None], ...]:
    """What stands before each gap, and its name."""
    return tuple((text, name) for text, name, _, _ in Formatter().parse(words))
