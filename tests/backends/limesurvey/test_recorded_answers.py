"""What real servers answered, and what a person is told about it.

`recordings/` holds answers of LimeSurvey 5.6.33 and 6.1.8: every recorded failure, and
the successes that our code reads. Long pages of HTML are cut.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.backends.limesurvey import client as limesurvey
from generator.backends.limesurvey import structure
from generator.backends.limesurvey.client import Account, Client, Json
from generator.errors import Problems

FOLDER = Path(__file__).parent / "recordings"
RECORDED: dict[str, dict[str, Any]] = {
    version: json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8"))
    for version in ("ls5", "ls6")
}
CASES = [(version, case) for version in RECORDED for case in RECORDED[version]]
SECRET = "canary-of-a-password"

OFF = ("limesurvey-interface-off", "the remote control interface is off")
WRONG = ("limesurvey-address", "there is no remote control interface at this address")
CRASH = ("limesurvey-server-error", "LimeSurvey itself failed at")
LOCKED = ("limesurvey-locked-out", "wait 5 minutes without trying again")
LOGIN = ("limesurvey-login", "does not accept this user name and password")
RIGHTS = ("limesurvey-permission", "the global right to create surveys")
DATABASE = ("limesurvey-server-error", "LimeSurvey's database failed at")
STRANGE = ("limesurvey-no-answer", "is not JSON, or was cut off")

TOLD = {
    "activate_tokens_again": DATABASE,
    "add_participants_no_table_stale_schema_cache": DATABASE,
    "add_question_missing_method": CRASH,
    "add_response_inactive_stale_schema_cache": DATABASE,
    "anon_add_response_invalid_answer": DATABASE,
    "anon_add_response_too_long": DATABASE,
    "array_param_as_string": RIGHTS,
    "batch_array": CRASH,
    "db_update_pending": ("limesurvey-server-error", "its database not yet"),
    "http_get": STRANGE,
    "id_string": ("limesurvey-no-answer", "belongs to another call"),
    "id_zero": OFF,
    "import_bad_enum_setting": (
        "limesurvey-refused",
        "Unable to import survey. Anonymized is not in the list.",
    ),
    "import_question_code_too_long": DATABASE,
    "jsonrpc2_envelope": ("limesurvey-no-answer", "belongs to another call"),
    "login_bad_password": LOGIN,
    "login_limited_user": ("limesurvey-login", "with a password of the server's own"),
    "login_lockout": LOCKED,
    "login_lockout_correct_password": LOCKED,
    "login_missing_param": CRASH,
    "login_plugin_ldap_inactive": LOGIN,
    "login_unknown_plugin": LOGIN,
    "login_unknown_user": LOGIN,
    "missing_params": CRASH,
    "named_add_response_invalid_answer": DATABASE,
    "named_add_response_too_long": DATABASE,
    "named_params_wrong": CRASH,
    "no_content_type": OFF,
    "no_id": OFF,
    "params_not_list": CRASH,
    "php_fatal_memory": CRASH,
    "php_memory_exhausted_export_responses": STRANGE,
    "private_method": CRASH,
    "rpc_interface_off": OFF,
    "rpc_interface_off_get": OFF,
    "rpc_interface_xml": ("limesurvey-interface-off", "is set to XML-RPC"),
    "session_expired": (
        "limesurvey-refused",
        "the session ended; run the same command",
    ),
    "unknown_method": CRASH,
    "url_query_style": WRONG,
    "url_root": WRONG,
    "url_short_path": ("limesurvey-address", "sends this address elsewhere (HTTP 302)"),
    "url_wrong": WRONG,
    "wrong_content_type": OFF,
}
"""Case to code and words; every other refusal is told in the server's own words."""


def replay(version: str, case: str) -> tuple[Json, Client]:
    """The recorded answer to a call of ours; its number is put in place of theirs."""
    recorded = RECORDED[version][case]

    def answer(request: httpx.Request) -> httpx.Response:
        ours = json.loads(request.content)["id"]
        theirs = recorded["id"]
        body = recorded["body"]
        if isinstance(theirs, int) and theirs:
            body = body.replace(f'"id":{theirs}', f'"id":{ours}', 1)
        return httpx.Response(
            recorded["status"], text=body, headers=recorded["headers"]
        )

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = Client("https://x", Account("u", SECRET), http, lambda _: None)
    method = recorded["method"] or "list_surveys"
    if method == "get_session_key":
        client.sign_in()
        return "signed in", client
    client._key = SECRET
    return client._checked(method, [SECRET]), client


def outcome(version: str, case: str) -> Problems | Json:
    try:
        return replay(version, case)[0]
    except Problems as problems:
        return problems


