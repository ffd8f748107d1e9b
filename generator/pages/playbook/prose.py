"""Pages that are mostly prose: home, methodology, privacy; templates in `texts/`."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2

from generator.disclosure.packs import COMMON
from generator.disclosure.peers import FEWEST_PEERS, FEWEST_QUARTILES, FEWEST_RANK
from generator.model.framework import Framework
from generator.model.instrument import Wave
from generator.model.page import MarkdownPage
from generator.model.seeing import place_of, what_of_names, what_stays, who_sees
from generator.model.survey import STATEMENT_VIEW, Survey
from generator.pages.baseline.words import date_text
from generator.pages.playbook.book import (
    Book,
    framework_path,
    survey_path,
)
from generator.pages.playbook.framework import count_words
from generator.pages.playbook.markdown import address, link, markdown, plain

_TEXTS = jinja2.Environment(
    loader=jinja2.PackageLoader("generator.pages.playbook", "texts"),
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701 (Markdown; every value passes through `plain`)
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def _fill(book: Book, name: str, **values: object) -> str:
    language = book.language
    try:
        template = _TEXTS.get_template(f"{name}.{language}.md")
    except jinja2.TemplateNotFound:
        template = _TEXTS.get_template(f"{name}.en.md")
    return template.render(book=book, **values)


def home_page(book: Book) -> MarkdownPage:
    """What this is, the lenses, where to start."""
    here = "index.md"
    title = book.raw(book.surveys[0].title) if book.surveys else book.word("home")
    frameworks = [
        {
            "title": link(here, framework_path(one.id), book.say(one.title)),
            "lens": book.say(one.lens.title),
            "summary": markdown(book.raw(one.summary)).replace("\n", " "),
            "counted": count_words(book, one),
        }
        for one in book.frameworks
    ]
    surveys = [
        link(here, survey_path(wave.survey), book.told(wave.survey_title))
        for wave in book.newest().values()
    ]
    return MarkdownPage(
        here,
        title,
        _fill(
            book,
            "home",
            title=plain(title),
            organisation=book.say(book.surveys[0].organisation) if book.surveys else "",
            frameworks=frameworks,
            surveys=surveys,
            manual=book.manual,
        ),
        nav_title=book.word("home"),
    )


def methodology_page(book: Book) -> MarkdownPage:
    """Every rule in force in words, with the numbers of this configuration."""
    return MarkdownPage(
        "methodology.md",
        book.word("methodology"),
        _fill(
            book,
            "methodology",
            frameworks=[_rules(book, framework) for framework in book.frameworks],
            surveys=[_promise(book, survey) for survey in book.surveys],
            waves=[_wave(book, wave) for wave in book.waves],
            fewest={
                "peers": str(FEWEST_PEERS),
                "quartiles": str(FEWEST_QUARTILES),
                "rank": str(FEWEST_RANK),
                "common": f"{COMMON:.0%}".replace("%", " %"),
            },
            times=any(
                metric.kind == "time"
                for framework in book.frameworks
                for _, practice in framework.walk()
                for metric in practice.metrics
            ),
        ),
        nav=(book.word("measuring"),),
    )


def _wave(book: Book, wave: Wave) -> dict[str, str]:
    last = wave.closes - datetime.timedelta(seconds=1)
    day = last.astimezone(ZoneInfo(wave.timezone)).date()
    return {
        "title": book.told(wave.title),
        "closes": date_text(day, book.language),
        "k": str(wave.privacy.k_scores),
        "versions": ", ".join(
            f"{_title_of(book, rules.framework)} {plain(rules.version)}"
            for rules in wave.rules
        ),
    }


def _title_of(book: Book, framework: str) -> str:
    return next(
        (book.say(one.title) for one in book.frameworks if one.id == framework),
        plain(framework),
    )


def _rules(book: Book, framework: Framework) -> dict[str, object]:
    scoring = framework.scoring
    low, high = scoring.display.low, scoring.display.high
    unit = (high - low) / 100
    decimals = 1 if high - low <= 10 else 0
    titles = {one.id: book.say(one.title) for one in framework.every_dimension()}
    titles |= {one.id: book.say(one.title) for _, one in framework.walk()}
    return {
        "title": book.say(framework.title),
        "low": f"{low:g}",
        "high": f"{high:g}",
        "share": f"{scoring.minimum_share:.0%}".replace("%", " %"),
        "sd": f"{scoring.sd:g}",
        "sd_shown": f"{scoring.sd * unit:.2f}",
        "sd_df": f"{scoring.sd_df:g}",
        "smallest": f"{scoring.smallest_difference:g}",
        "smallest_shown": f"{scoring.smallest_difference * unit:.{max(decimals, 1)}f}",
        "rounding": "1" if decimals else "0",
        "zero": [
            reason
            for reason in ("na", "dk", "skip")
            if getattr(scoring.missing, reason) == "zero"
        ],
        "rollup": [
            {
                "depth": str(step.depth),
                "how": step.how,
                "by_level": step.by_level,
                "caps": [
                    {
                        "part": titles[cap.part],
                        "below": f"{cap.below:g}",
                        "at_most": f"{cap.at_most:g}",
                    }
                    for cap in step.caps
                ],
            }
            for step in scoring.rollup
        ],
    }


def _promise(book: Book, survey: Survey) -> dict[str, object]:
    privacy = survey.privacy
    views = {group.id: book.say(group.view_title) for group in survey.groups}
    elsewhere = survey.limesurvey if survey.backend == "limesurvey" else None
    host = urlsplit(elsewhere.url).hostname if elsewhere else None
    host = host or ""
    place = place_of(survey.backend, privacy.seal)
    return {
        "title": book.say(survey.title),
        "k": privacy.k_scores,
        "k_comments": privacy.k_comments,
        "comments": privacy.comments,
        "identity": privacy.identity,
        "days": privacy.retention_days,
        "contact": plain(privacy.contact),
        "steward": plain(privacy.steward),
        "sees": plain(who_sees(place, privacy.steward, book.language, host=host)),
        "names": plain(what_of_names(place, privacy.identity, book.language)),
        "stays": what_stays(privacy.comments, privacy.k_scores, book.language),
        "statement": markdown(book.raw(privacy.statement)),
        "headline_is_statement": survey.headline == STATEMENT_VIEW,
        "headline": views.get(survey.headline, plain(survey.headline)),
        "assessment": any(plan.mode == "assessment" for plan in survey.instruments),
        "groups": [book.say(group.title) for group in survey.groups],
        "clusters": [
            book.say(group.title) for group in survey.groups if group.clusters
        ],
        "timezone": plain(survey.timezone),
    }


def privacy_page(book: Book) -> MarkdownPage:
    """What is promised to people who answer, from the survey's own settings."""
    return MarkdownPage(
        "privacy.md",
        book.word("privacy"),
        _fill(
            book,
            "privacy",
            surveys=[_promise(book, survey) for survey in book.surveys],
            methodology=link("privacy.md", "methodology.md", book.word("methodology")),
        ),
        nav=(book.word("measuring"),),
    )


def manual_note(book: Book) -> MarkdownPage:
    """In other languages: where the manual is, and that it is in English."""
    here = "manual/index.md"
    there = address(here, "../manual/index.html")
    return MarkdownPage(
        here,
        book.word("manual-english"),
        f"# {book.word('manual-english')}\n\n{book.word('manual-english-lead')}\n\n"
        f'<p><a href="{there}" lang="en" hreflang="en">Manual</a></p>',
    )
