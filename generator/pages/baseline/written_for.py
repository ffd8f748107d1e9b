"""Pages for those outside the teams: partner companies, and readers such as a sponsor.

They are written only where `teams.yaml` names somebody who may open them, and speak of
the whole organisation alone (rule D13): nothing stands here that leaders do not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts.base import table_html
from generator.charts.dumbbell import score_text
from generator.charts.markup import fill
from generator.charts.numbers import Score
from generator.model.edition import CellKey
from generator.model.framework import Practice, Reader
from generator.model.page import Drawn, StampedPage
from generator.model.survey import ORGANISATION
from generator.pages.baseline.everything import score_cell
from generator.pages.baseline.forward import reached
from generator.pages.baseline.places import PARTNERS, READERS
from generator.pages.baseline.reading import Reading, RollUp, Subject
from generator.pages.baseline.standing import against_gold
from generator.pages.baseline.whole import (
    changes_of_all,
    compared,
    leading_view,
    shows_something,
    views_in_order,
    who_answered,
)
from generator.pages.baseline.writing import Writing

NAMED = 3
"""Practices put into a reader's words under one heading; all others are in the table
and the chart."""


def written_waves(readings: Iterable[Reading], folder: str) -> tuple[str, ...]:
    """The waves a folder has a page of; none where its reader is in no framework."""
    return tuple(
        reading.wave.id
        for reading in readings
        if (_outside(reading) if folder == PARTNERS else _reader(reading, folder))
    )


def written_page(reading: Reading, folder: str, ids: Sequence[str]) -> Drawn:
    """The page of one wave; `ids` are the waves the folder has a page of."""
    if folder == PARTNERS:
        return _partner_page(reading, ids)
    return _reader_page(reading, folder, ids)


def written_title(page: Writing, folder: str) -> str:
    """The title of such a page; empty where there is none."""
    if folder == PARTNERS:
        asked = any(
            wave.asks_outside(group.id) and wave.instrument_for(group.id)
            for wave in page.reading.baseline.waves
            for group in wave.groups
        )
        return str(page.say("partners.title")) if asked else ""
    reader = _reader(page.reading, folder)
    return reader.title.say(page.reading.language) if reader else ""


def _outside(reading: Reading) -> list[str]:
    """Views of people at other companies."""
    return [view for view, _ in reading.views() if reading.wave.asks_outside(view)]


def _stamped(
    page: Writing,
    folder: str,
    title: str,
    template: str,
    ids: Sequence[str],
    **values: object,
) -> Drawn:
    """One page, with what all of them say."""
    reading = page.reading
    body = page.render(
        template,
        lead=page.lead(),
        waves=page.waves(ids),
        older=reading.wave.id != ids[-1],
        newest_href=page.places.file("index"),
        since=reading.words(reading.reference.title) if reading.reference else "",
        how=page.how(),
        **values,
    )
    return (
        StampedPage(
            folder,
            page.places.file(reading.wave.id),
            title,
            reading.language,
            body,
            page.tab(title),
        ),
        page.cells(),
    )


def _seen(
    page: Writing, view: str, name: str, views: Iterable[str]
) -> Mapping[str, Markup]:
    """One view of everybody together against gold, on a page without other numbers."""
    roll = RollUp(view, ORGANISATION, own=False)
    drawn = against_gold(page, roll, name, compared(page.reading, views))
    return {
        **drawn,
        "note": page.say("gold.few-alone") if drawn["note"] else Markup(""),
    }


def _partner_page(reading: Reading, ids: Sequence[str]) -> Drawn:
    """What people at all partner companies said together, the same for each of them."""
    page = Writing(reading, "../")
    views = _outside(reading)
    titles = dict(reading.views())
    blocks: list[Mapping[str, Markup]] = [
        _seen(page, view, f"{view}-figure", views)
        if shows_something(page, view)
        else {
            "kicker": page.group_phrase(view, ORGANISATION, own=False),
            "finding": page.say(
                "portfolio.view-hidden", view=titles[view], hidden=page.say("hidden")
            ),
            "figure": Markup(""),
            "note": Markup(""),
        }
        for view in views
    ]
    told = [one for view in views if (one := reading.wave.instrument_for(view))]
    done = dict.fromkeys(reading.words(text) for one in told for text in one.changes)
    return _stamped(
        page,
        PARTNERS,
        str(page.say("partners.title")),
        "partners.html",
        ids,
        intro=page.say("partners.lead"),
        facts=who_answered(page, views),
        views=blocks,
        done=list(done),
        changes=changes_of_all(page, views),
    )


def _reader(reading: Reading, folder: str) -> Reader | None:
    """Whom a folder's page is written for: as the first framework has it."""
    wanted = folder.removeprefix(f"{READERS}/")
    return next(
        (
            reader
            for framework in reading.baseline.frameworks
            for reader in framework.readers
            if reader.id == wanted
        ),
        None,
    )


