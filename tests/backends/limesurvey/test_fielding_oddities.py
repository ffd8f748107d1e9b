"""Fielding again with another list, on other servers, and after half an import."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fielded import SETTINGS, backend, people, record, wave
from limesurvey_server import DONE, URL, LimeSurveyServer
from samples import ground, small_survey

from generator.backends.limesurvey.backend import LimeSurveyBackend
from generator.backends.limesurvey.client import Account
from generator.backends.mailmerge import read_mail_merge
from generator.errors import Exit, Problems
from generator.model.people import Person


def field(one: LimeSurveyBackend, listed: list[Person]) -> None:
    one.field(listed, "", lambda _: None)


def row_of(server: LimeSurveyServer, one: LimeSurveyBackend, address: str) -> dict:  # type: ignore[type-arg]
    rows = [
        row
        for remote in record(one).surveys.values()
        for row in server.surveys[remote.sid].people or ()
        if row["email"] == address
    ]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize("at_once", [1, 3, 7])
def test_everybody_is_mailed_once_however_few_the_server_sends_in_one_call(
    tmp_path: Path, at_once: int
) -> None:
    server = LimeSurveyServer(at_once=at_once)
    one = backend(server, tmp_path)
    told: list[str] = []
    one.field(people(12), "", told.append)
    assert len(server.mails) == len(set(server.mails)) == 72 - 2
    assert sum(int(words.split()[1]) for words in told if "invitations sent" in words)
    server.mails.clear()
    one.remind(told.append)
    assert len(server.mails) == len(set(server.mails)) == 72 - 2


def test_who_wants_no_mails_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    server = LimeSurveyServer(at_once=2)
    one = backend(server, tmp_path, send_mails=False)
    field(one, people())
    sid = record(one).surveys["practitioner"].sid
    (server.surveys[sid].people or [])[0]["emailstatus"] = "OptOut"
    field(backend(server, tmp_path), people())
    assert len(server.mails) == 12 - 2 - 1
    assert (sid, 1) not in {(which, tid) for _, which, tid in server.mails}


def test_a_corrected_address_replaces_the_wrong_one_and_is_mailed(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    field(one, listed)
    before = row_of(server, one, listed[0].email)
    before["emailstatus"] = "bounced"
    token, mails = before["token"], len(server.mails)
    listed[0] = dataclasses.replace(listed[0], email="right@example.org", name="Ada")
    for _ in range(2):
        field(one, listed)
        after = row_of(server, one, "right@example.org")
        assert (after["token"], after["firstname"]) == (token, "Ada")
        assert after["emailstatus"] == "OK"
        assert len(server.mails) == mails + 1


def test_an_address_in_other_capitals_is_the_same_address(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    field(one, listed)
    mails = len(server.mails)
    field(one, [dataclasses.replace(p, email=p.email.upper()) for p in listed])
    assert len(server.mails) == mails


def test_who_has_finished_is_not_written_to_again(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    field(one, listed)
    row = row_of(server, one, listed[0].email)
    sid = record(one).surveys["practitioner"].sid
    server.answer(sid, {"Q1": "1"}, token=row["token"], submitdate=DONE)
    mails = len(server.mails)
    field(one, [dataclasses.replace(listed[0], email="new@example.org"), *listed[1:]])
    assert len(server.mails) == mails
    assert "set_participant_properties" not in server.calls


def test_a_wrong_correction_is_named_and_the_others_are_invited(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    field(one, listed)
    wrong = dataclasses.replace(listed[0], email="no-address")
    new = Person("new", "New", "new@example.org", "en", "stakeholder", "oncology", "")
    with pytest.raises(Problems) as refused:
        field(one, [wrong, *listed[1:], new])
    [problem] = refused.value.problems
    assert (problem.code, "no-address" in problem.message) == (
        "limesurvey-not-listed",
        True,
    )
    assert row_of(server, one, "new@example.org")["sent"] != "N"
    assert row_of(server, one, listed[0].email)["sent"] != "N"


def test_a_relay_can_come_and_go_between_two_runs(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    relayed = next(n for n, person in enumerate(listed) if person.relay)
    field(one, listed)
    mails = len(server.mails)
    direct = dataclasses.replace(listed[relayed], relay="")
    field(one, [*listed[:relayed], direct, *listed[relayed + 1 :]])
    row = row_of(server, one, direct.email)
    assert (row["sent"] != "N", len(server.mails)) == (True, mails + 1)
    field(one, listed)
    assert (row["email"], row["firstname"]) == ("", "")
    links = read_mail_merge(one.invitations_path)
    assert any(row["token"] in link.link for link in links)
    # whoever is mailed by the server has no link left in a file
    field(one, [dataclasses.replace(person, relay="") for person in listed])
    assert read_mail_merge(one.invitations_path) == []
    assert one.remind(lambda _: None) == []


def test_half_an_import_that_may_not_be_removed_is_left_alone(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    field(backend(server, tmp_path / "calm"), people())
    first = server.calls.index("import_survey") + 1
    server = LimeSurveyServer(faults={first: "half made, crashed"})

    def refused(_sid: int) -> object:
        return {"status": "No permission"}

    server._delete_survey = refused  # type: ignore[method-assign]
    one = backend(server, tmp_path / "mine")
    with pytest.raises(Problems):
        field(one, people())
    field(one, people())
    sids = {remote.sid for remote in record(one).surveys.values()}
    assert {sid for sid, survey in server.surveys.items() if survey.active} == sids
    assert len(server.surveys) == 4


@pytest.mark.parametrize("fault", ["half made", "half made, crashed"])
@pytest.mark.parametrize("identity", ["pseudonymous", "anonymous"])
def test_half_an_import_is_removed_and_another_number_taken(
    tmp_path: Path, identity: str, fault: str
) -> None:
    calm = LimeSurveyServer()
    field(backend(calm, tmp_path / "calm", identity), people())
    imports = [n for n, call in enumerate(calm.calls, 1) if call == "import_survey"]
    for number in imports:
        server = LimeSurveyServer(faults={number: fault})
        one = backend(server, tmp_path / f"{number}", identity)
        with pytest.raises(Problems) as refused:
            field(one, people())
        assert "SQL statement" not in str(refused.value)
        field(one, people())
        sids = {remote.sid for remote in record(one).surveys.values()}
        assert set(server.surveys) == sids
        assert all(survey.active for survey in server.surveys.values())
        assert len(record(one).used) == 4


@pytest.mark.parametrize(
    "second", ["reset before", "reset after", "500 before", "expired"]
)
def test_half_an_import_and_a_second_stop_while_it_is_removed(
    tmp_path: Path, second: str
) -> None:
    server = LimeSurveyServer()
    field(backend(server, tmp_path / "calm"), people())
    first = server.calls.index("import_survey") + 1
    server = LimeSurveyServer(faults={first: "half made, crashed"})
    one = backend(server, tmp_path / "once")
    with pytest.raises(Problems):
        field(one, people())
    field(one, people())
    removed = server.calls.index("delete_survey") + 1
    for number in range(removed - 3, removed + 3):
        faults = {first: "half made, crashed", number: second}
        server = LimeSurveyServer(faults=faults)
        one = backend(server, tmp_path / f"{number}")
        for _ in range(4):
            try:
                field(one, people())
            except Problems:
                continue
            break
        sids = {remote.sid for remote in record(one).surveys.values()}
        active = {sid for sid, survey in server.surveys.items() if survey.active}
        assert active == sids
        assert set(server.surveys) == sids, number
        assert len(set(record(one).used)) == len(record(one).used)
        assert len(server.mails) == len(set(server.mails)) == 10


def test_a_survey_that_a_plugin_changed_is_refused_in_its_own_words(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    import_survey: Callable[..., int] = server._import_survey

    def changed(*given: object) -> int:
        sid = import_survey(*given)
        tables = server.surveys[sid].tables
        tables["questions"][0]["title"] = "r364q0"
        tables["answers"] = tables["answers"][1:]
        server.surveys[sid].settings["ipaddr"] = "Y"
        return sid

    server._import_survey = changed  # type: ignore[method-assign]
    with pytest.raises(Problems) as refused:
        field(one, people())
    assert {problem.code for problem in refused.value.problems} == {"limesurvey-import"}
    said = " ".join(problem.message for problem in refused.value.problems)
    for words in (
        "question `Q1` is missing",
        "question `r364q0` is not ours",
        "the setting `ipaddr` is not N",
    ):
        assert words in said
    assert server.surveys == {}


def test_a_server_that_makes_no_survey_says_so(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    server._import_survey = lambda *_: 0  # type: ignore[method-assign]
    with pytest.raises(Problems, match="made no survey"):
        field(backend(server, tmp_path), people())
    assert server.surveys == {}


def test_a_taken_number_gives_another_and_that_one_is_kept(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    import_survey: Callable[..., int] = server._import_survey

    def elsewhere(data: str, kind: str, name: object, sid: int) -> int:
        return import_survey(data, kind, name, sid + 500_000)

    server._import_survey = elsewhere  # type: ignore[method-assign]
    one = backend(server, tmp_path)
    links = one.field(people(), "", lambda _: None)
    sids = {remote.sid for remote in record(one).surveys.values()}
    assert min(sids) > 500_000
    assert set(server.surveys) == sids
    assert all(f"/{sid}?" in " ".join(link.link for link in links) for sid in sids)


def test_every_connection_is_closed_also_after_a_refusal(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    field(one, people())
    one.status()
    list(one.arrivals({}))
    server.faults = {len(server.calls) + 2: "500 before"}
    with pytest.raises(Problems):
        one.remind(lambda _: None)
    assert len(server.clients) == 4
    assert all(client.is_closed for client in server.clients)
    assert server.keys == set()


def test_a_record_of_another_frozen_wave_is_not_gone_on_with(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    field(one, people())
    path = one.record_path
    kept = json.loads(path.read_bytes())
    path.write_text(json.dumps({**kept, "wave_fingerprint": "another"}))
    calls = len(server.calls)
    for act in (
        lambda: field(one, people()),
        lambda: one.intend(people(), ""),
        one.status,
        lambda: list(one.arrivals({})),
    ):
        with pytest.raises(Problems) as refused:
            act()  # type: ignore[no-untyped-call]
        assert refused.value.problems[0].code == "limesurvey-record"
    assert len(server.calls) == calls


def test_another_server_in_the_settings_is_noticed_before_it_is_called(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    field(backend(server, tmp_path), people())
    calls = len(server.calls)
    moved = backend(server, tmp_path, url=URL.replace("survey.", "other."))
    with pytest.raises(Problems) as refused:
        field(moved, people())
    [problem] = refused.value.problems
    assert problem.code == "limesurvey-moved"
    assert "survey.example.org" in problem.message
    assert "other.example.org" in problem.message
    assert len(server.calls) == calls
    # another form of the same server's address is no other server
    again = backend(
        server,
        tmp_path,
        url="https://survey.example.org/index.php?r=admin/remotecontrol",
    )
    field(again, people())


def test_a_damaged_or_newer_record_is_not_written_over(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    field(one, people())
    kept = one.record_path.read_bytes()
    for content, code in (
        (kept[:-40], "limesurvey-record"),
        (b"", "limesurvey-record"),
        (kept.replace(b'"format": 1', b'"format": 9'), "format-newer"),
    ):
        one.record_path.write_bytes(content)
        with pytest.raises(Problems) as refused:
            field(one, people())
        assert refused.value.problems[0].code == code
        assert one.record_path.read_bytes() == content


def test_the_record_and_what_is_said_hold_no_secret(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    told: list[str] = []
    links = one.field(people(), "", told.append)
    kept = one.record_path.read_text()
    tokens = [link.link.partition("token=")[2].partition("&")[0] for link in links]
    for secret in (*tokens, "example.org/", "@", "secret", "Practitioner"):
        assert secret not in kept.replace(SETTINGS["url"], ""), secret
    assert not any(token in words for token in tokens for words in told)


def test_an_account_without_rights_is_told_before_anything_is_made(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    survey = small_survey(limesurvey=SETTINGS)
    assert survey.limesurvey is not None
    one = LimeSurveyBackend(
        ground(wave(), tmp_path, survey=survey),
        survey.limesurvey,
        lambda: Account("baseline", "wrong"),
        http=server.client,
    )
    with pytest.raises(Problems) as refused:
        field(one, people())
    assert refused.value.exit_code == Exit.BACKEND
    assert server.calls == ["get_session_key"]
    assert not one.record_path.exists()
