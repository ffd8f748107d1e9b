"""The collector's own database: invitations, saved pages, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.backends.base import Counts
from generator.errors import Exit, refuse
from generator.machine.private import erase, private_file, private_folder
from generator.machine.sealing import Unseal
from generator.machine.tidying import leave_no_trace
from generator.model.instrument import Wave
from generator.model.response import Submission

INBOX_FORMAT = 1
"""Version of the layout of an inbox."""

REMEMBERED = 20
"""How many earlier posts of one page are recognised when they come again."""

# Tables without row ids lie in the order of their random keys, so the file does not
# tell in which order people answered.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    shared INTEGER NOT NULL,
    people INTEGER NOT NULL,
    grp TEXT NOT NULL,
    team TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    cluster TEXT NOT NULL,
    language TEXT NOT NULL,
    instrument TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX invitations_person ON invitations (pseudonym, grp, team);
CREATE TABLE responses (
    invitation TEXT PRIMARY KEY REFERENCES invitations (id),
    revision INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('partial', 'complete')),
    language TEXT NOT NULL,
    changed_at TEXT
) WITHOUT ROWID;
CREATE TABLE pages (
    invitation TEXT NOT NULL REFERENCES invitations (id),
    page TEXT NOT NULL,
    version INTEGER NOT NULL,
    answers TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (invitation, page)
) WITHOUT ROWID;
"""


SEALED = """
CREATE TABLE IF NOT EXISTS sealed (
    invitation TEXT PRIMARY KEY REFERENCES invitations (id),
    content BLOB NOT NULL
) WITHOUT ROWID
"""
"""Only in the inbox of a wave whose finished answers are sealed."""

_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whose link was opened, as far as the collector knows."""

    id: str
    shared: bool
    """One link for a whole group: each start opens a response of its own."""
    group: str
    team: str
    language: str
    instrument: str


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page's answers as last saved."""

    version: int
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """Everything saved for one invitation."""

    status: Literal["new", "partial", "complete"]
    language: str
    pages: dict[str, SavedPage]

    def answers(self) -> dict[str, str]:
        """Every saved answer by question code."""
        return {
            code: answer
            for page in self.pages.values()
            for code, answer in page.answers.items()
        }


