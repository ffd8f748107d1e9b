"""A small whole project to spoil: a test changes one thing and reads what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.sources.project import check_project
from generator.sources.template import new_project

Spoil = Callable[[str, Sequence[tuple[str, str]]], list[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    new_project(tmp_path)
    return tmp_path


@pytest.fixture
def spoil(project: Path) -> Spoil:
    """Replace texts in one file, then give everything `check` says."""

    def spoiled(file: str, edits: Sequence[tuple[str, str]]) -> list[str]:
        path = project / file
        text = path.read_text(encoding="utf-8")
        for before, after in edits:
            assert before in text, f"the starter has changed: {before!r}"
            text = text.replace(before, after, 1)
        path.write_text(text, encoding="utf-8")
        return [str(problem) for problem in check_project(project)[1]]

    return spoiled
