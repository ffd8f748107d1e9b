import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
import yaml
from playbook_sample import foundation, habits, survey
from samples import small_wave

from generator.errors import Exit, Problems
from generator.model.page import PlannedPage, StampedPage
from generator.website import BuildReport, build_site
from generator.website.config import DEFAULT, PLUGINS
from generator.website.drawn import Drawn
from generator.website.engine import run_engine
from generator.website.files import files_below, tree_digest

ROOT = Path(__file__).parents[2]
ENGINES = ("mkdocs", "zensical")

SECRET = "canary-4711"
TEAM = StampedPage(
    "teams/oncology",
    "index.html",
    "Oncology & <others>",
    "en",
    f'<p>{SECRET} <a href="../../playbook/index.html">guidance</a></p>',
)
TEAM_DE = StampedPage(
    "teams/oncology", "index.de.html", "Onkologie", "de", f"<p>{SECRET}</p>"
)
LEADERS = StampedPage(
    "leaders", "teams.html", "Teams", "en", f"<p>{SECRET} on the list</p>"
)


def project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


BOTH = {"languages": ("en", "de"), "stamped": [TEAM, TEAM_DE, LEADERS]}


def build(root: Path, out: Path, **more: object) -> BuildReport:
    values: dict[str, object] = {
        "frameworks": [foundation(), habits()],
        "surveys": [survey()],
        "waves": [small_wave()],
        "stamped": [TEAM, LEADERS],
        "languages": ("en",),
        **more,
    }
    values["stamped"] = [planned(page) for page in values["stamped"]]  # type: ignore[attr-defined]
    return build_site(root, out, **values)  # type: ignore[arg-type]


def planned(page: StampedPage, made_from: str = "") -> PlannedPage:
    """A page that is drawn already."""
    cells = {"1": ("2026", "stakeholder", "f:a", "oncology", "value")}
    return PlannedPage(
        *(page.audience, page.path, page.language), lambda: (page, cells), made_from
    )


@pytest.fixture(scope="module", params=ENGINES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A site with both languages and three stamped pages, by each engine."""
    root = project(tmp_path_factory.mktemp("site") / "a project ü")
    (root / "site_src" / "manual").mkdir(parents=True)
    (root / "site_src" / "manual" / "index.md").write_text("# Manual\n\nHello.\n")
    build(
        root,
        root / "dist",
        engine=request.param,
        commands="## baseline check\n",
        **BOTH,
    )
    return root / "dist"


class Links(HTMLParser):
    """Addresses a page points to, ids it has, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in {"href", "src"} and value:
                self.links.append(value)
                if tag != "a":
                    self.fetched.append(value)


def read(path: Path) -> Links:
    links = Links()
    links.feed(path.read_text(encoding="utf-8"))
    return links


def pages_of(dist: Path) -> list[Path]:
    return [path for path in files_below(dist) if path.suffix == ".html"]


def test_every_link_and_anchor_of_every_page_leads_somewhere(site: Path) -> None:
    seen = {path: read(path) for path in pages_of(site)}
    assert len(seen) > 40
    for path, page in seen.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            target, _, anchor = link.partition("#")
            place = (path.parent / target).resolve() if target else path
            assert place.is_file(), (path.relative_to(site), link)
            if anchor and place in seen:
                known = seen[place].ids | {"__skip"}
                assert anchor in known, (path.relative_to(site), link)


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in pages_of(site):
        for link in read(path).fetched:
            assert not re.match(r"(https?:)?//", link), (path, link)
    for path in files_below(site):
        if path.suffix == ".css":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), path


