"""Reads the map of a file of answers, checked against the frozen wave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.errors import Problems
from generator.model.answermap import AnswerMap, QuestionColumns
from generator.model.instrument import Instrument, Question, Wave
from generator.sources.margin import Margin
from generator.sources.shape import validate
from generator.sources.yaml_reader import Document, Loc, read_document


def read_answer_map(path: Path, wave: Wave) -> tuple[AnswerMap, Document]:
    """A map that fits the wave, with the places of what it says.

    Raises:
        Problems: everything in it that does not fit the wave.
    """
    document = read_document(path, path.as_posix())
    found, problems = validate(AnswerMap, document)
    margin = Margin(document, [*document.problems, *problems])
    if found is not None:
        _check(margin, found, wave)
    if found is None or margin.notes:
        raise Problems(margin.notes)
    return found, document


def check_complete(found: AnswerMap, document: Document, wave: Wave) -> None:
    """Refuses a map that leaves open what a row is, or which team it is about.

    A map that was guessed may leave this open; nothing can be collected with it.
    """
    margin = Margin(document)
    if not found.id:
        margin.error(
            ("id",),
            "map-id",
            "which column tells one row from all others is not said",
            "name it with `id:`, such as the tool's own number of each answer; without "
            "it a second file would double every answer, or lose those that changed",
        )
    if not found.team and not found.only_team and len(wave.teams) > 1:
        margin.error(
            ("team",),
            "map-team",
            "which team a row is about is not said",
            "name the column with `team:`, or the one team with `only_team:`",
        )
    if not found.questions:
        margin.error(
            ("questions",),
            "map-question",
            "no question has a column",
            "write one under `questions:`; `--guess-map` shows how",
        )
    if margin.notes:
        raise Problems(margin.notes)


def headings_of(found: AnswerMap) -> Iterator[tuple[Loc, str]]:
    """Every heading the map names, with the way to it."""
    for number, heading in enumerate(found.id):
        yield ("id", number), heading
    for name in ("team", "person", "partner", "finished", "fingerprint"):
        if heading := getattr(found, name):
            yield (name,), heading
    for code, asked in found.questions.items():
        yield from _columns(code, asked)


def _columns(code: str, asked: QuestionColumns) -> Iterator[tuple[Loc, str]]:
    for name in ("column", "no_answer"):
        if heading := getattr(asked, name):
            yield ("questions", code, name), heading
    for option, heading in asked.columns.items():
        yield ("questions", code, "columns", option), heading


def _check(margin: Margin, found: AnswerMap, wave: Wave) -> None:
    surveys = {one.id: one for one in wave.instruments if one.mode == "survey"}
    instrument = surveys.get(found.instrument)
    if instrument is None:
        margin.unknown(
            ("instrument",), "map-instrument", "survey", found.instrument, surveys
        )
        return
    if found.language not in instrument.languages:
        margin.unknown(
            ("language",),
            "map-language",
            "language",
            found.language,
            instrument.languages,
        )
    _check_team(margin, found, wave)
    _check_promises(margin, found, wave, instrument)
    questions = {question.code: question for question in instrument.questions()}
    for code, asked in found.questions.items():
        loc: Loc = ("questions", code)
        if code in questions:
            _check_question(margin, loc, questions[code], asked)
        else:
            margin.unknown(loc, "map-question", "question", code, questions)
    _check_once(margin, found)


def _check_team(margin: Margin, found: AnswerMap, wave: Wave) -> None:
    teams = [team.id for team in wave.teams]
    if found.team and found.only_team:
        margin.error(
            ("only_team",),
            "map-team",
            "both a column of teams and one team for all rows are given",
            "keep `team:` or `only_team:`",
        )
    named: list[tuple[Loc, str]] = [
        (("teams", word), team) for word, team in found.teams.items()
    ]
    if found.only_team:
        named.append((("only_team",), found.only_team))
    for loc, team in named:
        if team not in teams:
            margin.unknown(loc, "map-team", "team", team, teams)


def _check_promises(
    margin: Margin, found: AnswerMap, wave: Wave, instrument: Instrument
) -> None:
    for name in ("person", "partner"):
        if getattr(found, name) and wave.privacy.identity == "anonymous":
            margin.error(
                (name,),
                "map-anonymous",
                f"wave '{wave.id}' promised that answers are tied to nobody; `{name}` "
                "would tie them",
                f"remove `{name}:`",
            )
    if found.partner and not wave.asks_outside(instrument.group):
        margin.error(
            ("partner",),
            "map-columns",
            f"the people asked by `{instrument.id}` come from no partner company",
            "remove `partner:`",
        )


def _check_question(
    margin: Margin, loc: Loc, question: Question, asked: QuestionColumns
) -> None:
    codes = [choice.code for choice in question.choices]
    if bool(asked.column) == bool(asked.columns):
        margin.error(
            loc,
            "map-columns",
            f"question `{question.code}` has "
            + ("both `column` and `columns`" if asked.column else "no column"),
            "give the heading of its `column`, or of one column for each option",
        )
    several = question.kind == "multi"
    for name in ("columns", "split"):
        if getattr(asked, name) and not several:
            margin.error(
                (*loc, name),
                "map-columns",
                f"question `{question.code}` takes one answer; `{name}` is for several",
                "give its `column`",
            )
    if asked.no_answer and not (question.kind == "number" and codes):
        margin.error(
            (*loc, "no_answer"),
            "map-columns",
            f"question `{question.code}` has no second column for a missing number",
            "remove `no_answer`",
        )
    listed = [((*loc, "options", word), code) for word, code in asked.options.items()]
    ticked = [((*loc, "columns", code), code) for code in asked.columns]
    for place, code in (*listed, *(ticked if several else ())):
        if code not in codes:
            margin.unknown(place, "map-option", "option", code, codes)


def _check_once(margin: Margin, found: AnswerMap) -> None:
    """One column holds the answers to one question."""
    seen: dict[str, Loc] = {}
    for loc, heading in headings_of(found):
        if loc[0] != "questions":
            continue
        if heading in seen:
            margin.error(
                loc,
                "map-columns",
                f"the column of question `{seen[heading][1]}` is given again",
                "one column holds the answers to one question",
            )
        seen.setdefault(heading, loc)
