"""From an edition to what peers are told of it, and from theirs to a peer edition."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.disclosure.peers import (
    alike,
    middle_half,
    peers_refused,
    rank,
    told_apart,
)
from generator.model.edition import Edition, Shown
from generator.model.instrument import Wave
from generator.model.peers import (
    PEERS_FORMAT,
    Answers,
    PackBody,
    PackFramework,
    PackItem,
    PackValue,
    Peer,
    PeerEdition,
    Size,
    Standing,
    measure_id,
)
from generator.model.survey import ORGANISATION
from generator.scoring.display import decimals, down, near, to_display, to_points, up
from generator.scoring.scope import families
from generator.stats.interval import half_width
from generator.stats.moments import mean

COMMON = 0.8
"""Part of the weight that the same items must carry, on both sides (rule S11)."""

STEP = 5.0
"""A percentile is told in steps of so many, rounded outward."""

REST = 3
"""Months between the end of a quarter and a figure that holds it (rule S11)."""

_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Own:
    """One's own value as peers are compared with it, in display units, rounded."""

    value: float
    low: float
    high: float
    of: str
    """`teams` or `organisation`."""
    n: int
    """Answers behind it."""


@dataclass(frozen=True, slots=True)
class Left:
    """A practice of which nothing is told, and why."""

    view: str
    practice: str
    why: str
    """`few`: too few peers answered it; `items`: too few ask the same; `alike`;
    `apart`: together with an earlier peer edition it would single some out."""


def own_value(wave: Wave, edition: Edition, view: str, ref: str) -> Own | None:
    """An organisation's value of a practice: the mean of its teams' shown scores.

    Where fewer teams than the wave's `k_units` may be shown, the score of the whole
    organisation stands in its place; none where that is hidden or a band.
    """
    rules = wave.rules_of(ref)
    places = decimals(rules)
    shown = [
        cell
        for team in wave.teams
        if isinstance(cell := edition.cell(view, ref, team.id), Shown) and not cell.band
    ]
    if len(shown) < wave.privacy.k_units:
        whole = edition.cell(view, ref, ORGANISATION)
        if not isinstance(whole, Shown) or whole.band:
            return None
        return Own(whole.value, whole.low, whole.high, "organisation", whole.n)
    centre = mean([cell.value for cell in shown])
    count = len(shown)
    squares = [(cell.se / count) ** 2 for cell in shown]
    error = math.sqrt(math.fsum(squares))
    half = rules.high - rules.low
    if error > 0.0:
        # Satterthwaite, as for the balanced score of S5
        spread = math.fsum(
            [u**2 / c.df for u, c in zip(squares, shown, strict=True) if c.df > 0]
        )
        df = error**4 / spread if spread > 0 else 1.0
        half = half_width(error, df)
    value = near(centre, places)
    return Own(
        value,
        min(value, down(max(centre - half, rules.low), places)),
        max(value, up(min(centre + half, rules.high), places)),
        "teams",
        sum(cell.n for cell in shown),
    )


def pack_body(
    wave: Wave, edition: Edition, digest: str, sector: str = "", size: Size = ""
) -> PackBody | None:
    """What an organisation tells its peers of one wave; none where that is nothing.

    Args:
        wave: the frozen wave.
        edition: what was released of it.
        digest: SHA-256 of the edition's text.
        sector: what the organisation does, as its circle calls it.
        size: how many people it employs, roughly.
    """
    values = []
    for view, family, items in _measures(wave):
        for ref in family:
            own = own_value(wave, edition, view, ref)
            if own is not None:
                points = to_points(own.value, wave.rules_of(ref))
                values.append(
                    PackValue(
                        view=view,
                        practice=ref,
                        value=near(points, 2),
                        of="teams" if own.of == "teams" else "organisation",
                        answers=_roughly(own.n),
                        items=tuple(
                            PackItem(fingerprint=name, weight=weight)
                            for name, weight in sorted(items.items())
                        ),
                    )
                )
    if not values:
        return None
    return PackBody(
        edition=digest,
        quarter=quarter_of(wave),
        sector=sector,
        size=size,
        frameworks=tuple(
            PackFramework(id=rules.framework, version=rules.version)
            for rules in sorted(wave.rules, key=lambda rules: rules.framework)
        ),
        values=tuple(sorted(values, key=lambda one: (one.view, one.practice))),
    )


