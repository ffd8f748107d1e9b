"""Many clients of one consultant: compared, and none in another's folder."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest
from organisations_on_disk import LATE, released_project
from samples import RISK

from generator.errors import Problems
from generator.pipeline.portfolio import Portfolio, portfolio
from generator.pipeline.reading import Reading, read
from generator.pipeline.results import everything_released
from generator.sources.peerfile import peers_of, read_peers
from generator.store.editions import edition_digest

NAMES = [f"client-{letter}" for letter in "abcdef"]


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    folder = tmp_path_factory.mktemp("clients")
    return [released_project(folder / name, n) for n, name in enumerate(NAMES)]


@pytest.fixture(scope="module")
def made(clients: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    out = tmp_path_factory.mktemp("portfolio")
    return portfolio([one.places.root for one in clients], out, today=LATE)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_client_is_compared_with_all_others(made: Portfolio) -> None:
    assert [one.name for one in made.clients] == NAMES
    assert {one.peers for one in made.clients} == {5}
    assert all(one.compared for one in made.clients)
    assert made.notes == ()


def test_a_summary_says_own_values_and_the_mean_of_the_others(made: Portfolio) -> None:
    folder = made.overview.parent
    everybody = [
        row
        for row in rows(made.overview)
        if (row["view"], row["practice"]) == ("stakeholder", RISK)
    ]
    values = {row["client"]: float(row["value"]) for row in everybody}
    assert len(set(values.values())) > 2
    for name in NAMES:
        [own] = [
            row
            for row in rows(folder / name / "summary.csv")
            if (row["view"], row["practice"]) == ("stakeholder", RISK)
        ]
        others = [value for client, value in values.items() if client != name]
        assert float(own["value"]) == values[name]
        assert float(own["mean"]) == pytest.approx(sum(others) / 5, abs=0.051)
        assert (own["peers"], own["median"], own["percentile from"]) == ("5", "", "")


def test_nothing_of_one_client_is_in_anothers_folder(
    clients: list[Reading], made: Portfolio
) -> None:
    """Names, teams, keys and titles of the others are canaries in every byte."""
    folder = made.overview.parent
    for n, name in enumerate(NAMES):
        written = [path for path in (folder / name).rglob("*") if path.is_file()]
        assert len(written) == 2
        for path in written:
            data = path.read_bytes() + path.name.encode()
            for other, reading in enumerate(clients):
                canaries = [f"Canary {other} Limited", NAMES[other]]
                if other == n:
                    continue
                canaries.append(str(reading.places.root))
                for canary in canaries:
                    assert canary.encode() not in data, (path, canary)


def test_two_others_who_exchange_everything_change_no_byte(
    clients: list[Reading], made: Portfolio, tmp_path: Path
) -> None:
    """A client's folder depends on the others together, not on which is which."""
    by_name = dict(zip(NAMES, clients, strict=True))
    first = tmp_path / "renamed"
    first.mkdir()
    swap = {NAMES[1]: NAMES[2], NAMES[2]: NAMES[1]}
    for name, reading in by_name.items():
        shutil.copytree(reading.places.root, first / swap.get(name, name))
    again = portfolio(sorted(first.iterdir()), tmp_path / "out", today=LATE)
    before = made.overview.parent / NAMES[0]
    after = again.overview.parent / NAMES[0]
    for path in before.rglob("*"):
        if path.is_file():
            assert (after / path.relative_to(before)).read_bytes() == path.read_bytes()


def test_a_client_s_peer_edition_is_one_it_can_build_with(
    clients: list[Reading], made: Portfolio
) -> None:
    [path] = (made.overview.parent / NAMES[0] / "peers").iterdir()
    peers = read_peers(path)
    editions, _ = everything_released(clients[0])
    assert peers.edition == edition_digest(editions["2026"])
    assert peers.wave_fingerprint == clients[0].waves[0].fingerprint
    assert peers.edition not in {one.edition for one in peers.peers}
    assert len(peers.peers) == 5
    assert peers_of(clients[0].folder.path) == ()


def test_five_clients_are_too_few(clients: list[Reading], tmp_path: Path) -> None:
    roots = [one.places.root for one in clients[:5]]
    found = portfolio(roots, tmp_path / "out", today=LATE)
    assert {one.peers for one in found.clients} == {0}
    assert not list((tmp_path / "out").rglob("peers"))
    assert all("too few" in note for note in found.notes)
    assert rows(tmp_path / "out" / NAMES[0] / "summary.csv")


def test_fresh_values_are_in_nobody_s_figures(
    clients: list[Reading], tmp_path: Path
) -> None:
    roots = [one.places.root for one in clients]
    found = portfolio(roots, tmp_path / "out", today=dt.date(2026, 5, 1))
    assert {one.peers for one in found.clients} == {0}
    assert sum("rest until 2026-07-01" in note for note in found.notes) == 6


def test_a_folder_with_files_is_not_written_into(
    clients: list[Reading], tmp_path: Path
) -> None:
    (tmp_path / "old.csv").write_text("x")
    with pytest.raises(Problems, match="is not empty"):
        portfolio([clients[0].places.root], tmp_path, today=LATE)


def test_the_same_results_twice_and_nothing_released_are_told_at_once(
    clients: list[Reading], tmp_path: Path
) -> None:
    copy, bare = tmp_path / "copy", tmp_path / "bare"
    shutil.copytree(clients[0].places.root, copy)
    shutil.copytree(clients[1].places.root, bare)
    shutil.rmtree(bare / "var")
    shutil.rmtree(read(bare).folder.path / "waves")
    with pytest.raises(Problems) as told:
        portfolio([clients[0].places.root, copy, bare], tmp_path / "out", today=LATE)
    assert [(one.code, one.path) for one in told.value.problems] == [
        ("portfolio-project", "bare"),
        ("portfolio-project", "copy"),
    ]
    assert not (tmp_path / "out").exists()
