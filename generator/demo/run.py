"""The whole job for an example organisation, on the same path as a real one."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import __version__
from generator.backends.base import Invited
from generator.backends.local.app import collector_app
from generator.backends.local.serve import hosted
from generator.demo.meetings import hold_meetings
from generator.demo.organisation import (
    Example,
    Year,
    answers,
    example,
    takes_part,
)
from generator.demo.respondents import Visit, answer_all
from generator.errors import refuse
from generator.model.instrument import Instrument, Wave
from generator.model.people import Person
from generator.model.survey import Organisation, WavePlan
from generator.pipeline.fielding import close, field, freeze, people_of
from generator.pipeline.places import Places
from generator.pipeline.reading import read
from generator.pipeline.results import collect, release
from generator.pipeline.site import build
from generator.sources.project import load_project
from generator.store.keys import site_key, survey_key
from generator.website.engine import engine_version
from generator.website.files import tree_digest

INPUTS = ("frameworks", "surveys", "site_src", "mkdocs.yml")
"""What of a project the example is made from."""

DEMO_KEY = hashlib.sha256(b"practice-baseline demo key").digest()
"""A fixed key: the example holds nobody's data, and must come out the same twice."""

RECORD = "demo.json"

Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demonstration made."""

    fresh: bool
    """False where nothing had changed since the last time."""
    respondents: int
    """People who sent at least one page."""
    form_pages: int
    """Form pages sent and acknowledged."""
    statements: int
    playbook_pages: int
    baseline_pages: int
    seconds: float
    index: Path
    """The file to open."""


def demo(
    root: Path,
    *,
    large: bool = False,
    out: Path | None = None,
    announce: Announce = lambda _message: None,
    commands: str = "",
) -> DemoReport:
    """Do the whole job for an example organisation, or nothing if nothing changed.

    Args:
        root: the project whose frameworks and survey are used; nothing of it but
            `build/` and `dist/` is written.
        large: fourteen teams in three units instead of three teams of four.
        out: where the site goes; `root/dist` where not given.
        announce: told what is being done, a line at a time.
        commands: the reference of the commands, for the manual.
    """
    started = time.monotonic()
    out = out or root / "dist"
    folder = root / "build" / ("demo-large" if large else "demo")
    record = folder / RECORD
    mark = fingerprint(root, large=large)
    kept = _kept(record, mark, out)
    if kept is not None:
        return kept
    work = folder / "project"
    survey = _copy_inputs(root, work)
    story = _example(root, work, survey, large=large)
    _forget_last_time(work, survey)
    sent = respondents = meetings = 0
    for index in range(len(story.years)):
        people, pages, held = _hold_wave(work, survey, story, index, announce)
        respondents += people
        sent += pages
        meetings += held
    announce("building the site")
    report = build(work, out=out, commands=commands)
    done = DemoReport(
        fresh=True,
        respondents=respondents,
        form_pages=sent,
        statements=meetings,
        playbook_pages=report.pages,
        baseline_pages=report.stamped,
        seconds=time.monotonic() - started,
        index=index_of(out),
    )
    _remember(record, mark, out, done)
    return done


def fingerprint(root: Path, *, large: bool) -> str:
    """SHA-256 of everything the example depends on: files, code, versions."""
    digest = hashlib.sha256(
        f"{__version__} {sys.version_info[:2]} {engine_version('mkdocs')} "
        f"{large}".encode()
    )
    code = Path(__file__).parents[1]
    for path in _files([root / name for name in INPUTS], root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in _files([code], code):
        digest.update(path.relative_to(code).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def refresh(root: Path, *, large: bool = False, commands: str = "") -> None:
    """Build the example's site again from changed texts, without asking anybody."""
    work = root / "build" / ("demo-large" if large else "demo") / "project"
    for name in INPUTS:
        if name != "surveys":
            _copy(root / name, work / name)
    build(work, out=root / "dist", commands=commands)


def index_of(out: Path) -> Path:
    """The page to open first."""
    return out / "index.html"


def _files(places: Sequence[Path], root: Path) -> Iterator[Path]:
    for place in places:
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        for path in found:
            parts = path.relative_to(root).parts
            hidden = any(part.startswith(".") for part in parts)
            if path.is_file() and "__pycache__" not in parts and not hidden:
                yield path


def _kept(record: Path, mark: str, out: Path) -> DemoReport | None:
    """The last report, if nothing changed and the site is still as it was left."""
    try:
        kept = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if kept.get("inputs") != mark or not out.is_dir():
        return None
    if kept.get("site") != tree_digest(out):
        return None
    return DemoReport(fresh=False, index=index_of(out), **kept["report"])


def _remember(record: Path, mark: str, out: Path, done: DemoReport) -> None:
    report = {
        "respondents": done.respondents,
        "form_pages": done.form_pages,
        "statements": done.statements,
        "playbook_pages": done.playbook_pages,
        "baseline_pages": done.baseline_pages,
        "seconds": done.seconds,
    }
    text = json.dumps(
        {"inputs": mark, "report": report, "site": tree_digest(out)}, sort_keys=True
    )
    fresh = record.with_suffix(".new")
    fresh.write_text(text + "\n", encoding="utf-8", newline="\n")
    fresh.replace(record)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("waves", ".*"))
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _copy_inputs(root: Path, work: Path) -> str:
    """Copy the project's inputs and say which survey they hold."""
    project = load_project(root)
    if not project.surveys:
        raise refuse(
            "survey-missing",
            "this project has no survey",
            "run the demonstration in the folder of Practice Baseline itself",
        )
    for name in INPUTS:
        _copy(root / name, work / name)
    return next(iter(project.surveys))


