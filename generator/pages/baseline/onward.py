"""What to do next: one step for this week, and the path forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts import dumbbell, ladder
from generator.charts.base import table_html
from generator.charts.dumbbell import score_text
from generator.charts.marks import Stated
from generator.charts.numbers import Released, Score, Source
from generator.pages.baseline.forward import Stop
from generator.pages.baseline.reading import RollUp, Subject
from generator.pages.baseline.standing import (
    Headline,
)
from generator.pages.baseline.writing import Writing

ON_THE_PATH = 3
"""Practices of the path forward that are shown with their ladder."""


def this_week(
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


def path_forward(
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
            _card(page, subject, None, headline)
            for subject in sorted(
                page.reading.subjects, key=lambda one: -one.importance
            )[:ON_THE_PATH]
        ]
        return {"heading": say("path.start"), "cards": cards, "rest": "", "formula": ""}
    cards = [_card(page, stop.subject, stop, headline) for stop in stops[:ON_THE_PATH]]
    return {
        "heading": say(
            "path.heading", name=dumbbell.quoted([stops[0].subject.title], say)
        ),
        "formula": say("path.formula"),
        "cards": cards,
        "rest": _rest(page, stops[ON_THE_PATH:], len(cards)),
    }


def _card(
    page: Writing, subject: Subject, stop: Stop | None, headline: Headline
) -> Mapping[str, object]:
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
        "today": _today(page, stop, headline) if stop else "",
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


def _today(page: Writing, stop: Stop, headline: Headline) -> Markup:
    """'Today: rung 2', and for whom where it is not the team's own statement."""
    rung = rung_number(page, stop)
    roll = headline.roll
    if roll is None:
        return page.say("path.today", rung=rung)
    group = page.group_phrase(roll.view, roll.group, own=roll.own)
    return page.say("path.today-view", rung=rung, group=group)


def rung_number(page: Writing, stop: Stop) -> Markup:
    """Today's rung: stated by the team, or reached by a released score."""
    if isinstance(stop.mark, Stated):
        return page.numbers.stated(stop.today)
    source = Source(*stop.mark.origin, "rung")
    return page.numbers.released(Released(float(stop.today), source, 0))


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
                Markup("{}. {}").format(
                    page.numbers.fixed(index), page.guidance(stop.subject)
                ),
                rung_number(page, stop),
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
