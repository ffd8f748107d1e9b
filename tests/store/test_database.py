"""Opening the store: formats, locks, full disks, sudden ends."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from test_responses import response

from generator.errors import Problems
from generator.store.database import machine_words, migrations, open_store, transaction
from generator.store.keys import site_key
from generator.store.locking import writer_lock
from generator.store.responses import responses, save_responses

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems.problems]


@POSIX
def test_only_the_owner_may_read_the_store(tmp_path: Path) -> None:
    path = tmp_path / "var" / "store.sqlite3"
    with contextlib.closing(open_store(path)) as store:
        save_responses(store, [response()])
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
    assert modes == {
        "store.sqlite3": 0o600,
        "store.sqlite3-wal": 0o600,
        "store.sqlite3-shm": 0o600,
    }
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_store_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    with contextlib.closing(open_store(tmp_path / "s.sqlite3")) as store:
        settings = [
            store.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
        ]
    assert settings == ["wal", 2, 1, len(migrations())]


def test_a_store_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(Problems) as refused:
        open_store(path)
    assert codes(refused.value) == ["store-newer"]
    assert refused.value.exit_code == 5
    assert "format 99" in str(refused.value)
    assert path.read_bytes() == before


def test_an_older_store_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "var" / "store.sqlite3"
    with contextlib.closing(open_store(path)) as store:
        save_responses(store, [response()])
    more = (*migrations(), "CREATE TABLE later (x);\nINSERT INTO later VALUES (1);\n")
    with contextlib.closing(open_store(path, steps=more)) as store:
        assert store.execute("SELECT x FROM later").fetchall() == [(1,)]
        assert list(responses(store, "alliance-baseline", "2026")) == [response()]
    copy = tmp_path / "var" / "backup" / f"store-format-{len(migrations())}-1.sqlite3"
    with contextlib.closing(open_store(copy)) as old:
        assert list(responses(old, "alliance-baseline", "2026")) == [response()]


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with contextlib.closing(open_store(path)) as store:
        save_responses(store, [response()])
    broken = (*migrations(), "CREATE TABLE later (x);\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_store(path, steps=broken)
    with contextlib.closing(open_store(path)) as store:
        assert list(responses(store, "alliance-baseline", "2026")) == [response()]


def test_a_locked_store_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with (
        contextlib.closing(open_store(path)) as one,
        contextlib.closing(open_store(path, patience=0.05)) as other,
        transaction(one),
        pytest.raises(Problems) as refused,
    ):
        save_responses(other, [response()])
    assert codes(refused.value) == ["store-locked"]
    assert refused.value.exit_code == 5


def test_a_full_disk_stores_nothing_of_the_pull_and_keeps_the_rest(
    tmp_path: Path,
) -> None:
    with contextlib.closing(open_store(tmp_path / "s.sqlite3")) as store:
        save_responses(store, [response("first")])
        pages = store.execute("PRAGMA page_count").fetchone()[0]
        store.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(Problems) as refused:
            save_responses(
                store,
                (response(f"r{n}", answers={"C1": "x" * 900}) for n in range(100)),
            )
        assert codes(refused.value) == ["disk-full"]
        assert refused.value.exit_code == 5
        kept = responses(store, "alliance-baseline", "2026")
        assert [r.remote_id for r in kept] == ["first"]


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(Problems) as refused:
        open_store(tmp_path / "var" / "store.sqlite3")
    assert codes(refused.value) == ["store-not-writable"]
    with pytest.raises(Problems) as refused, writer_lock(tmp_path / "var"):
        pass
    assert codes(refused.value) == ["store-not-writable"]
    with pytest.raises(Problems) as refused:
        site_key(tmp_path / "var")
    assert codes(refused.value) == ["store-not-writable"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said_whoever_notices_it(tmp_path: Path) -> None:
    with (
        pytest.raises(Problems) as refused,
        machine_words(tmp_path),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert codes(refused.value) == ["disk-full"]


def test_a_file_that_is_no_store_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    path.write_bytes(b"this is not a database, it is a letter" * 100)
    with pytest.raises(Problems) as refused:
        open_store(path)
    assert codes(refused.value) == ["store-damaged"]


WRITER = """
import sys, pathlib, dataclasses
sys.path[:0] = [{tests!r}, {room!r}]
from test_responses import response
from generator.store.database import open_store
from generator.store.responses import save_responses
store = open_store(pathlib.Path({path!r}))
for pull in range(10_000):
    save_responses(store, [response(f"{{pull:05}}-{{n:02}}") for n in range(20)])
    print(pull, flush=True)
"""


@POSIX
def test_killing_the_writer_loses_no_finished_pull_and_halves_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.sqlite3"
    room = Path(__file__).parent
    script = WRITER.format(tests=str(room.parent), room=str(room), path=str(path))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as writer:
        stream = writer.stdout
        if stream is None:
            raise RuntimeError("no pipe")
        done = [int(stream.readline()) for _ in range(5)]
        os.kill(writer.pid, signal.SIGKILL)
        done += [int(line) for line in stream]
    with contextlib.closing(open_store(path)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = [r.remote_id for r in responses(store, "alliance-baseline", "2026")]
    pulls = sorted({int(name[:5]) for name in found})
    assert found == [f"{pull:05}-{n:02}" for pull in pulls for n in range(20)]
    assert set(done) <= set(pulls)
