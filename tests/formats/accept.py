"""Write the golden files anew: `python -m tests.formats.accept`, then read the diff."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    from formats import formtool_texts
    from formats.test_formats import CASES, GOLDEN, WAVE, instrument

    from generator.formats import FORMATS

    made = {
        GOLDEN / file.name: file.content
        for name, identifier, language in CASES
        for file in FORMATS[name](WAVE, instrument(identifier), language)
    }
    made |= {
        formtool_texts.GOLDEN / name: text.encode()
        for name, text in formtool_texts.golden().items()
    }
    for folder in (GOLDEN, formtool_texts.GOLDEN):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if old.suffix != ".lss":
                old.unlink()
    for path, content in made.items():
        path.write_bytes(content)


if __name__ == "__main__":
    main()
