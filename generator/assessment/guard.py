"""Keeps other web pages and other machines away from the meeting's page."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIMIT = 64 * 1024
"""Largest form taken, in bytes."""

_NAMES = ("127.0.0.1", "localhost")

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # with no-referrer a browser would send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Refuses foreign hosts and foreign forms, and sets headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = _refusal(scope["method"], Headers(scope=scope))
        await (refusal or self.app)(scope, receive, with_headers)


class TooLarge(Exception):
    """A form beyond the limit."""


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; the last one counts where a name stands twice."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > LIMIT:
            raise TooLarge
    text = body.decode("utf-8", errors="replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
    except ValueError as error:
        raise TooLarge from error


def _refusal(method: str, headers: Headers) -> PlainTextResponse | None:
    host = headers.get("host", "")
    # another name that points to this machine would let a foreign page read ours
    if host.rpartition(":")[0] not in _NAMES and host not in _NAMES:
        return PlainTextResponse("Unknown host.\n", 421)
    if method in ("GET", "HEAD"):
        return None
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin", f"http://{host}")
    if site != "same-origin" or origin != f"http://{host}":
        return PlainTextResponse("This form was sent from another page.\n", 403)
    return None
