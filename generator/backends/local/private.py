"""Files only their owner may read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Makes a folder only its owner may open; one that exists stays as it is."""
    # Windows keeps a user's folders private by its own rules and ignores the mode
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def create_private(path: Path) -> None:
    """An empty file only its owner may read; nothing where it exists."""
    private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def write_private(path: Path, write: Callable[[Path], None]) -> None:
    """Writes a private file under a temporary name, then puts it in place."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    create_private(part)
    try:
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
