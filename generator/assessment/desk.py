"""What the pages of a meeting do: read, check, save, lead on."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from generator.assessment import forms, pages
from generator.assessment.guard import read_form
from generator.assessment.meeting import (
    Meeting,
    Topic,
    entry_of,
    new_statement,
    with_entry,
)
from generator.assessment.words import interface
from generator.errors import Problems
from generator.model.statement import Statement, StatementEntry
from generator.store.canonical import digest
from generator.store.database import open_store
from generator.store.locking import writer_lock
from generator.store.statements import (
    read_statement,
    save_statement,
    sign_off,
    withdraw,
)

# a save is over in milliseconds; this is for a pull or a build in between
_PATIENCE = 10.0


class Desk:
    """The endpoints of one meeting; every one of them reads the store anew."""

    def __init__(self, meeting: Meeting, base: str, language: str) -> None:
        self.meeting = meeting
        self.base = base
        known = meeting.instrument.languages
        self.language = language if language in known else known[0]

    async def enter(self, request: Request) -> Response:
        """The address one opens: the first page, or where the meeting stands."""
        language = request.path_params.get("language", self.language)
        if language not in self.meeting.instrument.languages:
            return await self.missing(request, None)
        try:
            begun = (await run_in_threadpool(self._read)).revision
        except Problems as problems:
            return self._failed(language, problems)
        return self._to(language, "overview" if begun else "start")

    async def start(self, request: Request) -> Response:
        """Who is present and what it is for."""
        return await self._answer(request, self._start)

    async def overview(self, request: Request) -> Response:
        """All practices and their states."""
        return await self._answer(request, self._overview)

    async def practice(self, request: Request) -> Response:
        """One practice."""
        if not 1 <= request.path_params["number"] <= len(self.meeting.topics):
            return await self.missing(request, None)
        return await self._answer(request, self._practice)

    async def sign_off(self, request: Request) -> Response:
        """Look through, print, sign off."""
        return await self._answer(request, self._sign_off)

    async def withdraw(self, request: Request) -> Response:
        """Take the statement back."""
        return await self._answer(request, self._withdraw)

    async def missing(self, request: Request, _error: Exception | None) -> Response:
        """A page that does not exist; outside the secret path it says nothing."""
        if not request.url.path.startswith(f"{self.base}/"):
            return PlainTextResponse("Not found.\n", 404)
        words = interface(self.language)["missing_lead"]
        home = f"{self.base}/"
        page = pages.plain_page(
            self.meeting, self.language, "missing_title", words, home, home
        )
        return HTMLResponse(page, 404)

    async def too_large(self, _request: Request, _error: Exception) -> Response:
        """A form beyond the limit."""
        t = interface(self.language)
        page = pages.plain_page(
            self.meeting,
            self.language,
            "failed_title",
            t["too_large"],
            f"{self.base}/",
            f"{self.base}/",
        )
        return HTMLResponse(page, 413)

    async def _answer(
        self,
        request: Request,
        work: Callable[[str, Mapping[str, object], Mapping[str, str] | None], Response],
    ) -> Response:
        language = request.path_params["language"]
        if language not in self.meeting.instrument.languages:
            return await self.missing(request, None)
        form = await read_form(request) if request.method == "POST" else None
        try:
            return await run_in_threadpool(work, language, request.path_params, form)
        except Problems as problems:
            return self._failed(language, problems)

    def _start(
        self,
        language: str,
        _params: Mapping[str, object],
        form: Mapping[str, str] | None,
    ) -> Response:
        statement = self._read()
        t = interface(language)
        if form is None:
            draft = forms.meeting_draft_of(statement, t["purpose_text"])
            return HTMLResponse(
                pages.start_page(self.meeting, language, statement, draft)
            )
        draft = forms.read_meeting_draft(form)
        changed, complaints = forms.checked_meeting(
            draft, statement, agreed="agree" in form
        )
        if complaints:
            page = pages.start_page(
                self.meeting, language, statement, draft, complaints=complaints
            )
            return HTMLResponse(page, 422)
        try:
            self._save(changed)
        except Problems as problems:
            page = pages.start_page(
                self.meeting,
                language,
                statement,
                draft,
                notice=_notice(problems, language),
            )
            return HTMLResponse(page, 503)
        return self._to(language, "overview" if statement.revision else "practice/1")

    def _overview(
        self,
        language: str,
        _params: Mapping[str, object],
        _form: Mapping[str, str] | None,
    ) -> Response:
        statement = self._read()
        if not statement.revision:
            return self._to(language, "start")
        return HTMLResponse(pages.overview_page(self.meeting, language, statement))

    def _practice(
        self,
        language: str,
        params: Mapping[str, object],
        form: Mapping[str, str] | None,
    ) -> Response:
        topic = self.meeting.topics[int(str(params["number"])) - 1]
        statement = self._read()
        if not statement.revision:
            return self._to(language, "start")
        stored = entry_of(statement, topic)
        if form is None:
            page = pages.practice_page(
                self.meeting,
                language,
                statement,
                topic,
                forms.draft_of(stored),
                _seen(stored),
                notice=self._standing(language, statement),
            )
            return HTMLResponse(page)
        return self._save_practice(language, form, topic, statement, stored)

    def _save_practice(
        self,
        language: str,
        form: Mapping[str, str],
        topic: Topic,
        statement: Statement,
        stored: StatementEntry,
    ) -> Response:
        draft = forms.read_draft(form)
        today = self.meeting.now().date()
        entry, complaints = forms.checked_entry(draft, topic, stored, today)

        def again(status: int, notice: str = "") -> Response:
            page = pages.practice_page(
                self.meeting,
                language,
                statement,
                topic,
                draft,
                _seen(stored),
                complaints=complaints,
                notice=notice,
            )
            return HTMLResponse(page, status)

        if form.get("seen", _seen(stored)) != _seen(stored) and entry != stored:
            card = pages.topic_card(self.meeting, language, statement, topic)
            saved = ". ".join(filter(None, (card.says, card.evidence, card.next_step)))
            words = interface(language)["conflict"].format(stored=f"“{saved}”")
            return again(409, words)
        if complaints:
            return again(422)
        try:
            self._save(with_entry(self.meeting, statement, topic, entry))
        except Problems as problems:
            return again(503, _notice(problems, language))
        return self._onward(language, form.get("go", ""), topic)

    def _onward(self, language: str, go: str, topic: Topic) -> Response:
        """Where a saved practice leads, by the button that was pressed."""
        chosen = go.removeprefix("in-")
        if go != chosen and chosen in self.meeting.instrument.languages:
            return self._to(chosen, f"practice/{topic.number}")
        if go == "back":
            before = topic.number - 1
            return self._to(language, f"practice/{before}" if before else "start")
        if go == "overview" or topic.number == len(self.meeting.topics):
            return self._to(language, "overview")
        return self._to(language, f"practice/{topic.number + 1}")

    def _sign_off(
        self,
        language: str,
        _params: Mapping[str, object],
        form: Mapping[str, str] | None,
    ) -> Response:
        statement = self._read()
        if not statement.revision:
            return self._to(language, "start")
        if form is None:
            return HTMLResponse(pages.sign_off_page(self.meeting, language, statement))
        shown = form.get("revision", str(statement.revision))
        if shown != str(statement.revision) and statement.signed_off is None:
            page = pages.sign_off_page(
                self.meeting,
                language,
                statement,
                notice=interface(language)["changed_since"],
            )
            return HTMLResponse(page, 409)
        complaints = [
            forms.Complaint(box, f"need_{box}")
            for box in ("agree_purpose", "agree_statement")
            if box not in form
        ]
        if complaints:
            page = pages.sign_off_page(
                self.meeting, language, statement, complaints=complaints
            )
            return HTMLResponse(page, 422)
        if statement.signed_off is None:
            with self._writing() as connection:
                sign_off(connection, *self._key(), self.meeting.now())
        return self._to(language, "sign-off")

    def _withdraw(
        self,
        language: str,
        _params: Mapping[str, object],
        form: Mapping[str, str] | None,
    ) -> Response:
        if "withdraw_agree" not in (form or {}):
            page = pages.sign_off_page(
                self.meeting,
                language,
                self._read(),
                complaints=[forms.Complaint("withdraw_agree", "need_withdraw")],
            )
            return HTMLResponse(page, 422)
        with self._writing() as connection:
            withdraw(connection, *self._key())
        return self._to(language, "sign-off")

    def _key(self) -> tuple[str, str, str]:
        wave = self.meeting.wave
        return wave.survey, wave.id, self.meeting.team.id

    def _read(self) -> Statement:
        """The statement as stored; an empty one before the meeting begins."""
        with contextlib.closing(open_store(self.meeting.store)) as connection:
            stored = read_statement(connection, *self._key())
        return stored or new_statement(self.meeting)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with (
            writer_lock(
                self.meeting.store.parent, wait=_PATIENCE, command="baseline assess"
            ),
            contextlib.closing(open_store(self.meeting.store)) as connection,
        ):
            yield connection

    def _save(self, statement: Statement) -> None:
        with self._writing() as connection:
            save_statement(connection, statement)

    def _to(self, language: str, page: str) -> Response:
        return RedirectResponse(f"{self.base}/{quote(language)}/{page}", 303)

    def _standing(self, language: str, statement: Statement) -> str:
        """What to know before changing a statement that was signed or withdrawn."""
        t = interface(language)
        if statement.withdrawn:
            return t["withdrawn_notice"]
        if statement.signed_off:
            date = pages.date_words(self.meeting, statement, language)
            return t["signed_notice"].format(date=date)
        return ""

    def _failed(self, language: str, problems: Problems) -> Response:
        t = interface(language)
        words = f"{_machine_words(problems)} {t['failed_read_lead']}"
        page = pages.plain_page(
            self.meeting,
            language,
            "failed_title",
            words,
            f"{self.base}/{quote(language)}/overview",
            f"{self.base}/",
        )
        return HTMLResponse(page, 503)


def _seen(entry: StatementEntry) -> str:
    """A short mark of an entry, to notice that somebody else changed it."""
    return digest(repr(entry))[:16]


def _notice(problems: Problems, language: str) -> str:
    return f"{interface(language)['failed_lead']} {_machine_words(problems)}"


def _machine_words(problems: Problems) -> str:
    sentences = (
        f"{problem.message} {problem.hint}".strip() for problem in problems.problems
    )
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)
