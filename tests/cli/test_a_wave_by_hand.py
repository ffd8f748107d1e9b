"""A practice leader's whole wave, command by command, in a project of her own."""

import csv
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from generator.demo.respondents import Visit, answer
from generator.model.instrument import Wave
from generator.sources.wavefile import WAVE_FILE, read_wave

SURVEY = "our-baseline"
PEOPLE = 8
TODAY = dt.datetime.now(dt.UTC).date()

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="stops a server with a POSIX signal"
)


def baseline(project: Path, *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def server(project: Path, *arguments: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "-C", str(project), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        yield address.group().rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def people_file(folder: Path) -> Path:
    path = folder / "people.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            ["person", "name", "email", "language", "group", "team", "partner"]
        )
        for number in range(PEOPLE):
            writer.writerow(
                [
                    f"p{number}",
                    f"Jürgen {number}",
                    f"p{number}@example.org",
                    "en",
                    "practitioner",
                    "first-team",
                    "",
                ]
            )
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("by hand") / "our project"
    subprocess.run([sys.executable, "-m", "generator", "init", str(root)], check=True)
    survey = root / "surveys" / SURVEY / "survey.yaml"
    text = survey.read_text(encoding="utf-8")
    opens, closes = TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=9)
    text, changed = re.subn(r"opens: \S+", f"opens: {opens}", text, count=1)
    text, also = re.subn(r"closes: \S+", f"closes: {closes}", text, count=1)
    assert changed
    assert also
    survey.write_text(text, encoding="utf-8")
    teams = root / "surveys" / SURVEY / "teams.yaml"
    team = re.search(r"teams:\s*(?:#[^\n]*\n\s*)*- id: (\S+)", teams.read_text("utf-8"))
    assert team
    teams.write_text(
        teams.read_text("utf-8")
        .replace(f"id: {team.group(1)}", "id: first-team")
        .replace("practitioner: 6", f"practitioner: {PEOPLE}"),
        encoding="utf-8",
    )
    return root


def frozen(project: Path) -> Wave:
    return read_wave(project / "surveys" / SURVEY / "waves" / "first" / WAVE_FILE)


def links(project: Path) -> list[str]:
    path = project / "var" / "invitations" / SURVEY / "first.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["link"] for row in csv.DictReader(file)]


def test_a_wave_from_the_first_check_to_the_page(project: Path) -> None:
    baseline(project, "check")
    people = people_file(project.parent)
    url = "http://127.0.0.1:1"
    field = ["field", "first", "--people", str(people), "--public-url", url]

    assert "nothing was written" in baseline(project, *field, "--dry-run")
    assert not (project / "var").exists()
    baseline(project, *field, code=130)
    assert not (project / "var" / "invitations").exists(), "asked, and nobody said yes"
    baseline(project, *field, "--yes")
    before = links(project)
    baseline(project, *field, "--yes")
    assert links(project) == before, "nobody is invited twice"

    wave = frozen(project)
    instrument = wave.instrument_for("practitioner")
    assert instrument is not None
    given = {
        question.code: question.choices[2].code
        for question in instrument.questions()
        if question.choices
    }
    with server(project, "host", "first", "--port", "0") as address:
        for number, link in enumerate(before[:7]):
            path = link.removeprefix(url)
            fate = "partial" if number == 6 else "complete"
            with httpx.Client(trust_env=False, timeout=30) as client:
                answer(client, Visit(address + path, given, fate), stop_after=1)
        rows = json.loads(baseline(project, "status", "first", "--json"))
        everybody = next(row for row in rows if row["team"] is None)
        assert everybody["complete_at_least"] == 5, "counts go in steps of five"

    assert "2 people in these files" in baseline(project, "remind", "first")
    assert "5 or more responses so far" in baseline(project, "collect", "first")
    assert "takes answers until" in baseline(project, "release", "first", code=1)
    baseline(project, "close", "first", "--yes")
    assert "closed already" in baseline(project, "close", "first")
    assert "nobody can finish it" in baseline(project, "remind", "first", code=1)
    assert "nobody can answer it" in baseline(project, *field, code=1)
    assert "0 new, 0 changed, 7 unchanged" in baseline(project, "collect", "first")
    baseline(project, "score", "first", code=1)
    baseline(project, "release", "first")
    assert "nothing changed" in baseline(project, "release", "first")
    scores = json.loads(baseline(project, "score", "first", "--json"))
    assert any(row["n"] and row["n"] >= 5 for row in scores)
    assert "baseline pages" in baseline(project, "build")
    assert (project / "dist" / "teams" / "first-team" / "index.html").exists()


