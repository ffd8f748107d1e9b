"""Any organisation, answered by anybody; and the attacks on what is released of it.

The attacks look at an edition from outside: which groups are shown, and who is in
them. Of the ledger and of the code that decided they know nothing.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from disclosure_waves import wave_of
from samples import node, question

from generator.disclosure.attack import Leak, composite_row, leaks, mean_row
from generator.model.edition import CellKey, Edition, Shown, Suppressed
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.scoring.display import decimals, near

PRACTICES = tuple(f"seven-habits:p{n}" for n in range(4))
"""Two dimensions of two practices each."""

STEPS = (0.0, 25.0, 50.0, 75.0, 100.0)

Case = tuple[Wave, list[PersonScores]]


def wide_wave(wave: Wave) -> Wave:
    """The wave with four practices in two dimensions instead of one."""
    nodes = [node("seven-habits", "framework", None, "Seven Habits")]
    for d in range(2):
        nodes.append(node(f"seven-habits:d{d}", "dimension", "seven-habits", f"D{d}"))
        nodes += [
            node(ref, "practice", f"seven-habits:d{d}", ref)
            for ref in PRACTICES[2 * d : 2 * d + 2]
        ]
    page = replace(
        wave.instruments[0].pages[0],
        questions=tuple(question(f"Q{n}", ref) for n, ref in enumerate(PRACTICES)),
    )
    return replace(
        wave,
        nodes=tuple(nodes),
        instruments=tuple(replace(one, pages=(page,)) for one in wave.instruments),
    )


def organisation(seed: int) -> Case:
    """An organisation drawn from a seed: tree, views, sizes, answers, companies."""
    random = Random(f"organisation {seed}")
    units: dict[str, str] = {}
    for n in range(random.randint(0, 4)):
        units[f"u{n}"] = random.choice([ORGANISATION, *units])
    teams = {
        f"t{n:02}": random.choice([ORGANISATION, *units])
        for n in range(random.randint(2, 12))
    }
    partner = random.random() < 0.5
    views = ["practitioner", *(["partner"] if partner else [])]
    wave = wide_wave(wave_of(teams, units, views=views, k=5, eligible=30))
    wave = replace(
        wave,
        groups=tuple(replace(g, clusters=g.id == "partner") for g in wave.groups),
    )
    alike = random.random() < 0.4
    people = []
    for view in views:
        for team in teams:
            size = random.choice([0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 12, 20])
            mood = random.choice([None, None, 0.0, 100.0]) if alike else None
            for n in range(size):
                name = f"{view}-{team}-{n}"
                if random.random() < 0.15:
                    name = f"{view}-both-{random.randint(0, 30)}"
                scores = {
                    ref: random.choice(STEPS) if mood is None else mood
                    for ref in PRACTICES
                    if random.random() < 0.85
                }
                company = f"c{random.randint(0, 5)}" if view == "partner" else ""
                people.append(PersonScores(name, team, view, company, scores))
    once = {(one.view, one.team, one.respondent): one for one in people}
    return wave, list(once.values())


def groups_of(wave: Wave, edition: Edition, team: str) -> list[str]:
    """Every group that holds a team, unions among them."""
    parents = wave.parents()
    found = []
    place: str | None = team
    while place is not None:
        found.append(place)
        place = parents[place]
    return found + [u for u, members in edition.unions.items() if team in members]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the attacker sees of one practice in one view."""

    view: str
    ref: str
    shown: Mapping[str, Shown]
    members: Mapping[str, list[int]]
    """Group to the answers in it."""
    points: Mapping[int, float]
    person: Mapping[int, str]
    company: Mapping[int, str]


