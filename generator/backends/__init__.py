"""Systems that show an instrument to respondents and receive their submissions."""

from __future__ import annotations

from collections.abc import Callable

from generator.backends.base import Backend, Ground
from generator.backends.local.backend import local_backend

BACKENDS: dict[str, Callable[[Ground], Backend]] = {
    "local": local_backend,
}
"""Name in `survey.yaml` to what builds the backend."""
