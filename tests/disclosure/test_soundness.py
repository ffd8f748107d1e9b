"""What answers say about themselves: told only where it gives nobody away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from disclosure_waves import wave_of
from hypothesis import given, settings
from hypothesis import strategies as st
from organisations import PRACTICES, wide_wave
from samples import RISK

from generator.disclosure import release
from generator.disclosure.attack import ledger_leaks, unrecorded
from generator.disclosure.release import Released
from generator.disclosure.soundness import CLOSEST, coefficients
from generator.errors import Problems
from generator.model.edition import CellKey, Shown, Soundness, Suppressed
from generator.model.instrument import Target, Wave
from generator.model.response import Missing
from generator.model.score import PersonScores
from generator.model.soundness import Agreement, Careful, Telling
from generator.model.survey import ORGANISATION
from generator.store.editions import edition_from, edition_text

Given = Sequence[float | Missing]


def people(
    team: str, *answers: float | Missing, view: str = "practitioner", cluster: str = ""
) -> list[PersonScores]:
    """One person an answer; a reason for none gives no score."""
    return [
        PersonScores(
            f"{view}-{team}-{n:03}",
            team,
            view,
            f"{cluster}{n % 4}" if cluster else "",
            {} if isinstance(answer, str) else {RISK: answer},
            {RISK: (answer,)},
        )
        for n, answer in enumerate(answers)
    ]


def sound(wave: Wave, everybody: Sequence[PersonScores]) -> Soundness:
    return release(wave, everybody, (), None, 1).edition.soundness


def key(group: str, view: str = "practitioner", node: str = RISK) -> CellKey:
    return CellKey(view, node, group)


TWO = {"a": ORGANISATION, "b": ORGANISATION}
MIXED = (0.0, 25.0, 50.0, 75.0, 100.0, 50.0)


# Agreement


def test_agreement_is_told_of_teams_whose_mean_is_shown() -> None:
    wave = wave_of(TWO)
    found = sound(wave, people("a", *MIXED) + people("b", *MIXED)).agreement
    # Distances 50 25 0 25 50 0: mean 25. Variance 1250, blind 1250: r_wg is 0.
    told = Agreement(
        1.0, least=False, wide=True, band="none", skewed="none", camps=False
    )
    assert found == {key("a"): told, key("b"): told}


def test_hidden_and_banded_teams_and_the_whole_have_none() -> None:
    wave = wave_of(dict.fromkeys("abcd", ORGANISATION))
    everybody = people("a", *MIXED * 2) + people("b", *MIXED[:4])
    everybody += people("c", *[100.0] * 9) + people("d", *MIXED[:4])
    edition = release(wave, everybody, (), None, 1).edition
    banded = edition.cells[key("c")]
    assert isinstance(banded, Shown)
    assert banded.band == "top"
    assert edition.cells[key("b")] == edition.cells[key("d")] == Suppressed()
    assert {one.group for one in edition.soundness.agreement} == {"a"}


@settings(deadline=None)
@given(st.lists(st.sampled_from([40.0, 50.0, 60.0]), min_size=6, max_size=6))
def test_a_team_of_one_mind_looks_like_one_that_nearly_agrees(
    answers: list[float],
) -> None:
    """All are told as 10 points or less, so that nobody's answer follows (D7)."""
    wave = wave_of(TWO)
    found = sound(wave, people("a", *answers) + people("b", *MIXED)).agreement
    alike = sound(wave, people("a", *[50.0] * 6) + people("b", *MIXED)).agreement
    assert found[key("a")] == alike[key("a")]
    assert found[key("a")].least
    assert found[key("a")].apart == CLOSEST / 100 * 4


@settings(deadline=None)
@given(st.permutations([*MIXED, 25.0, 0.0]), st.permutations([*MIXED, 100.0]))
def test_exchanging_answers_inside_a_team_changes_nothing_that_is_told(
    a: list[float], b: list[float]
) -> None:
    wave = wave_of(TWO)
    found = release(wave, people("a", *a) + people("b", *b), (), None, 1).edition
    sorted_ = people("a", *sorted(a)) + people("b", *sorted(b))
    assert release(wave, sorted_, (), None, 1).edition == found


def test_two_camps_are_told_and_lower_confidence_by_one_step() -> None:
    wave = wave_of(TWO, eligible=40)
    tight = replace(
        wave, rules=tuple(replace(r, sd=1.0, sd_df=10_000) for r in wave.rules)
    )
    words = []
    for answers in ([0.0, 100.0] * 12, [50.0] * 24):
        edition = release(
            tight, people("a", *answers) + people("b", *MIXED * 4), (), None, 1
        ).edition
        cell = edition.cells[key("a")]
        assert isinstance(cell, Shown)
        words.append((cell.confidence, edition.soundness.agreement[key("a")].camps))
    assert words == [("medium", True), ("high", False)]


