"""References between practices and steps: each leads somewhere, none in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from generator.model.framework import Framework
from generator.model.ids import qualified
from generator.sources.framework_checks import Placed, practices_of
from generator.sources.margin import Margin, cycles
from generator.sources.overlay import NOTHING_HIDDEN, Hidden
from generator.sources.shape import listed
from generator.sources.yaml_reader import Loc


def check_references(
    margins: Mapping[str, Margin],
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
    hidden: Hidden = NOTHING_HIDDEN,
) -> None:
    """Note references that lead nowhere or in a circle, over all frameworks.

    Args:
        margins: by framework id.
        frameworks: those that could be read, by id.
        unread: ids of frameworks with problems: references to them are let pass.
        hidden: what overlays hide: references to it are let pass too.
    """
    practices: dict[str, Placed] = {}
    owners: dict[str, str] = {}
    step_refs: dict[str, Loc] = {}
    for framework in frameworks.values():
        for placed in practices_of(framework):
            ref = qualified(placed.practice.id, framework.id)
            practices.setdefault(ref, placed)
            owners.setdefault(ref, framework.id)
            for index, step in enumerate(placed.practice.steps):
                name = qualified(step.id, framework.id)
                owners.setdefault(name, framework.id)
                step_refs.setdefault(name, (*placed.loc, "steps", index))
    book = _Book(margins, frameworks, unread, practices, frozenset(step_refs), hidden)
    for framework in frameworks.values():
        book.framework(framework)
    note_circles(
        margins,
        owners,
        book.practice_edges,
        "practice",
        "depends_on",
        same=_one_name(frameworks, practices),
    )
    note_circles(margins, owners, book.step_edges, "step", "depends_on")


def _one_name(
    frameworks: Mapping[str, Framework], practices: Mapping[str, Placed]
) -> dict[str, str]:
    """Practices that say the same, under the name of the first of them."""
    name = {ref: ref for ref in practices}
    for framework in frameworks.values():
        for placed in practices_of(framework):
            mine = qualified(placed.practice.id, framework.id)
            for mapping in placed.practice.maps_to:
                other = qualified(mapping.ref, framework.id)
                if mapping.relation == "same" and other in name and mine in name:
                    pair = {name[mine], name[other]}
                    first = min(pair, key=list(name).index)
                    name |= {ref: first for ref, old in name.items() if old in pair}
    return name


class _Book:
    """Every reference of every framework, looked up once."""

    def __init__(
        self,
        margins: Mapping[str, Margin],
        frameworks: Mapping[str, Framework],
        unread: frozenset[str],
        practices: Mapping[str, Placed],
        steps: frozenset[str],
        hidden: Hidden,
    ) -> None:
        self.margins = margins
        self.frameworks = frameworks
        self.unread = unread
        self.practices = practices
        self.steps = steps
        self.hidden = hidden
        self.practice_edges: dict[str, list[tuple[str, Loc]]] = {}
        self.step_edges: dict[str, list[tuple[str, Loc]]] = {}

    def framework(self, framework: Framework) -> None:
        margin = self.margins[framework.id]
        known = frozenset(self.practices)
        for index, service in enumerate(framework.services):
            for number, ref in enumerate(service.practices):
                where: Loc = ("services", index, "practices", number)
                self.look_up(margin, framework, where, "practice", ref, known)
        for placed in practices_of(framework):
            practice, loc = placed.practice, placed.loc
            me = qualified(practice.id, framework.id)
            if me in self.practice_edges:
                continue  # an id given twice is noted already
            edges = self.practice_edges.setdefault(me, [])
            for index, ref in enumerate(practice.depends_on):
                where = (*loc, "depends_on", index)
                edges.append((qualified(ref, framework.id), where))
                self.look_up(margin, framework, where, "practice", ref, known)
            for index, ref in enumerate(practice.related):
                where = (*loc, "related", index)
                self.look_up(margin, framework, where, "practice", ref, known)
            for index, mapping in enumerate(practice.maps_to):
                where = (*loc, "maps_to", index, "ref")
                if qualified(mapping.ref, framework.id) == me:
                    margin.error(
                        where,
                        "ref-cycle",
                        f"practice `{practice.id}` is mapped to itself",
                        "remove the entry",
                    )
                self.look_up(margin, framework, where, "practice", mapping.ref, known)
            for number, step in enumerate(practice.steps):
                edges = self.step_edges.setdefault(qualified(step.id, framework.id), [])
                for index, ref in enumerate(step.depends_on):
                    where = (*loc, "steps", number, "depends_on", index)
                    edges.append((qualified(ref, framework.id), where))
                    self.look_up(margin, framework, where, "step", ref, self.steps)

    def look_up(
        self,
        margin: Margin,
        framework: Framework,
        loc: Loc,
        what: str,
        ref: str,
        known: frozenset[str],
    ) -> None:
        full = qualified(ref, framework.id)
        other = full.partition(":")[0]
        gone = self.hidden.steps if what == "step" else self.hidden.nodes
        if full in known or full in gone or other in self.unread:
            return
        if other not in self.frameworks:
            margin.unknown(loc, "ref-unknown", "framework", other, self.frameworks)
            return
        inside = {name.partition(":")[2] for name in known if name.startswith(other)}
        if ":" in ref:
            names = {f"{other}:{name}" for name in inside}
            margin.unknown(loc, "ref-unknown", what, ref, names)
        else:
            margin.unknown(loc, "ref-unknown", what, ref, inside)


def note_circles(
    margins: Mapping[str, Margin],
    owners: Mapping[str, str],
    edges: Mapping[str, list[tuple[str, Loc]]],
    what: str,
    key: str,
    same: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Note things that depend on one another in a circle.

    Args:
        margins: by framework id.
        owners: framework id of each thing.
        edges: each thing to those it depends on, with the place that says so.
        what: what such a thing is called.
        key: the key under which the dependence is written.
        same: a thing to the one name of all that say the same as it; the others have
            none but their own.
    """
    joined: dict[str, list[tuple[str, str, Loc]]] = {}
    for node, after in edges.items():
        joined.setdefault(same.get(node, node), []).extend(
            (same.get(target, target), node, loc) for target, loc in after
        )
    plain = {node: [target for target, _, _ in after] for node, after in joined.items()}
    for circle in cycles(plain):
        first, following = circle[0], circle[1 % len(circle)]
        start, loc = next(
            (node, loc) for target, node, loc in joined[first] if target == following
        )
        names = [name.partition(":")[2] for name in circle]
        if len({owners[name] for name in circle}) > 1:
            names = circle
        if len(names) == 1:
            message = f"{what} `{names[0]}` depends on itself"
        else:
            message = f"{what}s {listed(names)} depend on one another"
            if len(names) > 2:
                message += ": " + " → ".join([*names, names[0]])
        if any(
            name not in edges or not _within(edges[name], circle) for name in circle
        ):
            message += ", where practices that say the same count as one"
        hint = f"remove one `{key}`: nothing could come first"
        margins[owners[start]].error(loc, "ref-cycle", message, hint)


def _within(after: Iterable[tuple[str, Loc]], circle: Collection[str]) -> bool:
    """Whether one of the references leads on in the circle."""
    return any(target in circle for target, _ in after)
