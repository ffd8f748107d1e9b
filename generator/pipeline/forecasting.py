"""What a wave will be able to show, and what to do about it, before it is fielded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.disclosure.forecast import (
    ANSWERED,
    RATES,
    Invitee,
    Outlook,
    eligible_people,
    forecast,
)
from generator.disclosure.tree import FEWEST_CLUSTERS
from generator.disclosure.view import threshold
from generator.model.instrument import Wave
from generator.model.people import Person
from generator.pipeline.reading import Reading

TYPICAL = 60
"""Response in percent that advice is given for."""

MOST = 0.8
"""A share of the practices that counts as most of them."""

WIDE = 10.0
"""Half a plausible range, in points of 100, above which confidence is low (S6)."""

SHORT_DRAWS = 6


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected of a wave."""

    wave: Wave
    listed: bool
    """True where a people list was given; else the teams' own numbers were used."""
    outlooks: tuple[Outlook, ...]
    advice: tuple[str, ...]


def foresee(
    reading: Reading, wave: str, people: Sequence[Person] | None = None
) -> Forecast:
    """Simulate the release of a wave for a people list, and say what to do.

    Without a list, the numbers under `eligible` in `teams.yaml` are used.
    """
    kept = next((each for each in reading.waves if each.id == wave), None)
    compiled = kept or reading.today(wave)
    invited = (
        eligible_people(compiled) if people is None else invitees(compiled, people)
    )
    views = [group.id for group in compiled.groups]
    groups = list(compiled.parents())
    found = sorted(
        forecast(compiled, invited),
        key=lambda one: (views.index(one.view), groups.index(one.group), one.rate),
    )
    return Forecast(
        compiled, people is not None, tuple(found), advise(compiled, found, invited)
    )


def in_short(wave: Wave, people: Sequence[Person]) -> list[str]:
    """One line a view: what its teams will see at a typical response."""
    found = forecast(wave, invitees(wave, people), rates=(TYPICAL,), draws=SHORT_DRAWS)
    lines = []
    for view, title in _views(wave):
        shares = [one.shown for one in found if one.view == view and _team(wave, one)]
        if not shares:
            continue
        none = sum(share == 0 for share in shares)
        line = (
            f"{title}: at {TYPICAL} % response about "
            f"{percent(math.fsum(shares) / len(shares))} % of the practices of a team "
            "will be shown"
        )
        if none == len(shares):
            line = f"{title}: no practice of a single team will be shown"
        elif none:
            line += f"; of {none} of {len(shares)} teams, none"
        lines.append(line)
    return lines


def invitees(wave: Wave, people: Iterable[Person]) -> list[Invitee]:
    """A people list as the simulation needs it: no name, no address.

    Rows about a team or group the wave does not have are for `field` to refuse.
    """
    teams = {team.id for team in wave.teams}
    groups = {group.id for group in wave.groups}
    numbers: dict[str, str] = {}
    found = []
    for place, person in enumerate(people):
        if person.team not in teams or person.group not in groups:
            continue
        key = person.person or person.email.casefold() or f"row {place}"
        who = numbers.setdefault(key, f"{len(numbers):06}")
        company = person.partner.casefold()
        found.append(Invitee(person.group, person.team, who, company))
    return found


def percent(share: float) -> int:
    """A share in whole percent; neither 0 nor 100 unless it is."""
    whole = round(100 * share)
    if 0 < share < 1:
        return min(99, max(1, whole))
    return whole


def needed(k: int, rate: int, most: float = MOST) -> int:
    """People a team needs so that most of its practices are shown by their number."""
    chance = rate / 100 * ANSWERED
    people = k
    while _at_least(k, people, chance) < most:
        people += 1
    return people


def _at_least(k: int, people: int, chance: float) -> float:
    """Probability that `k` of `people` answer, each with the same chance."""
    return 1.0 - math.fsum(
        math.comb(people, n) * chance**n * (1 - chance) ** (people - n)
        for n in range(k)
    )


def advise(
    wave: Wave, outlooks: Iterable[Outlook], invited: Iterable[Invitee]
) -> tuple[str, ...]:
    """What to do about it, in plain sentences."""
    found: list[str] = []
    everybody = list(invited)
    teams = [one for one in outlooks if _team(wave, one) and one.people]
    for view, title in _views(wave):
        own = [one for one in teams if one.view == view]
        if not own:
            continue
        found += _too_few(wave, title, own)
        found += _companies(wave, view, title, everybody)
        found += _merge(wave, title, own)
        found += _response(title, own)
        found += _wide(title, own)
    return tuple(found)


