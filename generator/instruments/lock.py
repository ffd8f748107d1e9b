"""What a frozen wave says that today's files no longer say: reported, never applied."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.instruments.canonical import Plain, plain
from generator.model.instrument import AnswerIn, Instrument, Node, Question, Wave

DERIVED = frozenset(("fingerprint", "estimated_minutes", "format"))
"""Follow from the rest; never reported on their own."""

NAMES = {"show_if": "whom it is asked of"}
"""Fields whose name does not say what they hold."""

WAVE = (
    "survey_title",
    "organisation",
    "title",
    "opens",
    "closes",
    "timezone",
    "reference",
    "languages",
    "headline",
    "backend",
)
INSTRUMENT = (
    "letter",
    "title",
    "group",
    "mode",
    "languages",
    "minutes",
    "introduction",
    "thanks",
    "changes",
    "invitation",
    "reminder",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different today from what was frozen."""

    subject: str
    """What it is about: `question SHRR1 (seven-habits:risk-known) of instrument A`."""
    change: str
    """What happened to it: `text changed`, `is new`, `is gone`."""

    def __str__(self) -> str:
        return f"{self.subject}: {self.change}"


def differences(frozen: Wave, today: Wave) -> tuple[Difference, ...]:
    """What changed in the files since the wave was frozen, in words.

    The frozen wave stays in force; a wave compiled anew holds the changes.
    """
    return tuple(_all(frozen, today))


def _all(frozen: Wave, today: Wave) -> Iterator[Difference]:
    yield from _fields(f"wave '{frozen.id}'", frozen, today, only=WAVE)
    yield from _fields("privacy", frozen.privacy, today.privacy)
    for kind, before, after in (
        ("respondent group", frozen.groups, today.groups),
        ("unit", frozen.units, today.units),
        ("team", frozen.teams, today.teams),
    ):
        old: Mapping[str, object] = {each.id: each for each in before}
        new: Mapping[str, object] = {each.id: each for each in after}
        yield from _members(kind, old, new)
    yield from _members(
        "scoring rules of",
        {r.framework: r for r in frozen.rules},
        {r.framework: r for r in today.rules},
    )
    yield from _members("", _nodes(frozen), _nodes(today))
    yield from _instruments(frozen, today)


def _nodes(wave: Wave) -> dict[str, Node]:
    return {f"{node.kind} '{node.ref}'": node for node in wave.nodes}


def _instruments(frozen: Wave, today: Wave) -> Iterator[Difference]:
    new = {instrument.id: instrument for instrument in today.instruments}
    for before in frozen.instruments:
        subject = f"instrument {before.letter}"
        after = new.pop(before.id, None)
        if after is None:
            yield Difference(subject, "is gone")
            continue
        yield from _fields(subject, before, after, only=INSTRUMENT)
        yield from _pages(subject, before, after)
        yield from _members(
            "question",
            _questions(before, before),
            _questions(after, before),
            f" of {subject}",
            # a code is given at the freeze; today's is only what it would be
            skip=frozenset(("code",)),
        )
        yield from _members(
            "ladder of",
            {ladder.practice: ladder for ladder in before.ladders},
            {ladder.practice: ladder for ladder in after.ladders},
            f" in {subject}",
        )
    for after in new.values():
        yield Difference(f"instrument {after.letter}", "is new")


def _questions(instrument: Instrument, frozen: Instrument) -> dict[str, Question]:
    """Questions under their frozen code; a new one has none yet.

    Conditions name items: a code of today is only what it would be.
    """
    codes = {each.item: each.code for each in frozen.questions()}
    items = {each.code: each.item for each in instrument.questions()}
    return {
        f"{codes.get(each.item, '')} ({each.item})".strip(): dataclasses.replace(
            each,
            show_if=tuple(
                tuple(
                    AnswerIn(items.get(part.question, ""), part.codes) for part in parts
                )
                for parts in each.show_if
            ),
        )
        for each in instrument.questions()
    }


def _pages(subject: str, before: Instrument, after: Instrument) -> Iterator[Difference]:
    old = {page.id: page for page in before.pages}
    new = {page.id: page for page in after.pages}
    yield from _members(
        "page", old, new, f" of {subject}", skip=frozenset(("questions",))
    )
    kept = {each.item for each in before.questions()} & {
        each.item for each in after.questions()
    }
    if _order(before, kept) != _order(after, kept):
        yield Difference(subject, "questions stand in another order or on other pages")


def _order(instrument: Instrument, kept: set[str]) -> list[tuple[str, str]]:
    return [
        (page.id, question.item)
        for page in instrument.pages
        for question in page.questions
        if question.item in kept
    ]


def _members(
    kind: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    tail: str = "",
    skip: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    for key in [*before, *(key for key in after if key not in before)]:
        subject = f"{kind} {key}{tail}".strip()
        if key not in after:
            yield Difference(subject, "is gone")
        elif key not in before:
            yield Difference(subject, "is new")
        else:
            yield from _fields(subject, before[key], after[key], skip=skip)


def _fields(
    subject: str,
    before: object,
    after: object,
    *,
    only: tuple[str, ...] = (),
    skip: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    old, new = plain(before), plain(after)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    # what was added to the format later is written only where it says something
    for name in only or dict.fromkeys((*old, *new)):
        if name in DERIVED or name in skip or old.get(name) == new.get(name):
            continue
        yield Difference(subject, _change(name, old.get(name), new.get(name)))


def _change(name: str, before: Plain, after: Plain) -> str:
    """Small values are shown, long ones named."""
    words = NAMES.get(name) or name.replace("_", " ")
    if _short(before) and _short(after):
        return f"{words} changed from {_say(before)} to {_say(after)}"
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted(
            key for key in {*before, *after} if before.get(key) != after.get(key)
        )
        return f"{words} changed ({', '.join(keys)})"
    return f"{words} changed"


def _short(value: Plain) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def _say(value: Plain) -> str:
    if value is None or value == "":
        return "nothing"
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
