"""Two waves of a small framework in two versions, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import LOG, RISK, STAKEHOLDERS, node, question, small_wave

from generator.findings.continuity import Line, ladder_lines, lines
from generator.model.instrument import Earlier, Node, Question, Wave

VALUE = "seven-habits:enhance-value"
HABITS = "seven-habits"


def wave(*questions: Question, version: str = "1.0.0", nodes: list[Node] | None = None):
    """One dimension; practices as the questions name them."""
    made = small_wave("2026" if version == "1.0.0" else "2027")
    first = made.instruments[0]
    refs = dict.fromkeys(t.practice for q in questions for t in q.targets)
    tree = [
        node(HABITS, "framework", None, "Seven Habits"),
        node(VALUE, "dimension", HABITS, "Enhance value"),
        *(nodes or [node(ref, "practice", VALUE, ref) for ref in refs]),
    ]
    return replace(
        made,
        instruments=(
            replace(first, pages=(replace(first.pages[0], questions=questions),)),
        ),
        nodes=tuple(tree),
        rules=tuple(replace(one, version=version) for one in made.rules),
    )


def later(*questions: Question, nodes: list[Node] | None = None) -> Wave:
    return wave(*questions, version="2.0.0", nodes=nodes)


def reworded(one: Question, *, comparable: bool, since: str = "2.0.0") -> Question:
    said = Earlier("reworded", one.item, since, comparable)
    return replace(one, fingerprint="new words", lineage=(said,))


Q1, Q2, Q3 = question("Q1", RISK), question("Q2", RISK), question("Q3", RISK)


def followed(now: Wave, then: Wave, ref: str = RISK) -> Line:
    return lines(now, then, "practitioner")[ref]


def test_same_questions_go_on_and_so_does_what_they_make() -> None:
    found = lines(later(Q1, Q2), wave(Q1, Q2), "practitioner")
    assert found[RISK] == Line("same", RISK, (("Q1", "Q1"), ("Q2", "Q2")), 2)
    assert found[VALUE].kind == found[HABITS].kind == "same"


def test_codes_may_change_because_items_count() -> None:
    recoded = replace(Q1, code="X9")
    assert followed(later(recoded), wave(Q1)).common == (("X9", "Q1"),)


def test_a_question_in_other_words_breaks_the_line() -> None:
    found = lines(later(replace(Q1, fingerprint="new words")), wave(Q1), "practitioner")
    assert found[RISK].kind == "broken"
    assert found[VALUE].kind == "broken"


@pytest.mark.parametrize(
    ("comparable", "since", "kind"),
    [
        (True, "2.0.0", "same"),
        (False, "2.0.0", "broken"),
        # It vouches for an older change, not for this one.
        (True, "1.0.0", "broken"),
    ],
)
def test_a_rewording_goes_on_where_its_authors_vouch_for_it(
    comparable: bool, since: str, kind: str
) -> None:
    new = reworded(Q1, comparable=comparable, since=since)
    assert followed(later(new), wave(Q1)).kind == kind


def test_nobody_can_vouch_for_another_scale() -> None:
    other = replace(Q1, choices=Q1.choices[1:])
    assert followed(later(reworded(other, comparable=True)), wave(Q1)).kind == "broken"


def test_the_questions_in_common_carry_the_line_where_they_are_half_or_more() -> None:
    new = replace(Q3, item="seven-habits:new", fingerprint="new")
    two_of_three = followed(later(Q1, Q2, new), wave(Q1, Q2, Q3))
    assert (two_of_three.kind, len(two_of_three.common), two_of_three.asked) == (
        "part",
        2,
        3,
    )
    assert followed(later(Q1, new), wave(Q1, Q2, Q3)).kind == "broken"


def test_a_question_that_was_added_leaves_the_others_in_common() -> None:
    found = lines(later(Q1, Q2), wave(Q1), "practitioner")
    assert found[RISK] == Line("part", RISK, (("Q1", "Q1"),), 2)
    assert found[VALUE].kind == "broken"


def test_another_weight_is_another_question() -> None:
    heavy = replace(Q2, targets=(replace(Q2.targets[0], weight=3.0),))
    assert followed(later(Q1, heavy), wave(Q1, Q2)).kind == "broken"
    assert followed(later(Q1, Q3, heavy), wave(Q1, Q3, Q2)).kind == "broken"
    light = replace(Q2, targets=(replace(Q2.targets[0], weight=2.0),))
    assert followed(later(Q1, Q3, light), wave(Q1, Q3, Q2)).kind == "part"


def test_another_count_of_no_answer_breaks_the_line() -> None:
    strict = later(Q1)
    strict = replace(
        strict, rules=tuple(replace(r, zero=("dk",)) for r in strict.rules)
    )
    assert followed(strict, wave(Q1)).kind == "broken"


def test_another_least_share_is_scored_again_on_the_same_questions() -> None:
    strict = later(Q1, Q2)
    rules = tuple(replace(one, minimum_share=0.8) for one in strict.rules)
    found = followed(replace(strict, rules=rules), wave(Q1, Q2))
    assert (found.kind, len(found.common)) == ("part", 2)


NEW = "seven-habits:risk-board"


def renamed(how: str, *refs: str, comparable: bool = True) -> Node:
    said = tuple(Earlier(how, ref, "2.0.0", comparable) for ref in refs)  # type: ignore[arg-type]
    return replace(node(NEW, "practice", VALUE, "Risk board"), lineage=said)


def test_a_renamed_practice_keeps_its_line() -> None:
    asked = question("Q1", NEW)
    now = later(asked, nodes=[renamed("replaces", RISK)])
    found = lines(now, wave(Q1), "practitioner")
    assert (found[NEW].kind, found[NEW].before) == ("same", RISK)
    assert found[VALUE].kind == "same"


def test_a_practice_that_means_something_else_starts_anew() -> None:
    now = later(
        question("Q1", NEW), nodes=[renamed("replaces", RISK, comparable=False)]
    )
    assert followed(now, wave(Q1), NEW).kind == "broken"


@pytest.mark.parametrize(
    ("how", "kind"), [("split_from", "split"), ("merged_from", "merged")]
)
def test_split_and_merged_practices_say_what_they_came_from(
    how: str, kind: str
) -> None:
    now = later(question("Q1", NEW), nodes=[renamed(how, RISK, LOG)])
    then = wave(Q1, question("Q4", LOG))
    assert followed(now, then, NEW) == Line(kind, origins=(LOG, RISK))  # type: ignore[arg-type]


def test_a_practice_nobody_was_asked_about_before_is_new() -> None:
    now = later(Q1, question("Q4", LOG))
    assert followed(now, wave(Q1), LOG).kind == "new"
    both = [node(ref, "practice", VALUE, ref) for ref in (RISK, LOG)]
    assert followed(now, wave(Q1, nodes=both), LOG).kind == "new"


@pytest.mark.parametrize(
    "change", [{"weight": 2.0}, {"parent": HABITS}, {"level": 2}], ids=str
)
def test_a_dimension_made_otherwise_is_another_dimension(
    change: dict[str, object],
) -> None:
    questions = Q1, question("Q4", LOG)
    nodes = [node(ref, "practice", VALUE, ref) for ref in (RISK, LOG)]
    other = [nodes[0], replace(nodes[1], **change)]  # type: ignore[arg-type]
    found = lines(later(*questions, nodes=other), wave(*questions), "practitioner")
    assert found[RISK].kind == found[LOG].kind == "same"
    assert found[VALUE].kind == "broken"


def test_a_ladder_goes_on_by_its_rungs() -> None:
    then = small_wave("2026")
    now = replace(small_wave("2027"), rules=later(Q1).rules)
    assert {line.kind for line in ladder_lines(now, then).values()} == {"same"}
    assessment = now.assessment()
    assert assessment is not None
    first, *rest = assessment.ladders
    rung = replace(first.rungs[2], descriptor={"en": "Something else."})
    other = replace(first, rungs=(*first.rungs[:2], rung, *first.rungs[3:]))
    swapped = replace(assessment, ladders=(other, *rest))
    now = replace(now, instruments=(now.instruments[0], swapped, *now.instruments[2:]))
    assert ladder_lines(now, then)[RISK].kind == "broken"
    assert ladder_lines(now, then)[STAKEHOLDERS].kind == "same"
    vouched = Earlier("reworded", RISK, "2.0.0", True)
    nodes = tuple(
        replace(one, lineage=(vouched,)) if one.ref == RISK else one
        for one in now.nodes
    )
    assert ladder_lines(replace(now, nodes=nodes), then)[RISK].kind == "same"
