"""The cells of a workbook: its words, and what a spreadsheet made of them.

Nothing in a workbook is ever run or followed: of a formula the result that was saved is
read, links to other files are left alone. `defusedxml`, which openpyxl uses where it is
installed, refuses entities.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, cast

from generator.errors import Problems, refuse

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet.worksheet import Worksheet

LIMIT_UNPACKED = 200_000_000
LIMIT_CELLS = 2_000_000
"""Most cells with something in them."""
LIMIT_TOUCHED = 20_000_000
"""Most cells, empty ones and all: a sheet may be coloured down to its last row."""
LIMIT_COLUMNS = 2_000
LIMIT_MERGED = 10_000

Kind = Literal["", "number", "percent", "date", "error", "formula"]
"""What a spreadsheet holds in a cell beside words; a `formula` has no saved result."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and its cells as trimmed words."""

    line: int
    cells: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    """What a spreadsheet holds in each cell; empty for a file of words."""

    def holds(self) -> bool:
        """Whether there is anything in the row."""
        return any(self.cells) or "formula" in self.kinds


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet."""

    name: str
    rows: tuple[Row, ...]
    others: tuple[str, ...] = ()
    """Names of the other sheets a person sees."""


def first_sheet(raw: bytes, shown: str) -> Sheet:
    """The first sheet of a workbook, as words."""
    with _in_words(shown):
        book = _opened(raw, shown)
        if not book.worksheets:
            return Sheet("", ())
        name = book.worksheets[0].title
        return Sheet(name, tuple(_rows(book, name, _Seen(), shown)))


def seen_sheet(
    raw: bytes, shown: str, wanted: str = "", *, any_one: bool = False
) -> Sheet:
    """A sheet as a person sees it, with what kind of thing each cell holds.

    Hidden sheets are not there. A merged cell says the same for all that it covers,
    in rows that hold something else too.

    Args:
        raw: the workbook.
        shown: its path, for messages.
        wanted: name of the sheet; may be empty where only one can be seen.
        any_one: without a name, take the first that can be seen.
    """
    with _in_words(shown):
        book = _opened(raw, shown)
        known = [one.title for one in book.worksheets]
        names = [one.title for one in book.worksheets if one.sheet_state == "visible"]
        name = _chosen(
            names[:1] if any_one and not wanted else names, known, wanted, shown
        )
        others = tuple(one for one in names if one != name)
        seen = _seen(raw, book, name, shown)
        return Sheet(name, tuple(_rows(book, name, seen, shown)), others)


def without_marks(text: str) -> str:
    """Without the invisible marks that copying leaves."""
    return _INVISIBLE.sub("", text).strip()


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def _chosen(names: Sequence[str], known: Sequence[str], wanted: str, shown: str) -> str:
    if wanted in names or (not wanted and len(names) == 1):
        return wanted or names[0]
    if wanted in known:
        message = f"the sheet `{wanted}` is hidden"
        hint = "show it in the spreadsheet and save it again"
    elif wanted:
        message = f"there is no sheet `{wanted}`"
        hint = f"the sheets are: {', '.join(names)}"
    else:
        message = f"this workbook shows {len(names)} sheets"
        hint = f"say which one with `sheet:`; there are: {', '.join(names)}"
    raise refuse("table-sheet", message, hint, path=shown)


@contextlib.contextmanager
def _in_words(shown: str) -> Iterator[None]:
    try:
        yield
    except Problems:
        raise
    except Exception as error:  # noqa: BLE001 (its parsers raise whatever happens)
        raise refuse(
            "table-format",
            f"this workbook cannot be read ({type(error).__name__})",
            "open it, save it again as .xlsx without a password, or use .csv",
            path=shown,
        ) from None


def _too_large(shown: str, what: str) -> Problems:
    return refuse(
        "file-too-large",
        what,
        "delete empty rows and columns, or copy the rows that are needed into a new "
        "workbook",
        path=shown,
    )


def _opened(raw: bytes, shown: str) -> Workbook:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LIMIT_UNPACKED:
            most = LIMIT_UNPACKED // 1_000_000
            raise _too_large(shown, f"this workbook unpacks to more than {most} MB")
    with warnings.catch_warnings():
        # Features of Excel that openpyxl drops do not matter to reading words.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(
            io.BytesIO(raw), read_only=True, data_only=True, keep_links=False
        )


# Rows


_Area = tuple[int, int, int, int]
"""First row, last row, first column, last column, all from 0 but the rows."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands in the sheet's own file and openpyxl does not tell."""

    typed: bool = False
    merged: tuple[_Area, ...] = ()
    """Areas in the order of their first rows."""
    unsaved: frozenset[str] = frozenset()
    """Cells whose formula has no result, such as `D14`."""


