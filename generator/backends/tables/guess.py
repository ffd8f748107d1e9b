"""A first map of another tool's file, for a person to look through."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.backends.tables.columns import names_of
from generator.backends.tables.maptext import Found, Where, map_text
from generator.backends.tables.matching import (
    NOBODY,
    SEPARATORS,
    meanings_of,
    several,
)
from generator.errors import Exit, refuse
from generator.formats.base import say
from generator.formats.formtools import (
    GROUP,
    STAMP,
    TEAM,
    beside,
    labels,
    same,
    word,
    written,
)
from generator.model.instrument import Instrument, Question, Wave
from generator.sources.tables import Table

NEAR = 0.75
"""How alike a heading and a question must be to be taken for the same."""

IDS = (
    *("instanceid", "meta/instanceid", "_uuid", "uuid", "key", "response id"),
    *("responseid", "respondent id", "submission id", "antwort-id", "antwort id", "id"),
    *("nr", "nr.", "no", "no.", "number", "nummer", "lfd. nr.", "form number"),
    *("bogen", "bogennummer", "_id", "#"),
)
TIMES = ("timestamp", "zeitstempel")
"""A time may stand for the row where a tool counts nothing."""
PERSONS = (
    *("person", "email", "e-mail", "email address", "e-mail address", "e-mail-adresse"),
    *("username", "benutzername", "e-mail address of respondent"),
)
PARTNERS = ("partner", "company", "firma", "unternehmen", "partner company")
ENDS = (
    *("completion time", "fertigstellungszeit", "abschlusszeit", "finished", "end"),
    *("end date", "enddate", "date submitted", "submit date", "submitdate"),
    *("_submission_time", "submissiondate", "abgeschlossen", *TIMES),
)
TEAMS = (TEAM, "about which team", "welches team")
TICK_SHAPES = ("{}/{}", "{}_{}", "{}.{}", "{} [{}]", "{}[{}]", "{}: {}", "{} - {}")
"""How tools write a question and one of its options at the head of a column."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A map to look through, and what could not be matched."""

    text: str
    instrument: str
    matched: tuple[str, ...]
    """Codes of questions that have a column."""
    doubtful: tuple[str, ...]
    """What was matched by likeness only: question codes, `id`, `team`."""
    open: tuple[str, ...]
    """Codes of questions without a column, and `id` or `team` where none was found."""
    unread: tuple[str, ...]
    """Headings of columns that are not read."""


def guess_map(table: Table, wave: Wave, instrument: str = "") -> Guess:
    """The map that fits the headings of a file best.

    Args:
        table: the file.
        wave: the frozen wave.
        instrument: which survey was asked; the one that fits best, if empty.

    Raises:
        Problems: several surveys fit the file as well as each other.
    """
    chosen = _instrument(table, wave, instrument)
    found = _exact(table, chosen)
    _ticks(found, chosen)
    _reasons(found, chosen)
    _parts(table, found, wave, chosen)
    _alike(found, chosen)
    _separators(table, found, chosen)
    text = map_text(table, found, wave, chosen)
    codes = [question.code for question in chosen.questions()]
    missing = ["id"] if "id" not in found.parts else []
    if "team" not in found.parts and len(wave.teams) > 1:
        missing.append("team")
    return Guess(
        text,
        chosen.id,
        tuple(code for code in codes if code in found.questions),
        tuple(sorted(found.doubtful)),
        (*missing, *(code for code in codes if code not in found.questions)),
        tuple(name for name, _ in found.free()),
    )


# Which survey


def _instrument(table: Table, wave: Wave, wanted: str) -> Instrument:
    surveys = [one for one in wave.instruments if one.mode == "survey"]
    if wanted:
        for one in surveys:
            if one.id == wanted:
                return one
        raise refuse(
            "map-instrument",
            f"there is no survey `{wanted}` in wave '{wave.id}'",
            f"it has: {', '.join(one.id for one in surveys)}",
            exit_code=Exit.USAGE,
        )
    fits = {one.id: len(_exact(table, one).questions) for one in surveys}
    best = [one for one in surveys if fits[one.id] == max(fits.values())]
    if len(best) > 1:
        # forms made by us say whom they ask
        groups = _values(table, GROUP)
        best = [one for one in best if groups == {same(one.group)}] or best
    if len(best) == 1:
        return best[0]
    raise refuse(
        "map-instrument",
        f"{table.path} could be the answers to: {', '.join(one.id for one in best)}",
        "say which survey was asked with --instrument",
        exit_code=Exit.USAGE,
    )


def _values(table: Table, name: str) -> set[str]:
    columns = [c for n, c in names_of(table).items() if name in _keys(n)]
    return {
        same(words)
        for column in columns[:1]
        for row in table.rows
        if (words := table.cell(row, column))
    }


# Questions


def _keys(heading: str) -> list[str]:
    """What a heading may be known by: itself, without its number, its last part."""
    whole = same(heading)
    keys = [whole, re.sub(r"^\d+[.)] ?", "", whole)]
    keys.append(whole.rpartition("/")[2])
    return list(dict.fromkeys(key for key in keys if key))


def _known(instrument: Instrument) -> dict[str, tuple[str, str]]:
    """Every way a question may be written at the head of a column: code, language."""
    found: dict[str, dict[str, str]] = {}
    for question in instrument.questions():
        code = question.code
        found.setdefault(same(code), {})[code] = ""
        for language in instrument.languages:
            text = say(question.text, language)
            told = written(instrument, question, language)
            for each in (text, told, f"{code}: {text}", f"{code}. {text}"):
                found.setdefault(same(each), {}).setdefault(code, language)
    return {
        key: next(iter(codes.items()))
        for key, codes in found.items()
        if len(codes) == 1
    }


