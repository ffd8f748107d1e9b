"""Cuts that cross others: the exact test of rule D3, and bounds on what stays unknown.

In a tree the simple test, by classes of people, is exact and quick, so it decides
there. A cut that crosses what was shown before splits people into small classes though
nothing of them may follow: a set of the same people in two waves, or old answers under
a new tree. Such a cut is refused only if it gives something away.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from generator.disclosure.attack import leaks, mean_row, unseen
from generator.disclosure.bounds import too_narrow
from generator.disclosure.tree import Answers, Limits

TRIED = 2_000
"""Combinations of classes looked at; a case that needs more is refused."""

CLASSES = 60
"""Classes for which bounds are worked out; more are refused."""


def crossing_safe(
    shown: Iterable[Collection[int]],
    cut: Collection[int],
    answers: Answers,
    limits: Limits,
) -> bool:
    """Whether a set may be shown beside others that it crosses.

    `shown` is everything ever shown of the measure. Where companies must be protected
    too, or answers are no longer known, the simple test alone decides.
    """
    sets = {frozenset(one) for one in (*shown, cut) if one}
    numbers = frozenset().union(*sets)
    if limits.clusters or not numbers <= answers.points.keys():
        return False
    rows = [mean_row(one) for one in sorted(sets, key=sorted)]
    if leaks(rows, limits.k, answers.person, most=TRIED):
        return False
    atoms, hidden = unseen(rows)
    if len(atoms) > CLASSES:
        return False
    sums = [math.fsum([answers.points[n] for n in atom]) for atom in atoms]
    return not too_narrow([len(atom) for atom in atoms], sums, hidden, limits.k)
