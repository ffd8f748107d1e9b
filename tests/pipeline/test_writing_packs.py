"""`privacy-pack` in a whole project: what it says of it, and what it never holds."""

from __future__ import annotations

import importlib.metadata
import zipfile
from pathlib import Path

from projects import (
    comment,
    files_with,
    invite,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import small_wave

from generator.pipeline.privacy_pack import components, write_pack


def test_the_pack_of_a_running_wave_holds_nobody_and_no_answer(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    invite(reading, [somebody(n) for n in range(4)])
    respond(reading, {somebody(1).email: comment("a canary sang")})
    done = write_pack(reading)
    assert done.frozen
    with zipfile.ZipFile(done.archive) as archive:
        archive.extractall(tmp_path / "unpacked")
    for folder in (done.folder, tmp_path / "unpacked"):
        for path in folder.rglob("*.docx"):
            with zipfile.ZipFile(path) as parts:
                parts.extractall(tmp_path / "parts" / path.stem)
    words = ("nadja", "Nadja", "canary", "mail.example")
    for folder in (done.folder, tmp_path / "unpacked", tmp_path / "parts"):
        assert files_with(folder, *words) == {}
    assert len(list(done.folder.rglob("*.docx"))) == 18


def test_made_again_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    first = write_pack(reading, "2026")
    archive, files = first.archive.read_bytes(), files_of(first.folder)
    second = write_pack(reading, "2026", out=tmp_path / "q" / "privacy-pack-2026")
    assert second.archive.read_bytes() == archive
    assert files_of(second.folder) == files


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_wave_before_is_compared(tmp_path: Path) -> None:
    waves = [
        with_privacy(small_wave(), k_scores=7),
        with_privacy(small_wave("2027", 2027)),
    ]
    reading = reading_of(new_project(tmp_path / "p", *waves))
    done = write_pack(reading)
    assert done.wave == "2027"
    page = (done.folder / "privacy-pack.en.html").read_text("utf-8")
    assert "Compared with Wave 2026" in page
    assert "<td>fewest answers behind a figure</td><td>7</td><td>5</td>" in page


def test_a_wave_still_to_come_gives_a_draft(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    done = write_pack(reading, reading.survey.waves[0].id)
    assert not done.frozen
    page = (done.folder / "privacy-pack.en.html").read_text("utf-8")
    assert "Office of Strategy and Insight" in page


def test_components_are_those_needed_with_their_licences() -> None:
    found = {one.name: one for one in components()}
    assert found["starlette"].version == importlib.metadata.version("starlette")
    assert found["starlette"].licence == "BSD-3-Clause"
    assert found["plotly.js-basic-dist-min"].where == "shipped"
    assert {"pytest", "ruff", "practice-baseline"}.isdisjoint(found)
    assert [one.name for one in found.values() if not one.licence] == []
