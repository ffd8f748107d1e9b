"""Runs the collector's web application in one process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import uvicorn
from starlette.applications import Starlette

from generator.errors import Exit, refuse

GRACE = 10
"""Seconds that answers under way get to arrive when the server stops."""

BACKLOG = 512
"""Connections that may wait to be taken up."""


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
    with closing(_listen(host, port)) as listening:
        ready(_address(host, listening))
        try:
            _server(app).run(sockets=[listening])
        except KeyboardInterrupt:
            return


@contextmanager
def hosted(app: Starlette, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves in the background for the length of a `with` block; gives the address."""
    with closing(_listen(host, port)) as listening:
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
            yield _address(host, listening)
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


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # On Windows this option would let two servers share a port.
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
        listening.setblocking(False)
    except (OSError, OverflowError) as error:
        listening.close()
        raise refuse(
            "port-not-free",
            f"the server cannot listen on {host}, port {port}: {error}",
            "another program may be using the port: stop it, or choose another port "
            "with --port; port numbers below 1024 need special rights",
            exit_code=Exit.MACHINE,
        ) from error
    return listening


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
