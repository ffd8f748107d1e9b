"""Before anybody has answered, a practice leader learns what she will see."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from disclosure_waves import wave_of

from generator.cli import cli
from generator.disclosure.forecast import (
    Invitee,
    Outlook,
    eligible_people,
    forecast,
    precision,
)
from generator.model.instrument import Wave, WaveTeam
from generator.model.people import Person
from generator.model.survey import ORGANISATION
from generator.pipeline.forecasting import advise, in_short, invitees, needed
from generator.pipeline.reading import read

ROOT = Path(__file__).parents[2]
TEAMS = ("oncology", "immunology", "vaccines")


@pytest.fixture(scope="module")
def typical() -> Wave:
    """The wave the default organisation's files would freeze today."""
    return read(ROOT).today("2026")


def of_teams(found: list[Outlook], view: str, rate: int) -> float:
    shares = [
        one.shown
        for one in found
        if (one.view, one.rate) == (view, rate) and one.group in TEAMS
    ]
    return 100 * sum(shares) / len(shares)


def test_typical_customer_sees_what_the_product_promises(typical: Wave) -> None:
    found = forecast(typical, eligible_people(typical), rates=(30, 45, 60, 100))
    for rate, expected in ((60, 97), (45, 78), (30, 35)):
        assert of_teams(found, "stakeholder", rate) == pytest.approx(expected, abs=6)
    for rate in (30, 45, 60, 100):
        assert of_teams(found, "practitioner", rate) == 0


def test_same_list_gives_the_same_forecast_in_any_order(typical: Wave) -> None:
    people = eligible_people(typical)
    assert forecast(typical, people, draws=2) == forecast(
        typical, list(reversed(people)), draws=2
    )


def test_share_of_dimensions_and_ranges_come_with_what_is_shown(typical: Wave) -> None:
    found = forecast(typical, eligible_people(typical), rates=(60,), draws=4)
    by_group = {(one.view, one.group): one for one in found}
    nothing = by_group["practitioner", "oncology"]
    assert (nothing.shown, nothing.dimensions) == (0, 0)
    assert (nothing.half, nothing.change) == (None, None)
    assert nothing.people == 4
    everybody = by_group["stakeholder", ORGANISATION]
    team = by_group["stakeholder", "oncology"]
    assert everybody.half is not None
    assert team.half is not None
    assert everybody.half < team.half
    assert team.change is not None
    assert team.change > team.half


def test_precision_is_that_of_the_release() -> None:
    wave = wave_of({"a": ORGANISATION})
    half, change = precision(8, wave.rules[0])
    # s = 22 shared, df = 20 + 7: 22 / sqrt(8) * 2.0518 = 15.96; the change of two such
    # waves: sqrt(2) times the error on twice the degrees of freedom, times 2.0049.
    assert half == pytest.approx(15.96, abs=0.01)
    assert change == pytest.approx(22.05, abs=0.01)
    assert precision(100_000, wave.rules[0])[1] == 5


def test_who_answers_about_two_teams_is_one_person() -> None:
    wave = wave_of(dict.fromkeys("ab", ORGANISATION))
    four = [Invitee("practitioner", t, f"p{n}") for t in "ab" for n in range(4)]
    (whole,) = [
        one
        for one in forecast(wave, four, rates=(100,), draws=2)
        if one.group == ORGANISATION
    ]
    assert (whole.people, whole.shown) == (4, 0)


def test_partners_of_two_companies_are_told_apart_from_few_people() -> None:
    wave = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)
    two = [Invitee("partner", "a", f"p{n}", f"c{n % 2}") for n in range(20)]
    found = forecast(wave, two, draws=2)
    assert {one.shown for one in found} == {0}
    assert any("fewer than 3 companies" in line for line in advise(wave, found, two))


def somebody(group: str, team: str, n: int, partner: str = "") -> Person:
    return Person("", "Anna", f"{group}{n}@example.org", "en", group, team, partner)


def test_list_without_names_goes_into_the_simulation(typical: Wave) -> None:
    people = [
        somebody("partner", "oncology", 1, "Aster AG"),
        somebody("partner", "vaccines", 1, "aster ag"),
        somebody("stakeholder", "elsewhere", 2),
    ]
    assert invitees(typical, people) == [
        Invitee("partner", "oncology", "000000", "aster ag"),
        Invitee("partner", "vaccines", "000000", "aster ag"),
    ]


def test_needed_people_make_most_practices_shown() -> None:
    assert needed(5, 60) == 14
    assert needed(5, 100) == 8
    assert needed(3, 60) < needed(5, 60)


def test_advice_is_given_in_sentences(typical: Wave) -> None:
    people = eligible_people(typical)
    found = forecast(typical, people, rates=(40, 60, 80, 100), draws=4)
    said = "\n".join(advise(typical, found, people))
    assert "have each fewer than 5 people" in said
    assert "baseline assess TEAM" in said
    assert "without the title" in said
    assert "Lead with dimensions" in said
    assert "remind twice" in said
    assert "make one team of them" in said


def test_short_version_has_one_line_a_view(typical: Wave) -> None:
    people = [
        somebody(group, team, n, f"company {n // 2}" if group == "partner" else "")
        for team in TEAMS
        for group, size in (("practitioner", 4), ("stakeholder", 20), ("partner", 10))
        for n in range(TEAMS.index(team) * 100, TEAMS.index(team) * 100 + size)
    ]
    lines = in_short(typical, people)
    assert len(lines) == 3
    assert lines[0].endswith("no practice of a single team will be shown")
    assert "at 60 % response about 9" in lines[1]


def test_organisation_of_thousands_takes_seconds(typical: Wave) -> None:
    teams = tuple(
        WaveTeam(
            f"t{n}",
            {"en": f"Team {n}"},
            ORGANISATION,
            {},
            {"practitioner": 5, "stakeholder": 20},
        )
        for n in range(100)
    )
    large = replace(typical, teams=teams, units=())
    before = time.process_time()
    found = forecast(large, eligible_people(large))
    assert time.process_time() - before < 30
    assert {one.rate for one in found} == {40, 60, 80, 100}


# The command.


def called(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["-C", str(ROOT), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_command_prints_a_table_advice_and_what_was_assumed() -> None:
    said = called("forecast", "2026")
    lines = said.splitlines()
    assert lines[0].split()[:3] == ["view", "about", "people"]
    oncology = next(x for x in lines if x.startswith("practitioner  oncology"))
    assert oncology.split()[2:] == ["4", *["0", "%"] * 4, "–", "–"]
    assert "- People doing alliance work: " in said
    words = " ".join(said.split())
    assert "the numbers in teams.yaml" in words
    assert "75 % of the practices" in words
    assert max(len(x) for x in lines[20:]) <= 100


def test_command_takes_the_real_people_list_and_writes_json(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "group", "team"])
        writer.writerows(
            [f"p{n}@example.org", "stakeholder", "oncology"] for n in range(30)
        )
    said = json.loads(called("forecast", "2026", "--people", str(path), "--json"))
    assert said["from"] == "people list"
    full = [
        row
        for row in said["rows"]
        if row["group"] == "oncology" and row["response_percent"] == 100
    ]
    shares = {row["view"]: row["practices_shown_percent"] for row in full}
    assert shares["stakeholder"] == 100
    assert shares["practitioner"] == 0
    assert "p1@example.org" not in json.dumps(said)
