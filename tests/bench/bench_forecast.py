"""The forecast beside the real release, for the example organisations.

At each response rate people are drawn who answer, their answers are generated, scored
and released as of a real wave, and the share of practice cells shown is counted. The
forecast knows none of these answers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from generator.backends.pseudonyms import pseudonym  # noqa: E402
from generator.demo.organisation import Example, answers, example  # noqa: E402
from generator.demo.run import _asked  # noqa: E402
from generator.disclosure import release  # noqa: E402
from generator.disclosure.forecast import ANSWERED, RATES, forecast  # noqa: E402
from generator.model.edition import Shown  # noqa: E402
from generator.model.instrument import Wave  # noqa: E402
from generator.model.response import Response  # noqa: E402
from generator.model.survey import Organisation  # noqa: E402
from generator.pipeline.forecasting import invitees  # noqa: E402
from generator.pipeline.reading import Reading, read  # noqa: E402
from generator.scoring.person import person_scores  # noqa: E402
from generator.sources.project import load_project  # noqa: E402

KEY = bytes(32)
OWN = 0.93
"""Share of the questions the example's people can say something about."""

TOLERANCE = 0.06
"""Points of share between forecast and release, per view and rate."""

Shares = dict[tuple[str, int], float]
"""View and response rate to the share of practice cells shown, over all groups."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100)
    chosen = parser.parse_args()
    started = time.process_time()
    reading = read(ROOT)
    plan = min(reading.survey.waves, key=lambda wave: wave.opens).id
    wave = reading.today(plan)
    story = example("typical", [(plan, organisation_of(reading))], "meridian")
    expected = expect(wave, story)
    print(f"{len(story.years[0].people)} people, {chosen.draws} draws a rate")
    print("view           rate  forecast  released  (sd)   own answers")
    worst = 0.0
    for rate in RATES:
        real = list(drawn(wave, story, rate, chosen.draws, thinned=True))
        talkative = list(drawn(wave, story, rate, chosen.draws, thinned=False))
        for view in [group.id for group in wave.groups]:
            said = [one[view] for one in real]
            own = fmean(one[view] for one in talkative)
            off = expected[view, rate] - fmean(said)
            worst = max(worst, abs(off))
            print(
                f"{view:14} {rate:3} %  {100 * expected[view, rate]:7.1f}  "
                f"{100 * fmean(said):8.1f}  {100 * pstdev(said):4.1f}  "
                f"{100 * own:12.1f}"
            )
            assert abs(off) <= TOLERANCE, (view, rate, off)
            assert own >= expected[view, rate] - TOLERANCE, (view, rate)
    spent = time.process_time() - started
    print(f"largest difference {100 * worst:.1f} points; {spent:.0f} s CPU")


def organisation_of(reading: Reading) -> Organisation:
    return load_project(ROOT).surveys[reading.survey.id].organisation


def expect(wave: Wave, story: Example) -> Shares:
    """Mean share of the practices asked, over every group of a view."""
    found: dict[tuple[str, int], list[float]] = {}
    for one in forecast(wave, invitees(wave, story.years[0].people), draws=200):
        found.setdefault((one.view, one.rate), []).append(one.shown)
    return {key: fmean(shares) for key, shares in found.items()}


def drawn(
    wave: Wave, story: Example, rate: int, draws: int, *, thinned: bool
) -> Iterator[dict[str, float]]:
    """Share shown of each view in every draw of a real release."""
    for draw in range(draws):
        random = Random(f"{rate} {draw} forecast beside release")
        people = person_scores(
            wave, responses(wave, story, rate, random, thinned=thinned)
        )
        cells = release(wave, people, (), None, 1).edition.cells
        practices = {node.ref for node in wave.nodes if node.kind == "practice"}
        groups = set(wave.parents())
        shown: dict[tuple[str, str], list[bool]] = {}
        for key, cell in cells.items():
            if key.node in practices and key.group in groups:
                place = (key.view, key.group)
                shown.setdefault(place, []).append(isinstance(cell, Shown))
        yield {
            view.id: fmean(
                fmean(one) for place, one in shown.items() if place[0] == view.id
            )
            for view in wave.groups
        }


def responses(
    wave: Wave, story: Example, rate: int, random: Random, *, thinned: bool
) -> Iterator[Response]:
    """The answers of those who are drawn, as the collector would hold them.

    Where they are thinned, everybody can say something about as many practices as the
    forecast assumes; else as many as the example's people do.
    """
    for person in story.years[0].people:
        instrument = wave.instrument_for(person.group)
        if instrument is None or 100 * random.random() >= rate:
            continue
        practices, choices = _asked(instrument)
        given = answers(story, person, 0, practices, choices)
        if thinned:
            given = without_some(given, practices, random)
        yield Response(
            backend="local",
            remote_id=person.person,
            survey=wave.survey,
            wave=wave.id,
            wave_fingerprint=wave.fingerprint,
            group=person.group,
            team=person.team,
            respondent=pseudonym(KEY, person.person),
            cluster=person.partner.casefold(),
            language="en",
            status="complete",
            late=False,
            revision=1,
            changed_at=None,
            answers=given,
        )


def without_some(
    given: Mapping[str, str], practices: Mapping[str, tuple[str, ...]], random: Random
) -> dict[str, str]:
    """Answers without those to some practices, as many as the forecast assumes."""
    asked = sorted({practices[code] for code in practices if practices[code]})
    gone = {about for about in asked if random.random() >= ANSWERED / OWN}
    return {code: said for code, said in given.items() if practices[code] not in gone}


if __name__ == "__main__":
    main()
