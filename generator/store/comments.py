"""Comments a reader has looked at: only these can ever be shown."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.response import Response
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


@dataclass(frozen=True, slots=True)
class ReviewedComment:
    """A comment that was read and kept, with whose it is: for the release alone."""

    question: str
    group: str
    team: str
    writer: str
    """Pseudonym, or the backend's id where answers are anonymous: to count people by,
    never to be shown."""
    cluster: str
    text: str
    """The comment as it may be shown."""


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
            "INSERT OR REPLACE INTO reviewed_comments VALUES (?, ?, ?, ?, ?, ?)",
            [
                (survey, wave, one.question, one.written, int(one.kept), one.text)
                for one in verdicts
            ],
        )


def verdicts(
    connection: sqlite3.Connection, survey: str, wave: str
) -> dict[tuple[str, str], Verdict]:
    """Everything decided in a wave, by question and digest."""
    with machine_words(database_path(connection)):
        rows = connection.execute(
            "SELECT question, written, kept, text FROM reviewed_comments "
            "WHERE survey = ? AND wave = ? ORDER BY question, written",
            (survey, wave),
        ).fetchall()
    return {
        (question, written): Verdict(question, written, bool(kept), text)
        for question, written, kept, text in rows
    }


def reviewed_comments(
    connection: sqlite3.Connection, survey: str, wave: str
) -> tuple[ReviewedComment, ...]:
    """The comments of a wave that were read and kept.

    A comment changed or withdrawn after it was read is not among them. Which groups may
    show theirs is not decided here (rule D9). They come in the order of their texts,
    which says nothing about people.
    """
    decided = verdicts(connection, survey, wave)
    if not decided:
        return ()
    found = [
        ReviewedComment(
            code,
            response.group,
            response.team,
            response.respondent or f"{response.backend}:{response.remote_id}",
            response.cluster,
            verdict.text,
        )
        for response in responses(connection, survey, wave)
        for code, verdict in _kept(response, decided)
    ]
    return tuple(sorted(found, key=lambda one: (one.question, one.text, one.writer)))


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


def _kept(
    response: Response, decided: dict[tuple[str, str], Verdict]
) -> Iterator[tuple[str, Verdict]]:
    for code, answer in response.answers.items():
        verdict = decided.get((code, digest_of(code, answer)))
        if verdict is not None and verdict.kept:
            yield code, verdict
