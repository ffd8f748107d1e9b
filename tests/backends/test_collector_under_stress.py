"""Nothing acknowledged is ever lost: killed, full, locked or busy."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from collecting import KEY, OPEN, collecting, links, person, run
from samples import small_wave

from generator.backends.local import (
    collector_app,
    hosted,
    invite,
    serve,
    status,
    submissions,
)
from generator.errors import Problems

HERE = Path(__file__).parent
RESPONDENTS = 240


@contextmanager
def process(
    inbox: Path, *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    server = subprocess.Popen(
        [sys.executable, str(HERE / "collector_process.py"), str(inbox), *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield server, server.stdout.readline().strip()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


@dataclass
class Respondent:
    """Answers one page again and again, and remembers what was acknowledged."""

    path: str
    sent: list[dict[str, str]] = field(default_factory=list)
    acknowledged: int = 0

    def next_answers(self) -> dict[str, str]:
        n = self.acknowledged
        # two posts in a row always differ, so each one is a save of its own
        return {"Q1": str(n % 5), "Q2": str(n // 5 % 5), "Q3": "DK"}

    async def post_once(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        answers = self.next_answers()
        if len(self.sent) == self.acknowledged:
            self.sent.append(answers)
        body = urlencode({"version": self.acknowledged, **answers}).encode()
        writer.write(
            f"POST {self.path}/1 HTTP/1.1\r\nHost: form\r\nContent-Length: {len(body)}"
            "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 303"), head
        self.acknowledged += 1

    async def answer_until_the_end(self, host: str, port: int) -> None:
        try:
            reader, writer = await asyncio.open_connection(host, port)
        except OSError:
            return
        try:
            while True:
                await self.post_once(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    async def repeat_last(self, host: str, port: int) -> None:
        """What a browser does after the connection broke: the same post again."""
        reader, writer = await asyncio.open_connection(host, port)
        await self.post_once(reader, writer)
        writer.close()
        await writer.wait_closed()


def place(url: str) -> tuple[str, int]:
    host, port = url.removeprefix("http://").split(":")
    return host, int(port)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter")
def test_kill_9_under_load_loses_nothing_acknowledged_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    inbox, wave = tmp_path / "inbox.sqlite3", small_wave()
    people = [person(n) for n in range(RESPONDENTS)]
    everybody = [Respondent(one.link) for one in invite(wave, people, inbox, KEY, "")]

    async def answer_and_kill(
        server: subprocess.Popen[str], url: str, pages: int
    ) -> None:
        tasks = [
            asyncio.create_task(one.answer_until_the_end(*place(url)))
            for one in everybody
        ]
        async with asyncio.timeout(10):
            while min(one.acknowledged for one in everybody) < pages:
                await asyncio.sleep(0.05)
        server.send_signal(signal.SIGKILL)
        async with asyncio.timeout(10):
            await asyncio.gather(*tasks)

    for pages in (2, 4):
        with process(inbox) as (server, url):
            run(answer_and_kill(server, url, pages))

    saved = {one.respondent: one for one in submissions(inbox, wave)}
    assert len(saved) == RESPONDENTS
    assert sum(one.acknowledged for one in everybody) >= 4 * RESPONDENTS

    with closing(sqlite3.connect(inbox)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = dict(
            connection.execute("SELECT hex(token_hash), id FROM invitations").fetchall()
        )
    by_id = {one.remote_id: one for one in saved.values()}
    from generator.backends.local.inbox import token_hash

    unsure = []
    for one in everybody:
        token = one.path.rpartition("/")[2]
        kept = by_id[found[token_hash(token).hex().upper()]]
        assert kept.revision in (one.acknowledged, len(one.sent))
        assert kept.answers == one.sent[kept.revision - 1]
        if len(one.sent) > one.acknowledged:
            unsure.append(one)

    # the respondents whose page was under way send the same page again
    async def repeat(url: str) -> None:
        await asyncio.gather(*(one.repeat_last(*place(url)) for one in unsure))

    with process(inbox) as (_, url):
        run(repeat(url))
    by_id = {one.remote_id: one for one in submissions(inbox, wave)}
    assert len(by_id) == RESPONDENTS
    for one in everybody:
        token = one.path.rpartition("/")[2]
        kept = by_id[found[token_hash(token).hex().upper()]]
        assert kept.revision == one.acknowledged == len(one.sent)
        assert kept.answers == one.sent[-1]


@pytest.mark.skipif(os.name != "posix", reason="uses a limit of POSIX systems")
def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    inbox, wave = tmp_path / "inbox.sqlite3", small_wave()
    people = [person(n) for n in range(120)]
    everybody = invite(wave, people, inbox, KEY, "")
    noise = random.Random(1)
    taken: dict[int, str] = {}
    with process(inbox, "250000") as (_, url), httpx.Client(base_url=url) as client:
        for n, one in enumerate(everybody):
            text = "".join(noise.choices("abcdefghij ", k=480)).strip()
            answer = client.post(f"{one.link}/3", data={"version": "0", "C1": text})
            if answer.status_code == 503:
                break
            assert answer.status_code == 303
            taken[n] = text
        refused = client.get(f"{one.link}/3")
    assert 10 < len(taken) < 120
    assert answer.status_code == 503
    assert "Your answers on this page are not saved" in answer.text
    assert text in answer.text
    assert text not in refused.text
    saved = sorted(one.answers["C1"] for one in submissions(inbox, wave))
    assert saved == sorted(taken.values())

    # with room again, the same button works
    with process(inbox) as (_, url), httpx.Client(base_url=url) as client:
        again = client.post(f"{one.link}/3", data={"version": "0", "C1": text})
    assert again.status_code == 303
    assert len(list(submissions(inbox, wave))) == len(taken) + 1


def test_a_locked_inbox_is_told_and_the_same_post_works_later(tmp_path: Path) -> None:
    with collecting(tmp_path, wait=0.1) as visit:
        [link] = links(visit)
        with closing(sqlite3.connect(visit.inbox, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refused = visit.post(f"{link}/1", version="0", Q1="3", prompted="1")
            shown = visit.get(f"{link}/1")
            sent = visit.post(f"{link}/check")
            other.execute("ROLLBACK")
        taken = visit.post(f"{link}/1", version="0", Q1="3", prompted="1")
        [saved] = submissions(visit.inbox, visit.wave)
    assert refused.status_code == 503
    assert "Your answers on this page are not saved" in refused.text
    assert 'id="Q1-3" checked' in refused.text
    assert shown.status_code == 200
    assert sent.status_code == 503
    assert sent.headers["retry-after"] == "5"
    assert taken.status_code == 303
    assert (saved.answers, saved.revision) == ({"Q1": "3"}, 1)


def test_reading_the_inbox_never_stops_the_collector(tmp_path: Path) -> None:
    with collecting(tmp_path, wait=0.1) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", Q1="3", prompted="1")
        reading = submissions(visit.inbox, visit.wave)
        next(reading)
        assert status(visit.inbox, visit.wave)
        answer = visit.post(f"{link}/2", version="0", Q4="1", prompted="1")
    assert answer.status_code == 303


@pytest.mark.skipif(os.name != "posix", reason="Windows moves no open file")
@pytest.mark.parametrize("restored", [False, True])
def test_nothing_is_acknowledged_that_goes_to_an_inbox_taken_away(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], restored: bool
) -> None:
    with collecting(tmp_path, wait=0.1) as visit:
        [link] = links(visit)
        kept = visit.post(f"{link}/1", version="0", Q1="3", prompted="1")
        aside = visit.inbox.parent.replace(tmp_path / "aside")
        if restored:
            shutil.copytree(aside, visit.inbox.parent)
        refused = visit.post(f"{link}/1", version="1", Q1="4", prompted="1")
        again = visit.post(f"{link}/check", go="send")
    assert (kept.status_code, refused.status_code) == (303, 503)
    assert "Your answers on this page are not saved" in refused.text
    assert again.status_code == 503
    assert capfd.readouterr().err == (
        "wave.sqlite3: inbox-replaced: the inbox was moved, deleted or restored while "
        "the collector was running, so no answer is taken any more.\n"
        "  hint: stop the collector and start it again.\n"
    )


def test_an_occupied_port_says_what_to_do(tmp_path: Path) -> None:
    app = collector_app(small_wave(), tmp_path / "inbox.sqlite3", now=lambda: OPEN)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Problems) as caught:
            serve(app, port=port)
    [problem] = caught.value.problems
    assert (problem.code, caught.value.exit_code) == ("port-not-free", 5)
    assert f"port {port}" in problem.message
    assert "--port" in problem.hint


@pytest.mark.skipif(os.name != "posix", reason="signals are a POSIX matter")
def test_a_stopped_collector_finishes_what_it_took(tmp_path: Path) -> None:
    inbox, wave = tmp_path / "inbox.sqlite3", small_wave()
    [one] = invite(wave, [person(1)], inbox, KEY, "")
    with process(inbox) as (server, url):
        assert httpx.post(f"{url}{one.link}/1", data={"Q1": "2"}).status_code == 303
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["inbox.sqlite3"]
    [saved] = submissions(inbox, wave)
    assert saved.answers == {"Q1": "2"}


def test_the_collector_can_serve_in_the_background(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox.sqlite3"
    app = collector_app(small_wave(), inbox, now=lambda: OPEN)
    with hosted(app) as url:
        assert "personal link" in httpx.get(url).text
    began = time.monotonic()
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    assert time.monotonic() - began < 5
