"""What a YAML parser complains about, in words for authors."""

from __future__ import annotations

from generator.errors import Problem

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a `:` is not expected here",
        "put quotes around a text that holds `: `, or check the indentation",
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines above",
        'align this line with its neighbours; quote a text that holds `"` or `:`',
    ),
    (
        "expected <block end>",
        "the indentation does not fit the lines above",
        'align this line with its neighbours; quote a text that holds `"` or `:`',
    ),
    (
        "could not find expected ':'",
        "this line is neither a key with `:` nor part of the text above",
        "add a `:`, or indent the line if it continues the text",
    ),
    (
        "did not find expected '-' indicator",
        "an entry of the list above should start here with `- `",
        "align this line with the other entries",
    ),
    (
        "sequence entries are not allowed",
        "a list entry `- ` is not expected here",
        "start the list on a line of its own",
    ),
    (
        "alphabetic or numeric character",
        "a text cannot start with `*` or `&`",
        "put quotes around it",
    ),
    (
        "while scanning a quoted scalar",
        "a quote is opened here and never closed",
        "close it, or double a quote that belongs to the text",
    ),
    (
        "unknown escape character",
        "a `\\` in double quotes starts an unknown escape",
        "use single quotes, or write `\\\\`",
    ),
    (
        "invalid Unicode character",
        "an escape in double quotes is not a character",
        "type the character itself",
    ),
    (
        "chr() arg",
        "an escape in double quotes is not a character",
        "type the character itself",
    ),
    (
        "',' or ']'",
        "a list opened with `[` is not closed",
        "add `]`, or a `,` between its entries",
    ),
    (
        "',' or '}'",
        "a mapping opened with `{` is not closed",
        "add `}`, or a `,` between its entries",
    ),
)


def syntax_problem(error: Exception, shown: str, text: str) -> Problem:
    """What libyaml or PyYAML says, in words for authors."""
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or error).strip()
    context = str(getattr(error, "context", None) or "")
    if context.startswith("while scanning a quoted scalar") and "end of" in said:
        mark, said = getattr(error, "context_mark", mark), context
    lines = text.splitlines() or [""]
    line = min(mark.line, len(lines) - 1) if mark is not None else 0
    column = min(mark.column, len(lines[line])) if mark is not None else 0
    message, hint = said[:1].lower() + said[1:], "check the lines above as well"
    if "cannot start any token" in said or "found character" in said:
        character = lines[line][column : column + 1]
        if character == "\t":
            message, hint = "a tab is used as indentation", "use spaces instead"
        elif character:
            message = f"a text cannot start with `{character}`"
            hint = "put quotes around it"
    for part, words, advice in _SYNTAX:
        if part in said:
            message, hint = words, advice
            break
    return Problem(shown, line + 1, column + 1, "yaml-syntax", message, hint)
