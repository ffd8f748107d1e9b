"""The codebook: every variable an instrument collects, for people and for tools."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from generator.formats.base import FormatFile, say
from generator.formats.conditions import only_if, universe
from generator.model.instrument import Field, Instrument, Ladder, Question, Wave

COLUMNS = (
    "survey",
    "wave",
    "instrument",
    "universe",
    "variable",
    "item",
    "kind",
    "purpose",
    "question_text",
    "category_code",
    "category_label",
    "category_value",
    "category_missing",
    "reverse",
    "concepts",
    "fingerprint",
)
"""One line per variable and category; words as in DDI Codebook.

The universe is the respondent group; where a question is asked only after certain
answers, it goes on with those: `practitioner if Q3 in (1 2)`.
"""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that starts with one of these."""

WORDS = {
    "en": {
        "title": "Codebook",
        "intro": (
            "Every variable this instrument collects. A variable is one question; its"
            " categories are the options a person could choose. A value runs from 0"
            " to 1 and is what scores are made of. Categories marked as missing never"
            " count as 0."
        ),
        "assessment": (
            "One statement per team. Each practice is one variable: the rung the team"
            " agreed on in its meeting, or that it did not agree, or that the practice"
            " does not apply. Evidence, next step, target rung and target date are"
            " kept beside it as text."
        ),
        "survey": "Survey",
        "wave": "Wave",
        "instrument": "Instrument",
        "universe": "Asked of",
        "asked": "Asked",
        "language": "Language",
        "count": "Variables",
        "fingerprint": "Fingerprint",
        "variable": "Variable",
        "question": "Question",
        "code": "Code",
        "category": "Category",
        "value": "Value",
        "missing": "Missing",
        "na": "does not apply",
        "dk": "cannot judge",
        "concepts": "Counts in",
        "unscored": "nothing: shown, not scored",
        "kind": "Kind",
        "choice": "one choice",
        "number": "a number",
        "form": (
            "What one person writes about each line of this form. It gives context and"
            " never enters a score."
        ),
        "field-text": "text",
        "field-number": "a number",
        "field-date": "a date",
        "field-yes-no": "yes or no",
        "field-choice": "one choice",
        "field-multi": "any number of choices",
        "multi": "up to {n} choices, codes joined by a blank",
        "multi_any": "any number of choices, codes joined by a blank",
        "text": "text, at most {n} characters",
        "rung": "agreed rung",
        "reverse": "Reverse-keyed: a high value means less of the practice.",
        "item": "Item",
        "weight": "weight",
        "same": "Stands for",
        "teams": "teams",
    },
    "de": {
        "title": "Codebuch",
        "intro": (
            "Alle Variablen, die dieser Fragebogen erhebt. Eine Variable ist eine"
            " Frage; ihre Kategorien sind die Antworten, die man wählen konnte. Ein"
            " Wert geht von 0 bis 1; aus Werten entstehen die Ergebnisse. Als fehlend"
            " markierte Kategorien zählen nie als 0."
        ),
        "assessment": (
            "Eine Aussage je Team. Jede Praktik ist eine Variable: die Stufe, auf"
            " die sich das Team in seinem Treffen geeinigt hat, oder dass es sich nicht"
            " geeinigt hat, oder dass die Praktik nicht zutrifft. Beleg, nächster"
            " Schritt, Zielstufe und Zieldatum stehen als Text daneben."
        ),
        "survey": "Erhebung",
        "wave": "Welle",
        "instrument": "Instrument",
        "universe": "Befragt werden",
        "asked": "Gefragt",
        "language": "Sprache",
        "count": "Variablen",
        "fingerprint": "Prüfsumme",
        "variable": "Variable",
        "question": "Frage",
        "code": "Code",
        "category": "Kategorie",
        "value": "Wert",
        "missing": "Fehlend",
        "na": "trifft nicht zu",
        "dk": "nicht zu beurteilen",
        "concepts": "Zählt für",
        "unscored": "nichts: wird gezeigt, nicht bewertet",
        "kind": "Art",
        "choice": "eine Auswahl",
        "number": "eine Zahl",
        "form": (
            "Was eine Person zu jedem Eintrag dieses Formulars schreibt. Es gibt"
            " Zusammenhang und geht nie in einen Wert ein."
        ),
        "field-text": "Text",
        "field-number": "eine Zahl",
        "field-date": "ein Datum",
        "field-yes-no": "ja oder nein",
        "field-choice": "eine Auswahl",
        "field-multi": "beliebig viele Antworten",
        "multi": "bis zu {n} Antworten, Codes durch Leerzeichen getrennt",
        "multi_any": "beliebig viele Antworten, Codes durch Leerzeichen getrennt",
        "text": "Text, höchstens {n} Zeichen",
        "rung": "vereinbarte Stufe",
        "reverse": "Umgekehrt gepolt: Ein hoher Wert bedeutet weniger von der Praktik.",
        "item": "Item",
        "weight": "Gewicht",
        "same": "Steht auch für",
        "teams": "Teams",
    },
}


