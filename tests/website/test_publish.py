"""Publishing: the new site or the old one, never half, and the way back."""

import datetime as dt
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from example import CANARY, Site

from generator.errors import Exit, Problems
from generator.pipeline.publishing import (
    publish,
    rollback,
    server_snippet,
    standalone,
)
from generator.store.addresses import generations
from generator.website.audiences import address
from generator.website.files import files_below, tree_digest
from generator.website.publish import place, roll_back, versions

MOMENT = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
HERE = Path(__file__).parent
COSTS = ["costs/immunology", "costs/oncology"]
TEAMS = ["teams/immunology", "teams/oncology", "teams/vaccines"]
OTHERS = ["partners", "readers/executive-sponsor"]
FOLDERS = [*COSTS, "leaders", *OTHERS, *TEAMS]


def small_site(folder: Path, words: str, files: int = 3) -> Path:
    for name in ("playbook/index.html", "leaders/index.html", "index.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"<p>{words}</p>")
    for n in range(files):
        (folder / "playbook" / f"{n}.html").write_text(f"<p>{words} {n}</p>" * 50)
    return folder


def put(site: Path, target: Path, **more: object) -> int:
    values: dict[str, object] = {
        "lies": {},
        "folders": ("leaders",),
        "check": lambda _folder: None,
        "now": MOMENT,
        **more,
    }
    return place(site, target, **values)[0].number  # type: ignore[arg-type]


def refused(code: str, exit_code: Exit, problems: Problems) -> None:
    assert [problem.code for problem in problems.problems] == [code]
    assert problems.exit_code == exit_code


def test_a_new_version_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    one, two = small_site(tmp_path / "1", "one"), small_site(tmp_path / "2", "two")
    target = tmp_path / "www" / "published"
    assert put(one, target) == 1
    assert tree_digest(target / "site") == tree_digest(one)
    assert put(two, target) == 2
    assert tree_digest(target / "site") == tree_digest(two)
    assert [(v.number, v.current) for v in versions(target)] == [(1, False), (2, True)]


def test_the_same_site_again_is_no_new_version(tmp_path: Path) -> None:
    one = small_site(tmp_path / "1", "one")
    assert put(one, tmp_path / "p") == put(one, tmp_path / "p") == 1
    assert len(versions(tmp_path / "p")) == 1


def test_only_the_last_versions_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "p"
    for n in range(6):
        put(small_site(tmp_path / str(n), str(n)), target, keep=3)
    assert [version.number for version in versions(target)] == [4, 5, 6]
    assert sorted(path.name for path in (target / "versions").iterdir()) == [
        "0004", "0004.json", "0005", "0005.json", "0006", "0006.json",
    ]  # fmt: skip


def test_rolling_back_goes_one_version_back_each_time(tmp_path: Path) -> None:
    target = tmp_path / "p"
    sites = [small_site(tmp_path / str(n), str(n)) for n in range(3)]
    for site in sites:
        put(site, target)
    was, now = roll_back(target, check=lambda _folder: None)
    assert (was.number, now.number) == (3, 2)
    assert tree_digest(target / "site") == tree_digest(sites[1])
    roll_back(target, check=lambda _folder: None)
    assert tree_digest(target / "site") == tree_digest(sites[0])
    with pytest.raises(Problems) as problems:
        roll_back(target, check=lambda _folder: None)
    refused("publish-no-version", Exit.PROBLEMS, problems.value)
    assert tree_digest(target / "site") == tree_digest(sites[0])


def test_a_version_somebody_changed_is_not_put_in_place_again(tmp_path: Path) -> None:
    target = tmp_path / "p"
    put(small_site(tmp_path / "1", "one"), target)
    put(small_site(tmp_path / "2", "two"), target)
    (target / "versions" / "0001" / "index.html").write_text("<p>other</p>")
    before = tree_digest(target / "site")
    with pytest.raises(Problems) as problems:
        roll_back(target, check=lambda _folder: None)
    refused("publish-edited", Exit.UNSAFE, problems.value)
    assert tree_digest(target / "site") == before


def test_a_finding_of_the_gate_leaves_the_old_site_and_nothing_else(
    tmp_path: Path,
) -> None:
    target = tmp_path / "p"
    one = small_site(tmp_path / "1", "one")
    put(one, target)
    names = sorted(path.as_posix() for path in target.rglob("*"))

    def refuse(_folder: Path) -> None:
        raise Problems([], Exit.UNSAFE)

    with pytest.raises(Problems):
        put(small_site(tmp_path / "2", "two"), target, check=refuse)
    assert tree_digest(target / "site") == tree_digest(one)
    assert sorted(path.as_posix() for path in target.rglob("*")) == names


def test_a_folder_with_other_things_is_never_published_to(tmp_path: Path) -> None:
    target = tmp_path / "documents"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(Problems) as problems:
        put(small_site(tmp_path / "1", "one"), target)
    refused("publish-place", Exit.USAGE, problems.value)
    assert (target / "thesis.txt").read_text() == "years of work"


def test_a_copy_is_put_in_place_where_links_are_not_wanted(tmp_path: Path) -> None:
    target = tmp_path / "p"
    one, two = small_site(tmp_path / "1", "one"), small_site(tmp_path / "2", "two")
    put(one, target, copy=True)
    assert not (target / "site").is_symlink()
    put(two, target, copy=True)
    assert tree_digest(target / "site") == tree_digest(two)
    roll_back(target, check=lambda _folder: None, copy=True)
    assert tree_digest(target / "site") == tree_digest(one)
    assert [version.current for version in versions(target)] == [True, False]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("how", ["link", "copy"])
def test_killed_at_any_moment_there_is_the_old_site_or_the_new_one(
    tmp_path: Path, how: str
) -> None:
    one = small_site(tmp_path / "1", "one", 40)
    two = small_site(tmp_path / "2", "two", 60)
    target = tmp_path / "p"
    put(one, target, lies={"leaders": "leaders-abc"}, copy=how == "copy")
    (tmp_path / "1m").mkdir()
    whole = set()
    for site in (one, two):
        put(site, tmp_path / site.name / "out", lies={"leaders": "leaders-abc"})
        whole.add(tree_digest(tmp_path / site.name / "out" / "site"))
        shutil.rmtree(tmp_path / site.name / "out")
    moments = random.Random(7)
    seen = set()
    for _ in range(25):
        process = subprocess.Popen(
            [sys.executable, str(HERE / "publishing.py"), one, two, target, how],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.12))
        process.kill()
        process.wait()
        process.stdout.close()
        if how == "copy" and not (target / "site").exists():
            # between two renames; the next run brings back what was there
            assert list(target.glob(".site-old-*"))
        else:
            assert tree_digest(target / "site") in whole
            seen.add(tree_digest(target / "site"))
    assert seen == whole
    put(two, target, lies={"leaders": "leaders-abc"}, copy=how == "copy")
    assert tree_digest(target / "site") in whole
    left = [p.name for p in target.rglob(".*") if p.name != ".published-version"]
    assert left == []


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for n, v in attrs if n in {"href", "src"} and v]


