"""Many people's answers in one durable transaction."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.backends.local.inbox import connect
from generator.errors import Problem

Job = Callable[[sqlite3.Connection], None]
"""Something to write; all waiting jobs share one transaction."""

_EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"

MOST_JOBS = 256
"""Most jobs in one transaction."""


class NotSaved(Exception):
    """The database refused; nothing of the job was written."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    job: Job
    done: asyncio.Future[None]


class GroupCommit:
    """One thread writes for everybody: what waits is committed together.

    A caller goes on only after the commit returned, that is, after the answers are on
    the disk. One flush then serves all who waited for it. Where the file has been
    moved, deleted or restored meanwhile, nobody is told that anything was kept.

    Args:
        path: the inbox.
        wait: seconds to wait for another program that writes.
        leave_no_log: empty the database's log after every commit, so that what was
            deleted is nowhere any more before anybody is told so.
    """

    def __init__(
        self, path: Path, *, wait: float = 5.0, leave_no_log: bool = False
    ) -> None:
        self._path = path
        self._wait = wait
        self._leave_no_log = leave_no_log
        self._jobs: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts the writing thread."""
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Writes what still waits, then stops."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    async def write(self, job: Job) -> None:
        """Returns when the job is durable; raises `NotSaved` when it is not."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Waiting(job, done))
        await done

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        opened: tuple[int, int] | None = None
        told = False
        going = True
        while going:
            batch = [self._jobs.get()]
            while len(batch) < MOST_JOBS and not self._jobs.empty():
                batch.append(self._jobs.get())
            going = None not in batch
            waiting = [one for one in batch if one is not None]
            error: NotSaved | None = None
            try:
                if connection is None:
                    connection = connect(self._path, wait=self._wait)
                    opened = _identity(self._path)
                _commit(connection, [one.job for one in waiting])
                if self._leave_no_log and waiting:
                    # while somebody reads it stays, until the next commit
                    with contextlib.suppress(sqlite3.OperationalError):
                        connection.execute(_EMPTY_LOG).fetchall()
                if waiting and _identity(self._path) != opened:
                    told = told or _say_replaced(self._path)
                    error = NotSaved("the inbox was replaced")
            except Exception as refused:  # noqa: BLE001  # the thread serves everybody
                error = NotSaved(str(refused))
            if waiting:
                # one loop serves the whole collector
                loop = waiting[0].done.get_loop()
                loop.call_soon_threadsafe(_tell, waiting, error)
        if connection is not None:
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name; none where there is no file any more."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _say_replaced(path: Path) -> bool:
    """Tells whoever runs the collector, once; respondents are asked to try again."""
    problem = Problem(
        path.name,
        0,
        0,
        "inbox-replaced",
        "the inbox was moved, deleted or restored while the collector was running, "
        "so no answer is taken any more.",
        "stop the collector and start it again.",
    )
    sys.stderr.write(f"{problem}\n")
    sys.stderr.flush()
    return True


def _commit(connection: sqlite3.Connection, jobs: list[Job]) -> None:
    if not jobs:
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        for job in jobs:
            job(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _tell(waiting: list[_Waiting], error: NotSaved | None) -> None:
    for one in waiting:
        if one.done.done():  # the respondent closed the connection meanwhile
            continue
        if error is None:
            one.done.set_result(None)
        else:
            one.done.set_exception(error)
