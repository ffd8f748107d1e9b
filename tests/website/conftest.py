"""One built example for all tests of the site that only look at it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from example import Site, built_example


@pytest.fixture(scope="session")
def site_of_example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built_example(tmp_path_factory.mktemp("example") / "a project ü")
