"""How long answers are kept, as promised, and what is due to be deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.backends.mailmerge import merge_files
from generator.model.instrument import Wave
from generator.pipeline.reading import Reading
from generator.store.database import open_store
from generator.store.people import wave_gone
from generator.store.responses import revisions

SOON = dt.timedelta(days=30)
"""How long before the day it is spoken of."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A wave of which personal data is still here, and until when."""

    wave: str
    until: dt.date
    """Last day on which answers may be here, in the survey's time zone."""
    over: bool
    soon: bool
    holds: tuple[str, ...]
    """What is still here, in words."""

    def __str__(self) -> str:
        held = ", ".join(self.holds)
        when = (
            f"were to be deleted by {self.until}"
            if self.over
            else (f"are to be deleted by {self.until}")
        )
        return f"wave {self.wave}: {held} {when}"


def last_kept_day(wave: Wave) -> dt.date:
    """The last day on which a wave's answers may be kept, as promised."""
    last = (wave.closes - dt.timedelta(seconds=1)).astimezone(ZoneInfo(wave.timezone))
    return last.date() + dt.timedelta(days=wave.privacy.retention_days)


def due_waves(reading: Reading, now: Callable[[], dt.datetime]) -> list[Kept]:
    """Every wave of which something personal is here, oldest first."""
    found = []
    for wave in reading.waves:
        holds = _holds(reading, wave)
        if holds:
            until = last_kept_day(wave)
            today = now().astimezone(ZoneInfo(wave.timezone)).date()
            found.append(
                Kept(wave.id, until, today > until, today > until - SOON, holds)
            )
    return found


def _holds(reading: Reading, wave: Wave) -> tuple[str, ...]:
    places = reading.places
    invitations = [
        path
        for name in (wave.id, f"{wave.id}-reminder")
        for path in merge_files(places.invitations(wave.survey, name))
    ]
    held = []
    if invitations:
        held.append("invitation files")
    if places.inbox(wave.survey, wave.id).exists():
        held.append("the inbox")
    if (places.var / "limesurvey" / wave.survey / f"{wave.id}.json").exists():
        held.append("surveys on LimeSurvey")
    if places.store.exists():
        with closing(open_store(places.store)) as store:
            if wave_gone(store, wave.survey, wave.id) != "answers" and revisions(
                store, wave.survey, wave.id
            ):
                held.append("answers")
    return tuple(held)
