"""Release: from person scores to the frozen edition of a wave and its ledger lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.disclosure.cells import (
    HIDDEN,
    Cells,
    PartErrors,
    add_wholes,
    practice_cell,
)
from generator.disclosure.changes import changes_since
from generator.disclosure.comments import Unsaid, Words, tell_comments
from generator.disclosure.common import Again, compare
from generator.disclosure.ledger import chain, numbers_for, sets_shown
from generator.disclosure.matched import Before, Matched, match
from generator.disclosure.measure import Measure, measure
from generator.disclosure.soundness import agreement, soundness
from generator.disclosure.tree import Why, decide_counts
from generator.disclosure.unions import add_unions
from generator.disclosure.view import View, persons_of, threshold, views_of
from generator.findings import continuity
from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    CommentKey,
    Edition,
    LedgerEntry,
    Suppressed,
    Turnout,
)
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.soundness import Agreement
from generator.scoring.rollup import person_errors


@dataclass(frozen=True, slots=True)
class Released:
    """An edition and the ledger lines that must be stored with it."""

    edition: Edition
    ledger: tuple[LedgerEntry, ...]
    reasons: Mapping[CellKey, Why] = field(default_factory=dict, compare=False)
    """What stands against each hidden value: for the operator, never stored."""
    unsaid: Mapping[CommentKey, Unsaid] = field(default_factory=dict, compare=False)
    """What stands against comments that were kept: for the operator, never stored."""


def release(
    wave: Wave,
    people: Sequence[PersonScores],
    shown_before: Sequence[LedgerEntry],
    baseline: Edition | None,
    number: int,
    numbers: Mapping[str, int] | None = None,
    before: Before | None = None,
    again: Again | None = None,
    words: Sequence[Words] = (),
) -> Released:
    """Decide what may be shown of a wave, once, and write it down.

    Args:
        wave: the frozen wave.
        people: every respondent's scores, from `scoring.person_scores`.
        shown_before: the whole ledger, in order.
        baseline: the edition changes are measured from; none in the baseline wave.
        number: 1 for the first edition of the wave.
        numbers: `ledger.numbering_key` of everybody ever counted in this wave to the
            number the store gave it; needed once the wave has lines in the ledger.
        before: the wave of `baseline` with its answers, where they are still known:
            changes are then told by the same people where that is safe (D5).
        again: both waves scored on the questions they have in common, where a
            practice's questions changed in part.
        words: everybody who was asked for a comment, with what a reader kept of it.
    """
    shown = sets_shown(shown_before, wave.survey, wave.id)
    known = numbers_for(people, numbers, shown)
    persons = persons_of(people, known, numbers or {})
    cells: Cells = {}
    turnout: dict[tuple[str, str], Turnout | Suppressed] = {}
    lines: list[tuple[str, Mapping[str, str]]] = []
    unions: dict[str, tuple[str, ...]] = {}
    reasons: dict[CellKey, Why] = {}
    decided: list[tuple[View, list[Measure]]] = []
    agreed: dict[CellKey, Agreement] = {}
    for view in views_of(wave, people, known, persons):
        turnout.update(_turnout(view))
        measures = [
            measure(view, family, persons, shown)
            for family in view.families
            if any(family[0] in asked for asked in view.asked.values())
        ]
        wide = add_unions(view, measures)
        unions.update(wide.unions)
        errors: PartErrors = {}
        by_number = {answer.number: answer for answer in view.answers}
        for one in measures:
            lines += one.lines()
            agreed.update(agreement(wide, one, by_number))
            _add_cells(wide, one, cells, errors, reasons)
        add_wholes(wide, cells, errors)
        decided.append((wide, measures))
    told = _changes(
        wave, decided, cells, baseline, before, again, (known, people), shown_before
    )
    lines += told.now
    matched = {name for name, _ in told.now}
    sound = soundness(decided, agreed, matched, shown)
    lines += sound.lines
    told_words = tell_comments(
        wave,
        [view for view, _ in decided],
        persons,
        {(p.view, p.team, p.respondent): n for n, p in zip(known, people, strict=True)},
        words,
        shown,
    )
    lines += told_words.lines
    edition = Edition(
        format=EDITION_FORMAT,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        number=number,
        k=threshold(wave),
        cells=dict(sorted(cells.items())),
        changes=dict(sorted(told.changes.items())),
        turnout=dict(sorted(turnout.items())),
        unions=dict(sorted(unions.items())),
        soundness=sound.told,
        comments=told_words.comments,
    )
    written = list(shown_before)
    for of_wave, shown_lines in (
        (wave.id, lines),
        (before.wave.id if before else "", told.then),
    ):
        ordered = sorted(shown_lines, key=lambda line: line[0])
        written += chain(written, wave.survey, of_wave, ordered)
    return Released(
        edition, tuple(written[len(shown_before) :]), reasons, told_words.unsaid
    )


def _changes(
    wave: Wave,
    decided: Sequence[tuple[View, Sequence[Measure]]],
    cells: Cells,
    baseline: Edition | None,
    before: Before | None,
    again: Again | None,
    people: tuple[Sequence[int], Sequence[PersonScores]],
    shown_before: Sequence[LedgerEntry],
) -> Matched:
    """Every change since the baseline, and the sets inside either wave it tells.

    `people` are the numbers and the scores of everybody.
    """
    if before is None or before.wave.id == wave.id:
        return Matched(changes_since(wave, cells, baseline), (), ())
    lines = {
        view.id: continuity.lines(wave, before.wave, view.id) for view, _ in decided
    }
    followed = {
        (view, ref): line for view, all_ in lines.items() for ref, line in all_.items()
    }
    changes = changes_since(wave, cells, baseline, followed)
    known, scored = people
    names = {n: one.respondent for n, one in zip(known, scored, strict=True)}
    shown = sets_shown(shown_before, wave.survey, before.wave.id)
    told: list[Matched] = []
    for view, measures in decided:
        told.append(match(before, view, measures, names, shown, cells, changes))
        if again is not None:
            of = lines[view.id]
            told.append(
                compare(before, view, measures, known, names, shown, cells, of, again)
            )
    for one in told:
        changes.update(one.changes)
    return Matched(
        changes,
        tuple(line for one in told for line in one.now),
        tuple(line for one in told for line in one.then),
    )


def _add_cells(
    view: View,
    one: Measure,
    cells: Cells,
    errors: PartErrors,
    reasons: dict[CellKey, Why],
) -> None:
    """The cells of one practice (with those that say the same) for every group."""
    for group, asked in view.asked.items():
        people, values = one.people(group), one.values(group)
        if one.exact(group):
            shared = person_errors(people, values)
            errors.update({(ref, group): shared for ref in one.family})
        for ref in one.family:
            if ref in asked:
                key = CellKey(view.id, ref, group)
                cells[key] = practice_cell(view, ref, group, one)
                if one.hidden(group):
                    reasons[key] = one.why(group)


def _turnout(view: View) -> dict[tuple[str, str], Turnout | Suppressed]:
    """How many answered: only groups of k or more, and none by subtraction (D10)."""
    sizes = {group: n for group, n in view.eligible.items() if group in view.asked}
    may = decide_counts(sizes, view.tree, view.limits.k)
    return {
        (view.id, group): Turnout(
            max(size, view.answered.get(group, 0)), view.answered.get(group, 0)
        )
        if group in may
        else HIDDEN
        for group, size in sizes.items()
    }
