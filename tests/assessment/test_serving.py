"""The page as served on this machine, and by keyboard in a real browser."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from samples import LOG, RISK, small_wave

from generator.assessment.app import serve
from generator.errors import Problems
from generator.store.database import open_store
from generator.store.statements import read_statement

NOW = dt.datetime(2026, 3, 10, 13, 30, tzinfo=dt.UTC)

SERVER = """
import datetime, pathlib, sys
sys.path.insert(0, {tests!r})
from samples import small_wave
from generator.assessment.app import serve
serve(small_wave(), "oncology", pathlib.Path({store!r}),
      now=lambda: datetime.datetime(2026, 3, 10, 13, 30, tzinfo=datetime.UTC),
      ready=lambda url: print(url, flush=True))
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "var" / "store.sqlite3"


@pytest.fixture
def address(store: Path) -> Iterator[str]:
    script = SERVER.format(tests=str(Path(__file__).parents[1]), store=str(store))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as server:
        if server.stdout is None:
            raise RuntimeError("no pipe")
        yield server.stdout.readline().strip()
        server.terminate()


def test_the_address_is_of_this_machine_and_cannot_be_guessed(address: str) -> None:
    url = httpx.URL(address)
    assert url.host == "127.0.0.1"
    assert len(url.path.strip("/")) >= 22
    assert httpx.get(address, follow_redirects=True).status_code == 200
    assert httpx.get(url.copy_with(path="/")).status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_meeting_ends_quietly_with_ctrl_c(store: Path) -> None:
    script = SERVER.format(tests=str(Path(__file__).parents[1]), store=str(store))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        if server.stdout is None:
            raise RuntimeError("no pipe")
        address = server.stdout.readline().strip()
        assert httpx.get(address, follow_redirects=True).status_code == 200
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=20)
    assert (server.returncode, said) == (0, "")


def test_a_taken_port_is_said_in_words(store: Path) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problems) as refused:
            serve(small_wave(), "oncology", store, now=lambda: NOW, port=port)
    assert refused.value.problems[0].code == "port-not-free"
    assert refused.value.exit_code == 5


@pytest.mark.browser
def test_a_meeting_can_be_held_by_keyboard_alone(
    browser: Any, address: str, store: Path
) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(address)
    press = page.keyboard.press

    def tab_to(control: str) -> None:
        for _ in range(40):
            if page.evaluate("document.activeElement.id") == control:
                return
            press("Tab")
        raise AssertionError(f"{control} cannot be reached with Tab")

    tab_to("by-team")
    press("Space")
    tab_to("present")
    page.keyboard.type("4")
    tab_to("agree")
    press("Space")
    press("Enter")
    page.wait_for_url("**/practice/1")

    # the first rung takes the focus, arrows choose among all answers
    tab_to("rung-0")
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    tab_to("evidence")
    page.keyboard.type("Register of March")
    tab_to("target_rung")
    page.keyboard.type("3")
    page.get_by_role("button", name="Save and continue").first.press("Enter")
    page.wait_for_url("**/practice/2")
    tab_to("rung-0")
    press("ArrowUp")
    press("ArrowUp")
    assert page.locator("#not_applicable").is_checked()
    page.get_by_role("button", name="Save, to the overview").press("Enter")
    page.wait_for_url("**/overview")
    page.close()

    with contextlib.closing(open_store(store)) as opened:
        found = read_statement(opened, "alliance-baseline", "2026", "oncology")
    assert found is not None
    assert [(e.practice, e.state, e.rung) for e in found.entries[:2]] == [
        (RISK, "agreed", 2),
        (LOG, "not_applicable", None),
    ]
    assert found.entries[0].target_rung == 3
    # nothing on the page breaks its own content security policy
    assert refused == []
