"""The codebook: every variable that is collected, with its codes and values."""

from __future__ import annotations

from generator.formats import codebook
from generator.model.instrument import Wave
from generator.model.page import MarkdownPage
from generator.pages.playbook.book import Book, survey_path
from generator.pages.playbook.markdown import plain, sections


def codebook_page(book: Book, wave: Wave) -> MarkdownPage:
    """The codebooks of all instruments, as the files of that format say them."""
    parts = [
        sections(
            f"## {plain(instrument.letter)}: {book.told(instrument.title)}",
            codebook.markdown(
                wave,
                instrument,
                book.language
                if book.language in instrument.languages
                else instrument.languages[0],
                level=3,
            ),
        )
        for instrument in wave.instruments
    ]
    return MarkdownPage(
        survey_path(wave.survey, "codebook"),
        book.word("codebook"),
        sections(
            f"# {book.word('codebook')}",
            f"{book.told(wave.survey_title)}, {book.told(wave.title)}",
            *parts,
        ),
        nav=(book.word("surveys"),),
        in_search=False,
    )
