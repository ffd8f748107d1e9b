"""The shape of a document: every misfit in the author's words, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.codes import CODES
from generator.errors import Problem
from generator.model.framework import Framework
from generator.model.survey import Organisation, Survey
from generator.sources.shape import validate
from generator.sources.yaml_reader import parse

HEAD = """\
schema: 1
id: small
version: 1.0.0
released: 2026-01-05
licence: CC-BY-4.0
title: Small
summary: A framework for tests.
lens: {id: operational, title: How we work}
"""


def said(model: type[BaseModel], text: str) -> list[str]:
    _, found = validate(model, parse(text.encode(), "f.yaml"))
    return [str(problem) for problem in sorted(found)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "purpose: 3",
            (
                "f.yaml:9:10: text-form: `purpose` must be a text; `3` is a number\n"
                "  hint: put quotes around it"
            ),
        ),
        (
            "purpose: {en: 1.10}",
            (
                "f.yaml:9:15: text-form: `purpose` (en) must be a text; `1.10` is a "
                "number\n"
                "  hint: put quotes around it"
            ),
        ),
        (
            "purpose: {de: }",
            "f.yaml:9:15: text-form: `purpose` (de) is empty\n  hint: write a text",
        ),
        (
            "purpose: {english: Grow}",
            (
                "f.yaml:9:11: text-language: `english` in `purpose` is not a "
                "language tag\n"
                "  hint: use tags such as `en` or `de`"
            ),
        ),
        (
            "purpose: true",
            (
                "f.yaml:9:10: text-form: `purpose` must be a text; `true` is true or "
                "false\n"
                "  hint: put quotes around it"
            ),
        ),
        (
            "languages: english",
            (
                "f.yaml:9:12: value-type: `languages` must be a list; this is "
                "`english`\n"
                "  hint: start each entry on its own line with `- `"
            ),
        ),
        (
            "languages: [english]",
            (
                "f.yaml:9:13: text-language: entry 1 of `languages` is `english`, "
                "which is "
                "not a language tag\n"
                "  hint: use tags such as `en` or `de`"
            ),
        ),
        (
            "items:",
            (
                "f.yaml:9:7: value-type: `items` must be a list; this is empty\n"
                "  hint: leave the key out, or list entries"
            ),
        ),
        (
            "items: [3]",
            (
                "f.yaml:9:9: value-type: entry 1 of `items` must hold keys; this is "
                "`3`\n"
                "  hint: keys that can stand here: id, purpose, text, help, scale, "
                "reverse, weight, required, show_if, formative, lineage"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, text: {Partner: Why?}}]",
            (
                "f.yaml:9:52: text-language: `Partner` in `text` in item `i` is not "
                "the id "
                "of a respondent group or a language tag\n"
                "  hint: ids have small letters, such as `practitioner`"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, text: {partner: {en: 4}}}]",
            (
                "f.yaml:9:66: text-form: `text` (partner, en) in item `i` must be a "
                "text; "
                "`4` is a number\n"
                "  hint: put quotes around it"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, text: Why?, required: maybe}]",
            (
                "f.yaml:9:67: value-type: `required` in item `i` is `maybe`; it "
                "must be "
                "true or false"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, text: Why?, weight: 12:30}]",
            (
                "f.yaml:9:65: value-type: `weight` in item `i` is `12:30`; it must "
                "be a "
                "number"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, text: Why?, weight: .inf}]",
            (
                "f.yaml:9:65: value-range: `weight` in item `i` is `.inf`; it must "
                "be a "
                "finite number"
            ),
        ),
        (
            "items: [{id: i, purpose: comment, scale: s, txt: Why?}]",
            (
                "f.yaml:9:45: key-unknown: the key `txt` is not known in item `i`\n"
                "  hint: did you mean `text` for `txt`?"
            ),
        ),
        (
            "scales: [{id: s, kind: multi, options: [{code: too-long, label: A}]}]",
            (
                "f.yaml:9:48: id-form: `code` in response scale `s` is `too-long`; "
                "a code "
                "has 1 to 5 letters or digits"
            ),
        ),
        (
            "readers: [{id: r, title: T, cares_about: C}]",
            (
                "f.yaml:9:11: key-missing: `question` is missing in reader `r`\n"
                "  hint: add the key `question`"
            ),
        ),
        (
            f"readers: [{{id: {'r' * 61}, title: T, cares_about: C, question: Q}}]",
            (
                "f.yaml:9:16: value-form: `id` is longer than 60 characters\n"
                "  hint: shorten it"
            ),
        ),
    ],
)
def test_a_misfit_is_said_in_the_authors_words(line: str, message: str) -> None:
    assert said(Framework, f"{HEAD}{line}\ndimensions: []\n") == [message]


def test_a_document_that_is_a_list_says_what_can_stand_there() -> None:
    assert said(Organisation, "- a") == [
        (
            "f.yaml:1:1: value-type: the file must hold keys; this is a list\n"
            "  hint: keys that can stand here: schema, units, teams, audiences"
        )
    ]


def test_a_wave_id_that_is_a_number_wants_quotes() -> None:
    wave = "waves: [{id: 2026, title: First, opens: 2026-03-01, closes: 2026-03-31}]"
    assert (
        "f.yaml:1:14: value-type: `id` must be a text; `2026` is a number\n"
        "  hint: put quotes around it"
    ) in said(Survey, wave)


def starter(name: str) -> object:
    text = (resources.files("generator.sources") / "starter" / name).read_bytes()
    return parse(text, name).data


MODELS: list[tuple[type[BaseModel], object]] = [
    (Framework, starter("framework.yaml")),
    (Survey, starter("survey.yaml")),
    (Organisation, starter("teams.yaml")),
]
JARGON = ("Input should", "constrained", "dict[", "[key]", "valid dictionary", "None")
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**6), 10**6),
        st.floats(),
        st.sampled_from(["", "en", "Text", "str", "a:b", "2026-02-30", "con"]),
    ),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "en", "text", "str", "Größe"]),
            below,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def replaced(value: object, draw: Callable[[int], int], new: object) -> object:
    """A copy with one part somewhere in it replaced, and maybe a key renamed."""
    if isinstance(value, dict) and value and draw(6):
        names = list(value)
        name = names[draw(len(names))]
        return {**value, name: replaced(value[name], draw, new)}
    if isinstance(value, list) and value and draw(6):
        index = draw(len(value))
        return [*value[:index], replaced(value[index], draw, new), *value[index + 1 :]]
    return new


@settings(deadline=None)
@given(st.data(), st.sampled_from(MODELS), ANYTHING)
def test_whatever_stands_in_a_file_gives_a_value_or_problems_in_plain_words(
    data: st.DataObject, kind: tuple[type[BaseModel], object], new: object
) -> None:
    model, whole = kind

    def draw(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    text = yaml.safe_dump(replaced(whole, draw, new), allow_unicode=True)
    value, found = validate(model, parse(text.encode("utf-8"), "f.yaml"))
    assert value is not None or found
    for problem in found:
        assert isinstance(problem, Problem)
        assert problem.code in CODES
        assert problem.line >= 1
        assert not any(word in problem.message for word in JARGON)
