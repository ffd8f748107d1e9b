"""The codebook: every variable that is collected, with its codes and values."""

from __future__ import annotations

from generator.model.instrument import Question, Wave
from generator.model.page import MarkdownPage
from generator.pages.playbook.book import Book, practice_path, survey_path
from generator.pages.playbook.markdown import link, plain, sections, table


def codebook_page(book: Book, wave: Wave) -> MarkdownPage:
    """One table for each instrument: code, question, choices, practice."""
    here = survey_path(wave.survey, "codebook")
    parts = []
    for instrument in wave.instruments:
        rows = [
            (
                f"`{question.code}`",
                book.told(question.text),
                _codes(book, question),
                _measured(book, question, here),
            )
            for question in instrument.questions()
        ]
        rows.extend(
            (
                f"`{ladder.practice}`",
                book.told(ladder.title),
                "<br>".join(
                    f"{rung.n} = {book.told(rung.title)}" for rung in ladder.rungs
                ),
                book.word("not-scored"),
            )
            for ladder in instrument.ladders
        )
        parts.append(
            sections(
                f"## {plain(instrument.letter)} {book.told(instrument.title)}",
                table(
                    (
                        book.word("code"),
                        book.word("question"),
                        book.word("choices"),
                        book.word("counts-in"),
                    ),
                    rows,
                ),
            )
        )
    return MarkdownPage(
        here,
        book.word("codebook"),
        sections(
            f"# {book.word('codebook')}",
            f"{book.told(wave.survey_title)}, {book.told(wave.title)}",
            _missing_note(book, wave),
            *parts,
        ),
        nav=(book.word("surveys"),),
    )


def _codes(book: Book, question: Question) -> str:
    if question.kind == "text":
        return book.word("kind-text", n=question.max_length)
    return "<br>".join(
        f"{plain(choice.code)} = {book.told(choice.label)}"
        + (f" ({choice.value:g})" if choice.value is not None else "")
        for choice in question.choices
    )


def _measured(book: Book, question: Question, here: str) -> str:
    lines = [
        f"{link(here, practice_path(target.practice), book.name(found[1]))}"
        f" × {target.weight:g}"
        for target in question.targets
        if (found := book.practice(target.practice))
    ]
    return "<br>".join(lines) or book.word("not-scored")


def _missing_note(book: Book, wave: Wave) -> str:
    labels = {
        book.told(choice.label)
        for instrument in wave.instruments
        for question in instrument.questions()
        for choice in question.choices
        if choice.missing
    }
    if not labels:
        return ""
    return book.word("missing-note", labels="”, “".join(sorted(labels)))
