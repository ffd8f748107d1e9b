"""Files that are written whole: once, shared in version control, and never edited."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from generator.errors import Exit, Problems, refuse

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What a JSON file can hold."""

Damaged = Callable[[Path, str], Problems]
"""The refusal of a file that was changed, from its path and the reason."""


def json_bytes(data: Json) -> bytes:
    """A value as it stands in such a file: the same value, the same bytes."""
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True
    )
    return (text + "\n").encode("utf-8")


@contextlib.contextmanager
def beside(path: Path, content: bytes) -> Iterator[Path]:
    """A finished file under another name, to be renamed; nothing half-written."""
    fresh: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        fresh = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; these are shared through git.
        fresh.chmod(0o644)
        yield fresh
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unwritable",
            f"this file cannot be written: {reason}",
            "make room on the disk, or check that you may write here",
            path=shown(path),
            exit_code=Exit.MACHINE,
        ) from error
    finally:
        if fresh is not None:
            fresh.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, or write it anew: whole or not at all."""
    with beside(path, content) as fresh:
        fresh.replace(path)


def write_once(path: Path, content: bytes, taken: Problems) -> None:
    """Write a file whole; raise `taken` where there is one of this name already."""
    with beside(path, content) as fresh:
        try:
            # A link fails where the name is taken: two writers cannot both win.
            os.link(fresh, path)
        except FileExistsError:
            raise taken from None
        except OSError:
            # The file system knows no links (FAT, some network drives).
            if path.exists():
                raise taken from None
            fresh.replace(path)


def read_json(path: Path, damaged: Damaged) -> Json:
    """What a file holds.

    Raises:
        Problems: it is missing, cannot be read, or is not JSON.
    """
    try:
        data: Json = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise refuse(
            "file-missing",
            "this file is missing",
            "restore it from your version history",
            path=shown(path),
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "check that it is a file and that you may read it",
            path=shown(path),
        ) from None
    except (ValueError, RecursionError):
        raise damaged(path, "it is not JSON") from None
    return data


def check_format(
    path: Path, data: dict[str, Json], ours: int, damaged: Damaged
) -> None:
    """Refuse a file without a format number, or with one newer than `ours`."""
    given = data.get("format")
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise damaged(path, "it has no format number")
    if given > ours:
        raise refuse(
            "format-newer",
            f"this file has format {given}; this version reads format {ours}",
            "install a newer version of Practice Baseline",
            path=shown(path),
        )


def shown(path: Path) -> str:
    """The path below the project, where the folders are those of a project."""
    parts = path.parts
    if "surveys" in parts:
        last = len(parts) - 1 - parts[::-1].index("surveys")
        parts = parts[last:]
    return Path(*parts).as_posix()
