"""Practices and items of several frameworks, found by reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.instruments.finding import Loc, Place
from generator.model.framework import (
    Dimension,
    Framework,
    Item,
    Practice,
    ResponseScale,
)
from generator.model.ids import qualified

_Placed = TypeVar("_Placed")


@dataclass(frozen=True, slots=True)
class PlacedPractice:
    """A practice with where it stands."""

    ref: str
    framework: Framework
    above: tuple[Dimension, ...]
    practice: Practice
    place: Place


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item with the practice it belongs to, if any."""

    ref: str
    framework: Framework
    owner: PlacedPractice | None
    item: Item
    place: Place

    @property
    def scored(self) -> bool:
        """Whether its answers count in a score."""
        return (
            self.owner is not None
            and self.item.purpose in ("capability", "perception")
            and self.item.weight > 0
        )

    def scale(self) -> tuple[ResponseScale, Place] | None:
        """The response scale it names, with its place."""
        for position, scale in enumerate(self.framework.scales):
            if scale.id == self.item.scale:
                place = Place("framework", self.framework.id, ("scales", position))
                return scale, place
        return None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All frameworks of a survey, in its order."""

    frameworks: tuple[Framework, ...]
    practices: Mapping[str, PlacedPractice]
    items: Mapping[str, PlacedItem]
    same: Mapping[str, tuple[str, ...]]
    """Practice to the practices that share its questions, without itself."""

    def item(self, ref: str) -> PlacedItem | None:
        """The item of a reference; a bare id must be unique among the frameworks."""
        if ":" in ref:
            return self.items.get(ref)
        return _only([placed for key, placed in self.items.items() if _tail(key, ref)])

    def practice(self, ref: str) -> PlacedPractice | None:
        """The practice of a reference; a bare id must be unique."""
        if ":" in ref:
            return self.practices.get(ref)
        found = [placed for key, placed in self.practices.items() if _tail(key, ref)]
        return _only(found)

    def family(self, ref: str) -> tuple[str, ...]:
        """The practice and those that share its questions, it first."""
        return (ref, *self.same.get(ref, ()))


def catalogue(frameworks: Sequence[Framework]) -> Catalogue:
    """Index the frameworks a survey uses."""
    practices: dict[str, PlacedPractice] = {}
    items: dict[str, PlacedItem] = {}
    for framework in frameworks:
        top = Place("framework", framework.id)
        for above, practice, loc in _walk(framework.dimensions, (), ()):
            ref = qualified(practice.id, framework.id)
            owner = PlacedPractice(ref, framework, above, practice, top.at(*loc))
            practices.setdefault(ref, owner)
            for position, item in enumerate(practice.items):
                _add(items, framework, owner, item, owner.place.at("items", position))
        for position, item in enumerate(framework.items):
            _add(items, framework, None, item, top.at("items", position))
    return Catalogue(tuple(frameworks), practices, items, _same(practices))


def _add(
    items: dict[str, PlacedItem],
    framework: Framework,
    owner: PlacedPractice | None,
    item: Item,
    place: Place,
) -> None:
    ref = qualified(item.id, framework.id)
    items.setdefault(ref, PlacedItem(ref, framework, owner, item, place))


def _walk(
    dimensions: tuple[Dimension, ...], above: tuple[Dimension, ...], loc: Loc
) -> Iterator[tuple[tuple[Dimension, ...], Practice, Loc]]:
    for position, dimension in enumerate(dimensions):
        here = (*loc, "dimensions", position)
        path = (*above, dimension)
        for number, practice in enumerate(dimension.practices):
            yield path, practice, (*here, "practices", number)
        yield from _walk(dimension.dimensions, path, here)


def _same(practices: Mapping[str, PlacedPractice]) -> dict[str, tuple[str, ...]]:
    """Group practices joined by `relation: same`, whichever side says so."""
    group = {ref: frozenset([ref]) for ref in practices}
    for ref, placed in practices.items():
        for mapping in placed.practice.maps_to:
            other = qualified(mapping.ref, placed.framework.id)
            if mapping.relation == "same" and other in practices:
                joined = group[ref] | group[other]
                group.update(dict.fromkeys(joined, joined))
    return {
        ref: tuple(other for other in practices if other in group[ref] - {ref})
        for ref in practices
        if len(group[ref]) > 1
    }


def _tail(key: str, ref: str) -> bool:
    return key.partition(":")[2] == ref


def _only(found: list[_Placed]) -> _Placed | None:
    return found[0] if len(found) == 1 else None
