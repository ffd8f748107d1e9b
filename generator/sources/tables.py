"""Tables people keep in CSV or XLSX, as rows of words with their places."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, Problems, refuse
from generator.sources.sheets import Kind, Row, first_sheet, seen_sheet, without_marks

LIMIT_BYTES = 20_000_000
SAMPLE = 64_000
"""Signs of a CSV file that are looked at to find its separator."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows below it; rows without any words are left out."""

    path: str
    heading: Row
    rows: tuple[Row, ...]
    letters: bool
    """Whether columns go by letters, as in a spreadsheet."""
    sheet: str = ""
    """Name of the sheet, where a person sees several."""

    def cell(self, row: Row, column: int) -> str:
        """The words of a cell; empty beyond the end of a short row."""
        return row.cells[column] if column < len(row.cells) else ""

    def kind(self, row: Row, column: int) -> Kind:
        """What a spreadsheet holds in a cell beside words."""
        return row.kinds[column] if column < len(row.kinds) else ""

    def named(self, row: Row, column: int) -> str:
        """How a person finds the cell: `C5`, or line and column."""
        if self.letters:
            name = f"{column_letters(column)}{row.line}"
            return (
                f"cell {_quoted(self.sheet)}!{name}" if self.sheet else f"cell {name}"
            )
        return f"line {row.line}, column {column + 1}"

    def problem(
        self, row: Row, column: int, code: str, message: str, hint: str = ""
    ) -> Problem:
        """A problem with a cell; the column of its place counts cells."""
        text = f"{self.named(row, column)}: {message}"
        return Problem(self.path, row.line, column + 1, code, text, hint)


def _quoted(sheet: str) -> str:
    """A sheet's name as spreadsheets write it before a cell."""
    return sheet if sheet.isalnum() else f"'{sheet.replace(chr(39), chr(39) * 2)}'"


def column_letters(column: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_table(path: Path) -> Table:
    """Read a CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or XLSX.

    Of a workbook the first sheet is read; words are without the invisible marks that
    copying leaves.
    """
    shown = path.as_posix()
    raw = _bytes(path, shown)
    if _workbook(raw, path, shown):
        first = first_sheet(raw, shown)
        return _table(shown, map(_bare, first.rows), letters=True)
    rows = map(_bare, _csv_rows(_decode(raw, shown), shown))
    return _table(shown, rows, letters=False)


def read_typed_table(
    path: Path, sheet: str = "", heading: int = 0, *, any_sheet: bool = False
) -> Table:
    """Read the same files as they were typed, with what a spreadsheet made of it.

    Args:
        path: the file.
        sheet: name of the sheet, needed where a workbook shows several.
        heading: number of the row with the headings; the first with words, if 0.
        any_sheet: of several sheets take the first that can be seen.
    """
    shown = path.as_posix()
    raw = _bytes(path, shown)
    if not _workbook(raw, path, shown):
        if sheet:
            raise refuse(
                "table-sheet",
                "a CSV file has no sheets",
                "remove `sheet:`, or save the file as .xlsx",
                path=shown,
            )
        text = _decode(raw, shown)
        return _table(shown, _csv_rows(text, shown), letters=False, heading=heading)
    seen = seen_sheet(raw, shown, sheet, any_one=any_sheet)
    name = seen.name if seen.others else ""
    return _table(shown, seen.rows, letters=True, heading=heading, sheet=name)


def _workbook(raw: bytes, path: Path, shown: str) -> bool:
    """Whether this is a workbook that can be read; a CSV file otherwise."""
    if raw.startswith(b"PK\x03\x04") or path.suffix.lower() in {".xlsx", ".xlsm"}:
        if "EncryptedPackage".encode("utf-16-le") in raw[:LIMIT_BYTES]:
            raise refuse(
                "table-format",
                "this workbook is protected with a password",
                "open it, take the password away, and save it again as .xlsx",
                path=shown,
            )
        return True
    if raw.startswith(b"\xd0\xcf\x11\xe0") or path.suffix.lower() in {".xls", ".ods"}:
        raise refuse(
            "table-format",
            "this kind of spreadsheet cannot be read",
            "save it as .xlsx or .csv",
            path=shown,
        )
    return False


def _bytes(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        raise refuse(
            "file-missing",
            "this file is missing",
            "check the name and the folder",
            path=shown,
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "close it in other programs, and check that you may read it",
            path=shown,
        ) from None
    if len(raw) > LIMIT_BYTES:
        raise refuse(
            "file-too-large",
            f"this file is larger than {LIMIT_BYTES // 1_000_000} MB",
            "keep only the columns that are needed",
            path=shown,
        )
    return raw


def _decode(raw: bytes, shown: str) -> str:
    encoding = "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"  # "Unicode text" of Excel
    for attempt in (encoding, "cp1252"):
        try:
            text = raw.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refuse(
        "file-encoding",
        "this file is neither UTF-8 nor Windows-1252",
        "save it again as CSV with the encoding UTF-8",
        path=shown,
    )


def _csv_rows(text: str, shown: str) -> Iterator[Row]:
    delimiter, skipped = _delimiter(text)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1 + skipped
    try:
        for cells in reader:
            yield Row(line, tuple(map(_words, cells)))
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        said = str(error)
        message, hint = f"this row cannot be read: {said}", ""
        if "expected after" in said or "unexpected end" in said:
            message = "a quote is opened in this row and not closed"
            hint = 'write "" for a quote that belongs to the text'
        raise Problems([Problem(shown, line, 1, "table-row", message, hint)]) from None


def _delimiter(text: str) -> tuple[str, int]:
    """What parts the cells, and lines to skip: Excel may say `sep=;` in the first.

    A question as a heading holds commas of its own: the separator is the one that gives
    most rows the width of the heading.
    """
    first = text.split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4], 1
    best, found = (0.0, 0), ","
    for delimiter in ";,\t":
        try:
            reader = csv.reader(
                io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter
            )
            widths = [len(cells) for _, cells in zip(range(20), reader, strict=False)]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        if (alike, widths[0]) > best:
            best, found = (alike, widths[0]), delimiter
    return found, 0


def _bare(row: Row) -> Row:
    return Row(row.line, tuple(map(without_marks, row.cells)))


def _words(cell: str) -> str:
    """Trimmed, in one Unicode form."""
    return unicodedata.normalize("NFC", cell).strip()


def _table(
    shown: str,
    rows: Iterable[Row],
    *,
    letters: bool,
    heading: int = 0,
    sheet: str = "",
) -> Table:
    full = [row for row in rows if row.line >= heading and row.holds()]
    if not full:
        raise refuse(
            "file-empty",
            "this file is empty",
            "the first row holds the headings",
            path=shown,
        )
    return Table(shown, full[0], tuple(full[1:]), letters, sheet)