def test_agreement_over_several_items_uses_what_each_was_answered_with() -> None:
    wave = wide_wave(wave_of(TWO))
    both = replace(
        wave,
        instruments=tuple(
            replace(
                one,
                pages=tuple(
                    replace(
                        page,
                        questions=tuple(
                            replace(q, targets=(Target(PRACTICES[0], 1.0),))
                            for q in page.questions
                        ),
                    )
                    for page in one.pages
                ),
            )
            for one in wave.instruments
        ),
    )
    rows: list[Given] = [
        (0.0, 50.0, 50.0, "na"),
        (50.0, 50.0, "dk", "na"),
        (100.0, 50.0, 50.0, "na"),
    ] * 2
    everybody = [
        PersonScores(
            f"{team}{n}",
            team,
            "practitioner",
            "",
            {PRACTICES[0]: 50.0 + n},
            {PRACTICES[0]: tuple(row)},
        )
        for team in TWO
        for n, row in enumerate(rows)
    ]
    found = sound(both, everybody).agreement[key("a", node=PRACTICES[0])]
    # Distances 33.3, 0, 0; the item nobody answered counts for nothing: 11.1 → 10.
    assert found.least
    # Variances 2000, 0, 0 of 1250 blind: q = .533, r_wg(3) = 1.4 / 1.933 = .724.
    assert found.band == "strong"


# Whether teams can be told apart


def test_eight_teams_that_differ_can_be_told_apart() -> None:
    teams = {f"t{n}": ORGANISATION for n in range(8)}
    everybody = [
        one
        for n, team in enumerate(teams)
        for one in people(team, *[10.0 + 10 * n + x for x in (-5, 0, 5, -5, 5)])
    ]
    assert sound(wave_of(teams), everybody).telling == {
        key(ORGANISATION): Telling(8, "large", "apart")
    }
    alike = [one for team in teams for one in people(team, *MIXED)]
    assert sound(wave_of(teams), alike).telling[key(ORGANISATION)].means == "alike"


def test_seven_teams_are_too_few_to_say_and_hidden_ones_do_not_count() -> None:
    teams = {f"t{n}": ORGANISATION for n in range(8)}
    everybody = [one for team in teams for one in people(team, *MIXED)]
    small = [one for one in everybody if one.team != "t7"] + people("t7", 50.0)
    assert sound(wave_of(teams), small).telling == {}


# Reliability


def questionnaire(formative: bool = False, clusters: bool = False) -> Wave:
    wave = wide_wave(wave_of(TWO, clusters=clusters))
    return replace(
        wave,
        instruments=tuple(
            replace(
                one,
                pages=tuple(
                    replace(
                        page,
                        questions=tuple(
                            replace(question, formative=formative)
                            for question in page.questions
                        ),
                    )
                    for page in one.pages
                ),
            )
            for one in wave.instruments
        ),
        nodes=tuple(
            replace(node, parent="seven-habits:d0") if node.kind == "practice" else node
            for node in wave.nodes
            if node.ref != "seven-habits:d1"
        ),
    )


def crowd(n: int, *, cluster: str = "") -> list[PersonScores]:
    random = Random(n)
    found = []
    for place in range(n):
        own = random.choice([0, 25, 50])
        scores = {ref: float(own + random.choice([0, 25, 50])) for ref in PRACTICES}
        found.append(
            PersonScores(
                f"p{place}",
                "ab"[place % 2],
                "practitioner",
                f"{cluster}{place % 4}" if cluster else "",
                scores,
                {ref: (value,) for ref, value in scores.items()},
            )
        )
    return found


HABIT = "seven-habits:d0"


def test_reliability_is_told_of_fifty_complete_answers() -> None:
    wave = questionnaire()
    everybody = crowd(50)
    made = release(wave, everybody, (), None, 1)
    found = made.edition.soundness.reliability[key(ORGANISATION, node=HABIT)]
    rows = [[p.scores[ref] for ref in PRACTICES] for p in everybody]
    assert found == coefficients(["Q0", "Q1", "Q2", "Q3"], rows, 50)
    assert found is not None
    assert found.n == 50
    assert found.alpha is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high
    assert (
        release(wave, everybody[:49], (), None, 1).edition.soundness.reliability == {}
    )


def test_a_row_with_a_gap_is_not_complete() -> None:
    everybody = crowd(50)
    gap = replace(everybody[0], answers=everybody[0].answers | {PRACTICES[0]: ("dk",)})
    assert sound(questionnaire(), [gap, *everybody[1:]]).reliability == {}


def test_checklists_need_not_hang_together() -> None:
    assert sound(questionnaire(formative=True), crowd(60)).reliability == {}


def test_one_company_with_most_answers_hides_reliability() -> None:
    wave = questionnaire(clusters=True)
    assert sound(wave, crowd(60, cluster="c")).reliability != {}
    one_company = [replace(p, cluster="c") for p in crowd(60)]
    assert sound(wave, one_company).reliability == {}


