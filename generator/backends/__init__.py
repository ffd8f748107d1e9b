"""Systems that show an instrument to respondents and receive their submissions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.backends.base import Backend
from generator.backends.local.backend import local_backend
from generator.model.instrument import Wave

BACKENDS: dict[str, Callable[[Wave, Path, Callable[[], bytes]], Backend]] = {
    "local": local_backend,
}
"""Name in `survey.yaml` to what builds the backend.

It is given the wave, `var/` and where to get the survey's secret key.
"""
