"""Unions: sibling teams that stay hidden, shown together where that is safe (D4).

A page needs one and the same union for most practices, so unions are made for a whole
view; whether a union may be shown is then decided practice by practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.disclosure.measure import Measure
from generator.disclosure.view import View
from generator.model.edition import union_id


def add_unions(view: View, measures: Sequence[Measure]) -> View:
    """Show the smallest safe unions of teams that stay hidden.

    The measures are changed: each learns which unions it may show. The view comes back
    with the unions among its groups.

    A union starts with the largest hidden team and takes in the smallest ones, until
    most practices may be shown of it; the rest is tried in the same way. That is
    quick, and it leaves more unions than pairing the largest would. With one answer
    a team, 2k - 1 teams leave either nobody or k people beside them, so larger
    unions are not tried.
    """
    found: dict[str, tuple[str, ...]] = {}
    for parent, teams in sorted(_hidden_teams(view, measures).items()):
        left = sorted(teams, key=lambda t: (-_answers(measures, t), t))
        while len(left) > 1:
            members = _smallest(view, measures, left, parent)
            if not members:
                left = left[1:]
                continue
            found[union_id(members)] = tuple(sorted(members))
            left = [team for team in left if team not in members]
    return _with(view, found) if found else view


def _hidden_teams(view: View, measures: Sequence[Measure]) -> dict[str, list[str]]:
    """Parent to its teams that answered and of which most practices are hidden."""
    found: dict[str, list[str]] = {}
    for team in sorted(view.tree.teams & view.asked.keys()):
        asked = [one for one in measures if one.family[0] in view.asked[team]]
        parent = view.tree.parents[team]
        if not _answers(asked, team):
            continue
        if parent and 2 * sum(one.hidden(team) for one in asked) > len(asked):
            found.setdefault(parent, []).append(team)
    return found


def _answers(measures: Sequence[Measure], team: str) -> int:
    return sum(len(one.groups.get(team, ())) for one in measures)


def _smallest(
    view: View, measures: Sequence[Measure], teams: Sequence[str], parent: str
) -> list[str]:
    """The largest of `teams` with as few of the others as most practices need."""
    members = [teams[0]]
    for team in list(reversed(teams[1:]))[: 2 * (view.limits.k - 1)]:
        members.append(team)
        asked_of = set().union(*(view.asked[member] for member in members))
        asked = [one for one in measures if one.family[0] in asked_of]
        able = [one for one in asked if _may_show(one, members, parent)]
        if 2 * len(able) >= len(asked) > 0:
            for one in able:
                _show(one, members)
            return members
    return []


def _may_show(measure: Measure, members: Sequence[str], parent: str) -> bool:
    """Whether a union is safe, and tells more than the group above it."""
    numbers = _numbers(measure, members)
    if not numbers or len(numbers) == len(measure.groups[parent]):
        return False
    if measure.decision.crossed:
        return False  # the classes do not know every set that is shown
    found = measure.decision.classes.weigh(numbers)
    return not found.why and not found.alike


def _show(measure: Measure, members: Sequence[str]) -> None:
    union, numbers = union_id(members), _numbers(measure, members)
    measure.decision.classes.offer(numbers, strict=True)
    measure.groups[union] = numbers
    measure.unions.add(union)


def _numbers(measure: Measure, members: Sequence[str]) -> list[int]:
    return sorted(n for team in members for n in measure.groups.get(team, ()))


def _with(view: View, unions: Mapping[str, tuple[str, ...]]) -> View:
    """The view with its unions as groups of their own."""
    asked, eligible = dict(view.asked), dict(view.eligible)
    answered = dict(view.answered)
    for union, members in unions.items():
        asked[union] = frozenset().union(*(view.asked[team] for team in members))
        answered[union] = sum(view.answered.get(team, 0) for team in members)
        if all(team in view.eligible for team in members):
            eligible[union] = sum(view.eligible[team] for team in members)
    return replace(
        view, asked=asked, eligible=eligible, answered=answered, unions=unions
    )
