"""What is said before fielding, how far a wave has come, and how it ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from fielded import backend, people, record
from limesurvey_server import DONE, LimeSurveyServer

from generator.backends.base import Counts
from generator.backends.limesurvey.backend import LimeSurveyBackend
from generator.errors import Exit, Problems
from generator.model.people import Person

NOW = dt.datetime(2026, 3, 10, 22, 30, tzinfo=dt.UTC)


@pytest.fixture
def server() -> LimeSurveyServer:
    return LimeSurveyServer()


def fielded(
    server: LimeSurveyServer,
    folder: Path,
    identity: str = "pseudonymous",
    each: int = 3,
) -> LimeSurveyBackend:
    one = backend(server, folder, identity)
    one.field(people(each), "", lambda _: None)
    return one


def tokens(server: LimeSurveyServer, sid: int) -> list[str]:
    return [row["token"] for row in server.surveys[sid].people or ()]


def test_what_is_going_to_happen_is_said_without_a_single_call(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    said = backend(server, tmp_path).intend(people(), "")
    assert said[:3] == (
        "A: make one survey on survey.example.org; invite 4 people of the list",
        "B: make one survey on survey.example.org; invite 4 people of the list",
        "C: make one survey on survey.example.org; invite 4 people of the list",
    )
    assert "names and e-mail addresses stand on the server" in said[3]
    assert said[4] == "the server mails 10 invitations"
    assert said[5].startswith("2 people get their link through the person named")
    assert (server.calls, list(tmp_path.iterdir())) == ([], [])


def test_the_second_time_it_is_said_which_surveys_are_there(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = fielded(server, tmp_path)
    said = one.intend(people(), "")
    assert said[0].startswith("A: survey 100001 is on survey.example.org already")


def test_an_anonymous_wave_says_what_it_costs_and_mails_nobody(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    said = backend(server, tmp_path, "anonymous").intend(people(), "")
    assert "everybody about one team gets the same link" in said[3]
    assert said[4].startswith("the server sends nothing")
    assert len(said) == 5


def test_where_the_leader_mails_the_server_sends_nothing(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = backend(server, tmp_path, send_mails=False)
    assert "the server sends nothing" in " ".join(one.intend(people(), ""))
    one.field(people(), "", lambda _: None)
    assert server.mails == []
    one.remind(lambda _: None)
    assert server.mails == []


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person("", "A", "a@x.org", "en", "board", "oncology", ""), "group-not-asked"),
        (Person("", "A", "a@x.org", "en", "partner", "moon", ""), "unknown-team"),
    ],
)
def test_people_nobody_asks_are_refused_before_anything_is_made(
    server: LimeSurveyServer, tmp_path: Path, person: Person, code: str
) -> None:
    with pytest.raises(Problems) as refused:
        backend(server, tmp_path).field([*people(), person], "", lambda _: None)
    assert [one.code for one in refused.value.problems] == [f"invitation-{code}"]
    assert server.calls == []


def test_an_address_of_a_collector_has_no_meaning_here(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    with pytest.raises(Problems) as refused:
        backend(server, tmp_path).intend(people(), "https://x.example.org")
    assert [one.code for one in refused.value.problems] == ["public-url-given"]
    assert refused.value.exit_code == Exit.USAGE


def test_a_language_the_server_has_no_words_for_is_refused(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    import dataclasses

    one = backend(server, tmp_path)
    wave = dataclasses.replace(one.wave, languages=("en", "tlh"))
    strange = dataclasses.replace(
        one, ground=dataclasses.replace(one.ground, wave=wave)
    )
    with pytest.raises(Problems, match="tlh"):
        strange.intend(people(), "")


def test_who_only_opened_the_first_page_has_not_started(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = fielded(server, tmp_path)
    sid = record(one).surveys["stakeholder"].sid
    mine = tokens(server, sid)
    for number, page in enumerate((-1, 0, None, 1)):
        server.answer(sid, {}, token=mine[number], lastpage=page)
    server.answer(sid, {"Q1": "3"}, token=mine[4], lastpage=3, submitdate=DONE)
    listed = server.surveys[sid].people or []
    listed[5]["emailstatus"] = "bounced"
    counts = one.status()
    assert counts["stakeholder", "oncology"] == Counts(3, 0, 0, 0)
    assert counts["stakeholder", "vaccines"] == Counts(3, 2, 1, 1)
    assert ("stakeholder", "immunology") not in counts


def test_anonymous_counts_never_pass_the_number_invited(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    from generator.backends.pseudonyms import link_code

    one = fielded(server, tmp_path, "anonymous")
    sid = record(one).surveys["stakeholder"].sid
    code = link_code(one.ground.key(), one.wave.id, "stakeholder", "oncology")
    for number in range(5):
        done = DONE if number < 4 else None
        server.answer(sid, {"pbteam": code}, lastpage=2, submitdate=done)
    server.answer(sid, {"pbteam": "GUESSED"}, lastpage=2, submitdate=DONE)
    counts = one.status()
    assert counts["stakeholder", "oncology"] == Counts(3, 3, 3)
    assert counts["stakeholder", "vaccines"] == Counts(3, 0, 0)


def test_closing_lets_every_survey_expire_whatever_zone_the_server_is_in(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = fielded(server, tmp_path)
    assert not one.closed()
    one.close(NOW)
    assert one.closed()
    assert {survey.settings["expires"] for survey in server.surveys.values()} == {
        "2026-03-08 23:30:00"
    }
    one.close(NOW)


def test_a_close_stopped_at_any_call_is_not_taken_for_done(tmp_path: Path) -> None:
    calm = LimeSurveyServer()
    one = fielded(calm, tmp_path / "calm")
    start = len(calm.calls)
    one.close(NOW)
    # signing out is not waited for
    for number in range(1, len(calm.calls) - start):
        for fault in ("reset before", "reset after", "expired", "500 before"):
            server = LimeSurveyServer()
            one = fielded(server, tmp_path / f"{number}-{fault}", each=1)
            server.faults = {len(server.calls) + number: fault}
            if (number, fault) != (1, "expired"):
                with pytest.raises(Problems):
                    one.close(NOW)
                assert not one.closed()
            one.close(NOW)
            assert one.closed()
            ends = {survey.settings["expires"] for survey in server.surveys.values()}
            assert ends == {"2026-03-08 23:30:00"}


def test_a_server_that_keeps_its_date_is_named(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = fielded(server, tmp_path)

    def unchanged(_sid: int, values: dict[str, object]) -> object:
        return dict.fromkeys(values, False)

    server._set_survey_properties = unchanged  # type: ignore[method-assign]
    with pytest.raises(Problems) as refused:
        one.close(NOW)
    assert [problem.code for problem in refused.value.problems] == [
        "limesurvey-not-closed"
    ]
    assert not one.closed()


def test_without_a_record_everything_but_fielding_says_what_to_do(
    server: LimeSurveyServer, tmp_path: Path
) -> None:
    one = backend(server, tmp_path)
    for act in (
        one.status,
        lambda: one.remind(lambda _: None),
        lambda: list(one.arrivals({})),
        lambda: one.close(NOW),
    ):
        with pytest.raises(Problems) as refused:
            act()  # type: ignore[no-untyped-call]
        assert refused.value.problems[0].code == "limesurvey-not-fielded"
    assert not one.closed()
    assert server.calls == []