def peer_edition(
    wave: Wave,
    edition: Edition,
    digest: str,
    packs: Mapping[Peer, PackBody],
    before: Sequence[PeerEdition] = (),
    *,
    number: int = 1,
    sector: str = "",
    size: str = "",
) -> tuple[PeerEdition, tuple[Left, ...]]:
    """The figures of a set of packs for one wave, and what is left out of them.

    Every organisation counts the same. Per practice and view, all figures ever made
    for the survey are looked at together: a practice is left out where a new figure
    would single out fewer than five organisations.

    Args:
        wave: one's own frozen wave.
        edition: what was released of it.
        digest: SHA-256 of the edition's text.
        packs: the peers, one's own not among them.
        before: every earlier peer edition of the survey.
        number: of this peer edition in the survey.
        sector: the cut that was made, if any.
        size: the cut that was made, if any.
    """
    peers = tuple(sorted(packs))
    standings: dict[str, Standing] = {}
    sets: dict[str, tuple[int, ...]] = {}
    left: list[Left] = []
    for view, family, items in _measures(wave):
        ref = family[0]
        name = measure_id(view, ref)
        behind, share, others = _comparable(view, family, items, peers, packs)
        if not behind and not others:
            continue
        points = [one.value for one in behind.values()]
        why = ""
        if peers_refused(dict.fromkeys((one.edition for one in behind), 1.0)):
            why = "items" if others else "few"
        elif alike(points):
            why = "alike"
        elif told_apart(
            [
                *_shown_before(before, name, family, view),
                {one.edition for one in behind},
            ]
        ):
            why = "apart"
        if why:
            left.append(Left(view, ref, why))
            continue
        sets[name] = tuple(n for n, peer in enumerate(peers) if peer in behind)
        told = _standing(wave, edition, view, ref, points, share)
        standings.update({measure_id(view, alias): told for alias in family})
    quarters = sorted(body.quarter for body in packs.values())
    return PeerEdition(
        format=PEERS_FORMAT,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        edition=digest,
        number=number,
        first_quarter=quarters[0] if quarters else "",
        last_quarter=quarters[-1] if quarters else "",
        sector=sector,
        size=size,
        peers=peers,
        sets=dict(sorted(sets.items())),
        standings=dict(sorted(standings.items())),
    ), tuple(left)


def quarter_of(wave: Wave) -> str:
    """The quarter in which a wave's last day lies, in the survey's time zone."""
    last = (wave.closes - datetime.timedelta(seconds=1)).astimezone(
        ZoneInfo(wave.timezone)
    )
    return f"{last.year}-Q{(last.month + 2) // 3}"


def rested(quarter: str) -> datetime.date:
    """The first day on which values of a quarter may be in a figure (rule S11)."""
    year, number = int(quarter[:4]), int(quarter[-1])
    months = 3 * number + REST
    return datetime.date(year + months // 12, months % 12 + 1, 1)


def _measures(wave: Wave) -> Iterator[tuple[str, tuple[str, ...], dict[str, float]]]:
    """Each practice of each view, under all its names, with its items' weights."""
    for group in wave.groups:
        instrument = wave.instrument_for(group.id)
        if instrument is None or group.clusters:
            continue
        prints = {one.code: one.fingerprint for one in instrument.questions()}
        for family, scored in families(wave, group.id).items():
            items = {prints[i.code]: i.weight for i in scored if i.weight > 0}
            if items:
                yield group.id, family, items


def _roughly(n: int) -> Answers:
    if n < 10:
        return "under-10"
    if n < 20:
        return "10-19"
    return "20-49" if n < 50 else "50-or-more"


def _comparable(
    view: str,
    family: Sequence[str],
    items: Mapping[str, float],
    peers: Sequence[Peer],
    packs: Mapping[Peer, PackBody],
) -> tuple[dict[Peer, PackValue], float, int]:
    """Peers who ask the same, the least part of weight in common, and how many more."""
    behind: dict[Peer, PackValue] = {}
    least = 1.0
    others = 0
    for peer in peers:
        found = next(
            (
                one
                for one in packs[peer].values
                if one.view == view and one.practice in family
            ),
            None,
        )
        if found is None:
            continue
        share = _share(items, {one.fingerprint: one.weight for one in found.items})
        if share < COMMON - _NOISE:
            others += 1
            continue
        behind[peer] = found
        least = min(least, share)
    return behind, least, others


def _share(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """The part of the weight carried by common items, on the side where it is less."""
    common = ours.keys() & theirs.keys()
    return min(
        math.fsum([side[name] for name in common]) / math.fsum(side.values())
        for side in (ours, theirs)
    )


def _shown_before(
    before: Sequence[PeerEdition], name: str, family: Sequence[str], view: str
) -> list[frozenset[str]]:
    """The peers behind every earlier figure of a practice, under any of its names."""
    names = {name, *(measure_id(view, ref) for ref in family)}
    return [
        frozenset(earlier.peers[n].edition for n in places)
        for earlier in before
        for measure, places in sorted(earlier.sets.items())
        if measure in names
    ]


def _standing(
    wave: Wave,
    edition: Edition,
    view: str,
    ref: str,
    points: Sequence[float],
    share: float,
) -> Standing:
    rules = wave.rules_of(ref)
    places = decimals(rules)
    values = [to_display(one, rules) for one in points]
    half = middle_half(sorted(values), places)
    own = own_value(wave, edition, view, ref)
    place = rank(own.low, own.high, values) if own else None
    return Standing(
        n=len(values),
        mean=near(mean(values), places),
        median=half.median if half else None,
        lower=half.lower if half else None,
        upper=half.upper if half else None,
        rank_low=math.floor(place[0] / STEP + _NOISE) * STEP if place else None,
        rank_high=math.ceil(place[1] / STEP - _NOISE) * STEP if place else None,
        share=down(share, 2),
    )
