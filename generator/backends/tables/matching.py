"""What a cell of another tool's file means: options, ticks and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.formats.formtools import labels, same
from generator.model.instrument import Choice, WaveTeam

SEPARATORS = (";", "\n", "|", ",", " ")
"""What tools put between several choices in one cell, in the order tried."""

TICKED = frozenset(
    (
        "x",
        "1",
        "yes",
        "y",
        "true",
        "on",
        "ja",
        "j",
        "wahr",
        "✓",
        "✔",
        "☑",
        "☒",
        "checked",
        "selected",
        "angekreuzt",
        "ausgewählt",
    )
)
NOT_TICKED = frozenset(
    ("", "0", "no", "n", "false", "off", "nein", "falsch", "-", "☐", "unchecked")
)
FINISHED = TICKED | frozenset(
    (
        "complete",
        "completed",
        "finished",
        "submitted",
        "done",
        "100",
        "100%",
        "abgeschlossen",
        "fertig",
        "vollständig",
        "beendet",
        "abgesendet",
        "gesendet",
    )
)
NOT_FINISHED = NOT_TICKED | frozenset(
    (
        "incomplete",
        "partial",
        "started",
        "draft",
        "unvollständig",
        "teilweise",
        "begonnen",
        "entwurf",
    )
)

NOBODY = frozenset(("anonymous", "anonym", "n/a", "-"))
"""What tools write in the place of a person they do not know."""

_WHOLE = re.compile(r"(\d+)[.,]0+")
_LETTER = re.compile(r"[a-z]{1,2}[.)] (.+)")


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words and what they mean; words that could mean two things are in `unclear`."""

    known: Mapping[str, str]
    """Words without case and marks, as `same` leaves them, to code or id."""
    unclear: frozenset[str]

    def of(self, text: str) -> str:
        """The code or id a text stands for; empty where it stands for none."""
        key = same(text)
        if key in self.known:
            return self.known[key]
        # a number that a spreadsheet wrote with its decimals
        if whole := _WHOLE.fullmatch(key):
            return self.known.get(whole[1], "")
        # the letter of an imported document
        if lettered := _LETTER.fullmatch(key):
            return self.known.get(lettered[1], "")
        return ""

    def doubtful(self, text: str) -> bool:
        """Whether a text could mean two things."""
        return same(text) in self.unclear


def meanings_of(
    choices: Sequence[Choice], languages: Iterable[str], listed: Mapping[str, str]
) -> Meanings:
    """Codes and labels in every language; what is listed in the map wins."""
    offered = [(choice.code, choice.code) for choice in choices]
    for language in languages:
        offered += [(label, code) for code, label in labels(choices, language).items()]
        offered += [(choice.label.get(language, ""), choice.code) for choice in choices]
    return _meanings(offered, listed)


def teams_of(teams: Sequence[WaveTeam], listed: Mapping[str, str]) -> Meanings:
    """Ids and names in every language; what is listed in the map wins."""
    offered = [(team.id, team.id) for team in teams]
    offered += [(name, team.id) for team in teams for name in team.name.values()]
    return _meanings(offered, listed)


def _meanings(
    offered: Iterable[tuple[str, str]], listed: Mapping[str, str]
) -> Meanings:
    found: dict[str, set[str]] = {}
    for words, code in offered:
        if key := same(words):
            found.setdefault(key, set()).add(code)
    for words, code in listed.items():
        found[same(words)] = {code}
    return Meanings(
        {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1},
        frozenset(key for key, codes in found.items() if len(codes) > 1),
    )


def several(text: str, meanings: Meanings, split: str = "") -> list[str] | None:
    """The codes of several choices in one cell; none where a part means nothing.

    Without a separator they are tried in turn; a cell that is one option as a whole is
    that option. A label may hold the separator itself.
    """
    whole = meanings.of(text)
    if whole:
        return [whole]
    for separator in [split] if split else SEPARATORS:
        codes = _parts(text.split(separator), separator, meanings)
        if codes is not None:
            return codes
    return None


def _parts(
    pieces: Sequence[str], separator: str, meanings: Meanings
) -> list[str] | None:
    """Codes of the pieces; as many together as make a label, the longest first."""
    codes: list[str] = []
    at = 0
    while at < len(pieces):
        if not pieces[at].strip():
            at += 1
            continue
        for end in range(len(pieces), at, -1):
            code = meanings.of(separator.join(pieces[at:end]))
            if code:
                codes.append(code)
                at = end
                break
        else:
            return None
    return list(dict.fromkeys(codes))


_GROUPED = re.compile(
    r"([+-]?\d{1,3}(?:([ \u00a0\u2009\u202f'’])\d{3})(?:\2\d{3})*)([.,]\d+)?"
)
_PLAIN = re.compile(r"[+-]?\d+")
_ONE_SIGN = re.compile(r"([+-]?)(\d*)[.,](\d+)")
_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as people type it, with a point and without thousands signs."""

    text: str
    """Empty where there is no number, or more than one that could be meant."""
    unclear: bool = False
    """`1.234` is one and a bit in one country, and above a thousand in another."""


def number_of(text: str, unit: str = "") -> Number:
    """What number a text says: `12,5`, `12.5`, `1 234,5`, `25 %`, `12 meetings`."""
    typed = text.strip().replace("−", "-")
    for ending in ("%", unit):
        if ending and typed.casefold().endswith(ending.casefold()):
            typed = typed[: len(typed) - len(ending)].rstrip()
    if _PLAIN.fullmatch(typed):
        return Number(typed)
    if grouped := _GROUPED.fullmatch(typed):
        whole = re.sub(r"[^\d+-]", "", grouped[1])
        return Number(whole + (grouped[3] or "").replace(",", "."))
    if one := _ONE_SIGN.fullmatch(typed):
        sign, before, after = one.groups()
        if len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0"):
            return Number("", unclear=True)
        return Number(f"{sign}{before or '0'}.{after}")
    if _POINTS.fullmatch(typed):
        return Number(typed.replace(".", "").replace(",", "."))
    if _COMMAS.fullmatch(typed):
        return Number(typed.replace(",", ""))
    return Number("")
