"""A map as a person reads it: what was found, and what is left to decide."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.formats.base import say
from generator.formats.formtools import seen
from generator.model.instrument import Instrument, Question, Wave
from generator.sources.tables import Table

CHECK = "  # please check"


@dataclass(slots=True)
class Where:
    """The columns of one question, as far as they are known."""

    column: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    no_answer: str = ""
    split: str = ""


@dataclass(slots=True)
class Found:
    """What is known of a file so far."""

    names: dict[str, int]
    taken: set[int] = field(default_factory=set)
    questions: dict[str, Where] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """`id`, `team` and the like, with their headings."""
    doubtful: set[str] = field(default_factory=set)
    languages: list[str] = field(default_factory=list)
    """One for each question that was known by its words."""

    def free(self) -> list[tuple[str, int]]:
        """Headings of columns nothing has been found in, in the file's order."""
        return [(n, c) for n, c in self.names.items() if c not in self.taken]

    def ask(self, code: str, where: Where) -> None:
        """Note the columns of a question."""
        self.questions[code] = where
        for heading in (where.column, where.no_answer, *where.columns.values()):
            if heading:
                self.taken.add(self.names[heading])


def map_text(table: Table, found: Found, wave: Wave, instrument: Instrument) -> str:
    """The map as YAML, with remarks where a person must look.

    It quotes headings and never a cell below them.
    """
    codes = [question.code for question in instrument.questions()]
    language = Counter(found.languages).most_common(1)
    parts = [
        "# Where the answers of a form tool's file stand. Look it through, then run",
        f"# baseline collect {wave.id} --from FILE --map THIS-FILE --dry-run",
        "schema: 1",
        f"instrument: {instrument.id}",
        f"language: {language[0][0] if language else instrument.languages[0]}",
        *([f"sheet: {_quoted(table.sheet)}"] if table.sheet else []),
        *_id(found),
        *_team(found, wave),
        *(
            f"{part}: {_quoted(found.parts[part])}{_mark(found, part)}"
            for part in ("person", "partner", "finished", "fingerprint")
            if part in found.parts
        ),
        "questions:" if found.questions else "questions: {}",
        *(
            text
            for question in instrument.questions()
            for text in _question(found, question)
        ),
        *_left(
            found, instrument, [code for code in codes if code not in found.questions]
        ),
    ]
    return "\n".join(parts) + "\n"


def _id(found: Found) -> Iterator[str]:
    if "id" in found.parts:
        yield f"id: {_quoted(found.parts['id'])}{_mark(found, 'id')}"
        return
    yield "# Which column tells one row from all others, also when the file is written"
    yield "# again? Nothing can be collected without it."
    yield '# id: "heading"'


def _team(found: Found, wave: Wave) -> Iterator[str]:
    if "team" in found.parts:
        yield f"team: {_quoted(found.parts['team'])}{_mark(found, 'team')}"
        yield "# Words in that column that are neither a team's id nor its name:"
        yield f'# teams: {{"our words": {wave.teams[0].id}}}'
    elif len(wave.teams) == 1:
        yield f"only_team: {wave.teams[0].id}"
    else:
        yield "# Which column says what team a row is about? Or is it one for all rows?"
        yield '# team: "heading"'
        yield f"# only_team: {wave.teams[0].id}"


def _question(found: Found, question: Question) -> Iterator[str]:
    where = found.questions.get(question.code)
    if where is None:
        return
    mark = _mark(found, question.code)
    yield f"  {question.code}:{mark}"
    if where.column:
        yield f"    column: {_quoted(where.column)}"
    if where.split:
        yield f"    split: {_quoted(where.split)}"
    if where.no_answer:
        yield f"    no_answer: {_quoted(where.no_answer)}"
    if where.columns:
        yield "    columns:"
        for code, heading in where.columns.items():
            yield f"      {_quoted(code)}: {_quoted(heading)}"


def _left(found: Found, instrument: Instrument, without: list[str]) -> Iterator[str]:
    texts = {
        question.code: say(question.text, instrument.languages[0])
        for question in instrument.questions()
    }
    if without:
        yield "# Questions without a column:"
        for code in without:
            yield f"#   {code}: {_short(texts[code])}"
    if found.free():
        yield "# Columns that are not read:"
        for name, _ in found.free():
            yield f"#   {_quoted(name)}"


def _mark(found: Found, what: str) -> str:
    return CHECK if what in found.doubtful else ""


def _quoted(text: str) -> str:
    """A text as YAML takes it: JSON is part of YAML."""
    return json.dumps(text, ensure_ascii=False)


def _short(text: str) -> str:
    """The beginning of a text."""
    shown = seen(text)
    return shown if len(shown) <= 100 else f"{shown[:99]}…"