def files(wave: Wave, instrument: Instrument, language: str) -> list[FormatFile]:
    """The codebook of one instrument as CSV and as Markdown."""
    stem = f"{instrument.id}-codebook.{language}"
    text = f"# {_cell(_title(instrument, language))}\n\n"
    text += markdown(wave, instrument, language)
    return [
        FormatFile(f"{stem}.csv", table(wave, instrument, language)),
        FormatFile(f"{stem}.md", text.encode("utf-8")),
    ]


def table(wave: Wave, instrument: Instrument, language: str) -> bytes:
    """The codebook as CSV; the byte order mark lets spreadsheets read umlauts."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    head = (wave.survey, wave.id, instrument.id)
    for row in _rows(instrument, language):
        writer.writerow([harmless(cell) for cell in (*head, *row)])
    return out.getvalue().encode("utf-8-sig")


def markdown(wave: Wave, instrument: Instrument, language: str, level: int = 2) -> str:
    """The codebook as Markdown without a title, also for a page of the site.

    Args:
        wave: the frozen wave.
        instrument: one of its instruments.
        language: one of its languages.
        level: heading level of each variable.
    """
    words = WORDS.get(language, WORDS["en"])
    assessed = instrument.mode == "assessment"
    total = (
        len(instrument.ladders)
        if assessed
        else sum(1 for _ in instrument.questions()) + len(instrument.fields)
    )
    universe = words["teams"] if assessed else _universe(wave, instrument, language)
    head = (
        (words["survey"], say(wave.survey_title, language)),
        (words["wave"], say(wave.title, language)),
        (words["instrument"], _named(instrument, language)),
        (words["universe"], universe),
        (words["language"], language),
        (words["count"], str(total)),
        (words["fingerprint"], instrument.fingerprint),
    )
    lead = {"assessment": "assessment", "form": "form"}.get(instrument.mode, "intro")
    parts = [words[lead], _facts(head)]
    for field in instrument.fields:
        parts.append(_field_part(field, language, level, words))
    for ladder in instrument.ladders:
        parts.append(_ladder_part(ladder, language, level, words))
    for question in instrument.questions():
        only = only_if(instrument, question, language, name=str)
        parts.append(_question_part(wave, question, only, language, level, words))
    return "\n\n".join(parts) + "\n"


# Markdown


def _question_part(
    wave: Wave,
    question: Question,
    only: str,
    language: str,
    level: int,
    words: dict[str, str],
) -> str:
    titles = {node.ref: say(node.title, language) for node in wave.nodes}
    facts = [
        (words["question"], say(question.text, language)),
        *([(words["asked"], only)] if only else []),
        (words["item"], question.item),
        (words["kind"], _kind(question, words)),
        (
            words["concepts"],
            "; ".join(
                f"{titles.get(target.practice, target.practice)}"
                f" ({target.practice}, {words['weight']} {target.weight:g})"
                for target in question.targets
            )
            or words["unscored"],
        ),
        (words["fingerprint"], question.fingerprint),
    ]
    parts = [f"{'#' * level} {_cell(question.code)}", _facts(facts)]
    if question.reverse:
        parts.append(words["reverse"])
    if question.choices:
        rows = [
            (
                choice.code,
                say(choice.label, language),
                "" if choice.value is None else _number(choice.value),
                words[choice.missing] if choice.missing else "",
            )
            for choice in question.choices
        ]
        columns = (words["code"], words["category"], words["value"], words["missing"])
        parts.append(_grid(columns, rows))
    return "\n\n".join(parts)


def _field_part(field: Field, language: str, level: int, words: dict[str, str]) -> str:
    facts = [
        (words["question"], say(field.title, language)),
        (words["kind"], words[f"field-{field.kind}"]),
        (words["concepts"], words["unscored"]),
    ]
    parts = [f"{'#' * level} {_cell(field.id)}", _facts(facts)]
    if field.choices:
        rows = [
            (str(number), say(choice, language))
            for number, choice in enumerate(field.choices, start=1)
        ]
        parts.append(_grid((words["code"], words["category"]), rows))
    return "\n\n".join(parts)


def _ladder_part(
    ladder: Ladder, language: str, level: int, words: dict[str, str]
) -> str:
    facts = [
        (words["question"], say(ladder.statement, language)),
        (words["item"], ladder.practice),
        (words["kind"], words["rung"]),
    ]
    if ladder.same:
        facts.append((words["same"], ", ".join(ladder.same)))
    rows = [
        (
            str(rung.n),
            f"{say(rung.title, language)}: {say(rung.descriptor, language)}",
        )
        for rung in ladder.rungs
    ]
    return "\n\n".join(
        (
            f"{'#' * level} {_cell(say(ladder.title, language))}",
            _facts(facts),
            _grid((words["code"], words["category"]), rows),
        )
    )


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{_cell(name)}:** {_cell(text)}" for name, text in facts)


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    escaped = [
        line if number == 1 else [_cell(cell) for cell in line]
        for number, line in enumerate(lines)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)


def _cell(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no table bars, one line."""
    text = " ".join(text.split())
    text = re.sub(
        r"[&<>|*_`\[\]{}\\~^#$]", lambda found: f"&#{ord(found.group())};", text
    )
    return re.sub(r"([=+])(?=\1)|:(?=\w+:)|(?<=:):", _entities, text)


