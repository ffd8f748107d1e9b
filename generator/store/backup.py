"""A copy of everything below `var/` in one file, and the way back."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import Exit, Problems, refuse
from generator.machine.private import (
    LIMESURVEY_PASSWORD,
    flush_folder,
    private_file,
    private_folder,
    write_private,
)
from generator.store.database import STORE_NAME, connect, machine_words, open_store
from generator.store.ledger import head
from generator.store.locking import GUARD_NAME, LOCK_NAME, writer_lock

BACKUP_FORMAT = 1
"""Version of the layout of a backup."""

MANIFEST = "manifest.json"

_NOTE = (
    "This backup holds personal data: answers, invitations with their links, and the "
    "keys behind the pseudonyms. Keep it as safe as the original."
)
_LEFT_OUT = (LOCK_NAME, GUARD_NAME)
# a constant moment keeps equal contents equal in bytes; the earliest a zip can hold
_MOMENT = (1980, 1, 1, 0, 0, 0)


ARCHIVES = ("backup", "archives.txt")
"""File below `var/` that names every archive ever written from here: what is forgotten
later may still be in one."""


class BackedUpFile(BaseModel):
    """One file of a backup, as the manifest lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    note: str
    ledger_head: str
    files: tuple[BackedUpFile, ...]


def backup(var: Path, target: Path) -> Path:
    """Copy the store, inboxes, keys and invitations into one private zip file.

    Databases are copied while they are in use. An archive that exists is not
    overwritten.
    """
    if not var.is_dir():
        raise refuse(
            "backup-nothing",
            "there is nothing to back up: the folder does not exist yet.",
            "run the command in the project's folder.",
            path=var,
        )
    if target.exists():
        raise refuse(
            "backup-exists",
            "this file exists already and is not overwritten.",
            "give another name, for example with today's date in it.",
            path=target,
        )
    private = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    if private:
        private_folder(target.parent)
    part = private_file(target.with_name(f".{target.name}.part"))
    copies = private_folder(target.with_name(f".{target.name}.copies"))
    try:
        with _machine(target):
            _write_archive(var, part, copies, exclude=target.resolve().parent)
            part.replace(target)
            flush_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
        shutil.rmtree(copies, ignore_errors=True)
    return target


def remember_archive(var: Path, archive: Path) -> None:
    """Write down where an archive was put."""
    known = [one.as_posix() for one in known_archives(var)]
    place = archive.resolve().as_posix()
    if place not in known:
        lines = "".join(f"{one}\n" for one in [*known, place])
        write_private(var.joinpath(*ARCHIVES), lines.encode("utf-8"))


def known_archives(var: Path) -> tuple[Path, ...]:
    """Every archive written from here, wherever it is now."""
    path = var.joinpath(*ARCHIVES)
    if not path.is_file():
        return ()
    return tuple(map(Path, path.read_text(encoding="utf-8").splitlines()))


def read_manifest(archive: Path) -> Manifest:
    """What a backup says it holds; refused where it is none or newer than ours."""
    try:
        with zipfile.ZipFile(archive) as opened:
            content = opened.read(MANIFEST)
        if json.loads(content).get("format", 0) > BACKUP_FORMAT:
            raise refuse(
                "backup-newer",
                "this backup was made by a newer version.",
                "update Practice Baseline, then restore.",
                path=archive,
                exit_code=Exit.MACHINE,
            )
        return Manifest.model_validate_json(content)
    except FileNotFoundError as error:
        raise refuse(
            "backup-missing",
            "there is no such file.",
            "check the name; backups are .zip files.",
            path=archive,
        ) from error
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        ValidationError,
    ) as error:
        raise _damaged(archive, "it is not a backup, or is cut off") from error


def restore(archive: Path, var: Path, *, force: bool = False) -> Path | None:
    """Bring a backup back into `var/`; gives the folder where the old one stands.

    Everything is unpacked and checked beside `var/` first; only a whole and sound
    backup takes its place.

    Args:
        archive: a file made by `backup`.
        var: the project's private folder; empty or absent unless `force` is given.
        force: move what is in `var/` aside instead of refusing.
    """
    manifest = read_manifest(archive)
    occupied = var.is_dir() and any(
        entry.name not in _LEFT_OUT for entry in var.iterdir()
    )
    if occupied and not force:
        raise refuse(
            "restore-occupied",
            "the folder holds data, and a restore would replace it.",
            "move it away, or give `--replace`: the old data is then kept beside it.",
            path=var,
            exit_code=Exit.MACHINE,
        )
    beside = _free_name(var, "restoring")
    try:
        with _machine(var):
            private_folder(beside)
            _unpack(archive, manifest, beside)
            _check_store(archive, manifest, beside)
            return _swap(beside, var, keep=occupied)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_archive(var: Path, part: Path, copies: Path, *, exclude: Path) -> None:
    files: list[BackedUpFile] = []
    ledger_head = ""
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _contents(var, exclude):
            name = path.relative_to(var).as_posix()
            source = path
            if path.suffix == ".sqlite3":
                source = _copy_database(path, copies / "database.sqlite3")
                if name == STORE_NAME:
                    ledger_head = _ledger_head(source)
            files.append(_add(archive, name, source))
        manifest = Manifest(
            format=BACKUP_FORMAT,
            note=_NOTE,
            ledger_head=ledger_head,
            files=tuple(files),
        )
        content = manifest.model_dump_json(indent=1) + "\n"
        archive.writestr(_entry(MANIFEST), content.encode("utf-8"))
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())


