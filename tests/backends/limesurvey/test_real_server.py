"""On demand, against a real LimeSurvey: what was clicked is what is stored.

Set BASELINE_LIMESURVEY_URL, BASELINE_LIMESURVEY_USER and BASELINE_LIMESURVEY_PASSWORD
of an ordinary account on a test server. Surveys are made there and removed again.
BASELINE_LIMESURVEY_TIMEZONE is the server's, BASELINE_LIMESURVEY_RESPONDENTS how many
people answer each mode (60).
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import datetime as dt
import json
import os
import random
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from samples import MISSING, both, question, small_wave
from web_form import Respondent

from generator.backends.limesurvey import fielding, structure
from generator.backends.limesurvey.access import account_of
from generator.backends.limesurvey.client import READING, Client, signed_in
from generator.backends.limesurvey.record import (
    Record,
    read_record,
    record_path,
    token_hash,
    write_record,
)
from generator.backends.mailmerge import read_mail_merge
from generator.backends.pseudonyms import pseudonym
from generator.errors import Problems
from generator.formats.lss import codes
from generator.instruments.compile import wave_fingerprint
from generator.model.instrument import AnswerIn, Instrument, Page, Question, Wave
from generator.model.people import Person
from generator.model.survey import LimeSurvey
from generator.pipeline import fielding as pipeline
from generator.pipeline.reading import Reading, read
from generator.pipeline.results import collect
from generator.sources.wavefile import WAVE_FILE, write_wave
from generator.store.database import open_store
from generator.store.keys import survey_key
from generator.store.responses import responses

URL = os.environ.get("BASELINE_LIMESURVEY_URL", "")
ZONE = os.environ.get("BASELINE_LIMESURVEY_TIMEZONE", "Europe/Berlin")
PEOPLE = int(os.environ.get("BASELINE_LIMESURVEY_RESPONDENTS", "60"))
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(
    not URL, reason="BASELINE_LIMESURVEY_URL names no LimeSurvey server to test with"
)

DAYS = Question(
    code="N1",
    item="seven-habits:days",
    kind="number",
    purpose="metric",
    text=both("How many days did it take {on average}?", "Wie viele Tage {im Mittel}?"),
    help=both("Working days & nights", "Arbeitstage"),
    choices=MISSING,
    targets=(),
    reverse=False,
    required=False,
    max_choices=None,
    max_length=2000,
    fingerprint="N1",
    low=0,
    high=60,
    unit=(("en", "days"), ("de", "Tage")),
)
ASKED_LATER = dataclasses.replace(
    question("Q9"), show_if=((AnswerIn("Q1", ("3", "4")),), (AnswerIn("P1", ("P1",)),))
)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def rich_wave(identity: str) -> Wave:
    """Three instruments in two languages, with every kind of question."""
    small = small_wave("live", 2026)
    instruments: list[Instrument] = []
    for each in small.instruments:
        if each.mode == "survey":
            extra = Page(
                "extra", both("More {braces} & signs"), {}, (DAYS, ASKED_LATER)
            )
            each = dataclasses.replace(each, pages=(*each.pages, extra))
            each = dataclasses.replace(
                each, invitation=(("en", "Dear {name},\n\n{link} about {team}"),)
            )
        instruments.append(each)
    wave = dataclasses.replace(
        small,
        backend="limesurvey",
        opens=now() - dt.timedelta(days=2),
        closes=now().replace(microsecond=0) + dt.timedelta(days=2),
        instruments=tuple(instruments),
        privacy=dataclasses.replace(small.privacy, identity=identity),
    )
    wave = dataclasses.replace(wave, opens=wave.opens.replace(microsecond=0))
    return dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))


def project(folder: Path, identity: str, url: str = URL) -> tuple[Reading, Wave]:
    """A project whose frozen wave is the rich one."""
    for name in ("frameworks", "surveys", "site_src"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    path = folder / "surveys" / "alliance-baseline" / "survey.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "backend: local",
            f"backend: limesurvey\nlimesurvey:\n  url: {url}\n  timezone: {ZONE}\n"
            f"  survey_address: {URL.replace('admin/remotecontrol', '{sid}')}",
        ),
        encoding="utf-8",
    )
    wave = rich_wave(identity)
    write_wave(path.parent / "waves" / "live" / WAVE_FILE, wave)
    return read(folder), wave


def people(total: int) -> list[Person]:
    groups, teams = ("practitioner", "stakeholder", "partner"), ("oncology", "vaccines")
    return [
        Person(
            person=f"person-{n}",
            name=f"Pérson {n} <x>",
            email=f"p{n}@example.org",
            language=("en", "de")[n % 2],
            group=groups[n % 3],
            team=teams[n % 4 // 2],
            partner=f"Company {n % 5}" if n % 3 == 2 else "",
            relay="manager@example.org" if n % 3 == 2 and n % 2 else "",
        )
        for n in range(total)
    ]


@contextlib.contextmanager
def server(reading: Reading) -> Iterator[Client]:
    """A client of our own, to look at the server and to tidy up."""
    account = account_of(LimeSurvey(url=URL), reading.places.var)
    with (
        httpx.Client() as http,
        signed_in(URL, account, http=http, sleep=time.sleep) as client,
    ):
        yield client


@pytest.fixture
def tidy() -> Iterator[list[Reading]]:
    """Removes every survey that the projects in the list ever made."""
    made: list[Reading] = []
    yield made
    for reading in made:
        record = record_of(reading)
        with server(reading) as client:
            for sid in record.used:
                with contextlib.suppress(Problems):
                    client.call("delete_survey", sid)


def record_of(reading: Reading) -> Record:
    record = read_record(record_path(reading.places.var, "alliance-baseline", "live"))
    assert record is not None
    return record


def stored(reading: Reading) -> list[tuple[Any, ...]]:
    with contextlib.closing(open_store(reading.places.store)) as store:
        return [
            (one.group, one.team, one.respondent, one.status, one.answers)
            for one in responses(store, "alliance-baseline", "live")
        ]


def whole_store(reading: Reading) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(reading.places.store)) as store:
        return [
            *store.execute("SELECT * FROM responses ORDER BY remote_id").fetchall(),
            *store.execute("SELECT * FROM marks ORDER BY remote_id").fetchall(),
        ]


def expected(one: Respondent, instrument: Instrument) -> dict[str, str]:
    """What the store must hold of what was clicked."""
    answers: dict[str, str] = {}
    for heading, value in one.sent.items():
        base, _, line = heading.partition("[")
        line = line.rstrip("]")
        asked = next(
            q for q in instrument.questions() if base in (q.code, codes.instead_code(q))
        )
        if not value:
            continue
        if base != asked.code:
            answers.setdefault(asked.code, line)
        elif line:
            chosen = {*answers.get(asked.code, "").split(), line}
            order = [choice.code for choice in asked.choices]
            answers[asked.code] = " ".join(sorted(chosen, key=order.index))
        else:
            answers[asked.code] = value.replace("\r\n", "\n").strip()
    visible = {
        parts.question: answers.get(parts.question, "")
        for q in instrument.questions()
        for alternative in q.show_if
        for parts in alternative
    }
    for q in instrument.questions():
        if q.show_if and not any(
            all(set(visible[p.question].split()) & set(p.codes) for p in alternative)
            for alternative in q.show_if
        ):
            answers.pop(q.code, None)
    return answers


def columns(client: Client, sid: int) -> dict[str, str]:
    fieldmap = client.call("get_fieldmap", sid, "en")
    found = structure.columns(fieldmap)
    return {name: head for head, name in found.items() if head != codes.TEAM}


@pytest.mark.parametrize("identity", ["pseudonymous", "anonymous"])
def test_what_was_clicked_is_what_is_stored(
    tmp_path: Path, identity: str, tidy: list[Reading]
) -> None:
    reading, wave = project(tmp_path, identity)
    listed = people(PEOPLE)
    tidy.append(reading)
    pipeline.field(reading, "live", listed, "", now=now)
    record = record_of(reading)
    chance = random.Random(f"{identity}-{PEOPLE}")
    anonymous = identity == "anonymous"
    with server(reading) as client:
        links = _links(reading, client, listed, record, anonymous=anonymous)
        names = {
            group: columns(client, record.surveys[group].sid)
            for group in ("practitioner", "stakeholder", "partner")
        }
        answered: list[tuple[Person, Respondent]] = []
        for number, person in enumerate(listed):
            one = Respondent(links[number], names[person.group], chance)
            if number % 10 == 0:
                # leaves in the middle, for good
                one.visit(3)
            elif number % 10 == 1 and not anonymous:
                one.visit(3)
                one.visit()
            elif number % 10 == 2 and not anonymous:
                one.visit()
                one.visit()
            else:
                one.visit(back=number % 3 == 0)
            answered.append((person, one))
        collect(reading, "live", now=now)
        _compare(reading, wave, answered, anonymous=anonymous)
        before = whole_store(reading)
        again = collect(reading, "live", now=now)
        assert (again.new, again.changed, again.gone) == (0, 0, 0)
        assert whole_store(reading) == before

        # somebody withdraws, somebody amends, and everything is read once more
        withdrawn = _delete_first(client, record.surveys["stakeholder"].sid)
        if not anonymous:
            person, one = next(each for each in answered if each[1].done)
            one.visit(2)
        later = collect(reading, "live", now=now)
        assert later.gone == 1
        assert withdrawn
        after = whole_store(reading)
        full = collect(reading, "live", now=now, full=True)
        assert (full.new, full.changed, full.gone) == (0, 0, 0)
        assert whole_store(reading) == after
    counts = pipeline.turnout(reading, "live")
    assert sum(row.invited for row in counts if not row.team) == PEOPLE
    pipeline.close(reading, "live", now)
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(links[3])
    assert 'id="limesurvey"' not in page.text or "expired" in page.text.casefold()


def _links(
    reading: Reading,
    client: Client,
    listed: list[Person],
    record: Record,
    *,
    anonymous: bool,
) -> list[str]:
    """Everybody's link: from the mail merge, or as the server mailed it."""
    hers = read_mail_merge(reading.places.invitations("alliance-baseline", "live"))
    by_mail = {(one.email, one.group): one.link for one in hers}
    key = survey_key(reading.places.var, "alliance-baseline")
    tokens = {
        (remote.invitations[token_hash(one.token)].respondent, remote.sid): one.token
        for remote in record.surveys.values()
        if not anonymous
        for one in fielding.participants(client, remote.sid)
    }
    links = []
    for person in listed:
        found = by_mail.get((person.email, person.group))
        if found is None:
            sid = record.surveys[person.group].sid
            token = tokens[pseudonym(key, person.person), sid]
            base = URL.replace("admin/remotecontrol", str(sid))
            found = f"{base}?token={token}&lang={person.language}"
        links.append(found)
    return links


