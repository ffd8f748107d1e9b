"""Every practice and every view that may be shown, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts.base import table_html
from generator.charts.dumbbell import reason, score_text
from generator.charts.marks import Stated
from generator.charts.markup import fill
from generator.charts.numbers import Score
from generator.model.edition import Suppressed
from generator.model.statement import Statement
from generator.pages.baseline.reading import RollUp, Subject
from generator.pages.baseline.sound import balanced_cells
from generator.pages.baseline.writing import Writing


def all_numbers(
    page: Writing, rolls: Sequence[RollUp], team: str
) -> Mapping[str, Markup]:
    """Every practice and every view that may be shown, in one table."""
    say, reading, numbers = page.say, page.reading, page.numbers
    head: list[Markup | str] = [say("practice")]
    statement = reading.statement(team)
    if statement is not None:
        head += [say("all.statement"), say("all.next")]
    golds = {subject.gold for subject in reading.subjects}
    if len(golds) > 1:
        head.append(say("gold"))
    head += [page.group_phrase(r.view, r.group, own=r.own) for r in rolls]
    balanced, lacking = balanced_cells(page, team)
    if balanced:
        head.append(say("all.balanced"))
    body = []
    for subject in reading.subjects:
        cells: list[Markup | str] = [page.guidance(subject)]
        if statement is not None:
            cells += _statement_cells(page, subject, statement, team)
        if len(golds) > 1:
            cells.append(numbers.fixed(subject.gold, reading.places))
        cells += [
            score_cell(page, reading.score(roll.view, subject.ref, roll.group))
            for roll in rolls
        ]
        if balanced:
            cells.append(balanced.get(subject.ref, "–"))
        body.append(cells)
    notes = []
    if len(golds) == 1:
        notes.append(say("all.gold", gold=numbers.fixed(golds.pop(), 0)))
    notes += _wholly_hidden(page, rolls, team)
    if lacking:
        notes.append(lacking)
    return {
        "table": table_html(
            say("all.heading"), head, body, reading.language, class_="pb-all"
        ),
        "note": Markup(" ").join(notes),
    }


def _wholly_hidden(page: Writing, rolls: Sequence[RollUp], team: str) -> list[Markup]:
    """The team's own views of which nothing may be shown, in one sentence."""
    own = {roll.view for roll in rolls if roll.own}
    names = [
        page.group_phrase(view, team, own=True)
        for view, _ in page.reading.views()
        if view not in own
        and any(
            page.reading.score(view, subject.ref, team) is not None
            for subject in page.reading.subjects
        )
    ]
    if not names:
        return []
    hidden = page.say("hidden")
    return [page.say("all.hidden", names=page.say.listed(names), hidden=hidden)]


def _statement_cells(
    page: Writing, subject: Subject, statement: Statement, team: str
) -> list[Markup | str]:
    say = page.say
    mark = page.reading.stated(subject, team)
    entry = statement.entry(subject.ref)
    if not isinstance(mark, Stated):
        here = fill("<small>{}</small>", reason(mark, say))
    else:
        here = fill(
            '<span class="pb-wordy"><strong>{}</strong> {}</span>',
            page.numbers.stated(mark.rung),
            mark.evidence or say("no-evidence"),
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
    return [here, fill('<span class="pb-wordy">{}</span>', Markup(", ").join(plan))]


def score_cell(page: Writing, score: Score | Suppressed | None) -> Markup:
    """A score, its plausible range and its answers in one cell."""
    if not isinstance(score, Score):
        return fill("<small>{}</small>", reason(score, page.say))
    low, high, n = (
        page.numbers.released(score.number(f)) for f in ("low", "high", "n")
    )
    if score.shown.band:
        return fill(
            "{} <small>{}</small>",
            score_text(score, page.numbers, page.say),
            page.say("all.count", n=n),
        )
    return fill(
        "{} <small>{}</small>",
        score_text(score, page.numbers, page.say),
        page.say("all.score", low=low, high=high, n=n),
    )
