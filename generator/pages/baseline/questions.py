"""How well the questions of a wave work: for authors and leaders, never about a team.

Reliability, missing answers, whether teams can be told apart, signs of haste, and
effect sizes: numbers that would mislead on the page of a team of eight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts.base import table_html
from generator.charts.markup import fill
from generator.charts.numbers import Moved, Released, Source
from generator.disclosure.ordering import effect, expected_order
from generator.model.edition import CellKey, Shown
from generator.model.instrument import Node
from generator.model.page import Drawn, StampedPage
from generator.model.soundness import Reliability, Unanswered
from generator.model.survey import ORGANISATION
from generator.pages.baseline.places import LEADERS
from generator.pages.baseline.reading import Reading
from generator.pages.baseline.writing import Writing


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the page."""

    heading: Markup
    lines: Sequence[Markup] = ()
    tables: Sequence[Markup] = ()
    note: str = ""


def questions_name(wave: str) -> str:
    """The name of the page of a wave, without language and ending."""
    return f"questions-{wave}"


def questions_page(reading: Reading, newest: str) -> Drawn:
    """The page about the questions of a wave; `newest` is the newest wave's id."""
    baseline, wave = reading.baseline, reading.wave
    page = Writing(reading, "../")
    views: list[tuple[Markup, list[Block]]] = []
    for view, title in reading.views():
        blocks = [
            block
            for make in (_fits, _missing, _telling, _order, _careful, _effects)
            if (block := make(page, view)) is not None
        ]
        if blocks:
            views.append((page.say("questions.view", view=title), blocks))
    body = page.render(
        "questions.html",
        lead=page.lead(),
        waves=[
            (
                reading.words(one.title),
                page.places.file(questions_name(one.id)),
                one.id == wave.id,
            )
            for one in reversed(baseline.waves)
        ],
        older=wave.id != newest,
        newest_href=page.places.file(questions_name(newest)),
        views=views,
        how=page.how(),
    )
    title = str(page.say("questions.title"))
    name = page.places.file(questions_name(wave.id))
    return (
        StampedPage(LEADERS, name, title, reading.language, body, page.tab(title)),
        page.cells(),
    )


def _number(
    page: Writing, view: str, node: str, field: str, value: float | None, places: int
) -> Markup | str:
    """A released number of the whole organisation; a dash where there is none."""
    if value is None:
        return "–"
    source = Source(page.reading.wave.id, view, node, ORGANISATION, field)
    return page.numbers.released(Released(value, source, places))


def _fits(page: Writing, view: str) -> Block | None:
    """Whether the questions of each dimension hang together."""
    say, reading = page.say, page.reading
    fits = {
        node.ref: (node, fit)
        for node in reading.wave.nodes
        if (
            fit := reading.edition.soundness.reliability.get(
                CellKey(view, node.ref, ORGANISATION)
            )
        )
    }
    if not fits:
        if not _answered(page, view):
            return None
        return Block(say("fit.heading"), lines=[say("fit.off")])
    rows = [_fit_row(page, view, node, fit) for node, fit in fits.values()]
    head: list[Markup | str] = [
        say("fit.dimension"),
        say("fit.complete"),
        say("fit.alpha"),
        say("fit.standardized"),
        say("fit.omega"),
        say("fit.means"),
    ]
    tables = [table_html(say("fit.heading"), head, rows, reading.language)]
    tables += [_items(page, view, node, fit) for node, fit in fits.values()]
    return Block(say("fit.heading"), tables=tables, note=say("fit.note"))


def _fit_row(
    page: Writing, view: str, node: Node, fit: Reliability
) -> list[Markup | str]:
    def number(field: str, value: float | None, places: int = 2) -> Markup | str:
        return _number(page, view, node.ref, field, value, places)

    alpha = number("alpha", fit.alpha)
    if fit.low is not None and fit.high is not None:
        span = page.say(
            "range-of",
            low=number("alpha-low", fit.low),
            high=number("alpha-high", fit.high),
        )
        alpha = fill("{} <small>{}</small>", alpha, span)
    other = number("standardized", fit.standardized)
    if fit.alpha is None:
        other = fill("{} {}", page.say("fit.pair"), other)
    return [
        page.reading.words(node.title),
        number("complete", float(fit.n), 0),
        alpha,
        other,
        number("omega", fit.omega),
        _meaning(page, fit),
    ]


def _meaning(page: Writing, fit: Reliability) -> Markup:
    """What a coefficient says, in words (rule S8)."""
    value = fit.standardized if fit.alpha is None else fit.alpha
    if value is None or value < 0.0:
        return page.say("fit.negative")
    if value < 0.60:
        return page.say("fit.apart")
    if value < 0.70:
        return page.say("fit.weak")
    return page.say("fit.redundant" if value > 0.95 else "fit.good")


def _items(page: Writing, view: str, node: Node, fit: Reliability) -> Markup:
    say, reading = page.say, page.reading
    instrument = reading.wave.instrument_for(view)
    texts = {
        question.code: reading.words(question.text)
        for question in (instrument.questions() if instrument else ())
    }
    rows: list[list[Markup | str]] = [
        [
            texts.get(item.question, "–"),
            _number(page, view, node.ref, f"rest-{item.question}", item.rest, 2),
            _number(page, view, node.ref, f"without-{item.question}", item.without, 2),
        ]
        for item in fit.items
    ]
    title = say("fit.items", name=reading.words(node.title))
    head = [say("fit.question"), say("fit.rest"), say("fit.without")]
    table = table_html(title, head, rows, reading.language)
    return fill(
        '<details class="pb-table"><summary>{}</summary>{}</details>', title, table
    )


