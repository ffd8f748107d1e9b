"""What every format makes: files with bytes, from a frozen wave."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape

from generator.model.instrument import Instrument, Wave

RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ps", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class FormatFile:
    """One file of an instrument, ready to be written."""

    name: str
    """File name without folders."""
    content: bytes


Format: TypeAlias = Callable[[Wave, Instrument, str], list[FormatFile]]
"""Makes the files of one instrument in one language."""


def say(words: Mapping[str, str], language: str) -> str:
    """A frozen text in one language; empty where the author wrote none."""
    return words.get(language, "")


def direction(language: str) -> str:
    """Whether a language is written from left or from right."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def prose(text: str) -> Markup:
    """Paragraphs, lists and bold words as HTML; everything else is shown as typed."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    if re.match(r"\s*1\. ", block):
        steps = re.split(r"(?:^|\n)\s*\d+\. ", block)[1:]
        numbered = (
            Markup("<li>{}</li>").format(_inline(" ".join(one.split())))
            for one in steps
        )
        return Markup("<ol>{}</ol>").format(Markup().join(numbered))
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    html, items = Markup(), list[str]()
    plain: list[str] = []
    for line in lines:
        if re.match(r"[-*] ", line):
            items.append(line[2:])
        elif items:
            items[-1] += f" {line}"
        else:
            plain.append(line)
    if plain:
        html += Markup("<p>{}</p>").format(_inline(" ".join(plain)))
    if items:
        each = (Markup("<li>{}</li>").format(_inline(item)) for item in items)
        html += Markup("<ul>{}</ul>").format(Markup().join(each))
    return html


def _inline(text: str) -> Markup:
    return Markup(  # noqa: S704 - the text was escaped before
        re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    )
