"""What a survey must look like on the server, and what it does look like there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.backends.limesurvey.client import Client, Json
from generator.formats.lss import codes
from generator.model.instrument import Instrument, Question

TEXT_ONLY = "X"
"""The one type of question that only shows a text; all others hold answers."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The codes of one question on the server."""

    kind: str
    """The server's letter for the type of question."""
    lines: frozenset[str] = frozenset()
    """Codes of subquestions."""
    options: frozenset[str] = frozenset()
    """Codes of answers."""
    relevance: str = "1"


def expected(
    instrument: Instrument, *, anonymous: bool, arrays: bool
) -> dict[str, Shape]:
    """Every question that must be there, by code."""
    shapes: dict[str, Shape] = {}
    if anonymous:
        shapes[codes.TEAM] = Shape("S")
    for number, page in enumerate(instrument.pages, start=1):
        for block in codes.blocks(page, arrays=arrays):
            condition = codes.relevance(block[0], instrument, arrays=arrays)
            theirs = frozenset(codes.option_codes(block[0]).values())
            if len(block) > 1:
                lines = frozenset(each.code for each in block)
                shape = Shape("F", lines, theirs, condition)
                shapes[codes.table_code(block)] = shape
                continue
            question = block[0]
            if question.kind == "choice":
                shapes[question.code] = Shape("L", frozenset(), theirs, condition)
            elif question.kind == "multi":
                shapes[question.code] = Shape("M", theirs, frozenset(), condition)
            elif question.kind == "text":
                shapes[question.code] = Shape("T", relevance=condition)
            else:
                shapes[question.code] = Shape("N", relevance=condition)
                if question.choices:
                    instead = codes.instead_code(question)
                    shapes[instead] = Shape("M", theirs, frozenset(), condition)
        if any(one.help for each in page.questions for one in each.choices):
            shapes[codes.words_code(number)] = Shape("X")
    return shapes


def found(client: Client, sid: int, language: str) -> dict[str, Shape]:
    """Every question that is there, by code, read from the server."""
    rows = list_of_dicts(client.call("list_questions", sid, None, language))
    lines: dict[str, set[str]] = {}
    for row in rows:
        parent = str(row.get("parent_qid") or "0")
        if parent != "0":
            lines.setdefault(parent, set()).add(str(row.get("title")))
    shapes: dict[str, Shape] = {}
    for row in rows:
        if str(row.get("parent_qid") or "0") != "0":
            continue
        kind, qid = str(row.get("type")), str(row.get("qid"))
        options = _options(client, qid, language) if kind in "LF" else frozenset()
        shapes[str(row.get("title"))] = Shape(
            kind,
            frozenset(lines.get(qid, ())),
            options,
            str(row.get("relevance") or "1"),
        )
    return shapes


def differences(
    wanted: Mapping[str, Shape], there: Mapping[str, Shape]
) -> Iterator[str]:
    """What is not as it must be, one sentence each."""
    for code, shape in wanted.items():
        other = there.get(code)
        if other is None:
            yield f"question `{code}` is missing"
            continue
        if other.kind != shape.kind:
            yield f"question `{code}` is of type {other.kind}, not {shape.kind}"
        for word, mine, theirs in (
            ("line", shape.lines, other.lines),
            ("option", shape.options, other.options),
        ):
            for one in sorted(mine - theirs):
                yield f"question `{code}` has no {word} `{one}`"
            for one in sorted(theirs - mine):
                yield f"question `{code}` has the {word} `{one}`, which is not ours"
        if other.relevance != shape.relevance:
            yield f"question `{code}` is asked under another condition"
    for code in sorted(there.keys() - wanted.keys()):
        yield f"question `{code}` is not ours"


def text_digest(client: Client, sid: int, languages: Sequence[str]) -> str:
    """A digest of every question's words and condition as the server keeps them."""
    kept: list[tuple[str, ...]] = []
    for language in languages:
        rows = list_of_dicts(client.call("list_questions", sid, None, language))
        kept += sorted(
            (
                language,
                str(row.get("title")),
                str(row.get("question")),
                str(row.get("help") or ""),
                str(row.get("relevance") or "1"),
                str(row.get("mandatory") or "N"),
            )
            for row in rows
        )
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()


def option_digest(client: Client, sid: int, languages: Sequence[str]) -> str:
    """A digest of the words of every option; one call for each question."""
    kept: list[tuple[str, str, str, str]] = []
    for language in languages:
        rows = list_of_dicts(client.call("list_questions", sid, None, language))
        for row in sorted(rows, key=lambda one: str(one.get("title"))):
            if str(row.get("type")) not in "LF" or str(row.get("parent_qid")) != "0":
                continue
            options = _answer_options(client, str(row.get("qid")), language)
            pairs = options.items() if isinstance(options, dict) else ()
            listed = enumerate(options) if isinstance(options, list) else pairs
            kept += [
                (language, str(row.get("title")), str(code), _label(option))
                for code, option in listed
            ]
    return hashlib.sha256(json.dumps(sorted(kept)).encode()).hexdigest()


def _label(option: Json) -> str:
    return str(option.get("answer")) if isinstance(option, dict) else str(option)


def _answer_options(client: Client, qid: str, language: str) -> Json:
    number = int(qid) if qid.isdecimal() else 0
    result = client.call("get_question_properties", number, ["answeroptions"], language)
    return result.get("answeroptions") if isinstance(result, dict) else None


def columns(fieldmap: Json) -> dict[str, str]:
    """The export's heading to the server's own name of the column.

    A heading is a question's code, with the line's code in brackets where it has one.
    The server's names are never built: newer versions name columns another way.
    """
    if not isinstance(fieldmap, dict):
        return {}
    names: dict[str, str] = {}
    for name, field in fieldmap.items():
        if not isinstance(field, dict) or not field.get("qid"):
            continue
        if str(field.get("type")) == TEXT_ONLY:
            continue
        line = str(field.get("aid") or "")
        heading = str(field.get("title")) + (f"[{line}]" if line else "")
        names[heading] = name
    return names


def headings(
    instrument: Instrument, *, arrays: bool
) -> dict[str, tuple[Question, str]]:
    """The export's headings to question and option; an option only where it is ticked.

    The team's hidden question is not among them.
    """
    found: dict[str, tuple[Question, str]] = {}
    for page in instrument.pages:
        for block in codes.blocks(page, arrays=arrays):
            for question in block:
                if len(block) > 1:
                    found[f"{codes.table_code(block)}[{question.code}]"] = question, ""
                elif question.kind == "multi":
                    for ours, theirs in codes.option_codes(question).items():
                        found[f"{question.code}[{theirs}]"] = question, ours
                else:
                    found[question.code] = question, ""
                    if question.kind == "number":
                        instead = codes.instead_code(question)
                        for ours, theirs in codes.option_codes(question).items():
                            found[f"{instead}[{theirs}]"] = question, ours
    return found


def list_of_dicts(result: Json) -> list[dict[str, Json]]:
    """Rows of a listing; the server sends `[]`, or a dict, where it likes."""
    if isinstance(result, dict):
        return [row for row in result.values() if isinstance(row, dict)]
    if isinstance(result, list):
        return [row for row in result if isinstance(row, dict)]
    return []


def _options(client: Client, qid: str, language: str) -> frozenset[str]:
    """Answer codes: a dict, a list where codes run from 0, or a sentence for none."""
    options = _answer_options(client, qid, language)
    if isinstance(options, dict):
        return frozenset(map(str, options))
    if isinstance(options, list):
        return frozenset(str(number) for number in range(len(options)))
    return frozenset()