def _forget_last_time(work: Path, survey: str) -> None:
    shutil.rmtree(work / "var", ignore_errors=True)
    shutil.rmtree(work / "surveys" / survey / "waves", ignore_errors=True)


def _example(root: Path, work: Path, survey: str, *, large: bool) -> Example:
    project = load_project(root)
    waves = [plan.id for plan in _in_time(project.surveys[survey].survey.waves)]
    today = project.surveys[survey].organisation
    if not large:
        return example("typical", [(wave, today) for wave in waves], "meridian")
    years: list[tuple[str, Organisation]] = []
    for number, wave in enumerate(waves):
        name = "large-first.yaml" if number == 0 else "large-second.yaml"
        _use_teams(work, survey, Path(__file__).with_name(name))
        years.append((wave, load_project(work).surveys[survey].organisation))
    return example("large", years, "meridian-large")


def _in_time(plans: Sequence[WavePlan]) -> list[WavePlan]:
    return sorted(plans, key=lambda plan: plan.opens)


def _use_teams(work: Path, survey: str, source: Path) -> None:
    shutil.copyfile(source, work / "surveys" / survey / "teams.yaml")


def _hold_wave(
    work: Path, survey: str, story: Example, index: int, announce: Announce
) -> tuple[int, int, int]:
    """One wave from freezing to release; people, pages sent, meetings held."""
    year = story.years[index]
    if story.name == "large":
        name = "large-first.yaml" if index == 0 else "large-second.yaml"
        _use_teams(work, survey, Path(__file__).with_name(name))
    survey_key(work / "var", survey, fixed=DEMO_KEY)
    site_key(work / "var", fixed=DEMO_KEY)
    announce(f"wave {year.wave}: compiling and freezing")
    wave, _ = freeze(read(work, survey), year.wave)
    reading = read(work, survey)
    moment = wave.opens + dt.timedelta(days=7)
    listed = people_of(reading, _people_file(Places(work), survey, year))
    app = collector_app(wave, Places(work).inbox(survey, wave.id), now=lambda: moment)
    with hosted(app) as address:
        plan = field(reading, wave.id, listed, address, now=lambda: moment)
        announce(
            f"wave {wave.id}: {len(plan.invited)} people invited; "
            "letting them answer over HTTP"
        )
        outcomes = answer_all(_visits(story, index, wave, listed, plan.invited))
    sent = sum(outcome.pages for outcome in outcomes)
    announce(f"wave {wave.id}: {len(outcomes)} people sent {sent} pages")
    held = hold_meetings(reading, story, index, moment)
    announce(f"wave {wave.id}: {held} teams recorded their own assessment")
    close(reading, wave.id, lambda: wave.closes)
    collected = collect(reading, wave.id, now=lambda: wave.closes)
    if collected.problems:
        raise refuse("demo-answers-refused", str(collected.problems[0]))
    decided = release(reading, wave.id, lambda: wave.closes)
    announce(
        f"wave {wave.id}: {collected.new} responses collected; {decided.shown} values "
        f"released, {decided.hidden} hidden"
    )
    return len(outcomes), sent, held


def _people_file(places: Places, survey: str, year: Year) -> Path:
    """The people list as an office would keep it."""
    path = places.var / "people" / f"{survey}-{year.wave}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("person", "name", "email", "language", "group", "team", "partner")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(names)
        writer.writerows(
            [getattr(each, name) for name in names] for each in year.people
        )
    path.chmod(0o600)
    path.parent.chmod(0o700)
    return path


def _visits(
    story: Example,
    index: int,
    wave: Wave,
    people: Sequence[Person],
    invited: Sequence[Invited],
) -> list[Visit]:
    links = {(each.email, each.team): each.link for each in invited}
    visits = []
    for person in people:
        fate = takes_part(story, person, index)
        if fate == "no":
            continue
        instrument = wave.instrument_for(person.group)
        if instrument is None:
            continue
        practices, choices = _asked(instrument)
        visits.append(
            Visit(
                links[person.email, person.team],
                answers(story, person, index, practices, choices),
                fate,
            )
        )
    return visits


def _asked(
    instrument: Instrument,
) -> tuple[
    dict[str, tuple[str, ...]],
    dict[str, tuple[tuple[str, float | None, str | None], ...]],
]:
    """Question code to practices, and to the options a person may choose."""
    practices: dict[str, tuple[str, ...]] = {}
    choices: dict[str, tuple[tuple[str, float | None, str | None], ...]] = {}
    for question in instrument.questions():
        practices[question.code] = tuple(target.practice for target in question.targets)
        choices[question.code] = tuple(
            (choice.code, choice.value, choice.missing) for choice in question.choices
        )
    return practices, choices
