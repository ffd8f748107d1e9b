"""A small survey over two frameworks, as its authors write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator.model.framework import Framework
from generator.model.survey import Organisation, Survey

FOLDER = Path(__file__).parent / "small"
HABITS = (FOLDER / "seven-habits.yaml").read_text(encoding="utf-8")

FOUNDATION = (FOLDER / "foundation-model.yaml").read_text(encoding="utf-8")

SURVEY = (FOLDER / "survey.yaml").read_text(encoding="utf-8")

TEAMS = (FOLDER / "teams.yaml").read_text(encoding="utf-8")


def habits(text: str = HABITS) -> Framework:
    return Framework.model_validate(_read(text))


def foundation() -> Framework:
    return Framework.model_validate(_read(FOUNDATION))


def survey(text: str = SURVEY) -> Survey:
    return Survey.model_validate(_read(text))


def teams(text: str = TEAMS) -> Organisation:
    return Organisation.model_validate(_read(text))


def both(text: str = HABITS) -> dict[str, Framework]:
    return {"seven-habits": habits(text), "foundation-model": foundation()}


def swap(text: str, old: str, new: str) -> str:
    """`text` with one thing changed; fails where it is not there exactly once."""
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def _read(text: str) -> Any:
    return yaml.safe_load(text)
