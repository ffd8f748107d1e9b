"""P7: scoring and releasing 1.8 million answers, whole process CPU.

1,000 teams, 30 respondents each, 60 items behind 20 practices, one view, one wave.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from samples import both, node, question, small_wave  # noqa: E402

from generator.disclosure import release  # noqa: E402
from generator.model.instrument import Wave, WaveTeam, WaveUnit  # noqa: E402
from generator.model.response import Response  # noqa: E402
from generator.scoring import person_scores  # noqa: E402

CODES = ("0", "1", "2", "3", "4", "NA", "DK", "")
WEIGHTS = (10, 15, 25, 25, 17, 2, 3, 3)


def workload(teams: int, people: int, practices: int, items: int) -> Wave:
    wave = small_wave()
    nodes = [node("seven-habits", "framework", None, "Seven Habits")]
    asked = []
    for d in range(practices // 4):
        habit = f"seven-habits:habit-{d}"
        nodes.append(node(habit, "dimension", "seven-habits", habit))
        for p in range(4 * d, 4 * d + 4):
            ref = f"seven-habits:practice-{p}"
            nodes.append(node(ref, "practice", habit, ref))
            asked += [question(f"Q{p}I{i}", ref) for i in range(items // practices)]
    first = wave.instruments[0]
    page = replace(first.pages[0], questions=tuple(asked))
    units = max(1, teams // 20)
    return replace(
        wave,
        groups=wave.groups[:1],
        instruments=(replace(first, pages=(page,)),),
        nodes=tuple(nodes),
        units=tuple(
            WaveUnit(f"unit-{u}", both(f"Unit {u}"), "organisation")
            for u in range(units)
        ),
        teams=tuple(
            WaveTeam(
                f"team-{t}",
                both(f"Team {t}"),
                f"unit-{t % units}",
                both(""),
                {"practitioner": people + 5},
            )
            for t in range(teams)
        ),
    )


def answers(wave: Wave, people: int) -> list[Response]:
    random = Random(7)
    codes = [question.code for question in wave.instruments[0].questions()]
    return [
        Response(
            "local",
            f"{team.id}-{i}",
            wave.survey,
            wave.id,
            wave.fingerprint,
            "practitioner",
            team.id,
            f"person-{team.id}-{i}",
            "",
            "en",
            "complete",
            False,
            1,
            None,
            dict(zip(codes, random.choices(CODES, WEIGHTS, k=len(codes)), strict=True)),
        )
        for team in wave.teams
        for i in range(people)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--people", type=int, default=30)
    options = parser.parse_args()
    wave = workload(options.teams, options.people, 20, 60)
    responses = answers(wave, options.people)
    given = sum(len(response.answers) for response in responses)
    start = time.process_time()
    scores = person_scores(wave, responses)
    scored = time.process_time()
    released = release(wave, scores, (), None, 1)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{given:,} answers of {len(responses):,} people in {len(wave.teams):,} teams"
    )
    print(f"person scores  {scored - start:6.2f} s CPU")
    cells = len(released.edition.cells)
    print(f"release        {done - scored:6.2f} s CPU, {cells:,} cells")
    print(f"peak memory    {peak:6.0f} MB, with the answers")


if __name__ == "__main__":
    main()
