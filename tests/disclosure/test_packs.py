"""Peer editions of organisations: what they say, and what those who pool learn."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from peer_waves import VIEW, edition_of, organisation, wave_with
from samples import GOVERN, LOG, RISK, STAKEHOLDERS, small_wave

from generator.disclosure.attack import leaks, mean_row
from generator.disclosure.packs import (
    own_value,
    pack_body,
    peer_edition,
    quarter_of,
    rested,
)
from generator.model.peers import PackBody, PackItem, Peer, PeerEdition, measure_id

NAMES = "abcdefghijklmnopqrstuvwxyz"


def body(value: float, name: str, *, wave: int = 1) -> PackBody:
    """The pack of an organisation, by its name and its wave."""
    own, edition, _ = organisation(value)
    made = pack_body(own, edition, f"{NAMES.index(name):02x}{wave:02x}" * 16)
    assert made is not None
    return made


def packs(values: dict[str, float], *, wave: int = 1) -> dict[Peer, PackBody]:
    found = [body(value, name, wave=wave) for name, value in values.items()]
    return {Peer(one.edition): one for one in found}


def figures(
    others: dict[Peer, PackBody], *before: PeerEdition, own: float = 2.0
) -> PeerEdition:
    wave, edition, digest = organisation(own)
    return peer_edition(wave, edition, digest, others, before, number=len(before) + 1)[
        0
    ]


def spread(n: int) -> dict[str, float]:
    return {name: round(0.5 + 0.1 * place, 1) for place, name in enumerate(NAMES[:n])}


def test_five_peers_give_a_mean_and_nothing_else() -> None:
    made = figures(packs(spread(5)))
    told = made.standings[measure_id(VIEW, RISK)]
    assert (told.n, told.mean, told.share) == (5, 0.7, 1.0)
    assert told.median is told.lower is told.rank_low is None


def test_ten_peers_give_the_middle_half_too() -> None:
    told = figures(packs(spread(10))).standings[measure_id(VIEW, RISK)]
    # 0.5 to 1.4; type 7: 0.725, 0.95, 1.175, halves upward
    assert (told.lower, told.median, told.upper) == (0.7, 1.0, 1.2)
    assert told.rank_low is None


def test_twenty_peers_give_the_percentile_of_both_ends_of_the_interval() -> None:
    told = figures(packs(spread(20)), own=1.4).standings[measure_id(VIEW, RISK)]
    # 0.9 is the fifth of twenty, 1.9 the fifteenth: 22.5 and 72.5, outward in fives
    assert (told.rank_low, told.rank_high) == (20, 75)


def test_own_ends_beyond_all_peers_are_told_without_their_ends() -> None:
    low = figures(packs(dict.fromkeys(NAMES[:20], 3.0)), own=0.5)
    told = low.standings[measure_id(VIEW, RISK)]
    assert (told.rank_low, told.rank_high) == (0, 0)


def test_four_peers_give_nothing() -> None:
    assert figures(packs(spread(4))).standings == {}


def test_practices_that_say_the_same_are_one_measure() -> None:
    """Else two sets of peers under two names would single somebody out."""
    made = figures(packs(spread(5)))
    assert set(made.sets) == {
        measure_id(VIEW, ref) for ref in (GOVERN, RISK, STAKEHOLDERS)
    }
    assert made.standing(VIEW, LOG) == made.standing(VIEW, GOVERN)
    assert made.standing(VIEW, LOG) is not None


def changed(given: PackBody, **weights: float) -> PackBody:
    """A pack whose items of the risk register have other weights, or other names."""
    items = tuple(
        PackItem(fingerprint=name, weight=weight) for name, weight in weights.items()
    )
    return given.model_copy(
        update={
            "values": tuple(
                one.model_copy(update={"items": items}) if one.practice == RISK else one
                for one in given.values
            )
        }
    )


@pytest.mark.parametrize(
    ("weights", "share"),
    [
        ({"Q1": 1.0, "Q2": 1.0}, 1.0),
        ({"Q1": 1.0, "Q2": 1.0, "X": 0.5}, 0.8),
        ({"Q1": 1.0, "Q2": 1.0, "X": 0.51}, None),
        ({"Q1": 1.0}, None),
        ({"X": 1.0, "Y": 1.0}, None),
    ],
)
def test_peers_are_compared_where_four_fifths_of_the_questions_are_the_same(
    weights: dict[str, float], share: float | None
) -> None:
    others = packs(spread(5))
    first = next(iter(others))
    others[first] = changed(others[first], **weights)
    wave, edition, digest = organisation(2.0)
    made, left = peer_edition(wave, edition, digest, others)
    told = made.standings.get(measure_id(VIEW, RISK))
    assert (told.share if told else None) == share
    assert measure_id(VIEW, GOVERN) in made.standings
    assert [one.why for one in left if one.practice == RISK] == (
        [] if share else ["items"]
    )


def test_peers_nearly_all_at_one_end_are_left_out() -> None:
    wave, edition, digest = organisation(2.0)
    others = packs(dict.fromkeys("abcde", 4.0))
    made, left = peer_edition(wave, edition, digest, others)
    assert made.standings == {}
    assert {one.why for one in left if one.view == VIEW} == {"alike"}


def test_one_more_organisation_changes_no_figure() -> None:
    first = figures(packs(spread(6)))
    second = figures(packs(spread(7)), first)
    assert first.standings
    assert second.standings == {}


def test_editions_before_are_looked_at_all_together() -> None:
    """The third set is far from the second, and one organisation from the first."""
    ten = spread(10)
    other = dict.fromkeys("klmno", 1.0)
    first = figures(packs(ten))
    second = figures(packs({**{n: ten[n] for n in "fghij"}, **other}), first)
    assert second.standings
    third = figures(packs({**ten, "z": 3.0}), first, second)
    assert third.standings == {}


def test_values_of_a_new_wave_are_new_values() -> None:
    first = figures(packs(spread(6)))
    second = figures(packs({n: v + 0.3 for n, v in spread(6).items()}, wave=2), first)
    assert second.standings


def test_a_cut_is_one_more_figure_of_the_same_organisations() -> None:
    everybody = figures(packs(spread(12)))
    nine = {name: value for name, value in spread(12).items() if name in NAMES[:9]}
    seven = {name: value for name, value in spread(12).items() if name in NAMES[:7]}
    assert figures(packs(nine), everybody).standings == {}  # three would be left
    assert figures(packs(seven), everybody).standings


def rows(*editions: PeerEdition) -> list[dict[int, object]]:
    """What an attacker has: a mean of each set, the same organisation the same number.

    Editions and the code that decided stand outside: only who is in a figure counts.
    """
    found = []
    for one in editions:
        for name, places in one.sets.items():
            if name == measure_id(VIEW, RISK):
                found.append(
                    mean_row(int(one.peers[place].edition[:4], 16) for place in places)
                )
    return found  # type: ignore[return-value]


def test_an_insider_of_one_company_learns_no_other_value() -> None:
    """Six in a circle: each has the mean of the other five, and its own value."""
    values = spread(6)
    for name in values:
        others = {n: v for n, v in values.items() if n != name}
        made = figures(packs(others))
        assert made.standings[measure_id(VIEW, RISK)].n == 5
        assert leaks(rows(made), 5) == []  # type: ignore[arg-type]


def test_two_insiders_who_pool_learn_what_four_have_together_and_no_less() -> None:
    values = spread(6)
    for pair in itertools.combinations(values, 2):
        made = [
            figures(packs({n: v for n, v in values.items() if n != name}))
            for name in pair
        ]
        known = {int(body(0.5, name).edition[:4], 16) for name in pair}
        left = [
            {number: part for number, part in row.items() if number not in known}
            for row in rows(*made)
        ]
        assert leaks(left, 4) == []  # type: ignore[arg-type]
        assert leaks(left, 5) != []  # type: ignore[arg-type]


def test_whoever_passes_on_six_peer_editions_passes_on_every_value() -> None:
    """Why the manual says: keep a peer edition as close as one's own values."""
    values = spread(6)
    made = [
        figures(packs({n: v for n, v in values.items() if n != name}))
        for name in values
    ]
    assert len(leaks(rows(*made), 2)) == 6  # type: ignore[arg-type]


