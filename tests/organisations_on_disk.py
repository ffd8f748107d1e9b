"""Organisations as projects on disk: answered, released, with a pack for peers."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from samples import small_wave

from generator.instruments.compile import wave_fingerprint
from generator.model.response import Response
from generator.pipeline.benchmarking import export
from generator.pipeline.reading import Reading, read
from generator.pipeline.results import release
from generator.sources.wavefile import WAVE_FILE, write_wave
from generator.store.database import open_store
from generator.store.responses import save_responses

ROOT = Path(__file__).parents[1]
SURVEY = "alliance-baseline"
LATE = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class Organisation:
    name: str
    reading: Reading
    pack: Path
    key: str
    private: bytes


def released_project(root: Path, seed: int) -> Reading:
    """A project whose stakeholders answered, differently for each seed."""
    for name in ("frameworks", "surveys"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    wave = small_wave()
    wave = replace(wave, organisation={"en": f"Canary {seed} Limited"})
    wave = replace(wave, fingerprint=wave_fingerprint(wave))
    write_wave(root / "surveys" / SURVEY / "waves" / wave.id / WAVE_FILE, wave)
    reading = read(root)
    answers = [
        Response(
            backend="local",
            remote_id=f"{team}-{n}",
            survey=wave.survey,
            wave=wave.id,
            wave_fingerprint=wave.fingerprint,
            group="stakeholder",
            team=team,
            respondent=f"{team}-p{n}",
            cluster="",
            language="en",
            status="complete",
            late=False,
            revision=1,
            changed_at=None,
            answers={
                code: str((n + place * seed) % 5 if n % 3 else min(4, seed % 5))
                for place, code in enumerate(("Q1", "Q2", "Q3", "Q4", "Q5"), 1)
            },
        )
        for team, size in (("immunology", 6), ("oncology", 7), ("vaccines", 8))
        for n in range(size)
    ]
    with closing(open_store(reading.places.store)) as store:
        save_responses(store, answers)
    release(reading, wave.id, lambda: dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    return reading


def founded(root: Path, seed: int) -> Organisation:
    """An organisation with a pack of its released wave."""
    reading = released_project(root, seed)
    done = export(reading)
    key = (reading.places.var / "keys" / "benchmark.key").read_text("ascii").strip()
    return Organisation(root.name, reading, done.path, done.key, bytes.fromhex(key))
