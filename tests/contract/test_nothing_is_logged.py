"""With every log of every library open, no answer, link, name or code is written."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from generator.backends.pseudonyms import pseudonym
from generator.demo.respondents import Visit, answer
from generator.model.instrument import Wave
from generator.sources.wavefile import WAVE_FILE, read_wave
from generator.store.keys import survey_key

SURVEY = "our-baseline"
TODAY = dt.datetime.now(dt.UTC).date()
CANARY = "Canarinho7731"
URL = "http://127.0.0.1:1"
PEOPLE = 6
LOUD = """\
import logging, runpy, sys, warnings
logging.basicConfig(
    level=logging.NOTSET, filename={log!r}, force=True,
    format="%(name)s %(pathname)s %(message)s %(args)s",
)
logging.captureWarnings(True)
warnings.simplefilter("always")
sys.argv = ["baseline", *{arguments!r}]
from generator.cli import main
main()
"""

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="stops a server with a POSIX signal"
)


class Project:
    """A project in which every command runs with its logs wide open."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.logs = root.parent / "logs"
        self.logs.mkdir()
        self.said: list[str] = []
        self.number = 0

    def command(self, *arguments: str) -> list[str]:
        self.number += 1
        log = self.logs / f"{self.number}-{arguments[0]}.log"
        script = LOUD.format(log=str(log), arguments=["-C", str(self.root), *arguments])
        return [sys.executable, "-X", "dev", "-c", script]

    def run(self, *arguments: str, code: int = 0, typed: str = "") -> str:
        done = subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            input=typed,
            env={**os.environ, "PYTHONASYNCIODEBUG": "1"},
        )
        assert done.returncode == code, done.stdout + done.stderr
        self.said.append(done.stdout + done.stderr)
        return done.stdout

    @contextmanager
    def hosted(self, wave: str) -> Iterator[str]:
        process = subprocess.Popen(
            self.command("host", wave, "--port", "0"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONASYNCIODEBUG": "1"},
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://[^/\s]+", line)
            assert found, line
            yield found.group()
        finally:
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
            self.said.append(said)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("loud") / "project"
    subprocess.run(
        [sys.executable, "-m", "generator", "init", str(root)],
        check=True,
        capture_output=True,
    )
    survey = root / "surveys" / SURVEY / "survey.yaml"
    text = survey.read_text(encoding="utf-8")
    opens, closes = TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=9)
    text = re.sub(r"opens: \S+", f"opens: {opens}", text, count=1)
    text = re.sub(r"closes: \S+", f"closes: {closes}", text, count=1)
    text = text.replace('comments: "off"', "comments: verbatim")
    survey.write_text(text, encoding="utf-8")
    made = Project(root)
    people = root.parent / "people.csv"
    teams = (root / "surveys" / SURVEY / "teams.yaml").read_text("utf-8")
    team = re.search(r"teams:\s*(?:#[^\n]*\n\s*)*- id: (\S+)", teams)
    assert team
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "email", "language", "group", "team"])
        for n in range(PEOPLE):
            row = [f"Nadja Beispiel{n}", f"nadja{n}@mail.example", "en"]
            writer.writerow([*row, "practitioner", team[1]])
    field = ["field", "first", "--people", str(people), "--public-url", URL]
    made.run(*field, "--dry-run")
    made.run(*field, "--yes")
    return made


def frozen(project: Project) -> Wave:
    folder = project.root / "surveys" / SURVEY / "waves" / "first"
    return read_wave(folder / WAVE_FILE)


def invited(project: Project) -> dict[str, str]:
    path = project.root / "var" / "invitations" / SURVEY / "first.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["email"]: row["link"] for row in csv.DictReader(file)}


def secrets(project: Project) -> dict[str, str]:
    """Everything that must stand in no log, and what it is."""
    links = invited(project)
    key = survey_key(project.root / "var", SURVEY)
    found = {CANARY: "an answer", "canarinho": "an answer", key.hex(): "the key"}
    for email, link in links.items():
        found[email] = "an address"
        found[link.rpartition("/")[2]] = "a link"
        found[pseudonym(key, email)] = "a code"
    found |= {f"Beispiel{n}": "a name" for n in range(PEOPLE)}
    inbox = project.root / "var" / "inbox" / SURVEY / "first.sqlite3"
    with closing(sqlite3.connect(inbox)) as opened:
        for (invitation,) in opened.execute("SELECT id FROM invitations"):
            found[invitation] = "an invitation"
    return found


def test_no_command_and_no_library_writes_what_is_private(project: Project) -> None:
    links = list(invited(project).values())
    instrument = frozen(project).instrument_for("practitioner")
    assert instrument is not None
    given = {
        question.code: question.choices[2].code
        if question.choices
        else f"{CANARY} said {question.code}"
        for question in instrument.questions()
    }
    with (
        project.hosted("first") as address,
        httpx.Client(trust_env=False, timeout=30) as client,
    ):
        for link in links[:5]:
            answer(client, Visit(address + link.removeprefix(URL), given, "complete"))
        path = address + links[5].removeprefix(URL)
        # what goes wrong is where programs talk too much
        for url, body in (
            (f"{path}/1", {"version": CANARY, "go": CANARY, CANARY: CANARY}),
            (f"{path}/1", dict.fromkeys(given, CANARY)),
            (f"{path}/999", {"go": "next"}),
            (f"{path}/check", {}),
            (f"{path}x/1", {"go": CANARY}),
        ):
            client.post(url, data=body)
        client.post(f"{path}/1", content=CANARY.encode() * 9000)
        client.post(f"{path}/1", content=b"\xff\x00", headers={"Content-Type": CANARY})
        client.request("PROPFIND", f"{path}/1?lang={CANARY}")
        client.get(f"{path}/?{CANARY}")
        client.get(path, headers={"Accept-Language": CANARY, "Cookie": CANARY})
    for command in (
        ["status", "first"],
        ["remind", "first"],
        ["collect", "first"],
        ["collect", "first", "--full"],
        ["close", "first", "--yes"],
        ["collect", "first", "--json"],
        ["comments", "first"],
        ["release", "first", "--leave-unread"],
        ["score", "first", "--json"],
        ["doctor"],
        ["backup", str(project.root.parent / "safe.zip")],
        ["privacy-pack", "first"],
    ):
        project.run(*command)
    forgotten = ("forget", "nadja2@mail.example")
    words = secrets(project)
    project.run(*forgotten, "--dry-run")
    project.run(*forgotten, typed="y\n")
    project.run("forget", "--wave", "first", "--yes")

    logs = sorted(project.logs.glob("*.log"))
    assert any("host" in one.name and one.stat().st_size for one in logs)
    told = {path.name: path.read_text("utf-8", errors="replace") for path in logs} | {
        f"output {n}": said for n, said in enumerate(project.said)
    }
    found = {
        (name, what)
        for name, text in told.items()
        for word, what in words.items()
        if word.casefold() in text.casefold()
    }
    assert found == set()
    outside = [
        path
        for path in project.root.rglob("*")
        if path.is_file() and "var" not in path.relative_to(project.root).parts
    ]
    for path in outside:
        content = path.read_bytes().lower()
        held = [
            what for word, what in words.items() if word.lower().encode() in content
        ]
        assert held == [], path
    assert json.loads(project.run("score", "first", "--json"))
