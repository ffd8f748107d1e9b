"""A first map of a form tool's file: what is found, what is left to a person."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml
from answer_files import WAVE, csv_file
from formats.richwave import HOSTILE, hostile_wave, practitioners

from generator.backends.tables import Guess, guess_map
from generator.errors import Problems
from generator.formats.formtools import written
from generator.model.instrument import Wave
from generator.sources.answer_maps import check_complete, read_answer_map
from generator.sources.tables import read_typed_table

TEXTS = {
    language: [
        written(practitioners(WAVE), question, language)
        for question in practitioners(WAVE).questions()
    ]
    for language in ("en", "de")
}
CODES = [question.code for question in practitioners(WAVE).questions()]


def guess(
    folder: Path, *rows: tuple[str, ...], wave: Wave = WAVE, instrument: str = ""
) -> tuple[Guess, dict[str, Any]]:
    """What is guessed, and the map as it loads."""
    file = csv_file(folder, *rows)
    found = guess_map(read_typed_table(file), wave, instrument)
    path = folder / "answers.map.yaml"
    path.write_text(found.text, encoding="utf-8")
    read_answer_map(path, wave)
    loaded: dict[str, Any] = yaml.safe_load(found.text)
    return found, loaded


def test_an_import_of_our_word_document_is_known_whole(tmp_path: Path) -> None:
    head = (
        *("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"),
        "Um welches Team geht es in Ihren Antworten?",
        *TEXTS["de"],
    )
    row = ("1", "", "", "anonymous", "", "Oncology", *[""] * len(CODES))
    found, loaded = guess(tmp_path, head, row, ("2", *row[1:]))
    assert found.matched == tuple(CODES)
    assert (found.doubtful, found.open) == ((), ())
    assert found.unread == ("Startzeit", "E-Mail", "Name")
    assert (loaded["instrument"], loaded["language"]) == ("practitioner", "de")
    assert (loaded["id"], loaded["finished"]) == ("ID", "Fertigstellungszeit")
    assert loaded["team"] == "Um welches Team geht es in Ihren Antworten?"
    assert "person" not in loaded, "everybody is `anonymous`"


def test_an_export_of_our_xlsform_is_known_whole(tmp_path: Path) -> None:
    head = ["start", "group", "fingerprint", "page_start/team"]
    for question in practitioners(WAVE).questions():
        head.append(f"page_x/{question.code}")
        if question.kind == "multi":
            head += [f"page_x/{question.code}/{c.code}" for c in question.choices]
    head += ["page_x/N1_none", "_id", "_uuid", "_submission_time"]
    row = dict.fromkeys(head, "") | {"page_x/P1": "P1 P3", "_uuid": "ab-1"}
    found, loaded = guess(tmp_path, tuple(head), tuple(row.values()))
    assert found.matched == tuple(CODES)
    assert loaded["questions"]["P1"] == {"column": "page_x/P1", "split": " "}
    assert loaded["questions"]["N1"]["no_answer"] == "page_x/N1_none"
    assert (loaded["id"], loaded["team"]) == ("_uuid", "page_start/team")
    assert (loaded["fingerprint"], loaded["finished"]) == (
        "fingerprint",
        "_submission_time",
    )


@pytest.mark.parametrize(
    "shape",
    ["{code}/{option}", "{text} [{label}]", "{text}: {label}", "{code}_{option}"],
)
def test_ticks_in_a_column_each_are_found(tmp_path: Path, shape: str) -> None:
    (question,) = [q for q in practitioners(WAVE).questions() if q.code == "P1"]
    columns = {
        choice.code: shape.format(
            code="P1",
            option=choice.code,
            text=question.text["en"],
            label=choice.label["en"],
        )
        for choice in question.choices
    }
    _, loaded = guess(
        tmp_path, ("id", "team", "Q6", *columns.values()), ("1", "", "", *[""] * 5)
    )
    assert loaded["questions"]["P1"] == {"columns": columns}


def test_what_is_only_alike_is_to_be_checked(tmp_path: Path) -> None:
    found, loaded = guess(
        tmp_path,
        ("id", "team", "N1", "1. What helped you the most?", "Anything else?"),
        ("1", "oncology", "3", "x", "y"),
    )
    assert found.doubtful == ("C1",)
    assert "  C1:  # please check\n" in found.text
    assert loaded["questions"]["C1"]["column"] == "1. What helped you the most?"
    assert "C1" not in found.open
    assert "Q1" in found.open
    assert '#   "Anything else?"\n' in found.text
    assert "#   Q1: How is Q1 done?\n" in found.text


def test_a_time_stands_for_a_row_where_nothing_is_counted(tmp_path: Path) -> None:
    found, loaded = guess(
        tmp_path, ("Zeitstempel", "team", "N1"), ("5.3.2026 14:03:22", "", "1")
    )
    assert (loaded["id"], loaded["finished"]) == ("Zeitstempel", "Zeitstempel")
    assert "id" in found.doubtful
    assert 'id: "Zeitstempel"  # please check' in found.text


def test_what_tells_no_rows_apart_is_no_id(tmp_path: Path) -> None:
    found, loaded = guess(tmp_path, ("ID", "N1"), ("1", "1"), ("1", "2"))
    assert "id" not in loaded
    assert found.open[:2] == ("id", "team")
    path = tmp_path / "answers.map.yaml"
    with pytest.raises(Problems, match="map-id"):
        check_complete(*read_answer_map(path, WAVE), WAVE)


def test_the_separator_is_the_one_the_cells_agree_on(tmp_path: Path) -> None:
    _, loaded = guess(
        tmp_path,
        ("id", "P2"),
        ("1", "Mails, letters"),
        ("2", "Calls;Mails, letters;"),
    )
    assert loaded["questions"]["P2"] == {"column": "P2", "split": ";"}


def test_no_cell_below_the_headings_is_ever_written(tmp_path: Path) -> None:
    found, _ = guess(
        tmp_path,
        ("id", "team", "N1", "E-Mail"),
        ("secret-1", "secret team", "secret", "secret@example.org"),
        ("secret-2", "secret team", "secret", "other@example.org"),
    )
    assert "secret" not in found.text
    assert 'person: "E-Mail"' in found.text


def test_an_anonymous_wave_gets_no_column_of_persons(tmp_path: Path) -> None:
    promise = dataclasses.replace(WAVE.privacy, identity="anonymous")
    wave = dataclasses.replace(WAVE, privacy=promise)
    found, loaded = guess(
        tmp_path, ("id", "N1", "E-Mail"), ("1", "1", "a@b.c"), wave=wave
    )
    assert "person" not in loaded
    assert found.unread == ("E-Mail",)


def test_a_file_that_fits_several_surveys_asks_which(tmp_path: Path) -> None:
    rows = (("id", "Q1"), ("1", "Rung 3"))
    with pytest.raises(Problems, match="--instrument"):
        guess(tmp_path, *rows)
    _, loaded = guess(tmp_path, *rows, instrument="partner")
    assert loaded["instrument"] == "partner"
    with pytest.raises(Problems, match="no survey `nobody`"):
        guess(tmp_path, *rows, instrument="nobody")


def test_our_forms_say_whom_they_ask(tmp_path: Path) -> None:
    _, loaded = guess(
        tmp_path,
        ("id", "group", "Q1"),
        ("1", "stakeholder", "3"),
        ("2", "stakeholder", ""),
    )
    assert loaded["instrument"] == "stakeholder"


def test_a_heading_that_is_there_twice_is_numbered(tmp_path: Path) -> None:
    found, loaded = guess(tmp_path, ("id", "N1", "Why?", "Why?"), ("1", "1", "", ""))
    assert found.unread == ("Why? (1)", "Why? (2)")
    assert loaded["questions"]["N1"]["column"] == "N1"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_headings_are_written_so_that_they_load(
    tmp_path: Path, text: str
) -> None:
    wave = hostile_wave(text)
    asked = practitioners(wave)
    head = ("id", text, *[question.text["de"] for question in asked.questions()])
    found, _ = guess(
        tmp_path, head, ("1", *[""] * (len(head) - 1)), wave=wave, instrument=asked.id
    )
    assert set(found.matched) == set(CODES)