def _contents(var: Path, exclude: Path) -> Iterator[Path]:
    """Files worth keeping, in order; not copies, locks or parts of databases."""
    backups_inside = var.resolve() in exclude.parents
    for path in sorted(var.rglob("*"), key=lambda path: path.relative_to(var).parts):
        inside = path.relative_to(var)
        if path.is_symlink() or not path.is_file():
            continue
        if inside.parts[0] in ("backup", *_LEFT_OUT):
            continue
        if inside.parts == ("keys", LIMESURVEY_PASSWORD):
            continue
        if backups_inside and exclude in path.resolve().parents:
            continue
        if path.name.startswith(".") or path.name.endswith(("-wal", "-shm")):
            continue
        yield path


def _copy_database(path: Path, copy: Path) -> Path:
    copy.unlink(missing_ok=True)
    private_file(copy)
    with (
        machine_words(path),
        contextlib.closing(connect(path)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        # one file without a write-ahead log beside it
        target.execute("PRAGMA journal_mode = DELETE")
    return copy


def _ledger_head(store: Path) -> str:
    with contextlib.closing(connect(store)) as connection:
        made = connection.execute("PRAGMA user_version").fetchone()[0]
        return head(connection) if made else ""


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> BackedUpFile:
    seen = hashlib.sha256()
    size = 0
    with source.open("rb") as stream, archive.open(_entry(name), "w") as entry:
        while block := stream.read(1 << 20):
            seen.update(block)
            size += len(block)
            entry.write(block)
    return BackedUpFile(path=name, size=size, sha256=seen.hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100600 << 16
    return entry


def _unpack(archive: Path, manifest: Manifest, folder: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        listed = {item.path for item in manifest.files} | {MANIFEST}
        if set(opened.namelist()) != listed or len(opened.namelist()) != len(listed):
            raise _damaged(archive, "its files are not those of its manifest")
        for item in manifest.files:
            inside = PurePosixPath(item.path)
            if inside.is_absolute() or ".." in inside.parts or "\\" in item.path:
                raise _damaged(archive, f"it holds a path outside: {item.path}")
            try:
                content = opened.read(item.path)
            except zipfile.BadZipFile as error:
                raise _damaged(archive, f"{item.path} cannot be read") from error
            if hashlib.sha256(content).hexdigest() != item.sha256:
                raise _damaged(archive, f"{item.path} is not what was backed up")
            write_private(folder.joinpath(*inside.parts), content)


def _check_store(archive: Path, manifest: Manifest, folder: Path) -> None:
    for item in manifest.files:
        if not item.path.endswith(".sqlite3"):
            continue
        path = folder / item.path
        with machine_words(path), contextlib.closing(connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise _damaged(archive, f"the database {item.path} is damaged")
    if (folder / STORE_NAME).exists():
        # also refuses a store made by a newer version, before anything is replaced
        with contextlib.closing(open_store(folder / STORE_NAME)) as connection:
            if head(connection) != manifest.ledger_head:
                raise _damaged(archive, "its ledger is not the one it names")


def _swap(beside: Path, var: Path, *, keep: bool) -> Path | None:
    aside = None
    if var.is_dir():
        # nobody may be writing while the folder changes under him
        with writer_lock(var, command="baseline restore"):
            pass
        if keep:
            aside = _free_name(var, "before-restore")
            var.replace(aside)
        else:
            shutil.rmtree(var)
    beside.replace(var)
    flush_folder(var.parent)
    return aside


def _free_name(var: Path, why: str) -> Path:
    number = 1
    while (path := var.with_name(f"{var.name}.{why}-{number}")).exists():
        number += 1
    return path


@contextlib.contextmanager
def _machine(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refuse(
            "backup-failed",
            f"the machine refused: {error.strerror or error}.",
            "check free space and rights, and stop a running collector; nothing was "
            "half-written.",
            path=path,
            exit_code=Exit.MACHINE,
        ) from error


def _damaged(archive: Path, what: str) -> Problems:
    return refuse(
        "backup-damaged",
        f"this backup cannot be used: {what}.",
        "take another backup; nothing was changed.",
        path=archive,
        exit_code=Exit.MACHINE,
    )
