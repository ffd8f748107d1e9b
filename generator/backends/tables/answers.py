"""One cell, or a few, of another tool's file as an answer to a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.backends.base import WRONG, checked_answer, number_answer
from generator.backends.tables.matching import (
    NOT_TICKED,
    TICKED,
    Meanings,
    meanings_of,
    number_of,
    several,
)
from generator.formats.formtools import same
from generator.model.answermap import AnswerMap, QuestionColumns
from generator.model.instrument import Instrument, Question
from generator.sources.sheets import Row
from generator.sources.tables import Table

KEPT = "the answer was left out, the rest of the row was kept"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its columns, ready to read rows."""

    question: Question
    meanings: Meanings
    split: str
    unit: str
    column: int
    """Its column; -1 where each option has one."""
    ticks: tuple[tuple[str, int], ...]
    """Option code and column of its ticks."""
    no_answer: int
    """Column that says why there is no number; -1 where there is none."""


class Unfit(Exception):
    """A cell that gives no answer: which, and what to say of it."""

    def __init__(self, column: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column, self.code, self.message = column, code, message
        self.hint = f"{KEPT}; {hint}" if hint else KEPT


def asked_in(
    instrument: Instrument, plan: AnswerMap, columns: Mapping[str, int]
) -> tuple[Asked, ...]:
    """The questions that the map gives columns, in the map's order."""
    questions = {one.code: one for one in instrument.questions()}
    return tuple(
        _asked(questions[code], where, columns, instrument, plan.language)
        for code, where in plan.questions.items()
    )


def _asked(
    question: Question,
    where: QuestionColumns,
    columns: Mapping[str, int],
    instrument: Instrument,
    language: str,
) -> Asked:
    return Asked(
        question,
        meanings_of(question.choices, instrument.languages, where.options),
        where.split,
        dict(question.unit).get(language, ""),
        columns.get(where.column, -1),
        tuple((code, columns[head]) for code, head in where.columns.items()),
        columns.get(where.no_answer, -1),
    )


def read_answer(table: Table, row: Row, asked: Asked) -> str:
    """An answer as the wave keeps it; empty where none is given.

    Raises:
        Unfit: what stands there is no answer to this question.
    """
    if asked.ticks:
        column, answer = asked.ticks[0][1], _ticks(table, row, asked)
    elif asked.question.kind == "number":
        column, answer = asked.column, _number(table, row, asked)
    else:
        column, answer = asked.column, _words_or_codes(table, row, asked)
    fitting, wrong = checked_answer(asked.question, answer)
    if wrong:
        raise Unfit(column, wrong, f"this {WRONG[wrong]}")
    return fitting


def spoilt(kind: str) -> tuple[str, str, str]:
    """Code, words and hint for a cell in which a spreadsheet holds nothing to read."""
    if kind == "error":
        shown = "the spreadsheet shows an error here"
        return "table-cell", shown, "mend the formula, or write what it should say"
    return (
        "table-cell",
        "this formula was saved without its result",
        "open the file in a spreadsheet and save it again",
    )


def _cell(table: Table, row: Row, column: int) -> str:
    kind = table.kind(row, column)
    if kind in ("error", "formula"):
        raise Unfit(column, *spoilt(kind))
    return table.cell(row, column)


def _words_or_codes(table: Table, row: Row, asked: Asked) -> str:
    words = _cell(table, row, asked.column)
    if asked.question.kind == "text":
        return _clean(words)
    if not words:
        return ""
    codes: list[str] | None = [asked.meanings.of(words)]
    if asked.question.kind == "multi":
        codes = several(words, asked.meanings, asked.split)
    if not codes or not all(codes):
        raise _unknown(table, row, asked.column, asked)
    return " ".join(codes)


def _unknown(table: Table, row: Row, column: int, asked: Asked) -> Unfit:
    if table.kind(row, column) == "date":
        return Unfit(
            column,
            "table-cell",
            "the spreadsheet made a date of what was written here",
            "give the column the format 'text' before the answers are put into it",
        )
    message = f"this {WRONG['answer-unknown-option']}"
    if asked.meanings.doubtful(table.cell(row, column)):
        message = "this could mean two options"
    hint = "if it means one, write the words and its code under `options:`"
    return Unfit(column, "answer-unknown-option", message, hint)


def _ticks(table: Table, row: Row, asked: Asked) -> str:
    codes = []
    for code, column in asked.ticks:
        words = _cell(table, row, column)
        key = same(words)
        if key in TICKED or asked.meanings.of(words) == code:
            codes.append(code)
        elif key not in NOT_TICKED:
            raise Unfit(
                column,
                "answer-unknown-option",
                f"this is no tick for option `{code}`",
                "a tick is x, 1, yes or the option itself",
            )
    return " ".join(codes)


def _number(table: Table, row: Row, asked: Asked) -> str:
    """A number with a point, or the code of a reason why there is none."""
    words = _cell(table, row, asked.column)
    if not words and asked.no_answer >= 0:
        reason = _cell(table, row, asked.no_answer)
        if reason and not asked.meanings.of(reason):
            raise _unknown(table, row, asked.no_answer, asked)
        return asked.meanings.of(reason) if reason else ""
    if not words or (code := asked.meanings.of(words)):
        return code if words else ""
    kind = table.kind(row, asked.column)
    if kind == "date":
        raise _unknown(table, row, asked.column, asked)
    # a cell that holds a number is one, whatever signs people type
    number = words if kind == "number" else _typed(words, asked)
    if not number_answer(asked.question, number):
        raise Unfit(asked.column, "table-number", f"this {_outside(asked.question)}")
    return number


def _typed(words: str, asked: Asked) -> str:
    number = number_of(words, asked.unit)
    if number.unclear:
        raise Unfit(
            asked.column,
            "table-number",
            "this is one number in one country and another one elsewhere",
            "write it without a sign for thousands, such as 1234 or 1.2340",
        )
    if not number.text:
        raise Unfit(asked.column, "table-number", "this is not a number")
    return number.text


def _outside(question: Question) -> str:
    if question.low is not None and question.high is not None:
        return f"is a number outside of {question.low:g} to {question.high:g}"
    return "is a number that is not taken"


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")


def _clean(words: str) -> str:
    """Words of a person without signs that only machines read."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()
