"""What is asked, and promised, differently from the wave before, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.model.instrument import Instrument, Question, Wave
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


@dataclass(frozen=True, slots=True)
class AskedChange:
    """One question that is new, gone or asked differently."""

    letter: str
    """Of the instrument."""
    kind: Literal["new", "gone", "words", "options", "condition"]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """One setting of the promise that is not what it was."""

    name: str
    before: str
    after: str


def asked_changes(before: Wave, after: Wave, language: str) -> list[AskedChange]:
    """Every question that changed, in the order asked."""
    earlier = {one.id: one for one in before.instruments if one.mode == "survey"}
    later = {one.id: one for one in after.instruments if one.mode == "survey"}
    found: list[AskedChange] = []
    for name, instrument in later.items():
        found += _changes(earlier.get(name), instrument, language)
    for name, instrument in earlier.items():
        if name not in later:
            found += [
                AskedChange(instrument.letter, "gone", pick(one.text, language), "")
                for one in instrument.questions()
            ]
    return found


def promise_changes(before: Wave, after: Wave, language: str) -> list[PromiseChange]:
    """Everything promised differently."""
    found = []
    for name in (*PROMISES, "backend"):
        old, new = (
            getattr(wave if name == "backend" else wave.privacy, name)
            for wave in (before, after)
        )
        if name == "statement":
            old, new = pick(old, language), pick(new, language)
        if old != new:
            found.append(PromiseChange(name, str(old), str(new)))
    return found


def _changes(
    before: Instrument | None, after: Instrument, language: str
) -> Iterator[AskedChange]:
    old = {one.item: one for one in before.questions()} if before else {}
    new = {one.item: one for one in after.questions()}
    for item, question in new.items():
        text = pick(question.text, language)
        if item not in old:
            yield AskedChange(after.letter, "new", "", text)
            continue
        then = old[item]
        if pick(then.text, language) != text:
            yield AskedChange(after.letter, "words", pick(then.text, language), text)
        if _options(then, language) != _options(question, language):
            yield AskedChange(
                after.letter,
                "options",
                f"{text} {_options(then, language)}",
                _options(question, language),
            )
        if bool(then.show_if) != bool(question.show_if):
            yield AskedChange(after.letter, "condition", text, text)
    for item, question in old.items():
        if item not in new:
            yield AskedChange(after.letter, "gone", pick(question.text, language), "")


def _options(question: Question, language: str) -> str:
    return " / ".join(pick(choice.label, language) for choice in question.choices)
