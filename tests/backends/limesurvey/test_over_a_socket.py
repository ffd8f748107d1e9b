"""The same over a real socket: what is written to logs, and how lines really break."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from fielded import backend, people, record
from limesurvey_server import DONE, PASSWORD, USER, LimeSurveyServer

from generator.backends.limesurvey.client import (
    PAUSES,
    Account,
    Client,
    Uncertain,
    signed_in,
)
from generator.errors import Problems


@contextmanager
def served(lime: LimeSurveyServer, spoil: str = "") -> Iterator[str]:
    """The address of the server; one that is spoilt breaks every answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["content-length"]))
            answer = lime.handle(httpx.Request("POST", "http://x", content=content))
            if spoil == "closed":
                return
            body = answer.content
            if spoil == "latin-1":
                body = "größe".encode("latin-1")
            self.send_response(answer.status_code)
            self.send_header("content-type", "text/javascript;charset=UTF-8")
            if spoil == "not zipped":
                self.send_header("content-encoding", "gzip")
            more = 100 if spoil == "short" else 0
            self.send_header("content-length", str(len(body) + more))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/index.php/admin/remotecontrol"
        finally:
            http.shutdown()
            thread.join()


def test_no_log_and_no_traceback_holds_a_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import dataclasses

    lime = LimeSurveyServer()
    with caplog.at_level(logging.DEBUG), served(lime) as url:
        one = dataclasses.replace(backend(lime, tmp_path, url=url), http=httpx.Client)
        links = one.field(people(), "", lambda _: None)
        sid = record(one).surveys["practitioner"].sid
        token = (lime.surveys[sid].people or [])[0]["token"]
        lime.answer(sid, {"C1": "a canary in a text"}, token=token, submitdate=DONE)
        list(one.arrivals({}))
    logged = caplog.text + "".join(str(each.__dict__) for each in caplog.records)
    assert "httpcore" in {each.name.partition(".")[0] for each in caplog.records}
    tokens = [link.link.partition("token=")[2].partition("&")[0] for link in links]
    for secret in (PASSWORD, "~secret", "canary", "@example.org", *tokens):
        assert secret not in logged
    assert lime.keys == set()


@pytest.mark.parametrize("spoil", ["closed", "short", "not zipped", "latin-1"])
def test_a_line_that_breaks_is_tried_again_for_reading_alone(spoil: str) -> None:
    lime = LimeSurveyServer()
    pauses: list[float] = []
    with served(lime, spoil) as url, httpx.Client() as http:
        client = Client(url, Account(USER, PASSWORD), http, pauses.append, _key="k")
        with pytest.raises(Uncertain) as refused:
            client.call("list_questions", 1, None, "en")
        assert lime.calls == ["list_questions"] * (1 + len(PAUSES))
        assert pauses == list(PAUSES)
        with pytest.raises(Uncertain):
            client.call("import_survey", "", "lss", None, 1)
        assert lime.calls.count("import_survey") == 1
    [problem] = refused.value.problems
    assert problem.code == "limesurvey-no-answer"
    assert problem.message.isprintable()


def test_nobody_at_the_address_is_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        account = Account(USER, PASSWORD)
        with (
            httpx.Client() as http,
            signed_in(url, account, http=http, sleep=lambda _: None) as client,
            pytest.raises(Problems) as refused,
        ):
            client.sign_in()
    [problem] = refused.value.problems
    assert problem.code == "limesurvey-unreachable"
    assert PASSWORD not in repr(client)
    assert PASSWORD not in f"{refused.value!r} {problem}"