@dataclass(frozen=True, slots=True)
class PagePost:
    """One page as a respondent sent it."""

    invitation: str
    page: str
    version: int
    """Version of the saved page the respondent was looking at."""
    answers: dict[str, str]
    blank: frozenset[str]
    """Questions of the page left empty."""
    cleared: frozenset[str]
    """Questions the respondent asked to clear."""
    language: str
    changed_at: str | None

    def digest(self) -> str:
        """Same page version and same answers: the same post."""
        content = _json([self.version, self.answers, sorted(self.cleared)])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def token_hash(token: str) -> bytes:
    """What the inbox keeps of a link."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def invitation_id(token: str) -> str:
    """A name for an invitation that does not give its link away."""
    return hashlib.sha256(b"invitation:" + token.encode()).hexdigest()[:32]


def connect(path: Path, *, wait: float = 5.0) -> sqlite3.Connection:
    """A connection that writes durably: what is committed survives power loss."""
    connection = sqlite3.connect(
        path, timeout=wait, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    # an answer taken back is overwritten, not only unlinked
    connection.execute("PRAGMA secure_delete=ON")
    return connection


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection with one consistent view of a running inbox."""
    if not path.is_file():
        raise refuse(
            "inbox-missing",
            "there is no inbox for this wave yet",
            "field the wave first: that makes the links and the inbox",
            path=path,
            exit_code=Exit.MACHINE,
        )
    try:
        with closing(
            sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro",
                uri=True,
                timeout=10,
                isolation_level=None,
            )
        ) as connection:
            connection.execute("BEGIN")
            yield connection
    except sqlite3.DatabaseError as error:
        raise refuse(
            "inbox-unreadable",
            f"the inbox cannot be read: {error}",
            "if another program holds it, wait and try again; otherwise restore "
            "the last backup",
            path=path,
            exit_code=Exit.MACHINE,
        ) from error


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that may write, or words about why not."""
    try:
        with closing(connect(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise refuse(
            "inbox-not-writable",
            f"the inbox cannot be written: {error}",
            "check free disk space and the rights on the folder, and that no other "
            "program holds the file",
            path=path,
            exit_code=Exit.MACHINE,
        ) from error


def create_inbox(path: Path, wave: Wave) -> None:
    """Makes the inbox of a wave, or checks that the existing one belongs to it."""
    private_folder(path.parent)
    private_file(path)
    with _writing(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not tables[0]:
            for statement in filter(str.strip, SCHEMA.split(";")):
                connection.execute(statement)
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)",
                [
                    ("closed", ""),
                    ("format", str(INBOX_FORMAT)),
                    ("survey", wave.survey),
                    ("wave", wave.id),
                    ("wave_fingerprint", wave.fingerprint),
                ],
            )
        if wave.privacy.seal:
            connection.execute(SEALED)
        connection.execute("COMMIT")
    check_inbox(path, wave)


def check_inbox(path: Path, wave: Wave) -> None:
    """Refuses an inbox of another wave, or one written by a newer program."""
    with _reading(path) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    if int(meta.get("format", "0")) > INBOX_FORMAT:
        raise refuse(
            "inbox-newer",
            "the inbox was written by a newer version of this program",
            "update the program, then try again",
            path=path,
            exit_code=Exit.MACHINE,
        )
    if meta.get("wave_fingerprint") != wave.fingerprint:
        raise refuse(
            "inbox-other-wave",
            f"the inbox does not belong to wave `{wave.survey}/{wave.id}` as frozen",
            "use the wave file the links were made with; a frozen wave never changes",
            path=path,
            exit_code=Exit.MACHINE,
        )


def close_inbox(path: Path, wave: Wave) -> None:
    """Takes no more answers, even before the closing day."""
    check_inbox(path, wave)
    with closing(connect(path)) as connection:
        connection.execute("UPDATE meta SET value = 'yes' WHERE key = 'closed'")


def closed(path: Path, wave: Wave) -> bool:
    """Whether a wave was closed by hand; one nobody was invited to yet is not."""
    if not path.exists():
        return False
    check_inbox(path, wave)
    with _reading(path) as connection:
        return is_closed(connection)


def is_closed(connection: sqlite3.Connection) -> bool:
    """Whether the wave was closed by hand."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'closed'").fetchone()
    return row is not None and row[0] == "yes"


def find_invitation(
    connection: sqlite3.Connection, token: str
) -> tuple[bool, Invitation | None]:
    """Whether the wave was closed by hand, and whose link this is.

    A link is looked up by its hash, so timing tells nothing of the link.
    """
    closed, *row = connection.execute(
        "SELECT m.value, i.id, i.shared, i.grp, i.team, i.language, i.instrument "
        "FROM meta m LEFT JOIN invitations i ON i.token_hash = ? "
        "WHERE m.key = 'closed'",
        (token_hash(token),),
    ).fetchone()
    found = Invitation(row[0], bool(row[1]), *row[2:]) if row[0] else None
    return closed == "yes", found


def read_state(connection: sqlite3.Connection, invitation: str) -> State:
    """Everything saved for one invitation."""
    rows = connection.execute(
        "SELECT r.status, r.language, p.page, p.version, p.answers FROM responses r "
        "LEFT JOIN pages p ON p.invitation = r.invitation WHERE r.invitation = ?",
        (invitation,),
    ).fetchall()
    if not rows:
        return State("new", "", {})
    pages = {
        page: SavedPage(version, json.loads(answers))
        for _, _, page, version, answers in rows
        if page is not None
    }
    return State(rows[0][0], rows[0][1], pages)


def save_page(connection: sqlite3.Connection, post: PagePost) -> None:
    """Saves one page; the same post twice changes nothing.

    A post made from an older version of the page (another tab, a page from the
    browser's memory) adds and replaces answers but never empties one.
    """
    row = connection.execute(
        "SELECT version, answers, seen FROM pages WHERE invitation = ? AND page = ?",
        (post.invitation, post.page),
    ).fetchone()
    version, answers, seen = row or (0, "{}", "")
    digest = post.digest()
    if digest in seen.split():
        return
    old: dict[str, str] = json.loads(answers)
    gone = post.cleared | (post.blank if post.version == version else frozenset())
    new = {code: answer for code, answer in old.items() if code not in gone}
    new.update(
        (code, answer)
        for code, answer in post.answers.items()
        if code not in post.cleared
    )
    if row is None or new != old:
        connection.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
            (
                post.invitation,
                post.page,
                version + 1,
                _json(new),
                " ".join([*seen.split(), digest][-REMEMBERED:]),
            ),
        )
        _touch(connection, post.invitation, post.language, post.changed_at, "partial")


