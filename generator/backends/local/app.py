"""The collector's web application: links, pages, and answers kept before it goes on."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.backends.local import draw, render
from generator.backends.local.form import (
    Posted,
    Unreadable,
    fields_of,
    one,
    read_page,
)
from generator.backends.local.group_commit import GroupCommit, Job, NotSaved
from generator.backends.local.inbox import (
    Invitation,
    PagePost,
    State,
    begin,
    check_inbox,
    connect,
    create_inbox,
    find_invitation,
    finish,
    read_state,
    save_page,
    seal_place,
    seal_up,
)
from generator.machine.sealing import sealing_with
from generator.model.instrument import Wave

BODY_LIMIT = 64 * 1024
"""Most bytes one post may have."""

UNKNOWN_LIMIT = 30
"""Links that do not work, per address and minute, before it has to wait."""

MOST_ADDRESSES = 10_000
"""Addresses remembered, in memory only, for that limit."""

MOST_TOKEN = 200
"""Longest token looked up; a longer one is cut and so unknown."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Sent with every page and file."""

PAGE_HEADERS = {
    **HEADERS,
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
}


class Stop(Exception):
    """A kind page instead of the one asked for."""

    def __init__(self, key: str, status: int) -> None:
        self.key = key
        self.status = status
        super().__init__(key)


