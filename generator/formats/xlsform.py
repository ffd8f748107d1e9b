"""An XLSForm: one workbook for KoboToolbox, ODK, SurveyCTO and their relatives.

The standard is https://xlsform.org/en/. All languages stand in one file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from generator.formats.base import FormatFile, say, settled
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
from generator.model.instrument import AnswerIn, Choice, Instrument, Question, Wave
from generator.model.wording import language_name

Line = dict[str, str]
"""One line of a sheet: heading to words."""

_HEADS = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "relevant"),
    *("constraint", "constraint_message", "appearance", "calculation"),
)
_TRANSLATED = frozenset(("label", "hint", "guidance_hint", "constraint_message"))


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The workbook of a survey instrument; the same for every language."""
    del language
    if instrument.mode != "survey":
        return []
    sheets = {
        "survey": _table(_survey(wave, instrument), instrument.languages),
        "choices": _table(_choices(wave, instrument), instrument.languages),
        "settings": _table([_settings(wave, instrument)], ()),
    }
    return [FormatFile(f"{instrument.id}-xlsform.xlsx", _workbook(wave, sheets))]


def _settings(wave: Wave, instrument: Instrument) -> Line:
    first = instrument.languages[0]
    return {
        "form_title": say(instrument.title, first),
        "form_id": f"{wave.survey}-{wave.id}-{instrument.id}",
        "version": stamp(instrument),
        "default_language": _named(first),
    }


# The sheet `survey`


def _survey(wave: Wave, instrument: Instrument) -> list[Line]:
    languages = instrument.languages
    lines = [
        _calculated(GROUP, instrument.group),
        _calculated(STAMP, stamp(instrument)),
        _begin("page_start", {one: word(one, "start") for one in languages}),
        {
            "type": "note",
            "name": "welcome",
            **_told(
                "label",
                {one: "\n\n".join(welcome(wave, instrument, one)) for one in languages},
            ),
        },
        {
            "type": f"select_one {TEAM}",
            "name": TEAM,
            **_told("label", {one: word(one, "team") for one in languages}),
            "required": "yes",
        },
        {"type": "end_group"},
    ]
    earlier = {question.code: question for question in instrument.questions()}
    for page in instrument.pages:
        name = f"page_{page.id}"
        lines.append(_begin(name, page.title))
        if any(page.intro.values()):
            intro = {one: plain(say(page.intro, one)) for one in languages}
            told = _told("label", intro)
            lines.append({"type": "note", "name": f"{name}_intro", **told})
        for question in page.questions:
            lines += _question(question, earlier, languages)
        lines.append({"type": "end_group"})
    if any(instrument.thanks.values()):
        thanks = {one: plain(say(instrument.thanks, one)) for one in languages}
        lines.append({"type": "note", "name": "thanks", **_told("label", thanks)})
    return lines


def _calculated(name: str, value: str) -> Line:
    return {"type": "calculate", "name": name, "calculation": f"'{value}'"}


def _begin(name: str, title: Mapping[str, str]) -> Line:
    return {
        "type": "begin_group",
        "name": name,
        **_told("label", title),
        "appearance": "field-list",  # all its questions on one screen
    }


def _question(
    question: Question, earlier: Mapping[str, Question], languages: Sequence[str]
) -> list[Line]:
    hint = {
        one: "\n".join(
            [
                *filter(None, [plain(say(question.help, one))]),
                *map(sentence, limits(question, one)),
            ]
        )
        for one in languages
    }
    guidance = {one: "\n".join(meanings(question, one)) for one in languages}

    def holds(part: AnswerIn) -> str:
        name = answered_at(earlier, part)
        codes = [f"selected(${{{name}}}, '{code}')" for code in part.codes]
        return codes[0] if len(codes) == 1 else f"({' or '.join(codes)})"

    relevant = condition(question, holds, "and", "or")
    no_number = question.kind == "number" and bool(question.choices)
    required = f"${{{beside(question)}}} = ''" if no_number else "yes"
    lines: list[Line] = [
        {
            "type": _type(question),
            "name": question.code,
            **_told("label", question.text),
            **_told("hint", hint),
            **_told("guidance_hint", guidance),
            "required": required if question.required else "",
            "relevant": relevant,
            **_limit(question, languages),
            "appearance": "multiline" if question.kind == "text" else "",
        }
    ]
    if no_number:
        instead = {one: word(one, "instead") for one in languages}
        lines.append(
            {
                "type": f"select_one {question.code}",
                "name": beside(question),
                **_told("label", instead),
                "relevant": relevant,
            }
        )
    return lines