def finish(
    connection: sqlite3.Connection,
    invitation: str,
    language: str,
    changed_at: str | None,
) -> None:
    """Marks a response complete; the respondent may still change it."""
    row = connection.execute(
        "SELECT status FROM responses WHERE invitation = ?", (invitation,)
    ).fetchone()
    if row is None or row[0] != "complete":
        _touch(connection, invitation, language, changed_at, "complete")


def seal_up(
    connection: sqlite3.Connection,
    invitation: str,
    language: str,
    changed_at: str | None,
    seal: Callable[[bytes], bytes],
) -> None:
    """Marks a response complete and leaves of its answers only what was sealed.

    Answers given anew take the place of those sealed before.
    """
    answers = read_state(connection, invitation).answers()
    if not answers and _sealed(connection, invitation) is not None:
        return
    connection.execute(
        "INSERT OR REPLACE INTO sealed VALUES (?, ?)",
        (invitation, seal(_json(answers).encode())),
    )
    connection.execute("DELETE FROM pages WHERE invitation = ?", (invitation,))
    _touch(connection, invitation, language, changed_at, "complete")


def seal_place(wave: Wave, invitation: str) -> bytes:
    """What a sealed response is tied to: it opens as this one and no other."""
    return f"{wave.survey}/{wave.id}/{wave.fingerprint}/{invitation}".encode()


def _sealed(connection: sqlite3.Connection, invitation: str) -> bytes | None:
    row = connection.execute(
        "SELECT content FROM sealed WHERE invitation = ?", (invitation,)
    ).fetchone()
    return row[0] if row else None


def _touch(
    connection: sqlite3.Connection,
    invitation: str,
    language: str,
    changed_at: str | None,
    status: str,
) -> None:
    connection.execute(
        "INSERT INTO responses VALUES (?1, 1, ?2, ?3, ?4) "
        "ON CONFLICT (invitation) DO UPDATE SET revision = revision + 1, "
        "language = ?3, changed_at = ?4, "
        "status = CASE status WHEN 'complete' THEN 'complete' ELSE ?2 END",
        (invitation, status, language, changed_at),
    )


def begin(connection: sqlite3.Connection, shared: Invitation, token: str) -> None:
    """Opens a response of its own behind a shared link, tied to nobody."""
    connection.execute(
        "INSERT INTO invitations VALUES (?, ?, 0, 0, ?, ?, '', '', ?, ?)",
        (
            invitation_id(token),
            token_hash(token),
            shared.group,
            shared.team,
            shared.language,
            shared.instrument,
        ),
    )


def status(path: Path, wave: Wave) -> dict[tuple[str, str], Counts]:
    """How many were invited, have started and have finished, per (group, team)."""
    check_inbox(path, wave)
    with _reading(path) as connection:
        rows = connection.execute(
            "SELECT i.grp, i.team, sum(i.people), count(r.invitation), "
            "sum(coalesce(r.status = 'complete', 0)) FROM invitations i "
            "LEFT JOIN responses r ON r.invitation = i.id "
            "GROUP BY i.grp, i.team ORDER BY i.grp, i.team"
        ).fetchall()
    return {(group, team): Counts(*numbers) for group, team, *numbers in rows}


def owners(path: Path) -> dict[bytes, str]:
    """Pseudonym by the hash of a link; links of nobody are left out."""
    with _reading(path) as connection:
        rows = connection.execute("SELECT token_hash, pseudonym FROM invitations")
        return {hashed: whose for hashed, whose in rows if whose}


def revisions(path: Path) -> dict[str, int]:
    """Every response received, with how often it was changed."""
    with _reading(path) as connection:
        rows = connection.execute("SELECT invitation, revision FROM responses")
        return dict(rows.fetchall())


