"""A backup brings everything back after var/ is gone."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest
from test_editions import EDITION
from test_ledger import line
from test_responses import response
from test_statements import DRAFT, KEY

from generator.errors import Problems
from generator.store import ledger
from generator.store.backup import backup, read_manifest, restore
from generator.store.database import open_store
from generator.store.editions import read_edition, save_edition
from generator.store.keys import survey_key
from generator.store.locking import writer_lock
from generator.store.responses import responses, save_responses
from generator.store.statements import read_statement, save_statement


def code(refused: pytest.ExceptionInfo[Problems]) -> str:
    return refused.value.problems[0].code


def full_project(var: Path) -> bytes:
    """A store with one of everything, an inbox in use, a key and invitations."""
    key = survey_key(var, "alliance-baseline")
    with contextlib.closing(open_store(var / "store.sqlite3")) as store:
        save_responses(store, [response()])
        save_statement(store, DRAFT)
        save_edition(store, EDITION)
        ledger.append(store, [line("practitioner|a", organisation="fff")])
    inbox = var / "inbox" / "alliance-baseline" / "2026.sqlite3"
    inbox.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(inbox)) as collector, collector:
        collector.execute("PRAGMA journal_mode = WAL")
        collector.execute("CREATE TABLE answers (x)")
        collector.execute("INSERT INTO answers VALUES ('kept')")
    people = var / "invitations" / "alliance-baseline" / "2026.csv"
    people.parent.mkdir(parents=True)
    people.write_text("name;link\nJörg;https://x/1\n", encoding="utf-8")
    return key


def test_everything_is_back_after_var_is_deleted(tmp_path: Path) -> None:
    var = tmp_path / "ein Ordner" / "var"
    key = full_project(var)
    inbox = var / "inbox" / "alliance-baseline" / "2026.sqlite3"
    with contextlib.closing(sqlite3.connect(inbox)) as collector:
        # the collector is running and has answers only in its write-ahead log
        collector.execute("INSERT INTO answers VALUES ('just arrived')")
        collector.commit()
        archive = backup(var, tmp_path / "safe" / "backup.zip")
    with contextlib.closing(open_store(var / "store.sqlite3")) as store:
        head = ledger.head(store)
    shutil.rmtree(var)

    assert restore(archive, var) is None

    assert survey_key(var, "alliance-baseline") == key
    with contextlib.closing(open_store(var / "store.sqlite3")) as store:
        assert list(responses(store, "alliance-baseline", "2026")) == [response()]
        assert read_edition(store, "alliance-baseline", "2026") == EDITION
        statement = read_statement(store, *KEY)
        assert statement is not None
        assert statement.entries == DRAFT.entries
        ledger.verify(store, head)
        assert store.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with contextlib.closing(sqlite3.connect(inbox)) as collector:
        rows = collector.execute("SELECT x FROM answers").fetchall()
    assert rows == [("kept",), ("just arrived",)]
    people = var / "invitations" / "alliance-baseline" / "2026.csv"
    assert people.read_text(encoding="utf-8") == "name;link\nJörg;https://x/1\n"
    if os.name != "nt":
        modes = {stat.S_IMODE(p.stat().st_mode) for p in var.rglob("*") if p.is_file()}
        assert modes == {0o600}


def test_the_archive_is_private_and_says_what_it_holds(tmp_path: Path) -> None:
    full_project(tmp_path / "var")
    archive = backup(tmp_path / "var", tmp_path / "backup.zip")
    manifest = read_manifest(archive)
    assert [file.path for file in manifest.files] == [
        "inbox/alliance-baseline/2026.sqlite3",
        "invitations/alliance-baseline/2026.csv",
        "keys/survey-alliance-baseline.key",
        "store.sqlite3",
    ]
    assert "personal data" in manifest.note
    assert len(manifest.ledger_head) == 64
    if os.name != "nt":
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backup.zip", "var"]


def test_another_servers_password_is_in_no_backup(tmp_path: Path) -> None:
    var = tmp_path / "var"
    full_project(var)
    (var / "keys" / "limesurvey-password").write_text("canary-4711\n")
    archive = tmp_path / "backup.zip"
    backup(var, archive)
    with zipfile.ZipFile(archive) as packed:
        assert not any("password" in name for name in packed.namelist())
        assert b"canary-4711" not in b"".join(map(packed.read, packed.namelist()))


def test_backups_below_var_do_not_hold_one_another(tmp_path: Path) -> None:
    var = tmp_path / "var"
    full_project(var)
    first = backup(var, var / "backup" / "one.zip")
    second = backup(var, var / "copies" / "two.zip")
    third = backup(var, var / "copies" / "three.zip")
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_a_backup_never_overwrites_another(tmp_path: Path) -> None:
    full_project(tmp_path / "var")
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(Problems) as refused:
        backup(tmp_path / "var", tmp_path / "backup.zip")
    assert code(refused) == "backup-exists"
    assert (tmp_path / "backup.zip").read_text() == "mine"


def test_a_project_without_data_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        backup(tmp_path / "var", tmp_path / "backup.zip")
    assert code(refused) == "backup-nothing"


def test_a_restore_does_not_replace_data_unless_told_to(tmp_path: Path) -> None:
    var = tmp_path / "var"
    full_project(var)
    archive = backup(var, tmp_path / "backup.zip")
    with contextlib.closing(open_store(var / "store.sqlite3")) as store:
        save_responses(store, [response("later")])
    with pytest.raises(Problems) as refused:
        restore(archive, var)
    assert code(refused) == "restore-occupied"

    aside = restore(archive, var, force=True)

    assert aside == tmp_path / "var.before-restore-1"
    for folder, expected in ((var, ["r1"]), (aside, ["later", "r1"])):
        with contextlib.closing(open_store(folder / "store.sqlite3")) as store:
            found = responses(store, "alliance-baseline", "2026")
            assert [r.remote_id for r in found] == expected


def test_nothing_is_replaced_while_somebody_writes(tmp_path: Path) -> None:
    var = tmp_path / "var"
    full_project(var)
    archive = backup(var, tmp_path / "backup.zip")
    with writer_lock(var), pytest.raises(Problems) as refused:
        restore(archive, var, force=True)
    assert code(refused) == "writer-locked"
    assert (var / "store.sqlite3").exists()


def rewritten(archive: Path, change: str, content: bytes | None) -> Path:
    other = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            if name != change:
                new.writestr(name, old.read(name))
        if content is not None:
            new.writestr(change, content)
    return other


@pytest.mark.parametrize(
    ("change", "content"),
    [
        ("keys/survey-alliance-baseline.key", b"00" * 32),
        ("store.sqlite3", None),
        ("../outside.txt", b"x"),
        ("manifest.json", b"{}"),
        ("manifest.json", b"[]"),
        ("manifest.json", None),
    ],
)
def test_a_changed_archive_is_refused_and_leaves_nothing(
    tmp_path: Path, change: str, content: bytes | None
) -> None:
    full_project(tmp_path / "var")
    archive = rewritten(backup(tmp_path / "var", tmp_path / "b.zip"), change, content)
    with pytest.raises(Problems) as refused:
        restore(archive, tmp_path / "new" / "var")
    assert code(refused) == "backup-damaged"
    assert refused.value.exit_code == 5
    left = list((tmp_path / "new").iterdir()) if (tmp_path / "new").exists() else []
    assert left == []


def test_a_manifest_cannot_lead_outside(tmp_path: Path) -> None:
    full_project(tmp_path / "var")
    archive = backup(tmp_path / "var", tmp_path / "b.zip")
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    manifest["files"].append(
        {
            "path": "../outside.txt",
            "size": 1,
            "sha256": hashlib.sha256(b"x").hexdigest(),
        }
    )
    with_path = rewritten(archive, "../outside.txt", b"x")
    with_path = with_path.rename(tmp_path / "c.zip")
    evil = rewritten(with_path, "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(Problems) as refused:
        restore(evil, tmp_path / "new" / "var")
    assert code(refused) == "backup-damaged"
    assert not (tmp_path / "new" / "outside.txt").exists()


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    full_project(tmp_path / "var")
    archive = rewritten(
        backup(tmp_path / "var", tmp_path / "b.zip"), "manifest.json", b'{"format": 9}'
    )
    with pytest.raises(Problems) as refused:
        restore(archive, tmp_path / "new")
    assert code(refused) == "backup-newer"


@pytest.mark.parametrize("content", [None, b"", b"no zip at all"])
def test_a_file_that_is_no_backup_is_said_in_words(
    tmp_path: Path, content: bytes | None
) -> None:
    archive = tmp_path / "b.zip"
    if content is not None:
        archive.write_bytes(content)
    with pytest.raises(Problems) as refused:
        restore(archive, tmp_path / "var")
    assert code(refused) == ("backup-missing" if content is None else "backup-damaged")
