"""Calls to LimeSurvey's remote control interface, and what can go wrong with them.

The interface speaks JSON-RPC 1.0 over HTTP POST. It fails in four layers, and each is
told apart here: the network, the web server, the protocol, and the application, which
answers HTTP 200 with an English sentence under `status`. Observed on 5.6 and 6.1.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx

from generator.errors import Exit, Problem, Problems

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

READING = frozenset(
    (
        "export_responses",
        "get_fieldmap",
        "get_language_properties",
        "get_participant_properties",
        "get_question_properties",
        "get_site_settings",
        "get_summary",
        "get_survey_properties",
        "list_groups",
        "list_participants",
        "list_questions",
        "list_surveys",
    )
)
"""Calls that change nothing: only these are repeated."""

BUSY = frozenset((429, 502, 503, 504))
"""HTTP answers of a server, or of a proxy before it, that may pass."""

PAUSES = (0.5, 2.0, 5.0)
"""Seconds before each repetition of a call that changes nothing."""

TIMEOUT = httpx.Timeout(120, connect=10)
"""A large import or export takes the server a while; finding it does not."""

LARGEST = 256 * 1024 * 1024
"""Bytes of one answer; 40,000 responses in one call were seen to take 85 MB."""

EXPIRED = "Invalid session key"
_DONE = re.compile(r"OK|\d+ left to send")
_DATABASE = re.compile(r"CDbCommand|SQL statement|SQLSTATE")
_STATE = re.compile(r"SQLSTATE\[(\w+)\]")
_LOGIN = {
    "Invalid user name or password": (
        "limesurvey-login",
        "the server does not accept this user name and password",
        (
            "check both, and `plugin:` in survey.yaml if the account signs in through "
            "LDAP; do not try often, the server locks an address after a few tries"
        ),
    ),
    "Internal database authentication method is not allowed for this user": (
        "limesurvey-login",
        "this account may not sign in with a password of the server's own",
        (
            "ask the administrator for the global right 'Use internal database "
            "authentication', or set `plugin: AuthLDAP` in survey.yaml"
        ),
    ),
}


class Refused(Problems):
    """The server understood the call and said no; `said` holds its words."""

    def __init__(self, problem: Problem, said: str) -> None:
        super().__init__([problem], Exit.BACKEND)
        self.said = said


class SignInRefused(Problems):
    """The server did not let us sign in; it is not asked a second time."""


class Uncertain(Problems):
    """A call that changes something got no answer: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in; the password never shows."""

    user: str
    password: str = field(repr=False)
    plugin: str = "Authdb"


@dataclass(slots=True)
class Client:
    """One server, signed in once."""

    url: str
    account: Account
    http: httpx.Client
    sleep: Callable[[float], None]
    _key: str | None = field(default=None, repr=False)
    _number: int = 0
    _barred: SignInRefused | None = field(default=None, repr=False)
    server_date: str = ""
    """The `Date` header of the last answer: the server's clock."""

    def call(self, method: str, *params: Json) -> Json:
        """The result of one call; the session key is put in front of `params`.

        Raises:
            Refused: the server said no.
            SignInRefused: it does not accept the account, or has locked us out.
            Uncertain: no answer came to a call that changes something.
            Problems: the server could not be reached or is not set up.
        """
        self.sign_in()
        try:
            return self._call(method, [self._key, *params])
        except Refused as refused:
            if refused.said != EXPIRED or method not in READING:
                raise
        self._key = None
        self.sign_in()
        return self._call(method, [self._key, *params])

    def sign_out(self) -> None:
        """Give the key back; a server that is gone needs no key back."""
        if self._key is None:
            return
        key, self._key = self._key, None
        with contextlib.suppress(Problems):
            self._exchange("release_session_key", [key])

    def sign_in(self) -> None:
        """Get a session key, where there is none.

        Never repeated after a no: the server counts wrong tries per address, and locks
        it for everybody behind it.
        """
        if self._key is not None:
            return
        if self._barred is not None:
            raise self._barred
        given = [self.account.user, self.account.password, self.account.plugin]
        result = self._exchange("get_session_key", given)
        if isinstance(result, str) and result:
            self._key = result
            return
        said = (_status(result) or "").replace(self.account.password, "…")
        self._barred = _login_refused(said, self.account.user)
        raise self._barred

    def _call(self, method: str, params: Sequence[Json]) -> Json:
        pauses = PAUSES if method in READING else ()
        for pause in pauses:
            try:
                return self._checked(method, params)
            except _Passing:
                self.sleep(pause)
        return self._checked(method, params)

    def _checked(self, method: str, params: Sequence[Json]) -> Json:
        result = self._exchange(method, params)
        said = _status(result)
        if said is not None and not _DONE.fullmatch(said):
            raise _refused(method, said)
        return result

    def _exchange(self, method: str, params: Sequence[Json]) -> Json:
        self._number += 1
        body = {"method": method, "params": list(params), "id": self._number}
        try:
            answer = self._post(json.dumps(body).encode())
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _passing(
                "limesurvey-unreachable",
                f"the LimeSurvey server cannot be reached: {_reason(error)}",
                "check the address in survey.yaml and the network, and that a proxy or "
                "firewall lets this machine through",
            ) from None
        except httpx.HTTPError as error:
            raise _no_answer(method, _reason(error)) from None
        self.server_date = answer.headers.get("date", "")
        return _result(method, answer, self._number)

    def _post(self, content: bytes) -> httpx.Response:
        """One POST; an answer without end is given up."""
        with self.http.stream(
            "POST",
            self.url,
            content=content,
            headers={"content-type": "application/json", "accept-encoding": "identity"},
            timeout=TIMEOUT,
            follow_redirects=False,
        ) as answer:
            parts: list[bytes] = []
            size = 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > LARGEST:
                    raise httpx.ReadError("its answer is larger than any we ask for")
                parts.append(part)
            return httpx.Response(
                answer.status_code,
                headers=_plain_headers(answer.headers),
                content=b"".join(parts),
            )


