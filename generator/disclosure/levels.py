"""Levels reached, from shown scores or from a team's own statement (S4, D6)."""

from __future__ import annotations

from generator.model.edition import CellKey, Edition, Shown
from generator.model.instrument import Node, Wave
from generator.model.statement import Statement
from generator.scoring.display import to_points
from generator.scoring.rollup import Part
from generator.scoring.staged import Staged, level_shares, staged
from generator.scoring.stated import stated_scores


def nodes_by_level(wave: Wave) -> list[Node]:
    """Parts of a framework whose practices belong to levels."""
    return [node for node in wave.nodes if _practices(wave, node.ref)]


def _practices(wave: Wave, ref: str) -> list[Node]:
    """The practices of a part that is rolled up by level; else none."""
    leveled = any(node.ref == ref and node.by_level for node in wave.nodes)
    return [
        node
        for node in wave.nodes
        if leveled and node.parent == ref and node.kind == "practice"
    ]


def level_shown(
    wave: Wave, edition: Edition, view: str, ref: str, group: str
) -> Staged | None:
    """The level a view gives a group; none where a practice of it is hidden.

    A band is known well enough: its end lies in the uppermost or the lowest range.
    """
    rules = wave.rules_of(ref)
    parts = []
    for practice in _practices(wave, ref):
        cell = edition.cells.get(CellKey(view, practice.ref, group))
        if cell is None:
            continue
        if not isinstance(cell, Shown):
            return None
        value = to_points(cell.value, rules)
        parts.append(Part(practice.weight, value, {}, practice.level))
    return staged(level_shares(parts)) if parts else None


def level_stated(wave: Wave, statement: Statement, ref: str) -> Staged | None:
    """The level of a team's own statement; none while a practice of it is open."""
    rules = wave.rules_of(ref)
    scores = stated_scores(wave, statement)
    whole = scores.get(ref)
    parts = [
        Part(one.weight, to_points(scores[one.ref].value, rules), {}, one.level)
        for one in _practices(wave, ref)
        if one.ref in scores
    ]
    if whole is None or whole.parts[0] < whole.parts[1]:
        return None
    return staged(level_shares(parts))
