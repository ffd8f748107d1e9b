"""Codes LimeSurvey keeps as they are: letters and digits, told apart without case.

An answer code it does not like is dropped without a word, a question code renamed, so
every code is made valid here, by a rule both directions share.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.instrument import AnswerIn, Instrument, Page, Question

TEAM = "pbteam"
"""Hidden question that takes the team's code from the link, in anonymous mode."""

RESERVED = frozenset(("time", "other"))
"""Subquestion codes the server keeps for itself."""

LONGEST = 20


def option_codes(question: Question) -> dict[str, str]:
    """Our option codes to the server's; the same wherever the server takes ours."""
    codes: dict[str, str] = {}
    taken = {_alike(choice.code) for choice in question.choices}
    seen: set[str] = set()
    for choice in question.choices:
        code = choice.code
        if _alike(code) in seen or code.casefold() in RESERVED:
            code = _free(taken)
        codes[choice.code] = code
        seen.add(_alike(code))
        taken.add(_alike(code))
    return codes


def our_options(question: Question) -> dict[str, str]:
    """The server's option codes to ours."""
    return {theirs: ours for ours, theirs in option_codes(question).items()}


def words_code(number: int) -> str:
    """Code of the text at a page's end; no question code of ours ends in letters."""
    return f"pb{number}words"


def instead_code(question: Question) -> str:
    """Code of the boxes for who cannot give a number."""
    return f"{question.code}m"


def blocks(page: Page, *, arrays: bool) -> list[tuple[Question, ...]]:
    """The questions of a page, those that share a table together.

    Neighbours share a table where their options, labels and conditions are the same.
    """
    found: list[list[Question]] = []
    for question in page.questions:
        before = found[-1][-1] if found else None
        if arrays and before is not None and _same_table(before, question):
            found[-1].append(question)
        else:
            found.append([question])
    return [tuple(each) for each in found]


def table_code(block: Sequence[Question]) -> str:
    """Code of the table that holds several questions; theirs become its lines."""
    return f"{block[0].code}t"


def variables(instrument: Instrument, *, arrays: bool) -> dict[str, str]:
    """Question code to its name in expressions and exports without brackets."""
    names: dict[str, str] = {}
    for page in instrument.pages:
        for block in blocks(page, arrays=arrays):
            for question in block:
                inside = len(block) > 1
                names[question.code] = (
                    f"{table_code(block)}_{question.code}" if inside else question.code
                )
    return names


def relevance(question: Question, instrument: Instrument, *, arrays: bool) -> str:
    """The server's condition under which a question is asked; `1` is always."""
    if not question.show_if:
        return "1"
    names = variables(instrument, arrays=arrays)
    known = {each.code: each for each in instrument.questions()}
    return " or ".join(
        "(" + " and ".join(_holds(part, known, names) for part in parts) + ")"
        for parts in question.show_if
    )


def _holds(part: AnswerIn, known: dict[str, Question], names: dict[str, str]) -> str:
    asked = known[part.question]
    theirs = option_codes(asked)
    name = names[part.question]
    if asked.kind == "multi":
        tests = [f'{name}_{theirs[code]}.NAOK == "Y"' for code in part.codes]
    else:
        tests = [f'{name}.NAOK == "{theirs[code]}"' for code in part.codes]
    return "(" + " or ".join(tests) + ")"


def _same_table(one: Question, other: Question) -> bool:
    return (
        one.kind == other.kind == "choice"
        and one.choices == other.choices
        and one.show_if == other.show_if
        and one.required == other.required
        and not (one.help or other.help)
        and len(one.code) < LONGEST
    )


def _alike(code: str) -> str:
    """Codes the server takes for the same: without case, and numbers by value."""
    return str(int(code)) if code.isdecimal() else code.casefold()


def _free(taken: set[str]) -> str:
    number = 1
    while f"o{number}" in taken:
        number += 1
    return f"o{number}"
