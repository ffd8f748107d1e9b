"""Faults in a framework: one change each, and exactly what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

FRAMEWORK = "frameworks/our-practice.yaml"


class Case(NamedTuple):
    """What is written instead of what, and everything that is then said."""

    name: str
    file: str
    edits: Sequence[tuple[str, str]]
    said: Sequence[str]


CASES = [
    Case(
        "an unknown key suggests the nearest",
        FRAMEWORK,
        [
            (
                ("            scale: rung\n\n      - id: clear-owner"),
                ("            scael: rung\n\n      - id: clear-owner"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:92:13: key-unknown: the key `scael` "
                "is not known in item `decision-log-kept`\n"
                "  hint: did you mean `scale` for `scael`?"
            ),
        ],
    ),
    Case(
        "a missing key names its owner",
        FRAMEWORK,
        [
            (
                (
                    "        statement: Every decision has one named person who "
                    "sees it through.\n"
                ),
                "",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:94:9: key-missing: `statement` is "
                "missing in practice `clear-owner`\n"
                "  hint: add the key `statement`"
            ),
        ],
    ),
    Case(
        "a number where words belong",
        FRAMEWORK,
        [
            (
                "version: 1.0.0",
                "version: 1.0",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:6:10: value-type: `version` must be "
                "a text; `1.0` is a number\n"
                "  hint: put quotes around it"
            ),
        ],
    ),
    Case(
        "a value out of its range",
        FRAMEWORK,
        [
            (
                "        depends_on: [decision-log]",
                (
                    "        importance: 1.5\n"
                    "        effort: {knowledge: 9, time: 1, resources: 1}"
                ),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:21: value-range: `importance` in "
                "practice `clear-owner` is `1.5`; it must be at most 1"
            ),
            (
                "frameworks/our-practice.yaml:99:29: value-range: `knowledge` in "
                "practice `clear-owner` is `9`; it must be at most 5"
            ),
        ],
    ),
    Case(
        "a word outside its list",
        FRAMEWORK,
        [
            (
                "purpose: capability #",
                "purpose: capabilty #",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:87:22: value-choice: `purpose` in "
                "item `decision-log-kept` is `capabilty`; use one of: capability, "
                "coverage, sufficiency, importance, perception, metric, comment\n"
                "  hint: did you mean `capability` for `capabilty`?"
            ),
        ],
    ),
    Case(
        "a date that does not exist",
        FRAMEWORK,
        [
            (
                "released: 2026-01-05",
                "released: 2026-02-30",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:7:11: date-form: `released` is "
                "`2026-02-30`, which is not a date\n"
                "  hint: write year-month-day, such as 2026-03-31"
            ),
        ],
    ),
    Case(
        "a text in an undeclared language",
        FRAMEWORK,
        [
            (
                "title: Our practice",
                "title: {en: Our practice, de: Unsere Praxis}",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:8:27: text-language: `de` is not one "
                "of the languages: en\n"
                "  hint: add it to `languages`, or remove it"
            ),
        ],
    ),
    Case(
        "a text that is a list",
        FRAMEWORK,
        [
            (
                "title: Name one owner",
                "title: [Name one owner]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:96:16: text-form: `title` in "
                "practice `clear-owner` must be a text; this is a list\n"
                "  hint: remove the `- `, or write one text per language"
            ),
        ],
    ),
    Case(
        "an id with capitals",
        FRAMEWORK,
        [
            (
                "id: clear-owner",
                "id: Clear Owner",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:94:13: id-form: `id` in dimension "
                "`decide` is `Clear Owner`; an id has small letters, digits and "
                "hyphens, and starts with a letter\n"
                "  hint: for example `clear-owner`"
            ),
        ],
    ),
    Case(
        "a newer format",
        FRAMEWORK,
        [
            (
                "schema: 1",
                "schema: 2",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:4:9: format-newer: this file has "
                "format 2; this version reads format 1\n"
                "  hint: install a newer version of Practice Baseline"
            ),
        ],
    ),
    Case(
        "two practices with one id",
        FRAMEWORK,
        [
            (
                "      - id: clear-owner",
                "      - id: decision-log",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:94:13: id-duplicate: the dimension "
                "or practice id `decision-log` is taken by line 57\n"
                "  hint: give each its own id"
            ),
        ],
    ),
    Case(
        "two items with one id",
        FRAMEWORK,
        [
            (
                "          - id: owner-known",
                "          - id: decision-log-kept",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:112:17: id-duplicate: the item id "
                "`decision-log-kept` is taken by line 86\n"
                "  hint: give each its own id"
            ),
            (
                "surveys/our-baseline/survey.yaml:60:49: ref-unknown: there is no "
                "item `our-practice:owner-known`\n"
                "  hint: did you mean `our-practice:helped-most` for "
                "`our-practice:owner-known`?"
            ),
            (
                "surveys/our-baseline/survey.yaml:78:49: ref-unknown: there is no "
                "item `our-practice:owner-known`\n"
                "  hint: did you mean `our-practice:helped-most` for "
                "`our-practice:owner-known`?"
            ),
        ],
    ),
    Case(
        "a reserved name",
        FRAMEWORK,
        [
            (
                "- id: decide",
                "- id: con",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:53:9: id-reserved: `con` cannot be a "
                "dimension id: Windows has no file of that name\n"
                "  hint: for example `con-dimension`"
            ),
        ],
    ),
    Case(
        "a framework id that hides a page",
        FRAMEWORK,
        [
            (
                "id: our-practice",
                "id: search",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:5:5: id-reserved: `search` cannot be "
                "a framework id: the word has a meaning of its own here\n"
                "  hint: for example `search-framework`"
            ),
            (
                "surveys/our-baseline/survey.yaml:11:11: ref-unknown: there is no "
                "framework `our-practice`\n"
                "  hint: known here: search"
            ),
        ],
    ),
    Case(
        "a practice that is not there",
        FRAMEWORK,
        [
            (
                "depends_on: [decision-log]",
                "depends_on: [decision-lgo]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:22: ref-unknown: there is no "
                "practice `decision-lgo`\n"
                "  hint: did you mean `decision-log` for `decision-lgo`?"
            ),
        ],
    ),
    Case(
        "a framework that is not there",
        FRAMEWORK,
        [
            (
                "depends_on: [decision-log]",
                "related: [other-frame:decision-log]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:19: ref-unknown: there is no "
                "framework `other-frame`\n"
                "  hint: known here: our-practice"
            ),
        ],
    ),
    Case(
        "two practices in a circle",
        FRAMEWORK,
        [
            (
                "        code: D1\n",
                ("        code: D1\n        depends_on: [clear-owner]\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:59:22: ref-cycle: practices "
                "`decision-log` and `clear-owner` depend on one another\n"
                "  hint: remove one `depends_on`: nothing could come first"
            ),
        ],
    ),
    Case(
        "a practice that waits for itself",
        FRAMEWORK,
        [
            (
                "depends_on: [decision-log]",
                "depends_on: [clear-owner]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:22: ref-cycle: practice "
                "`clear-owner` depends on itself\n"
                "  hint: remove one `depends_on`: nothing could come first"
            ),
        ],
    ),
    Case(
        "two steps in a circle",
        FRAMEWORK,
        [
            (
                "            from_rung: 0\n",
                ("            depends_on: [name-owners]\n            from_rung: 0\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:82:26: ref-cycle: steps "
                "`open-the-log` and `name-owners` depend on one another\n"
                "  hint: remove one `depends_on`: nothing could come first"
            ),
        ],
    ),
    Case(
        "a practice mapped to itself",
        FRAMEWORK,
        [
            (
                "depends_on: [decision-log]",
                "maps_to: [{ref: clear-owner, relation: same}]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:25: ref-cycle: practice "
                "`clear-owner` is mapped to itself\n"
                "  hint: remove the entry"
            ),
        ],
    ),
    Case(
        "an unknown scale",
        FRAMEWORK,
        [
            (
                ("            scale: rung\n\n      - id: clear-owner"),
                ("            scale: rungs\n\n      - id: clear-owner"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:92:20: scale-unknown: there is no "
                "response scale `rungs`\n"
                "  hint: did you mean `rung` for `rungs`?"
            ),
        ],
    ),
    Case(
        "an option that is missing and has a value",
        FRAMEWORK,
        [
            (
                "missing: na }",
                "missing: na, value: 0 }",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:46:70: option-value: option `NA` of "
                "response scale `rung` is missing (`na`) and holds a value\n"
                "  hint: remove `value`: no answer is not the lowest answer"
            ),
        ],
    ),
    Case(
        "a rubric scale with an option of its own",
        FRAMEWORK,
        [
            (
                "missing: na }",
                "value: 0 }",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:46:9: scale-options: response scale "
                "`rung` takes its options from the rungs; `NA` is one more\n"
                "  hint: leave only options with `missing: na` or `missing: dk`"
            ),
        ],
    ),
    Case(
        "two codes alike",
        FRAMEWORK,
        [
            (
                "code: DK",
                "code: na",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:47:17: option-code: the code `na` of "
                "response scale `rung` is taken by `NA`\n"
                "  hint: codes must differ in more than small and capital letters"
            ),
        ],
    ),
    Case(
        "a code that looks like a rung",
        FRAMEWORK,
        [
            (
                "code: DK",
                'code: "4"',
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:47:17: option-code: the code `4` of "
                "response scale `rung` looks like a rung\n"
                "  hint: use letters, such as NA or DK"
            ),
        ],
    ),
    Case(
        "a scale without options",
        FRAMEWORK,
        [
            (
                "    kind: text\n",
                "    kind: frequency\n",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:48:5: scale-options: response scale "
                "`comment` offers 0 options\n"
                "  hint: a scale of kind `frequency` needs at least two"
            ),
        ],
    ),
    Case(
        "too many choices",
        FRAMEWORK,
        [
            (
                ("    kind: text\n    max_length: 500\n"),
                (
                    "    kind: multi\n"
                    "    max_choices: 3\n"
                    "    options: [{code: A, label: First}, {code: B, label: Second}]\n"
                ),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:50:18: scale-options: response scale "
                "`comment` allows 3 choices of 2 options\n"
                "  hint: lower `max_choices`"
            ),
        ],
    ),
    Case(
        "a scored scale without values",
        FRAMEWORK,
        [
            (
                ("    kind: text\n    max_length: 500\n"),
                (
                    "    kind: ordinal\n"
                    "    options: [{code: A, label: First}, {code: B, label: Second}]\n"
                ),
            ),
            (
                ("            scale: rung\n\n      - id: clear-owner"),
                ("            scale: comment\n\n      - id: clear-owner"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:48:5: scale-values: response scale "
                "`comment` is scored and has 0 different values\n"
                "  hint: give its options a `value` from 0 to 1"
            ),
        ],
    ),
    Case(
        "a scored item on a text scale",
        FRAMEWORK,
        [
            (
                ("            scale: rung\n\n      - id: clear-owner"),
                ("            scale: comment\n\n      - id: clear-owner"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:92:20: item-scale: item "
                "`decision-log-kept` is scored; answers on `comment` have no value\n"
                "  hint: use a scale with values; `text` suits comments and counts"
            ),
        ],
    ),
    Case(
        "a scored item outside a practice",
        FRAMEWORK,
        [
            (
                "    purpose: comment\n",
                "    purpose: perception\n",
            ),
            (
                "    scale: comment",
                "    scale: rung",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:122:14: item-practice: item "
                "`helped-most` is scored but belongs to no practice\n"
                "  hint: move it below a practice, or choose another purpose"
            ),
            (
                "frameworks/our-practice.yaml:124:12: item-practice: item "
                "`helped-most` asks for a rung but belongs to no practice\n"
                "  hint: move it below a practice, or use another scale"
            ),
        ],
    ),
    Case(
        "every weight zero",
        FRAMEWORK,
        [
            (
                (
                    "            purpose: capability # capability and perception "
                    "are scored\n"
                ),
                ("            purpose: capability\n            weight: 0\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:86:11: item-weight: every scored "
                "item in practice `decision-log` has the weight 0\n"
                "  hint: weight must be greater than 0 for at least one"
            ),
        ],
    ),
    Case(
        "a negative weight",
        FRAMEWORK,
        [
            (
                (
                    "            purpose: capability # capability and perception "
                    "are scored\n"
                ),
                ("            purpose: capability\n            weight: -1\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:88:21: value-range: `weight` in item "
                "`decision-log-kept` is `-1`; it must be at least 0"
            ),
        ],
    ),
    Case(
        "a gap between rungs",
        FRAMEWORK,
        [
            (
                "  - n: 3\n",
                "  - n: 5\n",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:21:3: rung-numbers: rung 3 is "
                "missing below rung 5\n"
                "  hint: number the rungs 0, 1, 2 and so on"
            ),
        ],
    ),
    Case(
        "a rung that is there twice",
        FRAMEWORK,
        [
            (
                "  - n: 3\n",
                "  - n: 2\n",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:33:8: rung-numbers: rung 2 is there "
                "twice\n"
                "  hint: number the rungs 0, 1, 2 and so on"
            ),
        ],
    ),
    Case(
        "a step that leads down",
        FRAMEWORK,
        [
            (
                ("            from_rung: 1\n            to_rung: 2\n"),
                ("            from_rung: 3\n            to_rung: 2\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:108:22: step-rungs: step "
                "`name-owners` leads from rung 3 to rung 2\n"
                "  hint: `to_rung` must be above `from_rung`"
            ),
        ],
    ),
    Case(
        "a step beyond the top",
        FRAMEWORK,
        [
            (
                "            to_rung: 2\n",
                "            to_rung: 7\n",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:108:22: step-rungs: step "
                "`name-owners` leads to rung 7; the highest is 4\n"
                "  hint: use at most 4"
            ),
        ],
    ),
    Case(
        "a gold standard out of range",
        FRAMEWORK,
        [
            (
                "        depends_on: [decision-log]",
                "        gold: 5",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:15: gold-range: `gold` in "
                "practice `clear-owner` is 5; scores are shown from 0 to 4\n"
                "  hint: choose a number in that range, or leave it out for the top"
            ),
        ],
    ),
    Case(
        "a display range upside down",
        FRAMEWORK,
        [
            (
                "scales:\n",
                ("scoring: {display: {low: 4, high: 0}}\nscales:\n"),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:42:20: display-range: the display "
                "range ends at 0, not above its start 4\n"
                "  hint: `high` must be greater than `low`"
            ),
        ],
    ),
    Case(
        "an unknown reader",
        FRAMEWORK,
        [
            (
                "        depends_on: [decision-log]",
                "        readers: [{reader: sponsor, text: Look here}]",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:98:28: ref-unknown: there is no "
                "reader `sponsor`\n"
                "  hint: no reader is defined here"
            ),
        ],
    ),
    Case(
        "a time without a clock",
        FRAMEWORK,
        [
            (
                "            clock_stops: The decision stands in the log.\n",
                "",
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:69:13: metric-clock: metric "
                "`decision-days` measures a time without saying between what\n"
                "  hint: add `clock_starts` and `clock_stops`"
            ),
        ],
    ),
    Case(
        "an empty dimension",
        FRAMEWORK,
        [
            (
                "dimensions:\n",
                (
                    "dimensions:\n"
                    "  - {id: empty, title: Empty, statement: Nothing here.}\n"
                ),
            ),
        ],
        [
            (
                "frameworks/our-practice.yaml:53:5: dimension-empty: dimension "
                "`empty` holds no practice\n"
                "  hint: add `practices:`, or remove the dimension"
            ),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_fault_is_said_with_its_place_and_what_to_do(
    case: Case, spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]]
) -> None:
    assert spoil(case.file, case.edits) == list(case.said)


def test_a_title_without_words_is_an_error(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    assert spoil(FRAMEWORK, [("title: Name one owner", 'title: ""')]) == [
        f"{FRAMEWORK}:96:16: text-empty: `title` holds no words\n  hint: write a text"
    ]


def test_faults_of_caps_are_said_together(
    spoil: Callable[[str, Sequence[tuple[str, str]]], list[str]],
) -> None:
    caps = (
        "scoring:\n"
        "  rollup:\n"
        "    - depth: 1\n"
        "      how: mean\n"
        "      caps:\n"
        "        - {part: clear-ovner, below: 2, at_most: 2}\n"
        "        - {part: decide, below: 2, at_most: 2}\n"
        "        - {part: clear-owner, below: 5, at_most: 4}\n"
        "        - {part: clear-owner, below: 0, at_most: -1}\n"
        "        - {part: decision-log, below: 2, at_most: 2}\n"
        "        - {part: decision-log, below: 2, at_most: 2}\n"
        "        - {part: decision-log, below: 1, at_most: 3}\n"
        "        - {part: decision-log, below: 1, at_most: 1}\n"
        "    - depth: 0\n"
        "      how: mean\n"
        "      caps: [{part: decide, below: 4, at_most: 0}]\n"
        "lens:\n"
    )
    part = "cap-part: there is no practice or dimension below depth 1"
    known = "  hint: known here: clear-owner, decision-log"
    shown = "scores are shown from 0 to 4\n  hint: choose a value"
    twice = "cap-twice: another cap on `decision-log` already holds the score at 2 or"
    rest = (
        "less below 2\n  hint: remove one of them, or let the score rise with the part"
    )
    assert spoil(FRAMEWORK, [("lens:\n", caps)]) == [
        f"{FRAMEWORK}:{place}: {said}"
        for place, said in (
            (
                "19:18",
                (
                    f"{part} `clear-ovner`\n"
                    "  hint: did you mean `clear-owner` for `clear-ovner`?"
                ),
            ),
            ("20:18", f"{part} `decide`\n{known}"),
            (
                "21:38",
                (
                    "cap-range: the cap on `clear-owner` holds below 5; "
                    f"{shown} above 0 and at most 4"
                ),
            ),
            (
                "21:50",
                (
                    "cap-range: the cap on `clear-owner` holds the score at 4 or less; "
                    f"{shown} from 0 and below 4; at the top a cap does nothing"
                ),
            ),
            (
                "22:38",
                (
                    "cap-range: the cap on `clear-owner` holds below 0; "
                    f"{shown} above 0 and at most 4"
                ),
            ),
            (
                "22:50",
                (
                    "cap-range: the cap on `clear-owner` holds the score at -1 or "
                    f"less; {shown} from 0 and below 4; at the top a cap does nothing"
                ),
            ),
            ("24:11", f"{twice} {rest}"),
            ("25:11", f"{twice} {rest}"),
        )
    ]
