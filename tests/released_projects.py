"""A project on disk with frozen waves and stored answers, ready to be released."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from samples import small_wave

from generator.instruments.compile import wave_fingerprint
from generator.model.instrument import Wave
from generator.model.response import Response
from generator.pipeline.reading import Reading, read
from generator.sources.wavefile import WAVE_FILE, write_wave
from generator.store.database import open_store
from generator.store.responses import save_responses

ROOT = Path(__file__).parents[1]
SURVEY = "alliance-baseline"
LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
QUESTIONS = ("Q1", "Q2", "Q3", "Q4", "Q5")


def frozen(identifier: str, year: int, *, reference: bool = False) -> Wave:
    wave = small_wave(identifier, year, reference=reference)
    return replace(wave, fingerprint=wave_fingerprint(wave))


def project(folder: Path, *waves: Wave) -> Reading:
    """A project with these frozen waves; nothing is answered yet."""
    for name in ("frameworks", "surveys"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for wave in waves:
        write_wave(folder / "surveys" / SURVEY / "waves" / wave.id / WAVE_FILE, wave)
    return read(folder)


def again(reading: Reading) -> Reading:
    """The project as a new command reads it."""
    return read(reading.places.root)


def response(
    wave: Wave, team: str, who: str, n: int, group: str = "stakeholder", **more: object
) -> Response:
    given = Response(
        backend="local",
        remote_id=f"{group}-{team}-{who}",
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        group=group,
        team=team,
        respondent=who,
        cluster="",
        language="en",
        status="complete",
        late=False,
        revision=1,
        changed_at=None,
        answers={q: str((n + i) % 5) for i, q in enumerate(QUESTIONS)},
    )
    return replace(given, **more)  # type: ignore[arg-type]


def crowd(wave: Wave, **sizes: int) -> list[Response]:
    """Stakeholders of each team; `p3` of one team is `p3` of the next wave too."""
    return [
        response(wave, team, f"{team}-p{n}", n)
        for team, size in sizes.items()
        for n in range(size)
    ]


def store_answers(reading: Reading, answers: Iterable[Response]) -> None:
    with closing(open_store(reading.places.store)) as store:
        save_responses(store, list(answers))


def later() -> dt.datetime:
    return LATER