class UnknownLinks:
    """How many links that do not exist each address has opened lately.

    Working links are never counted: a whole office can stand behind one address.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[float, int]] = {}

    def too_many(self, address: str) -> bool:
        """Counts one more, and says whether that is more than the limit."""
        now = self._clock()
        since, count = self._seen.pop(address, (now, 0))
        if now - since > 60:
            since, count = now, 0
        self._seen[address] = (since, count + 1)
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.pop(next(iter(self._seen)))
        return count + 1 > UNKNOWN_LIMIT


class Collector:
    """One wave's form over one inbox."""

    def __init__(
        self,
        wave: Wave,
        inbox_path: Path,
        *,
        now: Callable[[], dt.datetime],
        trusted_proxy: bool,
        new_token: Callable[[], str],
        clock: Callable[[], float],
        wait: float,
    ) -> None:
        self.wave = wave
        self.inbox_path = inbox_path
        self.now = now
        self.trusted_proxy = trusted_proxy
        self.new_token = new_token
        self.unknown = UnknownLinks(clock)
        self.forms = draw.draw_forms(wave)
        self.first_language = {
            instrument.id: instrument.languages[0] for instrument in wave.instruments
        }
        self.seal = sealing_with(wave.privacy.seal) if wave.privacy.seal else None
        self.writer = GroupCommit(
            inbox_path, wait=wait, leave_no_log=self.seal is not None
        )
        self.reader: sqlite3.Connection | None = None
        self.pages: dict[tuple[str, str, int], bytes] = {}

    # Opening and closing

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Holds the inbox open while the server runs."""
        self.open()
        try:
            yield
        finally:
            await asyncio.to_thread(self.stop)

    def open(self) -> None:
        """Opens the inbox for reading and starts the writer."""
        self.reader = connect(self.inbox_path, wait=0.5)
        self.reader.execute("PRAGMA query_only=ON")
        self.writer.start()

    def stop(self) -> None:
        """Writes what still waits and closes the inbox."""
        self.writer.stop()
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    # What every request needs

    def _reader(self) -> sqlite3.Connection:
        if self.reader is None:
            raise sqlite3.OperationalError("the inbox is not open")
        return self.reader

    def _language(self, request: Request, *choices: str) -> str:
        """The language asked for in the address, else the first that is offered."""
        for language in (request.query_params.get("lang", ""), *choices):
            if language in self.wave.languages:
                return language
        return self.wave.languages[0]

    def kind(self, request: Request, key: str, status: int) -> Response:
        """A plain, kind page."""
        language = self._language(request, _accepted(request, self.wave))
        depth = min(request.url.path.count("/") - 1, 8)
        place = (key, language, depth)
        if place not in self.pages:
            self.pages[place] = draw.kind_page(self.wave, key, language, depth)
        response = Response(self.pages[place], status, PAGE_HEADERS)
        if status in (429, 503):
            response.headers["Retry-After"] = "60" if status == 429 else "5"
        return response

    def invitation(self, request: Request) -> Invitation:
        """Whose link this is, where answers may be given now."""
        if self.now() < self.wave.opens:
            raise Stop("early", 403)
        reader = self._reader()
        token = request.path_params["token"]
        closed, found = find_invitation(reader, token[:MOST_TOKEN])
        if closed or self.now() >= self.wave.closes:
            raise Stop("closed", 410)
        if found is not None:
            return found
        if self.unknown.too_many(self._address(request)):
            raise Stop("wait", 429)
        raise Stop("unknown", 404)

    def _address(self, request: Request) -> str:
        if self.trusted_proxy:
            # the last entry is the one our own proxy wrote
            forwarded = request.headers.get("x-forwarded-for", "").split(",")[-1]
            if forwarded.strip():
                return forwarded.strip()
        return request.client.host if request.client else ""

    def state_and_form(
        self, request: Request, invitation: Invitation, *, brief: bool = False
    ) -> tuple[State, draw.Form]:
        """What is saved, and the form in the language asked for, saved or invited in.

        `brief` leaves out what is saved where the language was asked for and no
        question depends on an answer.
        """
        instrument = invitation.instrument
        asked = self.forms.get((instrument, request.query_params.get("lang", "")))
        if asked is not None and brief and not asked.conditional:
            return State("partial", asked.language, {}), asked
        state = read_state(self._reader(), invitation.id)
        first = self.first_language[instrument]
        saved = self.forms.get((instrument, state.language))
        invited = self.forms.get((instrument, invitation.language))
        return state, asked or saved or invited or self.forms[instrument, first]

    def moment(self) -> str | None:
        """The time kept with an answer; none where answers are anonymous."""
        if self.wave.privacy.identity == "anonymous":
            return None
        return self.now().astimezone(dt.UTC).isoformat(timespec="seconds")

    async def write(self, job: Job) -> None:
        """Returns once the job is on the disk."""
        await self.writer.write(job)

    # Pages

    async def home(self, request: Request) -> Response:
        """What somebody without a link sees."""
        return self.kind(request, "home", 200)

    async def start(self, request: Request) -> Response:
        """The first page. Opening it starts nothing."""
        invitation = self.invitation(request)
        if request.method == "POST":
            return await self._begin(request, invitation)
        state, form = self.state_and_form(request, invitation)
        token = request.path_params["token"]
        return _page(
            render.show_start(form, state, invitation.team, token, invitation.shared)
        )

    async def _begin(self, request: Request, shared: Invitation) -> Response:
        """Behind a shared link each start opens a response of its own."""
        fields = fields_of(await _body(request))
        language = one(fields, "lang")
        if not shared.shared:
            return _see_other(f"{request.path_params['token']}/1", language)
        token = self.new_token()
        await self.write(lambda connection: begin(connection, shared, token))
        return _see_other(f"{token}/1", language)

    async def slash(self, request: Request) -> Response:
        """A link with a slash too many, as some mail programs write it."""
        # not looked up yet, so it may hold anything, line breaks included
        return _see_other(f"../{quote(request.path_params['token'], safe='')}", "")

    async def step(self, request: Request) -> Response:
        """A page of questions, the check page or the thank-you page."""
        invitation = self.invitation(request)
        if invitation.shared:
            return _see_other(f"../{request.path_params['token']}", "")
        step = request.path_params["step"]
        post = request.method == "POST"
        brief = post and step != "check"
        state, form = self.state_and_form(request, invitation, brief=brief)
        if step == "check" and render.sealed_away(form, state):
            return _see_other("thanks", form.language)
        if step == "check":
            return await (
                self._send(invitation, state, form)
                if post
                else self._show_check(invitation, state, form)
            )
        if step == "thanks" and not post:
            if state.status != "complete":
                return _see_other("check", form.language)
            return _page(render.show_thanks(form, invitation.team))
        number = int(step) if re.fullmatch("[0-9]{1,3}", step) else 0
        if not 1 <= number <= len(form.instrument.pages):
            return _see_other(f"../{request.path_params['token']}", form.language)
        if post:
            return await self._save(request, invitation, state, form, number)
        hidden = render.hidden_now(form, state)
        if not render.asked(form.instrument.pages[number - 1], hidden):
            return _see_other(render.onward(form, number, hidden), form.language)
        prompt = "empty" in request.query_params
        return _page(
            render.show_page(form, number, invitation.team, state, prompt=prompt)
        )

    async def _save(
        self,
        request: Request,
        invitation: Invitation,
        state: State,
        form: draw.Form,
        number: int,
    ) -> Response:
        """Keeps a page, then leads on; what does not fit is shown again with why."""
        page = form.instrument.pages[number - 1]
        hidden = render.hidden_now(form, state)
        fields = fields_of(await _body(request))
        posted = read_page(fields, page, form.language, hidden)
        post = PagePost(
            invitation=invitation.id,
            page=page.id,
            version=posted.version,
            answers=posted.answers,
            blank=posted.blank,
            cleared=posted.cleared,
            language=form.language,
            changed_at=self.moment(),
        )
        looked_only = posted.go == "back" and not posted.shown and post.version == 0
        try:
            if not looked_only:
                await self.write(lambda connection: save_page(connection, post))
        except NotSaved:
            return _page(
                render.show_page(
                    form,
                    number,
                    invitation.team,
                    state,
                    posted=posted,
                    save_failed=True,
                ),
                503,
            )
        if posted.cleared:
            code = min(posted.cleared)
            return _see_other(str(number), form.language, f"#q-{code}")
        if posted.wrong or form.conditional:
            state = read_state(self._reader(), invitation.id)
            hidden = render.hidden_now(form, state)
        if posted.go == "back":
            before = render.backward(form, number, hidden)
            return _see_other(
                before or f"../{request.path_params['token']}", form.language
            )
        if posted.wrong:
            return _page(
                render.show_page(form, number, invitation.team, state, posted=posted),
                422,
            )
        return self._onward(posted, form, number, hidden)

    def _onward(
        self, posted: Posted, form: draw.Form, number: int, hidden: frozenset[str]
    ) -> Response:
        """The next step; once, the same page where questions were left empty."""
        page = render.asked(form.instrument.pages[number - 1], hidden)
        empty = page is not None and render.unanswered(page, posted.answers)
        if empty and not posted.prompted:
            return _see_other(str(number), form.language, "&empty=1")
        return _see_other(render.onward(form, number, hidden), form.language)

    async def _show_check(
        self, invitation: Invitation, state: State, form: draw.Form
    ) -> Response:
        return _page(render.show_check(form, invitation.team, state, ()))

    async def _send(
        self, invitation: Invitation, state: State, form: draw.Form
    ) -> Response:
        """Marks the answers complete, where nothing required is missing."""
        answers, hidden = state.answers(), render.hidden_now(form, state)
        wrong = [
            question
            for question in form.instrument.questions()
            if question.required and question.code not in {*answers, *hidden}
        ]
        if wrong:
            return _page(render.show_check(form, invitation.team, state, wrong), 422)
        moment, language = self.moment(), form.language
        seal = self.seal
        if seal is None:
            await self.write(
                lambda connection: finish(connection, invitation.id, language, moment)
            )
        else:
            place = seal_place(self.wave, invitation.id)
            await self.write(
                lambda connection: seal_up(
                    connection,
                    invitation.id,
                    language,
                    moment,
                    lambda content: seal(content, place),
                )
            )
        return _see_other("thanks", form.language)


def collector_app(
    wave: Wave,
    inbox_path: Path,
    *,
    now: Callable[[], dt.datetime],
    public_url: str = "",
    trusted_proxy: bool = False,
    new_token: Callable[[], str] = lambda: secrets.token_urlsafe(24),
    clock: Callable[[], float] = time.monotonic,
    wait: float = 5.0,
) -> Starlette:
    """The web application in which one wave's respondents answer.

    `public_url` is where respondents reach it; browsers are told to stay on https
    where it says so. `trusted_proxy`: the last `X-Forwarded-For` entry is
    believed. `wait`: seconds a save may wait for another program's lock.
    """
    create_inbox(inbox_path, wave)
    check_inbox(inbox_path, wave)
    collector = Collector(
        wave,
        inbox_path,
        now=now,
        trusted_proxy=trusted_proxy,
        new_token=new_token,
        clock=clock,
        wait=wait,
    )
    static = {file.name: file for file in draw.static_files().values()}

    async def serve_static(request: Request) -> Response:
        file = static.get(request.path_params["name"])
        if file is None:
            return collector.kind(request, "unknown", 404)
        return Response(
            file.content,
            headers={
                **HEADERS,
                "Content-Type": file.kind,
                "Cache-Control": "public, max-age=31536000, immutable",
            },
        )

    async def icon(_request: Request) -> Response:
        return Response(status_code=204, headers=HEADERS)

    def kindly(
        endpoint: Callable[[Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        return _kindly(collector, endpoint, secure=public_url.startswith("https:"))

    async def nowhere(request: Request, _error: Exception) -> Response:
        return collector.kind(request, "unknown", 404)

    async def broken(request: Request, _error: Exception) -> Response:
        return collector.kind(request, "broken", 500)

    app = Starlette(
        routes=[
            Route("/", kindly(collector.home)),
            Route("/s/{token}", kindly(collector.start), methods=["GET", "POST"]),
            Route("/s/{token}/{step}", kindly(collector.step), methods=["GET", "POST"]),
            Route("/s/{token}/", kindly(collector.slash)),
            Route("/static/{name}", serve_static),
            Route("/favicon.ico", icon),
        ],
        exception_handlers={404: nowhere, 405: nowhere, 500: broken},
        lifespan=collector.lifespan,
    )
    # a redirect of the router's own would name the host a proxy hides
    app.router.redirect_slashes = False
    return app


def _kindly(
    collector: Collector,
    endpoint: Callable[[Request], Awaitable[Response]],
    *,
    secure: bool,
) -> Callable[[Request], Awaitable[Response]]:
    """Turns every refusal into a kind page with the right status."""

    async def answer(request: Request) -> Response:
        response = await attempt(request)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    async def attempt(request: Request) -> Response:
        try:
            if request.method == "POST" and _from_elsewhere(request):
                raise Stop("not_understood", 403)
            return await endpoint(request)
        except Stop as stop:
            return collector.kind(request, stop.key, stop.status)
        except Unreadable:
            return collector.kind(request, "not_understood", 400)
        except (NotSaved, sqlite3.Error):
            return collector.kind(request, "busy", 503)

    return answer


def _from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site's page sent this post."""
    site = request.headers.get("sec-fetch-site")
    return site is not None and site not in ("same-origin", "same-site", "none")


async def _body(request: Request) -> bytes:
    """The posted form, up to the limit."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Unreadable("not a form")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Stop("too_large", 413)
    return bytes(body)


def _accepted(request: Request, wave: Wave) -> str:
    """The first language of the browser's own list that the survey speaks."""
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip().partition("-")[0].lower()
        for language in wave.languages:
            if language.partition("-")[0] == tag:
                return language
    return ""


def _page(content: bytes, status: int = 200) -> Response:
    return Response(content, status, PAGE_HEADERS)


def _see_other(where: str, language: str, more: str = "") -> Response:
    """Leads on after a post, so that a reload sends nothing twice."""
    safe = language if language.replace("-", "").isalnum() else ""
    query = f"?lang={safe}" if safe else ""
    return Response(
        status_code=303,
        headers={
            "Location": f"{where}{query}{more}",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
