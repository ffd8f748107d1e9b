"""Peer packs as files: written once, signed, and read only if nothing was changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from generator.errors import Exit, Problem, Problems, refuse
from generator.machine.private import write_private
from generator.machine.signing import fingerprint, public_key, sign, signed_by, spelled
from generator.model.peers import PACK_FORMAT, PackBody, PeerPack
from generator.store.canonical import canonical

KIND = "peer-pack"

LARGEST = 4_000_000
"""Bytes of a pack; more than the largest framework in every view needs."""

MOST_TOLD = 20
"""Values of one pack that are told to be wrong; more say nothing new."""

ACCEPTED_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Received:
    """A pack that is what its organisation wrote."""

    file: str
    """Name of the file, for messages."""
    key: str
    """Fingerprint of the organisation's key."""
    body: PackBody


def pack_text(body: PackBody, private: bytes) -> str:
    """A signed pack: the same body and key always give the same bytes."""
    unsigned: dict[str, object] = {
        "format": PACK_FORMAT,
        "kind": KIND,
        "key": public_key(private),
        "body": body.model_dump(mode="json"),
    }
    signature = sign(private, canonical(unsigned).encode("utf-8"))
    return canonical({**unsigned, "signature": signature}) + "\n"


def read_pack(path: Path, accepted: Mapping[str, str]) -> Received:
    """Read a pack from somebody else.

    Args:
        path: the file.
        accepted: fingerprints of the keys the operator accepted.

    Raises:
        Problems: everything wrong with it, each with the file and the value.
    """
    file = path.as_posix()
    record = _record(path)
    key = record.get("key")
    known = isinstance(key, str) and len(key) == len("ed25519:") + 64
    if not known or not _signed(record):
        raise refuse(
            "pack-signature",
            "this pack is not what its organisation signed: something was changed",
            "ask for the file again, by another way",
            path=file,
        )
    own = fingerprint(str(key))
    if own not in accepted:
        raise refuse(
            "pack-key-unknown",
            f"this pack is signed with a key nobody has accepted here: {spelled(own)}",
            "have the other organisation read its fingerprint out to you, compare all "
            f"of it, then run 'baseline benchmark accept {own}'",
            path=file,
        )
    try:
        pack = PeerPack.model_validate(record)
    except ValidationError as wrong:
        raise Problems(_told(file, record, wrong)) from None
    twice = _twice(pack.body)
    if twice:
        raise Problems(_value(file, where, "stands there twice") for where in twice)
    return Received(file, own, pack.body)


def read_accepted(var: Path) -> dict[str, str]:
    """Fingerprints of accepted keys, each with the name the operator gave it."""
    path = accepted_file(var)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] > ACCEPTED_FORMAT:
            raise refuse(
                "format-newer",
                f"this file has format {record['format']}; this version reads format "
                f"{ACCEPTED_FORMAT}",
                "install a newer version of Practice Baseline",
                path=path,
            )
        return {str(key): str(name) for key, name in record["keys"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse(
            "key-damaged",
            "the list of accepted keys cannot be read",
            "bring back `var/keys` from a backup with `baseline restore`.",
            path=path,
            exit_code=Exit.MACHINE,
        ) from None


def accept(var: Path, digits: str, name: str) -> None:
    """Note that the operator compared a fingerprint and trusts the key."""
    keys = {**read_accepted(var), digits: name}
    text = json.dumps(
        {"format": ACCEPTED_FORMAT, "keys": keys},
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
    )
    write_private(accepted_file(var), f"{text}\n".encode())


def accepted_file(var: Path) -> Path:
    """Whose keys are accepted: in `var/`, because organisations are named there."""
    return var / "keys" / "peers.json"


def _record(path: Path) -> dict[str, object]:
    """What a pack holds; its bytes must be the one way of writing it."""
    file = path.as_posix()
    damaged = refuse(
        "pack-damaged",
        "this file is no peer pack, or it was changed or cut off on its way",
        "ask for the file again; packs are sent as they are, never opened and saved",
        path=file,
    )
    try:
        if path.stat().st_size > LARGEST:
            raise damaged
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unreadable",
            f"this file cannot be read: {reason}",
            "check that it is a file and that you may read it",
            path=file,
        ) from None
    try:
        record = json.loads(data)
        same = f"{canonical(record)}\n".encode() == data
    except (ValueError, RecursionError):
        raise damaged from None
    if not isinstance(record, dict) or record.get("kind") != KIND:
        raise damaged
    given = record.get("format")
    if isinstance(given, int) and not isinstance(given, bool) and given > PACK_FORMAT:
        raise refuse(
            "format-newer",
            f"this pack has format {given}; this version reads format {PACK_FORMAT}",
            "install a newer version of Practice Baseline",
            path=file,
        )
    if not same:
        raise damaged
    return record


def _signed(record: Mapping[str, object]) -> bool:
    signature = record.get("signature")
    if not isinstance(signature, str):
        return False
    unsigned = {name: part for name, part in record.items() if name != "signature"}
    content = canonical(unsigned).encode("utf-8")
    return signed_by(str(record["key"]), content, signature)


def _told(
    file: str, record: Mapping[str, object], wrong: ValidationError
) -> Iterator[Problem]:
    """What does not fit, by the view and practice where there are any."""
    for error in wrong.errors(include_url=False, include_context=False)[:MOST_TOLD]:
        place = list(error["loc"])
        where = ".".join(str(part) for part in place)
        if place[:2] == ["body", "values"] and len(place) > 2:
            where = _name(record, place[2])
        kind, given = error["type"], error.get("input")
        if kind in {"less_than_equal", "greater_than_equal", "finite_number"}:
            yield _value(file, where, f"the value {given} is not from 0 to 100")
        else:
            yield _value(file, where, error["msg"].lower())


def _name(record: Mapping[str, object], place: object) -> str:
    body = record.get("body")
    values = body.get("values") if isinstance(body, dict) else None
    if isinstance(values, list) and isinstance(place, int) and place < len(values):
        value = values[place]
        if isinstance(value, dict):
            view, practice = value.get("view"), value.get("practice")
            return f"value {place + 1} ({view}, {practice})"
    return f"value {place}"


def _value(file: str, where: str, what: str) -> Problem:
    return Problem(
        file,
        0,
        0,
        "pack-value",
        f"{where}: {what}",
        "tell the organisation that made it; nothing of this pack is used",
    )


def _twice(body: PackBody) -> list[str]:
    """Measures that are named more than once."""
    seen: set[tuple[str, str]] = set()
    found = []
    for n, one in enumerate(body.values, 1):
        if (one.view, one.practice) in seen:
            found.append(f"value {n} ({one.view}, {one.practice})")
        seen.add((one.view, one.practice))
    return found
