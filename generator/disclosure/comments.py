"""Comments: which groups may show theirs, in no order and without any mark (rule D9).

Every comment was read by somebody before it comes here. What is decided here is in
which groups it can hide: among ten people who were asked for it, and among ten in
whatever is left beside the groups that show theirs. Each question is a measure of its
own, as each practice is, and its sets go into the ledger.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.disclosure.ledger import encode
from generator.disclosure.tree import Answers, Classes, Limits
from generator.disclosure.view import View, group_answers
from generator.model.edition import CommentKey
from generator.model.instrument import Wave
from generator.model.survey import ORGANISATION

FEWEST = 10
"""Fewest people behind comments, whatever a survey declares (rule D9)."""

MARK = "|comments|"
"""In the name of a measure of comments; no practice's has it."""

Unsaid = Literal["few", "rest", "before", "partner", "theme"]
"""Why what people wrote may not be shown; for the operator."""


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Somebody who was asked for words of their own, and what of theirs was kept."""

    question: str
    """Code of the question."""
    view: str
    team: str
    respondent: str
    """As in `PersonScores`: to count people by, never to be shown."""
    text: str = ""
    """As it may be shown; empty where nothing was written or kept."""
    theme: str = ""
    """The theme a reader gave it; empty where none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What may be shown of the comments of a wave."""

    comments: Mapping[CommentKey, tuple[str, ...]] = field(default_factory=dict)
    lines: Sequence[tuple[str, Mapping[str, str]]] = ()
    """For the ledger: who was asked, in every group that shows something."""
    unsaid: Mapping[CommentKey, Unsaid] = field(default_factory=dict)
    """Where something was kept and may not be shown."""


def fewest(wave: Wave) -> int:
    """Fewest people behind comments in this wave, and behind a theme."""
    return max(FEWEST, wave.privacy.k_comments)


def measure_of_comments(view: str, question: str) -> str:
    """The name in the ledger of the comments of one view to one question."""
    return f"{view}{MARK}{question}"


def tell_comments(
    wave: Wave,
    views: Iterable[View],
    persons: Mapping[int, int],
    numbers: Mapping[tuple[str, str, str], int],
    words: Iterable[Words],
    shown: Mapping[str, Iterable[tuple[str, frozenset[int]]]],
) -> Told:
    """Decide which groups show comments, view by view and question by question.

    Who was asked counts, whether they wrote or not: nobody knows who did. What people
    of other companies write goes to them first and is never shown here.

    Args:
        wave: the frozen wave; it says whether words or themes are shown.
        views: the views of the wave.
        persons: number of an answer to its person.
        numbers: view, team and respondent to the number of the answer.
        words: everybody who was asked, with what was kept of theirs.
        shown: everything shown of the wave before, by measure.
    """
    if wave.privacy.comments == "off":
        return Told()
    comments: dict[CommentKey, tuple[str, ...]] = {}
    unsaid: dict[CommentKey, Unsaid] = {}
    lines: list[tuple[str, Mapping[str, str]]] = []
    asked: dict[tuple[str, str], dict[int, Words]] = {}
    for one in words:
        number = numbers[one.view, one.team, one.respondent]
        asked.setdefault((one.view, one.question), {})[number] = one
    by_id = {view.id: view for view in views}
    for (name, question), given in sorted(asked.items()):
        view = by_id.get(name)
        if view is None:
            continue
        if wave.asks_outside(name):
            if any(one.text for one in given.values()):
                unsaid[CommentKey(name, question, ORGANISATION)] = "partner"
            continue
        measure = measure_of_comments(name, question)
        before = list(shown.get(measure, ()))
        sets: dict[str, str] = {}
        for group, numbered, why in _groups(view, given, persons, before, fewest(wave)):
            key = CommentKey(name, question, group)
            kept = [given[n] for n in numbered if given[n].text]
            texts = _texts(wave, key, kept)
            if not kept:
                continue
            if why:
                unsaid[key] = why
            elif not texts:
                unsaid[key] = "theme"
            else:
                comments[key] = texts
                if (group, frozenset(numbered)) not in before:
                    sets[group] = encode(numbered)
        if sets:
            lines.append((measure, sets))
    return Told(dict(sorted(comments.items())), lines, unsaid)


def _groups(
    view: View,
    given: Mapping[int, Words],
    persons: Mapping[int, int],
    before: Sequence[tuple[str, frozenset[int]]],
    k: int,
) -> Iterator[tuple[str, list[int], Literal["", "few", "rest", "before"]]]:
    """The rule of the tree over everybody asked: group, people, what is against it."""
    answers = [answer for answer in view.answers if answer.number in given]
    groups = group_answers(view.tree, answers)
    often = Counter(answer.person for answer in answers)
    several = frozenset(who for who, times in often.items() if times > 1)
    classes = Classes(Answers({}, persons, several=several), Limits(k), {})
    for _, numbered in before:
        classes.note(numbered)
    order = view.tree.order({group: len(found) for group, found in groups.items()})
    for group in order:
        why = classes.offer(groups[group], strict=True)
        left: Literal["rest", "before"] = "before" if before else "rest"
        yield group, groups[group], "" if not why else "few" if why == "few" else left


def _texts(wave: Wave, key: CommentKey, kept: Sequence[Words]) -> tuple[str, ...]:
    """What a group shows: every kept text, or every theme of enough people.

    The order follows from the texts alone and is another one in every group, so that
    neither time nor person can be told from it.
    """
    if wave.privacy.comments == "verbatim":
        found = [one.text for one in kept]
    else:
        writers: dict[str, set[str]] = {}
        spelt: dict[str, str] = {}
        for one in sorted(kept):
            if one.theme:
                same = one.theme.casefold()
                spelt.setdefault(same, one.theme)
                writers.setdefault(same, set()).add(one.respondent)
        found = [spelt[t] for t, who in writers.items() if len(who) >= fewest(wave)]
    return tuple(sorted(found, key=lambda text: _shuffled(key, text)))


def _shuffled(key: CommentKey, text: str) -> str:
    return hashlib.sha256("\n".join((*key, text)).encode()).hexdigest()