def test_peers_exchanged_among_themselves_change_no_byte() -> None:
    """What a figure tells, it tells of all its peers alike (rule D3)."""
    values = spread(12)
    made = figures(packs(values))
    for one, other in itertools.combinations(values, 2):
        swapped = {**values, one: values[other], other: values[one]}
        assert figures(packs(swapped)) == made


def test_the_order_of_packs_changes_nothing() -> None:
    given = packs(spread(12))
    assert figures(dict(reversed(given.items()))) == figures(given)


def test_an_organisation_is_the_mean_of_its_teams_where_five_may_be_shown() -> None:
    teams: dict[str, float | None] = {f"t{n}": n / 2 for n in range(5)}
    wave = wave_with(dict.fromkeys(teams, ""))
    own = own_value(wave, edition_of(wave, teams, 3.3), VIEW, RISK)
    assert own is not None
    assert (own.value, own.of, own.n) == (1.0, "teams", 60)
    # se 0.22 of each: 0.22/sqrt(5) on 5*31 degrees of freedom, times 1.975
    assert (own.low, own.high) == (0.8, 1.2)
    fewer = edition_of(wave, {**teams, "t4": None}, 3.3)
    whole = own_value(wave, fewer, VIEW, RISK)
    assert whole is not None
    assert (whole.value, whole.of) == (3.3, "organisation")
    hidden = edition_of(wave, {**teams, "t4": None}, None)
    assert own_value(wave, hidden, VIEW, RISK) is None


