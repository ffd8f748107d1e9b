"""P1, P3 and P13: scoring the newest wave, releasing it and building the site (CPU).

P1: 1,000 teams, 30 respondents each, 60 items behind 20 practices, one view, one wave,
a statement of each team, one language. P13: the same teams and people in three views,
120 items behind 40 practices, three waves of which two are there as editions. P3: P1
with 2,000 teams. P2: P1 built again after one team's statement has changed. The
yardstick is `mkdocs build` of 1,000 empty pages. Each job is a process of its own;
reported are medians.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests"), str(ROOT)]

from bench_gate import cpu, statement  # noqa: E402
from bench_scoring import CODES, WEIGHTS, workload  # noqa: E402
from samples import ASSESSMENT, ladder, small_survey, small_wave  # noqa: E402

from generator.disclosure import release  # noqa: E402
from generator.model.edition import Edition  # noqa: E402
from generator.model.framework import Framework  # noqa: E402
from generator.model.instrument import Wave  # noqa: E402
from generator.model.page import Baseline  # noqa: E402
from generator.model.response import Response  # noqa: E402
from generator.pages.baseline import planned_pages  # noqa: E402
from generator.scoring import person_scores  # noqa: E402
from generator.store.editions import edition_digest  # noqa: E402
from generator.website.build import build_site  # noqa: E402

JOBS = {"P1": (1000, 1, 20, 1), "P13": (1000, 3, 40, 3), "P3": (2000, 1, 20, 1)}
"""Teams, views, practices, waves."""

PEOPLE = 30
"""Respondents of a team, over all views."""


def framework(practices: int) -> Framework:
    """One framework with four practices to a dimension."""
    return Framework.model_validate(
        {
            "schema": 1,
            "id": "seven-habits",
            "version": "1.0.0",
            "released": "2025-01-31",
            "title": "Seven Habits",
            "summary": "Habits in short.",
            "languages": ["en"],
            "licence": "CC BY 4.0",
            "attribution": [{"title": "Habits", "authors": "T. Author", "year": 2021}],
            "lens": {"id": "operational", "title": "Operational"},
            "ladder": [
                {"n": n, "title": f"Rung {n}", "short": f"R{n}", "descriptor": "So."}
                for n in range(5)
            ],
            "dimensions": [
                {
                    "id": f"habit-{d}",
                    "title": f"Habit {d}",
                    "statement": f"Habit {d}.",
                    "practices": [practice(p) for p in range(4 * d, 4 * d + 4)],
                }
                for d in range(practices // 4)
            ],
        }
    )


def practice(p: int) -> dict[str, object]:
    return {
        "id": f"practice-{p}",
        "title": f"Keep a register of kind {p}",
        "statement": f"The register of kind {p} is looked at every month.",
        "guidance": {},
        "importance": 0.5 + p % 5 / 10,
        "steps": [
            {
                "id": f"practice-{p}-{low}",
                "title": f"Take step {low}",
                "how": "Do it.",
                "from_rung": low,
                "to_rung": low + 1,
                "first": "Write the three newest cases on one page.",
                "evidence": "the page is in the shared folder",
            }
            for low in range(3)
        ],
    }


def waves_of(teams: int, views: int, practices: int, waves: int) -> list[Wave]:
    """The same questions every year, to one or more groups."""
    made = workload(teams, PEOPLE // views, practices, 3 * practices)
    asked = made.instruments[0]
    groups = tuple(small_wave().groups[:views])
    meeting = replace(
        ASSESSMENT,
        ladders=tuple(
            ladder(node.ref, node.title["en"])
            for node in made.nodes
            if node.kind == "practice"
        ),
    )
    size = PEOPLE // views + 5
    whole = replace(
        made,
        groups=groups,
        instruments=(
            *(replace(asked, id=group.id, group=group.id) for group in groups),
            meeting,
        ),
        teams=tuple(
            replace(team, eligible={group.id: size for group in groups})
            for team in made.teams
        ),
    )
    return [
        replace(
            whole,
            id=str(2026 - back),
            title={"en": f"Baseline {2026 - back}"},
            opens=dt.datetime(2026 - back, 3, 1, 23, tzinfo=dt.UTC),
            closes=dt.datetime(2026 - back, 3, 29, 22, tzinfo=dt.UTC),
            reference=back == waves - 1,
        )
        for back in reversed(range(waves))
    ]


def answers(wave: Wave, seed: int) -> list[Response]:
    random = Random(seed)
    codes = [question.code for question in wave.instruments[0].questions()]
    return [
        Response(
            *("local", f"{group.id}-{team.id}-{i}", wave.survey, wave.id),
            wave.fingerprint,
            group.id,
            team.id,
            f"person-{group.id}-{team.id}-{i}",
            f"company-{i % 4}" if group.clusters else "",
            *("en", "complete", False, 1, None),
            dict(zip(codes, random.choices(CODES, WEIGHTS, k=len(codes)), strict=True)),
        )
        for team in wave.teams
        for group in wave.groups
        for i in range(PEOPLE // len(wave.groups))
    ]


def released(wave: Wave, given: list[Response]) -> Edition:
    return release(wave, person_scores(wave, given), (), None, 1).edition


def job(name: str) -> dict[str, float]:
    """Seconds of CPU of one full build, by part, and the peak memory in MB."""
    waves = waves_of(*JOBS[name])
    earlier = {w.id: released(w, answers(w, n)) for n, w in enumerate(waves[:-1])}
    given = answers(waves[-1], 7)
    said = {(w.id, t.id): statement(w, t.id, "Minutes") for w in waves for t in w.teams}
    guidance = (framework(JOBS[name][2]),)
    digests = {wave: edition_digest(edition) for wave, edition in earlier.items()}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
        start = cpu()
        edition = released(waves[-1], given)
        scored = cpu()
        editions = {**earlier, waves[-1].id: edition}
        digests[waves[-1].id] = edition_digest(edition)
        baseline = Baseline(
            "en", guidance, tuple(waves), editions, said, digests=digests
        )
        pages = site(root, baseline)
        done = cpu()
        team = waves[-1].teams[0].id
        other = {**said, (waves[-1].id, team): statement(waves[-1], team, "A list")}
        site(root, replace(baseline, statements=other))
        again = cpu() - done
    return {
        "score and release": scored - start,
        "build": done - scored,
        "all": done - start,
        "again, one statement": again,
        "pages": pages,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def site(root: Path, baseline: Baseline) -> int:
    """Build the whole site; how many pages with results it has."""
    pages = planned_pages(baseline)
    build_site(
        root,
        root / "dist",
        frameworks=baseline.frameworks,
        surveys=[small_survey()],
        waves=baseline.waves,
        stamped=pages,
    )
    return len(pages)


def empty_pages(count: int) -> float:
    """Seconds of CPU of `mkdocs build` with as many empty pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "docs").mkdir()
        (root / "mkdocs.yml").write_text(
            "site_name: x\nplugins: []\nnav: [index.md]\n", encoding="utf-8"
        )
        for name in ("index", *(f"page-{n}" for n in range(count))):
            (root / "docs" / f"{name}.md").write_text("", encoding="utf-8")
        start = cpu()
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, check=True
        )
        return cpu() - start


