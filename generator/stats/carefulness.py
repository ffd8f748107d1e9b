"""Signs of answers given without reading (S13): counted, never deleted."""

from __future__ import annotations

from collections.abc import Sequence

from generator.stats.moments import sd


def longest_run(answers: Sequence[float | None]) -> tuple[int, int]:
    """Length and start of the longest run of the same answer (Johnson 2005).

    A missing answer breaks a run. Of equally long runs the first counts; with no
    answer at all both are 0.
    """
    best = (0, 0)
    length = start = 0
    last: float | None = None
    for place, answer in enumerate(answers):
        if answer is None:
            length = 0
        elif length and answer == last:
            length += 1
        else:
            length, start = 1, place
        last = answer
        if length > best[0]:
            best = (length, start)
    return best


def own_spread(answers: Sequence[float | None]) -> float | None:
    """Spread of one person's answers, IRV (Dunn et al. 2018); none below two."""
    return sd([answer for answer in answers if answer is not None])
