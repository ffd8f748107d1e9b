"""The Teams page: one row a team, with its page and who answered."""

from __future__ import annotations

from markupsafe import Markup

from generator.charts.base import table_html
from generator.charts.markup import fill
from generator.model.instrument import WaveTeam
from generator.model.page import Baseline, Drawn, StampedPage
from generator.pages.baseline.places import LEADERS
from generator.pages.baseline.reading import Reading
from generator.pages.baseline.writing import Writing


def teams_page(baseline: Baseline) -> Drawn:
    """Every team of the newest wave, then those of earlier waves."""
    wave = baseline.waves[-1]
    reading = Reading(baseline, wave)
    page = Writing(reading, "../")
    say = page.say
    views = reading.views()
    assessed = wave.assessment() is not None
    head: list[Markup | str] = [
        say("teams.team"),
        say("teams.about"),
        say("teams.unit"),
    ]
    head += [say("teams.statement")] if assessed else []
    head += [title for _, title in views]
    body = []
    for team in wave.teams:
        row: list[Markup | str] = [
            _link(page, team),
            reading.words(team.about) or "–",
            reading.group_name(team.unit) or say("organisation"),
        ]
        if assessed:
            statement = reading.statement(team.id)
            row.append(
                say("teams.signed", day=page.signed(statement))
                if statement
                else say("teams.unsigned")
            )
        row += [
            page.turnout(view, team.id) or say("answered.none") for view, _ in views
        ]
        body.append(row)
    table = table_html(
        say("teams.caption"), head, body, reading.language, class_="pb-teams"
    )
    title = str(say("teams.title"))
    rendered = page.render(
        "teams.html",
        lead=page.lead(),
        intro=say("teams.lead"),
        heading=say(
            "teams.heading",
            count=page.numbers.fixed(len(wave.teams)),
            wave=page.wave_title,
        ),
        table=table,
        former=_former(baseline, page),
        portfolio_href=page.places.file("index"),
    )
    return (
        StampedPage(
            LEADERS, page.places.file("teams"), title, reading.language, rendered
        ),
        page.cells(),
    )


def _link(page: Writing, team: WaveTeam) -> Markup:
    name = page.reading.words(team.name)
    return fill('<a href="{}">{}</a>', page.places.team(team.id), name)


def _former(baseline: Baseline, page: Writing) -> list[tuple[Markup, str]]:
    """Teams that are in no newer wave: link and the last wave they were in."""
    now = {team.id for team in baseline.waves[-1].teams}
    found: dict[str, tuple[Markup, str]] = {}
    for wave in reversed(baseline.waves[:-1]):
        for team in wave.teams:
            if team.id not in now and team.id not in found:
                found[team.id] = (_link(page, team), page.reading.words(wave.title))
    return [found[key] for key in sorted(found)]
