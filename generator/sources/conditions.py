"""Conditions of items: each looks at options that are there, and can hold."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.framework import (
    NUMBERS,
    Condition,
    Framework,
    Item,
    Practice,
    ResponseScale,
)
from generator.model.ids import qualified
from generator.sources.framework_checks import items_of
from generator.sources.margin import Margin
from generator.sources.overlay import NOTHING_HIDDEN, Hidden
from generator.sources.references import note_circles
from generator.sources.shape import near
from generator.sources.yaml_reader import Loc

MOST_WAYS = 1000
"""A condition that can hold in more ways than this is not followed to its end."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An item with its framework, its place and what can be chosen on it."""

    framework: Framework
    item: Item
    loc: Loc
    scale: ResponseScale | None
    codes: tuple[str, ...]

    def leaves(self) -> Iterator[tuple[str, Condition, Loc]]:
        """The full reference of each item it looks at, with the place."""
        if self.item.show_if is not None:
            for leaf, loc in self.item.show_if.leaves((*self.loc, "show_if")):
                yield qualified(leaf.item or "", self.framework.id), leaf, loc


_Items = Mapping[str, _Item]


def check_conditions(
    margins: Mapping[str, Margin],
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
    hidden: Hidden = NOTHING_HIDDEN,
) -> None:
    """Note conditions that look at nothing, at one another, or can never hold.

    Args:
        margins: by framework id.
        frameworks: those that could be read, by id.
        unread: ids of frameworks with problems: references to them are let pass.
        hidden: what overlays hide: references to it are let pass too.
    """
    items: dict[str, _Item] = {}
    for framework in frameworks.values():
        scales = {scale.id: scale for scale in framework.scales}
        for item, loc, practice in items_of(framework):
            scale = scales.get(item.scale)
            codes = _codes(framework, practice, scale)
            found = _Item(framework, item, loc, scale, codes)
            items.setdefault(qualified(item.id, framework.id), found)
    unsound: set[str] = set()
    for ref, placed in items.items():
        margin = margins[placed.framework.id]
        for other, leaf, loc in placed.leaves():
            if other in items:
                if not _look(margin, items[other], leaf, loc):
                    unsound.add(ref)
                continue
            unsound.add(ref)
            if other not in hidden.items and other.partition(":")[0] not in unread:
                _unknown(margin, leaf.item or "", other, loc, items, frameworks)
    owners = {ref: placed.framework.id for ref, placed in items.items()}
    edges = {
        ref: [(other, (*loc, "item")) for other, _, loc in placed.leaves()]
        for ref, placed in items.items()
    }
    note_circles(margins, owners, edges, "item", "show_if")
    for ref, placed in items.items():
        if not any(
            _meets(items, parts, {}, unsound) for parts in _ways(items, ref, unsound)
        ):
            margins[placed.framework.id].error(
                (*placed.loc, "show_if"),
                "condition-never",
                f"the condition of item `{placed.item.id}` can never hold, so nobody "
                "is asked",
                "`all` needs every answer at once; use `any` where one is enough",
                key=True,
            )


def _codes(
    framework: Framework, practice: Practice | None, scale: ResponseScale | None
) -> tuple[str, ...]:
    """What can be chosen on a scale: its options, and rungs where it has them."""
    if scale is None:
        return ()
    own = tuple(option.code for option in scale.options)
    if scale.kind == "rubric" and practice is not None:
        return (*(str(rung.n) for rung in framework.rungs(practice)), *own)
    return own


def _unknown(
    margin: Margin,
    word: str,
    ref: str,
    loc: Loc,
    items: _Items,
    frameworks: Mapping[str, Framework],
) -> None:
    where = (*loc, "item")
    other = ref.partition(":")[0]
    if other not in frameworks:
        margin.unknown(where, "ref-unknown", "framework", other, frameworks)
        return
    names = {name for name in items if name.startswith(f"{other}:")}
    if ":" not in word:
        names = {name.partition(":")[2] for name in names}
    margin.unknown(where, "ref-unknown", "item", word, names)


def _look(margin: Margin, at: _Item, leaf: Condition, loc: Loc) -> bool:
    """Whether the options a condition names are there; notes those that are not."""
    if at.scale is None:
        return False  # noted already
    if at.scale.kind == "text" or at.scale.kind in NUMBERS:
        what = "words" if at.scale.kind == "text" else "a number"
        margin.error(
            (*loc, "item"),
            "condition-item",
            f"item `{leaf.item}` is answered with {what}; a condition needs an item "
            "that is answered by choosing",
            "name an item whose response scale has options",
        )
        return False
    sound = True
    for index, code in enumerate(leaf.codes):
        if code not in at.codes:
            margin.error(
                (*loc, "in", index),
                "condition-option",
                f"item `{leaf.item}` has no option `{code}`",
                near(code, at.codes) or f"known here: {', '.join(at.codes)}",
            )
            sound = False
    return sound


_Part = tuple[str, frozenset[str]]
"""An item, and the options of which one must be chosen."""


def _ways(items: _Items, ref: str, unsound: Collection[str]) -> list[tuple[_Part, ...]]:
    """The lists of answers that lead to an item; one empty list where all are asked."""
    placed = items[ref]
    condition = placed.item.show_if
    if condition is None or ref in unsound or condition.ways() > MOST_WAYS:
        return [()]
    return [
        tuple(
            (qualified(leaf.item or "", placed.framework.id), frozenset(leaf.codes))
            for leaf in leaves
        )
        for leaves in condition.alternatives()
    ]


def _meets(
    items: _Items,
    parts: Sequence[_Part],
    needed: Mapping[str, tuple[frozenset[str], ...]],
    unsound: Collection[str],
) -> bool:
    """Whether one person can give all these answers, being asked all these items."""
    if not parts:
        return True
    (ref, codes), rest = parts[0], parts[1:]
    wanted = (*needed.get(ref, ()), codes)
    if not _answerable(items[ref], wanted):
        return False
    before = [()] if ref in needed else _ways(items, ref, unsound)
    return any(
        _meets(items, (*rest, *more), {**needed, ref: wanted}, unsound)
        for more in before
    )


def _answerable(at: _Item, wanted: Sequence[frozenset[str]]) -> bool:
    """Whether one answer holds an option of every set."""
    if at.scale is None or at.scale.kind != "multi":
        return bool(frozenset.intersection(*wanted))
    most = at.scale.max_choices or len(at.codes)
    return most >= len(wanted) or any(
        all(codes.intersection(chosen) for codes in wanted)
        for chosen in itertools.combinations(at.codes, most)
    )
