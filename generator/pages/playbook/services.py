"""What stakeholders may expect, per need tier, and what findings say to readers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.framework import Framework, Reader, Service
from generator.model.ids import qualified
from generator.model.page import MarkdownPage
from generator.pages.playbook.book import (
    Book,
    framework_path,
    practice_path,
    services_path,
)
from generator.pages.playbook.markdown import (
    block,
    bullets,
    link,
    plain,
    sections,
    table,
)


def services_page(book: Book, framework: Framework) -> MarkdownPage:
    """The service catalogue of a framework: what, for whom, how often, how soon."""
    here = services_path(framework.id)
    title = book.word("services")
    rows = [
        (
            link(here, here, book.say(one.title), one.id),
            *(_mark(book, one, tier.id) for tier in framework.tiers),
        )
        for one in framework.services
    ]
    return MarkdownPage(
        here,
        title,
        sections(
            f"# {plain(title)}",
            link(here, framework_path(framework.id), book.say(framework.title))
            + "\n{ .pbk-crumbs }",
            book.word("services-lead"),
            block("own-notes"),
            _tiers(book, framework),
            f"## {book.word('services-for')}",
            table(("", *(book.say(one.title) for one in framework.tiers)), rows),
            *(_service(book, framework, one, here) for one in framework.services),
        ),
        nav=(book.raw(framework.title),),
    )


def _mark(book: Book, service: Service, tier: str) -> str:
    return book.word("service-yes") if tier in service.tiers else "–"


def _tiers(book: Book, framework: Framework) -> str:
    return sections(
        f"## {book.word('need-tiers')}",
        bullets(
            f"**{book.say(one.title)}.** {book.say(one.text)}"
            for one in framework.tiers
        ),
    )


def _service(book: Book, framework: Framework, service: Service, here: str) -> str:
    tiers = {one.id: book.say(one.title) for one in framework.tiers}
    low, high = service.hours
    facts = [
        (book.word("need-tiers"), ", ".join(tiers.get(t, t) for t in service.tiers)),
        (book.word("service-artefact"), book.say(service.artefact)),
        (book.word("service-cadence"), book.say(service.cadence)),
        (book.word("service-time"), book.say(service.target_time)),
        (book.word("service-hours"), f"{low:g}–{high:g}"),
        (
            book.word("service-practices"),
            ", ".join(_practices(book, framework, service, here)),
        ),
    ]
    return sections(
        f"### {book.say(service.title)} {{ #{service.id} }}",
        book.say(service.text),
        bullets(f"{name}: {value}" for name, value in facts if value),
    )


def _practices(
    book: Book, framework: Framework, service: Service, here: str
) -> Iterator[str]:
    for ref in service.practices:
        other = qualified(ref, framework.id)
        found = book.practice(other)
        if found:
            yield link(here, practice_path(other), book.name(found[1]))


MOST_UNSEEN = 5
"""More numbers of work behind the scenes than this nobody reads."""


def reader_words(book: Book, framework: Framework) -> str:
    """How findings are put to each reader, and what each calls our words."""
    parts = []
    example = _example(book, framework)
    for reader in framework.readers:
        lines = [
            *_templates(book, reader, example),
            *_unseen(book, framework, reader),
            *_terms(book, reader),
        ]
        if lines:
            parts += [f"### {book.say(reader.title)}", bullets(lines)]
    if not parts:
        return ""
    lead = book.word("reader-words-lead")
    return sections(f"## {book.word('reader-words')}", lead, *parts)


def _example(book: Book, framework: Framework) -> dict[str, str]:
    """What stands in the braces of a template on the page that explains them."""
    practice = next(one for _above, one in framework.walk())
    display = framework.scoring.display
    reach = display.high - display.low
    return {
        "practice": f"“{book.raw(practice.title)}”",
        "score": f"{display.low + 0.5 * reach:g}",
        "before": f"{display.low + 0.25 * reach:g}",
        "next": book.raw(practice.steps[0].title) if practice.steps else "…",
    }


def _templates(book: Book, reader: Reader, example: dict[str, str]) -> Iterator[str]:
    told = reader.templates
    for key, text in (
        ("finding-strength", told.strength),
        ("finding-gap", told.gap),
        ("finding-blind-spot", told.blind_spot),
        ("finding-change", told.change),
    ):
        if text:
            words = book.raw(text)
            for name, value in example.items():
                words = words.replace("{" + name + "}", value)
            yield f"**{book.word(key)}:** {plain(words)}"


def _unseen(book: Book, framework: Framework, reader: Reader) -> Iterator[str]:
    """Work behind the scenes that this reader may be told in numbers."""
    counted = [
        f"{book.say(metric.title)} ({book.say(practice.title)})"
        for _above, practice in framework.walk()
        if any(note.reader == reader.id for note in practice.readers)
        for metric in practice.metrics
        if metric.kind == "activity"
    ]
    if counted:
        yield (
            f"**{book.word('reader-unseen')}:** {book.word('reader-unseen-count')} "
            f"{'; '.join(counted[:MOST_UNSEEN])}"
        )


def _terms(book: Book, reader: Reader) -> Iterator[str]:
    if reader.vocabulary:
        pairs = ", ".join(
            f"{book.say(one.word)} → {book.say(one.say)}" for one in reader.vocabulary
        )
        yield f"**{book.word('reader-vocabulary')}:** {pairs}"
