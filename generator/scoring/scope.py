"""Which practices a team is asked about, and which practices are one and the same."""

from __future__ import annotations

import math
from collections.abc import Iterable

from generator.model.instrument import Wave, WaveTeam
from generator.scoring.items import ScoredItem, scored_items

Family = tuple[str, ...]
"""Practices whose scores come from the same answers, sorted."""


def families(wave: Wave, view: str) -> dict[Family, tuple[ScoredItem, ...]]:
    """Practices one respondent group is asked about, with the items behind them.

    Practices that say the same, or that happen to rest on the same items with the
    same weights, form one family: the same answers under two names. They are scored
    and released as one, else the difference of two sets of people would show.
    """
    instrument = wave.instrument_for(view)
    if instrument is None:
        return {}
    items = scored_items(instrument)
    practices = [node for node in wave.nodes if node.kind == "practice"]
    kin = {node.ref: {node.ref} for node in practices}
    for node in practices:
        _join(kin, [node.ref, *node.same])
    alike: dict[tuple[tuple[str, float], ...], list[str]] = {}
    for ref in kin:
        if ref in items:
            alike.setdefault(_shares(items[ref]), []).append(ref)
    for refs in alike.values():
        _join(kin, refs)
    found: dict[Family, tuple[ScoredItem, ...]] = {}
    for family in sorted({tuple(sorted(members)) for members in kin.values()}):
        behind = {item.code: item for ref in family for item in items.get(ref, ())}
        if behind:
            found[family] = tuple(behind[code] for code in sorted(behind))
    return found


def _join(kin: dict[str, set[str]], refs: Iterable[str]) -> None:
    known = [ref for ref in refs if ref in kin]
    merged: set[str] = set().union(*[kin[ref] for ref in known])
    kin.update(dict.fromkeys(merged, merged))


def _shares(items: Iterable[ScoredItem]) -> tuple[tuple[str, float], ...]:
    """The items of a practice with their shares of the weight."""
    listed = list(items)
    total = math.fsum([item.weight for item in listed])
    return tuple((item.code, round(item.weight / total, 9)) for item in listed)


def out_of_scope(wave: Wave, team: WaveTeam, kin: Iterable[Family]) -> frozenset[str]:
    """Practices a team is not scored on, of the families given.

    Naming a dimension or framework closes everything below it; closing one member of
    a family closes all, because they are one set of answers.
    """
    if not team.not_in_scope:
        return frozenset()
    parents = {node.ref: node.parent for node in wave.nodes}
    named = {
        ref
        for ref in parents
        if ref in team.not_in_scope or ref.partition(":")[2] in team.not_in_scope
    }

    def below(ref: str) -> bool:
        place: str | None = ref
        while place is not None:
            if place in named:
                return True
            place = parents.get(place)
        return False

    return frozenset(
        ref
        for family in kin
        if any(below(member) for member in family)
        for ref in family
    )
