"""The data flow as a drawing: where names are, where codes, where figures of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 960, 470
LONGEST = 29
"""Signs that fit into a box."""

_FILL = {"names": "#fde2c8", "codes": "#dbe7f5", "figures": "#dcefdc"}
_LINE = {"names": "#9a4d00", "codes": "#1f3a5f", "figures": "#23612b"}


@dataclass(frozen=True, slots=True)
class Box:
    """One place where data is."""

    x: int
    y: int
    kind: str
    """`names`, `codes` or `figures`."""
    title: str
    lines: tuple[str, ...]
    width: int = 200
    height: int = 104


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way data goes, with what goes there."""

    points: tuple[tuple[int, int], ...]
    words: str
    at: tuple[int, int]


def drawing(
    title: str,
    text: str,
    boxes: Sequence[Box],
    arrows: Sequence[Arrow],
    legend: Sequence[tuple[str, str]],
) -> str:
    """An SVG that explains itself to people and to programs that read aloud."""
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'role="img" aria-labelledby="flow-title flow-text" '
            'font-family="system-ui, Segoe UI, Arial, sans-serif" font-size="13">'
        ),
        f'<title id="flow-title">{escape(title)}</title>',
        f'<desc id="flow-text">{escape(text)}</desc>',
        (
            '<defs><marker id="tip" markerWidth="9" markerHeight="9" refX="8" '
            'refY="4.5" orient="auto"><path d="M0 0 9 4.5 0 9z" fill="#44525f"/>'
            "</marker></defs>"
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for arrow in arrows:
        points = " ".join(f"{x},{y}" for x, y in arrow.points)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="#44525f" '
            'stroke-width="1.6" marker-end="url(#tip)"/>'
        )
        x, y = arrow.at
        parts.append(
            f'<text x="{x}" y="{y}" text-anchor="middle" font-size="11.5" '
            f'fill="#44525f">{escape(arrow.words)}</text>'
        )
    for box in boxes:
        parts.append(_box(box))
    x = 20
    for kind, words in legend:
        parts.append(
            f'<rect x="{x}" y="{HEIGHT - 32}" width="16" height="16" rx="3" '
            f'fill="{_FILL[kind]}" stroke="{_LINE[kind]}"/>'
            f'<text x="{x + 24}" y="{HEIGHT - 19}">{escape(words)}</text>'
        )
        x += 310
    parts.append("</svg>")
    return str(Markup("\n").join(Markup(part) for part in parts)) + "\n"  # noqa: S704


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _box(box: Box) -> str:
    x, y = box.x + 12, box.y + 24
    lines = "".join(
        f'<text x="{x}" y="{y + 22 + 17 * number}">{escape(_short(line))}</text>'
        for number, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" '
        f'rx="8" fill="{_FILL[box.kind]}" stroke="{_LINE[box.kind]}"/>'
        f'<text x="{x}" y="{y}" font-weight="600">{escape(box.title)}</text>{lines}'
    )
