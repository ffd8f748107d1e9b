"""The scoring tree and the scoring rules, as they are frozen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from generator.instruments.canonical import digest
from generator.instruments.finding import Place
from generator.instruments.job import Job
from generator.instruments.versions import earlier
from generator.model.framework import Dimension, Framework, Practice
from generator.model.ids import qualified
from generator.model.instrument import Node, NodeCap, Rules


def nodes(job: Job) -> Iterator[Node]:
    """Frameworks, dimensions and practices, parents before children."""
    for framework in job.book.frameworks:
        top = Place("framework", framework.id)
        yield Node(
            ref=framework.id,
            kind="framework",
            parent=None,
            title=job.text(framework, framework.title, top.at("title")),
            code="",
            weight=1.0,
            gold=_gold(framework, framework.dimensions, ()),
            top_rung=0,
            how=framework.roll_up(0).how,
            by_level=framework.roll_up(0).by_level,
            caps=_caps(framework, 0, framework.below(0)),
        )
        yield from _below(
            job, framework, framework.dimensions, framework.id, top.at("dimensions")
        )


_REASONS: tuple[Literal["na", "dk", "skip"], ...] = ("na", "dk", "skip")


def rules(framework: Framework) -> Rules:
    """How one framework's answers become scores."""
    scoring = framework.scoring
    return Rules(
        framework=framework.id,
        version=framework.version,
        fingerprint=digest(framework),
        low=float(scoring.display.low),
        high=float(scoring.display.high),
        minimum_share=float(scoring.minimum_share),
        sd=float(scoring.sd),
        sd_df=float(scoring.sd_df),
        smallest_difference=float(scoring.smallest_difference),
        zero=tuple(
            reason for reason in _REASONS if getattr(scoring.missing, reason) == "zero"
        ),
    )


def _below(
    job: Job,
    framework: Framework,
    dimensions: tuple[Dimension, ...],
    parent: str,
    place: Place,
    depth: int = 1,
) -> Iterator[Node]:
    step = framework.roll_up(depth)
    for position, dimension in enumerate(dimensions):
        ref = qualified(dimension.id, framework.id)
        here = place.at(position)
        yield Node(
            ref=ref,
            kind="dimension",
            parent=parent,
            title=job.text(framework, dimension.title, here.at("title")),
            code="",
            weight=float(dimension.weight),
            gold=_gold(framework, dimension.dimensions, dimension.practices),
            top_rung=0,
            how=step.how,
            by_level=step.by_level,
            caps=_caps(framework, depth, set(dimension.below())),
        )
        for number, practice in enumerate(dimension.practices):
            yield _practice(job, framework, practice, ref, here.at("practices", number))
        yield from _below(
            job, framework, dimension.dimensions, ref, here.at("dimensions"), depth + 1
        )


def _caps(framework: Framework, depth: int, inside: set[str]) -> tuple[NodeCap, ...]:
    """The caps of a depth whose part is inside the node."""
    return tuple(
        NodeCap(qualified(cap.part, framework.id), float(cap.below), float(cap.at_most))
        for cap in framework.roll_up(depth).caps
        if cap.part in inside
    )


def _practice(
    job: Job, framework: Framework, practice: Practice, parent: str, place: Place
) -> Node:
    ref = qualified(practice.id, framework.id)
    rungs = framework.rungs(practice)
    return Node(
        ref=ref,
        kind="practice",
        parent=parent,
        title=job.text(framework, practice.title, place.at("title")),
        code=practice.code,
        weight=float(practice.weight),
        gold=float(framework.gold(practice)),
        top_rung=rungs[-1].n if rungs else 0,
        same=job.book.same.get(ref, ()),
        importance=float(practice.importance),
        level=practice.level,
        lineage=earlier(framework, practice.lineage),
    )


def _gold(
    framework: Framework,
    dimensions: tuple[Dimension, ...],
    practices: tuple[Practice, ...],
) -> float:
    """Full practice of a whole: the weighted mean of its parts."""
    parts = [(practice.weight, framework.gold(practice)) for practice in practices]
    parts += [
        (each.weight, _gold(framework, each.dimensions, each.practices))
        for each in dimensions
    ]
    total = math.fsum(weight for weight, _ in parts)
    if not total:
        return float(framework.scoring.display.high)
    return math.fsum(weight * gold for weight, gold in parts) / total
