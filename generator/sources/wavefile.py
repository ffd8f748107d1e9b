"""The frozen wave in its folder, and what was published of it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from generator.errors import Exit, Problem, Problems, refuse
from generator.model.instrument import WAVE_FORMAT, Wave

WAVE_FILE = "wave.json"
PUBLISHED_FILE = "published.json"
WAVES = "waves"
PUBLISHED_FORMAT = 1

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What a JSON file can hold."""


@cache
def _adapter() -> TypeAdapter[Wave]:
    # Built on first use: commands that touch no wave need not wait for it.
    return TypeAdapter(Wave)


def read_wave(path: Path) -> Wave:
    """Read a frozen wave; it must be exactly what `write_wave` wrote."""
    data = _read(path)
    if not isinstance(data, dict):
        raise _damaged(path, "it holds no wave")
    _format(path, data, WAVE_FORMAT)
    adapter = _adapter()
    try:
        wave = adapter.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _damaged(path, f"`{place}` does not fit") from None
    if not _within(data, _plain(wave)):
        raise _damaged(path, "it holds something that was not there when it was frozen")
    return wave


def write_wave(path: Path, wave: Wave) -> None:
    """Write a wave once; a wave that is there is never written again."""
    with _beside(path, _json(_plain(wave))) as fresh:
        try:
            # A link fails where the name is taken: two writers cannot both win.
            os.link(fresh, path)
        except FileExistsError:
            raise _frozen(path) from None
        except OSError:
            # The file system knows no links (FAT, some network drives).
            if path.exists():
                raise _frozen(path) from None
            fresh.replace(path)


def waves_of(survey_folder: Path) -> list[Wave]:
    """Every frozen wave below a survey's folder, oldest first."""
    folder = survey_folder / WAVES
    if not folder.is_dir():
        return []
    waves: list[Wave] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*/{WAVE_FILE}")):
        try:
            wave = read_wave(path)
        except Problems as unreadable:
            problems += unreadable.problems
            continue
        if wave.id != path.parent.name:
            damaged = _damaged(path, f"it is of wave `{wave.id}`")
            problems += damaged.problems
        waves.append(wave)
    if problems:
        raise Problems(problems)
    return sorted(waves, key=lambda wave: (wave.opens, wave.id))


def read_published(folder: Path) -> dict[str, Json]:
    """What was published of the wave in `folder`; empty where nothing was."""
    path = folder / PUBLISHED_FILE
    if not path.exists():
        return {}
    data = _read(path)
    if not isinstance(data, dict):
        raise _damaged(path, "it holds no keys")
    _format(path, data, PUBLISHED_FORMAT)
    return data


def write_published(folder: Path, published: dict[str, Json]) -> None:
    """Write what was published of the wave in `folder`, whole or not at all."""
    path = folder / PUBLISHED_FILE
    content: dict[str, Json] = {"format": PUBLISHED_FORMAT, **published}
    with _beside(path, _json(content)) as fresh:
        fresh.replace(path)


def _within(data: Json, whole: Json) -> bool:
    """Whether a file holds nothing but what the wave does; late fields may lack."""
    if isinstance(data, dict) and isinstance(whole, dict):
        return all(
            key in whole and _within(value, whole[key]) for key, value in data.items()
        )
    if isinstance(data, list) and isinstance(whole, list):
        return len(data) == len(whole) and all(map(_within, data, whole))
    return type(data) is type(whole) and data == whole


def _plain(wave: Wave) -> Json:
    plain: Json = _adapter().dump_python(wave, mode="json")
    return plain


def _json(data: Json) -> bytes:
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True
    )
    return (text + "\n").encode("utf-8")


@contextlib.contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
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
        # mkstemp makes private files; a frozen wave is shared through git.
        fresh.chmod(0o644)
        yield fresh
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unwritable",
            f"this file cannot be written: {reason}",
            "make room on the disk, or check that you may write here",
            path=_shown(path),
            exit_code=Exit.MACHINE,
        ) from error
    finally:
        if fresh is not None:
            fresh.unlink(missing_ok=True)


def _read(path: Path) -> Json:
    try:
        data: Json = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise refuse(
            "file-missing",
            "this file is missing",
            "restore it from your version history",
            path=_shown(path),
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "check that it is a file and that you may read it",
            path=_shown(path),
        ) from None
    except (ValueError, RecursionError):
        raise _damaged(path, "it is not JSON") from None
    return data


def _format(path: Path, data: dict[str, Json], ours: int) -> None:
    given = data.get("format")
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise _damaged(path, "it has no format number")
    if given > ours:
        raise refuse(
            "format-newer",
            f"this file has format {given}; this version reads format {ours}",
            "install a newer version of Practice Baseline",
            path=_shown(path),
        )


def _shown(path: Path) -> str:
    """The path below the project, where the folders are those of a project."""
    parts = path.parts
    if "surveys" in parts:
        last = len(parts) - 1 - parts[::-1].index("surveys")
        parts = parts[last:]
    return Path(*parts).as_posix()


def _damaged(path: Path, why: str) -> Problems:
    return refuse(
        "wave-damaged",
        f"this file was changed after it was written: {why}",
        "restore it from your version history; frozen files are never edited",
        path=_shown(path),
    )


def _frozen(path: Path) -> Problems:
    return refuse(
        "wave-frozen",
        "this wave is frozen already and is never written again",
        "plan another wave in `survey.yaml` for what should change",
        path=_shown(path),
    )
