"""Peer packs out and in: what other organisations may know, and what we learn of them.

No server stands between: a pack is one small file, signed, and mailed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.disclosure.packs import Left, pack_body, peer_edition, rested
from generator.disclosure.peers import FEWEST_PEERS, peers_refused, told_apart
from generator.errors import Exit, Problem, Problems, refuse
from generator.machine.private import write_private
from generator.machine.signing import (
    PREFIX,
    fingerprint,
    need_package,
    public_key,
)
from generator.model.edition import Edition
from generator.model.instrument import Wave
from generator.model.peers import PackBody, Peer, PeerEdition
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.pipeline.results import everything_released, released
from generator.sources.peerfile import peers_of, write_peers
from generator.sources.writtenfile import write_whole
from generator.store.editions import edition_digest
from generator.store.keys import benchmark_key, benchmark_public_file
from generator.store.locking import writer_lock
from generator.store.packs import (
    Received,
    accept,
    pack_text,
    read_accepted,
    read_pack,
)

HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Exported:
    """The pack that was written."""

    path: Path
    values: int
    quarter: str
    key: str
    """Fingerprint of one's own key."""
    new_key: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """The peer edition that was, or would be, written."""

    edition: PeerEdition
    path: Path | None
    """None in a dry run."""
    left: tuple[Left, ...]
    outside: int
    """Packs that are not in the cut asked for."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom this organisation knows, and what it has learned."""

    own: str
    """Fingerprint of one's own key; empty before the first export."""
    accepted: Mapping[str, str]
    editions: tuple[PeerEdition, ...]


def export(
    reading: Reading, wave: str | None = None, *, out: Path | None = None
) -> Exported:
    """Write the pack of a released wave; the key is made with the first one.

    Raises:
        Problems: nothing was released, or nothing of it may leave.
    """
    need_package()
    places = reading.places
    frozen = _wave(reading, wave)
    body = body_of(reading, frozen, released(reading, frozen.id))
    if body is None:
        raise refuse(
            "pack-empty",
            f"of wave '{frozen.id}' no score may be told to peers",
            "peers learn practices that are shown for the whole organisation, or for "
            f"{frozen.privacy.k_units} teams; views of other companies are never told",
        )
    with writer_lock(places.var):
        new = not benchmark_public_file(places.var).exists()
        key = benchmark_key(places.var)
        public = public_key(key)
        if new:
            write_private(benchmark_public_file(places.var), f"{public}\n".encode())
    own = fingerprint(public)
    path = out or places.build / "peer-packs" / f"{own[:16]}-{body.quarter}.json"
    write_whole(path, pack_text(body, key).encode("utf-8"))
    return Exported(path, len(body.values), body.quarter, own, new)


def accept_key(reading: Reading, given: str, name: str = "") -> str:
    """Trust a key from now on; gives its fingerprint.

    Args:
        reading: the survey.
        given: a fingerprint of 64 digits, or a file with a public key.
        name: whose it is, in the operator's own words; it stays in `var/`.
    """
    need_package()
    digits = _digits(given)
    if digits == own_key(reading.places):
        raise refuse(
            "pack-own",
            "this is the key of your own organisation",
            "your own values never count among those of your peers",
            exit_code=Exit.USAGE,
        )
    with writer_lock(reading.places.var):
        accept(reading.places.var, digits, name)
    return digits


