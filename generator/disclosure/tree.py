"""Which groups may be shown, so that nobody hidden can be worked out.

The rule of a tree: below every shown group, the people who are in no shown group of
their own are either nobody or at least k. Shown sets are tested together with all
that was ever shown of the same measure. People that no shown set tells apart form a
class; a set is accepted only where every class it makes is large enough.

Why that suffices: every shown number is a symmetric function of one set's answers,
and every set is a union of classes; exchanging whole answers within a class changes
nothing that is shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from generator.model.survey import ORGANISATION

ALIKE = 25.0
"""One step of a five-point scale: below it, a mean tells every answer (rule D7)."""

FEWEST_CLUSTERS = 3

FORGOTTEN = 0
"""Stands for everybody who was forgotten: together they count as one person."""

_NOISE = 1e-6

Band = Literal["top", "bottom"]

Why = Literal["", "few", "clusters", "rest", "before", "alike"]
"""What stands against showing a set, for the operator; empty: nothing does."""

_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True, slots=True)
class Limits:
    """What every shown set and every class of people must have."""

    k: int
    clusters: bool = False
    """Also three clusters, none with more than half of the answers (rule D13)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everybody's answer to one measure, by the number of the answer."""

    points: Mapping[int, float]
    person: Mapping[int, int]
    """Number to person, from 1: who answers about two teams counts once."""
    cluster: Mapping[int, str] = field(default_factory=dict)
    several: frozenset[int] = frozenset()
    """Persons with more than one answer; others need no list of their own."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The organisation, its units and teams, in the order they are decided."""

    parents: Mapping[str, str | None]
    teams: frozenset[str]

    def order(self, sizes: Mapping[str, int]) -> list[str]:
        """Organisation, units from the top, teams by size; the id breaks ties."""

        def place(group: str) -> tuple[int, int, int, str]:
            if group in self.teams:
                return (1, 0, -sizes[group], group)
            return (0, len(self.above(group)), -sizes[group], group)

        return sorted(sizes, key=place)

    def above(self, group: str) -> list[str]:
        """The groups that hold this one, nearest first."""
        chain: list[str] = []
        place = self.parents.get(group)
        while place is not None:
            chain.append(place)
            place = self.parents.get(place)
        return chain


@dataclass(slots=True)
class Tally:
    """What the limits ask about a class or a part of one."""

    answers: int = 0
    points: float = 0.0
    known: int = 0
    """Answers whose points are known: all but those of the forgotten."""
    single: int = 0
    """People with one answer to the measure."""
    several: Counter[int] = field(default_factory=Counter)
    """Answers here of people who gave more than one."""
    clusters: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    """Answers here of groups shown as a band."""

    def take(self, part: Tally) -> None:
        """Remove a part, in time proportional to the part."""
        self.answers -= part.answers
        self.points -= part.points
        self.known -= part.known
        self.single -= part.single
        _remove(self.several, part.several)
        _remove(self.clusters, part.clusters)
        _remove(self.bands, part.bands)

    def people(self, part: Tally) -> int:
        """Persons left when `part` is taken out."""
        gone = sum(self.several[who] == n for who, n in part.several.items())
        return self.single - part.single + len(self.several) - gone

    def lacks(self, limits: Limits, part: Tally | None = None) -> Why:
        """What this tally, without `part`, lacks to protect everybody in it."""
        part = part or NOBODY
        people = self.people(part)
        if people < limits.k:
            return "few"
        # The members of a band are all but known, so the rest must hide itself.
        banded = max((n - part.bands[b] for b, n in self.bands.items()), default=0)
        if people - banded < limits.k:
            return "alike"
        if limits.clusters and not self.spread(part):
            return "clusters"
        return ""

    def spread(self, part: Tally) -> bool:
        """Three companies without `part`, none with more than half (rule D13)."""
        left = [n - part.clusters[name] for name, n in self.clusters.items()]
        left = [n for n in left if n > 0]
        answers = self.answers - part.answers
        return len(left) >= FEWEST_CLUSTERS and 2 * max(left) <= answers

    def alike(self, part: Tally | None = None) -> bool:
        """Whether nearly all answers here, without `part`, sit at one end."""
        part = part or NOBODY
        return nearly_alike(self.points - part.points, self.known - part.known)


NOBODY = Tally()
"""The part of a class that is nobody."""


def _remove(whole: Counter[_Key], part: Counter[_Key]) -> None:
    for key, n in part.items():
        whole[key] -= n
        if not whole[key]:
            del whole[key]


