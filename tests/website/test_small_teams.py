"""Comments on real pages, and a full page for teams of three and four."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_teams import (
    CHANGE,
    DROPPED,
    KEEP,
    LATER,
    MARKED,
    SIZES,
    built,
    code_of,
    said,
    small_project,
)

from generator.cli import cli
from generator.disclosure.ledger import sets_shown
from generator.errors import Problem, Problems
from generator.model.edition import CommentKey
from generator.pipeline.gate import NEVER, guard_of
from generator.pipeline.reading import Reading, read
from generator.pipeline.results import release, released
from generator.pipeline.site import drawn_from, read_manifest, released_of
from generator.store import ledger
from generator.store.comments import verdicts
from generator.store.database import open_store
from generator.store.people import forget
from generator.website.gate import look

ONCOLOGY = "teams/oncology/index.html"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return built(tmp_path_factory.mktemp("small") / "project")


def page(reading: Reading, name: str) -> str:
    return (reading.places.dist / name).read_text(encoding="utf-8")


def quoted(text: str) -> list[str]:
    found = re.findall(r'<q class="pb-c" data-cell="\d+">([^<]*)</q>', text)
    return [html.unescape(one) for one in found]


def kept(*places: int) -> list[str]:
    return sorted(MARKED if place == 1 else said(place) for place in places)


def test_comments_stand_where_their_group_may_show_them(reading: Reading) -> None:
    """Oncology's fourteen would leave seven of its unit alone: the unit stands in."""
    unit = kept(*range(1, 21))
    for name in ("oncology", "immunology", "vaccines"):
        for end in ("", ".de"):
            assert sorted(quoted(page(reading, f"teams/{name}/index{end}.html"))) == (
                unit
            )
    own = kept(*range(21, 33))
    assert sorted(quoted(page(reading, "teams/genetics/index.html"))) == own
    everybody = page(reading, "leaders/index.html")
    assert sorted(quoted(everybody)) == sorted([*unit, *own])
    assert "What should your team keep as it is?" in everybody
    german = page(reading, "leaders/index.de.html")
    assert "Was sollte Ihr Team so beibehalten?" in german
    assert "In eigenen Worten" in german


def test_a_question_without_comments_leaves_no_trace(reading: Reading) -> None:
    assert "What should your team change first?" not in page(reading, ONCOLOGY)
    assert CHANGE.partition(":")[2] not in page(reading, ONCOLOGY)


def test_a_comment_is_text_and_nothing_else(reading: Reading) -> None:
    text = page(reading, ONCOLOGY)
    assert "<b>the joint" not in text
    assert html.escape("<b>the joint review</b> & its 3 questions", quote=False) in text


def test_what_a_reader_dropped_is_nowhere(reading: Reading) -> None:
    found = [
        path
        for path in reading.places.dist.rglob("*")
        if path.is_file() and DROPPED.encode() in path.read_bytes()
    ]
    assert found == []


def found_by_gate(reading: Reading) -> list[Problem]:
    project = reading.project
    guard = guard_of(
        project,
        reading,
        released_of(project, reading),
        read_manifest(reading.places),
    )
    return look(reading.places.dist, guard, kept=reading.places.root / "clean.json")[0]


def planted(place: str, text: str) -> Callable[[str], str]:
    return lambda page: page.replace(place, text + place, 1)


END = "<!-- end of results -->"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (ONCOLOGY, planted(END, f"<p>{DROPPED}</p>")),
        (ONCOLOGY, planted(END, "<p>" + DROPPED.replace(" ", " <b></b>") + "</p>")),
        (ONCOLOGY, lambda p: re.sub(r"(<q [^>]*>)[^<]*", rf"\1{DROPPED}", p, count=1)),
        (ONCOLOGY, lambda p: re.sub(r"(<q [^>]*>)[^<]*", r"\1Short words", p, count=1)),
        (
            ONCOLOGY,
            lambda p: re.sub(r'(<q [^>]*data-cell=")\d+', r"\g<1>1", p, count=1),
        ),
        (ONCOLOGY, lambda p: re.sub(r'(<q class="pb-c") data-cell="\d+"', r"\1", p)),
        ("playbook/index.html", planted("</body>", f"<!-- {DROPPED} -->")),
        ("playbook/search/search_index.json", lambda p: p[:-1] + f',"x":"{DROPPED}"}}'),
        ("playbook/index.html", planted("</body>", said(5))),
    ],
)
def test_a_comment_that_was_not_released_stops_the_site(
    reading: Reading, name: str, change: Callable[[str], str]
) -> None:
    path = reading.places.dist / name
    before = path.read_bytes()
    text = change(before.decode("utf-8"))
    assert text != before.decode("utf-8")
    path.write_bytes(text.encode("utf-8"))
    try:
        found = found_by_gate(reading)
    finally:
        path.write_bytes(before)
    assert "gate-comment" in {problem.code for problem in found}
    assert "procurement" not in "\n".join(map(str, found))
    assert found_by_gate(reading) == []


def test_a_manifest_that_says_another_group_vouches_for_no_comment(
    reading: Reading,
) -> None:
    project, places = reading.project, reading.places
    manifest = {
        name: {
            counter: ("2025", *source[1:3], "genetics", "comment")
            if source[4] == "comment"
            else source
            for counter, source in cells.items()
        }
        for name, cells in read_manifest(places).items()
    }
    guard = guard_of(project, reading, released_of(project, reading), manifest)
    found = look(places.dist, guard, kept=places.root / "clean.json")[0]
    assert {p.code for p in found if p.path == ONCOLOGY} == {"gate-comment"}


