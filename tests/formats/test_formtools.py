"""Files for other form tools: what they hold, and that those tools can read them."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import warnings
import zipfile
from typing import Any

import docx
import openpyxl
import pytest
from formats.formtool_texts import GOLDEN, golden, made
from formats.richwave import HOSTILE, hostile_wave, practitioners, rich_wave
from lxml import etree
from samples import both

from generator.formats import FORMATS
from generator.formats.formtools import WORD_JOINER, labels, plain, same
from generator.model.instrument import Choice, Wave

WAVE = rich_wave()
XFORMS = {
    "x": "http://www.w3.org/2002/xforms",
    "h": "http://www.w3.org/1999/xhtml",
}
FORM_TOOLS = ("surveyjs", "word", "xlsform")


@pytest.mark.parametrize("name", sorted(golden()))
def test_what_a_form_tool_gets_is_as_in_the_golden_folder(name: str) -> None:
    """To accept a change: `python -m tests.formats.accept`, then read the diff."""
    assert golden()[name] == (GOLDEN / name).read_text("utf-8")


def test_the_golden_folder_holds_nothing_else() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(golden())


@pytest.mark.parametrize("name", FORM_TOOLS)
def test_the_same_wave_gives_the_same_bytes_twice(name: str) -> None:
    for language in WAVE.languages:
        assert made(name, WAVE, language) == made(name, rich_wave(), language)


@pytest.mark.parametrize("name", ["word", "xlsform"])
def test_an_office_file_tells_neither_a_clock_nor_a_name(name: str) -> None:
    (file,) = made(name, WAVE)
    with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2026, 3, 1, 12, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"20\d\d-\d\d-\d\d", core)) == {"2026-03-01"}
    assert "openpyxl" not in core
    assert "python-docx" not in core


@pytest.mark.parametrize("name", ["surveyjs", "xlsform"])
def test_one_file_holds_every_language(name: str) -> None:
    assert made(name, WAVE, "en") == made(name, WAVE, "de")


@pytest.mark.parametrize("name", FORM_TOOLS)
def test_an_assessment_is_no_form_for_single_people(name: str) -> None:
    assessment = WAVE.assessment()
    assert assessment is not None
    assert FORMATS[name](WAVE, assessment, "en") == []


@pytest.mark.parametrize("name", FORM_TOOLS)
def test_a_partner_reads_the_names_of_teams_and_not_of_collaborations(
    name: str,
) -> None:
    partner = WAVE.instrument_for("partner")
    assert partner is not None
    (file,) = FORMATS[name](WAVE, partner, "en")
    told = file.content.decode("utf-8", "replace")
    if name != "surveyjs":
        with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
            told = "".join(
                parts.read(one).decode("utf-8", "replace") for one in parts.namelist()
            )
    assert "Oncology" in told
    assert "Oncology collaborations" not in told


# XLSForm


def converted(content: bytes) -> Any:
    from pyxform.xls2xform import convert

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return convert(xlsform=io.BytesIO(content))


def form_of(wave: Wave) -> Any:
    (file,) = made("xlsform", wave)
    found = converted(file.content)
    assert found.warnings == []
    return etree.fromstring(found.xform.encode())


def test_an_xlsform_converts_and_holds_every_code() -> None:
    form = form_of(WAVE)
    names = {
        etree.QName(node).localname
        for node in form.xpath("//x:model/x:instance[1]//*", namespaces=XFORMS)
    }
    for question in practitioners(WAVE).questions():
        assert question.code in names
        codes = form.xpath(
            f"//*[local-name()='instance'][@id='{question.code}']"
            "//*[local-name()='name']/text()"
        )
        assert set(codes) == {choice.code for choice in question.choices}
    assert {"team", "group", "fingerprint", "N1_none"} <= names


def binding(form: Any, name: str) -> dict[str, str]:
    binds = form.xpath("//x:bind", namespaces=XFORMS)
    (found,) = [one for one in binds if one.get("nodeset").endswith(f"/{name}")]
    return dict(found.attrib)


def test_an_xlsform_keeps_limits_and_conditions() -> None:
    form = form_of(WAVE)
    assert binding(form, "P1")["constraint"] == "count-selected(.) <= 3"
    assert binding(form, "N2")["constraint"] == ". >= 0 and . <= 100"
    assert binding(form, "C1")["constraint"] == "string-length(.) <= 500"
    assert binding(form, "team")["required"] == "true()"
    assert binding(form, "N1")["required"].split()[-2:] == ["=", "''"]
    told = " ".join(binding(form, "Q6")["relevant"].split())
    told = re.sub(r"/data/\w+/", "", told)
    assert told == (
        "((selected( Q1 , '3') or selected( Q1 , '4')) and selected( P1 , 'P2'))"
        " or (selected( N1_none , 'NA'))"
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_an_xlsform_shows_hostile_texts_as_they_are(text: str) -> None:
    wave = hostile_wave(text)
    form = form_of(wave)
    shown = [same(one) for one in form.xpath("//*[local-name()='value']/text()")]
    assert same(f"Q1 {text}") in shown
    assert form.xpath("//x:output", namespaces=XFORMS) == []
    (file,) = made("xlsform", wave)
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds <= {"s"}, "no cell is a formula"


# SurveyJS


def survey_of(wave: Wave) -> dict[str, Any]:
    (file,) = made("surveyjs", wave)
    found: dict[str, Any] = json.loads(file.content)
    return found


def elements(wave: Wave) -> dict[str, dict[str, Any]]:
    return {
        one["name"]: one
        for page in survey_of(wave)["pages"]
        for one in page["elements"]
    }


def test_a_surveyjs_form_holds_every_code_and_limit() -> None:
    asked = elements(WAVE)
    assert [name for name in asked if name not in ("welcome", "team", "N1_none")] == [
        question.code for question in practitioners(WAVE).questions()
    ]
    assert asked["Q1"]["type"] == "radiogroup"
    assert [one["value"] for one in asked["Q1"]["choices"]] == [
        *("0", "1", "2", "3", "4"),
        *("NA", "DK"),
    ]
    assert asked["Q1"]["choices"][5]["text"] == {
        "default": "Does not apply",
        "de": "Trifft nicht zu",
    }
    assert (asked["P1"]["type"], asked["P1"]["maxSelectedChoices"]) == ("checkbox", 3)
    assert (asked["C1"]["type"], asked["C1"]["maxLength"]) == ("comment", 500)
    assert {key: asked["N2"][key] for key in ("inputType", "min", "max")} == {
        "inputType": "number",
        "min": 0,
        "max": 100,
    }
    assert asked["N1"]["requiredIf"] == "{N1_none} empty"
    assert asked["P2"]["visibleIf"] == "{Q1} anyof ['1']"
    assert asked["Q6"]["visibleIf"] == (
        "({Q1} anyof ['3', '4'] and {P1} anyof ['P2']) or ({N1_none} anyof ['NA'])"
    )
    assert [one["value"] for one in asked["team"]["choices"]] == [
        "immunology",
        "oncology",
        "vaccines",
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_surveyjs_form_takes_no_words_for_a_command(text: str) -> None:
    wave = hostile_wave(text)
    survey = survey_of(wave)
    title = survey["title"]["default"]
    assert title.replace(WORD_JOINER, "") == text
    assert re.findall(r"\{\w", json.dumps(title)) == []
    shown = survey["completedHtml"]["default"]
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<p>", "</p>", "<br>"}


# Word


def paragraphs(wave: Wave, language: str = "en") -> list[str]:
    (file,) = made("word", wave, language)
    return [p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs]


def test_a_word_document_numbers_every_question_after_the_team() -> None:
    told = paragraphs(WAVE)
    numbers = [int(text.split(".")[0]) for text in told if re.match(r"\d+\. ", text)]
    assert numbers == list(range(1, 13))
    assert told[2:6] == [
        "1. About which team do you answer?",
        "A. Immunology",
        "B. Oncology",
        "C. Vaccines",
    ]
    comment = (
        told.index("9. What helped most?") if "9. What helped most?" in told else 0
    )
    assert told[(comment or told.index("8. What helped most?")) + 1] == ""


def test_a_word_document_has_no_table() -> None:
    (file,) = made("word", WAVE)
    assert docx.Document(io.BytesIO(file.content)).tables == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_question_in_word_is_one_line_whatever_its_words(text: str) -> None:
    told = paragraphs(hostile_wave(text))
    one_line = " ".join(text.split())
    assert any(each.startswith(f"2. Q1 {one_line}") for each in told)
    assert not any("\n" in each for each in told)


def test_more_options_than_letters_go_on_with_two() -> None:
    choices = tuple(Choice(f"c{n}", both(f"Option {n}"), {}, None) for n in range(30))
    asked = practitioners(WAVE)
    page = asked.pages[0]
    first = dataclasses.replace(page.questions[0], choices=choices)
    many = dataclasses.replace(
        asked, pages=(dataclasses.replace(page, questions=(first,)),)
    )
    wave = dataclasses.replace(WAVE, instruments=(many, *WAVE.instruments[1:]))
    told = paragraphs(wave)
    assert "Z. Option 25" in told
    assert "AD. Option 29" in told


def test_a_language_from_the_right_is_set_from_the_right() -> None:
    (file,) = FORMATS["word"](WAVE, practitioners(WAVE), "ar")
    document = docx.Document(io.BytesIO(file.content))
    assert all("w:bidi" in one._p.xml for one in document.paragraphs)
    assert document.paragraphs[2].text == "1. About which team do you answer?"


# Words that are alike


def test_options_that_read_the_same_are_told_apart_by_their_codes() -> None:
    choices = (
        Choice("a", both("Often "), {}, None),
        Choice("b", both(" often"), {}, None),
        Choice("c", both("Rarely"), {}, None),
    )
    assert labels(choices, "en") == {"a": "Often (a)", "b": "often (b)", "c": "Rarely"}


def test_texts_are_the_same_whatever_a_tool_did_to_them() -> None:
    for other in (
        "What\u00a0helped  most?",
        "WHAT HELPED\nMOST?",
        "What helped\u200b most?\u2060",
        "\ufeffwhat helped most? ",
    ):
        assert same(other) == same("What helped most?")
    assert same("It’s “good” – 5\\*") == same('It\'s "good" - 5*')
    assert same("Cafe\u0301") == same("Café")
    assert same("How?") != same("Who?")


def test_our_markdown_becomes_words() -> None:
    text = "One\nline **bold**.\n\n- first\n- second\n  goes on\n\n1. a\n2. b"
    assert plain(text) == "One line bold.\n\n- first\n- second goes on\n\n1. a\n2. b"
    assert plain("") == ""
