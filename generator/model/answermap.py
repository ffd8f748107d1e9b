"""Where the answers stand in a file that another form tool wrote."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from generator.model.ids import Authored, Id, Language, OptionCode


def _word(value: object) -> object:
    """A code such as 3 needs no quotes here."""
    return str(value) if isinstance(value, int) and type(value) is int else value


def _list(value: object) -> object:
    """One heading may stand without a list around it."""
    return (value,) if isinstance(value, str) and value else value or ()


Code = Annotated[OptionCode, BeforeValidator(_word)]
Headings = Annotated[tuple[str, ...], BeforeValidator(_list)]


class QuestionColumns(Authored):
    """Where the answers to one question stand, and what they mean."""

    column: str = ""
    """Heading of its column."""
    columns: dict[OptionCode, str] = Field(default_factory=dict)
    """For a question with several choices: option code and the heading of a column of
    ticks, instead of `column`."""
    no_answer: str = ""
    """For a number: heading of the column that says why there is none."""
    options: dict[str, Code] = Field(default_factory=dict)
    """Words in the file and the code of the option they mean; labels and codes of the
    wave need not be listed."""
    split: str = ""
    """For several choices in one cell: what stands between them; tried out if empty."""


class AnswerMap(Authored):
    """Where the answers stand in a file that another form tool wrote."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    instrument: Id
    """Id of the instrument that was asked."""
    language: Language
    """Language in which it was asked; labels are known in every language."""
    source: str = ""
    """Leave out for one file. Give each sheet a word of its own where several count
    their rows from 1, so that row 1 of one is not taken for row 1 of another."""
    sheet: str = ""
    """Name of the sheet; needed where a workbook shows several."""
    heading: int = Field(default=0, ge=0)
    """Number of the row with the headings; 0 for the first row with words."""
    id: Headings = ()
    """Heading of the column that tells one row from all others and stays the same when
    the file is written again; several headings where only together they do."""
    team: str = ""
    """Heading of the column that says which team the answers are about."""
    only_team: Id | None = None
    """Team every row is about, instead of `team`."""
    teams: dict[str, Id] = Field(default_factory=dict)
    """Words in the team's column and the id of the team; names and ids need not be
    listed."""
    person: str = ""
    """Heading of the column with the person's id or e-mail; kept as a code only."""
    partner: str = ""
    """Heading of the column with the partner company's name; kept as a code only."""
    finished: str = ""
    """Heading of the column that says whether, or when, a person finished."""
    fingerprint: str = ""
    """Heading of the column that says which frozen form was filled in."""
    questions: dict[str, QuestionColumns]
    """Question code and where its answers stand."""