def _reader_page(reading: Reading, folder: str, ids: Sequence[str]) -> Drawn:
    """The whole organisation in one reader's terms."""
    reader = _reader(reading, folder)
    if reader is None:
        raise LookupError(f"no framework names the reader of {folder}")
    page = Writing(reading, "../../")
    say, language = page.say, reading.language
    every = [view for view, _ in reading.views()]
    view = leading_view(page)
    whole: Mapping[str, Markup] = {
        "kicker": say("organisation"),
        "finding": say("find.none-shown"),
        "figure": Markup(""),
        "note": Markup(""),
    }
    if view is not None:
        whole = _seen(page, view, "whole-figure", every)
    hidden = [
        title for name, title in reading.views() if not shows_something(page, name)
    ]
    return _stamped(
        page,
        folder,
        reader.title.say(language),
        "reader.html",
        ids,
        question=reader.question.say(language),
        cares_about=say("reader.cares", what=reader.cares_about.say(language)),
        intro=say("reader.lead"),
        facts=who_answered(page, every),
        whole=whole,
        findings=_findings(page, reader.id),
        meaning=_meaning(page, reader.id),
        hidden=say("all.hidden", names=say.listed(hidden), hidden=say("hidden"))
        if hidden
        else "",
        changes=changes_of_all(page, every),
    )


@dataclass(frozen=True, slots=True)
class _Findings:
    """Findings of one kind in a reader's words."""

    kind: str
    heading: Markup
    note: Markup
    lines: Sequence[Markup]


def _findings(page: Writing, reader: str) -> list[_Findings]:
    """What is clearly missing and what works, in the words the framework has for it.

    A gap is told where it is clear (S7) and the score is more than a rung below gold; a
    strength from a rung below gold on. With few answers single practices tell little:
    the first view with enough of them is put into words, or none.
    """
    reading, say = page.reading, page.say
    enough = (
        view
        for view in views_in_order(page)
        if not reading.leads_with_dimensions(view, ORGANISATION)
    )
    view = next(enough, None)
    if view is None:
        return []
    clear = reading.clear_gaps(compared(reading, reading.titles))
    gaps: list[tuple[float, Subject, Score]] = []
    strengths: list[tuple[float, Subject, Score]] = []
    for subject in reading.subjects:
        score = reading.score(view, subject.ref, ORGANISATION)
        if not isinstance(score, Score):
            continue
        gap = subject.gold - score.shown.value
        if gap <= 1:
            strengths.append((gap, subject, score))
        elif CellKey(view, subject.ref, ORGANISATION) in clear:
            gaps.append((-gap * subject.importance, subject, score))
    who = page.group_phrase(view, ORGANISATION, own=False)
    found = []
    for kind, title, note, ordered in (
        ("gap", "reader.gap", "reader.gap-note", gaps),
        ("strength", "reader.strength", "reader.strength-note", strengths),
    ):
        ordered.sort(key=lambda one: (one[0], one[1].ref))
        lines = []
        for _, subject, score in ordered:
            line = _in_words(page, reader, kind, subject, score)
            lines += [line] if line else []
            if len(lines) == NAMED:
                break
        if lines:
            low, high = reading.scale.low, reading.scale.high
            ends = {"low": page.numbers.fixed(low), "high": page.numbers.fixed(high)}
            told = say(note, group=who, **ends)
            found.append(_Findings(kind, say(title), told, lines))
    return found


_FILLED = re.compile(r"\{(practice|score|next)\}")


def _in_words(
    page: Writing, reader: str, kind: str, subject: Subject, score: Score
) -> Markup:
    """A finding as the practice's framework puts it to a reader; empty where it does
    not, or has nothing that comes next."""
    reading = page.reading
    framework = reading.frameworks.get(subject.framework)
    told = next(
        (one for one in (framework.readers if framework else ()) if one.id == reader),
        None,
    )
    if told is None:
        return Markup("")
    template = told.templates.gap if kind == "gap" else told.templates.strength
    words = template.say(reading.language)
    step = subject.step(reached(score.shown.value, subject))
    if not words or ("{next}" in words and step is None):
        return Markup("")
    parts = {
        "practice": lambda: page.guidance(subject),
        "score": lambda: score_text(score, page.numbers, page.say),
        "next": lambda: Markup.escape(step.title.say(reading.language) if step else ""),
    }
    filled = _FILLED.sub(lambda one: str(parts[one[1]]()), str(Markup.escape(words)))
    return Markup(filled)  # noqa: S704  # every part of it is escaped


def _meaning(page: Writing, reader: str) -> Markup:
    """What each practice that was asked about means to a reader, beside each view."""
    reading, say = page.reading, page.say
    views = [(v, title) for v, title in reading.views() if shows_something(page, v)]
    body = []
    for subject in reading.subjects:
        note = _note(reading, reader, subject)
        cells = [reading.score(view, subject.ref, ORGANISATION) for view, _ in views]
        if note and any(cell is not None for cell in cells):
            row: list[Markup | str] = [page.guidance(subject)]
            row.append(fill('<span class="pb-wordy">{}</span>', note))
            row += [score_cell(page, cell) for cell in cells]
            body.append(row)
    if not body:
        return Markup("")
    head: list[Markup | str] = [say("practice"), say("meaning")]
    head += [title for _, title in views]
    return table_html(
        say("reader.meaning"), head, body, reading.language, class_="pb-all"
    )


def _note(reading: Reading, reader: str, subject: Subject) -> str:
    """What a practice means to a reader, in any framework that says the same."""
    for ref in (subject.ref, *subject.same):
        practice = _practice(reading, ref)
        for note in practice.readers if practice else ():
            if note.reader == reader:
                return note.text.say(reading.language)
    return ""


def _practice(reading: Reading, ref: str) -> Practice | None:
    name, _, wanted = ref.partition(":")
    framework = reading.frameworks.get(name)
    if framework is None:
        return None
    return next((one for _, one in framework.walk() if one.id == wanted), None)
