"""A team's own statement in points: what it agreed, and the wholes above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.instrument import Ladder, Node, Wave
from generator.model.statement import Statement
from generator.scoring.caps import ceiling, sure
from generator.scoring.display import decimals, near, to_display, to_points
from generator.scoring.rollup import Part, roll_up


@dataclass(frozen=True, slots=True)
class StatedScore:
    """What a statement says about one node, in the framework's display units."""

    value: float
    """Not rounded."""
    parts: tuple[int, int]
    """Parts with a score, and parts that apply; a practice is one part."""


def stated_scores(
    wave: Wave, statement: Statement, below: str | None = None
) -> dict[str, StatedScore]:
    """The scores of a team's own statement: practices, dimensions, frameworks.

    With `below` only those of one dimension or framework and its parts.

    There is one set of answers and nobody to protect, so nothing is hidden and
    nothing is estimated. What a practice without an agreed rung counts is declared by
    the framework: left out, or the lowest value.
    """
    ladders: dict[str, Ladder] = {}
    assessment = wave.assessment()
    for ladder in assessment.ladders if assessment else ():
        ladders.update(dict.fromkeys((ladder.practice, *ladder.same), ladder))
    children: dict[str, list[Node]] = {}
    nodes = wave.nodes if below is None else _below(wave.nodes, below)
    for node in nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    points: dict[str, float] = {}
    outside: set[str] = set()
    closed = next((t.not_in_scope for t in wave.teams if t.id == statement.team), ())
    found: dict[str, StatedScore] = {}
    for node in reversed(nodes):
        rules = wave.rules_of(node.ref)
        if node.kind == "practice":
            said = _said(ladders.get(node.ref), statement, rules.zero)
            if said == "na" or {node.ref, *node.same} & set(closed):
                outside.add(node.ref)
            elif isinstance(said, float):
                points[node.ref] = said
                found[node.ref] = StatedScore(to_display(said, rules), (1, 1))
            continue
        parts = [one for one in children.get(node.ref, []) if one.ref not in outside]
        if not parts:
            outside.add(node.ref)
            continue
        scored = [one for one in parts if one.ref in points]
        places = decimals(rules)
        capping = {
            cap.part: sure(near(found[cap.part].value, places))
            if cap.part in found
            else None
            for cap in node.caps
            if cap.part not in outside
        }
        top = ceiling(node.caps, capping, places)
        whole = roll_up(
            [Part(one.weight, points[one.ref], {}, one.level) for one in scored],
            sum(one.weight for one in parts),
            node.how,
            by_level=node.by_level,
        )
        if whole is not None and top is not None:
            points[node.ref] = whole.value
            shown = to_display(whole.value, rules)
            if shown > top.now:
                shown = top.now
                points[node.ref] = to_points(shown, rules)
            found[node.ref] = StatedScore(shown, (len(scored), len(parts)))
    return {node.ref: found[node.ref] for node in nodes if node.ref in found}


def _below(nodes: Sequence[Node], ref: str) -> list[Node]:
    """A node and all its parts, wholes before their parts."""
    inside = {ref}
    found = []
    for node in nodes:
        if node.ref == ref or node.parent in inside:
            inside.add(node.ref)
            found.append(node)
    return found


_REASON: Mapping[str, str] = {
    "not_applicable": "na",
    "not_agreed": "dk",
    "open": "skip",
}


def _said(
    ladder: Ladder | None, statement: Statement, zero: tuple[str, ...]
) -> float | str:
    """Points of 100, or the reason for none."""
    entry = statement.entry(ladder.practice) if ladder else None
    if ladder is None or entry is None:
        reason = "skip"
    elif entry.state == "agreed" and entry.rung is not None:
        rung = next((one for one in ladder.rungs if one.n == entry.rung), None)
        top = ladder.rungs[-1].n if ladder.rungs else 0
        if rung is not None and rung.value is not None:
            return 100.0 * rung.value
        return 100.0 * entry.rung / top if top else 0.0
    else:
        reason = _REASON.get(entry.state, "skip")
    return 0.0 if reason in zero else reason