def nearly_alike(points: float, n: int) -> bool:
    """Whether the sum of `n` answers tells every one of them (rule D7)."""
    return n > 0 and min(points, 100.0 * n - points) < ALIKE - _NOISE


@dataclass(frozen=True, slots=True)
class Weighed:
    """What showing a set would do to the classes."""

    why: Why
    alike: bool
    """Whether it would set apart people whose answers are nearly all alike."""
    parts: Mapping[int, Sequence[int]]
    """Class to those of it who are in the set."""
    tallies: Mapping[int, Tally]


class Classes:
    """People in classes: those of one class were never told apart by a number."""

    def __init__(
        self, answers: Answers, limits: Limits, bands: Mapping[int, str]
    ) -> None:
        self._answers = answers
        self._limits = limits
        self._bands = bands
        self._class_of: dict[int, int] = {}
        self._tallies: dict[int, Tally] = {}
        self._made = 0
        self._noted: set[frozenset[int]] = set()
        self.met_alike = False
        """Whether a class came up whose members all but agree."""

    def tally(self, numbers: Collection[int]) -> Tally:
        """Count what the limits ask about these answers."""
        facts = self._answers
        known = [facts.points[n] for n in numbers if n in facts.points]
        found = Tally(len(numbers), math.fsum(known), len(known), len(numbers))
        if facts.several or len(known) < len(numbers):
            people = [facts.person.get(n, FORGOTTEN) for n in numbers]
            often = facts.several | {FORGOTTEN}
            found.several = Counter(who for who in people if who in often)
            found.single -= found.several.total()
        if self._limits.clusters:
            found.clusters = Counter(facts.cluster.get(n, "") for n in numbers)
        if self._bands:
            found.bands = Counter(self._bands[n] for n in numbers if n in self._bands)
        return found

    def note(self, numbers: Collection[int]) -> None:
        """Take a set that was shown before as given."""
        self._noted.add(frozenset(numbers))
        for own, inside in self._split(numbers).items():
            self._divide(own, inside, self.tally(inside))

    def weigh(self, numbers: Sequence[int]) -> Weighed:
        """What stands against showing a set: the simple test of rule D3.

        What was shown before may be shown again. Sets that crossed have left classes
        too small for the test; a set with such a class in it is refused.
        """
        if self._noted and frozenset(numbers) in self._noted:
            return Weighed("", False, {}, {})
        whole = self.tally(numbers)
        why = whole.lacks(self._limits)
        if why:
            return Weighed(why, False, {}, {})
        parts = self._split(numbers)
        tallies = {
            own: whole if len(parts) == 1 else self.tally(inside)
            for own, inside in parts.items()
        }
        alike = False
        for own, part in tallies.items():
            outer = self._tallies.get(own)
            why = part.lacks(self._limits)
            if not why and outer is not None and outer.answers == part.answers:
                continue  # a class shown as it is tells nothing new
            alike |= part.alike()
            if outer is not None and not why:
                why = outer.lacks(self._limits, part)
                alike |= outer.alike(part)
            if why:
                return Weighed("rest" if why == "few" else why, alike, parts, tallies)
        return Weighed("", alike, parts, tallies)

    def offer(self, numbers: Sequence[int], *, strict: bool) -> Why:
        """Show a set if that leaves everybody protected; else say what is against it.

        Where it is `strict`, people who are nearly all alike are not set apart.
        """
        found = self.weigh(numbers)
        if found.why:
            return found.why
        self.met_alike |= found.alike
        if found.alike and strict:
            return "alike"
        for own, inside in found.parts.items():
            self._divide(own, inside, found.tallies[own])
        return ""

    def _split(self, numbers: Collection[int]) -> dict[int, list[int]]:
        owners = [self._class_of.get(number, 0) for number in numbers]
        if len(set(owners)) == 1:
            return {owners[0]: list(numbers)}
        parts: dict[int, list[int]] = {}
        for own, number in zip(owners, numbers, strict=True):
            parts.setdefault(own, []).append(number)
        return parts

    def _divide(self, own: int, inside: Sequence[int], part: Tally) -> None:
        outer = self._tallies.get(own)
        if outer is not None:
            if outer.answers == part.answers:
                return
            outer.take(part)
        self._made += 1
        self._tallies[self._made] = part
        self._class_of.update(dict.fromkeys(inside, self._made))


