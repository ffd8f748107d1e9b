"""Peers: what other organisations released, and what is told of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.model.ids import Authored, Id

PACK_FORMAT = 1
"""Version of the layout of a peer pack."""

PEERS_FORMAT = 1
"""Version of the layout of a peer edition."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""

Quarter = Annotated[str, StringConstraints(pattern=r"^\d{4}-Q[1-4]$")]
"""A quarter of a year: `2026-Q1`."""

FullRef = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$", max_length=121),
]
"""A practice with its framework: `seven-habits:decision-log`."""

Answers = Literal["under-10", "10-19", "20-49", "50-or-more"]
"""How many answers are behind a value, roughly."""

Size = Literal["", "under-250", "250-999", "1000-4999", "5000-or-more"]
"""People employed, roughly."""


class PackFramework(Authored):
    """A framework the values of a pack were measured with."""

    id: Id
    """Id of the framework."""
    version: Annotated[str, Field(max_length=40)]
    """Version that was asked."""


class PackItem(Authored):
    """An item behind a value."""

    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]
    """SHA-256 of its text, options, values and condition."""
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """Its weight in the practice."""


class PackValue(Authored):
    """One organisation's value of one practice, in one view."""

    view: Id
    """Respondent group."""
    practice: FullRef
    """Which practice."""
    value: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
    """In points of 100, from shown values only."""
    of: Literal["teams", "organisation"]
    """Mean of the scores of its teams, or the score of the whole organisation."""
    answers: Answers
    """How many answers are behind it, roughly."""
    items: Annotated[tuple[PackItem, ...], Field(min_length=1, max_length=200)]
    """Items behind it, by fingerprint."""


class PackBody(Authored):
    """What an organisation tells its peers: nothing that was not released."""

    edition: Digest
    """SHA-256 of the edition the values are from."""
    quarter: Quarter
    """When the wave closed."""
    sector: Id | Literal[""]
    """What the organisation does, as the circle agreed to call it."""
    size: Size
    """How many people it employs, roughly."""
    frameworks: Annotated[tuple[PackFramework, ...], Field(max_length=50)]
    """What the values were measured with."""
    values: Annotated[tuple[PackValue, ...], Field(min_length=1, max_length=5000)]
    """By view and practice."""


class PeerPack(Authored):
    """A body, and the proof whose it is. The organisation is its key, nothing else."""

    format: Literal[1]
    """Version of the layout."""
    kind: Literal["peer-pack"]
    """Says what file this is."""
    key: Annotated[str, StringConstraints(pattern=r"^ed25519:[0-9a-f]{64}$")]
    """Public key of the organisation."""
    body: PackBody
    """What is told."""
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
    """Ed25519 over the canonical text of everything else."""


@dataclass(frozen=True, slots=True, order=True)
class Peer:
    """One organisation behind a peer edition."""

    edition: str
    """Digest of the edition its values are from: new values, another peer."""
    key: str = ""
    """Fingerprint of its key; empty where a consultant put the values together."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be told of peers together, in display units, rounded (rule S11)."""

    n: int
    """Peers behind it, without one's own."""
    mean: float | None = None
    median: float | None = None
    """Told of ten or more, like the middle half."""
    lower: float | None = None
    """Lower end of the middle half."""
    upper: float | None = None
    rank_low: float | None = None
    """Percentile of the lower end of one's own interval; twenty peers or more."""
    rank_high: float | None = None
    share: float = 1.0
    """Part of the weight that is carried by the same items at every peer."""


@dataclass(frozen=True, slots=True)
class PeerEdition:
    """The frozen figures of a set of packs, for one wave of one survey."""

    format: int
    survey: str
    wave: str
    wave_fingerprint: str
    edition: str
    """Digest of the own edition that ranks are told of."""
    number: int
    """1 for the first peer edition of the survey."""
    first_quarter: str
    last_quarter: str
    """When the oldest and the newest of the waves closed."""
    sector: str
    """Only peers of this sector; empty: of any."""
    size: str
    """Only peers of this size; empty: of any."""
    peers: tuple[Peer, ...]
    """Sorted."""
    sets: Mapping[str, tuple[int, ...]]
    """`view|practice` to the places in `peers` of those behind the figure. Practices
    that say the same stand here once, under the first of their names."""
    standings: Mapping[str, Standing]
    """`view|practice` to what is told; here under each of their names."""
    digest: str = field(default="")
    """SHA-256 of everything above."""

    def standing(self, view: str, practice: str) -> Standing | None:
        """What is told of a practice in one view."""
        return self.standings.get(measure_id(view, practice))


def measure_id(view: str, practice: str) -> str:
    """How a practice in one view is named in `sets` and `standings`."""
    return f"{view}|{practice}"
