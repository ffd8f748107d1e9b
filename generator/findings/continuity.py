"""Which practices two waves measured alike, so that a change may be told (rule S10).

A change is told where the same questions were asked: the same text, options, weight
and condition, or a rewording of which the authors say that answers stay comparable.
Everything else breaks the line, and the page says why.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.instruments.versions import newer
from generator.model.instrument import (
    Earlier,
    Instrument,
    Ladder,
    Node,
    Question,
    Target,
    Wave,
)
from generator.scoring.items import SCORED

HALF = 0.5
"""Share of the weight that questions asked alike must carry, then and now."""

_ROUNDING = 1e-12

Kind = Literal["same", "part", "broken", "split", "merged", "new"]
"""Measured alike; alike in part; by other questions; split or merged; not measured
before."""


@dataclass(frozen=True, slots=True)
class Line:
    """How one practice can be followed back to an earlier wave."""

    kind: Kind
    before: str = ""
    """The practice's reference in the earlier wave; empty where there is none."""
    common: tuple[tuple[str, str], ...] = ()
    """Questions asked alike: code now and code then."""
    asked: int = 0
    """Questions the practice is scored by now."""
    origins: tuple[str, ...] = ()
    """What it was split or merged from, by the reference in the earlier wave."""


def lines(now: Wave, then: Wave, view: str) -> dict[str, Line]:
    """How all that a view is asked about goes on from an earlier wave.

    A dimension or framework goes on only where it is made alike from practices that
    all go on unchanged.
    """
    asked, before = now.instrument_for(view), then.instrument_for(view)
    if asked is None:
        return {}
    nodes = {node.ref: node for node in then.nodes if node.kind == "practice"}
    questions, old = _scored(now, asked), _scored(then, before)
    versions = {rules.framework: rules.version for rules in then.rules}
    found = {
        node.ref: _line(now, then, node, nodes, questions[node.ref], old, versions)
        for node in now.nodes
        if node.kind == "practice" and node.ref in questions
    }
    renamed = {ref: one.before for ref, one in found.items() if one.kind == "same"}
    made, was_made = (
        _made(now, {**dict.fromkeys(questions, ""), **renamed}),
        _made(then, {ref: ref for ref in old}),
    )
    for node in now.nodes:
        if node.kind != "practice" and node.ref in made:
            alike = made[node.ref] == was_made.get(node.ref)
            found[node.ref] = Line("same" if alike else "broken", node.ref)
    return found


def _made(wave: Wave, names: Mapping[str, str]) -> dict[str, object]:
    """How every dimension and framework is made of practices, under these names."""
    below: dict[str, list[object]] = {}
    made: dict[str, object] = {}
    for node in reversed(wave.nodes):
        if node.kind == "practice":
            inside: object = names.get(node.ref)
        elif node.ref in below:
            rules = wave.rules_of(node.ref)
            parts = sorted(below[node.ref], key=repr)
            how = (node.how, node.by_level, sorted(node.caps, key=repr))
            inside = (node.ref, *how, rules.low, rules.high, parts)
            made[node.ref] = inside
        else:
            continue
        if inside is not None and node.parent is not None:
            part = (inside, node.weight, node.level)
            below.setdefault(node.parent, []).append(part)
    return made


def came_from(
    ref: str,
    lineage: Sequence[Earlier],
    known: Iterable[str],
    versions: Mapping[str, str],
) -> Line:
    """What a practice was in an earlier wave, by its lineage alone.

    Args:
        ref: the practice now.
        lineage: what its authors say it was.
        known: practices of the earlier wave.
        versions: framework to its version in the earlier wave; what changed no later
            than that is no news.
    """
    there = set(known)
    news = _news(lineage, versions)
    apart: tuple[tuple[Literal["split_from", "merged_from"], Kind], ...] = (
        ("split_from", "split"),
        ("merged_from", "merged"),
    )
    for how, kind in apart:
        origins = tuple(sorted(e.ref for e in news if e.type == how and e.ref in there))
        if origins:
            return Line(kind, origins=origins)
    old = ref if ref in there else next((e.ref for e in news if e.ref in there), "")
    if not old:
        return Line("new")
    return Line("same" if all(one.comparable for one in news) else "broken", old)


def _news(lineage: Iterable[Earlier], versions: Mapping[str, str]) -> list[Earlier]:
    """What has changed since the earlier wave."""
    return [
        one
        for one in lineage
        if newer(one.since, versions.get(one.ref.partition(":")[0], one.since))
    ]


def ladder_lines(now: Wave, then: Wave) -> dict[str, Line]:
    """How each practice a team assesses goes on from an earlier wave.

    A ladder is the same where its rungs have the same numbers, values and words in
    the language they were written in, or where the authors say they stay comparable.
    """
    nodes = {node.ref: node for node in now.nodes}
    versions = {rules.framework: rules.version for rules in then.rules}
    old = _ladders(then)
    found: dict[str, Line] = {}
    for ref, ladder in _ladders(now).items():
        lineage = nodes[ref].lineage if ref in nodes else ()
        line = came_from(ref, lineage, old, versions)
        if line.kind == "same" and not _climbs_alike(
            ladder,
            old[line.before],
            now.languages[0],
            vouched=bool(_news(lineage, versions)),
        ):
            line = replace(line, kind="broken")
        found[ref] = line
    return found


Weights = Mapping[str, Mapping[str, float]]
"""Practice to the codes of the questions that count in it, with their weights."""


