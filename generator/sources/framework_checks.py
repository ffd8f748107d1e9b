"""What a framework promises beyond its shape: ids, references, rungs, scales."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.framework import (
    NUMBERS,
    Dimension,
    Framework,
    Item,
    Practice,
    ResponseScale,
    Rung,
)
from generator.model.ids import Text
from generator.sources.margin import Margin
from generator.sources.texts import check_texts
from generator.sources.yaml_reader import Loc

SCORED = ("capability", "perception")
_WITH_OPTIONS = frozenset(
    (
        "frequency",
        "sufficiency",
        "coverage",
        "agreement",
        "importance",
        "ordinal",
        "choice",
        "multi",
    )
)
_FRAMEWORK_WORDS = ("assets", "index", "instruments", "practices", "search", "sitemap")
"""Folders and pages of the playbook that a framework's folder would hide."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A practice with its place in the file."""

    practice: Practice
    loc: Loc


def dimensions_of(framework: Framework) -> Iterator[tuple[Dimension, Loc]]:
    """Every dimension with its place, parents first."""
    pending: list[tuple[Dimension, Loc]] = [
        (dimension, ("dimensions", index))
        for index, dimension in enumerate(framework.dimensions)
    ]
    while pending:
        dimension, loc = pending.pop(0)
        yield dimension, loc
        pending[:0] = [
            (below, (*loc, "dimensions", index))
            for index, below in enumerate(dimension.dimensions)
        ]


def practices_of(framework: Framework) -> Iterator[Placed]:
    """Every practice with its place."""
    for dimension, loc in dimensions_of(framework):
        for index, practice in enumerate(dimension.practices):
            yield Placed(practice, (*loc, "practices", index))


def items_of(framework: Framework) -> Iterator[tuple[Item, Loc, Practice | None]]:
    """Every item with its place and the practice it belongs to."""
    for placed in practices_of(framework):
        for index, item in enumerate(placed.practice.items):
            yield item, (*placed.loc, "items", index), placed.practice
    for index, item in enumerate(framework.items):
        yield item, ("items", index), None


def check_framework(margin: Margin, framework: Framework) -> None:
    """Note everything that can be seen in this framework alone."""
    check_texts(margin, framework, framework.languages)
    _languages(margin, framework.languages)
    _ids(margin, framework)
    _display(margin, framework)
    used = {item.scale for item, _, _ in items_of(framework)}
    scored = {
        item.scale for item, _, _ in items_of(framework) if item.purpose in SCORED
    }
    for index, scale in enumerate(framework.scales):
        loc: Loc = ("scales", index)
        _scale(margin, scale, loc)
        if scale.id in scored and scale.id in used:
            _scored_scale(margin, scale, loc)
    _services(margin, framework)
    depths = [step.depth for step in framework.scoring.rollup]
    for index, depth in enumerate(depths):
        if depth in depths[:index]:
            margin.error(
                ("scoring", "rollup", index, "depth"),
                "id-duplicate",
                f"the roll-up of depth {depth} is given twice",
                "write one step for each depth",
            )
    _caps(margin, framework)
    if framework.ladder:
        _rungs(margin, framework.ladder, ("ladder",))
    for dimension, loc in dimensions_of(framework):
        if not dimension.dimensions and not dimension.practices:
            margin.error(
                loc,
                "dimension-empty",
                f"dimension `{dimension.id}` holds no practice",
                "add `practices:`, or remove the dimension",
            )
    for placed in practices_of(framework):
        _practice(margin, framework, placed)
    scales = {scale.id: scale for scale in framework.scales}
    for item, loc, practice in items_of(framework):
        _item(margin, item, loc, practice, scales)


