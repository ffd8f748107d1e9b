"""What a wave will be able to show, before anybody has answered.

People are drawn who answer, and what they can say something about; then the rules of
the release decide, just as they will. The drawing is seeded by names: the same list
gives the same forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from generator.disclosure.cells import practices_below
from generator.disclosure.measure import Measure, measure
from generator.disclosure.view import View, persons_of, views_of
from generator.model.instrument import Rules, Wave
from generator.model.score import PersonScores
from generator.stats.difference import welch
from generator.stats.interval import half_width, pooled

RATES = (40, 60, 80, 100)
"""Response rates looked at, in percent."""

ANSWERED = 0.75
"""Share of the practices a person who answers can say something about: the others are
marked "cannot judge" or "does not apply", or left blank."""

CENTRE = 60.0
"""Where simulated scores lie, in points of 100."""

A_COMPANY = 2
"""People a partner company sends, where no list says."""

_WORK = 60_000
"""People times draws that take a moment only."""


@dataclass(frozen=True, slots=True, order=True)
class Invitee:
    """Somebody who could answer about one team."""

    view: str
    team: str
    person: str
    """Whoever answers about two teams is one person."""
    cluster: str = ""
    """Company, where the view comes from outside."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one view will show of one group at one response rate."""

    view: str
    group: str
    people: int
    rate: int
    shown: float
    """Share of the practices asked that will be shown, 0 to 1."""
    dimensions: float
    """Share of the dimensions."""
    half: float | None
    """Half the plausible range of a shown practice, in points of 100 (rule S6)."""
    change: float | None
    """Smallest change the next wave could tell from none, in points of 100 (S10)."""


@dataclass(slots=True)
class _Sum:
    asked: int = 0
    shown: int = 0
    wholes: int = 0
    wholes_shown: int = 0
    half: float = 0.0
    change: float = 0.0


def eligible_people(wave: Wave) -> list[Invitee]:
    """As many people as the teams say could answer; two from each partner company."""
    return [
        Invitee(
            group.id,
            team.id,
            f"{group.id}-{team.id}-{n}",
            f"{team.id}-{n // A_COMPANY}" if group.clusters else "",
        )
        for group in wave.groups
        for team in wave.teams
        for n in range(team.eligible.get(group.id, 0))
    ]


def forecast(
    wave: Wave,
    invited: Iterable[Invitee],
    rates: Sequence[int] = RATES,
    draws: int | None = None,
) -> list[Outlook]:
    """Simulate the release of a wave at several response rates.

    Args:
        wave: the wave, frozen or as it would be frozen today.
        invited: who could answer.
        rates: response rates in percent.
        draws: times everybody is drawn; as many as take a moment where not given.
    """
    listed = sorted(set(invited))
    asked = [PersonScores(i.person, i.team, i.view, i.cluster, {}) for i in listed]
    known = list(range(1, len(listed) + 1))
    persons = persons_of(asked, known, {})
    times = draws or max(4, min(40, _WORK // max(1, len(listed))))
    found: list[Outlook] = []
    for view in views_of(wave, asked, known, persons):
        people = _people(view)
        dimensions = {
            node.ref: practices_below(wave, node.ref)
            for node in wave.nodes
            if node.kind == "dimension"
        }
        for rate in rates:
            sums = {group: _Sum() for group in view.asked}
            for draw in range(times):
                seed = f"{wave.survey} {view.id} {rate} {draw}"
                measures = _draw(view, persons, rate, Random(seed))  # noqa: S311
                for group, one in sums.items():
                    _count(view, group, measures, dimensions, one)
            found += [
                _outlook(view.id, group, people.get(group, 0), rate, one)
                for group, one in sums.items()
            ]
    return found


def _people(view: View) -> dict[str, int]:
    """Group to the different people who could answer about it."""
    found: dict[str, set[int]] = {}
    for answer in view.answers:
        for place in (answer.team, *view.tree.above(answer.team)):
            found.setdefault(place, set()).add(answer.person)
    return {group: len(people) for group, people in found.items()}


def _draw(
    view: View, persons: Mapping[int, int], rate: int, random: Random
) -> list[Measure]:
    """Let some people answer, and decide every practice."""
    everybody = sorted({answer.person for answer in view.answers})
    answering = {who for who in everybody if 100 * random.random() < rate}
    asked = [
        family
        for family in view.families
        if any(family[0] in practices for practices in view.asked.values())
    ]
    given = [
        replace(answer, scores=_scores(view, asked, random))
        for answer in view.answers
        if answer.person in answering
    ]
    answered = replace(view, answers=given)
    return [measure(answered, family, persons, {}) for family in asked]


def _scores(
    view: View, asked: Iterable[Sequence[str]], random: Random
) -> dict[str, float]:
    """What one person can say something about, and what it comes to."""
    found: dict[str, float] = {}
    for family in asked:
        if random.random() < ANSWERED:
            drawn = random.gauss(CENTRE, view.wave.rules_of(family[0]).sd)
            found[family[0]] = min(100.0, max(0.0, drawn))
    return found


def _count(
    view: View,
    group: str,
    measures: Iterable[Measure],
    dimensions: Mapping[str, Sequence[str]],
    total: _Sum,
) -> None:
    """Add one draw of one group."""
    asked, shown = set(), set()
    for one in measures:
        here = [ref for ref in one.family if ref in view.asked[group]]
        if not here:
            continue
        asked.update(here)
        total.asked += 1
        if one.hidden(group):
            continue
        shown.update(here)
        total.shown += 1
        half, change = precision(
            len(set(one.people(group))), view.wave.rules_of(here[0])
        )
        total.half += half
        total.change += change
    for practices in dimensions.values():
        some = asked.intersection(practices)
        if some:
            total.wholes += 1
            total.wholes_shown += 2 * len(shown.intersection(some)) >= len(some)


def precision(n: int, rules: Rules) -> tuple[float, float]:
    """Half the plausible range with `n` answers, and the smallest change to be told.

    Both in points of 100: the interval of S6 with the framework's own spread, and the
    difference of two waves with as many answers each (Welch).
    """
    known = pooled(rules.sd, n, rules.sd, rules.sd_df)
    if known is None:
        return 100.0, 100.0
    both = welch(known.se, known.df, known.se, known.df)
    change = max(half_width(both.se, both.df), rules.smallest_difference)
    return half_width(known.se, known.df), change


def _outlook(view: str, group: str, people: int, rate: int, total: _Sum) -> Outlook:
    return Outlook(
        view=view,
        group=group,
        people=people,
        rate=rate,
        shown=total.shown / total.asked if total.asked else 0.0,
        dimensions=total.wholes_shown / total.wholes if total.wholes else 0.0,
        half=total.half / total.shown if total.shown else None,
        change=total.change / total.shown if total.shown else None,
    )
