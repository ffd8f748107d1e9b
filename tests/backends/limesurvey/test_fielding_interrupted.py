"""Fielding stopped at any call, in any way, ends as if nothing had happened."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from fielded import backend, people, record
from limesurvey_server import LimeSurveyServer

from generator.backends.limesurvey.client import READING
from generator.backends.mailmerge import read_mail_merge
from generator.errors import Problems

FAULTS = (
    "reset before",
    "reset after",
    "timeout after",
    "500 before",
    "500 after",
    "expired",
    "half",
    "wrong id",
    "empty",
)


def undisturbed(
    folder: Path, identity: str
) -> tuple[LimeSurveyServer, list[int], list[int]]:
    """A server after fielding; numbers of the calls that act, and that only read."""
    server = LimeSurveyServer()
    backend(server, folder / "calm", identity).field(people(), "", lambda _: None)
    numbered = list(enumerate(server.calls, 1))
    reading = [number for number, call in numbered if call in READING]
    acting = [number for number, call in numbered if call not in READING]
    return server, acting, reading


def end_state(server: LimeSurveyServer, used: list[int]) -> Any:
    """What must be the same however fielding went."""
    active = {
        survey.settings["sid"]: survey
        for survey in server.surveys.values()
        if survey.active
    }
    return {
        "active": len(active),
        "idle": sum(not one.active for one in server.surveys.values()),
        "numbers": len(used) == len(set(used)),
        "people": sorted(
            (row["email"], row["attribute_1"], row["attribute_3"], row["sent"])
            for survey in active.values()
            for row in survey.people or ()
        ),
        "mails": len(server.mails) == len(set(server.mails)),
        "mailed": len(server.mails),
    }


@pytest.mark.parametrize("identity", ["pseudonymous", "anonymous"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_stop_at_any_call_changes_nothing_in_the_end(
    tmp_path: Path, identity: str, fault: str
) -> None:
    calm, acting, reading = undisturbed(tmp_path, identity)
    wanted = end_state(calm, [])
    stops = 0
    # every call that acts for the two faults that matter most; of the calls that only
    # read, and are repeated by themselves, some
    numbers = acting[FAULTS.index(fault) % 3 :: 3]
    if fault in ("reset after", "expired"):
        numbers = sorted([*acting, *reading[::6]])
    for number in numbers:
        server = LimeSurveyServer(faults={number: fault})
        one = backend(server, tmp_path / f"{number}", identity)
        for _ in range(3):
            try:
                links = one.field(people(), "", lambda _: None)
            except Problems:
                stops += 1
                continue
            break
        else:
            pytest.fail(f"still failing after three runs, fault at call {number}")
        assert end_state(server, record(one).used) == wanted, number
        assert one.field(people(), "", lambda _: None) == links
        assert end_state(server, record(one).used) == wanted, number
    assert stops


def test_every_run_gets_one_step_further_where_no_answer_ever_comes_back(
    tmp_path: Path,
) -> None:
    calm, _, _ = undisturbed(tmp_path, "pseudonymous")
    server = LimeSurveyServer()
    one = backend(server, tmp_path / "x")
    stops = 0
    for _ in range(40):
        server.deaf = True
        try:
            one.field(people(), "", lambda _: None)
        except Problems:
            stops += 1
            continue
        break
    # import, list, people, start and mails of three, and shutting what is relayed
    assert stops == 16, stops
    assert end_state(server, record(one).used) == end_state(calm, [])


def test_one_wrong_address_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    listed[0] = dataclasses.replace(listed[0], email="no-address")
    with pytest.raises(Problems) as refused:
        one.field(listed, "", lambda _: None)
    [problem] = refused.value.problems
    assert problem.code == "limesurvey-not-listed"
    assert "no-address" in problem.message
    assert "email" in problem.message
    assert len(server.mails) == len(listed) - 1 - 2


def test_a_mail_that_fails_is_tried_again_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = people()
    listed[0] = dataclasses.replace(listed[0], email="bounce@example.org")
    told: list[str] = []
    one.field(listed, "", told.append)
    assert any("1 mails could not be sent" in words for words in told)
    sent = len(server.mails)
    one.field(listed, "", told.append)
    assert len(server.mails) == sent


def test_a_relayed_person_is_a_code_to_the_server_and_a_file_for_the_relay(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(), "", lambda _: None)
    links = read_mail_merge(one.invitations_path)
    assert {link.relay for link in links} == {"manager@example.org"}
    sid = record(one).surveys["partner"].sid
    hers = {link.link.partition("token=")[2].partition("&")[0] for link in links}
    for row in server.surveys[sid].people or ():
        if row["token"] in hers:
            assert (row["firstname"], row["email"], row["sent"]) == ("", "", "N")
    assert len(hers) == 2


def test_a_relay_cannot_open_what_a_partner_has_finished(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(), "", lambda _: None)
    surveys = {name: server.surveys[r.sid] for name, r in record(one).surveys.items()}
    for name, survey in surveys.items():
        relayed = name == "partner"
        for switch in ("tokenanswerspersistence", "alloweditaftercompletion"):
            assert survey.settings[switch] == ("N" if relayed else "Y")


def test_what_stands_in_braces_in_a_name_is_not_run(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    listed = [dataclasses.replace(people()[0], name='{if(1==1,"x","")} Ann')]
    one.field(listed, "", lambda _: None)
    [survey] = server.surveys.values()
    assert (survey.people or [])[0]["firstname"] == '(if(1==1,"x","")) Ann'


def test_the_pseudonym_never_leaves_this_machine(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(), "", lambda _: None)
    kept = {
        w.respondent
        for r in record(one).surveys.values()
        for w in r.invitations.values()
    }
    sent = {
        str(value)
        for survey in server.surveys.values()
        for row in survey.people or ()
        for value in row.values()
    }
    assert len(kept) == 12
    assert not kept & sent


def test_nobody_is_mailed_about_a_survey_that_was_stopped(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(1), "", lambda _: None)
    server.mails.clear()
    for survey in server.surveys.values():
        survey.active = False
    for again in (lambda: one.field(people(), "", print), lambda: one.remind(print)):
        with pytest.raises(Problems) as refused:
            again()
        assert refused.value.problems[0].code == "limesurvey-not-active"
    assert server.mails == []


def test_another_server_of_the_same_numbers_is_asked_nothing(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    backend(server, tmp_path).field(people(1), "", lambda _: None)
    elsewhere = LimeSurveyServer(surveys=dict(server.surveys))
    moved = backend(elsewhere, tmp_path, url="https://other.example.org/admin")
    for call in (
        lambda: moved.field(people(1), "", print),
        lambda: moved.remind(print),
        moved.status,
        lambda: list(moved.arrivals({})),
        lambda: moved.close(moved.wave.opens),
    ):
        with pytest.raises(Problems) as refused:
            call()
        assert refused.value.problems[0].code == "limesurvey-moved"
    assert elsewhere.calls == []


def test_a_server_that_lets_us_in_is_ready_and_makes_nothing(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    backend(server, tmp_path).ready()
    assert server.surveys == {}
    assert server.keys == set()


def test_nothing_on_the_list_names_a_team_a_group_or_a_company(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(), "", lambda _: None)
    for survey in server.surveys.values():
        for row in survey.people or ():
            codes = " ".join(str(row[f"attribute_{n}"]) for n in (1, 2, 3, 4))
            for word in ("oncology", "vaccines", "partner", "Company", "practitioner"):
                assert word not in codes


def test_a_number_that_somebody_else_has_is_left_to_them(tmp_path: Path) -> None:
    server = LimeSurveyServer()
    other = LimeSurveyServer()
    first = backend(other, tmp_path / "other")
    first.field(people(), "", lambda _: None)
    server.surveys = dict(other.surveys)
    before = {sid: len(one.people or ()) for sid, one in server.surveys.items()}
    one = backend(server, tmp_path / "mine")
    one.field(people(), "", lambda _: None)
    assert not set(before) & {each.sid for each in record(one).surveys.values()}
    assert {sid: len(server.surveys[sid].people or ()) for sid in before} == before


def test_reminders_go_to_those_who_have_not_finished_and_to_nobody_twice(
    tmp_path: Path,
) -> None:
    server = LimeSurveyServer()
    one = backend(server, tmp_path)
    one.field(people(), "", lambda _: None)
    sid = record(one).surveys["stakeholder"].sid
    done = (server.surveys[sid].people or [])[0]
    server.answer(sid, {"Q1": "3"}, token=done["token"], submitdate="2026-03-02")
    server.mails.clear()
    hers = one.remind(lambda _: None)
    reminded = {(which, tid) for kind, which, tid in server.mails if kind == "remind"}
    assert (sid, done["tid"]) not in reminded
    assert len(reminded) == 12 - 1 - 2
    assert len(hers) == 2
    one.remind(lambda _: None)
    assert len(server.mails) == len(reminded)
