"""What a cell of another tool's file means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from answer_files import answers, csv_file, map_file, read, told, xlsx_file
from formats.richwave import practitioners, rich_wave
from hypothesis import given
from hypothesis import strategies as st

from generator.backends.tables.matching import meanings_of, number_of, several
from generator.model.instrument import Choice

PICKS = {question.code: question for question in practitioners(rich_wave()).questions()}


def one(folder: Path, code: str, cell: object, **where: Any) -> str:
    """The answer of one cell, in a workbook."""
    file = xlsx_file(folder, ("id", "c"), (1, cell))
    found = read(file, map_file(folder, {code: {"column": "c", **where}}))
    assert told(found) == []
    (answer,) = answers(found)
    return answer.get(code, "")


def wrong(folder: Path, code: str, cell: object, **where: Any) -> str:
    """What is said of one cell; the rest of the row is kept."""
    file = xlsx_file(folder, ("id", "c", "d"), (1, cell, "Rung 1"))
    plan = map_file(folder, {code: {"column": "c", **where}, "Q2": {"column": "d"}})
    found = read(file, plan)
    assert answers(found) == [{"Q2": "1"}]
    (problem,) = found.problems
    assert (problem.line, problem.column, problem.severity) == (2, 2, "warning")
    assert problem.message.startswith(f"cell B2: question `{code}`: ")
    if isinstance(cell, str) and len(cell) > 5:
        assert cell not in str(problem), "no answer is ever quoted"
    return f"{problem.code}: {problem.message.removeprefix('cell B2: ')}"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Rung 3", "3"),
        ("  rung\u00a03 ", "3"),
        ("Stufe 3", "3"),
        ("3", "3"),
        (3, "3"),
        (3.0, "3"),
        ("3,0", "3"),
        ("D. Rung 3", "3"),
        ("na", "NA"),
        ("Kann ich nicht beurteilen", "DK"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_label_in_any_language_or_a_code_is_an_option(
    tmp_path: Path, cell: object, code: str
) -> None:
    assert one(tmp_path, "Q1", cell) == code


def test_what_the_map_lists_wins(tmp_path: Path) -> None:
    listed = {"Rung 3": "1", "always": 4}
    assert one(tmp_path, "Q1", "Rung 3", options=listed) == "1"
    assert one(tmp_path, "Q1", "ALWAYS", options=listed) == "4"


def test_an_unknown_option_is_reported_and_the_row_is_kept(tmp_path: Path) -> None:
    assert wrong(tmp_path, "Q1", "secretly") == (
        "answer-unknown-option: question `Q1`: this is not one of its options"
    )


def test_a_date_that_a_spreadsheet_made_is_told_as_that(tmp_path: Path) -> None:
    assert wrong(tmp_path, "Q1", dt.date(2026, 2, 1)).endswith(
        "the spreadsheet made a date of what was written here"
    )
    assert wrong(tmp_path, "N1", dt.date(2026, 2, 1)).startswith("table-cell: ")


def test_a_spreadsheet_error_is_no_answer(tmp_path: Path) -> None:
    assert wrong(tmp_path, "C1", "#REF!").startswith("table-cell: ")
    assert wrong(tmp_path, "Q1", "=1+1").startswith("table-cell: ")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Thing 1;Thing 3;", "P1 P3"),
        ("Thing 3, Thing 1", "P1 P3"),
        ("Thing 2", "P2"),
        ("P1 P2", "P1 P2"),
        ("Thing 1\nThing 2", "P1 P2"),
        ("Thing 1;Thing 1", "P1"),
    ],
)
def test_several_choices_in_a_cell_are_parted(
    tmp_path: Path, cell: str, codes: str
) -> None:
    assert one(tmp_path, "P1", cell) == codes


def test_a_label_may_hold_the_separator(tmp_path: Path) -> None:
    assert one(tmp_path, "P2", "Calls, Mails, letters", split=",") == "A B"
    assert one(tmp_path, "P2", "Mails, letters") == "A"


def test_of_several_choices_one_unknown_spoils_the_answer(tmp_path: Path) -> None:
    assert wrong(tmp_path, "P1", "Thing 1;something else").startswith(
        "answer-unknown-option"
    )


def test_more_choices_than_allowed_are_reported(tmp_path: Path) -> None:
    cell = "Thing 1;Thing 2;Thing 3;Thing 4"
    assert wrong(tmp_path, "P1", cell).startswith("answer-too-many-choices: ")


def test_ticks_in_a_column_each_are_an_answer(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path,
        ("id", "a", "b", "c", "d", "e"),
        ("1", "x", "", "0", "TRUE", "no"),
        ("2", "Thing 1", "P2", "", "", "yes"),
        ("3", "", "", "", "", ""),
        ("4", "maybe", "", "", "", ""),
    )
    columns = dict(zip(("P1", "P2", "P3", "P4", "P5"), "abcde", strict=True))
    found = read(file, map_file(tmp_path, {"P1": {"columns": columns}}))
    assert answers(found) == [{"P1": "P1 P4"}, {"P1": "P1 P2 P5"}, {}, {}]
    (problem,) = told(found)
    assert problem.startswith("5:2 answer-unknown-option: line 5, column 2: ")
    assert problem.endswith("question `P1`: this is no tick for option `P1`")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.5, "12.5"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("30 %", "30"),
        (7, "7"),
        ("7 meetings a year", "7"),
        ("0,125", "0.125"),
        ("Does not apply", "NA"),
        ("dk", "DK"),
    ],
)
def test_a_number_is_read_as_people_type_it(
    tmp_path: Path, cell: object, number: str
) -> None:
    assert one(tmp_path, "N1", cell) == number


def test_a_percentage_of_a_spreadsheet_is_what_it_shows(tmp_path: Path) -> None:
    import openpyxl

    file = xlsx_file(tmp_path, ("id", "c"), (1, 0.255))
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["B2"].number_format = "0.0%"
    book.save(file)
    found = read(file, map_file(tmp_path, {"N2": {"column": "c"}}))
    assert answers(found) == [{"N2": "25.5"}]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1.234", "is one number in one country and another one elsewhere"),
        ("1,234", "is one number in one country and another one elsewhere"),
        ("often", "is not a number"),
        ("101", "is a number outside of 0 to 100"),
        (-1, "is a number outside of 0 to 100"),
        ("1 234,5", "is a number outside of 0 to 100"),
    ],
)
def test_a_number_that_is_none_or_two_is_refused(
    tmp_path: Path, cell: object, words: str
) -> None:
    assert wrong(tmp_path, "N2", cell) == f"table-number: question `N2`: this {words}"


def test_why_there_is_no_number_may_stand_in_a_column_of_its_own(
    tmp_path: Path,
) -> None:
    file = csv_file(
        tmp_path,
        ("id", "n", "why"),
        ("1", "", "Cannot judge"),
        ("2", "4", ""),
        ("3", "", ""),
        ("4", "", "who knows"),
    )
    plan = map_file(tmp_path, {"N1": {"column": "n", "no_answer": "why"}})
    found = read(file, plan)
    assert answers(found) == [{"N1": "DK"}, {"N1": "4"}, {}, {}]
    assert [each.split()[0] for each in told(found)] == ["5:3"]


def test_words_keep_their_lines_and_lose_what_only_machines_read(
    tmp_path: Path,
) -> None:
    assert one(tmp_path, "C1", "_x0007_one_x000D_\ntwo 👩‍👩‍👧 ") == "one\ntwo 👩‍👩‍👧"
    assert one(tmp_path, "C1", 12) == "12"


def test_words_that_are_too_long_are_reported(tmp_path: Path) -> None:
    assert wrong(tmp_path, "C1", "word " * 200).startswith("answer-too-long: ")


def test_two_options_that_read_the_same_are_in_doubt() -> None:
    choices = [
        Choice("a", {"en": "Often"}, {}, None),
        Choice("b", {"en": "often "}, {}, None),
        Choice("c", {"en": "b"}, {}, None),
    ]
    meanings = meanings_of(choices, ["en"], {})
    assert meanings.of("Often") == ""
    assert meanings.doubtful("OFTEN")
    assert meanings.of("Often (a)") == "a"
    assert meanings.doubtful("b"), "a code of one, the label of another"
    assert meanings_of(choices, ["en"], {"Often": "b"}).of("often") == "b"


@given(st.sets(st.sampled_from([c.code for c in PICKS["P2"].choices]), min_size=1))
def test_whatever_was_chosen_is_read_back_from_labels(chosen: set[str]) -> None:
    question = PICKS["P2"]
    meanings = meanings_of(question.choices, ["en", "de"], {})
    labels = [c.label["de"] for c in question.choices if c.code in chosen]
    for separator in (";", ", ", "\n", " | "):
        assert set(several(separator.join(labels), meanings) or []) == chosen


@given(st.decimals(0, 10**9, places=2))
def test_a_number_with_two_decimals_is_never_in_doubt(value: Any) -> None:
    point = f"{value:.2f}"
    for written in (point, point.replace(".", ","), f"{value:,.2f}", f"{value:,.2f} %"):
        assert number_of(written).text in (point, f"{value:.2f}")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12'345.6", "12345.6"),
        ("1.234.567", "1234567"),
        ("−3,5", "-3.5"),
        ("12e3", ""),
        ("1 2", ""),
        ("", ""),
    ],
)
def test_signs_for_thousands_are_known_where_they_are_clear(
    written: str, number: str
) -> None:
    assert number_of(written).text == number
