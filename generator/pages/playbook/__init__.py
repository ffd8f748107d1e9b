"""The playbook: what good practice is, how it is asked, and by which rules."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.framework import Framework
from generator.model.instrument import Wave
from generator.model.page import MarkdownPage
from generator.model.survey import Survey
from generator.pages.playbook.artefacts import artefact_files
from generator.pages.playbook.book import Book
from generator.pages.playbook.codebook import codebook_page
from generator.pages.playbook.crosswalk import crosswalk_page
from generator.pages.playbook.framework import framework_pages
from generator.pages.playbook.glossary import glossary_page
from generator.pages.playbook.instrument import survey_pages
from generator.pages.playbook.practice import practice_page
from generator.pages.playbook.prose import (
    home_page,
    manual_note,
    methodology_page,
    privacy_page,
)
from generator.pages.playbook.reference import reference_pages
from generator.pages.playbook.services import services_page


def playbook_pages(
    frameworks: Sequence[Framework],
    surveys: Sequence[Survey],
    waves: Sequence[Wave],
    language: str,
    *,
    commands: str = "",
    manual: bool = False,
    source: str = "en",
) -> list[MarkdownPage]:
    """Every page of the playbook in one language, in the order of the navigation.

    Args:
        frameworks: the frameworks, in the order shown.
        surveys: for the promises and the rules in force.
        waves: oldest first; the newest of each survey shows what is asked.
        language: of the pages.
        commands: the reference of the commands; with it the reference pages are made.
        manual: whether the site holds the manual.
        source: the language the manual is linked from directly.
    """
    book = Book(
        tuple(frameworks), tuple(surveys), tuple(waves), language, source, manual
    )
    pages = [home_page(book)]
    for framework in book.frameworks:
        front, *dimensions = framework_pages(book, framework)
        pages.append(front)
        pages.extend(dimensions)
        pages.extend(
            practice_page(book, framework, above, practice)
            for above, practice in framework.walk()
        )
        if framework.services:
            pages.append(services_page(book, framework))
    for wave in book.newest().values():
        pages.extend(survey_pages(book, wave))
        pages.append(codebook_page(book, wave))
    pages.append(methodology_page(book))
    if book.surveys:
        pages.append(privacy_page(book))
    if len(book.frameworks) > 1:
        pages.append(crosswalk_page(book))
    pages.append(glossary_page(book))
    if commands:
        pages.extend(reference_pages(book, commands))
    if manual and language != source:
        pages.append(manual_note(book))
    return pages


def playbook_files(frameworks: Sequence[Framework], language: str) -> dict[str, bytes]:
    """Files the playbook offers in one language, by path: templates to start from."""
    return artefact_files(Book(tuple(frameworks), (), (), language, language, False))


__all__ = ["playbook_files", "playbook_pages"]
