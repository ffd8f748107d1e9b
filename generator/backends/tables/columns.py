"""Headings of a file: which column each is, and those that are there twice."""

from __future__ import annotations

from generator.errors import Problem, Problems
from generator.formats.formtools import same, seen
from generator.model.answermap import AnswerMap
from generator.sources.answer_maps import headings_of
from generator.sources.shape import near
from generator.sources.tables import Table
from generator.sources.yaml_reader import Document


def names_of(table: Table) -> dict[str, int]:
    """Every heading and its column; one that is there twice gets a number.

    `How is it going? (1)` and `How is it going? (2)`, in the order of the file.
    """
    keys = [same(cell) for cell in table.heading.cells]
    names: dict[str, int] = {}
    for column, (key, cell) in enumerate(zip(keys, table.heading.cells, strict=True)):
        if key and keys.count(key) == 1:
            names.setdefault(seen(cell), column)
        elif key:
            number = keys[: column + 1].count(key)
            names.setdefault(f"{seen(cell)} ({number})", column)
    return names


def find_columns(table: Table, plan: AnswerMap, document: Document) -> dict[str, int]:
    """The column of every heading the map names.

    Raises:
        Problems: every heading that is not in the file, or is there twice.
    """
    names = names_of(table)
    known = {same(name): column for name, column in names.items()}
    found: dict[str, int] = {}
    problems = []
    for loc, heading in headings_of(plan):
        column = known.get(same(heading))
        if column is not None:
            found[heading] = column
            continue
        message = f"{table.path} has no column `{heading}`"
        hint = near(heading, names) or "compare it with the first row of the file"
        if same(f"{heading} (1)") in known:
            message = f"{table.path} has the column `{heading}` twice"
            hint = f"write `{heading} (1)` for the first, `{heading} (2)` for the next"
        path, line, place = document.place(loc)
        problems.append(Problem(path, line, place, "table-column", message, hint))
    if problems:
        raise Problems(problems)
    return found