@dataclass(frozen=True, slots=True)
class Decision:
    """What may be shown of one measure."""

    exact: frozenset[str]
    """Groups whose number may be shown."""
    bands: Mapping[str, Band]
    """Groups where only an end of the scale may be named."""
    refused: Mapping[str, Why] = field(compare=False)
    """Hidden groups, and what stands against showing them."""
    crossed: bool = field(compare=False)
    """Whether a set is shown that the classes do not know: the exact test let it."""
    classes: Classes = field(compare=False, repr=False)
    """Who can be told apart by all that is shown: further sets are offered to it."""


def decide(
    groups: Mapping[str, Sequence[int]],
    answers: Answers,
    tree: Tree,
    limits: Limits,
    shown_before: Sequence[tuple[str, frozenset[int]]] = (),
    bands_before: Sequence[tuple[str, frozenset[int]]] = (),
) -> Decision:
    """Decide every group of one measure (rules D1, D3, D4, D7 and D13).

    `groups` holds the answers of each group, as numbers. Groups whose answers are
    nearly all alike become bands, and everything is then decided once more as if
    they were hidden.
    """
    order = tree.order({group: len(numbers) for group, numbers in groups.items()})
    banded = largest_first(bands_before)

    def pass_over(
        candidates: Iterable[str], hidden: Mapping[int, str], *, strict: bool
    ) -> tuple[Classes, dict[str, Why]]:
        classes = Classes(answers, limits, hidden)
        for _, numbers in shown_before:
            classes.note(numbers)
        found = {g: classes.offer(groups[g], strict=strict) for g in candidates}
        if shown_before:
            found = {g: "before" if w == "rest" else w for g, w in found.items()}
        return classes, found

    # What was a band before does not count yet: the same answers decided again must
    # give the same bands.
    classes, first = pass_over(order, {}, strict=False)
    if not classes.met_alike and not banded:
        return _decision(order, first, {}, classes)
    able = {group for group in order if not first[group]}
    if banded:
        _, beside = pass_over(order, banded, strict=False)
        able = {group for group in able if not beside[group]}
    kept = set(bands_before)
    ends: dict[str, Band] = {
        group: end
        for group in order
        if (end := end_of([answers.points[n] for n in groups[group]])) is not None
    }
    bands = {
        group: ends[group]
        for group in order
        if group in ends
        and (group in able or (group, frozenset(groups[group])) in kept)
    }
    for group in bands:
        for number in groups[group]:
            banded.setdefault(number, group)
    rest = [group for group in order if group not in ends]
    classes, second = pass_over(rest, banded, strict=True)
    return _decision(order, {**first, **second}, bands, classes, ends)


def largest_first(bands: Iterable[tuple[str, frozenset[int]]]) -> dict[int, str]:
    """Answer to the band it is in; of bands in bands the largest counts."""
    found: dict[int, str] = {}
    for group, numbers in sorted(bands, key=lambda pair: (-len(pair[1]), pair[0])):
        for number in numbers:
            found.setdefault(number, group)
    return found


def _decision(
    order: Iterable[str],
    found: Mapping[str, Why],
    bands: Mapping[str, Band],
    classes: Classes,
    ends: Collection[str] = (),
) -> Decision:
    """Exact values, bands, and what stands against each hidden group."""
    exact = frozenset(g for g in order if not found[g] and g not in ends)
    refused: dict[str, Why] = {
        group: found[group] or "alike"
        for group in order
        if group not in exact and group not in bands
    }
    return Decision(exact, bands, refused, crossed=False, classes=classes)


def end_of(points: Sequence[float]) -> Band | None:
    """The end of the scale where nearly all answers sit, if they do."""
    total = math.fsum(points)
    if not nearly_alike(total, len(points)):
        return None
    return "top" if 2 * total > 100.0 * len(points) else "bottom"


def decide_counts(sizes: Mapping[str, int], tree: Tree, k: int) -> frozenset[str]:
    """Groups whose number of answers may be shown: only k people or more.

    The same rule of the tree, over the people who could answer.
    """
    left: dict[str, int] = {}
    for group in tree.order(sizes):
        size = sizes[group]
        if size < k:
            continue
        above = next((g for g in tree.above(group) if g in left), None)
        if above is not None:
            rest = left[above] - size
            if 0 != rest < k:
                continue
            left[above] = rest
        left[group] = size
    return frozenset(left)


def organisation_tree(parents: Mapping[str, str | None], teams: Iterable[str]) -> Tree:
    """The tree of a wave; the organisation is its only root."""
    roots = [group for group, parent in parents.items() if parent is None]
    if roots != [ORGANISATION]:
        raise ValueError("a wave has one root: the organisation")
    return Tree(dict(parents), frozenset(teams))
