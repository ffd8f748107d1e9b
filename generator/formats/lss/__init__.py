"""LimeSurvey's survey structure: one `.lss` file of an instrument, all languages."""

from __future__ import annotations

import hashlib

from generator.formats.base import FormatFile
from generator.formats.lss.document import Link, document, survey_title
from generator.model.instrument import Instrument, Wave

__all__ = ["Link", "document", "files", "survey_title"]


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The file to look at, or to import by hand; the same for every language.

    Its team codes can be told from the wave's file. `field` puts codes in their place
    that only the survey's key can make.
    """
    del language
    if instrument.mode != "survey":
        return []
    content = document(wave, instrument, Link(draft_codes(wave)))
    return [FormatFile(f"{instrument.id}.lss", content)]


def draft_codes(wave: Wave) -> dict[str, str]:
    """A code for every team, of the shape real ones have."""
    return {
        team.id: hashlib.sha256(f"{wave.survey}:{wave.id}:{team.id}".encode())
        .hexdigest()[:22]
        .upper()
        for team in wave.teams
    }
