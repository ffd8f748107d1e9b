"""Sealed answers: given over HTTP, unreadable where they lie, opened by one key."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from projects import (
    CLOSED,
    OPEN,
    SURVEY,
    URL,
    at,
    comment,
    files_with,
    invite,
    invited,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import small_wave

from generator.backends.local.app import collector_app
from generator.backends.local.inbox import submissions
from generator.backends.local.serve import hosted
from generator.demo.respondents import Visit, answer
from generator.errors import Problems
from generator.machine.sealing import SealKey, make_key, read_key, sealing_with
from generator.pipeline.fielding import close, turnout
from generator.pipeline.forgetting import forget_person, forget_wave
from generator.pipeline.reading import Reading
from generator.pipeline.results import collect
from generator.store.database import open_store
from generator.store.responses import responses

CANARY = "Canarinho7731 wrote this"
HER = somebody(1).email


def code(refused: pytest.ExceptionInfo[Problems]) -> str:
    return refused.value.problems[0].code


@pytest.fixture
def key(tmp_path: Path) -> SealKey:
    """The steward's key; the project of `reading` is frozen with its public half."""
    path = tmp_path / "steward" / "key"
    make_key(path, "a passphrase")
    return read_key(path, lambda: "a passphrase")


@pytest.fixture
def reading(tmp_path: Path, key: SealKey) -> Reading:
    found = reading_of(
        new_project(tmp_path / "p", with_privacy(small_wave(), seal=key.public))
    )
    invite(found, [somebody(n) for n in range(6)])
    return found


def stored(reading: Reading) -> list[dict[str, str]]:
    with closing(open_store(reading.places.store)) as store:
        return [one.answers for one in responses(store, SURVEY, "2026")]


def inbox_bytes(reading: Reading) -> bytes:
    path = reading.places.inbox(SURVEY, "2026")
    return b"".join(
        one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*"))
    )


def test_finished_answers_are_nowhere_in_the_inbox_and_the_key_opens_them(
    reading: Reading, key: SealKey, tmp_path: Path
) -> None:
    path = reading.places.inbox(SURVEY, "2026")
    app = collector_app(reading.frozen("2026"), path, now=at(OPEN))
    links = {one.email: one.link.removeprefix(URL) for one in invited(reading)}
    given = comment(CANARY)
    with hosted(app) as address, httpx.Client(trust_env=False) as client:
        answer(client, Visit(address + links[HER], given, "partial"), stop_after=3)
        assert CANARY.encode() in inbox_bytes(reading), "a draft can be gone on with"
        assert CANARY in client.get(f"{address}{links[HER]}/check").text
        answer(client, Visit(address + links[HER], given, "complete"))
        # the collector is still running, its log open
        held = inbox_bytes(reading)
        assert CANARY.encode() not in held
        assert b'"Q1"' not in held
        assert b'"3"' not in held
        page = client.get(address + links[HER]).text
        assert "sealed" in page
        assert "Answer anew" in page
        checked = client.get(f"{address}{links[HER]}/check", follow_redirects=True)
        assert checked.url.path.endswith("/thanks")
        assert "Answer anew" not in checked.text
        assert CANARY not in page + checked.text
    collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert stored(reading) == [dict(sorted(given.items()))]
    again = collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    assert CANARY.encode() not in inbox_bytes(reading)


def test_without_the_key_or_with_another_nothing_is_collected(
    reading: Reading, tmp_path: Path
) -> None:
    respond(reading, {HER: comment(CANARY)})
    with pytest.raises(Problems) as refused:
        collect(reading, "2026", now=at(CLOSED))
    assert code(refused) == "seal-closed"
    assert "--seal-key" in refused.value.problems[0].hint
    make_key(tmp_path / "other")
    other = read_key(tmp_path / "other", lambda: "")
    with pytest.raises(Problems) as refused:
        collect(reading, "2026", now=at(CLOSED), seal_key=other)
    assert code(refused) == "seal-key-other"
    # even a key that says it is the right one opens nothing
    forged = dataclasses.replace(other, public=reading.frozen("2026").privacy.seal)
    done = collect(reading, "2026", now=at(CLOSED), seal_key=forged)
    assert [one.code for one in done.problems] == ["seal-broken"]
    assert stored(reading) == []


