"""Each rule switched off in turn: something here must notice, or the rule is idle.

A check passes with the rules as they are. The same check must fail once the one
function or number behind a rule is replaced. What is replaced is named, so that a rule
that moves elsewhere fails here first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import pytest
from disclosure_waves import crowd, person, wave_of
from organisations import (
    PRACTICES,
    by_hand,
    company_leaks,
    exact_leaks,
    oracle_leaks,
    wide_wave,
)
from samples import RISK
from test_packs import figures, packs

from generator.assessment import forms
from generator.assessment.forms import MeetingDraft, checked_meeting
from generator.disclosure import cells as cells_module
from generator.disclosure import comments as comments_module
from generator.disclosure import matched as matched_module
from generator.disclosure import packs as packs_module
from generator.disclosure import peers as peers_module
from generator.disclosure import release
from generator.disclosure import tree as tree_module
from generator.disclosure import view as view_module
from generator.disclosure.attack import leaks, ledger_leaks, mean_row
from generator.disclosure.cells import Cells, PartErrors
from generator.disclosure.comments import Words
from generator.disclosure.crossing import crossing_safe
from generator.disclosure.ledger import numbering_key
from generator.disclosure.matched import Before
from generator.disclosure.measure import Measure
from generator.disclosure.peers import peers_refused
from generator.disclosure.tree import Answers, Limits, Tally, Tree, Why
from generator.disclosure.view import View
from generator.model.edition import CellKey, Shown, Suppressed
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.statement import Statement
from generator.model.survey import ORGANISATION
from generator.scoring import views as views_module
from generator.scoring.display import length, to_display
from generator.scoring.rollup import person_errors
from generator.scoring.views import estimate, view_means
from generator.stats.interval import half_width
from generator.store.editions import edition_text

RELEASE = import_module("generator.disclosure.release")
"""The module; the package has the function under the same name."""
ORACLES = Path(__file__).parent.parent / "oracles" / "disclosure"

MIXED = (25.0, 50.0, 75.0, 100.0, 0.0, 50.0)

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Rule:
    """One rule: how it is switched off, and who notices."""

    off: Callable[[Patch], None]
    check: Callable[[], None]


def three_teams() -> Wave:
    return wave_of(dict.fromkeys("abc", ORGANISATION))


def practice(edition_cells: Cells, group: str) -> Shown | Suppressed:
    return edition_cells[CellKey("practitioner", RISK, group)]


# D1: a threshold behind every number.


def d1_off(patch: Patch) -> None:
    patch.setattr(view_module, "threshold", lambda _wave: 1)


def d1_check() -> None:
    wave = three_teams()
    people = crowd("a", *MIXED) + crowd("b", 0.0, 75.0) + crowd("c", *MIXED)
    assert exact_leaks(wave, people, release(wave, people, (), None, 1).edition) == []


# D2: everything ever shown counts.


def d2_off(patch: Patch) -> None:
    patch.setattr(RELEASE, "sets_shown", lambda *_: {})


def d2_check() -> None:
    wave = wave_of({"a": ORGANISATION})
    people = crowd("a", *MIXED)
    grown = [*people, person("late", "a", 100.0)]
    numbers = {numbering_key(one): n for n, one in enumerate(grown, 1)}
    first = release(wave, people, (), None, 1, numbers)
    second = release(wave, grown, first.ledger, None, 2, numbers)
    assert ledger_leaks([*first.ledger, *second.ledger], 5) == []


# D3: nobody follows by subtraction; where cuts cross, by no combination at all.


def d3_off(patch: Patch) -> None:
    whole = Tally.lacks

    def lacks(self: Tally, limits: Limits, part: Tally | None = None) -> Why:
        return "" if part is not None else whole(self, limits)

    patch.setattr(Tally, "lacks", lacks)


def d3_check() -> None:
    wave = three_teams()
    people = crowd("a", *MIXED * 2) + crowd("b", *MIXED) + crowd("c", 25.0)
    assert exact_leaks(wave, people, release(wave, people, (), None, 1).edition) == []


def d3_exact_off(patch: Patch) -> None:
    patch.setattr("generator.disclosure.crossing.leaks", lambda *_, **__: [])


def d3_exact_check() -> None:
    # Two sets that differ in two people against two: no sum of either pair is known,
    # but the difference of the sums is, and it rests on four people.
    base = range(4, 20)
    shown, cut = [0, 1, *base], [2, 3, *base]
    answers = Answers(
        {n: 25.0 * (n % 5) for n in range(20)}, {n: n + 1 for n in range(20)}
    )
    if crossing_safe([shown], cut, answers, Limits(5)):
        assert leaks([mean_row(shown), mean_row(cut)], 5) == []


# D4: the order, from the top down; unions for those who stay hidden.


def d4_off(patch: Patch) -> None:
    def order(self: Tree, sizes: dict[str, int]) -> list[str]:
        return sorted(sizes, key=lambda group: (sizes[group], group))

    patch.setattr(Tree, "order", order)


def d4_check() -> None:
    case = json.loads((ORACLES / "tree_needs_secondary.json").read_text("utf-8"))
    rows = case["case"]["respondents"]
    teams = sorted({row["attrs"]["team"] for row in rows})
    wave = wave_of(dict.fromkeys(teams, ORGANISATION))
    people = [person(row["id"], row["attrs"]["team"], row["x"]) for row in rows]
    edition = release(wave, people, (), None, 1).edition
    shown = {
        "org" if key.group == ORGANISATION else key.group
        for key, cell in edition.cells.items()
        if key.node == RISK and isinstance(cell, Shown)
    }
    assert shown >= set(case["must_show"])


def d4_unions_off(patch: Patch) -> None:
    patch.setattr(RELEASE, "add_unions", lambda view, _measures: view)


def d4_unions_check() -> None:
    wave = three_teams()
    people = crowd("a", *MIXED * 2) + crowd("b", *MIXED[:4]) + crowd("c", *MIXED[2:5])
    assert list(release(wave, people, (), None, 1).edition.unions) == ["b+c"]


# D5: the same people in two waves.


def d5_off(patch: Patch) -> None:
    patch.setattr(matched_module.Side, "allows", lambda _self, _cut: True)


def d5_check() -> None:
    wave = wave_of({"a": ORGANISATION})
    first = [person(f"p{n}", "a", 25.0 * (n % 4)) for n in range(20)]
    second = [person(f"p{n}", "a", 25.0 * (n % 5)) for n in range(2, 20)]
    made = release(wave, first, (), None, 1)
    numbers = {k: n for n, k in enumerate(sorted(map(numbering_key, first)), 1)}
    before = Before(wave, made.edition, first, numbers)
    then = release(
        replace(wave, id="2027"), second, made.ledger, made.edition, 1, None, before
    )
    assert ledger_leaks([*made.ledger, *then.ledger], 5) == []
    for change in then.edition.changes.values():
        assert change.left == 0 or change.left >= 5


# D6: scores made of others rest on what is shown; a balanced one on every view.


def d6_off(patch: Patch) -> None:
    """Dimensions made of every answer, hidden or not."""
    plainly, add_wholes = RELEASE._add_cells, RELEASE.add_wholes
    hidden: Cells = {}

    def add_cells(
        view: View,
        one: Measure,
        cells: Cells,
        errors: PartErrors,
        reasons: dict[CellKey, Why],
    ) -> None:
        plainly(view, one, cells, errors, reasons)
        for group in view.asked:
            if one.hidden(group) and one.values(group):
                for ref in one.family:
                    rules = view.wave.rules_of(ref)
                    value = to_display(estimate(one.values(group)).mean, rules)
                    key = CellKey(view.id, ref, group)
                    hidden[key] = Shown(value, value, value, 1, 0.1, 20.0, "low")
                    errors[ref, group] = person_errors(
                        one.people(group), one.values(group)
                    )

    def wholes(view: View, cells: Cells, errors: PartErrors) -> None:
        everything = {**cells, **hidden}
        add_wholes(view, everything, errors)
        cells.update({k: c for k, c in everything.items() if k not in hidden})

    patch.setattr(RELEASE, "_add_cells", add_cells)
    patch.setattr(RELEASE, "add_wholes", wholes)


def d6_check() -> None:
    wave = wide_wave(three_teams())
    people = [
        PersonScores(
            f"{team}{n}",
            team,
            "practitioner",
            "",
            {
                ref: 25.0 * ((n + place) % 5)
                for place, ref in enumerate(PRACTICES)
                if place or n < 3
            },
        )
        for team in "ab"
        for n in range(9)
    ]
    assert by_hand(wave, release(wave, people, (), None, 1).edition) == []


def d6_balanced_off(patch: Patch) -> None:
    real = views_module.balanced
    patch.setattr(views_module, "balanced", lambda v, e, _k: real(v, e, 0))


def d6_balanced_check() -> None:
    case = json.loads((ORACLES / "role_balanced_leak.json").read_text("utf-8"))
    groups: dict[str, list[float]] = {}
    for row in case["case"]["respondents"]:
        groups.setdefault(row["attrs"]["role"], []).append(row["x"])
    found = views_module.balanced(view_means(groups, s0=22, d0=20), sorted(groups), 5)
    assert found is None


# D7: a number that tells what everybody said is a band, and a band hides.


def d7_off(patch: Patch) -> None:
    patch.setattr(tree_module, "nearly_alike", lambda _points, _n: False)


def d7_check() -> None:
    wave = wave_of(dict.fromkeys("ab", ORGANISATION))
    people = crowd("a", *[100.0] * 6) + crowd("b", *MIXED)
    assert oracle_leaks(wave, people, release(wave, people, (), None, 1).edition) == []


def d7_second_pass_off(patch: Patch) -> None:
    patch.setattr(tree_module, "largest_first", lambda _bands: _Forgetful())


class _Forgetful(dict[int, str]):
    """Remembers no band."""

    def setdefault(self, _key: int, default: str = "") -> str:
        return default


def d7_second_pass_check() -> None:
    wave = wave_of(dict.fromkeys("abcd", ORGANISATION))
    people = crowd("a", *[100.0] * 6) + crowd("b", *MIXED)
    people += crowd("c", 0.0, 50.0, 100.0) + crowd("d", *MIXED[:5])
    cells = release(wave, people, (), None, 1).edition.cells
    shown = {g: c for g in "abcd" if isinstance(c := practice(cells, g), Shown)}
    assert isinstance(practice(cells, ORGANISATION), Shown)
    assert shown["a"].band == "top"
    # What is left of the organisation beside the band hides itself, too.
    left = [one for one in people if one.team not in shown]
    assert len(left) >= 5


# D8: rounded, the range outward.


def d8_off(patch: Patch) -> None:
    for name in ("near", "down", "up"):
        patch.setattr(cells_module, name, lambda value, _places: value)


def d8_outward_off(patch: Patch) -> None:
    for name in ("down", "up"):
        patch.setattr(cells_module, name, cells_module.near)


def d8_check() -> None:
    wave = wave_of({"a": ORGANISATION})
    for shift in range(8):
        people = crowd("a", *[min(100.0, score + shift) for score in MIXED])
        cell = practice(release(wave, people, (), None, 1).edition.cells, "a")
        assert isinstance(cell, Shown)
        for number in (cell.value, cell.low, cell.high):
            assert number == round(number, 1)
        rules = wave.rules[0]
        found = estimate([one.scores[RISK] for one in people], s0=22, d0=20)
        assert found.se is not None
        assert found.df is not None
        centre = to_display(found.mean, rules)
        half = length(half_width(found.se, found.df), rules)
        assert cell.low <= centre - half + 1e-9
        assert cell.high >= centre + half - 1e-9


# D9: comments of ten.


def d9_off(patch: Patch) -> None:
    patch.setattr(comments_module, "FEWEST", 1)
    patch.setattr(Tally, "lacks", lambda *_: "")


def d9_check() -> None:
    wave = three_teams()
    wave = replace(
        wave, privacy=replace(wave.privacy, comments="verbatim", k_comments=5)
    )
    people = crowd("a", *MIXED * 2) + crowd("b", *MIXED) + crowd("c", *MIXED[:2])
    words = [Words("C1", p.view, p.team, p.respondent, "Well done.") for p in people]
    shown = release(wave, people, (), None, 1, words=words).edition.comments
    assert {key.group for key in shown} == {ORGANISATION}


# D10: how many answered, for groups of k.


def d10_off(patch: Patch) -> None:
    patch.setattr(RELEASE, "decide_counts", lambda sizes, _tree, _k: set(sizes))


def d10_check() -> None:
    wave = three_teams()
    sizes = {"a": 12, "b": 8, "c": 3}
    wave = replace(
        wave,
        teams=tuple(
            replace(t, eligible={"practitioner": sizes[t.id]}) for t in wave.teams
        ),
    )
    turnout = release(wave, crowd("a", *MIXED), (), None, 1).edition.turnout
    told = {group for (_, group), n in turnout.items() if n != Suppressed()}
    assert "c" not in told
    assert not {ORGANISATION, "a", "b"} <= told


# D11: a hidden value says nothing but that.


class _Telling(Suppressed):
    """A hidden value that says why."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why

    def __repr__(self) -> str:
        return f"Suppressed({self.why!r})"


