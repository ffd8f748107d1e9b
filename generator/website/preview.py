"""The site in a browser while you edit; a broken file is shown there, not hidden."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import mimetypes
import os
import re
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import awatch

from generator.errors import Problem, Problems
from generator.machine.listening import listen

OWN = "__preview"
"""Addresses of the preview itself begin with this."""

IGNORED = frozenset({"build", "dist", "var", "node_modules"})
"""Folders of a project that the build writes or that nobody edits for the site."""

WATCHED = frozenset({".yaml", ".yml", ".md", ".css", ".js", ".html", ".svg", ".png"})
"""Kinds of files whose change builds the site again."""

_STYLE = """
#pb-preview { position: fixed; inset: auto 0 0 0; z-index: 9999; max-height: 60vh;
  overflow: auto; padding: 1rem 1.5rem; background: #5a1a00; color: #fff;
  font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 -2px 12px #0006; }
html { scroll-padding-bottom: 62vh; }
body { padding-bottom: 62vh; }
#pb-preview:focus-visible { outline: 3px solid #ffe3b8; outline-offset: -6px; }
#pb-preview h2 { margin: 0 0 .5rem; font-size: 1.1rem; color: #fff; }
#pb-preview ol { margin: 0; padding-left: 1.4rem; }
#pb-preview li { margin: 0 0 .6rem; }
#pb-preview code { font-family: ui-monospace, Consolas, monospace; background: none;
  color: #ffe3b8; }
#pb-preview .hint { display: block; }
"""

_LIVE = """
(function () {
  var here = document.currentScript;
  var seen = Number(here.dataset.seen);
  var source = new EventSource("/__preview/events?seen=" + seen);
  source.onmessage = function (event) {
    if (JSON.parse(event.data).number !== seen) { location.reload(); }
  };
  addEventListener("pagehide", function () { source.close(); });
})();
"""


class Preview:
    """What the browser is shown: the last good site, and today's problems."""

    def __init__(self, root: Path, dist: Path, rebuild: Callable[[], object]) -> None:
        self.root = root.resolve()
        self.dist = dist
        self.rebuild = rebuild
        self.problems: tuple[Problem, ...] = ()
        self.number = 0
        """Grows with every build, good or not."""
        self.built_from: dict[str, tuple[int, int]] = {}
        """The files as they were when the last build began."""
        self._changed = asyncio.Event()

    def build(self) -> None:
        """Build once; problems are kept to be shown, and the site stays as it was."""
        self.built_from = snapshot(self.root)
        try:
            self.rebuild()
        except Problems as problems:
            self.problems = problems.problems
        except Exception as error:  # noqa: BLE001 (a fault must not end the preview)
            traceback.print_exc(file=sys.stderr)
            self.problems = (
                Problem(
                    "",
                    0,
                    0,
                    "preview-fault",
                    f"the build failed by a fault of the program: {error!r}",
                    "the terminal shows where; please report it",
                ),
            )
        else:
            self.problems = ()
        self.number += 1

    async def build_and_tell(self) -> None:
        """Build beside the requests, then wake every open page."""
        await run_in_threadpool(self.build)
        self._changed.set()
        self._changed = asyncio.Event()

    async def after(self, seen: int) -> None:
        """Wait until there has been another build than the one a page shows."""
        while self.number == seen:
            await self._changed.wait()


