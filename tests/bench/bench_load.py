"""P9: load and validate a framework of 0.7 MB against PyYAML's SafeLoader alone.

Two commands run in turn, CPU seconds of the whole process and of the work inside it;
medians are printed. `yaml.safe_load` is PyYAML without libyaml and validates nothing.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIZE = 700_000
RUNS = 5
TARGET = 0.3

OURS = """
import sys, time
from pathlib import Path
from generator.sources.project import check_project
start = time.process_time()
project, problems = check_project(Path(sys.argv[1]))
print(time.process_time() - start)
if project is None or problems:
    sys.exit("\\n".join(map(str, problems[:5])))
"""
THEIRS = """
import sys, time
from pathlib import Path
import yaml
start = time.process_time()
yaml.safe_load((Path(sys.argv[1]) / "frameworks/large.yaml").read_bytes())
print(time.process_time() - start)
"""

WORDS = [
    *("the", "team", "keeps", "one", "agreed", "list", "of", "decisions", "with"),
    *("owner", "and", "date", "so", "that", "everybody", "can", "find", "what", "was"),
    *("decided", "and", "why", "without", "asking", "in", "another", "meeting"),
]


def sentence(length: int, seed: int) -> str:
    return " ".join(WORDS[(seed + n) % len(WORDS)] for n in range(length)).capitalize()


def text(length: int, seed: int) -> str:
    """Both languages, quoted as JSON strings: YAML reads them the same."""
    english, german = sentence(length, seed), sentence(length, seed + 7)
    return f"{{en: {json.dumps(english)}, de: {json.dumps(german)}}}"


def practice(number: int) -> str:
    rungs = "\n".join(
        f"          - n: {n}\n"
        f"            title: {text(2, n)}\n"
        f"            short: {text(6, number + n)}\n"
        f"            descriptor: {text(16, number + n)}"
        for n in range(5)
    )
    return f"""\
      - id: practice-{number}
        title: {text(4, number)}
        statement: {text(14, number)}
        depends_on: [{f"practice-{number - 1}" if number else ""}]
        guidance:
          what: {text(40, number)}
          why: {text(30, number + 1)}
          how:
            en: |
              {sentence(60, number)}
              {sentence(60, number + 2)}
            de: |
              {sentence(60, number + 3)}
              {sentence(60, number + 4)}
        rubric:
{rungs}
        steps:
          - id: step-{number}
            title: {text(5, number)}
            how: {text(30, number + 5)}
        items:
          - id: item-{number}
            purpose: capability
            text: {{practitioner: {text(12, number)}, partner: {text(12, number)}}}
            scale: rung
"""


def write_large(root: Path) -> int:
    """A valid framework of about 0.7 MB; gives its size in bytes."""
    written = f"""\
schema: 1
id: large
version: 1.0.0
released: 2026-01-05
title: {text(3, 0)}
summary: {text(20, 0)}
licence: CC-BY-4.0
languages: [en, de]
lens: {{id: operational, title: {text(2, 0)}}}
scales:
  - {{id: rung, kind: rubric, options: []}}
dimensions:
"""
    number = 0
    while len(written) < SIZE:
        written += f"  - id: dimension-{number}\n"
        written += f"    title: {text(3, number)}\n    statement: {text(12, number)}\n"
        written += "    practices:\n"
        for _ in range(10):
            written += practice(number)
            number += 1
    (root / "frameworks").mkdir()
    (root / "frameworks" / "large.yaml").write_text(written, encoding="utf-8")
    return len(written)


def run(code: str, root: Path) -> tuple[float, float]:
    """CPU seconds of the whole process, and of the work inside it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return whole, float(done.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        size = write_large(Path(folder))
        pairs = [
            (run(OURS, Path(folder)), run(THEIRS, Path(folder))) for _ in range(RUNS)
        ]
    for part, name in ((0, "whole process"), (1, "the work alone")):
        ours = statistics.median(pair[0][part] for pair in pairs)
        theirs = statistics.median(pair[1][part] for pair in pairs)
        ratio = statistics.median(pair[0][part] / pair[1][part] for pair in pairs)
        print(
            f"P9 load and validate {size / 1e6:.2f} MB, {name}: {ours:.3f} s CPU, "
            f"SafeLoader {theirs:.3f} s, ratio {ratio:.2f} (target {TARGET})"
        )


if __name__ == "__main__":
    main()
