"""Pages with results: teams and the portfolio by wave, the Teams page; how well the
questions work, what time costs a team; pages for partners and other readers."""

from __future__ import annotations

import dataclasses

from generator.disclosure.peers import team_values
from generator.model.page import Baseline, StampedPage
from generator.pages.baseline.cost import cost_page
from generator.pages.baseline.portfolio import portfolio_page
from generator.pages.baseline.questions import questions_page
from generator.pages.baseline.team import team_page
from generator.pages.baseline.teams import teams_page
from generator.pages.baseline.writing import CellTable, Manifest
from generator.pages.baseline.written_for import written_pages

__all__ = ["Manifest", "baseline_pages"]


def baseline_pages(baseline: Baseline) -> tuple[list[StampedPage], Manifest]:
    """Every page with results in one language, and where its numbers are from.

    A team's newest page is `index.html`, and each wave has `<wave>.html` beside it;
    the same for the portfolio. Only waves with an edition are given.
    """
    if not baseline.waves:
        return [], {}
    made: list[tuple[StampedPage, CellTable]] = []
    newest = baseline.waves[-1].id
    for wave in baseline.waves:
        made.append(portfolio_page(baseline, wave, wave.id, newest))
        if wave.id == newest:
            made.append(_as_index(made[-1], wave.id))
        made.append(questions_page(baseline, wave, newest))
    made.append(teams_page(baseline))
    last = {team.id: wave.id for wave in baseline.waves for team in wave.teams}
    for wave in baseline.waves:
        others = team_values(wave, baseline.editions[wave.id])
        for team in wave.teams:
            own = last[team.id]
            made.append(team_page(baseline, wave, team.id, wave.id, own, others))
            if wave.id == own:
                made.append(_as_index(made[-1], wave.id))
    for page, wave, index in written_pages(baseline):
        made.append(page)
        if index:
            made.append(_as_index(page, wave.id))
    for stated in baseline.clocks.teams if baseline.clocks else ():
        made.append(cost_page(baseline, stated))
    made.sort(key=lambda one: (one[0].audience, one[0].path))
    pages = [page for page, _ in made]
    manifest = {f"{page.audience}/{page.path}": cells for page, cells in made}
    return pages, manifest


def _as_index(
    made: tuple[StampedPage, CellTable], wave: str
) -> tuple[StampedPage, CellTable]:
    """The same page once more, under the name people open first."""
    page, cells = made
    return dataclasses.replace(
        page, path=page.path.replace(wave, "index", 1), tab=""
    ), cells
