"""Whatever is lost, rolled back or edited of what was published, somebody says so."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from released_projects import (
    SURVEY,
    again,
    crowd,
    frozen,
    later,
    project,
    response,
    store_answers,
)

from generator.errors import Exit, Problems
from generator.pipeline.published import PUBLISHED
from generator.pipeline.reading import Reading
from generator.pipeline.results import everything_released, release, released
from generator.store import ledger
from generator.store.database import open_store

FIRST, SECOND = frozen("2025", 2025, reference=True), frozen("2026", 2026)
SIZES = {"oncology": 12, "immunology": 9, "vaccines": 7}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two waves answered; the first released, a copy kept, then the second released."""
    root = tmp_path_factory.mktemp("published") / "plain"
    reading = project(root, FIRST, SECOND)
    store_answers(reading, [*crowd(FIRST, **SIZES), *crowd(SECOND, **SIZES)])
    release(reading, "2025", later)
    keep(reading, "after-first.sqlite3")
    release(reading, "2026", later)
    return root


def keep(reading: Reading, name: str) -> None:
    with (
        closing(sqlite3.connect(reading.places.store)) as store,
        closing(sqlite3.connect(reading.places.root / name)) as copy,
    ):
        store.backup(copy)


@pytest.fixture
def reading(made: Path, tmp_path: Path) -> Reading:
    from generator.pipeline.reading import read

    shutil.copytree(made, tmp_path / "copy")
    return read(tmp_path / "copy")


def published(reading: Reading, wave: str) -> Path:
    return reading.places.wave(SURVEY, wave) / "published.json"


def sql(reading: Reading, *statements: str) -> None:
    with closing(sqlite3.connect(reading.places.store)) as store, store:
        for trigger in (
            "ledger_is_append_only",
            "ledger_is_kept",
            "editions_are_written_once",
            "editions_are_kept",
        ):
            store.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            store.execute(statement)


def roll_back(reading: Reading) -> None:
    for left in reading.places.var.glob("store.sqlite3*"):
        left.unlink()
    shutil.copyfile(reading.places.root / "after-first.sqlite3", reading.places.store)


def lose(reading: Reading) -> None:
    shutil.rmtree(reading.places.var)


def edit_line(reading: Reading) -> None:
    sql(reading, "UPDATE ledger SET sets = replace(sets, 'f', 'e') WHERE position = 2")


def remove_first_line(reading: Reading) -> None:
    sql(reading, "DELETE FROM ledger WHERE position = 1")


LAST_LINES = (
    "DELETE FROM ledger WHERE position >= "
    "(SELECT min(position) FROM ledger WHERE wave = '2026')"
)


def remove_last_lines(reading: Reading) -> None:
    sql(reading, LAST_LINES)


def remove_every_line(reading: Reading) -> None:
    sql(reading, "DELETE FROM ledger")


def edit_edition(reading: Reading) -> None:
    sql(reading, "UPDATE editions SET record = replace(record, '\"k\":5', '\"k\":4')")


def remove_edition(reading: Reading) -> None:
    sql(reading, "DELETE FROM editions WHERE wave = '2026'")


def remove_published(reading: Reading) -> None:
    published(reading, "2026").unlink()


def remove_the_earlier_published(reading: Reading) -> None:
    published(reading, "2025").unlink()


def empty_published(reading: Reading) -> None:
    published(reading, "2026").write_text("", encoding="utf-8")


def break_published(reading: Reading) -> None:
    path = published(reading, "2026")
    path.write_text(path.read_text("utf-8")[:-20], encoding="utf-8")


def remove_frozen_folder(reading: Reading) -> None:
    shutil.rmtree(reading.places.wave(SURVEY, "2026"))


def with_published(**changed: object) -> Callable[[Reading], None]:
    def change(reading: Reading) -> None:
        path = published(reading, "2026")
        said = json.loads(path.read_text("utf-8")) | changed
        said = {key: value for key, value in said.items() if value is not None}
        path.write_text(json.dumps(said), encoding="utf-8")

    return change


def head_of_the_first_wave(reading: Reading) -> None:
    head = json.loads(published(reading, "2025").read_text("utf-8"))["ledger_head"]
    with_published(ledger_head=head)(reading)


def rolled_back_with_an_older_head(reading: Reading) -> None:
    # Only the lines go; the edition and the answers stay.
    sql(reading, LAST_LINES)
    head_of_the_first_wave(reading)


