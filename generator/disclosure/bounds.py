"""How far shown means pin down answers that lie between 0 and 100.

A linear programme, small and solved here: only cuts that cross need it. What is known
is that the true answers fit, so one starts from them and asks how far each sum can
move while everything shown stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

NARROW = 20.0
"""A mean of fewer than k people must stay unknown by at least so many points (D7)."""

SINGLE = 25.0
"""So must the answer of any one person: one step of a five-point scale."""

_TINY = 1e-9


def too_narrow(
    sizes: Sequence[int],
    sums: Sequence[float],
    unseen: Sequence[Mapping[int, Fraction]],
    k: int,
) -> bool:
    """Whether some small class, or one answer in any class, is known too exactly.

    Args:
        sizes: answers in each class.
        sums: the sum of their points.
        unseen: per class its row in a basis of everything no shown mean can see.
        k: fewest people behind a number.
    """
    for place, size in enumerate(sizes):
        down, up = _reach(sizes, sums, unseen, place)
        low, high = sums[place] - down, sums[place] + up
        if size < k and (high - low) / size < NARROW:
            return True
        least = max(0.0, low - 100.0 * (size - 1))
        most = min(100.0, high)
        if most - least < SINGLE:
            return True
    return False


def _reach(
    sizes: Sequence[int],
    sums: Sequence[float],
    unseen: Sequence[Mapping[int, Fraction]],
    place: int,
) -> tuple[float, float]:
    """How far the sum of one class can move down and up."""
    free = sorted({column for row in unseen for column in row})
    moves = [[float(row.get(column, 0)) for column in free] for row in unseen]
    rows = [[*move, *(-step for step in move)] for move in moves]
    rows += [[-step for step in row] for row in rows]
    most = [100.0 * size - total for size, total in zip(sizes, sums, strict=True)]
    limits = [max(0.0, limit) for limit in (*most, *sums)]
    own = rows[place]
    return _largest(rows, limits, [-step for step in own]), _largest(rows, limits, own)


def _largest(
    rows: Sequence[Sequence[float]], limits: Sequence[float], goal: Sequence[float]
) -> float:
    """The largest goal.z with rows.z <= limits and z >= 0, where z = 0 is allowed.

    The simplex method with Bland's rule, which ends for certain (Bland 1977).
    """
    table = [
        [*row, *(float(i == j) for j in range(len(rows))), limit]
        for i, (row, limit) in enumerate(zip(rows, limits, strict=True))
    ]
    last = [-step for step in goal] + [0.0] * (len(rows) + 1)
    basis = list(range(len(goal), len(goal) + len(rows)))
    while True:
        enter = next((j for j, cost in enumerate(last[:-1]) if cost < -_TINY), None)
        if enter is None:
            return last[-1]
        able = [
            (row[-1] / row[enter], basis[i], i)
            for i, row in enumerate(table)
            if row[enter] > _TINY
        ]
        if not able:
            return float("inf")
        leave = min(able)[2]
        pivot = [cell / table[leave][enter] for cell in table[leave]]
        table[leave] = pivot
        basis[leave] = enter
        for i, row in enumerate(table):
            if i != leave and abs(row[enter]) > _TINY:
                times = row[enter]
                table[i] = [a - times * b for a, b in zip(row, pivot, strict=True)]
        times = last[enter]
        last = [a - times * b for a, b in zip(last, pivot, strict=True)]
