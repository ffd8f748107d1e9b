"""What each respondent group is asked: sections, pages, questions with codes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.instruments import codes, conditions, minutes, paging
from generator.instruments.canonical import digest
from generator.instruments.catalogue import PlacedItem
from generator.instruments.finding import Place
from generator.instruments.job import Job
from generator.instruments.ladders import ladders
from generator.instruments.questions import question
from generator.model.ids import Text
from generator.model.instrument import Card, Field, Instrument, Page
from generator.model.survey import InstrumentPlan, Section, WavePlan


@dataclass(frozen=True, slots=True)
class _Planned:
    """A section of an instrument with the items it asks in this wave."""

    section: Section
    place: Place
    runs: tuple[tuple[PlacedItem, ...], ...]
    """In the order asked: those of a practice stand together."""
    places: Mapping[str, Place]
    """Item to the place that names it."""


def instruments(
    job: Job, wave: WavePlan, given: Mapping[str, str]
) -> Iterator[Instrument]:
    """Every instrument of the survey, as fielded in one wave.

    `given` holds the codes of earlier waves, code to item.
    """
    _check_blocks(job, wave)
    planned = [
        (position, plan, tuple(_sections(job, position, plan, wave)))
        for position, plan in enumerate(job.survey.instruments)
    ]
    wanted = {
        placed.ref: placed.owner.ref if placed.owner else placed.ref
        for _, _, sections in planned
        for section in sections
        for run in section.runs
        for placed in run
    }
    coded = codes.assign(wanted, given)
    for position, plan, sections in planned:
        yield _instrument(job, position, plan, sections, wave, coded)


def _instrument(
    job: Job,
    position: int,
    plan: InstrumentPlan,
    sections: Sequence[_Planned],
    wave: WavePlan,
    coded: Mapping[str, str],
) -> Instrument:
    place = job.top.at("instruments", position)
    what = f"of instrument {plan.letter}"
    asked = {
        placed.ref: (placed, section.places[placed.ref])
        for section in sections
        for run in section.runs
        for placed in run
    }
    conditions.check_order(job, plan, wave, asked)
    pages: list[Page] = []
    for section in sections:
        taken = {page.id for page in pages}
        pages.extend(_pages(job, plan, section, coded, taken))
    number = job.survey.waves.index(wave)
    instrument = Instrument(
        id=plan.id,
        letter=plan.letter,
        title=job.words(plan.title, place.at("title"), f"the title {what}"),
        group=plan.group,
        mode=plan.mode,
        languages=job.survey.languages,
        minutes=plan.minutes,
        estimated_minutes={},
        introduction=job.words(
            plan.introduction,
            place.at("introduction"),
            f"the introduction {what}",
        ),
        thanks=job.words(plan.thanks, place.at("thanks"), f"the thanks {what}"),
        changes=tuple(
            job.words(
                text,
                job.top.at("waves", number, "changes", each),
                f"what changed before wave '{wave.id}'",
            )
            for each, text in enumerate(wave.changes)
        ),
        pages=tuple(pages),
        ladders=tuple(ladders(job)) if plan.mode == "assessment" else (),
        fingerprint="",
        rows=plan.rows if plan.mode == "form" else 1,
        fields=tuple(_fields(job, plan, place)) if plan.mode == "form" else (),
        guide=tuple(_guide(job, plan, place)) if plan.mode == "assessment" else (),
        invitation=_mail(job, plan.invitation, place.at("invitation"), what),
        reminder=_mail(job, plan.reminder, place.at("reminder"), what),
    )
    estimated = {
        language: str(minutes.whole(minutes.estimate(instrument, language)))
        for language in instrument.languages
    }
    instrument = dataclasses.replace(instrument, estimated_minutes=estimated)
    return dataclasses.replace(instrument, fingerprint=digest(instrument))


def _mail(job: Job, text: Text, place: Place, what: str) -> tuple[tuple[str, str], ...]:
    return tuple(job.words(text, place, f"a mail {what}").items())


def _fields(job: Job, plan: InstrumentPlan, place: Place) -> Iterator[Field]:
    for number, one in enumerate(plan.fields):
        here = place.at("fields", number)
        what = f"of field '{one.id}'"
        yield Field(
            id=one.id,
            title=job.words(one.title, here.at("title"), f"the title {what}"),
            help=job.words(one.help, here.at("help"), f"the help {what}"),
            kind=one.kind,
            choices=tuple(
                job.words(text, here.at("choices", each), f"a choice {what}")
                for each, text in enumerate(one.choices)
            ),
        )


def _guide(job: Job, plan: InstrumentPlan, place: Place) -> Iterator[Card]:
    for number, one in enumerate(plan.guide):
        here = place.at("guide", number)
        what = f"of card '{one.id}'"
        yield Card(
            id=one.id,
            title=job.words(one.title, here.at("title"), f"the title {what}"),
            minutes=one.minutes,
            text=job.words(one.text, here.at("text"), f"the text {what}"),
        )


def _check_blocks(job: Job, wave: WavePlan) -> None:
    known = {
        section.block
        for plan in job.survey.instruments
        for section in plan.sections
        if section.block
    }
    place = job.top.at("waves", job.survey.waves.index(wave), "blocks")
    for position, block in enumerate(wave.blocks):
        if block not in known:
            job.find(
                place.at(position),
                "instrument-block",
                f"wave '{wave.id}' asks the rotating block '{block}', which no"
                " section belongs to",
                f"known: {', '.join(sorted(known)) or 'none'}",
            )


def _sections(
    job: Job, position: int, plan: InstrumentPlan, wave: WavePlan
) -> Iterator[_Planned]:
    asked: set[str] = set()
    for number, section in enumerate(plan.sections):
        if section.block is not None and section.block not in wave.blocks:
            continue
        place = job.top.at("instruments", position, "sections", number)
        items = dict(_items(job, plan, section, place, asked))
        runs = paging.together(
            tuple(job.book.items[ref] for ref in items),
            lambda placed: placed.owner.ref if placed.owner else "",
            _looks,
        )
        if runs:
            yield _Planned(section, place, tuple(map(tuple, runs)), items)


def _looks(one: PlacedItem, other: PlacedItem) -> bool:
    return other.ref in conditions.looked_at(one)


def _items(
    job: Job, plan: InstrumentPlan, section: Section, place: Place, asked: set[str]
) -> Iterator[tuple[str, Place]]:
    """The items a section can ask, each with the place that names it."""
    for position, ref in enumerate(section.items):
        where = place.at("items", position)
        placed = job.book.item(ref)
        if placed is None:
            job.find(
                where,
                "instrument-item",
                f"there is no item '{ref}' in the survey's frameworks",
                "write it as framework:item",
            )
        elif placed.ref in asked:
            job.find(
                where,
                "instrument-item-twice",
                f"instrument {plan.letter} asks '{placed.ref}' twice",
                "keep it in one section",
            )
        elif placed.item.wording(plan.group) is None:
            job.find(
                where,
                "instrument-wording",
                f"'{placed.ref}' has no wording for '{plan.group}'",
                f"add `{plan.group}:` under the item's text",
            )
        else:
            asked.add(placed.ref)
            yield placed.ref, where


def _pages(
    job: Job,
    plan: InstrumentPlan,
    planned: _Planned,
    coded: Mapping[str, str],
    taken: set[str],
) -> Iterator[Page]:
    section = planned.section
    title = job.words(
        section.title,
        planned.place.at("title"),
        f"the title of section '{section.id}'",
    )
    intro = job.words(
        section.intro,
        planned.place.at("intro"),
        f"the introduction of section '{section.id}'",
    )
    parts = paging.cut(planned.runs, looks=_looks)
    for number, part in enumerate(parts, start=1):
        several = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
        yield Page(
            id=_page_id(section.id, taken),
            title={language: f"{text}{several}" for language, text in title.items()},
            intro=intro,
            questions=tuple(
                question(job, placed, plan.group, coded) for placed in part
            ),
        )


def _page_id(section: str, taken: set[str]) -> str:
    """The section's id, numbered where a page has it already."""
    number, name = 1, section
    while name in taken:
        number += 1
        name = f"{section}-{number}"
    taken.add(name)
    return name