def _caps(margin: Margin, framework: Framework) -> None:
    low, high = framework.scoring.display.low, framework.scoring.display.high
    for number, step in enumerate(framework.scoring.rollup):
        known = framework.below(step.depth)
        for index, cap in enumerate(step.caps):
            loc: Loc = ("scoring", "rollup", number, "caps", index)
            if cap.part not in known:
                what = f"practice or dimension below depth {step.depth}"
                margin.unknown((*loc, "part"), "cap-part", what, cap.part, known)
            if not low < cap.below <= high:
                margin.error(
                    (*loc, "below"),
                    "cap-range",
                    f"the cap on `{cap.part}` holds below {cap.below:g}; scores are "
                    f"shown from {low:g} to {high:g}",
                    f"choose a value above {low:g} and at most {high:g}",
                )
            if not low <= cap.at_most < high:
                margin.error(
                    (*loc, "at_most"),
                    "cap-range",
                    f"the cap on `{cap.part}` holds the score at {cap.at_most:g} or "
                    f"less; scores are shown from {low:g} to {high:g}",
                    f"choose a value from {low:g} and below {high:g}; at the top a cap "
                    "does nothing",
                )
            for other, first in enumerate(step.caps):
                alike = first.below == cap.below and first.at_most == cap.at_most
                if (
                    first.part == cap.part
                    and first.below >= cap.below
                    and first.at_most <= cap.at_most
                    and (other < index if alike else True)
                ):
                    margin.error(
                        loc,
                        "cap-twice",
                        f"another cap on `{cap.part}` already holds the score at "
                        f"{first.at_most:g} or less below {first.below:g}",
                        "remove one of them, or let the score rise with the part",
                    )
                    break


def _artefacts(margin: Margin, framework: Framework) -> Iterator[tuple[str, Loc]]:
    """Every template's id with its place; notes those with nothing in them."""
    for placed in practices_of(framework):
        for index, one in enumerate(placed.practice.artefacts):
            loc: Loc = (*placed.loc, "artefacts", index)
            yield one.id, (*loc, "id")
            wanted = "sections" if one.kind == "docx" else "columns"
            if not getattr(one, wanted):
                margin.error(
                    loc,
                    "artefact-parts",
                    f"artefact `{one.id}` is of kind `{one.kind}` and has no {wanted}",
                    f"add `{wanted}:`",
                )


def _services(margin: Margin, framework: Framework) -> None:
    tiers = {tier.id for tier in framework.tiers}
    for index, service in enumerate(framework.services):
        loc: Loc = ("services", index)
        for number, tier in enumerate(service.tiers):
            if tier not in tiers:
                where = (*loc, "tiers", number)
                margin.unknown(where, "ref-unknown", "need tier", tier, tiers)
        low, high = service.hours
        if not 0 <= low <= high:
            margin.error(
                (*loc, "hours"),
                "service-hours",
                f"service `{service.id}` takes {low:g} to {high:g} hours",
                "write the least first, such as [2, 4]",
            )
    for index, reader in enumerate(framework.readers):
        for name in ("strength", "gap", "blind_spot", "change"):
            text = getattr(reader.templates, name)
            for word in sorted(_slots(text) - _TEMPLATE_WORDS):
                margin.error(
                    ("readers", index, "templates", name),
                    "template-word",
                    f"the template says `{{{word}}}`, which nothing fills in",
                    "use {practice}, {score}, {next} and, in `change`, {before}",
                )


_TEMPLATE_WORDS = frozenset(("practice", "score", "next", "before"))


def _slots(text: Text) -> set[str]:
    told = [text.root] if isinstance(text.root, str) else list(text.root.values())
    return {word for one in told for word in re.findall(r"\{([^}]*)\}", one)}


def _languages(margin: Margin, languages: Sequence[str]) -> None:
    if not languages:
        margin.error(
            ("languages",),
            "list-length",
            "`languages` names no language",
            "name the language the texts are written in, such as `en`",
        )
    for index, language in enumerate(languages):
        if language in languages[:index]:
            margin.error(
                ("languages", index),
                "id-duplicate",
                f"the language `{language}` is named twice",
                "name each language once",
            )