def forget_people(
    path: Path, wave: Wave, pseudonyms: Collection[str], *, dry_run: bool = False
) -> tuple[int, tuple[str, ...]]:
    """Removes people from the inbox: links, and everything saved behind them.

    Gives the number of links and the ids of the responses that were there. Nothing of
    either stays in the files, however long a collector has been running.
    """
    check_inbox(path, wave)
    with _writing(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ids = [
            (row[0],)
            for row in connection.execute("SELECT id, pseudonym FROM invitations")
            if row[1] and row[1] in pseudonyms
        ]
        answered = tuple(
            one[0]
            for one in ids
            if connection.execute(
                "SELECT 1 FROM responses WHERE invitation = ?", one
            ).fetchone()
        )
        if dry_run or not ids:
            connection.execute("ROLLBACK")
            return len(ids), answered
        tables = ["pages", "responses"] + ["sealed"] * bool(wave.privacy.seal)
        for table in tables:
            # the names are ours
            query = f"DELETE FROM {table} WHERE invitation = ?"  # noqa: S608
            connection.executemany(query, ids)
        connection.executemany("DELETE FROM invitations WHERE id = ?", ids)
        connection.execute("COMMIT")
        leave_no_trace(connection, path)
    return len(ids), answered


def erase_inbox(path: Path) -> None:
    """Removes a wave's inbox with everything in it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        erase(path.with_name(name))


def complete_hashes(path: Path) -> frozenset[bytes]:
    """Hashes of the links whose answers are complete."""
    with _reading(path) as connection:
        rows = connection.execute(
            "SELECT i.token_hash FROM invitations i JOIN responses r "
            "ON r.invitation = i.id WHERE r.status = 'complete'"
        ).fetchall()
    return frozenset(row[0] for row in rows)


def submissions(
    path: Path, wave: Wave, unseal: Unseal | None = None
) -> Iterator[Submission]:
    """Everything received so far, partial and complete, in the order of their ids.

    What is sealed is opened. A sealed response that was changed since is left out, and
    `damaged` names it.

    Raises:
        Problems: something is sealed and no key was given.
    """
    check_inbox(path, wave)
    opened = _opened(path, wave, unseal)
    fingerprints = {one.id: one.fingerprint for one in wave.instruments}
    with _reading(path) as connection:
        pages: dict[str, dict[str, str]] = {}
        for invitation, answers in connection.execute(
            "SELECT invitation, answers FROM pages ORDER BY invitation, page"
        ):
            pages.setdefault(invitation, {}).update(json.loads(answers))
        rows = connection.execute(
            "SELECT i.id, i.instrument, i.grp, i.team, i.pseudonym, i.cluster, "
            "r.language, r.status, r.changed_at, r.revision FROM responses r "
            "JOIN invitations i ON i.id = r.invitation ORDER BY i.id"
        ).fetchall()
    for row in rows:
        remote_id, instrument, group, team, pseudonym, cluster = row[:6]
        language, state, changed, revision = row[6:]
        changed_at = dt.datetime.fromisoformat(changed) if changed else None
        answers = pages.get(remote_id, {})
        if remote_id in opened:
            content = opened[remote_id]
            if content is None:
                continue
            # begun anew and not sent: what was sent before counts
            answers = json.loads(content)
        yield Submission(
            backend="local",
            remote_id=remote_id,
            survey=wave.survey,
            wave=wave.id,
            instrument=instrument,
            instrument_fingerprint=fingerprints.get(instrument, ""),
            group=group,
            team=team,
            respondent=pseudonym,
            cluster=cluster,
            language=language,
            status=state,
            changed_at=changed_at,
            revision=revision,
            answers=dict(sorted(answers.items())),
            late=changed_at is not None and changed_at >= wave.closes,
        )


def damaged(path: Path, wave: Wave, unseal: Unseal) -> tuple[str, ...]:
    """Ids of sealed responses that do not open: somebody changed them."""
    opened = _opened(path, wave, unseal)
    return tuple(sorted(name for name, content in opened.items() if content is None))


def _opened(path: Path, wave: Wave, unseal: Unseal | None) -> dict[str, bytes | None]:
    """Every sealed response, opened; none where it was changed."""
    if not wave.privacy.seal:
        return {}
    with _reading(path) as connection:
        rows = connection.execute("SELECT invitation, content FROM sealed").fetchall()
    if rows and unseal is None:
        raise refuse(
            "seal-closed",
            f"the answers of wave `{wave.id}` are sealed",
            f"give the steward's key: baseline collect {wave.id} --seal-key FILE",
            exit_code=Exit.USAGE,
        )
    if unseal is None:
        return {}
    return {name: unseal(content, seal_place(wave, name)) for name, content in rows}
