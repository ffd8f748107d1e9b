"""Words of the playbook's own interface, from one file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import cast

import yaml


@cache
def words() -> dict[str, dict[str, str]]:
    """Key to language to words."""
    text = resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
    return cast("dict[str, dict[str, str]]", yaml.safe_load(text))


def word(key: str, language: str) -> str:
    """Words of the interface in a language; English where it has none."""
    known = words()[key]
    return known.get(language) or known["en"]