@pytest.mark.parametrize(("version", "case"), CASES)
def test_a_person_is_told_what_is_wrong_and_what_to_do(
    version: str, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = outcome(version, case)
    if case in TOLD:
        assert isinstance(told, Problems), case
    if not isinstance(told, Problems):
        return
    [problem] = told.problems
    text = f"{problem.message} {problem.hint}"
    if case in TOLD:
        code, words = TOLD[case]
        assert problem.code == code
        assert words in text
    elif problem.code == "limesurvey-permission":
        assert "No permission" in text or "Permission denied" in text
    elif problem.code != "limesurvey-server-error":
        assert problem.code == "limesurvey-refused"
        assert problem.message.startswith("LimeSurvey refused `")
    assert told.exit_code == 3
    assert problem.hint
    assert not any(sign in text for sign in "<>\n\r\t\x1b")
    for secret in (SECRET, "SELECT", "INSERT", "@", "1406", "'abc'"):
        assert secret not in text
    assert SECRET not in caplog.text


def test_every_failure_named_here_is_recorded_for_both_versions() -> None:
    for version in RECORDED:
        missing = TOLD.keys() - RECORDED[version].keys()
        assert {case for case in missing if "stale_schema" not in case} <= {
            "php_fatal_memory",
            "php_memory_exhausted_export_responses",
            "private_method",
        }


@pytest.mark.parametrize("version", RECORDED)
def test_columns_are_read_from_the_field_map_by_whatever_name(version: str) -> None:
    fieldmap, _ = replay(version, "get_fieldmap")
    names = structure.columns(fieldmap)
    assert names["areaA[a1]"] != names["areaA[a2]"]
    assert "runid" in names
    assert "intro" not in names
    assert isinstance(fieldmap, dict)
    renamed: Json = {
        f"Q{number}": field for number, field in enumerate(fieldmap.values())
    }
    assert structure.columns(renamed).keys() == names.keys()
    assert structure.columns(renamed)["runid"].startswith("Q")


@pytest.mark.parametrize("version", RECORDED)
def test_people_on_the_list_are_read_as_both_versions_send_them(version: str) -> None:
    from generator.backends.limesurvey.fielding import _participant

    rows = structure.list_of_dicts(replay(version, "list_participants_all_attrs")[0])
    first = _participant(rows[0])
    assert (first.tid, first.code, first.completed) == (1, "team-1", False)
    assert first.token
    assert first.email


@pytest.mark.parametrize("version", RECORDED)
def test_options_come_as_a_dict_a_list_or_a_sentence(version: str) -> None:
    class Fixed:
        def __init__(self, result: Json) -> None:
            self.result = result

        def call(self, *_: Json) -> Json:
            return self.result

    def options(result: Json) -> frozenset[str]:
        return structure._options(Fixed(result), "1", "en")  # type: ignore[arg-type]

    recorded = replay(version, "get_question_properties_list")[0]
    assert options(recorded) == {"DEV", "OPS", "MGR"}
    assert options({"answeroptions": [{"answer": "No"}, {"answer": "Yes"}]}) == {
        "0",
        "1",
    }
    assert options({"answeroptions": "No available answer options"}) == frozenset()


def test_only_reading_calls_are_repeated_and_each_pause_is_longer() -> None:
    assert sorted(limesurvey.PAUSES) == list(limesurvey.PAUSES)
    tries: list[str] = []
    pauses: list[float] = []

    def dead(request: httpx.Request) -> httpx.Response:
        tries.append(json.loads(request.content)["method"])
        raise httpx.ReadTimeout("timed out", request=request)

    http = httpx.Client(transport=httpx.MockTransport(dead))
    client = Client("https://x", Account("u", SECRET), http, pauses.append)
    for method, times in (("list_surveys", 4), ("import_survey", 1)):
        tries.clear()
        client._key = SECRET
        with pytest.raises(limesurvey.Uncertain):
            client.call(method)
        assert tries == [method] * times
    assert tuple(pauses) == limesurvey.PAUSES
    tries.clear()
    client._key = None
    with pytest.raises(limesurvey.Uncertain):
        client.call("list_surveys")
    assert tries == ["get_session_key"]
    assert SECRET not in repr(client)


def test_a_refused_sign_in_is_never_tried_again() -> None:
    from limesurvey_server import LimeSurveyServer

    server = LimeSurveyServer()
    account = Account("baseline", "wrong")
    with (
        server.client() as http,
        limesurvey.signed_in("https://x", account, http=http, sleep=print) as client,
    ):
        for _ in range(9):
            with pytest.raises(limesurvey.SignInRefused):
                client.call("list_surveys")
    assert server.calls == ["get_session_key"]


def test_the_key_is_given_back_whatever_happens() -> None:
    from limesurvey_server import PASSWORD, LimeSurveyServer

    server = LimeSurveyServer()
    account = Account("baseline", PASSWORD)
    with (
        pytest.raises(ZeroDivisionError),
        server.client() as http,
        limesurvey.signed_in("https://x", account, http=http, sleep=print) as client,
    ):
        client.sign_in()
        raise ZeroDivisionError
    assert server.calls == ["get_session_key", "release_session_key"]
    assert server.keys == set()


def test_an_expired_key_is_renewed_once_and_for_reading_only() -> None:
    from limesurvey_server import PASSWORD, LimeSurveyServer

    server = LimeSurveyServer(faults={2: "expired", 7: "expired"})
    account = Account("baseline", PASSWORD)
    with (
        server.client() as http,
        limesurvey.signed_in("https://x", account, http=http, sleep=print) as client,
    ):
        with pytest.raises(limesurvey.Refused, match="Invalid survey ID"):
            client.call("get_survey_properties", 1, [])
        assert server.calls.count("get_session_key") == 2
        server.faults = {len(server.calls) + 1: "expired"}
        with pytest.raises(limesurvey.Refused, match="the session ended"):
            client.call("delete_survey", 1)
        assert server.calls.count("get_session_key") == 2
