"""Baseline pages as a browser shows them: narrow, wide, dark, on paper, on intent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from baselines import sample
from playwright.sync_api import Browser, Page, sync_playwright

import generator
from generator.model.page import StampedPage
from generator.pages.baseline import baseline_pages

pytestmark = pytest.mark.browser

STATIC = Path(generator.__file__).parent / "static"
CHROMIUM = Path("/usr/bin/chromium")

SHELL = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>
body {{ margin: 0; font-family: Helvetica, Arial, sans-serif; }}
.md-content__inner {{ margin: 0; }}
.md-typeset svg {{ max-width: 100%; height: auto; }}
.md-typeset figure {{ width: fit-content; text-align: center; }}
.md-typeset ul li {{ margin-left: 1.25em; }}
</style>
<link rel="stylesheet" href="{static}/pb.css"></head>
<body data-md-color-scheme="{scheme}"><main class="md-content">
<article class="md-content__inner md-typeset"><h1>{title}</h1>
{body}</article></main><script src="{static}/pb.js"
 data-plotly="{static}/vendor/plotly-basic.min.js"></script></body></html>
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    for language in ("en", "de"):
        for page in baseline_pages(sample(language))[0]:
            for scheme in ("default", "slate"):
                name = f"{page.audience}/{page.path}".replace("/", "-")
                (place / f"{scheme}-{name}").write_text(
                    shell(page, scheme), encoding="utf-8", newline="\n"
                )
    return place


def shell(page: StampedPage, scheme: str) -> str:
    return SHELL.format(
        language=page.language,
        title=page.title,
        static=STATIC.as_uri(),
        scheme=scheme,
        body=page.body,
    )


def show(browser: Browser, file: Path, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(file.as_uri())
    return page, faults


BOXES = """() => [...document.querySelectorAll('.pb-plot')].flatMap(plot => {
  const shown = one => getComputedStyle(one).display !== 'none';
  const room = plot.getBoundingClientRect();
  const texts = [...plot.querySelectorAll('text, span')].filter(shown).map(text => {
    const box = text.getBoundingClientRect();
    return {said: text.textContent, l: box.left - room.left, r: box.right - room.left,
            t: box.top, b: box.bottom, w: room.width,
            size: parseFloat(getComputedStyle(text).fontSize)};
  });
  return [texts];
})"""


@pytest.mark.parametrize("width", [320, 390, 760, 1280])
@pytest.mark.parametrize(
    "name",
    [
        "teams-oncology-index.html",
        "teams-oncology-index.de.html",
        "leaders-index.html",
        "leaders-teams.de.html",
    ],
)
def test_no_page_scrolls_sideways_and_no_label_is_cut_or_covered(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    page, faults = show(browser, folder / f"default-{name}", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for texts in page.evaluate(BOXES):
        for one in texts:
            assert one["size"] >= 12
            assert one["l"] > -9, one
            assert one["r"] < one["w"] + 9, one
        ordered = sorted(texts, key=lambda one: one["t"])
        for index, one in enumerate(ordered):
            for other in ordered[index + 1 :]:
                if other["t"] > one["b"]:
                    break
                apart = one["r"] <= other["l"] + 1 or other["r"] <= one["l"] + 1
                down = min(one["b"], other["b"]) - max(one["t"], other["t"])
                assert apart or down < 4, (one, other)
    assert faults == []
    page.close()


def test_the_drawing_keeps_its_height_where_the_theme_says_auto(
    browser: Browser, folder: Path
) -> None:
    page, _ = show(browser, folder / "default-teams-oncology-index.html", 1280)
    svg = page.locator("#gold-figure .pb-lane").first
    box = svg.bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(float(svg.get_attribute("height") or 0))
    page.close()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_plotly_comes_only_when_asked_for_and_draws_in_the_page_s_colours(
    browser: Browser, folder: Path, scheme: str
) -> None:
    page, faults = show(browser, folder / f"{scheme}-teams-oncology-index.html", 1280)
    assert page.evaluate("typeof window.Plotly") == "undefined"
    page.locator("#gold-figure .pb-explore").click()
    page.locator("#gold-figure .main-svg").first.wait_for()
    colour = page.evaluate(
        "getComputedStyle(document.body).getPropertyValue('--pb-gold').trim()"
    )
    drawn = page.evaluate(
        "document.querySelector('#gold-figure .pb-canvas').data.map("
        "trace => trace.marker && trace.marker.color)"
    )
    assert colour in drawn
    assert colour == {"default": "#a86a00", "slate": "#f2b83b"}[scheme]
    page.locator("#gold-figure .pb-explore").click()
    assert page.locator("#gold-figure .pb-canvas").count() == 0
    assert page.locator("#gold-figure .pb-rows").is_visible()
    assert faults == []
    page.close()


def test_german_pages_have_german_buttons(browser: Browser, folder: Path) -> None:
    page, _ = show(browser, folder / "default-teams-oncology-index.de.html", 1280)
    assert page.locator(".pb-explore").first.text_content() == "Diagramm erkunden"
    page.close()


def test_on_paper_tables_are_open_and_closed_again_afterwards(
    browser: Browser, folder: Path
) -> None:
    page, _ = show(browser, folder / "slate-teams-oncology-index.html", 1280)
    closed = page.locator("details.pb-table:not([open])").count()
    assert closed > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.pb-table:not([open])").count() == 0
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.locator(".pb-explore").first.is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.pb-table:not([open])").count() == closed
    page.close()


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_colours_are_far_enough_from_the_paper(scheme: str) -> None:
    css = (STATIC / "pb.css").read_text(encoding="utf-8")
    block = css.split(f'[data-md-color-scheme="{scheme}"] {{')[1].split("}")[0]
    token = dict(re.findall(r"--pb-([\w-]+): (#[0-9a-f]{6})", block))
    for name in ("team", "gold", "peer", "stakeholder", "partner", "practitioner"):
        assert contrast(token[name], token["paper"]) >= 3, name
    for name in ("text", "muted", "link"):
        for ground in ("paper", "panel", "accent"):
            assert contrast(token[name], token[ground]) >= 4.5, (name, ground)
    for level in range(5):
        ink = contrast(token[f"l{level}"], token[f"l{level}-ink"])
        assert ink >= 4.5, level
