"""Opens the store: one SQLite file, migrated by numbered steps."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.errors import Exit, Problems, refuse
from generator.machine.private import private_file, private_folder

STORE_NAME = "store.sqlite3"
"""Name of the store's file below `var/`."""


_FULL = (
    "disk-full",
    "the disk is full; nothing of this step was stored.",
    "make room on the disk and run the same command again.",
)


def migrations() -> tuple[str, ...]:
    """The SQL of every migration, oldest first; the format is their number."""
    folder = Path(__file__).parent / "migrations"
    return tuple(
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))
    )


def open_store(
    path: Path,
    *,
    patience: float = 5.0,
    steps: Sequence[str] | None = None,
) -> sqlite3.Connection:
    """Open the store, making or migrating it first; close it when done.

    Args:
        path: the store's file, `var/store.sqlite3`.
        patience: seconds to wait while another program writes.
        steps: migrations to apply; the shipped ones where not given.

    Raises:
        Problems: newer than this program, locked, damaged or not writable.
    """
    with machine_words(path):
        private_folder(path.parent)
        private_file(path)
        connection = connect(path, patience=patience)
    try:
        with machine_words(path):
            connection.execute("PRAGMA synchronous = FULL")
            # what is deleted is overwritten; not every build of SQLite does so
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path, migrations() if steps is None else steps)
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, *, patience: float = 5.0) -> sqlite3.Connection:
    """A plain connection in which every transaction is begun by us."""
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any exception.

    Inside another transaction it is a part of that one.
    """
    if connection.in_transaction:
        yield
        return
    with database_words(database_path(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # a full disk has already rolled back by itself
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def database_path(connection: sqlite3.Connection) -> Path:
    """The file a connection writes to."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


@contextlib.contextmanager
def machine_words(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system refuses into words a person can act on."""
    try:
        with database_words(path):
            yield
    except OSError as error:
        raise refuse(
            *_system_words(error, path), path=path, exit_code=Exit.MACHINE
        ) from error


@contextlib.contextmanager
def database_words(path: Path) -> Iterator[None]:
    """The same for SQLite alone, around code that may fail in ways of its own."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise _explain(error, path) from error


def _system_words(error: OSError, path: Path) -> tuple[str, str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL
    return (
        "store-not-writable",
        f"{path.name} cannot be written: {error.strerror or error}.",
        "check who owns var/ and its files, and that the disk is not read-only.",
    )


def _explain(error: sqlite3.DatabaseError, path: Path) -> Problems:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        words = (
            "store-locked",
            "another program is writing the store and did not finish in time.",
            "wait until it is done and try again; nothing was changed.",
        )
    elif code == sqlite3.SQLITE_FULL:
        words = _FULL
    elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        words = (
            "store-damaged",
            "the store cannot be read; the file is damaged or of another program.",
            "keep the file, and bring back the last backup with `baseline restore`.",
        )
    elif code in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    ):
        words = (
            "store-not-writable",
            f"{path.name} cannot be opened for writing.",
            "check that the folder exists, is writable and not on a read-only disk.",
        )
    elif code == sqlite3.SQLITE_IOERR:
        words = (
            "disk-error",
            "the disk reported an error while the store was read or written.",
            "check the disk and its free space, then run the same command again.",
        )
    else:
        # anything else is a mistake of ours, and must show its trace
        raise error
    return refuse(*words, path=path, exit_code=Exit.MACHINE)


def _migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    found = _format(connection)
    if found > len(steps):
        raise refuse(
            "store-newer",
            f"the store has format {found}; this program knows up to {len(steps)}.",
            "update Practice Baseline, or restore a backup made with this version.",
            path=path,
            exit_code=Exit.MACHINE,
        )
    if found == len(steps):
        return
    if found:
        _copy_aside(connection, path, found)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # another program may have migrated it while this one waited
        for number in range(_format(connection), len(steps)):
            for statement in _statements(steps[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy_aside(connection: sqlite3.Connection, path: Path, found: int) -> None:
    folder = private_folder(path.parent / "backup")
    number = 1
    while True:
        copy = folder / f"{path.stem}-format-{found}-{number}{path.suffix}"
        if not copy.exists():
            break
        number += 1
    part = private_file(copy.with_name(f".{copy.name}.part"))
    with contextlib.closing(sqlite3.connect(part)) as target:
        connection.backup(target)
    part.replace(copy)


def _statements(script: str) -> Iterator[str]:
    """Single statements of a script; `executescript` would commit in between."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        text = "\n".join(lines)
        if sqlite3.complete_statement(text):
            yield text
            lines.clear()