def test_a_result_is_in_the_folder_of_its_audience_and_nowhere_else(
    site: Path,
) -> None:
    holders = [
        path.relative_to(site).as_posix()
        for path in files_below(site)
        if SECRET.encode() in path.read_bytes()
    ]
    assert holders == [
        "leaders/teams.html",
        "teams/oncology/index.de.html",
        "teams/oncology/index.html",
    ]
    for path in files_below(site / "playbook"):
        data = path.read_bytes()
        assert b"Oncology &amp;" not in data
        if path.name != "problems.html" and "search" not in path.name:
            assert b"pb-skeleton" not in data.lower(), path
        assert b"pb-skeleton.html" not in data.lower(), path
        assert b"pbstamped" not in data.lower()


def test_a_stamped_page_is_a_page_of_the_site(site: Path) -> None:
    text = (site / "teams/oncology/index.html").read_text(encoding="utf-8")
    page = read(site / "teams/oncology/index.html")
    assert '<h1 id="pb-title">Oncology &amp; &lt;others&gt;</h1>' in text
    assert "<title>Oncology &amp; &lt;others&gt; - Practice Baseline</title>" in text
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text
    assert "../../playbook/seven-habits/index.html" in page.links
    assert "../../playbook/assets/pb.css" in page.fetched
    assert '"base":' in text and re.search(r'"base": ?"\.\./\.\./playbook/\."', text)
    assert "\x00" not in text


def test_the_language_switch_keeps_its_place(site: Path) -> None:
    def switch(path: str) -> list[str]:
        text = (site / path).read_text(encoding="utf-8")
        tags = re.findall(r"<a[^>]*md-select__link[^>]*>", text)
        return [re.findall(r'href="([^"]*)"', tag)[0] for tag in tags]

    assert switch("playbook/seven-habits/practices/decision-log.html") == [
        "../../seven-habits/practices/decision-log.html",
        "../../de/seven-habits/practices/decision-log.html",
    ]
    assert switch("playbook/de/privacy.html") == ["../privacy.html", "privacy.html"]
    assert switch("teams/oncology/index.html") == ["index.html", "index.de.html"]
    assert switch("leaders/teams.html") == ["teams.html", "../playbook/de/index.html"]
    assert switch("playbook/reference/yaml.html") == [
        "../reference/yaml.html",
        "../de/index.html",
    ]


def test_pages_say_which_language_they_are_in(site: Path) -> None:
    for path in pages_of(site):
        text = path.read_text(encoding="utf-8")
        german = "/de/" in path.as_posix() or path.name.endswith(".de.html")
        assert f'<html lang="{"de" if german else "en"}"' in text, path


def test_the_german_site_says_that_the_manual_is_in_english(site: Path) -> None:
    text = (site / "playbook/de/manual/index.html").read_text(encoding="utf-8")
    assert "Das Handbuch gibt es nur auf Englisch." in text
    assert '<a href="../../manual/index.html" lang="en" hreflang="en">' in text


def test_search_finds_a_practice_and_works_without_a_server(site: Path) -> None:
    folder = site / "playbook"
    json_file = next(folder.rglob("search*.json"))
    index = json.loads(json_file.read_text(encoding="utf-8"))
    entries = index.get("items") or index["docs"]
    assert any(
        entry["location"].startswith("seven-habits/practices/risk-register.html")
        for entry in entries
    )
    assert not any("codebook" in entry["location"] for entry in entries)
    script = json_file.with_suffix(".js").read_text(encoding="utf-8")
    assert script.endswith(json_file.read_text(encoding="utf-8"))
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "assets/vendor/iframe-worker.js" in text


@pytest.mark.parametrize("engine", ENGINES)
def test_two_builds_in_two_folders_on_two_days_are_the_same_bytes(
    tmp_path: Path, engine: str
) -> None:
    one = project(tmp_path / "one")
    two = project(tmp_path / "somewhere" / "else" / "two")
    build(one, one / "dist", engine=engine, **BOTH)
    late = datetime.datetime(2031, 5, 6, tzinfo=datetime.UTC).timestamp()
    for path in files_below(two):
        os.utime(path, (late, late))
    build(two, two / "out", engine=engine, **BOTH)
    assert tree_digest(one / "dist") == tree_digest(two / "out")


