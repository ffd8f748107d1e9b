"""One writer at a time below `var/`, and words about who it is."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import Exit, Problems, refuse
from generator.machine.private import private_folder, write_private
from generator.store.database import machine_words

LOCK_NAME = "lock"
"""The file below `var/` that says who is writing."""

GUARD_NAME = "lock.guard"
"""The file the system locks; it holds nothing and is freed when its program ends."""


@contextlib.contextmanager
def writer_lock(
    var: Path,
    *,
    wait: float = 0,
    command: str | None = None,
    now: datetime.datetime | None = None,
) -> Iterator[None]:
    """Hold the right to write below `var/` while the block runs.

    Args:
        var: the project's private folder.
        wait: seconds to wait for another program to finish.
        command: what this program is doing, shown to others; from the command line
            where not given.
        now: the moment shown to others; the clock's where not given.

    Raises:
        Problems: another program is writing; exit code 5.
    """
    with machine_words(var):
        private_folder(var)
    # the words stand apart from the guard: Windows lets nobody read a locked file
    guard = FileLock(var / GUARD_NAME, mode=0o600)
    try:
        guard.acquire(timeout=wait)
    except Timeout:
        raise _refusal(var) from None
    note = var / LOCK_NAME
    try:
        started = now or datetime.datetime.now(datetime.UTC)
        doing = command or " ".join(["baseline", *sys.argv[1:2]])
        said = f"{doing}, process {os.getpid()}, since {started:%Y-%m-%d %H:%M:%S} UTC"
        with machine_words(note):
            write_private(note, f"{said}\n".encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)
        guard.release()


def lock_holder(var: Path) -> str:
    """Who says to be writing, in words; empty where nobody does."""
    try:
        return (var / LOCK_NAME).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _refusal(var: Path) -> Problems:
    who = lock_holder(var) or "another program"
    return refuse(
        "writer-locked",
        f"somebody else is writing this project: {who}.",
        "wait until it is done, or give `--wait 60` to wait here.",
        path=var / LOCK_NAME,
        exit_code=Exit.MACHINE,
    )
