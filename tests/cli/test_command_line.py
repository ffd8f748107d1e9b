"""The command line as a newcomer meets it."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli import SECTIONS, cli

ROOT = Path(__file__).parents[2]
COMMANDS = [(name, text) for _, rows in SECTIONS for name, _, text in rows]


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
    )


@pytest.mark.parametrize(("name", "text"), COMMANDS)
def test_the_overview_says_what_the_command_says_of_itself(
    name: str, text: str
) -> None:
    context = click.Context(cli, info_name="baseline")
    command = cli.get_command(context, name)
    assert command is not None
    assert command.get_short_help_str(limit=100) == text


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_shows_an_example(name: str) -> None:
    context = click.Context(cli, info_name="baseline")
    command = cli.get_command(context, name)
    assert command is not None
    help_text = command.get_help(click.Context(command, context, info_name=name))
    assert f"baseline {name}" in help_text.partition("xample")[2]


def test_help_loads_no_heavy_module() -> None:
    script = (
        "import sys, json\n"
        "from generator.cli import cli\n"
        "try:\n    cli(['--help'], standalone_mode=False)\nfinally:\n"
        "    heavy = {'pydantic', 'yaml', 'jinja2', 'starlette', 'httpx', 'sqlite3',"
        " 'openpyxl', 'plotly', 'numpy', 'uvicorn', 'markdown', 'mkdocs'}\n"
        "    print(json.dumps(sorted(heavy & set(sys.modules))), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
    )
    assert json.loads(done.stderr.splitlines()[-1]) == []


def test_a_mistyped_command_is_answered_with_the_nearest_one() -> None:
    done = run("relase")
    assert done.returncode == 2
    assert "Did you mean 'release'?" in done.stderr


def test_help_for_a_code_prints_its_page() -> None:
    from generator.codes import CODES

    code = sorted(CODES)[0]
    done = run("help", code)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{code}\n")


def test_completion_is_printed_for_each_shell() -> None:
    for shell in ("bash", "zsh", "fish"):
        done = run("completion", shell)
        assert done.returncode == 0
        assert "_BASELINE_COMPLETE" in done.stdout


def test_compile_writes_the_formats_named_and_no_others(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "p")).returncode == 0
    done = run(
        *("-C", str(tmp_path / "p"), "compile", "first", "--out", str(tmp_path / "o")),
        *("--format", "word", "--format", "xlsform", "--format", "surveyjs"),
    )
    assert done.returncode == 0, done.stderr
    endings = {path.suffix for path in (tmp_path / "o").iterdir()}
    assert endings == {".docx", ".xlsx", ".json"}


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    done = run("compile", "first", "--format", "pdf")
    assert done.returncode == 2
    assert "there is no format 'pdf'" in done.stderr
    assert "codebook, guide, lss, paper, surveyjs, word, xlsform" in done.stderr
