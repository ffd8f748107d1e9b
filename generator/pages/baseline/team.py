"""The baseline page of one team in one wave, read from top to bottom in a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import changes, dumbbell, figure_html, ladder, views
from generator.charts.base import table_html
from generator.charts.dumbbell import reason, score_text
from generator.charts.marks import Mark, Stated
from generator.charts.numbers import Moved, Released, Score, Source
from generator.model.edition import Suppressed
from generator.model.instrument import Wave
from generator.model.page import Baseline, StampedPage
from generator.model.statement import Statement
from generator.model.survey import STATEMENT_VIEW
from generator.pages.baseline.forward import Stop, path
from generator.pages.baseline.places import TEAMS
from generator.pages.baseline.reading import Reading, RollUp, Subject
from generator.pages.baseline.writing import CellTable, Writing

ON_THE_PATH = 3
"""Practices of the path forward that are shown with their ladder."""

NAMED_DIFFERENCES = 3
"""Differences between statement and survey that are put into words."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What leads the page: the team's statement, one survey view, or nothing yet."""

    statement: Statement | None
    roll: RollUp | None
    marks: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the three numbers."""

    number: Markup
    words: Markup


def team_page(
    baseline: Baseline, wave: Wave, team: str, name: str, newest: str
) -> tuple[StampedPage, CellTable]:
    """The page of `team` in `wave` as file `name`; `newest` is the newest wave's id."""
    reading = Reading(baseline, wave)
    page = Writing(reading, "../../")
    headline = find_headline(reading, team)
    rolls = _rolls(reading, team)
    stops = path(headline.marks, reading.subjects)
    about = reading.team(team)
    body = page.render(
        "team.html",
        lead=page.lead(),
        about=reading.words(about.about) if about else "",
        waves=_waves(baseline, page, team, wave.id, newest),
        older=wave.id != newest,
        newest_href=page.places.file("index"),
        step=_step(page, headline, stops),
        whose=_whose(page, headline),
        purpose=headline.statement.purpose if headline.statement else "",
        sees=page.say("whose.sees", k=page.numbers.fixed(reading.edition.k)),
        answered=_answered(page, team),
        sure=_sure(page, rolls),
        facts=_facts(page, headline, team),
        gold=_gold(page, headline),
        views=_views(page, rolls, team),
        since=reading.words(reading.reference.title) if reading.reference else "",
        changes=_changes(page, rolls, team),
        forward=_forward(page, headline, stops),
        numbers=_all_numbers(page, rolls, team),
        how=page.how(),
    )
    title = reading.words(about.name) if about else team
    return (
        StampedPage(
            f"{TEAMS}/{team}", page.places.file(name), title, reading.language, body
        ),
        page.cells(),
    )


def find_headline(reading: Reading, team: str) -> Headline:
    """What leads: as the survey declares, else the smallest group that may be shown."""
    statement = reading.statement(team)
    declared = reading.wave.headline
    if declared == STATEMENT_VIEW and statement is not None:
        marks = {s.ref: reading.stated(s, team) for s in reading.subjects}
        return Headline(statement, None, marks)
    wanted = [declared] if declared != STATEMENT_VIEW else []
    others = [view for view, _ in reading.views() if view not in wanted]
    for view in wanted + sorted(others, key=lambda view: view != "practitioner"):
        roll = reading.roll_up(view, team)
        if roll is not None:
            marks = {
                s.ref: reading.score(view, s.ref, roll.group) for s in reading.subjects
            }
            return Headline(None, roll, marks)
    return Headline(None, None, dict.fromkeys((s.ref for s in reading.subjects), None))


def _rolls(reading: Reading, team: str) -> list[RollUp]:
    """Each view at the smallest group that may be shown; the team's own first."""
    found = [
        roll
        for view, _ in reading.views()
        if (roll := reading.roll_up(view, team)) is not None
    ]
    return sorted(found, key=lambda roll: (not roll.own, roll.view != "stakeholder"))


def _waves(
    baseline: Baseline, page: Writing, team: str, here: str, newest: str
) -> list[tuple[str, str, bool]]:
    """Every wave the team was in, newest first: title, address, whether it is this."""
    found = []
    for wave in reversed(baseline.waves):
        if any(one.id == team for one in wave.teams):
            stem = "index" if wave.id == newest else wave.id
            title = page.reading.words(wave.title)
            found.append((title, page.places.file(stem), wave.id == here))
    return found


