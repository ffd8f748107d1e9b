"""What respondents sent, read row by row: a listing first, then what changed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.backends.base import Arrival, Counts
from generator.backends.limesurvey import structure
from generator.backends.limesurvey.client import Client, Json, Refused
from generator.backends.limesurvey.fielding import Participant
from generator.backends.limesurvey.record import Remote, Whose, token_hash
from generator.errors import Exit, Problem, refuse
from generator.formats.lss import codes
from generator.model.instrument import Instrument, Question, Wave
from generator.model.response import Submission

AT_ONCE = 500
"""Rows fetched in one call: 0.1 s and 1 MB on a small server."""

TRIES = 3

NO_ROWS = "No Data, could not get max id."
NOT_ACTIVE = "No Data, survey table does not exist."
NOT_OURS = "?"
"""Stands for an option that is none of ours; no code of ours has this sign."""

NO_TABLE = "42S02"
"""SQLSTATE of a missing table: a server that remembers a deleted survey."""


@dataclass(frozen=True, slots=True)
class Source:
    """One survey on the server, and what its rows mean."""

    client: Client
    wave: Wave
    instrument: Instrument
    remote: Remote
    teams: Mapping[str, str]
    """The team's code to team id."""
    key: bytes
    arrays: bool

    @property
    def anonymous(self) -> bool:
        """Whether nothing may link an answer to a person."""
        return self.wave.privacy.identity == "anonymous"

    def remote_id(self, number: int) -> str:
        """The id of a response; in anonymous mode it does not tell the order."""
        if not self.anonymous:
            return f"{self.remote.sid}.{number}"
        message = f"limesurvey:{self.remote.sid}:{number}".encode()
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()[:32]

    def place(self, number: int) -> str:
        """How the operator finds a response on the server."""
        return f"survey {self.remote.sid}, response {number}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One row of the listing."""

    number: int
    token: str
    submitted: str
    changed: str
    page: str

    @property
    def mark(self) -> str:
        """Changes whenever the row may have changed."""
        return f"{self.submitted}|{self.changed}|{self.page}"


def arrivals(
    source: Source, marks: Mapping[str, str], seen: set[str], *, full: bool
) -> Iterator[Arrival]:
    """What arrived or changed in one survey; every row there is added to `seen`.

    Rows that changed are told by their stamps. An anonymous survey keeps no stamps: all
    rows are read, and a digest of each tells whether it changed.
    """
    names = structure.columns(
        source.client.call(
            "get_fieldmap", source.remote.sid, source.instrument.languages[0]
        )
    )
    wanted = structure.headings(source.instrument, arrays=source.arrays)
    yield Arrival(problems=tuple(_changed_by_hand(source, names, wanted, full=full)))
    stamps = list(listing(source))
    twins = {} if source.anonymous else _twins(stamps)
    seen.update(source.remote_id(one.number) for one in stamps)
    if twins:
        yield _set_aside(source, twins)
    changed = [
        one
        for one in stamps
        if one.number not in twins
        and (
            full
            or source.anonymous
            or marks.get(source.remote_id(one.number)) != one.mark
        )
    ]
    done = len(stamps) - len(changed)
    if source.anonymous and (crowded := _crowded(source)):
        yield Arrival(problems=tuple(crowded))
    for window in _windows(changed):
        rows = _rows(source, window, names, wanted)
        done += len(window)
        yield _arrival(source, window, rows, wanted, marks, done, len(stamps), full)


def _crowded(source: Source) -> list[Problem]:
    """Teams from whose link more answers came than people hold it."""
    invited = {each.team: each.people for each in source.remote.invitations.values()}
    counts = anonymous_counts(source, most=False)
    return [
        Problem(
            "",
            0,
            0,
            "limesurvey-too-many",
            f"survey {source.remote.sid}: more answers about team '{team}' than people "
            "who hold its link",
            "a link was passed on or used twice; one person's answers may then make up "
            "a number that looks like five. Leave the team out of what you publish "
            "unless you know why",
            "warning",
        )
        for team, count in sorted(counts.items())
        if count.complete > invited.get(team, 0)
    ]