def _compare(
    reading: Reading,
    wave: Wave,
    answered: list[tuple[Person, Respondent]],
    *,
    anonymous: bool,
) -> None:
    key = survey_key(reading.places.var, "alliance-baseline")
    wanted = []
    for person, one in answered:
        instrument = wave.instrument_for(person.group)
        assert instrument is not None
        answers = expected(one, instrument)
        if not one.done and (anonymous or not answers):
            continue
        who = "" if anonymous else pseudonym(key, person.person)
        state = "complete" if one.done else "partial"
        wanted.append((person.group, person.team, who, state, answers))

    def countable(rows: list[tuple[Any, ...]]) -> Counter[Any]:
        return Counter((*row[:4], tuple(sorted(row[4].items()))) for row in rows)

    assert countable(stored(reading)) == countable(wanted)
    assert sum(len(row[4]) for row in wanted) > 4 * len(wanted)


def _delete_first(client: Client, sid: int) -> bool:
    """Deletes the first finished response there."""
    exported = client.call(
        "export_responses", sid, "json", "en", "complete", "code", "short"
    )
    rows = json.loads(base64.b64decode(str(exported)))["responses"]
    client.call("delete_response", sid, rows[0]["id"])
    return True


@contextlib.contextmanager
def cutting(at: int, methods: Callable[[str], bool]) -> Iterator[str]:
    """A proxy that hands calls on, and is dead from the one at `at` on.

    That call is still carried out; only its answer is lost. Counted are calls that
    `methods` names.
    """
    count = 0

    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal count
            body = self.rfile.read(int(self.headers["content-length"]))
            if count >= at:
                return
            count += methods(json.loads(body)["method"])
            answer = httpx.post(
                URL,
                content=body,
                headers={"content-type": "application/json"},
                timeout=120,
            )
            if count >= at:
                return
            self.send_response(answer.status_code)
            self.send_header("content-type", answer.headers["content-type"])
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Proxy) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_port}/index.php/admin/remotecontrol"
        finally:
            proxy.shutdown()
            thread.join()


