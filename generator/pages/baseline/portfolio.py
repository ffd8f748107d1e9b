"""All teams at a glance: statements and each survey view apart, never pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts import dumbbell, figure_html, matrix
from generator.charts.marks import Stated
from generator.charts.numbers import Released, Score, Source
from generator.model.edition import CellKey, Suppressed
from generator.model.page import Drawn, StampedPage
from generator.model.survey import ORGANISATION
from generator.pages.baseline.peers import organisation_peers
from generator.pages.baseline.places import LEADERS
from generator.pages.baseline.questions import questions_name
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.said import said_block
from generator.pages.baseline.standing import Fact, against_gold
from generator.pages.baseline.whole import (
    changes_of_all,
    compared,
    leading_view,
    who_answered,
)
from generator.pages.baseline.writing import Writing
from generator.pages.baseline.written_for import written_title

FAR = 2
"""Rungs below gold from which a practice is named over the table of statements."""


def portfolio_page(reading: Reading, name: str, newest: str) -> Drawn:
    """The portfolio of a wave as file `name`; `newest` is the newest wave's id."""
    baseline, wave = reading.baseline, reading.wave
    page = Writing(reading, "../")
    body = page.render(
        "portfolio.html",
        lead=page.lead(),
        intro=page.say("portfolio.lead"),
        waves=page.waves([one.id for one in baseline.waves]),
        older=wave.id != newest,
        newest_href=page.places.file("index"),
        teams_href=page.places.file("teams"),
        questions_href=page.places.file(questions_name(wave.id)),
        others=_others(page, baseline.written_for) if wave.id == newest else [],
        facts=_facts(page),
        whole=_whole(page),
        statements=_statements(page),
        views=[
            block
            for view, title in reading.views()
            for block in _view(page, view, title)
        ],
        said=said_block(page, ["", ORGANISATION]),
        since=reading.words(reading.reference.title) if reading.reference else "",
        changes=_changes(page),
        peers=organisation_peers(page),
        how=page.how(),
    )
    title = str(page.say("portfolio.title"))
    return (
        StampedPage(
            LEADERS,
            page.places.file(name),
            title,
            reading.language,
            body,
            page.tab(title),
        ),
        page.cells(),
    )


def _others(page: Writing, folders: Sequence[str]) -> list[tuple[str, str]]:
    """Title and address of every page for partners and other readers."""
    titles = {folder: written_title(page, folder) for folder in folders}
    return [
        (title, page.places.written_for(folder))
        for folder, title in titles.items()
        if title
    ]


def _facts(page: Writing) -> list[Fact]:
    reading, say, numbers = page.reading, page.say, page.numbers
    teams = reading.wave.teams
    found = []
    if reading.wave.assessment() is not None:
        signed = sum(reading.statement(team.id) is not None for team in teams)
        found.append(
            Fact(
                say(
                    "numbers.of",
                    count=numbers.stated(signed),
                    total=numbers.fixed(len(teams)),
                ),
                say("portfolio.stated"),
            )
        )
    return found + who_answered(page, [view for view, _ in reading.views()])


def _whole(page: Writing) -> Mapping[str, Markup] | None:
    """The organisation's practitioners against gold, with intervals."""
    view = leading_view(page)
    if view is None:
        return None
    drawn = against_gold(
        page,
        RollUp(view, ORGANISATION, own=False),
        "whole-figure",
        compared(page.reading, page.reading.titles),
    )
    note = Markup(" ").join(
        said for said in (drawn["note"], _hidden(page, view, _groups(page))) if said
    )
    return {**drawn, "note": note}


def _statements(page: Writing) -> Mapping[str, Markup]:
    """Team × practice: what teams state themselves."""
    reading, say = page.reading, page.say
    if not any(reading.statement(team.id) for team in reading.wave.teams):
        return {"finding": say("portfolio.statements-none"), "figure": Markup("")}
    columns = [
        matrix.Column(reading.words(team.name), page.places.team(team.id))
        for team in reading.wave.teams
    ]
    lines = []
    worst: tuple[int, float, str, int] | None = None
    for subject in reading.subjects:
        marks = [reading.stated(subject, team.id) for team in reading.wave.teams]
        lines.append(
            matrix.Line(
                subject.title,
                marks,
                page.places.guidance(subject.ref),
                subject.dimension,
            )
        )
        stated = [mark for mark in marks if isinstance(mark, Stated)]
        far = sum(subject.gold - mark.rung >= FAR for mark in stated)
        if far and (worst is None or (far, subject.importance) > worst[:2]):
            worst = (far, subject.importance, subject.title, len(stated))
    finding = say("portfolio.statements-near")
    if worst is not None:
        finding = say.plural(
            "portfolio.statements-find",
            worst[0],
            name=dumbbell.quoted([worst[2]], say),
            count=page.numbers.stated(worst[0]),
            total=page.numbers.stated(worst[3]),
        )
    caption = say("portfolio.statements-caption", wave=page.wave_title)
    title = str(say("portfolio.statements"))
    chart = matrix.draw(title, columns, lines, finding, caption, page.numbers)
    return {
        "finding": chart.finding,
        "figure": figure_html(chart, "statements-figure", reading.language),
    }