def _exact(table: Table, instrument: Instrument) -> Found:
    found = Found(names_of(table))
    known = _known(instrument)
    codes = {same(question.code) for question in instrument.questions()}
    for name in found.names:
        if same(name).rpartition("/")[0].rpartition("/")[2] in codes:
            continue  # a column of ticks below its question
        for key in _keys(name):
            code, language = known.get(key, ("", ""))
            if code and code not in found.questions:
                found.ask(code, Where(name))
                found.languages += [language] if language else []
                break
    return found


def _ticks(found: Found, instrument: Instrument) -> None:
    """Several choices in a column each: `P1/A`, `P1_A`, `Which ones? [Mails]` …"""
    for question in instrument.questions():
        if question.kind != "multi" or question.code in found.questions:
            continue
        ways = _tick_ways(question, instrument.languages)
        columns: dict[str, str] = {}
        for name, _ in found.free():
            keys = (same(name), *_tails(name))
            code = next((ways[key] for key in keys if key in ways), "")
            if code:
                columns.setdefault(code, name)
        if columns:
            found.ask(question.code, Where(columns=columns))


def _tails(name: str) -> list[str]:
    """The last two parts of a path, as tools for XLSForms write them."""
    parts = same(name).split("/")
    return ["/".join(parts[-2:])] if len(parts) > 2 else []


def _tick_ways(question: Question, languages: Iterable[str]) -> dict[str, str]:
    ways: dict[str, str] = {}
    for choice in question.choices:
        named = [(question.code, choice.code)]
        for language in languages:
            label = labels(question.choices, language)[choice.code]
            text = say(question.text, language)
            named += [(text, label), (question.code, label), (text, choice.code)]
        for asked, option in named:
            for shape in TICK_SHAPES:
                ways.setdefault(same(shape.format(asked, option)), choice.code)
    return ways


def _reasons(found: Found, instrument: Instrument) -> None:
    """The column beside a number that says why there is none."""
    for question in instrument.questions():
        where = found.questions.get(question.code)
        if question.kind != "number" or not question.choices or where is None:
            continue
        for name, column in found.free():
            if same(beside(question)) in _keys(name):
                where.no_answer = name
                found.taken.add(column)
                break


def _alike(found: Found, instrument: Instrument) -> None:
    """What is left, by likeness: the best pair first."""
    pairs = [
        (-likeness, name, question.code, language)
        for name, _ in found.free()
        for question in instrument.questions()
        if question.code not in found.questions
        for language in instrument.languages
        if (likeness := _likeness(name, say(question.text, language))) >= NEAR
    ]
    for _, name, code, language in sorted(pairs):
        if code not in found.questions and found.names[name] not in found.taken:
            found.ask(code, Where(name))
            found.doubtful.add(code)
            found.languages.append(language)


def _likeness(heading: str, text: str) -> float:
    bare = re.sub(r"^\d+[.)] ?", "", same(heading))
    matcher = difflib.SequenceMatcher(None, bare, same(text))
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0


def _separators(table: Table, found: Found, instrument: Instrument) -> None:
    """What parts several choices in one cell, where the cells agree on it."""
    for question in instrument.questions():
        where = found.questions.get(question.code)
        if question.kind != "multi" or where is None or not where.column:
            continue
        column = found.names[where.column]
        meanings = meanings_of(question.choices, instrument.languages, {})
        cells = [
            words
            for row in table.rows
            if (words := table.cell(row, column)) and not meanings.of(words)
        ]
        for separator in SEPARATORS:
            if cells and all(several(cell, meanings, separator) for cell in cells):
                where.split = separator
                break


# The rest of a row


def _parts(table: Table, found: Found, wave: Wave, instrument: Instrument) -> None:
    asked = [same(word(one, "team")) for one in instrument.languages]
    _part(found, "team", (*asked, *TEAMS))
    _part(found, "fingerprint", (STAMP,))
    _part(found, "id", IDS, lambda column: _tells_apart(table, column))
    if wave.privacy.identity != "anonymous":
        _part(found, "person", PERSONS, lambda column: _many(table, column))
        if wave.asks_outside(instrument.group):
            _part(found, "partner", PARTNERS)
    _part(found, "finished", ENDS)
    last = found.parts.get("finished", "")
    if "id" not in found.parts and same(last) in TIMES:
        found.parts["id"] = last
        found.doubtful.add("id")


def _part(
    found: Found,
    part: str,
    known: Sequence[str],
    fits: Callable[[int], bool] = lambda _column: True,
) -> None:
    """The first of the known headings that is there and fits."""
    free = {key: (name, column) for name, column in found.free() for key in _keys(name)}
    for key in known:
        name, column = free.get(key, ("", 0))
        if name and fits(column):
            found.parts[part] = name
            found.taken.add(column)
            return


def _tells_apart(table: Table, column: int) -> bool:
    words = [table.cell(row, column) for row in table.rows]
    return all(words) and len(set(words)) == len(words)


def _many(table: Table, column: int) -> bool:
    """Whether a column names persons: some tools write `anonymous` in each row."""
    words = {same(table.cell(row, column)) for row in table.rows} - NOBODY - {""}
    return len(words) > 1 or len(table.rows) < 2
