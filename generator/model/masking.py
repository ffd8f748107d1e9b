"""Words that give people away are taken out of comments before anybody decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAME, TEAM, COMPANY = "[name]", "[team]", "[company]"
EMAIL, LINK, NUMBER = "[e-mail]", "[link]", "[number]"

SHORTEST = 3
"""Parts of names shorter than this, such as 'de' or 'Li', are masked in the whole name
only: alone they are in too many words."""

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_DIGITS = re.compile(r"(?<!\w)\+?\(?\d(?:[\s()/.\-–]{0,2}\d){4,}(?!\w)|\d{5,}")
"""Five digits and more, also in groups: telephone and personnel numbers, dates."""
_UMLAUT = "\u0308"
"""The two dots, apart from their letter."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what gives people away, and how much was taken out."""

    text: str
    found: int


@dataclass(frozen=True, slots=True)
class Mask:
    """What is looked for beside addresses, links and numbers."""

    whole: tuple[tuple[re.Pattern[str], str], ...]
    """Whole names of people, teams and companies, in any case of letters."""
    parts: re.Pattern[str] | None
    """First and last names, where they begin with a capital letter."""


def mask_of(
    people: Iterable[str], teams: Iterable[str] = (), companies: Iterable[str] = ()
) -> Mask:
    """What to look for.

    Args:
        people: names of people, first and last.
        teams: names of teams.
        companies: names of partner companies.
    """
    people = sorted({one.strip() for one in people if one.strip()})
    whole = []
    for names, word in ((people, NAME), (companies, COMPANY), (teams, TEAM)):
        pattern = _any(names, re.IGNORECASE)
        if pattern is not None:
            whole.append((pattern, word))
    parts = {
        part
        for name in people
        for part in re.split(r"[\s,.;/-]+", name)
        if len(part) >= SHORTEST and part[:1].isalpha()
    }
    capitals = {part[:1].upper() + part[1:] for part in parts}
    return Mask(tuple(whole), _any({*capitals, *map(str.upper, parts)}, 0))


def masked(text: str, mask: Mask) -> Masked:
    """A text with everything that was looked for replaced; the rest stays as typed."""
    text = unicodedata.normalize("NFC", text)
    found = 0
    for pattern, word in (
        (_EMAIL, EMAIL),
        (_LINK, LINK),
        *mask.whole,
        *([(mask.parts, NAME)] if mask.parts is not None else []),
        (_DIGITS, NUMBER),
    ):
        text, count = pattern.subn(word, text)
        found += count
    return Masked(text, found)


def _any(names: Iterable[str], flags: int) -> re.Pattern[str] | None:
    """Any of some names as whole words, also in the genitive; the longest first."""
    written = sorted(
        {form for name in names if name.strip() for form in _written(name.strip())},
        key=lambda form: (-len(form), form),
    )
    if not written:
        return None
    choices = "|".join(
        r"\s+".join(re.escape(part) for part in form.split()) for form in written
    )
    return re.compile(rf"(?<!\w)(?:{choices})(?:['’]?s|['’])?(?!\w)", flags)


def _written(name: str) -> Iterator[str]:
    """A name with its letters as they are, without marks, and as on old keyboards."""
    name = unicodedata.normalize("NFC", name)
    yield name
    plain = unicodedata.normalize("NFKD", name)
    yield "".join(sign for sign in plain if not unicodedata.combining(sign))
    yield "".join(_transcribed(sign) for sign in name)


def _transcribed(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign)
    if base[1:] == _UMLAUT:
        return f"{base[0]}e"
    return "ss" if sign == "ß" else sign
