"""The invitation files: the only place where names and links stand together."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime as dt
import glob
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from generator.backends.base import Invited
from generator.errors import refuse
from generator.machine.private import erase, rewrite_private, write_private

COLUMNS = ("name", "email", "language", "group", "team", "link", "minutes", "closes")
"""Columns of the mail-merge file."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


RELAY = "relay"
"""One more column where links are passed on by somebody."""

RELAY_FILE = "relay_file"
"""And one that names the file they get: file names hold no name of a person."""


Write = Callable[[Path, bytes], None]
"""Writes a private file."""


def write_mail_merge(
    path: Path, invited: Sequence[Invited], write: Write = write_private
) -> tuple[Path, ...]:
    """Writes the invitations as CSV and XLSX, for the office's own mail merge.

    Whoever passes links on gets two files more, with the links to pass on alone. These
    files alone tie names to links: only their owner may read them.
    """
    # one person may have written one address in two ways
    relays = sorted({one.relay.strip().casefold() for one in invited if one.relay})
    beside = {
        relay: path.with_name(f"{path.stem}-relay-{number}{path.suffix}")
        for number, relay in enumerate(relays, start=1)
    }
    for stale in merge_files(path):
        if stale.stem != path.stem:
            erase(stale)
    rows = [[getattr(one, column) for column in COLUMNS] for one in invited]
    if not relays:
        return tuple(_write(path, COLUMNS, rows, write))
    theirs = [one.relay.strip().casefold() for one in invited]
    named = [
        [*row, one.relay, beside[relay].name if relay else ""]
        for one, relay, row in zip(invited, theirs, rows, strict=True)
    ]
    written = _write(path, (*COLUMNS, RELAY, RELAY_FILE), named, write)
    for relay, file in beside.items():
        mine = [row for row, whose in zip(rows, theirs, strict=True) if whose == relay]
        written += _write(file, COLUMNS, mine, write)
    return tuple(written)


def merge_files(path: Path) -> list[Path]:
    """The invitation files of a wave, its own and those for who passes links on."""
    stem = glob.escape(path.with_suffix("").name)
    found = [*path.parent.glob(f"{stem}.*"), *path.parent.glob(f"{stem}-relay-*")]
    return sorted(each for each in found if each.suffix in (".csv", ".xlsx"))


def forget_invited(path: Path, gone: Callable[[Invited], bool], relay: str) -> int:
    """Takes people out of the invitation files; how many rows they had.

    A file that would hold nobody is removed. Whoever passes links on under the address
    `relay` is named no more.
    """
    rows = read_mail_merge(path)
    kept = [one for one in rows if not gone(one)]
    unnamed = [
        dataclasses.replace(one, relay="")
        if relay and same_address(one.relay, relay)
        else one
        for one in kept
    ]
    if unnamed == rows:
        return 0
    if unnamed:
        write_mail_merge(path, unnamed, rewrite_private)
    else:
        erase_merge_files(path)
    return len(rows) - len(kept)


def erase_merge_files(path: Path) -> int:
    """Removes the invitation files of a wave; how many there were."""
    found = merge_files(path)
    for each in found:
        erase(each)
    return len(found)


def link_token(link: str) -> str:
    """What stands in a personal link for the right to answer."""
    _, named, token = link.partition("token=")
    return token.partition("&")[0] if named else link.rpartition("/")[2]


def same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are the same to people."""
    return one.strip().casefold() == other.strip().casefold()


def _write(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]], write: Write
) -> list[Path]:
    table = path.with_name(f"{path.stem}.csv")
    book = path.with_name(f"{path.stem}.xlsx")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    content = "\ufeff" + text.getvalue()
    write(table, content.encode())
    write(book, _book(columns, rows))
    return [table, book]


def read_mail_merge(path: Path) -> list[Invited]:
    """The invitations written before; none where there is no such file."""
    table = path.with_suffix(".csv")
    if not table.is_file():
        return []
    rows: list[dict[str, str]] | None = None
    # a spreadsheet may have saved it with signs of its own
    with (
        contextlib.suppress(UnicodeDecodeError, csv.Error),
        table.open(encoding="utf-8-sig", newline="") as file,
    ):
        rows = list(csv.DictReader(file))
    if rows is None:
        raise refuse(
            "invitations-changed",
            "the invitation file is no longer a CSV file in UTF-8",
            "save it as 'CSV UTF-8', or bring it back from a backup; or remove the "
            "file to give everybody a new link",
            path=table,
        )
    if rows and not set(COLUMNS) <= rows[0].keys():
        raise refuse(
            "invitations-changed",
            "the invitation file no longer has its columns",
            f"put these columns back: {', '.join(COLUMNS)}; or remove the file to "
            "give everybody a new link",
            path=table,
        )
    return [
        Invited(
            **{column: _unplain(row.get(column) or "") for column in (*COLUMNS, RELAY)}
        )
        for row in rows
    ]


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unplain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _book(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Invitations"
    sheet.append(list(columns))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s"  # never a formula, whatever it begins with
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    widths = (24, 32, 10, 14, 18, 60, 9, 18, 32, 32)
    for letter, width in zip("ABCDEFGHIJ", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    book.properties.created = book.properties.modified = dt.datetime(
        2000, 1, 1, tzinfo=dt.UTC
    ).replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
