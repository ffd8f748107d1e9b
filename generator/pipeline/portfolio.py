"""Many clients of one consultant: each compared with the others, none shown another.

What a client gets is made of its own values and of figures of all others together, the
same figures as peers who mail each other packs would have.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.disclosure.packs import (
    Own,
    own_value,
    peer_edition,
    rested,
)
from generator.disclosure.peers import FEWEST_PEERS, told_apart
from generator.errors import Exit, Problem, Problems, refuse
from generator.model.edition import Edition
from generator.model.instrument import Wave
from generator.model.peers import PackBody, Peer, PeerEdition
from generator.pipeline.benchmarking import body_of, newest_released, peers_before
from generator.pipeline.reading import Reading, project_root, read
from generator.pipeline.results import released
from generator.sources.peerfile import peers_bytes, peers_of
from generator.sources.writtenfile import write_whole
from generator.store.editions import edition_digest

HEAD = (
    "view",
    "practice",
    "title",
    "value",
    "range from",
    "range to",
    "of",
    "peers",
    "mean",
    "median",
    "middle half from",
    "middle half to",
    "percentile from",
    "percentile to",
    "same questions",
)
"""Columns of a client's summary; the overview has the client before them."""


@dataclass(frozen=True, slots=True)
class Client:
    """What was made for one client."""

    name: str
    """Name of the project's folder."""
    wave: str
    values: int
    peers: int
    """Other clients behind its figures; 0 where nothing may be told."""
    compared: int
    """Practices with a figure of peers."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What was made for all clients."""

    clients: tuple[Client, ...]
    overview: Path
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Project:
    name: str
    reading: Reading
    wave: Wave
    edition: Edition
    digest: str
    body: PackBody | None


def portfolio(folders: Sequence[Path], out: Path, *, today: dt.date) -> Portfolio:
    """Compare the newest released waves of many projects.

    Args:
        folders: the clients' projects; each needs one survey.
        out: a new or empty folder.
        today: values rest three months before they are in a figure.

    Raises:
        Problems: everything wrong in any project, or no place for the result.
    """
    if out.exists() and any(out.iterdir()):
        raise refuse(
            "portfolio-place",
            f"the folder '{out.name}' is not empty",
            "name a new folder: files of an earlier run must not be mixed in",
            exit_code=Exit.USAGE,
        )
    projects = _projects(folders)
    fresh = {
        one.name
        for one in projects
        if one.body is not None and today < rested(one.body.quarter)
    }
    notes = [
        f"{name}: its newest values rest until {rested(one.body.quarter)} and are in "
        "nobody's figures yet"
        for one in projects
        if (name := one.name) in fresh and one.body is not None
    ]
    made: list[Client] = []
    everything: list[tuple[str, ...]] = []
    for one in projects:
        others = {
            Peer(other.digest): other.body
            for other in projects
            if other.name != one.name
            and other.body is not None
            and other.name not in fresh
        }
        peers, why = _peers(one, others)
        if why:
            notes.append(f"{one.name}: {why}")
        rows = list(_rows(one, peers))
        folder = out / one.name
        write_whole(folder / "summary.csv", _csv([HEAD, *rows]).encode("utf-8"))
        if peers is not None:
            name = f"{peers.wave}-{peers.number}.json"
            write_whole(folder / "peers" / name, peers_bytes(peers))
        everything += [(one.name, *row) for row in rows]
        made.append(
            Client(
                one.name,
                one.wave.id,
                len(rows),
                len(peers.peers) if peers else 0,
                len(peers.sets) if peers else 0,
            )
        )
    overview = out / "overview.csv"
    write_whole(overview, _csv([("client", *HEAD), *everything]).encode("utf-8"))
    return Portfolio(tuple(made), overview, tuple(notes))


def _projects(folders: Sequence[Path]) -> list[_Project]:
    """Every project with its newest released wave, by name."""
    found: dict[str, _Project] = {}
    problems: list[Problem] = []
    digests: dict[str, str] = {}
    for folder in sorted(folders):
        root = project_root(folder).resolve()
        name = root.name
        try:
            reading = read(root)
            wave = newest_released(reading)
        except Problems as wrong:
            problems += [
                Problem(
                    f"{name}/{one.path}" if one.path else name,
                    one.line,
                    one.column,
                    one.code,
                    one.message,
                    one.hint,
                    one.severity,
                )
                for one in wrong.problems
            ]
            continue
        what = ""
        if wave is None:
            what = "nothing of this project has been released yet"
        elif name in found:
            what = f"two projects have a folder named '{name}'"
        else:
            edition = released(reading, wave.id)
            digest = edition_digest(edition)
            other = digests.setdefault(digest, name)
            if other != name:
                what = f"this project holds the same results as '{other}'"
            body = body_of(reading, wave, edition)
            found[name] = _Project(name, reading, wave, edition, digest, body)
        if what:
            hint = "leave it out, or release, rename or repair it first"
            problems.append(Problem(name, 0, 0, "portfolio-project", what, hint))
    if problems:
        raise Problems(problems)
    return [found[name] for name in sorted(found)]


def _peers(
    one: _Project, others: dict[Peer, PackBody]
) -> tuple[PeerEdition | None, str]:
    """The figures for one client, or why there are none."""
    if len(others) < FEWEST_PEERS:
        return None, f"{len(others)} others are too few to compare with"
    before = peers_before(one.reading)
    sets = [{peer.edition for peer in earlier.peers} for earlier in before]
    if told_apart([*sets, {peer.edition for peer in others}]):
        return None, "beside its earlier peer editions these others would be told apart"
    number = max((p.number for p in peers_of(one.reading.folder.path)), default=0) + 1
    made, _ = peer_edition(
        one.wave, one.edition, one.digest, others, before, number=number
    )
    if not made.standings:
        return None, "no five others answered the same questions"
    return made, ""


def _rows(one: _Project, peers: PeerEdition | None) -> Iterable[tuple[str, ...]]:
    """A client's own values, each with the figure of its peers."""
    titles = {
        node.ref: node.title.get(one.wave.languages[0], node.ref)
        for node in one.wave.nodes
    }
    for group in one.wave.groups:
        if group.clusters:
            continue
        for node in one.wave.nodes:
            if node.kind != "practice":
                continue
            own = own_value(one.wave, one.edition, group.id, node.ref)
            if own is None:
                continue
            yield (
                group.id,
                node.ref,
                titles[node.ref],
                *_own(own),
                *_figure(peers, group.id, node.ref),
            )


def _own(own: Own) -> tuple[str, ...]:
    return (f"{own.value:g}", f"{own.low:g}", f"{own.high:g}", own.of)


def _figure(peers: PeerEdition | None, view: str, ref: str) -> tuple[str, ...]:
    told = peers.standing(view, ref) if peers else None
    if told is None:
        return ("",) * 8
    numbers = (
        told.n,
        told.mean,
        told.median,
        told.lower,
        told.upper,
        told.rank_low,
        told.rank_high,
        told.share,
    )
    return tuple("" if number is None else f"{number:g}" for number in numbers)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; no cell is taken for a formula by a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([[_cell(text) for text in row] for row in rows])
    return stream.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "@", "\t"} else text
