"""The web application of a team's meeting, for this machine only."""

from __future__ import annotations

import contextlib
import datetime
import secrets
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from generator.assessment.desk import Desk
from generator.assessment.guard import Guard, TooLarge
from generator.assessment.meeting import meeting_of
from generator.machine.listening import listen
from generator.model.instrument import Wave
from generator.model.statement import Statement

Clock = Callable[[], datetime.datetime]


def assessment_app(
    wave: Wave,
    team: str,
    store: Path,
    *,
    now: Clock,
    language: str = "",
    secret: str = "",
    previous: Statement | None = None,
) -> Starlette:
    """The pages of one team's meeting.

    Args:
        wave: the frozen wave.
        team: team id.
        store: the store's file, `var/store.sqlite3`.
        now: the clock.
        language: language to begin in; the instrument's first where not given.
        secret: first part of every path, so that nobody guesses the address.
        previous: the team's statement of an earlier wave, shown beside.
    """
    meeting = meeting_of(wave, team, store, previous=previous, now=now)
    desk = Desk(meeting, f"/{secret}" if secret else "", language)
    base = desk.base
    return Starlette(
        routes=[
            Route(f"{base}/assessment.css", _style),
            Route(f"{base}/", desk.enter),
            Route(f"{base}/{{language}}/", desk.enter),
            Route(f"{base}/{{language}}/start", desk.start, methods=["GET", "POST"]),
            Route(f"{base}/{{language}}/overview", desk.overview),
            Route(
                f"{base}/{{language}}/practice/{{number:int}}",
                desk.practice,
                methods=["GET", "POST"],
            ),
            Route(
                f"{base}/{{language}}/sign-off", desk.sign_off, methods=["GET", "POST"]
            ),
            Route(f"{base}/{{language}}/withdraw", desk.withdraw, methods=["POST"]),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={404: desk.missing, TooLarge: desk.too_large},
    )


def serve(
    wave: Wave,
    team: str,
    store: Path,
    *,
    now: Clock,
    language: str = "",
    previous: Statement | None = None,
    port: int = 0,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Offer the meeting's page on this machine until it is interrupted.

    Args:
        wave: the frozen wave.
        team: team id.
        store: the store's file.
        now: the clock.
        language: language to begin in.
        previous: the team's statement of an earlier wave.
        port: 0 takes any free one.
        ready: called with the address as soon as it can be opened.
    """
    import uvicorn

    secret = secrets.token_urlsafe(16)
    app = assessment_app(
        wave,
        team,
        store,
        now=now,
        language=language,
        secret=secret,
        previous=previous,
    )
    with contextlib.closing(listen("127.0.0.1", port)) as listening:
        number = listening.getsockname()[1]
        # no access log: paths hold the secret
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False
        )
        if ready is not None:
            ready(f"http://127.0.0.1:{number}/{secret}/")
        # Ctrl-C is how a meeting ends
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


async def _style(_request: Request) -> Response:
    return FileResponse(
        Path(__file__).with_name("assessment.css"), media_type="text/css"
    )
