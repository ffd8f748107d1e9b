"""The end state: everything was written that a project writes, then people go."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from projects import (
    CLOSED,
    OPEN,
    SURVEY,
    at,
    comment,
    invite,
    invited,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import small_wave

from generator.backends.mailmerge import link_token
from generator.backends.pseudonyms import pseudonym
from generator.pipeline.access import data_of_person
from generator.pipeline.commenting import (
    COLUMNS,
    DROP,
    KEEP,
    read_sheet,
    sheet_path,
    write_sheet,
)
from generator.pipeline.fielding import remind
from generator.pipeline.forgetting import forget_person, forget_wave
from generator.pipeline.privacy_pack import write_pack
from generator.pipeline.publishing import publish
from generator.pipeline.reading import Reading
from generator.pipeline.results import collect, release
from generator.pipeline.site import build
from generator.store.backup import backup, remember_archive
from generator.store.keys import survey_key

MANY = 12
HER, HER_NAME = "nadja3@mail.example", "Nadja Beispiel3"
MANAGER = "petra.zwischenhalt@mail.example"
CANARY = "Canarinho-7731 said it at lunch"
FIRST = "Zeisig-4482 was my first thought"


def forms(word: str) -> Iterator[bytes]:
    """A word as programs write it: plain, wide, in a URL, in hex, in base64."""
    plain = word.encode()
    yield from (plain, word.encode("utf-16-le"), word.encode("utf-16-be"))
    for shift in range(3):
        # signs at both ends depend on what stands beside the word
        coded = base64.b64encode(b"\0" * shift + plain)
        yield coded[(4 if shift else 0) : -4]
    yield quote(word, safe="").encode()
    yield plain.hex().encode()


def layers(name: str, content: bytes, deep: int = 4) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, those of every archive in it, and the rows of a database."""
    yield name, content
    if not deep:
        return
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from layers(f"{name}!{part}", archive.read(part), deep - 1)
    if content[:2] == b"\x1f\x8b":
        yield from layers(f"{name}!gz", gzip.decompress(content), deep - 1)
    if content[:15] == b"SQLite format 3":
        with closing(sqlite3.connect(":memory:")) as database:
            # a database in memory has no log: that is a file of its own here
            database.deserialize(content[:18] + b"\1\1" + content[20:])
            database.text_factory = bytes
            for line in _rows(database):
                yield f"{name}!rows", line


def _rows(database: sqlite3.Connection) -> Iterator[bytes]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (table,) in tables.fetchall():
        for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
            yield b"\0".join(
                one if isinstance(one, bytes) else str(one).encode() for one in row
            )


