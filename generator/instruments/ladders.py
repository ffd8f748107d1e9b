"""Rungs: as a team reads them in its meeting, and as options of a question."""

from __future__ import annotations

from collections.abc import Iterator

from generator.instruments.catalogue import PlacedItem, PlacedPractice
from generator.instruments.finding import Place
from generator.instruments.job import Job
from generator.model.framework import Framework, Rung
from generator.model.instrument import Choice, Ladder, LadderRung


def ladders(job: Job) -> Iterator[Ladder]:
    """Every practice to assess; those that say the same stand once."""
    shown: set[str] = set()
    for ref, placed in job.book.practices.items():
        if ref in shown:
            continue
        shown.update(job.book.family(ref))
        framework, practice = placed.framework, placed.practice
        rungs = _ladder(placed)
        if not rungs:
            job.find(
                placed.place,
                "instrument-ladder",
                f"practice '{ref}' has no rungs, so a team cannot assess it",
                "write a `rubric` for the practice or a `ladder` for the framework",
            )
        yield Ladder(
            practice=ref,
            same=job.book.same.get(ref, ()),
            dimension=placed.above[-1].title.words(job.survey.languages),
            title=job.text(framework, practice.title, placed.place.at("title")),
            statement=job.text(
                framework, practice.statement, placed.place.at("statement")
            ),
            rungs=tuple(_ladder_rung(job, framework, *pair) for pair in rungs),
        )


def rungs_as_choices(job: Job, placed: PlacedItem) -> Iterator[Choice]:
    """The rungs of an item's practice, lowest first."""
    rungs = _ladder(placed.owner) if placed.owner else ()
    if not rungs:
        job.find(
            placed.place.at("scale"),
            "instrument-ladder",
            f"'{placed.ref}' is answered on the rungs of its practice, which has none",
            "write a `rubric` for the practice or a `ladder` for the framework",
        )
        return
    top = rungs[-1][0].n
    for rung, place in rungs:
        yield Choice(
            code=str(rung.n),
            label=job.text(placed.framework, rung.short, place.at("short")),
            help=job.text(placed.framework, rung.descriptor, place.at("descriptor")),
            value=rung_value(rung.n, top, rung.value),
        )


def rung_value(n: int, top: int, own: float | None) -> float:
    """What a rung is worth: its own value, else its place among even steps."""
    if own is not None:
        return float(own)
    return n / top if top else 0.0


def _ladder(placed: PlacedPractice) -> tuple[tuple[Rung, Place], ...]:
    """The rungs in force with their places, lowest first."""
    if placed.practice.rubric:
        rungs, place = placed.practice.rubric, placed.place.at("rubric")
    else:
        rungs = placed.framework.ladder
        place = Place("framework", placed.framework.id, ("ladder",))
    pairs = ((rung, place.at(number)) for number, rung in enumerate(rungs))
    return tuple(sorted(pairs, key=lambda pair: pair[0].n))


def _ladder_rung(
    job: Job, framework: Framework, rung: Rung, place: Place
) -> LadderRung:
    return LadderRung(
        n=rung.n,
        title=job.text(framework, rung.title, place.at("title")),
        descriptor=job.text(framework, rung.descriptor, place.at("descriptor")),
        value=None if rung.value is None else float(rung.value),
        evidence=tuple(
            job.text(framework, text, place.at("evidence", number))
            for number, text in enumerate(rung.evidence)
        ),
    )
