"""The glossary: one word for each thing, from one file."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field

from generator.model.page import MarkdownPage
from generator.pages.playbook.book import Book
from generator.pages.playbook.markdown import plain, sections


class Meaning(BaseModel):
    """A word and what it means, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: str
    means: str
    instead_of: str = Field(default="", alias="not")
    """Words this one is used instead of."""


class Entry(BaseModel):
    """One thing, with its word in each language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    model: tuple[str, ...] = ()
    """Classes of the model that this entry explains."""
    en: Meaning
    de: Meaning

    def meaning(self, language: str) -> Meaning:
        """The word in a language; the English one where there is none."""
        return self.de if language == "de" else self.en


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the glossary, in the order of the file."""
    text = resources.files(__package__).joinpath("glossary.yaml").read_text("utf-8")
    return tuple(Entry.model_validate(raw) for raw in yaml.safe_load(text))


def glossary_page(book: Book) -> MarkdownPage:
    """Every word, sorted in the page's own language, each with an address."""
    told = sorted(
        entries(), key=lambda entry: entry.meaning(book.language).term.casefold()
    )
    parts = []
    for entry in told:
        meaning = entry.meaning(book.language)
        instead = (
            " " + book.word("glossary-not", words=plain(meaning.instead_of))
            if meaning.instead_of
            else ""
        )
        parts.append(
            f"**{plain(meaning.term)}**{{ #{entry.id} }}\n:   {meaning.means}{instead}"
        )
    return MarkdownPage(
        "glossary.md",
        book.word("glossary"),
        sections(f"# {book.word('glossary')}", book.word("glossary-lead"), *parts),
        nav=(book.word("measuring"),),
    )
