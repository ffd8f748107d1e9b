"""How others see a team, and what has changed since the baseline wave."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from generator.charts import changes, dumbbell, figure_html, views
from generator.charts.base import table_html
from generator.charts.dumbbell import score_text
from generator.charts.marks import Stated
from generator.charts.markup import fill
from generator.charts.numbers import Moved, Score
from generator.findings.clear import answered_otherwise, clear_changes
from generator.findings.continuity import Line, ladder_lines
from generator.model.edition import Turnout
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.writing import Writing

NAMED_DIFFERENCES = 3
"""Differences between statement and survey that are put into words."""

NAMED_TOGETHER = 4
"""Practices named in one sentence; of more, the last are not."""


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
    before = reading.before
    if before is None or reading.statement(team) is None:
        return None
    if before.statement(team) is None:
        return None
    then = {
        name: subject
        for subject in before.subjects
        for name in (subject.ref, *subject.same)
    }
    lines = reading.ladders_followed
    moves = []
    for subject in reading.subjects:
        line = lines.get(subject.ref)
        old = then.get(line.before) if line and line.kind == "same" else None
        if old is None:
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
        return [_block(finding, text=text)]
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
        ladders = ladder_lines(reading.wave, earlier)
        blocks.append(
            _block(chart.finding, figure=figure, notes=broken(page, ladders, since))
        )
    blocks += survey_changes(page, rolls, since)
    if not any(block["own"] for block in blocks):
        text = say("change.none-text")
        finding = say("change.none", wave=since)
        blocks.insert(0, _block(finding, text=text))
    return blocks


def _block(
    finding: Markup,
    *,
    text: Markup | str = "",
    figure: Markup | str = "",
    notes: Sequence[Markup] = (),
    own: bool = True,
    clear: bool = True,
) -> Mapping[str, object]:
    return {
        "finding": finding,
        "text": text,
        "figure": figure,
        "notes": notes,
        "own": own,
        "clear": clear,
    }


def survey_changes(
    page: Writing, rolls: Sequence[RollUp], since: str
) -> list[Mapping[str, object]]:
    """The changes of survey views; what is clear is found over all of them (S7)."""
    told = {
        (roll.view, node): moved.change
        for roll in rolls
        for node in _told_of(page.reading, roll)
        if isinstance(moved := page.reading.change(roll.view, node, roll.group), Moved)
    }
    clear = clear_changes(told)
    blocks = [_change_block(page, roll, since, clear) for roll in rolls]
    return [block for block in blocks if block is not None]


def _told_of(reading: Reading, roll: RollUp) -> list[str]:
    """The nodes whose change is drawn: dimensions where few answered."""
    if reading.leads_with_dimensions(roll.view, roll.group):
        return [node.ref for node in reading.dimensions()]
    return [subject.ref for subject in reading.subjects]


def _change_block(
    page: Writing, roll: RollUp, since: str, clear: Collection[tuple[str, str]]
) -> Mapping[str, object] | None:
    """The change of one survey view; none where there is nothing to say."""
    reading, say = page.reading, page.say
    few = reading.leads_with_dimensions(roll.view, roll.group)
    lines = [
        changes.Line(
            reading.words(reading.nodes[ref].title),
            change,
            (roll.view, ref) in clear,
            href="" if few else page.places.guidance(ref),
        )
        for ref in _told_of(reading, roll)
        if (change := reading.change(roll.view, ref, roll.group)) is not None
    ]
    notes = _followed(page, roll, since)
    phrase = page.group_phrase(roll.view, roll.group, own=roll.own)
    if not any(isinstance(line.change, Moved) for line in lines):
        if not notes:
            return None
        finding = say("change.broken", group=phrase, wave=since)
        return _block(finding, notes=notes, own=roll.own, clear=False)
    notes = [*_caution(page, roll, since), *notes]
    caption = say("change.caption", wave=page.wave_title, since=since, group=phrase)
    what = "dimension" if few else "practice"
    chart = changes.draw(lines, str(phrase), since, caption, page.numbers, what)
    figure = figure_html(chart, f"change-{roll.view}", reading.language)
    figure += _same_people(page, roll, since)
    clearly = any(line.clear for line in lines)
    return _block(
        chart.finding,
        text="" if clearly else say("change.silent"),
        figure=figure,
        notes=notes,
        own=roll.own,
        clear=clearly,
    )


def _caution(page: Writing, roll: RollUp, since: str) -> list[Markup]:
    """A mark where far more or far fewer answered than in the baseline wave (S10)."""
    reading = page.reading
    if reading.reference is None:
        return []
    edition = reading.baseline.editions.get(reading.reference.id)
    then = edition.turnout.get((roll.view, roll.group)) if edition else None
    now = reading.turnout(roll.view, roll.group)
    if not isinstance(then, Turnout) or not isinstance(now, Turnout):
        return []
    if not answered_otherwise(then, now):
        return []
    return [
        page.say(
            "change.caution",
            wave=since,
            then=page.counted(then, reading.reference.id, roll.view, roll.group),
            now=page.counted(now, reading.wave.id, roll.view, roll.group),
        )
    ]


def _followed(page: Writing, roll: RollUp, since: str) -> list[Markup]:
    """What was measured otherwise in the baseline wave, for the practices shown."""
    reading, say = page.reading, page.say
    shown = {
        subject.ref
        for subject in reading.subjects
        if isinstance(reading.score(roll.view, subject.ref, roll.group), Score)
    }
    lines = {
        ref: line for ref, line in reading.followed(roll.view).items() if ref in shown
    }
    told = {}
    for ref in lines:
        moved = reading.change(roll.view, ref, roll.group)
        if isinstance(moved, Moved) and moved.change.common is not None:
            told[ref] = moved.change.common
    apart = {
        ref: dataclasses.replace(line, kind="broken")
        if line.kind == "part" and ref not in told
        else line
        for ref, line in lines.items()
    }
    notes = [
        say(
            "change.part",
            name=_titled(page, [ref]),
            common=page.numbers.fixed(common[0]),
            asked=page.numbers.fixed(common[1]),
        )
        for ref, common in told.items()
    ]
    notes += broken(page, apart, since)
    if notes and reading.leads_with_dimensions(roll.view, roll.group):
        notes.append(say("change.wholes"))
    return notes


def broken(page: Writing, lines: Mapping[str, Line], since: str) -> list[Markup]:
    """In words: which practices start anew, and which go on under another name."""
    reading, say = page.reading, page.say
    earlier = reading.reference
    titles = {n.ref: reading.words(n.title) for n in earlier.nodes} if earlier else {}
    notes = []
    anew = [ref for ref, line in lines.items() if line.kind == "broken"]
    if anew:
        notes.append(
            say.plural(
                "change.anew",
                len(anew),
                names=_titled(page, anew),
                wave=page.wave_title,
            )
        )
    for ref, line in lines.items():
        if line.kind in ("split", "merged"):
            origins = dumbbell.quoted([titles.get(o, o) for o in line.origins], say)
            name = _titled(page, [ref])
            key = "change.split" if line.kind == "split" else "change.merged"
            notes.append(say(key, name=name, origins=origins))
        elif line.before and line.before != ref and line.kind != "broken":
            old = dumbbell.quoted([titles.get(line.before, line.before)], say)
            name = _titled(page, [ref])
            notes.append(say("change.renamed", name=name, old=old, wave=since))
    return notes


def _titled(page: Writing, refs: Sequence[str]) -> Markup:
    """Titles of practices in a sentence; of many, the first and that there are more."""
    names = [page.reading.words(page.reading.nodes[ref].title) for ref in refs]
    if len(names) <= NAMED_TOGETHER:
        return dumbbell.quoted(names, page.say)
    first = dumbbell.quoted(names[: NAMED_TOGETHER - 1], page.say)
    return page.say("and-others", names=first)


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
                fill("{} <small>{}</small>", numbers.released(value, signed=True), span)
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
    return fill(
        '<details class="pb-table"><summary>{}</summary>{}</details>',
        title,
        table_html(title, head, body, reading.language),
    )
