"""Change since the baseline, from two editions and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.disclosure.cells import practices_below
from generator.model.edition import CellKey, Change, Edition, Shown, Suppressed
from generator.model.instrument import Wave
from generator.scoring.trend import change


def changes_since(
    wave: Wave,
    cells: Mapping[CellKey, Shown | Suppressed],
    baseline: Edition | None,
) -> dict[CellKey, Change]:
    """Change since the baseline wherever both numbers are shown."""
    if baseline is None or baseline.wave == wave.id:
        return {}
    found: dict[CellKey, Change] = {}
    below = {node.ref: practices_below(wave, node.ref) for node in wave.nodes}
    for key, now in sorted(cells.items()):
        then = baseline.cells.get(key)
        if not isinstance(now, Shown) or not isinstance(then, Shown):
            continue
        if now.parts is not None and not _same_parts(
            key, below[key.node], cells, baseline.cells, (now, then)
        ):
            continue
        moved = change(now, then, wave.rules_of(key.node), baseline.wave)
        if moved is not None:
            found[key] = moved
    return found


def _same_parts(
    key: CellKey,
    practices: Sequence[str],
    now: Mapping[CellKey, Shown | Suppressed],
    then: Mapping[CellKey, Shown | Suppressed],
    wholes: tuple[Shown, Shown],
) -> bool:
    """Whether two waves made a score from the same practices."""

    def used(cells: Mapping[CellKey, Shown | Suppressed]) -> set[str]:
        return {
            ref
            for ref in practices
            if isinstance(cell := cells.get(key._replace(node=ref)), Shown)
            and not cell.band
        }

    common = used(now)
    return common == used(then) and all(
        whole.parts is not None and whole.parts[0] == len(common) for whole in wholes
    )
