"""When a question is asked, in words and in the short form of a codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.formats.base import say
from generator.model.instrument import AnswerIn, Instrument, Question

WORDS = {
    "en": {
        "only": "Only if you answered {answers}.",
        "one": "{labels} to question {name}",
        "quoted": "“{label}”",
        "and": "and",
        "or": "or",
    },
    "de": {
        "only": "Nur wenn Sie {answers} beantwortet haben.",
        "one": "Frage {name} mit {labels}",
        "quoted": "„{label}“",
        "and": "und",
        "or": "oder",
    },
}


def only_if(
    instrument: Instrument,
    question: Question,
    language: str,
    name: Callable[[str], str] | None = None,
) -> str:
    """`Only if you answered “Yes” to question 3.`; empty where everybody is asked.

    Args:
        instrument: the one that asks the question.
        question: the one to tell about.
        language: in which to tell.
        name: gives what a question goes by where the words stand, from its code;
            its number in the order asked, where left out.
    """
    if not question.show_if:
        return ""
    words = WORDS.get(language, WORDS["en"])
    earlier = {one.code: one for one in instrument.questions()}
    if name is None:
        numbers = {code: str(n) for n, code in enumerate(earlier, start=1)}
        name = numbers.__getitem__
    told = [
        f" {words['and']} ".join(
            words["one"].format(
                labels=_either(_labels(earlier[part.question], part, language), words),
                name=name(part.question),
            )
            for part in parts
        )
        for parts in question.show_if
    ]
    return words["only"].format(answers=f", {words['or']} ".join(told))


def universe(question: Question) -> str:
    """`if Q3 in (1 2) and Q4 in (NA)`: `and` binds closer than `or`; empty for all."""
    told = " or ".join(
        " and ".join(f"{part.question} in ({' '.join(part.codes)})" for part in parts)
        for parts in question.show_if
    )
    return f"if {told}" if told else ""


def _labels(question: Question, part: AnswerIn, language: str) -> list[str]:
    """The words of the options, in the order they are offered."""
    return [
        say(choice.label, language)
        for choice in question.choices
        if choice.code in part.codes
    ]


def _either(labels: Sequence[str], words: Mapping[str, str]) -> str:
    quoted = [words["quoted"].format(label=label) for label in labels]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {words['or']} {quoted[-1]}"
