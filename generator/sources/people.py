"""The list of people to invite: personal data, read from outside the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.errors import Problem, Problems
from generator.model.people import Person
from generator.sources.shape import near
from generator.sources.sheets import Row
from generator.sources.tables import Table, read_table

COLUMNS = (
    "person",
    "name",
    "email",
    "language",
    "group",
    "team",
    "partner",
    "relay",
)
"""Headings that are read; the others are left alone."""
REQUIRED = ("email", "group", "team")
MOST_TEAMS = 2
"""Teams one person may be asked about."""

_SAME = {"e-mail": "email", "mail": "email", "about": "team", "lang": "language"}
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")


def read_people(
    path: Path, groups: Iterable[str], teams: Iterable[str], languages: Sequence[str]
) -> list[Person]:
    """Read a CSV or XLSX with one row per person and team, in the file's order.

    Args:
        path: the file; headings `email`, `group`, `team`, and where they matter
            `person`, `name`, `language`, `partner`.
        groups: respondent groups of the survey.
        teams: teams of the survey.
        languages: languages of the survey; the first stands for an empty cell.
    """
    table = read_table(path)
    reading = _Reading(table, frozenset(groups), frozenset(teams), tuple(languages))
    people = reading.people()
    if reading.problems:
        raise Problems(reading.problems)
    return people


class _Reading:
    """One pass over a list of people."""

    def __init__(
        self,
        table: Table,
        groups: frozenset[str],
        teams: frozenset[str],
        languages: tuple[str, ...],
    ) -> None:
        self.table = table
        self.groups = groups
        self.teams = teams
        self.languages = languages
        self.problems: list[Problem] = []
        self.columns = self._columns()

    def note(
        self, row: Row, name: str, code: str, message: str, hint: str = ""
    ) -> None:
        column = self.columns.get(name, 0)
        self.problems.append(self.table.problem(row, column, code, message, hint))

    def _columns(self) -> dict[str, int]:
        columns: dict[str, int] = {}
        heading = self.table.heading
        unread: list[str] = []
        for index, cell in enumerate(heading.cells):
            name = cell.casefold()
            name = _SAME.get(name, name)
            if name not in COLUMNS:
                unread.append(name)
                continue
            if name in columns:
                self.problems.append(
                    self.table.problem(
                        heading,
                        index,
                        "people-heading",
                        f"the heading `{name}` is there twice",
                        "keep one of the two columns",
                    )
                )
            columns.setdefault(name, index)
        for name in REQUIRED:
            if name not in columns:
                close = [word for word in unread if near(word, [name])]
                self.problems.append(
                    self.table.problem(
                        heading,
                        0,
                        "people-heading",
                        f"there is no heading `{name}`",
                        f"did you mean `{name}` for `{close[0]}`?"
                        if close
                        else f"the first row must hold: {', '.join(REQUIRED)}",
                    )
                )
        return columns

    def people(self) -> list[Person]:
        if self.problems:
            return []
        found: list[Person] = []
        seen: dict[tuple[str, str, str], Row] = {}
        asked: dict[str, set[str]] = {}
        persons: dict[str, str] = {}
        width = len(self.table.heading.cells)
        for row in self.table.rows:
            if any(row.cells[width:]):
                self.problems.append(
                    self.table.problem(
                        row,
                        width,
                        "table-row",
                        f"this row has more cells than the {width} headings",
                        "put quotes around a cell that holds the separator",
                    )
                )
                continue
            person = self._person(row)
            key = person.person or person.email.casefold()
            triple = (key, person.group, person.team)
            if triple in seen and person.email:
                self.note(
                    row,
                    "email",
                    "people-twice",
                    f"`{key}` is asked about `{person.team}` as {person.group} already "
                    f"in row {seen[triple].line}",
                    "keep one of the two rows",
                )
            seen.setdefault(triple, row)
            self._identity(row, person, persons)
            before = asked.setdefault(key, set())
            if len(before | {person.team}) > MOST_TEAMS and person.email:
                self.note(
                    row,
                    "team",
                    "people-teams",
                    f"`{key}` is asked about more than {MOST_TEAMS} teams",
                    "choose the two the person knows best",
                )
            else:
                before.add(person.team)
            found.append(person)
        if not self.table.rows:
            self.note(
                self.table.heading,
                "email",
                "people-none",
                "there is nobody below the headings",
                "add one row per person and team",
            )
        return found

    def _identity(self, row: Row, person: Person, persons: dict[str, str]) -> None:
        """An e-mail belongs to one person, or the pseudonym would change."""
        email = person.email.casefold()
        if not email:
            return
        before = persons.setdefault(email, person.person)
        if before != person.person:
            self.note(
                row,
                "person",
                "people-person",
                f"`{person.email}` has the person id `{person.person or 'empty'}` here "
                f"and `{before or 'empty'}` above",
                "a person keeps one id in all rows",
            )

    def _person(self, row: Row) -> Person:
        cells = {
            name: self.table.cell(row, column) for name, column in self.columns.items()
        }
        email = cells["email"]
        if not email:
            self.note(
                row, "email", "people-cell", "`email` is empty", "add the address"
            )
        elif not _EMAIL.fullmatch(email):
            self.note(
                row,
                "email",
                "people-email",
                f"`{email}` is not an e-mail address",
                "write it like name@example.org, one address per row",
            )
        group = self._known(row, "group", cells["group"], self.groups)
        team = self._known(row, "team", cells["team"], self.teams)
        language = cells.get("language", "")
        if language:
            known = {tag.casefold(): tag for tag in self.languages}
            if language.casefold() in known:
                language = known[language.casefold()]
            else:
                self._known(row, "language", language, frozenset(self.languages))
        else:
            language = self.languages[0]
        return Person(
            person=cells.get("person", ""),
            name=cells.get("name", ""),
            email=email,
            language=language,
            group=group,
            team=team,
            partner=cells.get("partner", ""),
            relay=self._relay(row, cells.get("relay", "")),
        )

    def _relay(self, row: Row, relay: str) -> str:
        if relay and not _EMAIL.fullmatch(relay):
            self.note(
                row,
                "relay",
                "people-email",
                f"`{relay}` is not an e-mail address",
                "write the address of who passes the link on, or leave the cell empty",
            )
        return relay

    def _known(self, row: Row, name: str, word: str, known: frozenset[str]) -> str:
        if word in known:
            return word
        if word.casefold() in known:
            return word.casefold()
        if not word:
            self.note(
                row, name, "people-cell", f"`{name}` is empty", f"write the {name}'s id"
            )
        else:
            self.note(
                row,
                name,
                "people-cell",
                f"there is no {name} `{word}`",
                near(word, known) or f"known here: {', '.join(sorted(known)[:12])}",
            )
        return word
