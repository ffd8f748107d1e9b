"""Where a forgotten person still stands: files and archives, named and not changed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.store.backup import known_archives

NOT_LOOKED_AT = frozenset((".git", ".venv", "__pycache__", "node_modules"))
"""Folders that hold no data of ours, or packed in a way that cannot be searched."""

PART = 1 << 20
"""Bytes read at once."""

DEEPEST = 3
"""Archives within archives that are opened."""


@dataclass(frozen=True, slots=True)
class Remain:
    """A file that still holds what was forgotten."""

    path: Path
    readable: bool = True
    """False: it could not be looked into, so it may hold it."""


def remains(root: Path, words: Collection[str]) -> tuple[Remain, ...]:
    """Files below a folder, and known archives elsewhere, that hold one of some words.

    Capital and small letters count the same. Zip files, and so backups, DOCX and XLSX,
    are looked into.
    """
    needles = sorted({needle for word in words if word for needle in _forms(word)})
    if not needles:
        return ()
    return tuple(_found(root, needles))


def _found(root: Path, needles: list[bytes]) -> Iterator[Remain]:
    seen: set[Path] = set()
    for folder, below, names in os.walk(root):
        below[:] = sorted(set(below) - NOT_LOOKED_AT)
        for name in sorted(names):
            path = Path(folder) / name
            seen.add(path.resolve())
            yield from _look(path, needles)
    for archive in known_archives(root / "var"):
        if archive.resolve() in seen:
            continue
        if archive.is_file():
            yield from _look(archive, needles)
        else:
            yield Remain(archive, readable=False)


def _look(path: Path, needles: list[bytes]) -> Iterator[Remain]:
    try:
        if path.is_symlink() or not path.is_file():
            return
        with path.open("rb") as stream:
            if _holds(stream, needles, DEEPEST):
                yield Remain(path)
    except OSError:
        yield Remain(path, readable=False)


def _holds(stream: IO[bytes], needles: list[bytes], deep: int) -> bool:
    if _holds_plainly(stream, needles):
        return True
    stream.seek(0)
    if not deep or stream.read(2) != b"PK":
        return False
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            for name in archive.namelist():
                if _holds(io.BytesIO(archive.read(name)), needles, deep - 1):
                    return True
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return False
    return False


def _holds_plainly(stream: IO[bytes], needles: list[bytes]) -> bool:
    longest = max(map(len, needles))
    before = b""
    while part := stream.read(PART):
        text = (before + part).lower()
        if any(needle in text for needle in needles):
            return True
        before = text[-longest:]
    return False


def _forms(word: str) -> Iterator[bytes]:
    """A word as programs write it; the case of ASCII letters is let fall."""
    for encoding in ("utf-8", "utf-16-le", "cp1252"):
        try:
            yield word.encode(encoding).lower()
        except UnicodeEncodeError:
            continue