def test_a_second_build_does_not_run_the_engine_and_changes_no_byte(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    first = build(root, root / "dist")
    before = tree_digest(root / "dist")
    second = build(root, root / "dist")
    assert (first.engine_ran, second.engine_ran) == (True, False)
    assert tree_digest(root / "dist") == before
    assert first.pages == second.pages == 20
    assert first.stamped == 2


def test_a_damaged_result_of_the_engine_is_made_again(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist")
    before = tree_digest(root / "dist")
    (root / "build/en/site/index.html").write_text("broken")
    assert build(root, root / "dist").engine_ran
    assert tree_digest(root / "dist") == before


def test_a_page_that_is_gone_from_the_framework_is_gone_from_the_site(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist", languages=("en",), stamped=[])
    assert (root / "dist/playbook/foundation-model/index.html").is_file()
    single = habits().model_copy(
        update={"dimensions": habits().dimensions[1:], "id": "seven-habits"}
    )
    build(
        root,
        root / "dist",
        frameworks=[single],
        surveys=[],
        waves=[],
        languages=("en",),
        stamped=[],
    )
    assert not (root / "dist/playbook/foundation-model").exists()
    assert not (root / "build/en/docs/foundation-model").exists()


@pytest.mark.parametrize(
    "audience",
    ["playbook", "teams", "teams/unknown", "leaders/more", "../leaders", ".", ""],
)
def test_a_result_for_nobody_in_particular_is_refused(
    tmp_path: Path, audience: str
) -> None:
    root = project(tmp_path / "p")
    page = StampedPage(audience, "index.html", "X", "en", "<p>1</p>")
    with pytest.raises(Problems) as refused:
        build(root, root / "dist", stamped=[page])
    assert [problem.code for problem in refused.value.problems] == ["page-audience"]
    assert refused.value.exit_code == Exit.UNSAFE
    assert not (root / "dist").exists()


@pytest.mark.parametrize("path", ["../../playbook/index.html", "/etc/x.html"])
def test_a_result_that_leaves_its_folder_is_refused(tmp_path: Path, path: str) -> None:
    root = project(tmp_path / "p")
    page = StampedPage("leaders", path, "X", "en", "<p>1</p>")
    with pytest.raises(Problems) as refused:
        build(root, root / "dist", stamped=[page])
    assert refused.value.exit_code == Exit.UNSAFE


def test_a_build_that_breaks_off_leaves_the_old_site_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist")
    before = tree_digest(root / "dist")

    class Stop(BaseException):
        """As if the machine were switched off."""

    real = Path.write_bytes

    def stops(path: Path, data: bytes) -> int:
        if "-new-" in path.as_posix() and path.name == "teams.html":
            raise Stop
        return real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", stops)
        with pytest.raises(Stop):
            build(root, root / "dist", stamped=[TEAM, LEADERS])
    assert tree_digest(root / "dist") == before
    build(root, root / "dist")
    assert tree_digest(root / "dist") == before
    assert sorted(path.name for path in root.iterdir()) == [
        "build",
        "dist",
        "mkdocs.yml",
    ]


def test_what_a_killed_build_left_is_tidied_and_the_old_site_comes_back(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist")
    before = tree_digest(root / "dist")
    (root / "dist").rename(root / ".dist-old-1")
    (root / ".dist-new-1").mkdir()
    broken = StampedPage("nobody", "index.html", "X", "en", "")
    with pytest.raises(Problems):
        build(root, root / "dist", stamped=[broken])
    build(root, root / "dist")
    assert tree_digest(root / "dist") == before
    assert not list(root.glob(".dist-*"))


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    place = tmp_path / "documents"
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")
    with pytest.raises(Problems) as refused:
        build(root, place)
    assert refused.value.problems[0].code == "site-place"
    assert (place / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_broken_link_in_a_page_of_your_own_is_named(
    tmp_path: Path, engine: str
) -> None:
    root = project(tmp_path / "p")
    (root / "site_src").mkdir()
    (root / "site_src" / "own.md").write_text("# Own\n\n[gone](nowhere.md)\n")
    with pytest.raises(Problems) as refused:
        build(root, root / "dist", engine=engine)
    (problem,) = refused.value.problems
    assert problem.path == "site_src/own.md"
    assert problem.code == "page-link"
    assert "nowhere.md" in problem.message
    assert not (root / "dist").exists()


def test_an_engine_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        run_engine("hugo", tmp_path, epoch=0)
    assert refused.value.problems[0].code == "engine-unknown"
    assert "mkdocs, zensical" in refused.value.problems[0].hint


def test_your_own_pages_win_and_stand_in_the_navigation(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    own = root / "site_src"
    (own / "manual").mkdir(parents=True)
    (own / "_blocks" / "index").mkdir(parents=True)
    (own / "glossary.md").write_text("# Our words\n\nOnly ours.\n")
    (own / "privacy.de.md").write_text("# Unser Datenschutz\n\nNur hier.\n")
    (own / "manual" / "index.md").write_text("---\ntitle: The manual\n---\n# M\n")
    (own / "manual" / "b.md").write_text("---\norder: 1\n---\n# First\n")
    (own / "manual" / "a.md").write_text("---\norder: 2\n---\n# Second\n")
    (own / "_blocks" / "index" / "intro.md").write_text("We begin here.\n")
    (own / "_blocks" / "index" / "intro.de.md").write_text("Wir beginnen hier.\n")
    (own / "picture.svg").write_text("<svg/>")
    build(root, root / "dist", **BOTH)

    def said(path: str) -> str:
        return (root / "dist/playbook" / path).read_text(encoding="utf-8")

    assert "Only ours." in said("glossary.html")
    assert "Only ours." not in said("de/glossary.html")
    assert "Nur hier." in said("de/privacy.html")
    assert "Nobody is picked out." in said("privacy.html")
    assert "We begin here." in said("index.html")
    assert "Wir beginnen hier." in said("de/index.html")
    assert "block:" not in said("index.html")
    assert (root / "dist/playbook/picture.svg").is_file()
    german = yaml.safe_load((root / "build/de/mkdocs.yml").read_text())["nav"]
    assert german[0] == {"Start": "index.md"}
    assert german[-1] == {"Handbuch (auf Englisch)": "manual/index.md"}
    nav = yaml.safe_load((root / "build/en/mkdocs.yml").read_text())["nav"]
    assert nav[-1] == {
        "The manual": [
            "manual/index.md",
            {"First": "manual/b.md"},
            {"Second": "manual/a.md"},
        ]
    }


def test_a_block_nobody_has_is_a_problem_with_the_near_miss(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    blocks = root / "site_src" / "_blocks" / "index"
    blocks.mkdir(parents=True)
    (blocks / "intros.md").write_text("x")
    with pytest.raises(Problems) as refused:
        build(root, root / "dist")
    (problem,) = refused.value.problems
    assert problem.path == "site_src/_blocks/index/intros.md"
    assert problem.code == "unknown-block"
    assert "did you mean index/intro" in problem.hint


def test_a_theme_of_your_own_works_from_the_derived_configuration(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}'
        '<meta name="house" content="ours">{% endblock %}'
    )
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(
        text.replace(
            "  name: material\n", "  name: material\n  custom_dir: overrides\n"
        )
    )
    build(root, root / "dist", languages=("en",), stamped=[LEADERS])
    for page in ("playbook/index.html", "leaders/teams.html"):
        assert '<meta name="house" content="ours">' in (root / "dist" / page).read_text(
            encoding="utf-8"
        )
    (root / "overrides" / "main.html").write_text('{% extends "base.html" %}')
    assert build(root, root / "dist", languages=("en",), stamped=[LEADERS]).engine_ran


def test_a_plugin_that_one_engine_lacks_is_a_warning_with_its_line(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(
        text.replace("  - offline\n", "  - offline\n  - info:\n      enabled: false\n")
    )
    report = build(root, root / "dist", languages=("en",), stamped=[LEADERS])
    (warning,) = report.warnings
    assert (warning.path, warning.code, warning.severity) == (
        "mkdocs.yml",
        "site-plugin",
        "warning",
    )
    assert text.splitlines()[warning.line - 2].strip() == "- offline"


def test_a_broken_configuration_is_named_with_its_line(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "mkdocs.yml").write_text("site_name: A\ntheme: [\n")
    with pytest.raises(Problems) as refused:
        build(root, root / "dist")
    (problem,) = refused.value.problems
    assert (problem.path, problem.line, problem.code) == (
        "mkdocs.yml",
        3,
        "site-config",
    )


def test_a_project_without_a_configuration_gets_one_to_start_with(
    tmp_path: Path,
) -> None:
    root = tmp_path / "p"
    root.mkdir()
    build(root, root / "dist", languages=("de",), stamped=[])
    text = (root / "mkdocs.yml").read_text()
    assert "docs_dir: build/de/docs" in text
    (root / "mkdocs.yml").write_text(text.replace("Practice Baseline", "Ours"))
    build(root, root / "dist", languages=("de",), stamped=[])
    assert "site_name: Ours" in (root / "mkdocs.yml").read_text()
    assert '<html lang="de"' in (root / "dist/playbook/index.html").read_text()


def test_the_configuration_shipped_is_ours_and_uses_only_what_both_engines_know() -> (
    None
):
    assert DEFAULT.read_bytes() == (ROOT / "mkdocs.yml").read_bytes()
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text())
    names = {
        next(iter(one)) if isinstance(one, dict) else one for one in settings["plugins"]
    }
    assert names <= PLUGINS
    assert "hooks" not in settings
    assert settings["theme"]["font"] is False
    assert settings["use_directory_urls"] is False


@pytest.mark.parametrize("engine", ENGINES)
def test_after_one_build_the_engine_alone_gives_the_playbook(
    tmp_path: Path, engine: str
) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist")
    done = subprocess.run(
        [sys.executable, "-m", engine, "build", "--strict"],
        cwd=root,
        env=dict(os.environ, NO_MKDOCS_2_WARNING="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    alone = root / "build" / "playbook"
    assert (alone / "seven-habits/practices/risk-register.html").is_file()
    assert "/seven-habits/" in (alone / "index.html").read_text().replace('"', "/")
    if engine == "mkdocs":
        assert not any(b"PBSTAMPED" in path.read_bytes() for path in files_below(alone))


def test_the_manifest_stays_outside_the_site(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    build(root, root / "dist")
    drawn = Drawn(root / "build/cells")
    assert sorted(drawn) == ["leaders/teams.html", "teams/oncology/index.html"]
    source = ("2026", "stakeholder", "f:a", "oncology", "value")
    assert drawn["leaders/teams.html"] == {"1": source}
    assert not any(
        b"stakeholder" in (root / "dist" / name).read_bytes() for name in drawn
    )
    build(root, root / "dist", stamped=[LEADERS])
    assert list(drawn) == ["leaders/teams.html"]


def test_the_engine_is_told_the_day_the_newest_wave_closed() -> None:
    from generator.website.build import site_date

    assert site_date([habits()], [small_wave()]) == int(
        datetime.datetime(2026, 3, 29, 22, tzinfo=datetime.UTC).timestamp()
    )
    assert site_date([habits()], []) == int(
        datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC).timestamp()
    )


def test_paths_of_results_use_forward_slashes_everywhere() -> None:
    assert PurePosixPath(TEAM.audience, TEAM.path).as_posix() == (
        "teams/oncology/index.html"
    )
