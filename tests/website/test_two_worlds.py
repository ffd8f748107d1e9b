"""Two worlds that differ only in what is hidden build the same site, byte by byte."""

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from example import ROOT

from generator.disclosure import release
from generator.model.edition import Edition, Shown, Suppressed
from generator.model.instrument import Wave, WaveTeam
from generator.model.page import Baseline
from generator.model.response import Response
from generator.pages.baseline import planned_pages
from generator.pipeline.reading import Reading, read
from generator.scoring import person_scores
from generator.website.build import build_site
from generator.website.files import files_below, tree_digest

sys.path.insert(0, str(ROOT / "tests"))

from samples import both

SIZES = {"amber": 9, "birch": 8, "cedar": 3, "delta": 4}
"""Two teams that may be shown, and two that may be shown together only."""

FEW = 4
"""People of the partners, all in all: their view is hidden everywhere."""

READER = ("readers/executive-sponsor",)

GROUPS = ("practitioner", "stakeholder", "partner")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(ROOT)


@pytest.fixture(scope="module")
def wave(reading: Reading) -> Wave:
    wave = reading.today("2026")
    teams = tuple(
        WaveTeam(
            name,
            both(f"{name.title()} alliances"),
            "organisation",
            both(""),
            {"practitioner": size, "stakeholder": size, "partner": 1},
        )
        for name, size in SIZES.items()
    )
    return replace(wave, units=(), teams=teams)


def answers(wave: Wave) -> list[Response]:
    random = Random(11)
    offered = {
        one.group: {
            question.code: [choice.code for choice in question.choices]
            for question in one.questions()
            if question.targets and question.choices
        }
        for one in wave.instruments
        if one.mode == "survey"
    }
    return [
        Response(
            "local",
            f"{group}-{team}-{place}",
            wave.survey,
            wave.id,
            wave.fingerprint,
            group,
            team,
            f"{group}-{team}-{place}",
            "",
            "en",
            "complete",
            False,
            1,
            None,
            {code: random.choice(choices) for code, choices in offered[group].items()},
        )
        for group in GROUPS
        for team, size in SIZES.items()
        for place in range(1 if group == "partner" else size)
    ]


def with_others(response: Response, answers_of: Response) -> Response:
    return replace(response, answers=answers_of.answers)


def exchanged(given: list[Response]) -> list[Response]:
    """The answers of three people of one hidden team, for those of the other."""
    by_id = {one.remote_id: one for one in given}
    other = {"cedar": "delta", "delta": "cedar"}
    found = []
    for one in given:
        group, team, place = one.remote_id.split("-")
        twin = by_id.get(f"{group}-{other.get(team, team)}-{place}", one)
        found.append(with_others(one, twin) if group != "partner" else one)
    return found


def alike(given: list[Response]) -> list[Response]:
    """Every partner says what the first one said."""
    first = next(one for one in given if one.group == "partner")
    return [with_others(one, first) if one.group == "partner" else one for one in given]


def silent(given: list[Response]) -> list[Response]:
    """Nobody of the partners has answered: no data is not told from hidden data."""
    return [one for one in given if one.group != "partner"]


WORLDS = {"exchanged": exchanged, "alike": alike, "silent": silent}


def released(wave: Wave, given: list[Response]) -> Edition:
    return release(wave, person_scores(wave, given), (), None, 1).edition


def site(reading: Reading, wave: Wave, edition: Edition, root: Path) -> Path:
    frameworks = tuple(reading.project.frameworks.values())
    pages = planned_pages(
        Baseline(
            "en",
            frameworks,
            (wave,),
            {wave.id: edition},
            {},
            written_for=("partners", *READER),
        )
    )
    build_site(
        root,
        root / "dist",
        frameworks=frameworks,
        surveys=[reading.survey],
        waves=[wave],
        stamped=[page for page in pages if page.audience not in READER],
    )
    # without a guard the build knows no readers: their pages are compared as drawn
    bodies = [page.draw()[0].body for page in pages if page.audience in READER]
    assert bodies
    (root / "dist" / "readers.html").write_text("".join(bodies), encoding="utf-8")
    return root / "dist"


def means(wave: Wave, given: list[Response], view: str, team: str) -> list[float]:
    scores = [
        one.scores
        for one in person_scores(wave, given)
        if (one.view, one.team) == (view, team)
    ]
    nodes = sorted({node for one in scores for node in one})
    return [sum(one.get(node, 0) for one in scores) / len(scores) for node in nodes]


def test_worlds_that_differ_in_what_is_hidden_build_the_same_bytes(
    reading: Reading, wave: Wave, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    given = answers(wave)
    edition = released(wave, given)
    by_team = {
        team: {
            type(cell)
            for key, cell in edition.cells.items()
            if key.group == team and key.view != "partner"
        }
        for team in SIZES
    }
    assert by_team["cedar"] == by_team["delta"] == {Suppressed}
    assert Shown in by_team["amber"]
    assert any("cedar" in teams for teams in edition.unions.values())
    built = site(reading, wave, edition, tmp_path)
    before = tree_digest(built)
    names = [path.relative_to(built) for path in files_below(built)]
    assert sum("teams" in name.parts for name in names) >= len(SIZES)
    assert "partners" in {name.parts[0] for name in names}
    for name, change in WORLDS.items():
        there = change(given)
        assert there != given
        if name == "exchanged":
            for view in ("practitioner", "stakeholder"):
                mine = means(wave, given, view, "cedar")
                assert mine != means(wave, there, view, "cedar")
        other = released(wave, there)
        assert other == edition, name
        assert tree_digest(site(reading, wave, other, tmp_path)) == before, name


def test_a_world_that_differs_in_what_is_shown_builds_other_bytes(
    reading: Reading, wave: Wave, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    given = answers(wave)
    before = tree_digest(site(reading, wave, released(wave, given), tmp_path))
    there = [
        replace(one, answers=dict.fromkeys(one.answers, "4"))
        if one.team == "amber"
        else one
        for one in given
    ]
    assert tree_digest(site(reading, wave, released(wave, there), tmp_path)) != before
