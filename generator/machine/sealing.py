"""Answers closed with a public key, so that only its private key opens them.

X25519 with a key of its own for every sealing, HKDF-SHA-256, ChaCha20-Poly1305, all of
the package `cryptography`. What is sealed is filled up to whole kilobytes: its length
tells nothing of a comment.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Exit, Problems, refuse
from generator.machine.private import others_can_read, write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

PREFIX = "x25519:"
"""How a public key begins as people write it down."""

VERSION = b"\x01"
KEY_BYTES = 32
BLOCK = 1024
INFO = b"practice-baseline seal 1"

# a key is used once, so that the number beside it never changes
_NONCE = bytes(12)
_LENGTH = struct.Struct(">I")

Seal = Callable[[bytes, bytes], bytes]
"""Seals a content for a place: opened elsewhere, it does not open."""

Unseal = Callable[[bytes, bytes], "bytes | None"]
"""Opens what was sealed for a place; none where it was changed."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """The steward's private key, read from its file."""

    public: str
    unseal: Unseal


def installed() -> bool:
    """Whether the package `cryptography` is here."""
    try:
        import cryptography.hazmat.primitives.asymmetric.x25519  # noqa: F401
    except ImportError:
        return False
    return True


def need_package() -> None:
    """Refuse to go on without the package."""
    if not installed():
        raise refuse(
            "seal-package",
            "sealed answers need the Python package `cryptography`, which is not here",
            "install it with: pip install 'practice-baseline[seal]'",
            exit_code=Exit.MACHINE,
        )


def make_key(path: Path, passphrase: str = "") -> str:
    """Write a new private key to a file only its owner may read; gives the public one.

    Args:
        path: the file; one that exists is never overwritten.
        passphrase: what encrypts the file; empty: nothing does.
    """
    need_package()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    if path.exists():
        raise refuse(
            "seal-key-exists",
            "this file exists already and is not overwritten",
            "give another name; without the old key what it sealed is lost",
            path=path,
        )
    key = X25519PrivateKey.generate()
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption(),
    )
    write_private(path, content)
    return _public(key)


def read_key(path: Path, passphrase: Callable[[], str]) -> SealKey:
    """The private key in a file.

    Args:
        path: the file.
        passphrase: asked for only if the file is encrypted.
    """
    need_package()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    if others_can_read(path):
        raise refuse(
            "seal-key-open",
            "others on this machine can read the private key",
            f"make it private: chmod 600 {path.as_posix()}",
            path=path,
            exit_code=Exit.MACHINE,
        )
    content = path.read_bytes()
    try:
        try:
            key = serialization.load_pem_private_key(content, None)
        except TypeError:
            given = passphrase().encode()
            key = serialization.load_pem_private_key(content, given)
    except (ValueError, TypeError):
        raise _no_key(path) from None
    if not isinstance(key, X25519PrivateKey):
        raise _no_key(path)
    return SealKey(_public(key), lambda sealed, place: _open(key, sealed, place))


def sealing_with(public: str) -> Seal:
    """What seals with a public key."""
    need_package()
    from cryptography.hazmat.primitives.asymmetric.x25519 import (
        X25519PrivateKey,
        X25519PublicKey,
    )
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    theirs = bytes.fromhex(public.removeprefix(PREFIX))
    recipient = X25519PublicKey.from_public_bytes(theirs)

    def seal(content: bytes, place: bytes) -> bytes:
        once = X25519PrivateKey.generate()
        ours = once.public_key().public_bytes_raw()
        key = _derived(once.exchange(recipient), ours, theirs)
        closed = ChaCha20Poly1305(key).encrypt(_NONCE, _filled(content), place)
        return VERSION + ours + closed

    return seal


def _open(key: X25519PrivateKey, sealed: bytes, place: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    head = len(VERSION) + KEY_BYTES
    if not sealed.startswith(VERSION) or len(sealed) <= head:
        return None
    theirs = sealed[len(VERSION) : head]
    ours = key.public_key().public_bytes_raw()
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
        opened = ChaCha20Poly1305(_derived(shared, theirs, ours)).decrypt(
            _NONCE, sealed[head:], place
        )
    except (InvalidTag, ValueError):
        return None
    [length] = _LENGTH.unpack_from(opened)
    return opened[_LENGTH.size : _LENGTH.size + length]


def _derived(shared: bytes, once: bytes, recipient: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, once + recipient, INFO).derive(shared)


def _filled(content: bytes) -> bytes:
    whole = _LENGTH.pack(len(content)) + content
    return whole + bytes(-len(whole) % BLOCK)


def _public(key: X25519PrivateKey) -> str:
    return f"{PREFIX}{key.public_key().public_bytes_raw().hex()}"


def _no_key(path: Path) -> Problems:
    return refuse(
        "seal-key-unreadable",
        "this file holds no key for sealed answers, or the passphrase is not right",
        "give the file that 'baseline seal-key' wrote, and its passphrase",
        path=path,
    )
