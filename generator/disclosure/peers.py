"""A figure of peers: whom it may stand for, what it may say, when it may change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model.edition import Edition, Shown
from generator.model.instrument import Wave
from generator.model.peers import Standing
from generator.scoring.display import decimals, near
from generator.stats.moments import mean
from generator.stats.ranks import percentile, quantile_of_sorted

FEWEST_PEERS = 5
"""Fewest organisations behind a mean, and fewest that may come or go (rule S11)."""

FEWEST_QUARTILES = 10
"""Fewest peers behind a median and the middle half."""

FEWEST_RANK = 20
"""Fewest peers of whom a percentile is told."""

MOST_OF_ONE = 4
"""No organisation may carry more than one part in so many of the weight."""

ALIKE = 25.0
"""Points that all peers together must lie from the nearer end of the scale (D7)."""

Refusal = Literal["", "few", "one", "joined", "left"]


@dataclass(frozen=True, slots=True)
class TeamValues:
    """The shown scores of all teams of a wave, ready to be compared."""

    groups: Mapping[str, str]
    """Team to its peer group."""
    scores: Mapping[tuple[str, str, str], tuple[float, ...]]
    """View, practice and peer group to the scores of its teams, lowest first."""


def peers_refused(
    now: Mapping[str, float], before: Collection[str] | None = None
) -> Refusal:
    """What stands against publishing a figure of these organisations (S11, D13).

    A figure published anew for other organisations tells what those who came or went
    have: one more company and the mean before are that company's value. So the set
    stays as it is, or changes by five at least.

    Args:
        now: organisation to its weight in the figure; the reader's own is left out.
        before: the organisations behind the figure published last; none where this is
            the first.
    """
    if len(now) < FEWEST_PEERS:
        return "few"
    if MOST_OF_ONE * max(now.values()) > sum(now.values()):
        return "one"
    if before is None:
        return ""
    joined, left = set(now) - set(before), set(before) - set(now)
    if 0 < len(joined) < FEWEST_PEERS:
        return "joined"
    return "left" if 0 < len(left) < FEWEST_PEERS else ""


def told_apart(
    sets: Iterable[Collection[str]], fewest: int = FEWEST_PEERS
) -> frozenset[str]:
    """Peers in a class smaller than `fewest` that all figures together single out (D3).

    Peers in the same figures form a class. Exchanging them changes no figure, so what
    is told of a class is told of its peers together and of none alone.
    """
    found = [frozenset(one) for one in sets]
    classes: dict[tuple[bool, ...], set[str]] = {}
    for peer in sorted(frozenset().union(*found)):
        mark = tuple(peer in one for one in found)
        classes.setdefault(mark, set()).add(peer)
    return frozenset(
        peer for some in classes.values() if len(some) < fewest for peer in some
    )


def alike(points: Sequence[float]) -> bool:
    """Whether a mean would tell what nearly every peer has, as in D7."""
    centre = mean(points)
    return len(points) * min(centre, 100.0 - centre) < ALIKE


def rank(
    low: float, high: float, others: Sequence[float], fewest: int = FEWEST_RANK
) -> tuple[float, float] | None:
    """The percentile as a range: of both ends of one's own interval (rule S11).

    None where fewer than `fewest` others are compared with.
    """
    if len(others) < fewest:
        return None
    return percentile(low, others), percentile(high, others)


def middle_half(ordered: Sequence[float], places: int) -> Standing | None:
    """Median and middle half, rounded; none of fewer than ten (rule S11).

    `ordered` are the peers' values, lowest first.
    """
    if len(ordered) < FEWEST_QUARTILES:
        return None
    return Standing(
        len(ordered),
        median=near(quantile_of_sorted(ordered, 0.5), places),
        lower=near(quantile_of_sorted(ordered, 0.25), places),
        upper=near(quantile_of_sorted(ordered, 0.75), places),
    )


def team_values(wave: Wave, edition: Edition) -> TeamValues:
    """The shown scores of all teams by view, practice and peer group.

    Teams that name no peer group are compared with one another. A team is in one group
    only, so no two figures of one practice rest on sets that overlap in part. Views of
    people at other companies are left out, and so are bands.
    """
    groups = {team.id: team.peer_group for team in wave.teams}
    practices = {node.ref for node in wave.nodes if node.kind == "practice"}
    found: dict[tuple[str, str, str], list[float]] = {}
    for (view, node, group), cell in edition.cells.items():
        if group not in groups or node not in practices or wave.asks_outside(view):
            continue
        if isinstance(cell, Shown) and not cell.band:
            key = (view, node, groups[group])
            found.setdefault(key, []).append(cell.value)
    ordered = {key: tuple(sorted(values)) for key, values in found.items()}
    return TeamValues(groups, ordered)


def team_standing(
    wave: Wave, edition: Edition, values: TeamValues, view: str, ref: str, team: str
) -> Standing | None:
    """What may be told to one team of the others in its peer group, its own left out.

    Median and middle half of ten or more, never a mean: a mean and one's own score
    give the sum of the others, and sums on several pages give single scores. Only of
    practices: dimensions are made of them, and of different teams (decision 013).

    Args:
        wave: the frozen wave.
        edition: what was released of it.
        values: `team_values` of both.
        view: respondent group.
        ref: practice reference.
        team: whose page it is for.
    """
    if team not in values.groups:
        return None
    others = list(values.scores.get((view, ref, values.groups[team]), ()))
    own = edition.cell(view, ref, team)
    if isinstance(own, Shown) and not own.band and others:
        del others[bisect_left(others, own.value)]
    return middle_half(others, decimals(wave.rules_of(ref)))
