"""What is asked, and promised, differently from the wave before, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.formats.conditions import WORDS as CONDITIONS
from generator.formats.conditions import only_if
from generator.formats.privacy_pack.words import WORDS
from generator.model.instrument import Instrument, Wave
from generator.model.wording import pick

PROMISES = (
    "identity",
    "k_scores",
    "k_comments",
    "comments",
    "retention_days",
    "contact",
    "steward",
    "statement",
    "seal",
)


Kind = Literal[
    "new", "gone", "words", "options", "condition", "required", "minutes", "beside"
]


@dataclass(frozen=True, slots=True)
class AskedChange:
    """One question that is new, gone or asked differently."""

    letter: str
    """Of the instrument."""
    kind: Kind
    """`beside`: nothing that is asked, but other words around it."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """One setting of the promise that is not what it was."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whatever an instrument asks, in the words people read."""

    text: str
    options: str
    condition: str = ""
    required: str = ""
    """Whether it must be answered, in words."""


def asked_changes(before: Wave, after: Wave, language: str) -> list[AskedChange]:
    """Everything asked that changed, in the order asked: also in meetings and forms.

    An instrument of which something else changed is told in one line, so that nothing
    with another fingerprint is passed over.
    """
    earlier = {one.id: one for one in before.instruments}
    later = {one.id: one for one in after.instruments}
    found: list[AskedChange] = []
    for name, instrument in later.items():
        found += _changes(earlier.get(name), instrument, language)
    for name, instrument in earlier.items():
        if name not in later:
            found += [
                AskedChange(instrument.letter, "gone", one.text, "")
                for one in _asked(instrument, language).values()
            ]
    return found


def promise_changes(before: Wave, after: Wave, language: str) -> list[PromiseChange]:
    """Everything promised differently."""
    old, new = _promised(before, language), _promised(after, language)
    return [
        PromiseChange(name, old[name], new[name])
        for name in old
        if old[name] != new[name]
    ]


def _promised(wave: Wave, language: str) -> dict[str, str]:
    told = {name: str(getattr(wave.privacy, name)) for name in PROMISES}
    told["statement"] = pick(wave.privacy.statement, language)
    asked = {one.group for one in wave.instruments if one.mode == "survey"}
    groups = [one for one in wave.groups if one.id in asked]
    told["groups"] = ", ".join(pick(one.title, language) for one in groups)
    told["clusters"] = ", ".join(
        pick(one.title, language) for one in groups if one.clusters
    )
    told["backend"] = wave.backend
    return told


def _changes(
    before: Instrument | None, after: Instrument, language: str
) -> Iterator[AskedChange]:
    old = _asked(before, language) if before else {}
    new = _asked(after, language)
    found = [
        AskedChange(after.letter, kind, was, now)
        for name, one in new.items()
        for kind, was, now in _differences(old.get(name), one)
    ]
    found += [
        AskedChange(after.letter, "gone", one.text, "")
        for name, one in old.items()
        if name not in new
    ]
    if before and before.minutes != after.minutes:
        was, now = (f"{low} – {high}" for low, high in (before.minutes, after.minutes))
        found.append(AskedChange(after.letter, "minutes", was, now))
    yield from found
    if before and not found and before.fingerprint != after.fingerprint:
        words = WORDS[language]["not_asked"]
        yield AskedChange(after.letter, "beside", words, words)


def _differences(
    before: _Asked | None, after: _Asked
) -> Iterator[tuple[Kind, str, str]]:
    if before is None:
        yield "new", "", after.text
        return
    if before.text != after.text:
        yield "words", before.text, after.text
    if before.options != after.options:
        yield "options", f"{after.text} {before.options}", after.options
    if before.condition != after.condition:
        yield (
            "condition",
            f"{after.text} {before.condition}".strip(),
            f"{after.text} {after.condition}".strip(),
        )
    if before.required != after.required:
        yield "required", f"{after.text} {before.required}", after.required


def _asked(instrument: Instrument, language: str) -> dict[str, _Asked]:
    """Questions of a survey, practices of a meeting, fields of a form, by their ids."""
    words, quoted = WORDS[language], CONDITIONS[language]["quoted"]
    earlier = {
        one.code: quoted.format(label=pick(one.text, language))
        for one in instrument.questions()
    }
    return {
        **{
            one.item: _Asked(
                pick(one.text, language),
                _joined([pick(choice.label, language) for choice in one.choices]),
                # by the words of the earlier question: its number may have moved
                only_if(instrument, one, language, earlier.__getitem__),
                words["must" if one.required else "may"],
            )
            for one in instrument.questions()
        },
        **{
            one.practice: _Asked(
                f"{pick(one.title, language)}: {pick(one.statement, language)}",
                _joined([pick(rung.descriptor, language) for rung in one.rungs]),
            )
            for one in instrument.ladders
        },
        **{
            one.id: _Asked(
                pick(one.title, language),
                _joined([pick(choice, language) for choice in one.choices]),
            )
            for one in instrument.fields
        },
    }


def _joined(options: Sequence[str]) -> str:
    return " / ".join(options)