def traces(root: Path, words: dict[str, str]) -> dict[str, set[str]]:
    """Where each word stands: in names of files and in all that they hold."""
    needles = [(name, one) for name, word in words.items() for one in forms(word)]
    found: dict[str, set[str]] = {}
    looked: set[bytes] = set()
    for folder, below, files in os.walk(root):
        for each in (*below, *files):
            path = Path(folder) / each
            parts: list[tuple[str, bytes]] = [("its name", each.encode())]
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                digest = hashlib.sha256(content).digest()
                # versions of a site share most of their files
                parts += [] if digest in looked else layers("", content)
                if not any(n in one for _, one in parts for _, n in needles):
                    looked.add(digest)
            for where, part in parts:
                for name, needle in needles:
                    if needle in part:
                        at_path = path.relative_to(root).as_posix()
                        found.setdefault(name, set()).add(f"{at_path}{where}")
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which everything was written that the commands write."""
    root = tmp_path_factory.mktemp("end") / "p"
    wave = with_privacy(small_wave(), comments="verbatim")
    reading = reading_of(new_project(root, wave))
    guests = [
        somebody(n, relay=MANAGER, group="partner", partner=f"Company {n % 4}")
        for n in range(40, 52)
    ]
    invite(reading, [*(somebody(n) for n in range(MANY)), *guests])
    remind(reading, "2026", at(OPEN))
    said = {somebody(n).email: comment(f"fine, number {n}") for n in range(MANY)}
    said[HER] = comment(CANARY)
    respond(reading, {HER: comment(FIRST), somebody(45).email: comment("ok")})
    collect(reading, "2026", now=at(OPEN))
    respond(reading, said)
    collect(reading, "2026", now=at(CLOSED))
    sheet = write_sheet(reading, "2026", now=at(CLOSED)).path
    _keep_all_but_hers(sheet)
    read_sheet(reading, "2026", sheet)
    write_sheet(reading, "2026", now=at(CLOSED))
    data_of_person(reading, HER, now=at(CLOSED), only_look=False)
    release(reading, "2026", at(CLOSED))
    build(root, commands="# Commands\n")
    publish(root, at(CLOSED))
    write_pack(reading, "2026")
    archive = backup(reading.places.var, reading.places.var / "backup" / "a.zip")
    remember_archive(reading.places.var, archive)
    return root


def _keep_all_but_hers(sheet: Path) -> None:
    """Whoever reads the comments keeps each of them but one."""
    book = load_workbook(sheet)
    page = book.worksheets[0]
    for row in range(2, page.max_row + 1):
        written = str(page.cell(row, COLUMNS.index("comment") + 1).value)
        decision = DROP if CANARY in written else KEEP
        page.cell(row, COLUMNS.index("decision") + 1).value = decision
    book.save(sheet)


@pytest.fixture
def reading(written: Path, tmp_path: Path) -> Reading:
    """A copy of it to forget in."""
    subprocess.run(["cp", "-a", str(written), str(tmp_path / "p")], check=True)
    return reading_of(tmp_path / "p")


def hers(reading: Reading) -> dict[str, str]:
    [row] = [one for one in invited(reading) if one.email == HER]
    return {
        "e-mail": HER,
        "name": HER_NAME,
        "token": link_token(row.link),
        "code": pseudonym(survey_key(reading.places.var, SURVEY), HER),
        "comment": "Canarinho-7731",
        "earlier comment": "Zeisig-4482",
    }


def test_one_person_is_gone_from_all_that_a_project_ever_wrote(
    reading: Reading,
) -> None:
    root = reading.places.root
    words = hers(reading)
    before = traces(root, words)
    assert set(before) >= {"e-mail", "name", "token", "code", "comment"}
    assert any("var/comments" in one for one in before["comment"])
    assert any("reminder" in one for one in before["e-mail"])
    assert any("var/access" in one for one in before["comment"])
    done = forget_person(reading, HER)
    left = traces(root, words)
    archive = "var/backup/a.zip"
    assert {one.partition("!")[0] for where in left.values() for one in where} == {
        archive
    }
    assert {one.path.name for one in done.remains} == {"a.zip"}
    (root / archive).unlink()
    assert traces(root, words) == {}


def test_what_was_published_never_held_anybody(reading: Reading) -> None:
    root = reading.places.root
    everybody = ("Nadja Beispiel", "@mail.example", "Company 1")
    people = hers(reading) | {word: word for word in everybody}
    for folder in ("dist", "published", "build", "surveys"):
        assert (root / folder).is_dir()
        assert traces(root / folder, people) == {}


def test_words_that_were_released_stand_with_nobody_beside_them(
    reading: Reading,
) -> None:
    """What was shown stays as it is: in the edition, and on the pages drawn from it."""
    root = reading.places.root
    somebodys = {"released": "fine, number 5"}
    assert any(
        one.endswith(".html") for one in traces(root / "dist", somebodys)["released"]
    )
    forget_person(reading, somebody(5).email)
    (root / "var" / "backup" / "a.zip").unlink()
    assert traces(root / "var", somebodys)["released"] == set(IN_STORE)
    assert "fine, number 5" in "".join(_tables(reading, EDITIONS))
    assert "fine, number 5" not in "".join(_tables(reading, ANSWERS))


IN_STORE = ("store.sqlite3", "store.sqlite3!rows")
EDITIONS, ANSWERS = "editions", "responses reviewed_comments people_numbers ledger"


def _tables(reading: Reading, names: str) -> Iterator[str]:
    with closing(sqlite3.connect(reading.places.store)) as store:
        for name in names.split():
            yield from (str(row) for row in store.execute(f"SELECT * FROM {name}"))


def test_who_passes_links_on_is_gone_from_names_of_files_too(
    reading: Reading,
) -> None:
    root = reading.places.root
    words = {"address": MANAGER, "its beginning": MANAGER.partition("@")[0]}
    words["as file names were written"] = "petra-zwischenhalt"
    assert "address" in traces(root / "var", words)
    forget_person(reading, MANAGER)
    (root / "var" / "backup" / "a.zip").unlink()
    assert traces(root, words) == {}


@pytest.mark.parametrize("answers", [False, True])
def test_a_wave_loses_everybody_it_named(reading: Reading, answers: bool) -> None:
    root = reading.places.root
    names = {word: word for word in ("Nadja Beispiel", "@mail.example")}
    tokens = {
        f"token {n}": link_token(one.link) for n, one in enumerate(invited(reading))
    }
    key = survey_key(reading.places.var, SURVEY)
    codes = {f"code of {n}": pseudonym(key, somebody(n).email) for n in range(MANY)}
    said = {f"answer of {n}": f"fine, number {n}" for n in range(MANY) if n != 3}
    assert set(traces(root / "var", {**codes, **said})) == {*codes, *said}
    forget_wave(reading, "2026", now=at(CLOSED), answers=answers)
    (root / "var" / "backup" / "a.zip").unlink()
    assert traces(root, names) == {}
    assert traces(root / "var", tokens) == {}
    assert (traces(root / "var", codes) == {}) is answers
    left = traces(root / "var", said)
    if answers:  # what was released stands in the edition
        assert {one for where in left.values() for one in where} <= set(IN_STORE)
        assert not any("fine, number" in row for row in _tables(reading, ANSWERS))
    else:
        assert set(left) == set(said)
    assert not sheet_path(reading.places, SURVEY, "2026").exists()
