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

from generator.model.edition import Suppressed


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
    for team in ("oncology", "immunology", "vaccines"):
        assert 0 < told[team].sets < told["leaders"].sets


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