def _ids(margin: Margin, framework: Framework) -> None:
    words = (*_FRAMEWORK_WORDS, *framework.languages)
    margin.reserved(("id",), "framework", framework.id, words)
    nodes: list[tuple[str, Loc]] = []
    for dimension, loc in dimensions_of(framework):
        nodes.append((dimension.id, (*loc, "id")))
        margin.reserved((*loc, "id"), "dimension", dimension.id, ("index",))
    steps: list[tuple[str, Loc]] = []
    for placed in practices_of(framework):
        practice, loc = placed.practice, placed.loc
        nodes.append((practice.id, (*loc, "id")))
        margin.reserved((*loc, "id"), "practice", practice.id, ("index",))
        steps += [
            (step.id, (*loc, "steps", index, "id"))
            for index, step in enumerate(practice.steps)
        ]
        margin.unique(
            "metric",
            [
                (metric.id, (*loc, "metrics", index, "id"))
                for index, metric in enumerate(practice.metrics)
            ],
        )
    margin.unique("dimension or practice", nodes)
    margin.unique("artefact", list(_artefacts(margin, framework)))
    margin.unique("step", steps)
    items = [(item.id, (*loc, "id")) for item, loc, _ in items_of(framework)]
    margin.unique("item", items)
    for name, what in (
        ("scales", "response scale"),
        ("readers", "reader"),
        ("tiers", "need tier"),
        ("services", "service"),
    ):
        parts: Sequence[ResponseScale] = getattr(framework, name)
        ids: list[tuple[str, Loc]] = [
            (part.id, (name, index, "id")) for index, part in enumerate(parts)
        ]
        margin.unique(what, ids)


def _display(margin: Margin, framework: Framework) -> None:
    display = framework.scoring.display
    if not (math.isfinite(display.low) and math.isfinite(display.high)):
        margin.error(
            ("scoring", "display"),
            "display-range",
            "the display range must have two finite ends",
        )
    elif display.low >= display.high:
        margin.error(
            ("scoring", "display"),
            "display-range",
            f"the display range ends at {display.high:g}, not above its start "
            f"{display.low:g}",
            "`high` must be greater than `low`",
        )


def _scale(margin: Margin, scale: ResponseScale, loc: Loc) -> None:
    options = (*loc, "options")
    name = f"response scale `{scale.id}`"
    if scale.kind in _WITH_OPTIONS and len(scale.options) < 2:
        margin.error(
            loc,
            "scale-options",
            f"{name} offers {len(scale.options)} options",
            f"a scale of kind `{scale.kind}` needs at least two",
        )
    if scale.kind in NUMBERS:
        _number_scale(margin, scale, loc)
    elif scale.anchors:
        margin.error(
            (*loc, "anchors"),
            "scale-anchors",
            f"{name} is of kind `{scale.kind}` and has anchors",
            "anchors are for numbers; give options a `value` instead",
        )
    if scale.kind == "text" and scale.options:
        margin.error(
            options,
            "scale-options",
            f"{name} is of kind `{scale.kind}` and offers options",
            "remove the options, or choose another kind",
        )
    first: dict[str, int] = {}
    for index, option in enumerate(scale.options):
        place = (*options, index)
        if option.value is not None and option.missing is not None:
            margin.error(
                (*place, "value"),
                "option-value",
                f"option `{option.code}` of {name} is missing (`{option.missing}`) and "
                "holds a value",
                "remove `value`: no answer is not the lowest answer",
            )
        if scale.kind == "rubric" and option.missing is None:
            margin.error(
                place,
                "scale-options",
                f"{name} takes its options from the rungs; `{option.code}` is one more",
                "leave only options with `missing: na` or `missing: dk`",
            )
        if scale.kind == "rubric" and option.code.isdigit():
            margin.error(
                (*place, "code"),
                "option-code",
                f"the code `{option.code}` of {name} looks like a rung",
                "use letters, such as NA or DK",
            )
        before = first.setdefault(option.code.casefold(), index)
        if before != index:
            margin.error(
                (*place, "code"),
                "option-code",
                f"the code `{option.code}` of {name} is taken by "
                f"`{scale.options[before].code}`",
                "codes must differ in more than small and capital letters",
            )
    _most_choices(margin, scale, loc)


