"""Why a value is hidden: for the operator's machine alone, never for a page (D11).

A reason says something about answers: how many came in, or that they are alike. So
reasons are worked out when they are asked for, and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.disclosure.comments import Unsaid
from generator.disclosure.tree import Why
from generator.model.edition import CellKey, CommentKey, Edition, Shown, Suppressed

Reason = Why | Unsaid | Literal["parts", "count", "changed", "people"]

RULES: Mapping[Reason, tuple[str, str]] = {
    "few": ("D1", "fewer than {k} people answered"),
    "before": (
        "D2",
        "beside what was shown before, it would set fewer than {k} people apart",
    ),
    "rest": (
        "D3, D4",
        "shown, it would leave fewer than {k} people to be worked out by subtraction",
    ),
    "parts": ("D6", "the parts that are shown carry too little of the weight"),
    "alike": (
        "D7",
        "nearly all answered alike: here, in what would be left, or in a band beside",
    ),
    "count": (
        "D10",
        "fewer than {k} people could answer here, or in what could be worked out",
    ),
    "people": ("D9", "fewer than {k} people were asked for a comment and answered"),
    "partner": ("D9", "what people of other companies write goes to them first"),
    "theme": ("D9", "no theme comes from {k} people"),
    "clusters": (
        "D13",
        "fewer than three companies here or in what would be left, or one has too much",
    ),
    "changed": (
        "D2",
        "hidden when the wave was released; answers behind it were deleted since",
    ),
}
"""Reason to the rule and its words."""

COUNT = "answered"
"""Stands for a practice where the number of answers is what is hidden."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """One hidden value and the rule that hides it."""

    key: CellKey
    reason: Reason
    words_hidden: bool = False
    """True where the node is a question, and what is hidden are comments to it."""

    @property
    def rule(self) -> str:
        """The number of the rule."""
        return "D9" if self.words_hidden else RULES[self.reason][0]

    def words(self, k: int) -> str:
        """What the rule found, without any number that is hidden."""
        return RULES[self.reason][1].format(k=k)


def explain(
    edition: Edition, again: Edition, reasons: Mapping[CellKey, Why]
) -> list[Hidden]:
    """Every hidden value of an edition, with its reason.

    Args:
        edition: what was released.
        again: the same wave decided once more from the answers that are left.
        reasons: what stood against the hidden practices that second time.
    """
    practices = {key.node for key in reasons}
    found = []
    for key, cell in edition.cells.items():
        if not isinstance(cell, Suppressed):
            continue
        reason: Reason = reasons.get(key, "parts")
        now = again.cells.get(key)
        if isinstance(now, Shown) or (now is None and key.node in practices):
            reason = "changed"
        found.append(Hidden(key, reason))
    found += [
        Hidden(CellKey(view, COUNT, group), "count")
        for (view, group), count in edition.turnout.items()
        if isinstance(count, Suppressed)
    ]
    return sorted(found, key=lambda one: one.key)


def explain_comments(
    edition: Edition, again: Edition, unsaid: Mapping[CommentKey, Unsaid]
) -> list[Hidden]:
    """Where comments were kept and are not shown, each with its reason.

    Args:
        edition: what was released.
        again: the same wave decided once more from the answers that are left.
        unsaid: what stood against comments that second time.
    """
    reasons: dict[CommentKey, Reason] = {
        key: "people" if why == "few" else why for key, why in unsaid.items()
    }
    now_shown = again.comments.keys() - edition.comments.keys()
    reasons |= dict.fromkeys(now_shown, "changed")
    return [
        Hidden(CellKey(*key), why, words_hidden=True)
        for key, why in sorted(reasons.items())
        if key not in edition.comments
    ]
