"""Templates to start from: documents and tables made of the framework's own text."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.formats.base import settled
from generator.model.framework import Artefact, Framework, Practice
from generator.model.ids import Text
from generator.pages.playbook.book import Book, artefact_path, practice_path
from generator.pages.playbook.markdown import address, sections

if TYPE_CHECKING:
    from docx.document import Document
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

EMPTY_ROWS = 30
"""Lines of a table that take a choice from the list."""
DOCUMENT_ROWS = 4
"""Empty lines of a table in a document."""


def artefact_files(book: Book) -> dict[str, bytes]:
    """Every template in the book's language, by its path in the staged tree."""
    return {
        artefact_path(framework.id, artefact): _file(book, framework, artefact)
        for framework, _above, practice in book.practices()
        for artefact in practice.artefacts
    }


def artefact_links(book: Book, framework: Framework, practice: Practice) -> str:
    """The templates of a practice, as a part of its page."""
    if not practice.artefacts:
        return ""
    here = practice_path(f"{framework.id}:{practice.id}")
    lines = []
    for one in practice.artefacts:
        there = address(here, artefact_path(framework.id, one))
        kind = book.word("artefact-docx" if one.kind == "docx" else "artefact-xlsx")
        text = f" {book.say(one.text)}" if one.text else ""
        lines.append(f"- [{book.say(one.title)}]({there}) ({kind}).{text}")
    return sections(f"## {book.word('artefacts')}", "\n".join(lines))


def _file(book: Book, framework: Framework, artefact: Artefact) -> bytes:
    saved = datetime.datetime.combine(framework.released, datetime.time(12))
    if artefact.kind == "docx":
        raw = _document(book, framework, artefact, saved)
    else:
        raw = _table(book, framework, artefact, saved)
    return settled(raw, saved)


def _source(book: Book, framework: Framework) -> str:
    title = book.raw(framework.title)
    return f"{title} {framework.version} · {framework.licence}"


def _line(book: Book, text: Text) -> str:
    return " ".join(book.raw(text).split())


# Documents


def _document(
    book: Book, framework: Framework, artefact: Artefact, saved: datetime.datetime
) -> bytes:
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.title = _line(book, artefact.title)
    properties.author = ""
    properties.comments = ""
    properties.language = book.language
    properties.created = properties.modified = saved
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), book.language)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.footer.paragraphs[0].text = _source(book, framework)
    document.add_heading(_line(book, artefact.title), 0)
    if artefact.text:
        document.add_paragraph(_line(book, artefact.text))
    for section in artefact.sections:
        document.add_heading(_line(book, section.title), 1)
        document.add_paragraph().add_run(_line(book, section.text)).italic = True
        document.add_paragraph()
    if artefact.columns:
        _grid(book, document, artefact)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grid(book: Book, document: Document, artefact: Artefact) -> None:
    columns = artefact.columns
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    lines: list[tuple[Sequence[str], str]] = [
        ([_line(book, one.title) for one in columns], "bold")
    ]
    if any(one.help for one in columns):
        lines.append(([_line(book, one.help) for one in columns], "italic"))
    if any(one.example for one in columns):
        lines.append((_example(book, artefact), "italic"))
    lines += [([""] * len(columns), "")] * DOCUMENT_ROWS
    for texts, style in lines:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.italic = style == "bold", style == "italic"


def _example(book: Book, artefact: Artefact) -> list[str]:
    found = [_line(book, one.example) for one in artefact.columns]
    mark = book.word("artefact-example")
    return [f"{mark}: {found[0]}" if found[0] else mark, *found[1:]]


# Tables


def _table(
    book: Book, framework: Framework, artefact: Artefact, saved: datetime.datetime
) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    workbook = openpyxl.Workbook()
    sheet: Worksheet = workbook.worksheets[0]
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", _line(book, artefact.title))[:31]
    workbook.properties.title = _line(book, artefact.title)
    workbook.properties.creator = ""
    workbook.properties.language = book.language
    workbook.properties.created = saved
    wrap = Alignment(wrap_text=True, vertical="top")
    _write(sheet, 1, 1, _line(book, artefact.title)).font = Font(bold=True, size=14)
    _write(sheet, 2, 1, _line(book, artefact.text))
    _write(sheet, 3, 1, _source(book, framework)).font = Font(color="666666", size=9)
    for number, column in enumerate(artefact.columns, start=1):
        head = _write(sheet, 5, number, _line(book, column.title))
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="1F3A5F")
        head.alignment = wrap
        hint = _write(sheet, 6, number, _line(book, column.help))
        hint.font, hint.alignment = Font(italic=True, color="666666"), wrap
        example = _write(sheet, 7, number, _example(book, artefact)[number - 1])
        example.font, example.alignment = Font(italic=True, color="666666"), wrap
        longest = max(len(_line(book, t)) for t in (column.title, column.help))
        width = max(14, min(36, longest // 2 + 6))
        sheet.column_dimensions[get_column_letter(number)].width = width
        _choices(sheet, number, [_line(book, one) for one in column.choices])
    sheet.freeze_panes = "A7"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "5:5"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _choices(sheet: Worksheet, column: int, words: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(words)
    # A list in the file itself holds at most 255 signs, and commas part its words.
    if not words or len(listed) > 250 or any("," in one for one in words):
        return
    quoted = listed.replace('"', '""')
    rule = DataValidation(type="list", formula1=f'"{quoted}"', allow_blank=True)
    letter = get_column_letter(column)
    rule.add(f"{letter}8:{letter}{7 + EMPTY_ROWS}")
    sheet.add_data_validation(rule)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell | MergedCell:
    cell = sheet.cell(row, column)
    cell.value = text
    if text.startswith("="):
        cell.data_type = "s"  # words, never a formula
    return cell
