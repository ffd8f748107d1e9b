"""Write the golden files anew: `python -m tests.formats.accept`, then read the diff."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    from formats.test_formats import CASES, GOLDEN, WAVE, instrument

    from generator.formats import FORMATS

    GOLDEN.mkdir(parents=True, exist_ok=True)
    for old in GOLDEN.iterdir():
        old.unlink()
    for name, identifier, language in CASES:
        for made in FORMATS[name](WAVE, instrument(identifier), language):
            (GOLDEN / made.name).write_bytes(made.content)


if __name__ == "__main__":
    main()