def _number_scale(margin: Margin, scale: ResponseScale, loc: Loc) -> None:
    name = f"response scale `{scale.id}`"
    for index, option in enumerate(scale.options):
        if option.missing is None or option.code.isdigit():
            margin.error(
                (*loc, "options", index),
                "scale-options",
                f"{name} is answered with a number; `{option.code}` is one more answer",
                "leave only options with `missing: na` or `missing: dk`, coded in "
                "letters",
            )
    low, high = scale.ends()
    if low is not None and high is not None and low >= high:
        margin.error(
            (*loc, "low"),
            "scale-anchors",
            f"{name} takes answers from {low:g} to {high:g}",
            "`high` must be greater than `low`",
        )
    raws = [raw for raw, _ in scale.anchors]
    values = [value for _, value in scale.points()]
    rising = values == sorted(values)
    falling = values == sorted(values, reverse=True)
    if scale.anchors and (len(raws) < 2 or len(set(raws)) < len(raws)):
        what, hint = "needs two or more different answers", "write one pair an answer"
    elif not (rising if scale.direction == "up" else falling):
        what = f"does not go one way: `direction` is `{scale.direction}`"
        hint = "correct the values, or the `direction`"
    elif scale.anchors and (
        (low is not None and min(raws) < low) or (high is not None and max(raws) > high)
    ):
        what, hint = "goes beyond the answers it takes", "correct `low` or `high`"
    else:
        return
    margin.error(
        (*loc, "anchors") if scale.anchors else loc,
        "scale-anchors",
        f"`anchors` of {name} {what}",
        hint,
    )


def _most_choices(margin: Margin, scale: ResponseScale, loc: Loc) -> None:
    most = scale.max_choices
    if most is None:
        return
    if scale.kind != "multi":
        margin.error(
            (*loc, "max_choices"),
            "scale-options",
            f"response scale `{scale.id}` takes one answer only, not {most}",
            "remove `max_choices`, or use the kind `multi`",
        )
    elif most > len(scale.options):
        margin.error(
            (*loc, "max_choices"),
            "scale-options",
            f"response scale `{scale.id}` allows {most} choices of "
            f"{len(scale.options)} options",
            "lower `max_choices`",
        )


def _scored_scale(margin: Margin, scale: ResponseScale, loc: Loc) -> None:
    if scale.kind in NUMBERS and len({value for _, value in scale.points()}) < 2:
        margin.error(
            loc,
            "scale-values",
            f"response scale `{scale.id}` is scored, and nothing says what its numbers "
            "are worth",
            "add `anchors` such as `[[0, 1], [30, 0]]`, or `low` and `high`",
        )
    if scale.kind not in _WITH_OPTIONS or scale.kind == "multi":
        return
    values = {option.value for option in scale.options if option.value is not None}
    if len(values) < 2:
        margin.error(
            loc,
            "scale-values",
            f"response scale `{scale.id}` is scored and has {len(values)} different "
            "values",
            "give its options a `value` from 0 to 1",
        )


def _rungs(margin: Margin, rungs: Sequence[Rung], loc: Loc) -> None:
    if len(rungs) < 2:
        margin.error(
            loc, "rung-numbers", "a ladder of one rung tells nothing", "add a rung"
        )
    seen: dict[int, int] = {}
    for index, rung in enumerate(rungs):
        if seen.setdefault(rung.n, index) != index:
            margin.error(
                (*loc, index, "n"),
                "rung-numbers",
                f"rung {rung.n} is there twice",
                "number the rungs 0, 1, 2 and so on",
            )
    ordered = sorted(rungs, key=lambda rung: rung.n)
    values = [rung.value for rung in ordered if rung.value is not None]
    if values and (len(values) < len(rungs) or values != sorted(set(values))):
        margin.error(
            loc,
            "rung-values",
            "the values of these rungs do not rise from rung to rung",
            "give every rung a `value` above the one below, or none of them",
        )
    for number in range(max(seen, default=0)):
        if number not in seen and len(seen) == len(rungs):
            margin.error(
                loc,
                "rung-numbers",
                f"rung {number} is missing below rung {max(seen)}",
                "number the rungs 0, 1, 2 and so on",
            )


