"""Two frameworks that have nothing to do with alliances, scored by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from generator.backends.base import normalise
from generator.backends.local.draw import draw_forms
from generator.backends.local.form import read_page
from generator.disclosure import release
from generator.disclosure.levels import level_stated, nodes_by_level
from generator.formats import BY_DEFAULT, FORMATS
from generator.instruments.compile import compile_wave
from generator.model.edition import CellKey, Shown
from generator.model.instrument import Wave
from generator.model.page import Baseline
from generator.model.response import Response, Submission
from generator.model.statement import Statement, StatementEntry
from generator.pages.baseline import baseline_pages
from generator.pipeline.site import build
from generator.scoring import person_scores, stated_scores
from generator.sources.project import load_project
from generator.sources.wavefile import read_wave, write_wave

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def frozen(name: str) -> Wave:
    project = load_project(HERE / name)
    assert project.warnings == ()
    folder = next(iter(project.surveys.values()))
    return compile_wave(folder.survey, folder.organisation, project.frameworks, "2026")


# Four levels deep, with level sums


def entry(practice: str, state: str, rung: int | None = None) -> StatementEntry:
    return StatementEntry(f"data-care:{practice}", state, rung, "", "", None, None)  # type: ignore[arg-type]


STATEMENT = Statement(
    survey="team-check",
    wave="2026",
    wave_fingerprint="",
    team="archive",
    assessed_by="team",
    present=4,
    purpose="To see where we stand.",
    entries=(
        # Making copies: 1 + 1/2 + 1/4 = 1.75
        entry("copy-made", "agreed", 3),
        entry("copy-daily", "agreed", 2),
        entry("copy-elsewhere", "agreed", 1),
        # Proving copies: 1 + mean(1, 0) + blank as 0 = 1.5
        entry("read-back", "agreed", 3),
        entry("restore-plan", "agreed", 3),
        entry("restore-drill", "agreed", 0),
        entry("restore-timed", "open"),
        # Granting access: 1/2, not agreed, does not apply = 0.5
        entry("asked", "agreed", 2),
        entry("reviewed", "not_agreed"),
        entry("expires", "not_applicable"),
        # Listing: 1 + 1 + never discussed as 0 = 2
        entry("listed", "agreed", 3),
        entry("described", "agreed", 3),
    ),
    revision=1,
    signed_off=dt.datetime(2026, 3, 20, tzinfo=dt.UTC),
)

BY_HAND = {
    "making": 1.75,
    "proving": 1.5,
    "copies": 1.625,
    "granting": 0.5,
    "access": 0.5,
    "keep": 1.0625,
    "listing": 2.0,
    "finding": 2.0,
    "use": 2.0,
}


def test_level_sums_four_levels_deep_equal_the_values_worked_out_by_hand() -> None:
    scores = stated_scores(frozen("levels"), STATEMENT)
    for node, value in BY_HAND.items():
        assert scores[f"data-care:{node}"].value == pytest.approx(value), node
    assert scores["data-care"].value == pytest.approx((1.0625 + 2.0) / 2)
    assert scores["data-care:restore-timed"].value == 0.0


def level_of(wave: Wave, statement: Statement, node: str) -> tuple[int, int, bool]:
    found = level_stated(wave, statement, f"data-care:{node}")
    assert found is not None
    return found.level, found.top, found.hole_below


def test_levels_reached_equal_those_found_by_hand() -> None:
    wave = frozen("levels")
    assert [node.ref for node in nodes_by_level(wave)] == [
        f"data-care:{name}" for name in ("making", "proving", "granting", "listing")
    ]
    # Shares of levels 1, 2, 3: 1 .5 .25 | 1 .5 0 | .5 0 0 | 1 1 0; half is not enough.
    assert level_of(wave, STATEMENT, "making") == (1, 3, False)
    assert level_of(wave, STATEMENT, "proving") == (1, 3, False)
    assert level_of(wave, STATEMENT, "granting") == (0, 3, False)
    assert level_of(wave, STATEMENT, "listing") == (2, 3, False)


def with_rungs(rungs: dict[str, int]) -> Statement:
    return replace(
        STATEMENT,
        entries=tuple(
            replace(one, state="agreed", rung=rungs[name])
            if (name := one.practice.partition(":")[2]) in rungs
            else one
            for one in STATEMENT.entries
        ),
    )


def test_full_upper_levels_without_a_base_are_a_hole() -> None:
    hole = with_rungs({"copy-made": 0, "copy-daily": 3, "copy-elsewhere": 3})
    wave = frozen("levels")
    assert level_of(wave, hole, "making") == (0, 3, True)
    scores = stated_scores(wave, hole)
    assert scores["data-care:making"].value == pytest.approx(2.0)  # two thirds of 3


@pytest.mark.parametrize(
    ("language", "level", "sentence"),
    [
        ("en", "Making copies (own statement): level 1 of 3", "start there"),
        ("de", "Making copies (eigene Aussage): Niveau 1 von 3", "Fangen Sie dort an"),
    ],
)
def test_a_team_page_says_the_level_and_what_is_missing_below(
    language: str, level: str, sentence: str
) -> None:
    wave = frozen("levels")
    framework = load_project(HERE / "levels").frameworks["data-care"]
    for rungs, hole in (({}, False), ({"copy-made": 0, "copy-elsewhere": 3}, True)):
        statement = with_rungs(rungs)
        edition = release(wave, [], (), None, 1).edition
        pages, _ = baseline_pages(
            Baseline(
                language,
                (framework,),
                (wave,),
                {wave.id: edition},
                {(wave.id, "archive"): statement},
            )
        )
        page = next(
            p
            for p in pages
            if p.path.startswith("index") and p.audience == "teams/archive"
        )
        text = " ".join(html.fromstring(page.body).text_content().split())
        assert level in text
        assert (sentence in text) == hole


def test_left_out_instead_of_zero_a_stream_without_all_parts_has_no_sum(
    tmp_path: Path,
) -> None:
    shutil.copytree(HERE / "levels", tmp_path / "p")
    path = tmp_path / "p" / "frameworks" / "data-care.yaml"
    text = path.read_text("utf-8")
    zero = "  missing: {na: zero, dk: zero, skip: zero}\n"
    assert zero in text
    path.write_text(text.replace(zero, ""), "utf-8")
    project = load_project(tmp_path / "p")
    folder = project.surveys["team-check"]
    wave = compile_wave(folder.survey, folder.organisation, project.frameworks, "2026")
    scores = stated_scores(wave, STATEMENT)
    assert "data-care:proving" not in scores
    # One of two streams carries half of the weight: enough for a mean.
    assert scores["data-care:copies"].value == pytest.approx(1.75)
    assert scores["data-care:copies"].parts == (1, 2)


# Words in an order, a percentage, agreement: shown on 0 to 10

ANSWERS = {
    # solving: (40 + 2 x 75) / 3 = 63.33; kindness: (75 + 100) / 2 = 87.5
    "ann": {"first-answer": "D", "again": "5", "listened": "A4", "blamed": "A1"},
    # solving: 25 alone; kindness: 50 alone
    "bob": {"first-answer": "NA", "again": "25", "listened": "A3", "blamed": "DK"},
    # solving: beyond the last anchor, 0, with two thirds of the weight; kindness: none
    "cem": {"again": "55.5", "listened": "NA", "blamed": "NA"},
    # solving: 100 with one third of the weight; kindness: (100 + 0) / 2
    "dee": {"first-answer": "H", "again": "DK", "listened": "A5", "blamed": "A5"},
}
SOLVING = {"ann": 190 / 3, "bob": 25.0, "cem": 0.0, "dee": 100.0}
KINDNESS = {"ann": 87.5, "bob": 50.0, "dee": 50.0}


def responses(wave: Wave) -> list[Response]:
    instrument = wave.instruments[0]
    codes = {q.item.partition(":")[2]: q.code for q in instrument.questions()}
    found = []
    for who, answers in ANSWERS.items():
        submission = Submission(
            backend="local",
            remote_id=who,
            survey=wave.survey,
            wave=wave.id,
            instrument=instrument.id,
            instrument_fingerprint=instrument.fingerprint,
            group="staff",
            team="desk",
            respondent=who,
            cluster="",
            language="en",
            status="complete",
            changed_at=dt.datetime(2026, 3, 5, tzinfo=dt.UTC),
            revision=1,
            answers={codes[item]: answer for item, answer in answers.items()},
        )
        response, problems = normalise(submission, wave)
        assert response is not None
        assert problems == []
        found.append(response)
    return found


def test_each_person_scores_what_was_worked_out_by_hand() -> None:
    wave = frozen("metrics")
    scored = {
        one.respondent: one.scores for one in person_scores(wave, responses(wave))
    }
    for who, points in SOLVING.items():
        assert scored[who]["help-desk:solving"] == pytest.approx(points), who
    assert {w for w in scored if "help-desk:kindness" in scored[w]} == set(KINDNESS)
    for who, points in KINDNESS.items():
        assert scored[who]["help-desk:kindness"] == pytest.approx(points), who


def test_the_team_is_shown_on_0_to_10_as_worked_out_by_hand() -> None:
    wave = frozen("metrics")
    edition = release(wave, person_scores(wave, responses(wave)), [], None, 1).edition
    shown = {}
    for node in ("help-desk:solving", "help-desk:kindness", "help-desk"):
        cell = edition.cells[CellKey("staff", node, "desk")]
        assert isinstance(cell, Shown), node
        shown[node] = cell.value
    # 188.33 / 4 = 47.08 points; 187.5 / 3 = 62.5 points; (3 x 4.7 + 6.3) / 4 = 5.1
    assert shown == {
        "help-desk:solving": 4.7,
        "help-desk:kindness": 6.3,
        "help-desk": 5.1,
    }


def test_a_number_is_asked_checked_and_kept_as_typed() -> None:
    wave = frozen("metrics")
    form = draw_forms(wave)["staff-survey", "en"]
    page = form.instrument.pages[0]
    code = page.questions[1].code
    assert f'name="{code}" inputmode="decimal"'.encode() in form.pages[0].fill({})
    assert read_page({code: ["12,5"]}, page, "en").answers == {code: "12.5"}
    assert read_page({code: ["", "DK"]}, page, "en").answers == {code: "DK"}
    posted = read_page({code: ["120"]}, page, "en")
    assert posted.answers == {}
    assert posted.wrong == {code: "Write a number from 0 to 100."}
    assert posted.shown == {code: "120"}


def test_numbers_are_in_the_codebook_and_on_paper() -> None:
    wave = frozen("metrics")
    instrument = wave.instruments[0]
    for name in BY_DEFAULT:
        for file in FORMATS[name](wave, instrument, "en"):
            assert b"what share of calls came back" in file.content
    paper = FORMATS["paper"](wave, instrument, "en")[0].content.decode()
    assert "________ %" in paper


# Both: written, read, built


@pytest.mark.parametrize("name", ["levels", "metrics", "caps"])
def test_a_wave_of_either_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    wave = frozen(name)
    path = tmp_path / "surveys" / "x" / "wave.json"
    write_wave(path, wave)
    assert read_wave(path) == wave


@pytest.mark.parametrize("name", ["levels", "metrics", "caps"])
def test_the_site_of_either_is_built_without_a_change_of_code(
    name: str, tmp_path: Path
) -> None:
    root = tmp_path / name
    shutil.copytree(HERE / name, root)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    report = build(root)
    assert report.pages > 8
    framework = next((root / "frameworks").glob("*.yaml")).stem
    front = root / "dist" / "playbook" / framework / "index.html"
    assert front.is_file()