def named_counts(
    source: Source, participants: Iterable[Participant]
) -> dict[str, Counts]:
    """Counts by team, from the list of participants and the stamps."""
    listed = [one for one in participants if one.code in source.teams]
    begun = {
        one.token
        for one in listing(source)
        if one.submitted or (one.page.isdecimal() and int(one.page) > 0)
    }
    return {
        team: Counts(
            len(mine),
            sum(one.completed or one.token in begun for one in mine),
            sum(one.completed for one in mine),
            sum(one.bounced for one in mine),
        )
        for code, team in source.teams.items()
        if (mine := [one for one in listed if one.code == code])
    }


def anonymous_counts(source: Source, *, most: bool = True) -> dict[str, Counts]:
    """Counts by team; a person who starts twice counts twice among the started.

    With `most`, no count is above the number of people who hold the link.
    """
    language = source.instrument.languages[0]
    names = structure.columns(
        source.client.call("get_fieldmap", source.remote.sid, language)
    )
    fields: list[Json] = ["id", "submitdate", "lastpage", names.get(codes.TEAM, "id")]
    rows = _export(source, fields)
    invited = {each.team: each.people for each in source.remote.invitations.values()}
    found: dict[str, Counts] = {}
    for code, team in source.teams.items():
        mine = [row for row in rows if row.get(codes.TEAM) == code]
        pages = [str(row.get("lastpage") or "") for row in mine]
        complete = sum(row.get("submitdate") is not None for row in mine)
        begun = sum(
            row.get("submitdate") is not None or (page.isdecimal() and int(page) > 0)
            for row, page in zip(mine, pages, strict=True)
        )
        if team in invited:
            people = invited[team]
            top = people if most else len(rows)
            found[team] = Counts(people, min(begun, top), min(complete, top))
    return found


def _arrival(
    source: Source,
    window: Sequence[Stamp],
    rows: Mapping[int, dict[str, Json]],
    wanted: Mapping[str, tuple[Question, str]],
    marks: Mapping[str, str],
    done: int,
    total: int,
    full: bool,
) -> Arrival:
    submissions: list[Submission] = []
    kept: dict[str, str] = {}
    gone: list[str] = []
    problems: list[Problem] = []
    for stamp in window:
        row = rows.get(stamp.number)
        if row is None:
            # deleted since the listing: the next pull sees it
            continue
        remote_id = source.remote_id(stamp.number)
        mark = _digest(source, row) if source.anonymous else stamp.mark
        if source.anonymous and not full and marks.get(remote_id) == mark:
            continue
        submission, problem = _submission(source, row, wanted)
        if problem:
            # asked for again, and reported again, until somebody mends it
            problems.append(problem)
            kept[remote_id] = ""
            continue
        kept[remote_id] = mark
        if submission is not None:
            submissions.append(submission)
        elif remote_id in marks:
            # it held answers before, and holds none now
            gone.append(remote_id)
    return Arrival(tuple(submissions), tuple(gone), kept, tuple(problems), done, total)


def _submission(
    source: Source,
    row: Mapping[str, Json],
    wanted: Mapping[str, tuple[Question, str]],
) -> tuple[Submission | None, Problem | None]:
    """A row as a submission; none where it was only opened or is nobody's."""
    number = int(str(row["id"]))
    complete = row.get("submitdate") is not None
    answers = _answers(row, wanted)
    if not complete and (not answers or source.anonymous):
        # an anonymous respondent who starts again leaves the first try behind
        return None, None
    whose = _whose(source, row)
    if whose is None:
        return None, Problem(
            "",
            0,
            0,
            "limesurvey-nobody",
            f"{source.place(number)}: it carries no invitation of ours",
            "a test, or somebody added by hand on the server; it is not counted. "
            "Delete it there, or give the participant the team's code",
            "warning",
        )
    language = str(row.get("startlanguage") or "")
    status: Literal["partial", "complete"] = "complete" if complete else "partial"
    return (
        Submission(
            backend="limesurvey",
            remote_id=source.remote_id(number),
            survey=source.wave.survey,
            wave=source.wave.id,
            instrument=source.instrument.id,
            instrument_fingerprint=source.instrument.fingerprint,
            group=source.instrument.group,
            team=whose.team,
            respondent=whose.respondent,
            cluster=whose.cluster,
            language=language
            if language in source.instrument.languages
            else source.instrument.languages[0],
            status=status,
            # the server's clock may be wrong or jump: what it holds now counts
            changed_at=None,
            revision=0,
            answers=answers,
            place=source.place(number),
        ),
        None,
    )


