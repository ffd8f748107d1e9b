"""Simulated respondents: they read the real form over HTTP and send it back.

Nothing here knows the collector's database. A respondent opens the link, reads the
page's HTML as a browser would, fills in what it finds and presses the button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urljoin

import httpx

MOST_STEPS = 60
"""A form that asks for more pages than this goes round in circles."""


@dataclass(slots=True)
class Form:
    """One HTML form as found on a page."""

    action: str = ""
    method: str = "get"
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Name of a radio or checkbox group to the values offered, in order."""
    multiple: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    """Name of a text field to what stands in it."""
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "form":
            method = values.get("method", "get").lower()
            self._open = Form(action=values.get("action", ""), method=method)
            self.forms.append(self._open)
        form = self._open
        if form is None:
            return
        name, value = values.get("name", ""), values.get("value", "")
        if tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "textarea" and name:
            form.texts[name] = ""
            self._area = name
        elif tag == "input" and name:
            kind = values.get("type", "text")
            if kind == "hidden":
                form.hidden.append((name, value))
            elif kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(value)
                if kind == "checkbox":
                    form.multiple.add(name)
            elif kind != "submit":
                form.texts[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._open is not None:
            self._open.texts[self._area] += data


def read_forms(html: str) -> list[Form]:
    """Every form on a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


@dataclass(frozen=True, slots=True)
class Visit:
    """What one person is going to do with a link."""

    link: str
    answers: Mapping[str, str]
    """Question code to option code, codes joined by a space, or text."""
    fate: Literal["complete", "partial"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a visit."""

    pages: int
    """Pages sent and acknowledged."""
    finished: bool


def answer(client: httpx.Client, visit: Visit, stop_after: int = 2) -> Outcome:
    """Walk one form to its end, or break off after `stop_after` question pages."""
    page = client.get(visit.link)
    page.raise_for_status()
    answered_pages = 0
    for sent in range(MOST_STEPS):
        forms = read_forms(page.text)
        if not forms:
            return Outcome(sent, finished=True)
        form = forms[-1]
        data = _fill(form, visit.answers)
        if form.choices or form.texts:
            answered_pages += 1
        page = _send(client, page, form, data)
        if visit.fate == "partial" and answered_pages >= stop_after:
            return Outcome(sent + 1, finished=False)
    raise RuntimeError(f"a form did not end after {MOST_STEPS} pages")


def _send(
    client: httpx.Client,
    page: httpx.Response,
    form: Form,
    data: Mapping[str, str | list[str]],
) -> httpx.Response:
    address = urljoin(str(page.url), form.action)
    if form.method == "post":
        answer = client.post(address, data=data, follow_redirects=True)
    else:
        answer = client.get(address, params=data, follow_redirects=True)
    answer.raise_for_status()
    return answer


def _fill(form: Form, answers: Mapping[str, str]) -> dict[str, str | list[str]]:
    data: dict[str, str | list[str]] = dict(form.hidden)
    for name, offered in form.choices.items():
        wanted = answers.get(name, "").split()
        chosen = [value for value in offered if value in wanted]
        if chosen:
            data[name] = chosen if name in form.multiple else chosen[0]
    for name in form.texts:
        data[name] = answers.get(name, form.texts[name])
    if form.buttons:
        name, value = form.buttons[-1]
        data[name] = value
    return data


def answer_all(
    visits: Iterable[Visit],
    *,
    at_once: int = 8,
    done: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Let many people answer at the same time, each with a connection of their own."""
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    with (
        httpx.Client(timeout=30, limits=limits, trust_env=False) as client,
        ThreadPoolExecutor(at_once) as pool,
    ):
        outcomes = []
        for outcome in pool.map(lambda visit: answer(client, visit), visits):
            outcomes.append(outcome)
            if done:
                done(outcome)
        return outcomes
