"""What is made of released values alone: balanced scores, levels, orders, effects."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from disclosure_waves import wave_of
from hypothesis import given
from hypothesis import strategies as st
from samples import RISK

from generator.disclosure.balance import (
    Balanced,
    balanced_score,
    expected_views,
    missing_views,
)
from generator.disclosure.levels import level_shown
from generator.disclosure.ordering import effect, expected_order
from generator.model.edition import CellKey, Change, Edition, Shown, Suppressed
from generator.model.instrument import Wave
from generator.model.survey import ORGANISATION

VIEWS = ("partner", "practitioner", "stakeholder")


def shown(value: float, n: int = 12, se: float = 0.25) -> Shown:
    return Shown(value, 0.0, 4.0, n, se, 20.0 + n, "medium")


def edition(cells: dict[CellKey, Shown | Suppressed]) -> Edition:
    return Edition(3, "alliance-baseline", "2026", "", 1, 5, cells)


def views(**cells: Shown | Suppressed) -> tuple[Wave, Edition]:
    wave = wave_of({"a": ORGANISATION}, views=VIEWS)
    return wave, edition({CellKey(v, RISK, "a"): cell for v, cell in cells.items()})


# Balanced


def test_every_view_counts_the_same_whatever_its_number_of_answers() -> None:
    wave, made = views(practitioner=shown(3.0, 30), stakeholder=shown(2.0, 6))
    # SE = sqrt(2 x .25^2) / 2 = .1768; df = 68.4 by Satterthwaite; t = 1.9953.
    assert balanced_score(wave, made, RISK, "a") == Balanced(2.5, 2.1, 2.9)
    assert missing_views(wave, made, RISK, "a") == ()


@pytest.mark.parametrize(
    "other", [Suppressed(), replace(shown(3.6), band="top", se=0.0)]
)
def test_a_hidden_view_or_a_band_leaves_no_balanced_score(
    other: Shown | Suppressed,
) -> None:
    wave, made = views(practitioner=shown(3.0), stakeholder=shown(2.0), partner=other)
    assert balanced_score(wave, made, RISK, "a") is None
    assert missing_views(wave, made, RISK, "a") == ("partner",)


def test_a_view_that_was_not_asked_is_not_expected_and_one_alone_is_not_balanced() -> (
    None
):
    wave, made = views(practitioner=shown(3.0))
    assert expected_views(wave, made, RISK, "a") == ("practitioner",)
    assert balanced_score(wave, made, RISK, "a") is None


@given(st.permutations(VIEWS), st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_order_of_views_never_matters(order: list[str], tenths: list[int]) -> None:
    values = dict(zip(sorted(VIEWS), tenths, strict=True))
    cells = {CellKey(v, RISK, "a"): shown(values[v] / 10) for v in order}
    wave = wave_of({"a": ORGANISATION}, views=order)
    found = balanced_score(wave, edition(cells), RISK, "a")
    assert found is not None
    assert found.value == pytest.approx(sum(values.values()) / 30, abs=0.05001)
    assert found.low <= found.value <= found.high


# Levels


def by_level(wave: Wave) -> Wave:
    first = next(node for node in wave.nodes if node.kind == "practice")
    parts = tuple(
        replace(first, ref=f"seven-habits:level-{n}", level=n) for n in (1, 2, 3)
    )
    whole = tuple(
        replace(node, by_level=True, how="sum") if node.kind == "dimension" else node
        for node in wave.nodes
        if node.kind != "practice"
    )
    return replace(wave, nodes=(*whole, *parts))


def reached(*cells: Shown | Suppressed | None) -> tuple[int, bool] | None:
    wave = by_level(wave_of({"a": ORGANISATION}))
    found = level_shown(
        wave,
        edition(
            {
                CellKey("practitioner", f"seven-habits:level-{n}", "a"): cell
                for n, cell in enumerate(cells, 1)
                if cell is not None
            }
        ),
        "practitioner",
        "seven-habits:enhance-value",
        "a",
    )
    return None if found is None else (found.level, found.hole_below)


def test_level_of_shown_scores_needs_every_level_below_it() -> None:
    assert reached(shown(3.6), shown(2.4), shown(1.0)) == (2, False)
    assert reached(shown(1.0), shown(3.6), shown(3.6)) == (0, True)
    assert reached(shown(3.0), shown(3.0), shown(3.6)) == (1, True)


def test_half_is_not_largely_in_place() -> None:
    assert reached(shown(3.4), shown(4.0), shown(0.0)) == (1, True)  # 85 % is not full
    assert reached(shown(2.0), shown(2.0), shown(2.0)) == (0, False)


def test_a_hidden_level_gives_none_and_a_band_is_known_well_enough() -> None:
    assert reached(shown(3.6), Suppressed(), shown(1.0)) is None
    top = replace(shown(3.6), band="top", se=0.0)
    assert reached(top, top, shown(1.0)) == (2, False)
    assert reached(None, None, None) is None


# Order and effect


def teams(*values: float, n: int = 10, se: float = 0.2) -> dict[str, Shown]:
    return {f"t{i}": shown(value, n, se) for i, value in enumerate(values)}


def test_an_order_needs_eight_teams_with_a_number() -> None:
    seven = teams(*[n / 2 for n in range(7)])
    assert expected_order(seven) is None
    banded = seven | {"t7": replace(shown(3.6), band="top", se=0.0)}
    assert expected_order(banded) is None
    assert expected_order(seven | {"t7": shown(1.1)}) is not None


def test_teams_that_do_not_differ_detectably_have_no_order() -> None:
    found = expected_order(teams(2.0, 2.1, 1.9, 2.0, 2.1, 1.9, 2.0, 2.0))
    assert found is not None
    assert found.teams == ()


def test_a_small_team_far_out_comes_after_a_large_one_nearly_as_far() -> None:
    many = teams(*[2.0, 2.2, 2.4, 2.6, 2.8, 3.0, 3.2], n=40, se=0.1)
    spread = 0.1 * math.sqrt(40)
    many["large"] = shown(1.2, 40, 0.1)
    many["small"] = shown(1.1, 5, spread / math.sqrt(5))
    found = expected_order(many)
    assert found is not None
    assert found.teams.index("large") < found.teams.index("small")


@given(st.lists(st.integers(0, 40), min_size=8, max_size=12, unique=True))
def test_with_equal_numbers_the_order_is_that_of_the_scores(tenths: list[int]) -> None:
    cells = teams(*[value / 10 for value in tenths], se=0.02)
    found = expected_order(cells)
    assert found is not None
    assert list(found.teams) == sorted(cells, key=lambda team: cells[team].value)


def test_effect_is_the_change_in_units_of_the_spread() -> None:
    # Spread .25 x sqrt(16) = 1 in both; J(30) = .9748: g = .5 x .9748 → .5.
    then, now = shown(2.0, 16), shown(2.5, 16)
    assert effect(now, then, Change(0.5, 0, 1, False, 0.7, "2025")) == 0.5
    still = replace(then, se=0.0)
    assert effect(still, still, Change(0.5, 0, 1, False, 0.7, "2025")) is None
