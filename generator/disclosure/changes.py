"""Change since the baseline, from two editions and how their practices go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.disclosure.cells import practices_below
from generator.findings.continuity import Line
from generator.model.edition import CellKey, Change, Edition, Shown, Suppressed
from generator.model.instrument import Wave
from generator.scoring.trend import change

Lines = Mapping[tuple[str, str], Line]
"""(view, node) to how it goes on from the baseline wave."""


def changes_since(
    wave: Wave,
    cells: Mapping[CellKey, Shown | Suppressed],
    baseline: Edition | None,
    lines: Lines | None = None,
) -> dict[CellKey, Change]:
    """Change since the baseline wherever both numbers are shown and mean the same.

    Args:
        wave: the wave being released.
        cells: what it shows.
        baseline: the edition changes are measured from.
        lines: how all goes on from there; where nothing is given, under its name.
    """
    if baseline is None or baseline.wave == wave.id:
        return {}
    found: dict[CellKey, Change] = {}
    below = {node.ref: practices_below(wave, node.ref) for node in wave.nodes}
    for key, now in sorted(cells.items()):
        olds = _followed(key.view, [key.node, *below[key.node]], lines)
        then = baseline.cells.get(key._replace(node=olds.pop(key.node, "")))
        if not isinstance(now, Shown) or not isinstance(then, Shown):
            continue
        if now.parts is not None and not _same_parts(
            key, olds, cells, baseline.cells, (now, then)
        ):
            continue
        moved = change(now, then, wave.rules_of(key.node), baseline.wave)
        if moved is not None:
            found[key] = moved
    return found


def _followed(
    view: str, practices: Sequence[str], lines: Lines | None
) -> dict[str, str]:
    """Practices measured alike, and what they were called in the baseline wave."""
    if lines is None:
        return {ref: ref for ref in practices}
    return {
        ref: line.before
        for ref in practices
        if (line := lines.get((view, ref))) is not None and line.kind == "same"
    }


def _same_parts(
    key: CellKey,
    practices: Mapping[str, str],
    now: Mapping[CellKey, Shown | Suppressed],
    then: Mapping[CellKey, Shown | Suppressed],
    wholes: tuple[Shown, Shown],
) -> bool:
    """Whether two waves made a score from the same practices, measured alike."""

    def used(cells: Mapping[CellKey, Shown | Suppressed], refs: Iterable[str]) -> int:
        return sum(
            isinstance(cell := cells.get(key._replace(node=ref)), Shown)
            and not cell.band
            for ref in refs
        )

    both = [
        (ref, old)
        for ref, old in practices.items()
        if used(now, [ref]) and used(then, [old])
    ]
    return all(
        whole.parts is not None and whole.parts[0] == len(both) for whole in wholes
    )
