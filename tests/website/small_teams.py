"""A project with teams of three and four beside larger ones, comments and a statement.

Practitioners alone are asked. Nothing of the teams of three and four may be shown by
itself; together they are seven.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from example import ROOT

from generator.cli.reference import command_text
from generator.model.instrument import Instrument, Wave
from generator.model.response import Response
from generator.model.statement import Statement, StatementEntry
from generator.pipeline.fielding import freeze
from generator.pipeline.reading import Reading, read
from generator.pipeline.results import release
from generator.pipeline.site import build
from generator.store.comments import Verdict, digest_of, save_verdicts
from generator.store.database import open_store
from generator.store.responses import save_responses
from generator.store.statements import save_statement, sign_off

SIZES = {"oncology": 14, "immunology": 4, "vaccines": 3, "genetics": 12}
TEAMS = """\
schema: 1
units:
  - {id: alliances, name: {en: Alliance management, de: Allianzmanagement}}
  - {id: research, name: {en: Research, de: Forschung}}
teams:
  - id: oncology
    name: {en: Oncology alliances, de: Allianzen Onkologie}
    unit: alliances
    eligible: {practitioner: 14}
  - id: immunology
    name: {en: Immunology alliances, de: Allianzen Immunologie}
    unit: alliances
    eligible: {practitioner: 4}
  - id: vaccines
    name: {en: Vaccine alliances, de: Allianzen Impfstoffe}
    unit: alliances
    eligible: {practitioner: 3}
  - id: genetics
    name: {en: Genetics alliances, de: Allianzen Genetik}
    unit: research
    eligible: {practitioner: 12}
"""
KEEP, CHANGE = "seven-habits:comment-keep", "seven-habits:comment-change"
DROPPED = "Our head of procurement shouts at the partner in every call"
MARKED = "Keep <b>the joint review</b> & its 3 questions: 5 < 6, “always” so"
LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def said(n: int) -> str:
    return f"Please keep the weekly call as it is, remark number {n} of ours"


def small_project(root: Path, comments: str = "verbatim") -> Reading:
    """Frozen and answered, read by a reader, not yet released."""
    for name in ("frameworks", "surveys", "site_src"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    folder = root / "surveys" / "alliance-baseline"
    (folder / "teams.yaml").write_text(TEAMS, encoding="utf-8")
    text = (folder / "survey.yaml").read_text(encoding="utf-8")
    text = text.replace('comments: "off"', f"comments: {comments}")
    asked = "          - seven-habits:most-important\n"
    more = "".join(f"          - {item}\n" for item in (KEEP, CHANGE))
    assert text.count(asked) == 1
    text = text.replace(asked, asked + more)
    (folder / "survey.yaml").write_text(text, encoding="utf-8")
    wave, _ = freeze(read(root), "2025")
    reading = read(root)
    keep = code_of(wave, KEEP)
    with closing(open_store(reading.places.store)) as store:
        save_responses(store, list(_responses(wave)))
        save_verdicts(store, wave.survey, wave.id, _verdicts(keep))
        save_statement(store, _statement(wave))
        sign_off(store, wave.survey, wave.id, "vaccines", wave.closes)
    return reading


def built(root: Path, comments: str = "verbatim") -> Reading:
    """Released and built into `dist/`."""
    reading = small_project(root, comments)
    release(reading, "2025", lambda: LATER)
    build(root, commands=command_text())
    return read(root)


def practitioners(wave: Wave) -> Instrument:
    found = wave.instrument_for("practitioner")
    assert found is not None
    return found


def code_of(wave: Wave, item: str) -> str:
    return next(q.code for q in practitioners(wave).questions() if q.item == item)


def _responses(wave: Wave) -> Iterator[Response]:
    everybody = [(team, n) for team, size in SIZES.items() for n in range(size)]
    keep = code_of(wave, KEEP)
    for place, (team, n) in enumerate(everybody):
        answers = {
            question.code: question.choices[(place + shift) % 4].code
            for shift, question in enumerate(practitioners(wave).questions())
            if question.kind == "choice"
        }
        written = {0: DROPPED, 1: MARKED}.get(place, said(place))
        yield Response(
            backend="local",
            remote_id=f"{team}-{n}",
            survey=wave.survey,
            wave=wave.id,
            wave_fingerprint=wave.fingerprint,
            group="practitioner",
            team=team,
            respondent=f"{team}-p{n}",
            cluster="",
            language="en",
            status="complete",
            late=False,
            revision=1,
            changed_at=None,
            answers={**answers, keep: written},
        )


def _verdicts(keep: str) -> Iterator[Verdict]:
    yield Verdict(keep, digest_of(keep, DROPPED), kept=False, text="")
    yield Verdict(keep, digest_of(keep, MARKED), True, MARKED, "Joint review")
    for place in range(2, sum(SIZES.values())):
        theme = "Weekly call" if place < 20 else "Something else" * (place < 25)
        written = digest_of(keep, said(place))
        yield Verdict(keep, written, True, said(place), theme)


def _statement(wave: Wave) -> Statement:
    assessment = wave.assessment()
    assert assessment is not None
    return Statement(
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        team="vaccines",
        assessed_by="team",
        present=3,
        purpose="To agree what to do next",
        entries=tuple(
            StatementEntry(
                practice=ladder.practice,
                state="agreed",
                rung=n % 4,
                evidence="Shown in the meeting",
                next_step="",
                target_rung=None,
                target_date=None,
            )
            for n, ladder in enumerate(assessment.ladders)
        ),
        revision=0,
        signed_off=None,
    )
