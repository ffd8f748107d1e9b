"""One writer at a time; keys made once."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from test_responses import response

from generator.errors import Problems
from generator.store.addresses import keep_generations
from generator.store.database import open_store
from generator.store.keys import site_key, survey_key
from generator.store.locking import lock_holder, writer_lock
from generator.store.responses import save_responses

MORNING = dt.datetime(2026, 3, 1, 8, 15, tzinfo=dt.UTC)


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with (
        writer_lock(var, command="baseline collect", now=MORNING),
        pytest.raises(Problems) as refused,
        writer_lock(var),
    ):
        pass
    assert refused.value.exit_code == 5
    problem = refused.value.problems[0]
    assert problem.code == "writer-locked"
    assert problem.message == (
        "somebody else is writing this project: baseline collect, "
        f"process {os.getpid()}, since 2026-03-01 08:15:00 UTC."
    )


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writer_lock(tmp_path):
        raise RuntimeError
    assert lock_holder(tmp_path) == ""
    with writer_lock(tmp_path):
        assert lock_holder(tmp_path) != ""


def test_a_writer_may_wait_for_the_other_to_finish(tmp_path: Path) -> None:
    held = threading.Event()

    def other() -> None:
        with writer_lock(tmp_path):
            held.set()
            time.sleep(0.2)

    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    with writer_lock(tmp_path, wait=5):
        pass
    thread.join()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time\n"
        "from generator.store.locking import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        if other.stdout is None:
            raise RuntimeError("no pipe")
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Problems), writer_lock(tmp_path):
            pass
        other.kill()
    with writer_lock(tmp_path, wait=2):
        pass


def test_a_key_is_made_once(tmp_path: Path) -> None:
    first = survey_key(tmp_path, "alliance-baseline")
    assert len(first) == 32
    assert survey_key(tmp_path, "alliance-baseline") == first
    assert survey_key(tmp_path, "another") != first
    assert site_key(tmp_path) != first
    file = tmp_path / "keys" / "survey-alliance-baseline.key"
    assert bytes.fromhex(file.read_text().strip()) == first
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_demonstration_may_fix_its_key_but_never_change_one(tmp_path: Path) -> None:
    named = bytes(range(32))
    assert site_key(tmp_path, fixed=named) == named
    assert site_key(tmp_path, fixed=bytes(32)) == named


def test_a_lost_survey_key_is_not_made_again_once_answers_depend_on_it(
    tmp_path: Path,
) -> None:
    survey_key(tmp_path, "alliance-baseline")
    with contextlib.closing(open_store(tmp_path / "store.sqlite3")) as store:
        save_responses(store, [response(respondent="")])
    file = tmp_path / "keys" / "survey-alliance-baseline.key"
    file.unlink()
    survey_key(tmp_path, "alliance-baseline")
    with contextlib.closing(open_store(tmp_path / "store.sqlite3")) as store:
        save_responses(store, [response("r2")])
    file.unlink()
    with pytest.raises(Problems) as refused:
        survey_key(tmp_path, "alliance-baseline")
    assert refused.value.problems[0].code == "key-missing"
    assert refused.value.exit_code == 5
    assert not file.exists()


def test_rows_of_a_file_depend_on_the_survey_key_too(tmp_path: Path) -> None:
    survey_key(tmp_path, "alliance-baseline")
    with contextlib.closing(open_store(tmp_path / "store.sqlite3")) as store:
        save_responses(store, [response(respondent="", backend="tables")])
    (tmp_path / "keys" / "survey-alliance-baseline.key").unlink()
    with pytest.raises(Problems) as refused:
        survey_key(tmp_path, "alliance-baseline")
    assert refused.value.problems[0].code == "key-missing"


def test_invitations_depend_on_the_survey_key_too(tmp_path: Path) -> None:
    (tmp_path / "invitations" / "alliance-baseline").mkdir(parents=True)
    (tmp_path / "invitations" / "alliance-baseline" / "2026.csv").touch()
    with pytest.raises(Problems) as refused:
        survey_key(tmp_path, "alliance-baseline")
    assert refused.value.problems[0].code == "key-missing"


def test_an_inbox_depends_on_the_survey_key_once_somebody_is_in_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "inbox" / "alliance-baseline" / "2026.sqlite3"
    path.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(path)) as inbox, inbox:
        inbox.execute("CREATE TABLE meta (key, value)")
        inbox.execute("INSERT INTO meta VALUES ('format', 1)")
        inbox.execute("CREATE TABLE invitations (pseudonym)")
    survey_key(tmp_path, "alliance-baseline")
    (tmp_path / "keys" / "survey-alliance-baseline.key").unlink()
    with contextlib.closing(sqlite3.connect(path)) as inbox, inbox:
        inbox.execute("INSERT INTO invitations VALUES ('p-1')")
    with pytest.raises(Problems) as refused:
        survey_key(tmp_path, "alliance-baseline")
    assert refused.value.problems[0].code == "key-missing"


def test_a_lost_site_key_is_not_made_again_once_addresses_were_given_out(
    tmp_path: Path,
) -> None:
    site_key(tmp_path)
    keep_generations(tmp_path, ["leaders"])
    (tmp_path / "keys" / "site.key").unlink()
    with pytest.raises(Problems) as refused:
        site_key(tmp_path)
    assert refused.value.problems[0].code == "key-missing"


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"\xff\xfe"])
def test_a_damaged_key_is_said_and_kept(tmp_path: Path, content: bytes) -> None:
    site_key(tmp_path)
    file = tmp_path / "keys" / "site.key"
    file.write_bytes(content)
    with pytest.raises(Problems) as refused:
        site_key(tmp_path)
    assert refused.value.problems[0].code == "key-damaged"
    assert file.read_bytes() == content