def _plain_headers(headers: httpx.Headers) -> dict[str, str]:
    return {
        name: headers[name]
        for name in ("content-type", "date", "location")
        if name in headers
    }


@contextlib.contextmanager
def signed_in(
    url: str,
    account: Account,
    *,
    http: httpx.Client,
    sleep: Callable[[float], None],
) -> Iterator[Client]:
    """A client whose session key is given back in every case."""
    client = Client(url, account, http, sleep)
    try:
        yield client
    finally:
        client.sign_out()


class _Passing(Uncertain):
    """A fault that may pass; a call that changes nothing is then repeated."""


def _passing(code: str, message: str, hint: str) -> _Passing:
    return _Passing([Problem("", 0, 0, code, message, hint)], Exit.BACKEND)


def _no_answer(method: str, reason: str) -> _Passing:
    hint = (
        "try again in a moment"
        if method in READING
        else "run the same command again: it looks first what the server has done"
    )
    return _passing(
        "limesurvey-no-answer",
        f"the server gave no answer to `{method}`: {reason}",
        hint,
    )


def _wrong(code: str, message: str, hint: str) -> Problems:
    return Problems([Problem("", 0, 0, code, message, hint)], Exit.BACKEND)


def _result(method: str, answer: httpx.Response, number: int) -> Json:
    """The result of an answer, or what is wrong with it, layer by layer."""
    _check_web_server(method, answer)
    text = answer.text
    if not text.strip():
        raise _wrong(
            "limesurvey-interface-off",
            "the address answers, but the remote control interface is off",
            "ask the administrator to set 'RPC interface' to JSON-RPC: "
            "Configuration, Global settings, Interfaces",
        )
    if text.lstrip().startswith("<?xml"):
        raise _wrong(
            "limesurvey-interface-off",
            "the remote control interface is set to XML-RPC",
            "ask the administrator to set 'RPC interface' to JSON-RPC",
        )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        if text.startswith("At least one column"):
            raise _refused(method, text.strip()) from None
        raise _no_answer(method, "what came is not JSON, or was cut off") from None
    if not isinstance(data, dict) or not {"id", "result", "error"} <= data.keys():
        raise _no_answer(method, "what came is not an answer of this interface")
    if data["error"] is not None:
        raise _refused(method, str(data["error"]))
    if data["id"] != number:
        raise _no_answer(method, "the answer belongs to another call")
    result: Json = data["result"]
    return result


