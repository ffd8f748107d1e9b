"""Comments before anybody sees them: masked, read by a person, kept or dropped."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import io
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from generator.backends.mailmerge import read_mail_merge
from generator.disclosure.comments import Words
from generator.errors import Problem, Problems, refuse
from generator.machine.private import erase, write_private
from generator.model.instrument import Question, Wave
from generator.model.masking import Mask, mask_of, masked
from generator.model.people import Person
from generator.model.response import Response
from generator.model.showing import not_shown
from generator.model.wording import pick
from generator.pipeline.fielding import still_open
from generator.pipeline.gate import forbidden_of
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.scoring.person import counted, respondent_key
from generator.sources.sheets import Row
from generator.sources.tables import Table, read_table
from generator.store.comments import (
    Verdict,
    digest_of,
    save_verdicts,
    verdicts,
)
from generator.store.database import open_store
from generator.store.keys import survey_key
from generator.store.locking import writer_lock
from generator.store.responses import responses
from generator.website.bytes import plain
from generator.website.forbidden import Forbidden, found_in

COLUMNS = ("id", "question", "comment", "decision")
TEXT, THEME = "text to show", "theme"
"""The last column: another text where words are shown, else what it is about."""

KEEP, DROP = "keep", "drop"

LONGEST_THEME = 60
"""Characters of a theme: a name for a subject, no quotation."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A review sheet that was written."""

    path: Path
    comments: int
    undecided: int
    masked: int
    """Comments in which something was masked."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a reader decided."""

    kept: int
    dropped: int
    undecided: int
    masked_again: int
    """Texts to show in which something had to be masked once more."""
    without_theme: int = 0
    """Kept where only themes are shown, and given none: they count in no theme."""


@dataclass(frozen=True, slots=True)
class _Comment:
    """One comment, whoever wrote it."""

    id: str
    question: Question
    written: str
    """Digest by which the store knows it."""
    text: str
    """Masked."""
    found: int


def sheet_path(places: Places, survey: str, wave: str) -> Path:
    """Where the review sheet of a wave lies."""
    return places.var / "comments" / survey / f"{wave}.xlsx"


def write_sheet(
    reading: Reading,
    wave: str,
    *,
    now: Callable[[], dt.datetime],
    people: Iterable[Person] = (),
) -> Sheet:
    """Write every comment of a closed wave, masked, for somebody to read.

    The sheet names no person, team or time, and its order tells nothing.

    Args:
        reading: the survey.
        wave: which wave.
        now: the clock.
        people: the people list, so that names and companies on it are masked even
            where the invitation files are gone.

    Raises:
        Problems: the promise was that no comment is shown, or the wave is open.
    """
    frozen = _asked(reading, wave)
    if still_open(reading, wave, now):
        raise refuse(
            "comments-open",
            f"wave '{wave}' takes answers until {frozen.closes:%Y-%m-%d %H:%M} UTC",
            "comments are read when everybody has answered: one by one they would "
            "tell who has just written",
        )
    with (
        writer_lock(reading.places.var),
        closing(open_store(reading.places.store)) as store,
    ):
        found = _comments(reading, frozen, store, mask_for(reading, frozen, people))
        decided = verdicts(store, frozen.survey, frozen.id)
    path = sheet_path(reading.places, frozen.survey, frozen.id)
    write_private(path, _workbook(frozen, found, decided))
    open_ones = [
        one for one in found if (one.question.code, one.written) not in decided
    ]
    return Sheet(path, len(found), len(open_ones), sum(one.found > 0 for one in found))


def read_sheet(
    reading: Reading, wave: str, path: Path | None = None, people: Iterable[Person] = ()
) -> Review:
    """Keep what a reader decided; texts are masked once more before they are kept.

    A sheet without an open decision is removed: the store holds what it said.

    Raises:
        Problems: every row that cannot be read; then nothing is kept.
    """
    frozen = _asked(reading, wave)
    ours = sheet_path(reading.places, frozen.survey, frozen.id)
    table = read_table(path or ours)
    mask = mask_for(reading, frozen, people)
    forbidden = forbidden_of(reading.project, reading)
    with (
        writer_lock(reading.places.var),
        closing(open_store(reading.places.store)) as store,
    ):
        known = {one.id: one for one in _comments(reading, frozen, store, mask)}
        decided, undecided, again, bare = _decisions(
            frozen, table, known, mask, forbidden
        )
        save_verdicts(store, frozen.survey, frozen.id, decided)
    if not undecided and (path is None or path.resolve() == ours.resolve()):
        erase(ours)
    kept = sum(one.kept for one in decided)
    return Review(kept, len(decided) - kept, undecided, again, bare)


