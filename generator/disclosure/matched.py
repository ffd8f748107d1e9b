"""The same people in two waves: what may be said of them (rule D5).

Who answered both times is a set inside both waves. It is shown only if the set and
what it leaves over in either wave is nobody or protected like any other group; else a
change keeps the wider interval of two samples that have nothing to do with each other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.crossing import crossing_safe
from generator.disclosure.ledger import BAND, encode, numbering_key, respondent_of
from generator.disclosure.measure import Measure, measure_of
from generator.disclosure.tree import Answers, Classes, Limits, largest_first
from generator.disclosure.view import View
from generator.model.edition import CellKey, Change, Edition, Shown, Suppressed
from generator.model.instrument import Rules, Wave
from generator.model.score import PersonScores
from generator.scoring.scope import Family, families
from generator.scoring.trend import among_the_same, change, matched

SAME = "&"
"""Between a group and another wave: the group's people who answered in both."""

Sets = Mapping[str, Sequence[tuple[str, frozenset[int]]]]

Line = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Before:
    """The baseline wave, with the answers it was released from."""

    wave: Wave
    edition: Edition
    people: Sequence[PersonScores]
    numbers: Mapping[str, int]
    """`numbering_key` to the number in the ledger; forgotten people are not in it."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Changes told more exactly, and what the ledger must remember of both waves."""

    changes: Mapping[CellKey, Change]
    now: tuple[Line, ...]
    then: tuple[Line, ...]


@dataclass(slots=True)
class Side:
    """One measure in one wave, ready for sets inside it."""

    sets: Mapping[str, Sequence[int]]
    """Group to the answers its number was shown for."""
    names: Mapping[int, str]
    answers: Answers
    limits: Limits
    classes: Classes
    shown: list[frozenset[int]]
    """Everything shown of the measure, in the order it was let through."""
    crossed: bool
    """Whether something is shown that the classes do not know."""
    banded: bool

    def members(self, group: str) -> dict[str, list[int]]:
        """Person to answers, of a group; the forgotten have no name."""
        found: dict[str, list[int]] = {}
        for number in self.sets.get(group, ()):
            if number in self.names and number in self.answers.points:
                found.setdefault(self.names[number], []).append(number)
        return found

    def allows(self, cut: Sequence[int]) -> bool:
        """Whether a set inside this wave may be shown: simple test, then exact."""
        if frozenset(cut) in self.shown:
            return True
        why = "rest"
        if not self.crossed:
            found = self.classes.weigh(cut)
            if not found.why:
                return not found.alike
            why = found.why
        if why != "rest" or self.banded:
            return False
        return crossing_safe(self.shown, cut, self.answers, self.limits)

    def allows_any(self, cut: Sequence[int]) -> bool:
        """Whether any statistic of a set may be shown: the simple test alone.

        The exact test is about means of one measure; another number of the same
        people needs classes that are large enough (rule D3).
        """
        if self.crossed or self.banded:
            return False
        found = self.classes.weigh(cut)
        return not found.why and not found.alike

    def show(self, cut: Sequence[int]) -> None:
        """Show a set that is allowed."""
        if self.crossed or self.classes.offer(cut, strict=True):
            self.crossed = True
        self.shown.append(frozenset(cut))

    def scores(self, numbers: Mapping[str, Sequence[int]]) -> dict[str, float]:
        """Person to score; of two answers the mean."""
        return {
            name: math.fsum([self.answers.points[n] for n in own]) / len(own)
            for name, own in numbers.items()
        }


def match(
    before: Before,
    view: View,
    measures: Iterable[Measure],
    names: Mapping[int, str],
    shown_then: Sets,
    cells: Mapping[CellKey, Shown | Suppressed],
    changes: Mapping[CellKey, Change],
) -> Matched:
    """Tell the changes of a view by the same people, where that gives nobody away.

    Args:
        before: the baseline wave.
        view: a view of the wave being released.
        measures: its practices, decided.
        names: number to person in the wave being released.
        shown_then: everything ever shown of the baseline wave, by measure.
        cells: what the wave being released shows.
        changes: the changes so far.
    """
    wave = view.wave
    found: dict[CellKey, Change] = {}
    then_families = families(before.wave, view.id)
    identities = {wave.privacy.identity, before.wave.privacy.identity}
    if identities != {"pseudonymous"}:
        return Matched({}, (), ())
    now_lines: list[Line] = []
    then_lines: list[Line] = []
    then_names = names_then(before)
    for one in measures:
        keys = {key for ref in one.family for key in changes if key.node == ref}
        if one.family not in then_families or not keys:
            continue
        now = side_now(one, view.limits, names)
        then = side_then(
            one.family, view.id, before, view.limits, then_names, shown_then
        )
        told: dict[str, tuple[list[int], list[int]]] = {}
        for group in in_order(view, one):
            wanted = [CellKey(view.id, ref, group) for ref in one.family]
            wanted = [key for key in wanted if key in changes]
            same = _both(now, then, group) if wanted else None
            if same is None:
                continue
            told[group] = same.now, same.then
            for key in wanted:
                pair = cells[key], before.edition.cells[key]
                found[key] = _told(pair, same, wave.rules_of(key.node), before.wave.id)
        if told:
            own = {f"{g}{SAME}{before.wave.id}": encode(c[0]) for g, c in told.items()}
            old = {f"{g}{SAME}{wave.id}": encode(c[1]) for g, c in told.items()}
            now_lines += [(measure_of(view.id, ref), own) for ref in one.family]
            then_lines += [(measure_of(view.id, ref), old) for ref in one.family]
    return Matched(found, tuple(now_lines), tuple(then_lines))


