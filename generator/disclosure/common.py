"""A change on the questions that two waves have in common (rule S10).

Where a practice's questions changed in part, both waves are scored once more on the
questions asked alike. That is a new number about people of whom numbers are shown, so
it passes every test again: as a practice of its own, the questions left out as one too
(the shown score and the new one give them away together), and the set of people beside
every set that was ever shown of the measure, by the simple test of rule D3. That test
holds for any statistics of the same sets; the exact test does not, so it is not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.ledger import COMMON, encode, numbering_key
from generator.disclosure.matched import (
    Before,
    Line,
    Matched,
    Sets,
    Side,
    in_order,
    names_then,
    side_now,
    side_then,
)
from generator.disclosure.measure import Measure, measure_of
from generator.disclosure.tree import Answers, Limits, Tree, decide, organisation_tree
from generator.disclosure.view import Answer, View, group_answers, threshold
from generator.findings import continuity
from generator.model.edition import CellKey, Change, Shown, Suppressed
from generator.model.score import PersonScores
from generator.scoring.scope import families
from generator.scoring.trend import recomputed


@dataclass(frozen=True, slots=True)
class Parts:
    """Everybody of a wave scored on some questions, in the order of its people."""

    kept: Sequence[PersonScores]
    """On the questions asked alike in both waves."""
    left: Sequence[PersonScores]
    """On the questions left out."""


@dataclass(frozen=True, slots=True)
class Again:
    """Two waves scored once more on what they have in common."""

    now: Parts
    then: Parts


def compare(
    before: Before,
    view: View,
    measures: Iterable[Measure],
    known: Sequence[int],
    names: Mapping[int, str],
    shown_then: Sets,
    cells: Mapping[CellKey, Shown | Suppressed],
    lines: Mapping[str, continuity.Line],
    again: Again,
) -> Matched:
    """Tell changes on common questions, where that gives nobody away.

    Args:
        before: the baseline wave.
        view: a view of the wave being released.
        measures: its practices, decided.
        known: the number of each of the wave's people.
        names: number to person in the wave being released.
        shown_then: everything ever shown of the baseline wave, by measure.
        cells: what the wave being released shows.
        lines: practice to how it goes on from the baseline wave.
        again: both waves scored on the questions in common.
    """
    wave = view.wave
    k = max(threshold(wave), threshold(before.wave))
    limits = Limits(k, view.limits.clusters or before.wave.asks_outside(view.id))
    then_families = families(before.wave, view.id)
    earlier = [before.numbers.get(numbering_key(one)) for one in before.people]
    found: dict[CellKey, Change] = {}
    now_lines: list[Line] = []
    then_lines: list[Line] = []
    for one in measures:
        ref = one.family[0]
        line = lines.get(ref)
        if line is None or line.kind != "part":
            continue
        mine = _own(view.tree, view.id, ref, known, again.now, limits)
        old_tree = organisation_tree(
            before.wave.parents(), [team.id for team in before.wave.teams]
        )
        old = _own(old_tree, view.id, line.before, earlier, again.then, limits)
        now = side_now(one, limits, names)
        family = next(f for f in then_families if line.before in f)
        then = side_then(
            family, view.id, before, limits, names_then(before), shown_then
        )
        told: list[str] = []
        for group in in_order(view, one):
            keys = [CellKey(view.id, r, group) for r in one.family]
            keys = [key for key in keys if _exact(cells.get(key))]
            was = before.edition.cells.get(CellKey(view.id, line.before, group))
            if not keys or not _exact(was) or not _pass(group, mine, old, now, then):
                continue
            change = recomputed(
                old.given(group),
                mine.given(group),
                wave.rules_of(ref),
                before.wave.id,
                (len(line.common), line.asked),
            )
            if change is not None:
                told.append(group)
                found.update(dict.fromkeys(keys, change))
        if told:
            own = {f"{g}{COMMON}{before.wave.id}": encode(mine.groups[g]) for g in told}
            then_own = {f"{g}{COMMON}{wave.id}": encode(old.groups[g]) for g in told}
            now_lines += [(measure_of(view.id, r), own) for r in one.family]
            then_lines += [(measure_of(view.id, r), then_own) for r in family]
    return Matched(found, tuple(now_lines), tuple(then_lines))


@dataclass(frozen=True, slots=True)
class _Own:
    """One wave's practice scored on the questions in common, decided by itself."""

    groups: Mapping[str, Sequence[int]]
    answers: Answers
    able: frozenset[str]
    """Groups whose number would be safe if nothing else were shown."""

    def given(self, group: str) -> list[tuple[int, float]]:
        """The group's people and their scores, in points of 100."""
        facts = self.answers
        return [(facts.person[n], facts.points[n]) for n in self.groups[group]]


def _own(
    tree: Tree,
    view: str,
    ref: str,
    numbers: Sequence[int | None],
    parts: Parts,
    limits: Limits,
) -> _Own:
    groups, answers = _measured(tree, view, ref, numbers, parts.kept, limits)
    able = decide(groups, answers, tree, limits).exact
    others, left = _measured(tree, view, ref, numbers, parts.left, limits)
    if left.points:
        able &= decide(others, left, tree, limits).exact
    return _Own(groups, answers, able)


def _measured(
    tree: Tree,
    view: str,
    ref: str,
    numbers: Sequence[int | None],
    people: Sequence[PersonScores],
    limits: Limits,
) -> tuple[dict[str, list[int]], Answers]:
    persons = {name: n for n, name in enumerate(sorted({p.respondent for p in people}))}
    given = [
        Answer(n, persons[p.respondent] + 1, p.team, p.cluster, p.scores)
        for n, p in zip(numbers, people, strict=True)
        if n is not None and p.view == view and ref in p.scores
    ]
    often = Counter(one.person for one in given)
    answers = Answers(
        points={one.number: one.scores[ref] for one in given},
        person={one.number: one.person for one in given},
        cluster={one.number: one.cluster for one in given} if limits.clusters else {},
        several=frozenset(who for who, times in often.items() if times > 1),
    )
    return group_answers(tree, given), answers


def _pass(group: str, mine: _Own, old: _Own, now: Side, then: Side) -> bool:
    """Whether the group's two sets may be told; if so they count as shown."""
    if group not in mine.able or group not in old.able:
        return False
    cut, cut_then = mine.groups[group], old.groups[group]
    if not now.allows_any(cut) or not then.allows_any(cut_then):
        return False
    now.show(cut)
    then.show(cut_then)
    return True


def _exact(cell: Shown | Suppressed | None) -> bool:
    return isinstance(cell, Shown) and not cell.band
