"""Sections cut into pages a person can take in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

MOST_ON_A_PAGE = 6

_Asked = TypeVar("_Asked")


Looks = Callable[[_Asked, _Asked], bool]
"""Whether the first is asked only after an answer to the second."""


def _never(_one: object, _other: object) -> bool:
    return False


def together(
    asked: Sequence[_Asked],
    owner: Callable[[_Asked], str],
    looks: Looks[_Asked] = _never,
) -> list[list[_Asked]]:
    """Runs of one practice each, in the order of their first question.

    A question never moves before one whose answer decides whether it is asked: it
    then opens another run of its practice.
    """
    runs: list[list[_Asked]] = []
    latest: dict[str, int] = {}
    for each in asked:
        name = owner(each)
        at = latest.get(name)
        if at is None or any(looks(each, one) for run in runs[at + 1 :] for one in run):
            at = latest[name] = len(runs)
            runs.append([])
        runs[at].append(each)
    return runs


def cut(
    runs: Sequence[Sequence[_Asked]],
    most: int = MOST_ON_A_PAGE,
    looks: Looks[_Asked] = _never,
) -> list[list[_Asked]]:
    """As few pages as possible, evenly filled; a run is split only if it must be.

    A question never stands on the page of one whose answer decides whether it is
    asked: a new page begins before it, so that a form needs no script.
    """
    apart = [part for run in runs for part in _apart(run, looks)]
    needed = len(_fill(apart, most, looks))
    for fewer in range(1, most):
        pages = _fill(apart, fewer, looks)
        if len(pages) == needed and not _splits_more(apart, fewer, most):
            return pages
    return _fill(apart, most, looks)


def _apart(run: Sequence[_Asked], looks: Looks[_Asked]) -> list[list[_Asked]]:
    """The run cut before each question that looks at another of the same part."""
    parts: list[list[_Asked]] = []
    for each in run:
        if parts and not any(looks(each, one) for one in parts[-1]):
            parts[-1].append(each)
        else:
            parts.append([each])
    return parts


def _fill(
    runs: Sequence[Sequence[_Asked]], most: int, looks: Looks[_Asked]
) -> list[list[_Asked]]:
    pages: list[list[_Asked]] = []
    for run in runs:
        for start in range(0, len(run), most):
            piece = list(run[start : start + most])
            if (
                pages
                and len(pages[-1]) + len(piece) <= most
                and not any(looks(each, one) for each in piece for one in pages[-1])
            ):
                pages[-1].extend(piece)
            else:
                pages.append(piece)
    return pages


def _splits_more(runs: Sequence[Sequence[_Asked]], fewer: int, most: int) -> bool:
    return any(fewer < len(run) <= most for run in runs)
