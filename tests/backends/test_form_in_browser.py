"""The form in a real browser: by keyboard, without scripts, on a phone, reloaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from collecting import KEY, OPEN, change_questions, person
from samples import small_wave

from generator.backends.local import collector_app, hosted, invite, submissions
from generator.model.instrument import AnswerIn, Question, Wave

pytestmark = pytest.mark.browser

WAVE = small_wave()


@contextmanager
def opened(
    browser: Any, folder: Path, wave: Wave = WAVE, **options: Any
) -> Iterator[tuple[Any, Path]]:
    """A page that shows the first page of a fresh link; no error may be logged."""
    inbox = folder / "inbox.sqlite3"
    with hosted(collector_app(wave, inbox, now=lambda: OPEN)) as url:
        [one] = invite(wave, [person(1)], inbox, KEY, url)
        context = browser.new_context(**options)
        page = context.new_page()
        errors: list[str] = []
        page.on(
            "console", lambda told: told.type == "error" and errors.append(told.text)
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        try:
            page.goto(one.link)
            yield page, inbox
            assert [text for text in errors if "422" not in text] == []
        finally:
            context.close()


def heading(page: Any) -> str:
    text: str = page.locator("h1").inner_text()
    return text


def test_every_question_is_answered_by_keyboard_alone(
    browser: Any, tmp_path: Path
) -> None:
    with opened(browser, tmp_path) as (page, inbox):
        keys = page.keyboard

        def tab_to(what: str) -> None:
            for _ in range(40):
                keys.press("Tab")
                if page.evaluate(f"document.activeElement.matches({what!r})"):
                    return
            raise AssertionError(f"{what} was not reached")

        tab_to("button")
        keys.press("Enter")
        page.wait_for_url("**/1?lang=en")
        for code, downs in (("Q1", 1), ("Q2", 3), ("Q3", 5)):
            tab_to(f"[name={code}]")
            keys.press("Space")
            for _ in range(downs):
                keys.press("ArrowDown")
        keys.press("Enter")  # Enter in a field goes on, never back
        page.wait_for_url("**/2?lang=en")
        for code in ("Q4", "Q5"):
            tab_to(f"[name={code}]")
            keys.press("Space")
        tab_to("button[value=next]")
        keys.press("Enter")
        page.wait_for_url("**/3?lang=en")
        tab_to("[value=P2]")
        keys.press("Space")
        tab_to("textarea")
        keys.type("Typed with keys")
        tab_to("button[value=next]")
        keys.press("Enter")
        page.wait_for_url("**/check?lang=en")
        tab_to("button[value=send]")
        keys.press("Enter")
        page.wait_for_url("**/thanks?lang=en")
        assert heading(page) == "Thank you"
        [saved] = submissions(inbox, WAVE)
    assert saved.status == "complete"
    assert saved.answers == {
        "C1": "Typed with keys",
        "P1": "P2",
        "Q1": "1",
        "Q2": "3",
        "Q3": "NA",
        "Q4": "0",
        "Q5": "0",
    }


def test_it_works_with_scripts_switched_off(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, java_script_enabled=False) as (page, inbox):
        page.get_by_role("button", name="Start").click()
        page.locator("#Q1-2").check()
        page.get_by_role("button", name="Continue").click()
        assert "You left 2 questions empty." in page.locator("main").inner_text()
        page.get_by_role("button", name="Clear answer").click()
        assert not page.locator("#Q1-2").is_checked()
        page.locator("#Q1-4").check()
        page.get_by_role("button", name="Back").click()
        assert heading(page) == "Practitioner survey"
        [saved] = submissions(inbox, WAVE)
    assert saved.answers == {"Q1": "4"}


def test_an_unsent_page_survives_a_reload_and_a_language_switch(
    browser: Any, tmp_path: Path
) -> None:
    with opened(browser, tmp_path) as (page, _):
        page.get_by_role("button", name="Start").click()
        page.locator("#Q1-2").check()
        page.locator("#Q3-DK").check()
        page.reload()
        assert page.locator("#Q1-2").is_checked()
        page.get_by_role("link", name="Deutsch").click()
        assert heading(page) == "Wert steigern"
        assert page.locator("#Q1-2").is_checked()
        assert page.locator("#Q3-DK").is_checked()
        assert page.locator("html").get_attribute("lang") == "de"


def test_an_unsent_answer_never_moves_to_a_question_drawn_in_its_place(
    browser: Any, tmp_path: Path
) -> None:
    waits = {"Q4": "0", "Q5": "1"}

    def change(question: Question) -> Question:
        first = waits.get(question.code)
        parts = ((AnswerIn("Q1", (first,)),),) if first else ()
        return dataclasses.replace(question, show_if=parts)

    with opened(browser, tmp_path, change_questions(WAVE, change)) as (page, _):
        start = page.url
        for first, drawn, other in (("0", "Q4", "Q5"), ("1", "Q5", "Q4")):
            page.goto(f"{start}/1")
            for code in (f"Q1-{first}", "Q2-0", "Q3-0"):
                page.locator(f"#{code}").check()
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url("**/2?lang=en")
            assert page.locator(f"#q-{other}").count() == 0
            assert page.locator(":checked").count() == 0
            page.locator(f"#{drawn}-3").check()


def test_nothing_unsent_is_left_in_the_browser_after_the_end(
    browser: Any, tmp_path: Path
) -> None:
    with opened(browser, tmp_path) as (page, _):
        page.goto(page.url + "/3")
        page.locator("textarea").fill("A private thought")
        page.goto(page.url.replace("/3", "/check"))
        page.get_by_role("button", name="Send my answers").click()
        page.wait_for_url("**/thanks?lang=en")
        assert page.evaluate("sessionStorage.length") == 0


def test_an_error_takes_the_focus_and_leads_to_the_question(
    browser: Any, tmp_path: Path
) -> None:
    with opened(browser, tmp_path) as (page, _):
        page.goto(page.url + "/3")
        for code in ("P1", "P2", "P3", "P4"):
            page.locator(f"#P1-{code}").check()
        assert page.locator(".counter").inner_text() == "4 of 3 chosen"
        page.get_by_role("button", name="Continue").click()
        alert = page.get_by_role("alert")
        assert alert.evaluate("box => box === document.activeElement")
        assert page.title().startswith("Error: ")
        alert.get_by_role("link").click()
        assert page.evaluate("document.activeElement.id") == "P1-P1"
        assert page.locator("#P1-P4").is_checked()


def test_an_answer_is_cleared_in_place(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path) as (page, _):
        page.goto(page.url + "/1")
        assert page.get_by_role("button", name="Clear answer").count() == 0
        page.locator("#Q2-1").check()
        page.get_by_role("button", name="Clear answer").click()
        assert not page.locator("#Q2-1").is_checked()
        assert page.evaluate("document.activeElement.id") == "Q2-0"
        assert page.url.endswith("/1")


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_runs_off_the_side_and_rows_are_large(
    browser: Any, tmp_path: Path, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, tmp_path, viewport=viewport) as (page, _):
        first = page.url
        for step in ("", "/1", "/3", "/check"):
            page.goto(first + step)
            scrolls = page.evaluate(
                "document.scrollingElement.scrollWidth - innerWidth"
            )
            assert scrolls <= 0
        page.goto(first + "/1")
        boxes = [row.bounding_box() for row in page.locator(".choice").all()]
        tops = {box["y"] for box in boxes[:5]}
    assert min(box["height"] for box in boxes) >= 44
    assert len(tops) == (1 if width >= 640 else 5)


def test_right_to_left_mirrors_the_page(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path) as (page, _):
        page.goto(page.url + "/1")
        page.evaluate("document.documentElement.dir = 'rtl'")
        back = page.get_by_role("button", name="Back").bounding_box()
        onward = page.get_by_role("button", name="Continue").bounding_box()
    assert back["x"] > onward["x"]


def test_the_dark_scheme_is_followed(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path, color_scheme="dark") as (page, _):
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(20, 24, 31)"
