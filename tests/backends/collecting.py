"""A collector in this process, spoken to over HTTP without a network."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from samples import small_wave

from generator.backends.base import Invited
from generator.backends.local import collector_app, invite
from generator.model.instrument import Question, Wave
from generator.model.people import Person

OPEN = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
KEY = b"0123456789abcdef0123456789abcdef"


def person(n: int, **changed: str) -> Person:
    row = Person(
        person=f"p{n}",
        name=f"Name {n}",
        email=f"p{n}@example.org",
        language="en",
        group="practitioner",
        team="oncology",
        partner="",
    )
    return dataclasses.replace(row, **changed)


def tokens(prefix: str = "token") -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers):020}"


def change_questions(wave: Wave, change: Callable[[Question], Question]) -> Wave:
    return dataclasses.replace(
        wave,
        instruments=tuple(
            dataclasses.replace(
                instrument,
                pages=tuple(
                    dataclasses.replace(
                        page, questions=tuple(map(change, page.questions))
                    )
                    for page in instrument.pages
                ),
            )
            for instrument in wave.instruments
        ),
    )


def anonymous(wave: Wave) -> Wave:
    return dataclasses.replace(
        wave, privacy=dataclasses.replace(wave.privacy, identity="anonymous")
    )


class Loop:
    """An event loop in a thread of its own: a browser test may hold the main one."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.runner = self.thread.submit(asyncio.Runner).result()

    def run(self, job: Coroutine[Any, Any, Any]) -> Any:
        return self.thread.submit(self.runner.run, job).result()

    def close(self) -> None:
        self.thread.submit(self.runner.close).result()
        self.thread.shutdown()


def run(job: Coroutine[Any, Any, Any]) -> None:
    loop = Loop()
    try:
        loop.run(job)
    finally:
        loop.close()


class Visit:
    """A respondent's browser, without a screen."""

    def __init__(
        self, runner: Loop, client: httpx.AsyncClient, inbox: Path, wave: Wave
    ) -> None:
        self.runner = runner
        self.client = client
        self.inbox = inbox
        self.wave = wave

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.runner.run(self.client.get(url, **options))

    def post(self, url: str, **fields: Any) -> httpx.Response:
        headers = fields.pop("headers", None)
        return self.runner.run(self.client.post(url, data=fields, headers=headers))

    def post_bytes(self, url: str, body: bytes, kind: str) -> httpx.Response:
        return self.runner.run(
            self.client.post(url, content=body, headers={"Content-Type": kind})
        )

    def together(self, posts: list[tuple[str, dict[str, Any]]]) -> list[int]:
        async def all_at_once() -> list[int]:
            answers = await asyncio.gather(
                *(self.client.post(url, data=fields) for url, fields in posts)
            )
            return [answer.status_code for answer in answers]

        return self.runner.run(all_at_once())

    def follow(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 303
        where = answer.url.join(answer.headers["location"])
        return self.get(str(where))


@contextmanager
def collecting(
    folder: Path,
    wave: Wave | None = None,
    *,
    now: Callable[[], dt.datetime] = lambda: OPEN,
    address: str = "10.0.0.1",
    **options: Any,
) -> Iterator[Visit]:
    wave = wave or small_wave()
    inbox = folder / "inbox" / "wave.sqlite3"
    app = collector_app(wave, inbox, now=now, **options)
    runner = Loop()
    lifespan = app.router.lifespan_context(app)
    runner.run(lifespan.__aenter__())
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 1)),
        base_url="http://form.example",
    )
    try:
        yield Visit(runner, client, inbox, wave)
    finally:
        runner.run(client.aclose())
        runner.run(lifespan.__aexit__(None, None, None))
        runner.close()


def links(visit: Visit, *people: Person) -> list[str]:
    """Paths of the links of some people, invited now."""
    invited: list[Invited] = invite(
        visit.wave,
        list(people) or [person(1)],
        visit.inbox,
        KEY,
        "http://form.example",
        tokens(),
    )
    return [one.link.removeprefix("http://form.example") for one in invited]
