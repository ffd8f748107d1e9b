"""Frozen waves: written once, read exactly, never half-written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from samples import small_wave

from generator.errors import Exit, Problems
from generator.model.instrument import AnswerIn
from generator.sources.wavefile import (
    read_published,
    read_wave,
    waves_of,
    write_published,
    write_wave,
)


def wave_path(folder: Path, wave: str = "2026") -> Path:
    return folder / "surveys" / "alliance-baseline" / "waves" / wave / "wave.json"


def refused(path: Path) -> str:
    with pytest.raises(Problems) as caught:
        read_wave(path)
    return str(caught.value)


def changed(path: Path, **values: object) -> Path:
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, **values}), encoding="utf-8")
    return path


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    path = wave_path(tmp_path)
    write_wave(path, small_wave())
    return path


def test_a_wave_comes_back_as_it_was(frozen: Path) -> None:
    assert read_wave(frozen) == small_wave()


def test_conditions_of_questions_come_back_as_they_were(tmp_path: Path) -> None:
    wave = small_wave()
    waits = ((AnswerIn("Q1", ("0", "1")), AnswerIn("Q2", ("NA",))),)
    one = wave.instruments[0]
    last = one.pages[-1]
    question = replace(last.questions[0], show_if=waits)
    page = replace(last, questions=(question, *last.questions[1:]))
    one = replace(one, pages=(*one.pages[:-1], page))
    wave = replace(wave, instruments=(one, *wave.instruments[1:]))
    write_wave(tmp_path / "wave.json", wave)
    assert read_wave(tmp_path / "wave.json") == wave


def test_the_same_wave_gives_the_same_bytes(frozen: Path, tmp_path: Path) -> None:
    again = tmp_path / "again" / "wave.json"
    write_wave(again, read_wave(frozen))
    assert again.read_bytes() == frozen.read_bytes()
    assert frozen.read_bytes().endswith(b"}\n")


def test_nothing_else_is_left_beside_a_wave(frozen: Path) -> None:
    assert [path.name for path in frozen.parent.iterdir()] == ["wave.json"]


def test_windows_line_ends_from_git_do_not_matter(frozen: Path) -> None:
    frozen.write_bytes(frozen.read_bytes().replace(b"\n", b"\r\n"))
    assert read_wave(frozen) == small_wave()


def test_a_frozen_wave_is_never_written_again(frozen: Path) -> None:
    before = frozen.read_bytes()
    with pytest.raises(Problems) as caught:
        write_wave(frozen, small_wave(year=2027))
    assert str(caught.value) == (
        "surveys/alliance-baseline/waves/2026/wave.json: wave-frozen: this wave is "
        "frozen already and is never written again\n"
        "  hint: plan another wave in `survey.yaml` for what should change"
    )
    assert frozen.read_bytes() == before
    assert [path.name for path in frozen.parent.iterdir()] == ["wave.json"]


def test_a_newer_format_is_refused_with_words(frozen: Path) -> None:
    assert refused(changed(frozen, format=99)) == (
        "surveys/alliance-baseline/waves/2026/wave.json: format-newer: this file has "
        "format 99; this version reads format 1\n"
        "  hint: install a newer version of Practice Baseline"
    )


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"format": "1"}, "it has no format number"),
        ({"format": True}, "it has no format number"),
        ({"opens": "soon"}, "`opens` does not fit"),
        ({"note": 1}, "it holds something that was not there when it was frozen"),
        (
            {"reference": "yes"},
            "it holds something that was not there when it was frozen",
        ),
    ],
)
def test_a_wave_changed_by_hand_is_refused(
    frozen: Path, values: dict[str, object], why: str
) -> None:
    assert refused(changed(frozen, **values)) == (
        "surveys/alliance-baseline/waves/2026/wave.json: wave-damaged: this file was "
        f"changed after it was written: {why}\n"
        "  hint: restore it from your version history; frozen files are never edited"
    )


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b"[]"])
def test_what_is_no_wave_is_refused(frozen: Path, raw: bytes) -> None:
    frozen.write_bytes(raw)
    assert "wave-damaged: this file was changed after it was written" in refused(frozen)


def test_waves_come_oldest_first(tmp_path: Path) -> None:
    write_wave(wave_path(tmp_path, "a"), small_wave("a", 2027, reference=False))
    write_wave(wave_path(tmp_path, "b"), small_wave("b", 2026))
    survey = tmp_path / "surveys" / "alliance-baseline"
    assert [wave.id for wave in waves_of(survey)] == ["b", "a"]


def test_a_survey_without_frozen_waves_has_none(tmp_path: Path) -> None:
    assert waves_of(tmp_path) == []


def test_every_damaged_wave_is_said(frozen: Path, tmp_path: Path) -> None:
    changed(frozen, format=99)
    write_wave(wave_path(tmp_path, "2028"), small_wave("2027", 2027))
    with pytest.raises(Problems) as caught:
        waves_of(tmp_path / "surveys" / "alliance-baseline")
    assert [problem.message for problem in caught.value.problems] == [
        "this file has format 99; this version reads format 1",
        "this file was changed after it was written: it is of wave `2027`",
    ]


def test_what_was_published_comes_back(frozen: Path) -> None:
    folder = frozen.parent
    assert read_published(folder) == {}
    write_published(folder, {"edition": 1, "ledger_head": "ab"})
    assert read_published(folder) == {"format": 1, "edition": 1, "ledger_head": "ab"}
    write_published(folder, {"edition": 2, "ledger_head": "cd"})
    assert read_published(folder)["edition"] == 2
    assert sorted(path.name for path in folder.iterdir()) == [
        "published.json",
        "wave.json",
    ]


def test_a_newer_published_file_is_refused(frozen: Path) -> None:
    write_published(frozen.parent, {"format": 2})
    with pytest.raises(Problems) as caught:
        read_published(frozen.parent)
    assert caught.value.problems[0].code == "format-newer"


def test_a_folder_that_cannot_be_written_is_the_machines_refusal(
    tmp_path: Path,
) -> None:
    (tmp_path / "waves").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(Problems) as caught:
        write_published(tmp_path / "waves", {})
    assert caught.value.exit_code is Exit.MACHINE
    assert caught.value.problems[0].code == "file-unwritable"
