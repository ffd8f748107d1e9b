"""`baseline benchmark` and `portfolio` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from organisations_on_disk import Organisation, founded

from generator.cli import cli


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> list[Organisation]:
    folder = tmp_path_factory.mktemp("six")
    return [founded(folder / name, n) for n, name in enumerate("abcdef")]


def baseline(one: Organisation, *words: str) -> Result:
    root = str(one.reading.places.root)
    return CliRunner().invoke(cli, ["-C", root, *words], catch_exceptions=True)


def test_export_accept_import_list(six: list[Organisation]) -> None:
    first, *others = six
    wrote = baseline(first, "benchmark", "export", "--json")
    assert json.loads(wrote.stdout)["key"] == first.key
    for one in others:
        spelled = " ".join(one.key[n : n + 4] for n in range(0, 64, 4))
        done = baseline(first, "benchmark", "accept", spelled, "--name", one.name)
        assert done.exit_code == 0, done.output
    files = [str(one.pack) for one in others]
    dry = baseline(first, "benchmark", "import", *files, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "nothing was written" in dry.stdout
    assert "100%" in dry.stdout
    real = baseline(first, "benchmark", "import", *files, "--json")
    told = json.loads(real.stdout)
    assert (told["peers"], told["number"], told["outside"]) == (5, 1, 0)
    assert Path(told["path"]).is_file()
    listed = json.loads(baseline(first, "benchmark", "list", "--json").stdout)
    assert sorted(listed["accepted"].values()) == list("bcdef")
    assert [one["peers"] for one in listed["editions"]] == [5]
    words = baseline(first, "benchmark", "list").stdout
    assert first.key[:4] in words


def test_doctor_knows_the_key(six: list[Organisation]) -> None:
    found = json.loads(baseline(six[1], "doctor", "--json").stdout)
    [state] = [one for one in found if one["subject"] == "peer key"]
    assert (state["state"], state["words"].replace(" ", "")) == ("good", six[1].key)
    (six[1].reading.places.var / "keys" / "benchmark.key").rename(
        six[1].reading.places.var / "keys" / "elsewhere"
    )
    found = json.loads(baseline(six[1], "doctor", "--json").stdout)
    assert ("peer key", "bad") in {(one["subject"], one["state"]) for one in found}


def test_portfolio(six: list[Organisation], tmp_path: Path) -> None:
    roots = [str(one.reading.places.root) for one in six]
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["portfolio", *roots, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "overview, for you alone" in done.stdout
    assert sorted(path.name for path in out.iterdir()) == [*"abcdef", "overview.csv"]