def test_inviting_goes_on_after_it_broke_off_right_after_freezing(
    project: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    shutil.copytree(project, again, ignore=shutil.ignore_patterns("var", "published*"))
    people = people_file(tmp_path)
    field = ["field", "first", "--people", str(people), "--public-url", "http://x"]
    baseline(again, *field, "--yes")
    assert len(links(again)) == PEOPLE


def test_a_change_after_freezing_is_reported_and_not_applied(project: Path) -> None:
    framework = next((project / "frameworks").glob("*.yaml"))
    text = framework.read_text(encoding="utf-8")
    question = frozen(project).instruments[1].pages[0].questions[0]
    old = next(iter(question.text.values()))
    framework.write_text(text.replace(old, old + " Really?"), encoding="utf-8")
    try:
        said = baseline(project, "compile", "first")
        assert "not in force" in said
        assert "text changed" in said
        drafts = (project / "build" / "drafts" / "first").glob("*.html")
        assert all("Really?" not in path.read_text("utf-8") for path in drafts)
    finally:
        framework.write_text(text, encoding="utf-8")


def test_an_edited_frozen_wave_is_refused(project: Path) -> None:
    path = project / "surveys" / SURVEY / "waves" / "first" / WAVE_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"k_scores":\s*5', '"k_scores": 3', text), encoding="utf-8")
    try:
        assert "wave-edited" in baseline(project, "status", "first", code=1)
    finally:
        path.write_text(text, encoding="utf-8")


def test_a_lost_store_is_noticed_and_a_backup_brings_it_back(project: Path) -> None:
    archive = project.parent / "kept.zip"
    baseline(project, "backup", str(archive))
    (project / "var").rename(project / "gone")
    before = sorted((project / "dist" / "teams").rglob("*"))
    said = baseline(project, "build", code=4)
    assert "restore" in said
    assert "--playbook-only" in said
    assert sorted((project / "dist" / "teams").rglob("*")) == before
    baseline(project, "build", "--playbook-only")
    assert not (project / "dist" / "teams").exists()
    said = baseline(project, "release", "first", code=4)
    assert "restore" in said
    for command in (["build"], ["score", "first"]):
        assert "restore" in baseline(project, *command, code=4), "not that store"
    baseline(project, "restore", str(archive), "--replace")
    assert "nothing changed" in baseline(project, "release", "first")
    baseline(project, "build")
    assert (project / "dist" / "teams").exists()


def test_a_released_value_changed_by_hand_is_never_shown(project: Path) -> None:
    path = project / "var" / "store.sqlite3"
    with closing(sqlite3.connect(path)) as store, store:
        [(kept,)] = store.execute("SELECT record FROM editions").fetchall()
        changed = kept.replace('"k":5', '"k":4')
        assert changed != kept
        own = hashlib.sha256(changed.encode()).hexdigest()
        store.execute("DROP TRIGGER editions_are_written_once")
        store.execute("UPDATE editions SET record = ?, digest = ?", (changed, own))
    try:
        for command in (["build"], ["score", "first"], ["release", "first"]):
            assert "what was released" in baseline(project, *command, code=4)
    finally:
        with closing(sqlite3.connect(path)) as store, store:
            own = hashlib.sha256(kept.encode()).hexdigest()
            store.execute("UPDATE editions SET record = ?, digest = ?", (kept, own))


def test_an_occupied_port_is_named(project: Path) -> None:
    with server(project, "host", "first", "--port", "0") as address:
        port = address.rpartition(":")[2]
        said = baseline(project, "host", "first", "--port", port, code=5)
        assert f"port {port}" in said


def test_two_writers_do_not_meet(project: Path) -> None:
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys, time\nfrom pathlib import Path\n"
                "from generator.store.locking import writer_lock\n"
                f"with writer_lock(Path({str(project / 'var')!r})):\n"
                "    print('held', flush=True)\n    time.sleep(60)\n"
            ),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        assert "--wait" in baseline(project, "collect", "first", code=5)
    finally:
        holding.kill()
        holding.communicate()
    baseline(project, "collect", "first")


def test_every_problem_is_printed_at_once_with_its_place(project: Path) -> None:
    survey = project / "surveys" / SURVEY / "survey.yaml"
    text = survey.read_text(encoding="utf-8")
    survey.write_text(
        text.replace("timezone:", "timezzone:").replace("k_scores: 5", "k_scores: 1"),
        encoding="utf-8",
    )
    try:
        said = baseline(project, "check", code=1)
        assert "did you mean `timezone`" in said
        assert re.search(r"survey\.yaml:\d+:\d+: ", said)
        assert (
            len(json.loads(baseline(project, "check", "--format", "json", code=1))) > 1
        )
        annotations = baseline(project, "check", "--format", "github", code=1)
        assert annotations.startswith("::error file=surveys/")
    finally:
        survey.write_text(text, encoding="utf-8")
