"""Every text for people in a document: which languages are there, which are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel

from generator.model.ids import Text
from generator.sources.margin import Margin
from generator.sources.shape import near
from generator.sources.yaml_reader import Loc


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Attribute, key and whether it must hold words, for fields that hold texts."""
    return tuple(
        (name, field.alias or name, field.is_required())
        for name, field in model.model_fields.items()
        if _has_text(field.annotation, frozenset((model,)))
    )


def _has_text(annotation: object, seen: frozenset[object]) -> bool:
    if annotation is Text or annotation in seen:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(
            _has_text(field.annotation, seen | {annotation})
            for field in annotation.model_fields.values()
        )
    return any(_has_text(part, seen) for part in get_args(annotation))


def every_text(value: object, loc: Loc = ()) -> Iterator[tuple[Text, Loc, bool]]:
    """Each text with its place and whether it must hold words."""
    if isinstance(value, BaseModel):
        for name, key, required in _plan(type(value)):
            if name not in value.model_fields_set:
                continue  # a default is ours, and complete
            below = getattr(value, name)
            if type(below) is Text:
                yield below, (*loc, key), required
            elif below is not None:
                yield from every_text(below, (*loc, key))
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            yield from _entry(below, (*loc, index))
    elif isinstance(value, Mapping):
        for name, below in value.items():
            yield from _entry(below, (*loc, name))


def _entry(value: object, loc: Loc) -> Iterator[tuple[Text, Loc, bool]]:
    if type(value) is Text:
        yield value, loc, True
    else:
        yield from every_text(value, loc)


def check_texts(margin: Margin, value: BaseModel, languages: tuple[str, ...]) -> None:
    """Note texts in a language nobody asked for, missing or empty ones.

    Args:
        margin: where to note.
        value: a framework, survey or organisation.
        languages: those the document promises; the first is the source language.
    """
    source = languages[0] if languages else "en"
    for text, loc, required in every_text(value):
        words = text.root
        if isinstance(words, str):
            missing = [tag for tag in languages if tag != source]
            if _proper_name(loc) or not any(map(str.isalpha, words)):
                missing = []
        else:
            for tag in words:
                if tag not in languages:
                    margin.error(
                        (*loc, tag),
                        "text-language",
                        f"`{tag}` is not one of the languages: {', '.join(languages)}",
                        near(tag, languages) or "add it to `languages`, or remove it",
                        key=True,
                    )
            missing = [tag for tag in languages if not words.get(tag)]
        if required and not text:
            margin.error(
                loc, "text-empty", f"`{_name(loc)}` holds no words", "write a text"
            )
        elif text and missing:
            margin.warning(
                loc,
                "text-untranslated",
                f"`{_name(loc)}` is not written in: {', '.join(missing)}",
                "write it as one text per language: {"
                + ", ".join(f"{tag}: …" for tag in languages)
                + "}",
            )


def _proper_name(loc: Loc) -> bool:
    """One spelling of a name serves all languages."""
    return loc[-1] in ("name", "organisation")


def _name(loc: Loc) -> str:
    return next(str(part) for part in reversed(loc) if isinstance(part, str))
