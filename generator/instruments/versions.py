"""Versions of a framework, and what a thing was in earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model.framework import Framework, Lineage
from generator.model.ids import qualified
from generator.model.instrument import Earlier


def newer(since: str, version: str) -> bool:
    """Whether version `since` came after `version`: numbers count as numbers."""
    return _numbers(since) > _numbers(version)


def earlier(framework: Framework, lineage: Iterable[Lineage]) -> tuple[Earlier, ...]:
    """Lineage as it is frozen with a wave."""
    return tuple(
        Earlier(one.type, qualified(one.ref, framework.id), one.since, one.comparable)
        for one in lineage
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
