"""Forms that are not scored, and the guide for the person who leads the meeting."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from generator.formats import FORMATS
from generator.instruments.compile import compile_wave
from generator.model.instrument import Instrument, Wave
from generator.pages.playbook import playbook_pages
from generator.scoring import person_scores
from generator.sources.project import check_project, load_project

LEVELS = Path(__file__).parents[1] / "neutral" / "levels"
MEETING = "  - {id: meeting, letter: M,"
FORM = """\
  - id: inventory
    letter: D
    title: What there is
    group: staff
    mode: form
    minutes: [5, 10]
    rows: 3
    fields:
      - {id: name, title: Name of the data, help: One line each.}
      - {id: size, title: Size, kind: number}
      - {id: shared, title: Is it shared?, kind: yes-no}
      - {id: place, title: Where does it lie?, kind: choice, choices: [Here, "There"]}
"""
GUIDE = """\
    guide:
      - {id: start, title: To start, minutes: 10, text: Read the purpose.}
      - id: cards
        title: Show your cards
        text: |-
          1. Everybody picks a card.
          2. All show it **at once**.
          3. The manager speaks last.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(LEVELS, tmp_path / "p")
    path = tmp_path / "p" / "surveys" / "team-check" / "survey.yaml"
    text = path.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith(MEETING))
    long = (
        "  - id: meeting\n    letter: M\n    title: Our meeting\n    group: staff\n"
        "    mode: assessment\n    minutes: [30, 60]\n"
    )
    path.write_text(text.replace(line + "\n", long + GUIDE + FORM), "utf-8")
    return tmp_path / "p"


@pytest.fixture
def wave(root: Path) -> Wave:
    project = load_project(root)
    assert project.warnings == ()
    folder = project.surveys["team-check"]
    return compile_wave(folder.survey, folder.organisation, project.frameworks, "2026")


def named(wave: Wave, name: str) -> Instrument:
    return next(one for one in wave.instruments if one.id == name)


def test_a_form_is_printed_once_for_each_line(wave: Wave) -> None:
    (file,) = FORMATS["paper"](wave, named(wave, "inventory"), "en")
    page = file.content.decode()
    assert page.count("Name of the data") == 3
    assert page.count("There</span>") == 3
    assert page.count("<span>yes</span>") == 3


def test_a_form_stands_in_the_codebook_without_values(wave: Wave) -> None:
    table, text = FORMATS["codebook"](wave, named(wave, "inventory"), "en")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(r["variable"], r["kind"], r["category_label"]) for r in rows] == [
        ("name", "text", ""),
        ("size", "number", ""),
        ("shared", "yes-no", ""),
        ("place", "choice", "Here"),
        ("place", "choice", "There"),
    ]
    assert {row["category_value"] for row in rows} == {""}
    assert "- **Variables:** 4" in text.content.decode()


def test_a_form_is_no_survey_and_gives_no_score(wave: Wave) -> None:
    assert wave.instrument_for("staff") is None
    assert person_scores(wave, []) == []
    assert named(wave, "inventory").estimated_minutes == {"en": "1"}


def test_the_guide_is_a_page_of_numbered_steps(wave: Wave) -> None:
    (file,) = FORMATS["guide"](wave, named(wave, "meeting"), "en")
    assert file.name == "meeting-guide.en.html"
    page = file.content.decode()
    assert '1. To start <span class="hint">(10 minutes)</span>' in page
    assert "<li>All show it <strong>at once</strong>.</li>" in page
    assert FORMATS["guide"](wave, named(wave, "inventory"), "en") == []


def test_the_site_shows_both(wave: Wave, root: Path) -> None:
    project = load_project(root)
    pages = playbook_pages(
        list(project.frameworks.values()),
        [project.surveys["team-check"].survey],
        [wave],
        "en",
    )
    bodies = {page.path: page.body for page in pages}
    assert "### Show your cards" in bodies["surveys/team-check/meeting.md"]
    form = bodies["surveys/team-check/inventory.md"]
    assert "- **Where does it lie?**<br><small>Here · There</small>" in form
    assert "never enters a score" in form


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    rows: 3\n",
            "    sections: []\n    guide: [{id: a, title: A, text: A.}]\n",
            "guide",
        ),
        ("kind: number", "kind: choice", "field `size` is of kind `choice`"),
        ("id: size", "id: name", "the field id `name` is taken"),
        ("mode: form", "mode: assessment", "`fields` are not used there"),
    ],
)
def test_what_does_not_fit_a_form_is_said(
    root: Path, old: str, new: str, said: str
) -> None:
    path = root / "surveys" / "team-check" / "survey.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    assert any(said in str(problem) for problem in check_project(root)[1])
