"""Every failure of two real servers, in the words a person reads; and their results."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.backends.limesurvey import collecting, fielding, structure
from generator.backends.limesurvey.client import (
    Account,
    Client,
    Refused,
    SignInRefused,
    Uncertain,
)
from generator.errors import Exit, Problem, Problems

FOLDER = Path(__file__).parent / "recordings"
SERVERS = ("ls5", "ls6")
RECORDED: dict[str, dict[str, dict[str, Any]]] = {
    server: json.loads((FOLDER / f"{server}.json").read_text(encoding="utf-8"))
    for server in SERVERS
}
KEY = "KeyOfASession~0123456789abcdefgh"
PASSWORD = "never-in-a-message"

OWN_WORDS = "the words are the server's own"
CRASH = (
    "run the same command again; if it stays, the server's own log says why: its "
    "administrator can read it"
)

REFUSED = {
    "At least one column must be selected for export.": (
        "anon_export_fields_emptylist",
        "named_export_fields_emptylist",
    ),
    "Error: Failed to import survey language settings - data is invalid.": (
        "import_title_empty",
    ),
    "Error: Invalid LimeSurvey group structure XML": ("import_group_bad_xml",),
    "Error: Invalid LimeSurvey question structure XML": ("import_question_bad_xml",),
    "Error: Invalid group ID": ("import_question_bad_group",),
    "Error: Invalid language": ("list_questions_bad_lang",),
    "Error: Invalid questionid": ("get_question_properties_unknown",),
    "Error: Invalid survey ID": (
        "activate_survey_unknown",
        "activate_tokens_unknown_survey",
        "admin_delete_response_unknown_survey",
        "get_survey_properties_unknown",
        "list_groups_unknown_survey",
        "list_questions_unknown_survey",
        "set_survey_properties_unknown_survey",
    ),
    "Error: Invalid tokenid": ("get_participant_properties_missing",),
    "Error: No candidate tokens": (
        "invite_participants_again_same",
        "remind_participants_mindays",
    ),
    "Error: No results were found based on your attributes.": (
        "get_participant_properties_ambiguous",
    ),
    "Error: No survey participants table": (
        "get_participant_properties_no_table",
        "invite_participants_no_table",
        "list_participants_no_table",
    ),
    "Error: Survey already active": (
        "activate_survey_already_active",
        "noperm_activate",
    ),
    "Error: Survey does not pass consistency check": ("activate_empty_survey",),
    "Error: The question could not be imported for the following reasons: Question "
    "codes must be unique.": ("import_question_dup_code",),
    "Error: This is not a valid LimeSurvey survey structure XML file.": (
        "import_bad_xml",
        "import_not_base64",
        "import_not_survey_xml",
    ),
    "Error: Unable to import survey. Anonymized is not in the list.": (
        "import_bad_enum_setting",
    ),
    "Error:Survey is active and not editable": (
        "add_group_active",
        "delete_group_active",
    ),
    "Faulty parameters": ("add_survey_bad_lang",),
    "Invalid Column names supplied: bogus": (
        "anon_update_response_bad_col",
        "named_update_response_bad_col",
    ),
    "Invalid extension": ("import_bad_extension_tsv",),
    "Invalid setting": ("get_site_settings_unknown", "noperm_get_site_settings"),
    "Invalid summary key": ("get_summary_bad_key",),
    "Invalid surveyid": ("get_summary_unknown_survey",),
    "Invalid user": ("list_surveys_unknown_user",),
    "Language code not found for this survey.": (
        "anon_export_bad_lang",
        "named_export_bad_lang",
    ),
    "Missing response identifier (id|token)": (
        "anon_update_response_no_id",
        "named_update_response_no_id",
    ),
    "No Data, could not get max id.": ("export_responses_no_rows",),
    "No Data, survey table does not exist.": (
        "admin_export_by_token_unknown_survey",
        "export_responses_inactive",
    ),
    "No Response found for Token": ("named_export_by_token_none",),
    "No available data": ("get_summary_inactive_one",),
    "No matching Response": (
        "anon_update_response_missing",
        "named_update_response_missing",
    ),
    "No survey participants found.": ("list_participants_none",),
    "No survey participants table": ("add_participants_no_table",),
    "No survey response table": ("add_response_inactive",),
    "No surveys found": (
        "content_type_charset",
        "named_params_object",
        "noperm_list_surveys",
        "too_many_params",
        "url_trailing_slash",
    ),
    "No valid Data": (
        "get_question_properties_unknown_setting",
        "set_participant_properties_bad",
        "set_survey_properties_active_locked",
        "set_survey_properties_none_valid",
    ),
    "Really Invalid extension": ("import_question_bad_ext",),
    "Response Id not found": (
        "anon_delete_response_missing",
        "named_delete_response_missing",
    ),
    "Survey is not active": ("update_response_inactive",),
    'Table "lime_survey_711112" does not have a column named "token".': (
        "anon_export_by_token",
        "anon_export_by_token_none",
        "anon_get_response_ids",
        "anon_update_response_by_token",
        "ls5/anon_get_uploaded_files",
    ),
    "The extension txt is not valid. Valid extensions are:": (
        "anon_upload_file",
        "named_upload_file",
    ),
    'The table "{{survey_682701}}" for active record class "SurveyDynamic" cannot be '
    "found in the database.": ("ls6/export_statistics_inactive",),
    'The table "{{survey_682705}}" for active record class "SurveyDynamic" cannot be '
    "found in the database.": ("ls5/export_statistics_inactive",),
    "unable to decode malformed json": ("empty_body", "malformed_json"),
}
"""The server's words, to the cases in which they come."""