def d11_off(patch: Patch) -> None:
    real = cells_module.practice_cell

    def telling(view: View, ref: str, group: str, one: Measure) -> Shown | Suppressed:
        cell = real(view, ref, group, one)
        return cell if isinstance(cell, Shown) else _Telling(one.why(group))

    patch.setattr(RELEASE, "practice_cell", telling)


def d11_check() -> None:
    wave = three_teams()
    people = crowd("a", *MIXED * 2) + crowd("b", *MIXED) + crowd("c", 25.0)
    edition = release(wave, people, (), None, 1).edition
    hidden = [c for c in edition.cells.values() if isinstance(c, Suppressed)]
    assert len({(type(cell), repr(cell)) for cell in hidden}) == 1
    assert re.findall(r'"(few|rest|alike|clusters)"', edition_text(edition)) == []


# D12: a statement is the team's own only with three in the room.


def d12_off(patch: Patch) -> None:
    patch.setattr(forms, "FEWEST_PRESENT", 1)


def d12_check() -> None:
    nothing = Statement("s", "2026", "f", "a", "team", 0, "", (), 0, None)
    for present, fine in (("2", False), ("3", True)):
        draft = MeetingDraft("team", present, "to choose two steps")
        _, complaints = checked_meeting(draft, nothing, agreed=True)
        assert (complaints == []) is fine


