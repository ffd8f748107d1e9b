"""Whether a document has the shape of the model, in the author's own words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import Problem
from generator.model.framework import Item
from generator.sources.lookup import model_at, real_loc, text_loc, value_at
from generator.sources.mend import passed_over
from generator.sources.yaml_reader import Document, Loc

Model = TypeVar("Model", bound=BaseModel)

_NOUNS = {
    "practices": "practice",
    "dimensions": "dimension",
    "items": "item",
    "scales": "response scale",
    "steps": "step",
    "metrics": "metric",
    "readers": "reader",
    "instruments": "instrument",
    "sections": "section",
    "groups": "respondent group",
    "waves": "wave",
    "frameworks": "framework",
    "units": "unit",
    "teams": "team",
    "options": "option",
    "texts": "changed words",
    "move": "move",
    "artefacts": "artefact",
    "services": "service",
    "tiers": "need tier",
    "fields": "field",
    "guide": "card",
    "rubric": "rung",
    "ladder": "rung",
    "delays": "delay",
    "runs": "run",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


def near(word: str, known: Iterable[str]) -> str:
    """A hint with the closest known word; empty where none is close."""
    close = difflib.get_close_matches(word, sorted(set(known)), 1, 0.6)
    return f"did you mean `{close[0]}` for `{word}`?" if close else ""


def validate(
    model: type[Model], document: Document
) -> tuple[Model | None, list[Problem]]:
    """The document as a value of `model`, and everything that does not fit.

    Where all misfits can be passed over, there are both: the value is then good enough
    to look for more faults, never to work with. Faults of reading, such as keys given
    twice, are in `document.problems`.
    """
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        problems = _problems(model, document, error)
        details = error.errors(include_url=False)
    passable = passed_over(model, document.data, details)
    try:
        return model.model_validate(passable), problems
    except ValidationError:
        return None, problems


def _problems(
    model: type[BaseModel], document: Document, error: ValidationError
) -> list[Problem]:
    data = document.data
    found: dict[tuple[Loc, str], Problem] = {}
    unknown: dict[Loc, list[str]] = {}
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "extra_forbidden":
            at = detail["loc"]
            unknown.setdefault(at[:-1], []).append(str(at[-1]))
    for detail in details:
        loc = real_loc(data, detail["loc"], missing=detail["type"] == "missing")
        if detail["type"] == "missing":
            above, name = loc[:-1], loc[-1]
            if difflib.get_close_matches(str(name), unknown.get(above, ()), 1, 0.6):
                continue  # the unknown key's hint already names it
        for where, on_key, code, message, hint in _say(model, document, loc, detail):
            path, line, column = document.place(where, key=on_key)
            found.setdefault(
                (where, code + message),
                Problem(path, line, column, code, message, hint),
            )
    return list(found.values())


Said = tuple[Loc, bool, str, str, str]
"""Where, whether at the key, code, message, hint."""


def owner(data: object, loc: Loc) -> str:
    """` in practice `x``: the nearest part of the file that has an id."""
    last = len(loc) - 1
    if loc and loc[-1] == "id":
        last -= 1  # an id that does not fit cannot tell where it stands
    for end in range(last, 0, -1):
        part = value_at(data, loc[:end])
        if isinstance(part, Mapping) and isinstance(part.get("id"), str):
            kind = loc[end - 2] if isinstance(loc[end - 1], int) and end > 1 else ""
            noun = _NOUNS.get(str(kind), "")
            return f" in {noun} `{part['id']}`" if noun else f" in `{loc[end - 1]}`"
    return ""


def _keys(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _named(loc: Loc) -> str:
    if not loc:
        return "the file"
    if isinstance(loc[-1], int):
        return f"entry {loc[-1] + 1} of {_named(loc[:-1])}"
    return f"`{loc[-1]}`"


def _quoted(value: object, typed: str | None = None) -> str:
    """A value as the author would recognise it."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    words = typed or str(value)
    return f"`{words if len(words) <= 60 else words[:57] + '…'}`"


