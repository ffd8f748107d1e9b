"""How others see a team, and what has changed since the baseline wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts import changes, dumbbell, figure_html, views
from generator.charts.base import table_html
from generator.charts.dumbbell import score_text
from generator.charts.marks import Stated
from generator.charts.numbers import Moved
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.writing import Writing

NAMED_DIFFERENCES = 3
"""Differences between statement and survey that are put into words."""


def _seen(page: Writing, roll: RollUp) -> views.Seen:
    title = dict(page.reading.views())[roll.view]
    phrase = str(page.group_phrase(roll.view, roll.group, own=roll.own))
    return views.Seen(roll.view, phrase, title, compare=roll.own)


def views_block(
    page: Writing, rolls: Sequence[RollUp], team: str
) -> Mapping[str, object]:
    """Seen by others: statement and every survey view side by side, never mixed."""
    say, reading = page.say, page.reading
    if not rolls:
        finding = say("find.views-none")
        return {"finding": finding, "figure": "", "words": [], "instead": []}
    marks = {subject.ref: reading.stated(subject, team) for subject in reading.subjects}
    lines = [
        views.Line(
            subject.title,
            marks[subject.ref],
            {
                roll.view: cell
                for roll in rolls
                if (cell := reading.score(roll.view, subject.ref, roll.group))
                is not None
            },
            page.places.guidance(subject.ref),
        )
        for subject in reading.subjects
    ]
    seen = [_seen(page, roll) for roll in rolls]
    scale = reading.scale
    caption = say(
        "views.caption",
        low=page.numbers.fixed(scale.low),
        high=page.numbers.fixed(scale.high),
        wave=page.wave_title,
    )
    chart = views.draw(lines, seen, scale, caption, page.numbers)
    found = views.differences(lines, seen)[:NAMED_DIFFERENCES]
    words = [
        say(
            "views.line",
            name=dumbbell.quoted([one.label], say),
            rung=page.numbers.stated(one.rung),
            view=one.seen.who,
            score=score_text(one.score, page.numbers, say),
            words=views.in_words(one, page.numbers, say),
        )
        for one in found
        if abs(one.number.value) >= views.NOTABLE
    ]
    return {
        "finding": chart.finding,
        "figure": figure_html(chart, "views-figure", reading.language),
        "words": words,
        "instead": _instead(page, rolls, team),
    }


def _instead(page: Writing, rolls: Sequence[RollUp], team: str) -> list[Markup]:
    """Which group stands for the team, view by view, where its own is hidden."""
    return [
        page.say(
            "who.instead",
            name=page.group_phrase(roll.view, team, own=True),
            hidden=page.say("hidden"),
            group=page.group_phrase(roll.view, roll.group, own=False),
        )
        for roll in rolls
        if not roll.own
        and any(
            page.reading.score(roll.view, subject.ref, team) is not None
            for subject in page.reading.subjects
        )
    ]


def find_moves(page: Writing, team: str) -> list[changes.Move] | None:
    """Practices on another rung than in the baseline wave; none if nothing compares."""
    reading = page.reading
    earlier = reading.reference
    if earlier is None or reading.statement(team) is None:
        return None
    before = Reading(reading.baseline, earlier)
    if before.statement(team) is None:
        return None
    then = {subject.ref: subject for subject in before.subjects}
    moves = []
    for subject in reading.subjects:
        old = then.get(subject.ref)
        if old is None or [r.n for r in old.rungs] != [r.n for r in subject.rungs]:
            continue
        was, now = before.stated(old, team), reading.stated(subject, team)
        if isinstance(was, Stated) and isinstance(now, Stated) and was.rung != now.rung:
            href = page.places.guidance(subject.ref)
            moves.append(changes.Move(subject.title, was.rung, now, href))
    return moves


def change_blocks(
    page: Writing, rolls: Sequence[RollUp], team: str
) -> list[Mapping[str, object]]:
    """Change since baseline: rungs that moved, then each survey view on its own."""
    say, reading = page.say, page.reading
    earlier = reading.reference
    if earlier is None:
        text = say("change.first-text")
        finding = say("change.first")
        return [{"finding": finding, "text": text, "figure": "", "own": True}]
    since = reading.words(earlier.title)
    blocks: list[Mapping[str, object]] = []
    moves = find_moves(page, team)
    if moves is not None:
        chart = changes.draw_moves(
            moves,
            since,
            reading.scale,
            say("change.moves-caption", wave=since),
            page.numbers,
        )
        figure = figure_html(chart, "moves-figure", reading.language) if moves else ""
        blocks.append(
            {"finding": chart.finding, "text": "", "figure": figure, "own": True}
        )
    for roll in rolls:
        block = change_block(page, roll, since)
        if block is not None:
            blocks.append(block)
    if not any(block["own"] for block in blocks):
        text = say("change.none-text")
        finding = say("change.none", wave=since)
        blocks.insert(0, {"finding": finding, "text": text, "figure": "", "own": True})
    return blocks


def change_block(
    page: Writing, roll: RollUp, since: str
) -> Mapping[str, object] | None:
    """The change of one survey view, by dimension."""
    reading, say = page.reading, page.say
    lines = [
        changes.Line(reading.words(node.title), change)
        for node in reading.wave.nodes
        if node.kind == "dimension"
        and (change := reading.change(roll.view, node.ref, roll.group)) is not None
    ]
    if not any(isinstance(line.change, Moved) for line in lines):
        return None
    phrase = page.group_phrase(roll.view, roll.group, own=roll.own)
    caption = say("change.caption", wave=page.wave_title, since=since, group=phrase)
    chart = changes.draw(lines, str(phrase), since, caption, page.numbers)
    figure = figure_html(chart, f"change-{roll.view}", reading.language)
    figure += _same_people(page, roll, since)
    clear = any(
        isinstance(one.change, Moved) and one.change.change.clear for one in lines
    )
    return {
        "finding": chart.finding,
        "text": "",
        "figure": figure,
        "own": roll.own,
        "clear": clear,
    }


def _same_people(page: Writing, roll: RollUp, since: str) -> Markup:
    """What those say who answered both times, where that may be told (rule D5)."""
    say, numbers, reading = page.say, page.numbers, page.reading
    body = []
    for subject in reading.subjects:
        moved = reading.change(roll.view, subject.ref, roll.group)
        if not isinstance(moved, Moved) or not moved.change.same_n:
            continue
        row: list[Markup | str] = [page.guidance(subject)]
        row += [
            numbers.released(moved.people(field))
            for field in ("same_n", "joined", "left")
        ]
        value, low, high = (
            moved.same(field) for field in ("same_value", "same_low", "same_high")
        )
        if value is None or low is None or high is None:
            row.append("–")
        else:
            span = say(
                "range-of",
                low=numbers.released(low, signed=True),
                high=numbers.released(high, signed=True),
            )
            row.append(
                Markup("{} <small>{}</small>").format(
                    numbers.released(value, signed=True), span
                )
            )
        body.append(row)
    if not body:
        return Markup("")
    head: list[Markup | str] = [
        say("practice"),
        say("same.both"),
        say("same.now"),
        say("same.then", wave=since),
        say("same.change"),
    ]
    title = say("same.title", wave=since)
    return Markup('<details class="pb-table"><summary>{}</summary>{}</details>').format(
        title, table_html(title, head, body, reading.language)
    )
