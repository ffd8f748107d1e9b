"""What stands in the files for other form tools, as text a person can compare."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
from formats.richwave import practitioners, rich_wave

from generator.formats import FORMATS, FormatFile
from generator.model.instrument import Wave

GOLDEN = Path(__file__).parents[1] / "golden" / "formtools"


def golden() -> dict[str, str]:
    """Golden file name to text, for the rich wave."""
    wave = rich_wave()
    (workbook,) = made("xlsform", wave)
    (survey,) = made("surveyjs", wave)
    found = {
        f"{workbook.name}.txt": sheets_text(workbook.content),
        survey.name: survey.content.decode(),
    }
    for language in ("en", "de"):
        (document,) = made("word", wave, language)
        found[f"{document.name}.txt"] = document_text(document.content)
    return found


def made(name: str, wave: Wave, language: str = "en") -> list[FormatFile]:
    return FORMATS[name](wave, practitioners(wave), language)


def sheets_text(content: bytes) -> str:
    """Every sheet, a cell a line below its row; newlines are shown."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = []
    for sheet in book.worksheets:
        lines.append(f"== {sheet.title}")
        heads = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            lines.append("-")
            lines += [
                f"{head}: {str(cell.value)!r}"
                for head, cell in zip(heads, row, strict=True)
                if cell.value is not None
            ]
    return "\n".join(lines) + "\n"


def document_text(content: bytes) -> str:
    """Every paragraph with its style."""
    document = docx.Document(io.BytesIO(content))
    lines = [f"{p.style.name}: {p.text}".rstrip() for p in document.paragraphs]
    return "\n".join(lines) + "\n"
