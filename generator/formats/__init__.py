"""File forms of an instrument; a new one is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from generator.formats import codebook, guide, lss, paper
from generator.formats.base import Format, FormatFile

FORMATS: Mapping[str, Format] = {
    "codebook": codebook.files,
    "guide": guide.files,
    "lss": lss.files,
    "paper": paper.files,
}

__all__ = ["FORMATS", "Format", "FormatFile"]
