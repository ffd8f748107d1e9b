"""The frozen wave in its folder, and what was published of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from generator.errors import Problem, Problems, refuse
from generator.model.instrument import WAVE_FORMAT, Wave
from generator.sources.writtenfile import (
    Json,
    check_format,
    json_bytes,
    read_json,
    shown,
    write_once,
    write_whole,
)

WAVE_FILE = "wave.json"
PUBLISHED_FILE = "published.json"
WAVES = "waves"
PUBLISHED_FORMAT = 1


@cache
def _adapter() -> TypeAdapter[Wave]:
    # Built on first use: commands that touch no wave need not wait for it.
    return TypeAdapter(Wave)


def read_wave(path: Path) -> Wave:
    """Read a frozen wave; it must be exactly what `write_wave` wrote."""
    data = read_json(path, _damaged)
    if not isinstance(data, dict):
        raise _damaged(path, "it holds no wave")
    check_format(path, data, WAVE_FORMAT, _damaged)
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
    write_once(path, json_bytes(_plain(wave)), _frozen(path))


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
    data = read_json(path, _damaged)
    if not isinstance(data, dict):
        raise _damaged(path, "it holds no keys")
    check_format(path, data, PUBLISHED_FORMAT, _damaged)
    return data


def write_published(folder: Path, published: dict[str, Json]) -> None:
    """Write what was published of the wave in `folder`, whole or not at all."""
    path = folder / PUBLISHED_FILE
    content: dict[str, Json] = {"format": PUBLISHED_FORMAT, **published}
    write_whole(path, json_bytes(content))


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


def _damaged(path: Path, why: str) -> Problems:
    return refuse(
        "wave-damaged",
        f"this file was changed after it was written: {why}",
        "restore it from your version history; frozen files are never edited",
        path=shown(path),
    )


def _frozen(path: Path) -> Problems:
    return refuse(
        "wave-frozen",
        "this wave is frozen already and is never written again",
        "plan another wave in `survey.yaml` for what should change",
        path=shown(path),
    )
