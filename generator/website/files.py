"""Writing files so that nothing is ever half there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.errors import Exit, refuse


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write by temporary name and rename; leave a file alone that says the same."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def files_below(folder: Path) -> list[Path]:
    """Every file in a folder, sorted by its path with forward slashes."""
    if not folder.is_dir():
        return []
    return sorted(
        (path for path in folder.rglob("*") if path.is_file()),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def delete_others(folder: Path, keep: Iterable[str]) -> int:
    """Delete every file whose path is not in `keep`, and folders left empty."""
    kept = set(keep)
    deleted = 0
    for path in files_below(folder):
        if path.relative_to(folder).as_posix() not in kept:
            path.unlink()
            deleted += 1
    if folder.is_dir():
        for inner in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
            if not any(inner.iterdir()):
                inner.rmdir()
    return deleted


def tree_digest(folder: Path) -> str:
    """SHA-256 over the paths and contents of every file in a folder."""
    total = hashlib.sha256()
    for path in files_below(folder):
        total.update(path.relative_to(folder).as_posix().encode("utf-8"))
        total.update(b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def swap(fresh: Path, place: Path) -> None:
    """Put a finished folder in the place of an older one, by renaming."""
    old = place.with_name(f".{place.name}-old-{os.getpid()}")
    try:
        if place.exists():
            place.replace(old)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise refuse(
            "site-in-use",
            f"the folder {place.name} could not be replaced ({error.strerror})",
            "close programs that have a file of it open, then build again; "
            "the site as it was is untouched",
            path=place.name,
            exit_code=Exit.MACHINE,
        ) from error
    try:
        fresh.replace(place)
    except OSError:
        if old.exists():
            old.replace(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def remove_leftovers(place: Path) -> None:
    """Tidy what an interrupted build left beside the site."""
    if not place.parent.is_dir():
        return
    for old in sorted(place.parent.glob(f".{place.name}-old-*")):
        if not place.exists():
            old.replace(place)
        else:
            shutil.rmtree(old, ignore_errors=True)
    for fresh in sorted(place.parent.glob(f".{place.name}-new-*")):
        shutil.rmtree(fresh, ignore_errors=True)
