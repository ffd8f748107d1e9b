"""A page stays as the last build left it while all that it is drawn from stays."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from baselines import sample
from playbook_sample import foundation, habits, survey

from generator.errors import Problems
from generator.model.edition import Shown
from generator.model.ids import Text
from generator.model.page import Baseline, Drawn, PlannedPage
from generator.pages.baseline import planned_pages
from generator.store.editions import edition_digest
from generator.website.build import build_site
from generator.website.files import tree_digest

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "de")


def site(root: Path, baseline: Baseline) -> list[str]:
    """Build the site; the pages that had to be drawn."""
    root.mkdir(exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    given = dataclasses.replace(
        baseline,
        digests={name: edition_digest(one) for name, one in baseline.editions.items()},
    )
    names: list[str] = []
    pages = [
        watched(page, names)
        for language in LANGUAGES
        for page in planned_pages(dataclasses.replace(given, language=language))
    ]
    build(root, given, pages)
    return sorted(names)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The sample's site, and the pages drawn for it; tests work on copies."""
    root = tmp_path_factory.mktemp("kept") / "p"
    return root, site(root, sample())


@pytest.fixture
def first(built: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(built[0], tmp_path / "p"))


def build(root: Path, given: Baseline, pages: Sequence[PlannedPage]) -> None:
    build_site(
        root,
        root / "dist",
        frameworks=[foundation(), habits()],
        surveys=[survey()],
        waves=given.waves,
        stamped=pages,
        languages=LANGUAGES,
    )


def watched(page: PlannedPage, names: list[str]) -> PlannedPage:
    def draw() -> Drawn:
        names.append(f"{page.audience}/{page.path}")
        return page.draw()

    return dataclasses.replace(page, draw=draw)


def with_statement(baseline: Baseline, team: str, evidence: str) -> Baseline:
    said = baseline.statements["2026", team]
    entries = tuple(dataclasses.replace(one, evidence=evidence) for one in said.entries)
    other = dataclasses.replace(said, entries=entries)
    return dataclasses.replace(
        baseline, statements={**baseline.statements, ("2026", team): other}
    )


def with_higher_scores(baseline: Baseline, wave: str) -> Baseline:
    edition = baseline.editions[wave]
    cells = {
        key: dataclasses.replace(cell, value=min(4.0, round(cell.value + 0.1, 1)))
        if isinstance(cell, Shown) and not cell.band
        else cell
        for key, cell in edition.cells.items()
    }
    other = dataclasses.replace(edition, cells=cells)
    return dataclasses.replace(baseline, editions={**baseline.editions, wave: other})


def with_title(baseline: Baseline, title: str) -> Baseline:
    wave = dataclasses.replace(baseline.waves[-1], title={"en": title, "de": title})
    return dataclasses.replace(baseline, waves=(*baseline.waves[:-1], wave))


def without_last_wave(baseline: Baseline) -> Baseline:
    return dataclasses.replace(baseline, waves=baseline.waves[:-1])


def with_names(baseline: Baseline, name: str) -> Baseline:
    return dataclasses.replace(baseline, names={"oncology": Text(name)})


def test_nothing_is_drawn_twice(built: tuple[Path, list[str]], first: Path) -> None:
    assert "teams/oncology/index.html" in built[1]
    before = tree_digest(first / "dist")
    # the list of teams is short, and is drawn every time
    assert site(first, sample()) == [
        "leaders/teams.de.html",
        "leaders/teams.html",
    ]
    assert tree_digest(first / "dist") == before


def test_a_statement_is_on_pages_of_its_team_and_of_the_leaders_alone(
    first: Path,
) -> None:
    drawn = site(first, with_statement(sample(), "oncology", "new list"))
    assert {name.rpartition("/")[0] for name in drawn} == {"leaders", "teams/oncology"}
    assert not [name for name in drawn if "2025" in name]
    page = first / "dist/teams/oncology/index.html"
    assert "new list" in page.read_text(encoding="utf-8")


def test_earlier_waves_keep_their_pages_when_the_newest_is_released_again(
    first: Path,
) -> None:
    drawn = site(first, with_higher_scores(sample(), "2026"))
    assert "teams/oncology/2026.html" in drawn
    assert not [name for name in drawn if "2025" in name]


def test_a_page_that_somebody_has_changed_is_drawn_again(first: Path) -> None:
    page = first / "dist/teams/oncology/2025.html"
    right = page.read_bytes()
    page.write_bytes(right.replace(b"rung", b"rang"))
    assert "teams/oncology/2025.html" in site(first, sample())
    assert page.read_bytes() == right


@pytest.mark.parametrize("harm", ["", "[1", '["a", "b"]\n', "[]\n[[1]]\n"])
def test_a_broken_note_of_the_last_build_is_no_harm(first: Path, harm: str) -> None:
    before = tree_digest(first / "dist")
    note = first / "build/cells/teams/oncology/2025.html.json"
    note.write_text(harm, encoding="utf-8")
    assert "teams/oncology/2025.html" in site(first, sample())
    assert tree_digest(first / "dist") == before


def test_another_version_of_the_program_draws_everything_again(
    built: tuple[Path, list[str]], first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.website.build.code", lambda: "newer")
    assert site(first, sample()) == built[1]


def test_the_notes_of_a_site_that_was_refused_are_dropped(first: Path) -> None:
    before = tree_digest(first / "build/cells")
    bad = PlannedPage("leaders", "x.html", "en", _refuse)
    with pytest.raises(Problems):
        build(first, sample(), [*planned_pages(sample()), bad])
    assert tree_digest(first / "build/cells") == before
    site(first, sample())
    assert not (first / "build/.cells-new").exists()


def _refuse() -> Drawn:
    raise Problems([])


CHANGES: list[Callable[[Baseline, int], Baseline]] = [
    lambda b, n: with_statement(b, "oncology", f"list {n}"),
    lambda b, n: with_statement(b, "vaccines", f"minutes {n}"),
    lambda b, _: with_higher_scores(b, "2025"),
    lambda b, _: with_higher_scores(b, "2026"),
    lambda b, n: with_title(b, f"Wave {n}"),
    lambda b, n: with_names(b, f"Oncology {n}"),
    lambda b, _: without_last_wave(b),
    lambda _b, _n: sample(),
]


def test_a_site_built_on_is_the_site_built_anew(tmp_path: Path) -> None:
    given = sample()
    for number, change in enumerate(CHANGES):
        given = change(given, number)
        site(tmp_path / "on", given)
        for folder in ("dist", "build/cells"):
            shutil.rmtree(tmp_path / "anew" / folder, ignore_errors=True)
        site(tmp_path / "anew", given)
        for folder in ("dist", "build/cells"):
            assert tree_digest(tmp_path / "on" / folder) == tree_digest(
                tmp_path / "anew" / folder
            ), number
