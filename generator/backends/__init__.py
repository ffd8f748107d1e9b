"""Systems that show an instrument to respondents and receive their submissions."""

from __future__ import annotations

from collections.abc import Callable

from generator.backends.base import Backend, Ground
from generator.backends.forgetting import Forgets


def _limesurvey(ground: Ground) -> Backend:
    # imported where it is used: most commands need no HTTP client
    from generator.backends.limesurvey.backend import limesurvey_backend

    return limesurvey_backend(ground)


def _local(ground: Ground) -> Backend:
    from generator.backends.local.backend import local_backend

    return local_backend(ground)


def _tables(ground: Ground) -> Backend:
    from generator.backends.tables.backend import tables_backend

    return tables_backend(ground)


BACKENDS: dict[str, Callable[[Ground], Backend]] = {
    "limesurvey": _limesurvey,
    "local": _local,
    "tables": _tables,
}
"""Name in `survey.yaml` to what builds the backend."""


def _limesurvey_memory(ground: Ground) -> Forgets:
    from generator.backends.limesurvey.forgetting import limesurvey_memory

    return limesurvey_memory(ground)


def _local_memory(ground: Ground) -> Forgets:
    from generator.backends.local.forgetting import local_memory

    return local_memory(ground)


def _tables_memory(ground: Ground) -> Forgets:
    from generator.backends.tables.forgetting import tables_memory

    return tables_memory(ground)


MEMORIES: dict[str, Callable[[Ground], Forgets]] = {
    "limesurvey": _limesurvey_memory,
    "local": _local_memory,
    "tables": _tables_memory,
}
"""Name in `survey.yaml` to what a backend holds of people; every backend has one."""
