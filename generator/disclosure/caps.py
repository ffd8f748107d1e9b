"""Which caps hold a shown score down, from shown scores alone (S4, D6)."""

from __future__ import annotations

from generator.model.edition import CellKey, Edition, Shown
from generator.model.instrument import Node, NodeCap, Wave
from generator.scoring.caps import Standing, binding, standing
from generator.scoring.display import decimals


def cap_parts(edition: Edition, node: Node, key: CellKey) -> dict[str, Standing | None]:
    """How the parts that a node's caps look at are shown; only those asked."""
    return {
        cap.part: standing(cell)
        for cap in node.caps
        if (cell := edition.cell(key.view, cap.part, key.group)) is not None
    }


def held_by(wave: Wave, edition: Edition, node: Node, key: CellKey) -> list[NodeCap]:
    """The caps that a shown score has reached and cannot pass; none where it is hidden.

    `key` is the place of `node`: view, node and group.
    """
    cell = edition.cells.get(key)
    if not isinstance(cell, Shown):
        return []
    places = decimals(wave.rules_of(node.ref))
    return binding(node.caps, cap_parts(edition, node, key), cell.value, places)