def seen(wave: Wave, people: Sequence[PersonScores], edition: Edition) -> list[Seen]:
    """Each practice of each view as an attacker sees it."""
    found = []
    for group in wave.groups:
        for ref in [n.ref for n in wave.nodes if n.kind == "practice"]:
            given = {
                n: one
                for n, one in enumerate(people)
                if one.view == group.id and ref in one.scores
            }
            members: dict[str, list[int]] = {}
            for n, one in given.items():
                for place in groups_of(wave, edition, one.team):
                    members.setdefault(place, []).append(n)
            shown = {
                place: cell
                for place in (*wave.parents(), *edition.unions)
                if isinstance(cell := edition.cell(group.id, ref, place), Shown)
            }
            found.append(
                Seen(
                    group.id,
                    ref,
                    shown,
                    members,
                    {n: one.scores[ref] for n, one in given.items()},
                    {n: one.respondent for n, one in given.items()},
                    {n: one.cluster for n, one in given.items()},
                )
            )
    return found


def exact_leaks(
    wave: Wave, people: Sequence[PersonScores], edition: Edition
) -> list[Leak]:
    """Combinations of shown numbers that rest on fewer than five people (D1, D3)."""
    found: list[Leak] = []
    for one in seen(wave, people, edition):
        rows = [
            mean_row(one.members[place])
            for place, cell in one.shown.items()
            if not cell.band
        ]
        found += leaks(rows, 5, one.person, f"{one.view} {one.ref}")
        for place, cell in one.shown.items():
            if len({one.person[n] for n in one.members.get(place, [])}) < 5:
                found.append(Leak(f"{one.view} {one.ref} {place} {cell.n}", ()))
    return found


def company_leaks(
    wave: Wave, people: Sequence[PersonScores], edition: Edition
) -> list[Leak]:
    """Combinations that rest on fewer than three companies (D13)."""
    found: list[Leak] = []
    outside = {group.id for group in wave.groups if group.clusters}
    for one in seen(wave, people, edition):
        if one.view not in outside:
            continue
        sets = [one.members[p] for p, cell in one.shown.items() if not cell.band]
        found += leaks([mean_row(s) for s in sets], 3, one.company, one.ref)
        for numbers in [one.members[p] for p in one.shown]:
            most = max(Counter(one.company[n] for n in numbers).values())
            if 2 * most > len(numbers):
                found.append(Leak(f"{one.view} {one.ref}", tuple(numbers)))
    return found


def whole_leaks(
    wave: Wave, people: Sequence[PersonScores], edition: Edition
) -> list[Leak]:
    """Several measures of one person at once, and the scores made of them (D6).

    The answer of a person to a practice is one unknown; a dimension is a combination
    of the practices shown below it.
    """
    found: list[Leak] = []
    width = len(PRACTICES)
    for group in wave.groups:
        own = {s.ref: s for s in seen(wave, people, edition) if s.view == group.id}
        rows = []
        person: dict[int, str] = {}
        for place in (*wave.parents(), *edition.unions):
            parts: dict[str, list[dict[int, Fraction]]] = {}
            for n, (ref, one) in enumerate(own.items()):
                cell = one.shown.get(place)
                if cell is None or cell.band:
                    continue
                numbers = [width * number + n for number in one.members[place]]
                person.update(
                    {width * number + n: who for number, who in one.person.items()}
                )
                row = mean_row(numbers)
                rows.append(row)
                above = next(x.parent for x in wave.nodes if x.ref == ref)
                parts.setdefault(str(above), []).append(row)
            for dimension, below in parts.items():
                if isinstance(edition.cell(group.id, dimension, place), Shown):
                    share = Fraction(1, len(below))
                    rows.append(composite_row((row, share) for row in below))
        found += leaks(rows, 5, person, group.id)
    return found


