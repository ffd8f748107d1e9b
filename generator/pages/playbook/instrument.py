"""What each group is asked: one page for every instrument, and the survey's front."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from generator.formats.conditions import only_if
from generator.model.instrument import Instrument, Ladder, Page, Question, Wave
from generator.model.page import MarkdownPage
from generator.pages.baseline.words import date_text
from generator.pages.playbook.book import Book, practice_path, survey_path
from generator.pages.playbook.markdown import (
    attribute,
    block,
    bullets,
    link,
    markdown,
    plain,
    sections,
    table,
)

PRIVACY = "privacy.md"


def survey_pages(book: Book, wave: Wave) -> list[MarkdownPage]:
    """The front page of a survey, then one page for each of its instruments."""
    return [
        _front(book, wave),
        *(_instrument(book, wave, instrument) for instrument in wave.instruments),
    ]


def _title(book: Book, instrument: Instrument) -> str:
    title = book.frozen(instrument.title)
    return f"{instrument.letter}: {title}" if instrument.letter else title


def _front(book: Book, wave: Wave) -> MarkdownPage:
    here = survey_path(wave.survey)
    rows = []
    for instrument in wave.instruments:
        many = (
            book.word("ladders-n", n=len(instrument.ladders))
            if instrument.mode == "assessment"
            else book.word(
                "questions-n",
                n=sum(1 for _ in instrument.questions()) + len(instrument.fields),
            )
        )
        name = link(
            here,
            survey_path(wave.survey, instrument.id),
            plain(_title(book, instrument)),
        )
        rows.append(
            (name, _group(book, wave, instrument), many, _minutes(book, instrument))
        )
    return MarkdownPage(
        here,
        f"{book.word('surveys')}: {book.frozen(wave.survey_title)}",
        sections(
            f"# {book.word('surveys')}: {book.told(wave.survey_title)}",
            book.word("survey-lead"),
            table(
                (
                    "",
                    book.word("who-asked"),
                    book.word("questions-head"),
                    book.word("minutes-head"),
                ),
                rows,
            ),
            block("own-notes"),
            bullets(
                [
                    link(here, PRIVACY, book.word("privacy")),
                    link(here, "methodology.md", book.word("methodology")),
                    link(
                        here,
                        survey_path(wave.survey, "codebook"),
                        book.word("codebook"),
                    ),
                ]
            ),
        ),
        nav=(book.word("surveys"),),
    )


def _group(book: Book, wave: Wave, instrument: Instrument) -> str:
    return next(
        (book.told(g.title) for g in wave.groups if g.id == instrument.group),
        plain(instrument.group),
    )


def _minutes(book: Book, instrument: Instrument) -> str:
    low, high = instrument.minutes
    return book.word("minutes", low=low, high=high)


def _instrument(book: Book, wave: Wave, instrument: Instrument) -> MarkdownPage:
    here = survey_path(wave.survey, instrument.id)
    leads = {"assessment": "assessment-lead", "form": "form-lead"}
    lead = leads.get(instrument.mode, "instrument-lead")
    return MarkdownPage(
        here,
        _title(book, instrument),
        sections(
            f"# {plain(_title(book, instrument))}",
            f"{_group(book, wave, instrument)} · {_minutes(book, instrument)} · "
            f"{', '.join(instrument.languages)}\n{{ .pbk-crumbs }}",
            book.word(lead),
            _open(book, wave),
            _words(book, "first-page", instrument.introduction),
            f"## {book.word('who-sees')}\n\n"
            f"{markdown(book.frozen(wave.privacy.statement))}\n\n"
            f"{link(here, PRIVACY, book.word('privacy'))}",
            _guide(book, instrument),
            _fields(book, instrument),
            *(_page(book, instrument, page, here) for page in instrument.pages),
            *(_ladder(book, ladder, here) for ladder in instrument.ladders),
            _words(book, "last-page", instrument.thanks),
        ),
        nav=(book.word("surveys"),),
    )


def _open(book: Book, wave: Wave) -> str:
    zone = ZoneInfo(wave.timezone)
    last = wave.closes - datetime.timedelta(seconds=1)
    return book.word(
        "instrument-open",
        wave=book.told(wave.title),
        opens=date_text(wave.opens.astimezone(zone).date(), book.language),
        closes=date_text(last.astimezone(zone).date(), book.language),
        timezone=plain(wave.timezone),
    )


def _words(book: Book, key: str, words: dict[str, str]) -> str:
    text = book.frozen(words)
    return f"## {book.word(key)}\n\n{markdown(text)}" if text else ""


def _guide(book: Book, instrument: Instrument) -> str:
    if not instrument.guide:
        return ""
    parts = []
    for card in instrument.guide:
        time = f" ({book.word('card-minutes', n=card.minutes)})" if card.minutes else ""
        parts.append(f"### {book.told(card.title)}{time}")
        parts.append(markdown(book.frozen(card.text), level=3))
    return sections(f"## {book.word('guide')}", *parts)


def _fields(book: Book, instrument: Instrument) -> str:
    if not instrument.fields:
        return ""
    lines = []
    for field in instrument.fields:
        help_text = book.told(field.help) if field.help else ""
        choices = " · ".join(map(book.told, field.choices))
        more = "".join(
            f"<br><small>{text}</small>" for text in (help_text, choices) if text
        )
        lines.append(f"**{book.told(field.title)}**{more}")
    return sections(f"## {book.word('fields')}", bullets(lines))


def _page(book: Book, instrument: Instrument, page: Page, here: str) -> str:
    intro = book.frozen(page.intro)
    return sections(
        f"## {book.told(page.title)}",
        markdown(intro) if intro else "",
        *(_question(book, instrument, question, here) for question in page.questions),
    )


def _question(book: Book, instrument: Instrument, question: Question, here: str) -> str:
    # a page of the site has no numbers: questions go by the code under each
    spoken = book.language in instrument.languages
    language = book.language if spoken else instrument.languages[0]
    only = only_if(instrument, question, language, name=str)
    help_text = book.frozen(question.help)
    measures = [
        link(here, practice_path(target.practice), book.name(found[1]))
        for target in question.targets
        if (found := book.practice(target.practice))
    ]
    measured = ", ".join(measures) or book.word("not-scored")
    return sections(
        '<div class="pbk-question" markdown>',
        f"**{book.told(question.text)}**",
        f"*{plain(only)}*" if only else "",
        plain(help_text) if help_text else "",
        _choices(book, question),
        f"<small>{plain(question.code)} · {book.word('measures')}: {measured}</small>",
        "</div>",
    )


def _unit(book: Book, question: Question) -> str:
    return book.frozen(dict(question.unit)) if question.unit else ""


def _choices(book: Book, question: Question) -> str:
    if question.kind == "text":
        return book.word("kind-text", n=question.max_length)
    lines = []
    for choice in question.choices:
        label = attribute(book.frozen(choice.label))
        more = attribute(book.frozen(choice.help)) if choice.help else ""
        apart = ' class="pbk-apart"' if choice.missing else ""
        told = f"<br><small>{more}</small>" if more and more != label else ""
        lines.append(f"<li{apart}>{label}{told}</li>")
    if question.kind == "number":
        lines.insert(
            0, f"<li>{book.word('kind-number')} {attribute(_unit(book, question))}</li>"
        )
    listed = f'<ul class="pbk-choices">{"".join(lines)}</ul>'
    if question.kind == "multi":
        lead = (
            book.word("kind-multi", n=question.max_choices)
            if question.max_choices
            else book.word("kind-any")
        )
        return f"{lead}\n\n{listed}"
    return listed


def _ladder(book: Book, ladder: Ladder, here: str) -> str:
    name = book.told(ladder.title)
    if book.practice(ladder.practice):
        name = link(here, practice_path(ladder.practice), name)
    rungs = "".join(
        f'<tr><th scope="row"><span class="pbk-rung">{rung.n}</span> '
        f"<span>{attribute(book.frozen(rung.title))}</span></th>"
        f"<td>{attribute(book.frozen(rung.descriptor))}</td></tr>"
        for rung in ladder.rungs
    )
    head = (
        f'<th scope="col">{book.word("rung")}</th>'
        f'<th scope="col">{book.word("rung-means")}</th>'
    )
    return sections(
        f"## {name}",
        f"{book.told(ladder.dimension)}\n{{ .pbk-crumbs }}",
        book.told(ladder.statement),
        f'<table class="pbk-ladder"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rungs}</tbody></table>",
    )
