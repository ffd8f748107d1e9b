"""How long an instrument takes, from its words and its choices."""

from __future__ import annotations

import math
from collections.abc import Iterable

from generator.model.instrument import Choice, Instrument, Page, Question

WORDS_PER_MINUTE = {"en": 180, "de": 150}
"""Careful reading of questions. German needs fewer but longer words: readers of the
same text manage about a fifth fewer words a minute (Trauzettel-Klosinski and Dietz
2012, doi 10.1167/iovs.11-8284)."""

OTHER_LANGUAGES = 170
SECONDS_TO_CHOOSE = 6.0
"""To decide and to tap, once the options are read."""
SECONDS_TO_WRITE = 30.0
"""A comment: about half the people write one."""
SECONDS_A_PAGE = 3.0
"""To send a page and see the next."""
MINUTES_A_LADDER = 5
"""For a team to agree on one practice in its meeting."""


def estimate(instrument: Instrument, language: str) -> float:
    """Minutes a person needs for the instrument in one language.

    Options are counted as often as they are read: the labels of 'does not apply'
    and 'cannot judge' once, the same set of options once a page, rungs of a
    practice for every question. Every question counts, also one that is asked only
    of some: nobody needs longer than is promised.
    """
    if instrument.mode == "assessment":
        return float(MINUTES_A_LADDER * len(instrument.ladders))
    if instrument.mode == "form":
        return _form(instrument, language)
    seen: set[str] = set()
    words = count_words(instrument.introduction.get(language, ""))
    words += sum(count_words(text.get(language, "")) for text in instrument.changes)
    seconds = 0.0
    for page in instrument.pages:
        words += _words_of(page, language, seen)
        seconds += SECONDS_A_PAGE + sum(map(_seconds, page.questions))
    rate = WORDS_PER_MINUTE.get(language.partition("-")[0], OTHER_LANGUAGES)
    return words / rate + seconds / 60


def _form(instrument: Instrument, language: str) -> float:
    """Minutes for one line of a form."""
    words = count_words(instrument.introduction.get(language, ""))
    seconds = 0.0
    for field in instrument.fields:
        for text in (field.title, field.help, *field.choices):
            words += count_words(text.get(language, ""))
        writes = field.kind == "text"
        seconds += SECONDS_TO_WRITE if writes else SECONDS_TO_CHOOSE
    rate = WORDS_PER_MINUTE.get(language.partition("-")[0], OTHER_LANGUAGES)
    return words / rate + seconds / 60


def whole(minutes: float) -> int:
    """Minutes as promised to a person: rounded up, at least one."""
    return max(1, math.ceil(minutes - 0.05))


def count_words(text: str) -> int:
    """Words between blanks."""
    return len(text.split())


def _words_of(page: Page, language: str, seen: set[str]) -> int:
    total = count_words(page.title.get(language, ""))
    total += count_words(page.intro.get(language, ""))
    sets: set[tuple[str, ...]] = set()
    for question in page.questions:
        total += count_words(question.text.get(language, ""))
        total += count_words(question.help.get(language, ""))
        scale = [_label(choice, language) for choice in _kept(question.choices)]
        if tuple(scale) not in sets:
            sets.add(tuple(scale))
            total += sum(map(count_words, scale))
        for choice in question.choices:
            label = _label(choice, language)
            if choice.missing and label not in seen:
                seen.add(label)
                total += count_words(label)
    return total


def _kept(choices: Iterable[Choice]) -> Iterable[Choice]:
    return (choice for choice in choices if choice.missing is None)


def _label(choice: Choice, language: str) -> str:
    return choice.label.get(language, "")


def _seconds(question: Question) -> float:
    if question.kind == "text":
        return SECONDS_TO_WRITE
    if question.kind == "multi":
        return SECONDS_TO_CHOOSE * (question.max_choices or len(question.choices))
    return SECONDS_TO_CHOOSE
