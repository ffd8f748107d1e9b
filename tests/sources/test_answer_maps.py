"""Maps of files: strict, and every problem with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from formats.richwave import rich_wave

from generator.errors import Problems
from generator.sources.answer_maps import check_complete, read_answer_map

WAVE = rich_wave()
GOOD = """\
schema: 1
instrument: practitioner
language: en
id: ID
team: About which team?
questions:
  Q1: {column: How is Q1 done?}
"""

NO_PARTNER = "the people asked by `practitioner` come from no partner company"


def write(folder: Path, text: str) -> Path:
    path = folder / "a.map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def said(folder: Path, text: str) -> list[str]:
    path = write(folder, text)
    with pytest.raises(Problems) as caught:
        check_complete(*read_answer_map(path, WAVE), WAVE)
    return [
        f"{problem.line}:{problem.column} {problem.code}: {problem.message}"
        for problem in caught.value.problems
    ]


def test_a_good_map_is_read(tmp_path: Path) -> None:
    found, _ = read_answer_map(write(tmp_path, GOOD), WAVE)
    assert found.id == ("ID",)
    assert found.questions["Q1"].column == "How is Q1 done?"


def test_codes_that_are_numbers_need_no_quotes(tmp_path: Path) -> None:
    text = GOOD.replace("done?}", "done?, options: {Always: 4, 2: 3}}")
    found, _ = read_answer_map(write(tmp_path, text), WAVE)
    assert found.questions["Q1"].options == {"Always": "4", "2": "3"}


def test_an_unknown_key_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    text = GOOD.replace("column:", "columnz:").replace("language:", "lang:")
    told = said(tmp_path, text)
    assert any("`lang`" in each and "key-unknown" in each for each in told)
    assert any("`columnz`" in each and each.startswith("7:8 ") for each in told)


def test_everything_that_does_not_fit_the_wave_is_said_at_once(tmp_path: Path) -> None:
    text = """\
schema: 1
instrument: practitioner
language: fr
id: ID
team: Team
only_team: oncologie
teams: {Jabs: vaccine}
partner: Company
questions:
  Q1: {column: a, columns: {"1": b}, split: ";"}
  Q99: {column: c}
  Q2: {column: d, options: {Often: 9}}
  Q3: {}
  P1: {columns: {P1: e, P9: f}}
  Q4: {column: d}
  Q5: {column: g, no_answer: h}
"""
    assert said(tmp_path, text) == [
        "3:11 map-language: there is no language `fr`",
        "6:12 map-team: both a column of teams and one team for all rows are given",
        "6:12 map-team: there is no team `oncologie`",
        "7:15 map-team: there is no team `vaccine`",
        f"8:10 map-columns: {NO_PARTNER}",
        "10:7 map-columns: question `Q1` has both `column` and `columns`",
        "10:28 map-columns: question `Q1` takes one answer; `columns` is for several",
        "10:45 map-columns: question `Q1` takes one answer; `split` is for several",
        "11:8 map-question: there is no question `Q99`",
        "12:36 map-option: there is no option `9`",
        "13:7 map-columns: question `Q3` has no column",
        "14:29 map-option: there is no option `P9`",
        "15:16 map-columns: the column of question `Q2` is given again",
        "16:30 map-columns: question `Q5` has no second column for a missing number",
    ]


def test_an_instrument_that_is_not_asked_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("instrument: practitioner", "instrument: assessment")
    assert said(tmp_path, text) == [
        "2:13 map-instrument: there is no survey `assessment`"
    ]


def test_what_a_row_is_and_whom_it_is_about_must_be_said(tmp_path: Path) -> None:
    text = GOOD.replace("id: ID\n", "").replace("team: About which team?\n", "")
    read_answer_map(write(tmp_path, text), WAVE)
    assert [each.split()[1] for each in said(tmp_path, text)] == [
        "map-id:",
        "map-team:",
    ]


def test_a_newer_map_is_refused_with_words(tmp_path: Path) -> None:
    assert "format-newer" in said(tmp_path, GOOD.replace("schema: 1", "schema: 2"))[0]


def test_an_anonymous_promise_is_kept(tmp_path: Path) -> None:
    import dataclasses

    promise = dataclasses.replace(WAVE.privacy, identity="anonymous")
    wave = dataclasses.replace(WAVE, privacy=promise)
    path = write(tmp_path, f"person: Mail\n{GOOD}")
    with pytest.raises(Problems, match="map-anonymous"):
        read_answer_map(path, wave)


def test_the_map_in_the_manual_has_the_shape_of_a_map() -> None:
    from generator.model.answermap import AnswerMap
    from generator.sources.shape import validate
    from generator.sources.yaml_reader import parse

    root = Path(__file__).parents[2]
    page = (root / "site_src" / "manual" / "other-form-tools.md").read_text("utf-8")
    (text,) = [
        block.partition("```")[0]
        for block in page.split("```yaml\n")[1:]
        if block.startswith("schema: 1")
    ]
    found, problems = validate(AnswerMap, parse(text.encode(), "page"))
    assert problems == []
    assert found is not None