def import_packs(
    reading: Reading,
    files: Sequence[Path],
    *,
    today: dt.date,
    wave: str | None = None,
    sector: str = "",
    size: str = "",
    dry_run: bool = False,
) -> Imported:
    """Freeze the packs of a set of peers as one peer edition.

    Args:
        reading: the survey.
        files: their packs, one's own not among them.
        today: values rest three months before they are in a figure.
        wave: one's own wave they are compared with; the newest released one else.
        sector: take only peers of this sector.
        size: take only peers of this size.
        dry_run: check everything, write nothing.

    Raises:
        Problems: everything wrong with any pack; nothing is written then.
    """
    need_package()
    frozen = _wave(reading, wave)
    edition = released(reading, frozen.id)
    given = _received(reading, files, today)
    packs = {
        Peer(one.body.edition, one.key): one.body
        for one in given
        if sector in ("", one.body.sector) and size in ("", one.body.size)
    }
    before = peers_before(reading)
    _refuse_set({peer.edition for peer in packs}, before)
    ours = peers_of(reading.folder.path)
    made, left = peer_edition(
        frozen,
        edition,
        edition_digest(edition),
        packs,
        before,
        number=max((one.number for one in ours), default=0) + 1,
        sector=sector,
        size=size,
    )
    if not made.standings:
        raise refuse(
            "peers-nothing",
            f"these packs allow no comparison: {_reasons(left)}",
            "a practice is compared where five peers answered the same questions, "
            "with 80 % of the weight or more in common",
            exit_code=Exit.UNSAFE,
        )
    path = None
    if not dry_run:
        with writer_lock(reading.places.var):
            path = write_peers(reading.folder.path, made)
    return Imported(made, path, left, len(given) - len(packs))


def circle(reading: Reading) -> Circle:
    """One's own key, the accepted ones, and the peer editions of the survey."""
    return Circle(
        own_key(reading.places),
        read_accepted(reading.places.var),
        peers_of(reading.folder.path),
    )


def body_of(reading: Reading, wave: Wave, edition: Edition) -> PackBody | None:
    """What this organisation tells its peers of a wave; none where that is nothing."""
    benchmark = reading.survey.benchmark
    return pack_body(
        wave,
        edition,
        edition_digest(edition),
        benchmark.sector or "",
        benchmark.size or "",
    )


def peers_before(reading: Reading) -> tuple[PeerEdition, ...]:
    """Every peer edition ever made in the project, of whichever survey."""
    return tuple(
        one
        for _, folder in sorted(reading.project.surveys.items())
        for one in peers_of(folder.path)
    )


def peers_for(
    reading: Reading, editions: Mapping[str, Edition]
) -> dict[str, PeerEdition]:
    """The newest peer edition of each released wave.

    Raises:
        Problems: one was made for other results than those released.
    """
    found = {one.wave: one for one in peers_of(reading.folder.path)}
    waves = {wave.id: wave for wave in reading.waves}
    for name, one in found.items():
        wave, edition = waves.get(name), editions.get(name)
        if (
            wave is None
            or edition is None
            or one.survey != wave.survey
            or one.wave_fingerprint != wave.fingerprint
            or one.edition != edition_digest(edition)
        ):
            raise refuse(
                "peers-other",
                f"peer edition {one.number} was made for other results of wave "
                f"'{name}' than those released here",
                "take its file out of the folder `peers/`, and import the packs again",
                path=f"surveys/{reading.survey.id}/peers/{name}-{one.number}.json",
                exit_code=Exit.UNSAFE,
            )
    return found


def own_key(places: Places) -> str:
    """Fingerprint of one's own key; empty before the first export."""
    path = benchmark_public_file(places.var)
    return _public(path) if path.exists() else ""


def newest_released(reading: Reading) -> Wave | None:
    """The newest wave with an edition; none where nothing was released."""
    editions, _ = everything_released(reading)
    return next((w for w in reversed(reading.waves) if w.id in editions), None)


def _wave(reading: Reading, wave: str | None) -> Wave:
    if wave is not None:
        return reading.frozen(wave)
    newest = newest_released(reading)
    if newest is None:
        raise refuse(
            "wave-not-released",
            "no wave of this survey has released scores yet",
            "run 'baseline release WAVE' when a wave has closed",
        )
    return newest


def _received(
    reading: Reading, files: Sequence[Path], today: dt.date
) -> list[Received]:
    """Every pack, or everything that is wrong with any of them."""
    own = own_key(reading.places)
    accepted = {**read_accepted(reading.places.var), own: ""}
    found: list[Received] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(read_pack(file, accepted))
        except Problems as wrong:
            problems += wrong.problems
    problems += _not_peers(reading, own, found)
    problems += _too_fresh(found, today)
    if problems:
        raise Problems(problems, Exit.PROBLEMS)
    return found


