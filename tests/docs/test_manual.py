import re
from pathlib import Path

import click
import pytest

from generator.cli import SECTIONS, cli

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "site_src").rglob("*.md"))
FORBIDDEN = re.compile(
    r"\b(campaigns?|participants?|indicators?|maturity levels?)\b", re.I
)
ALLOWED = {
    # It quotes the words of the YAML reader.
    "generator/sources/yaml_syntax.py",
    # It names the words that are not used.
    "generator/pages/playbook/glossary.yaml",
    # The names of another program's own tables and fields.
    "generator/backends/limesurvey",
}


def spoken() -> list[Path]:
    """Code, templates and developer pages: where our own words are used."""
    return sorted(
        path
        for folder, kinds in (
            ("generator", ("py", "html", "md", "yaml")),
            ("site_src/developers", ("md",)),
        )
        for kind in kinds
        for path in (ROOT / folder).rglob(f"*.{kind}")
    )


def test_the_words_of_the_glossary_are_used_and_no_others() -> None:
    found = []
    for path in spoken():
        name = path.relative_to(ROOT).as_posix()
        if any(name.startswith(allowed) for allowed in ALLOWED):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for word in FORBIDDEN.findall(line):
                found.append(f"{name}:{number}: {word}")
    assert found == []


def commands_in(text: str) -> set[tuple[str, tuple[str, ...]]]:
    """Every `baseline …` of a text: the command, its subcommand, its long options."""
    found = set()
    lines = re.findall(r"^baseline .*$", text, re.MULTILINE)
    lines += re.findall(r"`(baseline [^`]+)`", text)
    lines += re.findall(r"bin/(baseline .*)$", text, re.MULTILINE)
    for line in lines:
        words = line.split("#")[0].split()[1:]
        words = [word for word in words if word != "--quiet"]
        if words and re.fullmatch(r"[a-z-]+", words[0]):
            options = tuple(word for word in words if word.startswith("--"))
            if words[0] == "benchmark" and len(words) > 1:
                options = (words[1], *options)
            found.add((words[0], options))
    return found


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name
)
def test_every_command_a_page_shows_exists_with_its_options(page: Path) -> None:
    context = click.Context(cli)
    for name, options in commands_in(page.read_text(encoding="utf-8")):
        command = cli.get_command(context, name)
        assert command is not None, (page.name, name)
        if isinstance(command, click.Group) and options:
            command = command.commands[options[0]]
            options = options[1:]
        known = {way for param in command.params for way in param.opts}
        assert set(options) <= known | {"--help"}, (page.name, name, options)


def test_every_command_of_a_wave_is_in_the_manual() -> None:
    told = set()
    for page in PAGES:
        told |= {name for name, _ in commands_in(page.read_text(encoding="utf-8"))}
    names = {name for _title, rows in SECTIONS for name, _, _ in rows}
    elsewhere = {"schema", "help", "completion"}
    assert names - elsewhere <= told


def test_the_manual_is_found_in_the_order_it_is_read() -> None:
    index = (ROOT / "site_src" / "manual" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "site_src" / "manual").glob("*.md"):
        if page.name != "index.md":
            assert f"]({page.name})" in index, page.name
            assert re.search(r"^order: \d+$", page.read_text("utf-8"), re.MULTILINE)


def test_every_decision_has_a_day_and_stands_in_the_list() -> None:
    folder = ROOT / "site_src" / "developers" / "decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    for page in folder.glob("[0-9]*.md"):
        assert f"]({page.name})" in index
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^\d{4}-\d{2}-\d{2}$", text, re.MULTILINE), page.name
