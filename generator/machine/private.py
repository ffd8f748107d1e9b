"""Files and folders only their owner may read, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

LIMESURVEY_PASSWORD = "limesurvey-password"  # noqa: S105 - the name of a file
"""File below `var/keys` with the password of somebody else's server: it never leaves
this machine, not even in a backup."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_folder(path: Path) -> Path:
    """Make a folder only its owner may enter (on Windows: as the user's profile).

    Folders above it that are missing are made private too.
    """
    if not path.parent.exists():
        private_folder(path.parent)
    path.mkdir(mode=FOLDER_MODE, exist_ok=True)
    _restrict(path, FOLDER_MODE)
    return path


def private_file(path: Path) -> Path:
    """Make sure a file exists and only its owner may read it."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    except FileExistsError:
        # never opened and closed here: that would drop the locks of a database this
        # process has open (https://www.sqlite.org/howtocorrupt.html, 2.2)
        if not path.is_file():
            raise
    _restrict(path, FILE_MODE)
    return path


def others_can_read(path: Path) -> bool:
    """Whether a file is open to others here; Windows has rights of its own."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)


def write_private(path: Path, content: bytes) -> None:
    """Write a file through a temporary name, durable and readable by its owner."""
    private_folder(path.parent)
    temporary = path.with_name(f".{path.name}.part")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    flush_folder(path.parent)


def rewrite_private(path: Path, content: bytes) -> None:
    """Write a file anew, and write over what stood in it before."""
    before = path.with_name(f".{path.name}.before")
    erase(before)
    # a second name for the old bytes; some file systems know no such thing
    with contextlib.suppress(OSError):
        os.link(path, before)
    write_private(path, content)
    erase(before)


def erase(path: Path) -> None:
    """Write over a file, then remove it; nothing is done where there is none.

    A disk that moves its blocks about may keep older copies that no program can reach.
    """
    if not path.is_file():
        return
    with path.open("rb+") as stream:
        left = path.stat().st_size
        while left > 0:
            left -= stream.write(bytes(min(left, 1 << 20)))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    flush_folder(path.parent)


def flush_folder(path: Path) -> None:
    """Make a rename in a folder survive a power cut, where the system offers it."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        # some network file systems refuse to flush a folder
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _restrict(path: Path, mode: int) -> None:
    if os.name == "nt":
        return
    # a folder owned by somebody else (a mounted volume) keeps that owner's choice
    with contextlib.suppress(PermissionError):
        if path.stat().st_mode & 0o777 != mode:
            path.chmod(mode)
