"""What to do next: one step for this week, and the path forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.charts import dumbbell, ladder
from generator.charts.base import table_html
from generator.charts.dumbbell import score_text
from generator.charts.marks import Stated
from generator.charts.markup import fill
from generator.charts.numbers import Released, Score, Source
from generator.findings.path import LITTLE
from generator.pages.baseline.forward import OUTSIDE, Forward, Stop, outlook, steps_up
from generator.pages.baseline.reading import RollUp, Subject
from generator.pages.baseline.standing import Headline
from generator.pages.baseline.writing import Writing

ON_THE_PATH = 3
"""Practices of the path forward that are shown with their ladder."""

NAMED_TOGETHER = 4
"""Practices named in one sentence; of more, the others are not."""


def this_week(page: Writing, headline: Headline, path: Forward) -> Mapping[str, object]:
    """One thing to do this week, and why."""
    say, numbers = page.say, page.numbers
    stops = path.stops
    stop = next((one for one in stops if one.subject.step(one.today)), None)
    if stop is None and stops:
        stop = stops[0]
    if stop is None:
        if path.at_gold or path.unclear:
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
        if stop not in path.sure:
            why += fill(" {}.", say("path.unsure"))
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
    page: Writing, headline: Headline, path: Forward
) -> Mapping[str, object]:
    """The path forward: in order, today's rung beside the next one and its step."""
    say = page.say
    if not path.stops and not path.unclear and not path.at_gold:
        cards = [
            _start(page, subject)
            for subject in sorted(
                page.reading.subjects, key=lambda one: -one.importance
            )[:ON_THE_PATH]
        ]
        return _forward(say("path.start"), cards=cards)
    stated = headline.statement is not None
    leading = path.sure or path.stops
    first = leading[0] if leading else None
    heading = say("path.nothing")
    if path.sure:
        heading = say("path.heading", name=dumbbell.quoted([_title(path.sure[0])], say))
    elif path.unclear:
        heading = say("path.none-sure")
    quick = [
        page.guidance(stop.subject)
        for stop in path.sure[ON_THE_PATH:]
        if stop.found.quick
    ]
    return _forward(
        heading,
        formula=[
            say("path.formula"),
            _rule(page) if stated else say("path.formula-view"),
        ]
        if first
        else [],
        quick=say("path.quick", names=_some(page, quick)) if quick else "",
        cards=[_card(page, stop, path, headline) for stop in leading[:ON_THE_PATH]],
        rest=_rest(page, leading[ON_THE_PATH:], len(leading[:ON_THE_PATH]), leading),
        lists=_lists(page, path),
    )


def _forward(heading: Markup, **more: object) -> Mapping[str, object]:
    empty: dict[str, object] = {
        "formula": [],
        "quick": "",
        "cards": [],
        "rest": "",
        "lists": [],
    }
    return {"heading": heading, **empty, **more}


def _rule(page: Writing) -> Markup:
    """How the gaps of a statement are ordered; others count where they were asked."""
    outside = dict(page.reading.views()).get(OUTSIDE)
    if outside is None:
        return page.say("path.formula-alone")
    return page.say("path.formula-stated", view=outside)


def _title(stop: Stop) -> str:
    return stop.subject.title


def _some(page: Writing, names: Sequence[Markup]) -> Markup:
    """Names in a sentence; of many, the first and that there are more."""
    if len(names) <= NAMED_TOGETHER:
        return page.say.listed(names)
    first = Markup(", ").join(names[:NAMED_TOGETHER])
    return page.say("and-others", names=first)


def _lists(page: Writing, path: Forward) -> list[Markup]:
    """What is on no ordered list: in doubt, at gold, not assessed."""
    found = []
    near = [s.subject for s in path.unclear if s.gap > 0] if path.sure else []
    doubted = [stop.subject for stop in path.unclear if stop.gap <= 0]
    for key, subjects in (
        ("path.list-unclear", near),
        ("path.list-doubted", doubted),
        ("path.list-gold", path.at_gold),
        ("path.list-unknown", path.unknown),
    ):
        if subjects:
            names = page.say.listed([page.guidance(one) for one in subjects])
            view = dict(page.reading.views()).get(OUTSIDE, "")
            found.append(page.say(key, names=names, view=view))
    return found


def _start(page: Writing, subject: Subject) -> Mapping[str, object]:
    """A card where nothing is placed yet: the lowest rung and the first step."""
    lowest = subject.rungs[0].n if subject.rungs else 0
    return {
        **_ladder(page, subject, None),
        "today": "",
        "steps": _steps(page, subject, lowest)[:1],
        "sum": "",
        "notes": [],
        "outlook": "",
    }


def _card(
    page: Writing, stop: Stop, path: Forward, headline: Headline
) -> Mapping[str, object]:
    return {
        **_ladder(page, stop.subject, stop.today),
        "today": _today(page, stop, headline),
        "steps": _steps(page, stop.subject, stop.today),
        "sum": _sum(page, stop),
        "notes": _notes(page, stop, path),
        "outlook": _outlook(page, stop, headline),
    }


