"""What the embedded collector holds of people, and how it is removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.backends.base import Ground
from generator.backends.forgetting import Forgets, Removal, Sought
from generator.backends.local.inbox import (
    check_inbox,
    erase_inbox,
    forget_people,
    owners,
    revisions,
    status,
    token_hash,
)
from generator.model.instrument import Wave


@dataclass(frozen=True, slots=True)
class LocalMemory:
    """One wave's inbox."""

    wave: Wave
    inbox_path: Path

    def owners(self, tokens: Iterable[str]) -> Mapping[str, str]:
        """Pseudonym by what stands in a link."""
        if not self.inbox_path.is_file():
            return {}
        known = owners(self.inbox_path)
        return {
            one: known[token_hash(one)] for one in tokens if token_hash(one) in known
        }

    def people(self) -> frozenset[str]:
        """Pseudonyms of all who were invited."""
        if not self.inbox_path.is_file():
            return frozenset()
        return frozenset(owners(self.inbox_path).values())

    def addressed(self, emails: Collection[str]) -> frozenset[str]:  # noqa: ARG002
        """Nobody: the inbox knows no addresses."""
        return frozenset()

    def forget_people(self, sought: Sought, *, dry_run: bool) -> Removal:
        """Removes links and everything saved behind them."""
        if not self.inbox_path.is_file():
            return Removal()
        links, ids = forget_people(
            self.inbox_path, self.wave, sought.pseudonyms, dry_run=dry_run
        )
        return Removal(links, len(ids), ids)

    def forget_wave(self, *, dry_run: bool) -> Removal:
        """Removes the inbox."""
        if not self.inbox_path.is_file():
            return Removal()
        check_inbox(self.inbox_path, self.wave)
        ids = tuple(sorted(revisions(self.inbox_path)))
        links = sum(one.invited for one in status(self.inbox_path, self.wave).values())
        if not dry_run:
            erase_inbox(self.inbox_path)
        return Removal(links, len(ids), ids)

    def uncollected(
        self,
        known: Mapping[str, int],
        marks: Mapping[str, str],  # noqa: ARG002 - revisions tell it here
    ) -> int:
        """How many responses changed since they were collected, or never were."""
        if not self.inbox_path.is_file():
            return 0
        held = revisions(self.inbox_path)
        return sum(revision > known.get(one, 0) for one, revision in held.items())


def local_memory(ground: Ground) -> Forgets:
    """The inbox of a wave below `var/`."""
    wave = ground.wave
    return LocalMemory(wave, ground.var / "inbox" / wave.survey / f"{wave.id}.sqlite3")
