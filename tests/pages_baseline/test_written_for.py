"""Pages for partner companies and other readers: what they say, and to whom."""

from __future__ import annotations

import dataclasses
import re

import pytest
from baselines import sample
from lxml import html

from generator.model.edition import Shown, Suppressed
from generator.model.framework import Framework
from generator.model.instrument import Wave
from generator.model.page import Baseline, StampedPage
from generator.model.survey import ORGANISATION
from generator.pages.baseline import baseline_pages

BOARD = "readers/board"


def framework(one: Framework) -> Framework:
    """With a reader, and a note for it at every second practice."""
    data = one.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    data["readers"] = [
        {
            "id": "board",
            "title": {"en": "The board", "de": "Der Vorstand"},
            "cares_about": {"en": "Value.", "de": "Wert."},
            "question": {"en": "What shall we decide?", "de": "Was entscheiden wir?"},
            "templates": {
                "gap": {
                    "en": "{practice} lags <b> at {score}. Next: {next}.",
                    "de": "{practice} hinkt <b> bei {score}. Dann: {next}.",
                },
                "strength": {"en": "{practice} holds ({score})."},
            },
        }
    ]
    for dimension in data["dimensions"]:
        for place, practice in enumerate(dimension["practices"]):
            if place % 2:
                text = f"To you it means {practice['id']}."
                practice["readers"] = [{"reader": "board", "text": text}]
    return Framework.model_validate(data)


def baseline(language: str = "en", *folders: str) -> Baseline:
    made = sample(language)
    return dataclasses.replace(
        made,
        frameworks=tuple(framework(one) for one in made.frameworks),
        written_for=folders or ("partners", BOARD),
    )


def drawn(given: Baseline) -> dict[str, StampedPage]:
    return {f"{page.audience}/{page.path}": page for page in baseline_pages(given)[0]}


def said(page: StampedPage) -> str:
    text = html.fromstring(page.body).text_content()
    return re.sub(r"\s+", " ", str(text))


def changed(wave: Wave) -> Wave:
    """With what changed since, as the first page of the survey has it."""
    told = ({"en": "Decisions are on one page.", "de": "Beschlüsse auf einer Seite."},)
    return dataclasses.replace(
        wave,
        instruments=tuple(
            dataclasses.replace(one, changes=told) for one in wave.instruments
        ),
    )


def test_nothing_is_written_for_anybody_who_is_not_named() -> None:
    tops = {name.partition("/")[0] for name in drawn(sample())}
    assert tops == {"leaders", "teams"}
    assert "Pages written for others" not in said(drawn(sample())["leaders/index.html"])


def test_each_has_a_page_for_each_wave_and_leaders_are_shown_the_way() -> None:
    pages = drawn(baseline())
    own = {name for name in pages if not name.startswith(("leaders/", "teams/"))}
    assert own == {
        f"{folder}/{name}.html"
        for folder in ("partners", BOARD)
        for name in ("2025", "2026", "index")
    }
    links = re.findall(r'href="([^"]+)"', pages["leaders/index.html"].body)
    assert {"../partners/index.html", "../readers/board/index.html"} <= set(links)


@pytest.mark.parametrize("language", ["en", "de"])
def test_partners_read_what_all_of_them_said_and_nothing_else(language: str) -> None:
    given = baseline(language)
    given = dataclasses.replace(given, waves=tuple(map(changed, given.waves)))
    pages, manifest = baseline_pages(given)
    mine = [page for page in pages if page.audience == "partners"]
    assert len(mine) == 3
    for page in mine:
        cells = manifest[f"partners/{page.path}"]
        assert {(view, group) for _, view, _, group, _ in cells.values()} == {
            ("partner", ORGANISATION)
        }
        assert len(cells) > 10
        words = said(page)
        assert not any(name in words for name in ("ncology", "nkologie", "Praktiker"))
        done = {"en": "Decisions are on one page.", "de": "Beschlüsse auf einer Seite."}
        assert done[language] in words


