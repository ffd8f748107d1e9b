"""Sets of people as the ledger keeps them, and the lines that record them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.errors import Exit, refuse
from generator.model.edition import LedgerEntry, digest
from generator.model.score import PersonScores

BAND = "~"
"""After a group's id: the set was shown as a band, not as a number."""

ASKED = "?"
"""After a practice, in the name of a measure: everybody who was asked about it."""

WITHOUT = "!"
"""After a group's id: without the answers that show signs of not having been read."""

COMMON = "="
"""Between a group and another wave: its people as scored on the questions that both
waves asked."""


def numbering_key(person: PersonScores) -> str:
    """What gets a number of its own in a wave: `view#team#respondent#scores`.

    One person's answers about two teams are two, and so are answers that changed
    between two releases: the difference between both numbers is that person's. The
    last part is a digest, so that the table of numbers holds no score.
    """
    refs = sorted(person.scores)
    content = "|".join(refs).encode() + struct.pack(
        f"<{len(refs)}d", *[person.scores[ref] for ref in refs]
    )
    version = hashlib.sha256(content).hexdigest()[:16]
    return f"{person.view}#{person.team}#{person.respondent}#{version}"


def respondent_of(key: str) -> str:
    """The person behind a numbering key."""
    return key.split("#", 2)[2].rpartition("#")[0]


def people_behind(numbers: Mapping[str, int]) -> dict[int, str]:
    """Number to person, of numbers given by `numbering_key`; for the attacker."""
    return {number: respondent_of(key) for key, number in numbers.items()}


def encode(numbers: Iterable[int]) -> str:
    """A set of numbers as hexadecimal bits, `@` and the number of the lowest bit."""
    found = sorted(numbers)
    if not found:
        return "0"
    bits = bytearray((found[-1] - found[0]) // 8 + 1)
    for number in found:
        place = number - found[0]
        bits[place // 8] |= 1 << (place % 8)
    return f"{int.from_bytes(bits, 'little'):x}@{found[0]}"


def decode(text: str) -> frozenset[int]:
    """The numbers in a recorded set."""
    bits, _, lowest = text.partition("@")
    value, start = int(bits, 16), int(lowest or 0)
    raw = value.to_bytes((value.bit_length() + 7) // 8, "little")
    return frozenset(
        start + 8 * place + bit
        for place, byte in enumerate(raw)
        if byte
        for bit in range(8)
        if byte >> bit & 1
    )


def sets_shown(
    entries: Iterable[LedgerEntry], survey: str, wave: str
) -> dict[str, list[tuple[str, frozenset[int]]]]:
    """Every set ever shown of one wave: measure to (group, numbers)."""
    shown: dict[str, list[tuple[str, frozenset[int]]]] = {}
    for entry in entries:
        if (entry.survey, entry.wave) == (survey, wave):
            known = shown.setdefault(entry.measure, [])
            known += [(group, decode(text)) for group, text in entry.sets.items()]
    return shown


def numbers_for(
    people: Sequence[PersonScores],
    numbers: Mapping[str, int] | None,
    shown: Mapping[str, object],
) -> list[int]:
    """The number of each of `people`; counted anew only before anything was shown."""
    keys = [numbering_key(person) for person in people]
    if numbers is not None:
        missing = sum(key not in numbers for key in keys)
        if missing:
            raise _unnumbered(f"{missing} responses of the wave have no number")
        return [numbers[key] for key in keys]
    if shown:
        raise _unnumbered("the wave was released before, by numbers not given now")
    fresh = {key: place for place, key in enumerate(sorted(set(keys)), start=1)}
    return [fresh[key] for key in keys]


def _unnumbered(why: str) -> Exception:
    return refuse(
        "people-unnumbered",
        f"{why}.",
        "a release needs the store that counted the people of this wave; bring it "
        "back with `baseline restore`.",
        exit_code=Exit.UNSAFE,
    )


def chain(
    before: Sequence[LedgerEntry],
    survey: str,
    wave: str,
    shown: Iterable[tuple[str, Mapping[str, str]]],
) -> Iterator[LedgerEntry]:
    """New lines after `before`, one per measure, each with its place and digest."""
    last = max(before, key=lambda entry: entry.position, default=None)
    position = last.position if last else 0
    previous = last.digest if last else ""
    for measure, sets in shown:
        position += 1
        line = LedgerEntry(
            position, survey, wave, measure, dict(sorted(sets.items())), previous, ""
        )
        line = replace(line, digest=digest(line))
        previous = line.digest
        yield line
