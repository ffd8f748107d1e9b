"""A LimeSurvey in this process: the calls we use, as real servers answer them.

It behaves as 5.6 and 6.1 were seen to behave, also where that is odd: unsorted lists,
`[]` for nothing, options as a list where codes run from 0, other numbers where one is
taken, duplicates accepted. Faults can be put at any call.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import httpx

from generator.backends.limesurvey.client import READING

URL = "https://survey.example.org/index.php/admin/remotecontrol"
USER, PASSWORD = "baseline", "a secret of 21 letters"
MOST_TRIES = 6

Row = dict[str, Any]


@dataclass
class Survey:
    """One survey on the server."""

    sid: int
    tables: dict[str, list[dict[str, str]]]
    active: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    people: list[Row] | None = None
    rows: list[Row] = field(default_factory=list)
    last_id: int = 0

    def questions(self) -> Iterator[Row]:
        """Questions and their lines, as the interface lists them: in no order."""
        lines = self.tables.get("subquestions", ())
        found = [*self.tables.get("questions", ()), *lines]
        random.Random(self.sid).shuffle(found)
        yield from found

    def text(self, qid: str, language: str) -> Row:
        """The words of a question in one language."""
        return next(
            row
            for row in self.tables["question_l10ns"]
            if row["qid"] == qid and row["language"] == language
        )

    def columns(self) -> dict[str, Row]:
        """The server's own name of every column, and what it is."""
        found: dict[str, Row] = {}
        lines: dict[str, list[Row]] = {}
        for line in self.tables.get("subquestions", ()):
            lines.setdefault(line["parent_qid"], []).append(line)
        for row in self.tables.get("questions", ()):
            base = f"{self.sid}X{row['gid']}X{row['qid']}"
            told = {"title": row["title"], "type": row["type"], "qid": row["qid"]}
            for line in lines.get(row["qid"], ()):
                found[base + line["title"]] = {**told, "aid": line["title"]}
            if not lines.get(row["qid"]):
                found[base] = {**told, "aid": ""}
        return found


class Stop(Exception):
    """What the interface answers with `status`."""