def _whose(source: Source, row: Mapping[str, Json]) -> Whose | None:
    """Whom a row belongs to, by our record; the team as the server has it now."""
    if source.anonymous:
        code = str(row.get(codes.TEAM) or "")
        team = source.teams.get(code)
        return Whose(team, "", "") if team else None
    token = str(row.get("token") or "")
    whose = source.remote.invitations.get(token_hash(token)) if token else None
    team = source.teams.get(str(row.get("attribute_1") or ""))
    # somebody may have put a person right on the server's list
    return replace(whose, team=team) if whose and team else whose


def _answers(
    row: Mapping[str, Json], wanted: Mapping[str, tuple[Question, str]]
) -> dict[str, str]:
    """Question code to option codes, number or text; a blank answer is absent."""
    found: dict[str, list[str]] = {}
    for heading, (question, option) in wanted.items():
        value = row.get(heading)
        text = "" if value is None else str(value)
        if not text:
            continue
        if option:
            # a number given counts more than a box ticked beside it
            if text == "Y" and not (
                question.kind == "number" and question.code in found
            ):
                found.setdefault(question.code, []).append(option)
        elif question.kind == "choice":
            # an option added on the server may look like one of ours
            found[question.code] = [codes.our_options(question).get(text, NOT_OURS)]
        else:
            found[question.code] = [text.replace("\r\n", "\n")]
    return {code: " ".join(parts) for code, parts in sorted(found.items())}


def _changed_by_hand(
    source: Source,
    names: Mapping[str, str],
    wanted: Mapping[str, object],
    *,
    full: bool,
) -> Iterator[Problem]:
    """What somebody changed on the server since it was fielded.

    The words of options take a call for each question: they are read with a full pull.
    """
    sid = source.remote.sid

    def problem(code: str, message: str, hint: str) -> Problem:
        return Problem("", 0, 0, code, f"survey {sid}: {message}", hint, "warning")

    for heading in sorted(wanted.keys() - names.keys()):
        yield problem(
            "limesurvey-question-missing",
            f"question `{heading}` is no longer there",
            "its answers cannot be read; the others are. Bring the question back on "
            "the server if it was removed by mistake",
        )
    for heading in sorted(names.keys() - wanted.keys() - {codes.TEAM}):
        yield problem(
            "limesurvey-question-unknown",
            f"question `{heading}` was added on the server",
            "its answers are left out: only what was frozen with the wave is scored",
        )
    languages = source.instrument.languages
    texts = structure.text_digest(source.client, sid, languages)
    changed = bool(source.remote.texts) and texts != source.remote.texts
    if full and source.remote.options and not changed:
        options = structure.option_digest(source.client, sid, languages)
        changed = options != source.remote.options
    if changed:
        yield problem(
            "limesurvey-question-changed",
            "the words or the condition of a question were changed on the server",
            "answers count as given to the frozen words; put the words back if the "
            "meaning changed, and note it beside the results",
        )


def listing(source: Source) -> Iterator[Stamp]:
    """Numbers and stamps of all rows, oldest first."""
    fields: list[Json] = ["id", "submitdate", "lastpage"]
    if not source.anonymous:
        fields += ["datestamp", "token"]
    for row in sorted(_export(source, fields), key=lambda row: int(str(row["id"]))):
        yield Stamp(
            int(str(row["id"])),
            str(row.get("token") or ""),
            str(row.get("submitdate") or ""),
            str(row.get("datestamp") or ""),
            str(row.get("lastpage") if row.get("lastpage") is not None else ""),
        )


