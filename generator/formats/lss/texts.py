"""Texts as LimeSurvey keeps them: HTML its filter leaves alone, and no expressions.

A survey imported by an ordinary user passes through HTMLPurifier, and whatever stands
in `{braces}` is run as an expression. The filter decodes `&#123;` to a brace, which is
then run; a backslash before the brace survives both (observed on 5.6 and 6.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.formats.base import prose

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that XML 1.0 cannot carry, or that a filter drops."""

_JOINER = "\u2060"
"""Takes no room; keeps an author's backslash from meeting our own."""


def plain(text: str) -> str:
    """A text without characters that XML or the server would refuse."""
    return _CONTROL.sub("", text)


def line(text: str) -> str:
    """One line of text for a title, an option or a sentence: no markup."""
    return braces(escaped(" ".join(plain(text).split())))


def paragraphs(text: str) -> str:
    """Paragraphs, lists and bold words; everything else is shown as typed."""
    html = str(prose(plain(text))).replace("&#34;", '"').replace("&#39;", "'")
    return braces(html)


def lines(text: str) -> str:
    """Paragraphs in which every line break counts, for mails."""
    blocks = re.split(r"\n\s*\n", plain(text).strip())
    broken = (
        "<br />".join(braces(escaped(one.strip())) for one in block.splitlines())
        for block in blocks
        if block.strip()
    )
    return "\n".join(f"<p>{one}</p>" for one in broken)


def escaped(text: str) -> str:
    """Text as HTML; quotes stay, since it never stands in an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def braces(html: str) -> str:
    """Braces that are shown, not run."""
    html = re.sub(r"\\(?=[{}])", rf"\\{_JOINER}", html)
    return html.replace("{", r"\{").replace("}", r"\}")


def told_apart(variable: str, cases: Sequence[tuple[str, str]]) -> str:
    """An expression that shows the text whose code `variable` holds.

    Args:
        variable: what holds the code, such as `TOKEN:ATTRIBUTE_1`.
        cases: code and text; texts are shown as typed.

    The sum of simple conditions grows with the number of codes, a nested condition
    would grow faster and meet the server's limit on nesting.
    """
    return "".join(
        f'{{if({variable} == "{code}", "{_quoted(text)}", "")}}'
        for code, text in cases
        if text
    )


def _quoted(text: str) -> str:
    """Text inside quotes inside braces: those signs become their look-alikes."""
    flat = " ".join(plain(text).split())
    for sign, alike in (('"', "\u201d"), ("\\", "\u2216"), ("{", "("), ("}", ")")):
        flat = flat.replace(sign, alike)
    return escaped(flat)