def _shares(page: Writing, view: str) -> dict[str, Unanswered]:
    found = page.reading.edition.soundness.unanswered
    return {key.node: share for key, share in found.items() if key.view == view}


def _answered(page: Writing, view: str) -> bool:
    """Whether anything is known of a view's answers: older editions hold nothing."""
    return view in page.reading.edition.soundness.careful


def _missing(page: Writing, view: str) -> Block | None:
    """Shares of questions without an answer, practice by practice."""
    say = page.say
    shares = _shares(page, view)
    rows: list[list[Markup | str]] = []
    for subject in page.reading.subjects:
        share = shares.get(subject.ref)
        if share is None:
            continue

        def number(field: str, value: int, ref: str = subject.ref) -> Markup | str:
            return _number(page, view, ref, field, float(value), 0)

        unsure = number("dk", share.dk)
        if share.unseen:
            unsure = fill("{} <small>{}</small>", unsure, say("missing.unseen"))
        rows.append(
            [
                page.guidance(subject),
                number("asked", share.n),
                number("na", share.na),
                unsure,
                number("blank", share.blank),
            ]
        )
    if not rows:
        return None
    head = [
        say("practice"),
        say("missing.asked"),
        say("missing.na"),
        say("missing.dk"),
        say("missing.blank"),
    ]
    table = table_html(say("missing.heading"), head, rows, page.reading.language)
    return Block(say("missing.heading"), tables=[table], note=say("missing.note"))


def _telling(page: Writing, view: str) -> Block | None:
    """Whether teams can be told apart, practice by practice: words only."""
    say = page.say
    tellings = page.reading.edition.soundness.telling
    rows: list[list[Markup | str]] = [
        [
            page.guidance(subject),
            say(f"telling.{one.share}"),
            say(f"telling.{one.means}"),
        ]
        for subject in page.reading.subjects
        if (one := tellings.get(CellKey(view, subject.ref, ORGANISATION)))
    ]
    if not rows:
        return None
    head = [say("practice"), say("telling.share"), say("telling.means")]
    table = table_html(say("telling.heading"), head, rows, page.reading.language)
    return Block(say("telling.heading"), tables=[table])


def _order(page: Writing, view: str) -> Block | None:
    """Teams clearly below everybody together, in the order of what to expect (S7)."""
    say, reading = page.say, page.reading
    lines = []
    for node in reading.wave.nodes:
        if node.kind != "dimension":
            continue
        cells = {
            team.id: cell
            for team in reading.wave.teams
            if isinstance(cell := reading.edition.cell(view, node.ref, team.id), Shown)
        }
        whole = reading.edition.cell(view, node.ref, ORGANISATION)
        order = expected_order(cells)
        if order is None or not isinstance(whole, Shown):
            continue
        name = reading.words(node.title)
        if not order.teams:
            lines.append(say("order.alike", name=name))
            continue
        below = [page.name(t) for t in order.teams if cells[t].high < whole.value]
        lines.append(
            say("order.below", name=name, names=say.listed(below))
            if below
            else say("order.none", name=name)
        )
    if not lines:
        return None
    return Block(say("order.heading"), lines=lines, note=say("order.note"))


def _careful(page: Writing, view: str) -> Block | None:
    """What answers given without reading do to the whole view."""
    say, reading = page.say, page.reading
    found = reading.edition.soundness.careful.get(view)
    if found is None:
        return None
    line = say("careful.moves" if found.without else "careful.none")
    rows: list[list[Markup | str]] = []
    for subject in reading.subjects:
        cell = reading.edition.cell(view, subject.ref, ORGANISATION)
        if subject.ref not in found.without or not isinstance(cell, Shown):
            continue
        value = found.without[subject.ref]
        rows.append(
            [
                page.guidance(subject),
                _number(page, view, subject.ref, "value", cell.value, reading.places),
                _number(page, view, subject.ref, "unflagged", value, reading.places),
            ]
        )
    head = [say("practice"), say("careful.with"), say("careful.without")]
    table = table_html(say("careful.heading"), head, rows, reading.language)
    return Block(say("careful.heading"), lines=[line], tables=[table] if rows else [])


def _effects(page: Writing, view: str) -> Block | None:
    """Changes of the whole organisation in units of the spread between people."""
    say, reading = page.say, page.reading
    if reading.reference is None:
        return None
    then = reading.baseline.editions.get(reading.reference.id)
    rows: list[list[Markup | str]] = []
    for subject in reading.subjects:
        key = CellKey(view, subject.ref, ORGANISATION)
        moved = reading.change(*key)
        now, before = reading.edition.cells.get(key), then and then.cells.get(key)
        if (
            isinstance(moved, Moved)
            and moved.change.since == reading.reference.id
            and isinstance(now, Shown)
            and isinstance(before, Shown)
        ):
            size = effect(now, before, moved.change)
            rows.append(
                [
                    page.guidance(subject),
                    page.numbers.released(moved.number("value"), signed=True),
                    _number(page, view, subject.ref, "effect", size, 1),
                ]
            )
    if not rows:
        return None
    heading = say("effect.heading", wave=reading.words(reading.reference.title))
    head = [say("practice"), say("change"), say("effect.g")]
    table = table_html(heading, head, rows, reading.language)
    return Block(heading, tables=[table], note=say("effect.note"))
