"""P7: scoring 1.8 and 18 million answers against pandas; releasing 1.8 million.

1,000 teams, 30 respondents each, 60 items behind 20 practices, one view, one wave; ten
times the teams for 18 million. Two commands run in turn, CPU seconds of the whole
process without making up the answers, which both start from. Both must find the same
scores. pandas does less: it neither counts people once nor looks for signs of answers
given without reading.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
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

TARGETS = {1: 1.0, 10: 0.5}
"""Times as many teams, and what our CPU may be of that of pandas."""

NEEDED = 8.0
"""GiB that 18 million answers and their scores take, with room to spare."""

OURS = """
import math, sys, time
from generator.scoring import person_scores
ready = time.process_time()
from bench_scoring import answers, workload
teams, people = map(int, sys.argv[1:])
wave = workload(teams, people, 20, 60)
responses = answers(wave, people)
start = time.process_time()
scored = person_scores(wave, responses)
print(ready + time.process_time() - start)
found = [score for person in scored for score in person.scores.values()]
print(len(found), round(math.fsum(found), 3))
"""
THEIRS = """
import math, sys, time
import pandas
ready = time.process_time()
from bench_scoring import answers, workload
teams, people = map(int, sys.argv[1:])
responses = answers(workload(teams, people, 20, 60), people)
worth = {str(n): 25.0 * n for n in range(5)}
start = time.process_time()
frame = pandas.DataFrame([response.answers for response in responses])
points = frame.apply(lambda column: column.map(worth))
applies = frame.ne("NA")
scores = {}
practices = frame.columns.str.split("I").str[0]
for practice, codes in frame.columns.groupby(practices).items():
    given = points[codes].notna().sum(axis=1)
    enough = 2 * given >= applies[codes].sum(axis=1)
    scores[practice] = points[codes].mean(axis=1).where(enough)
scored = pandas.DataFrame(scores)
print(ready + time.process_time() - start)
found = scored.stack().dropna().tolist()
print(len(found), round(math.fsum(found), 3))
"""

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


def run(code: str, teams: int, people: int) -> tuple[float, str]:
    """CPU seconds of one way to score, and what it found."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(teams), str(people)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    seconds, found = done.stdout.splitlines()
    return float(seconds), found


def against_pandas(teams: int, people: int, runs: int, target: float) -> None:
    pairs = []
    for _ in range(runs):
        ours, theirs = run(OURS, teams, people), run(THEIRS, teams, people)
        if ours[1] != theirs[1]:
            sys.exit(f"other scores than pandas: {ours[1]}, {theirs[1]}")
        pairs.append((ours[0], theirs[0]))
    ours_s, theirs_s = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(
        f"P7 scoring {teams * people * 60:,} answers, n = {runs}: {ours_s:.2f} s CPU, "
        f"pandas {theirs_s:.2f} s, ratio {ratio:.2f} (target {target})"
    )


def released(teams: int, people: int) -> None:
    """What scoring and releasing take inside one process."""
    wave = workload(teams, people, 20, 60)
    responses = answers(wave, people)
    start = time.process_time()
    scores = person_scores(wave, responses)
    scored = time.process_time()
    done = release(wave, scores, (), None, 1)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"person scores  {scored - start:6.2f} s CPU")
    cells = len(done.edition.cells)
    print(f"release        {end - scored:6.2f} s CPU, {cells:,} cells")
    print(f"peak memory    {peak:6.0f} MB, with the answers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    released(options.teams, options.people)
    against_pandas(options.teams, options.people, options.runs, TARGETS[1])
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    if free < NEEDED:
        print(f"P7 ten times as many: left out, {free:.0f} of {NEEDED:.0f} GiB free")
    else:
        against_pandas(10 * options.teams, options.people, 1, TARGETS[10])


if __name__ == "__main__":
    main()
