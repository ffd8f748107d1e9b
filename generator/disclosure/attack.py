"""The attacker: does any combination of shown numbers rest on fewer than k people?

Exact, in fractions. A shown mean is a row with one coefficient per answer. A leak is
a combination of rows that is not zero and rests on the answers of fewer than k
people. Answers no row tells apart move together, so they are taken as one atom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from generator.disclosure.comments import FEWEST, MARK, measure_of_comments
from generator.disclosure.ledger import ASKED, BAND, COMMON, WITHOUT, sets_shown
from generator.model.edition import CellKey, CommentKey, Edition, LedgerEntry, Shown
from generator.model.survey import ORGANISATION

Row = Mapping[int, Fraction]
"""Number of an answer to its coefficient in a shown number."""

MOST = 200_000
"""Combinations tried before a case counts as undecided, which is as bad as a leak."""


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Answers of fewer than k people that shown numbers give away."""

    measure: str
    numbers: tuple[int, ...]
    """Empty where the case could not be decided."""


def mean_row(numbers: Iterable[int]) -> dict[int, Fraction]:
    """The row of a shown mean, or of anything else shown of the same set."""
    found = sorted(set(numbers))
    return {number: Fraction(1, len(found)) for number in found}


def composite_row(parts: Iterable[tuple[Row, Fraction]]) -> dict[int, Fraction]:
    """The row of a score made from several, such as a balanced one."""
    row: dict[int, Fraction] = {}
    for part, weight in parts:
        for number, coefficient in part.items():
            row[number] = row.get(number, Fraction(0)) + weight * coefficient
    return row


def leaks(
    rows: Sequence[Row],
    k: int,
    people: Mapping[int, object] | None = None,
    measure: str = "",
    most: int | None = None,
) -> list[Leak]:
    """Every smallest group of fewer than `k` people the rows give away.

    `people` maps an answer to its person; without it every answer is a person. After
    `most` combinations the case is undecided.
    """
    atoms = _atoms(rows)
    who = [frozenset((people or {}).get(n, n) for n in atom) for atom in atoms]
    small = [i for i, persons in enumerate(who) if len(persons) < k]
    if not small:
        return []
    _, null = unseen(rows)
    found: list[frozenset[int]] = []
    for tried, chosen in enumerate(_small_sets(small, who, k)):
        if tried >= (MOST if most is None else most):
            return [Leak(measure, ())]
        if not any(known <= chosen for known in found) and _given_away(chosen, null):
            found.append(chosen)
    return sorted(
        Leak(measure, tuple(sorted(n for i in chosen for n in atoms[i])))
        for chosen in found
    )


def unseen(
    rows: Sequence[Row],
) -> tuple[list[tuple[int, ...]], list[dict[int, Fraction]]]:
    """Answers no row tells apart, and per such atom what no row can see of it.

    The second is each atom's row in a basis of all changes to the atoms' sums that
    leave every shown number as it is.
    """
    atoms = _atoms(rows)
    matrix = [
        {
            i: row[atom[0]]
            for i, atom in enumerate(atoms)
            if row.get(atom[0], Fraction(0))
        }
        for row in rows
    ]
    return atoms, _null_space(_reduced(matrix), len(atoms))


def ledger_leaks(
    entries: Iterable[LedgerEntry], k: int, people: Mapping[int, object] | None = None
) -> list[Leak]:
    """Leaks in everything ever shown, measure by measure and wave by wave."""
    lines = list(entries)
    found: list[Leak] = []
    for survey, wave in sorted({(line.survey, line.wave) for line in lines}):
        for measure, sets in sorted(sets_shown(lines, survey, wave).items()):
            rows = [
                mean_row(numbers)
                for numbers in {s for g, s in sets if not g.endswith(BAND)}
            ]
            found += leaks(rows, k, people, f"{survey} {wave} {measure}")
    return found


def printed_leaks(
    printed: Iterable[tuple[str, str, str]],
    entries: Sequence[LedgerEntry],
    survey: str,
    k: Mapping[str, int],
    people: Mapping[str, Mapping[int, object]],
    k_comments: Mapping[str, int] | None = None,
) -> list[Leak]:
    """Leaks in what pages print, taken together with everything ever shown (D3).

    Args:
        printed: wave, measure and group of every practice score on any page, and of
            every group whose comments stand there.
        entries: the whole ledger.
        survey: whose pages they are.
        k: fewest people behind a number, by wave.
        people: number of an answer to its person, by wave.
        k_comments: fewest people behind comments, by wave; ten where not given.

    A set that is printed and not in the ledger cannot be attacked and counts as a
    leak without numbers.
    """
    found: list[Leak] = []
    shown = {wave: sets_shown(entries, survey, wave) for wave in k}
    known = {
        (wave, measure): {name for name, _ in sets}
        for wave, measures in shown.items()
        for measure, sets in measures.items()
    }
    for wave, measure, group in sorted(set(printed)):
        if known.get((wave, measure), set()).isdisjoint((group, group + BAND)):
            found.append(Leak(f"{survey} {wave} {measure}", ()))
    for wave, measures in sorted(shown.items()):
        for measure, sets in sorted(measures.items()):
            exact = {numbers for group, numbers in sets if not group.endswith(BAND)}
            name = f"{survey} {wave} {measure}"
            few = k[wave]
            if MARK in measure:
                few = (k_comments or {}).get(wave, FEWEST)
            if _classes_hold(exact, few, people.get(wave) or {}):
                continue
            if MARK in measure:  # words are no sums: the simple test alone counts
                found.append(Leak(name, ()))
                continue
            rows = [mean_row(numbers) for numbers in exact]
            found += leaks(rows, few, people.get(wave), name)
    return found


