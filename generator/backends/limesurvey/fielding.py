"""One instrument onto the server, step by step: each step looks before it acts.

A stop may come at any moment, also between the server's doing and our learning of it.
So no step trusts that it was not done: it asks the server first.
"""

from __future__ import annotations

import base64
import secrets
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.backends.base import Tell
from generator.backends.limesurvey import structure
from generator.backends.limesurvey.client import EXPIRED, Client, Json, Refused
from generator.backends.limesurvey.record import Record, Remote, Whose, token_hash
from generator.errors import Exit, Problem, Problems, refuse
from generator.formats.lss import Link, document, survey_title
from generator.model.instrument import Instrument, Wave
from generator.model.people import Person

LOWEST, HIGHEST = 100_000, 999_999
"""Survey numbers we draw from; the server takes any it does not have yet."""

TOKEN_LETTERS = string.ascii_letters + string.digits
TOKEN_LENGTH = 24
"""142 random bits; the server drops other signs without a word, and takes 36."""

AT_ONCE = 100
"""Participants added in one call."""

MAILS_AT_ONCE = 5
"""Mails asked for in one call. A server goes on with a call after we were stopped, so
few are under way when the next run looks who was mailed."""

READ_AT_ONCE = 1000

NOBODY = "No survey participants found."
NO_TABLE = ("Error: No survey participants table", "No survey participants table")
NO_SURVEY = ("Error: Invalid survey ID", "No permission", "Invalid surveyid")


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person to be invited about one team."""

    person: Person
    whose: Whose
    code: str
    """The team's code."""
    group_code: str
    alias: str
    """Stands for the invitation; the pseudonym never leaves this machine."""

    @property
    def key(self) -> str:
        """Tells the row on the server's list."""
        return f"{self.code}/{self.alias}"


@dataclass(frozen=True, slots=True)
class Participant:
    """A row of the server's list of participants."""

    tid: int
    token: str
    code: str
    alias: str
    completed: bool
    sent: bool
    bounced: bool
    email: str

    @property
    def has_email(self) -> bool:
        """Whether the server can write to the person."""
        return bool(self.email)


@dataclass(frozen=True, slots=True)
class Work:
    """What the steps of one instrument share."""

    client: Client
    wave: Wave
    instrument: Instrument
    link: Link
    record: Record
    keep: Callable[[], None]
    """Writes the record; called before the next step is taken."""
    tell: Tell
    draw: Callable[[], int]
    """A survey number, drawn at random."""

    @property
    def anonymous(self) -> bool:
        """Whether nothing may link an answer to a person."""
        return self.wave.privacy.identity == "anonymous"

    @property
    def remote(self) -> Remote:
        """The instrument's survey on the server."""
        return self.record.surveys[self.instrument.id]


def draw_number() -> int:
    """A survey number nobody can guess to be ours."""
    return LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)


def import_survey(work: Work) -> None:
    """Make sure that the survey is on the server, once, and is what it must be."""
    known = work.record.surveys.get(work.instrument.id)
    if known is not None and known.verified:
        return
    if known is not None and _exists(work.client, known.sid):
        # an import whose answer never came: whole, or cut off in the middle
        if not _wrong(work, known.sid):
            _verified(work, known.sid)
            return
        _discard(work, known.sid)
    sid = _fresh_number(work)
    work.record.surveys[work.instrument.id] = Remote(sid)
    work.record.used.append(sid)
    work.keep()
    given = _import(work, sid)
    if given != sid:
        # the number was taken by a survey we may not see
        work.record.surveys[work.instrument.id] = Remote(given)
        work.record.used.append(given)
        work.keep()
    wrong = _wrong(work, given)
    if not wrong:
        _verified(work, given)
        return
    _discard(work, given)
    raise Problems(
        (
            Problem(
                "",
                0,
                0,
                "limesurvey-import",
                f"instrument {work.instrument.letter} did not arrive as it was "
                f"sent: {each}",
                "the survey was removed there again; ask the server's "
                "administrator whether a plugin changes imported surveys",
            )
            for each in wrong
        ),
        Exit.BACKEND,
    )


def shut_finished(work: Work) -> None:
    """Let nobody read or change finished answers, nor what a first visit left.

    Whoever passes a link on could open it, and would see the answers behind it.
    """
    wanted: dict[str, Json] = {
        "tokenanswerspersistence": "N",
        "alloweditaftercompletion": "N",
    }
    sid = work.remote.sid
    kept = work.client.call("get_survey_properties", sid, list(wanted))
    if not isinstance(kept, dict) or any(kept.get(n) != v for n, v in wanted.items()):
        work.client.call("set_survey_properties", sid, wanted)


