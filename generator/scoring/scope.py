"""Which practices a team is asked about, and which practices are one and the same."""

from __future__ import annotations

from generator.model.instrument import Wave, WaveTeam
from generator.scoring.items import scored_items


def same_practices(wave: Wave) -> list[tuple[str, ...]]:
    """Families of practices that say the same and share their answers.

    A practice without a twin is a family of one.
    """
    practices = [node for node in wave.nodes if node.kind == "practice"]
    family: dict[str, set[str]] = {node.ref: {node.ref} for node in practices}
    for node in practices:
        for twin in node.same:
            if twin in family and family[twin] is not family[node.ref]:
                merged = family[node.ref] | family[twin]
                family.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(members)) for members in family.values()})


def out_of_scope(wave: Wave, team: WaveTeam) -> frozenset[str]:
    """Practices a team is not scored on.

    Naming a dimension or framework closes everything below it; closing one of two
    practices that say the same closes both, because they are one set of answers.
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
        for family in same_practices(wave)
        if any(below(member) for member in family)
        for ref in family
    )


def asked_practices(wave: Wave, view: str) -> frozenset[str]:
    """Practices one respondent group is asked about in this wave."""
    instrument = wave.instrument_for(view)
    if instrument is None:
        return frozenset()
    items = scored_items(instrument)
    return frozenset(
        ref
        for family in same_practices(wave)
        if any(member in items for member in family)
        for ref in family
    )
