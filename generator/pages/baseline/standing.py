"""Where a team stands: what leads the page, who answered, three numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import dumbbell, figure_html
from generator.charts.marks import Mark, Stated
from generator.charts.markup import fill
from generator.charts.numbers import Moved, Released, Score, Source
from generator.findings.clear import clear_changes, smallest_gap
from generator.model.edition import CellKey, Suppressed
from generator.model.statement import Statement
from generator.model.survey import STATEMENT_VIEW
from generator.pages.baseline.outside import find_moves
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.writing import Writing


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


def whose(page: Writing, headline: Headline) -> Markup:
    """Whose statement the page shows, or whose view stands in for it."""
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


def answered(page: Writing, team: str) -> list[tuple[Markup, Markup]]:
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


def sure(page: Writing, rolls: Sequence[RollUp]) -> list[Markup]:
    """How exactly a typical score of the first view shown is known."""
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


def facts(page: Writing, headline: Headline, team: str) -> list[Fact]:
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
        say.plural(
            "numbers.gap-more",
            ties,
            name=name,
            count=dumbbell.tied(widest, ties, numbers, "tied-others"),
        )
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
            fill("{} <small>{}</small>", numbers.stated(size), unit), gap_words
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
    moved = {
        subject.ref: one.change
        for subject in reading.subjects
        if isinstance(one := reading.change(roll.view, subject.ref, roll.group), Moved)
    }
    if reading.reference is not None and moved:
        clear = len(clear_changes(moved))
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


def gold(page: Writing, headline: Headline) -> Mapping[str, Markup] | None:
    """Furthest from gold: the chart of what leads the page."""
    if headline.roll is not None:
        return against_gold(page, headline.roll, "gold-figure")
    if headline.statement is None:
        return None
    scale = page.reading.scale
    low, high = page.numbers.fixed(scale.low), page.numbers.fixed(scale.high)
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
    caption = page.say("gold.caption", low=low, high=high, wave=page.wave_title)
    chart = dumbbell.draw(lines, scale, caption, page.numbers)
    return {
        "finding": chart.finding,
        "figure": figure_html(chart, "gold-figure", page.reading.language),
        "note": Markup(""),
    }


def against_gold(
    page: Writing, roll: RollUp, name: str, beside: Iterable[CellKey] = ()
) -> Mapping[str, Markup]:
    """One survey view of one group against gold, with what is clear marked (S7).

    With few answers it is drawn by dimension: there more is known. `beside` is what
    else the page compares with gold.
    """
    reading, numbers = page.reading, page.numbers
    view, group = roll.view, roll.group
    few = reading.leads_with_dimensions(view, group)
    rows = (
        [
            (node.ref, reading.words(node.title), node.gold, 0.5, "")
            for node in reading.dimensions()
        ]
        if few
        else [
            (s.ref, s.title, s.gold, s.importance, page.places.guidance(s.ref))
            for s in reading.subjects
        ]
    )
    own = [CellKey(view, row[0], group) for row in rows]
    clear = reading.clear_gaps(dict.fromkeys([*own, *beside]))
    lines = []
    for ref, title, full, importance, href in rows:
        mark = reading.score(view, ref, group)
        if mark is not None:
            finest = smallest(page, mark) if isinstance(mark, Score) else None
            lines.append(
                dumbbell.Line(
                    title,
                    mark,
                    full,
                    importance,
                    href,
                    CellKey(view, ref, group) in clear,
                    finest,
                )
            )
    phrase = page.group_phrase(view, group, own=roll.own)
    caption = page.say(
        "gold.caption-dimensions" if few else "gold.caption-view",
        low=numbers.fixed(reading.scale.low),
        high=numbers.fixed(reading.scale.high),
        wave=page.wave_title,
        group=phrase,
    )
    what = "dimension" if few else "practice"
    chart = dumbbell.draw(lines, reading.scale, caption, numbers, what)
    return {
        "kicker": phrase,
        "finding": chart.finding,
        "figure": figure_html(chart, name, reading.language),
        "note": page.say("gold.few") if few else Markup(""),
    }


def smallest(page: Writing, mark: Score) -> Released | None:
    """The smallest gap that the answers behind a score could have told."""
    if mark.shown.band or mark.shown.se <= 0:
        return None
    rules = page.reading.wave.rules_of(mark.origin.node)
    source = Source(*mark.origin, "smallest-gap")
    return Released(smallest_gap(mark.shown, rules), source)
