"""What is asked of a LimeSurvey server when somebody is to be forgotten.

The server here answers as one of version 5.6 was seen to: it keeps participants and
responses, and deletes what it is told to.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from samples import ground, small_survey, small_wave

from generator.backends.forgetting import Sought
from generator.backends.limesurvey.client import Account
from generator.backends.limesurvey.forgetting import LimeSurveyMemory
from generator.backends.limesurvey.record import (
    Record,
    Remote,
    Whose,
    read_record,
    record_path,
    token_hash,
    write_record,
)
from generator.backends.pseudonyms import alias
from generator.formats.lss import survey_title
from generator.model.survey import LimeSurvey

WAVE = dataclasses.replace(small_wave(), backend="limesurvey")
INSTRUMENT = WAVE.instruments[0]
SID = 711111
URL = "https://limesurvey.test/index.php/admin/remotecontrol"
HER = Sought(frozenset(("code-of-her",)), remote_ids=frozenset((f"{SID}.7",)))


def alias_of(pseudonym: str) -> str:
    return alias(b"k" * 32, WAVE.id, "oncology", pseudonym)


class Server:
    """One survey with three participants, of whom two have answered."""

    def __init__(self) -> None:
        self.people = {
            1: ("her@mail.example", "token-her", alias_of("code-of-her")),
            2: ("him@mail.example", "token-him", alias_of("code-of-him")),
            3: ("added@mail.example", "token-added", ""),
        }
        self.rows = {7: "token-her", 8: "token-him"}
        self.title = survey_title(INSTRUMENT, "en")
        self.there = True
        self.reachable = True
        self.called: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.reachable:
            raise httpx.ConnectError("refused")
        call = json.loads(request.content)
        self.called.append(call["method"])
        result = getattr(self, call["method"])(*call["params"][1:])
        body = {"id": call["id"], "result": result, "error": None}
        return httpx.Response(200, json=body)

    def get_session_key(self, *_: Any) -> str:
        return "key"

    def release_session_key(self, *_: Any) -> str:
        return "OK"

    def list_participants(self, sid: int, *_: Any) -> Any:
        rows = [
            {
                "tid": str(tid),
                "token": token,
                "attribute_1": "TEAM",
                "attribute_3": code,
                "participant_info": {"email": email, "firstname": "N"},
            }
            for tid, (email, token, code) in self.people.items()
        ]
        return rows or {"status": "No survey participants found."}

    def export_responses(self, *_: Any) -> Any:
        rows = [{"id": str(n), "token": token} for n, token in self.rows.items()]
        return base64.b64encode(json.dumps({"responses": rows}).encode()).decode()

    def delete_response(self, sid: int, number: int) -> Any:
        if self.rows.pop(number, None) is None:
            return {"status": "Response Id not found"}
        return {str(number): "deleted"}

    def delete_participants(self, sid: int, tids: list[int]) -> Any:
        for tid in tids:
            del self.people[tid]
        return {str(tid): "Deleted" for tid in tids}

    def get_language_properties(self, *_: Any) -> Any:
        if not self.there:
            return {"status": "Error: Invalid survey ID"}
        return {"surveyls_title": self.title}

    def delete_survey(self, sid: int) -> Any:
        self.there = False
        return {"status": "OK"}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def memory(server: Server, tmp_path: Path) -> LimeSurveyMemory:
    record = Record(WAVE.fingerprint, URL, arrays=False)
    record.surveys[INSTRUMENT.id] = Remote(
        SID,
        imported=True,
        verified=True,
        active=True,
        invitations={
            token_hash("token-her"): Whose("oncology", "code-of-her", ""),
            token_hash("token-him"): Whose("oncology", "code-of-him", ""),
        },
    )
    write_record(record_path(tmp_path, WAVE.survey, WAVE.id), record)
    settings = LimeSurvey(url=URL)
    return LimeSurveyMemory(
        ground(WAVE, tmp_path, survey=small_survey(limesurvey={"url": URL})),
        settings,
        lambda: Account("user", "word"),
        lambda: httpx.Client(transport=httpx.MockTransport(server)),
        lambda _seconds: None,
    )


def test_a_person_goes_from_the_server_and_from_our_record(
    memory: LimeSurveyMemory, server: Server
) -> None:
    planned = memory.forget_people(HER, dry_run=True)
    assert sorted(server.people) == [1, 2, 3]
    done = memory.forget_people(HER, dry_run=False)
    assert done == planned
    assert (done.invitations, done.responses, done.by_hand) == (1, 1, ())
    assert done.remote_ids == (f"{SID}.7",)
    assert (sorted(server.people), sorted(server.rows)) == ([2, 3], [8])
    assert b"code-of-her" not in memory.path.read_bytes()
    assert b"code-of-him" in memory.path.read_bytes()
    assert memory.forget_people(HER, dry_run=False).invitations == 0


def test_an_address_leads_to_the_code_that_stands_beside_it(
    memory: LimeSurveyMemory,
) -> None:
    assert memory.addressed(["HER@mail.example"]) == {"code-of-her"}
    assert memory.owners(["token-him", "unknown"]) == {"token-him": "code-of-him"}


def test_somebody_added_by_hand_is_found_by_the_address(
    memory: LimeSurveyMemory, server: Server
) -> None:
    sought = Sought(frozenset(("x",)), frozenset(("added@mail.example",)))
    assert memory.forget_people(sought, dry_run=False).invitations == 1
    assert sorted(server.people) == [1, 2]


def test_where_the_server_cannot_be_reached_it_is_said_what_to_delete_there(
    memory: LimeSurveyMemory, server: Server
) -> None:
    server.reachable = False
    done = memory.forget_people(HER, dry_run=False)
    [sentence] = done.by_hand
    assert f"limesurvey.test, survey {SID}: delete response 7" in sentence
    assert "Participants" in sentence
    assert b"code-of-her" not in memory.path.read_bytes()


def test_a_wave_goes_with_its_surveys(memory: LimeSurveyMemory, server: Server) -> None:
    assert memory.forget_wave(dry_run=True).invitations == 2
    assert server.there
    assert memory.forget_wave(dry_run=False).by_hand == ()
    assert not server.there
    assert not memory.path.exists()


def test_a_survey_of_another_title_is_left_to_people(
    memory: LimeSurveyMemory, server: Server
) -> None:
    server.title = "Somebody else's"
    done = memory.forget_wave(dry_run=False)
    assert "no longer bears our title" in done.by_hand[0]
    assert server.there
    record = read_record(memory.path)
    assert record is not None
    assert record.surveys[INSTRUMENT.id].invitations == {}
    assert record.surveys[INSTRUMENT.id].sid == SID


def test_an_unreachable_server_keeps_the_numbers_to_try_again(
    memory: LimeSurveyMemory, server: Server
) -> None:
    server.reachable = False
    [sentence] = memory.forget_wave(dry_run=False).by_hand
    assert f"delete survey {SID}" in sentence
    server.reachable = True
    assert memory.forget_wave(dry_run=False).by_hand == ()
    assert not server.there


def test_what_an_unreachable_server_kept_is_found_when_it_is_back(
    memory: LimeSurveyMemory, server: Server
) -> None:
    server.reachable = False
    memory.forget_people(HER, dry_run=False)
    server.reachable = True
    for sought in (
        Sought(frozenset(("code-of-her",))),
        Sought(frozenset(("another code",)), frozenset(("HER@mail.example",))),
    ):
        planned = memory.forget_people(sought, dry_run=True)
        assert (planned.invitations, planned.responses) == (1, 1)
    memory.forget_people(sought, dry_run=False)
    assert (sorted(server.people), sorted(server.rows)) == ([2, 3], [8])
