"""The clock, chance and the network are arguments."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOCK = re.compile(r"\b(datetime|dt\.datetime|date|dt\.date)\.(now|today|utcnow)\(")
SEEDED = {"disclosure/forecast.py"}
MAY_READ_THE_CLOCK = {"cli/common.py", "store/locking.py"}


def modules() -> list[Path]:
    return sorted((ROOT / "generator").rglob("*.py"))


def test_only_the_command_line_and_the_lock_read_the_clock() -> None:
    found = {
        path.relative_to(ROOT / "generator").as_posix()
        for path in modules()
        if CLOCK.search(path.read_text(encoding="utf-8"))
    }
    assert found <= MAY_READ_THE_CLOCK


def test_nothing_draws_at_random_but_secrets_the_example_and_by_seed_the_forecast() -> (
    None
):
    found = {
        path.relative_to(ROOT / "generator").as_posix()
        for path in modules()
        if re.search(r"^\s*(import random|from random)", path.read_text("utf-8"), re.M)
    }
    assert {one for one in found if not one.startswith("demo/")} <= SEEDED
    for name in SEEDED:
        drawn = re.findall(
            r"\bRandom\((.*?)\)", (ROOT / "generator" / name).read_text("utf-8")
        )
        assert drawn == ["seed"], name
