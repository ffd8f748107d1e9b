"""Which questions a person is asked, from the answers given so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.model.instrument import AnswerIn, Instrument, Question


def not_shown(
    instrument: Instrument,
    answers: Mapping[str, str],
    undecided: Collection[str] = (),
) -> frozenset[str]:
    """Codes of the questions that are not asked of a person with these answers.

    Questions are taken in the order asked; one that is not asked counts as
    unanswered, whatever was said to it before.

    Args:
        instrument: what the person is asked.
        answers: question code to option codes, joined by a space.
        undecided: questions that may still be answered in every way.
    """
    hidden: set[str] = set()
    for question in instrument.questions():
        if question.show_if and not any(
            all(_holds(part, answers, hidden, undecided) for part in parts)
            for parts in question.show_if
        ):
            hidden.add(question.code)
    return frozenset(hidden)


def conditional(questions: Collection[Question]) -> bool:
    """Whether any of these questions is asked only of some."""
    return any(question.show_if for question in questions)


def _holds(
    part: AnswerIn,
    answers: Mapping[str, str],
    hidden: Collection[str],
    undecided: Collection[str],
) -> bool:
    if part.question in hidden:
        return False
    if part.question in undecided:
        return True
    return not set(part.codes).isdisjoint(answers.get(part.question, "").split())