NO_PERMISSION = (
    "admin_delete_unknown_survey",
    "admin_export_unknown_survey",
    "array_param_as_string",
    "delete_survey_again",
    "noperm_activate_tokens",
    "noperm_add_participants",
    "noperm_add_response",
    "noperm_add_survey",
    "noperm_delete_survey",
    "noperm_export",
    "noperm_export_unknown_survey",
    "noperm_get_fieldmap",
    "noperm_get_summary",
    "noperm_get_survey_properties",
    "noperm_import_survey",
    "noperm_invite",
    "noperm_list_participants",
    "noperm_list_questions",
    "noperm_set_survey_properties",
)
ENDED = ("after_release", "bad_session_key", "null_session_key", "session_expired")

DATABASE = {
    "22001": (
        "anon_add_response_too_long",
        "import_question_code_too_long",
        "named_add_response_too_long",
    ),
    "22007": ("anon_add_response_invalid_answer", "named_add_response_invalid_answer"),
    "42S01": ("activate_tokens_again",),
    "42S02": (
        "add_participants_no_table_stale_schema_cache",
        "add_response_inactive_stale_schema_cache",
        "export_statistics_inactive_stale_schema_cache",
    ),
    "42S22": ("ls6/anon_get_uploaded_files",),
}
"""The database's state, to the cases in which it fails."""

CRASHED = (
    "add_question_missing_method",
    "batch_array",
    "login_missing_param",
    "ls5/get_available_site_settings",
    "missing_params",
    "named_params_wrong",
    "params_not_list",
    "php_fatal_memory",
    "private_method",
    "unknown_method",
)

BAD_ACCOUNT = (
    "login_bad_password",
    "login_plugin_ldap_inactive",
    "login_unknown_plugin",
    "login_unknown_user",
)
LOCKED_OUT = ("login_lockout", "login_lockout_correct_password")
NOT_THERE = ("url_query_style", "url_root", "url_wrong")
OFF = (
    "id_zero",
    "no_content_type",
    "no_id",
    "rpc_interface_off",
    "rpc_interface_off_get",
    "wrong_content_type",
)
OTHER_ID = ("id_string", "jsonrpc2_envelope")


