"""People who answered in two waves: told apart only where nobody is given away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from disclosure_waves import person, wave_of
from hypothesis import given, settings
from hypothesis import strategies as st
from released_projects import again, crowd, frozen, later, project, store_answers
from samples import RISK

from generator.disclosure import Released, release
from generator.disclosure.attack import leaks, ledger_leaks, mean_row
from generator.disclosure.ledger import decode, numbering_key, people_behind
from generator.disclosure.matched import Before
from generator.model.edition import CellKey, Change, LedgerEntry
from generator.model.instrument import Wave
from generator.model.score import PersonScores
from generator.model.survey import ORGANISATION
from generator.pipeline.results import everything_released
from generator.pipeline.results import release as release_wave
from generator.store import ledger
from generator.store.database import open_store

KEY = CellKey("practitioner", RISK, "a")


def numbered(people: Sequence[PersonScores]) -> dict[str, int]:
    keys = sorted({numbering_key(one) for one in people})
    return {key: place for place, key in enumerate(keys, 1)}


def two_waves(
    first: Sequence[PersonScores],
    second: Sequence[PersonScores],
    wave: Wave | None = None,
    **privacy: object,
) -> tuple[Released, Released]:
    wave = wave or wave_of({"a": ORGANISATION})
    wave = replace(wave, privacy=replace(wave.privacy, **privacy))  # type: ignore[arg-type]
    made = release(wave, first, (), None, 1)
    before = Before(wave, made.edition, first, numbered(first))
    then = replace(wave, id="2027")
    return made, release(then, second, made.ledger, made.edition, 1, None, before)


def people(names: range, shift: float = 0.0, team: str = "a") -> list[PersonScores]:
    """Everybody has an own level, and moves by `shift`."""
    return [person(f"p{n}", team, min(100.0, 25.0 * (n % 4) + shift)) for n in names]


def change_of(made: Released, key: CellKey = KEY) -> Change:
    return made.edition.changes[key]


def test_same_people_make_a_change_clearer_and_are_counted() -> None:
    # Every other one moves by one step, the others stay.
    after = [
        one if n % 2 else replace(one, scores={RISK: one.scores[RISK] + 25.0})
        for n, one in enumerate(people(range(6, 30)))
    ]
    first, second = two_waves(people(range(20)), after)
    told = change_of(second)
    assert (told.same_n, told.joined, told.left) == (14, 10, 6)
    # 12.5 points of 100; sd 12.97 over 14 people, t13 = 2.160: half 7.49 points.
    assert (told.same_value, told.same_low, told.same_high) == (0.5, 0.2, 0.8)
    welch = release(
        replace(wave_of({"a": ORGANISATION}), id="2027"),
        after,
        first.ledger,
        first.edition,
        1,
    )
    apart = change_of(welch)
    assert apart.same_n == 0
    assert told.value == apart.value
    assert told.high - told.low < apart.high - apart.low


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (range(20), range(20), True),
        (range(20), range(25), True),
        (range(20), range(24), False),  # four joined
        (range(20), range(5, 20), True),
        (range(20), range(4, 20), False),  # four left
        (range(20), range(16, 36), False),  # four in both
        (range(20), range(20, 40), False),  # nobody in both
        (range(20), range(15, 35), True),
    ],
)
def test_set_and_what_it_leaves_over_are_nobody_or_k(
    first: range, second: range, said: bool
) -> None:
    _, made = two_waves(people(first), people(second, 12.5))
    told = change_of(made)
    assert bool(told.same_n) is said
    if said:
        assert told.same_n == len(set(first) & set(second))
    assert ledger_leaks(made.ledger, 5) == []


def test_correlation_goes_into_the_range_as_kish_has_it() -> None:
    first, second = people(range(20)), people(range(6, 30), 12.5)
    one, two = two_waves(first, second)
    then, now = one.edition.cells[KEY], two.edition.cells[KEY]
    told = change_of(two)
    r, m = 1.0, 14  # everybody moved alike
    variance = then.se**2 + now.se**2  # type: ignore[union-attr]
    variance -= 2 * r * then.se * now.se * m / math.sqrt(20 * 24)  # type: ignore[union-attr]
    half = 2.0 * math.sqrt(variance)
    assert told.high - told.value == pytest.approx(half, abs=0.11)


def test_nobody_is_followed_in_an_anonymous_survey() -> None:
    _, made = two_waves(
        people(range(20)), people(range(20), 12.5), identity="anonymous"
    )
    assert change_of(made).same_n == 0
    assert not [line for line in made.ledger if any("&" in g for g in line.sets)]


def test_ledger_remembers_the_same_people_in_both_waves() -> None:
    first, made = two_waves(people(range(20)), people(range(6, 30), 12.5))
    sets = [(line.wave, name) for line in made.ledger for name in line.sets]
    assert ("2027", "a&2026") in sets
    assert ("2026", "a&2027") in sets
    chain = [*first.ledger, *made.ledger]
    assert [line.position for line in chain] == list(range(1, len(chain) + 1))
    assert all(after.previous == line.digest for line, after in pairwise(chain))


def test_forgotten_person_is_nobody_in_both_waves() -> None:
    first, second = people(range(20)), people(range(20), 12.5)
    wave = wave_of({"a": ORGANISATION})
    made = release(wave, first, (), None, 1)
    left = {k: n for k, n in numbered(first).items() if "#p3#" not in k}
    before = Before(wave, made.edition, first[:3] + first[4:], left)
    then = replace(wave, id="2027")
    told = release(then, second, made.ledger, made.edition, 1, None, before)
    # One is gone: nineteen in both, and one left over in either wave.
    assert change_of(told).same_n == 0


def test_partners_are_followed_only_with_three_companies_on_every_side() -> None:
    wave = wave_of({"a": ORGANISATION}, views=["partner"], clusters=True)

    def partners(names: range, companies: str) -> list[PersonScores]:
        return [
            person(
                f"p{n}",
                "a",
                25.0 * (n % 4),
                view="partner",
                cluster=companies[n % len(companies)],
            )
            for n in names
        ]

    key = CellKey("partner", RISK, "a")
    _, made = two_waves(partners(range(20), "uvw"), partners(range(8, 28), "uvw"), wave)
    assert change_of(made, key).same_n == 12
    few = partners(range(20), "uvw")[:8] + partners(range(8, 20), "uv")
    _, made = two_waves(few, partners(range(8, 28), "uvw"), wave)
    assert change_of(made, key).same_n == 0


def test_three_waves_cross_and_are_tested_exactly() -> None:
    """Those of the second and those of the third wave cross inside the first."""
    wave = wave_of({"a": ORGANISATION})
    first = people(range(40))
    made = release(wave, first, (), None, 1)
    lines: list[LedgerEntry] = list(made.ledger)
    told = []
    for year, names in (("2027", range(20)), ("2028", range(3, 23))):
        before = Before(wave, made.edition, first, numbered(first))
        then = replace(wave, id=year)
        answered = [*people(names, 12.5), *people(range(50, 60))]
        new = release(then, answered, lines, made.edition, 1, None, before)
        lines += new.ledger
        told.append(change_of(new).same_n)
    # Three are only in the second, three only in the third: the simple test refuses
    # the crossing, the exact one finds that the two differ in three against three.
    assert told == [20, 20]
    assert ledger_leaks(lines, 5) == []


def test_third_wave_that_differs_in_few_people_is_refused() -> None:
    wave = wave_of({"a": ORGANISATION})
    first = people(range(40))
    made = release(wave, first, (), None, 1)
    lines: list[LedgerEntry] = list(made.ledger)
    told = []
    for year, names in (("2027", range(20)), ("2028", range(22))):
        before = Before(wave, made.edition, first, numbered(first))
        answered = [*people(names, 12.5), *people(range(50, 60))]
        then = replace(wave, id=year)
        new = release(then, answered, lines, made.edition, 1, None, before)
        lines += new.ledger
        told.append(change_of(new).same_n)
    assert told == [20, 0]
    assert ledger_leaks(lines, 5) == []


score = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])


@st.composite
def panels(draw: st.DrawFn) -> list[list[PersonScores]]:
    """Three waves of two teams; people stay, move, come and go."""
    waves = []
    for _ in range(3):
        answered = {}
        for n in draw(st.sets(st.integers(0, 40), min_size=10)):
            team = "ab"[n % 2] if draw(st.integers(0, 9)) else "ab"[(n + 1) % 2]
            answered[n] = person(f"p{n}", team, draw(score))
        waves.append(list(answered.values()))
    return waves


def told_together(
    lines: Sequence[LedgerEntry], names: dict[str, dict[int, str]]
) -> list[list[int]]:
    """Of each range of the same people: whose products of two answers are summed."""
    ids: dict[tuple[str, str], int] = {}
    rows = []
    for line in lines:
        for name, text in line.sets.items():
            other = name.partition("&")[2]
            if other > line.wave:
                who = sorted({names[line.wave][n] for n in decode(text)})
                rows.append([ids.setdefault((w, other), len(ids)) for w in who])
    return rows


@settings(max_examples=60, deadline=None)
@given(panels())
def test_three_waves_give_nobody_away(panel: list[list[PersonScores]]) -> None:
    wave = wave_of({"a": ORGANISATION, "b": ORGANISATION})
    made = release(wave, panel[0], (), None, 1)
    lines: list[LedgerEntry] = list(made.ledger)
    names = {"2026": people_behind(numbered(panel[0]))}
    for year, answered in zip(("2027", "2028"), panel[1:], strict=True):
        before = Before(wave, made.edition, panel[0], numbered(panel[0]))
        then = replace(wave, id=year)
        new = release(then, answered, lines, made.edition, 1, None, before)
        lines += new.ledger
        names[year] = people_behind(numbered(answered))
        for change in new.edition.changes.values():
            for count in (change.same_n, change.joined, change.left):
                assert count == 0 or count >= 5
    for year in names:
        own = [line for line in lines if line.wave == year]
        assert ledger_leaks(own, 5, names[year]) == []
    assert leaks([mean_row(one) for one in told_together(lines, names)], 5) == []


# In a project.

FIRST, SECOND = frozen("2025", 2025, reference=True), frozen("2026", 2026)


def test_release_of_a_second_wave_follows_those_who_answered_the_first(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    reading = project(tmp_path_factory.mktemp("same") / "p", FIRST, SECOND)
    sizes = {"oncology": 20, "immunology": 12}
    store_answers(reading, [*crowd(FIRST, **sizes), *crowd(SECOND, **sizes)])
    release_wave(reading, "2025", later)
    release_wave(reading, "2026", later)
    edition = everything_released(again(reading))[0]["2026"]
    told = edition.changes[CellKey("stakeholder", RISK, "oncology")]
    assert (told.same_n, told.joined, told.left) == (20, 0, 0)
    with closing(open_store(reading.places.store)) as store:
        marked = [
            line.wave
            for line in ledger.entries(store)
            if any("&" in group for group in line.sets)
        ]
    assert set(marked) == {"2025", "2026"}
    assert not release_wave(again(reading), "2026", later).written
