"""`baseline forget` as somebody types it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from samples import small_wave

from generator.backends.mailmerge import read_mail_merge
from generator.instruments.compile import wave_fingerprint
from generator.model.people import Person
from generator.pipeline.fielding import field
from generator.pipeline.reading import read
from generator.sources.template import new_project
from generator.sources.wavefile import WAVE_FILE, write_wave

LONG_AGO = dt.datetime(2021, 3, 10, tzinfo=dt.UTC)


def baseline(project: Path, *arguments: str, code: int = 0, typed: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        input=typed,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wave of 2021 whose invitation file is still there."""
    root = tmp_path_factory.mktemp("forget") / "project"
    new_project(root)
    wave = dataclasses.replace(small_wave("2021", 2021), survey="our-baseline")
    wave = dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))
    write_wave(root / "surveys" / "our-baseline" / "waves" / "2021" / WAVE_FILE, wave)
    people = [
        Person(
            "", f"Nadja {n}", f"n{n}@mail.example", "en", "stakeholder", "oncology", ""
        )
        for n in range(6)
    ]
    field(read(root), "2021", people, "https://form.example", now=lambda: LONG_AGO)
    return root


def rows(project: Path) -> int:
    path = project / "var" / "invitations" / "our-baseline" / "2021.csv"
    return len(read_mail_merge(path))


def test_it_says_what_would_go_and_asks_before_it_does(project: Path) -> None:
    said = baseline(project, "forget", "n1@mail.example", "--dry-run")
    assert "wave 2021: 1 in the invitation files, 1 links" in said
    assert "nothing was deleted" in said
    assert "nothing was deleted" in baseline(
        project, "forget", "n1@mail.example", typed="n\n"
    )
    assert rows(project) == 6
    (project / "my list.csv").write_text("Nadja 1;n1@mail.example\n", encoding="utf-8")
    said = baseline(project, "forget", "n1@mail.example", typed="y\n")
    assert "still names the person: my list.csv" in said
    assert rows(project) == 5


def test_nobody_of_that_name_is_a_problem_and_two_wishes_are_too(
    project: Path,
) -> None:
    assert "nothing to delete" in baseline(project, "forget", "n1@mail.example")
    said = baseline(project, "forget", "nobody@mail.example", code=1)
    assert "is known by this" in said
    baseline(project, "forget", code=2)
    baseline(project, "forget", "x", "--due", code=2)
    baseline(project, "forget", "x", "--answers", code=2)


def test_what_is_due_is_named_by_doctor_and_then_deleted(project: Path) -> None:
    said = baseline(project, "doctor")
    assert "wave 2021: invitation files, the inbox were to be deleted by 2024" in said
    assert "forget --due" in baseline(project, "status", "2021")
    archive = project / "var" / "backup" / "a.zip"
    baseline(project, "backup", str(archive))
    said = baseline(project, "forget", "--due", "--yes")
    assert "may still hold it: var/backup/a.zip" in said
    assert not (project / "var" / "invitations" / "our-baseline" / "2021.csv").exists()
    assert "retention" not in baseline(project, "doctor")
    assert "there is nothing to delete" in baseline(project, "forget", "--due")
    assert "deleted from wave" in baseline(project, "status", "2021", code=1)
