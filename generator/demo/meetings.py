"""Simulated meetings: each team records its assessment through the real page."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

import httpx

from generator.backends.local.serve import hosted
from generator.demo.organisation import Example, truth
from generator.demo.respondents import read_forms
from generator.errors import refuse
from generator.model.instrument import Ladder
from generator.pipeline.meeting import agenda
from generator.pipeline.reading import Reading

LANGUAGE = "en"


def hold_meetings(
    reading: Reading, story: Example, index: int, moment: dt.datetime
) -> int:
    """Let every team of one wave assess itself and sign off; how many did."""
    wave = reading.frozen(story.years[index].wave)
    if wave.assessment() is None:
        return 0
    for team in wave.teams:
        held = agenda(reading, team.id, wave=wave.id, now=lambda: moment)
        with (
            hosted(held.app) as address,
            httpx.Client(
                base_url=address, timeout=30, trust_env=False, follow_redirects=True
            ) as client,
        ):
            _send(client, f"/{LANGUAGE}/start", _opening(team.eligible))
            for number, ladder in enumerate(held.ladders, start=1):
                entry = _entry(story, team.id, ladder, index, moment)
                _send(client, f"/{LANGUAGE}/practice/{number}", entry)
            _send(
                client,
                f"/{LANGUAGE}/sign-off",
                {"agree_purpose": "yes", "agree_statement": "yes"},
            )
    return len(wave.teams)


def _send(client: httpx.Client, path: str, values: Mapping[str, str]) -> None:
    """Open a page, keep what its form holds, put the values in, send it."""
    page = client.get(path)
    page.raise_for_status()
    for form in read_forms(page.text):
        known = {*form.choices, *form.texts, *(name for name, _ in form.hidden)}
        if not known & set(values):
            continue
        data = {**dict(form.hidden), **form.texts, **values}
        client.post(form.action or path, data=data).raise_for_status()
        return
    raise refuse(
        "demo-form-missing",
        f"the page {path} of the assessment has no form for {', '.join(values)}",
        "this is a fault of the program; please report it",
    )


def _opening(eligible: Mapping[str, int]) -> dict[str, str]:
    """At least three people are in the room; otherwise the unit assesses."""
    present = eligible.get("practitioner", 3)
    by = "team" if present >= 3 else "unit"
    return {"assessed_by": by, "present": str(max(present, 3)), "agree": "yes"}


def _entry(
    story: Example, team: str, ladder: Ladder, index: int, moment: dt.datetime
) -> dict[str, str]:
    """What a team says about one practice: close to the truth, a little kind."""
    draw = random.Random(f"{story.seed}|{team}|{ladder.practice}|meeting")  # noqa: S311
    fate = draw.random()
    if fate < 0.02 and index == 0:
        return {"answer": "not_agreed", "evidence": "", "next_step": ""}
    top = ladder.rungs[-1].n
    rung = min(top, int(truth(story, team, ladder.practice, index) + 0.5))
    here = next(each for each in ladder.rungs if each.n == rung)
    values = {"answer": str(rung), "evidence": "", "next_step": ""}
    if rung and here.evidence and draw.random() < 0.8:
        values["evidence"] = here.evidence[0].get(LANGUAGE, "")
    if rung < top and draw.random() < 0.4:
        goal = next(each for each in ladder.rungs if each.n == rung + 1)
        values["next_step"] = f"Reach “{goal.title.get(LANGUAGE, '')}”"
        values["target_rung"] = str(rung + 1)
        values["target_date"] = (moment + dt.timedelta(days=180)).date().isoformat()
    return values
