"""Signatures with Ed25519: who wrote a file, and that nothing in it was changed."""

from __future__ import annotations

import hashlib

from generator.errors import Exit, refuse

PREFIX = "ed25519:"
"""How a public key begins as it is written down."""

KEY_BYTES = 32


def need_package() -> None:
    """Refuse to go on without the package `cryptography`."""
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        raise refuse(
            "peers-package",
            "peer packs need the Python package `cryptography`, which is not here",
            "install it with: pip install 'practice-baseline[peers]'",
            exit_code=Exit.MACHINE,
        ) from None


def public_key(private: bytes) -> str:
    """The public key of a private one of 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private)
    return f"{PREFIX}{key.public_key().public_bytes_raw().hex()}"


def sign(private: bytes, content: bytes) -> str:
    """The signature of a content, 128 hexadecimal digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(content).hex()


def signed_by(public: str, content: bytes, signature: str) -> bool:
    """Whether the owner of a public key signed exactly this content."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = bytes.fromhex(public.removeprefix(PREFIX))
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """SHA-256 of a public key, 64 hexadecimal digits: what people compare."""
    raw = bytes.fromhex(public.removeprefix(PREFIX))
    return hashlib.sha256(raw).hexdigest()


def spelled(digits: str) -> str:
    """A fingerprint in groups of four, to be read out on the telephone."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