def add_participants(
    work: Work, people: Sequence[Invitee]
) -> tuple[dict[str, str], list[Problem]]:
    """Put who is missing on the list; everybody's token by `key`, and who is not on it.

    What is on the list is read from the server before and after: an answer that got
    lost on the way changes nothing.
    """
    sid = work.remote.sid
    _participant_table(work)
    known = _listed(work)
    missing = [each for each in people if each.key not in known]
    reasons: dict[str, str] = {}
    for at in range(0, len(missing), AT_ONCE):
        batch = missing[at : at + AT_ONCE]
        sent: list[Json] = [_row(each, _new_token()) for each in batch]
        result = work.client.call("add_participants", sid, sent, False)
        for answer in structure.list_of_dicts(result):
            if isinstance(errors := answer.get("errors"), dict):
                key = f"{answer.get('attribute_1')}/{answer.get('attribute_3')}"
                reasons[key] = ", ".join(sorted(errors))
        done = at + len(batch)
        work.tell(f"{work.instrument.letter}: {done} of {len(missing)} people added")
    listed = _listed(work) if missing else known
    for each in people:
        if (one := listed.get(each.key)) is not None:
            work.remote.invitations[token_hash(one.token)] = each.whose
    work.keep()
    wrong = [
        _not_added(each, reasons.get(each.key, ""))
        for each in people
        if each.key not in listed
    ]
    wrong += _readdress(work, people, known)
    return {key: one.token for key, one in listed.items()}, wrong


def _readdress(
    work: Work, people: Sequence[Invitee], known: Mapping[str, Participant]
) -> Iterator[Problem]:
    """Give who was on the list before the address of today, and mail them again.

    The first address may have been wrong, or a relay's task has come or gone.
    """
    for each in people:
        one, email = known.get(each.key), _email(each)
        if one is None or one.completed or one.email.casefold() == email.casefold():
            continue
        values: dict[str, Json] = {"email": email, "firstname": _name(each)}
        if email:
            values |= {"sent": "N", "emailstatus": "OK"}
        try:
            work.client.call(
                "set_participant_properties", work.remote.sid, one.tid, values
            )
        except Refused as refused:
            # what is wrong with a field comes as a list of fields, not as a sentence
            if not refused.said.startswith("{"):
                raise
            yield _not_added(each, "email")


def activate(work: Work) -> None:
    """Start the survey; from then on its questions cannot be changed."""
    kept = work.client.call("get_survey_properties", work.remote.sid, ["active"])
    started = isinstance(kept, dict) and kept.get("active") == "Y"
    if work.remote.active:
        if not started:
            raise refuse(
                "limesurvey-not-active",
                f"survey {work.remote.sid} was stopped on the server; nobody is mailed",
                "ask its administrator to bring its answers back and start it again",
                exit_code=Exit.BACKEND,
            )
        return
    if not started:
        work.client.call("activate_survey", work.remote.sid)
    fieldmap = work.client.call(
        "get_fieldmap", work.remote.sid, work.instrument.languages[0]
    )
    there = structure.columns(fieldmap)
    wanted = structure.headings(work.instrument, arrays=work.link.arrays)
    lacking = sorted(wanted.keys() - there.keys())
    if lacking:
        raise refuse(
            "limesurvey-columns",
            f"survey {work.remote.sid} keeps no answers for {', '.join(lacking[:5])}",
            "the server did not make all columns; ask its administrator, then run the "
            "same command again",
            exit_code=Exit.BACKEND,
        )
    work.remote.active = True
    work.keep()
    work.tell(f"{work.instrument.letter}: survey {work.remote.sid} takes answers")


def send_invitations(work: Work, tokens: frozenset[str]) -> tuple[int, int]:
    """Mail everybody who was not mailed yet; mails sent and mails failed."""
    waiting = [
        one.tid
        for one in participants(work.client, work.remote.sid)
        if one.token in tokens and not one.sent and not one.completed and one.email
    ]
    return _mail(work, waiting, "invite_participants", lambda tids: [tids, True, True])


