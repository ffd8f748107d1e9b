"""File forms of an instrument; a new one is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from generator.formats import codebook, guide, lss, paper, surveyjs, word, xlsform
from generator.formats.base import Format, FormatFile

FORMATS: Mapping[str, Format] = {
    "codebook": codebook.files,
    "guide": guide.files,
    "lss": lss.files,
    "paper": paper.files,
    "surveyjs": surveyjs.files,
    "word": word.files,
    "xlsform": xlsform.files,
}

BY_DEFAULT = ("codebook", "guide", "paper")
"""Formats written with every draft and every frozen wave."""

FOR_BACKEND: Mapping[str, tuple[str, ...]] = {
    "limesurvey": ("lss",),
    "tables": ("surveyjs", "word", "xlsform"),
}
"""Formats written as well where a wave is fielded with another system."""


def usual(backend: str) -> tuple[str, ...]:
    """The formats written where nobody names one."""
    return (*BY_DEFAULT, *FOR_BACKEND.get(backend, ()))


__all__ = ["BY_DEFAULT", "FORMATS", "FOR_BACKEND", "Format", "FormatFile", "usual"]
