"""`baseline cost` in a new project: the words, and the numbers for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import state_costs

from generator.cli import cli
from generator.errors import Exit, Problems
from generator.sources.template import new_project

CLOCKS = "surveys/our-baseline/clocks.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    new_project(tmp_path)
    state_costs(tmp_path)
    return tmp_path


def run(project: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["-C", str(project), "cost", *arguments])
    if done.exception is not None:
        raise done.exception
    return done.output


def test_the_starter_says_what_its_two_questions_cost(project: Path) -> None:
    # 32 - 10 and 18 - 10 days late make 30. Low: 0.1 × (0.5 × 30 × 2000 + 30 × 800);
    # most likely: 0.3 × (0.7 × 30 × 4000 + 30 × 1000); high likewise.
    text = run(project, "north")
    assert "between 5.4 and 130 thousand EUR, most likely near 34" in text
    assert "source: Estimate of the finance department" in text
    lines = [line.split() for line in text.splitlines()]
    assert ["attribution", "10", "30", "50", "percent"] in lines
    assert ["days", "30", "30", "30", "days"] in lines


def test_programs_get_amounts_in_the_currency_to_two_digits(project: Path) -> None:
    (north,) = json.loads(run(project, "--json"))
    assert (north["team"], north["currency"], north["shown_to"]) == ("north", "EUR", [])
    assert north["total"] == {"low": 5400.0, "base": 34000.0, "high": 130000.0}
    (delay,) = north["delays"]
    assert delay["late_days"] == {"low": 30.0, "base": 30.0, "high": 30.0}
    # 0.5 - 0.1 of 114 000 is 45 600; the value of a day alone makes 44 100.
    assert [bar["input"] for bar in delay["spread"][:2]] == ["attribution", "value"]
    assert (delay["spread"][0]["low"], delay["spread"][0]["high"]) == (11000, 57000)
    assert sum(bar["share"] for bar in delay["spread"]) == pytest.approx(1, abs=0.02)


def test_a_team_that_states_nothing_is_answered_with_those_that_do(
    project: Path,
) -> None:
    with pytest.raises(Problems) as refused:
        run(project, "south")
    assert refused.value.exit_code == Exit.USAGE
    assert refused.value.problems[0].hint == "those that do: north"


def test_without_the_file_nobody_states_anything(project: Path) -> None:
    (project / CLOCKS).unlink()
    new_project(project / "new")
    assert run(project / "new") == run(project)
    assert run(project) == "no team states anything about the cost of time\n"
    assert json.loads(run(project, "--json")) == []