def _classes_hold(
    sets: Iterable[frozenset[int]], k: int, people: Mapping[int, object]
) -> bool:
    """The simple test of D3: everybody shares his sets with k people or more.

    It suffices, and it is quick: the exact test is for what it does not settle.
    """
    marks: dict[int, list[int]] = {}
    for place, numbers in enumerate(sets):
        for number in numbers:
            marks.setdefault(number, []).append(place)
    classes: dict[tuple[int, ...], set[object]] = {}
    for number, places in marks.items():
        classes.setdefault(tuple(places), set()).add(people.get(number, number))
    return all(len(persons) >= k for persons in classes.values())


def count_leaks(
    groups: Mapping[str, Iterable[str]], sizes: Mapping[str, int], k: int, measure: str
) -> list[Leak]:
    """Groups of fewer than `k` whose response count follows from those shown (D10).

    Args:
        groups: every group whose count is shown, and the teams in it.
        sizes: how many people each team could ask.
        k: the smallest group whose count may be known.
        measure: what to call the case.
    """
    first: dict[str, int] = {}
    start = 1
    for team in sorted(sizes):
        first[team] = start
        # A team of k or more is safe however large it is.
        start += min(sizes[team], k)
    rows = [
        mean_row(
            first[team] + place
            for team in teams
            for place in range(min(sizes[team], k))
        )
        for teams in map(tuple, groups.values())
        if any(sizes[team] for team in teams)
    ]
    return leaks(rows, k, measure=measure)


def unrecorded(
    edition: Edition, entries: Iterable[LedgerEntry]
) -> list[CellKey | CommentKey]:
    """Released values whose set the ledger does not know: of practices, of comments,
    of changes on common questions, and of sets that are told of a whole view only."""
    whose = (edition.survey, edition.wave)
    known = {
        (line.measure, group)
        for line in entries
        if (line.survey, line.wave) == whose
        for group in line.sets
    }
    sets = {
        key: (f"{key.view}|{key.node}", key.group + (BAND if cell.band else ""))
        for key, cell in edition.cells.items()
        if isinstance(cell, Shown) and cell.parts is None
    }
    sound = edition.soundness
    found: list[CellKey | CommentKey] = [
        key for key, own in sets.items() if own not in known
    ]
    found += [
        key
        for key in edition.comments
        if (measure_of_comments(key.view, key.question), key.group) not in known
    ]
    found += [
        key
        for key, change in edition.changes.items()
        if change.common is not None
        and (f"{key.view}|{key.node}", f"{key.group}{COMMON}{change.since}")
        not in known
    ]
    found += [
        key
        for key in sound.reliability
        if (f"{key.view}|{key.node}", key.group) not in known
    ]
    found += [
        key
        for key in sound.unanswered
        if (f"{key.view}|{key.node}{ASKED}", key.group) not in known
    ]
    return found + [
        CellKey(view, ref, ORGANISATION)
        for view, one in sound.careful.items()
        for ref in one.without
        if (f"{view}|{ref}", ORGANISATION + WITHOUT) not in known
    ]


def _atoms(rows: Sequence[Row]) -> list[tuple[int, ...]]:
    columns: dict[int, list[tuple[int, Fraction]]] = {}
    for place, row in enumerate(rows):
        for number, coefficient in row.items():
            if coefficient:
                columns.setdefault(number, []).append((place, coefficient))
    atoms: dict[tuple[tuple[int, Fraction], ...], list[int]] = {}
    for number in sorted(columns):
        atoms.setdefault(tuple(columns[number]), []).append(number)
    return [tuple(numbers) for numbers in atoms.values()]


def _reduced(rows: Iterable[Row]) -> dict[int, dict[int, Fraction]]:
    """Reduced row echelon form: pivot column to its row."""
    reduced: dict[int, dict[int, Fraction]] = {}
    for given in rows:
        row = dict(given)
        for pivot in [column for column in row if column in reduced]:
            _subtract(row, reduced[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row)
        lead = row[pivot]
        row = {column: value / lead for column, value in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return reduced


def _subtract(row: dict[int, Fraction], other: Row, times: Fraction) -> None:
    for column, value in other.items():
        left = row.get(column, Fraction(0)) - times * value
        if left:
            row[column] = left
        else:
            row.pop(column, None)


def _null_space(reduced: Mapping[int, Row], columns: int) -> list[dict[int, Fraction]]:
    """Per atom its row in a basis of everything no shown number can see.

    A combination of rows sees only the atoms T exactly where some vector on T is
    orthogonal to this whole space, that is where T's rows here depend on each other.
    """
    free = [column for column in range(columns) if column not in reduced]
    space: list[dict[int, Fraction]] = [{} for _ in range(columns)]
    for column in free:
        space[column][column] = Fraction(1)
        for pivot, row in reduced.items():
            if column in row:
                space[pivot][column] = -row[column]
    return space


def _given_away(chosen: Iterable[int], null: Sequence[Row]) -> bool:
    rows = [null[i] for i in chosen]
    return len(_reduced(rows)) < len(rows)


def _small_sets(
    small: Sequence[int], who: Sequence[frozenset[object]], k: int
) -> Iterator[frozenset[int]]:
    """Sets of atoms with fewer than `k` people together, smallest first."""
    for size in range(1, k):
        for chosen in combinations(small, size):
            if len(frozenset().union(*[who[i] for i in chosen])) < k:
                yield frozenset(chosen)
