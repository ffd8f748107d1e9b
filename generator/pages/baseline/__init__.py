"""Pages with results: teams and the portfolio by wave, the Teams page; how well the
questions work, what time costs a team; pages for partners and other readers."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from functools import partial

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
from generator.pages.baseline.written_for import written_page, written_waves

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

    @functools.lru_cache(maxsize=1)
    def written(wave: str, folder: str, ids: tuple[str, ...]) -> Drawn:
        return written_page(readings[wave], folder, ids)

    planned: list[PlannedPage] = []

    def plan(
        audience: str, stem: str, draw: Callable[[], Drawn], made_from: str = ""
    ) -> None:
        planned.append(
            PlannedPage(audience, file(stem), baseline.language, draw, made_from)
        )

    def plan_wave(
        audience: str, wave: str, draw: Callable[[], Drawn], made_from: str, own: str
    ) -> None:
        """The page of a wave; of `own`, the folder's newest, as its index as well."""
        plan(audience, wave, draw, made_from)
        if wave == own:
            plan(audience, "index", partial(_as_index, draw, wave), made_from)

    for wave in baseline.waves:
        whole = sources.of(wave)
        plan_wave(LEADERS, wave.id, partial(portfolio, wave.id), whole, newest)
        questions = partial(questions_page, readings[wave.id], newest)
        plan(LEADERS, questions_name(wave.id), questions, whole)
        for one in wave.teams:
            made_from = sources.of(wave, one.id)
            page = partial(team, wave.id, one.id)
            plan_wave(f"{TEAMS}/{one.id}", wave.id, page, made_from, last[one.id])
    for folder in baseline.written_for:
        ids = written_waves(readings.values(), folder)
        for name in ids:
            made_from = sources.of(readings[name].wave)
            page = partial(written, name, folder, ids)
            plan_wave(folder, name, page, made_from, ids[-1])
    plan(LEADERS, "teams", partial(teams_page, baseline))
    for stated in baseline.clocks.teams if baseline.clocks else ():
        plan(f"{COSTS}/{stated.team}", "index", partial(cost_page, baseline, stated))
    return sorted(planned, key=lambda one: (one.audience, one.path))


def baseline_pages(baseline: Baseline) -> tuple[list[StampedPage], Manifest]:
    """Every page with results in one language, and where its numbers are from."""
    made = [page.draw() for page in planned_pages(baseline)]
    manifest = {f"{page.audience}/{page.path}": cells for page, cells in made}
    return [page for page, _ in made], manifest


def _as_index(draw: Callable[[], Drawn], wave: str) -> Drawn:
    """The same page once more, under the name people open first."""
    page, cells = draw()
    path = page.path.replace(wave, "index", 1)
    return dataclasses.replace(page, path=path, tab=""), cells
