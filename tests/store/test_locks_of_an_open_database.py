"""A database that is in use keeps its locks when it is opened once more."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from generator.store.database import open_store

VISIT = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as connection:
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
"""


def test_another_program_does_not_take_the_journal_away(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite3"
    with closing(open_store(store)) as connection:
        connection.execute("CREATE TABLE kept (n INTEGER)")
        open_store(store).close()
        subprocess.run([sys.executable, "-c", VISIT, str(store)], check=True)
        connection.execute("INSERT INTO kept VALUES (1)")
        journal = store.with_name("store.sqlite3-wal")
        assert journal.is_file()
        with closing(open_store(store)) as other:
            assert other.execute("SELECT n FROM kept").fetchall() == [(1,)]
