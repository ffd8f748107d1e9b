"""Tables people keep in CSV or XLSX, as rows of words with their places."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, Problems, refuse

LIMIT_BYTES = 20_000_000
LIMIT_UNPACKED = 200_000_000
LIMIT_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and its cells as trimmed words."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows below it; rows without any words are left out."""

    path: str
    heading: Row
    rows: tuple[Row, ...]
    letters: bool
    """Whether columns go by letters, as in a spreadsheet."""

    def cell(self, row: Row, column: int) -> str:
        """The words of a cell; empty beyond the end of a short row."""
        return row.cells[column] if column < len(row.cells) else ""

    def named(self, row: Row, column: int) -> str:
        """How a person finds the cell: `C5`, or line and column."""
        if self.letters:
            return f"cell {column_letters(column)}{row.line}"
        return f"line {row.line}, column {column + 1}"

    def problem(
        self, row: Row, column: int, code: str, message: str, hint: str = ""
    ) -> Problem:
        """A problem with a cell; the column of its place counts cells."""
        text = f"{self.named(row, column)}: {message}"
        return Problem(self.path, row.line, column + 1, code, text, hint)


def column_letters(column: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_table(path: Path) -> Table:
    """Read a CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) or XLSX."""
    shown = path.as_posix()
    raw = _bytes(path, shown)
    if raw.startswith(b"PK\x03\x04") or path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _table(shown, _sheet_rows(raw, shown), letters=True)
    if raw.startswith(b"\xd0\xcf\x11\xe0") or path.suffix.lower() in {".xls", ".ods"}:
        raise refuse(
            "table-format",
            "this kind of spreadsheet cannot be read",
            "save it as .xlsx or .csv",
            path=shown,
        )
    return _table(shown, _csv_rows(_decode(raw, shown), shown), letters=False)


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
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(_words(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        said = str(error)
        message, hint = f"this row cannot be read: {said}", ""
        if "expected after" in said or "unexpected end" in said:
            message = "a quote is opened in this row and not closed"
            hint = 'write "" for a quote that belongs to the text'
        raise Problems([Problem(shown, line, 1, "table-row", message, hint)]) from None


def _sheet_rows(raw: bytes, shown: str) -> Iterator[Row]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LIMIT_UNPACKED:
                raise refuse(
                    "file-too-large",
                    "this workbook unpacks to more than "
                    f"{LIMIT_UNPACKED // 1_000_000} MB",
                    "copy the rows that are needed into a new workbook",
                    path=shown,
                )
        with warnings.catch_warnings():
            # Features of Excel that openpyxl drops do not matter to reading words.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(raw), read_only=True, data_only=True
            )
            if not book.worksheets:
                return
            cells = 0
            for number, values in enumerate(
                book.worksheets[0].iter_rows(values_only=True), start=1
            ):
                cells += len(values)
                if cells > LIMIT_CELLS:
                    raise refuse(
                        "file-too-large",
                        f"this sheet has more than {LIMIT_CELLS:,} cells",
                        "delete empty rows and columns, then save it again",
                        path=shown,
                    )
                yield Row(number, tuple(_cell(value) for value in values))
            book.close()
    except Problems:
        raise
    except Exception as error:  # noqa: BLE001 (its parsers raise whatever happens)
        raise refuse(
            "table-format",
            f"this workbook cannot be read ({type(error).__name__})",
            "open it, save it again as .xlsx without a password, or use .csv",
            path=shown,
        ) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return _words(str(value))


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def _words(cell: str) -> str:
    """Trimmed, in one Unicode form, without the invisible marks copying leaves."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", cell)).strip()


def _table(shown: str, rows: Iterator[Row], *, letters: bool) -> Table:
    full = [row for row in rows if any(row.cells)]
    if not full:
        raise refuse(
            "file-empty",
            "this file is empty",
            "the first row holds the headings",
            path=shown,
        )
    return Table(shown, full[0], tuple(full[1:]), letters)
