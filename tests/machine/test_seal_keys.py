"""The steward's key pair: private file, passphrase, and refusals in words."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from generator.errors import Problems
from generator.machine.sealing import make_key, read_key, sealing_with


def code(refused: pytest.ExceptionInfo[Problems]) -> str:
    return refused.value.problems[0].code


def test_what_the_public_key_seals_the_private_one_opens(tmp_path: Path) -> None:
    public = make_key(tmp_path / "key")
    key = read_key(tmp_path / "key", lambda: "")
    assert key.public == public
    sealed = sealing_with(public)("Grüße".encode(), b"wave/1")
    assert "Grüße".encode() not in sealed
    assert key.unseal(sealed, b"wave/1") == "Grüße".encode()
    assert key.unseal(sealed, b"wave/2") is None
    assert key.unseal(sealed[:-1], b"wave/1") is None
    assert key.unseal(b"", b"wave/1") is None
    assert key.unseal(b"\x02" + sealed[1:], b"wave/1") is None


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed = sealing_with(make_key(tmp_path / "a"))(b"answer", b"place")
    make_key(tmp_path / "b")
    assert read_key(tmp_path / "b", lambda: "").unseal(sealed, b"place") is None


def test_a_passphrase_is_asked_for_only_where_there_is_one(tmp_path: Path) -> None:
    make_key(tmp_path / "open")
    read_key(tmp_path / "open", lambda: pytest.fail("nothing to ask"))
    make_key(tmp_path / "closed", "word")
    assert b"ENCRYPTED" in (tmp_path / "closed").read_bytes()
    assert read_key(tmp_path / "closed", lambda: "word").public
    with pytest.raises(Problems) as refused:
        read_key(tmp_path / "closed", lambda: "another")
    assert code(refused) == "seal-key-unreadable"


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")
def test_the_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(Problems) as refused:
        read_key(path, lambda: "")
    assert code(refused) == "seal-key-open"


def test_a_key_is_never_overwritten_and_another_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "key"
    make_key(path)
    before = path.read_bytes()
    with pytest.raises(Problems) as refused:
        make_key(path)
    assert code(refused) == "seal-key-exists"
    assert path.read_bytes() == before
    path.write_bytes(b"no key")
    with pytest.raises(Problems) as refused:
        read_key(path, lambda: "")
    assert code(refused) == "seal-key-unreadable"
