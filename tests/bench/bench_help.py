"""P10: `baseline --help` against `python -c pass`, whole processes in turn."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

RUNS = 9


def cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    pairs = [
        (
            cpu([sys.executable, "-m", "generator", "--help"]),
            cpu([sys.executable, "-c", "pass"]),
        )
        for _ in range(RUNS)
    ]
    ratio = statistics.median(a / b for a, b in pairs)
    ours = statistics.median(a for a, _ in pairs)
    print(
        f"P10 baseline --help: {ours * 1000:.0f} ms CPU, {ratio:.1f} x python -c pass"
    )


if __name__ == "__main__":
    main()
