"""A respondent at LimeSurvey's own web form: opens the link, clicks, sends pages."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx
from lxml import html

TEXTS = (
    "Short and plain",
    "Ümläute, „Zitate“ & <b>Zeichen</b>",
    "{curly} and \\{escaped\\} {1+1}",
    "two\r\nlines\r\n\r\nand a gap",
    "=1+1; 'quote' \"double\"",
    "emoji 😀 and עברית",
)


@dataclass
class Respondent:
    """One person with one link; remembers what was sent last for every question."""

    link: str
    columns: dict[str, str]
    """The server's name of a column to the export's heading."""
    chance: random.Random
    sent: dict[str, str] = field(default_factory=dict)
    """Heading to value, as last sent."""
    done: bool = False
    shown: set[str] = field(default_factory=set)

    def visit(self, pages: int = 99, *, back: bool = False) -> None:
        """Open the link in a new browser and send so many pages."""
        with httpx.Client(follow_redirects=True, timeout=60) as browser:
            page = browser.get(self.link)
            page.raise_for_status()
            while pages > 0 and not self._finished(page):
                form = html.fromstring(page.text).get_element_by_id("limesurvey")
                move = "movenext"
                if back and self.sent and self._can_go_back(form):
                    move, back = "moveprev", False
                page = self._send(browser, page, form, move)
                pages -= 1
            self._finished(page)

    def _finished(self, page: httpx.Response) -> bool:
        self.done = self.done or "completed-text" in page.text
        return "completed-text" in page.text or 'id="limesurvey"' not in page.text

    def _can_go_back(self, form: html.HtmlElement) -> bool:
        return bool(form.xpath('.//*[@value="moveprev"]'))

    def _send(
        self,
        browser: httpx.Client,
        page: httpx.Response,
        form: html.HtmlElement,
        move: str,
    ) -> httpx.Response:
        data: dict[str, str] = {}
        for box in form.xpath('.//input[@type="hidden"]'):
            if box.get("name"):
                data[box.get("name")] = box.get("value") or ""
        if form.xpath('.//input[@name="datasecurity_accepted"]'):
            data["datasecurity_accepted"] = "on"
        chosen = self._choose(form)
        data.update(chosen)
        data["move"] = move
        answer = browser.post(
            urljoin(str(page.url), form.get("action") or ""), data=data
        )
        answer.raise_for_status()
        for name in self._names(form):
            self.sent[self.columns[name]] = chosen.get(name, "")
        return answer

    def _names(self, form: html.HtmlElement) -> list[str]:
        """Columns of the questions on the page that the respondent can see."""
        found = []
        for name in self.columns:
            boxes = form.xpath(f'.//*[@name="{name}" and not(@type="hidden")]')
            if boxes and not any(_hidden(box) for box in boxes):
                found.append(name)
        return found

    def _choose(self, form: html.HtmlElement) -> dict[str, str]:
        """What is clicked on a page: some anew, some as it was, some left out."""
        chosen: dict[str, str] = {}
        ticks: dict[str, list[str]] = {}
        for name in self._names(form):
            boxes = form.xpath(f'.//*[@name="{name}" and not(@type="hidden")]')
            kind = boxes[0].get("type") or boxes[0].tag
            before = self.sent.get(self.columns[name], "")
            if kind == "radio":
                values = [box.get("value") for box in boxes if box.get("value")]
                if before and self.chance.random() < 0.6:
                    chosen[name] = before
                elif before or self.chance.random() < 0.85:
                    chosen[name] = self.chance.choice(values)
            elif kind == "checkbox":
                ticks.setdefault(self.columns[name].partition("[")[0], []).append(name)
            elif kind == "textarea":
                if self.chance.random() < 0.8:
                    chosen[name] = self.chance.choice(TEXTS)
            elif self.chance.random() < 0.8:
                chosen[name] = self.chance.choice(("0", "12", "2.5", "60"))
        for names in ticks.values():
            self._tick(names, chosen)
        return chosen

    def _tick(self, names: list[str], chosen: dict[str, str]) -> None:
        alone = [n for n in names if re.search(r"\[(NA|DK)\]", self.columns[n])]
        others = [name for name in names if name not in alone]
        if others:
            for name in self.chance.sample(others, self.chance.randint(0, 3)):
                chosen[name] = "Y"
        elif self.chance.random() < 0.3:
            chosen[self.chance.choice(alone)] = "Y"


def _hidden(box: html.HtmlElement) -> bool:
    """Whether the server told the browser not to show the question."""
    return any(
        "ls-irrelevant" in (parent.get("class") or "") for parent in box.iterancestors()
    )
