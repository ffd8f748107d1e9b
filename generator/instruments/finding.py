"""What the compiler or the lint has to say about an authored document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.errors import Problem, Problems, Severity

Loc: TypeAlias = tuple[str | int, ...]
"""Keys and positions from the top of a document, as in the YAML."""

DocumentKind: TypeAlias = Literal["framework", "survey", "organisation"]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of an authored document."""

    document: DocumentKind
    id: str
    """Framework id or survey id; an organisation carries its survey's id."""
    loc: Loc = ()

    def at(self, *keys: str | int) -> Place:
        """A node below this one."""
        return Place(self.document, self.id, (*self.loc, *keys))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful, with its place in a document."""

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def problem(self, path: str = "", line: int = 0, column: int = 0) -> Problem:
        """The same as a problem in a file, once somebody knows the line."""
        return Problem(
            path or f"{self.place.document} {self.place.id}",
            line,
            column,
            self.code,
            self.message,
            self.hint,
            self.severity,
        )


Locate: TypeAlias = Callable[[Place], tuple[str, int, int]]
"""Finds path, line and column of a place; the caller has read the files."""


def nowhere(place: Place) -> tuple[str, int, int]:
    """For callers without files: the document's name stands for the path."""
    return f"{place.document} {place.id}", 0, 0


def problems(findings: Iterable[Finding], locate: Locate = nowhere) -> Problems:
    """All findings as the one exception a user may see."""
    return Problems(finding.problem(*locate(finding.place)) for finding in findings)