def measured(name: str) -> dict[str, float]:
    """One job in a process of its own."""
    run = [sys.executable, __file__, "--job", name]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--job", choices=sorted(JOBS))
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=sorted(JOBS), default=list(JOBS))
    options = parser.parse_args()
    if options.job:
        print(json.dumps(job(options.job)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in options.only}
    empty = []
    start = time.monotonic()
    for _ in range(options.times):
        empty.append(empty_pages(1000))
        for name in options.only:
            runs[name].append(measured(name))
    whole = {name: statistics.median(r["all"] for r in runs[name]) for name in runs}
    yardstick = statistics.median(empty)
    print(f"mkdocs, 1,000 empty pages  {yardstick:6.2f} s CPU")
    for name, found in runs.items():
        teams, views, practices, waves = JOBS[name]
        print(
            f"{name}: {teams:,} teams, views {views}, practices {practices}, "
            f"waves {waves}"
        )
        for part in found[0]:
            print(f"  {part:22} {statistics.median(one[part] for one in found):9.2f}")
    for name, of, target in (("P1", "", 0.8), ("P13", "P1", 3), ("P3", "P1", 2.2)):
        if name in whole and (not of or of in whole):
            against = whole[of] if of else yardstick
            print(
                f"{name} / {of or 'mkdocs'}  {whole[name] / against:.2f} (<= {target})"
            )
    print(f"{options.times} times, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