def _step(
    page: Writing, headline: Headline, stops: Sequence[Stop]
) -> Mapping[str, object]:
    """One thing to do this week, and why."""
    say, numbers = page.say, page.numbers
    stop = next((one for one in stops if one.subject.step(one.today)), None)
    if stop is None and stops:
        stop = stops[0]
    if stop is None:
        if any(isinstance(mark, Stated | Score) for mark in headline.marks.values()):
            return {"title": say("step.all-gold"), "first": "", "why": "", "own": ""}
        return _first_step(page)
    subject, step = stop.subject, stop.subject.step(stop.today)
    above = subject.next_rung(stop.today)
    own = ""
    if isinstance(stop.mark, Stated):
        why = say(
            "step.why",
            practice=page.guidance(subject),
            rung=numbers.stated(stop.mark.rung),
            gold=numbers.fixed(subject.gold, 0),
        )
        entry = headline.statement.entry(subject.ref) if headline.statement else None
        if entry is not None and entry.next_step:
            own = say("step.agreed", step=entry.next_step)
    else:
        roll = headline.roll or RollUp("", "", own=False)
        why = say(
            "step.why-view",
            practice=page.guidance(subject),
            rung=score_text(stop.mark, numbers, say),
            group=page.group_phrase(roll.view, roll.group, own=roll.own),
            gold=numbers.fixed(subject.gold, 0),
        )
    title = step.title.say(page.reading.language) if step else subject.title
    first = step.first.say(page.reading.language) if step and step.first else ""
    return {
        "title": title,
        "first": first or say("step.read"),
        "next": say("step.next-rung", title=page.reading.words(above.descriptor))
        if above and not step
        else "",
        "why": why,
        "own": own,
        "done": step.evidence.say(page.reading.language)
        if step and step.evidence
        else "",
        "href": page.places.guidance(subject.ref),
    }


def _first_step(page: Writing) -> Mapping[str, object]:
    """Where nothing may be shown: the practice that counts most, from the bottom."""
    subjects = sorted(page.reading.subjects, key=lambda one: -one.importance)
    subject = next((one for one in subjects if one.step(0)), None)
    subject = subject or (subjects[0] if subjects else None)
    if subject is None:
        return {"title": page.say("find.none-shown"), "first": "", "why": "", "own": ""}
    step = subject.step(0)
    language = page.reading.language
    return {
        "title": step.title.say(language) if step else subject.title,
        "first": step.first.say(language)
        if step and step.first
        else page.say("step.read"),
        "next": "",
        "why": page.say("step.why-start", practice=page.guidance(subject)),
        "own": "",
        "done": step.evidence.say(language) if step and step.evidence else "",
        "href": page.places.guidance(subject.ref),
    }


def _whose(page: Writing, headline: Headline) -> Markup:
    say, statement = page.say, headline.statement
    if statement is not None:
        return say(
            f"whose.{statement.assessed_by}",
            count=page.numbers.stated(statement.present),
            day=page.signed(statement),
        )
    if headline.roll is None:
        return say("whose.nothing")
    roll = headline.roll
    group = page.group_phrase(roll.view, roll.group, own=roll.own)
    leads = page.reading.wave.headline == STATEMENT_VIEW or not roll.own
    return say("whose.none" if leads else "whose.view", group=group)


def _answered(page: Writing, team: str) -> list[tuple[Markup, Markup]]:
    """Who answered: the team where it may be said, else the smallest group above."""
    found = []
    for view, _ in page.reading.views():
        for group in page.reading.chain(team):
            count = page.turnout(view, group)
            hidden = isinstance(page.reading.turnout(view, group), Suppressed)
            if count is not None and not hidden:
                phrase = page.group_phrase(view, group, own=group == team)
                found.append((phrase, count))
                break
        else:
            phrase = page.group_phrase(view, team, own=True)
            asked = page.reading.turnout(view, team) is not None
            found.append((phrase, page.say("hidden" if asked else "answered.none")))
    return found


def _sure(page: Writing, rolls: Sequence[RollUp]) -> list[Markup]:
    found = []
    scale = page.reading.scale
    for roll in rolls[:1]:
        half = page.typical_half(roll)
        if half is not None:
            found.append(
                page.say(
                    "answered.sure",
                    group=page.group_phrase(roll.view, roll.group, own=roll.own),
                    half=page.numbers.released(half),
                    low=page.numbers.fixed(scale.low),
                    high=page.numbers.fixed(scale.high),
                )
            )
    return found