def words_of_wave(
    wave: Wave, answers: Iterable[Response], decided: Mapping[tuple[str, str], Verdict]
) -> list[Words]:
    """Everybody who was asked for a comment, with what a reader kept of theirs.

    Who broke off before the question, or was not asked because of an earlier answer,
    could have written nothing there and hides nobody. A comment changed or withdrawn
    after it was read is not kept.
    """
    found: list[Words] = []
    for response in counted(wave, answers):
        instrument = wave.instrument_for(response.group)
        if instrument is None:
            continue
        hidden = not_shown(instrument, response.answers)
        codes = [question.code for question in instrument.questions()]
        reached = (
            codes
            if response.status == "complete"
            else codes[
                : 1 + max(map(codes.index, response.answers.keys() & codes), default=-1)
            ]
        )
        for question in instrument.questions():
            code = question.code
            if question.kind != "text" or code in hidden or code not in reached:
                continue
            said = response.answers.get(code, "")
            verdict = decided.get((code, digest_of(code, said))) if said else None
            kept = verdict is not None and verdict.kept
            found.append(
                Words(
                    code,
                    response.group,
                    response.team,
                    respondent_key(response),
                    verdict.text if verdict and kept else "",
                    verdict.theme if verdict and kept else "",
                )
            )
    return found


def unread(
    wave: Wave, answers: Iterable[Response], decided: Collection[tuple[str, str]]
) -> int:
    """How many different comments nobody has decided about, where any may be shown."""
    if wave.privacy.comments == "off":
        return 0
    return len(
        {
            (question.code, said)
            for response in counted(wave, answers)
            if not wave.asks_outside(response.group)
            and (instrument := wave.instrument_for(response.group)) is not None
            for question in instrument.questions()
            if question.kind == "text"
            and (said := response.answers.get(question.code, "").strip())
            and (
                question.code,
                digest_of(question.code, response.answers[question.code]),
            )
            not in decided
        }
    )


def mask_for(reading: Reading, wave: Wave, people: Iterable[Person] = ()) -> Mask:
    """Names of those invited and on the list, of teams, and of companies."""
    listed = list(people)
    invited = [
        one.name
        for each in reading.waves
        for one in read_mail_merge(reading.places.invitations(each.survey, each.id))
    ]
    return mask_of(
        [*invited, *(one.name for one in listed)],
        [
            name
            for team in wave.teams
            for name in (*team.name.values(), *team.about.values())
        ],
        [one.partner for one in listed],
    )


def _asked(reading: Reading, wave: str) -> Wave:
    frozen = reading.frozen(wave)
    if frozen.privacy.comments == "off":
        raise refuse(
            "comments-off",
            f"wave '{wave}' promised that comments are shown on no page",
            "set `comments:` under `privacy` before the next wave is frozen; this one "
            "keeps its promise",
        )
    return frozen


def _comments(
    reading: Reading, wave: Wave, store: sqlite3.Connection, mask: Mask
) -> list[_Comment]:
    """Every comment given in time, once, in an order that says nothing."""
    key = survey_key(reading.places.var, wave.survey)
    questions = {
        question.code: question
        for instrument in wave.instruments
        for question in instrument.questions()
        if question.kind == "text"
    }
    found: dict[str, _Comment] = {}
    for response in responses(store, wave.survey, wave.id):
        for code, text in response.answers.items():
            if code in questions and text.strip():
                written = digest_of(code, text)
                made = masked(text, mask)
                name = hmac.new(key, written.encode(), hashlib.sha256).hexdigest()[:16]
                found[name] = _Comment(
                    name, questions[code], written, made.text, made.found
                )
    return [found[name] for name in sorted(found)]


