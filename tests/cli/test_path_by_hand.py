from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from released_projects import crowd, frozen, later, project, store_answers

from generator.cli import cli
from generator.errors import Problems
from generator.pipeline.results import release


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wave = frozen("2026", 2026, reference=True)
    reading = project(tmp_path_factory.mktemp("path") / "p", wave)
    store_answers(reading, crowd(wave, oncology=20, immunology=12))
    release(reading, "2026", later)
    return reading.places.root


def run(root: Path, *more: str) -> Result:
    return CliRunner().invoke(
        cli, ["-C", str(root), "path", *more], standalone_mode=False
    )


def refused(root: Path, *more: str) -> str:
    error = run(root, *more).exception
    assert isinstance(error, Problems)
    return error.problems[0].code


def test_path_is_printed_as_a_table(released: Path) -> None:
    result = run(released, "oncology")
    assert result.exception is None
    assert "Stakeholders" in result.output.splitlines()[0]
    assert "Keep a risk register" in result.output


def test_path_is_json_for_programs(released: Path) -> None:
    found = json.loads(run(released, "oncology", "--format", "json").output)
    assert (found["team"], found["wave"]) == ("oncology", "2026")
    assert {one["list"] for one in found["practices"]} <= {
        "gap",
        "unsure",
        "at-gold",
        "not-assessed",
    }


@pytest.mark.parametrize("form", ["csv", "md", "ics", "json", "table"])
def test_path_is_written_to_a_file_and_twice_the_same(
    released: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"path.{form}"
    assert run(released, "oncology", "--format", form, "--out", str(out)).output
    first = out.read_bytes()
    assert first
    run(released, "oncology", "--format", form, "--out", str(out))
    assert out.read_bytes() == first


def test_teams_waves_and_languages_that_are_not_there_are_named(released: Path) -> None:
    assert refused(released, "nobody") == "group-unknown"
    assert refused(released, "oncology", "--wave", "1999") == "wave-unknown"
    assert refused(released, "oncology", "--language", "fr") == "language-unknown"
