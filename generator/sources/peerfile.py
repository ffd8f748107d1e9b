"""Peer editions in their folder: written once beside a survey, in version control."""

from __future__ import annotations

import dataclasses
import hashlib
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from generator.errors import Exit, Problems, refuse
from generator.model.peers import PEERS_FORMAT, PeerEdition
from generator.sources.writtenfile import (
    check_format,
    json_bytes,
    read_json,
    shown,
    write_once,
)

PEERS = "peers"
"""Folder below a survey."""


@cache
def _adapter() -> TypeAdapter[PeerEdition]:
    return TypeAdapter(PeerEdition)


def peers_bytes(peers: PeerEdition) -> bytes:
    """A peer edition as it stands in its file, with the digest of its content."""
    return _bytes(dataclasses.replace(peers, digest=_digest(peers)))


def write_peers(survey_folder: Path, peers: PeerEdition) -> Path:
    """Write a peer edition once; one that is there is never written again."""
    path = survey_folder / PEERS / f"{peers.wave}-{peers.number}.json"
    taken = refuse(
        "peers-exists",
        "this peer edition is there already and is never written again",
        "import the packs again: the next one gets the next number",
        path=shown(path),
    )
    write_once(path, peers_bytes(peers), taken)
    return path


def read_peers(path: Path) -> PeerEdition:
    """Read a peer edition; it must be exactly what was written.

    Raises:
        Problems: it was changed, or is of a newer version.
    """
    record = read_json(path, _damaged)
    if not isinstance(record, dict):
        raise _damaged(path, "it holds no peers")
    check_format(path, record, PEERS_FORMAT, _damaged)
    try:
        peers = _adapter().validate_python(record)
    except ValidationError:
        raise _damaged(path, "something in it does not fit") from None
    places = {place for one in peers.sets.values() for place in one}
    if (
        _digest(peers) != peers.digest
        or not peers.sets.keys() <= peers.standings.keys()
        or any(not 0 <= place < len(peers.peers) for place in places)
    ):
        raise _damaged(path, "it does not agree with its digest")
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


def _bytes(peers: PeerEdition) -> bytes:
    return json_bytes(_adapter().dump_python(peers, mode="json"))


def _digest(peers: PeerEdition) -> str:
    """SHA-256 of a peer edition as it stands in its file without its digest."""
    return hashlib.sha256(_bytes(dataclasses.replace(peers, digest=""))).hexdigest()


def _damaged(path: Path, why: str) -> Problems:
    return refuse(
        "peers-damaged",
        f"this peer edition was changed after it was written: {why}",
        "bring it back from your version history; frozen files are never edited",
        path=shown(path),
        exit_code=Exit.UNSAFE,
    )
