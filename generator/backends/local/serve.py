"""Runs the collector's web application in one process."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import uvicorn
from starlette.applications import Starlette

from generator.errors import Exit, refuse
from generator.machine.listening import BACKLOG, address, listen

GRACE = 10
"""Seconds that answers under way get to arrive when the server stops."""


def serve(
    app: Starlette,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serves until it is stopped; answers under way are finished first.

    `ready` is called with the local address once the port is taken.
    """
    with closing(listen(host, port)) as listening:
        ready(address(host, listening))
        # the writing thread must not wait the usual 5 ms for its turn (measured: a
        # tenth more answers a second)
        sys.setswitchinterval(0.001)
        try:
            _server(app).run(sockets=[listening])
        except KeyboardInterrupt:
            return


@contextmanager
def hosted(app: Starlette, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves in the background for the length of a `with` block; gives the address."""
    with closing(listen(host, port)) as listening:
        server = _server(app)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        if not server.started:
            raise refuse(
                "collector-not-started",
                "the collector could not start",
                "run `baseline doctor` to see what is missing on this machine",
                exit_code=Exit.MACHINE,
            )
        try:
            yield address(host, listening)
        finally:
            server.should_exit = True
            thread.join()


def _server(app: Starlette) -> uvicorn.Server:
    """No access log: paths hold links, and addresses are nobody's business."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            log_level="critical",
            proxy_headers=False,
            server_header=False,
            workers=1,
            backlog=BACKLOG,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=GRACE,
            ws="none",
        )
    )
