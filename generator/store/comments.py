"""Comments a reader has looked at: only these can ever be shown."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Set
from dataclasses import dataclass

from generator.store.database import database_path, machine_words, transaction
from generator.store.responses import responses


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader decided about one comment."""

    question: str
    written: str
    """Digest of the comment as it was written, by `digest_of`."""
    kept: bool
    text: str
    """The comment as it may be shown; empty where it is not kept."""
    theme: str = ""
    """What it is about, where only themes are shown."""


def digest_of(question: str, comment: str) -> str:
    """What a verdict is found by: the question and the comment as it was written."""
    return hashlib.sha256(f"{question}\n{comment}".encode()).hexdigest()


def save_verdicts(
    connection: sqlite3.Connection,
    survey: str,
    wave: str,
    verdicts: Iterable[Verdict],
) -> None:
    """Keep what a reader decided; a comment looked at again is decided anew."""
    with transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO reviewed_comments VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    survey,
                    wave,
                    one.question,
                    one.written,
                    int(one.kept),
                    one.text,
                    one.theme,
                )
                for one in verdicts
            ],
        )


def verdicts(
    connection: sqlite3.Connection, survey: str, wave: str
) -> dict[tuple[str, str], Verdict]:
    """Everything decided in a wave, by question and digest."""
    with machine_words(database_path(connection)):
        rows = connection.execute(
            "SELECT question, written, kept, text, theme FROM reviewed_comments "
            "WHERE survey = ? AND wave = ? ORDER BY question, written",
            (survey, wave),
        ).fetchall()
    return {
        (question, written): Verdict(question, written, bool(kept), text, theme)
        for question, written, kept, text, theme in rows
    }


def written_comments(
    connection: sqlite3.Connection, survey: str, wave: str, questions: Set[str]
) -> frozenset[str]:
    """Every comment the store holds of a wave, and every text kept for one.

    For the gate alone, which looks for them where they must not stand.
    """
    written = {
        answer
        for response in responses(connection, survey, wave, late=True)
        for code, answer in response.answers.items()
        if code in questions
    }
    kept = {one.text for one in verdicts(connection, survey, wave).values()}
    return frozenset(written | kept) - {""}


def drop_orphans(connection: sqlite3.Connection, survey: str) -> int:
    """Remove verdicts about comments the store no longer holds; how many there were."""
    waves = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT wave FROM reviewed_comments WHERE survey = ?", (survey,)
        ).fetchall()
    ]
    dropped = 0
    with transaction(connection):
        for wave in waves:
            decided = verdicts(connection, survey, wave)
            codes = {question for question, _ in decided}
            alive = {
                (code, digest_of(code, answer))
                for response in responses(connection, survey, wave, late=True)
                for code, answer in response.answers.items()
                if code in codes
            }
            gone = [(survey, wave, *key) for key in decided.keys() - alive]
            connection.executemany(
                "DELETE FROM reviewed_comments WHERE survey = ? AND wave = ? "
                "AND question = ? AND written = ?",
                gone,
            )
            dropped += len(gone)
    return dropped
