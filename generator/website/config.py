"""The user's `mkdocs.yml`, and the configuration the engine really runs on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from generator.errors import Problem, Problems
from generator.website.files import write_if_changed

PLUGINS = frozenset({"search", "tags", "meta", "offline", "privacy", "redirects"})
"""What both engines know: anything else would be missing from one of the sites."""

LANGUAGE_NAMES = {
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "sv": "Svenska",
    "zh": "中文",
}

DEFAULT = Path(__file__).with_name("default.yaml")
"""The `mkdocs.yml` a new project starts with; ours is the same, by test."""

Settings = dict[str, object]


class _Reader(yaml.SafeLoader):
    """Reads past tags such as `!ENV` and `!!python/name:` without obeying them."""


def _as_text(_loader: _Reader, _suffix: str, node: yaml.Node) -> str:
    return str(node.value)


_Reader.add_multi_constructor("!", _as_text)
_Reader.add_multi_constructor("tag:yaml.org,2002:python/", _as_text)


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """What the stage step needs to know of the user's `mkdocs.yml`."""

    path: Path
    site_name: str
    custom_dir: Path | None
    warnings: tuple[Problem, ...]


def write_default(root: Path, language: str = "en") -> bool:
    """Write the `mkdocs.yml` to start with; one that is there already is yours."""
    path = root / "mkdocs.yml"
    if path.exists():
        return False
    text = DEFAULT.read_text(encoding="utf-8")
    text = text.replace("docs_dir: build/en/docs", f"docs_dir: build/{language}/docs")
    text = text.replace("  language: en\n", f"  language: {language}\n")
    return write_if_changed(path, text)


def read_config(root: Path) -> SiteConfig:
    """Read `mkdocs.yml` in the project's root, for what must be rewritten."""
    path = root / "mkdocs.yml"
    text, settings = _settings(path)
    theme = settings.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    return SiteConfig(
        path,
        str(settings.get("site_name") or "Practice Baseline"),
        root / custom if isinstance(custom, str) else None,
        tuple(_warnings(text, settings)),
    )


def _settings(path: Path) -> tuple[str, Settings]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(0, 0, f"it is not UTF-8 text ({error.reason})") from error
    try:
        raw = yaml.load(text, Loader=_Reader)  # noqa: S506 (derived from SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise _broken(line, column, error.problem or "it cannot be read") from error
    if not isinstance(raw, dict):
        raise _broken(1, 1, "it must hold settings such as `site_name: …`")
    return text, cast("Settings", raw)


def published_to(root: Path) -> Path:
    """Where the site is published: `extra: publish_to:` of `mkdocs.yml`, else ours."""
    named: object = None
    if (root / "mkdocs.yml").is_file():
        extra = _settings(root / "mkdocs.yml")[1].get("extra")
        named = extra.get("publish_to") if isinstance(extra, dict) else None
    return root / named if isinstance(named, str) and named else root / "published"


def _broken(line: int, column: int, what: str) -> Problems:
    return Problems(
        [
            Problem(
                "mkdocs.yml",
                line,
                column,
                "site-config",
                f"mkdocs.yml cannot be used: {what}",
                "compare it with one that worked; spaces at the start of a line count",
            )
        ]
    )


def _warnings(text: str, settings: Mapping[str, object]) -> list[Problem]:
    found = []
    plugins = settings.get("plugins")
    names = [
        next(iter(entry)) if isinstance(entry, dict) else str(entry)
        for entry in (plugins if isinstance(plugins, (list, dict)) else [])
    ]
    for name in names:
        if name not in PLUGINS:
            found.append(
                Problem(
                    "mkdocs.yml",
                    _line_of(text, name),
                    1,
                    "site-plugin",
                    f"the plugin {name} works in one of the two engines only",
                    f"use only {', '.join(sorted(PLUGINS))}",
                    "warning",
                )
            )
    if settings.get("hooks"):
        found.append(
            Problem(
                "mkdocs.yml",
                _line_of(text, "hooks"),
                1,
                "site-plugin",
                "hooks work in one of the two engines only",
                "write a page in site_src/ or a block in site_src/_blocks/ instead",
                "warning",
            )
        )
    return found


def _line_of(text: str, word: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if word in line:
            return number
    return 0


NavEntry = str | dict[str, object]


def derived_config(
    config: SiteConfig,
    folder: Path,
    language: str,
    nav: Sequence[NavEntry],
    alternates: Mapping[str, str],
) -> str:
    """The text of `build/<language>/mkdocs.yml`.

    Relative paths of the user's file are written anew from here: an inherited relative
    `custom_dir` breaks both engines.
    """
    theme: dict[str, object] = {"language": language}
    if config.custom_dir is not None:
        theme["custom_dir"] = _relative(config.custom_dir, folder)
    settings: dict[str, object] = {
        "INHERIT": _relative(config.path, folder),
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": theme,
        "nav": list(nav),
        "exclude_docs": "",
        "not_in_nav": "/pb-skeleton.md\n",
    }
    if len(alternates) > 1:
        settings["extra"] = {
            "alternate": [
                {
                    "name": LANGUAGE_NAMES.get(tag, tag),
                    "link": link,
                    "lang": tag,
                }
                for tag, link in alternates.items()
            ]
        }
    return (
        "# Written by `baseline build`; change mkdocs.yml in the project's root.\n"
        + yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=100)
    )


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
