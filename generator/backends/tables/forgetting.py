"""What a form tool holds of people: we cannot reach it, and say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.backends.base import Ground
from generator.backends.forgetting import Forgets, Removal, Sought
from generator.model.instrument import Wave


@dataclass(frozen=True, slots=True)
class TablesMemory:
    """One wave in a form tool that we cannot talk to."""

    wave: Wave

    def owners(self, tokens: Iterable[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Nobody: all have the same address."""
        return {}

    def people(self) -> frozenset[str]:
        """Nobody is written down here."""
        return frozenset()

    def addressed(self, emails: Collection[str]) -> frozenset[str]:  # noqa: ARG002
        """Nobody is written down here."""
        return frozenset()

    def forget_people(self, sought: Sought, *, dry_run: bool) -> Removal:  # noqa: ARG002
        """Says what is to be deleted in the form tool."""
        if self.wave.privacy.identity == "anonymous":
            return Removal()
        sentence = (
            f"wave {self.wave.id} was asked with a form tool: delete the person's "
            "answers there, if there are any, and in the files it wrote"
        )
        return Removal(by_hand=(sentence,))

    def forget_wave(self, *, dry_run: bool) -> Removal:  # noqa: ARG002
        """Says what is to be deleted in the form tool."""
        sentence = (
            f"wave {self.wave.id} was asked with a form tool: delete its forms and "
            "answers there, and the files it wrote"
        )
        return Removal(by_hand=(sentence,))

    def uncollected(
        self,
        known: Mapping[str, int],  # noqa: ARG002
        marks: Mapping[str, str],  # noqa: ARG002
    ) -> int:
        """Not known here; the answers stay in the form tool in any case."""
        return 0


def tables_memory(ground: Ground) -> Forgets:
    """Any other form tool."""
    return TablesMemory(ground.wave)
