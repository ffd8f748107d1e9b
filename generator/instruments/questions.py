"""An item becomes a question: words, options, what it counts in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from generator.instruments.canonical import digest
from generator.instruments.catalogue import PlacedItem
from generator.instruments.conditions import Parts, alternatives, show_if
from generator.instruments.finding import Place
from generator.instruments.job import Job
from generator.instruments.ladders import rungs_as_choices
from generator.instruments.versions import earlier
from generator.model.framework import NUMBERS, Framework, Option
from generator.model.instrument import Choice, Question, Target, Words


def question(
    job: Job, placed: PlacedItem, group: str, coded: Mapping[str, str]
) -> Question:
    """The item as one respondent group is asked it; `coded` gives items their codes."""
    item = placed.item
    found = placed.scale()
    if found is None:
        job.find(
            placed.place.at("scale"),
            "instrument-scale",
            f"'{placed.ref}' names the response scale '{item.scale}', "
            "which is not there",
            "name a scale of the framework",
        )
    scale = found[0] if found else None
    number = scale if scale and scale.kind in NUMBERS else None
    choices = _choices(job, placed)
    text = _wording(job, placed, group)
    source = job.source_of(placed.framework)
    multi = scale is not None and scale.kind == "multi"
    condition = alternatives(job, placed)
    return Question(
        code=coded[placed.ref],
        item=placed.ref,
        kind=_kind(scale.kind if scale else "choice"),
        purpose=item.purpose,
        text=text,
        help=job.text(placed.framework, item.help, placed.place.at("help")),
        choices=choices,
        targets=_targets(job, placed),
        reverse=item.reverse,
        required=item.required,
        max_choices=scale.max_choices if scale and multi else None,
        max_length=scale.max_length if scale else 2000,
        fingerprint=_item_fingerprint(
            text,
            choices,
            item.reverse,
            source,
            number.points() if number else (),
            condition,
        ),
        low=number.ends()[0] if number else None,
        high=number.ends()[1] if number else None,
        unit=_unit(job, placed) if number else (),
        anchors=number.points() if number else (),
        show_if=show_if(condition, coded),
        lineage=earlier(placed.framework, item.lineage),
        formative=item.formative,
    )


def _unit(job: Job, placed: PlacedItem) -> tuple[tuple[str, str], ...]:
    """The unit of a number per language; a percentage needs no word."""
    found = placed.scale()
    if found is None:
        return ()
    scale, place = found
    if scale.kind == "percent":
        return tuple((language, "%") for language in job.survey.languages)
    return tuple(job.text(placed.framework, scale.unit, place.at("unit")).items())


def _wording(job: Job, placed: PlacedItem, group: str) -> Words:
    item = placed.item
    text = item.wording(group)
    if text is None:
        return {}
    by_group = isinstance(item.text, dict)
    place = placed.place.at("text", group) if by_group else placed.place.at("text")
    return job.text(placed.framework, text, place)


def _targets(job: Job, placed: PlacedItem) -> tuple[Target, ...]:
    if placed.owner is None or not placed.scored:
        return ()
    return tuple(
        Target(ref, float(placed.item.weight))
        for ref in job.book.family(placed.owner.ref)
    )


def _choices(job: Job, placed: PlacedItem) -> tuple[Choice, ...]:
    found = placed.scale()
    if found is None or found[0].kind == "text":
        return ()
    scale, place = found
    options = tuple(
        _option(job, placed.framework, option, place.at("options", position))
        for position, option in enumerate(scale.options)
    )
    if scale.kind != "rubric":
        return options
    own = tuple(option for option in options if option.missing)
    return (*rungs_as_choices(job, placed), *own)


def _option(job: Job, framework: Framework, option: Option, place: Place) -> Choice:
    return Choice(
        code=option.code,
        label=job.text(framework, option.label, place.at("label")),
        help=job.text(framework, option.help, place.at("help")),
        value=None if option.value is None else float(option.value),
        missing=option.missing,
    )


def _kind(kind: str) -> Literal["choice", "multi", "text", "number"]:
    if kind == "multi":
        return "multi"
    if kind in NUMBERS:
        return "number"
    return "text" if kind == "text" else "choice"


def _item_fingerprint(
    text: Words,
    choices: Sequence[Choice],
    reverse: bool,
    source: str,
    anchors: Sequence[tuple[float, float]],
    condition: Sequence[Parts],
) -> str:
    """The same words, options, values and people asked give the same fingerprint."""
    return digest(
        ({"anchors": list(anchors)} if anchors else {})
        | ({"show_if": list(condition)} if condition else {})
        | {
            "text": text.get(source, ""),
            "reverse": reverse,
            "options": [
                {
                    "code": choice.code,
                    "label": choice.label.get(source, ""),
                    "value": choice.value,
                    "missing": choice.missing,
                }
                for choice in choices
            ],
        }
    )