def _entities(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found.group())


# CSV


def _rows(instrument: Instrument, language: str) -> Iterator[tuple[str, ...]]:
    yield from _field_rows(instrument, language)
    for ladder in instrument.ladders:
        concepts = " ".join((ladder.practice, *ladder.same))
        text = say(ladder.statement, language)
        for rung in ladder.rungs:
            label = say(rung.title, language)
            yield (
                instrument.group,
                *(ladder.practice, ladder.practice, "rung", "assessment", text),
                *(str(rung.n), label, "", "", "", concepts, instrument.fingerprint),
            )
    for question in instrument.questions():
        lead = (
            f"{instrument.group} {universe(question)}".strip(),
            *(question.code, question.item, question.kind, question.purpose),
            say(question.text, language),
        )
        tail = (
            "yes" if question.reverse else "",
            " ".join(f"{t.practice}={t.weight:g}" for t in question.targets),
            question.fingerprint,
        )
        if not question.choices:
            yield (*lead, "", "", "", "", *tail)
        for choice in question.choices:
            value = "" if choice.value is None else _number(choice.value)
            label = say(choice.label, language)
            yield (*lead, choice.code, label, value, choice.missing or "", *tail)


def _field_rows(instrument: Instrument, language: str) -> Iterator[tuple[str, ...]]:
    for field in instrument.fields:
        lead = (
            *(instrument.group, field.id, field.id, field.kind, "context"),
            say(field.title, language),
        )
        tail = ("", "", "", "", instrument.fingerprint)
        if not field.choices:
            yield (*lead, "", "", *tail)
        for number, choice in enumerate(field.choices, start=1):
            yield (*lead, str(number), say(choice, language), *tail)


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula, on one line."""
    cell = " ".join(cell.split())
    return f"'{cell}" if cell.startswith(FORMULA) else cell


# Small things


def _number(value: float) -> str:
    return f"{value:.6g}"


def _kind(question: Question, words: dict[str, str]) -> str:
    if question.kind == "text":
        return words["text"].format(n=question.max_length)
    if question.kind == "number":
        return words["number"]
    if question.kind == "multi" and question.max_choices:
        return words["multi"].format(n=question.max_choices)
    return words["multi_any" if question.kind == "multi" else "choice"]


def _universe(wave: Wave, instrument: Instrument, language: str) -> str:
    titles = {group.id: say(group.title, language) for group in wave.groups}
    return titles.get(instrument.group, instrument.group)


def _named(instrument: Instrument, language: str) -> str:
    return f"{instrument.letter}: {say(instrument.title, language)}"


def _title(instrument: Instrument, language: str) -> str:
    words = WORDS.get(language, WORDS["en"])
    return f"{words['title']}: {_named(instrument, language)}"