def answers() -> Iterator[tuple[str, type[Problems], Problem]]:
    """Case, layer, and the problem it becomes; `{method}` stands for the call."""

    def problem(code: str, message: str, hint: str) -> Problem:
        return Problem("", 0, 0, code, message, hint)

    for words, cases in REFUSED.items():
        refused = f"LimeSurvey refused `{{method}}`: {words}"
        for case in cases:
            yield case, Refused, problem("limesurvey-refused", refused, OWN_WORDS)
    right = (
        "the account needs the global right to create surveys, and must own this one; "
        "ask the administrator. Of a survey that was deleted, the server says the same"
    )
    for case, words in [
        *((case, "No permission") for case in NO_PERMISSION),
        ("noperm_list_users", "Permission denied."),
    ]:
        refused = f"LimeSurvey refused `{{method}}`: {words}"
        yield case, Refused, problem("limesurvey-permission", refused, right)
    for case in ENDED:
        yield (
            case,
            Refused,
            problem(
                "limesurvey-refused",
                "LimeSurvey refused `{method}`: Invalid session key",
                "the session ended; run the same command again, it goes on",
            ),
        )
    for state, cases in DATABASE.items():
        failed = f"LimeSurvey's database failed at `{{method}}` (SQLSTATE {state})"
        for case in cases:
            yield case, Refused, problem("limesurvey-server-error", failed, CRASH)
    crashed = "LimeSurvey itself failed at `{method}` (HTTP 500)"
    for case in CRASHED:
        yield case, Uncertain, problem("limesurvey-server-error", crashed, CRASH)
    for case in BAD_ACCOUNT:
        yield (
            case,
            SignInRefused,
            problem(
                "limesurvey-login",
                "the server does not accept this user name and password (`admin`)",
                "check both, and `plugin:` in survey.yaml if the account signs in "
                "through LDAP; do not try often, the server locks an address after a "
                "few tries",
            ),
        )
    yield (
        "login_limited_user",
        SignInRefused,
        problem(
            "limesurvey-login",
            "this account may not sign in with a password of the server's own "
            "(`admin`)",
            "ask the administrator for the global right 'Use internal database "
            "authentication', or set `plugin: AuthLDAP` in survey.yaml",
        ),
    )
    for case in LOCKED_OUT:
        yield (
            case,
            SignInRefused,
            problem(
                "limesurvey-locked-out",
                "the server has locked this machine's address after wrong passwords",
                "wait 5 minutes without trying again, then check user name and "
                "password",
            ),
        )
    yield (
        "url_short_path",
        Problems,
        problem(
            "limesurvey-address",
            "the server sends this address elsewhere (HTTP 302)",
            "give the full address of the interface, with `index.php`, such as "
            "https://survey.example.org/index.php/admin/remotecontrol",
        ),
    )
    yield (
        "db_update_pending",
        Problems,
        problem(
            "limesurvey-server-error",
            "LimeSurvey was updated, and its database not yet",
            "its administrator must sign in there once and follow the update",
        ),
    )
    for case in NOT_THERE:
        yield (
            case,
            Problems,
            problem(
                "limesurvey-address",
                "there is no remote control interface at this address (HTTP 400)",
                "it is `…/index.php/admin/remotecontrol`, or on some servers "
                "`…/index.php?r=admin/remotecontrol`; the administrator sees it under "
                "Configuration, Global settings, Interfaces",
            ),
        )
    for case in OFF:
        yield (
            case,
            Problems,
            problem(
                "limesurvey-interface-off",
                "the address answers, but the remote control interface is off",
                "ask the administrator to set 'RPC interface' to JSON-RPC: "
                "Configuration, Global settings, Interfaces",
            ),
        )
    yield (
        "rpc_interface_xml",
        Problems,
        problem(
            "limesurvey-interface-off",
            "the remote control interface is set to XML-RPC",
            "ask the administrator to set 'RPC interface' to JSON-RPC",
        ),
    )
    no_answer = "the server gave no answer to `{method}`: "
    for case, reason in [
        *((case, "the answer belongs to another call") for case in OTHER_ID),
        ("http_get", "what came is not JSON, or was cut off"),
    ]:
        yield (
            case,
            Uncertain,
            problem(
                "limesurvey-no-answer", no_answer + reason, "try again in a moment"
            ),
        )


EXPECTED = {case: (layer, problem) for case, layer, problem in answers()}


def cases() -> list[tuple[str, str]]:
    return [(server, case) for server in SERVERS for case in sorted(RECORDED[server])]


def expected(server: str, case: str) -> tuple[type[Problems], Problem] | None:
    return EXPECTED.get(f"{server}/{case}") or EXPECTED.get(case)


FAILURES = [(server, case) for server, case in cases() if expected(server, case)]
RESULTS = [each for each in cases() if each not in FAILURES]


def method_of(record: dict[str, Any]) -> str:
    return record["method"] or "list_surveys"


