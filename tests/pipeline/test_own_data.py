"""A person who asks gets everything stored about them, and nobody else's."""

from __future__ import annotations

import json
import stat
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from projects import (
    CLOSED,
    SURVEY,
    at,
    comment,
    invite,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import COMMENT, small_wave

from generator.cli import cli
from generator.errors import Problems
from generator.pipeline.access import data_of_person
from generator.pipeline.forgetting import forget_person, forget_wave
from generator.pipeline.reading import Reading
from generator.pipeline.results import collect
from generator.store.comments import Verdict, digest_of, save_verdicts
from generator.store.database import open_store

MINE, THEIRS = "The weekly call helps me most", "Another person wrote this"


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    wave = with_privacy(small_wave(), comments="verbatim")
    found = reading_of(new_project(tmp_path / "p", wave))
    invite(found, [somebody(n) for n in range(3)])
    said = {1: MINE, 2: THEIRS}
    respond(found, {somebody(n).email: comment(text) for n, text in said.items()})
    collect(found, "2026", now=at(CLOSED))
    with closing(open_store(found.places.store)) as store:
        written = digest_of(COMMENT.code, MINE)
        verdict = Verdict(COMMENT.code, written, kept=True, text="The call helps most")
        save_verdicts(store, SURVEY, "2026", [verdict])
    return found


def written(reading: Reading, who: str) -> tuple[Path, Any]:
    done = data_of_person(reading, who, now=at(CLOSED), only_look=False)
    assert done.path is not None
    return done.path, json.loads(done.path.read_text(encoding="utf-8"))


def test_the_file_holds_everything_of_the_person_and_nothing_of_another(
    reading: Reading,
) -> None:
    path, told = written(reading, somebody(1).email)
    (wave,) = told["waves"]
    assert [row["email"] for row in wave["invitations"]] == ["nadja1@mail.example"]
    assert wave["invitations"][0]["name"] == "Nadja Beispiel1"
    (response,) = wave["responses"]
    assert (response["team"], response["status"]) == ("oncology", "complete")
    assert response["last_changed"].startswith("2026-03-10")
    answers = {one["question"]: one for one in response["answers"]}
    assert set(answers) == {"Q1", "Q2", "Q3", "Q4", "Q5", COMMENT.code}
    assert answers["Q1"]["answer"] not in ("3", "")
    assert answers[COMMENT.code] == {
        "question": COMMENT.code,
        "asked": "What helped most?",
        "answer": MINE,
        "decision": "may be shown",
        "as_shown": "The call helps most",
        "theme": "",
    }
    assert wave["where_they_were_given"] == {"invitations": 1, "responses": 1}
    text = path.read_text(encoding="utf-8")
    assert "nadja2" not in text
    assert THEIRS not in text
    assert path.is_relative_to(reading.places.var)
    assert "nadja" not in path.name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode bits")
def test_only_the_owner_can_read_the_file(reading: Reading) -> None:
    path, _ = written(reading, somebody(1).email)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_looking_writes_nothing_and_a_second_file_takes_no_ones_place(
    reading: Reading,
) -> None:
    look = data_of_person(reading, somebody(1).email, now=at(CLOSED), only_look=True)
    assert look.path is None
    assert not (reading.places.var / "access").exists()
    assert [(p.rows, p.responses, p.comments, p.kept_there) for p in look.parts] == [
        (1, 1, 1, 2)
    ]
    first, _ = written(reading, somebody(1).email)
    second, _ = written(reading, somebody(1).email)
    assert first != second
    assert first.exists()


def test_who_did_not_answer_is_told_of_the_invitation(reading: Reading) -> None:
    _, told = written(reading, somebody(0).email)
    (wave,) = told["waves"]
    assert (len(wave["invitations"]), wave["responses"]) == (1, [])


def test_nobody_known_is_refused(reading: Reading) -> None:
    with pytest.raises(Problems) as refused:
        written(reading, "stranger@mail.example")
    assert refused.value.problems[0].code == "person-unknown"


def test_the_command_asks_first_and_prints_no_value(reading: Reading) -> None:
    call = ["-C", str(reading.places.root), "access", somebody(1).email]
    no = CliRunner().invoke(cli, call, input="n\n")
    assert no.exit_code == 0, no.output
    assert "nothing was written" in no.output
    assert not (reading.places.var / "access").exists()
    yes = CliRunner().invoke(cli, call, input="y\n")
    assert yes.exit_code == 0, yes.output
    assert "1 responses in the store" in yes.output
    for secret in (MINE, "Beispiel1", "https://form.example", "Q1"):
        assert secret not in yes.output
    assert (reading.places.var / "access" / f"{SURVEY}-1.json").is_file()


def test_forgetting_removes_her_file_and_names_a_copy_of_it(reading: Reading) -> None:
    path, _ = written(reading, somebody(1).email)
    other, _ = written(reading, somebody(2).email)
    copy = path.with_name("for the post.json")
    copy.write_bytes(path.read_bytes())
    left = forget_person(reading, somebody(1).email).remains
    assert not path.exists()
    assert other.exists()
    assert {one.path for one in left} == {copy}


def test_a_wave_that_loses_its_names_loses_these_files(reading: Reading) -> None:
    path, _ = written(reading, somebody(1).email)
    path.with_name(f"{SURVEY}-9.json").write_text("not of ours", encoding="utf-8")
    forget_wave(reading, "2026", now=at(CLOSED))
    assert [one.name for one in path.parent.iterdir()] == [f"{SURVEY}-9.json"]
