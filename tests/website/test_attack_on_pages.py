"""Nobody works out the answers of fewer than k people from the files they may open."""

import pytest
from attack_on_pages import (
    PUBLIC,
    Known,
    attack,
    attack_on,
    audiences_of,
    behind,
    files_for,
    known,
    project,
    shown,
)
from example import Site

from generator.model.edition import CellKey, Shown, Suppressed, Turnout
from generator.model.survey import ORGANISATION
from generator.website.files import files_below


@pytest.fixture(scope="module")
def truth(site_of_example: Site) -> Known:
    return known(*project(site_of_example.work))


def test_no_audience_works_out_what_it_is_not_shown(
    site_of_example: Site, truth: Known
) -> None:
    told = {
        who: attack(site_of_example.dist, truth, who)
        for who in audiences_of(truth.guard)
    }
    for outcome in told.values():
        assert outcome.leaks == ()
        assert outcome.wrong == ()
        assert outcome.smallest >= 5 or not outcome.sets
    assert told[PUBLIC].numbers == 0
    assert told["leaders"].sets > 100
    for other in ("oncology", "immunology", "vaccines", "partners", "board"):
        assert 0 < told[other].sets < told["leaders"].sets


def test_pages_for_others_hold_cells_of_the_edition_that_leaders_see_too(
    site_of_example: Site, truth: Known
) -> None:
    """One release for all: a slice holds no number of its own, so nothing new can be
    worked out by taking one audience's pages from another's."""
    guard, dist = truth.guard, site_of_example.dist
    seen = {
        who: shown(dist, guard, files_for(dist, guard, who))
        for who in ("leaders", "partners", "board")
    }
    own = {
        "partners": files_below(dist / "partners"),
        "board": files_below(dist / "readers" / "executive-sponsor"),
    }
    for who, files in own.items():
        names = [path.relative_to(dist).as_posix() for path in files]
        sources = shown(dist, guard, names)
        assert sources == seen[who]
        for wave, view, node, group, field in sources:
            edition = guard.truth.editions[wave]
            assert group == ORGANISATION
            if who == "partners":
                assert view == "partner"
            if field in {"answered", "eligible"}:
                assert isinstance(edition.turnout[view, group], Turnout)
            elif node != "*":
                assert isinstance(edition.cells[CellKey(view, node, group)], Shown)
        rest = {source for source in sources - seen["leaders"] if source[2] != "*"}
        assert {source[4] for source in rest} <= {"smallest-gap", "gap"}


def test_an_audience_opens_its_own_folder_and_the_playbook(
    site_of_example: Site, truth: Known
) -> None:
    tops = {
        who: {
            "/".join(name.split("/")[: 2 if name.startswith(("costs", "teams")) else 1])
            for name in files_for(site_of_example.dist, truth.guard, who)
        }
        for who in audiences_of(truth.guard)
    }
    assert tops[PUBLIC] == {"index.html", "playbook"}
    own = {"costs/oncology", "teams/oncology"}
    assert tops["oncology"] == {"index.html", "playbook", *own}
    assert tops["partners"] == {"index.html", "playbook", "partners"}
    assert tops["board"] == {"index.html", "playbook", "readers"}


def test_the_attack_finds_a_small_team_that_is_shown_after_all(
    site_of_example: Site, truth: Known
) -> None:
    """One hidden cell more among what leaders see, and somebody is given away."""
    names = files_for(site_of_example.dist, truth.guard, "leaders")
    sources = shown(site_of_example.dist, truth.guard, names)
    edition = truth.guard.truth.editions["2026"]
    found = 0
    for key, cell in edition.cells.items():
        measure = f"{key.view}|{key.node}"
        people = behind(truth, "2026", measure, key.group)
        if not isinstance(cell, Suppressed) or not 0 < len(people) < edition.k:
            continue
        more = {*sources, ("2026", *key, "value")}
        told = attack_on(truth, "leaders", len(names), more)
        given_away = {numbers for leak in told.leaks for numbers in leak.numbers}
        assert set(people) <= given_away
        found += 1
        if found == 5:
            break
    assert found == 5
