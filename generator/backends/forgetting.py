"""What a backend holds of a person or of a wave, and how it is removed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is to be forgotten, by everything that may stand for them."""

    pseudonyms: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    """Addresses as given; only systems that keep addresses look at them."""
    tokens: frozenset[str] = frozenset()
    """What stands in their links."""
    remote_ids: frozenset[str] = frozenset()
    """Ids of responses the store has of them."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was there, and is removed or would be."""

    invitations: int = 0
    responses: int = 0
    remote_ids: tuple[str, ...] = ()
    """Ids of the responses that were there."""
    by_hand: tuple[str, ...] = ()
    """What must be deleted by somebody else, one sentence each."""


class Forgets(Protocol):
    """A backend's own memory of people."""

    def owners(self, tokens: Iterable[str]) -> Mapping[str, str]:
        """Pseudonym by what stands in a link; links of nobody are left out."""
        ...

    def people(self) -> frozenset[str]:
        """Pseudonyms of all who were invited."""
        ...

    def addressed(self, emails: Collection[str]) -> frozenset[str]:
        """Pseudonyms of the people at some addresses, where addresses are kept.

        Raises:
            Problems: the system that keeps them cannot be asked.
        """
        ...

    def forget_people(self, sought: Sought, *, dry_run: bool) -> Removal:
        """Removes people: invitations, saved pages, answers."""
        ...

    def forget_wave(self, *, dry_run: bool) -> Removal:
        """Removes everybody, and everything the backend keeps of the wave."""
        ...

    def uncollected(self, known: Mapping[str, int], marks: Mapping[str, str]) -> int:
        """How many responses here are not in the store as they are.

        Args:
            known: revision by remote id, of what the store holds.
            marks: what earlier arrivals left behind, by remote id.
        """
        ...