def send_reminders(work: Work) -> tuple[int, int]:
    """Mail who was invited and has not finished; mails sent and mails failed.

    The server leaves out whom it reminded within the last day, so that a second call
    after an interruption writes to nobody twice.
    """
    waiting = [
        one.tid
        for one in participants(work.client, work.remote.sid)
        if one.sent
        and not one.completed
        and one.email
        and token_hash(one.token) in work.remote.invitations
    ]
    # how many there are would tell, day by day, who has just answered
    quiet = replace(work, tell=lambda _words: None)
    return _mail(
        quiet, waiting, "remind_participants", lambda tids: [1, None, tids, True]
    )


def participants(client: Client, sid: int) -> Iterator[Participant]:
    """Everybody on the server's list, by number."""
    start = 0
    wanted: list[Json] = [
        "completed",
        "sent",
        "emailstatus",
        "attribute_1",
        "attribute_3",
    ]
    while True:
        try:
            result = client.call(
                "list_participants", sid, start, READ_AT_ONCE, False, wanted
            )
        except Refused as refused:
            if refused.said == NOBODY:
                return
            raise
        rows = sorted(
            (row for row in structure.list_of_dicts(result) if _tid(row) >= start),
            key=_tid,
        )
        for row in rows:
            yield _participant(row)
        if len(rows) < READ_AT_ONCE:
            return
        start = _tid(rows[-1]) + 1


def _tid(row: Mapping[str, Json]) -> int:
    """The number of a row; below all others where it has none."""
    number = str(row.get("tid"))
    return int(number) if number.isdecimal() else -1


def _participant(row: Mapping[str, Json]) -> Participant:
    info = row.get("participant_info")
    email = info.get("email") if isinstance(info, dict) else ""
    return Participant(
        tid=_tid(row),
        token=str(row.get("token") or ""),
        code=str(row.get("attribute_1") or ""),
        alias=str(row.get("attribute_3") or ""),
        completed=str(row.get("completed") or "N") != "N",
        sent=str(row.get("sent") or "N") != "N",
        bounced=str(row.get("emailstatus") or "OK") not in ("OK", "OptOut"),
        email=str(email or ""),
    )


def _mail(
    work: Work,
    tids: Sequence[int],
    method: str,
    arguments: Callable[[list[Json]], list[Json]],
) -> tuple[int, int]:
    sent = failed = 0
    for at in range(0, len(tids), MAILS_AT_ONCE):
        left = list(tids[at : at + MAILS_AT_ONCE])
        while left:
            answers = _mailed(work, method, arguments([*left]))
            sent += sum(answers.values())
            failed += len(answers) - sum(answers.values())
            # a server may send fewer at once; whom it leaves out twice is not to be
            # written to, such as who asked for no more mails
            before, left = left, [tid for tid in left if tid not in answers]
            if len(left) == len(before):
                break
        done = min(at + MAILS_AT_ONCE, len(tids))
        work.tell(f"{work.instrument.letter}: {done} of {len(tids)} mails")
    return sent, failed


def _mailed(work: Work, method: str, arguments: list[Json]) -> dict[int, bool]:
    """Whom the server wrote to, and whether it could."""
    try:
        result = work.client.call(method, work.remote.sid, *arguments)
    except Refused as refused:
        if refused.said != "Error: No candidate tokens":
            raise
        return {}
    answers = result.items() if isinstance(result, dict) else ()
    return {
        int(tid): one.get("status") == "OK"
        for tid, one in answers
        if tid.isdecimal() and isinstance(one, dict)
    }


def _fresh_number(work: Work) -> int:
    while True:
        sid = work.draw()
        if sid not in work.record.used and not _exists(work.client, sid):
            return sid


def _exists(client: Client, sid: int) -> bool:
    """Whether a survey of this number is there, as far as we may see."""
    try:
        client.call("get_survey_properties", sid, ["active"])
    except Refused as refused:
        # newer servers say 'No permission' of a survey that is not there
        if refused.said in NO_SURVEY:
            return False
        raise
    return True


def _import(work: Work, sid: int) -> int:
    content = document(work.wave, work.instrument, _numbered(work.link, sid))
    packed = base64.b64encode(content).decode("ascii")
    try:
        given = work.client.call("import_survey", packed, "lss", None, sid)
    except Refused:
        # an import that fails in the middle leaves half a survey behind
        if _exists(work.client, sid):
            _discard(work, sid)
        raise
    try:
        number = int(str(given))
    except ValueError:
        number = 0
    if number <= 0:
        raise refuse(
            "limesurvey-import",
            f"the server took instrument {work.instrument.letter} and made no survey",
            "ask its administrator to look at the server's log",
            exit_code=Exit.BACKEND,
        )
    return number


