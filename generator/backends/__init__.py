"""Systems that show an instrument to respondents and receive their submissions."""

from __future__ import annotations

from collections.abc import Callable

from generator.backends.base import Backend, Ground


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
