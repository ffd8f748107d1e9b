"""Numerals that people wrote: in a framework, a wave's title, a team's own evidence.

Among results every numeral must say what it is. The only others are those of texts that
were written by hand, and they stand as they were written.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from pydantic import BaseModel

from generator.website.bytes import plain

NUMERAL = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]")
_GAP = re.compile(r"\{[^{}]*\}")

Known = Mapping[str, tuple[tuple[str, int], ...]]
"""Numeral to the texts that hold it, and where in them."""


_SCORE = re.compile(r"[+−-]?\d{1,3}(?:[.,]\d+)?")


def know(texts: Iterable[str], *, bare: bool = False) -> Known:
    """The numerals of these texts, found quickly.

    Args:
        texts: as they were written.
        bare: whether a text that is nothing but a number counts; else it would vouch
            for every score like it. A year does none the less.
    """
    found: dict[str, set[tuple[str, int]]] = {}
    for text in texts:
        said = " ".join(plain(text).split())
        if not bare and _SCORE.fullmatch(said):
            continue
        for match in NUMERAL.finditer(said):
            found.setdefault(match.group(0), set()).add((said, match.start()))
    return {numeral: tuple(sorted(places)) for numeral, places in found.items()}


def unknown_at(
    text: str, known: Iterable[Known], printed: Collection[str] = ()
) -> int | None:
    """Where the first numeral stands that is in none of the known texts.

    A text counts as known where it stands whole, or as the whole of what is said here,
    such as one half of a title.

    Args:
        text: what is said, without extra spaces.
        known: texts that were written by hand.
        printed: numerals that may be repeated.
    """
    tables = tuple(known)
    for match in NUMERAL.finditer(text):
        if match.group(0) in printed:
            continue
        if not any(
            _stands(text, match.start(), match.end(), whole, start)
            for table in tables
            for whole, start in table.get(match.group(0), ())
        ):
            return match.start()
    return None


def _stands(text: str, start: int, end: int, whole: str, there: int) -> bool:
    """Whether `text` around start..end is a piece of `whole` up to an end of either."""
    left, before = 0, min(start, there)
    while left < before and text[start - left - 1] == whole[there - left - 1]:
        left += 1
    stop = there + end - start
    right = 0
    most = min(len(text) - end, len(whole) - stop)
    while right < most and text[end + right] == whole[stop + right]:
        right += 1
    if left != before or right != most:
        return False
    common = text[start - left : end + right]
    if _in_a_word(text, start - left) or _in_a_word(text, end + right):
        return False
    return common == whole or len(_LETTERS.findall(common)) >= 3


def _in_a_word(text: str, at: int) -> bool:
    """Whether a word or a number goes on across this place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def texts_in(value: object) -> Iterator[str]:
    """Every text with a digit in a value: frameworks, waves, statements, word lists.

    What a word list leaves open, such as `{count}`, parts it in two.
    """
    if isinstance(value, str):
        if any(sign.isdigit() for sign in value):
            yield from _GAP.split(value) if "{" in value else (value,)
    elif isinstance(value, BaseModel):
        for inner in value.__dict__.values():
            yield from texts_in(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from texts_in(inner)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))
