"""What one audience can work out from exactly the files it may open.

The pages are read with a parser of its own, and who is behind a number comes from the
answers themselves: neither the gate's reading nor the ledger is trusted. By hand:
`python tests/website/attack_on_pages.py PROJECT SITE [FOLDER FOR CASES]`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from generator.disclosure.attack import Leak, count_leaks, leaks, mean_row
from generator.disclosure.ledger import BAND, decode, numbering_key
from generator.model.edition import UNION, CellKey, Shown
from generator.model.instrument import Wave
from generator.pipeline.gate import guard_of
from generator.pipeline.reading import Reading, read
from generator.pipeline.site import read_manifest, released_of
from generator.scoring import person_scores
from generator.store import responses
from generator.store.database import open_store
from generator.store.people import people_numbers
from generator.website.files import files_below
from generator.website.gate import Guard

Source = tuple[str, ...]
PUBLIC = "(everybody)"
BALANCED = "*"
"""The view of a score made of all views."""


class _Cells(HTMLParser):
    """Counters of the released numbers that a page prints or draws."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-cell" in given:
            self.found.add(given["data-cell"])
        self.found.update(given.get("data-cells", "").split())


@dataclass(frozen=True)
class Known:
    """Who answered what: the truth that nobody but the operator has."""

    guard: Guard
    scores: Mapping[tuple[str, str], Mapping[str, Mapping[int, float]]]
    """Wave and measure to team to number of an answer to its score of 100."""
    people: Mapping[str, Mapping[int, object]]


@dataclass(frozen=True)
class Outcome:
    """What came of an attack on everything one audience is shown."""

    audience: str
    files: int
    numbers: int
    """Released numbers on these pages, each counted once."""
    sets: int
    """Sets of people behind practice scores shown."""
    smallest: int
    """People in the smallest of them; 0 where there is none."""
    leaks: tuple[Leak, ...]
    wrong: tuple[str, ...]
    """Numbers that are not what the answers say."""


def project(work: Path) -> tuple[Reading, Guard]:
    reading = read(work)
    released = released_of(reading.project, reading)
    manifest = read_manifest(reading.places)
    return reading, guard_of(reading.project, reading, released, manifest)


