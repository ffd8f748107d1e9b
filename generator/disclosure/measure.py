"""One measure: the answers of one view to one practice, and what is decided of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.disclosure.crossing import crossing_safe
from generator.disclosure.ledger import BAND, encode
from generator.disclosure.tree import Answers, Decision, Why, decide
from generator.disclosure.view import View, group_answers
from generator.scoring.scope import Family

Sets = Sequence[tuple[str, frozenset[int]]]
"""Groups and the answers a number of theirs was shown for."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One practice, with those that say the same, in one view."""

    view: str
    family: Family
    groups: dict[str, list[int]]
    """Group to its answers; unions of teams come in when they are tried."""
    answers: Answers
    before: Sets
    """Everything shown of it before."""
    decision: Decision
    unions: set[str] = field(default_factory=set)
    """Unions of teams whose number may be shown."""
    camps: set[str] = field(default_factory=set)
    """Teams whose people sit at both ends of the scale."""

    def exact(self, group: str) -> bool:
        """Whether the group's number may be shown."""
        return group in self.decision.exact or group in self.unions

    def hidden(self, group: str) -> bool:
        """Whether nothing of the group may be shown."""
        return not self.exact(group) and group not in self.decision.bands

    def why(self, group: str) -> Why:
        """What stands against showing a hidden group; nobody answered is too few."""
        return self.decision.refused.get(group, "few")

    def people(self, group: str) -> list[int]:
        """Who gave each answer of a group."""
        return [*map(self.answers.person.__getitem__, self.groups.get(group, []))]

    def values(self, group: str) -> list[float]:
        """The answers of a group, in points of 100."""
        return [*map(self.answers.points.__getitem__, self.groups.get(group, []))]

    def lines(self) -> list[tuple[str, Mapping[str, str]]]:
        """What the ledger has to remember: every set shown that it does not hold."""
        recorded = set(self.before)
        shown = [(group, group) for group in (*self.decision.exact, *self.unions)]
        shown += [(group, group + BAND) for group in self.decision.bands]
        sets = {
            name: encode(self.groups[group])
            for group, name in sorted(shown)
            if (name, frozenset(self.groups[group])) not in recorded
        }
        return (
            [(measure_of(self.view, ref), sets) for ref in self.family] if sets else []
        )


def measure_of(view: str, ref: str) -> str:
    """The name of a measure in the ledger."""
    return f"{view}|{ref}"


def measure(
    view: View,
    family: Family,
    persons: Mapping[int, int],
    shown: Mapping[str, Iterable[tuple[str, frozenset[int]]]],
) -> Measure:
    """Decide one practice of a view for every group of the tree.

    `shown` is everything shown of the wave before, by measure.
    """
    given = [answer for answer in view.answers if family[0] in answer.scores]
    often = Counter(answer.person for answer in given)
    answers = Answers(
        points={answer.number: answer.scores[family[0]] for answer in given},
        person=persons,
        cluster={a.number: a.cluster for a in given} if view.limits.clusters else {},
        several=frozenset(who for who, times in often.items() if times > 1),
    )
    found = {pair for ref in family for pair in shown.get(measure_of(view.id, ref), ())}
    before = sorted(found, key=lambda pair: (pair[0], sorted(pair[1])))
    groups = group_answers(view.tree, given)
    exact = [pair for pair in before if not pair[0].endswith(BAND)]
    bands = [(g.removesuffix(BAND), s) for g, s in before if g.endswith(BAND)]
    decision = decide(groups, answers, view.tree, view.limits, exact, bands)
    if exact and not (bands or decision.bands):
        decision = _crossing(decision, groups, answers, view, [s for _, s in exact])
    return Measure(view.id, family, groups, answers, before, decision)


def _crossing(
    decision: Decision,
    groups: Mapping[str, Sequence[int]],
    answers: Answers,
    view: View,
    shown: list[frozenset[int]],
) -> Decision:
    """Groups refused only because they cross what was shown before, tried exactly."""
    shown += [frozenset(groups[group]) for group in decision.exact]
    exact, refused = set(decision.exact), dict(decision.refused)
    for group in view.tree.order({g: len(groups[g]) for g in refused}):
        cut = frozenset(groups[group])
        if refused[group] == "before" and crossing_safe(
            shown, cut, answers, view.limits
        ):
            exact.add(group)
            shown.append(cut)
            del refused[group]
    crossed = len(exact) > len(decision.exact)
    return replace(decision, exact=frozenset(exact), refused=refused, crossed=crossed)