@dataclass
class LimeSurveyServer:
    """Surveys, sessions, mails, and faults to come."""

    surveys: dict[int, Survey] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    """Number of a call to what goes wrong there."""
    calls: list[str] = field(default_factory=list)
    mails: list[tuple[str, int, int]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    released: int = 0
    wrong_tries: int = 0
    clock: int = 0
    at_once: int = 50
    """Mails the server sends in one call."""
    clients: list[httpx.Client] = field(default_factory=list)
    twice: bool = False
    """Every row stands twice in an export."""
    halves: bool = False
    """The import that runs now stops in the middle."""
    deaf: bool = False
    """The next call that changes something is carried out and its answer lost."""

    def client(self) -> httpx.Client:
        """An HTTP client that reaches this server alone."""
        made = httpx.Client(transport=httpx.MockTransport(self.handle))
        self.clients.append(made)
        return made

    def handle(self, request: httpx.Request) -> httpx.Response:
        """One call."""
        body = json.loads(request.content)
        self.calls.append(body["method"])
        fault = self.faults.pop(len(self.calls), "")
        if fault == "reset before":
            raise httpx.ReadError("connection reset by peer", request=request)
        if fault == "refused":
            raise httpx.ConnectError("connection refused", request=request)
        if fault == "expired":
            self.keys.clear()
        if fault == "500 before":
            return httpx.Response(500, html="<h1>CException</h1>SELECT token FROM x")
        self.halves = fault.startswith("half made")
        result, error = self._answer(body["method"], body["params"])
        if fault == "half made, crashed":
            return httpx.Response(500, html="<h1>Error</h1>")
        if self.deaf and body["method"] not in READING and "_key" not in body["method"]:
            self.deaf = False
            fault = "timeout after"
        if fault == "reset after":
            raise httpx.RemoteProtocolError("server disconnected", request=request)
        if fault == "timeout after":
            raise httpx.ReadTimeout("timed out", request=request)
        if fault in ("500 after", "502 after"):
            return httpx.Response(int(fault[:3]), html="<h1>Error</h1>")
        if fault == "empty":
            return httpx.Response(200, html="")
        if fault == "truncated" and isinstance(result, str):
            result = result[: len(result) // 2 // 4 * 4 + 1]
        number = body["id"] + 1 if fault == "wrong id" else body["id"]
        text = json.dumps({"id": number, "result": result, "error": error})
        if fault == "half":
            text = text[: len(text) // 2]
        return httpx.Response(
            200,
            text=text,
            headers={"content-type": "text/javascript;charset=UTF-8"},
        )

    def _answer(self, method: str, params: list[Any]) -> tuple[Any, str | None]:
        try:
            if method == "get_session_key":
                return self._sign_in(*params), None
            if method == "release_session_key":
                self.keys.discard(params[0])
                self.released += 1
                return "OK", None
            if params[0] not in self.keys:
                raise Stop("Invalid session key")
            call: Callable[..., Any] = getattr(self, f"_{method}")
            return call(*params[1:]), None
        except Stop as stop:
            return {"status": str(stop)}, None
        except RuntimeError as error:
            return None, str(error)

    def _sign_in(self, user: str, password: str, plugin: str) -> str:
        del plugin
        if self.wrong_tries >= MOST_TRIES:
            raise Stop(
                "You have exceeded the number of maximum login attempts. Please wait 5 "
                "minutes before trying again."
            )
        if (user, password) != (USER, PASSWORD):
            self.wrong_tries += 1
            raise Stop("Invalid user name or password")
        key = f"key{len(self.calls)}~secret"
        self.keys.add(key)
        return key

    def _survey(self, sid: int, said: str = "Error: Invalid survey ID") -> Survey:
        if sid not in self.surveys:
            raise Stop(said)
        return self.surveys[sid]

    def _import_survey(
        self, data: str, kind: str, name: Any = None, sid: int | None = None
    ) -> int:
        del name
        if kind != "lss":
            raise Stop("Invalid extension")
        document = ElementTree.fromstring(base64.b64decode(data))
        tables = {
            table.tag: [
                {cell.tag: cell.text or "" for cell in row}
                for row in table.findall("rows/row")
            ]
            for table in document
        }
        number = sid or 1
        while number in self.surveys:
            number = 900_000 + len(self.surveys)
        settings = dict(tables["surveys"][0])
        self.surveys[number] = Survey(number, tables, settings=settings)
        if self.halves:
            tables["questions"] = tables["questions"][::2]
            raise RuntimeError(
                "CDbCommand failed to execute the SQL statement: SQLSTATE[22001]: "
                "String data, right truncated: 1406 Data too long for column 'title'"
            )
        return number

    def _delete_survey(self, sid: int) -> Any:
        self._survey(sid, "No permission")
        del self.surveys[sid]
        return {"status": "OK"}

    def _get_survey_properties(self, sid: int, names: list[str]) -> Any:
        survey = self._survey(sid)
        known = {**survey.settings, "active": "Y" if survey.active else "N"}
        return {name: known[name] for name in names if name in known}

    def _set_survey_properties(self, sid: int, values: Row) -> Any:
        self._survey(sid).settings.update(values)
        return dict.fromkeys(values, True)

    def _get_language_properties(self, sid: int, names: list[str], lang: str) -> Any:
        rows = self._survey(sid).tables["surveys_languagesettings"]
        row = next(row for row in rows if row["surveyls_language"] == lang)
        return {name: row[name] for name in names}

    def _list_questions(self, sid: int, gid: Any, language: str) -> Any:
        del gid
        survey = self._survey(sid)
        return [
            {
                **row,
                "parent_qid": row.get("parent_qid", "0"),
                **survey.text(row["qid"], language),
            }
            for row in survey.questions()
        ]

    def _get_question_properties(self, qid: int, names: Any, language: str) -> Any:
        del names
        for survey in self.surveys.values():
            if any(row["qid"] == str(qid) for row in survey.tables["questions"]):
                said = {
                    row["aid"]: row["answer"]
                    for row in survey.tables.get("answer_l10ns", ())
                    if row["language"] == language
                }
                options = {
                    row["code"]: {"answer": said[row["aid"]]}
                    for row in survey.tables.get("answers", ())
                    if row["qid"] == str(qid)
                }
                if list(options) == [str(n) for n in range(len(options))]:
                    return {"answeroptions": list(options.values())}
                return {"answeroptions": options or "No available answer options"}
        raise Stop("Error: Invalid questionid")

    def _get_fieldmap(self, sid: int, language: str) -> Any:
        del language
        fixed = {"id": {"type": "id", "qid": "", "title": ""}}
        return {**fixed, **self._survey(sid).columns()}

    def _activate_tokens(self, sid: int, attributes: list[int]) -> Any:
        del attributes
        survey = self._survey(sid)
        if survey.people is not None:
            raise RuntimeError(
                "CDbCommand failed to execute the SQL statement: SQLSTATE[42S01]: Base "
                "table or view already exists"
            )
        survey.people = []
        return {"status": "OK"}

    def _people(self, sid: int) -> list[Row]:
        people = self._survey(sid).people
        if people is None:
            raise Stop("Error: No survey participants table")
        return people

    def _add_participants(self, sid: int, rows: list[Row], create: bool) -> Any:
        del create
        people, answers = self._people(sid), []
        for row in rows:
            if row["email"] and "@" not in row["email"]:
                answers.append({**row, "errors": {"email": ["Invalid address."]}})
                continue
            kept = {
                **row,
                "tid": len(people) + 1,
                "completed": "N",
                "sent": "N",
                "emailstatus": "OK",
            }
            people.append(kept)
            answers.append({**kept, "tid": str(kept["tid"])})
        return answers

    def _set_participant_properties(self, sid: int, tid: int, values: Row) -> Any:
        row = next((r for r in self._people(sid) if r["tid"] == tid), None)
        if row is None:
            raise Stop("Error: Invalid tokenid")
        known = {name: value for name, value in values.items() if name in row}
        if not known:
            raise Stop("No valid Data")
        if known.get("email") and "@" not in known["email"]:
            return {"status": {"email": ["Invalid email address."]}}
        row.update(known)
        return row

    def _list_participants(
        self, sid: int, start: int = 0, limit: int = 10, *rest: Any
    ) -> Any:
        del rest
        found = [row for row in self._people(sid) if row["tid"] >= start]
        if not found:
            raise Stop("No survey participants found.")
        names = ("firstname", "email")
        return [
            {
                **{name: value for name, value in row.items() if name not in names},
                "participant_info": {name: row[name] for name in names},
            }
            for row in found[:limit][::-1]
        ]

    def _activate_survey(self, sid: int) -> Any:
        survey = self._survey(sid)
        if survey.active:
            raise Stop("Error: Survey already active")
        survey.active = True
        return {"status": "OK", "pluginFeedback": None}

    def _mail(self, kind: str, sid: int, due: Callable[[Row], bool]) -> Any:
        mailed: Row = {}
        waiting = 0
        for row in self._people(sid):
            fit = (
                row["email"] and row["completed"] == "N" and row["emailstatus"] == "OK"
            )
            waiting += bool(fit and row["sent"] == "N")
            if fit and due(row) and len(mailed) < self.at_once:
                good = not row["email"].startswith("bounce")
                mailed[str(row["tid"])] = {"status": "OK" if good else "SMTP Error"}
                if good:
                    self.mails.append((kind, sid, row["tid"]))
                    row["sent" if kind == "invite" else "reminded"] = "2026-03-02"
        if not mailed:
            raise Stop("Error: No candidate tokens")
        # counted are all on the list, not only those who were asked for
        return {**mailed, "status": f"{max(waiting - len(mailed), 0)} left to send"}

    def _invite_participants(
        self, sid: int, tids: list[int], pending: bool, go_on: bool
    ) -> Any:
        del pending, go_on
        return self._mail(
            "invite", sid, lambda row: row["tid"] in tids and row["sent"] == "N"
        )

    def _remind_participants(
        self, sid: int, days: int, most: Any, tids: list[int], go_on: bool
    ) -> Any:
        del days, most, go_on
        return self._mail(
            "remind", sid, lambda row: row["tid"] in tids and "reminded" not in row
        )

    def _export_responses(
        self,
        sid: int,
        kind: str,
        language: str,
        completion: str,
        heading: str,
        answers: str,
        low: int | None,
        high: int | None,
        names: list[str],
    ) -> Any:
        assert (kind, completion, heading, answers) == ("json", "all", "code", "short")
        del language
        survey = self._survey(sid, "No permission")
        if not survey.active:
            raise Stop("No Data, survey table does not exist.")
        if not survey.rows:
            raise Stop("No Data, could not get max id.")
        columns = survey.columns()
        people = {row["token"]: row for row in survey.people or ()}
        found = []
        for row in survey.rows:
            if not (low or 0) <= row["id"] <= (high or row["id"]):
                continue
            out: Row = {}
            for name in names:
                if name in columns:
                    told = columns[name]
                    line = f"[{told['aid']}]" if told["aid"] else ""
                    out[told["title"] + line] = row["answers"].get(told["title"] + line)
                elif name.startswith("attribute_"):
                    out[name] = people.get(row.get("token"), {}).get(name)
                else:
                    out[name] = row.get(name)
            found.append(out)
        packed = json.dumps({"responses": found * (1 + self.twice)}).encode()
        return base64.b64encode(packed).decode()

    def answer(self, sid: int, answers: dict[str, str | None], **values: Any) -> Row:
        """A respondent's row; the token's own row again where there is one."""
        survey = self.surveys[sid]
        self.clock += 1
        anonymous = survey.settings["anonymized"] == "Y"
        token = values.pop("token", None)
        row = next((r for r in survey.rows if token and r.get("token") == token), None)
        if row is None or values.pop("twin", False):
            survey.last_id += 1
            row = {"id": survey.last_id, "answers": {}, "submitdate": None}
            survey.rows.append(row)
        row["answers"].update(answers)
        row.update({"startlanguage": "en", "lastpage": 1, **values})
        if not anonymous:
            row.update({"token": token, "datestamp": f"2026-03-02 00:00:{self.clock}"})
        if values.get("submitdate"):
            for person in survey.people or ():
                if person["token"] == token:
                    person["completed"] = "2026-03-02 09:00"
        return row


DONE = "2026-03-02 09:00:00"