def by_hand(wave: Wave, edition: Edition) -> list[CellKey]:
    """Dimensions that a reader cannot work out from the practices shown (S3, D6)."""
    wrong = []
    for key, cell in edition.cells.items():
        below = [n.ref for n in wave.nodes if n.parent == key.node]
        kinds = {n.kind for n in wave.nodes if n.ref in below}
        if kinds != {"practice"}:
            continue
        asked = [ref for ref in below if key._replace(node=ref) in edition.cells]
        parts = [edition.cells[key._replace(node=ref)] for ref in asked]
        values = [p.value for p in parts if isinstance(p, Shown) and not p.band]
        places = decimals(wave.rules_of(key.node))
        expected = (
            near(sum(values) / len(values), places)
            if values and 2 * len(values) >= len(asked)
            else None
        )
        if expected != (cell.value if isinstance(cell, Shown) else None):
            wrong.append(key)
    return wrong


def number_of_cells(edition: Edition) -> tuple[int, int]:
    """Practice cells of groups of the tree: shown, asked."""
    cells = [
        cell
        for key, cell in edition.cells.items()
        if key.node in PRACTICES and key.group not in edition.unions
    ]
    return sum(isinstance(cell, Shown) for cell in cells), len(cells)


def thresholded(wave: Wave, people: Sequence[PersonScores], edition: Edition) -> int:
    """Practice cells that bare thresholding would show: five people, nothing else."""
    return sum(
        len({one.person[n] for n in numbers}) >= 5
        for one in seen(wave, people, edition)
        for place, numbers in one.members.items()
        if place not in edition.unions
    )


def naive(wave: Wave, people: Sequence[PersonScores], edition: Edition) -> Edition:
    """The edition that bare thresholding would make, for comparison."""
    some = Shown(2.0, 1.0, 3.0, 5, 0.1, 20.0, "low")
    cells = dict(edition.cells)
    for one in seen(wave, people, edition):
        for place in wave.parents():
            key = CellKey(one.view, one.ref, place)
            if key in cells:
                who = {one.person[n] for n in one.members.get(place, [])}
                cells[key] = some if len(who) >= 5 else Suppressed()
    return replace(edition, cells=cells, unions={})


@cache
def oracle() -> Callable[..., dict[str, Any]]:
    """The attacker of others, with bounds by linear programming."""
    path = Path(__file__).parent.parent / "oracles" / "attack.py"
    spec = importlib.util.spec_from_file_location("oracle_attack", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., dict[str, Any]] = module.attack
    return found


def oracle_leaks(
    wave: Wave, people: Sequence[PersonScores], edition: Edition
) -> list[dict[str, Any]]:
    """What the attacker of others finds: exact, by bounds, or of one person (D7).

    It takes every answer for a person, so it is asked where nobody answers twice.
    """
    found = []
    for one in seen(wave, people, edition):
        case = {
            "k": 5,
            "scale": [0, 100],
            "respondents": [
                {"id": str(n), "attrs": {}, "x": points}
                for n, points in one.points.items()
            ],
        }
        published = []
        rules = wave.rules_of(one.ref)
        half = 0.5 * 10.0 ** -decimals(rules)
        for place, cell in one.shown.items():
            entry: dict[str, Any] = {
                "id": place,
                "members": [str(n) for n in one.members[place]],
            }
            low, high = cell.value - half, cell.value + half
            if cell.band:
                low, high = cell.low, cell.high
            scale = 100 / (rules.high - rules.low)
            published.append(
                entry
                | {
                    "low": scale * (low - rules.low),
                    "high": scale * (high - rules.low),
                    "mean": None,
                    "decimals": 3,
                }
            )
        # A band is no exact number: it goes into the bounds alone.
        exact = [p for p in published if not one.shown[p["id"]].band]
        found += oracle()(case, {"published": exact})["leaks"]
        if len(exact) < len(published):
            bounds = oracle()(case, {"published": published})["leaks"]
            found += [x for x in bounds if x["kind"] in ("narrow", "individual")]
    return found


def once_each(people: Iterable[PersonScores]) -> list[PersonScores]:
    """The same answers, each from a person of his own."""
    return [
        replace(one, respondent=f"{one.team}-{one.view}-{n}")
        for n, one in enumerate(people)
    ]
