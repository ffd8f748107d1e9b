"""Comments: which groups may show theirs, in no order and without any mark (rule D9).

Every comment was read by somebody before it comes here. What is decided here is only
in which groups it can hide: among ten respondents, and among ten in whatever is left
beside the groups that show theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.tree import Answers, Classes, Limits
from generator.disclosure.view import View, group_answers, persons_of, views_of
from generator.model.instrument import Wave
from generator.model.score import PersonScores

FEWEST = 10
"""Fewest respondents behind comments, whatever a survey declares (rule D9)."""


@dataclass(frozen=True, slots=True, order=True)
class Comment:
    """A comment that was read and may be shown where its group may."""

    view: str
    team: str
    question: str
    text: str


def comment_groups(
    wave: Wave, people: Sequence[PersonScores]
) -> dict[str, tuple[str, ...]]:
    """View to the groups that may show comments; none where they are switched off.

    Respondents count, whether they wrote or not: nobody knows who did. What people of
    other companies write goes to them first, so their view is never among these.

    Args:
        wave: the frozen wave.
        people: everybody who answered, from `scoring.person_scores`.
    """
    if wave.privacy.comments == "off":
        return {}
    known = list(range(1, len(people) + 1))
    persons = persons_of(people, known, {})
    limits = Limits(max(FEWEST, wave.privacy.k_comments))
    return {
        view.id: groups
        for view in views_of(wave, people, known, persons)
        if not wave.asks_outside(view.id) and (groups := _groups(view, persons, limits))
    }


def _groups(view: View, persons: Mapping[int, int], limits: Limits) -> tuple[str, ...]:
    """The rule of the tree over everybody who answered, with the limit of comments."""
    groups = group_answers(view.tree, view.answers)
    often: dict[int, int] = {}
    for answer in view.answers:
        often[answer.person] = often.get(answer.person, 0) + 1
    several = frozenset(who for who, times in often.items() if times > 1)
    classes = Classes(Answers({}, persons, several=several), limits, {})
    order = view.tree.order({group: len(numbers) for group, numbers in groups.items()})
    return tuple(
        group for group in order if not classes.offer(groups[group], strict=True)
    )


def comments_shown(
    wave: Wave, groups: Mapping[str, Sequence[str]], comments: Iterable[Comment]
) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """View, question and group to the comments shown there, in an order of no meaning.

    The order follows from the texts alone and is another one in every group, so that
    neither time nor person can be told from it.
    """
    if wave.privacy.comments != "verbatim":
        return {}
    parents = wave.parents()
    found: dict[tuple[str, str, str], list[str]] = {}
    for comment in comments:
        place: str | None = comment.team
        while place is not None:
            if place in groups.get(comment.view, ()):
                key = (comment.view, comment.question, place)
                found.setdefault(key, []).append(comment.text)
            place = parents[place]
    return {
        key: tuple(sorted(texts, key=lambda text: _shuffled(key, text)))
        for key, texts in sorted(found.items())
    }


def _shuffled(key: tuple[str, str, str], text: str) -> str:
    return hashlib.sha256("\n".join((*key, text)).encode()).hexdigest()
