"""P14: the gate over a site of 1,000 teams, against building that site (CPU).

1,000 teams, 30 respondents each, the example's own questions in one view, one wave,
one language; 30,000 invited people whose names are looked for. The gate reads the site
anew, then once more unchanged, then after one team's statement has changed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests"), str(ROOT)]

from bench_scoring import answers  # noqa: E402
from samples import both  # noqa: E402

from generator.disclosure import release  # noqa: E402
from generator.model.instrument import Wave, WaveTeam, WaveUnit  # noqa: E402
from generator.model.page import Baseline  # noqa: E402
from generator.model.statement import Statement, StatementEntry  # noqa: E402
from generator.model.survey import Organisation  # noqa: E402
from generator.pages.baseline import planned_pages  # noqa: E402
from generator.pipeline.gate import _written  # noqa: E402
from generator.pipeline.reading import read  # noqa: E402
from generator.scoring import person_scores  # noqa: E402
from generator.store.editions import edition_digest  # noqa: E402
from generator.website.audiences import folders_of  # noqa: E402
from generator.website.build import build_site  # noqa: E402
from generator.website.drawn import Drawn  # noqa: E402
from generator.website.forbidden import forbid, words_of  # noqa: E402
from generator.website.gate import Guard, look  # noqa: E402
from generator.website.known import know, texts_in  # noqa: E402
from generator.website.numerals import truth_of  # noqa: E402


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(
            resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
    )


def invented(n: int) -> str:
    """A name for a number: letters only, as real names are."""
    letters = "".join(chr(97 + n // 17**place % 17) for place in range(5))
    return f"Te{letters}ra"


def many_teams(wave: Wave, teams: int, people: int) -> Wave:
    """The example's wave with one view and many teams."""
    kept = tuple(
        one
        for one in wave.instruments
        if one.mode == "assessment"
        or (one.mode == "survey" and one.group == "practitioner")
    )
    units = max(1, teams // 20)
    return replace(
        wave,
        groups=tuple(g for g in wave.groups if g.id == "practitioner"),
        instruments=tuple(sorted(kept, key=lambda one: one.mode != "survey")),
        units=tuple(
            WaveUnit(f"unit-{u}", both(f"Unit {u}"), "organisation")
            for u in range(units)
        ),
        teams=tuple(
            WaveTeam(
                f"team-{t}",
                both(f"{invented(t)} alliances"),
                f"unit-{t % units}",
                both(""),
                {"practitioner": people + 5},
            )
            for t in range(teams)
        ),
    )


def statement(wave: Wave, team: str, evidence: str) -> Statement:
    assessment = wave.assessment()
    ladders = assessment.ladders if assessment else ()
    return Statement(
        wave.survey,
        wave.id,
        wave.fingerprint,
        team,
        "team",
        4,
        "to see where we stand",
        tuple(
            StatementEntry(one.practice, "agreed", n % 4, evidence, "", None, None)
            for n, one in enumerate(ladders)
        ),
        1,
        wave.closes - dt.timedelta(days=3),
    )


def guard_for(
    baseline: Baseline, released: object, manifest: Drawn, people: int
) -> Guard:
    reading = read(ROOT)
    folders = folders_of(
        baseline.waves, Organisation.model_validate({"schema": 1, "teams": []})
    )
    teams = [t.name["en"] for t in baseline.waves[0].teams]
    own: dict[str, list[Statement]] = {"leaders": list(baseline.statements.values())}
    for (_, team), said in baseline.statements.items():
        own[f"teams/{team}"] = [said]
    return Guard(
        survey=baseline.waves[0].survey,
        folders=folders,
        truth=truth_of(baseline),
        ledger=released.ledger,  # type: ignore[attr-defined]
        people={},
        manifest=manifest,
        forbidden=forbid(
            names=[f"{invented(n % 977)}a Be{invented(n)}" for n in range(people)],
            addresses=[f"nadja{n}@mail.example" for n in range(people)],
            teams=teams,
        ),
        may_name={
            "leaders": frozenset(map(words_of, teams)),
            **{
                f"teams/{t.id}": frozenset({words_of(t.name["en"])})
                for t in baseline.waves[0].teams
            },
        },
        known=know([*_written(reading.project, reading), *texts_in(baseline.waves)]),
        own={path: know(texts_in(said), bare=True) for path, said in own.items()},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    reading = read(ROOT)
    wave = many_teams(reading.today("2026"), options.teams, options.people)
    scores = person_scores(wave, answers(wave, options.people))
    released = release(wave, scores, (), None, 1)
    said = {
        (wave.id, team.id): statement(wave, team.id, "Page of the last quarter, 2026")
        for team in wave.teams
    }
    frameworks = tuple(reading.project.frameworks.values())
    baseline = Baseline("en", frameworks, (wave,), {wave.id: released.edition}, said)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())

        def built(of: Baseline) -> tuple[float, Drawn]:
            start = cpu()
            digests = {one: edition_digest(e) for one, e in of.editions.items()}
            build_site(
                root,
                root / "dist",
                frameworks=frameworks,
                surveys=[reading.survey],
                waves=[wave],
                stamped=planned_pages(replace(of, digests=digests)),
            )
            return cpu() - start, Drawn(root / "build" / "cells")

        full, manifest = built(baseline)
        guard = guard_for(baseline, released, manifest, options.teams * options.people)
        kept = root / "gate.json"
        first, again = [], []
        for _ in range(options.times):
            kept.unlink(missing_ok=True)
            start = cpu()
            found, files = look(root / "dist", guard, kept=kept)
            first.append(cpu() - start)
            start = cpu()
            look(root / "dist", guard, kept=kept)
            again.append(cpu() - start)
        print(f"{files:,} files, {len(found)} findings")
        for problem in found[:5]:
            print(problem)
        team = wave.teams[0].id
        other = statement(wave, team, "Minutes of 14 meetings")
        changed = replace(baseline, statements={**said, (wave.id, team): other})
        small, manifest = built(changed)
        guard = guard_for(changed, released, manifest, options.teams * options.people)
        start, moment = cpu(), time.monotonic()
        found, files = look(root / "dist", guard, kept=kept)
        after, wall = cpu() - start, time.monotonic() - moment
        print(f"build               {full:6.2f} s CPU")
        whole = statistics.median(first)
        print(
            f"gate, everything    {whole:6.2f} s CPU, {whole / full:.2f} of the build"
        )
        print(f"gate, nothing new   {statistics.median(again):6.2f} s CPU")
        print(f"one statement:      build {small:.2f} s CPU")
        print(
            f"gate after it       {after:6.2f} s CPU, {wall:.2f} s, {files} files read"
        )
        print(f"findings            {len(found)}")


if __name__ == "__main__":
    main()
