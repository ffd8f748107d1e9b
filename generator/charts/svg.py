"""A small writer of SVG: fluid across, fixed heights, colours by class."""

from __future__ import annotations

import functools
import textwrap

from markupsafe import Markup

from generator.charts.markup import escaped

WRAP = 24
"""Characters in a line of a label of a figure."""


def digits(value: float) -> str:
    """A coordinate with at most two decimals, never `-0` and never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(share: float) -> str:
    """A share of the drawing's width."""
    return f"{digits(100 * share)}%"


def element(name: str, /, *children: Markup | str, **attributes: object) -> Markup:
    """One SVG element; `class_` stands for `class` and `_` for `-`; none is left out.

    Numbers are written with at most two decimals; everything else is escaped.
    """
    written = ["<", name]
    for key, value in attributes.items():
        if value is None:
            continue
        if isinstance(value, str):
            shown = escaped(value)
        elif isinstance(value, int):
            shown = str(value)
        elif isinstance(value, float):
            shown = digits(value)
        else:
            shown = escaped(str(value))
        written += (" ", _attribute(key), '="', shown, '"')
    if not children:
        written.append("/>")
    else:
        written += (">", *map(escaped, children), "</", name, ">")
    return Markup("".join(written))  # noqa: S704 - every part is escaped


@functools.cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


@functools.lru_cache(maxsize=10_000)
def wrap(label: str) -> str:
    """A label in lines; a word longer than a line keeps its own line."""
    return "\n".join(textwrap.wrap(label, WRAP, break_long_words=False))


def drawing(height: float, class_: str, *children: Markup) -> Markup:
    """A whole drawing: as wide as its place, `height` pixels high."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        width="100%",
        height=height,
        class_=f"pb-svg {class_}",
        aria_hidden="true",
        focusable="false",
    )
