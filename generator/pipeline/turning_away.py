"""Answers of those who asked to be forgotten are turned away from every source."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from generator.backends.pseudonyms import forgotten_code
from generator.errors import Problem
from generator.model.instrument import Wave
from generator.model.response import Submission
from generator.store.people import turned_away

TurnedAway = Callable[[str], bool]
"""Tells by the pseudonym whether somebody asked to be forgotten."""


def who_is_away(
    store: sqlite3.Connection | None, wave: Wave, key: Callable[[], bytes]
) -> TurnedAway:
    """Whom a wave takes no answers of; the key is read only if there is somebody."""
    digests = turned_away(store, wave.survey, wave.id) if store is not None else None
    if not digests:
        return lambda _pseudonym: False
    made = key()
    return lambda one: bool(one) and forgotten_code(made, one) in digests


def without(
    submissions: Iterable[Submission], away: TurnedAway, wave: Wave
) -> tuple[tuple[Submission, ...], list[Problem]]:
    """What may be read of what arrived, and where the others still stand."""
    kept: list[Submission] = []
    problems: list[Problem] = []
    for one in submissions:
        if away(one.respondent):
            problems.append(_back(one, wave))
        else:
            kept.append(one)
    return tuple(kept), problems


def _back(submission: Submission, wave: Wave) -> Problem:
    place = submission.place or f"a response of wave '{wave.id}'"
    return Problem(
        "",
        0,
        0,
        "forgotten-person-back",
        f"{place}: is of somebody who asked to be forgotten",
        "it was not read into the store; delete it where it is",
        "warning",
    )