def _check_web_server(method: str, answer: httpx.Response) -> None:
    code = answer.status_code
    if code in BUSY:
        raise _no_answer(method, f"the web server is busy (HTTP {code})")
    if "databaseupdate" in answer.headers.get("location", ""):
        raise _wrong(
            "limesurvey-server-error",
            "LimeSurvey was updated, and its database not yet",
            "its administrator must sign in there once and follow the update",
        )
    if code in (301, 302, 303, 307, 308):
        raise _wrong(
            "limesurvey-address",
            f"the server sends this address elsewhere (HTTP {code})",
            "give the full address of the interface, with `index.php`, such as "
            "https://survey.example.org/index.php/admin/remotecontrol",
        )
    if code in (401, 403, 407):
        raise _wrong(
            "limesurvey-address",
            f"something before LimeSurvey refuses us (HTTP {code})",
            "ask whether the interface is open to this machine",
        )
    if 400 <= code < 500:
        raise _wrong(
            "limesurvey-address",
            f"there is no remote control interface at this address (HTTP {code})",
            "it is `…/index.php/admin/remotecontrol`, or on some servers "
            "`…/index.php?r=admin/remotecontrol`; the administrator sees it under "
            "Configuration, Global settings, Interfaces",
        )
    if code >= 500:
        raise _no_answer_final(method, code)
    if code != 200:
        raise _wrong(
            "limesurvey-address",
            f"the server gave an answer we do not know (HTTP {code})",
            "check the address in survey.yaml",
        )


def _no_answer_final(method: str, code: int) -> Problems:
    """A crash there: a repetition would crash again, but something may be half done."""
    return Uncertain(
        [
            Problem(
                "",
                0,
                0,
                "limesurvey-server-error",
                f"LimeSurvey itself failed at `{method}` (HTTP {code})",
                "run the same command again; if it stays, the server's own log says "
                "why: its administrator can read it",
            )
        ],
        Exit.BACKEND,
    )


def _refused(method: str, said: str) -> Refused:
    if _DATABASE.search(said):
        # its words name tables and columns, and may quote an answer
        state = _STATE.search(said)
        problem = Problem(
            "",
            0,
            0,
            "limesurvey-server-error",
            f"LimeSurvey's database failed at `{method}`"
            + (f" (SQLSTATE {state[1]})" if state else ""),
            "run the same command again; if it stays, the server's own log says why: "
            "its administrator can read it",
        )
        return Refused(problem, said)
    shown = first_sentence(said)
    code, hint = "limesurvey-refused", "the words are the server's own"
    if said == EXPIRED:
        hint = "the session ended; run the same command again, it goes on"
    elif said in ("No permission", "Permission denied.", "Error: No Permission"):
        code = "limesurvey-permission"
        hint = (
            "the account needs the global right to create surveys, and must own this "
            "one; ask the administrator. Of a survey that was deleted, the server says "
            "the same"
        )
    problem = Problem("", 0, 0, code, f"LimeSurvey refused `{method}`: {shown}", hint)
    return Refused(problem, said)


def _login_refused(said: str, user: str) -> SignInRefused:
    if "exceeded the number of maximum login attempts" in said:
        minutes = re.search(r"wait (\d+) minute", said)
        wait = f"{minutes[1]} minutes" if minutes else "a while"
        problem = Problem(
            "",
            0,
            0,
            "limesurvey-locked-out",
            "the server has locked this machine's address after wrong passwords",
            f"wait {wait} without trying again, then check user name and password",
        )
        return SignInRefused([problem], Exit.BACKEND)
    code, message, hint = _LOGIN.get(
        said,
        (
            "limesurvey-login",
            f"the server does not let us sign in: {first_sentence(said)}",
            "ask the administrator of the LimeSurvey server",
        ),
    )
    problem = Problem("", 0, 0, code, f"{message} (`{user}`)", hint)
    return SignInRefused([problem], Exit.BACKEND)


def _status(result: Json) -> str | None:
    """The sentence of an application error or success; none in a plain result."""
    if not isinstance(result, dict) or "status" not in result:
        return None
    status = result["status"]
    if isinstance(status, str):
        return status
    # set_participant_properties puts the fields it refused here
    return json.dumps(status)


def first_sentence(text: str) -> str:
    """The server's words without markup."""
    plain = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
    # a terminal obeys control characters, and the server may be anybody's
    shown = "".join(sign for sign in plain if sign.isprintable())
    return shown[:200] or "no words given"


def _reason(error: httpx.HTTPError) -> str:
    """Why, in a few words; never what was sent."""
    if isinstance(error, httpx.TimeoutException):
        return "it took too long"
    words = " ".join(str(error).split())[:120]
    return words or type(error).__name__
