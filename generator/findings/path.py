"""The path forward: what to work on, and in which order (rule S12).

Priority is gap to gold × stated importance. What others build on comes before them and
is as urgent as they are. Gaps that are not sure stand apart, and what nobody assessed
is never ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

Rank = tuple[float, int, int, bool, bool]
"""What one is ahead by: urgency, worth, least effort, doubt from outside, evidence."""

_DIGITS = 9
"""Digits kept, so that binary dust decides no order."""

LITTLE = 2
"""Highest effort, of 5, that still counts as low."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a practice stands, and what its authors say of it."""

    ref: str
    gold: float
    importance: float
    """0 to 1, stated."""
    value: float | None = None
    """Released score or agreed rung, in display units; none where not assessed."""
    low: float | None = None
    """Ends of a score's range; none for a team's own statement."""
    high: float | None = None
    effort: int = 3
    """The largest of knowledge, time and resources, 1 to 5."""
    worth: int = 3
    """What improving it is worth, 1 to 5."""
    needs: tuple[str, ...] = ()
    """Practices that come first."""
    proven: bool = True
    """False for an agreed rung that no evidence shows."""
    outside_high: float | None = None
    """Upper end of what stakeholders say, beside a team's own statement."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One practice on the path."""

    ref: str
    gap: float
    priority: float
    """Its own: gap × importance."""
    urgency: float
    """The highest priority of it and of all that wait for it."""
    heir: str = ""
    """The practice with that priority, where it is one that waits."""
    waiting: tuple[str, ...] = ()
    """Practices further down the path that build on it."""
    needs: tuple[str, ...] = ()
    """What it builds on that is not, or not surely, at gold."""
    quick: bool = False
    """A sure gap that takes little effort and waits for nothing."""
    tied: tuple[str, ...] = ()
    """Practices from which its priority cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Path:
    """Every practice of a team, in one of four lists."""

    sure: tuple[Stop, ...]
    """Gaps whose range excludes gold; all gaps of a team's own statement."""
    unclear: tuple[Stop, ...]
    """To be measured again or talked about."""
    at_gold: tuple[str, ...]
    unknown: tuple[str, ...]
    """Not assessed or not shown: never ranked."""


def find_path(places: Sequence[Place]) -> Path:
    """The path forward over these practices, given in the framework's own order.

    Equal urgency is ordered by what improving is worth, then by the least effort.
    Between two agreed rungs of equal priority the one that stakeholders too put below
    gold stands first, then the one that evidence shows.

    Raises:
        ValueError: practices that wait for each other; `baseline check` reports them
            with file and line.
    """
    by_ref = {place.ref: place for place in places}
    gaps = {
        place.ref: round(max(0.0, place.gold - place.value), _DIGITS)
        for place in places
        if place.value is not None
    }
    sure = {ref for ref, gap in gaps.items() if gap > 0 and _sure(by_ref[ref])}
    unclear = {ref for ref in gaps.keys() - sure if _doubtful(by_ref[ref], gaps[ref])}
    own = {ref: round(gaps[ref] * by_ref[ref].importance, _DIGITS) for ref in gaps}
    return Path(
        sure=_stops(sure, places, gaps, own, sure, unclear),
        unclear=_stops(unclear, places, gaps, own, sure, unclear),
        at_gold=tuple(p.ref for p in places if p.ref in gaps.keys() - sure - unclear),
        unknown=tuple(place.ref for place in places if place.ref not in gaps),
    )


def _sure(place: Place) -> bool:
    return place.high is None or place.high < place.gold


def _doubtful(place: Place, gap: float) -> bool:
    """A gap that is not sure, or gold that stakeholders clearly do not see."""
    doubted = place.outside_high is not None and place.outside_high < place.gold
    return gap > 0 or (place.high is None and doubted)


def _stops(
    chosen: Iterable[str],
    places: Sequence[Place],
    gaps: Mapping[str, float],
    own: Mapping[str, float],
    sure: Iterable[str],
    unclear: Iterable[str],
) -> tuple[Stop, ...]:
    """One list of the path: what comes first, comes first."""
    inside = set(chosen)
    below = {*sure, *unclear}
    here = [place for place in places if place.ref in inside]
    by_ref = {place.ref: place for place in here}
    needs = {p.ref: [n for n in p.needs if n in inside and n != p.ref] for p in here}
    heirs = _heirs(own, needs)
    urgency = {ref: own[heir] for ref, heir in heirs.items()}

    def rank(ref: str) -> Rank:
        place = by_ref[ref]
        doubted = place.outside_high is not None and place.outside_high < place.gold
        return (urgency[ref], place.worth, -place.effort, doubted, place.proven)

    stops = []
    for ref in _in_order(list(by_ref), needs, rank):
        place = by_ref[ref]
        open_needs = tuple(
            need
            for need in dict.fromkeys(place.needs)
            if need != ref
            and (need in below or (need not in gaps and _among(need, places)))
        )
        stops.append(
            Stop(
                ref=ref,
                gap=gaps[ref],
                priority=own[ref],
                urgency=urgency[ref],
                heir=heirs[ref] if heirs[ref] != ref else "",
                needs=open_needs,
                quick=ref in sure and place.effort <= LITTLE and not open_needs,
            )
        )
    order = [stop.ref for stop in stops]
    spans = {ref: (*_range(by_ref[ref]), own[ref]) for ref in order}
    return tuple(
        replace(
            stop,
            waiting=tuple(ref for ref in order if stop.ref in needs[ref]),
            tied=_tied(stop.ref, spans, needs),
        )
        for stop in stops
    )


def _among(ref: str, places: Sequence[Place]) -> bool:
    return any(place.ref == ref for place in places)


def _heirs(
    own: Mapping[str, float], needs: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """For each one, the most urgent of it and all that wait for it."""
    heirs = {ref: ref for ref in needs}
    for _ in needs:
        for ref, wanted in needs.items():
            for need in wanted:
                if own[heirs[ref]] > own[heirs[need]]:
                    heirs[need] = heirs[ref]
    return heirs


def _in_order(
    refs: Sequence[str], needs: Mapping[str, Sequence[str]], rank: Callable[[str], Rank]
) -> list[str]:
    """The most urgent first of those that wait for nothing; else as given."""
    left, ordered = list(refs), []
    while left:
        ready = [ref for ref in left if not set(needs[ref]) & set(left)]
        if not ready:
            raise ValueError(f"these wait for each other: {', '.join(sorted(left))}")
        ref = max(ready, key=rank)
        left.remove(ref)
        ordered.append(ref)
    return ordered


def _tied(
    ref: str,
    spans: Mapping[str, tuple[float, float, float]],
    needs: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """Those whose priority lies in this one's range, and this one's in theirs.

    `spans` are the lowest, the highest and the given priority of each practice.
    """
    low, high, own = spans[ref]
    return tuple(
        other
        for other, (lowest, highest, theirs) in spans.items()
        if low <= theirs <= high
        and lowest <= own <= highest
        and other != ref
        and other not in needs[ref]
        and ref not in needs[other]
    )


def _range(place: Place) -> tuple[float, float]:
    """The priorities that a range of scores allows."""
    value = place.value or 0.0
    low = value if place.low is None else place.low
    high = value if place.high is None else place.high
    least, most = (max(0.0, place.gold - end) * place.importance for end in (high, low))
    return round(least, _DIGITS), round(most, _DIGITS)
