"""Sections cut into pages a person can take in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

MOST_ON_A_PAGE = 6

_Asked = TypeVar("_Asked")


def together(
    asked: Sequence[_Asked], owner: Callable[[_Asked], str]
) -> list[list[_Asked]]:
    """Runs of one practice each, in the order of their first question."""
    runs: dict[str, list[_Asked]] = {}
    for each in asked:
        runs.setdefault(owner(each), []).append(each)
    return list(runs.values())


def cut(
    runs: Sequence[Sequence[_Asked]], most: int = MOST_ON_A_PAGE
) -> list[list[_Asked]]:
    """As few pages as possible, evenly filled; a run is split only if it must be."""
    needed = len(_fill(runs, most))
    for fewer in range(1, most):
        pages = _fill(runs, fewer)
        if len(pages) == needed and not _splits_more(runs, fewer, most):
            return pages
    return _fill(runs, most)


def _fill(runs: Sequence[Sequence[_Asked]], most: int) -> list[list[_Asked]]:
    pages: list[list[_Asked]] = []
    for run in runs:
        for start in range(0, len(run), most):
            piece = list(run[start : start + most])
            if pages and len(pages[-1]) + len(piece) <= most:
                pages[-1].extend(piece)
            else:
                pages.append(piece)
    return pages


def _splits_more(runs: Sequence[Sequence[_Asked]], fewer: int, most: int) -> bool:
    return any(fewer < len(run) <= most for run in runs)
