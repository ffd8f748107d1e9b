"""A team's meeting: the page that records its own statement."""

from __future__ import annotations

import datetime as dt
import webbrowser
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from starlette.applications import Starlette

from generator.assessment.app import assessment_app, serve
from generator.errors import refuse
from generator.model.instrument import Ladder, Wave
from generator.model.statement import Statement
from generator.pipeline.reading import Reading
from generator.store.database import open_store
from generator.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Agenda:
    """One team's meeting, ready to be shown."""

    app: Starlette
    ladders: tuple[Ladder, ...]
    """The practices in the order of the meeting, those in scope only."""


def agenda(
    reading: Reading, team: str, *, wave: str | None, now: Callable[[], dt.datetime]
) -> Agenda:
    """The page of one meeting as an application, without a secret address."""
    frozen = _wave(reading, wave)
    instrument = frozen.assessment()
    app = assessment_app(
        frozen,
        team,
        reading.places.store,
        now=now,
        previous=_previous(reading, frozen, team),
    )
    closed = next(each.not_in_scope for each in frozen.teams if each.id == team)
    ladders = instrument.ladders if instrument else ()
    return Agenda(app, tuple(each for each in ladders if each.practice not in closed))


def hold(
    reading: Reading,
    team: str,
    *,
    wave: str | None,
    port: int,
    language: str | None,
    now: Callable[[], dt.datetime],
    announce: Callable[[str], None],
    browser: bool,
) -> None:
    """Offer the page on this machine until it is interrupted.

    Args:
        reading: the survey.
        team: team id.
        wave: which wave; the newest frozen one where not given.
        port: 0 takes any free one.
        language: language to begin in.
        now: the clock.
        announce: told the address.
        browser: open it in the browser as well.
    """
    frozen = _wave(reading, wave)

    def ready(address: str) -> None:
        announce(f"{address} (stop with Ctrl-C)")
        if browser:
            webbrowser.open(address)

    serve(
        frozen,
        team,
        reading.places.store,
        now=now,
        language=language or "",
        previous=_previous(reading, frozen, team),
        port=port,
        ready=ready,
    )


def _wave(reading: Reading, wave: str | None) -> Wave:
    if wave is not None:
        return reading.frozen(wave)
    if not reading.waves:
        raise refuse(
            "wave-not-frozen",
            f"survey '{reading.survey.id}' has no frozen wave yet",
            "run 'baseline field WAVE' first; a meeting needs frozen questions",
        )
    return reading.waves[-1]


def _previous(reading: Reading, wave: Wave, team: str) -> Statement | None:
    """The team's signed statement of the wave before, if there is one."""
    earlier = [each for each in reading.waves if each.closes <= wave.opens]
    if not reading.places.store.exists():
        return None
    with closing(open_store(reading.places.store)) as store:
        for each in reversed(earlier):
            found = read_statement(store, each.survey, each.id, team)
            if found is not None and found.signed_off and not found.withdrawn:
                return found
    return None