def _facts(page: Writing, headline: Headline, team: str) -> list[Fact]:
    """Three numbers, all of one kind; never an average that mixes kinds."""
    say, numbers, reading = page.say, page.numbers, page.reading
    placed = [
        (subject, mark)
        for subject in reading.subjects
        if isinstance(mark := headline.marks[subject.ref], Stated | Score)
    ]
    if not placed:
        return []
    lines = dumbbell.by_gap(
        [
            dumbbell.Line(s.title, mark, s.gold, s.importance, s.ref)
            for s, mark in placed
        ]
    )
    widest = lines[0]
    size = dumbbell.gap(widest) or 0.0
    ties = sum(dumbbell.gap(line) == size for line in lines) - 1
    name = dumbbell.quoted([widest.label], say)
    gap_words = (
        say.plural("numbers.gap-more", ties, name=name, count=numbers.fixed(ties))
        if ties
        else say("numbers.gap", name=name)
    )
    threshold = int(max(subject.gold for subject, _ in placed)) - 1
    high = sum(_value(mark) >= threshold for _, mark in placed)
    count, total = _tally(page, headline, high, len(placed), "at-rung-or-higher")
    first = Fact(
        say("numbers.of", count=count, total=total),
        say("numbers.reached", rung=numbers.fixed(threshold)),
    )
    if headline.statement is not None:
        unit = say.plural("numbers.gap-rungs", int(size))
        second = Fact(
            Markup("{} <small>{}</small>").format(numbers.stated(size), unit), gap_words
        )
        return [first, second, _third_fact(page, headline, team)]
    mark = widest.mark
    printed = (
        numbers.released(dumbbell.gap_number(widest, mark), size=True)
        if isinstance(mark, Score)
        else numbers.stated(size)
    )
    return [first, Fact(printed, gap_words), _third_fact(page, headline, team)]


def _value(mark: Stated | Score) -> float:
    return mark.rung if isinstance(mark, Stated) else mark.shown.value


def _third_fact(page: Writing, headline: Headline, team: str) -> Fact:
    say, numbers, reading = page.say, page.numbers, page.reading
    if headline.statement is not None:
        moves = find_moves(page, team)
        if reading.reference is not None and moves is not None:
            balance = sum(move.now.rung - move.before for move in moves)
            since = reading.words(reading.reference.title)
            return Fact(
                numbers.stated(balance, signed=True), say("numbers.moved", wave=since)
            )
        stated = [m for m in headline.marks.values() if isinstance(m, Stated)]
        proven = sum(bool(mark.evidence) for mark in stated)
        return Fact(
            say(
                "numbers.of",
                count=numbers.stated(proven),
                total=numbers.stated(len(stated)),
            ),
            say("numbers.evidence"),
        )
    roll = headline.roll or RollUp("", "", own=False)
    moved = [
        one
        for subject in reading.subjects
        if isinstance(one := reading.change(roll.view, subject.ref, roll.group), Moved)
    ]
    if reading.reference is not None and moved:
        clear = sum(one.change.clear for one in moved)
        rose, of = _tally(page, headline, clear, len(moved), "clear-changes")
        return Fact(
            say("numbers.of", count=rose, total=of),
            say("numbers.clear", wave=reading.words(reading.reference.title)),
        )
    asked = [mark for mark in headline.marks.values() if mark is not None]
    visible = sum(isinstance(mark, Score) for mark in asked)
    part, all_asked = _tally(page, headline, visible, len(asked), "shown")
    return Fact(say("numbers.of", count=part, total=all_asked), say("numbers.shown"))


def _tally(
    page: Writing, headline: Headline, count: int, total: int, field: str
) -> tuple[Markup, Markup]:
    """How many of how many, counted over what is shown of the headline."""
    numbers = page.numbers
    if headline.roll is None:
        return numbers.stated(count), numbers.stated(total)
    view, group = headline.roll.view, headline.roll.group
    source = Source(page.reading.wave.id, view, "*", group, field)
    whole = source._replace(field=f"{field}-of")
    return (
        numbers.released(Released(float(count), source, 0)),
        numbers.released(Released(float(total), whole, 0)),
    )


