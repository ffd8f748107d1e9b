"""Release: from person scores to the frozen edition of a wave and its ledger lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.cells import (
    HIDDEN,
    Cells,
    PartErrors,
    add_wholes,
    practice_cell,
)
from generator.disclosure.changes import changes_since
from generator.disclosure.ledger import BAND, chain, encode, numbers_for, sets_shown
from generator.disclosure.tree import Answers, decide, decide_counts
from generator.disclosure.view import (
    View,
    group_answers,
    persons_of,
    threshold,
    views_of,
)
from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    Edition,
    LedgerEntry,
    Suppressed,
    Turnout,
)
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.scoring.rollup import person_errors


@dataclass(frozen=True, slots=True)
class Released:
    """An edition and the ledger lines that must be stored with it."""

    edition: Edition
    ledger: tuple[LedgerEntry, ...]


def release(
    wave: Wave,
    people: Sequence[PersonScores],
    shown_before: Sequence[LedgerEntry],
    baseline: Edition | None,
    number: int,
    numbers: Mapping[str, int] | None = None,
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
    """
    shown = sets_shown(shown_before, wave.survey, wave.id)
    known = numbers_for(people, numbers, shown)
    persons = persons_of(people, known, numbers or {})
    cells: Cells = {}
    turnout: dict[tuple[str, str], Turnout | Suppressed] = {}
    lines: list[tuple[str, Mapping[str, str]]] = []
    for view in views_of(wave, people, known, persons):
        turnout.update(_turnout(view))
        errors: PartErrors = {}
        for family in view.families:
            if any(family[0] in asked for asked in view.asked.values()):
                before = _before(shown, view.id, family)
                lines += _family(view, family, persons, before, cells, errors)
        add_wholes(view, cells, errors)
    edition = Edition(
        format=EDITION_FORMAT,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        number=number,
        k=threshold(wave),
        cells=dict(sorted(cells.items())),
        changes=changes_since(wave, cells, baseline),
        turnout=dict(sorted(turnout.items())),
    )
    ordered = sorted(lines, key=lambda line: line[0])
    return Released(edition, tuple(chain(shown_before, wave.survey, wave.id, ordered)))


def _before(
    shown: Mapping[str, list[tuple[str, frozenset[int]]]],
    view: str,
    family: Sequence[str],
) -> list[tuple[str, frozenset[int]]]:
    found = {pair for ref in family for pair in shown.get(f"{view}|{ref}", [])}
    return sorted(found, key=lambda pair: (pair[0], sorted(pair[1])))


def _family(
    view: View,
    family: Sequence[str],
    persons: Mapping[int, int],
    before: Sequence[tuple[str, frozenset[int]]],
    cells: Cells,
    errors: PartErrors,
) -> list[tuple[str, Mapping[str, str]]]:
    """Decide one practice (with those that say the same) for every group."""
    given = [answer for answer in view.answers if family[0] in answer.scores]
    points = {answer.number: answer.scores[family[0]] for answer in given}
    groups = group_answers(view.tree, given)
    often = Counter(answer.person for answer in given)
    answers = Answers(
        points=points,
        person=persons,
        cluster={a.number: a.cluster for a in given} if view.limits.clusters else {},
        several=frozenset(who for who, times in often.items() if times > 1),
    )
    decision = decide(
        groups,
        answers,
        view.tree,
        view.limits,
        [pair for pair in before if not pair[0].endswith(BAND)],
        [(g.removesuffix(BAND), s) for g, s in before if g.endswith(BAND)],
    )
    for group, asked in view.asked.items():
        people = [persons[n] for n in groups.get(group, [])]
        values = [points[n] for n in groups.get(group, [])]
        if group in decision.exact:
            shared = person_errors(people, values)
            errors.update({(ref, group): shared for ref in family})
        for ref in family:
            if ref in asked:
                cells[CellKey(view.id, ref, group)] = practice_cell(
                    view, ref, group, decision, values, people
                )
    recorded = {(group, numbers) for group, numbers in before}
    sets = {
        group: encode(groups[group])
        for group in decision.exact
        if (group, frozenset(groups[group])) not in recorded
    } | {
        group + BAND: encode(groups[group])
        for group in decision.bands
        if (group + BAND, frozenset(groups[group])) not in recorded
    }
    return [(f"{view.id}|{ref}", sets) for ref in family] if sets else []


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