ATTACKS: dict[str, tuple[Callable[[Reading], None], str]] = {
    "a store from an old backup": (roll_back, "ledger-older"),
    "no store at all": (lose, "ledger-lost"),
    "an edited line": (edit_line, "ledger-edited"),
    "the first line removed": (remove_first_line, "ledger-edited"),
    "the last lines removed": (remove_last_lines, "ledger-older"),
    "every line removed": (remove_every_line, "ledger-lost"),
    "lines removed and an older head put into published.json": (
        rolled_back_with_an_older_head,
        "ledger-older",
    ),
    "an edited edition": (edit_edition, "edition-edited"),
    "a removed edition": (remove_edition, "edition-edited"),
    "published.json removed": (remove_published, "published-missing"),
    "an earlier published.json removed": (
        remove_the_earlier_published,
        "published-missing",
    ),
    "published.json emptied": (empty_published, "wave-damaged"),
    "published.json cut off": (break_published, "wave-damaged"),
    "published.json replaced by nothing": (
        lambda reading: published(reading, "2026").write_text("{}", encoding="utf-8"),
        "wave-damaged",
    ),
    "the frozen folder removed": (remove_frozen_folder, "published-missing"),
    "the head taken out": (with_published(ledger_head=None), "published-edited"),
    "the head emptied": (with_published(ledger_head=""), "published-edited"),
    "the head made a number": (with_published(ledger_head=7), "published-edited"),
    "an unknown head": (with_published(ledger_head="ab" * 32), "ledger-older"),
    "an earlier head": (head_of_the_first_wave, "published-edited"),
    "the digest taken out": (with_published(edition_digest=None), "published-edited"),
    "another digest": (with_published(edition_digest="00" * 32), "edition-edited"),
    "another edition": (with_published(edition=2), "edition-edited"),
    "no edition": (with_published(edition=None), "published-edited"),
    "another wave's fingerprint": (
        with_published(wave_fingerprint="x"),
        "published-edited",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_was_lost_or_edited_stops_release_and_build(
    name: str, reading: Reading
) -> None:
    attack, code = ATTACKS[name]
    attack(reading)
    wave = "2025" if name == "the frozen folder removed" else "2026"
    ways: list[Callable[[], object]] = [
        lambda: everything_released(again(reading)),
        lambda: release(again(reading), wave, later),
        lambda: released(again(reading), wave),
    ]
    if name == "no store at all":
        ways = ways[:2]
    for way in ways:
        with pytest.raises(Problems) as stopped:
            way()
        assert stopped.value.exit_code == Exit.UNSAFE
        problem = stopped.value.problems[0]
        assert problem.code == code
        assert "restore" in problem.hint or "version history" in problem.hint


def test_what_was_left_alone_is_read_and_released_again(reading: Reading) -> None:
    editions, _ = everything_released(reading)
    assert sorted(editions) == ["2025", "2026"]
    assert not release(reading, "2026", later).written
    assert everything_released(again(reading))[0] == editions


def test_late_answer_is_kept_and_changes_nothing(reading: Reading) -> None:
    before = everything_released(reading)[0]
    files = {wave: published(reading, wave).read_bytes() for wave in ("2025", "2026")}
    store_answers(
        reading,
        [
            response(SECOND, "oncology", f"late{n}", n, late=late)
            for n, late in enumerate([True, True, False, False])
        ],
    )
    assert not release(reading, "2026", later).written
    assert everything_released(again(reading))[0] == before
    for wave, content in files.items():
        assert published(reading, wave).read_bytes() == content


def test_interrupted_release_goes_on_where_it_stopped(tmp_path: Path) -> None:
    reading = project(tmp_path / "p", FIRST)
    store_answers(reading, crowd(FIRST, **SIZES))
    release(reading, "2025", later)
    path = published(reading, "2025")
    content = path.read_bytes()
    # As it was before the file was written: no file, and no note that it was.
    path.unlink()
    sql(reading, f"DELETE FROM ledger WHERE measure = '{PUBLISHED}'")
    with pytest.raises(Problems) as stopped:
        everything_released(again(reading))
    assert "run 'baseline release 2025' again" in stopped.value.problems[0].hint
    assert not release(again(reading), "2025", later).written
    assert path.read_bytes() == content
    assert list(everything_released(again(reading))[0]) == ["2025"]


def test_wave_published_by_an_earlier_version_gets_its_note(reading: Reading) -> None:
    sql(reading, f"DELETE FROM ledger WHERE measure = '{PUBLISHED}' AND wave = '2026'")
    assert sorted(everything_released(reading)[0]) == ["2025", "2026"]
    release(reading, "2026", later)
    with closing(open_store(reading.places.store)) as store:
        last = ledger.entries(store)[-1]
    assert (last.wave, last.measure, last.sets) == ("2026", PUBLISHED, {})
    remove_published(reading)
    with pytest.raises(Problems, match="gone"):
        release(again(reading), "2026", later)


def test_old_answers_are_not_cut_anew_by_another_tree(reading: Reading) -> None:
    from dataclasses import replace

    from generator.instruments.compile import wave_fingerprint
    from generator.sources.wavefile import WAVE_FILE, write_wave

    path = reading.places.wave(SURVEY, "2026") / WAVE_FILE
    path.unlink()
    moved = replace(
        SECOND,
        units=(),
        teams=tuple(replace(team, unit="organisation") for team in SECOND.teams),
    )
    write_wave(path, replace(moved, fingerprint=wave_fingerprint(moved)))
    for way in (
        lambda: everything_released(again(reading)),
        lambda: release(again(reading), "2026", later),
    ):
        with pytest.raises(Problems) as stopped:
            way()
        assert stopped.value.exit_code == Exit.UNSAFE
