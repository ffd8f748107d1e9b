"""Which numbers about the answers themselves were released, and which sets they need.

Reliability, missing answers, agreement, and what is made from shown scores alone:
balanced scores, levels and effect sizes, which are made here once more.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.disclosure.balance import balanced_score, expected_views
from generator.disclosure.ledger import ASKED, WITHOUT
from generator.disclosure.levels import level_shown
from generator.disclosure.ordering import effect
from generator.model.edition import CellKey, Edition, Shown
from generator.model.instrument import Wave

Source = tuple[str, ...]

BALANCED = {"balanced": "value", "balanced-low": "low", "balanced-high": "high"}
RELIABILITY = {
    "complete": "n",
    "alpha": "alpha",
    "alpha-low": "low",
    "alpha-high": "high",
    "standardized": "standardized",
    "omega": "omega",
}
ITEM = ("rest-", "without-")
UNANSWERED = {"asked": "n", "na": "na", "dk": "dk", "blank": "blank"}

_FIELDS = {
    *BALANCED,
    *RELIABILITY,
    *UNANSWERED,
    "apart",
    "unflagged",
    "level",
    "effect",
}


def is_sound(field: str) -> bool:
    """Whether a field of the manifest is one of these numbers."""
    return field in _FIELDS or field.startswith(ITEM)


def sound_number(
    source: Source, edition: Edition, wave: Wave, earlier: Edition | None
) -> float | None:
    """The number a source stands for; none where it was not released.

    Args:
        source: wave, view, node, group and field.
        edition: what was released of the wave.
        wave: the frozen wave.
        earlier: the edition changes are measured from.
    """
    _, view, node, group, field = source
    key = CellKey(view, node, group)
    sound = edition.soundness
    found: object = None
    if field in BALANCED:
        found = getattr(
            balanced_score(wave, edition, node, group), BALANCED[field], None
        )
    elif field in RELIABILITY:
        found = getattr(sound.reliability.get(key), RELIABILITY[field], None)
    elif field in UNANSWERED:
        found = getattr(sound.unanswered.get(key), UNANSWERED[field], None)
    elif field == "apart":
        found = getattr(sound.agreement.get(key), "apart", None)
    elif field == "unflagged":
        careful = sound.careful.get(view)
        found = careful.without.get(node) if careful else None
    elif field == "level":
        reached = level_shown(wave, edition, view, node, group)
        found = reached.level if reached else None
    elif field == "effect":
        now, change = edition.cells.get(key), edition.changes.get(key)
        then = earlier.cells.get(key) if earlier else None
        if change and isinstance(now, Shown) and isinstance(then, Shown):
            found = effect(now, then, change)
    elif field.startswith(ITEM):
        name, _, code = field.partition("-")
        fit = sound.reliability.get(key)
        items = {item.question: item for item in fit.items} if fit else {}
        found = getattr(items.get(code), name, None)
    return float(found) if isinstance(found, int | float) else None


def sound_measures(
    source: Source, edition: Edition, wave: Wave
) -> Iterator[tuple[str, str]]:
    """The sets a number rests on: measure in the ledger, and group."""
    _, view, node, group, field = source
    if field in BALANCED:
        for one in expected_views(wave, edition, node, group):
            yield f"{one}|{node}", group
    elif field in UNANSWERED:
        yield f"{view}|{node}{ASKED}", group
    elif field == "unflagged":
        yield f"{view}|{node}", group + WITHOUT
    elif field == "level":
        for part in wave.nodes:
            if part.parent == node and CellKey(view, part.ref, group) in edition.cells:
                yield f"{view}|{part.ref}", group
    else:
        yield f"{view}|{node}", group
