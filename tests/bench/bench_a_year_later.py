"""What an organisation is told a year later, when eight practices truly improved.

The example organisation answers two waves; in the second, eight practices stand 12
points of 100 higher and nothing else has moved. Answers go through the real scoring,
release and page functions. Printed is how many changes pages call clear and how many
of those are false: by each interval alone, and as pages do it, over all they tell.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from generator.demo import organisation  # noqa: E402
from generator.demo.organisation import Example, answers, example, takes_part  # noqa: E402
from generator.disclosure import release  # noqa: E402
from generator.disclosure.ledger import numbering_key  # noqa: E402
from generator.disclosure.matched import Before  # noqa: E402
from generator.findings.clear import clear_changes  # noqa: E402
from generator.model.edition import CellKey, Change, Edition  # noqa: E402
from generator.model.instrument import Wave  # noqa: E402
from generator.model.page import Baseline  # noqa: E402
from generator.model.response import Response  # noqa: E402
from generator.model.score import PersonScores  # noqa: E402
from generator.model.survey import ORGANISATION  # noqa: E402
from generator.pages.baseline.reading import Reading, RollUp  # noqa: E402
from generator.pipeline.reading import read  # noqa: E402
from generator.scoring import person_scores  # noqa: E402

IMPROVED = 8
POINTS = 12.0


class Story:
    """One draw of the organisation, and which of its practices improve."""

    def __init__(self, base: Example, practices: Sequence[str]) -> None:
        self.base = base
        dice = random.Random(f"{base.seed}|improved")
        self.improved = frozenset(dice.sample(sorted(practices), IMPROVED))
        self._truth = organisation.truth

    def truth(self, story: Example, team: str, practice: str, index: int) -> float:
        """Where a team stands: as in the example at first, then only as improved."""
        level = self._truth(story, team, practice, 0)
        return level + POINTS / 25.0 * (index == 1 and practice in self.improved)


def rung(story: Story, base: Example, team: str, practice: str, index: int) -> int:
    """What a meeting that sees the truth would agree on."""
    return int(story.truth(base, team, practice, index) + 0.5)


def responses(wave: Wave, story: Example, index: int) -> Iterator[Response]:
    """Everybody's answers, as the example's people give them."""
    for person in story.years[index].people:
        instrument = wave.instrument_for(person.group)
        if instrument is None or takes_part(story, person, index) == "no":
            continue
        asked = list(instrument.questions())
        given = answers(
            story,
            person,
            index,
            {q.code: tuple(t.practice for t in q.targets) for q in asked},
            {
                q.code: tuple((c.code, c.value, c.missing) for c in q.choices)
                for q in asked
            },
        )
        yield Response(
            "local",
            f"{person.person}-{wave.id}",
            wave.survey,
            wave.id,
            wave.fingerprint,
            person.group,
            person.team,
            person.person,
            person.partner,
            "en",
            "complete",
            False,
            1,
            None,
            given,
        )


def numbered(people: Sequence[PersonScores]) -> dict[str, int]:
    keys = sorted({numbering_key(one) for one in people})
    return {key: place for place, key in enumerate(keys, 1)}


def year_later(waves: Sequence[Wave], story: Example) -> list[Edition]:
    """The editions of both waves."""
    first = person_scores(waves[0], responses(waves[0], story, 0))
    made = release(waves[0], first, (), None, 1)
    before = Before(waves[0], made.edition, first, numbered(first))
    second = person_scores(waves[1], responses(waves[1], story, 1))
    told = release(waves[1], second, made.ledger, made.edition, 1, None, before)
    return [made.edition, told.edition]


def moved(wave: Wave, improved: frozenset[str]) -> dict[str, float]:
    """Every node's true change, in points of 100: a whole moves with its parts."""
    true: dict[str, float] = {}
    for node in reversed(wave.nodes):
        if node.kind == "practice":
            hit = improved & {node.ref, *node.same}
            true[node.ref] = POINTS if hit else 0.0
        else:
            below = [one for one in wave.nodes if one.parent == node.ref]
            weight = sum(one.weight for one in below)
            true[node.ref] = (
                sum(one.weight * true[one.ref] for one in below) / weight
                if weight
                else 0.0
            )
    return true