def every_link_leads_somewhere(folder: Path) -> int:
    count = 0
    for path in files_below(folder):
        if path.suffix != ".html":
            continue
        links = Links()
        links.feed(path.read_text(encoding="utf-8"))
        for link in links.found:
            target = re.split(r"[?#]", link)[0]
            if target and not re.match(r"[a-z]+:", link):
                assert (path.parent / target).is_file(), (path, link)
                count += 1
    return count


@pytest.fixture(scope="module")
def published(site_of_example: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("published") / "out"
    site = site_of_example
    done = publish(site.work, lambda: MOMENT, site=site.dist, to=target)
    assert done.changed
    assert [door.folder for door in done.doors] == FOLDERS
    return target


def test_folders_lie_at_addresses_nobody_guesses_and_links_follow(
    published: Path,
) -> None:
    names = [path.name for path in (published / "site").iterdir()]
    (leaders,) = [name for name in names if name.startswith("leaders")]
    assert re.fullmatch(r"leaders-[a-z2-7]{26}", leaders)
    index = (published / "site" / leaders / "index.html").read_text(encoding="utf-8")
    assert re.search(r'href="\.\./teams/oncology-[a-z2-7]{26}/index.html"', index)
    assert every_link_leads_somewhere(published / "site") > 5000


def test_the_playbook_tells_no_address(published: Path) -> None:
    letters = [p.name.rpartition("-")[2] for p in (published / "site/teams").iterdir()]
    for path in files_below(published / "site" / "playbook"):
        data = path.read_bytes()
        assert not any(one.encode() in data for one in letters)


def test_an_address_depends_on_key_folder_and_generation_alone() -> None:
    # HMAC-SHA256(32 zero bytes, "leaders 1"), first 16 bytes, base 32
    first = address("leaders", bytes(32), 1)
    assert first == address("leaders", bytes(32), 1)
    others = {
        address("leaders", bytes(32), 2),
        address("teams/leaders", bytes(32), 1),
        address("leaders", b"\x01" * 32, 1),
    }
    assert len({first, *others}) == 4
    assert len(first.removeprefix("leaders-")) * 5 >= 128


def test_rotating_gives_one_folder_a_new_address_and_no_way_back_to_the_old(
    site_of_example: Site, tmp_path: Path
) -> None:
    site = site_of_example
    work = tmp_path / "project"
    shutil.copytree(site.work, work)
    target = tmp_path / "out"

    def addresses(**more: object) -> dict[str, str]:
        done = publish(
            work,
            lambda: MOMENT,
            site=site.dist,
            to=target,
            **more,  # type: ignore[arg-type]
        )
        return {door.folder: door.address for door in done.doors}

    before = addresses()
    tried = addresses(rotate=["oncology"], dry_run=True)
    assert tried["teams/oncology"] != before["teams/oncology"]
    assert addresses() == before
    after = addresses(rotate=["oncology"])
    assert after == tried
    changed = {folder for folder in before if before[folder] != after[folder]}
    assert changed == {"costs/oncology", "teams/oncology"}
    assert generations(work / "var")["teams/oncology"] == 2
    assert len(versions(target)) == 1
    with pytest.raises(Problems):
        rollback(work, to=target)
    assert addresses() == after


def test_a_dry_run_writes_nothing_and_makes_no_key(
    site_of_example: Site, tmp_path: Path
) -> None:
    site, work = site_of_example, tmp_path / "project"
    shutil.copytree(site.work, work)
    key = work / "var" / "keys" / "site.key"
    before = key.read_text()
    key.unlink()
    (key.parent / "addresses.json").unlink(missing_ok=True)

    def stored() -> dict[str, bytes]:
        files = {p.relative_to(tmp_path): p.read_bytes() for p in files_below(tmp_path)}
        return {p.as_posix(): data for p, data in files.items() if p.stem != "lock"}

    held = stored()
    done = publish(
        work, lambda: MOMENT, site=site.dist, to=tmp_path / "out", dry_run=True
    )
    assert stored() == held
    assert [door.folder for door in done.doors] == FOLDERS
    assert {door.address for door in done.doors} == {""}
    key.write_text(before)
    again = publish(
        work, lambda: MOMENT, site=site.dist, to=tmp_path / "out", dry_run=True
    )
    assert all(door.address.startswith(f"{door.folder}-") for door in again.doors)


def test_publishing_refuses_a_site_somebody_changed(
    site_of_example: Site, tmp_path: Path
) -> None:
    site = site_of_example
    page = site.dist / "leaders" / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b'class="pb-n"', b'class="pb-k"', 1))
    try:
        with pytest.raises(Problems) as problems:
            publish(site.work, lambda: MOMENT, site=site.dist, to=tmp_path / "out")
    finally:
        page.write_bytes(before)
    assert problems.value.exit_code == Exit.UNSAFE
    assert not (tmp_path / "out" / "site").exists()


