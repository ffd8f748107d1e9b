"""A port on this machine, taken with plain words where it cannot be had."""

from __future__ import annotations

import socket

from generator.errors import Exit, refuse

BACKLOG = 512
"""Connections that may wait to be taken up."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one.

    Raises:
        Problems: the port is taken, or needs a right; exit code 5.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named, because asyncio turns off Nagle's delay only where it sees TCP: without
    # it every page waits 40 ms for the browser's acknowledgement
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # on Windows the other option would let two servers share a port
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
            f"nothing can listen on {host}, port {port}: {error}",
            "another program may be using the port: stop it, or choose another with "
            "--port; port numbers below 1024 need special rights",
            exit_code=Exit.MACHINE,
        ) from error
    return listening


def address(host: str, listening: socket.socket) -> str:
    """Where a browser finds it."""
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
