from __future__ import annotations

from contextlib import closing
from pathlib import Path

from disclosure_waves import crowd, wave_of

from generator.disclosure import release
from generator.disclosure.ledger import numbering_key
from generator.model.edition import Shown
from generator.model.survey import ORGANISATION
from generator.store import ledger
from generator.store.database import open_store
from generator.store.people import forget, number_people

MIXED = (25.0, 50.0, 75.0, 100.0, 0.0, 50.0)


def test_release_by_the_numbers_of_the_store_survives_forgetting(
    tmp_path: Path,
) -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    people = crowd("a", *MIXED) + crowd("b", *MIXED)
    with closing(open_store(tmp_path / "store.sqlite3")) as store:
        numbers = number_people(store, wave.survey, wave.id, map(numbering_key, people))
        first = release(wave, people, ledger.entries(store), None, 1, numbers)
        assert ledger.append(store, first.ledger) == first.ledger
        ledger.verify(store, first.ledger[-1].digest)
        assert forget(store, wave.survey, "a0").numbers == 1
        kept = [one for one in people if one.respondent != "a0"]
        numbers = number_people(store, wave.survey, wave.id, map(numbering_key, kept))
        assert len(numbers) == 11
        second = release(wave, kept, ledger.entries(store), None, 2, numbers)
    practice = "seven-habits:risk-register"
    shown = {
        key.group
        for key, cell in second.edition.cells.items()
        if key.node == practice and isinstance(cell, Shown)
    }
    assert shown == {"b"}


def test_release_without_numbers_counts_as_the_store_does(tmp_path: Path) -> None:
    wave = wave_of({"a": ORGANISATION})
    people = crowd("a", *MIXED)
    with closing(open_store(tmp_path / "store.sqlite3")) as store:
        numbers = number_people(store, wave.survey, wave.id, map(numbering_key, people))
    assert release(wave, people, (), None, 1) == release(
        wave, people, (), None, 1, numbers
    )