def replayed(record: dict[str, Any]) -> Client:
    """A client whose every call meets the recorded answer, under the call's own id."""

    def handle(request: httpx.Request) -> httpx.Response:
        number = json.loads(request.content)["id"]
        body = record["body"]
        if record["id"] == 1:
            body = re.sub(r'\A\{"id":1\b', f'{{"id":{number}', body)
        return httpx.Response(
            record["status"], headers=record["headers"], content=body.encode()
        )

    return Client(
        "https://limesurvey.test/index.php/admin/remotecontrol",
        Account("admin", PASSWORD),
        httpx.Client(transport=httpx.MockTransport(handle)),
        sleep=lambda _seconds: None,
        _key=KEY,
    )


def result_of(record: dict[str, Any]) -> Any:
    """The result of a recorded call, or what is raised instead."""
    client = replayed(record)
    if record["method"] == "get_session_key":
        client._key = None
        client.sign_in()
        return client._key
    return client._call(method_of(record), [KEY])


def result(server: str, case: str) -> Any:
    return result_of(RECORDED[server][case])


@pytest.mark.parametrize(("server", "case"), FAILURES)
def test_a_failure_is_told_in_these_words_and_no_secret(server: str, case: str) -> None:
    record = RECORDED[server][case]
    layer, wanted = expected(server, case) or (Problems, None)
    assert wanted is not None
    with pytest.raises(layer) as refused:
        result_of(record)
    [problem] = refused.value.problems
    message = wanted.message.replace("{method}", method_of(record))
    assert (problem.code, problem.message, problem.hint) == (
        wanted.code,
        message,
        wanted.hint,
    )
    assert refused.value.exit_code == Exit.BACKEND
    # nothing is an instance of a finer layer than the one named
    finer = (Refused, SignInRefused, Uncertain)
    assert [one for one in finer if isinstance(refused.value, one)] == [
        one for one in finer if one is layer
    ]
    told = str(problem)
    assert KEY not in told
    assert PASSWORD not in told
    assert not re.search(r"@|<\w|SQL statement|SELECT|INSERT|VALUES|LABSESS", told)


def test_every_recorded_failure_is_in_the_table_and_nothing_else_is() -> None:
    failed: list[tuple[str, str]] = []
    for server, case in cases():
        answer = RECORDED[server][case]
        try:
            body = json.loads(answer["body"])
        except ValueError:
            failed.append((server, case))
            continue
        status = body["result"].get("status", "OK") if is_dict(body["result"]) else "OK"
        good = status == "OK" or re.fullmatch(r"\d+ left to send", status)
        if body["error"] or body["id"] != 1 or not good or answer["status"] != 200:
            failed.append((server, case))
    assert failed == FAILURES
    named = Counter(case for case, _, _ in answers())
    assert {case: n for case, n in named.items() if n > 1} == {}
    there = {case for _, case in cases()} | {f"{s}/{c}" for s, c in cases()}
    assert set(EXPECTED) <= there


def is_dict(value: object) -> bool:
    return isinstance(value, dict)


@pytest.mark.parametrize(("server", "case"), RESULTS)
def test_a_result_arrives_as_it_was_sent(server: str, case: str) -> None:
    record = RECORDED[server][case]
    assert result_of(record) == json.loads(record["body"])["result"]


@pytest.mark.parametrize("server", SERVERS)
def test_columns_are_taken_from_the_fieldmap_never_built(server: str) -> None:
    fieldmap = result(server, "get_fieldmap")
    columns = structure.columns(fieldmap)
    assert "intro" not in columns
    assert columns["runid"].startswith("711111X")
    assert columns["areaA[a1]"].endswith("a1")
    assert set(columns) >= {"role", "role[other]", "tools[other]", "areaA[a1]"}
    renamed = {
        f"Q{each['qid']}" + (f"_S{number}" if each["aid"] else ""): each
        for number, each in enumerate(fieldmap.values())
        if each["qid"]
    }
    assert set(structure.columns(renamed)) == set(columns)
    assert structure.columns(renamed)["runid"] == f"Q{columns['runid'].split('X')[2]}"