def _rows(
    source: Source,
    window: Sequence[Stamp],
    names: Mapping[str, str],
    wanted: Mapping[str, object],
) -> dict[int, dict[str, Json]]:
    """The rows of a window by number, with the answers and whose they are."""
    fields: list[Json] = ["id", "submitdate", "startlanguage"]
    if source.anonymous:
        fields += [names[codes.TEAM]] if codes.TEAM in names else []
    else:
        fields += ["token", "attribute_1"]
    fields += [name for heading, name in sorted(names.items()) if heading in wanted]
    numbers = {one.number for one in window}
    found = _export(source, fields, window[0].number, window[-1].number)
    return {number: row for row in found if (number := int(str(row["id"]))) in numbers}


def _export(
    source: Source, fields: list[Json], low: int | None = None, high: int | None = None
) -> list[dict[str, Json]]:
    """Rows as the server keeps them: codes, not texts."""
    language = source.instrument.languages[0]
    for left in reversed(range(TRIES)):
        try:
            result = source.client.call(
                "export_responses",
                source.remote.sid,
                "json",
                language,
                "all",
                "code",
                "short",
                low,
                high,
                fields,
            )
        except Refused as refused:
            if refused.said == NO_ROWS:
                return []
            if refused.said == NOT_ACTIVE or NO_TABLE in refused.said:
                raise _not_active(source) from None
            raise
        rows = _decoded(result)
        if rows is not None:
            return rows
        if left:
            source.client.sleep(1.0)
    raise refuse(
        "limesurvey-cut-off",
        f"the answers of survey {source.remote.sid} arrived cut off, {TRIES} times",
        "run the same command again; what was read is kept. If it stays, a proxy or "
        "the server's memory limit cuts large answers",
        exit_code=Exit.BACKEND,
    )


def _decoded(result: Json) -> list[dict[str, Json]] | None:
    """The rows in an export; none where it is cut off."""
    if not isinstance(result, str):
        return None
    try:
        data = json.loads(base64.b64decode(result, validate=True))
        rows = structure.list_of_dicts(data["responses"])
        for row in rows:
            int(str(row["id"]))
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return None
    return rows


def _not_active(source: Source) -> Exception:
    return refuse(
        "limesurvey-not-active",
        f"survey {source.remote.sid} is not active on the server: its answers cannot "
        "be read",
        "somebody stopped it there. The server then keeps the old answers apart: ask "
        "its administrator to bring them back, and never stop a survey, let it expire",
        exit_code=Exit.BACKEND,
    )


def _twins(stamps: Sequence[Stamp]) -> dict[int, int]:
    """Rows that share a token with a better one: number to the better row's number.

    The better one is complete, and else the newest.
    """
    best: dict[str, Stamp] = {}
    for one in stamps:
        before = best.get(one.token)
        if one.token and (before is None or _rank(one) > _rank(before)):
            best[one.token] = one
    return {
        one.number: best[one.token].number
        for one in stamps
        if one.token and best[one.token].number != one.number
    }


def _rank(stamp: Stamp) -> tuple[bool, int]:
    return bool(stamp.submitted), stamp.number


def _set_aside(source: Source, twins: Mapping[int, int]) -> Arrival:
    return Arrival(
        gone=tuple(source.remote_id(number) for number in sorted(twins)),
        problems=tuple(
            Problem(
                "",
                0,
                0,
                "limesurvey-twice",
                f"{source.place(number)}: its invitation has response {better} too",
                "only one of them counts, the finished one or else the newest",
                "warning",
            )
            for number, better in sorted(twins.items())
        ),
    )


def _windows(stamps: Sequence[Stamp]) -> Iterator[list[Stamp]]:
    """Rows to fetch together: near in number, and not too many."""
    window: list[Stamp] = []
    for one in stamps:
        if window and one.number - window[0].number >= AT_ONCE:
            yield window
            window = []
        window.append(one)
    if window:
        yield window


def _digest(source: Source, row: Mapping[str, Json]) -> str:
    """Tells whether a row changed, and without the survey's key nothing else."""
    content = json.dumps(row, sort_keys=True).encode()
    return hmac.new(source.key, content, hashlib.sha256).hexdigest()[:32]