def test_a_hidden_view_of_partners_says_only_that_it_is_hidden() -> None:
    given = baseline()
    edition = given.editions["2026"]
    hidden = dataclasses.replace(
        edition,
        cells={
            key: Suppressed() if key.view == "partner" else cell
            for key, cell in edition.cells.items()
        },
        changes={k: c for k, c in edition.changes.items() if k.view != "partner"},
        turnout={
            key: Suppressed() if key[0] == "partner" else count
            for key, count in edition.turnout.items()
        },
    )
    given = dataclasses.replace(given, editions={**given.editions, "2026": hidden})
    pages, manifest = baseline_pages(given)
    (page,) = [p for p in pages if (p.audience, p.path) == ("partners", "2026.html")]
    assert manifest["partners/2026.html"] == {}
    assert "Partners: not shown to protect answers" in said(page)
    reader = drawn(given)[f"{BOARD}/2026.html"]
    assert "Partners: not shown to protect answers." in said(reader)
    assert "Partners" not in str(html.fromstring(reader.body).xpath("//thead")[0])


def test_a_reader_reads_findings_in_the_words_of_the_framework() -> None:
    pages, manifest = baseline_pages(baseline())
    (page,) = [p for p in pages if (p.audience, p.path) == (BOARD, "2026.html")]
    words = said(page)
    assert page.title == "The board"
    assert "What shall we decide?" in words
    (notes,) = html.fromstring(page.body).xpath("//section[h2[@id='gap']]/ul")
    lines = [re.sub(r"\s+", " ", str(li.text_content())) for li in notes]
    assert 1 <= len(lines) <= 3
    for line in lines:
        assert re.fullmatch(r".+ lags <b> at \d\.\d\. Next: .+\.", line), line
    # stakeholders: the first view with twenty answers or more
    told = {
        manifest[f"{BOARD}/2026.html"][number.get("data-cell")]
        for li in notes
        for number in li.iter("data")
    }
    assert {view for _, view, _, _, _ in told} == {"stakeholder"}
    assert {group for _, _, _, group, _ in told} == {ORGANISATION}
    edition = baseline().editions["2026"]
    for _, view, node, group, field in told:
        assert field == "value"
        cell = edition.cell(view, node, group)
        assert cell is not None
        assert not isinstance(cell, Suppressed)
        assert cell.value < 3


def test_a_reader_finds_what_was_asked_about_with_its_meaning() -> None:
    page = drawn(baseline())[f"{BOARD}/2026.html"]
    rows = html.fromstring(page.body).xpath("//table[contains(@class, 'pb-all')]//tr")
    notes = [str(row.text_content()) for row in rows[1:]]
    assert notes
    assert all("To you it means" in row for row in notes)
    assert not any(
        set(re.findall(r"not asked", row)) and not re.search(r"\d", row)
        for row in notes
    )


def with_other_inside_views(given: Baseline) -> Baseline:
    """Every view of people inside says something else, everywhere, in every wave."""
    editions = {}
    for wave, edition in given.editions.items():
        cells = {
            key: dataclasses.replace(cell, value=0.5, low=0.4, high=0.6, se=0.01)
            if isinstance(cell, Shown) and key.view != "partner"
            else cell
            for key, cell in edition.cells.items()
        }
        changes = {
            key: dataclasses.replace(one, value=2.0, low=1.9, high=2.1, clear=True)
            if key.view != "partner"
            else one
            for key, one in edition.changes.items()
        }
        editions[wave] = dataclasses.replace(edition, cells=cells, changes=changes)
    return dataclasses.replace(given, editions=editions)


def test_the_partner_page_tells_nothing_of_other_views_not_even_in_its_marks() -> None:
    one, other = drawn(baseline()), drawn(with_other_inside_views(baseline()))
    for name in ("partners/index.html", "partners/2025.html", "partners/2026.html"):
        assert one[name].body == other[name].body
    assert one["leaders/index.html"].body != other["leaders/index.html"].body


def test_a_reader_s_page_calls_clear_what_the_leaders_page_does() -> None:
    pages = drawn(baseline())
    leaders = said(pages["leaders/index.html"])
    found = re.findall(
        r"[A-Z][a-z]+, whole organisation: (?:no clear|“[^”]+” ha[sv]e?)[^.]+",
        said(pages[f"{BOARD}/index.html"]),
    )
    assert found
    assert all(one in leaders for one in found)


def test_a_reader_whom_no_framework_knows_has_no_page() -> None:
    pages = drawn(baseline("en", "readers/nobody"))
    assert not any(name.startswith("readers") for name in pages)
