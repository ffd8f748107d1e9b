"""Notes in the margin of a document: problems at the places they are about."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from generator.errors import Problem, Severity
from generator.sources.shape import near
from generator.sources.yaml_reader import Loc

RESERVED_NAMES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)]
)
"""Names Windows keeps for devices: no file or folder can have them."""


class Placed(Protocol):
    """Anything that knows the line of its values: one file, or a folder of them."""

    def place(self, loc: Loc, *, key: bool = False) -> tuple[str, int, int]:
        """Path, line and column of a value, or of its key."""


@dataclasses.dataclass(slots=True)
class Margin:
    """Collects what is wrong in one document."""

    document: Placed
    notes: list[Problem] = dataclasses.field(default_factory=list)

    def error(
        self, loc: Loc, code: str, message: str, hint: str = "", *, key: bool = False
    ) -> None:
        """Note something that stops."""
        self._note(loc, code, message, hint, "error", key=key)

    def warning(
        self, loc: Loc, code: str, message: str, hint: str = "", *, key: bool = False
    ) -> None:
        """Note something that does not stop."""
        self._note(loc, code, message, hint, "warning", key=key)

    def line(self, loc: Loc) -> int:
        """The line a value stands in."""
        return self.document.place(loc)[1]

    def _note(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str,
        severity: Severity,
        *,
        key: bool,
    ) -> None:
        path, line, column = self.document.place(loc, key=key)
        self.notes.append(Problem(path, line, column, code, message, hint, severity))

    def unknown(
        self, loc: Loc, code: str, what: str, word: str, known: Iterable[str]
    ) -> None:
        """Note a reference to something that is not there."""
        names = sorted(known)
        hint = near(word, names) or (
            f"known here: {', '.join(names[:12])}"
            if names
            else f"no {what} is defined here"
        )
        self.error(loc, code, f"there is no {what} `{word}`", hint)

    def unique(self, what: str, ids: Sequence[tuple[str, Loc]]) -> None:
        """Note every id that is given again."""
        first: dict[str, Loc] = {}
        for identifier, loc in ids:
            if identifier in first:
                path, line, _ = self.document.place(first[identifier])
                there = f"line {line}"
                if path != self.document.place(loc)[0]:
                    there = f"{path}:{line}"
                self.error(
                    loc,
                    "id-duplicate",
                    f"the {what} id `{identifier}` is taken by {there}",
                    "give each its own id",
                )
            else:
                first[identifier] = loc

    def reserved(
        self, loc: Loc, what: str, identifier: str, ours: Collection[str] = ()
    ) -> None:
        """Note an id that cannot become a file name or has a meaning of its own."""
        if identifier in RESERVED_NAMES:
            self.error(
                loc,
                "id-reserved",
                f"`{identifier}` cannot be a {what} id: Windows has no file of that "
                "name",
                f"for example `{identifier}-{what.split()[-1]}`",
            )
        elif identifier in ours:
            self.error(
                loc,
                "id-reserved",
                f"`{identifier}` cannot be a {what} id: the word has a meaning of its "
                "own here",
                f"for example `{identifier}-{what.split()[-1]}`",
            )


def cycles(edges: dict[str, list[str]]) -> list[list[str]]:
    """Every circle of references once, starting at its first node in order."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in edges:
        if start in done:
            continue
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, iter(edges.get(start, ())))]
        path.append(start)
        on_path.add(start)
        while stack:
            node, following = stack[-1]
            for target in following:
                if target in on_path:
                    found.append([*path[path.index(target) :]])
                elif target not in done and target in edges:
                    path.append(target)
                    on_path.add(target)
                    stack.append((target, iter(edges[target])))
                    break
            else:
                done.add(node)
                on_path.discard(node)
                path.pop()
                stack.pop()
    return found