def known(reading: Reading, guard: Guard) -> Known:
    """Everybody's scores, numbered as in the ledger."""
    scores: dict[tuple[str, str], dict[str, dict[int, float]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    people: dict[str, dict[int, object]] = {}
    survey = reading.survey.id
    with closing(open_store(reading.places.store)) as store:
        for wave in guard.truth.waves.values():
            given = list(responses.responses(store, survey, wave.id))
            numbers = people_numbers(store, survey, wave.id)
            people[wave.id] = {}
            for one in person_scores(wave, given):
                number = numbers[numbering_key(one)]
                people[wave.id][number] = one.respondent
                for node, score in one.scores.items():
                    scores[wave.id, f"{one.view}|{node}"][one.team][number] = score
    return Known(guard, scores, people)


def audiences_of(guard: Guard) -> list[str]:
    """Everybody, and each audience that may open pages of its own."""
    named = {who for folder in guard.folders.values() for who in folder.readers}
    return [PUBLIC, *sorted(named)]


def files_for(site: Path, guard: Guard, audience: str) -> list[str]:
    """Exactly the files an audience may open."""
    closed = {
        path: audience in folder.readers for path, folder in guard.folders.items()
    }
    found = []
    for path in files_below(site):
        name = path.relative_to(site).as_posix()
        inside = [place for place in closed if name.startswith(f"{place}/")]
        if all(closed[place] for place in inside):
            found.append(name)
    return found


def shown(site: Path, guard: Guard, names: Collection[str]) -> frozenset[Source]:
    """What the released numbers on these pages are."""
    found: set[Source] = set()
    for name in names:
        if name.endswith(".html"):
            page = _Cells()
            page.feed((site / name).read_text(encoding="utf-8"))
            cells = guard.manifest.get(name, {})
            found |= {tuple(cells[counter]) for counter in page.found}
    return frozenset(found)


def teams_in(wave: Wave, group: str) -> set[str]:
    """The teams a group is made of: itself, those below it, those of a union."""
    parents = wave.parents()
    found = set()
    for team in wave.teams:
        here: str | None = team.id
        while here is not None:
            if here in group.split(UNION):
                found.add(team.id)
            here = parents[here]
    return found


def behind(truth: Known, wave: str, measure: str, group: str) -> dict[int, float]:
    """Number of an answer to its score, of everybody behind a number."""
    teams = teams_in(truth.guard.truth.waves[wave], group)
    by_team = truth.scores.get((wave, measure), {})
    return {n: s for team in teams for n, s in by_team.get(team, {}).items()}


def attack(site: Path, truth: Known, audience: str) -> Outcome:
    """Work out what can be worked out from the files of one audience."""
    guard = truth.guard
    names = files_for(site, guard, audience)
    return attack_on(truth, audience, len(names), shown(site, guard, names))


def attack_on(
    truth: Known, audience: str, files: int, sources: Collection[Source]
) -> Outcome:
    """The attack on what these numbers are, together with the whole ledger."""
    editions, waves = truth.guard.truth.editions, truth.guard.truth.waves
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    counts: dict[tuple[str, str], set[str]] = defaultdict(set)
    wrong = []
    for wave, view, node, group, what in sources:
        part = truth.guard.truth.nodes.get((wave, node))
        if what in {"answered", "eligible"}:
            counts[wave, view].add(group)
        elif view == BALANCED:
            # as if every view it is made of were on the page as well
            for one in waves[wave].groups:
                cell = editions[wave].cells.get(CellKey(one.id, node, group))
                if isinstance(cell, Shown) and not cell.band:
                    groups[wave, f"{one.id}|{node}"].add(group)
                elif cell is not None:
                    wrong.append(f"a balanced score of {node} {group} without a view")
        elif what.startswith("teams-"):
            # about the other teams: as if each of their scores were on the page
            for team in waves[wave].teams:
                cell = editions[wave].cells.get(CellKey(view, node, team.id))
                if team.id != group and isinstance(cell, Shown):
                    groups[wave, f"{view}|{node}"].add(team.id)
        elif part is not None and part.kind == "practice":
            groups[wave, f"{view}|{node}"].add(group)
        if what.startswith("change-") and not all(
            isinstance(edition.cells.get(CellKey(view, node, group)), Shown)
            for edition in editions.values()
        ):
            wrong.append(f"a change of {view} {node} {group} without both scores")
    sizes, found = [], []
    for (wave, measure), names in sorted(groups.items()):
        view, _, node = measure.partition("|")
        exact = []
        for group in sorted(names):
            scores = behind(truth, wave, measure, group)
            sizes.append(len({truth.people[wave][n] for n in scores}))
            cell = editions[wave].cells[CellKey(view, node, group)]
            if not isinstance(cell, Shown) or cell.n != len(scores):
                wrong.append(f"{wave} {measure} {group}: another number of answers")
                exact.append(frozenset(scores))
            elif not cell.band:
                exact.append(frozenset(scores))
                low, high = _ends(waves[wave], node)
                mean = sum(scores.values()) / len(scores)
                if abs(low + (high - low) * mean / 100 - cell.value) > 0.0501:
                    wrong.append(f"{wave} {measure} {group}: another mean")
        rows = [mean_row(numbers) for numbers in set(exact)]
        rows += [mean_row(numbers) for numbers in _ledger(truth, wave, measure)]
        rows += [mean_row(numbers) for numbers in _same(truth, wave, measure, sources)]
        k = editions[wave].k
        found += leaks(rows, k, truth.people[wave], f"{wave} {measure}")
    for (wave, view), names in sorted(counts.items()):
        told = {group: teams_in(waves[wave], group) for group in names}
        asked = {
            team.id: team.eligible.get(view, 0)
            for team in waves[wave].teams
            if any(team.id in teams for teams in told.values())
        }
        found += count_leaks(told, asked, editions[wave].k, f"{wave} {view} counts")
    return Outcome(
        audience,
        files,
        len(sources),
        len(sizes),
        min(sizes, default=0),
        tuple(found),
        tuple(wrong),
    )


def _ends(wave: Wave, node: str) -> tuple[float, float]:
    rules = wave.rules_of(node)
    return rules.low, rules.high


def _ledger(truth: Known, wave: str, measure: str) -> list[frozenset[int]]:
    """Sets of people ever shown to anybody."""
    return [
        decode(text)
        for line in truth.guard.ledger
        if (line.wave, line.measure) == (wave, measure)
        for group, text in line.sets.items()
        if not group.endswith(BAND)
    ]


def _same(
    truth: Known, wave: str, measure: str, sources: Collection[Source]
) -> list[frozenset[int]]:
    """Those who answered both times, where a page tells them apart."""
    groups = {
        group
        for _, view, node, group, what in sources
        if f"{view}|{node}" == measure and what in _TOLD_APART
    }
    found = []
    for group in sorted(groups):
        scores = behind(truth, wave, measure, group)
        for other in truth.people.keys() - {wave}:
            there = behind(truth, other, measure, group)
            again = {truth.people[other][number] for number in there}
            same = frozenset(n for n in scores if truth.people[wave][n] in again)
            found += [numbers for numbers in (same, scores.keys() - same) if numbers]
    return [frozenset(numbers) for numbers in found]


_TOLD_APART = {
    "change-joined",
    "change-left",
    "change-same_high",
    "change-same_low",
    "change-same_n",
    "change-same_value",
}


def cases(truth: Known, sources: Collection[Source], folder: Path) -> int:
    """One case per measure for another attacker, with what is published of it."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for wave, view, node, group, _ in sources:
        part = truth.guard.truth.nodes.get((wave, node))
        if part is not None and part.kind == "practice" and view != BALANCED:
            groups[wave, f"{view}|{node}"].add(group)
    for place, ((wave, measure), names) in enumerate(sorted(groups.items())):
        view, _, node = measure.partition("|")
        edition = truth.guard.truth.editions[wave]
        low, high = _ends(truth.guard.truth.waves[wave], node)
        published = []
        for group in sorted(names):
            cell = edition.cells.get(CellKey(view, node, group))
            if not isinstance(cell, Shown):
                continue
            at = 100 * (cell.value - low) / (high - low)
            half = 5 / (high - low)
            ends = {"": (at - half, at + half), "top": (90, 100), "bottom": (0, 10)}
            published.append(
                {
                    "id": group,
                    "members": sorted(map(str, behind(truth, wave, measure, group))),
                    "n": cell.n,
                    "low": max(0, ends[cell.band][0]),
                    "high": min(100, ends[cell.band][1]),
                }
            )
        everybody = {
            str(n): score
            for team in truth.scores[wave, measure].values()
            for n, score in team.items()
        }
        case = {
            "k": edition.k,
            "scale": [0, 100],
            "respondents": [
                {"id": n, "attrs": {}, "x": score} for n, score in everybody.items()
            ],
        }
        (folder / f"{place:03d}-case.json").write_text(json.dumps(case))
        (folder / f"{place:03d}-published.json").write_text(
            json.dumps({"published": published})
        )
    return len(groups)


def main() -> None:
    reading, guard = project(Path(sys.argv[1]))
    site = Path(sys.argv[2])
    truth = known(reading, guard)
    for audience in audiences_of(guard):
        start = time.process_time()
        told = attack(site, truth, audience)
        print(
            f"{audience:20} {told.files:4} files {told.numbers:6} numbers "
            f"{told.sets:5} sets, smallest {told.smallest:3}; {len(told.leaks)} leaks, "
            f"{len(told.wrong)} wrong, {time.process_time() - start:.1f} s CPU"
        )
        for line in [*told.leaks, *told.wrong][:3]:
            print("   ", line)
    if sys.argv[3:]:
        folder = Path(sys.argv[3])
        folder.mkdir(parents=True, exist_ok=True)
        every = shown(site, guard, list(guard.manifest))
        print(cases(truth, every, folder), "cases")


if __name__ == "__main__":
    main()
