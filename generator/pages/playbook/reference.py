"""Reference pages of the manual: YAML keys, commands and problem codes."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Literal, Union

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.codes import CODES
from generator.model.answermap import AnswerMap
from generator.model.clocks import Clocks
from generator.model.framework import Framework
from generator.model.ids import Authored, Text
from generator.model.overlay import Overlay
from generator.model.page import MarkdownPage
from generator.model.survey import Organisation, Survey
from generator.pages.playbook.book import Book
from generator.pages.playbook.markdown import plain, sections, table


def reference_pages(book: Book, commands: str) -> list[MarkdownPage]:
    """The three reference pages."""
    nav = (book.word("manual"), book.word("reference"))
    return [
        MarkdownPage(
            "reference/commands.md",
            book.word("commands-title"),
            sections(f"# {book.word('commands-title')}", commands),
            nav,
        ),
        MarkdownPage(
            "reference/yaml.md", book.word("yaml-title"), yaml_reference(), nav
        ),
        MarkdownPage(
            "reference/problems.md",
            book.word("problems-title"),
            problem_reference(CODES),
            nav,
        ),
    ]


def problem_reference(codes: dict[str, str]) -> str:
    """Every problem code, with what it means and what to do."""
    return sections(
        "# Problem codes",
        "Every message names a file, a place, a code and what to do. "
        "`baseline help CODE` prints the same text as this page.",
        *(f"## {code}\n\n{codes[code].strip()}" for code in sorted(codes)),
    )


_FILES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("frameworks/<id>.yaml", Framework),
    ("frameworks/<id>.overlay.yaml", Overlay),
    ("surveys/<id>/survey.yaml", Survey),
    ("surveys/<id>/teams.yaml", Organisation),
    ("surveys/<id>/clocks.yaml", Clocks),
    ("<answers>.map.yaml", AnswerMap),
)


_YAML_LEAD = (
    "`baseline check` reports every key that is not listed here. The same words "
    "appear in an editor that reads the schemas beside the files."
)


def yaml_reference() -> str:
    """Every key of every YAML file, from the docstrings of the models."""
    parts = [
        "# Keys of the YAML files",
        _YAML_LEAD,
    ]
    seen: dict[type[BaseModel], str] = {}
    for name, model in _FILES:
        parts.append(f"## `{name}`")
        parts.extend(_models(model, seen))
    return sections(*parts)


def _models(model: type[BaseModel], seen: dict[type[BaseModel], str]) -> Iterator[str]:
    pending = [model]
    while pending:
        one = pending.pop(0)
        if one in seen:
            continue
        seen[one] = one.__name__.lower()
        rows = []
        inner: list[type[BaseModel]] = []
        for name, info in one.model_fields.items():
            rows.append(_row(name, info))
            inner.extend(m for m in _inside(info.annotation) if m not in seen)
        doc = (one.__doc__ or "").strip().splitlines()[0]
        yield sections(
            f"### {one.__name__} {{ #{seen[one]} }}",
            plain(doc),
            table(("Key", "Holds", "What it means"), rows),
        )
        pending[:0] = inner


def _row(name: str, info: FieldInfo) -> tuple[str, str, str]:
    holds = _type(info.annotation)
    if info.is_required():
        holds += "; needed"
    else:
        shown = _default(info.get_default(call_default_factory=True))
        holds += f"; else {shown}" if shown else ""
    return (f"`{info.alias or name}`", holds, _told(info.description or "") or "–")


def _told(text: str) -> str:
    """A docstring of ours: only its `code` is markup."""
    parts = []
    for n, part in enumerate(re.split(r"`([^`|]*)`", text)):
        if n % 2:
            parts.append(f"`{part}`")
        else:
            before = " " if part[:1].isspace() else ""
            after = " " if part[-1:].isspace() and part.strip() else ""
            parts.append(f"{before}{plain(part)}{after}")
    return "".join(parts)


def _default(value: object) -> str:
    if value is None or value in ((), {}, "") or isinstance(value, (Text, BaseModel)):
        return ""
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


_PLAIN_TYPES = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "`true` or `false`",
    "date": "date (`2026-03-31`)",
    "NoneType": "nothing",
}


def _type(annotation: object) -> str:
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(
            dict.fromkeys(_type(one) for one in arguments if one is not type(None))
        )
    if origin is tuple:
        many = [one for one in arguments if one is not Ellipsis]
        if len(many) > 1:
            return " and ".join(_type(one) for one in many)
        return f"list of {_type(many[0])}"
    if origin is dict:
        return f"{_type(arguments[1])} by {_type(arguments[0])}"
    if isinstance(annotation, type):
        if annotation is Text:
            return "text, or text by language"
        if issubclass(annotation, Authored):
            return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
        return _PLAIN_TYPES.get(annotation.__name__, annotation.__name__)
    return "text"


def _inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and typing.get_origin(annotation) is None:
        if issubclass(annotation, Authored):
            yield annotation
        return
    for one in typing.get_args(annotation):
        yield from _inside(one)
