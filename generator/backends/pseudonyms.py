"""Codes that stand for people, companies and teams, made with the survey's key."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata


def pseudonym(key: bytes, person: str) -> str:
    """A code that stands for a person: the same in every wave of the survey."""
    return _keyed(key, "person", person)


def cluster_code(key: bytes, partner: str) -> str:
    """A code that stands for a partner company and does not tell its name."""
    return _keyed(key, "partner", partner)[:16]


def link_code(key: bytes, wave: str, group: str, team: str) -> str:
    """A code that stands for a team, or without one for a group, in one wave's links.

    It has 88 bits: who holds one link cannot guess another team's.
    """
    return _keyed(key, "link", f"{wave}:{group}:{team}")[:22].upper()


def row_code(key: bytes, form: str, row: str) -> str:
    """A code that stands for a row of a form tool's file, each time it is written.

    The first part is the same for every row of the form. A row may be known by a time
    or an address: only with the key can anybody try which one it is. `form` names the
    wave as well, so that a row of one wave tells nothing about one of another.
    """
    return f"{_digest(key, 'form', form)[:16]}-{_digest(key, f'row:{form}', row)[:32]}"


def _digest(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def alias(key: bytes, wave: str, team: str, pseudonym: str) -> str:
    """A code that stands for a person's invitation where the pseudonym must not go.

    It differs by wave and team: nobody else can tell that two are of one person.
    """
    return _keyed(key, "alias", f"{wave}:{team}:{pseudonym}")[:32]


def forgotten_code(key: bytes, pseudonym: str) -> str:
    """What is kept of a person who was forgotten: enough to know the code again."""
    return _keyed(key, "forgotten", pseudonym)[:32]


def _keyed(key: bytes, kind: str, text: str) -> str:
    plain = unicodedata.normalize("NFC", text.strip()).casefold()
    message = f"{kind}:{unicodedata.normalize('NFC', plain)}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