def _ladder(page: Writing, subject: Subject, today: int | None) -> dict[str, object]:
    say, reading, numbers = page.say, page.reading, page.numbers
    rungs = [
        ladder.Step(rung.n, reading.words(rung.title), reading.words(rung.descriptor))
        for rung in subject.rungs
    ]
    chart = ladder.draw(subject.title, rungs, today, "", numbers)
    here = subject.rung(today)
    lowest = subject.rungs[0].n if subject.rungs else 0
    above = subject.next_rung(today if today is not None else lowest)
    return {
        "title": page.guidance(subject),
        "strip": chart.drawing,
        "strip_says": chart.summary,
        "today_text": reading.words(here.descriptor) if here else "",
        "next": say("path.next", rung=numbers.fixed(above.n)) if above else "",
        "next_text": reading.words(above.descriptor) if above else "",
    }


def _steps(page: Writing, subject: Subject, today: int) -> list[tuple[str, str]]:
    """What to do next and what then, each with its first fifteen minutes."""
    language = page.reading.language
    return [
        (
            step.title.say(language),
            step.first.say(language) if step.first and not number else "",
        )
        for number, step in enumerate(steps_up(subject, today))
    ]


def _notes(page: Writing, stop: Stop, path: Forward) -> list[Markup]:
    """Why it stands where it stands."""
    say = page.say
    titles = {
        one.ref: one.title for one in page.reading.subjects if one is not stop.subject
    }
    notes = []
    if stop.found.heir:
        heir = next(s for s in path.stops if s.subject.ref == stop.found.heir)
        names = dumbbell.quoted([heir.subject.title], say)
        notes.append(say("path.first", priority=_priority(page, heir), names=names))
    shaky = {one.subject.ref for one in path.unclear}
    shaky |= {subject.ref for subject in path.unknown}
    open_needs = [titles[ref] for ref in stop.found.needs if ref in shaky]
    if open_needs:
        notes.append(say("path.needs", names=dumbbell.quoted(open_needs[:2], say)))
    if stop.found.quick:
        notes.append(say("path.quick-win"))
    if stop not in path.sure:
        notes.append(say("path.unsure"))
    tied = [Markup.escape(titles[ref]) for ref in stop.found.tied]
    if tied:
        names = dumbbell.quoted(tied[:2], say)
        more = say("and-others", names=names) if len(tied) > 2 else names
        notes.append(say("path.tied", names=more))
    practice = stop.subject.practice
    if practice is not None:
        effort = practice.effort
        most = max(effort.knowledge, effort.time, effort.resources)
        notes.append(
            say(
                "path.effort", effort=say(_size(most)), worth=say(_size(practice.value))
            )
        )
    return notes


def _size(five: int) -> str:
    """1 to 5 in a word."""
    return "size.low" if five <= LITTLE else "size.middle" if five == 3 else "size.high"


def _outlook(page: Writing, stop: Stop, headline: Headline) -> Markup:
    """Where the practice and its dimension stand if the printed steps are done."""
    steps = steps_up(stop.subject, stop.today)
    if not steps:
        return Markup("")
    say, numbers = page.say, page.numbers
    rung = steps[-1].to_rung
    found = outlook(page.reading, headline.statement, stop, rung)
    if found is None:
        return Markup("")
    if isinstance(stop.mark, Score):
        where = stop.mark.origin
        parent = page.reading.nodes[stop.subject.ref].parent or ""
        today = numbers.released(
            Released(found.today, Source(*where, "value")._replace(node=parent))
        )
        then = numbers.released(
            Released(found.then, Source(*where, f"whole-if-{rung}"))
        )
    else:
        today = numbers.stated(found.today, numbers.places)
        then = numbers.stated(found.then, numbers.places)
    return say.plural(
        "path.if-view" if headline.statement is None else "path.if-stated",
        len(steps),
        rung=numbers.fixed(rung),
        dimension=stop.subject.dimension,
        today=today,
        then=then,
    )


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
    if isinstance(stop.mark, Stated):
        size = numbers.stated(stop.gap)
    else:
        line = dumbbell.Line(stop.subject.title, stop.mark, stop.subject.gold)
        size = numbers.released(dumbbell.gap_number(line, stop.mark), size=True)
    return page.say(
        "path.sum",
        gap=size,
        importance=numbers.fixed(stop.subject.importance, _digits(stop)),
        priority=_priority(page, stop),
    )


def _priority(page: Writing, stop: Stop) -> Markup:
    """Gap × importance."""
    own = round(stop.found.priority, 4)
    if isinstance(stop.mark, Stated):
        return page.numbers.stated(own, _digits(stop))
    source = Source(*stop.mark.origin, "priority")
    return page.numbers.released(Released(own, source, _digits(stop)))


def _digits(stop: Stop) -> int:
    """Decimals of an importance: as many as its authors wrote, so the sum holds."""
    importance = stop.subject.importance
    return 1 if round(importance, 1) == importance else 2


def _rest(
    page: Writing, stops: Sequence[Stop], start: int, leading: Sequence[Stop]
) -> Markup:
    """The rest of the path; marked where it cannot be told apart from the first."""
    if not stops:
        return Markup("")
    say = page.say
    body = []
    for index, stop in enumerate(stops, start + 1):
        above = stop.subject.next_rung(stop.today)
        step = stop.subject.step(stop.today)
        title = page.guidance(stop.subject)
        if leading[0].subject.ref in stop.found.tied:
            title = fill("{} {}", title, say("path.as-urgent"))
        body.append(
            [
                fill("{}. {}", page.numbers.fixed(index), title),
                rung_number(page, stop),
                fill(
                    "{}: {}",
                    page.numbers.fixed(above.n),
                    page.reading.words(above.title),
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
