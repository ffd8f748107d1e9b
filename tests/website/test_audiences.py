"""Who sees which folder: what is declared, a default, and nothing besides."""

import shutil
from pathlib import Path

import pytest
from example import ROOT
from samples import small_wave

from generator.model.clocks import Clocks, TeamClocks
from generator.model.survey import Organisation
from generator.website.audiences import (
    folder_of,
    folders_of,
    may_follow,
    tree_of,
    written_for,
)
from generator.website.known import know, unknown_at
from generator.website.publish import without_closed_doors

WAVE = small_wave()
NOBODY = Organisation.model_validate({"schema": 1, "teams": []})


def declared(*audiences: tuple[str, list[str]]) -> dict[str, tuple[str, ...]]:
    organisation = Organisation.model_validate(
        {
            "schema": 1,
            "teams": [],
            "audiences": [{"id": name, "sees": sees} for name, sees in audiences],
        }
    )
    return {
        path: folder.readers
        for path, folder in folders_of([WAVE], organisation, ["executive"]).items()
    }


def test_undeclared_leaders_see_all_and_each_team_its_own_page() -> None:
    assert declared() == {
        "leaders": ("leaders",),
        "partners": ("leaders",),
        "readers/executive": ("leaders",),
        "teams/immunology": ("immunology", "leaders"),
        "teams/oncology": ("leaders", "oncology"),
        "teams/vaccines": ("leaders", "vaccines"),
    }


def test_an_audience_of_your_own_sees_exactly_what_is_declared() -> None:
    seen = declared(("steering", ["leaders", "executive"]), ("heads", ["alliances"]))
    assert {path for path, who in seen.items() if "steering" in who} == {
        "leaders",
        "readers/executive",
    }
    assert {path for path, who in seen.items() if "heads" in who} == {
        "teams/immunology",
        "teams/oncology",
        "teams/vaccines",
    }


def asked_for(*sees: str, readers: tuple[str, ...] = ("executive",)) -> list[str]:
    organisation = Organisation.model_validate(
        {
            "schema": 1,
            "teams": [],
            "audiences": [{"id": f"a{n}", "sees": [s]} for n, s in enumerate(sees)],
        }
    )
    return list(written_for(organisation, readers))


def test_pages_for_partners_and_readers_are_written_where_somebody_may_open_them() -> (
    None
):
    assert asked_for() == []
    assert asked_for("leaders", "organisation", "oncology") == []
    assert asked_for("partners", "executive", "executive") == [
        "partners",
        "readers/executive",
    ]
    assert asked_for("executive", readers=()) == []


def test_partners_see_their_page_where_it_is_declared_and_nothing_else() -> None:
    seen = declared(("partners", ["partners"]))
    assert [path for path, who in seen.items() if "partners" in who] == ["partners"]


def test_a_reader_s_name_opens_no_team_s_page() -> None:
    """A unit of an earlier wave may have the name of a reader of today."""
    organisation = Organisation.model_validate(
        {
            "schema": 1,
            "teams": [],
            "audiences": [{"id": "board", "sees": ["alliances"]}],
        }
    )
    folders = folders_of([WAVE], organisation, ["alliances"])
    opened = [path for path, folder in folders.items() if "board" in folder.readers]
    assert opened == ["readers/alliances"]


def test_what_is_declared_for_leaders_or_a_team_replaces_the_default() -> None:
    seen = declared(("leaders", ["leaders"]), ("oncology", ["oncology", "vaccines"]))
    assert seen["leaders"] == ("leaders",)
    assert seen["teams/oncology"] == ("oncology",)
    assert seen["teams/vaccines"] == ("oncology", "vaccines")
    assert declared(("vaccines", []))["teams/vaccines"] == ("leaders",)


def test_a_page_may_lead_only_where_all_its_readers_may_go() -> None:
    folders = folders_of([WAVE], NOBODY)
    assert may_follow(folders, "leaders", "teams/oncology")
    assert may_follow(folders, "teams/oncology", "playbook")
    assert not may_follow(folders, "teams/oncology", "leaders")
    assert not may_follow(folders, "teams/oncology", "teams/vaccines")
    assert not may_follow(folders, "playbook", "leaders")
    assert not may_follow(folders, "leaders", "elsewhere")


def test_a_link_behind_a_closed_door_becomes_words() -> None:
    organisation = Organisation.model_validate(
        {"schema": 1, "teams": [], "audiences": [{"id": "board", "sees": ["leaders"]}]}
    )
    folders = folders_of([WAVE], organisation)
    body = (
        '<a href="../teams/oncology/index.html">Oncology</a> '
        '<a href="../playbook/index.html">guidance</a> <a href="2025.html">before</a>'
    )
    assert without_closed_doors(body, "leaders/index.html", folders) == (
        'Oncology <a href="../playbook/index.html">guidance</a> '
        '<a href="2025.html">before</a>'
    )


