"""Rows of another tool's file: what a row is, whom it is about, when it was sent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from answer_files import KEY, WAVE, answers, csv_file, map_file, read, told, xlsx_file

from generator.backends.base import normalise
from generator.backends.pseudonyms import cluster_code, pseudonym
from generator.backends.tables import FileRows
from generator.errors import Problems
from generator.model.instrument import Wave

HEAD = ("id", "q")
QUESTIONS: dict[str, Any] = {"Q1": {"column": "q"}}


def anonymous() -> Wave:
    promise = dataclasses.replace(WAVE.privacy, identity="anonymous")
    return dataclasses.replace(WAVE, privacy=promise)


def rows(folder: Path, *lines: tuple[str, ...], **parts: Any) -> FileRows:
    head = parts.pop("head", HEAD)
    wave = parts.pop("wave", WAVE)
    file = csv_file(folder, head, *lines)
    return read(file, map_file(folder, QUESTIONS, **parts), wave)


# What a row is


def test_a_row_becomes_a_submission_that_fits_the_wave(tmp_path: Path) -> None:
    (one,) = rows(tmp_path, ("1", "Rung 3")).submissions
    assert (one.backend, one.instrument, one.group, one.team) == (
        "tables",
        "practitioner",
        "practitioner",
        "oncology",
    )
    assert (one.respondent, one.cluster, one.language) == ("", "", "en")
    assert (one.status, one.changed_at, one.revision, one.late) == (
        "complete",
        None,
        1,
        False,
    )
    response, problems = normalise(one, WAVE)
    assert problems == []
    assert response is not None
    assert response.answers == {"Q1": "3"}


def test_a_row_keeps_its_code_in_every_file_and_does_not_tell_its_id(
    tmp_path: Path,
) -> None:
    (first,) = rows(tmp_path, ("anna@example.org", "Rung 3")).submissions
    file = xlsx_file(tmp_path, ("q", "id"), ("Rung 1", "anna@example.org"))
    (again,) = read(file, map_file(tmp_path, QUESTIONS)).submissions
    assert first.remote_id == again.remote_id
    assert "anna" not in first.remote_id
    (other,) = rows(tmp_path, ("Anna@example.org", "Rung 3")).submissions
    assert other.remote_id != first.remote_id, "ids of some tools differ by case only"


def test_a_row_of_another_wave_or_sheet_has_another_code(tmp_path: Path) -> None:
    (here,) = rows(tmp_path, ("1", "Rung 3")).submissions
    later = dataclasses.replace(WAVE, id="2027")
    (there,) = rows(tmp_path, ("1", "Rung 3"), wave=later).submissions
    (beside,) = rows(tmp_path, ("1", "Rung 3"), source="paper").submissions
    assert len({one.remote_id for one in (here, there, beside)}) == 3


def test_a_number_and_a_time_of_a_spreadsheet_are_ids(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2026-03-05T14:03:22.120")
    file = xlsx_file(tmp_path, HEAD, (7.0, "Rung 3"), (moment, "Rung 3"))
    found = read(file, map_file(tmp_path, QUESTIONS))
    same = csv_file(tmp_path, HEAD, ("7", "x"), ("2026-03-05T14:03:22.120", "x"))
    assert found.present == read(same, map_file(tmp_path, QUESTIONS)).present


def test_the_same_problem_down_a_column_is_counted(tmp_path: Path) -> None:
    found = rows(tmp_path, *((str(n), "secret") for n in range(1000)))
    assert len(found.submissions) == 1000
    assert [problem.line for problem in found.problems] == [2, 3, 4, 5, 6, 7]
    last = found.problems[-1].message
    assert last == "the same in 995 more cells of this column, from here on"


def test_two_rows_with_one_id_are_both_named_and_none_is_read(tmp_path: Path) -> None:
    found = rows(tmp_path, ("1", "Rung 3"), ("2", "Rung 1"), ("1", "Rung 4"))
    assert answers(found) == [{"Q1": "1"}]
    assert told(found) == [
        "2:1 table-id: line 2, column 1: rows 2, 4 have the same id",
    ]
    assert len(found.present) == 2, "what is stored of it is not taken for gone"
    assert (found.rows, found.left_out) == (3, 2)


def test_several_columns_together_may_tell_rows_apart(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        ("a", "oncology", "Rung 3"),
        ("a", "vaccines", "Rung 1"),
        head=("id", "team", "q"),
        id=["id", "team"],
        team="team",
        only_team=None,
    )
    assert len({one.remote_id for one in found.submissions}) == 2
    assert told(found) == []


def test_a_row_without_an_id_is_left_out(tmp_path: Path) -> None:
    found = rows(tmp_path, ("", "Rung 3"), ("1", "Rung 3"))
    assert len(found.submissions) == 1
    assert told(found) == ["2:1 table-id: line 2, column 1: this row has no id"]


def test_a_row_that_is_wider_than_the_headings_is_left_out(tmp_path: Path) -> None:
    found = rows(tmp_path, ("1", "Rung 3", "moved"), ("2", "Rung 3", ""))
    assert len(found.submissions) == 1
    assert told(found)[0].startswith("2:3 table-row: ")


# Teams


def test_a_team_is_known_by_id_by_name_and_as_listed(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        ("1", "Oncology", "Rung 3"),
        ("2", " ONCOLOGY (de)", "Rung 3"),
        ("3", "vaccines", "Rung 3"),
        ("4", "The jabs", "Rung 3"),
        ("5", "Somebody else", "Rung 3"),
        ("6", "", "Rung 3"),
        head=("id", "t", "q"),
        team="t",
        only_team=None,
        teams={"the jabs": "vaccines"},
    )
    assert [one.team for one in found.submissions] == [
        "oncology",
        "oncology",
        "vaccines",
        "vaccines",
    ]
    assert told(found) == [
        "6:2 table-team: line 6, column 2: the team names no team of this wave",
        "7:2 table-team: line 7, column 2: the team is empty",
    ]


# People


def test_a_person_and_a_partner_are_kept_as_codes_only(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path, ("id", "who", "firm", "q"), ("1", "Anna@Example.org ", "Acme", "3")
    )
    plan = map_file(
        tmp_path, QUESTIONS, person="who", partner="firm", instrument="partner"
    )
    (one,) = read(file, plan).submissions
    assert one.respondent == pseudonym(KEY, "anna@example.org")
    assert one.cluster == cluster_code(KEY, "acme")
    assert "nna" not in repr(one)
    assert "cme" not in repr(one)


def test_a_person_a_tool_does_not_know_is_nobody(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        ("1", "anonymous", "3"),
        ("2", "", "3"),
        head=("id", "who", "q"),
        person="who",
    )
    assert [one.respondent for one in found.submissions] == ["", ""]
    assert told(found) == []


def test_a_person_who_answers_twice_about_a_team_is_told(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        ("1", "a", "oncology", "3"),
        ("2", "a", "vaccines", "3"),
        ("3", "A", "oncology", "4"),
        head=("id", "who", "t", "q"),
        person="who",
        team="t",
        only_team=None,
    )
    assert len(found.submissions) == 3
    (problem,) = told(found)
    assert problem.startswith(
        "4:2 table-person: line 4, column 2: the person of row 2 "
    )


def test_an_anonymous_wave_takes_no_persons(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="map-anonymous"):
        rows(tmp_path, ("1", "3"), person="id", wave=anonymous())


def test_an_anonymous_wave_keeps_no_times(tmp_path: Path) -> None:
    (one,) = rows(
        tmp_path,
        ("1", "2026-04-02T10:00:00", "3"),
        head=("id", "end", "q"),
        finished="end",
        wave=anonymous(),
    ).submissions
    assert (one.changed_at, one.revision, one.late) == (None, 1, True)


# When


@pytest.mark.parametrize(
    ("words", "status", "moment"),
    [
        ("2026-03-05 14:03", "complete", "2026-03-05T13:03:00+00:00"),
        ("2026-03-05T14:03:00Z", "complete", "2026-03-05T14:03:00+00:00"),
        ("3/5/26 14:03", "complete", None),
        ("05.03.2026", "complete", None),
        ("yes", "complete", None),
        ("Completed", "complete", None),
        ("", "partial", None),
        ("No", "partial", None),
        ("9999-12-31T23:59:59-10:00", "complete", None),
    ],
)
def test_a_finished_row_may_say_when(
    tmp_path: Path, words: str, status: str, moment: str | None
) -> None:
    found = rows(tmp_path, ("1", words, "3"), head=("id", "end", "q"), finished="end")
    (one,) = found.submissions
    assert told(found) == []
    assert one.status == status
    assert (one.changed_at.isoformat() if one.changed_at else None) == moment


def test_a_finish_nobody_understands_is_reported(tmp_path: Path) -> None:
    found = rows(tmp_path, ("1", "??", "3"), head=("id", "end", "q"), finished="end")
    assert [one.status for one in found.submissions] == ["partial"]
    assert told(found)[0].startswith("2:2 table-finished: ")


def test_what_came_after_the_close_is_late(tmp_path: Path) -> None:
    lines = (
        ("1", "2026-03-29T23:59:59", "3"),
        ("2", "2026-03-30T00:00:00", "3"),
        ("3", "2026-03-29", "3"),
    )
    found = rows(tmp_path, *lines, head=("id", "end", "q"), finished="end")
    assert [one.late for one in found.submissions] == [False, True, False]
    file = csv_file(tmp_path, ("id", "end", "q"), *lines)
    closed = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
    found = read(file, map_file(tmp_path, QUESTIONS, finished="end"), closed=closed)
    assert [one.late for one in found.submissions] == [True, True, True]


# The form


def test_a_row_of_another_form_is_not_read(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        ("1", "0123456789abcdef", "3"),
        ("2", "fedcba9876543210", "3"),
        ("3", "", "3"),
        head=("id", "fingerprint", "q"),
        fingerprint="fingerprint",
    )
    assert len(found.submissions) == 2
    assert told(found)[0].startswith("3:2 submission-other-fingerprint: ")


# Headings


def test_a_heading_that_is_missing_is_named_with_its_place_in_the_map(
    tmp_path: Path,
) -> None:
    file = csv_file(tmp_path, ("ID", "How is it dine?"), ("1", "3"))
    plan = map_file(tmp_path, {"Q1": {"column": "How is it done?"}}, id="id")
    with pytest.raises(Problems) as caught:
        read(file, plan)
    (problem,) = caught.value.problems
    assert problem.path == plan.as_posix()
    assert plan.read_text("utf-8").splitlines()[problem.line - 1].endswith("done?")
    assert problem.code == "table-column"
    assert problem.hint == "did you mean `How is it dine?` for `How is it done?`?"


def test_a_heading_that_is_there_twice_needs_a_number(tmp_path: Path) -> None:
    file = csv_file(tmp_path, ("id", "Why?", "why? "), ("1", "3", "4"))
    with pytest.raises(Problems, match="twice"):
        read(file, map_file(tmp_path, {"Q1": {"column": "Why?"}}))
    found = read(file, map_file(tmp_path, {"Q1": {"column": "Why? (2)"}}))
    assert answers(found) == [{"Q1": "4"}]