def _rows(book: Workbook, name: str, seen: _Seen, shown: str) -> Iterator[Row]:
    sheet = cast("Worksheet", book[name])
    # some programs write down a size that is wrong
    cast("_Stored", sheet).reset_dimensions()
    held = touched = 0
    waiting = list(reversed(seen.merged))
    spread: list[tuple[_Area, str, Kind]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        touched += len(cells)
        row = _row(number, cast("Sequence[ReadOnlyCell]", cells), seen)
        while waiting and waiting[-1][0] <= number:
            area = waiting.pop()
            column = area[2]
            if area[0] == number and column < len(row.cells):
                kind = row.kinds[column] if row.kinds else ""
                spread.append((area, row.cells[column], kind))
        spread = [one for one in spread if one[0][1] >= number]
        if spread and row.holds():
            row = _filled(row, spread)
        held += sum(map(bool, row.cells))
        if len(row.cells) > LIMIT_COLUMNS:
            raise _too_large(shown, f"this sheet has more than {LIMIT_COLUMNS} columns")
        if held > LIMIT_CELLS:
            raise _too_large(shown, f"this sheet has more than {LIMIT_CELLS:,} cells")
        if touched > LIMIT_TOUCHED:
            raise _too_large(
                shown, f"this sheet has more than {LIMIT_TOUCHED:,} empty cells"
            )
        if row.holds():
            yield row


def _row(number: int, cells: Sequence[ReadOnlyCell], seen: _Seen) -> Row:
    last = len(cells)
    while last and cells[last - 1].value is None and not seen.unsaved:
        last -= 1
    words = tuple(_words(cell.value) for cell in cells[:last])
    if not seen.typed:
        return Row(number, words)
    kinds = tuple(map(_kind, cells[:last]))
    if seen.unsaved:
        kinds = tuple(
            "formula" if f"{_letters(column)}{number}" in seen.unsaved else kind
            for column, kind in enumerate(kinds)
        )
    if "percent" in kinds:
        words = tuple(
            f"{float(word) * 100:.12g}%" if kind == "percent" else word
            for word, kind in zip(words, kinds, strict=True)
        )
    return Row(number, words, kinds)


def _filled(row: Row, spread: Sequence[tuple[_Area, str, Kind]]) -> Row:
    cells, kinds = list(row.cells), list(row.kinds)
    for (_, _, first, last), word, kind in spread:
        short = min(last + 1, LIMIT_COLUMNS) - len(cells)
        cells += [""] * short
        kinds += [""] * short
        for column in range(first, min(last + 1, LIMIT_COLUMNS)):
            cells[column], kinds[column] = word, kind
    return Row(row.line, tuple(cells), tuple(kinds))


# Cells


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        # fifteen digits is what a spreadsheet shows and means
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        precise = "milliseconds" if value.microsecond else "seconds"
        return value.isoformat(timespec=precise)
    return unicodedata.normalize("NFC", _ESCAPED.sub(_sign, str(value))).strip()


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a workbook writes signs that XML cannot hold, such as a carriage return."""


def _sign(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign in "\t\n\r" else ""


def _kind(cell: ReadOnlyCell) -> Kind:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return "error"
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return "date"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "percent" if "%" in str(cell.number_format) else "number"
    return ""


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)


# The sheet's own file

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']"
)
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without a result; one whose result is no words says `t="str"`."""


class _Stored(Protocol):
    """A sheet that is read bit by bit; openpyxl keeps to itself where it lies."""

    _worksheet_path: str

    def reset_dimensions(self) -> None: ...


def _seen(raw: bytes, book: Workbook, name: str, shown: str) -> _Seen:
    path = cast("_Stored", book[name])._worksheet_path  # noqa: SLF001
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        content = packed.read(path)
    merged = _MERGED.findall(content)
    if len(merged) > LIMIT_MERGED:
        raise _too_large(
            shown, f"this sheet has more than {LIMIT_MERGED:,} merged cells"
        )
    unsaved = frozenset(
        found[1].decode()
        for attributes in _UNSAVED.findall(content)
        if b'"str"' not in attributes and b"'str'" not in attributes
        if (found := re.search(rb"\br=[\"']([A-Z]+[0-9]+)[\"']", attributes))
    )
    return _Seen(True, tuple(sorted(_area(one.decode()) for one in merged)), unsaved)


def _area(ref: str) -> _Area:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = (number or 1 for number in range_boundaries(ref))
    return top, bottom, left - 1, right - 1
