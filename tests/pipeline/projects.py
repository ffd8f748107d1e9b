"""A whole project on disk, with the small wave frozen and people who answer it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx
from samples import COMMENT, small_wave

from generator.backends.base import Invited
from generator.backends.local.app import collector_app
from generator.backends.local.serve import hosted
from generator.backends.mailmerge import read_mail_merge
from generator.demo.respondents import Visit, answer
from generator.instruments.compile import wave_fingerprint
from generator.model.instrument import Wave
from generator.model.people import Person
from generator.pipeline.fielding import field
from generator.pipeline.reading import Reading, read
from generator.sources.wavefile import WAVE_FILE, write_wave

ROOT = Path(__file__).parents[2]
SURVEY = "alliance-baseline"
OPEN = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
CLOSED = dt.datetime(2026, 4, 10, 9, 30, tzinfo=dt.UTC)
LONG_AFTER = dt.datetime(2029, 4, 10, 9, 30, tzinfo=dt.UTC)
URL = "https://form.example"
SCALE = {f"Q{n}": "3" for n in range(1, 6)}


def at(moment: dt.datetime) -> Callable[[], dt.datetime]:
    return lambda: moment


def with_fingerprint(wave: Wave) -> Wave:
    return dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))


def with_privacy(wave: Wave, **changed: object) -> Wave:
    privacy = dataclasses.replace(wave.privacy, **changed)  # type: ignore[arg-type]
    return with_fingerprint(dataclasses.replace(wave, privacy=privacy))


def new_project(folder: Path, *waves: Wave) -> Path:
    """A project whose frozen waves are the given ones."""
    for name in ("frameworks", "surveys", "site_src"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for wave in waves or (with_fingerprint(small_wave()),):
        write_wave(folder / "surveys" / SURVEY / "waves" / wave.id / WAVE_FILE, wave)
    return folder


def somebody(n: int, **changed: str) -> Person:
    given = Person(
        person="",
        name=f"Nadja Beispiel{n}",
        email=f"nadja{n}@mail.example",
        language="en",
        group="stakeholder",
        team="oncology",
        partner="",
    )
    return dataclasses.replace(given, **changed)


def invite(reading: Reading, people: Sequence[Person], wave: str = "2026") -> None:
    field(reading, wave, people, URL, now=at(OPEN))


def invited(reading: Reading, wave: str = "2026") -> list[Invited]:
    return read_mail_merge(reading.places.invitations(SURVEY, wave))


def respond(
    reading: Reading,
    answers: Mapping[str, Mapping[str, str]],
    wave: str = "2026",
    moment: dt.datetime = OPEN,
    partial: frozenset[str] = frozenset(),
) -> None:
    """Everybody with answers opens the link over HTTP and sends them.

    Args:
        reading: the survey.
        answers: what each person answers, by e-mail address.
        wave: which wave.
        moment: what the collector takes for now.
        partial: who breaks off after two pages.
    """
    frozen = reading.frozen(wave)
    app = collector_app(frozen, reading.places.inbox(SURVEY, wave), now=at(moment))
    links = {one.email: one.link for one in invited(reading, wave)}
    with (
        hosted(app) as address,
        httpx.Client(timeout=30, trust_env=False) as client,
    ):
        for email, given in answers.items():
            link = address + links[email].removeprefix(URL)
            fate = "partial" if email in partial else "complete"
            answer(client, Visit(link, given, fate))  # type: ignore[arg-type]


def comment(text: str) -> dict[str, str]:
    return {**SCALE, COMMENT.code: text}


def files_with(root: Path, *words: str) -> dict[str, list[str]]:
    """Every file below a folder in which a word stands, byte for byte."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            held = [word for word in words if word.encode() in content]
            if held:
                found[path.relative_to(root).as_posix()] = held
    return found


def reading_of(root: Path) -> Reading:
    return read(root)