def _practice(margin: Margin, framework: Framework, placed: Placed) -> None:
    practice, loc = placed.practice, placed.loc
    if practice.rubric:
        _rungs(margin, practice.rubric, (*loc, "rubric"))
    elif not framework.ladder:
        margin.error(
            loc,
            "rung-missing",
            f"practice `{practice.id}` has no rungs, and the framework has no ladder",
            "add `rubric:` to the practice or `ladder:` to the framework",
        )
    display = framework.scoring.display
    if practice.gold is not None and not display.low <= practice.gold <= display.high:
        margin.error(
            (*loc, "gold"),
            "gold-range",
            f"`gold` in practice `{practice.id}` is {practice.gold:g}; scores are "
            f"shown from {display.low:g} to {display.high:g}",
            "choose a number in that range, or leave it out for the top",
        )
    scored = [item for item in practice.items if item.purpose in SCORED]
    if scored and not any(item.weight for item in scored):
        margin.error(
            (*loc, "items"),
            "item-weight",
            f"every scored item in practice `{practice.id}` has the weight 0",
            "weight must be greater than 0 for at least one",
        )
    _steps(margin, framework, placed)
    readers = {reader.id for reader in framework.readers}
    for index, note in enumerate(practice.readers):
        if note.reader not in readers:
            where = (*loc, "readers", index, "reader")
            margin.unknown(where, "ref-unknown", "reader", note.reader, readers)
    for index, metric in enumerate(practice.metrics):
        if metric.kind == "time" and not (metric.clock_starts and metric.clock_stops):
            margin.warning(
                (*loc, "metrics", index),
                "metric-clock",
                f"metric `{metric.id}` measures a time without saying between what",
                "add `clock_starts` and `clock_stops`",
            )


def _steps(margin: Margin, framework: Framework, placed: Placed) -> None:
    rungs = framework.rungs(placed.practice)
    top = rungs[-1].n if rungs else 9
    for index, step in enumerate(placed.practice.steps):
        loc = (*placed.loc, "steps", index)
        if step.from_rung >= step.to_rung:
            margin.error(
                (*loc, "to_rung"),
                "step-rungs",
                f"step `{step.id}` leads from rung {step.from_rung} to rung "
                f"{step.to_rung}",
                "`to_rung` must be above `from_rung`",
            )
        if step.to_rung > top:
            margin.error(
                (*loc, "to_rung"),
                "step-rungs",
                f"step `{step.id}` leads to rung {step.to_rung}; the highest is {top}",
                f"use at most {top}",
            )


def _item(
    margin: Margin,
    item: Item,
    loc: Loc,
    practice: Practice | None,
    scales: Mapping[str, ResponseScale],
) -> None:
    scale = scales.get(item.scale)
    if scale is None:
        where = (*loc, "scale")
        margin.unknown(where, "scale-unknown", "response scale", item.scale, scales)
    if not isinstance(item.text, Text) and not item.text:
        margin.error(
            (*loc, "text"), "text-empty", f"item `{item.id}` has no wording", "add one"
        )
    if practice is None and item.purpose in SCORED:
        margin.error(
            (*loc, "purpose"),
            "item-practice",
            f"item `{item.id}` is scored but belongs to no practice",
            "move it below a practice, or choose another purpose",
        )
    if scale is None:
        return
    if practice is None and scale.kind == "rubric":
        margin.error(
            (*loc, "scale"),
            "item-practice",
            f"item `{item.id}` asks for a rung but belongs to no practice",
            "move it below a practice, or use another scale",
        )
    if item.purpose in SCORED and scale.kind in {"text", "multi"}:
        margin.error(
            (*loc, "scale"),
            "item-scale",
            f"item `{item.id}` is scored; answers on `{scale.id}` have no value",
            f"use a scale with values; `{scale.kind}` suits comments and counts",
        )
