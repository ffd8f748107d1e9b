"""Peer editions in their folder: written once beside a survey, in version control."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from generator.errors import Exit, Problems, refuse
from generator.model.peers import PEERS_FORMAT, PeerEdition

PEERS = "peers"
"""Folder below a survey."""


@cache
def _adapter() -> TypeAdapter[PeerEdition]:
    return TypeAdapter(PeerEdition)


def peers_text(peers: PeerEdition) -> str:
    """A peer edition as it stands in its file, with the digest of its content."""
    unmarked = dataclasses.replace(peers, digest="")
    return _json(dataclasses.replace(peers, digest=_digest(unmarked)))


def write_peers(survey_folder: Path, peers: PeerEdition) -> Path:
    """Write a peer edition once; one that is there is never written again."""
    path = survey_folder / PEERS / f"{peers.wave}-{peers.number}.json"
    if path.exists():
        raise refuse(
            "peers-exists",
            "this peer edition is there already and is never written again",
            "import the packs again: the next one gets the next number",
            path=_shown(path),
        )
    write_text(path, peers_text(peers))
    return path


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        fresh = Path(name)
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unwritable",
            f"this file cannot be written: {reason}",
            "make room on the disk, or check that you may write here",
            path=path,
            exit_code=Exit.MACHINE,
        ) from error


def read_peers(path: Path) -> PeerEdition:
    """Read a peer edition; it must be exactly what was written.

    Raises:
        Problems: it was changed, or is of a newer version.
    """
    try:
        text = path.read_text(encoding="utf-8")
        record = json.loads(text)
        given = record["format"]
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "check that it is a file and that you may read it",
            path=_shown(path),
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path) from None
    if isinstance(given, int) and not isinstance(given, bool) and given > PEERS_FORMAT:
        raise refuse(
            "format-newer",
            f"this file has format {given}; this version reads format {PEERS_FORMAT}",
            "install a newer version of Practice Baseline",
            path=_shown(path),
        )
    try:
        peers = _adapter().validate_python(record)
    except ValidationError:
        raise _damaged(path) from None
    unmarked = dataclasses.replace(peers, digest="")
    places = {place for one in peers.sets.values() for place in one}
    if (
        _digest(unmarked) != peers.digest
        or not peers.sets.keys() <= peers.standings.keys()
        or any(not 0 <= place < len(peers.peers) for place in places)
    ):
        raise _damaged(path)
    return peers


def peers_of(survey_folder: Path) -> tuple[PeerEdition, ...]:
    """Every peer edition of a survey, by number."""
    problems: Problems | None = None
    found = []
    for path in sorted((survey_folder / PEERS).glob("*.json")):
        try:
            found.append(read_peers(path))
        except Problems as wrong:
            told = problems.problems if problems else ()
            problems = Problems([*told, *wrong.problems], wrong.exit_code)
    if problems is not None:
        raise problems
    return tuple(sorted(found, key=lambda one: (one.number, one.wave)))


def _json(peers: PeerEdition) -> str:
    plain = _adapter().dump_python(peers, mode="json")
    text = json.dumps(
        plain, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True
    )
    return f"{text}\n"


def _digest(unmarked: PeerEdition) -> str:
    return hashlib.sha256(_json(unmarked).encode("utf-8")).hexdigest()


def _damaged(path: Path) -> Problems:
    return refuse(
        "peers-damaged",
        "this peer edition was changed after it was written",
        "bring it back from your version history; frozen files are never edited",
        path=_shown(path),
        exit_code=Exit.UNSAFE,
    )


def _shown(path: Path) -> str:
    """The path below the project, where the folders are those of a project."""
    parts = path.parts
    if "surveys" in parts:
        last = len(parts) - 1 - parts[::-1].index("surveys")
        parts = parts[last:]
    return Path(*parts).as_posix()
