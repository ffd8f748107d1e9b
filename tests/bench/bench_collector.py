"""P8: durable answers a second at 100 connections, against flask and waitress.

Both servers keep one page of answers per request in SQLite with synchronous=FULL; ours
lets waiting requests share a commit, the other commits each. The load comes from a
process of its own. The two run in turn; medians are printed.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

CONNECTIONS = 100
SECONDS = 4.0
ROUNDS = 3
PEOPLE = 400
BODY = "version={version}&Q1={a}&Q2={b}&Q3=DK&go=next&prompted=1"


def host_ours(folder: Path) -> None:
    from samples import small_wave

    from generator.backends.local import collector_app, create_inbox, serve
    from generator.backends.local.inbox import connect, invitation_id, token_hash

    wave, inbox = small_wave(), folder / "inbox.sqlite3"
    tokens = [secrets.token_urlsafe(24) for _ in range(PEOPLE)]
    create_inbox(inbox, wave)
    with closing(connect(inbox)) as connection:
        connection.executemany(
            "INSERT INTO invitations VALUES (?, ?, 0, 1, 'practitioner', 'oncology', "
            "?, '', 'en', 'practitioner')",
            [(invitation_id(one), token_hash(one), one) for one in tokens],
        )
    paths = [f"/s/{token}/1?lang=en" for token in tokens]
    moment = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    app = collector_app(wave, inbox, now=lambda: moment)
    serve(app, port=0, ready=lambda url: print(json.dumps([url, paths]), flush=True))


def host_theirs(folder: Path, threads: int) -> None:
    import logging
    import socket
    import threading

    from flask import Flask, redirect, request
    from waitress import create_server

    path = folder / "theirs.sqlite3"
    local = threading.local()
    logging.getLogger("waitress").setLevel(logging.ERROR)

    def database() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            local.connection.execute("PRAGMA journal_mode=WAL")
            local.connection.execute("PRAGMA synchronous=FULL")
        connection: sqlite3.Connection = local.connection
        return connection

    database().execute(
        "CREATE TABLE pages (token TEXT PRIMARY KEY, answers TEXT) WITHOUT ROWID"
    )
    app = Flask(__name__)

    @app.post("/s/<token>/1")
    def save(token: str) -> object:
        answers = json.dumps(dict(request.form), sort_keys=True)
        database().execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?)", (token, answers)
        )
        return redirect(f"/s/{token}/2", 303)

    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = create_server(
        app, sockets=[listening], threads=threads, connection_limit=500
    )
    paths = [f"/s/{secrets.token_urlsafe(24)}/1" for _ in range(PEOPLE)]
    print(json.dumps([url, paths]), flush=True)
    server.run()


async def one_connection(
    host: str, port: int, paths: list[str], until: float, times: list[float]
) -> int:
    """Posts pages one after the other over one kept connection."""
    reader, writer = await asyncio.open_connection(host, port)
    failed, turn = 0, 0
    while time.perf_counter() < until:
        path = paths[turn % len(paths)]
        body = BODY.format(
            version=turn // len(paths), a=turn % 5, b=turn // len(paths) % 5
        ).encode()
        turn += 1
        began = time.perf_counter()
        writer.write(
            b"POST %s HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (path.encode(), len(body), body)
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
        failed += not head.startswith(b"HTTP/1.1 303")
    writer.close()
    return failed


async def load(url: str, paths: list[str]) -> dict[str, float]:
    host, port = url.removeprefix("http://").split(":")
    times: list[float] = []
    share = len(paths) // CONNECTIONS
    began = time.perf_counter()
    failed = await asyncio.gather(
        *(
            one_connection(
                host,
                int(port),
                paths[n * share : (n + 1) * share],
                began + SECONDS,
                times,
            )
            for n in range(CONNECTIONS)
        )
    )
    elapsed = time.perf_counter() - began
    times.sort()
    return {
        "rate": len(times) / elapsed,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[int(len(times) * 0.99)] * 1000,
        "failed": sum(failed),
    }


def measure(which: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, __file__, which, folder], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            result = subprocess.run(
                [sys.executable, __file__, "load"],
                input=line,
                capture_output=True,
                text=True,
                check=True,
            )
            measured: dict[str, float] = json.loads(result.stdout)
            return measured
        finally:
            server.kill()
            server.wait()


SERVERS = {
    "ours": "collector",
    "theirs-4": "flask + waitress, 4 threads (its default)",
    "theirs-1": "flask + waitress, 1 thread (no waiting for one another's locks)",
}


def main() -> None:
    rounds = [{which: measure(which) for which in SERVERS} for _ in range(ROUNDS)]
    for which, name in SERVERS.items():
        middle = {
            key: statistics.median(each[which][key] for each in rounds)
            for key in ("rate", "p50", "p99", "failed")
        }
        ratio = statistics.median(
            each["ours"]["rate"] / each[which]["rate"] for each in rounds
        )
        print(
            f"P8 {name}: {middle['rate']:.0f} durable posts/s, "
            f"p50 {middle['p50']:.0f} ms, p99 {middle['p99']:.0f} ms, "
            f"{middle['failed']:.0f} failed; ours is {ratio:.1f} x"
        )


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "load":
        url, paths = json.loads(sys.stdin.readline())
        print(json.dumps(asyncio.run(load(url, paths))))
    elif sys.argv[1] == "ours":
        host_ours(Path(sys.argv[2]))
    else:
        host_theirs(Path(sys.argv[2]), int(sys.argv[1].rpartition("-")[2]))