# D13: no company alone, in any set or in what is left over.


def d13_off(patch: Patch) -> None:
    patch.setattr(Tally, "spread", lambda *_: True)


def d13_check() -> None:
    wave = wave_of(dict.fromkeys("ab", ORGANISATION), views=["partner"], clusters=True)
    people = [
        person(f"{team}{n}", team, score, view="partner", cluster=names[n])
        for team, names in (("a", "xxyyzz"), ("b", "xxxyyy"))
        for n, score in enumerate(MIXED)
    ]
    edition = release(wave, people, (), None, 1).edition
    assert company_leaks(wave, people, edition) == []


def d13_peers_off(patch: Patch) -> None:
    patch.setattr(peers_module, "FEWEST_PEERS", 1)


def d13_peers_check() -> None:
    values = {name: 10.0 * n for n, name in enumerate("abcdefg", 1)}
    before = dict.fromkeys("abcdef", 1.0)
    now = dict.fromkeys("abcdefg", 1.0)
    if not peers_refused(now, before):
        mean, then = (
            sum(values[name] for name in names) / len(names) for names in (now, before)
        )
        told = mean * len(now) - then * len(before)
        assert told != pytest.approx(values["g"]), "the newcomer's own value"


def d3_peers_off(patch: Patch) -> None:
    patch.setattr(packs_module, "told_apart", lambda *_: frozenset())


