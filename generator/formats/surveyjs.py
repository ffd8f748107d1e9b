"""An instrument as the JSON that the SurveyJS library and its relatives show.

The shape is https://surveyjs.io/form-library/documentation/design-survey/create-a-simple-survey;
all languages stand in one file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from markupsafe import escape

from generator.formats.base import FormatFile, say
from generator.formats.formtools import (
    GROUP,
    STAMP,
    TEAM,
    WORD_JOINER,
    answered_at,
    beside,
    condition,
    labels,
    limits,
    meanings,
    offered,
    plain,
    sentence,
    stamp,
    welcome,
    word,
)
from generator.model.instrument import AnswerIn, Instrument, Page, Question, Wave

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json]"
Part: TypeAlias = dict[str, Json]


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The definition of a survey instrument; the same for every language."""
    del language
    if instrument.mode != "survey":
        return []
    text = json.dumps(_survey(wave, instrument), ensure_ascii=False, indent=2)
    name = f"{instrument.id}-surveyjs.json"
    return [FormatFile(name, f"{text}\n".encode())]


def _survey(wave: Wave, instrument: Instrument) -> Part:
    languages = instrument.languages
    found: Part = {
        "title": _told(instrument.title),
        "locale": languages[0],
        "showProgressBar": True,
        "showQuestionNumbers": "off",
        # what is no longer shown is no longer answered, as in our own collector
        "clearInvisibleValues": "onHidden",
        "calculatedValues": [
            _calculated(GROUP, instrument.group),
            _calculated(STAMP, stamp(instrument)),
        ],
        "pages": [
            _start(wave, instrument),
            *[_page(instrument, page) for page in instrument.pages],
        ],
    }
    if any(instrument.thanks.values()):
        found["completedHtml"] = _told(
            {one: _html([plain(say(instrument.thanks, one))]) for one in languages}
        )
    return found


def _calculated(name: str, value: str) -> Part:
    return {"name": name, "expression": f"'{value}'", "includeIntoResult": True}


def _start(wave: Wave, instrument: Instrument) -> Part:
    languages = instrument.languages
    html = {one: _html(welcome(wave, instrument, one)) for one in languages}
    return {
        "name": "page_start",
        "title": _told({one: word(one, "start") for one in languages}),
        "elements": [
            {"type": "html", "name": "welcome", "html": _told(html)},
            {
                "type": "dropdown",
                "name": TEAM,
                "title": _told({one: word(one, "team") for one in languages}),
                "isRequired": True,
                "choices": [
                    {"value": team.id, "text": _told(team.name)} for team in wave.teams
                ],
            },
        ],
    }


def _page(instrument: Instrument, page: Page) -> Part:
    earlier = {question.code: question for question in instrument.questions()}
    found: Part = {"name": f"page_{page.id}", "title": _told(page.title)}
    intro = {one: plain(say(page.intro, one)) for one in instrument.languages}
    if any(intro.values()):
        found["description"] = _told(intro)
    elements: list[Json] = []
    for question in page.questions:
        elements += _question(question, earlier, instrument.languages)
    found["elements"] = elements
    return found


def _question(
    question: Question, earlier: Mapping[str, Question], languages: Sequence[str]
) -> list[Json]:
    def holds(part: AnswerIn) -> str:
        codes = ", ".join(f"'{code}'" for code in part.codes)
        return f"{{{answered_at(earlier, part)}}} anyof [{codes}]"

    shown = condition(question, holds, "and", "or")
    when: Part = {"visibleIf": shown} if shown else {}
    description = {
        one: "\n".join(
            [
                *filter(None, [plain(say(question.help, one))]),
                *map(sentence, limits(question, one)),
                *meanings(question, one),
            ]
        )
        for one in languages
    }
    asked: Part = {
        **_kind(question),
        "name": question.code,
        "title": _told(question.text),
        **({"description": _told(description)} if any(description.values()) else {}),
        **when,
        **_limit(question),
    }
    no_number = question.kind == "number" and bool(question.choices)
    if question.required:
        asked |= (
            {"requiredIf": f"{{{beside(question)}}} empty"}
            if no_number
            else {"isRequired": True}
        )
    if question.kind in ("choice", "multi"):
        asked["choices"] = _options(question, languages)
    if not no_number:
        return [asked]
    return [
        asked,
        {
            "type": "radiogroup",
            "name": beside(question),
            "title": _told({one: word(one, "instead") for one in languages}),
            **when,
            "showClearButton": True,
            "choices": _options(question, languages),
        },
    ]


def _kind(question: Question) -> Part:
    if question.kind == "number":
        return {"type": "text", "inputType": "number"}
    if question.kind == "text":
        return {"type": "comment"}
    if question.kind == "multi":
        return {"type": "checkbox"}
    return {"type": "radiogroup", "showClearButton": not question.required}


def _limit(question: Question) -> Part:
    if question.kind == "multi" and question.max_choices:
        return {"maxSelectedChoices": question.max_choices}
    if question.kind == "text":
        return {"maxLength": question.max_length}
    if question.kind != "number":
        return {}
    ends = (("min", question.low), ("max", question.high))
    return {name: _number(end) for name, end in ends if end is not None}


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _options(question: Question, languages: Sequence[str]) -> list[Json]:
    choices = offered(question)
    named = {one: labels(choices, one) for one in languages}
    return [
        {
            "value": choice.code,
            "text": _told({one: named[one][choice.code] for one in languages}),
            **(
                {"isExclusive": True}
                if choice.missing and question.kind == "multi"
                else {}
            ),
        }
        for choice in choices
    ]


def _told(texts: Mapping[str, str]) -> Json:
    """A text in all its languages.

    `default` is what the library shows in English and wherever a language is missing.
    `{…}` would stand for an answer and there is no way to escape it: a sign that
    takes no room parts the brace from the name.
    """
    known = {one: text.replace("{", f"{{{WORD_JOINER}") for one, text in texts.items()}
    first = next(iter(known), "")
    default = known.get("en", known.get(first, ""))
    others: Part = {one: text for one, text in known.items() if one != "en"}
    if not others or (len(known) == 1):
        return default
    return {"default": default, **others}


def _html(paragraphs: Sequence[str]) -> str:
    return "".join(
        f"<p>{str(escape(text)).replace(chr(10), '<br>')}</p>"
        for part in paragraphs
        for text in part.split("\n\n")
        if text
    )
