"""What was published of each wave, and the proof that the store is still that one.

`published.json` lies with the frozen wave, in version control; edition and ledger lie
in the store, out of it. Neither can be lost, rolled back or edited without the other
telling.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from generator.disclosure.attack import unrecorded
from generator.errors import Exit, Problems, refuse
from generator.model.edition import Edition, LedgerEntry
from generator.model.instrument import Wave
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.sources.wavefile import (
    PUBLISHED_FILE,
    read_published,
    write_published,
)
from generator.sources.writtenfile import Json
from generator.store import editions, ledger

PUBLISHED = "published"
"""Measure of the line that says `published.json` was written; it shows nothing."""

RESTORE = "bring back the last backup with 'baseline restore'"


def verify(reading: Reading, store: sqlite3.Connection, releasing: str = "") -> None:
    """Refuse a store that is not the one the results were published with.

    Args:
        reading: the survey with its frozen waves.
        store: the open store.
        releasing: the wave being released, of which `published.json` may be missing:
            a release that was interrupted goes on.

    Raises:
        Problems: with exit code 4 and the way back in words.
    """
    said = {wave.id: _said(reading, wave) for wave in reading.waves}
    heads = [one["ledger_head"] for one in said.values() if one]
    ledger.verify(store, [str(head) for head in heads])
    lines = ledger.entries(store)
    held = {e.wave: e for e in editions.read_editions(store, reading.survey.id)}
    gone = sorted(held.keys() - said.keys())
    if gone:
        raise _unsafe(
            "published-missing",
            f"results of wave '{gone[0]}' were released, and its frozen folder is gone",
            _back(reading.places, reading.survey.id, gone[0], "wave.json"),
        )
    for wave in reading.waves:
        kept = held.get(wave.id)
        if kept is not None:
            _fits(reading, wave, kept, lines, said[wave.id])
        elif said[wave.id]:
            raise _not_held(reading, wave)
        if kept is not None and not said[wave.id]:
            _may_be_missing(reading, wave, lines, interrupted=wave.id == releasing)


def publish(
    reading: Reading, store: sqlite3.Connection, wave: Wave, edition: Edition
) -> None:
    """Write down which edition was published, and note in the ledger that it was.

    The note comes second: where it is there and the file is not, the file was taken
    away. Files written by an earlier version get their note now.
    """
    folder = reading.places.wave(wave.survey, wave.id)
    if not read_published(folder):
        write_published(
            folder,
            {
                "format": 1,
                "edition": edition.number,
                "edition_digest": editions.edition_digest(edition),
                "wave_fingerprint": wave.fingerprint,
                "ledger_head": ledger.head(store),
            },
        )
    lines = ledger.entries(store)
    unnoted = [
        LedgerEntry(0, one.survey, one.id, PUBLISHED, {}, "", "")
        for one in reading.waves
        if not _noted(lines, one)
        and read_published(reading.places.wave(one.survey, one.id))
    ]
    if unnoted:
        ledger.append(store, unnoted)


def _said(reading: Reading, wave: Wave) -> dict[str, Json]:
    """What `published.json` says; nothing where there is none."""
    folder = reading.places.wave(wave.survey, wave.id)
    try:
        said = read_published(folder)
    except Problems as damaged:
        raise Problems(damaged.problems, Exit.UNSAFE) from damaged
    if not said:
        if (folder / PUBLISHED_FILE).exists():
            raise _edited(reading, wave, "it is empty")
        return {}
    number, head = said.get("edition"), said.get("ledger_head")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise _edited(reading, wave, "it names no edition")
    if not isinstance(head, str):
        raise _edited(reading, wave, "it does not say where the ledger ended")
    if not isinstance(said.get("edition_digest"), str):
        raise _edited(reading, wave, "it has no digest of the edition")
    if said.get("wave_fingerprint") != wave.fingerprint:
        raise _edited(reading, wave, "it belongs to a wave with other questions")
    return said


def _fits(
    reading: Reading,
    wave: Wave,
    edition: Edition,
    lines: Sequence[LedgerEntry],
    said: Mapping[str, Json],
) -> None:
    """Edition, ledger and `published.json` must say the same of a wave."""
    if edition.wave_fingerprint != wave.fingerprint:
        raise _not_held(reading, wave)
    kept = {
        "edition": edition.number,
        "edition_digest": editions.edition_digest(edition),
    }
    if said and {name: said[name] for name in kept} != kept:
        raise _not_held(reading, wave)
    own = [line for line in lines if (line.survey, line.wave) == (wave.survey, wave.id)]
    if unrecorded(edition, own):
        raise _unsafe(
            "ledger-older",
            f"the ledger does not hold everything that is shown of wave '{wave.id}'",
            RESTORE,
            str(reading.places.store),
        )
    # What a later wave adds about this one stands after the note.
    noted = next((n for n, line in enumerate(own) if line.measure == PUBLISHED), None)
    released = max((line.position for line in own[:noted]), default=0)
    place = {"": 0, **{line.digest: line.position for line in lines}}
    if said and place[str(said["ledger_head"])] < released:
        raise _edited(reading, wave, "it names an earlier end of the ledger")


def _noted(lines: Sequence[LedgerEntry], wave: Wave) -> bool:
    own = (wave.survey, wave.id, PUBLISHED)
    return any((line.survey, line.wave, line.measure) == own for line in lines)


def _may_be_missing(
    reading: Reading, wave: Wave, lines: Sequence[LedgerEntry], *, interrupted: bool
) -> None:
    """A missing `published.json` is no fault only before it was ever written."""
    if _noted(lines, wave):
        raise _unsafe(
            "published-missing",
            f"results of wave '{wave.id}' were published, and its {PUBLISHED_FILE} is "
            "gone",
            _back(reading.places, wave.survey, wave.id, PUBLISHED_FILE),
        )
    if not interrupted:
        raise _unsafe(
            "published-missing",
            f"results of wave '{wave.id}' were released, and there is no "
            f"{PUBLISHED_FILE} beside the wave",
            f"if the release was interrupted, run 'baseline release {wave.id}' again; "
            "otherwise " + _back(reading.places, wave.survey, wave.id, PUBLISHED_FILE),
        )


def _not_held(reading: Reading, wave: Wave) -> Problems:
    return _unsafe(
        "edition-edited",
        f"the store does not hold what was released of wave '{wave.id}'",
        f"{RESTORE}; if {PUBLISHED_FILE} is what changed, "
        + _back(reading.places, wave.survey, wave.id, PUBLISHED_FILE),
        str(reading.places.store),
    )


def _edited(reading: Reading, wave: Wave, what: str) -> Problems:
    return _unsafe(
        "published-edited",
        f"the {PUBLISHED_FILE} of wave '{wave.id}' is not what was written: {what}",
        _back(reading.places, wave.survey, wave.id, PUBLISHED_FILE),
    )


def _back(places: Places, survey: str, wave: str, name: str) -> str:
    path = (places.wave(survey, wave) / name).relative_to(places.root).as_posix()
    return (
        f"bring '{path}' back from your version history, for example with 'git "
        f"checkout -- {path}'"
    )


def _unsafe(code: str, what: str, hint: str, path: str = "") -> Problems:
    return refuse(code, what, hint, path=path, exit_code=Exit.UNSAFE)
