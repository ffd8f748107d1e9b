"""What time costs a team stays with the team: the gate on the built example."""

from __future__ import annotations

import dataclasses
import re
import shutil

import pytest
from example import Site

from generator.errors import Problem
from generator.model.edition import Shown
from generator.website.gate import Guard, look

ONCOLOGY = "costs/oncology/index.html"


@pytest.fixture(scope="module")
def site(site_of_example: Site) -> Site:
    return site_of_example


def look_at(
    site: Site, name: str, page: str, guard: Guard | None = None
) -> list[Problem]:
    """What the gate finds with another page in place of one."""
    path = site.dist / name
    before = path.read_bytes()
    path.write_bytes(page.encode("utf-8"))
    kept = site.kept.with_name("kept.json")
    shutil.copyfile(site.kept, kept)
    try:
        return look(site.dist, guard or site.guard, kept=kept)[0]
    finally:
        path.write_bytes(before)


def findings(site: Site, name: str, page: str) -> set[str]:
    return {one.code for one in look_at(site, name, page)}


def read(site: Site, name: str) -> str:
    return (site.dist / name).read_text(encoding="utf-8")


def cost(page: str) -> str:
    """The first element of a page that holds a cost."""
    found = re.search(r'<data class="pb-t"[^>]*>[^<]*</data>', page)
    assert found is not None
    return found.group(0)


def into(page: str, text: str) -> str:
    return page.replace("<!-- end of results -->", f"{text}<!-- end of results -->")


def test_the_folder_is_seen_by_the_team_and_whom_it_names(site: Site) -> None:
    readers = {
        path: folder.readers
        for path, folder in site.guard.folders.items()
        if folder.costs
    }
    assert readers == {
        "costs/immunology": ("immunology",),
        "costs/oncology": ("leaders", "oncology"),
    }


def test_the_page_as_built_passes_and_holds_costs(site: Site) -> None:
    page = read(site, ONCOLOGY)
    assert page.count('class="pb-t"') > 40
    assert 'class="pb-n"' not in page
    assert findings(site, ONCOLOGY, page) == set()


def test_another_number_than_was_stated_is_refused(site: Site) -> None:
    page = read(site, ONCOLOGY)
    told = cost(page)
    value = re.search(r'value="([^"]+)"', told)
    assert value is not None
    other = told.replace(value[1], "777")
    assert findings(site, ONCOLOGY, page.replace(told, other, 1)) == {"gate-cell"}


@pytest.mark.parametrize(
    "name",
    ["teams/oncology/index.html", "leaders/index.html", "teams/vaccines/index.html"],
)
def test_a_cost_stands_on_no_other_page(site: Site, name: str) -> None:
    told = cost(read(site, ONCOLOGY))
    assert "gate-cell" in findings(site, name, into(read(site, name), told))


def test_a_cost_of_another_team_is_refused(site: Site) -> None:
    name = "costs/immunology/index.html"
    source = ("clocks.yaml", "", "1", "oncology", "total-high")
    manifest = {
        **site.guard.manifest,
        name: {**site.guard.manifest[name], "999": source},
    }
    guard = dataclasses.replace(site.guard, manifest=manifest)
    page = read(site, name)
    told = '<data class="pb-t" value="4.8" data-cell="999">4.8</data>'
    found = look_at(site, name, into(page, told), guard)
    assert [one.code for one in found] == ["gate-cell"]
    assert "of a team whose time this page must not speak of" in found[0].message


def test_a_score_stands_on_no_page_about_costs(site: Site) -> None:
    cells = site.guard.manifest["teams/oncology/index.html"]
    source = next(one for one in cells.values() if one[4] == "value")
    value = site.guard.truth.editions[source[0]].cell(*source[1:4])
    manifest = {
        **site.guard.manifest,
        ONCOLOGY: {**site.guard.manifest[ONCOLOGY], "999": source},
    }
    guard = dataclasses.replace(site.guard, manifest=manifest)
    assert isinstance(value, Shown)
    shown = value.value
    told = f'<data class="pb-n" value="{shown}" data-cell="999">{shown}</data>'
    page = read(site, ONCOLOGY)
    found = look_at(site, ONCOLOGY, into(page, told), guard)
    assert [one.code for one in found] == ["gate-cell"]


def test_the_number_of_a_cost_may_not_pass_as_a_score(site: Site) -> None:
    page = read(site, ONCOLOGY)
    told = cost(page)
    other = told.replace("pb-t", "pb-n")
    assert findings(site, ONCOLOGY, page.replace(told, other, 1)) == {"gate-cell"}


def test_a_bare_number_among_costs_is_refused(site: Site) -> None:
    page = into(read(site, ONCOLOGY), "<p>about 31 million</p>")
    assert findings(site, ONCOLOGY, page) == {"gate-number"}


def test_who_may_not_see_a_cost_finds_no_way_to_it(site: Site) -> None:
    assert "costs/oncology" in read(site, "teams/oncology/index.html")
    assert "costs/immunology" not in read(site, "teams/immunology/index.html")
    link = '<a href="../../costs/immunology/index.html">x</a>'
    page = into(read(site, "teams/immunology/index.html"), link)
    assert findings(site, "teams/immunology/index.html", page) == {"gate-link"}