def parted(
    wave: Wave, view: str, codes: Mapping[str, Collection[str]]
) -> tuple[Weights, Weights]:
    """The questions of some practices: those named, and those left over."""
    scored = _scored(wave, wave.instrument_for(view))
    named, left = {}, {}
    for ref, wanted in codes.items():
        weights = {code: weight for code, (_, weight) in scored[ref].items()}
        named[ref] = {code: w for code, w in weights.items() if code in wanted}
        left[ref] = {code: w for code, w in weights.items() if code not in wanted}
    return named, left


def narrowed(
    wave: Wave, wanted: Mapping[str, Weights], shares: Mapping[str, float]
) -> Wave:
    """A wave scored by some of its questions only.

    Args:
        wave: as it was frozen.
        wanted: view to the questions that count.
        shares: framework to the least share of the weight a person must have answered.
    """

    def only(instrument: Instrument) -> Instrument:
        weights = wanted.get(instrument.group, {})
        return replace(
            instrument,
            pages=tuple(
                replace(
                    page,
                    questions=tuple(
                        replace(
                            one,
                            targets=tuple(
                                Target(ref, counts[one.code])
                                for ref, counts in weights.items()
                                if one.code in counts
                            ),
                        )
                        for one in page.questions
                    ),
                )
                for page in instrument.pages
            ),
        )

    return replace(
        wave,
        instruments=tuple(map(only, wave.instruments)),
        nodes=tuple(replace(node, same=()) for node in wave.nodes),
        rules=tuple(
            replace(one, minimum_share=shares.get(one.framework, one.minimum_share))
            for one in wave.rules
        ),
    )


def _scored(
    wave: Wave, instrument: Instrument | None
) -> dict[str, dict[str, tuple[Question, float]]]:
    """Practice to the questions that count in it, with their weights.

    Practices that say the same rest on the questions of all of them.
    """
    own: dict[str, dict[str, tuple[Question, float]]] = {}
    for question in instrument.questions() if instrument else ():
        if question.kind in ("choice", "number") and question.purpose in SCORED:
            for target in question.targets:
                if target.weight > 0:
                    behind = own.setdefault(target.practice, {})
                    behind[question.code] = (question, target.weight)
    found: dict[str, dict[str, tuple[Question, float]]] = {}
    for node in wave.nodes:
        together = [own[ref] for ref in (node.ref, *node.same) if ref in own]
        if together:
            found[node.ref] = {k: v for one in together for k, v in one.items()}
    return found


def _line(
    now: Wave,
    then: Wave,
    node: Node,
    known: Mapping[str, Node],
    asked: Mapping[str, tuple[Question, float]],
    before: Mapping[str, Mapping[str, tuple[Question, float]]],
    versions: Mapping[str, str],
) -> Line:
    line = came_from(node.ref, node.lineage, known, versions)
    old = before.get(line.before, {})
    if line.kind != "same":
        return line
    if not old:
        return Line("new")
    common = _common(asked, old, versions)
    whole = _rules(now, node.ref) == _rules(then, line.before) and len(common) == len(
        asked
    ) == len(old)
    kind: Kind = "same"
    if not whole:
        mine = _share([a for a, _ in common], asked)
        theirs = _share([b for _, b in common], old)
        enough = min(mine, theirs) >= HALF - _ROUNDING
        alike = now.rules_of(node.ref).zero == then.rules_of(line.before).zero
        kind = "part" if enough and alike else "broken"
    return replace(line, kind=kind, common=common, asked=len(asked))


def _rules(wave: Wave, ref: str) -> tuple[object, ...]:
    """What makes scores of the same answers differ."""
    rules = wave.rules_of(ref)
    return (rules.low, rules.high, rules.minimum_share, rules.zero)


def _share(codes: Iterable[str], asked: Mapping[str, tuple[Question, float]]) -> float:
    carried = math.fsum(asked[code][1] for code in codes)
    return carried / math.fsum(weight for _, weight in asked.values())


def _common(
    asked: Mapping[str, tuple[Question, float]],
    old: Mapping[str, tuple[Question, float]],
    versions: Mapping[str, str],
) -> tuple[tuple[str, str], ...]:
    """Questions asked alike in both waves, with the same weight."""
    items = {question.item: code for code, (question, _) in old.items()}
    found: dict[str, str] = {}
    for code, (question, weight) in sorted(asked.items()):
        line = came_from(question.item, question.lineage, items, versions)
        if line.kind != "same" or items[line.before] in found.values():
            continue
        was, its_weight = old[items[line.before]]
        vouched = bool(_news(question.lineage, versions))
        alike = question.fingerprint == was.fingerprint
        if weight == its_weight and (
            alike or (vouched and _scale_alike(question, was))
        ):
            found[code] = items[line.before]
    return tuple(found.items())


def _scale_alike(now: Question, then: Question) -> bool:
    """Whether two questions are answered on the same scale, whatever their words."""

    def scale(one: Question) -> tuple[object, ...]:
        worth = [(c.code, c.value, c.missing) for c in one.choices]
        return (one.kind, sorted(worth, key=repr), one.anchors, bool(one.show_if))

    return scale(now) == scale(then)


def _ladders(wave: Wave) -> dict[str, Ladder]:
    assessment = wave.assessment()
    return {
        ref: ladder
        for ladder in (assessment.ladders if assessment else ())
        for ref in (ladder.practice, *ladder.same)
    }


def _climbs_alike(now: Ladder, then: Ladder, language: str, *, vouched: bool) -> bool:
    numbers = [(rung.n, rung.value) for rung in now.rungs]
    if numbers != [(rung.n, rung.value) for rung in then.rungs]:
        return False
    words = [rung.descriptor.get(language) for rung in now.rungs]
    return vouched or words == [rung.descriptor.get(language) for rung in then.rungs]