def test_two_items_get_spearman_brown_and_a_negative_alpha_is_kept() -> None:
    rows = [[1.0, 2.0], [2.0, 2.0], [3.0, 4.0], [4.0, 3.0]]
    two = coefficients(["A", "B"], rows, 4)
    assert two is not None
    assert (two.alpha, two.omega) == (None, None)
    assert two.standardized == 0.81  # r = 2.5 / sqrt(13.75): 2r / (1 + r)
    turned = coefficients(
        ["A", "B", "C"], [[x, 5 - x, x] for x in (1.0, 2.0, 3.0, 4.0)], 4
    )
    assert turned is not None
    assert turned.alpha == -3.0
    assert coefficients(["A", "B"], [[1.0, 1.0]] * 4, 4) is None


# Questions without an answer


def test_shares_without_an_answer_are_told_of_a_whole_view_in_steps() -> None:
    wave = wave_of(TWO)
    given = people("a", 50.0, 50.0, "dk", "na", "skip", "not_shown")
    given += people("b", 50.0, "dk", "dk", 50.0, 50.0, 50.0)
    found = sound(wave, given).unanswered
    assert list(found) == [key(ORGANISATION)]
    one = found[key(ORGANISATION)]
    # 11 asked: na 1/11 = 9 → 10; of 10 that apply dk 3 → 30, blank 1 → 10.
    assert (one.n, one.na, one.dk, one.blank, one.unseen) == (11, 10, 30, 10, True)


def test_nobody_and_everybody_are_never_told_of_shares() -> None:
    found = sound(wave_of(TWO), people("a", *["dk"] * 30)).unanswered
    one = found[key(ORGANISATION)]
    assert (one.na, one.dk, one.blank) == (5, 95, 5)


def test_four_who_were_asked_are_too_few_for_shares() -> None:
    assert sound(wave_of(TWO), people("a", "dk", "dk", 50.0, 50.0)).unanswered == {}


# Answers given without reading


def flagged(everybody: list[PersonScores]) -> list[PersonScores]:
    return [replace(one, flags=frozenset({"long run"})) for one in everybody]


def test_nothing_moves_where_nobody_is_flagged_or_the_flagged_say_the_same() -> None:
    wave = wave_of(TWO)
    usual = people("a", *MIXED * 3) + people("b", *MIXED * 3)
    assert sound(wave, usual).careful["practitioner"] == Careful()
    some = flagged(usual[:6]) + usual[6:]
    assert sound(wave, some).careful["practitioner"] == Careful()


def test_score_without_many_flagged_answers_is_told_with_a_line_in_the_ledger() -> None:
    wave = wave_of({"a": ORGANISATION})
    everybody = people("a", *[75.0, 50.0] * 10, 0.0, 25.0, 0.0, 25.0, 0.0, 0.0)
    everybody = everybody[:20] + flagged(everybody[20:])
    made = release(wave, everybody, (), None, 1)
    found = made.edition.soundness.careful["practitioner"]
    assert dict(found.without) == {RISK: 2.5}
    assert any("organisation!" in line.sets for line in made.ledger)
    assert ledger_leaks(made.ledger, 5) == []


def test_few_flagged_answers_are_told_like_none() -> None:
    wave = wave_of({"a": ORGANISATION})
    for few_or_alike in ([0.0, 25.0, 0.0, 25.0], [0.0] * 6):
        everybody = people("a", *[75.0, 50.0] * 6, *few_or_alike)
        everybody = everybody[:12] + flagged(everybody[12:])
        assert sound(wave, everybody).careful["practitioner"] == Careful()


def test_of_a_view_that_is_shown_nowhere_nothing_is_told() -> None:
    few = people("a", *[75.0] * 4)
    assert sound(wave_of({"a": ORGANISATION}), few).careful == {}


# The ledger, the store


def everything() -> Released:
    wave = questionnaire()
    return release(wave, crowd(60), (), None, 1)


def test_every_set_that_is_told_is_in_the_ledger() -> None:
    made = everything()
    assert made.edition.soundness.reliability
    assert unrecorded(made.edition, made.ledger) == []
    for drop in (f"practitioner|{HABIT}", f"practitioner|{PRACTICES[0]}?"):
        left = [line for line in made.ledger if line.measure != drop]
        assert len(left) == len(made.ledger) - 1
        assert unrecorded(made.edition, left) != []


def test_an_edition_keeps_everything_and_older_ones_are_read() -> None:
    edition = everything().edition
    assert edition_from(edition_text(edition)) == edition
    bare = replace(edition, soundness=Soundness(), format=2)
    assert "soundness" not in edition_text(bare)
    assert edition_from(edition_text(bare)) == bare
    with pytest.raises(Problems, match="format 99"):
        edition_from(edition_text(replace(edition, format=99)))
