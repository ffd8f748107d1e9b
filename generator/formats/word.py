"""A Word document in the shape form tools import: numbers, letters, no tables.

`1.` begins a question, `A.` an option; a question without options takes words.
Microsoft Forms reads it with "Quick import", Google Forms with an add-on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.formats.base import FormatFile, comments_told, direction, say, settled
from generator.formats.formtools import (
    labels,
    line,
    numbered,
    offered,
    word,
    written,
)
from generator.model.instrument import Instrument, Question, Wave
from generator.model.seeing import who_sees

if TYPE_CHECKING:
    from docx.document import Document

MOST_TITLE = 255
"""Signs a title may have among a document's properties."""


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The document of a survey instrument in one language."""
    if instrument.mode != "survey":
        return []
    name = f"{instrument.id}-word.{language}.docx"
    return [FormatFile(name, _document(wave, instrument, language))]


def _document(wave: Wave, instrument: Instrument, language: str) -> bytes:
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm

    saved = wave.opens.replace(tzinfo=None, microsecond=0)
    document = docx.Document()
    properties = document.core_properties
    properties.title = line(say(instrument.title, language))[:MOST_TITLE]
    properties.author = properties.comments = ""
    properties.language = language
    properties.created = properties.modified = saved
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    _fill(document, wave, instrument, language)
    if direction(language) == "rtl":
        _right_to_left(document)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), saved)


def _fill(
    document: Document, wave: Wave, instrument: Instrument, language: str
) -> None:
    document.add_heading(line(say(instrument.title, language)), 0)
    minutes = say(instrument.estimated_minutes, language)
    contact = word(language, "contact", contact=wave.privacy.contact)
    lead = word(language, "minutes", n=minutes) if minutes else ""
    sees = who_sees("tables", wave.privacy.steward, language)
    comments = comments_told(wave, instrument, language)
    told = (lead, sees, comments, contact)
    document.add_paragraph(" ".join(text for text in told if text))
    _ask(
        document,
        1,
        word(language, "team"),
        [line(say(team.name, language)) for team in wave.teams],
    )
    numbers = numbered(instrument)
    for part in instrument.pages:
        document.add_heading(line(say(part.title, language)), 1)
        for question in part.questions:
            text = written(instrument, question, language)
            _ask(document, numbers[question.code], text, _options(question, language))


def _options(question: Question, language: str) -> list[str]:
    if question.kind == "number":
        return []
    return [line(label) for label in labels(offered(question), language).values()]


def _ask(document: Document, number: int, text: str, options: list[str]) -> None:
    from docx.shared import Pt

    asked = document.add_paragraph(f"{number}. {text}").paragraph_format
    asked.space_before, asked.space_after = Pt(12), Pt(3)
    asked.keep_with_next = True
    for letter, option in zip(_letters(), options, strict=False):
        offer = document.add_paragraph(f"{letter}. {option}").paragraph_format
        offer.space_after = Pt(0)
        offer.keep_with_next = option is not options[-1]
    if not options:
        document.add_paragraph()


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB and so on."""
    first = ["", *map(chr, range(ord("A"), ord("Z") + 1))]
    for before in first:
        for letter in first[1:]:
            yield before + letter


def _right_to_left(document: Document) -> None:
    from docx.oxml import OxmlElement

    for paragraph in document.paragraphs:
        paragraph.paragraph_format.element.get_or_add_pPr().append(
            OxmlElement("w:bidi")
        )
