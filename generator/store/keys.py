"""Secret keys: made once, never made again where data depends on them."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from generator.errors import Exit, refuse
from generator.machine.private import private_folder, write_private
from generator.store.database import STORE_NAME, connect, machine_words

KEY_BYTES = 32

_USES = {
    "responses": (
        "SELECT count(*) FROM responses WHERE survey = ? "
        "AND (respondent <> '' OR backend = 'tables')"
    ),
}
"""What in the store depends on a key."""


def site_key(var: Path, *, fixed: bytes | None = None) -> bytes:
    """The key behind random addresses of the published folders.

    Args:
        var: the project's private folder.
        fixed: the key to write where there is none, for a demonstration.

    Raises:
        Problems: it is gone although addresses made with it were given out.
    """
    return _key(
        var / "keys" / "site.key",
        addresses_file(var).exists(),
        "addresses already sent out would change",
        fixed,
    )


def known_site_key(var: Path) -> bytes | None:
    """The key behind random addresses, where it was made already; it makes none.

    Raises:
        Problems: it is gone although addresses made with it were given out.
    """
    path = var / "keys" / "site.key"
    if _text(path) is None and not addresses_file(var).exists():
        return None
    return site_key(var)


def addresses_file(var: Path) -> Path:
    """Generations of the addresses that were given out: there once any was."""
    return var / "keys" / "addresses.json"


def survey_key(var: Path, survey: str, *, fixed: bytes | None = None) -> bytes:
    """The key that turns a person into a pseudonym, the same in every wave.

    Args:
        var: the project's private folder.
        survey: survey id.
        fixed: the key to write where there is none, for a demonstration.

    Raises:
        Problems: it is gone although invitations or responses were made with it.
    """
    used = (
        _inbox_used(var / "inbox" / survey)
        or _holds_files(var / "invitations" / survey)
        or _holds_files(var / "limesurvey" / survey)
        or _kept(var, "responses", survey)
    )
    return _key(
        _survey_file(var, survey),
        used,
        "the same person would become two people in the trend",
        fixed,
    )


def benchmark_key(var: Path) -> bytes:
    """The private key peers know this organisation by; made at the first call.

    Raises:
        Problems: it is gone although its public part was given out.
    """
    return _key(
        benchmark_key_file(var),
        benchmark_public_file(var).exists(),
        "your peers would not know you under another one",
        None,
    )


def benchmark_key_file(var: Path) -> Path:
    """Where that private key is."""
    return var / "keys" / "benchmark.key"


def benchmark_public_file(var: Path) -> Path:
    """The public key that was given out with the first pack."""
    return var / "keys" / "benchmark.pub"


def pseudonym_key_exists(var: Path, survey: str) -> bool:
    """Whether a survey's key has been made."""
    return _survey_file(var, survey).exists()


def _survey_file(var: Path, survey: str) -> Path:
    return var / "keys" / f"survey-{survey}.key"


def _key(path: Path, used: bool, harm: str, fixed: bytes | None) -> bytes:
    text = _text(path)
    if text is None:
        if used:
            raise refuse(
                "key-missing",
                f"the key {path.name} is gone, and a new one must not take its "
                f"place: {harm}.",
                "bring back `var/keys` from a backup with `baseline restore`.",
                path=path,
                exit_code=Exit.MACHINE,
            )
        return _make(path, fixed)
    with contextlib.suppress(ValueError):
        key = bytes.fromhex(text)
        if len(key) == KEY_BYTES:
            return key
    raise refuse(
        "key-damaged",
        f"{path.name} does not hold a key of {2 * KEY_BYTES} hexadecimal digits.",
        "bring back `var/keys` from a backup with `baseline restore`.",
        path=path,
        exit_code=Exit.MACHINE,
    )


def _text(path: Path) -> str | None:
    with machine_words(path):
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            return "not a key"


def _make(path: Path, fixed: bytes | None) -> bytes:
    key = fixed or secrets.token_bytes(KEY_BYTES)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    with machine_words(path):
        private_folder(path.parent)
        write_private(path, f"{key.hex()}\n".encode("ascii"))
    return key


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(True for _ in folder.iterdir())


def _inbox_used(folder: Path) -> bool:
    """Whether an inbox holds anything but its own description, the table `meta`."""
    for path in sorted(folder.glob("*.sqlite3")):
        with machine_words(path), contextlib.closing(connect(path)) as inbox:
            tables = inbox.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'"
            ).fetchall()
            for (table,) in tables:
                # the name comes from the database itself and is quoted
                query = f'SELECT EXISTS (SELECT 1 FROM "{table}")'  # noqa: S608
                if inbox.execute(query).fetchone()[0]:
                    return True
    return False


def _kept(var: Path, table: str, *values: str) -> bool:
    path = var / STORE_NAME
    if not path.exists():
        return False
    with machine_words(path), contextlib.closing(connect(path)) as connection:
        made = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
        if not made:
            return False
        found = connection.execute(_USES[table], values).fetchone()
        return bool(found[0])
