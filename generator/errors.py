"""Problems in files people wrote, and the exit codes of every command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    DONE = 0
    """Everything asked for was done."""
    PROBLEMS = 1
    """The project's files hold problems."""
    USAGE = 2
    """The command was called wrongly."""
    BACKEND = 3
    """A backend could not be reached, or refused."""
    UNSAFE = 4
    """A publication was refused because it could tell too much."""
    MACHINE = 5
    """The machine refused: disk, lock, port or right."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file someone wrote: where, what, and what to do."""

    path: str
    """Path as the author knows it, relative to the project, with forward slashes."""
    line: int
    """Line from 1; 0 where the problem belongs to the file as a whole."""
    column: int
    """Column from 1; 0 where the problem belongs to the file as a whole."""
    code: str
    """Stable code, documented in the manual."""
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column}"
        text = f"{place}: {self.code}: {self.message}" if place else self.message
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class Problems(Exception):
    """The one exception a user may see: every problem at once, and how to exit."""

    def __init__(
        self, problems: Iterable[Problem], exit_code: Exit = Exit.PROBLEMS
    ) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.exit_code = exit_code
        super().__init__("\n".join(map(str, self.problems)))


def refuse(
    code: str,
    message: str,
    hint: str = "",
    *,
    path: str | Path = "",
    exit_code: Exit = Exit.PROBLEMS,
) -> Problems:
    """A `Problems` of one, for refusals that have no line in a file."""
    place = path.as_posix() if isinstance(path, Path) else path
    return Problems([Problem(place, 0, 0, code, message, hint)], exit_code)
