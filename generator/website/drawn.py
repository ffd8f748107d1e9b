"""What the last build has drawn: a page is drawn again only if something has changed.

Beside the site, in `build/cells/`, one file a page holds what the page was made from,
the digest of its bytes, and what its numbers are. It is never inside the site.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.page import CellTable
from generator.website.files import delete_others, files_below, write_if_changed


@dataclass(frozen=True, slots=True)
class Record:
    """One page of the last build."""

    made_from: str
    """Digest of all that decides about its bytes; empty: it is made every time."""
    bytes: str
    """SHA-256 of the file."""


class Drawn(Mapping[str, CellTable]):
    """The pages of a build by their path below `dist/`, read one at a time."""

    def __init__(self, folder: Path) -> None:
        """`folder` is `build/cells/`; it need not be there."""
        self.folder = folder
        self._fresh = folder.with_name(f".{folder.name}-new")

    def __getitem__(self, name: str) -> CellTable:
        """What the numbers of a page are: as just drawn, else as in the last build."""
        for folder in (self._fresh, self.folder):
            try:
                _, text = _file(folder, name).read_text(encoding="utf-8").split("\n", 1)
                sources = json.loads(text)
            except (OSError, ValueError):
                continue
            return {str(n): tuple(source) for n, source in enumerate(sources, 1)}
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Every page."""
        for path in files_below(self.folder):
            yield path.relative_to(self.folder).as_posix().removesuffix(".json")

    def __len__(self) -> int:
        """How many pages."""
        return len(files_below(self.folder))

    def begin(self) -> None:
        """Tidy what a build left that was stopped, or whose site was refused."""
        shutil.rmtree(self._fresh, ignore_errors=True)

    def record(self, name: str) -> Record | None:
        """What the last build noted of a page; none where that cannot be read."""
        try:
            with _file(self.folder, name).open(encoding="utf-8") as file:
                return Record(*json.loads(file.readline()))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, name: str, record: Record, cells: CellTable) -> None:
        """Note a page that was drawn, until the site is in place.

        The counters of its numbers run from 1 without a gap.
        """
        head = json.dumps([record.made_from, record.bytes])
        sources = json.dumps(
            list(cells.values()), ensure_ascii=False, separators=(",", ":")
        )
        write_if_changed(_file(self._fresh, name), f"{head}\n{sources}\n")

    def settle(self, names: Iterable[str]) -> None:
        """These pages are the site now: what was noted of any others is dropped."""
        for path in files_below(self._fresh):
            place = self.folder / path.relative_to(self._fresh)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
        shutil.rmtree(self._fresh, ignore_errors=True)
        delete_others(self.folder, [f"{name}.json" for name in names])


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"


def put_back(record: Record | None, made_from: str, old: Path, place: Path) -> bool:
    """Take a page from the last build, if it is the same page and the same bytes."""
    if record is None or not made_from or record.made_from != made_from:
        return False
    try:
        data = old.read_bytes()
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != record.bytes:
        return False
    place.write_bytes(data)
    return True


def digest_of(*parts: object) -> str:
    """SHA-256 of values by how they are written: equal values, equal digests."""
    return hashlib.sha256(repr(parts).encode("utf-8")).hexdigest()


@functools.cache
def code() -> str:
    """Digest of the program: what another version has done is done again."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in files_below(package):
        if path.suffix in {".py", ".html", ".yaml"}:
            total.update(path.read_bytes())
    return total.hexdigest()
