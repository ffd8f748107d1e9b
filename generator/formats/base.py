"""What every format makes: files with bytes, from a frozen wave."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape

from generator.model.instrument import Instrument, Wave
from generator.model.seeing import what_of_comments

RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ps", "ur", "yi"))

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


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


def settled(raw: bytes, saved: datetime.datetime) -> bytes:
    """An office file whose bytes tell its text and nothing of this machine.

    Office files hold the time of saving and the order of their parts; both are set
    here, so that the same text gives the same bytes.
    """
    stamp = saved.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts, zipfile.ZipFile(out, "w") as fresh:
        # Readers expect the list of parts first.
        names = sorted(
            parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        )
        for name in names:
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(
                name, (saved.year, saved.month, saved.day, 12, 0, 0)
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            fresh.writestr(entry, content, compresslevel=6)
    return out.getvalue()


def comments_told(wave: Wave, instrument: Instrument, language: str) -> str:
    """What becomes of comments, where they are asked for and shown; else nothing."""
    promise = wave.privacy
    asks = any(question.kind == "text" for question in instrument.questions())
    if not asks or promise.comments == "off":
        return ""
    return what_of_comments(
        promise.comments,
        promise.k_comments,
        language,
        outside=wave.asks_outside(instrument.group),
    )


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