def in_order(view: View, one: Measure) -> list[str]:
    """Groups from the top down; crossing cuts come last of all (D4)."""
    sizes = {group: len(one.groups[group]) for group in one.decision.exact}
    return [*view.tree.order(sizes), *sorted(one.unions)]


def side_now(one: Measure, limits: Limits, names: Mapping[int, str]) -> Side:
    """The measure in the wave being released."""
    shown = {g: one.groups[g] for g in (*one.decision.exact, *one.unions)}
    before = [s for group, s in one.before if not group.endswith(BAND)]
    return Side(
        sets=shown,
        names=names,
        answers=one.answers,
        limits=limits,
        classes=one.decision.classes,
        shown=[*before, *(frozenset(numbers) for numbers in shown.values())],
        crossed=one.decision.crossed,
        banded=bool(one.decision.bands),
    )


def names_then(before: Before) -> dict[int, str]:
    """Number to person in the baseline wave."""
    return {n: respondent_of(key) for key, n in before.numbers.items()}


def side_then(
    family: Family,
    view: str,
    before: Before,
    limits: Limits,
    names: Mapping[int, str],
    shown: Sets,
) -> Side:
    """The measure in the baseline wave, as everything shown of it left it."""
    ref = family[0]
    given = {
        before.numbers[key]: person
        for person in before.people
        if person.view == view
        and ref in person.scores
        and (key := numbering_key(person)) in before.numbers
    }
    places = {name: n for n, name in enumerate(sorted(set(names.values())), 1)}
    persons = {n: places[name] for n, name in names.items()}
    often = Counter(persons[n] for n in given)
    answers = Answers(
        points={n: person.scores[ref] for n, person in given.items()},
        person=persons,
        cluster={n: p.cluster for n, p in given.items()} if limits.clusters else {},
        several=frozenset(who for who, times in often.items() if times > 1),
    )
    sets = {pair for r in family for pair in shown.get(measure_of(view, r), ())}
    exact = sorted(
        ((g, s) for g, s in sets if not g.endswith(BAND)),
        key=lambda pair: (SAME in pair[0], pair[0], sorted(pair[1])),
    )
    bands = [(g.removesuffix(BAND), s) for g, s in sets if g.endswith(BAND)]
    classes = Classes(answers, limits, largest_first(bands))
    for _, numbers in exact:
        classes.note(numbers)
    return Side(
        sets={group: sorted(s) for group, s in exact if SAME not in group},
        names=names,
        answers=answers,
        limits=limits,
        classes=classes,
        shown=[numbers for _, numbers in exact],
        crossed=False,
        banded=bool(bands),
    )


@dataclass(frozen=True, slots=True)
class _Same:
    """Those who answered both times, and what they said."""

    now: list[int]
    then: list[int]
    after: Mapping[str, float]
    earlier: Mapping[str, float]


def _both(now: Side, then: Side, group: str) -> _Same | None:
    """Those of a group who answered both times, where both waves allow it."""
    ours, theirs = now.members(group), then.members(group)
    names = sorted(ours.keys() & theirs.keys())
    mine = {name: ours[name] for name in names}
    old = {name: theirs[name] for name in names}
    cut = sorted(n for own in mine.values() for n in own)
    cut_then = sorted(n for own in old.values() for n in own)
    if not names or not now.allows(cut) or not then.allows(cut_then):
        return None
    now.show(cut)
    then.show(cut_then)
    return _Same(cut, cut_then, now.scores(mine), then.scores(old))


def _told(
    pair: tuple[Shown | Suppressed, Shown | Suppressed],
    same: _Same,
    rules: Rules,
    since: str,
) -> Change:
    """A change with the correlation of those who answered both times (S10)."""
    now, then = pair
    if not isinstance(now, Shown) or not isinstance(then, Shown):
        raise TypeError("a change is told of two shown numbers")
    told = change(now, then, rules, since, matched(same.earlier, same.after))
    if told is None:
        raise TypeError("a change is told of two numbers with a precision")
    return among_the_same(told, (now.n, then.n), same.earlier, same.after, rules)
