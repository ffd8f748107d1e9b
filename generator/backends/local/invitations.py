"""Personal links: made once, kept as hashes, handed out in a private file."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from generator.backends.base import Invited
from generator.backends.local.inbox import (
    complete_hashes,
    connect,
    create_inbox,
    invitation_id,
    token_hash,
)
from generator.backends.pseudonyms import cluster_code, pseudonym
from generator.errors import Exit, Problem, Problems, refuse
from generator.model.instrument import Instrument, Wave
from generator.model.people import Person
from generator.model.wording import last_day, pick


def random_token() -> str:
    """A link nobody can guess: 192 random bits."""
    return secrets.token_urlsafe(24)


def invite(
    wave: Wave,
    people: Sequence[Person],
    inbox_path: Path,
    pseudonym_key: bytes,
    public_url: str,
    new_token: Callable[[], str] = random_token,
    earlier: Iterable[Invited] = (),
) -> list[Invited]:
    """Makes a link for everybody on the list; who has one already keeps it.

    The inbox keeps only hashes, so the links made before are read from `earlier`, the
    invitation file. A person whose link is lost gets a new one and keeps the answers.
    """
    instruments = _instruments(wave, people)
    create_inbox(inbox_path, wave)
    known = {token_hash(token): token for token in map(_token_of, earlier)}
    tokens: dict[tuple[str, str, str], str] = {}
    counted: dict[tuple[str, str, str], int] = {}
    clusters = {group.id: group.clusters for group in wave.groups}
    anonymous = wave.privacy.identity == "anonymous"
    try:
        with closing(connect(inbox_path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for person in people:
                who = _who(pseudonym_key, person, anonymous)
                counted[who] = counted.get(who, 0) + 1
                if who in tokens:
                    continue
                cluster = (
                    cluster_code(pseudonym_key, person.partner)
                    if clusters[person.group] and person.partner and not anonymous
                    else ""
                )
                tokens[who] = _link_token(
                    connection,
                    who,
                    cluster,
                    person.language,
                    instruments[person.group],
                    known,
                    new_token,
                )
            if anonymous:
                connection.executemany(
                    "UPDATE invitations SET people = ? WHERE token_hash = ?",
                    [(counted[who], token_hash(tokens[who])) for who in tokens],
                )
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise refuse(
            "inbox-not-writable",
            f"the inbox cannot be written: {error}",
            "check free disk space and the rights on the folder, and that no other "
            "program holds the file",
            path=inbox_path,
            exit_code=Exit.MACHINE,
        ) from error
    return [
        _invited(
            wave,
            instruments[person.group],
            person,
            f"{public_url.rstrip('/')}/s/"
            f"{tokens[_who(pseudonym_key, person, anonymous)]}",
        )
        for person in people
    ]


def _who(key: bytes, person: Person, anonymous: bool) -> tuple[str, str, str]:
    """Pseudonym, group and team; no pseudonym where answers are anonymous."""
    name = "" if anonymous else pseudonym(key, person.person or person.email)
    return name, person.group, person.team


def _instruments(wave: Wave, people: Iterable[Person]) -> dict[str, Instrument]:
    """The instrument of every group on the list, or every problem with the list."""
    problems = []
    found: dict[str, Instrument] = {}
    teams = {team.id for team in wave.teams}
    for row, person in enumerate(people, start=1):
        instrument = wave.instrument_for(person.group)
        if instrument is None:
            problems.append(
                Problem(
                    "",
                    0,
                    0,
                    "invitation-group-not-asked",
                    f"person {row}: group `{person.group}` has no survey in wave "
                    f"`{wave.id}`",
                    "use a group that has an instrument, or leave the person out",
                )
            )
        else:
            found[person.group] = instrument
        if person.team not in teams:
            problems.append(
                Problem(
                    "",
                    0,
                    0,
                    "invitation-unknown-team",
                    f"person {row}: team `{person.team}` is not in wave `{wave.id}`",
                    f"teams of this wave: {', '.join(sorted(teams))}",
                )
            )
        if not (person.person.strip() or person.email.strip()):
            problems.append(
                Problem(
                    "",
                    0,
                    0,
                    "invitation-nobody",
                    f"person {row} has neither an id nor an e-mail address",
                    "fill in one of the two: it tells people apart",
                )
            )
    if problems:
        raise Problems(problems)
    return found


def _link_token(
    connection: sqlite3.Connection,
    who: tuple[str, str, str],
    cluster: str,
    language: str,
    instrument: Instrument,
    known: dict[bytes, str],
    new_token: Callable[[], str],
) -> str:
    """The link a person has, or a new one."""
    rows = connection.execute(
        "SELECT id, token_hash FROM invitations "
        "WHERE pseudonym = ? AND grp = ? AND team = ? AND people > 0 ORDER BY id",
        who,
    ).fetchall()
    for _, hashed in rows:
        if hashed in known:
            return known[hashed]
    token = new_token()
    if rows:
        connection.execute(
            "UPDATE invitations SET token_hash = ? WHERE id = ?",
            (token_hash(token), rows[0][0]),
        )
        return token
    spoken = language if language in instrument.languages else instrument.languages[0]
    name, group, team = who
    connection.execute(
        "INSERT INTO invitations VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (
            invitation_id(token),
            token_hash(token),
            int(not name),
            group,
            team,
            name,
            cluster,
            spoken,
            instrument.id,
        ),
    )
    return token


def _invited(wave: Wave, instrument: Instrument, person: Person, link: str) -> Invited:
    language = (
        person.language
        if person.language in instrument.languages
        else instrument.languages[0]
    )
    return Invited(
        name=person.name,
        email=person.email,
        language=language,
        group=person.group,
        team=person.team,
        link=link,
        minutes=pick(instrument.estimated_minutes, language),
        closes=last_day(wave.closes, wave.timezone, language),
        relay=person.relay,
    )


def _token_of(invited: Invited) -> str:
    return invited.link.rpartition("/")[2]


def unfinished(invited: Iterable[Invited], inbox_path: Path) -> list[Invited]:
    """Those who have not sent their answers; everybody where answers are anonymous.

    A relay must not learn who answered: whose link is passed on is always among them.
    """
    done = complete_hashes(inbox_path)
    return [
        one for one in invited if one.relay or token_hash(_token_of(one)) not in done
    ]
