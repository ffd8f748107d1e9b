"""Names and words that must stand nowhere on the site, and how they are looked for.

A name is looked for whole: "May" and "Mark" are words as well, "May Ling" is a person.
What is found is never said, only that something was found.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.website.bytes import plain

Kind = Literal["comment", "name", "secret", "team", "word"]
"""What somebody wrote and may not be shown here; a person's name or address; a personal
link or a key; another audience's team; a registered word."""

SHORTEST = 8
"""Letters of a secret; what is shorter might stand anywhere by chance."""

SHORTEST_COMMENT = 24
"""Letters of a comment that is looked for: a shorter one is in too many texts."""

LONGEST_COMMENT = 40
"""Words of a comment that are looked for, from its beginning."""


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
    """Names by the piece of plain letters that is rarest among them, else `""`."""
    addresses: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    """In small letters; numbers among them are looked for whole."""


def plainly(forbidden: Forbidden) -> object:
    """The same list always written in the same way, to tell whether it has changed."""
    names = [
        (name.words, name.kind) for found in forbidden.names.values() for name in found
    ]
    return sorted(names), sorted(forbidden.addresses), forbidden.words


_SPLIT = bytes(n if chr(n).isalnum() and n < 128 else 32 for n in range(256))
_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"[\w.-]*")
_NUMBER = re.compile(r"[+−-]?\d+(?:[.,]\d+)*")


def forbid(
    *,
    names: Iterable[str] = (),
    addresses: Iterable[str] = (),
    words: Iterable[str] = (),
    teams: Iterable[str] = (),
    secrets: Iterable[str] = (),
    comments: Iterable[str] = (),
) -> Forbidden:
    """What must not stand on the site.

    Args:
        names: of people; those of one word are common words and are left out.
        addresses: e-mail addresses.
        words: registered words and numbers, wherever they stand.
        teams: names of teams, which only some folders may speak of; those of one
            word are common words and are left out.
        secrets: what opens somebody's form, and keys; the shortest are left out.
        comments: what people wrote and some folders may not show; short ones are left
            out.
    """
    every: set[Name] = set()
    for name in names:
        parts = words_of(name)
        if len(parts) > 1:
            every.add(Name(parts, "name", _pieces(" ".join(parts))))
            turned = (parts[-1], *parts[:-1])
            every.add(Name(turned, "name", _pieces(" ".join(turned))))
    for team in teams:
        parts = words_of(team)
        if len(parts) > 1:
            every.add(Name(parts, "team", _pieces(" ".join(parts))))
    for secret in secrets:
        parts = words_of(secret)
        if sum(map(len, parts)) >= SHORTEST:
            every.add(Name(parts, "secret", _pieces(" ".join(parts))))
    for comment in comments:
        parts = comment_words(comment)
        if len(parts) > 1 and sum(map(len, parts)) >= SHORTEST_COMMENT:
            every.add(Name(parts, "comment", _pieces(" ".join(parts))))
    common = Counter(piece for one in every for piece in one.pieces)
    index: dict[bytes, set[Name]] = defaultdict(set)
    for one in every:
        # of a comment the longest word: what is rare among few may be common elsewhere
        seen = Counter[bytes]() if one.kind == "comment" else common
        index[_rarest(one, seen)].add(one)
    return Forbidden(
        {piece: tuple(sorted(found)) for piece, found in sorted(index.items())},
        frozenset(plain(one).casefold().strip() for one in addresses) - {""},
        tuple(sorted({" ".join(plain(w).casefold().split()) for w in words} - {""})),
    )


def _rarest(name: Name, common: Counter[bytes]) -> bytes:
    return min(name.pieces, key=lambda p: (common[p], -len(p), p), default=b"")


def words_of(name: str) -> tuple[str, ...]:
    """A name as words in small letters."""
    return tuple(_WORD.findall(plain(name).casefold()))


def comment_words(comment: str) -> tuple[str, ...]:
    """The beginning of a comment as it is looked for."""
    return words_of(comment)[:LONGEST_COMMENT]


def _pieces(small: str) -> frozenset[bytes]:
    return frozenset(small.encode("utf-8", "replace").translate(_SPLIT).split())


def found_in(
    text: str, forbidden: Forbidden, allowed: Collection[tuple[str, ...]] = ()
) -> dict[Kind, int]:
    """What kinds of forbidden things a text holds, and where the first stands.

    Args:
        text: in one of its forms.
        forbidden: what is looked for.
        allowed: names that may stand here nevertheless, as words in small letters.
    """
    small = text.casefold()
    found: dict[Kind, int] = {}
    for word in forbidden.words:
        at = _word_at(small, word)
        if at >= 0:
            found["word"] = min(at, found.get("word", at))
    if forbidden.addresses:
        at = _address_at(small, forbidden.addresses)
        if at >= 0:
            found["name"] = at
    if forbidden.names:
        for name, at in _spoken(small, forbidden, allowed):
            found.setdefault(name.kind, at)
    return found


def names_said(text: str, forbidden: Forbidden) -> set[tuple[str, ...]]:
    """Every name of a person or team a text holds, as words in small letters."""
    spoken = _spoken(plain(text).casefold(), forbidden)
    return {name.words for name, _ in spoken if name.kind != "secret"}


def _spoken(
    small: str, forbidden: Forbidden, allowed: Collection[tuple[str, ...]] = ()
) -> Iterator[tuple[Name, int]]:
    pieces = _pieces(small)
    for piece in forbidden.names.keys() & {b"", *pieces}:
        for name in forbidden.names[piece]:
            if name.pieces <= pieces and name.words not in allowed:
                at = _name_at(small, name.words)
                if at >= 0:
                    yield name, at


def _name_at(small: str, words: tuple[str, ...]) -> int:
    """Where a name stands; -1 where it does not."""
    pattern = _pattern(words)
    at = small.find(words[0])
    while at >= 0 and not pattern.match(small, at):
        at = small.find(words[0], at + 1)
    return at


def _address_at(small: str, addresses: frozenset[str]) -> int:
    """Where a forbidden address stands; -1 where none does."""
    domains = _domains(addresses)
    at = small.find("@")
    while at >= 0:
        after = _DOMAIN.match(small, at + 1, at + 256)
        domain = after.group(0).rstrip(".-") if after else ""
        if domain in domains:
            before = small[max(0, at - 64) : at]
            # What an address is run together with may look like its beginning.
            for start in range(len(before)):
                if f"{before[start:]}@{domain}" in addresses:
                    return at - len(before) + start
        at = small.find("@", at + 1)
    return -1


@functools.lru_cache(maxsize=4)
def _domains(addresses: frozenset[str]) -> frozenset[str]:
    return frozenset(address.rpartition("@")[2] for address in addresses)


@functools.lru_cache(maxsize=10_000)
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