def test_a_pack_says_points_rough_counts_and_a_quarter() -> None:
    wave, edition, digest = organisation(3.0)
    made = pack_body(wave, edition, digest, "biotech", "250-999")
    assert made is not None
    assert (made.quarter, made.sector, made.size) == ("2026-Q1", "biotech", "250-999")
    assert {one.value for one in made.values} == {75.0}
    assert {one.answers for one in made.values} == {"10-19"}
    text = made.model_dump_json()
    for word in ("Example Biotech", "alliance-baseline", "2026-03", "oncology"):
        assert word not in text


def test_views_of_other_companies_and_hidden_values_are_in_no_pack() -> None:
    wave, edition, digest = organisation(3.0)
    outside = replace(
        wave, groups=tuple(replace(one, clusters=True) for one in wave.groups)
    )
    assert pack_body(outside, edition, digest) is None
    hidden = edition_of(wave, dict.fromkeys("abc"), None)
    assert pack_body(wave, hidden, digest) is None


@pytest.mark.parametrize(
    ("closes", "quarter", "first"),
    [
        (dt.datetime(2026, 3, 31, 22, tzinfo=dt.UTC), "2026-Q1", dt.date(2026, 7, 1)),
        (dt.datetime(2026, 3, 31, 23, tzinfo=dt.UTC), "2026-Q2", dt.date(2026, 10, 1)),
        (dt.datetime(2026, 7, 15, 22, tzinfo=dt.UTC), "2026-Q3", dt.date(2027, 1, 1)),
        (dt.datetime(2026, 12, 1, 23, tzinfo=dt.UTC), "2026-Q4", dt.date(2027, 4, 1)),
    ],
)
def test_values_rest_three_months_after_their_quarter(
    closes: dt.datetime, quarter: str, first: dt.date
) -> None:
    assert quarter_of(replace(small_wave(), closes=closes)) == quarter
    assert rested(quarter) == first
