"""What a score would be if a step were done: from stated or released values alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.model.edition import CellKey, Edition, Shown
from generator.model.instrument import Node, Wave
from generator.model.statement import Statement
from generator.scoring.caps import ceiling, standing, sure
from generator.scoring.display import decimals, near, to_display
from generator.scoring.rollup import Part, roll_up
from generator.scoring.stated import stated_scores


def stated_whole(
    wave: Wave, statement: Statement, practice: str, rung: int | None = None
) -> float | None:
    """The score of a practice's dimension by a team's own statement.

    In display units, rounded as shown; with `rung` as if the team stood on it. None
    where the statement gives the dimension no score.
    """
    node = _node(wave, practice)
    if node is None or node.parent is None:
        return None
    if rung is not None:
        entries = tuple(
            replace(one, state="agreed", rung=rung)
            if one.practice in {practice, *node.same}
            else one
            for one in statement.entries
        )
        statement = replace(statement, entries=entries)
    found = stated_scores(wave, statement, node.parent).get(node.parent)
    return near(found.value, decimals(wave.rules_of(practice))) if found else None


def stated_wholes(wave: Wave, statement: Statement) -> Iterator[float]:
    """Every dimension's stated score, today and with any practice a rung higher."""
    for node in wave.nodes:
        if node.kind != "practice":
            continue
        entry = statement.entry(node.ref)
        today = entry.rung if entry else None
        higher = range(today + 1, node.top_rung + 1) if today is not None else ()
        for rung in (None, *higher):
            found = stated_whole(wave, statement, node.ref, rung)
            if found is not None:
                yield found


def shown_whole(
    wave: Wave, edition: Edition, place: CellKey, rung: int
) -> float | None:
    """The score of a practice's dimension if everybody asked saw this rung.

    Made from the shown scores of its practices, as the dimension's own score is.

    Args:
        wave: the frozen wave.
        edition: its released values.
        place: view, practice and group; its score must be shown.
        rung: number of the rung.
    """
    node = _node(wave, place.node)
    whole = _node(wave, node.parent or "") if node else None
    if node is None or whole is None:
        return None
    parts, asked = [], 0.0
    for one in wave.nodes:
        if one.parent != whole.ref:
            continue
        cell = edition.cells.get(place._replace(node=one.ref))
        if cell is None:
            continue
        asked += one.weight
        if isinstance(cell, Shown) and (one.ref == node.ref or not cell.band):
            value = cell.value
            if one.ref == node.ref:
                value = rung_score(wave, node, rung)
            parts.append(Part(one.weight, value, {}, one.level))
    rules = wave.rules_of(whole.ref)
    places = decimals(rules)
    stands = {
        cap.part: sure(near(rung_score(wave, node, rung), places))
        if cap.part == node.ref
        else standing(edition.cells[key])
        for cap in whole.caps
        if (key := place._replace(node=cap.part)) in edition.cells
    }
    top = ceiling(whole.caps, stands, places)
    found = roll_up(parts, asked, whole.how, by_level=whole.by_level)
    return near(min(found.value, top.now), places) if found and top else None


def rung_score(wave: Wave, node: Node, rung: int) -> float:
    """What a rung of a practice is worth, in display units."""
    assessment = wave.assessment()
    ladder = next(
        (
            one
            for one in (assessment.ladders if assessment else ())
            if node.ref in (one.practice, *one.same)
        ),
        None,
    )
    worth = next(
        (one.value for one in (ladder.rungs if ladder else ()) if one.n == rung), None
    )
    share = worth if worth is not None else rung / max(1, node.top_rung)
    return to_display(100.0 * share, wave.rules_of(node.ref))


def _node(wave: Wave, ref: str) -> Node | None:
    return next((node for node in wave.nodes if node.ref == ref), None)