def _too_few(wave: Wave, title: str, own: Sequence[Outlook]) -> list[str]:
    """Teams that can never be shown, and what they can do instead."""
    k = threshold(wave)
    small = [one.group for one in own if one.rate == RATES[-1] and one.people < k]
    if not small:
        return []
    own_way = (
        f"{title}: {_names(wave, small)} {_have(small)} fewer than {k} people, so "
        f"no score of {_theirs(small)} can ever be shown. Let "
        f"{'each' if len(small) > 1 else 'it'} agree on its own assessment "
        "('baseline assess TEAM'); the survey then speaks for the whole organisation"
    )
    census = (
        f"{title}: with about {needed(k, TYPICAL)} people a team, most practices would "
        f"be shown at {TYPICAL} % response. Look first who does this work without the "
        "title (the census of a full baseline), and add them to the list"
    )
    return [own_way, census]


def _companies(
    wave: Wave, view: str, title: str, everybody: Iterable[Invitee]
) -> list[str]:
    """Teams whose people come from too few companies (rule D13)."""
    if not wave.asks_outside(view):
        return []
    companies: dict[str, list[str]] = {}
    for one in everybody:
        if one.view == view:
            companies.setdefault(one.team, []).append(one.cluster)
    few = [
        team for team, names in companies.items() if len(set(names)) < FEWEST_CLUSTERS
    ]
    much = [
        team
        for team, names in companies.items()
        if team not in few and 2 * max(map(names.count, names)) > len(names)
    ]
    found = []
    if few:
        found.append(
            f"{title}: the people asked about {_names(wave, few)} come from fewer than "
            f"{FEWEST_CLUSTERS} companies, so nothing can be shown. Ask people of more "
            "companies, or read this view for the whole organisation"
        )
    if much:
        found.append(
            f"{title}: more than half of the people asked about {_names(wave, much)} "
            "come from one company. Ask more people of the others"
        )
    return found


def _merge(wave: Wave, title: str, own: Sequence[Outlook]) -> list[str]:
    """Sibling teams that are large enough to be shown, and together would be."""
    parents = wave.parents()
    k, enough = threshold(wave), needed(threshold(wave), TYPICAL)
    weak: dict[str | None, list[Outlook]] = {}
    for one in own:
        if one.rate == TYPICAL and one.people >= k and one.shown < MOST:
            weak.setdefault(parents[one.group], []).append(one)
    found = []
    for siblings in weak.values():
        if len(siblings) > 1 and sum(one.people for one in siblings) >= enough:
            names = _names(wave, [one.group for one in siblings])
            found.append(
                f"{title}: {names} will often be hidden by themselves. Where they work "
                "alike, make one team of them; otherwise read them at the level of "
                "dimensions, or together"
            )
    return found


def _response(title: str, own: Sequence[Outlook]) -> list[str]:
    """Where a few more answers decide."""

    def share(rate: int) -> float:
        shares = [one.shown for one in own if one.rate == rate]
        return math.fsum(shares) / len(shares)

    low, high = share(RATES[0]), share(RATES[-1])
    if low >= MOST or high < 0.1:
        return []
    remind = (
        f"{title}: {percent(low)} % of the teams' practices will be shown at "
        f"{RATES[0]} % response, {percent(share(TYPICAL))} % at {TYPICAL} %. Announce "
        "the wave, and remind twice"
    )
    return [remind]


def _wide(title: str, own: Sequence[Outlook]) -> list[str]:
    """Where single practices of a team are known too roughly to compare."""
    wide = [
        (one.half, one.change)
        for one in own
        if one.rate == TYPICAL and one.half and one.change and one.half > WIDE
    ]
    if not wide:
        return []
    half = math.fsum(half for half, _ in wide) / len(wide)
    change = math.fsum(change for _, change in wide) / len(wide)
    roughly = (
        f"{title}: a practice of a team will be known to within about {half:.0f} "
        "points of 100 either way, and the next wave can tell a change of about "
        f"{change:.0f} points or more. Lead with dimensions, and note steps done with "
        "evidence"
    )
    return [roughly]


def _views(wave: Wave) -> list[tuple[str, str]]:
    words = wave.languages[0]
    return [
        (group.id, group.title.get(words, group.id))
        for group in wave.groups
        if wave.instrument_for(group.id) is not None
    ]


def _team(wave: Wave, one: Outlook) -> bool:
    return any(team.id == one.group for team in wave.teams)


def _names(wave: Wave, teams: Sequence[str]) -> str:
    """Team names as in a sentence; many are counted."""
    words = wave.languages[0]
    names = {team.id: team.name.get(words, team.id) for team in wave.teams}
    listed = [names[team] for team in teams]
    if len(listed) > 4:
        listed = [*listed[:3], f"{len(listed) - 3} more teams"]
    if len(listed) < 2:
        return listed[0]
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def _have(teams: Sequence[str]) -> str:
    return "have each" if len(teams) > 1 else "has"


def _theirs(teams: Sequence[str]) -> str:
    return "theirs" if len(teams) > 1 else "its own"
