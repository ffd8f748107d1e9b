"""Released scores as rows: what `baseline score` prints, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.errors import Exit, refuse
from generator.model.edition import Change, Edition, Shown
from generator.model.instrument import Node, Wave
from generator.model.statement import Statement
from generator.model.survey import ORGANISATION, STATEMENT_VIEW
from generator.pipeline.reading import Reading
from generator.pipeline.results import everything_released, released
from generator.scoring.display import decimals, near
from generator.scoring.stated import stated_scores


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One thing that is known about a group, or hidden."""

    view: str
    """Respondent group, or `assessment` for a team's own statement."""
    node: Node
    group: str
    shown: Shown | None = None
    """The released score; none where it is hidden, and for a statement."""
    change: Change | None = None
    stated: float | None = None
    """What the team itself states, in display units."""
    parts: tuple[int, int] | None = None
    """Above the practice: how many of how many parts have a score."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One released wave, with what its teams state."""

    wave: Wave
    edition: Edition
    statements: Mapping[str, Statement]
    """By team: signed off and standing."""


def look_up(reading: Reading, wave: str | None = None) -> Looked:
    """A released wave; the newest one where none is named.

    Raises:
        Problems: the wave is not released, or none is.
    """
    editions, said = everything_released(reading)
    names = [one.id for one in reading.waves if one.id in editions]
    if wave is None and not names:
        raise refuse(
            "wave-not-released",
            "no wave has released scores yet",
            "run 'baseline collect WAVE', then 'baseline release WAVE'",
        )
    name = wave if wave is not None else names[-1]
    edition = editions[name] if name in editions else released(reading, name)
    statements = {team: one for (of, team), one in said.items() if of == name}
    return Looked(reading.frozen(name), edition, statements)


def score_rows(
    looked: Looked, group: str = ORGANISATION, view: str | None = None
) -> list[ScoreRow]:
    """Everything released about a group in a wave, statement first, then by view.

    Raises:
        Problems: the wave has no such group or view.
    """
    wave, edition = looked.wave, looked.edition
    check_group(wave, edition, group)
    check_view(wave, view)
    rows: list[ScoreRow] = []
    statement = looked.statements.get(group)
    if statement is not None and view in (None, STATEMENT_VIEW):
        rows += _stated(wave, statement)
    nodes = {node.ref: node for node in wave.nodes}
    for key, cell in edition.cells.items():
        if key.group != group or view not in (None, key.view):
            continue
        shown = cell if isinstance(cell, Shown) else None
        change = edition.changes.get(key)
        parts = shown.parts if shown else None
        rows.append(
            ScoreRow(key.view, nodes[key.node], group, shown, change, None, parts)
        )
    order = {node.ref: place for place, node in enumerate(wave.nodes)}
    return sorted(
        rows, key=lambda r: (r.view != STATEMENT_VIEW, r.view, order[r.node.ref])
    )


def _stated(wave: Wave, statement: Statement) -> Iterator[ScoreRow]:
    nodes = {node.ref: node for node in wave.nodes}
    for ref, score in stated_scores(wave, statement).items():
        node = nodes[ref]
        yield ScoreRow(
            STATEMENT_VIEW,
            node,
            statement.team,
            stated=near(score.value, decimals(wave.rules_of(ref))),
            parts=None if node.kind == "practice" else score.parts,
        )


def check_group(wave: Wave, edition: Edition, group: str) -> None:
    """Refuse a group the wave does not have."""
    known = {*wave.parents(), *edition.unions}
    if group not in known:
        raise refuse(
            "group-unknown",
            f"wave '{wave.id}' has no team or unit '{group}'",
            f"it has: {', '.join(sorted(known))}",
            exit_code=Exit.USAGE,
        )


def check_view(wave: Wave, view: str | None) -> None:
    """Refuse a view the wave does not have."""
    known = [STATEMENT_VIEW, *(group.id for group in wave.groups)]
    if view is not None and view not in known:
        raise refuse(
            "group-unknown",
            f"wave '{wave.id}' has no view '{view}'",
            f"it has: {', '.join(known)}",
            exit_code=Exit.USAGE,
        )


def as_dict(row: ScoreRow, wave: str) -> dict[str, object]:
    """A row for programs; the manual says what each key means."""
    shown = row.shown
    exact = shown if shown and not shown.band else None
    change = row.change if exact else None
    return {
        "wave": wave,
        "view": row.view,
        "group": row.group,
        "node": row.node.ref,
        "kind": row.node.kind,
        "hidden": shown is None and row.stated is None,
        "value": exact.value if exact else row.stated,
        "low": exact.low if exact else None,
        "high": exact.high if exact else None,
        "n": shown.n if shown else None,
        "confidence": shown.confidence if shown else None,
        "band": shown.band if shown else "",
        "parts": list(row.parts) if row.parts else None,
        "change": None
        if change is None
        else {
            "since": change.since,
            "value": change.value,
            "low": change.low,
            "high": change.high,
            "clear": change.clear,
            "smallest": change.smallest,
        },
    }
