"""Points of 100: where a value lies between the two ends of its scale."""

from __future__ import annotations


def points(value: float, low: float, high: float, *, reverse: bool = False) -> float:
    """`value` as percent of the maximum possible (Cohen, Cohen, Aiken and West 1999).

    `low` and `high` are the declared ends of the scale, never the observed ones.
    """
    if not low <= value <= high or low >= high:
        raise ValueError(f"{value:g} is not on the scale from {low:g} to {high:g}")
    share = 100.0 * (value - low) / (high - low)
    return 100.0 - share if reverse else share