def _say(
    model: type[BaseModel], document: Document, loc: Loc, detail: ErrorDetails
) -> list[Said]:
    kind, data = detail["type"], document.data
    if kind == "missing":
        return [_missing(data, loc)]
    if kind == "extra_forbidden":
        return [_unknown(model, data, loc)]
    if loc == ("schema",) and kind == "literal_error":
        return [_schema(loc, value_at(data, loc))]
    # A location longer than the data names an alternative of a text, not a key.
    in_text = loc != detail["loc"] and detail["loc"][-1] != "[key]"
    if in_text or any(str(part).startswith("dict[") for part in detail["loc"]):
        whole = text_loc(model, loc)
        groups = model_at(model, whole[:-1]) is Item
        return _text(document, whole, value_at(data, whole), groups=groups)
    on_key = bool(loc) and detail["loc"][-1] == "[key]"
    if on_key:
        name, given = f"a key of {_named(loc[:-1])}", f"`{loc[-1]}`"
        value: object = loc[-1]
    else:
        name, value = _named(loc), value_at(data, loc)
        given = _quoted(value, document.typed(loc))
    name += owner(data, loc)
    code, message, hint = _value(model, loc, _Given(name, value, given), detail)
    return [(loc, on_key, code, message, hint)]


class _Given(NamedTuple):
    """A value that does not fit: its name, itself, and as the author typed it."""

    name: str
    value: object
    typed: str


def _missing(data: object, loc: Loc) -> Said:
    above, name = loc[:-1], loc[-1]
    if isinstance(name, int):
        message = f"{_named(above)}{owner(data, above)} has too few entries: {name}"
        return above, False, "list-length", message, f"add entry {name + 1}"
    place = owner(data, (*above, name))
    if above and not isinstance(above[-1], int):
        place = f" in `{above[-1]}`{owner(data, above)}"
    elif above and not _has_id(data, above):
        place = f" in {_named(above)}{owner(data, above)}"
    return (
        above,
        False,
        "key-missing",
        f"`{name}` is missing{place}",
        f"add the key `{name}`",
    )


def _has_id(data: object, loc: Loc) -> bool:
    part = value_at(data, loc)
    return isinstance(part, Mapping) and isinstance(part.get("id"), str)


def _unknown(model: type[BaseModel], data: object, loc: Loc) -> Said:
    name = str(loc[-1])
    known = _keys(model_at(model, loc[:-1]))
    hint = near(name, known) or f"keys that can stand here: {', '.join(known)}"
    message = f"the key `{name}` is not known{owner(data, loc)}"
    return loc, True, "key-unknown", message, hint


def _schema(loc: Loc, value: object) -> Said:
    if isinstance(value, int) and value > 1:
        return (
            loc,
            False,
            "format-newer",
            f"this file has format {value}; this version reads format 1",
            "install a newer version of Practice Baseline",
        )
    message = f"`schema` is {_quoted(value)}; it must be 1"
    return loc, False, "value-choice", message, "write `schema: 1`"


def _text(
    document: Document,
    loc: Loc,
    value: object,
    below: tuple[str, ...] = (),
    *,
    groups: bool,
) -> list[Said]:
    """What is wrong with a text for people: one string, or one per language.

    Args:
        document: where it stands.
        loc: the text, or a part of it.
        value: what stands there.
        below: keys between the text and the part.
        groups: whether there may be one text per respondent group.
    """
    whole = loc[: len(loc) - len(below)]
    name = _named(whole) + (f" ({', '.join(below)})" if below else "")
    name += owner(document.data, whole)
    if isinstance(value, Mapping) and len(below) <= groups:
        said: list[Said] = []
        for key, words in value.items():
            here = (*loc, key)
            if not isinstance(words, str):
                said += _text(document, here, words, (*below, str(key)), groups=groups)
            elif not _LANGUAGE.fullmatch(str(key)):
                what = "a language tag"
                hint = "use tags such as `en` or `de`"
                if groups and not below:
                    what = "the id of a respondent group or a language tag"
                    hint = "ids have small letters, such as `practitioner`"
                message = f"`{key}` in {name} is not {what}"
                said.append((here, True, "text-language", message, hint))
        return said
    if value is None:
        message, hint = f"{name} is empty", "write a text"
    elif isinstance(value, Mapping):
        message = f"{name} must be a text; this is a mapping"
        hint = "put quotes around a text that holds `: `"
    elif isinstance(value, list):
        message = f"{name} must be a text; this is a list"
        hint = "remove the `- `, or write one text per language"
    else:
        message = f"{name} must be a text; {_no_text(value, document.typed(loc))}"
        hint = "put quotes around it"
    return [(loc, False, "text-form", message, hint)]