def _numbered(link: Link, sid: int) -> Link:
    return Link(link.codes, sid, link.host, link.timezone, link.arrays)


def _wrong(work: Work, sid: int) -> list[str]:
    """What is not as it was sent; empty where the survey is whole."""
    there = structure.found(work.client, sid, work.instrument.languages[0])
    wanted = structure.expected(
        work.instrument, anonymous=work.anonymous, arrays=work.link.arrays
    )
    wrong = list(structure.differences(wanted, there))
    switches = {
        "anonymized": "Y" if work.anonymous else "N",
        "datestamp": "N" if work.anonymous else "Y",
        "ipaddr": "N",
        "refurl": "N",
        "savetimings": "N",
    }
    names: list[Json] = list(switches)
    kept = work.client.call("get_survey_properties", sid, names)
    for name, wanted_value in switches.items():
        value = kept.get(name) if isinstance(kept, dict) else None
        if value != wanted_value:
            wrong.append(f"the setting `{name}` is not {wanted_value}")
    return wrong


def _verified(work: Work, sid: int) -> None:
    remote = Remote(sid, imported=True, verified=True)
    languages = work.instrument.languages
    remote.texts = structure.text_digest(work.client, sid, languages)
    remote.options = structure.option_digest(work.client, sid, languages)
    work.record.surveys[work.instrument.id] = remote
    work.keep()
    n = sum(1 for _ in work.instrument.questions())
    work.tell(
        f"{work.instrument.letter}: survey {sid} is on the server, {n} questions "
        "compared code by code"
    )


def _discard(work: Work, sid: int) -> None:
    """Remove a survey of ours that is not whole; its number is never used again.

    Only one that was never started and bears our title: between asking for a number and
    taking it, somebody else may have taken it.
    """
    try:
        if _is_ours(work, sid):
            work.client.call("delete_survey", sid)
    except Refused as refused:
        if refused.said == EXPIRED:
            raise
        # it may not be removed: it is left alone, and another number taken
    # forgotten last: a stop before this finds it again, and removes it
    work.record.surveys.pop(work.instrument.id, None)
    work.keep()


def _is_ours(work: Work, sid: int) -> bool:
    """Whether a survey was never started and bears our title."""
    language = work.instrument.languages[0]
    kept = work.client.call("get_survey_properties", sid, ["active"])
    named = work.client.call(
        "get_language_properties", sid, ["surveyls_title"], language
    )
    return (
        isinstance(kept, dict)
        and kept.get("active") == "N"
        and isinstance(named, dict)
        and named.get("surveyls_title") == survey_title(work.instrument, language)
    )


def _participant_table(work: Work) -> None:
    sid = work.remote.sid
    try:
        work.client.call("list_participants", sid, 0, 1)
    except Refused as refused:
        if refused.said == NOBODY:
            return
        # a server that remembers a deleted table says so in SQL
        if refused.said not in NO_TABLE and "42S02" not in refused.said:
            raise
    else:
        return
    try:
        work.client.call("activate_tokens", sid, [1, 2, 3, 4])
    except Refused as refused:
        if "already exists" not in refused.said:
            raise


def _new_token() -> str:
    return "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))


def _listed(work: Work) -> dict[str, Participant]:
    """Everybody on the server's list by `key`, the oldest where there are two."""
    found: dict[str, Participant] = {}
    for one in participants(work.client, work.remote.sid):
        found.setdefault(f"{one.code}/{one.alias}", one)
    return found


def _email(each: Invitee) -> str:
    """The address the server learns; of a relayed person, none."""
    return "" if each.person.relay else each.person.email


def _name(each: Invitee) -> str:
    """The name the server learns; it would run what stands in braces."""
    name = each.person.name.replace("{", "(").replace("}", ")")
    return "" if each.person.relay else name


def _row(each: Invitee, token: str) -> Json:
    """What the server learns of a person; of a relayed one, only codes."""
    return {
        "firstname": _name(each),
        "email": _email(each),
        "language": each.person.language,
        "token": token,
        "attribute_1": each.code,
        "attribute_2": each.group_code,
        "attribute_3": each.alias,
        "attribute_4": each.whose.cluster,
    }


def _not_added(each: Invitee, fields: str) -> Problem:
    where = f", because of: {fields}" if fields else ""
    return Problem(
        "",
        0,
        0,
        "limesurvey-not-listed",
        f"the server did not take {each.person.email} ({each.person.group}, "
        f"{each.person.team}){where}",
        "correct the people list and run the same command again; the others are "
        "invited",
    )
