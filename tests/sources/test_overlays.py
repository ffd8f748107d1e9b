"""An organisation's own changes to a framework, without a copy of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.instruments.compile import compile_wave
from generator.model.framework import Framework
from generator.sources.project import check_project, load_project

NEUTRAL = Path(__file__).parent.parent / "neutral"
HEAD = "schema: 1\nframework: {}\n"


@pytest.fixture
def care(tmp_path: Path) -> Path:
    shutil.copytree(NEUTRAL / "levels", tmp_path / "p")
    return tmp_path / "p"


def lay(root: Path, text: str, framework: str = "data-care") -> None:
    path = root / "frameworks" / f"{framework}.overlay.yaml"
    path.write_text(HEAD.format(framework) + text, encoding="utf-8")


def laid(root: Path, text: str) -> Framework:
    lay(root, text)
    return load_project(root).frameworks["data-care"]


def said(root: Path, text: str) -> list[str]:
    lay(root, text)
    return [str(problem).split("\n")[0] for problem in check_project(root)[1]]


def titles(framework: Framework) -> dict[str, str]:
    found = {one.id: one.title.say("en") for one in framework.every_dimension()}
    return found | {one.id: one.title.say("en") for _, one in framework.walk()}


def test_words_are_changed_and_the_others_stay(care: Path) -> None:
    framework = laid(
        care,
        "title: Our data\n"
        "texts:\n"
        "  - {id: keep, title: Hold}\n"
        "  - {id: copy-made, statement: Ours., guidance: {why: Discs die.}}\n",
    )
    assert framework.title.say("en") == "Our data"
    assert titles(framework)["keep"] == "Hold"
    practice = next(one for _, one in framework.walk() if one.id == "copy-made")
    assert practice.title.say("en") == "Copies are made"
    assert practice.statement.say("en") == "Ours."
    assert practice.guidance.what.say("en") == "A second copy."
    assert practice.guidance.why.say("en") == "Discs die."


def test_hidden_parts_are_gone_and_so_is_what_they_leave_empty(care: Path) -> None:
    framework = laid(care, "hide: [listing, copy-made]\n")
    left = titles(framework)
    assert {"use", "finding", "listing", "listed", "copy-made"} & left.keys() == set()
    assert "making" in left


def test_parts_move_with_all_they_hold(care: Path) -> None:
    framework = laid(
        care,
        "move:\n"
        "  - {id: granting, into: finding, before: listing}\n"
        "  - {id: listed, into: making, before: copy-daily}\n",
    )
    finding = next(one for one in framework.every_dimension() if one.id == "finding")
    assert [one.id for one in finding.dimensions] == ["granting", "listing"]
    making = next(one for one in framework.every_dimension() if one.id == "making")
    assert [one.id for one in making.practices] == [
        "copy-made",
        "listed",
        "copy-daily",
        "copy-elsewhere",
    ]


def test_own_practices_join_a_dimension(care: Path) -> None:
    framework = laid(
        care,
        "add:\n"
        "  - into: listing\n"
        "    before: listed\n"
        "    practices:\n"
        "      - {id: counted, title: Data is counted, statement: We know how much.,"
        " guidance: {what: A count.}}\n",
    )
    listing = next(one for one in framework.every_dimension() if one.id == "listing")
    assert [one.id for one in listing.practices][:2] == ["counted", "listed"]


def test_a_rename_leaves_the_fingerprints_of_questions_as_they_were(
    tmp_path: Path,
) -> None:
    root = tmp_path / "p"
    shutil.copytree(NEUTRAL / "metrics", root)

    def questions() -> list[tuple[str, str]]:
        project = load_project(root)
        folder = project.surveys["desk-check"]
        wave = compile_wave(
            folder.survey, folder.organisation, project.frameworks, "2026"
        )
        return [(q.code, q.fingerprint) for q in wave.instruments[0].questions()]

    before = questions()
    lay(
        root,
        "texts: [{id: solving, title: Fixing, statement: Fixed once.}]\n",
        "help-desk",
    )
    assert questions() == before
    assert len(before) == 4


def test_references_to_hidden_parts_are_let_go(care: Path) -> None:
    path = care / "frameworks" / "data-care.yaml"
    text = path.read_text("utf-8")
    row = "{id: copy-daily, level: 2,"
    assert row in text
    path.write_text(
        text.replace(row, "{id: copy-daily, depends_on: [copy-made], level: 2,"),
        "utf-8",
    )
    framework = laid(care, "hide: [copy-made]\n")
    daily = next(one for _, one in framework.walk() if one.id == "copy-daily")
    assert daily.depends_on == ()


def test_problems_are_shown_in_the_overlay(care: Path) -> None:
    where = "frameworks/data-care.overlay.yaml"
    assert said(care, "hide: [copy-mode]\n") == [
        f"{where}:3:8: ref-unknown: there is no dimension or practice `copy-mode`"
    ]
    assert said(care, "move: [{id: keep, into: making}]\n") == [
        f"{where}:3:8: overlay-place: `keep` cannot move into or before itself"
    ]
    assert said(care, "hide: [keep, use]\n") == [
        f"{where}:3:7: overlay-place: nothing is left"
    ]
    (problem,) = said(care, "texts: [{id: keep, titel: X}]\n")
    assert problem.startswith(f"{where}:3:20: key-unknown: the key `titel` is not")


def test_a_fault_in_an_added_practice_is_shown_where_it_is_written(care: Path) -> None:
    text = (
        "hide: [making]\n"
        "add:\n"
        "  - into: listing\n"
        "    practices:\n"
        "      - id: counted\n"
        "        title: Counted\n"
        "        statement: We know.\n"
        "        guidance: {what: A count.}\n"
        "        gold: 9\n"
    )
    (problem,) = said(care, text)
    assert problem == (
        "frameworks/data-care.overlay.yaml:11:15: gold-range: `gold` in practice "
        "`counted` is 9; scores are shown from 0 to 3"
    )


def test_a_fault_in_the_framework_is_still_shown_there(care: Path) -> None:
    path = care / "frameworks" / "data-care.yaml"
    text = path.read_text("utf-8")
    row = "{id: owned, level: 3,"
    assert row in text
    path.write_text(text.replace(row, "{id: owned, gold: 9, level: 3,"), "utf-8")
    line = text[: text.index(row)].count("\n") + 1
    found = said(care, "hide: [listed, keep]\ntexts: [{id: owned, title: Owners}]\n")
    assert [one.split(": gold-range")[0].rsplit(":", 1)[0] for one in found] == [
        f"frameworks/data-care.yaml:{line}"
    ]


def test_an_overlay_of_nothing_names_what_there_is(care: Path) -> None:
    path = care / "frameworks" / "x.overlay.yaml"
    path.write_text(HEAD.format("data-cure"), "utf-8")
    problem = check_project(care)[1][0]
    assert (problem.path, problem.code) == ("frameworks/x.overlay.yaml", "ref-unknown")
    assert problem.hint == "did you mean `data-care` for `data-cure`?"


def test_the_example_of_the_manual_fits_the_frameworks_that_are_shipped(
    tmp_path: Path,
) -> None:
    root = Path(__file__).parents[2]
    page = root / "site_src" / "manual" / "adapt-the-gold-standard.md"
    example = re.search(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert example is not None
    shutil.copytree(root / "frameworks", tmp_path / "frameworks")
    before = load_project(tmp_path).frameworks["seven-habits"]
    overlay = tmp_path / "frameworks" / "seven-habits.overlay.yaml"
    overlay.write_text(example[1], encoding="utf-8")
    after = load_project(tmp_path).frameworks["seven-habits"]
    assert titles(before)["escalation-path"] != "Who decides when we cannot"
    assert titles(after)["escalation-path"] == "Who decides when we cannot"
    there, here = titles(before).keys(), titles(after).keys()
    assert there - here == {"obligations"}
    assert here - there == {"annual-open-day"}
    schema = json.loads((root / "frameworks" / "overlay.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(example[1]))