def _no_text(value: object, typed: str | None) -> str:
    kind = "true or false" if isinstance(value, bool) else "a number"
    return f"{_quoted(value, typed)} is {kind}"


def _value(
    model: type[BaseModel], loc: Loc, given: _Given, detail: ErrorDetails
) -> tuple[str, str, str]:
    """Code, message and hint for a value that does not fit."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    name, value, typed = given
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        known = _keys(model_at(model, loc))
        hint = f"keys that can stand here: {', '.join(known)}" if known else ""
        message = f"{name} must hold keys; this is {typed}"
        return "value-type", message, hint
    if kind in {"tuple_type", "list_type"}:
        message = f"{name} must be a list; this is {typed}"
        hint = "start each entry on its own line with `- `"
        if value is None:
            hint = "leave the key out, or list entries"
        return "value-type", message, hint
    if kind in {"too_long", "too_short"}:
        wanted = context.get("max_length", context.get("min_length"))
        message = f"{name} must have {wanted} entries, not {context['actual_length']}"
        return "list-length", message, ""
    if kind == "condition_form":
        return "condition-form", f"{name} is not one condition", _CONDITION
    if kind == "literal_error":
        return _choice(given, str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _pattern(given, str(context["pattern"]))
    if kind == "string_too_long":
        most = context["max_length"]
        return "value-form", f"{name} is longer than {most} characters", "shorten it"
    if kind == "string_type":
        if isinstance(value, int | float):
            message = f"{name} must be a text; {_no_text(value, typed.strip('`'))}"
            return "value-type", message, "put quotes around it"
        message = f"{name} must be a text; this is {typed}"
        return "value-type", message, "write a text"
    if kind.startswith("date"):
        message = f"{name} is {typed}, which is not a date"
        return "date-form", message, "write year-month-day, such as 2026-03-31"
    return _number(name, typed, kind, context)


_CONDITION = "write `{item: …, in: [codes]}`, or `all:` or `any:` with a list of such"

_LIMITS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def _number(
    name: str, typed: str, kind: str, context: Mapping[str, object]
) -> tuple[str, str, str]:
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        message = f"{name} is {typed}; it must be {words} {_plain(context[key])}"
        return "value-range", message, ""
    if kind == "finite_number":
        return "value-range", f"{name} is {typed}; it must be a finite number", ""
    wanted = "a number"
    if kind.startswith("int"):
        wanted = "a whole number"
    elif kind.startswith("bool"):
        wanted = "true or false"
    return "value-type", f"{name} is {typed}; it must be {wanted}", ""


def _plain(number: object) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def _choice(given: _Given, expected: str) -> tuple[str, str, str]:
    choices = re.findall(r"'([^']*)'", expected)
    message = f"{given.name} is {given.typed}; use one of: {', '.join(choices)}"
    return "value-choice", message, near(str(given.value), choices)


def _pattern(given: _Given, pattern: str) -> tuple[str, str, str]:
    start = f"{given.name} is {given.typed}"
    if "x25519:" in pattern:
        message = f"{start}, which is not a public key for sealing"
        return "seal-form", message, "copy the line that `baseline seal-key` prints"
    if "A-Za-z0-9]{1,5}" in pattern:
        return "id-form", f"{start}; a code has 1 to 5 letters or digits", ""
    if pattern == "^[A-Z]{3}$":
        message = f"{start}, which is not a currency"
        return "value-form", message, "write three capital letters, such as EUR"
    if r"\d" in pattern:
        message = f"{start}; a version has three numbers"
        return "value-form", message, "write it like 1.0.0"
    if pattern.startswith("^[a-z]{2,3}"):
        message = f"{start}, which is not a language tag"
        return "text-language", message, "use tags such as `en` or `de`"
    ref = "):" in pattern or ":)" in pattern
    message = f"{start}; a reference is an id, or framework:id"
    if not ref:
        message = f"{start}; an id has small letters, digits and hyphens"
        if pattern.startswith("^[a-z]"):
            message += ", and starts with a letter"
    words = re.findall(r"[a-z0-9]+", str(given.value).lower())
    slug = "-".join(words).lstrip("0123456789-")
    return "id-form", message, f"for example `{slug}`" if slug else ""


def listed(words: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