def pages(baseline: Baseline) -> Iterator[tuple[str, list[RollUp]]]:
    """Which views of which groups each page tells the changes of."""
    reading = Reading(baseline, baseline.waves[-1])
    views = [view for view, _ in reading.views()]
    yield "portfolio", [RollUp(view, ORGANISATION, own=False) for view in views]
    for team in reading.wave.teams:
        rolls = [reading.roll_up(view, team.id) for view in views]
        yield "team", [roll for roll in rolls if roll is not None]


def told(baseline: Baseline, rolls: Sequence[RollUp]) -> dict[tuple[str, str], Change]:
    """The changes of one page, at the level it tells them."""
    reading = Reading(baseline, baseline.waves[-1])
    found = {}
    for roll in rolls:
        few = reading.leads_with_dimensions(roll.view, roll.group)
        nodes = reading.dimensions() if few else reading.subjects
        for node in nodes:
            key = CellKey(roll.view, node.ref, roll.group)
            change = baseline.editions[reading.wave.id].changes.get(key)
            if change is not None:
                found[roll.view, node.ref] = change
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=40)
    given = arguments.parse_args()
    reading = read(ROOT)
    waves = [reading.today("2025"), reading.today("2026")]
    today = reading.folder.organisation
    asked = [q for i in waves[1].instruments for q in i.questions()]
    practices = {target.practice for question in asked for target in question.targets}
    counts: dict[str, list[Counter[str]]] = {}
    rungs: list[int] = []
    for run in range(given.runs):
        base = example("typical", [(w.id, today) for w in waves], f"run-{run}")
        story = Story(base, sorted(practices))
        organisation.truth = story.truth
        try:
            editions = year_later(waves, base)
        finally:
            organisation.truth = story._truth
        true = moved(waves[1], story.improved)
        baseline = Baseline(
            "en",
            tuple(reading.project.frameworks.values()),
            tuple(waves),
            {w.id: e for w, e in zip(waves, editions, strict=True)},
            {},
        )
        for kind, rolls in pages(baseline):
            changes = told(baseline, rolls)
            together = clear_changes(changes)
            seen: Counter[str] = Counter(pages=1, told=len(changes))
            for key, change in changes.items():
                up = true[key[1]] > 0
                seen["improved"] += up
                for name, clear in (
                    ("alone", change.clear),
                    ("together", key in together),
                ):
                    right = up and change.value > 0
                    seen[f"{name}-{'right' if right else 'false'}"] += clear
            counts.setdefault(kind, []).append(seen)
        for team in waves[1].teams:
            rose = {
                practice
                for practice in story.improved
                if rung(story, base, team.id, practice, 1)
                > rung(story, base, team.id, practice, 0)
            }
            rungs.append(len(rose))
    print(
        f"a team's own statement: {sum(rungs) / len(rungs):.1f} of {IMPROVED} "
        "practices stand on a higher rung, if its meeting sees the truth"
    )
    for kind, found in counts.items():
        n = len(found)

        def mean(name: str, found: list[Counter[str]] = found, n: int = n) -> float:
            return sum(one[name] for one in found) / n

        print(f"{kind}: {n} pages of {given.runs} runs, a page on average")
        print(
            f"  changes told {mean('told'):.1f}, "
            f"of them truly up {mean('improved'):.1f}"
        )
        for name in ("alone", "together"):
            silent = sum(not one[f"{name}-right"] for one in found) / n
            wrong = sum(one[f"{name}-false"] > 0 for one in found) / n
            print(
                f"  {name:8s}: clear and right {mean(f'{name}-right'):.2f} (median "
                f"{median(one[f'{name}-right'] for one in found):g}), clear and false "
                f"{mean(f'{name}-false'):.2f}; silent {silent:.0%}, "
                f"with a false one {wrong:.0%}"
            )


if __name__ == "__main__":
    main()
