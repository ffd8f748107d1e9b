"""How often the address of each published folder was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import Exit, refuse
from generator.machine.private import private_folder, write_private
from generator.store.database import machine_words
from generator.store.keys import addresses_file

FORMAT = 1


def generations(var: Path) -> dict[str, int]:
    """Folder to generation, for every folder ever published.

    Raises:
        Problems: the file cannot be read; a lost generation would bring an old address
            back.
    """
    path = addresses_file(var)
    with machine_words(path):
        if not path.exists():
            return {}
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return {str(k): int(n) for k, n in record["generations"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise refuse(
                "addresses-damaged",
                "the list of address generations cannot be read",
                "bring back `var/keys` from a backup with `baseline restore`",
                path=path,
                exit_code=Exit.MACHINE,
            ) from error


def keep_generations(
    var: Path, folders: Iterable[str], rotate: Iterable[str] = ()
) -> Mapping[str, int]:
    """Write down the generation of each folder, one higher for those to be rotated."""
    known = generations(var)
    found = {folder: known.get(folder, 1) for folder in folders}
    for folder in rotate:
        found[folder] = found.get(folder, 1) + 1
    kept = dict(sorted({**known, **found}.items()))
    if kept != known:
        path = addresses_file(var)
        text = json.dumps({"format": FORMAT, "generations": kept}, indent=1)
        with machine_words(path):
            private_folder(path.parent)
            write_private(path, f"{text}\n".encode())
    return found
