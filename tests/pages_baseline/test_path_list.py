"""The path forward outside the site: the same order, as a list and as files."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re

import pytest
from baselines import TEAMS, sample
from lxml import html

from generator.model.framework import Framework
from generator.model.page import Baseline
from generator.pages.baseline import baseline_pages
from generator.pages.baseline.path_files import (
    COLUMNS,
    as_calendar,
    as_csv,
    as_markdown,
    as_rows,
)
from generator.pages.baseline.path_list import Leg, TeamPath, path_list

NEXT = ("Wave 2027", dt.date(2027, 3, 2))


def path_of(
    baseline: Baseline | None = None,
    team: str = "oncology",
    coming: tuple[str, dt.date] | None = NEXT,
) -> TeamPath:
    baseline = baseline or sample()
    return path_list(baseline, baseline.waves[-1], team, coming)


def of(path: TeamPath, kind: str) -> list[Leg]:
    return [leg for leg in path.legs if leg.list == kind]


def test_list_has_the_order_of_the_page() -> None:
    pages = {f"{p.audience}/{p.path}": p for p in baseline_pages(sample())[0]}
    page = html.fromstring(pages["teams/oncology/index.html"].body)
    cards = [
        card.text_content() for card in page.iterfind(".//li[@class='pb-card']/h3")
    ]
    gaps = of(path_of(), "gap")
    assert [leg.title for leg in gaps[:3]] == cards
    assert [leg.number for leg in gaps] == list(range(1, len(gaps) + 1))
    rest = page.findall(".//details//table")[-1].iterfind(".//tbody/tr")
    listed = [re.sub(r"^\d+\. ", "", row[0].text_content().strip()) for row in rest]
    assert len(listed) + 3 == len(gaps)


def test_every_practice_stands_in_one_list() -> None:
    path = path_of()
    assert len({leg.practice for leg in path.legs}) == len(path.legs) == 22
    assert {leg.title for leg in of(path, "not-assessed")} >= {"Keep a decision log"}
    assert all(leg.priority is None for leg in of(path, "not-assessed"))


def test_a_step_starts_after_the_wave_and_is_due_before_the_next() -> None:
    first = of(path_of(), "gap")[0]
    # The wave closed on 29 March; steps of the example take 30 days.
    assert (first.starts, first.due) == (dt.date(2026, 3, 30), dt.date(2026, 4, 29))
    soon = of(path_of(coming=("Soon", dt.date(2026, 4, 11))), "gap")[0]
    assert soon.due == dt.date(2026, 4, 10)


def test_a_day_the_team_set_itself_stands() -> None:
    baseline = sample()
    own = next(
        e for e in baseline.statements["2026", "immunology"].entries if e.target_date
    )
    path = path_of(team="immunology")
    leg = next(leg for leg in path.legs if leg.practice == own.practice)
    assert leg.due == own.target_date == dt.date(2026, 9, 30)
    assert leg.agreed == own.next_step


def test_a_view_that_leads_is_named_and_statements_are_not() -> None:
    baseline = sample(without=tuple(TEAMS))
    waves = tuple(
        dataclasses.replace(wave, headline="stakeholder") for wave in baseline.waves
    )
    led = path_of(dataclasses.replace(baseline, waves=waves))
    assert led.says == "Stakeholders about your team"
    assert path_of().says == "By the team's own statement"
    assert any(leg.tied for leg in led.legs)


def test_csv_holds_every_practice_and_no_formula() -> None:
    baseline = sample()
    first = baseline.frameworks[0]
    text = first.model_dump_json(by_alias=True).replace(
        "Name one person who starts", "=HYPERLINK(1)"
    )
    mean = Framework.model_validate_json(text)
    frameworks = (mean, *baseline.frameworks[1:])
    path = path_of(dataclasses.replace(baseline, frameworks=frameworks))
    rows = list(csv.DictReader(io.StringIO(as_csv(path))))
    assert len(rows) == len(path.legs)
    assert tuple(rows[0]) == COLUMNS
    assert "'=HYPERLINK(1)" in {row["step_title"] for row in rows}
    assert not any(v.startswith(("=", "+", "@")) for row in rows for v in row.values())
    assert rows[0]["due"] == "2026-04-29"


def test_markdown_is_a_list_to_tick_off() -> None:
    text = as_markdown(path_of(), "en")
    assert text.startswith(
        "# Oncology alliances: Path forward\n\nWave 2026. By the team"
    )
    assert "1. **Settle who decides what** (Gap 4 × importance 0.9 = 3.6)\n" in text
    assert "    - [ ] Name one person who starts (by 29 April 2026)\n" in text
    assert "## Not assessed or not shown\n\n- Hand over without losing" in text


def test_markdown_speaks_german() -> None:
    text = as_markdown(path_of(sample("de")), "de")
    assert "Eine Person benennen, die anfängt (bis 29. April 2026)" in text


def test_calendar_has_a_task_and_a_day_for_each_step_and_the_next_wave() -> None:
    path = path_of()
    text = as_calendar(path, "en")
    steps = [leg for leg in of(path, "gap") if leg.step]
    assert text.count("BEGIN:VTODO") == len(steps)
    assert text.count("BEGIN:VEVENT") == len(steps) + 1
    assert "DTSTART;VALUE=DATE:20270302" in text
    uids = re.findall(r"^UID:(.*)\r$", text, re.MULTILINE)
    assert len(uids) == len(set(uids))
    assert as_calendar(path_of(), "en") == text


@pytest.mark.parametrize("make", [as_csv, as_rows])
def test_hidden_values_are_in_no_file(make: object) -> None:
    """A team led by a hidden view has no number in its path."""
    baseline = sample(without=tuple(TEAMS))
    edition = baseline.editions["2026"]
    hidden = dataclasses.replace(edition, cells={}, changes={}, turnout={})
    editions = {**baseline.editions, "2026": hidden}
    path = path_of(dataclasses.replace(baseline, editions=editions))
    assert make(path)  # type: ignore[operator]
    assert {leg.list for leg in path.legs} == {"not-assessed"}
    assert {leg.gap for leg in path.legs} == {None}
