"""Small waves for disclosure: one practice, any tree, scores given directly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from samples import RISK, both, node, question, small_wave

from generator.model.instrument import Wave, WaveGroup, WaveTeam, WaveUnit
from generator.model.score import PersonScores


def wave_of(
    teams: Mapping[str, str],
    units: Mapping[str, str] | None = None,
    *,
    views: Iterable[str] = ("practitioner",),
    clusters: bool = False,
    k: int = 5,
    eligible: int = 100,
) -> Wave:
    """One practice; teams and units with the group that holds them."""
    wave = small_wave()
    names = tuple(views)
    first = wave.instruments[0]
    page = replace(first.pages[0], questions=(question("Q1", RISK),))
    return replace(
        wave,
        groups=tuple(
            WaveGroup(view, both(view), both(view), clusters=clusters) for view in names
        ),
        instruments=tuple(
            replace(first, id=view, group=view, pages=(page,)) for view in names
        ),
        nodes=(
            node("seven-habits", "framework", None, "Seven Habits"),
            node("seven-habits:enhance-value", "dimension", "seven-habits", "Enhance"),
            node(RISK, "practice", "seven-habits:enhance-value", "Risk register"),
        ),
        privacy=replace(wave.privacy, k_scores=k),
        units=tuple(WaveUnit(u, both(u), p) for u, p in (units or {}).items()),
        teams=tuple(
            WaveTeam(t, both(t), p, both(t), dict.fromkeys(names, eligible))
            for t, p in teams.items()
        ),
    )


def person(
    name: str,
    team: str,
    score: float,
    *,
    view: str = "practitioner",
    cluster: str = "",
) -> PersonScores:
    return PersonScores(name, team, view, cluster, {RISK: score})


def crowd(team: str, *scores: float, view: str = "practitioner") -> list[PersonScores]:
    return [
        person(f"{team}{place}", team, score, view=view)
        for place, score in enumerate(scores)
    ]
