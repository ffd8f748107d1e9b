"""Databases from which something was deleted, so that nothing of it stays behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from generator.errors import Exit, refuse


def leave_no_trace(connection: sqlite3.Connection, path: Path) -> None:
    """Writes a database anew without what was deleted, and empties its log.

    Raises:
        Problems: another program reads an older state, so that the log must stay.
    """
    # the copy SQLite makes meanwhile must not lie in the system's temporary folder
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("VACUUM")
    empty_log(connection, path)


def empty_log(connection: sqlite3.Connection, path: Path) -> None:
    """Moves everything from the log into the database and cuts the log to nothing.

    Raises:
        Problems: another program reads an older state, so that the log must stay.
    """
    [busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise refuse(
            "trace-left",
            "it is deleted, but traces stay in the database's log: another program is "
            "reading.",
            "stop the other program, such as a running collector or a backup, and run "
            "the same command again.",
            path=path,
            exit_code=Exit.MACHINE,
        )
