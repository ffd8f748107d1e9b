"""Names and words that must stand nowhere on the site, and how they are looked for.

A name is looked for whole: "May" and "Mark" are words as well, "May Ling" is a person.
What is found is never said, only that something was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.website.bytes import plain

Kind = Literal["name", "team", "word"]
"""A person's name or address; another audience's team; a registered word."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A whole name, as words in small letters."""

    words: tuple[str, ...]
    kind: Kind
    pieces: frozenset[bytes] = field(compare=False)
    """Runs of plain letters in it: a text without one of them does not hold it."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What must not stand in one folder."""

    names: Mapping[bytes, tuple[Name, ...]] = field(default_factory=dict)
    """Names by their longest piece of plain letters; those without any below `""`."""
    addresses: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    """In small letters; numbers among them are looked for whole."""
    titles: frozenset[str] = frozenset()
    """Teams of one word: refused where they stand alone, as in a table."""

    def joined(self, other: Forbidden) -> Forbidden:
        """What is forbidden in either."""
        names = dict(self.names)
        for piece, found in other.names.items():
            names[piece] = (*names.get(piece, ()), *found)
        return Forbidden(
            names,
            self.addresses | other.addresses,
            tuple(sorted({*self.words, *other.words})),
            self.titles | other.titles,
        )


_SPLIT = bytes(n if chr(n).isalnum() and n < 128 else 32 for n in range(256))
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"[+−-]?\d+(?:[.,]\d+)*")


def forbid(
    *,
    names: Iterable[str] = (),
    addresses: Iterable[str] = (),
    words: Iterable[str] = (),
    teams: Iterable[str] = (),
) -> Forbidden:
    """What must not stand on the site.

    Args:
        names: of people; those of one word are common words and are left out.
        addresses: e-mail addresses.
        words: registered words and numbers, wherever they stand.
        teams: names of teams this folder must not speak of.
    """
    index: dict[bytes, set[Name]] = defaultdict(set)
    titles = set()
    for name in names:
        parts = _words(name)
        if len(parts) > 1:
            _put(index, Name(parts, "name", _pieces(" ".join(parts))))
            turned = (parts[-1], *parts[:-1])
            _put(index, Name(turned, "name", _pieces(" ".join(turned))))
    for team in teams:
        parts = _words(team)
        if len(parts) > 1:
            _put(index, Name(parts, "team", _pieces(" ".join(parts))))
        elif parts:
            titles.add(" ".join(plain(team).split()))
    return Forbidden(
        {piece: tuple(sorted(found)) for piece, found in sorted(index.items())},
        frozenset(plain(one).casefold().strip() for one in addresses) - {""},
        tuple(sorted({" ".join(plain(w).casefold().split()) for w in words} - {""})),
        frozenset(titles),
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(plain(name).casefold()))


def _pieces(small: str) -> frozenset[bytes]:
    return frozenset(small.encode("utf-8", "replace").translate(_SPLIT).split())


def _put(index: dict[bytes, set[Name]], name: Name) -> None:
    index[max(name.pieces, key=lambda p: (len(p), p), default=b"")].add(name)


def found_in(text: str, forbidden: Forbidden) -> dict[Kind, int]:
    """What kinds of forbidden things a text holds, and where the first stands."""
    small = text.casefold()
    found: dict[Kind, int] = {}
    for word in forbidden.words:
        at = _word_at(small, word)
        if at >= 0:
            found["word"] = min(at, found.get("word", at))
    if forbidden.addresses and "@" in small:
        for match in _ADDRESS.finditer(small):
            if match.group(0).strip(".'") in forbidden.addresses:
                found.setdefault("name", match.start())
    if forbidden.names:
        pieces = _pieces(small)
        for piece in forbidden.names.keys() & {b"", *pieces}:
            for name in forbidden.names[piece]:
                if name.kind not in found and name.pieces <= pieces:
                    spoken = _pattern(name.words).search(small)
                    if spoken:
                        found[name.kind] = spoken.start()
    return found


def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    inside = r"[\W_]{1,6}".join(map(re.escape, parts))
    return re.compile(rf"(?<![^\W_]){inside}(?![^\W_])")


def _other_point(number: str) -> str:
    """The number as written in the other half of the world."""
    return number.translate({46: ",", 44: "."})


def _word_at(small: str, word: str) -> int:
    if _NUMBER.fullmatch(word):
        if not any(one in small for one in (word, _other_point(word))):
            return -1
        digits = re.sub(r"\\?[.,]", "[.,]", re.escape(word))
        match = re.search(rf"(?<![\d.,]){digits}(?![\d]|[.,]\d)", small)
        return match.start() if match else -1
    if " " in word:
        inside = r"\s+".join(map(re.escape, word.split()))
        match = re.search(inside, small)
        return match.start() if match else -1
    return small.find(word)