def _view(page: Writing, view: str, title: str) -> list[Mapping[str, Markup]]:
    """Group × practice for one survey view; wholly hidden groups in one line."""
    reading, say = page.reading, page.say
    asked = [
        subject
        for subject in reading.subjects
        if any(
            reading.score(view, subject.ref, group) is not None
            for group in reading.parents
        )
    ]
    if not asked:
        return []
    groups = _groups(page)
    shown = [group for group in groups if _any(page, view, group, Score)]
    note = _hidden(page, view, groups)
    kicker = say("portfolio.view", view=title)
    if not shown:
        finding = say("portfolio.view-hidden", view=title, hidden=say("hidden"))
        return [
            {"kicker": kicker, "finding": finding, "figure": Markup(""), "note": note}
        ]
    if shown == [ORGANISATION] and view == leading_view(page):
        # The chart of the whole organisation has these numbers already.
        return []
    teams = {team.id for team in reading.wave.teams}
    columns = [
        matrix.Column(str(page.name(g)), page.places.team(g) if g in teams else "")
        for g in shown
    ]
    lines = [
        matrix.Line(
            subject.title,
            [reading.score(view, subject.ref, group) for group in shown],
            page.places.guidance(subject.ref),
            subject.dimension,
        )
        for subject in asked
    ]
    caption = say(
        "portfolio.view-caption",
        low=page.numbers.fixed(reading.scale.low),
        high=page.numbers.fixed(reading.scale.high),
        wave=page.wave_title,
    )
    finding = _below_gold(page, view) or kicker
    chart = matrix.draw(str(kicker), columns, lines, finding, caption, page.numbers)
    figure = figure_html(chart, f"{view}-figure", reading.language)
    return [{"kicker": kicker, "finding": finding, "figure": figure, "note": note}]


def _groups(page: Writing) -> list[str]:
    """Columns of a table: everybody, units, teams in their own order, then unions."""
    wave, unions = page.reading.wave, page.reading.edition.unions
    units = [u.id for u in wave.units if u.id not in page.reading.all_embracing]
    return [ORGANISATION, *units, *(team.id for team in wave.teams), *sorted(unions)]


def _any(
    page: Writing, view: str, group: str, kind: type[Score] | type[Suppressed]
) -> bool:
    return any(
        isinstance(page.reading.score(view, subject.ref, group), kind)
        for subject in page.reading.subjects
    )


def _hidden(page: Writing, view: str, groups: Sequence[str]) -> Markup:
    """The groups of which nothing may be shown, in one line."""
    names = [
        page.name(group)
        for group in groups
        if _any(page, view, group, Suppressed) and not _any(page, view, group, Score)
    ]
    if not names:
        return Markup("")
    return page.say(
        "portfolio.columns-hidden",
        names=page.say.listed(names),
        hidden=page.say("hidden"),
    )


def _below_gold(page: Writing, view: str) -> Markup | None:
    """How many practices a view puts clearly below gold in the whole organisation."""
    reading = page.reading
    shown = {
        subject.ref: score
        for subject in reading.subjects
        if isinstance(score := reading.score(view, subject.ref, ORGANISATION), Score)
    }
    if not shown:
        return None
    clear = reading.clear_gaps(compared(reading, reading.titles))
    below = sum(
        CellKey(view, ref, ORGANISATION) in clear
        and score.shown.value < reading.nodes[ref].gold
        for ref, score in shown.items()
    )
    widest = max(
        shown, key=lambda ref: reading.nodes[ref].gold - shown[ref].shown.value
    )
    source = Source(reading.wave.id, view, "*", ORGANISATION, "clear-gaps")
    whole = source._replace(field="clear-gaps-of")
    return page.say(
        "portfolio.view-find",
        count=page.numbers.released(Released(float(below), source, 0)),
        total=page.numbers.released(Released(float(len(shown)), whole, 0)),
        name=dumbbell.quoted([reading.words(reading.nodes[widest].title)], page.say),
    )


def _changes(page: Writing) -> list[Mapping[str, object]]:
    """Change of the whole organisation since the baseline wave, view by view."""
    if page.reading.reference is None:
        text = page.say("change.first-text")
        finding = page.say("change.first")
        block = {"finding": finding, "text": text, "figure": "", "notes": ()}
        return [{**block, "clear": True}]
    return changes_of_all(page, [view for view, _ in page.reading.views()])
