"""How the meeting of an assessment is led: cards to print and cut, in order."""

from __future__ import annotations

from generator.formats.base import FormatFile
from generator.formats.paper import printed
from generator.model.instrument import Instrument, Wave


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The guide of an instrument; no file where it has none."""
    if not instrument.guide:
        return []
    content = printed("guide", wave, instrument, language)
    name = f"{instrument.id}-guide.{language}.html"
    return [FormatFile(name, content.encode("utf-8"))]
