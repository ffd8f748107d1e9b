"""Pages on their way to the site, and what they are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.model.clocks import Clocks
from generator.model.edition import Edition
from generator.model.framework import Framework
from generator.model.ids import Text
from generator.model.instrument import Wave
from generator.model.peers import PeerEdition
from generator.model.statement import Statement


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A page of the playbook, for the engine. It never holds a result."""

    path: str
    """Below the staged tree, forward slashes: `seven-habits/practices/x.md`."""
    title: str
    body: str
    nav: tuple[str, ...] = ()
    """Titles of the navigation sections it stands in, outermost first."""
    in_nav: bool = True
    nav_title: str = ""
    """Shorter title for the navigation; empty: the title."""
    in_search: bool = True
    """False for long lists that would hide better answers."""


@dataclass(frozen=True, slots=True)
class StampedPage:
    """A page with results, for one audience, stamped into the skeleton."""

    audience: str
    """Folder below `dist/`: `leaders`, `teams/<team>`, `readers/<reader>`."""
    path: str
    """Below that folder: `index.html`."""
    title: str
    language: str
    body: str
    """HTML of the main region, without the h1 (made from the title)."""
    tab: str = ""
    """Title of the browser's tab, where the h1 alone would not tell which wave."""


CellTable = Mapping[str, tuple[str, ...]]
"""Counter to (wave, view, node, group, field)."""

Manifest = Mapping[str, CellTable]
"""Path below `dist/` to the released numbers printed there; never inside `dist/`."""

Drawn = tuple[StampedPage, CellTable]
"""A page with results, and what its numbers are."""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page with results that is drawn when it is needed."""

    audience: str
    path: str
    language: str
    draw: Callable[[], Drawn]
    made_from: str = ""
    """SHA-256 of everything it is drawn from; empty: it is drawn every time."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Everything a baseline page may be drawn from: released values only."""

    language: str
    frameworks: tuple[Framework, ...]
    waves: tuple[Wave, ...]
    """Waves with an edition, oldest first."""
    editions: Mapping[str, Edition]
    """By wave id."""
    statements: Mapping[tuple[str, str], Statement]
    """By (wave id, team id): signed off and not withdrawn only."""
    peers: Mapping[str, PeerEdition] = field(default_factory=dict)
    """Other organisations, by wave id: the newest peer edition of each."""
    clocks: Clocks | None = None
    """What teams state today about the cost of time; none where nobody does."""
    names: Mapping[str, Text] = field(default_factory=dict)
    """Today's names of teams and audiences, by id."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Wave to the SHA-256 of its edition; pages of waves without are not kept."""
    written_for: tuple[str, ...] = ()
    """Folders of pages for partners and other readers that are asked for today."""
