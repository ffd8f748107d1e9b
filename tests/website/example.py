"""The example as it is built, for tests of the gate and of publishing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.cli.reference import command_text
from generator.demo.run import demo
from generator.pipeline.gate import NEVER, guard_of
from generator.pipeline.reading import read
from generator.pipeline.site import read_manifest, released_of
from generator.website.gate import Guard, look

ROOT = Path(__file__).parents[2]
CANARY = "Zauberlehrling-4711"
NUMBER = "8417.25"


@dataclass(frozen=True)
class Site:
    work: Path
    dist: Path
    guard: Guard
    kept: Path


def built_example(root: Path) -> Site:
    """The example's site, what its gate knows, and some registered words."""
    root.mkdir()
    for name in ("frameworks", "surveys", "site_src"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    demo(root, commands=command_text())
    work = root / "build" / "demo" / "project"
    (work / "var" / NEVER).write_text(
        f"# words of this test\n{CANARY}\n{NUMBER}\nNordic Gate Pact\n"
    )
    reading = read(work)
    guard = guard_of(
        reading.project,
        reading,
        released_of(reading.project, reading),
        read_manifest(reading.places),
    )
    kept = root / "clean.json"
    problems, _ = look(root / "dist", guard, kept=kept)
    assert problems == []
    return Site(work, root / "dist", guard, kept)