def _type(question: Question) -> str:
    if question.kind == "number":
        return "decimal"
    if question.kind == "text":
        return "text"
    several = "multiple" if question.kind == "multi" else "one"
    return f"select_{several} {question.code}"


def _limit(question: Question, languages: Sequence[str]) -> Line:
    ends = (("<=", question.high), (">=", question.low))
    if question.kind == "multi":
        rule = _choices_rule(question)
    elif question.kind == "text":
        rule = f"string-length(.) <= {question.max_length}"
    elif question.kind == "number":
        known = [f". {sign} {end:.12g}" for sign, end in ends if end is not None]
        rule = " and ".join(reversed(known))
    else:
        rule = ""
    if not rule:
        return {}
    said = {
        one: " ".join(map(sentence, limits(question, one)))
        if question.kind != "text"
        else sentence(word(one, "long", n=question.max_length))
        for one in languages
    }
    return {"constraint": rule, **_told("constraint_message", said)}


def _choices_rule(question: Question) -> str:
    """At most so many, and a reason for no answer stands alone."""
    rules = []
    if question.max_choices:
        rules.append(f"count-selected(.) <= {question.max_choices}")
    alone = [choice.code for choice in question.choices if choice.missing]
    if alone:
        said = " or ".join(f"selected(., '{code}')" for code in alone)
        rules.append(f"(count-selected(.) <= 1 or not({said}))")
    return " and ".join(rules)


# The sheet `choices`


def _choices(wave: Wave, instrument: Instrument) -> list[Line]:
    languages = instrument.languages
    lines: list[Line] = [
        {
            "list_name": TEAM,
            "name": team.id,
            **_told("label", {one: say(team.name, one) for one in languages}),
        }
        for team in wave.teams
    ]
    for question in instrument.questions():
        lines += _options(question.code, offered(question), languages)
    return lines


def _options(
    listed: str, choices: Sequence[Choice], languages: Sequence[str]
) -> list[Line]:
    named = {one: labels(choices, one) for one in languages}
    return [
        {
            "list_name": listed,
            "name": choice.code,
            **_told("label", {one: named[one][choice.code] for one in languages}),
        }
        for choice in choices
    ]


# Cells


def _told(column: str, texts: Mapping[str, str]) -> Line:
    return {f"{column}::{_named(one)}": _shown(text) for one, text in texts.items()}


def _named(language: str) -> str:
    return f"{language_name(language)} ({language})"


def _shown(text: str) -> str:
    """A text that is shown as typed.

    `${…}` would stand for the answer to a question; Collect and Enketo read the rest
    as Markdown, in which a stroke keeps a sign as it is.
    """
    text = re.sub(r"([\\*_#])", r"\\\1", text)
    text = text.replace("](", f"]{WORD_JOINER}(")
    return text.replace("${", f"${WORD_JOINER}{{")


def _table(lines: Sequence[Line], languages: Sequence[str]) -> list[list[str]]:
    """Heading and lines; columns nobody uses are left out."""
    used = dict.fromkeys(key for line in lines for key in line if line[key])
    known = [
        head if head not in _TRANSLATED else f"{head}::{_named(one)}"
        for head in _HEADS
        for one in (languages if head in _TRANSLATED else ("",))
    ]
    heads = [head for head in used if head not in known]
    heads += [head for head in known if head in used]
    return [heads, *[[line.get(head, "") for head in heads] for line in lines]]


def _workbook(wave: Wave, sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    cell = sheet.cell(number, column)
                    cell.value = text
                    cell.data_type = "s"  # words, never a formula
        sheet.freeze_panes = "A2"
    saved = wave.opens.replace(tzinfo=None, microsecond=0)
    book.properties.creator = ""
    book.properties.created = saved
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), saved)
