"""The whole job, on real parts: forms over HTTP, real SQLite, the real engine."""

import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.demo.run import DemoReport, demo
from generator.model.edition import Shown, Suppressed
from generator.pipeline.reading import read
from generator.pipeline.results import everything_released
from generator.website.files import files_below

ROOT = Path(__file__).parents[2]
PRACTICES = 20


@dataclass(frozen=True)
class Site:
    root: Path
    report: DemoReport
    said: list[str]

    @property
    def work(self) -> Path:
        return self.root / "build" / "demo" / "project"


def project_at(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("frameworks", "surveys", "site_src"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files_below(folder)
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = project_at(tmp_path_factory.mktemp("one") / "plain")
    said: list[str] = []
    return Site(root, demo(root, announce=said.append, commands="# Commands"), said)


def test_every_team_gets_a_page_for_every_wave(site: Site) -> None:
    for team in ("immunology", "oncology", "vaccines"):
        folder = site.root / "dist" / "teams" / team
        names = {path.name for path in folder.iterdir()}
        assert {"index.html", "2025.html", "2026.html"} <= names


def test_people_answer_through_the_forms_and_nothing_is_lost(site: Site) -> None:
    store = sqlite3.connect(site.work / "var" / "store.sqlite3")
    kept = store.execute("SELECT count(*) FROM responses").fetchone()[0]
    store.close()
    assert site.report.respondents > 100
    assert kept == site.report.respondents
    assert site.report.form_pages > 4 * site.report.respondents


def test_a_team_of_four_has_every_practice_and_no_survey_number_of_its_own(
    site: Site,
) -> None:
    reading = read(site.work)
    editions, statements = everything_released(reading)
    edition = editions["2026"]
    statement = statements["2026", "oncology"]
    assert len({entry.practice for entry in statement.entries}) >= PRACTICES
    own = [
        cell
        for key, cell in edition.cells.items()
        if key.view == "practitioner" and key.group == "oncology"
    ]
    assert own
    assert all(isinstance(cell, Suppressed) for cell in own)
    everybody = [
        cell
        for key, cell in edition.cells.items()
        if key.view == "practitioner" and key.group == "organisation"
    ]
    assert sum(isinstance(cell, Shown) for cell in everybody) >= PRACTICES
    page = (site.root / "dist" / "teams" / "oncology" / "index.html").read_text(
        encoding="utf-8"
    )
    for ladder in reading.frozen("2026").assessment().ladders:  # type: ignore[union-attr]
        assert ladder.title["en"] in page


def test_the_playbook_holds_no_released_number(site: Site) -> None:
    for path in files_below(site.root / "dist" / "playbook"):
        if path.suffix in (".html", ".json", ".xml"):
            assert b"data-cell" not in path.read_bytes(), path


def test_no_name_address_or_link_leaves_var(site: Site) -> None:
    people = (site.work / "var" / "people" / "alliance-baseline-2026.csv").read_text(
        encoding="utf-8-sig"
    )
    secrets = [line.split(";")[2] for line in people.splitlines()[1:]]
    links = [
        line.rpartition("/s/")[2].split(",")[0].strip('"')
        for path in (site.work / "var" / "invitations").rglob("*.csv")
        for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]
    ]
    assert len(secrets) > 90
    assert len(links) > 90
    built = b"\n".join(contents(site.root / "dist").values())
    assert [one for one in (*secrets, *links) if one.encode() in built] == []


def test_a_second_run_does_nothing_and_changes_no_byte(site: Site) -> None:
    before = contents(site.root / "dist")
    times = {p: p.stat().st_mtime_ns for p in files_below(site.root / "dist")}
    again = demo(site.root, commands="# Commands")
    assert not again.fresh
    assert contents(site.root / "dist") == before
    assert {p: p.stat().st_mtime_ns for p in files_below(site.root / "dist")} == times


def test_another_folder_and_time_zone_give_the_same_bytes(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    other = project_at(tmp_path / "with space and ümlaut")
    demo(other, commands="# Commands")
    first, second = contents(site.root / "dist"), contents(other / "dist")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_the_wave_is_frozen_in_git_and_answers_are_not(site: Site) -> None:
    wave = site.work / "surveys" / "alliance-baseline" / "waves" / "2026"
    published = json.loads((wave / "published.json").read_text(encoding="utf-8"))
    assert published["edition"] == 1
    assert len(published["ledger_head"]) == 64
    assert (wave / "wave.json").exists()
    assert not list(wave.rglob("*.sqlite3"))


def test_progress_is_told_a_line_at_a_time(site: Site) -> None:
    assert site.said[0] == "wave 2025: compiling and freezing"
    assert site.said[-1] == "building the site"