def _decisions(
    wave: Wave,
    table: Table,
    known: dict[str, _Comment],
    mask: Mask,
    forbidden: Forbidden,
) -> tuple[list[Verdict], int, int, int]:
    """Verdicts, rows still open, texts masked again, and kept without a theme."""
    heads = [cell.strip().casefold() for cell in table.heading.cells]
    last = _last_column(wave)
    columns = (*COLUMNS, last)
    lacking = [name for name in columns if name not in heads]
    if lacking:
        raise refuse(
            "comments-sheet",
            f"the sheet has no column {', '.join(lacking)}",
            "write it again with 'baseline comments WAVE'; decisions kept before stay",
            path=table.path,
        )
    at = {name: heads.index(name) for name in columns}
    decided: list[Verdict] = []
    problems: list[Problem] = []
    undecided = again = bare = 0
    for row in table.rows:
        comment = known.get(table.cell(row, at["id"]).strip())
        decision = table.cell(row, at["decision"]).strip().casefold()
        problem = _wrong(table, row, at, comment, decision)
        if problem is not None:
            problems.append(problem)
        elif not decision:
            undecided += 1
        elif comment is not None:
            kept = decision == KEEP
            given = " ".join(table.cell(row, at[last]).split())
            edited = table.cell(row, at[last]).strip() if last == TEXT else given
            made = masked(edited or comment.text, mask)
            theme = masked(given, mask).text if last == THEME else ""
            shown = theme if last == THEME else made.text
            if kept and found_in(plain(shown), forbidden):
                problems.append(_named(table, row, at[last]))
                continue
            again += bool(edited) and kept and (theme or made.text) != edited
            bare += kept and last == THEME and not theme
            text = made.text if last == TEXT else comment.text
            decided.append(
                Verdict(
                    comment.question.code,
                    comment.written,
                    kept,
                    text if kept else "",
                    theme if kept else "",
                )
            )
    if problems:
        raise Problems(problems)
    return decided, undecided, again, bare


def _last_column(wave: Wave) -> str:
    return THEME if wave.privacy.comments == "themes" else TEXT


def _named(table: Table, row: Row, column: int) -> Problem:
    return table.problem(
        row,
        column,
        "comments-name",
        "what would be shown names a person or a team, or holds a word registered as "
        "never to be published",
        "write another text, or `drop`; the word itself is not repeated here",
    )


def _wrong(
    table: Table, row: Row, at: dict[str, int], comment: _Comment | None, decision: str
) -> Problem | None:
    if comment is None:
        return table.problem(
            row,
            at["id"],
            "comments-row",
            "this comment is not in the store as it was",
            "it was changed, withdrawn or forgotten since; write the sheet again with "
            "'baseline comments WAVE', decisions kept before stay",
        )
    if decision not in ("", KEEP, DROP):
        return table.problem(
            row,
            at["decision"],
            "comments-decision",
            "this is neither `keep` nor `drop`",
            "leave it empty where you have not decided yet",
        )
    if THEME in at and len(table.cell(row, at[THEME]).strip()) > LONGEST_THEME:
        return table.problem(
            row,
            at[THEME],
            "comments-theme",
            f"a theme has at most {LONGEST_THEME} characters",
            "name the subject in a few words of your own, such as `decisions take "
            "long`; quote nobody",
        )
    return None


def _workbook(
    wave: Wave, found: list[_Comment], decided: dict[tuple[str, str], Verdict]
) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Comments"
    sheet.append([*COLUMNS, _last_column(wave)])
    wrap = Alignment(wrap_text=True, vertical="top")
    for number, one in enumerate(found, start=2):
        verdict = decided.get((one.question.code, one.written))
        decision = "" if verdict is None else KEEP if verdict.kept else DROP
        shown = ""
        if verdict is not None and verdict.kept:
            themes = _last_column(wave) == THEME
            shown = verdict.theme if themes else verdict.text
        question = pick(one.question.text, wave.languages[0])
        values = (one.id, question, one.text, decision, shown)
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = wrap
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    rule = DataValidation(type="list", formula1=f'"{KEEP},{DROP}"', allow_blank=True)
    rule.add(f"D2:D{max(2, len(found) + 1)}")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (18, 32, 70, 12, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    moment = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = moment
    book.properties.creator = ""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
