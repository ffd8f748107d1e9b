"""Conditions of items: faults with their place, and what may be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.sources.project import check_project

FRAMEWORK = "frameworks/our-practice.yaml"
Spoil = Callable[[str, Sequence[tuple[str, str]]], list[str]]

ITEM = "          - id: owner-known\n            purpose: capability\n"
LOG = "          - id: decision-log-kept\n            purpose: capability"
COMMENT = "    text: What helped you most in the last six months?\n"
PICK = (
    "  - id: picks\n    kind: multi\n    max_choices: 2\n    options:\n"
    "      - {code: P1, label: Risk}\n      - {code: P2, label: Log}\n"
    "      - {code: P3, label: Plan}\n"
)


def asked_if(condition: str) -> tuple[str, str]:
    """The last item of the starter with a condition, in line 114, column 13."""
    return ITEM, f"{ITEM}            show_if: {condition}\n"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            "{item: decision-log-kpt, in: ['0']}",
            [
                (
                    ":114:29: ref-unknown: there is no item `decision-log-kpt`\n"
                    "  hint: did you mean `decision-log-kept` for `decision-log-kpt`?"
                )
            ],
        ),
        (
            "{item: other:log, in: ['0']}",
            [
                (
                    ":114:29: ref-unknown: there is no framework `other`\n"
                    "  hint: known here: our-practice"
                )
            ],
        ),
        (
            "{all: [{item: helped-most, in: [A]}]}",
            [
                (
                    ":114:36: condition-item: item `helped-most` is answered with "
                    "words; a "
                    "condition needs an item that is answered by choosing\n"
                    "  hint: name an item whose response scale has options"
                )
            ],
        ),
        (
            "{any: [{item: decision-log-kept, in: ['4', '5', NAA]}]}",
            [
                (
                    ":114:65: condition-option: item `decision-log-kept` has no option "
                    "`5`\n  hint: known here: 0, 1, 2, 3, 4, NA, DK"
                ),
                (
                    ":114:70: condition-option: item `decision-log-kept` has no option "
                    "`NAA`\n  hint: did you mean `NA` for `NAA`?"
                ),
            ],
        ),
        (
            "{item: owner-known, in: ['0']}",
            [
                (
                    ":114:29: ref-cycle: item `owner-known` depends on itself\n"
                    "  hint: remove one `show_if`: nothing could come first"
                )
            ],
        ),
        (
            (
                "{all: [{item: decision-log-kept, in: ['0', '1']},"
                " {item: decision-log-kept, in: ['2']}]}"
            ),
            [
                (
                    ":114:13: condition-never: the condition of item `owner-known` can "
                    "never hold, so nobody is asked\n"
                    "  hint: `all` needs every answer at once; use `any` where one is "
                    "enough"
                )
            ],
        ),
        (
            "{item: decision-log-kept}",
            [
                (
                    ":114:22: condition-form: `show_if` in item `owner-known` is not "
                    "one "
                    "condition\n  hint: write `{item: …, in: [codes]}`, or `all:` or "
                    "`any:` with a list of such"
                )
            ],
        ),
        (
            "{item: decision-log-kept, in: ['0'], any: [{item: x, in: [A]}]}",
            [
                (
                    ":114:22: condition-form: `show_if` in item `owner-known` is not "
                    "one "
                    "condition\n  hint: write `{item: …, in: [codes]}`, or `all:` or "
                    "`any:` with a list of such"
                )
            ],
        ),
        (
            "{item: decision-log-kept, in: ['0'], not: [A]}",
            [
                (
                    ":114:59: key-unknown: the key `not` is not known in item "
                    "`owner-known`\n  hint: keys that can stand here: item, in, all, "
                    "any"
                )
            ],
        ),
        (
            "{item: decision-log-kept, codes: ['0']}",
            [
                (
                    ":114:48: key-unknown: the key `codes` is not known in item "
                    "`owner-known`\n  hint: keys that can stand here: item, in, all, "
                    "any"
                )
            ],
        ),
        (
            "{item: decision-log-kept, in: [0]}",
            [
                (
                    ":114:53: value-type: entry 1 of `in` in item `owner-known` must "
                    "be a "
                    "text; `0` is a number\n  hint: put quotes around it"
                )
            ],
        ),
    ],
)
def test_a_fault_in_a_condition_is_said_with_its_place(
    condition: str, said: list[str], spoil: Spoil
) -> None:
    assert spoil(FRAMEWORK, [asked_if(condition)]) == [FRAMEWORK + one for one in said]


@pytest.mark.parametrize(
    "condition",
    [
        "{item: decision-log-kept, in: ['0', '4', DK]}",
        "{item: 'our-practice:decision-log-kept', in: [NA]}",
        (
            "{any: [{item: decision-log-kept, in: ['0']},"
            " {all: [{item: decision-log-kept, in: ['1', '2']},"
            " {item: decision-log-kept, in: ['2', '3']}]}]}"
        ),
    ],
)
def test_a_condition_that_can_hold_is_let_be(condition: str, spoil: Spoil) -> None:
    assert spoil(FRAMEWORK, [asked_if(condition)]) == []


def test_items_that_wait_for_one_another_are_a_circle(spoil: Spoil) -> None:
    assert spoil(
        FRAMEWORK,
        [
            asked_if("{item: decision-log-kept, in: ['0']}"),
            (LOG, f"{LOG}\n            show_if: {{item: owner-known, in: ['0']}}"),
        ],
    ) == [
        (
            f"{FRAMEWORK}:88:29: ref-cycle: items `decision-log-kept` and "
            f"`owner-known` "
            "depend on one another\n  hint: remove one `show_if`: nothing could come "
            "first"
        )
    ]


def test_a_condition_cannot_hold_where_the_one_before_it_forbids_it(
    spoil: Spoil,
) -> None:
    said = spoil(
        FRAMEWORK,
        [
            asked_if("{item: decision-log-kept, in: ['0']}"),
            (
                COMMENT,
                (
                    f"{COMMENT}    show_if: {{all: [{{item: owner-known, in: ['1']}},"
                    " {item: decision-log-kept, in: ['3']}]}\n"
                ),
            ),
        ],
    )
    assert [one.partition(": the")[0] for one in said] == [
        f"{FRAMEWORK}:125:5: condition-never"
    ]


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        ("[{item: pick, in: [P1]}, {item: pick, in: [P2]}]", False),
        (
            "[{item: pick, in: [P1]}, {item: pick, in: [P2]}, {item: pick, in: [P3]}]",
            True,
        ),
        (
            (
                "[{item: pick, in: [P1, P2]}, {item: pick, in: [P2]},"
                " {item: pick, in: [P3]}]"
            ),
            False,
        ),
    ],
)
def test_several_answers_to_one_question_count_up_to_the_most_allowed(
    condition: str, never: bool, spoil: Spoil
) -> None:
    said = spoil(
        FRAMEWORK,
        [
            ("scales:\n", f"scales:\n{PICK}"),
            (
                "items:\n  - id: helped-most\n",
                (
                    "items:\n  - {id: pick, purpose: importance, scale: picks, text: "
                    "Pick.}"
                    "\n  - id: helped-most\n"
                ),
            ),
            (COMMENT, f"{COMMENT}    show_if: {{all: {condition}}}\n"),
        ],
    )
    assert ["condition-never" in one for one in said] == [True] * never


def test_a_condition_on_what_an_overlay_hides_is_let_pass(project: Path) -> None:
    path = project / FRAMEWORK
    before, after = asked_if("{item: decision-log-kept, in: ['0']}")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    overlay = project / "frameworks" / "our-practice.overlay.yaml"
    overlay.write_text(
        "schema: 1\nframework: our-practice\nhide: [decision-log]\n", "utf-8"
    )
    said = [str(problem) for problem in check_project(project)[1]]
    assert [one for one in said if FRAMEWORK in one] == []
