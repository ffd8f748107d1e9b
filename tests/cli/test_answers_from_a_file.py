"""Answers from another form tool, command by command: real files, real store."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SURVEY = "our-baseline"
TODAY = dt.datetime.now(dt.UTC).date()
HEAD = (
    "ID",
    "Completion time",
    "Email",
    "About which team do you answer?",
    "How does your team keep its decisions?",
    "How does your team name who sees a decision through?",
    "What helped you most in the last six months?",
)
LOW, HIGH = "We do not do this.", "We do it every time, and can show it."


def baseline(project: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "-C", str(project), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def fielded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose only wave is frozen with `backend: tables`."""
    root = tmp_path_factory.mktemp("forms") / "our project"
    subprocess.run([sys.executable, "-m", "generator", "init", str(root)], check=True)
    survey = root / "surveys" / SURVEY / "survey.yaml"
    text = survey.read_text(encoding="utf-8")
    opens, closes = TODAY - dt.timedelta(days=9), TODAY + dt.timedelta(days=9)
    text = re.sub(r"opens: \S+", f"opens: {opens}", text, count=1)
    text = re.sub(r"closes: \S+", f"closes: {closes}", text, count=1)
    text = text.replace("timezone:", "backend: tables\ntimezone:", 1)
    survey.write_text(text, encoding="utf-8")
    people = str(root / "people-example.csv")
    _, told = baseline(root, "field", "first", "--people", people, "--yes")
    assert "lost with a form tool" in told
    return root


@pytest.fixture
def project(fielded: Path, tmp_path: Path) -> Path:
    shutil.copytree(fielded, tmp_path / "p")
    return tmp_path / "p"


def rows(count: int, **changed: str) -> list[tuple[object, ...]]:
    """Rows of a form tool, one a person; row 1 may say something else."""
    found: list[tuple[object, ...]] = []
    for number in range(1, count + 1):
        moment = dt.datetime.combine(TODAY, dt.time(9, number)) - dt.timedelta(days=1)
        team = "Team North" if number % 3 else "Team South"
        answer = changed.get(f"row{number}", HIGH if number % 2 else LOW)
        mail = f"p{number}@example.org"
        found.append((number, moment, mail, team, answer, HIGH, f"Words {number}"))
    return found


