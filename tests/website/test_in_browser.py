"""The site in a real browser, opened from a folder, with no server and no internet."""

from pathlib import Path
from typing import Any

import pytest
from test_site import ENGINES, LEADERS, build, project

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=ENGINES)
def dist(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    root = project(tmp_path_factory.mktemp("opened") / "p")
    build(root, root / "dist", engine=request.param, stamped=[LEADERS])
    return root / "dist"


@pytest.fixture
def page(browser: Any):
    context = browser.new_context(color_scheme="light")
    opened = context.new_page()
    opened.elsewhere = []
    opened.faults = []
    opened.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(("file:", "data:", "blob:"))
            else opened.elsewhere.append(asked.url)
        ),
    )
    opened.on("pageerror", lambda fault: opened.faults.append(str(fault)))
    yield opened
    context.close()


@pytest.mark.parametrize("path", ["playbook/index.html", "leaders/teams.html"])
def test_search_works_from_a_folder(dist: Path, page: Any, path: str) -> None:
    page.goto((dist / path).as_uri())
    if page.locator(".md-search__button").count():
        page.locator(".md-search__button").click()
        page.wait_for_timeout(500)
    else:
        page.locator("input.md-search__input").click()
    page.keyboard.type("register", delay=30)
    found = page.locator('a[href*="practices/risk-register.html"]:visible').first
    found.wait_for(timeout=15_000)
    assert "/playbook/seven-habits/practices/risk-register.html" in (
        found.evaluate("link => link.href")
    )
    assert page.elsewhere == []
    assert page.faults == []


def test_a_page_with_results_takes_its_styles_from_the_playbook(
    dist: Path, page: Any
) -> None:
    page.goto((dist / "leaders/teams.html").as_uri())
    header = page.locator(".md-header").evaluate(
        "node => getComputedStyle(node).position"
    )
    assert header == "sticky"
    page.get_by_role("link", name="Seven Habits").first.click()
    assert page.url.endswith("/playbook/seven-habits/index.html")


def test_nothing_is_wider_than_a_phone(dist: Path, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (
        "playbook/index.html",
        "playbook/seven-habits/practices/risk-register.html",
        "playbook/methodology.html",
        "playbook/surveys/alliance-baseline/practitioner.html",
    ):
        page.goto((dist / path).as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, path
