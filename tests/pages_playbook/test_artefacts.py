"""Templates a practice offers are real office files, the same every time."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from playbook_sample import habits

from generator.model.framework import Framework
from generator.pages.playbook import playbook_files, playbook_pages

CHARTER = {
    "id": "charter",
    "title": {"en": "Charter & aims", "de": "Vereinbarung"},
    "kind": "docx",
    "text": {"en": "Kept by both sides.", "de": "Von beiden gepflegt."},
    "sections": [{"title": "Why", "text": {"en": "One sentence.", "de": "Ein Satz."}}],
    "columns": [{"title": "Who", "help": "A name", "example": "Ada"}],
}
REGISTER = {
    "id": "register",
    "title": {"en": "Risks [all]/2", "de": "Risiken"},
    "kind": "xlsx",
    "text": "One line a risk.",
    "columns": [
        {"title": "Risk", "help": "=1+1", "example": {"en": "Late", "de": "Zu spät"}},
        {"title": "Weight", "choices": ["low", "high"]},
    ],
}


@pytest.fixture
def framework() -> Framework:
    data = habits().model_dump(by_alias=True)
    practice = data["dimensions"][0]["practices"][0]
    practice["artefacts"] = [CHARTER, REGISTER]
    return Framework.model_validate(data)


def test_a_document_holds_its_sections_and_its_table(framework: Framework) -> None:
    content = playbook_files([framework], "en")["seven-habits/templates/charter.docx"]
    document = docx.Document(io.BytesIO(content))
    texts = [one.text for one in document.paragraphs]
    assert texts[:4] == [
        "Charter & aims",
        "Kept by both sides.",
        "Why",
        "One sentence.",
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[:3] == [["Who"], ["A name"], ["Example: Ada"]]
    assert len(rows) == 7
    german = playbook_files([framework], "de")["seven-habits/templates/charter.docx"]
    assert "Ein Satz." in [p.text for p in docx.Document(io.BytesIO(german)).paragraphs]


def test_a_table_has_heads_hints_an_example_and_choices(framework: Framework) -> None:
    content = playbook_files([framework], "de")["seven-habits/templates/register.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.title == "Risiken"
    assert [cell.value for cell in sheet[5]] == ["Risk", "Weight"]
    assert sheet["A6"].value == "=1+1"
    assert sheet["A6"].data_type == "s"
    assert sheet["A7"].value == "Beispiel: Zu spät"
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"low,high"', "B8:B37")
    english = playbook_files([framework], "en")["seven-habits/templates/register.xlsx"]
    assert openpyxl.load_workbook(io.BytesIO(english)).sheetnames == ["Risks  all  2"]


def test_files_carry_the_day_of_the_framework_and_no_clock(
    framework: Framework,
) -> None:
    files = playbook_files([framework], "en")
    day = framework.released
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            times = {entry.date_time for entry in parts.infolist()}
            assert times == {(day.year, day.month, day.day, 12, 0, 0)}
            core = parts.read("docProps/core.xml").decode()
            assert parts.namelist()[0] == "[Content_Types].xml"
        dates = {core[m + 1 : m + 11] for m in _ends(core, "W3CDTF")}
        assert dates == {day.isoformat()}
    assert playbook_files([framework], "en") == files


def _ends(text: str, word: str) -> list[int]:
    found, start = [], text.find(word)
    while start >= 0:
        found.append(text.index(">", start))
        start = text.find(word, start + 1)
    return found


def test_the_practice_links_its_templates(framework: Framework) -> None:
    practice = framework.dimensions[0].practices[0].id
    pages = {page.path: page.body for page in playbook_pages([framework], [], [], "en")}
    body = pages[f"seven-habits/practices/{practice}.md"]
    assert "- [Charter &#38; aims](../templates/charter.docx) (document)." in body
    assert "(../templates/register.xlsx) (table). One line a risk." in body
