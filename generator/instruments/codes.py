"""Short question codes: the same for ever, and accepted by every backend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model.instrument import Wave

LONGEST = 20
"""LimeSurvey cuts or refuses a longer question code."""

RESERVED = frozenset(
    ("lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this")
)
"""Words LimeSurvey keeps for itself, compared without case."""


def valid(code: str) -> bool:
    """Whether every backend takes this question code as it is."""
    return (
        0 < len(code) <= LONGEST
        and code.isascii()
        and code.isalnum()
        and code[0].isalpha()
        and code.casefold() not in RESERVED
    )


def earlier_codes(earlier: Iterable[Wave]) -> dict[str, str]:
    """Every code ever given, to the item it was given to, oldest wave first."""
    return {
        question.code: question.item
        for wave in earlier
        for instrument in wave.instruments
        for question in instrument.questions()
    }


def assign(
    wanted: Mapping[str, str], given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A code for each item: its earlier one, else a new one nobody ever had.

    Args:
        wanted: item reference to the reference its code is named after (its
            practice, or the item itself), in the order asked.
        given: code to item reference, from earlier waves.

    A new code is the initials of the framework and of the practice with the
    first free number: `seven-habits:risk-register` gives `SHRR1`.
    """
    given = given or {}
    known = {item: code for code, item in given.items()}
    taken = {code.casefold() for code in given}
    codes: dict[str, str] = {}
    for item, named_after in wanted.items():
        codes[item] = known.get(item) or _new(named_after, taken)
        taken.add(codes[item].casefold())
    return codes


def _new(named_after: str, taken: set[str]) -> str:
    framework, _, node = named_after.partition(":")
    stem = (_initials(framework, 3) + _initials(node or framework, 6)) or "Q"
    number = 1
    while f"{stem}{number}".casefold() in taken:
        number += 1
    return f"{stem}{number}"


def _initials(slug: str, most: int) -> str:
    return "".join(word[0] for word in slug.split("-") if word)[:most].upper()
