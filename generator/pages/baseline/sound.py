"""How far a team's numbers can be trusted: who is missing, who agrees, what level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts.base import table_html
from generator.charts.dumbbell import quoted
from generator.charts.markup import fill
from generator.charts.numbers import Released, Score, Source
from generator.disclosure.balance import Balanced, balanced_score, missing_views
from generator.disclosure.caps import held_by
from generator.disclosure.levels import level_shown, level_stated, nodes_by_level
from generator.model.edition import CellKey, Turnout
from generator.model.soundness import Agreement
from generator.model.survey import ORGANISATION
from generator.pages.baseline.reading import RollUp, Subject
from generator.pages.baseline.writing import Writing


def care(page: Writing, rolls: Sequence[RollUp]) -> list[Markup]:
    """What to mind before a score of the team's own views is believed."""
    say, reading = page.say, page.reading
    sound = reading.edition.soundness
    found = []
    for roll in rolls:
        if not roll.own:
            continue
        phrase = page.group_phrase(roll.view, roll.group, own=True)
        count = reading.turnout(roll.view, roll.group)
        if isinstance(count, Turnout) and 2 * count.answered < count.eligible:
            found.append(say("care.few", group=phrase))
        agreed = [(s, _agreement(page, roll, s)) for s in reading.subjects]
        camps = [s.title for s, one in agreed if one is not None and one.camps]
        if camps:
            found.append(say("care.camps", group=phrase, names=quoted(camps, say)))
        unseen = [
            subject.title
            for subject in reading.subjects
            if (
                share := sound.unanswered.get(
                    CellKey(roll.view, subject.ref, ORGANISATION)
                )
            )
            and share.unseen
        ]
        found += _held(page, roll, phrase)
        if unseen:
            view = dict(reading.views())[roll.view]
            found.append(say("care.unseen", view=view, names=quoted(unseen, say)))
    return found


def _held(page: Writing, roll: RollUp, phrase: Markup) -> list[Markup]:
    """Scores that a part which must be in place holds down."""
    reading = page.reading
    found = []
    for node in reading.wave.nodes:
        key = CellKey(roll.view, node.ref, roll.group)
        held = {cap.part for cap in held_by(reading.wave, reading.edition, node, key)}
        if held:
            titles = [reading.words(reading.nodes[ref].title) for ref in sorted(held)]
            name, parts = reading.words(node.title), quoted(titles, page.say)
            found.append(page.say("care.held", group=phrase, name=name, parts=parts))
    return found


def _agreement(page: Writing, roll: RollUp, subject: Subject) -> Agreement | None:
    key = CellKey(roll.view, subject.ref, roll.group)
    return page.reading.edition.soundness.agreement.get(key)


def agreement_tables(page: Writing, rolls: Sequence[RollUp]) -> list[Markup]:
    """How far the team's members agree, practice by practice, one table a view."""
    say = page.say
    found = []
    for roll in rolls:
        rows = [
            _agreement_row(page, roll, subject, agreed)
            for subject in page.reading.subjects
            if (agreed := _agreement(page, roll, subject)) is not None
        ]
        if not rows:
            continue
        phrase = page.group_phrase(roll.view, roll.group, own=roll.own)
        title = say("agree.title", group=phrase)
        head: list[Markup | str] = [
            say("practice"),
            say("agree.apart"),
            say("agree.band"),
            say("agree.skewed"),
            say("agree.trust"),
        ]
        table = table_html(title, head, rows, page.reading.language)
        found.append(
            fill(
                '<details class="pb-table"><summary>{}</summary>{}</details>',
                title,
                table,
            )
        )
    return found


def _agreement_row(
    page: Writing, roll: RollUp, subject: Subject, agreed: Agreement
) -> list[Markup | str]:
    say, wave = page.say, page.reading.wave.id
    source = Source(wave, roll.view, subject.ref, roll.group, "apart")
    apart = page.numbers.released(Released(agreed.apart, source))
    distance = say("agree.least" if agreed.least else "agree.about", apart=apart)
    if agreed.wide:
        distance += fill(" <small>{}</small>", say("agree.wide"))
    band = say(f"agree.{agreed.band}")
    if agreed.camps:
        band = fill("{}, {}", band, say("agree.camps"))
    score = page.reading.score(roll.view, subject.ref, roll.group)
    return [
        page.guidance(subject),
        distance,
        band,
        say(f"agree.{agreed.skewed or 'unknown'}"),
        say(f"trust.{score.shown.confidence}") if isinstance(score, Score) else "–",
    ]


def levels(
    page: Writing, rolls: Sequence[RollUp], team: str
) -> Mapping[str, object] | None:
    """Levels reached, where a framework has them: own statement, then own views."""
    say, reading, numbers = page.say, page.reading, page.numbers
    statement = reading.statement(team)
    lines = []
    for node in nodes_by_level(reading.wave):
        name = reading.words(node.title)
        own = level_stated(reading.wave, statement, node.ref) if statement else None
        if own is not None:
            line = say(
                "levels.reached" if own.level else "levels.none",
                name=name,
                whose=say("levels.own"),
                level=numbers.stated(own.level),
                first=numbers.fixed(1),
                top=numbers.fixed(own.top),
            )
            lines.append((line, say("levels.hole") if own.hole_below else ""))
        for roll in rolls:
            if not roll.own:
                continue
            seen = level_shown(
                reading.wave, reading.edition, roll.view, node.ref, roll.group
            )
            if seen is None:
                continue
            source = Source(reading.wave.id, roll.view, node.ref, roll.group, "level")
            line = say(
                "levels.reached" if seen.level else "levels.none",
                name=name,
                whose=page.group_phrase(roll.view, roll.group, own=True),
                level=numbers.released(Released(float(seen.level), source, 0))
                if seen.level
                else "",
                first=numbers.fixed(1),
                top=numbers.fixed(seen.top),
            )
            lines.append((line, say("levels.hole") if seen.hole_below else ""))
    return {"lines": lines, "how": say("levels.how")} if lines else None


def balanced_cells(page: Writing, team: str) -> tuple[dict[str, Markup], Markup]:
    """Practice to its balanced score, or to the views it lacks; a note if all lack one.

    Nothing at all where no practice is asked of two views.
    """
    say, reading = page.say, page.reading
    titles = dict(reading.views())
    scores: dict[str, Markup] = {}
    lacking: dict[str, Markup] = {}
    absent: set[str] = set()
    for subject in reading.subjects:
        missing = missing_views(reading.wave, reading.edition, subject.ref, team)
        found = balanced_score(reading.wave, reading.edition, subject.ref, team)
        if found is not None:
            scores[subject.ref] = _balanced(page, subject.ref, team, found)
        elif missing:
            absent.update(missing)
            names = say.listed([titles[view] for view in missing])
            lacking[subject.ref] = say("all.balanced-missing", names=names)
    if scores:
        return {**lacking, **scores}, Markup("")
    if not absent:
        return {}, Markup("")
    named = [title for view, title in titles.items() if view in absent]
    return {}, say("all.balanced-none", names=say.listed(named))


def _balanced(page: Writing, ref: str, team: str, found: Balanced) -> Markup:
    wave = page.reading.wave.id

    def number(value: float, field: str) -> Markup:
        source = Source(wave, "*", ref, team, field)
        return page.numbers.released(Released(value, source))

    return fill(
        "{} <small>{}</small>",
        number(found.value, "balanced"),
        page.say(
            "range-of",
            low=number(found.low, "balanced-low"),
            high=number(found.high, "balanced-high"),
        ),
    )
