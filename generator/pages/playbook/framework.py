"""The pages of a framework and of its dimensions."""

from __future__ import annotations

from generator.model.framework import Dimension, Framework, Practice
from generator.model.page import MarkdownPage
from generator.model.plural import category
from generator.pages.baseline.words import date_text
from generator.pages.playbook.book import (
    Book,
    dimension_path,
    framework_path,
    practice_path,
    services_path,
)
from generator.pages.playbook.markdown import (
    block,
    bullets,
    link,
    markdown,
    plain,
    sections,
    table,
)
from generator.pages.playbook.practice import gold_standard, guidance, sources
from generator.pages.playbook.services import reader_words


def framework_pages(book: Book, framework: Framework) -> list[MarkdownPage]:
    """The front page of a framework, then a page for every dimension."""
    pages = [_front(book, framework)]
    pages.extend(_dimensions(book, framework, framework.dimensions, ()))
    return pages


def count_words(book: Book, framework: Framework) -> str:
    """How many dimensions and practices it has, in its own words."""
    dimensions = len(framework.dimensions)
    practices = sum(1 for _ in framework.walk())
    labels = framework.labels
    return book.word(
        "counted",
        dimensions=dimensions,
        dimension_word=book.say(
            labels.dimension.one
            if category(book.language, dimensions) == "one"
            else labels.dimension.many
        ),
        practices=practices,
        practice_word=book.say(
            labels.practice.one
            if category(book.language, practices) == "one"
            else labels.practice.many
        ),
    )


def _front(book: Book, framework: Framework) -> MarkdownPage:
    here = framework_path(framework.id)
    return MarkdownPage(
        here,
        book.raw(framework.title),
        sections(
            f"# {book.say(framework.title)}",
            f"{book.say(framework.lens.title)} · {count_words(book, framework)}\n"
            "{ .pbk-crumbs }",
            markdown(book.raw(framework.summary)),
            _prose(book, "purpose", book.raw(framework.purpose)),
            block("own-notes"),
            f"## {book.say(framework.labels.dimension.many)}",
            *(_card(book, framework, one, here) for one in framework.dimensions),
            _prose(book, "context", book.raw(framework.context), "context-note"),
            _services(book, framework, here),
            _readers(book, framework),
            reader_words(book, framework),
            sources(book, framework.attribution),
            book.word(
                "licence",
                licence=plain(framework.licence),
                version=plain(framework.version),
                released=date_text(framework.released, book.language),
            ),
        ),
        nav=(book.raw(framework.title),),
    )


def _prose(book: Book, key: str, text: str, note: str = "") -> str:
    if not text:
        return ""
    told = f"{book.word(note)}\n{{ .pbk-facts }}" if note else ""
    return sections(f"## {book.word(key)}", told, markdown(text))


def _card(book: Book, framework: Framework, dimension: Dimension, here: str) -> str:
    name = link(
        here, dimension_path(framework.id, dimension.id), book.say(dimension.title)
    )
    inner = [
        link(here, practice_path(f"{framework.id}:{one.id}"), book.name(one))
        for one in _practices_below(dimension)
    ]
    return sections(f"### {name}", book.say(dimension.statement), bullets(inner))


def _practices_below(dimension: Dimension) -> list[Practice]:
    found = list(dimension.practices)
    for inner in dimension.dimensions:
        found.extend(_practices_below(inner))
    return found


def _services(book: Book, framework: Framework, here: str) -> str:
    if not framework.services:
        return ""
    there = link(here, services_path(framework.id), book.word("services"))
    return sections(
        f"## {book.word('services')}", f"{book.word('services-lead')} {there}"
    )


def _readers(book: Book, framework: Framework) -> str:
    if not framework.readers:
        return ""
    rows = [
        (
            f"**{book.say(reader.title)}**",
            book.say(reader.cares_about),
            book.say(reader.question),
        )
        for reader in framework.readers
    ]
    return sections(
        f"## {book.word('readers-title')}",
        table(
            ("", book.word("readers"), book.word("reader-question")),
            rows,
        ),
    )


def _dimensions(
    book: Book,
    framework: Framework,
    dimensions: tuple[Dimension, ...],
    above: tuple[Dimension, ...],
) -> list[MarkdownPage]:
    pages = []
    for dimension in dimensions:
        pages.append(_dimension(book, framework, dimension, above))
        pages.extend(
            _dimensions(book, framework, dimension.dimensions, (*above, dimension))
        )
    return pages


def _dimension(
    book: Book,
    framework: Framework,
    dimension: Dimension,
    above: tuple[Dimension, ...],
) -> MarkdownPage:
    here = dimension_path(framework.id, dimension.id)
    crumbs = [
        link(here, framework_path(framework.id), book.say(framework.title)),
        *(
            link(here, dimension_path(framework.id, one.id), book.say(one.title))
            for one in above
        ),
    ]
    rows = [
        (
            link(here, practice_path(f"{framework.id}:{one.id}"), book.name(one)),
            book.say(one.statement),
        )
        for one in dimension.practices
    ]
    return MarkdownPage(
        here,
        book.raw(dimension.title),
        sections(
            f"# {book.say(dimension.title)}",
            f"{book.say(framework.labels.dimension.one)}: {' › '.join(crumbs)}\n"
            "{ .pbk-crumbs }",
            gold_standard(book, dimension.statement),
            guidance(book, dimension),
            block("own-notes"),
            *(_card(book, framework, one, here) for one in dimension.dimensions),
            f"## {book.say(framework.labels.practice.many)}" if rows else "",
            table(
                (book.say(framework.labels.practice.one), book.word("statement")), rows
            )
            if rows
            else "",
            sources(book, (*dimension.guidance.resources, *framework.attribution)),
        ),
        nav=(
            book.raw(framework.title),
            *(book.raw(one.title) for one in above),
            book.raw(dimension.title),
        ),
        nav_title=book.word("overview"),
    )
