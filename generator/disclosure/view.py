"""One view of one wave as release looks at it: who answered, who was asked what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.disclosure.ledger import people_behind
from generator.disclosure.tree import Limits, Tree, organisation_tree
from generator.errors import refuse
from generator.model.instrument import Wave
from generator.model.response import Missing
from generator.model.score import PersonScores
from generator.scoring.items import ScoredItem
from generator.scoring.scope import Family, families, out_of_scope

Confidence = Literal["high", "medium", "low"]

FLOOR = 3
"""Fewest answers behind any number, whatever a survey declares (rule D1)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response in one view, with its number in the ledger."""

    number: int
    person: int
    team: str
    cluster: str
    scores: Mapping[str, float]
    items: Mapping[str, tuple[float | Missing, ...]] = field(default_factory=dict)
    """Practice to points of 100 per item, or why there are none."""
    flagged: bool = False
    """Whether there are signs that it was given without reading (rule S13)."""


@dataclass(frozen=True, slots=True)
class View:
    """What is needed to decide one view."""

    wave: Wave
    tree: Tree
    id: str
    limits: Limits
    answers: Sequence[Answer]
    families: Mapping[Family, Sequence[ScoredItem]]
    """Practices that are decided as one, because they rest on the same answers; with
    the items behind them."""
    asked: Mapping[str, frozenset[str]]
    """Group to the practices it is asked about in this view."""
    eligible: Mapping[str, int]
    """Group to the people who could answer, where that is known."""
    answered: Mapping[str, int]
    unions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Union of teams to its members."""

    def confidence(
        self, half: float, n: int, group: str, *, camps: bool = False
    ) -> Confidence:
        """How far to trust a number, in a word (S6).

        A step lower where few of those asked answered, and where there are two camps.
        """
        levels: tuple[Confidence, ...] = ("high", "medium", "low")
        level = 0 if half <= 5 else 1 if half <= 10 else 2
        eligible = self.eligible.get(group, 0)
        if 2 * self.answered.get(group, 0) < eligible or not eligible or camps:
            level += 1
        if n < 10:
            level = max(level, 1)
        return levels[min(level, 2)]


def threshold(wave: Wave) -> int:
    """Fewest answers behind any number of this wave: its k."""
    return max(FLOOR, wave.privacy.k_scores)


def persons_of(
    people: Sequence[PersonScores], known: Sequence[int], numbers: Mapping[str, int]
) -> dict[int, int]:
    """Number to person, counted from 1."""
    names = people_behind(numbers)
    names |= {n: p.respondent for p, n in zip(people, known, strict=True)}
    ids = {name: place for place, name in enumerate(sorted(set(names.values())), 1)}
    return {number: ids[name] for number, name in names.items()}


def views_of(
    wave: Wave,
    people: Sequence[PersonScores],
    known: Sequence[int],
    persons: Mapping[int, int],
) -> list[View]:
    """Every view the wave fields, the headline first."""
    tree = organisation_tree(wave.parents(), [team.id for team in wave.teams])
    by_view: dict[str, list[Answer]] = {}
    for person, n in zip(people, known, strict=True):
        if person.team not in tree.parents:
            raise refuse(
                "team-unknown",
                f"a response names the team `{person.team}`, which wave {wave.id} "
                "does not have.",
                "collect again, or correct the team in the file of people.",
            )
        by_view.setdefault(person.view, []).append(
            Answer(
                n,
                persons[n],
                person.team,
                person.cluster,
                person.scores,
                person.answers,
                bool(person.flags),
            )
        )
    views = []
    for group in sorted(wave.groups, key=lambda g: (g.id != wave.headline, g.id)):
        kin = families(wave, group.id)
        if not kin:
            continue
        answers = sorted(by_view.get(group.id, []), key=lambda a: a.number)
        answered = Counter(
            place for a in answers for place in (a.team, *tree.above(a.team))
        )
        practices = {ref for family in kin for ref in family}
        asked: dict[str, set[str]] = {}
        eligible: dict[str, int] = {}
        unknown: set[str] = set()
        for team in wave.teams:
            size = team.eligible.get(group.id)
            places = (team.id, *tree.above(team.id))
            for place in places:
                eligible[place] = eligible.get(place, 0) + (size or 0)
            if size is None:
                unknown.update(places)
            if size != 0 or answered[team.id]:
                open_to = practices - out_of_scope(wave, team, kin)
                for place in places:
                    asked.setdefault(place, set()).update(open_to)
        views.append(
            View(
                wave=wave,
                tree=tree,
                id=group.id,
                limits=Limits(threshold(wave), group.clusters),
                answers=answers,
                families=kin,
                asked={place: frozenset(refs) for place, refs in asked.items()},
                eligible={p: n for p, n in eligible.items() if p not in unknown},
                answered=answered,
            )
        )
    return views


def group_answers(tree: Tree, answers: Sequence[Answer]) -> dict[str, list[int]]:
    """Every group's answers, as numbers: its own and those of all below it."""
    teams: dict[str, list[int]] = {}
    for answer in answers:
        teams.setdefault(answer.team, []).append(answer.number)
    groups: dict[str, list[int]] = {}
    for team, numbers in teams.items():
        for place in (team, *tree.above(team)):
            groups.setdefault(place, []).extend(numbers)
    return groups