@pytest.mark.parametrize("server", SERVERS)
def test_headings_of_an_export_are_those_of_the_fieldmap(server: str) -> None:
    columns = structure.columns(result(server, "get_fieldmap"))
    [row, *_] = exported(server, "named_export_json_code_short")
    kept = {"id", "submitdate", "lastpage", "startlanguage", "seed", "token"}
    kept |= {"startdate", "datestamp", "intro"}
    assert set(row) - kept == set(columns)


def exported(server: str, case: str) -> list[dict[str, Any]]:
    rows = collecting._decoded(result(server, case))
    assert rows is not None
    return rows


@pytest.mark.parametrize("server", SERVERS)
def test_rows_of_an_export_are_read_whole_or_told_from_cut_off(server: str) -> None:
    rows = exported(server, "named_export_json_code_short")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert {row["areaA[a1]"] for row in rows} >= {"0", "5", None}
    assert exported(server, "named_export_range_empty") == []
    assert exported(server, "named_export_from_beyond_max") == []
    packed = result(server, "named_export_json_code_short")
    whole = base64.b64decode(packed)
    for cut in (packed[:401], packed[:400], "", 7, None):
        assert collecting._decoded(cut) is None
    twisted = whole.replace(b'"id"', b'"no"')
    assert collecting._decoded(base64.b64encode(twisted).decode()) is None


@pytest.mark.parametrize("server", SERVERS)
def test_an_anonymous_export_holds_nothing_of_the_invitation(server: str) -> None:
    for row in exported(server, "anon_export_fields_attributes"):
        assert set(row.values()) - {row["id"]} == {None}


@pytest.mark.parametrize("server", SERVERS)
def test_participants_are_read_with_what_was_done_about_them(server: str) -> None:
    rows = result(server, "list_participants_after_mail")
    found = [fielding._participant(row) for row in structure.list_of_dicts(rows)]
    assert {one.sent for one in found} >= {True}
    assert all(one.email and one.token for one in found)
    after = result(server, "named_list_participants_after")
    done = [fielding._participant(row) for row in structure.list_of_dicts(after)]
    assert {one.completed for one in done} == {True, False}
    anonymous = result(server, "anon_list_participants_after")
    done = [fielding._participant(row) for row in structure.list_of_dicts(anonymous)]
    assert {one.completed for one in done} == {True, False}


@pytest.mark.parametrize("server", SERVERS)
def test_a_participant_the_server_did_not_take_is_told_by_its_field(
    server: str,
) -> None:
    [row] = result(server, "add_participants_bad_email")
    assert list(row["errors"]) == ["email"]
    # and the others come back with a number written as text
    assert {type(one["tid"]) for one in result(server, "add_participants_ok")} == {str}


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ({"DEV": {"answer": "Developer"}, "NA": {}}, {"DEV", "NA"}),
        ([{"answer": "None"}, {"answer": "All"}], {"0", "1"}),
        ("No available answer options", set()),
        ([], set()),
        (None, set()),
    ],
)
def test_options_are_read_in_every_form_the_server_gives_them(
    answer: object, codes: set[str]
) -> None:
    told = {"id": 1, "result": {"answeroptions": answer}, "error": None}
    body = json.dumps(told, separators=(",", ":"))
    record = {**RECORDED["ls6"]["get_question_properties_list"], "body": body}
    assert structure._options(replayed(record), "108", "en") == codes


@pytest.mark.parametrize("server", SERVERS)
def test_options_of_a_recorded_question_are_its_codes(server: str) -> None:
    client = replayed(RECORDED[server]["get_question_properties_list"])
    assert structure._options(client, "108", "en") == {"DEV", "OPS", "MGR"}
    client = replayed(RECORDED[server]["get_question_properties_array"])
    assert structure._options(client, "112", "en") >= {"NA", "DK", "0", "5"}


@pytest.mark.parametrize("server", SERVERS)
def test_lines_of_a_listing_find_their_question_whatever_the_order(
    server: str,
) -> None:
    rows = structure.list_of_dicts(result(server, "list_questions"))
    tops = {str(row["qid"]): row["title"] for row in rows if not row["parent_qid"]}
    lines = [
        (tops[str(row["parent_qid"])], row["title"])
        for row in rows
        if row["parent_qid"]
    ]
    assert ("areaA", "a1") in lines
    assert [str(row["qid"]) for row in rows] != sorted(str(row["qid"]) for row in rows)
