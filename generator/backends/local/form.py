"""What a respondent sent, read and checked against one page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from generator.backends.base import number_answer
from generator.backends.local.words import say
from generator.model.instrument import Page, Question
from generator.model.wording import pick

MOST_FIELDS = 300
"""Most form fields in one post."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Unreadable(Exception):
    """The post is not a form."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One page as sent: what fits, what is empty, what is wrong."""

    version: int
    go: str
    """`next`, `back` or `send`."""
    prompted: bool
    """The respondent has been told once about empty questions."""
    answers: dict[str, str]
    """Answers that fit, by question code."""
    blank: frozenset[str]
    cleared: frozenset[str]
    wrong: dict[str, str]
    """Question code to what to do, in the respondent's language."""
    shown: dict[str, str]
    """Answers as sent, to show the page again."""
    seen: frozenset[str]
    """Questions the respondent had before them."""


def fields_of(body: bytes) -> dict[str, list[str]]:
    """The fields of a posted form."""
    try:
        return parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            encoding="utf-8",
            errors="replace",
        )
    except ValueError as error:
        raise Unreadable(str(error)) from error


def one(fields: Mapping[str, list[str]], name: str) -> str:
    """The last value of a field; empty where it was not sent."""
    return fields.get(name, [""])[-1]


def read_page(
    fields: Mapping[str, list[str]],
    page: Page,
    language: str,
    hidden: Collection[str] = frozenset(),
) -> Posted:
    """A posted page, checked; values nobody offered are left out.

    A question the respondent was not shown is neither blank nor wrong. One that was
    shown, and is hidden by now through another tab, is kept but can no longer be
    wrong: `hidden` names those.
    """
    answers: dict[str, str] = {}
    wrong: dict[str, str] = {}
    shown: dict[str, str] = {}
    drawn = one(fields, "drawn").split()
    seen = [
        question
        for question in page.questions
        if not question.show_if or question.code in drawn
    ]
    codes = {question.code for question in seen}
    for question in seen:
        sent = fields.get(question.code, [])
        answer = _answer(sent, question)
        if answer:
            shown[question.code] = answer
        message = _wrong(question, answer, sent, language)
        if message and question.code in hidden:
            codes.discard(question.code)
        elif message:
            wrong[question.code] = message
        elif answer:
            answers[question.code] = answer
    version = one(fields, "version")
    return Posted(
        version=int(version) if re.fullmatch("[0-9]{1,9}", version) else -1,
        go=one(fields, "go"),
        prompted=one(fields, "prompted") == "1",
        answers=answers,
        blank=frozenset(codes - shown.keys() - wrong.keys()),
        cleared=frozenset(fields.get("clear", [])) & codes,
        wrong=wrong,
        shown=shown,
        seen=frozenset(question.code for question in seen),
    )


def required_message(question: Question, language: str) -> str:
    """What to do about a required question left empty."""
    if question.kind == "text":
        return say(language, "answer_text_required")
    apart = [choice for choice in question.choices if choice.missing]
    if not apart:
        return say(language, "answer_required")
    label = pick(apart[-1].label, language)
    return say(language, "answer_required_apart", apart=label)


def _answer(sent: list[str], question: Question) -> str:
    if question.kind == "text":
        return _text(sent)
    if question.kind == "number":
        typed = _typed(sent, question)
        if typed:
            return number_answer(question, typed) or typed
    return _codes(sent, question)


def _typed(sent: list[str], question: Question) -> str:
    """What stands in the field of a number, beside the options for no answer."""
    codes = {choice.code for choice in question.choices}
    return next(
        (text for one in sent if (text := _text([one])) not in {"", *codes}), ""
    )


def _number_wanted(question: Question, language: str) -> str:
    low, high = question.low, question.high
    if low is not None and high is not None:
        return say(language, "number_between", low=f"{low:g}", high=f"{high:g}")
    return say(language, "number_wanted")


def _text(sent: list[str]) -> str:
    text = sent[-1] if sent else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def _codes(sent: list[str], question: Question) -> str:
    """The chosen codes in the instrument's order; of two radios the last one sent."""
    chosen = set(sent if question.kind == "multi" else sent[-1:])
    return " ".join(one.code for one in question.choices if one.code in chosen)


def _wrong(question: Question, answer: str, sent: list[str], language: str) -> str:
    if question.kind == "text":
        if len(answer) > question.max_length:
            return say(language, "too_long", n=question.max_length)
    elif question.kind == "number" and (typed := _typed(sent, question)):
        if not number_answer(question, typed):
            return _number_wanted(question, language)
    else:
        offered = {choice.code for choice in question.choices}
        if any(code and code not in offered for code in sent):
            return say(language, "unknown_choice")
        most = question.max_choices
        if question.kind == "multi" and most and len(answer.split()) > most:
            return say(language, "too_many", n=most)
    if question.required and not answer:
        return required_message(question, language)
    return ""
