"""The starter project: complete, commented, and never over somebody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Problems
from generator.instruments.compile import compile_wave
from generator.sources.people import read_people
from generator.sources.project import check_project
from generator.sources.template import new_project


def test_a_new_project_has_nothing_to_complain_about(tmp_path: Path) -> None:
    target = tmp_path / "new" / "project"
    written = new_project(target)
    assert sorted(path.relative_to(target).as_posix() for path in written) == [
        ".gitignore",
        "frameworks/framework.schema.json",
        "frameworks/our-practice.yaml",
        "frameworks/overlay.schema.json",
        "people-example.csv",
        "surveys/clocks.schema.json",
        "surveys/our-baseline/clocks.yaml",
        "surveys/our-baseline/survey.yaml",
        "surveys/our-baseline/teams.yaml",
        "surveys/survey.schema.json",
        "surveys/teams.schema.json",
    ]
    project, problems = check_project(target)
    assert project is not None
    assert problems == []


def test_the_condition_shown_in_a_comment_works_as_it_stands(tmp_path: Path) -> None:
    new_project(tmp_path)
    path = tmp_path / "frameworks" / "our-practice.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("    # show_if:") == 1
    path.write_text(text.replace("    # show_if:", "    show_if:"), encoding="utf-8")
    project, problems = check_project(tmp_path)
    assert project is not None
    assert problems == []
    folder = project.surveys["our-baseline"]
    wave = compile_wave(folder.survey, folder.organisation, project.frameworks, "first")
    instrument = wave.instrument_for("practitioner")
    assert instrument is not None
    *_, last = instrument.questions()
    assert [part.codes for parts in last.show_if for part in parts] == [("0", "1")]


def test_personal_data_stays_out_of_git(tmp_path: Path) -> None:
    new_project(tmp_path)
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "var/" in ignored
    assert "people*.csv" in ignored


def test_the_example_list_of_people_can_be_read(tmp_path: Path) -> None:
    new_project(tmp_path)
    people = read_people(
        tmp_path / "people-example.csv",
        ["practitioner", "stakeholder"],
        ["north", "south"],
        ["en"],
    )
    assert len(people) == 4


def test_nothing_is_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    mine = tmp_path / "surveys" / "our-baseline" / "teams.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(Problems) as caught:
        new_project(tmp_path)
    assert str(caught.value) == (
        "surveys/our-baseline/teams.yaml: template-exists: this file is there already; "
        "nothing was written\n"
        "  hint: choose an empty folder"
    )
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "frameworks").exists()
