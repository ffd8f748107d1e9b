"""Files of answers in a test: rows in, submissions and problems out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from formats.richwave import rich_wave

from generator.backends.tables import FileRows, find_columns, read_rows
from generator.model.instrument import Wave
from generator.sources.answer_maps import check_complete, read_answer_map
from generator.sources.tables import read_typed_table

WAVE = rich_wave()
KEY = b"k" * 32


def csv_file(folder: Path, *rows: Sequence[str], name: str = "answers.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def xlsx_file(folder: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def map_file(folder: Path, questions: dict[str, Any], **parts: Any) -> Path:
    """A map that says row id `id` and team `oncology` unless told otherwise."""
    path = folder / "answers.map.yaml"
    given = {
        "schema": 1,
        "instrument": "practitioner",
        "language": "en",
        "id": "id",
        "only_team": "oncology",
        **parts,
        "questions": questions,
    }
    given = {name: value for name, value in given.items() if value is not None}
    path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return path


def read(file: Path, plan: Path, wave: Wave = WAVE, closed: Any = None) -> FileRows:
    found, document = read_answer_map(plan, wave)
    check_complete(found, document, wave)
    table = read_typed_table(file, found.sheet, found.heading)
    columns = find_columns(table, found, document)
    return read_rows(table, found, columns, wave, KEY, closed)


def told(found: FileRows) -> list[str]:
    """Place, code and message of each problem, without the folder."""
    return [
        f"{problem.line}:{problem.column} {problem.code}: {problem.message}"
        for problem in found.problems
    ]


def answers(found: FileRows) -> list[dict[str, str]]:
    return [one.answers for one in found.submissions]