def test_publishing_refuses_where_what_is_released_has_changed(
    site_of_example: Site, tmp_path: Path
) -> None:
    site = site_of_example
    mark = site.work / "build" / "drawn-from.txt"
    before = mark.read_text()
    mark.write_text("another\n")
    try:
        with pytest.raises(Problems) as problems:
            publish(site.work, lambda: MOMENT, site=site.dist, to=tmp_path / "out")
    finally:
        mark.write_text(before)
    refused("publish-outdated", Exit.UNSAFE, problems.value)


def test_publishing_refuses_without_the_store_or_with_an_edited_ledger(
    site_of_example: Site, tmp_path: Path
) -> None:
    work = tmp_path / "project"
    shutil.copytree(site_of_example.work, work)
    store = work / "var" / "store.sqlite3"
    connection = sqlite3.connect(store)
    guards = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in guards.fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(
        "DELETE FROM ledger WHERE position >= "
        "(SELECT max(position) FROM ledger WHERE measure != 'published')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(Problems) as problems:
        publish(work, lambda: MOMENT, site=site_of_example.dist, to=tmp_path / "out")
    refused("ledger-older", Exit.UNSAFE, problems.value)
    store.unlink()
    with pytest.raises(Problems) as problems:
        publish(work, lambda: MOMENT, site=site_of_example.dist, to=tmp_path / "out")
    refused("store-missing", Exit.UNSAFE, problems.value)
    assert not (tmp_path / "out").exists()


def test_an_older_version_that_names_a_person_is_not_put_in_place_again(
    site_of_example: Site, tmp_path: Path
) -> None:
    site = site_of_example
    target = tmp_path / "out"
    put(small_site(tmp_path / "1", f"we said {CANARY}"), target)
    put(small_site(tmp_path / "2", "nothing"), target)
    with pytest.raises(Problems) as problems:
        rollback(site.work, to=target)
    assert {problem.code for problem in problems.value.problems} == {"gate-word"}
    assert problems.value.exit_code == Exit.UNSAFE


@pytest.mark.parametrize(
    ("audience", "folders"),
    [
        ("oncology", ["costs/oncology", "teams/oncology"]),
        ("leaders", ["costs/oncology", "leaders", *OTHERS, *TEAMS]),
        ("partners", ["partners"]),
        ("board", ["readers/executive-sponsor"]),
    ],
)
def test_a_standalone_folder_holds_one_audience_and_needs_nothing_else(
    site_of_example: Site, tmp_path: Path, audience: str, folders: list[str]
) -> None:
    site, out = site_of_example, tmp_path / "alone"
    standalone(site.work, audience, out, site=site.dist)
    held = {
        path.parent.relative_to(out).as_posix()
        for path in files_below(out)
        if not path.relative_to(out).as_posix().startswith(("playbook/", "index"))
    }
    assert sorted(held) == folders
    assert every_link_leads_somewhere(out) > 1000
    front = (out / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{folder}/index.html"' in front for folder in folders)


def test_a_standalone_folder_is_never_written_over_another(
    site_of_example: Site, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(Problems) as problems:
        standalone(site_of_example.work, "leaders", tmp_path, site=site_of_example.dist)
    refused("publish-place", Exit.USAGE, problems.value)
    with pytest.raises(Problems) as problems:
        standalone(
            site_of_example.work, "nobody", tmp_path / "x", site=site_of_example.dist
        )
    refused("audience-unknown", Exit.USAGE, problems.value)


def test_the_record_of_a_version_says_when_and_what(published: Path) -> None:
    record = json.loads((published / "versions" / "0001.json").read_text())
    assert record == {
        "format": 1,
        "number": 1,
        "digest": tree_digest(published / "site"),
        "published": "2026-11-02 08:30:00",
    }


def test_a_snippet_names_every_folder_with_its_readers(
    site_of_example: Site, published: Path
) -> None:
    text = server_snippet(site_of_example.work, "nginx", to=published)
    for folder in FOLDERS:
        assert re.search(rf"location \^~ /{folder}-[a-z2-7]{{26}}/ \{{", text), folder
    assert 'set $baseline_readers "leaders oncology";' in text
    assert 'set $baseline_readers "leaders partners";' in text
    assert 'set $baseline_readers "board leaders";' in text
    assert text.count("auth_request ") == len(FOLDERS)
