"""What every format makes: files with bytes, from a frozen wave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.instrument import Instrument, Wave

RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ps", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class FormatFile:
    """One file of an instrument, ready to be written."""

    name: str
    """File name without folders."""
    content: bytes


Format: TypeAlias = Callable[[Wave, Instrument, str], list[FormatFile]]
"""Makes the files of one instrument in one language."""


def say(words: Mapping[str, str], language: str) -> str:
    """A frozen text in one language; empty where the author wrote none."""
    return words.get(language, "")


def direction(language: str) -> str:
    """Whether a language is written from left or from right."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
