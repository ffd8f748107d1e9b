"""Blocks as an HTML page to read and print, and as a DOCX to write in."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.formats.base import settled
from generator.formats.privacy_pack.blocks import (
    Block,
    Grid,
    Heading,
    Items,
    Line,
    Paragraph,
    Picture,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Written

CSS = """\
:root { color-scheme: light; }
body { font: 1rem/1.55 system-ui, "Segoe UI", Arial, sans-serif; color: #1c2733;
  max-width: 52rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; border-top: 3px solid #1f3a5f;
  padding-top: 1rem; margin-top: 3.5rem; }
nav + main h1:first-child { margin-top: 1rem; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #b8c2cc; padding: .45rem .6rem; text-align: left;
  vertical-align: top; }
th { background: #eef2f6; }
mark { background: #ffec99; color: inherit; padding: 0 .15rem; }
mark::before { content: "\\270E\\00A0"; }
figure { margin: 1.5rem 0; overflow-x: auto; }
svg { width: 100%; min-width: 40rem; height: auto; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; }
  h1 { break-before: page; } tr, figure { break-inside: avoid; } nav { display: none; }
}
"""


def html_page(
    title: str,
    language: str,
    parts: Sequence[tuple[str, str, Sequence[Block]]],
    picture: Callable[[str], str],
) -> str:
    """Everything on one page, with a list of its parts.

    Args:
        title: of the page.
        language: for the browser and for who reads it aloud.
        parts: name, title and blocks of each document.
        picture: gives the SVG of a name.
    """
    links = Markup().join(
        Markup('<li><a href="#{}">{}</a></li>').format(name, words)
        for name, words, _ in parts
    )
    body = Markup("\n").join(
        Markup('<section id="{}">\n{}\n</section>').format(
            name, Markup("\n").join(_html(block, picture) for block in blocks)
        )
        for name, _, blocks in parts
    )
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
        "<nav><ul>{}</ul></nav>\n<main>\n{}\n</main>\n</body>\n</html>\n"
    ).format(language, title, Markup(CSS), links, body)  # noqa: S704 - ours
    return str(page)


def _html(block: Block, picture: Callable[[str], str]) -> Markup:
    if isinstance(block, Heading):
        tag = f"h{block.level}"
        return Markup("<{0}>{1}</{0}>").format(tag, _inline(block.line))
    if isinstance(block, Paragraph):
        return Markup("<p>{}</p>").format(_inline(block.line))
    if isinstance(block, Items):
        tag = "ol" if block.numbered else "ul"
        each = (Markup("<li>{}</li>").format(_inline(line)) for line in block.lines)
        return Markup("<{0}>{1}</{0}>").format(tag, Markup().join(each))
    if isinstance(block, Picture):
        drawn = Markup(picture(block.name))  # noqa: S704 - every text in it is escaped
        return Markup("<figure>{}</figure>").format(drawn)
    head, *rows = block.rows
    cells = Markup().join(
        Markup('<th scope="col">{}</th>').format(_inline(cell)) for cell in head
    )
    lines = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup().join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row)
        )
        for row in rows
    )
    return Markup(
        "<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>"
    ).format(cells, lines)


def _inline(line: Line) -> Markup:
    tags = {"": "{}", "bold": "<strong>{}</strong>", "fill": "<mark>{}</mark>"}
    tags["code"] = "<code>{}</code>"
    return Markup().join(Markup(tags[span.style]).format(span.text) for span in line)  # noqa: S704


def docx_page(
    title: str,
    language: str,
    footer: str,
    blocks: Sequence[Block],
    saved: datetime.datetime,
    see_picture: str,
) -> bytes:
    """One document for an office program; places to fill in are marked yellow."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.title = title
    properties.author = properties.comments = ""
    properties.language = language
    properties.created = properties.modified = saved
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.footer.paragraphs[0].text = footer
    for block in blocks:
        _write(document, block, see_picture)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), saved)


def _write(document: Document, block: Block, see_picture: str) -> None:
    if isinstance(block, Heading):
        heading = document.add_heading("", 0 if block.level == 1 else block.level - 1)
        _runs(heading, block.line)
    elif isinstance(block, Paragraph):
        _runs(document.add_paragraph(), block.line)
    elif isinstance(block, Items):
        for number, line in enumerate(block.lines, start=1):
            if block.numbered:
                # Word's own numbers would go on from one list to the next
                paragraph = document.add_paragraph(f"{number}. ")
            else:
                paragraph = document.add_paragraph(style="List Bullet")
            _runs(paragraph, line)
    elif isinstance(block, Picture):
        document.add_paragraph(see_picture)
    else:
        _grid(document, block)


def _grid(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.rows[0]), style="Table Grid")
    for number, row in enumerate(grid.rows):
        for cell, line in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], line, bold=number == 0)
    document.add_paragraph()


def _runs(paragraph: Written, line: Line, *, bold: bool = False) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    for span in line:
        run = paragraph.add_run(f"✎ {span.text}" if span.style == "fill" else span.text)
        if span.style == "code":
            run.font.name = "Consolas"
        run.bold = bold or span.style == "bold" or None
        if span.style == "fill":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def places_to_fill(blocks: Sequence[Block]) -> Iterator[str]:
    """What people must fill in, in order."""
    for block in blocks:
        lines: Sequence[Line]
        if isinstance(block, Grid):
            lines = [cell for row in block.rows for cell in row]
        elif isinstance(block, Items):
            lines = block.lines
        elif isinstance(block, Picture):
            lines = ()
        else:
            lines = (block.line,)
        yield from (
            span.text for line in lines for span in line if span.style == "fill"
        )