def _gold(page: Writing, headline: Headline) -> Mapping[str, Markup] | None:
    """Furthest from gold: the chart of what leads the page."""
    if headline.statement is None and headline.roll is None:
        return None
    scale = page.reading.scale
    low, high = page.numbers.fixed(scale.low), page.numbers.fixed(scale.high)
    if headline.statement is not None:
        caption = page.say("gold.caption", low=low, high=high, wave=page.wave_title)
    else:
        roll = headline.roll or RollUp("", "", own=False)
        caption = page.say(
            "gold.caption-view",
            low=low,
            high=high,
            wave=page.wave_title,
            group=page.group_phrase(roll.view, roll.group, own=roll.own),
        )
    lines = [
        dumbbell.Line(
            subject.title,
            headline.marks[subject.ref],
            subject.gold,
            subject.importance,
            page.places.guidance(subject.ref),
        )
        for subject in page.reading.subjects
    ]
    chart = dumbbell.draw(lines, scale, caption, page.numbers)
    return {
        "finding": chart.finding,
        "figure": figure_html(chart, "gold-figure", page.reading.language),
    }


def _seen(page: Writing, roll: RollUp) -> views.Seen:
    title = dict(page.reading.views())[roll.view]
    phrase = str(page.group_phrase(roll.view, roll.group, own=roll.own))
    return views.Seen(roll.view, phrase, title, compare=roll.own)


def _views(page: Writing, rolls: Sequence[RollUp], team: str) -> Mapping[str, object]:
    """Seen by others: statement and every survey view side by side, never mixed."""
    say, reading = page.say, page.reading
    if not rolls:
        return {"finding": say("find.views-none"), "figure": "", "words": []}
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
    }


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


