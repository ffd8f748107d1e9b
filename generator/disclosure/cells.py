"""The numbers of an edition: display units, rounded, and nothing about the hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.disclosure.measure import Measure
from generator.disclosure.tree import Band
from generator.disclosure.view import View
from generator.model.edition import CellKey, Shown, Suppressed
from generator.model.instrument import Node, Rules, Wave
from generator.scoring.caps import FREE, Ceiling, capped, ceiling, standing
from generator.scoring.display import decimals, down, length, near, to_display, up
from generator.scoring.rollup import Errors, Part, roll_up, uncertainty
from generator.scoring.views import estimate
from generator.stats.interval import Uncertainty, half_width

BAND_POINTS = 90.0
"""Where the upper band starts; the lower one ends as far from the other end."""

HIDDEN = Suppressed()

Cells = dict[CellKey, Shown | Suppressed]

PartErrors = dict[tuple[str, str], Errors]
"""(node, group) to each person's part in the error of a shown number."""


def practice_cell(
    view: View, ref: str, group: str, measure: Measure
) -> Shown | Suppressed:
    """What a group's cell says: a number, an end of the scale, or nothing."""
    rules = view.wave.rules_of(ref)
    people = measure.people(group)
    if group in measure.decision.bands:
        return _band(
            view, measure.decision.bands[group], group, len(set(people)), rules
        )
    if not measure.exact(group):
        return HIDDEN
    found = estimate(measure.values(group), people, s0=rules.sd, d0=rules.sd_df)
    known = (
        Uncertainty(found.se, found.df, found.sd or 0.0)
        if found.se is not None and found.df is not None
        else None
    )
    centre = to_display(found.mean, rules)
    camps = group in measure.camps
    return _shown(view, group, centre, found.n, known, rules, camps=camps)


def _shown(
    view: View,
    group: str,
    centre: float,
    n: int,
    known: Uncertainty | None,
    rules: Rules,
    parts: tuple[int, int] | None = None,
    *,
    camps: bool = False,
    top: Ceiling = FREE,
) -> Shown:
    """A number in display units: rounded, its interval outward (D8)."""
    places = decimals(rules)
    # A mean without any spread of its own or shared says nothing of its precision.
    half = half_width(known.se, known.df) if known and known.se > 0 else 100.0
    reach = length(half, rules)
    value = near(centre, places)
    return Shown(
        value=value,
        low=min(value, down(max(centre - reach, rules.low), places)),
        high=max(value, up(min(centre + reach, rules.high, top.highest), places)),
        n=n,
        # Two digits: a finer one would tell a group whose members all agree.
        se=float(f"{length(known.se, rules):.2g}") if known else 0.0,
        df=round(known.df, 2) if known else 0.0,
        confidence=view.confidence(half, n, group, camps=camps),
        parts=parts,
    )


def _band(view: View, end: Band, group: str, n: int, rules: Rules) -> Shown:
    """An end of the scale instead of a number: nothing in it depends on the mean."""
    edge = BAND_POINTS if end == "top" else 100.0 - BAND_POINTS
    value = near(to_display(edge, rules), decimals(rules))
    return Shown(
        value=value,
        low=value if end == "top" else rules.low,
        high=rules.high if end == "top" else value,
        n=n,
        se=0.0,
        df=0.0,
        confidence=view.confidence((100.0 - BAND_POINTS) / 2, n, group),
        band=end,
    )


def add_wholes(
    view: View,
    cells: Cells,
    errors: PartErrors,
) -> None:
    """Dimensions and frameworks of one view, from shown values only (S3)."""
    children: dict[str, list[Node]] = {}
    for node in view.wave.nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    doubts: dict[tuple[str, str], float] = {}
    for node in reversed(view.wave.nodes):
        if node.kind == "practice":
            continue
        rules = view.wave.rules_of(node.ref)
        for group in view.asked:
            below = [
                (child, cells[key])
                for child in children.get(node.ref, [])
                if (key := CellKey(view.id, child.ref, group)) in cells
            ]
            if below:
                parts = {
                    cap.part: standing(cells[key])
                    for cap in node.caps
                    if (key := CellKey(view.id, cap.part, group)) in cells
                }
                top = ceiling(node.caps, parts, decimals(rules))
                key = CellKey(view.id, node.ref, group)
                cells[key] = (
                    _whole(view, node, group, below, errors, rules, doubts, top)
                    if top
                    else HIDDEN
                )


def _whole(
    view: View,
    node: Node,
    group: str,
    below: Sequence[tuple[Node, Shown | Suppressed]],
    errors: PartErrors,
    rules: Rules,
    doubts: dict[tuple[str, str], float],
    top: Ceiling,
) -> Shown | Suppressed:
    """A whole under its ceiling; `doubts` is what caps below it add to its range."""
    usable = [
        (child, cell)
        for child, cell in below
        if isinstance(cell, Shown) and not cell.band
    ]
    whole = roll_up(
        [
            Part(
                child.weight,
                cell.value,
                errors[child.ref, group],
                child.level,
                doubts.get((child.ref, group), 0.0),
            )
            for child, cell in usable
        ],
        sum(child.weight for child, _ in below),
        node.how,
        by_level=node.by_level,
    )
    if whole is None:
        return HIDDEN
    errors[node.ref, group] = whole.errors
    asked = sum(
        ref in view.asked[group] for ref in practices_below(view.wave, node.ref)
    )
    used = sum(cell.parts[0] if cell.parts else 1 for _, cell in usable)
    known = uncertainty(whole.errors, rules.sd, rules.sd_df)
    plain = length(half_width(known.se, known.df), rules) if known else 0.0
    value, reach = capped(whole.value, plain + whole.doubt, top)
    if known and plain > 0:
        doubts[node.ref, group] = reach - plain
        known = replace(known, se=known.se * (reach / plain))
    parts = (used, asked)
    return _shown(view, group, value, whole.n, known, rules, parts, top=top)


def practices_below(wave: Wave, ref: str) -> list[str]:
    """The practices of a framework or dimension, at any depth."""
    parents = {node.ref: node.parent for node in wave.nodes}
    found = []
    for node in wave.nodes:
        place = node.parent
        while place not in (None, ref):
            place = parents[str(place)]
        if node.kind == "practice" and place == ref:
            found.append(node.ref)
    return found
