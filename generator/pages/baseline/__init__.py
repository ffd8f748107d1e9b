"""Pages with results: teams and the portfolio by wave, the Teams page; how well the
questions work, and what time costs a team."""

from __future__ import annotations

import dataclasses
import functools

from generator.disclosure.peers import TeamValues, team_values
from generator.model.page import (
    Baseline,
    Drawn,
    Manifest,
    PlannedPage,
    StampedPage,
)
from generator.pages.baseline.cost import cost_page
from generator.pages.baseline.made_from import Sources
from generator.pages.baseline.places import COSTS, LEADERS, TEAMS, Places
from generator.pages.baseline.portfolio import portfolio_page
from generator.pages.baseline.questions import questions_name, questions_page
from generator.pages.baseline.reading import Reading
from generator.pages.baseline.team import team_page
from generator.pages.baseline.teams import teams_page

__all__ = ["Manifest", "baseline_pages", "planned_pages"]


def planned_pages(baseline: Baseline) -> list[PlannedPage]:
    """Every page with results in one language, none of them drawn yet.

    A team's newest page is `index.html`, and each wave has `<wave>.html` beside it;
    the same for the portfolio. Only waves with an edition are given.
    """
    if not baseline.waves:
        return []
    last = {team.id: wave.id for wave in baseline.waves for team in wave.teams}
    newest = baseline.waves[-1].id
    readings = {wave.id: Reading(baseline, wave) for wave in baseline.waves}
    sources = Sources(baseline)
    file = Places("", baseline.language, baseline.waves[-1].languages[0]).file

    @functools.cache
    def others(wave: str) -> TeamValues:
        return team_values(readings[wave].wave, baseline.editions[wave])

    # a team's newest page lies under two names: the second is not drawn again
    @functools.lru_cache(maxsize=1)
    def team(wave: str, team: str) -> Drawn:
        return team_page(readings[wave], team, wave, last[team], others(wave))

    @functools.lru_cache(maxsize=1)
    def portfolio(wave: str) -> Drawn:
        return portfolio_page(readings[wave], wave, newest)

    planned: list[PlannedPage] = []

    def plan(
        audience: str,
        stem: str,
        draw: functools.partial[Drawn],
        made_from: str = "",
    ) -> None:
        planned.append(
            PlannedPage(audience, file(stem), baseline.language, draw, made_from)
        )

    for wave in baseline.waves:
        drawn = functools.partial(portfolio, wave.id)
        made_from = sources.of(wave)
        plan(LEADERS, wave.id, drawn, made_from)
        if wave.id == newest:
            index = functools.partial(_as_index, drawn, wave.id)
            plan(LEADERS, "index", index, made_from)
        plan(
            LEADERS,
            questions_name(wave.id),
            functools.partial(questions_page, readings[wave.id], newest),
            made_from,
        )
        for one in wave.teams:
            place = f"{TEAMS}/{one.id}"
            drawn = functools.partial(team, wave.id, one.id)
            made_from = sources.of(wave, one.id)
            plan(place, wave.id, drawn, made_from)
            if wave.id == last[one.id]:
                index = functools.partial(_as_index, drawn, wave.id)
                plan(place, "index", index, made_from)
    plan(LEADERS, "teams", functools.partial(teams_page, baseline))
    for stated in baseline.clocks.teams if baseline.clocks else ():
        drawn = functools.partial(cost_page, baseline, stated)
        plan(f"{COSTS}/{stated.team}", "index", drawn)
    return sorted(planned, key=lambda one: (one.audience, one.path))


def baseline_pages(baseline: Baseline) -> tuple[list[StampedPage], Manifest]:
    """Every page with results in one language, and where its numbers are from."""
    made = [page.draw() for page in planned_pages(baseline)]
    manifest = {f"{page.audience}/{page.path}": cells for page, cells in made}
    return [page for page, _ in made], manifest


def _as_index(draw: functools.partial[Drawn], wave: str) -> Drawn:
    """The same page once more, under the name people open first."""
    page, cells = draw()
    path = page.path.replace(wave, "index", 1)
    return dataclasses.replace(page, path=path, tab=""), cells