def test_a_comment_that_must_not_stand_any_more_comes_off_the_pages(
    reading: Reading,
) -> None:
    """An edition is written once; a word registered later takes a comment off."""
    path = reading.places.var / NEVER
    path.write_text("remark number 7 of\n", encoding="utf-8")
    try:
        left = released_of(reading.project, reading).editions["2025"].comments
    finally:
        path.unlink()
    texts = {text for found in left.values() for text in found}
    assert said(7) not in texts
    assert said(8) in texts
    written = released(reading, "2025").comments
    assert said(7) in {text for found in written.values() for text in found}


def test_the_edition_stands_when_a_writer_is_forgotten(tmp_path: Path) -> None:
    reading = small_project(tmp_path / "p")
    keep = code_of(reading.frozen("2025"), KEEP)
    edition = release(reading, "2025", lambda: LATER).edition
    drawn = drawn_from(released_of(reading.project, reading))
    with closing(open_store(reading.places.store)) as store:
        before = verdicts(store, edition.survey, "2025")
        forget(store, edition.survey, "oncology-p5")
        after = verdicts(store, edition.survey, "2025")
    gone = before.keys() - after.keys()
    assert [before[key].text for key in gone] == [said(5)]
    assert not release(reading, "2025", lambda: LATER).written
    again = released(read(reading.places.root), "2025")
    assert again == edition
    assert said(5) in again.comments[CommentKey("practitioner", keep, "organisation")]
    assert drawn_from(released_of(reading.project, reading)) == drawn


def test_the_ledger_knows_who_stands_behind_comments(reading: Reading) -> None:
    wave = reading.frozen("2025")
    with closing(open_store(reading.places.store)) as store:
        shown = sets_shown(ledger.entries(store), wave.survey, wave.id)
    sets = dict(shown[f"practitioner|comments|{code_of(wave, KEEP)}"])
    assert {group: len(numbers) for group, numbers in sets.items()} == {
        "organisation": sum(SIZES.values()),
        "alliances": 21,
        "research": 12,
        "genetics": 12,
    }


def test_themes_are_released_where_ten_people_share_one(tmp_path: Path) -> None:
    reading = small_project(tmp_path / "p", "themes")
    edition = release(reading, "2025", lambda: LATER).edition
    keep = code_of(reading.frozen("2025"), KEEP)
    assert edition.comments == {
        CommentKey("practitioner", keep, group): ("Weekly call",)
        for group in ("alliances", "organisation")
    }


def test_release_explains_hidden_comments_without_their_words(reading: Reading) -> None:
    at = ["-C", str(reading.places.root), "release", "2025", "--explain"]
    done = CliRunner().invoke(cli, at)
    assert done.exit_code == 0, done.output
    lines = [line for line in done.stdout.splitlines() if "comments:" in line]
    assert any("oncology" in line and "fewer than 10 people" in line for line in lines)
    assert any(re.search(r"vaccines.*D9.*were asked", line) for line in lines)
    assert "comments: 1 dropped by a reader, 0 read by nobody" in lines
    assert "weekly" not in done.stdout
    told = json.loads(CliRunner().invoke(cli, [*at, "--json"]).stdout)
    assert (told["comments_dropped"], told["comments_unread"]) == (1, 0)
    keep = code_of(reading.frozen("2025"), KEEP)
    hidden = {
        one["group"]: one["rule"] for one in told["reasons"] if one["node"] == keep
    }
    assert hidden == dict.fromkeys(("oncology", "immunology", "vaccines"), "D9")


def test_unread_comments_stop_a_release_unless_they_are_left(tmp_path: Path) -> None:
    reading = small_project(tmp_path / "p")
    with closing(open_store(reading.places.store)) as store:
        store.execute("DELETE FROM reviewed_comments")
    with pytest.raises(Problems) as refused:
        release(reading, "2025", lambda: LATER)
    assert refused.value.problems[0].code == "comments-unread"
    made = release(reading, "2025", lambda: LATER, leave_unread=True)
    assert made.edition.comments == {}


TOGETHER = "Immunology alliances and Vaccine alliances together"
GERMAN_TOGETHER = "Allianzen Immunologie und Allianzen Impfstoffe zusammen"


def visible(text: str) -> str:
    inside = text.partition("<!-- results -->")[2] or text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())


@pytest.mark.parametrize("team", ["immunology", "vaccines"])
def test_a_team_under_the_minimum_has_a_full_page(reading: Reading, team: str) -> None:
    english = visible(page(reading, f"teams/{team}/index.html"))
    german = visible(page(reading, f"teams/{team}/index.de.html"))
    assert "not shown to protect answers. In its place: " in english
    assert f"{TOGETHER} , the smallest group that may be shown" in english.replace(
        f"{TOGETHER},", f"{TOGETHER} ,"
    )
    assert GERMAN_TOGETHER in german
    assert "One step for this week" in english
    body = page(reading, f"teams/{team}/index.html")
    assert body.count('class="pb-card"') == 3
    assert body.count('class="pb-strip"') == 3
    assert re.search(r'href="[^"]*playbook/seven-habits/practices/[^"]*\.html"', body)
    whose = "agreed by 3 people" if team == "vaccines" else "no signed-off statement"
    assert whose in english


@pytest.mark.browser
@pytest.mark.parametrize("team", ["immunology", "vaccines"])
@pytest.mark.parametrize("end", ["", ".de"])
def test_the_page_of_a_small_team_fits_a_telephone(
    reading: Reading, browser: Any, team: str, end: str
) -> None:
    shown = browser.new_page(viewport={"width": 390, "height": 844})
    path = reading.places.dist / "teams" / team / f"index{end}.html"
    shown.goto(path.as_uri())
    shown.locator(".pb-said summary").first.click()
    assert shown.locator(".pb-said li").first.is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.locator(".pb-strip svg").first.is_visible()
    shown.close()
