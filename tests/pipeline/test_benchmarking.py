"""Peer packs by hand: export, accept, import; and everything that is refused."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from organisations_on_disk import LATE, Organisation, founded

from generator.errors import Exit, Problems
from generator.machine.signing import fingerprint
from generator.model.peers import PackBody, PeerPack
from generator.pipeline.benchmarking import accept_key, circle, export, import_packs
from generator.pipeline.gate import guard_of
from generator.pipeline.reading import read
from generator.pipeline.site import build, read_manifest, released_of
from generator.sources.peerfile import peers_of
from generator.store.canonical import canonical
from generator.store.packs import pack_text
from generator.website.gate import look

SIX = "abcdef"


@pytest.fixture(scope="module")
def circle_of_six(tmp_path_factory: pytest.TempPathFactory) -> list[Organisation]:
    """Six organisations with packs; the first has accepted the keys of the others."""
    folder = tmp_path_factory.mktemp("circle")
    found = [founded(folder / name, n) for n, name in enumerate(SIX)]
    for other in found[1:]:
        accept_key(found[0].reading, other.key, f"Organisation {other.name}")
    return found


@pytest.fixture
def own(circle_of_six: list[Organisation], tmp_path: Path) -> Organisation:
    """A copy of the first one, to write in."""
    first = circle_of_six[0]
    root = tmp_path / "own"
    shutil.copytree(first.reading.places.root, root)
    return Organisation("a", read(root), first.pack, first.key, first.private)


def packs(found: list[Organisation]) -> list[Path]:
    return [one.pack for one in found[1:]]


def refused(own: Organisation, files: list[Path]) -> list[tuple[str, str]]:
    """Codes and files of what was refused; nothing was written."""
    with pytest.raises(Problems) as told:
        import_packs(own.reading, files, today=LATE)
    assert peers_of(own.reading.folder.path) == ()
    for problem in told.value.problems:
        assert problem.hint
    return [(one.code, Path(one.path).name) for one in told.value.problems]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def signed_again(one: Organisation, change: object, path: Path) -> Path:
    """A pack its own organisation signed, with something else in it."""
    record = json.loads(one.pack.read_text("utf-8"))
    change(record["body"])  # type: ignore[operator]
    content = {
        "format": record.pop("format"),
        "kind": record["kind"],
        "key": record["key"],
        "body": record["body"],
    }
    from generator.machine.signing import sign

    signature = sign(one.private, canonical(content).encode("utf-8"))
    return written(
        path.parent, path.name, canonical({**content, "signature": signature}) + "\n"
    )


def test_five_packs_become_one_peer_edition(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    done = import_packs(own.reading, packs(circle_of_six), today=LATE)
    assert done.path is not None
    assert done.path.name == "2026-1.json"
    [made] = peers_of(own.reading.folder.path)
    assert [one.n for one in made.standings.values()] == [5] * len(made.standings)
    assert made.standings
    assert {peer.key for peer in made.peers} == {one.key for one in circle_of_six[1:]}


def test_a_peer_edition_holds_no_value_of_a_single_organisation(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    """Two peers who exchange all their values leave every figure as it is."""
    first = import_packs(own.reading, packs(circle_of_six), today=LATE, dry_run=True)
    bodies = [body_of(one) for one in circle_of_six]
    assert bodies[1].values != bodies[2].values
    for one, other in ((1, 2), (2, 1)):
        swapped = bodies[one].model_copy(update={"values": bodies[other].values})
        text = pack_text(swapped, circle_of_six[one].private)
        written(own.reading.places.root, f"{one}.json", text)
    files = [own.reading.places.root / "1.json", own.reading.places.root / "2.json"]
    again = import_packs(
        own.reading, [*files, *packs(circle_of_six)[2:]], today=LATE, dry_run=True
    )
    assert again.edition == first.edition


def body_of(one: Organisation) -> PackBody:
    return PeerPack.model_validate_json(one.pack.read_text("utf-8")).body


def test_a_dry_run_writes_nothing_and_order_does_not_matter(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    files = packs(circle_of_six)
    dry = import_packs(own.reading, files, today=LATE, dry_run=True)
    assert dry.path is None
    assert peers_of(own.reading.folder.path) == ()
    real = import_packs(own.reading, files[::-1], today=LATE)
    assert real.edition == dry.edition


def test_the_same_wave_gives_the_same_pack(own: Organisation, tmp_path: Path) -> None:
    again = export(own.reading, out=tmp_path / "again.json")
    assert again.path.read_bytes() == own.pack.read_bytes()
    assert again.key == own.key
    assert not again.new_key


def test_a_pack_names_nobody(own: Organisation) -> None:
    text = own.pack.read_text("utf-8")
    survey = own.reading.survey
    for word in ("Example Biotech", "Meridian", survey.id, "oncology", "p3"):
        assert word not in text


def test_one_changed_byte_is_refused_wherever_it_is(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    files = packs(circle_of_six)
    data = files[0].read_bytes()
    for at in range(0, len(data), max(1, len(data) // 40)):
        changed = tmp_path / "changed.json"
        changed.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        [(code, file)] = refused(own, [changed, *files[1:]])
        assert file == "changed.json"
        assert code in {
            "pack-damaged",
            "pack-signature",
            "pack-key-unknown",
            "format-newer",
        }


def test_a_signature_of_another_key_is_refused(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    record = json.loads(circle_of_six[1].pack.read_text("utf-8"))
    other = json.loads(circle_of_six[2].pack.read_text("utf-8"))
    record["signature"] = other["signature"]
    file = written(tmp_path, "other.json", canonical(record) + "\n")
    assert refused(own, [file]) == [("pack-signature", "other.json")]


def test_an_unknown_key_is_refused_with_its_fingerprint(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    stranger = bytes(range(32))
    file = written(
        tmp_path, "stranger.json", pack_text(body_of(circle_of_six[1]), stranger)
    )
    with pytest.raises(Problems) as told:
        import_packs(own.reading, [*packs(circle_of_six), file], today=LATE)
    [problem] = told.value.problems
    assert problem.code == "pack-key-unknown"
    key = json.loads(file.read_text("utf-8"))["key"]
    assert fingerprint(key) in problem.hint


def test_a_value_off_the_scale_is_named_with_its_practice(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    def change(body: dict[str, list[dict[str, object]]]) -> None:
        body["values"][1]["value"] = 100.5

    file = signed_again(circle_of_six[1], change, tmp_path / "high.json")
    with pytest.raises(Problems) as told:
        import_packs(own.reading, [file, *packs(circle_of_six)[1:]], today=LATE)
    [problem] = told.value.problems
    assert problem.code == "pack-value"
    assert "value 2 (" in problem.message
    assert "100.5 is not from 0 to 100" in problem.message


def test_other_questions_are_not_compared(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    def change(body: dict[str, list[dict[str, object]]]) -> None:
        for value in body["values"]:
            value["items"] = [{"fingerprint": "0" * 64, "weight": 1.0}]

    file = signed_again(circle_of_six[1], change, tmp_path / "else.json")
    with pytest.raises(Problems, match=r"other questions \(\d+\)") as told:
        import_packs(own.reading, [file, *packs(circle_of_six)[1:]], today=LATE)
    assert told.value.exit_code == Exit.UNSAFE


def test_a_newer_format_is_refused_with_words(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    record = {**json.loads(circle_of_six[1].pack.read_text("utf-8")), "format": 2}
    file = written(tmp_path, "newer.json", canonical(record) + "\n")
    assert refused(own, [file]) == [("format-newer", "newer.json")]


def test_too_few_ones_own_and_the_same_twice_are_refused(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    files = packs(circle_of_six)
    assert [code for code, _ in refused(own, files[:4])] == ["peers-few"]
    assert refused(own, [*files, own.pack]) == [("pack-own", own.pack.name)]
    copy = Path(shutil.copyfile(files[0], tmp_path / "copy.json"))
    assert refused(own, [*files, copy]) == [("pack-twice", "copy.json")]


def test_everything_wrong_is_told_at_once(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    files = packs(circle_of_six)
    broken = written(tmp_path, "broken.json", "{")
    copy = Path(shutil.copyfile(files[0], tmp_path / "copy.json"))
    assert sorted(refused(own, [broken, own.pack, *files, copy])) == sorted(
        [
            ("pack-damaged", "broken.json"),
            ("pack-own", own.pack.name),
            ("pack-twice", "copy.json"),
        ]
    )


def test_fresh_values_rest_first(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    with pytest.raises(Problems, match="rest until 2026-07-01"):
        import_packs(
            own.reading, packs(circle_of_six), today=dt.date(2026, 6, 30), dry_run=True
        )


def test_one_organisation_more_is_refused_after_a_first_peer_edition(
    own: Organisation, circle_of_six: list[Organisation], tmp_path: Path
) -> None:
    import_packs(own.reading, packs(circle_of_six), today=LATE)
    seventh = founded(tmp_path / "g", 6)
    accept_key(own.reading, seventh.key)
    with pytest.raises(Problems) as told:
        import_packs(own.reading, [*packs(circle_of_six), seventh.pack], today=LATE)
    assert [one.code for one in told.value.problems] == ["peers-changed"]
    assert len(peers_of(own.reading.folder.path)) == 1


def test_a_peer_edition_that_was_edited_is_refused(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    done = import_packs(own.reading, packs(circle_of_six), today=LATE)
    assert done.path is not None
    text = done.path.read_text("utf-8")
    done.path.write_text(text.replace('"mean": 2', '"mean": 3'), encoding="utf-8")
    with pytest.raises(Problems, match="changed after it was written"):
        peers_of(own.reading.folder.path)


def test_the_key_is_never_made_anew_once_it_was_given_out(own: Organisation) -> None:
    (own.reading.places.var / "keys" / "benchmark.key").unlink()
    with pytest.raises(Problems, match="would not know you"):
        export(own.reading)


def test_the_list_knows_names_and_they_stay_in_var(own: Organisation) -> None:
    found = circle(own.reading)
    assert found.own == own.key
    assert sorted(found.accepted.values()) == [f"Organisation {n}" for n in "bcdef"]
    for path in (own.reading.places.root / "surveys").rglob("*"):
        assert not path.is_file() or b"Organisation b" not in path.read_bytes()


def test_what_is_no_key_is_refused(own: Organisation, tmp_path: Path) -> None:
    with pytest.raises(Problems, match="neither a fingerprint"):
        accept_key(own.reading, "5f0c")
    with pytest.raises(Problems, match="holds no public key"):
        accept_key(own.reading, str(written(tmp_path, "x.pub", "hello\n")))
    with pytest.raises(Problems, match="your own organisation"):
        accept_key(own.reading, own.key)


def test_the_leaders_page_shows_peers_and_the_gate_knows_them(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    """The whole way: packs, peer edition, pages, gate; then a forged page is found."""
    root = own.reading.places.root
    import_packs(own.reading, packs(circle_of_six), today=LATE)
    reading = read(root)
    build(root)
    page = root / "dist" / "leaders" / "index.html"
    text = page.read_text("utf-8")
    assert "Mean of other organisations" in text
    assert "2026-Q1" in text
    guard = guard_of(
        reading.project,
        reading,
        released_of(reading.project, reading),
        read_manifest(reading.places),
    )
    assert look(root / "dist", guard)[0] == []
    counter = next(
        n
        for n, source in guard.manifest["leaders/index.html"].items()
        if source[4] == "peers-mean"
    )
    forged = re.sub(
        rf'value="[^"]*" data-cell="{counter}">[^<]*<',
        f'value="0.1" data-cell="{counter}">0.1<',
        text,
    )
    page.write_text(forged, encoding="utf-8", newline="")
    codes = {problem.code for problem in look(root / "dist", guard)[0]}
    assert "gate-cell" in codes


def test_a_peer_edition_of_other_results_is_not_built(
    own: Organisation, circle_of_six: list[Organisation]
) -> None:
    done = import_packs(own.reading, packs(circle_of_six), today=LATE)
    elsewhere = circle_of_six[1].reading
    folder = elsewhere.folder.path / "peers"
    assert done.path is not None
    folder.mkdir()
    try:
        shutil.copyfile(done.path, folder / done.path.name)
        with pytest.raises(Problems, match="made for other results"):
            released_of(elsewhere.project, elsewhere)
    finally:
        shutil.rmtree(folder)