def test_answers_given_anew_take_the_place_of_those_sealed(
    reading: Reading, key: SealKey
) -> None:
    respond(reading, {HER: comment("first words")})
    respond(reading, {HER: comment("other words")}, partial=frozenset((HER,)))
    collect(reading, "2026", now=at(OPEN), seal_key=key)
    assert stored(reading) == [comment("first words")], "begun anew, and not sent"
    # goes on with the first two pages of the second try
    respond(reading, {HER: {**comment("second words"), "Q1": "0"}})
    assert b"second words" not in inbox_bytes(reading)
    assert b"other words" not in inbox_bytes(reading)
    collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert stored(reading) == [dict(sorted(comment("second words").items()))]


def test_sending_twice_seals_once(reading: Reading, key: SealKey) -> None:
    path = reading.places.inbox(SURVEY, "2026")
    app = collector_app(reading.frozen("2026"), path, now=at(OPEN))
    [link] = [one.link.removeprefix(URL) for one in invited(reading)][1:2]
    with hosted(app) as address, httpx.Client(trust_env=False) as client:
        answer(client, Visit(address + link, comment(CANARY), "complete"))
        before = inbox_bytes(reading)
        sent = client.post(f"{address}{link}/check", data={"lang": "en"})
        assert sent.headers["location"].startswith("thanks")
        assert inbox_bytes(reading) == before
    collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert stored(reading) == [comment(CANARY)]


def test_drafts_that_were_never_sent_are_collected_as_they_are(
    reading: Reading, key: SealKey
) -> None:
    her, him = somebody(1).email, somebody(2).email
    respond(
        reading,
        {her: comment("done"), him: comment("not done")},
        partial=frozenset((him,)),
    )
    collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert sorted(len(answers) for answers in stored(reading)) == [5, 6]
    everybody = [row for row in turnout(reading, "2026") if not row.team]
    assert everybody[0].invited == 6


def test_a_sealed_response_moved_or_changed_does_not_open(
    reading: Reading, key: SealKey
) -> None:
    respond(reading, {somebody(n).email: comment(f"words {n}") for n in (1, 2, 3)})
    path = reading.places.inbox(SURVEY, "2026")
    with closing(sqlite3.connect(path)) as inbox, inbox:
        rows = inbox.execute("SELECT invitation, content FROM sealed").fetchall()
        [(a, one), (b, two), (c, three)] = rows
        for name, content in ((a, two), (b, one), (c, three[:-1] + b"\0")):
            inbox.execute(
                "UPDATE sealed SET content = ? WHERE invitation = ?", (content, name)
            )
    done = collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert [one.code for one in done.problems] == ["seal-broken"] * 3
    assert stored(reading) == []


def test_a_sealed_person_and_a_sealed_wave_can_be_forgotten(
    reading: Reading, key: SealKey, tmp_path: Path
) -> None:
    respond(reading, {somebody(n).email: comment(f"words {n}") for n in range(4)})
    with pytest.raises(Problems) as refused:
        close(reading, "2026", at(CLOSED))
        forget_wave(reading, "2026", now=at(CLOSED))
    assert code(refused) == "forget-uncollected"
    [part] = forget_person(reading, HER).parts
    assert (part.links, part.kept_there) == (1, 1)
    assert files_with(tmp_path, HER) == {}
    collect(reading, "2026", now=at(CLOSED), seal_key=key)
    assert len(stored(reading)) == 3
    assert forget_wave(reading, "2026", now=at(CLOSED)).found
    assert not reading.places.inbox(SURVEY, "2026").exists()


def test_anonymous_answers_can_be_sealed_too(tmp_path: Path, key: SealKey) -> None:
    wave = with_privacy(small_wave(), identity="anonymous", seal=key.public)
    reading = reading_of(new_project(tmp_path / "q", wave))
    invite(reading, [somebody(n) for n in range(6)])
    respond(reading, {HER: comment(CANARY)})
    assert CANARY.encode() not in inbox_bytes(reading)
    path = reading.places.inbox(SURVEY, "2026")
    [found] = submissions(path, wave, key.unseal)
    assert found.answers == comment(CANARY)


def test_what_is_sealed_is_as_long_whatever_is_said() -> None:
    seal = sealing_with(f"x25519:{'09' + '00' * 31}")
    short, long = seal(b"{}", b"place"), seal(b"x" * 900, b"place")
    assert len(short) == len(long)
    assert seal(b"{}", b"place") != short, "every sealing has a key of its own"
