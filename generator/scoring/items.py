"""From the option a person chose to points of 100, or to a reason for no answer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.errors import Problems, refuse
from generator.model.instrument import Instrument, Question
from generator.model.response import Missing, read_number
from generator.stats.pomp import points

_COUNTED = ("choice", "number")
SCORED = ("capability", "perception")
"""Purposes of items that enter a score; all others give context only."""


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """A question as one practice counts it."""

    code: str
    weight: float
    points: Mapping[str, float | Missing]
    """Option code to points of 100, or to the reason for no answer."""
    anchors: tuple[tuple[float, float], ...] = ()
    """For a number: answer and value 0 to 1, lowest answer first."""
    reverse: bool = False

    def worth(self, answer: str) -> float | Missing | None:
        """What an answer is worth; none where it was not on offer."""
        if answer in self.points or not self.anchors:
            return self.points.get(answer)
        raw = read_number(answer)
        if raw is None:
            return None
        value = between(raw, self.anchors)
        return item_points(value, 0.0, 1.0, reverse=self.reverse)


def between(raw: float, anchors: Sequence[tuple[float, float]]) -> float:
    """The value of a number: straight between two anchors, level beyond the ends."""
    for (left, low), (right, high) in itertools.pairwise(anchors):
        if left <= raw <= right:
            return low + (raw - left) / (right - left) * (high - low)
    return anchors[0][1] if raw < anchors[0][0] else anchors[-1][1]


def item_points(value: float, low: float, high: float, *, reverse: bool) -> float:
    """Points of 100 for a value on a scale; a value beside the scale is refused."""
    try:
        return points(value, low, high, reverse=reverse)
    except ValueError as error:
        raise refuse(
            "value-out-of-scale",
            f"{error}.",
            "correct the value, or the ends of the response scale.",
        ) from error


def option_points(question: Question) -> dict[str, float | Missing]:
    """What each option of a question is worth: points, `na` or `dk`."""
    worth: dict[str, float | Missing] = {}
    for choice in question.choices:
        if choice.missing is not None:
            worth[choice.code] = choice.missing
        elif choice.value is None:
            raise refuse(
                "option-without-value",
                f"option `{choice.code}` of question {question.code} is scored but "
                "has no value.",
                "give the option a value, or mark it as a missing answer.",
            )
        else:
            worth[choice.code] = item_points(
                choice.value, 0.0, 1.0, reverse=question.reverse
            )
    return worth


def answer_points(
    question: str, worth: Mapping[str, float | Missing], answer: str | None, who: str
) -> float | Missing:
    """Points of one answer, or why there is none: `na`, `dk` or `skip`.

    An answer that is not on offer is refused by naming response and question; the
    answer itself is never printed beside a person.
    """
    if not answer:
        return "skip"
    if answer not in worth:
        raise not_offered(question, who)
    return worth[answer]


def not_offered(question: str, who: str) -> Problems:
    """The refusal of an answer that is none of the question's options."""
    return refuse(
        "answer-not-offered",
        f"response {who}, question {question}: the answer is not one of its options.",
        "the response does not belong to this wave's questions: collect it again, or "
        "correct the file it came from.",
    )


def scored_items(instrument: Instrument) -> dict[str, tuple[ScoredItem, ...]]:
    """The items behind every practice an instrument asks about.

    Items of weight 0 are shown to people but never scored, so they are left out.
    """
    behind: dict[str, list[ScoredItem]] = {}
    for question in instrument.questions():
        if question.kind not in _COUNTED or question.purpose not in SCORED:
            continue
        targets = [target for target in question.targets if target.weight > 0]
        if not targets:
            continue
        worth = option_points(question)
        for target in targets:
            behind.setdefault(target.practice, []).append(
                ScoredItem(
                    question.code,
                    target.weight,
                    worth,
                    question.anchors,
                    question.reverse,
                )
            )
    return {
        practice: tuple(sorted(items, key=lambda item: item.code))
        for practice, items in sorted(behind.items())
    }
