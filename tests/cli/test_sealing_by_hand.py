"""`baseline seal-key` and `collect --seal-key` as somebody types them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
from samples import small_wave

from generator.backends.local.app import collector_app
from generator.backends.local.serve import hosted
from generator.backends.mailmerge import read_mail_merge
from generator.demo.respondents import Visit, answer
from generator.instruments.compile import wave_fingerprint
from generator.model.people import Person
from generator.pipeline.fielding import field
from generator.pipeline.reading import read
from generator.sources.template import new_project
from generator.sources.wavefile import WAVE_FILE, write_wave

DURING = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
SURVEY = "our-baseline"


def baseline(project: Path, *arguments: str, code: int = 0, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_key_is_made_answers_are_sealed_and_the_key_collects_them(
    tmp_path: Path,
) -> None:
    root = tmp_path / "project"
    new_project(root)
    key = tmp_path / "steward" / "key"
    said = baseline(root, "seal-key", str(root / "key"), "--no-passphrase", code=2)
    assert "must not lie in the project" in said
    said = baseline(root, "seal-key", str(key), "--no-passphrase")
    found = re.search(r'seal: "(x25519:[0-9a-f]{64})"', said)
    assert found is not None

    small = dataclasses.replace(small_wave(), survey=SURVEY)
    privacy = dataclasses.replace(small.privacy, seal=found[1])
    wave = dataclasses.replace(small, privacy=privacy)
    wave = dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))
    write_wave(root / "surveys" / SURVEY / "waves" / "2026" / WAVE_FILE, wave)
    reading = read(root)
    people = [Person("", "N", "n@mail.example", "en", "stakeholder", "oncology", "")]
    plan = field(reading, "2026", people, "https://x", now=lambda: DURING)
    assert "without the steward's private key" in plan.intended[-1]
    inbox = reading.places.inbox(SURVEY, "2026")
    [invited] = read_mail_merge(reading.places.invitations(SURVEY, "2026"))
    app = collector_app(reading.frozen("2026"), inbox, now=lambda: DURING)
    with hosted(app) as address, httpx.Client(trust_env=False) as client:
        link = address + invited.link.removeprefix("https://x")
        answer(client, Visit(link, {"Q1": "2", "C1": "plain words"}, "complete"))

    said = baseline(root, "collect", "2026", code=2)
    assert "the answers of wave `2026` are sealed" in said
    assert "1 new" in baseline(root, "collect", "2026", "--seal-key", str(key))
    assert b"plain words" in reading.places.store.read_bytes()
    assert b"plain words" not in inbox.read_bytes()
    baseline(root, "status", "2026")
    assert "privacy-packs" in baseline(root, "privacy-pack", "2026")
    page = root / "build" / "privacy-packs" / "privacy-pack-2026"
    text = (page / "privacy-pack.en.html").read_text("utf-8")
    assert "finished answers are encrypted with the steward&#39;s public key" in text
