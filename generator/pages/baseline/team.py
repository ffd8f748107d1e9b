"""The baseline page of one team in one wave, read from top to bottom in a minute."""

from __future__ import annotations

from generator.disclosure.peers import TeamValues
from generator.model.page import Baseline, Drawn, StampedPage
from generator.pages.baseline.everything import all_numbers
from generator.pages.baseline.forward import forward
from generator.pages.baseline.onward import path_forward, this_week
from generator.pages.baseline.outside import change_blocks, views_block
from generator.pages.baseline.peers import team_peers
from generator.pages.baseline.places import LEADERS, TEAMS
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.said import said_block
from generator.pages.baseline.sound import agreement_tables, care, levels
from generator.pages.baseline.standing import (
    answered,
    facts,
    find_headline,
    gold,
    sure,
    whose,
)
from generator.pages.baseline.writing import Writing


def team_page(
    reading: Reading, team: str, name: str, newest: str, others: TeamValues
) -> Drawn:
    """The page of one team in one wave.

    Args:
        reading: the wave.
        team: whose page.
        name: of the file.
        newest: id of the newest wave the team was in.
        others: `team_values` of the wave.
    """
    baseline, wave = reading.baseline, reading.wave
    page = Writing(reading, "../../")
    headline = find_headline(reading, team)
    rolls = _rolls(reading, team)
    path = forward(reading, headline.marks, team)
    about = reading.team(team)
    body = page.render(
        "team.html",
        lead=page.lead(),
        about=reading.words(about.about) if about else "",
        waves=page.waves([one.id for one in reversed(reading.took_part[team])]),
        older=wave.id != newest,
        newest_href=page.places.file("index"),
        gone=_gone(baseline, page, team),
        step=this_week(page, headline, path),
        whose=whose(page, headline),
        purpose=headline.statement.purpose if headline.statement else "",
        sees=page.say("whose.sees", k=page.numbers.fixed(reading.edition.k)),
        answered=answered(page, team),
        sure=sure(page, rolls),
        care=care(page, rolls),
        facts=facts(page, headline, team),
        gold=gold(page, headline),
        views=views_block(page, rolls, team),
        agreement=agreement_tables(page, rolls),
        levels=levels(page, rolls, team),
        said=said_block(page, reading.chain(team)),
        since=reading.words(reading.reference.title) if reading.reference else "",
        changes=change_blocks(page, rolls, team),
        peers=team_peers(page, team, others),
        forward=path_forward(page, headline, path),
        numbers=all_numbers(page, rolls, team),
        cost_href=_cost(baseline, page, team),
        how=page.how(),
    )
    title = reading.words(about.name) if about else team
    return (
        StampedPage(
            f"{TEAMS}/{team}",
            page.places.file(name),
            title,
            reading.language,
            body,
            page.tab(title),
        ),
        page.cells(),
    )


def _rolls(reading: Reading, team: str) -> list[RollUp]:
    """Each view at the smallest group that may be shown; the team's own first."""
    found = [
        roll
        for view, _ in reading.views()
        if (roll := reading.roll_up(view, team)) is not None
    ]
    return sorted(found, key=lambda roll: (not roll.own, roll.view != "stakeholder"))


def _cost(baseline: Baseline, page: Writing, team: str) -> str:
    """Where the team states what waiting costs, if those who read this may know."""
    stated = baseline.clocks.of(team) if baseline.clocks else None
    known = stated is not None and LEADERS in stated.shown_to
    return page.places.cost(team) if known else ""


def _gone(baseline: Baseline, page: Writing, team: str) -> str:
    """A note where the team is no part of the newest wave; else nothing."""
    last = baseline.waves[-1]
    if page.reading.took_part[team][0].id == last.id:
        return ""
    return page.say("gone", wave=page.reading.words(last.title))
