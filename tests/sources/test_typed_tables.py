"""Files of answers as form tools and spreadsheets really write them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from generator.errors import Problems
from generator.sources.tables import Table, read_typed_table

SHEET = (
    b'<?xml version="1.0"?>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


def said(path: Path, sheet: str = "") -> str:
    with pytest.raises(Problems) as caught:
        read_typed_table(path, sheet)
    (problem,) = caught.value.problems
    return str(problem).replace(path.as_posix(), "file")


def rows(table: Table) -> list[tuple[str, ...]]:
    return [table.heading.cells, *(row.cells for row in table.rows)]


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "answers.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(folder: Path, *cells: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    for row in cells:
        book.worksheets[0].append(list(row))
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def packed(folder: Path, sheet: bytes, *more: tuple[str, bytes]) -> Path:
    """A workbook whose only sheet is these bytes."""
    source = xlsx(folder, ("id",))
    path = folder / "made.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
        for name, content in more:
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return path


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = 'id|Größe?\r\n1|"eins\r\nzwei"\r\n\r\n2|drei\r\n'.replace("|", separator)
    table = read_typed_table(csv(tmp_path, text, encoding))
    assert [table.heading.cells, *(row.cells for row in table.rows)] == [
        ("id", "Größe?"),
        ("1", "eins\r\nzwei"),
        ("2", "drei"),
    ]
    assert [row.line for row in table.rows] == [2, 5]


def test_commas_in_a_question_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    text = "id;Who, when, where, how, why?;Why, then?\n1;a;b\n2;c;d, e, f, g\n"
    assert rows(read_typed_table(csv(tmp_path, text)))[1] == ("1", "a", "b")


def test_a_question_in_quotes_may_hold_any_separator(tmp_path: Path) -> None:
    text = '"a;b;c;d","e"\n"1;2","x"\n'
    assert rows(read_typed_table(csv(tmp_path, text))) == [
        ("a;b;c;d", "e"),
        ("1;2", "x"),
    ]


def test_what_excel_says_of_its_separator_is_believed(tmp_path: Path) -> None:
    table = read_typed_table(csv(tmp_path, "sep=|\nid|a,b;c\n1|x\n"))
    assert rows(table) == [("id", "a,b;c"), ("1", "x")]
    assert table.rows[0].line == 3


def test_words_of_people_keep_their_joined_emoji(tmp_path: Path) -> None:
    table = read_typed_table(csv(tmp_path, "id,c\n1, 👩‍👩‍👧 e\u0301 \n"))
    assert table.rows[0].cells == ("1", "👩‍👩‍👧 é")


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(b"id,c\n1,\x81\x00\n")
    assert said(path).startswith("file: file-encoding: ")


def test_a_csv_has_no_sheets(tmp_path: Path) -> None:
    assert said(csv(tmp_path, "id\n1\n"), "Sheet1").startswith("file: table-sheet: ")


def test_the_headings_may_stand_in_a_later_row(tmp_path: Path) -> None:
    table = read_typed_table(csv(tmp_path, "Our sheet,\n\nid,c\n1,x\n"), heading=3)
    assert rows(table) == [("id", "c"), ("1", "x")]


# XLSX


def test_a_workbook_tells_numbers_dates_and_percents_apart(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ("id", "a", "b", "c", "d", "e"),
        (
            1.0,
            0.1 + 0.2,
            dt.datetime.fromisoformat("2026-03-05T14:03:22"),
            dt.datetime.fromisoformat("2026-03-05"),
            True,
            "_x000D_x_x0007_",
        ),
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["G2"] = 0.255
    book.worksheets[0]["G2"].number_format = "0.0%"
    book.worksheets[0]["G1"] = "g"
    book.save(path)
    (row,) = read_typed_table(path).rows
    assert row.cells == (
        "1",
        "0.3",
        "2026-03-05T14:03:22",
        "2026-03-05",
        "true",
        "x",
        "25.5%",
    )
    assert row.kinds == ("number", "number", "date", "date", "", "", "percent")


def test_of_a_formula_the_saved_result_is_read_and_none_is_told(
    tmp_path: Path,
) -> None:
    path = packed(
        tmp_path,
        SHEET
        + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2">'
        + b'<c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+2</f></c>'
        + b'<c r="C2" t="str"><f>""</f><v></v></c><c r="D2" t="e"><f>1/0</f>'
        + b"<v>#DIV/0!</v></c></row></sheetData></worksheet>",
    )
    (row,) = read_typed_table(path).rows
    assert row.cells == ("2", "", "", "#DIV/0!")
    assert row.kinds == ("number", "formula", "", "error")


def test_a_merged_cell_says_the_same_for_all_it_covers(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ("id", "team", "a"),
        (1, "Oncology", "x"),
        (2, None, "y"),
        (3, "V", "z"),
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0].merge_cells("B2:B3")
    book.worksheets[0].merge_cells("B6:C900")
    book.save(path)
    assert rows(read_typed_table(path))[1:] == [
        ("1", "Oncology", "x"),
        ("2", "Oncology", "y"),
        ("3", "V", "z"),
    ]


def with_sheets(folder: Path, **states: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, state in states.items():
        sheet = book.create_sheet(name)
        sheet.append(["id", name])
        sheet.append([1, "x"])
        sheet.sheet_state = state
    path = folder / "sheets.xlsx"
    book.save(path)
    return path


def test_a_hidden_sheet_is_not_there(tmp_path: Path) -> None:
    path = with_sheets(tmp_path, Old="hidden", Very="veryHidden", New="visible")
    assert rows(read_typed_table(path))[0] == ("id", "New")
    assert "the sheet `Old` is hidden" in said(path, "Old")


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    path = with_sheets(tmp_path, One="visible", Two="visible")
    assert said(path) == (
        "file: table-sheet: this workbook shows 2 sheets\n"
        "  hint: say which one with `sheet:`; there are: One, Two"
    )
    assert "there is no sheet `Three`" in said(path, "Three")
    table = read_typed_table(path, "Two")
    assert table.heading.cells == ("id", "Two")
    assert table.named(table.rows[0], 1) == "cell Two!B2"
    assert read_typed_table(path, any_sheet=True).sheet == "One"


# Hostile files


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, SHEET, ("xl/media/a.bin", b"\0" * 210_000_000))
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than 200 MB" in said(path)


@pytest.mark.parametrize(
    "entities",
    [
        b'<!ENTITY x SYSTEM "file:///etc/hostname">',
        b'<!ENTITY a "ha"><!ENTITY x "' + b"&a;" * 50 + b'">',
    ],
    ids=["external", "many"],
)
def test_entities_in_a_workbook_are_refused(tmp_path: Path, entities: bytes) -> None:
    path = packed(
        tmp_path,
        SHEET.replace(b"?><", b"?><!DOCTYPE l [" + entities + b"]><")
        + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
        + b"</sheetData></worksheet>",
    )
    assert "this workbook cannot be read" in said(path)


def test_openpyxl_reads_through_defusedxml() -> None:
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML, "without it entities in a workbook would be followed"


def test_rows_down_to_the_last_one_are_read_past(tmp_path: Path) -> None:
    last = b'<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    path = packed(
        tmp_path,
        SHEET
        + b'<dimension ref="A1:XFD1048576"/>'
        + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        + b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(2, 20_000))
        + last
        + b"</sheetData></worksheet>",
    )
    (row,) = read_typed_table(path).rows
    assert (row.line, row.cells) == (1048576, ("7",))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        SHEET + b'<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
        b"</worksheet>",
    )
    assert "more than 2000 columns" in said(path)


def test_a_workbook_behind_a_password_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    assert said(path) == (
        "file: table-format: this workbook is protected with a password\n"
        "  hint: open it, take the password away, and save it again as .xlsx"
    )


def test_an_old_workbook_is_to_be_saved_as_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "answers.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    assert "save it as .xlsx or .csv" in said(path)


def test_links_to_other_files_are_left_alone(tmp_path: Path) -> None:
    content = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id", "x"])
    book.worksheets[0].append([1, "='[http://example.org/a.xlsx]S'!A1"])
    book.save(content)
    path = tmp_path / "links.xlsx"
    path.write_bytes(content.getvalue())
    (row,) = read_typed_table(path).rows
    assert row.kinds == ("number", "formula")