def xlsx(path: Path, lines: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for line in (HEAD, *lines):
        book.worksheets[0].append(list(line))
    book.save(path)
    return path


def guessed(project: Path, file: Path) -> Path:
    out, _ = baseline(project, "collect", "first", "--from", str(file), "--guess-map")
    return Path(out.strip())


def collected(project: Path, file: Path, *more: str) -> dict[str, Any]:
    arguments = ("collect", "first", "--from", str(file), "--json", *more)
    out, _ = baseline(project, *arguments)
    found: dict[str, Any] = json.loads(out)
    return found


def stored(project: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(project / "var" / "store.sqlite3")) as store:
        return store.execute("SELECT * FROM responses ORDER BY remote_id").fetchall()


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_forms_lie_beside_the_frozen_wave(fielded: Path) -> None:
    folder = fielded / "surveys" / SURVEY / "waves" / "first"
    names = {path.name for path in folder.iterdir()}
    assert {
        "practitioner-word.en.docx",
        "practitioner-xlsform.xlsx",
        "practitioner-surveyjs.json",
        "practitioner-paper.en.html",
    } <= names


def test_a_file_is_collected_once_however_often_it_is_read(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "Our survey (1-9).xlsx", rows(9))
    plan = guessed(project, file)
    assert plan == tmp_path / "Our survey (1-9).map.yaml"
    assert 'person: "Email"' in plan.read_text("utf-8")
    counts = {"new": 9, "changed": 0, "unchanged": 0, "missing": 0, "rows": 9}
    assert collected(project, file).items() >= counts.items()
    before = stored(project)
    assert collected(project, file)["unchanged"] == 9
    assert stored(project) == before
    blob = (project / "var" / "store.sqlite3").read_bytes()
    assert b"example.org" not in blob, "persons are kept as codes only"


def test_the_same_answers_as_csv_change_nothing(project: Path, tmp_path: Path) -> None:
    plan = guessed(project, xlsx(tmp_path / "a.xlsx", rows(4)))
    collected(project, tmp_path / "a.xlsx")
    file = tmp_path / "a.csv"
    with file.open("w", encoding="cp1252", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(HEAD)
        for row in rows(4):
            moment = row[1]
            assert isinstance(moment, dt.datetime)
            writer.writerow([row[0], moment.isoformat(" "), *row[2:]])
    assert collected(project, file, "--map", str(plan))["unchanged"] == 4


def test_an_amended_row_is_changed_whatever_time_it_carries(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(5))
    guessed(project, file)
    collected(project, file)
    amended = [list(row) for row in rows(5, row2=HIGH)]
    amended[1][1] = dt.datetime.combine(TODAY, dt.time()) - dt.timedelta(days=3)
    found = collected(project, xlsx(file, amended))
    assert (found["changed"], found["unchanged"]) == (1, 4)


def test_a_part_of_the_rows_removes_nothing_until_it_is_said_to_be_all(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(9))
    guessed(project, file)
    collected(project, file)
    xlsx(file, rows(6))
    out, _ = baseline(project, "collect", "first", "--from", str(file))
    assert "3 stored from an earlier file are not in this one" in out
    assert len(stored(project)) == 9
    trial = collected(project, file, "--replace", "--dry-run")
    assert (trial["removed"], len(stored(project))) == (3, 9)
    assert collected(project, file, "--replace")["removed"] == 3
    assert len(stored(project)) == 6


def test_a_trial_writes_nothing(project: Path, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(5))
    guessed(project, file)
    before = everything(project)
    out, _ = baseline(project, "collect", "first", "--from", str(file), "--dry-run")
    assert "5 new, 0 changed, 0 unchanged responses from 5 rows (nothing was" in out
    assert everything(project) == before
    collected(project, file)
    before = everything(project)
    xlsx(file, rows(7, row1=LOW))
    trial = collected(project, file, "--dry-run")
    assert (trial["new"], trial["changed"], trial["unchanged"]) == (2, 1, 4)
    assert everything(project) == before


def test_what_is_lost_is_told_with_the_first_file_only(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(3))
    guessed(project, file)
    arguments = ("collect", "first", "--from", str(file))
    assert "What cannot be had" in baseline(project, *arguments)[1]
    assert "What cannot be had" not in baseline(project, *arguments)[1]


def test_a_cell_that_does_not_fit_is_named_and_never_quoted(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(5, row3="secretly"))
    guessed(project, file)
    out, told = baseline(project, "collect", "first", "--from", str(file), "--json")
    assert json.loads(out)["new"] == 5
    assert f"{file.as_posix()}:4:5: warning: answer-unknown-option: cell E4: " in told
    assert "secretly" not in out + told
    assert b"secretly" not in (project / "var" / "store.sqlite3").read_bytes()


def test_two_sheets_that_count_from_one_do_not_overwrite_each_other(
    project: Path, tmp_path: Path
) -> None:
    first = [(*row[:3], "Team North", *row[4:]) for row in rows(5)]
    other = [(*row[:2], f"q{row[2]}", "Team South", *row[4:]) for row in rows(5)]
    north = xlsx(tmp_path / "north.xlsx", first)
    plan = guessed(project, north)
    collected(project, north)
    south = xlsx(tmp_path / "south.xlsx", other)
    again = ("collect", "first", "--from", str(south), "--map", str(plan))
    _, told = baseline(project, *again)
    assert told.count("table-taken") == 5
    assert len(stored(project)) == 5
    apart = tmp_path / "south.map.yaml"
    apart.write_text(plan.read_text("utf-8") + "source: south\n", "utf-8")
    assert collected(project, south)["new"] == 5
    assert collected(project, north)["unchanged"] == 5, "and neither misses the other"
    assert len(stored(project)) == 10


def test_the_same_people_under_new_ids_are_noticed(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(6))
    guessed(project, file)
    collected(project, file)
    xlsx(file, [(f"new-{row[0]}", *row[1:]) for row in rows(6)])
    _, told = baseline(project, "collect", "first", "--from", str(file))
    assert "6 new answers are the same as stored ones" in told
    assert collected(project, file, "--replace")["removed"] == 6
    assert len(stored(project)) == 6


def test_a_lost_key_is_never_made_anew(project: Path, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", [(*row[:2], "", *row[3:]) for row in rows(5)])
    guessed(project, file)
    collected(project, file)
    shutil.rmtree(project / "var" / "keys")
    _, told = baseline(project, "collect", "first", "--from", str(file), code=5)
    assert "is gone" in told
    assert len(stored(project)) == 5


def test_a_map_is_never_overwritten(project: Path, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(2))
    plan = guessed(project, file)
    plan.write_text("schema: 1\n", "utf-8")
    arguments = ("collect", "first", "--from", str(file), "--guess-map")
    _, told = baseline(project, *arguments, code=2)
    assert "map-exists" in told
    assert plan.read_text("utf-8") == "schema: 1\n"
    other = str(tmp_path / "other.map.yaml")
    out, _ = baseline(project, *arguments, "--map", other, "--json")
    assert json.loads(out)["map"] == other
    assert json.loads(out)["open"] == []


def test_without_a_map_nothing_is_guessed_in_silence(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(2))
    _, told = baseline(project, "collect", "first", "--from", str(file), code=2)
    assert "--guess-map" in told
    _, told = baseline(project, "collect", "first", "--replace", code=2)
    assert "need --from FILE" in told
    arguments = ("collect", "first", "--from", str(file), "--full")
    assert "not for --from" in baseline(project, *arguments, code=2)[1]


def test_what_only_the_form_tool_can_do_is_said(project: Path) -> None:
    assert "in your form tool" in baseline(project, "status", "first", code=2)[1]
    assert "nobody was invited" in baseline(project, "remind", "first", code=1)[1]
    assert "come as a file" in baseline(project, "collect", "first", code=2)[1]


def test_a_wave_goes_all_the_way_to_the_page(project: Path, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(12))
    guessed(project, file)
    out, told = baseline(project, "close", "first", "--yes")
    assert "close the form in your form tool too" in told
    assert collected(project, file)["late"] == 0
    late = [
        (*row[:1], dt.datetime.combine(TODAY, dt.time()), *row[2:]) for row in rows(1)
    ]
    # late whatever the hour: where the survey is, the day may be the next one already
    late[0] = (99, late[0][1] + dt.timedelta(days=2), "new@example.org", *late[0][3:])
    xlsx(file, [*rows(12), *late])
    out, _ = baseline(project, "collect", "first", "--from", str(file))
    assert "1 were finished after the wave had closed" in out
    baseline(project, "release", "first")
    scores = json.loads(baseline(project, "score", "first", "--json")[0])
    assert {row["n"] for row in scores if row["n"]} == {12}, (
        "the late one is not scored"
    )


def test_answers_typed_from_paper_join_a_wave_of_the_collector(
    fielded: Path, tmp_path: Path
) -> None:
    root = tmp_path / "local"
    shutil.copytree(
        fielded, root, ignore=shutil.ignore_patterns("waves", "var", "build")
    )
    survey = root / "surveys" / SURVEY / "survey.yaml"
    survey.write_text(
        survey.read_text("utf-8").replace("backend: tables\n", ""), "utf-8"
    )
    people = ("--people", str(root / "people-example.csv"))
    url = ("--public-url", "http://127.0.0.1:1")
    baseline(root, "field", "first", *people, *url, "--yes")
    file = xlsx(tmp_path / "paper.xlsx", rows(5))
    guessed(root, file)
    assert collected(root, file)["new"] == 5
    baseline(root, "collect", "first")
    assert len(stored(root)) == 5


def test_a_forgotten_person_in_the_file_is_turned_away(
    project: Path, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows(5))
    guessed(project, file)
    collected(project, file)
    out, _ = baseline(project, "forget", "p2@example.org", "--yes", code=3)
    assert "delete by hand: wave first was asked with a form tool" in out
    assert len(stored(project)) == 4
    out, told = baseline(project, "collect", "first", "--from", str(file))
    assert "asked to be forgotten" in told
    assert len(stored(project)) == 4
    assert b"Words 2" not in (project / "var" / "store.sqlite3").read_bytes()