def preview_app(preview: Preview) -> Starlette:
    """The web application: the site below `/`, events below `/__preview/`."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(_watch(preview, stop))
        yield
        stop.set()
        await task

    async def events(request: Request) -> Response:
        seen = request.query_params.get("seen", "")
        start = int(seen) if re.fullmatch("[0-9]{1,9}", seen) else preview.number

        async def stream() -> AsyncIterator[str]:
            yield "retry: 500\n\n"
            while True:
                try:
                    await asyncio.wait_for(preview.after(start), 10)
                except TimeoutError:
                    yield ": still here\n\n"
                else:
                    yield f"data: {json.dumps({'number': preview.number})}\n\n"
                    return

        return StreamingResponse(
            stream(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    def live(_request: Request) -> Response:
        return Response(_LIVE, media_type="text/javascript", headers=_FRESH)

    def page(request: Request) -> Response:
        return _serve_file(preview, request.path_params["path"])

    return Starlette(
        routes=[
            Route(f"/{OWN}/events", events),
            Route(f"/{OWN}/live.js", live),
            Route("/{path:path}", page),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
        ],
        lifespan=lifespan,
    )


_FRESH = {"Cache-Control": "no-store"}


def _serve_file(preview: Preview, path: str) -> Response:
    base = preview.dist.resolve()
    try:
        place = (base / path).resolve()
        if not place.is_relative_to(base):
            return _page(preview, _empty("There is no such page."), 404)
        if place.is_dir():
            if path and not path.endswith("/"):
                inside = place.relative_to(base).as_posix()
                return RedirectResponse(f"/{quote(inside)}/")
            place /= "index.html"
        data = place.read_bytes()
    except (OSError, ValueError):  # no such file, or a name no file can have
        words = (
            "There is no such page."
            if (base / "index.html").is_file()
            else "There is no site yet: the files hold problems."
        )
        return _page(preview, _empty(words), 404)
    if place.suffix == ".html":
        return _page(preview, data.decode("utf-8"), 200)
    kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    return Response(data, media_type=kind, headers=_FRESH)


def _empty(words: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Preview</title></head><body><main><h1>{html.escape(words)}</h1>"
        '<p><a href="/index.html">To the front page</a></p></main></body></html>'
    )


def _page(preview: Preview, text: str, status: int) -> Response:
    extra = (
        f'{banner(preview.problems)}<script src="/{OWN}/live.js" '
        f'data-seen="{preview.number}"></script>'
    )
    at = text.rfind("</body>")
    text = text + extra if at < 0 else text[:at] + extra + text[at:]
    return Response(text, status, media_type="text/html", headers=_FRESH)


def banner(problems: Iterable[Problem]) -> str:
    """Every problem, over the page it has kept from being renewed."""
    lines = []
    for problem in problems:
        place = html.escape(problem.path)
        if problem.line:
            place += f":{problem.line}:{problem.column}"
        hint = (
            f'<span class="hint">{html.escape(problem.hint)}</span>'
            if problem.hint
            else ""
        )
        lines.append(
            f"<li><code>{place}</code> <code>{html.escape(problem.code)}</code><br>"
            f"{html.escape(problem.message)}{hint}</li>"
        )
    if not lines:
        return ""
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    return (
        f'<style>{_STYLE}</style><section id="pb-preview" role="alert" tabindex="0">'
        f"<h2>{count}: this page is older than your files</h2>"
        f"<ol>{''.join(lines)}</ol></section>"
    )


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """What the site is made from: each file with its time and size."""
    found = {}
    for folder, inner, names in os.walk(root):
        top = Path(folder) == root
        inner[:] = [
            name
            for name in inner
            if not name.startswith(".") and not (top and name in IGNORED)
        ]
        for name in names:
            path = Path(folder, name)
            if path.suffix in WATCHED and not name.startswith("."):
                with contextlib.suppress(OSError):
                    state = path.stat()
                    found[str(path)] = (state.st_mtime_ns, state.st_size)
    return found


async def _watch(preview: Preview, stop: asyncio.Event) -> None:
    """Build when files differ from those of the last build.

    The watcher only wakes us: what it missed (while it started, while a build ran, on
    a file share, beside the watched folders) is found a second later.
    """
    folders = [
        path
        for path in sorted(preview.root.iterdir())
        if path.is_dir() and path.name not in IGNORED and path.name[0] != "."
    ]
    async for _changes in awatch(
        *(folders or [preview.root]),
        stop_event=stop,
        debounce=200,
        step=50,
        rust_timeout=1000,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        if await run_in_threadpool(snapshot, preview.root) != preview.built_from:
            await preview.build_and_tell()


def serve(
    root: Path,
    dist: Path,
    rebuild: Callable[[], object],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Build, show the site on this machine, and build again when a file changes.

    Ends when it is interrupted. `ready` is called with the address.
    """
    with contextlib.closing(listen(host, port)) as listening:
        preview = Preview(root, dist, rebuild)
        preview.build()
        ready(f"http://{host}:{listening.getsockname()[1]}/")
        try:
            _server(preview_app(preview)).run(sockets=[listening])
        except KeyboardInterrupt:
            return


def _server(app: Starlette) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