def _not_peers(
    reading: Reading, own: str, found: Sequence[Received]
) -> Iterator[Problem]:
    """One's own pack, and organisations that stand there twice."""
    editions, _ = everything_released(reading)
    ours = {edition_digest(edition) for edition in editions.values()}
    first: dict[str, str] = {}
    for one in found:
        if one.key == own or one.body.edition in ours:
            yield Problem(
                one.file,
                0,
                0,
                "pack-own",
                "this is a pack of your own organisation",
                "leave it out: your own values never count among those of your peers",
            )
        for mark in (one.key, one.body.edition):
            other = first.setdefault(mark, one.file)
            if other != one.file:
                yield Problem(
                    one.file,
                    0,
                    0,
                    "pack-twice",
                    f"this organisation is in '{other}' already",
                    "give one pack of each organisation, the newest",
                )
                break


def _too_fresh(found: Sequence[Received], today: dt.date) -> Iterator[Problem]:
    for one in found:
        first = rested(one.body.quarter)
        if today < first:
            yield Problem(
                one.file,
                0,
                0,
                "pack-fresh",
                f"its values are of {one.body.quarter} and rest until {first}",
                "values that are compared between companies are three months old or "
                "more; import the set then, or leave this one out",
            )


def _refuse_set(now: set[str], before: Sequence[PeerEdition]) -> None:
    """Refuse a set of peers that is too small, or too near an earlier one."""
    if peers_refused(dict.fromkeys(now, 1.0)):
        raise refuse(
            "peers-few",
            f"{len(now)} peers are too few: a figure needs {FEWEST_PEERS} beside "
            "your own organisation",
            "wait for more packs; nothing was written",
            exit_code=Exit.UNSAFE,
        )
    for one in before:
        then = {peer.edition for peer in one.peers}
        if peers_refused(dict.fromkeys(now, 1.0), then):
            raise refuse(
                "peers-changed",
                f"since peer edition {one.number} of wave '{one.wave}', "
                f"{len(now - then)} organisations came and {len(then - now)} went: "
                "too few to hide among",
                CHANGED,
                exit_code=Exit.UNSAFE,
            )
    earlier = [{peer.edition for peer in one.peers} for one in before]
    apart = told_apart([*earlier, now])
    if apart:
        raise refuse(
            "peers-changed",
            f"beside all earlier peer editions, these packs would tell {len(apart)} "
            "organisations apart",
            CHANGED,
            exit_code=Exit.UNSAFE,
        )


CHANGED = (
    f"between peer editions {FEWEST_PEERS} organisations or more must come, go and "
    "stay, or none; with a new wave an organisation is a new one"
)

WHY = {
    "few": "too few peers",
    "items": "other questions",
    "alike": "all peers nearly alike",
    "apart": "too near an earlier peer edition",
}


def _reasons(left: Sequence[Left]) -> str:
    count = Counter(one.why for one in left)
    return ", ".join(f"{WHY[why]} ({n})" for why, n in sorted(count.items()))


def _digits(given: str) -> str:
    bare = given.replace(" ", "").replace(":", "").lower()
    if len(bare) == 64 and set(bare) <= HEX:
        return bare
    path = Path(given)
    if path.is_file():
        return _public(path)
    raise refuse(
        "benchmark-key",
        f"'{given}' is neither a fingerprint of 64 digits nor a file with a key",
        "give the fingerprint that the other organisation read out to you",
        exit_code=Exit.USAGE,
    )


def _public(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    digits = text.removeprefix(PREFIX)
    if not text.startswith(PREFIX) or len(digits) != 64 or not set(digits) <= HEX:
        raise refuse(
            "benchmark-key",
            "this file holds no public key",
            "a public key is one line that begins with `ed25519:`",
            path=path,
            exit_code=Exit.USAGE,
        )
    return fingerprint(text)