@pytest.mark.parametrize(
    ("folder", "view", "group", "may"),
    [
        ("leaders", "practitioner", "oncology", True),
        ("leaders", "practitioner", "nobody", False),
        ("teams/oncology", "stakeholder", "oncology", True),
        ("teams/oncology", "stakeholder", "alliances", True),
        ("teams/oncology", "stakeholder", "organisation", True),
        ("teams/oncology", "stakeholder", "oncology+vaccines", True),
        ("teams/oncology", "stakeholder", "immunology+vaccines", False),
        ("teams/oncology", "stakeholder", "vaccines", False),
        ("partners", "partner", "organisation", True),
        ("partners", "partner", "oncology", False),
        ("partners", "stakeholder", "organisation", False),
        ("readers/executive", "stakeholder", "organisation", True),
        ("readers/executive", "stakeholder", "oncology", False),
    ],
)
def test_a_folder_speaks_of_its_own_groups_only(
    folder: str, view: str, group: str, may: bool
) -> None:
    folders = folders_of([WAVE], NOBODY, ["executive"])
    assert folders[folder].may_show(tree_of(WAVE), view, group) is may


def test_a_file_lies_in_one_folder_or_in_none() -> None:
    folders = ["leaders", "teams/oncology"]
    found = {
        path: folder_of(path, folders)
        for path in (
            "index.html",
            "playbook/a/b.html",
            "leaders/index.html",
            "teams/oncology/a/b.html",
            "teams/index.html",
            "teams/vaccines/index.html",
            "leaders2/index.html",
        )
    }
    assert list(found.values()) == [
        "",
        "playbook",
        "leaders",
        "teams/oncology",
        None,
        None,
        None,
    ]


KNOWN = [know(["One year on, 2026", "Meet every 14 days for 2 hours", "2"])]


@pytest.mark.parametrize(
    "text",
    [
        "One year on, 2026",
        "Since One year on, 2026 more has changed",
        "Meet every 14 days",
        "days for 2 hours",
        "no number",
    ],
)
def test_a_numeral_of_a_text_somebody_wrote_is_known(text: str) -> None:
    assert unknown_at(text, KNOWN) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2019", 0),
        ("14", 0),
        ("In 2026", 3),
        ("Meet every 14 weeks", 11),
        ("Score 2", 6),
        ("One year on, 2026, 63", 19),
    ],
)
def test_a_numeral_beside_other_words_is_not_known(text: str, at: int) -> None:
    assert unknown_at(text, KNOWN) == at


def test_a_text_that_is_a_bare_number_vouches_where_it_was_typed_alone() -> None:
    assert unknown_at("6", [know(["6", "2026"])]) == 0
    assert unknown_at("6", [know(["6"], bare=True)]) is None
    assert unknown_at("2026", [know(["2026"])]) is None


def test_what_an_audience_sees_must_exist(tmp_path: Path) -> None:
    from generator.errors import Problems
    from generator.sources.project import load_project
    from generator.sources.template import new_project

    new_project(tmp_path / "p")
    (teams,) = (tmp_path / "p").glob("surveys/*/teams.yaml")
    text = teams.read_text(encoding="utf-8")
    teams.write_text(f"{text}audiences:\n  - id: board\n    sees: [leader]\n")
    with pytest.raises(Problems) as refused:
        load_project(tmp_path / "p")
    (problem,) = refused.value.problems
    assert problem.code == "audience-sees"
    assert "leaders" in problem.hint


def test_a_name_that_means_a_unit_and_a_reader_is_refused(tmp_path: Path) -> None:
    from generator.errors import Problems
    from generator.sources.project import load_project

    for name in ("frameworks", "surveys"):
        shutil.copytree(ROOT / name, tmp_path / name)
    load_project(tmp_path)
    (teams,) = (tmp_path / "surveys").glob("*/teams.yaml")
    text = teams.read_text(encoding="utf-8")
    text = text.replace("id: alliance-management", "id: finance")
    text = text.replace("unit: alliance-management", "unit: finance")
    teams.write_text(f"{text}  - id: money\n    sees: [finance]\n", encoding="utf-8")
    with pytest.raises(Problems) as refused:
        load_project(tmp_path)
    (problem,) = refused.value.problems
    assert problem.code == "audience-sees"
    assert problem.line == text.count("\n") + 2


def test_a_cost_of_time_is_seen_by_the_team_and_whom_it_names() -> None:
    clocks = Clocks.model_construct(
        teams=(
            TeamClocks.model_construct(team="oncology", shown_to=()),
            TeamClocks.model_construct(team="vaccines", shown_to=("leaders", "board")),
        )
    )
    folders = folders_of([WAVE], NOBODY, clocks=clocks)
    assert folders["costs/oncology"].readers == ("oncology",)
    assert folders["costs/vaccines"].readers == ("board", "leaders", "vaccines")
    assert folders["teams/oncology"].readers == ("leaders", "oncology")
    for group in ("oncology", "organisation"):
        assert not folders["costs/oncology"].may_show(
            tree_of(WAVE), "stakeholder", group
        )
    assert not may_follow(folders, "teams/oncology", "costs/oncology")
    assert may_follow(folders, "teams/vaccines", "costs/vaccines")