def changes_something(method: str) -> bool:
    return method not in READING and "session_key" not in method


def point_at(folder: Path, url: str) -> Reading:
    """The same project, with the interface at another address."""
    path = folder / "surveys" / "alliance-baseline" / "survey.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(
            f"  url: {url}" if one.startswith("  url: ") else one for one in lines
        )
        + "\n",
        encoding="utf-8",
    )
    kept = record_path(folder / "var", "alliance-baseline", "live")
    if (record := read_record(kept)) is not None:
        # as the manual says for a server that has a new address
        record.url = url
        write_record(kept, record)
    return read(folder)


def test_fielding_and_collecting_cut_at_any_point_end_in_the_same_state(
    tmp_path: Path, tidy: list[Reading]
) -> None:
    reading, _ = project(tmp_path, "pseudonymous")
    tidy.append(reading)
    listed = people(12)
    failures = 0
    for _ in range(30):
        # every run gets one step further, and does not learn that it did
        with cutting(1, changes_something) as url:
            try:
                pipeline.field(point_at(tmp_path, url), "live", listed, "", now=now)
            except Problems:
                failures += 1
            else:
                break
    assert failures >= 10
    reading = point_at(tmp_path, URL)
    pipeline.field(reading, "live", listed, "", now=now)
    record = record_of(reading)
    assert len(record.used) == len(set(record.used))
    links: list[tuple[Person, Respondent]] = []
    chance = random.Random(5)
    with server(reading) as client:
        surveys = structure.list_of_dicts(client.call("list_surveys"))
        mine = [row for row in surveys if int(str(row["sid"])) in record.used]
        assert sorted(str(row["active"]) for row in mine) == ["Y", "Y", "Y"]
        on_list = [
            one
            for remote in record.surveys.values()
            for one in fielding.participants(client, remote.sid)
        ]
        assert len({one.alias for one in on_list}) == len(on_list) == 12
        assert sum(one.sent for one in on_list) == 10
        for person, link in zip(
            listed,
            _links(reading, client, listed, record, anonymous=False),
            strict=True,
        ):
            names = columns(client, record.surveys[person.group].sid)
            one = Respondent(link, names, chance)
            one.visit()
            links.append((person, one))
    failures = 0
    for at in range(2, 12):
        with cutting(at, lambda _: True) as url:
            try:
                collect(point_at(tmp_path, url), "live", now=now)
            except Problems:
                failures += 1
    assert failures == 10
    reading = point_at(tmp_path, URL)
    collect(reading, "live", now=now)
    _compare(reading, reading.frozen("live"), links, anonymous=False)
    kept = whole_store(reading)
    assert collect(reading, "live", now=now, full=True).changed == 0
    assert whole_store(reading) == kept
