"""Every format: the same bytes for the same wave, and nothing that runs."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from pathlib import Path
from typing import Any

import markdown
import pytest
from lxml import html
from samples import both, small_wave

from generator.formats import BY_DEFAULT, FORMATS, codebook, paper
from generator.formats.base import prose
from generator.model.instrument import Instrument, Wave

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
WAVE = small_wave()
CASES = [
    (name, instrument.id, language)
    for name in BY_DEFAULT
    for instrument in WAVE.instruments
    if instrument.id in ("practitioner", "assessment")
    for language in WAVE.languages
]
NASTY = '<script>alert("x")</script> & =1+1 | *bold* _x_ `y` [a](b) {{ 7*7 }} \\'


def instrument(identifier: str, wave: Wave = WAVE) -> Instrument:
    return next(each for each in wave.instruments if each.id == identifier)


def nasty_wave() -> Wave:
    """Every text a person could read is hostile."""

    def spoil(value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"en", "de"}:
            return both(NASTY, NASTY)
        if isinstance(value, tuple):
            return tuple(map(spoil, value))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            kept = {"estimated_minutes"}
            changed = {
                name: spoil(getattr(value, name)) for name in names if name not in kept
            }
            return dataclasses.replace(value, **changed)
        return value

    spoiled: Wave = spoil(WAVE)
    return spoiled


@pytest.mark.parametrize(("name", "identifier", "language"), CASES)
def test_each_file_is_as_in_the_golden_folder(
    name: str, identifier: str, language: str
) -> None:
    """To accept a change: `python -m tests.formats.accept`, then read the diff."""
    for made in FORMATS[name](WAVE, instrument(identifier), language):
        assert made.content == (GOLDEN / made.name).read_bytes(), made.name


def test_the_golden_folder_holds_nothing_else() -> None:
    made = {
        file.name
        for name, identifier, language in CASES
        for file in FORMATS[name](WAVE, instrument(identifier), language)
    }
    # LimeSurvey's files have a test of their own
    assert {one.name for one in GOLDEN.iterdir() if one.suffix != ".lss"} == made


def test_a_draft_is_written_in_formats_people_read() -> None:
    assert BY_DEFAULT == ("codebook", "guide", "paper")
    assert list(FORMATS) == sorted(FORMATS)


@pytest.mark.parametrize("name", ["codebook", "paper"])
def test_a_format_makes_files_for_every_instrument_and_language(name: str) -> None:
    names = [
        file.name
        for each in WAVE.instruments
        for language in WAVE.languages
        for file in FORMATS[name](WAVE, each, language)
    ]
    assert len(names) == len(set(names))
    assert len(names) >= 8
    assert [each for each in names if not re.fullmatch(r"[a-z0-9.-]+", each)] == []


@pytest.mark.parametrize("identifier", ["practitioner", "assessment"])
def test_paper_shows_hostile_texts_as_they_are(identifier: str) -> None:
    wave = nasty_wave()
    page = paper.page(wave, instrument(identifier, wave), "en")
    tree = html.fromstring(page)
    assert tree.xpath("//script | //img | //a | //link") == []
    assert NASTY in tree.xpath("string(//h1)")
    assert NASTY in tree.xpath("string(//main)")
    assert "49" not in tree.xpath("string(//h1)")


def test_paper_needs_nothing_from_elsewhere() -> None:
    page = paper.page(WAVE, instrument("practitioner"), "en")
    assert re.findall(r"(?:src|href|url|import|http)\b", page) == []


def test_paper_numbers_every_question_and_prints_its_code() -> None:
    tree = html.fromstring(paper.page(WAVE, instrument("practitioner"), "de"))
    assert tree.xpath("/html/@lang") == ["de"]
    rows = [
        (row.xpath("string(div[1])"), row.xpath("string(.//*[@class='code'])"))
        for row in tree.xpath("//div[@class='question']")
    ]
    assert rows == [
        ("1", "Q1"),
        ("2", "Q2"),
        ("3", "Q3"),
        ("4", "Q4"),
        ("5", "Q5"),
        ("6", "P1"),
        ("7", "C1"),
    ]
    first = tree.xpath("//div[@class='question']")[0]
    answers, ways_out = first.xpath(".//ul")
    assert [each.text_content().strip() for each in answers] == [
        "Stufe 0",
        "Stufe 1",
        "Stufe 2",
        "Stufe 3",
        "Stufe 4",
    ]
    assert [each.text_content().strip() for each in ways_out] == [
        "Trifft nicht zu",
        "Kann ich nicht beurteilen",
    ]


def test_paper_says_what_is_promised() -> None:
    text = html.fromstring(
        paper.page(WAVE, instrument("practitioner"), "en")
    ).text_content()
    for words in (
        "Your answers are confidential.",
        "Single answers can be seen by Office of Insight, and by whoever collects",
        "Answers are kept for 3 years.",
        "Questions: alliance.office@example.org.",
        "Takes 4 to 15 minutes.",
        "Tick at most 3.",
        "Oncology collaborations",
    ):
        assert words in text


def test_many_teams_are_written_by_hand() -> None:
    teams = tuple(
        dataclasses.replace(WAVE.teams[0], id=f"t{n}", name=both(f"Team {n}"))
        for n in range(21)
    )
    wave = dataclasses.replace(WAVE, teams=teams)
    page = paper.page(wave, instrument("practitioner"), "en")
    assert "Team 20" not in page
    assert 'class="rule"' in page


def test_a_worksheet_has_a_ladder_and_room_for_evidence_per_practice() -> None:
    tree = html.fromstring(paper.page(WAVE, instrument("assessment"), "en"))
    practices = tree.xpath("//section[@class='practice']")
    assert [each.xpath("string(h3)") for each in practices] == [
        "1. Keep a risk register",
        "2. Keep a decision log",
        "3. Plan stakeholder engagement",
    ]
    assert "also counts in: Decide" in practices[1].text_content()
    for practice in practices:
        assert len(practice.xpath(".//tr")) == 5
        for words in ("We did not agree", "Our evidence", "Our next step", "Target"):
            assert words in practice.text_content()


def test_an_unknown_language_of_the_form_gets_english_words_around_its_own() -> None:
    instrument_ar = dataclasses.replace(instrument("practitioner"), title={"ar": "س"})
    tree = html.fromstring(paper.page(WAVE, instrument_ar, "ar"))
    assert tree.xpath("/html/@dir") == ["rtl"]
    assert "How to fill it in" in tree.text_content()


def rows(wave: Wave, identifier: str) -> list[dict[str, str]]:
    content = codebook.table(wave, instrument(identifier, wave), "en")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_codebook_has_a_line_per_option_with_value_or_reason_for_missing() -> None:
    q1 = [row for row in rows(WAVE, "practitioner") if row["variable"] == "Q1"]
    assert [
        (row["category_code"], row["category_value"], row["category_missing"])
        for row in q1
    ] == [
        ("0", "0", ""),
        ("1", "0.25", ""),
        ("2", "0.5", ""),
        ("3", "0.75", ""),
        ("4", "1", ""),
        ("NA", "", "na"),
        ("DK", "", "dk"),
    ]
    assert {row["concepts"] for row in q1} == {"seven-habits:risk-register=1"}
    assert {row["fingerprint"] for row in q1} == {"Q1"}


def test_a_shared_question_names_every_practice_it_counts_in() -> None:
    q3 = next(row for row in rows(WAVE, "practitioner") if row["variable"] == "Q3")
    assert (
        q3["concepts"]
        == "seven-habits:decision-log=1 foundation-model:decision-making=1"
    )


def test_no_cell_of_the_codebook_starts_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@sum", " =1"):
        wave = WAVE
        page = wave.instruments[0].pages[0]
        asked = dataclasses.replace(page.questions[0], text=both(text))
        changed = dataclasses.replace(
            wave.instruments[0], pages=(dataclasses.replace(page, questions=(asked,)),)
        )
        wave = dataclasses.replace(wave, instruments=(changed,))
        assert {row["question_text"] for row in rows(wave, "practitioner")} == {
            f"'{text.strip()}"
        }


def test_codebook_lines_end_as_on_every_system_and_open_in_spreadsheets() -> None:
    content = codebook.table(WAVE, instrument("practitioner"), "de")
    assert content.startswith(b"\xef\xbb\xbfsurvey,wave,")
    assert b"\r" not in content
    assert b"Trifft nicht zu" in content


@pytest.mark.parametrize("identifier", ["practitioner", "assessment"])
def test_markdown_shows_hostile_texts_as_they_are(identifier: str) -> None:
    wave = nasty_wave()
    source = codebook.markdown(wave, instrument(identifier, wave), "en")
    page = markdown.markdown(
        source, extensions=["tables", "attr_list", "pymdownx.superfences"]
    )
    tree = html.fromstring(f"<div>{page}</div>")
    assert tree.xpath("//script | //a | //em | //code") == []
    shown = " ".join(NASTY.split())
    cells = tree.xpath("//td") if identifier == "practitioner" else tree.xpath("//li")
    assert any(shown in cell.text_content() for cell in cells)


def test_markdown_headings_start_where_the_page_wants_them() -> None:
    source = codebook.markdown(WAVE, instrument("practitioner"), "en", level=3)
    assert re.findall(r"^#+ .*$", source, re.MULTILINE) == [
        "### Q1",
        "### Q2",
        "### Q3",
        "### Q4",
        "### Q5",
        "### P1",
        "### C1",
    ]


def test_prose_knows_paragraphs_lists_and_bold_words_only() -> None:
    text = "One\nline.\n\n- **Why.** Because\n  it helps.\n- <b>No</b> [a](b)"
    assert prose(text) == (
        "<p>One line.</p>\n"
        "<ul><li><strong>Why.</strong> Because it helps.</li>"
        "<li>&lt;b&gt;No&lt;/b&gt; [a](b)</li></ul>"
    )
    assert prose("") == ""