def _changes(
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
    return {"finding": chart.finding, "text": "", "figure": figure, "own": roll.own}


def _forward(
    page: Writing, headline: Headline, stops: Sequence[Stop]
) -> Mapping[str, object]:
    """The path forward: in order, today's rung beside the next one and its step."""
    say = page.say
    if not stops:
        placed = [m for m in headline.marks.values() if isinstance(m, Stated | Score)]
        if placed:
            return {
                "heading": say("path.nothing"),
                "cards": [],
                "rest": "",
                "formula": "",
            }
        cards = [
            _card(page, subject, None)
            for subject in sorted(
                page.reading.subjects, key=lambda one: -one.importance
            )[:ON_THE_PATH]
        ]
        return {"heading": say("path.start"), "cards": cards, "rest": "", "formula": ""}
    cards = [_card(page, stop.subject, stop) for stop in stops[:ON_THE_PATH]]
    return {
        "heading": say(
            "path.heading", name=dumbbell.quoted([stops[0].subject.title], say)
        ),
        "formula": say("path.formula"),
        "cards": cards,
        "rest": _rest(page, stops[ON_THE_PATH:], len(cards)),
    }


def _card(page: Writing, subject: Subject, stop: Stop | None) -> Mapping[str, object]:
    say, reading, numbers = page.say, page.reading, page.numbers
    today = stop.today if stop else None
    rungs = [
        ladder.Step(rung.n, reading.words(rung.title), reading.words(rung.descriptor))
        for rung in subject.rungs
    ]
    chart = ladder.draw(subject.title, rungs, today, "", numbers)
    here = subject.rung(today)
    lowest = subject.rungs[0].n if subject.rungs else 0
    above = subject.next_rung(today if today is not None else lowest)
    step = subject.step(today if today is not None else lowest)
    language = reading.language
    card: dict[str, object] = {
        "title": page.guidance(subject),
        "strip": chart.svg,
        "strip_says": chart.summary,
        "today": say("path.today", rung=numbers.stated(here.n)) if here else "",
        "today_text": reading.words(here.descriptor) if here else "",
        "next": say("path.next", rung=numbers.fixed(above.n)) if above else "",
        "next_text": reading.words(above.descriptor) if above else "",
        "step": step.title.say(language) if step else "",
        "first": step.first.say(language) if step and step.first else "",
        "sum": "",
        "note": "",
    }
    if stop is not None:
        card["sum"] = _sum(page, stop)
        if stop.waits:
            names = dumbbell.quoted(stop.waits[:1], say)
            card["note"] = say("path.first", names=names)
        elif not stop.sure:
            card["note"] = say("path.unsure")
    return card


def _sum(page: Writing, stop: Stop) -> Markup:
    """The formula with its numbers."""
    numbers = page.numbers
    own = round(stop.gap * stop.subject.importance, 4)
    if isinstance(stop.mark, Stated):
        size, product = numbers.stated(stop.gap), numbers.stated(own, 1)
    else:
        line = dumbbell.Line(stop.subject.title, stop.mark, stop.subject.gold)
        number = dumbbell.gap_number(line, stop.mark)
        size = numbers.released(number, size=True)
        source = number.source._replace(field="priority")
        product = numbers.released(Released(own, source))
    return page.say(
        "path.sum",
        gap=size,
        importance=numbers.fixed(stop.subject.importance, 1),
        priority=product,
    )


def _rest(page: Writing, stops: Sequence[Stop], start: int) -> Markup:
    """The rest of the path as a table."""
    if not stops:
        return Markup("")
    say = page.say
    body = []
    for index, stop in enumerate(stops, start + 1):
        above = stop.subject.next_rung(stop.today)
        step = stop.subject.step(stop.today)
        body.append(
            [
                Markup("{}. {}").format(index, page.guidance(stop.subject)),
                page.numbers.stated(stop.today),
                Markup("{}: {}").format(
                    page.numbers.fixed(above.n), page.reading.words(above.title)
                )
                if above
                else "–",
                step.title.say(page.reading.language) if step else "–",
                _sum(page, stop),
            ]
        )
    head = [
        say("practice"),
        say("today"),
        say("next"),
        say("path.step"),
        say("path.priority"),
    ]
    return table_html(say("path.rest"), head, body, page.reading.language)


def _all_numbers(page: Writing, rolls: Sequence[RollUp], team: str) -> Markup:
    """Every practice and every view that may be shown, in one table."""
    say, reading, numbers = page.say, page.reading, page.numbers
    head: list[Markup | str] = [say("practice")]
    statement = reading.statement(team)
    if statement is not None:
        head += [say("all.statement"), say("all.next")]
    head.append(say("gold"))
    columns = [(roll.view, roll.group, roll.own) for roll in rolls]
    for view, _ in reading.views():
        mine = (view, team, True)
        asked = any(reading.score(view, s.ref, team) for s in reading.subjects)
        if mine not in columns and asked:
            columns.append(mine)
    for view, group, own in columns:
        head.append(page.group_phrase(view, group, own=own))
    body = []
    for subject in reading.subjects:
        cells: list[Markup | str] = [page.guidance(subject)]
        if statement is not None:
            cells += _statement_cells(page, subject, statement, team)
        cells.append(numbers.fixed(subject.gold, 0))
        for view, group, _ in columns:
            cells.append(_score_cell(page, reading.score(view, subject.ref, group)))
        body.append(cells)
    return table_html(say("all.heading"), head, body, reading.language, class_="pb-all")


def _statement_cells(
    page: Writing, subject: Subject, statement: Statement, team: str
) -> list[Markup | str]:
    say = page.say
    mark = page.reading.stated(subject, team)
    entry = statement.entry(subject.ref)
    if not isinstance(mark, Stated):
        here = reason(mark, say)
    else:
        here = Markup('<span class="pb-wordy"><strong>{}</strong> {}</span>').format(
            page.numbers.stated(mark.rung), mark.evidence or say("no-evidence")
        )
    plan: list[Markup | str] = []
    if entry is not None and entry.next_step:
        plan.append(entry.next_step)
    if entry is not None and entry.target_rung is not None:
        plan.append(say("all.target", rung=page.numbers.stated(entry.target_rung)))
    if entry is not None and entry.target_date is not None:
        plan.append(say("all.by", day=page.day(entry.target_date)))
    if not plan:
        return [here, "–"]
    wordy = Markup('<span class="pb-wordy">{}</span>')
    return [here, wordy.format(Markup(", ").join(plan))]


def _score_cell(page: Writing, score: Score | Suppressed | None) -> Markup:
    """A score, its plausible range and its answers in one cell."""
    if not isinstance(score, Score):
        return reason(score, page.say)
    low, high, n = (
        page.numbers.released(score.number(f)) for f in ("low", "high", "n")
    )
    if score.shown.band:
        return Markup("{} <small>{}</small>").format(
            score_text(score, page.numbers, page.say), page.say("all.count", n=n)
        )
    return Markup("{} <small>{}</small>").format(
        score_text(score, page.numbers, page.say),
        page.say("all.score", low=low, high=high, n=n),
    )
