"""Overlays laid over frameworks: other words, fewer, more and moved parts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from generator.model.framework import Dimension, Framework, Practice
from generator.model.ids import qualified
from generator.model.overlay import (
    Overlay,
    OverlayAddition,
    OverlayMove,
    OverlayText,
)
from generator.sources.margin import Margin, Placed
from generator.sources.yaml_reader import Loc

ENDING = ".overlay.yaml"
"""How the file names of overlays end."""

_WORDS = ("code", "title", "statement")

_Node = TypeVar("_Node", Dimension, Practice)


@dataclass(frozen=True, slots=True)
class Hidden:
    """References that lead to what overlays hide; they are let pass and dropped."""

    nodes: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    """Conditions that look at them stay: asking everybody would be something else."""

    def __or__(self, other: Hidden) -> Hidden:
        return Hidden(
            self.nodes | other.nodes,
            self.steps | other.steps,
            self.items | other.items,
        )


NOTHING_HIDDEN = Hidden()


@dataclass(slots=True)
class Overlaid:
    """The places of a framework with its overlays: in whose file a value stands."""

    base: Placed
    origins: dict[str, tuple[Placed, Loc]] = field(default_factory=dict)
    """Node id to the file it is written in and where."""
    words: dict[tuple[str, str], tuple[Placed, Loc]] = field(default_factory=dict)
    """(node id, key) to the overlay that gave it other words; "" is the framework."""
    nodes: dict[Loc, str] = field(default_factory=dict)
    """Place in the result to node id."""

    def place(self, loc: Loc, *, key: bool = False) -> tuple[str, int, int]:
        """Path, line and column of a value, in the file it stands in."""
        for end in range(len(loc), -1, -1):
            name = self.nodes.get(loc[:end]) if end else ""
            if name is None:
                continue
            rest = loc[end:]
            for depth in (2, 1):
                if len(rest) >= depth:
                    changed = self.words.get((name, ".".join(map(str, rest[:depth]))))
                    if changed is not None:
                        placed, where = changed
                        return placed.place((*where, *rest[depth:]), key=key)
            if name:
                placed, where = self.origins[name]
                return placed.place((*where, *rest), key=key)
        return self.base.place(loc, key=key)


def lay_over(
    framework: Framework, placed: Placed, overlay: Overlay, margin: Margin
) -> tuple[Framework, Overlaid, Hidden]:
    """The framework with an overlay, its places, and what is hidden.

    What does not fit is noted in the margin of the overlay and passed over.
    """
    return _Laying(framework, placed, overlay, margin).result()


class _Laying:
    """One overlay being laid over one framework."""

    def __init__(
        self, framework: Framework, placed: Placed, overlay: Overlay, margin: Margin
    ) -> None:
        self.framework = framework
        self.overlay = overlay
        self.margin = margin
        self.places = Overlaid(placed)
        if isinstance(placed, Overlaid):
            self.places = Overlaid(
                placed.base, dict(placed.origins), dict(placed.words)
            )
        self.top = framework.dimensions
        for node, loc in nodes_of(framework.dimensions, ("dimensions",)):
            self.places.origins.setdefault(node.id, (placed, loc))

    def result(self) -> tuple[Framework, Overlaid, Hidden]:
        for index, text in enumerate(self.overlay.texts):
            self.rename(index, text)
        for index, addition in enumerate(self.overlay.add):
            self.add(index, addition)
        for index, move in enumerate(self.overlay.move):
            self.move(index, move)
        hidden = self.hide()
        changed: dict[str, object] = {"dimensions": self.top}
        for name in ("title", "summary", "labels"):
            value = getattr(self.overlay, name)
            if value is not None:
                changed[name] = value
                self.places.words["", name] = (self.margin.document, (name,))
        for node, loc in nodes_of(self.top, ("dimensions",)):
            self.places.nodes[loc] = node.id
        return self.framework.model_copy(update=changed), self.places, hidden

    def known(self) -> dict[str, Dimension | Practice]:
        return {node.id: node for node, _ in nodes_of(self.top, ())}

    def look_up(self, loc: Loc, name: str) -> Dimension | Practice | None:
        """The node of an id; a note in the margin where there is none."""
        known = self.known()
        if name not in known:
            what = "dimension or practice"
            self.margin.unknown(loc, "ref-unknown", what, name, known)
        return known.get(name)

    def rename(self, index: int, text: OverlayText) -> None:
        loc: Loc = ("texts", index)
        node = self.look_up((*loc, "id"), text.id)
        if node is None:
            return
        changed: dict[str, object] = {}
        for name in _WORDS:
            value = getattr(text, name)
            if value is None:
                continue
            if name == "code" and isinstance(node, Dimension):
                self.margin.error(
                    (*loc, name),
                    "overlay-place",
                    f"dimension `{node.id}` has no code",
                    "codes are for practices: remove it, or change the title",
                )
                continue
            changed[name] = value
            self.places.words[node.id, name] = (self.margin.document, (*loc, name))
        if text.guidance is not None:
            given = {
                name: getattr(text.guidance, name)
                for name in text.guidance.model_fields_set
            }
            changed["guidance"] = node.guidance.model_copy(update=given)
            for name in given:
                self.places.words[node.id, f"guidance.{name}"] = (
                    self.margin.document,
                    (*loc, "guidance", name),
                )
        self.replace(node.id, changed)

    def replace(self, name: str, changed: Mapping[str, object]) -> None:
        def swap(node: _Node) -> _Node:
            return node.model_copy(update=changed) if node.id == name else node

        self.top = tuple(_rebuilt(swap(one), swap, swap) for one in self.top)

    def add(self, index: int, addition: OverlayAddition) -> None:
        loc: Loc = ("add", index)
        new = [
            *nodes_of(addition.dimensions, (*loc, "dimensions")),
            *(
                (practice, (*loc, "practices", number))
                for number, practice in enumerate(addition.practices)
            ),
        ]
        known = self.known()
        if any(node.id in known for node, _ in new):
            for node, where in new:
                if node.id in known:
                    self.margin.error(
                        (*where, "id"),
                        "id-duplicate",
                        f"the framework has `{node.id}` already",
                        "give yours another id, or change the words under `texts`",
                    )
            return
        place = self.target(loc, addition.into, addition.before, addition.practices)
        if place is None:
            return
        self.places.origins.update(
            {node.id: (self.margin.document, where) for node, where in new}
        )
        self.insert(addition.into, addition.before, addition.dimensions, ())
        self.insert(addition.into, addition.before, (), addition.practices)

    def target(
        self,
        loc: Loc,
        into: str | None,
        before: str | None,
        practices: Collection[Practice],
    ) -> str | None:
        """The id of the dimension to join; empty for the top, none where it fails."""
        if into is None:
            if practices:
                self.margin.error(
                    loc,
                    "overlay-place",
                    "a practice cannot stand at the top of a framework",
                    "name the dimension it belongs to: `into: …`",
                )
                return None
        elif (node := self.look_up((*loc, "into"), into)) is None:
            return None
        elif isinstance(node, Practice):
            self.margin.error(
                (*loc, "into"),
                "overlay-place",
                f"`{into}` is a practice, which holds no other",
                "name a dimension",
            )
            return None
        if before is not None and self.look_up((*loc, "before"), before) is None:
            return None
        return into or ""

    def move(self, index: int, move: OverlayMove) -> None:
        loc: Loc = ("move", index)
        node = self.look_up((*loc, "id"), move.id)
        if node is None:
            return
        practices = (node,) if isinstance(node, Practice) else ()
        if self.target(loc, move.into, move.before, practices) is None:
            return
        inside = {one.id for one, _ in nodes_of(_of(node), ())} | {node.id}
        if {move.into, move.before} & inside:
            self.margin.error(
                loc,
                "overlay-place",
                f"`{node.id}` cannot move into or before itself",
                "name a dimension outside it",
            )
            return
        self.top = _without(self.top, {node.id})
        dimensions = (node,) if isinstance(node, Dimension) else ()
        self.insert(move.into, move.before, dimensions, practices)

    def insert(
        self,
        into: str | None,
        before: str | None,
        dimensions: tuple[Dimension, ...],
        practices: tuple[Practice, ...],
    ) -> None:
        if into is None:
            self.top = _beside(self.top, dimensions, before)
            return
        node = self.known()[into]
        if isinstance(node, Dimension):
            self.replace(
                into,
                {
                    "dimensions": _beside(node.dimensions, dimensions, before),
                    "practices": _beside(node.practices, practices, before),
                },
            )

    def hide(self) -> Hidden:
        wanted = {
            name
            for index, name in enumerate(self.overlay.hide)
            if self.look_up(("hide", index), name) is not None
        }
        if not wanted:
            return Hidden()
        before = self.known()
        left = _without(self.top, wanted)
        if not left:
            self.margin.error(
                ("hide",), "overlay-place", "nothing is left", "hide less"
            )
            return Hidden()
        self.top = left
        after = self.known()
        gone = [node for name, node in before.items() if name not in after]
        practices = [node for node in gone if isinstance(node, Practice)]

        def refs(names: Iterable[str]) -> frozenset[str]:
            return frozenset(qualified(name, self.framework.id) for name in names)

        return Hidden(
            refs(node.id for node in gone),
            refs(step.id for node in practices for step in node.steps),
            refs(item.id for node in practices for item in node.items),
        )


def nodes_of(
    dimensions: tuple[Dimension, ...], loc: Loc
) -> Iterator[tuple[Dimension | Practice, Loc]]:
    """Every dimension and practice with its place below `loc`."""
    for index, dimension in enumerate(dimensions):
        here = (*loc, index)
        yield dimension, here
        for number, practice in enumerate(dimension.practices):
            yield practice, (*here, "practices", number)
        yield from nodes_of(dimension.dimensions, (*here, "dimensions"))


def without_hidden(framework: Framework, hidden: Hidden) -> Framework:
    """The framework without references to what overlays hide."""

    def kept(refs: tuple[str, ...], gone: Collection[str]) -> tuple[str, ...]:
        return tuple(ref for ref in refs if qualified(ref, framework.id) not in gone)

    def practice(node: Practice) -> Practice:
        return node.model_copy(
            update={
                "depends_on": kept(node.depends_on, hidden.nodes),
                "related": kept(node.related, hidden.nodes),
                "maps_to": tuple(
                    one
                    for one in node.maps_to
                    if qualified(one.ref, framework.id) not in hidden.nodes
                ),
                "steps": tuple(
                    step.model_copy(
                        update={"depends_on": kept(step.depends_on, hidden.steps)}
                    )
                    for step in node.steps
                ),
            }
        )

    return framework.model_copy(
        update={
            "dimensions": tuple(
                _rebuilt(one, lambda same: same, practice)
                for one in framework.dimensions
            ),
            "services": tuple(
                one.model_copy(update={"practices": kept(one.practices, hidden.nodes)})
                for one in framework.services
            ),
        }
    )


def _rebuilt(
    dimension: Dimension,
    change: Callable[[Dimension], Dimension],
    change_practice: Callable[[Practice], Practice],
) -> Dimension:
    """The dimension with every dimension and practice below it changed."""
    return dimension.model_copy(
        update={
            "dimensions": tuple(
                _rebuilt(change(one), change, change_practice)
                for one in dimension.dimensions
            ),
            "practices": tuple(map(change_practice, dimension.practices)),
        }
    )


def _without(
    dimensions: tuple[Dimension, ...], names: Collection[str]
) -> tuple[Dimension, ...]:
    """Without the nodes of these ids; a dimension left empty goes as well."""
    left = []
    for dimension in dimensions:
        if dimension.id in names:
            continue
        below = _without(dimension.dimensions, names)
        practices = tuple(one for one in dimension.practices if one.id not in names)
        had = dimension.dimensions or dimension.practices
        if had and not below and not practices:
            continue
        left.append(
            dimension.model_copy(update={"dimensions": below, "practices": practices})
        )
    return tuple(left)


def _beside(
    nodes: tuple[_Node, ...], new: tuple[_Node, ...], before: str | None
) -> tuple[_Node, ...]:
    ids: list[str] = [node.id for node in nodes]
    at = ids.index(before) if before in ids else len(ids)
    return nodes[:at] + new + nodes[at:]


def _of(node: Dimension | Practice) -> tuple[Dimension, ...]:
    return (node,) if isinstance(node, Dimension) else ()
