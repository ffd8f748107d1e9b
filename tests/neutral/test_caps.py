"""A framework with parts that must be in place, worked out by hand; and no leak."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.disclosure import release
from generator.disclosure.release import Released
from generator.findings.continuity import lines
from generator.findings.whatif import shown_whole, stated_whole
from generator.instruments.canonical import digest, plain
from generator.instruments.compile import compile_wave
from generator.model.edition import CellKey, Shown, Suppressed
from generator.model.instrument import Wave
from generator.model.page import Baseline
from generator.model.score import PersonScores
from generator.model.statement import Statement, StatementEntry
from generator.pages.baseline import baseline_pages
from generator.pages.playbook import playbook_pages
from generator.pipeline.explaining import accounts
from generator.pipeline.scores import Looked
from generator.scoring import stated_scores
from generator.sources.project import Project, load_project

HERE = Path(__file__).parent


def loaded(name: str = "caps") -> tuple[Project, Wave]:
    project = load_project(HERE / name)
    folder = next(iter(project.surveys.values()))
    frameworks = project.frameworks
    return project, compile_wave(folder.survey, folder.organisation, frameworks, "2026")


PROJECT, WAVE = loaded()


def uncapped() -> Wave:
    return replace(WAVE, nodes=tuple(replace(n, caps=()) for n in WAVE.nodes))


# A team's own statement


def statement(**rungs: int | str) -> Statement:
    """Rungs by practice, or a state without one."""
    entries = []
    for name, said in rungs.items():
        practice = f"workshop:{name.replace('_', '-')}"
        state, rung = ("agreed", said) if isinstance(said, int) else (said, None)
        entries.append(StatementEntry(practice, state, rung, "", "", None, None))
    return Statement(
        survey="safety-check",
        wave="2026",
        wave_fingerprint="",
        team="shop",
        assessed_by="team",
        present=4,
        purpose="To see where we stand.",
        entries=tuple(entries),
        revision=1,
        signed_off=dt.datetime(2026, 3, 20, tzinfo=dt.UTC),
    )


def stated(**rungs: int | str) -> dict[str, float]:
    said = {"cleaning": 4, "upkeep": 4, "first_aid": 3, "training": 2} | rungs
    scores = stated_scores(WAVE, statement(**said))
    wholes = ("workshop", "workshop:machines", "workshop:people")
    return {
        ref.removeprefix("workshop:"): scores[ref].value
        for ref in wholes
        if ref in scores
    }


@pytest.mark.parametrize(
    ("rungs", "machines", "people", "workshop"),
    [
        # (1 + 4 + 2 x 4) / 4 = 3.25, held at 2 by guards; people (3 + 2) / 2 = 2.5
        ({"guards": 1}, 2.0, 2.5, 2.25),
        # (0 + 4 + 8) / 4 = 3, held at 1
        ({"guards": 0}, 1.0, 2.5, 1.75),
        # (2 + 4 + 8) / 4 = 3.5, held by nothing
        ({"guards": 2}, 3.5, 2.5, 3.0),
        # the same; first aid at 1 holds the mean of 3.5 and 2.5 at 2
        ({"guards": 2, "first_aid": 1, "training": 4}, 3.5, 2.5, 2.0),
        # below its cap anyway: (1 + 1 + 2 x 1) / 4 = 1, and (1 + 2.5) / 2 = 1.75
        ({"guards": 1, "cleaning": 1, "upkeep": 1}, 1.0, 2.5, 1.75),
        # does not apply: holds nothing, (4 + 2 x 4) / 3 = 4
        ({"guards": "not_applicable"}, 4.0, 2.5, 3.25),
        # not agreed: no score for machines, and people alone carry half of the weight
        ({"guards": "not_agreed"}, None, 2.5, 2.5),
        # never discussed: no score for the workshop; first aid weighs half of people
        ({"guards": 2, "first_aid": "open"}, 3.5, 2.0, None),
    ],
)
def test_a_statement_is_capped_as_worked_out_by_hand(
    rungs: dict[str, int | str],
    machines: float | None,
    people: float,
    workshop: float | None,
) -> None:
    wanted = {"workshop": workshop, "machines": machines, "people": people}
    found = stated(**rungs)
    assert found == pytest.approx({k: v for k, v in wanted.items() if v is not None})


def test_one_step_on_the_part_lets_the_whole_go() -> None:
    said = statement(guards=1, cleaning=4, upkeep=4, first_aid=3, training=2)
    assert stated_whole(WAVE, said, "workshop:guards") == 2.0
    assert stated_whole(WAVE, said, "workshop:guards", 2) == 3.5
    assert stated_whole(WAVE, said, "workshop:cleaning", 3) == 2.0


RUNGS = st.integers(0, 4)
PRACTICES = ("guards", "cleaning", "upkeep", "first_aid", "training")
TEAMS = st.fixed_dictionaries(dict.fromkeys(PRACTICES, RUNGS))


def wholes(wave: Wave, said: Statement) -> dict[str, float]:
    names = {"workshop", "workshop:machines", "workshop:people"}
    scores = stated_scores(wave, said)
    return {ref: one.value for ref, one in scores.items() if ref in names}


@given(TEAMS, st.permutations(PRACTICES))
def test_order_of_entries_and_of_caps_never_matters(
    rungs: dict[str, int], order: list[str]
) -> None:
    said = statement(**rungs)
    shuffled = statement(**{name: rungs[name] for name in order})
    turned = replace(
        WAVE, nodes=tuple(replace(n, caps=n.caps[::-1]) for n in WAVE.nodes)
    )
    assert wholes(WAVE, said) == wholes(turned, shuffled)


@given(TEAMS)
def test_held_while_the_part_is_low_and_else_as_without_a_cap(
    rungs: dict[str, int],
) -> None:
    said = statement(**rungs)
    found, plainly = wholes(WAVE, said), wholes(uncapped(), said)
    machines = "workshop:machines"
    top = {0: 1.0, 1: 2.0}.get(rungs["guards"], 4.0)
    assert found[machines] == min(plainly[machines], top)
    below = (found[machines] + found["workshop:people"]) / 2
    held = rungs["first_aid"] < 2
    assert found["workshop"] == pytest.approx(min(below, 2.0) if held else below)
    if not held and rungs["guards"] >= 2:
        assert found == plainly


@given(TEAMS, st.sampled_from(PRACTICES))
def test_no_whole_falls_when_a_part_rises(rungs: dict[str, int], which: str) -> None:
    higher = rungs | {which: min(4, rungs[which] + 1)}
    before, after = wholes(WAVE, statement(**rungs)), wholes(WAVE, statement(**higher))
    assert all(after[ref] >= before[ref] - 1e-12 for ref in before)


# A survey

Scores = dict[str, tuple[float, ...]]

GUARDED: Scores = {
    "cleaning": (75, 75, 75, 100, 100, 100),
    "upkeep": (75, 75, 75, 100, 100, 100),
}
"""Both are shown as 3.5."""
HELPED: Scores = {
    "first-aid": (50, 75, 75, 75, 75, 100),
    "training": (50, 50, 50, 50, 50, 75),
}
"""Shown as 3.0 and 2.2."""


def released(
    wave: Wave = WAVE, view: str = "staff", **scores: tuple[float, ...]
) -> Released:
    """An edition of the team; each practice has a score of its first people."""
    wanted = {name.replace("_", "-"): values for name, values in scores.items()}
    people = [
        PersonScores(
            f"{view}-{place}",
            "shop",
            view,
            "",
            {
                f"workshop:{name}": float(values[place])
                for name, values in wanted.items()
                if place < len(values)
            },
        )
        for place in range(6)
    ]
    return release(wave, people, (), None, 1)


def cell(made: Released, name: str, view: str = "staff") -> Shown | Suppressed | None:
    ref = "workshop" if name == "workshop" else f"workshop:{name}"
    return made.edition.cell(view, ref, "shop")


def number(made: Released, name: str, view: str = "staff") -> tuple[float, ...]:
    found = cell(made, name, view)
    assert isinstance(found, Shown), name
    return (found.value, found.low, found.high, found.se)


LOW = (0.0, 25, 25, 50, 50, 50)
"""Mean 33.3; s2 416.7, pooled (1000 x 100 + 5 x 416.7) / 1005 = 101.6; se 4.115;
t(1005) 1.9623; half 8.07 points = .323: 1.3, from 1.0 to 1.7."""
NEAR = (50.0, 50, 25, 50, 50, 50)
"""Mean 45.8, half .32: 1.8, from 1.5 to 2.2. The value of the cap, 2, lies between."""
JUST = (50.0, 50, 50, 50, 50, 75)
"""Mean 54.2, half .32: 2.2, from 1.8 to 2.5. On the other side, and as unsure."""
HIGH = (75.0, 75, 50, 75, 75, 75)


def test_a_survey_score_is_held_down_as_worked_out_by_hand() -> None:
    made = released(guards=LOW, **GUARDED, **HELPED)
    assert number(made, "guards")[:3] == (1.3, 1.0, 1.7)
    # (1.3 + 3.5 + 2 x 3.5) / 4 = 2.95. Errors of the people: a quarter of
    # (-33.3, -8.3, -8.3, 16.7, 16.7, 16.7) / 6 and three quarters of -+12.5 / 6:
    # squares add up to 31.3, s2 = 225; pooled 100.6, se 4.095, half .321.
    # Held at 2; the lower end keeps its distance, the upper one may not pass the cap.
    assert number(made, "machines") == (2.0, 1.6, 2.0, 0.16)


def test_near_the_value_a_range_takes_in_both() -> None:
    made = released(guards=NEAR, **GUARDED, **HELPED)
    assert number(made, "guards")[:3] == (1.8, 1.5, 2.2)
    # (1.8 + 10.5) / 4 = 3.075, half .32: let go it reaches up to 3.4, 1.4 above 2.
    value, low, high, se = number(made, "machines")
    assert (value, low, high) == (2.0, 0.6, 3.4)
    assert se == pytest.approx(1.395 / 1.9623, abs=0.01)
    made = released(guards=JUST, **GUARDED, **HELPED)
    # (2.2 + 10.5) / 4 = 3.175: held down it would be 2, 1.2 below.
    assert number(made, "machines")[:3] == (3.2, 2.0, 4.0)


def test_where_no_cap_holds_or_could_hold_every_byte_is_as_without() -> None:
    scores = {"guards": HIGH, **GUARDED, **HELPED}
    with_caps = released(**scores).edition.cells
    assert with_caps == released(uncapped(), **scores).edition.cells


def test_doubt_goes_up_with_its_share() -> None:
    scores = {"guards": NEAR, **GUARDED, **HELPED}
    above = number(released(**scores), "workshop")
    plainly = number(released(uncapped(), **scores), "workshop")
    # Machines may be off by 1.395 instead of .32: half of the difference is .54.
    assert above[0] == near_mean(2.0, 2.6)
    wider = (above[3] - plainly[3]) * 1.9623
    assert wider == pytest.approx(0.54, abs=0.03)


def near_mean(*values: float) -> float:
    return math.floor(sum(values) / len(values) * 10 + 0.5) / 10


def test_a_view_that_is_not_asked_about_the_part_is_not_held() -> None:
    made = released(view="visitors", **GUARDED)
    assert number(made, "machines", "visitors")[0] == 3.5
    assert number(made, "workshop", "visitors")[0] == 3.5


@pytest.mark.parametrize(
    ("guards", "machines"), [((0.0,) * 6, 1.0), ((100.0,) * 6, 3.5)]
)
def test_an_end_of_the_scale_is_known_well_enough(
    guards: tuple[float, ...], machines: float
) -> None:
    made = released(guards=guards, **GUARDED, **HELPED)
    part = cell(made, "guards")
    assert isinstance(part, Shown)
    assert part.band
    assert number(made, "machines")[0] == machines


# What is hidden stays hidden


def hidden(guards: tuple[float, ...]) -> Released:
    """Four of six judge the guards, and five are needed."""
    return released(guards=guards, **GUARDED, **HELPED)


def test_two_worlds_that_differ_in_a_hidden_part_give_the_same_release() -> None:
    worst, best = hidden((0.0,) * 4), hidden((100.0,) * 4)
    assert cell(worst, "guards") == cell(worst, "machines") == Suppressed()
    assert worst.edition == best.edition
    assert worst.ledger == best.ledger
    assert worst.reasons == best.reasons
    # With two people more the same worlds differ: the cap is what would have told.
    open_worst = released(guards=(0.0,) * 6, **GUARDED, **HELPED)
    open_best = released(guards=(100.0,) * 6, **GUARDED, **HELPED)
    assert cell(open_worst, "machines") != cell(open_best, "machines")


REFERENCE = hidden((0.0, 25, 75, 100))


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])] * 4))
def test_no_answer_to_a_hidden_part_moves_anything(guards: tuple[float, ...]) -> None:
    made = hidden(guards)
    assert made.edition == REFERENCE.edition
    assert made.ledger == REFERENCE.ledger


def test_whether_a_whole_is_shown_does_not_depend_on_its_value() -> None:
    low = dict.fromkeys(GUARDED, (0.0, 25, 0, 25, 0, 25))
    for others in (low, GUARDED):
        made = released(guards=LOW[:4], **others, **HELPED)
        assert cell(made, "machines") == Suppressed()


# Said where it matters


def explained(made: Released, node: str, *said: Statement) -> str:
    by_team = {one.team: one for one in said}
    (found,) = accounts(
        Looked(WAVE, made.edition, by_team),
        "shop",
        node,
        "assessment" if said else "staff",
    )
    return "\n".join(step.words for step in found.steps)


RULE = "no higher than 2 while workshop:guards is below 2"


def test_explain_says_what_each_cap_did() -> None:
    near = explained(released(guards=NEAR, **GUARDED, **HELPED), "machines")
    assert "the weighted mean: 3.1\n" in near
    assert f"{RULE}: it stands at 1.8, so this holds\n" in near
    assert "its range is 1.5 to 2.2, so it may be otherwise" in near
    assert "so the score is 2 and not 3.1" in near
    high = explained(released(guards=HIGH, **GUARDED, **HELPED), "machines")
    assert f"{RULE}: it stands at 2.8, so this does not hold" in high
    assert "and not" not in high
    gone = explained(hidden((0.0,) * 4), "machines")
    assert f"{RULE}; it is not known well enough from what is shown" in gone


def test_explain_says_it_of_a_statement_too() -> None:
    said = statement(guards=1, cleaning=4, upkeep=4, first_aid=3, training=2)
    text = explained(REFERENCE, "machines", said)
    assert f"{RULE}: it stands at 1, so this holds" in text


@pytest.mark.parametrize(
    ("language", "held", "rule"),
    [
        (
            "en",
            "the score of Machines is held down, because “Guards” must be in place",
            "“Guards” inside it stands no higher than 2 while “Guards” is below 2.",
        ),
        (
            "de",
            "Der Wert für „Geräte“ ist begrenzt. Zuerst muss da sein: „Schutzhauben“.",
            "ist höchstens 2, solange „Schutzhauben“ unter 2 liegt.",
        ),
    ],
)
def test_pages_say_that_a_score_is_held_down_and_by_which_rule(
    language: str, held: str, rule: str
) -> None:
    frameworks = tuple(PROJECT.frameworks.values())
    for guards, holds in ((LOW, True), (HIGH, False)):
        edition = released(guards=guards, **GUARDED, **HELPED).edition
        made, _ = baseline_pages(
            Baseline(language, frameworks, (WAVE,), {WAVE.id: edition}, {})
        )
        team = next(
            p for p in made if p.path.startswith("index") and p.audience == "teams/shop"
        )
        text = " ".join(html.fromstring(team.body).text_content().split())
        assert (held in text) == holds
    surveys = [folder.survey for folder in PROJECT.surveys.values()]
    made = playbook_pages(frameworks, surveys, [WAVE], language)
    page = next(page for page in made if page.path == "methodology.md")
    assert rule in page.body


# Frozen


def test_caps_are_frozen_in_the_node_they_hold() -> None:
    frozen = {
        node.ref: [(cap.part, cap.below, cap.at_most) for cap in node.caps]
        for node in WAVE.nodes
        if node.caps
    }
    assert frozen == {
        "workshop": [("workshop:first-aid", 2.0, 2.0)],
        "workshop:machines": [
            ("workshop:guards", 1.0, 1.0),
            ("workshop:guards", 2.0, 2.0),
        ],
    }


def test_fingerprints_from_before_caps_are_what_they_were() -> None:
    project, wave = loaded("levels")
    # Both as the program made them before it knew caps.
    assert wave.fingerprint == (
        "93e071d5929db6d427398d0c86cdbe1318e5b58c18c98af877a1fdafba57194c"
    )
    assert digest(project.frameworks["data-care"]) == (
        "934fa30c17e6f4fa13a4c42a2cec220bdced77b7b5f99be8b9a379d4d875b3d5"
    )
    assert '"caps"' not in str(plain(wave))


def test_a_line_breaks_where_caps_differ() -> None:
    then = replace(uncapped(), id="2025")
    found = lines(WAVE, then, "staff")
    assert found["workshop:machines"].kind == "broken"
    assert found["workshop:people"].kind == "same"
    assert lines(WAVE, replace(WAVE, id="2025"), "staff")["workshop"].kind == "same"


def test_what_a_step_would_lead_to_minds_the_cap() -> None:
    made = released(guards=LOW, **GUARDED, **HELPED).edition

    def would(practice: str, rung: int) -> float | None:
        place = CellKey("staff", f"workshop:{practice}", "shop")
        return shown_whole(WAVE, made, place, rung)

    assert would("guards", 1) == 2.0
    assert would("guards", 2) == 3.1  # (2 + 3.5 + 7) / 4 = 3.125
    assert would("cleaning", 4) == 2.0


def test_a_hidden_part_leaves_nothing_to_say_of_other_steps() -> None:
    made = hidden((0.0,) * 4).edition
    place = CellKey("staff", "workshop:cleaning", "shop")
    assert shown_whole(WAVE, made, place, 4) is None
