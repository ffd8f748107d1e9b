"""Rows of another tool's file as submissions, and every cell that does not fit.

No problem ever quotes a cell: it may hold an answer or a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from generator.backends.pseudonyms import cluster_code, pseudonym, row_code
from generator.backends.tables.answers import (
    Asked,
    Unfit,
    asked_in,
    read_answer,
    spoilt,
)
from generator.backends.tables.matching import (
    FINISHED,
    NOBODY,
    NOT_FINISHED,
    teams_of,
)
from generator.errors import Problem
from generator.formats.formtools import same, stamp
from generator.model.answermap import AnswerMap
from generator.model.instrument import Instrument, Wave
from generator.model.response import Submission
from generator.sources.sheets import Row
from generator.sources.tables import Table

NAME = "tables"
"""Name of the backend that every answer from a file carries."""

ROW_OUT = "the row was left out"
MOST_ALIKE = 5
"""Cells of one column that are named before the rest is only counted."""


@dataclass(frozen=True, slots=True)
class FileRows:
    """What a file holds."""

    submissions: tuple[Submission, ...]
    form: str
    """How the remote id of every row of this form begins."""
    present: frozenset[str]
    """Remote ids of all rows, also of those that were left out."""
    problems: tuple[Problem, ...]
    rows: int
    """Rows with something in them."""

    @property
    def left_out(self) -> int:
        """Rows that were not read."""
        return self.rows - len(self.submissions)


def read_rows(
    table: Table,
    plan: AnswerMap,
    columns: Mapping[str, int],
    wave: Wave,
    key: bytes,
    closed: dt.datetime | None,
) -> FileRows:
    """Every row as a submission, or a problem that says why not.

    Args:
        table: the file.
        plan: where things stand in it.
        columns: heading as the plan writes it to column.
        wave: the frozen wave.
        key: the survey's secret key.
        closed: when the wave was closed by hand, if it was.
    """
    return _Reading(table, plan, columns, wave, key, closed).rows()


class _Reading:
    """One pass over a file."""

    def __init__(
        self,
        table: Table,
        plan: AnswerMap,
        columns: Mapping[str, int],
        wave: Wave,
        key: bytes,
        closed: dt.datetime | None,
    ) -> None:
        self.table = table
        self.plan = plan
        self.columns = columns
        self.wave = wave
        self.key = key
        self.ends = min(filter(None, (wave.closes, closed)))
        self.zone = ZoneInfo(wave.timezone)
        self.anonymous = wave.privacy.identity == "anonymous"
        self.instrument = _instrument(wave, plan)
        self.teams = teams_of(wave.teams, plan.teams)
        self.asked = asked_in(self.instrument, plan, columns)
        self.problems: list[Problem] = []

    def rows(self) -> FileRows:
        named = [(row, self._id(row)) for row in self.table.rows]
        twice = self._twice(named)
        codes = {row.line: self._code(word) for row, word in named if word}
        found = [
            submission
            for row, word in named
            if word and word not in twice
            if (submission := self._submission(row, codes[row.line])) is not None
        ]
        self._persons(found)
        form = self._code("").partition("-")[0]
        return FileRows(
            tuple(found),
            f"{form}-",
            frozenset(codes.values()),
            tuple(_shortened(self.problems)),
            len(named),
        )

    def note(
        self, row: Row, column: int, code: str, message: str, hint: str = ROW_OUT
    ) -> None:
        found = self.table.problem(row, column, code, message, hint)
        place = (found.path, found.line, found.column)
        self.problems.append(
            Problem(*place, found.code, found.message, found.hint, "warning")
        )

    # What a row is

    def _id(self, row: Row) -> str:
        """What tells the row from all others; empty where it says nothing."""
        columns = [self.columns[heading] for heading in self.plan.id]
        for column in columns:
            if self.table.kind(row, column) in ("error", "formula"):
                code, message, hint = spoilt(self.table.kind(row, column))
                self.note(row, column, code, message, f"{ROW_OUT}; {hint}")
                return ""
        words = [self.table.cell(row, column) for column in columns]
        if not any(words):
            self.note(
                row,
                columns[0],
                "table-id",
                "this row has no id",
                f"{ROW_OUT}: without an id it would be taken for a new one every time",
            )
            return ""
        return "\x1f".join(words)

    def _twice(self, named: Sequence[tuple[Row, str]]) -> set[str]:
        """Ids that stand in several rows; none of those rows is read.

        An export knows each of its rows once: an id that comes twice is no id, and to
        choose one of the rows would lose the others without a word.
        """
        found: dict[str, list[Row]] = {}
        for row, word in named:
            if word:
                found.setdefault(word, []).append(row)
        several = {word: rows for word, rows in found.items() if len(rows) > 1}
        for rows in several.values():
            shown = ", ".join(str(row.line) for row in rows[:MOST_ALIKE])
            more = ", …" if len(rows) > MOST_ALIKE else ""
            self.note(
                rows[0],
                self.columns[self.plan.id[0]],
                "table-id",
                f"rows {shown}{more} have the same id",
                "none of them was read; remove what is there twice, or name more "
                "columns under `id:` that together tell rows apart",
            )
        return set(several)

    def _persons(self, found: Sequence[Submission]) -> None:
        """Say where a person answered twice about a team: that counts once."""
        seen: dict[tuple[str, str], int] = {}
        lines = {self._place(row): row for row in self.table.rows}
        for one in found:
            row = lines[one.place]
            who = (one.respondent, one.team)
            if one.respondent and who in seen:
                self.note(
                    row,
                    self.columns[self.plan.person],
                    "table-person",
                    f"the person of row {seen[who]} answers about the same team again",
                    "both rows are kept and one of them counts: a finished one before "
                    "one that is not, then the later one",
                )
            seen.setdefault(who, row.line)

    def _place(self, row: Row) -> str:
        return f"{self.table.path}:{row.line}"

    def _code(self, word: str) -> str:
        plan = self.plan
        form = f"{self.wave.id}:{plan.instrument}:{plan.source}"
        return row_code(self.key, form, word)

    def _submission(self, row: Row, code: str) -> Submission | None:
        width = len(self.table.heading.cells)
        if any(row.cells[width:]):
            self.note(
                row,
                width,
                "table-row",
                f"this row has more cells than the {width} headings",
                f"{ROW_OUT}; put quotes around a cell that holds the separator",
            )
            return None
        team = self._team(row)
        if not team or not self._same_form(row):
            return None
        status, changed = self._finished(row)
        answers = {
            asked.question.code: self._answer(row, asked) for asked in self.asked
        }
        return Submission(
            backend=NAME,
            remote_id=code,
            survey=self.wave.survey,
            wave=self.wave.id,
            instrument=self.instrument.id,
            instrument_fingerprint=self.instrument.fingerprint,
            group=self.instrument.group,
            team=team,
            respondent=self._coded(row, self.plan.person, pseudonym),
            cluster=self._coded(row, self.plan.partner, cluster_code),
            language=self.plan.language,
            status="complete" if status else "partial",
            changed_at=None if self.anonymous else changed,
            # what was changed later counts as a later version
            revision=int(changed.timestamp()) if changed and not self.anonymous else 1,
            answers={name: answer for name, answer in answers.items() if answer},
            late=changed is not None and changed >= self.ends,
            place=self._place(row),
        )

    def _team(self, row: Row) -> str:
        if self.plan.only_team:
            return self.plan.only_team
        if not self.plan.team:
            return self.wave.teams[0].id
        column = self.columns[self.plan.team]
        words = self.table.cell(row, column)
        found = self.teams.of(words)
        if not found:
            what = "is empty" if not words else "names no team of this wave"
            if self.teams.doubtful(words):
                what = "could mean two teams"
            self.note(
                row,
                column,
                "table-team",
                f"the team {what}",
                f"{ROW_OUT}; write the words and the team's id under `teams:`",
            )
        return found

    def _same_form(self, row: Row) -> bool:
        """Whether the row was filled in on the form made of the frozen instrument."""
        if not self.plan.fingerprint:
            return True
        column = self.columns[self.plan.fingerprint]
        words = self.table.cell(row, column)
        if not words or words == stamp(self.instrument):
            return True
        self.note(
            row,
            column,
            "submission-other-fingerprint",
            "this row was filled in on another form than the one made of "
            f"`{self.instrument.id}` in wave '{self.wave.id}'",
            f"{ROW_OUT}; answers count only for the text that was asked",
        )
        return False

    def _coded(self, row: Row, heading: str, code: Callable[[bytes, str], str]) -> str:
        words = self.table.cell(row, self.columns[heading]) if heading else ""
        return "" if not words or same(words) in NOBODY else code(self.key, words)

    def _finished(self, row: Row) -> tuple[bool, dt.datetime | None]:
        """Whether a person finished, and when, where the file says so."""
        if not self.plan.finished:
            return True, None
        column = self.columns[self.plan.finished]
        words = self.table.cell(row, column)
        key = same(words)
        if key in NOT_FINISHED:
            return False, None
        if key in FINISHED:
            return True, None
        moment = _moment(words, self.zone)
        if moment is None and not _like_a_time(words):
            self.note(
                row,
                column,
                "table-finished",
                "this is neither a time nor yes or no",
                "the row counts as not finished",
            )
            return False, None
        return True, moment

    def _answer(self, row: Row, asked: Asked) -> str:
        """An answer as the wave keeps it; empty where none is given, or none fits."""
        try:
            return read_answer(self.table, row, asked)
        except Unfit as unfit:
            message = f"question `{asked.question.code}`: {unfit.message}"
            self.note(row, unfit.column, unfit.code, message, unfit.hint)
            return ""


def _shortened(problems: Sequence[Problem]) -> list[Problem]:
    """The same problem all down a column, told some times and then counted."""
    alike: dict[tuple[int, str, str], list[Problem]] = {}
    for one in problems:
        said = one.message.partition(": ")[2]
        alike.setdefault((one.column, one.code, said), []).append(one)
    short = []
    for found in alike.values():
        short += found[:MOST_ALIKE]
        rest = found[MOST_ALIKE:]
        if len(rest) == 1:
            short += rest
        elif rest:
            message = f"the same in {len(rest)} more cells of this column, from here on"
            short.append(replace(rest[0], message=message))
    return short


def _instrument(wave: Wave, plan: AnswerMap) -> Instrument:
    return next(one for one in wave.instruments if one.id == plan.instrument)


def _moment(words: str, zone: ZoneInfo) -> dt.datetime | None:
    """A time as ISO writes it, UTC; without a zone it is the wave's."""
    try:
        found = dt.datetime.fromisoformat(words)
        if not 2000 <= found.year < 2100:
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _like_a_time(words: str) -> bool:
    """Whether it is a day or time in a country's own way, whichever that is."""
    return len(re.findall(r"\d+", words)) >= 3
