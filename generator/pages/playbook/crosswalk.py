"""The crosswalk: which practices of two frameworks say the same."""

from __future__ import annotations

from generator.model.framework import Framework, Practice
from generator.model.page import MarkdownPage
from generator.pages.playbook.book import Book, practice_path
from generator.pages.playbook.markdown import link, sections, table

PATH = "crosswalk.md"


def crosswalk_page(book: Book) -> MarkdownPage:
    """Every relation between practices of different frameworks, as a table."""
    rows = []
    told = set()
    same = book.same()
    for framework, _above, practice in book.practices():
        ref = f"{framework.id}:{practice.id}"
        for other, relation in same.get(ref, []):
            found = book.practice(other)
            if found is None or (other, ref) in told:
                continue
            told.add((ref, other))
            word = book.word("is-related" if relation == "related" else relation)
            rows.append(
                (
                    _named(book, ref, framework, practice),
                    word,
                    _named(book, other, *found),
                )
            )
    body = (
        table(
            (
                book.word("practice-list"),
                book.word("relation"),
                book.word("practice-list"),
            ),
            rows,
        )
        if rows
        else book.word("crosswalk-none")
    )
    return MarkdownPage(
        PATH,
        book.word("crosswalk"),
        sections(f"# {book.word('crosswalk')}", book.word("crosswalk-lead"), body),
        nav=(book.word("measuring"),),
    )


def _named(book: Book, ref: str, framework: Framework, practice: Practice) -> str:
    name = link(PATH, practice_path(ref), book.name(practice))
    return f"{name}<br><small>{book.say(framework.title)}</small>"
