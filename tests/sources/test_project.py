"""A whole project: found, read, and everything said at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.errors import Exit, Problem, Problems
from generator.sources.project import (
    check_project,
    excerpt,
    find_project,
    load_project,
)
from generator.sources.template import new_project

ROOT = Path(__file__).parents[2]
FRAMEWORK = "frameworks/our-practice.yaml"
SURVEY = "surveys/our-baseline/survey.yaml"
TEAMS = "surveys/our-baseline/teams.yaml"


def test_the_shipped_project_loads_without_errors() -> None:
    project = load_project(ROOT)
    assert {"foundation-model", "seven-habits"} <= set(project.frameworks)
    assert "alliance-baseline" in project.surveys


def test_a_project_is_read_whole(project: Path) -> None:
    read = load_project(project)
    assert list(read.frameworks) == ["our-practice"]
    folder = read.surveys["our-baseline"]
    assert folder.path == project / "surveys" / "our-baseline"
    assert [team.id for team in folder.organisation.teams] == ["north", "south"]
    assert folder.survey.privacy.comments == "off"
    assert read.warnings == ()


def test_later_checks_can_point_at_lines(project: Path) -> None:
    read = load_project(project)
    document = read.document_of("our-practice")
    loc = ("dimensions", 0, "practices", 1, "items", 0, "text", "stakeholder")
    assert read.locate(document, loc) == (FRAMEWORK, 116, 28)
    assert read.locate(SURVEY, ("waves", 0, "opens")) == (SURVEY, 83, 12)
    assert read.locate(TEAMS, ("teams", 1)) == (TEAMS, 14, 5)
    assert read.locate("nowhere.yaml", ("a",)) == ("nowhere.yaml", 0, 0)


def test_the_project_is_found_from_a_folder_inside_it(project: Path) -> None:
    assert find_project(project / "surveys" / "our-baseline") == project.resolve()


def test_no_project_is_said_as_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        find_project(tmp_path)
    assert caught.value.exit_code is Exit.USAGE
    assert str(caught.value) == (
        "there is no project here: no folder above has `frameworks/`\n"
        "  hint: change to your project's folder, or start one with `baseline init`"
    )


def test_all_problems_of_all_files_come_at_once_and_sorted(project: Path) -> None:
    framework, teams = project / FRAMEWORK, project / TEAMS
    framework.write_text(
        framework.read_text(encoding="utf-8")
        .replace("licence:", "license:")
        .replace("schema: 1", "schema: 1\nschema: 1"),
        encoding="utf-8",
    )
    (project / SURVEY).unlink()
    teams.write_bytes("schema: 1\n# S\u00fcd\n".encode("cp1252"))
    (project / "frameworks" / "other.yml").write_text("schema: 1\n", encoding="utf-8")
    read, problems = check_project(project)
    assert read is None
    assert [str(problem) for problem in problems] == [
        (
            "frameworks/other.yml: file-name: this file is not read: its name does not "
            "end in `.yaml`\n"
            "  hint: rename it to `other.yaml`"
        ),
        (
            f"{FRAMEWORK}:5:1: key-duplicate: the key `schema` is given twice\n"
            "  hint: keep one of the two"
        ),
        (
            f"{FRAMEWORK}:11:1: key-unknown: the key `license` is not known\n"
            "  hint: did you mean `licence` for `license`?"
        ),
        (
            f"{SURVEY}: file-missing: this file is missing\n"
            "  hint: create it, or restore it from your version history"
        ),
        (
            f"{TEAMS}:2:4: file-encoding: this file is not UTF-8: byte 14 is 0xFC\n"
            "  hint: save it again with the encoding UTF-8"
        ),
    ]
    with pytest.raises(Problems) as caught:
        load_project(project)
    assert caught.value.problems == tuple(problems)
    assert caught.value.exit_code is Exit.PROBLEMS


def test_a_misspelt_key_does_not_hide_what_else_is_wrong(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    said = spoil(
        FRAMEWORK,
        [
            ("            scale: rung\n\n", "            scael: rung\n\n"),
            ("title: Name one owner", "title: 3"),
            ("        depends_on: [decision-log]", "        importance: 9"),
            ("depends_on: [open-the-log]", "depends_on: [open-a-log]"),
            ("    scale: comment", "    scale: komment"),
        ],
    )
    assert said == [
        (
            f"{FRAMEWORK}:92:13: key-unknown: the key `scael` is not known in item "
            "`decision-log-kept`\n"
            "  hint: did you mean `scale` for `scael`?"
        ),
        (
            f"{FRAMEWORK}:96:16: text-form: `title` in practice `clear-owner` must be "
            "a text; `3` is a number\n"
            "  hint: put quotes around it"
        ),
        (
            f"{FRAMEWORK}:98:21: value-range: `importance` in practice `clear-owner` "
            "is `9`; it must be at most 1"
        ),
        (
            f"{FRAMEWORK}:110:26: ref-unknown: there is no step `open-a-log`\n"
            "  hint: did you mean `open-the-log` for `open-a-log`?"
        ),
        (
            f"{FRAMEWORK}:124:12: scale-unknown: there is no response scale `komment`\n"
            "  hint: did you mean `comment` for `komment`?"
        ),
    ]


def test_a_framework_with_problems_does_not_make_its_survey_wrong(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    said = spoil(FRAMEWORK, [("lens:\n", "lense:\n")])
    assert said == [
        (
            f"{FRAMEWORK}:14:1: key-unknown: the key `lense` is not known\n"
            "  hint: did you mean `lens` for `lense`?"
        )
    ]


def test_warnings_do_not_stop(
    project: Path, spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]]
) -> None:
    said = spoil(FRAMEWORK, [("languages: [en]", "languages: [en, de]")])
    assert said[0] == (
        f"{FRAMEWORK}:8:8: text-untranslated: `title` is not written in: de\n"
        "  hint: write it as one text per language: {en: …, de: …}"
    )
    read = load_project(project)
    assert {problem.severity for problem in read.warnings} == {"warning"}
    assert len(read.warnings) == len(said)


def test_two_frameworks_cannot_share_an_id(project: Path) -> None:
    again = (project / FRAMEWORK).read_text(encoding="utf-8")
    (project / "frameworks" / "zwei.yaml").write_text(again, encoding="utf-8")
    _, problems = check_project(project)
    assert [str(problem) for problem in problems] == [
        (
            f"frameworks/zwei.yaml:5:5: id-duplicate: the framework id "
            f"`our-practice` is "
            f"taken by {FRAMEWORK}\n"
            "  hint: give each framework its own id"
        )
    ]


def test_a_circle_through_two_frameworks_names_both(project: Path) -> None:
    path = project / FRAMEWORK
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("depends_on: [decision-log]", "depends_on: [other:decision-log]"),
        encoding="utf-8",
    )
    other = text.replace("id: our-practice", "id: other").replace(
        "        code: D1\n", "        depends_on: [our-practice:clear-owner]\n"
    )
    (project / "frameworks" / "other.yaml").write_text(other, encoding="utf-8")
    _, problems = check_project(project)
    assert [str(problem) for problem in problems] == [
        (
            "frameworks/other.yaml:58:22: ref-cycle: practices `other:decision-log` "
            "and "
            "`our-practice:clear-owner` depend on one another\n"
            "  hint: remove one `depends_on`: nothing could come first"
        )
    ]


def test_a_circle_through_practices_that_say_the_same_is_one_too(
    project: Path,
) -> None:
    """On a page both stand once, so neither could come first."""
    path = project / FRAMEWORK
    text = path.read_text(encoding="utf-8")
    # Here the owner needs the log; there the log needs the same owner.
    other = text.replace("id: our-practice", "id: other").replace(
        "depends_on: [decision-log]",
        "maps_to: [{ref: our-practice:clear-owner, relation: same}]",
    )
    other = other.replace(
        "        code: D1\n",
        "        depends_on: [clear-owner]\n"
        "        maps_to: [{ref: our-practice:decision-log, relation: same}]\n",
    )
    (project / "frameworks" / "other.yaml").write_text(other, encoding="utf-8")
    _, problems = check_project(project)
    circles = [str(problem) for problem in problems if problem.code == "ref-cycle"]
    assert len(circles) == 1
    assert "where practices that say the same count as one" in circles[0]


def test_a_practice_without_any_rungs_is_an_error(project: Path) -> None:
    path = project / FRAMEWORK
    text = path.read_text(encoding="utf-8")
    start, end = text.index("ladder:\n"), text.index("scales:\n")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    _, problems = check_project(project)
    assert [str(problem) for problem in problems] == [
        f"{FRAMEWORK}:{line}:9: rung-missing: practice `{practice}` has no rungs, and "
        "the framework has no ladder\n"
        "  hint: add `rubric:` to the practice or `ladder:` to the framework"
        for line, practice in ((35, "decision-log"), (72, "clear-owner"))
    ]


def test_a_long_framework_may_be_a_folder(project: Path) -> None:
    text = (project / FRAMEWORK).read_text(encoding="utf-8")
    start, end = text.index("dimensions:\n"), text.index("# Items that belong")
    folder = project / "frameworks" / "our-practice"
    folder.mkdir()
    (project / FRAMEWORK).unlink()
    (folder / "framework.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    lines = text[start:end].splitlines()[1:]
    dimension = "\n".join(line[4:] for line in lines).replace("-decide", "decide")
    (folder / "decide.yaml").write_text(dimension.strip(), encoding="utf-8")
    read = load_project(project)
    framework = read.frameworks["our-practice"]
    assert [practice.id for _, practice in framework.walk()] == [
        "decision-log",
        "clear-owner",
    ]
    main = read.document_of("our-practice")
    assert main == "frameworks/our-practice/framework.yaml"
    assert read.locate(main, ("dimensions", 0, "practices", 1, "id")) == (
        "frameworks/our-practice/decide.yaml",
        42,
        9,
    )
    assert read.locate(main, ("id",)) == (main, 5, 5)
    spoilt = dimension.strip().replace("depends_on: [decision-log]", "gold: 9")
    (folder / "decide.yaml").write_text(spoilt, encoding="utf-8")
    _, problems = check_project(project)
    assert [str(problem) for problem in problems] == [
        (
            "frameworks/our-practice/decide.yaml:46:11: gold-range: `gold` in practice "
            "`clear-owner` is 9; scores are shown from 0 to 4\n"
            "  hint: choose a number in that range, or leave it out for the top"
        )
    ]


def test_windows_files_in_a_folder_with_umlauts_and_spaces_read_the_same(
    tmp_path: Path,
) -> None:
    project = tmp_path / "Übung mit Größe"
    new_project(project)
    before = load_project(project)
    for path in (FRAMEWORK, SURVEY, TEAMS):
        raw = (project / path).read_bytes().replace(b"\n", b"\r\n")
        (project / path).write_bytes(b"\xef\xbb\xbf" + raw)
    after = load_project(project)
    assert after.frameworks == before.frameworks
    assert after.surveys == before.surveys
    loc = ("dimensions", 0, "practices", 1, "id")
    assert after.locate(FRAMEWORK, loc) == before.locate(FRAMEWORK, loc)


def test_an_excerpt_shows_the_line_with_a_caret(project: Path) -> None:
    problem = Problem(FRAMEWORK, 7, 11, "date-form", "no date")
    assert excerpt(project, problem) == ("  released: 2026-01-05\n            ^")


def test_an_excerpt_of_a_long_line_stays_short(project: Path) -> None:
    (project / "long.yaml").write_text("a: " + "x" * 300 + "!\n", encoding="utf-8")
    line, caret = excerpt(project, Problem("long.yaml", 1, 304, "c", "m")).split("\n")
    assert line == "  …" + "x" * 39 + "!"
    assert caret.index("^") == line.index("!")


def test_an_excerpt_of_nothing_is_empty(project: Path) -> None:
    assert excerpt(project, Problem("no.yaml", 1, 1, "c", "m")) == ""
    assert excerpt(project, Problem(FRAMEWORK, 0, 0, "c", "m")) == ""
    (project / "people.csv").write_text("email\nzoe@example.org\n", encoding="utf-8")
    assert excerpt(project, Problem("people.csv", 2, 1, "c", "m")) == ""
    assert excerpt(project, Problem(FRAMEWORK, 9999, 1, "c", "m")) == ""


def test_a_folder_without_frameworks_says_so(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    _, problems = check_project(tmp_path)
    assert [str(problem) for problem in problems] == [
        (
            "frameworks: file-missing: there is no framework in this folder\n"
            "  hint: `baseline init` in an empty folder writes an example"
        )
    ]