def d3_peers_check() -> None:
    """One organisation more, and the mean before, are that organisation's value."""
    six = dict.fromkeys("abcdef", 1.0)
    first = figures(packs(six))
    second = figures(packs({**six, "g": 3.0}), first)
    assert first.standings
    ref = next(iter(first.standings))
    if ref in second.standings:
        then, now = first.standings[ref], second.standings[ref]
        assert then.mean is not None
        assert now.mean is not None
        told = now.mean * now.n - then.mean * then.n
        assert told != pytest.approx(3.0, abs=0.7), "the newcomer's own value"


RULES = {
    "D1": Rule(d1_off, d1_check),
    "D2": Rule(d2_off, d2_check),
    "D3": Rule(d3_off, d3_check),
    "D3 peers": Rule(d3_peers_off, d3_peers_check),
    "D3 exact": Rule(d3_exact_off, d3_exact_check),
    "D4": Rule(d4_off, d4_check),
    "D4 unions": Rule(d4_unions_off, d4_unions_check),
    "D5": Rule(d5_off, d5_check),
    "D6": Rule(d6_off, d6_check),
    "D6 balanced": Rule(d6_balanced_off, d6_balanced_check),
    "D7": Rule(d7_off, d7_check),
    "D7 second pass": Rule(d7_second_pass_off, d7_second_pass_check),
    "D8": Rule(d8_off, d8_check),
    "D8 outward": Rule(d8_outward_off, d8_check),
    "D9": Rule(d9_off, d9_check),
    "D10": Rule(d10_off, d10_check),
    "D11": Rule(d11_off, d11_check),
    "D12": Rule(d12_off, d12_check),
    "D13": Rule(d13_off, d13_check),
    "D13 peers": Rule(d13_peers_off, d13_peers_check),
}


def test_every_rule_is_here() -> None:
    assert {name.split()[0] for name in RULES} == {f"D{n}" for n in range(1, 14)}


@pytest.mark.parametrize("name", RULES)
def test_with_the_rule_nothing_is_found(name: str) -> None:
    RULES[name].check()


@pytest.mark.parametrize("name", RULES)
def test_without_the_rule_the_check_fails(name: str, monkeypatch: Patch) -> None:
    RULES[name].off(monkeypatch)
    with pytest.raises(AssertionError):
        RULES[name].check()
