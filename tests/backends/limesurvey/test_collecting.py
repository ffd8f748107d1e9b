"""Collecting from LimeSurvey into a real store, whatever happens on the way."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fielded import backend, people, record, wave
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limesurvey_server import DONE, LimeSurveyServer
from samples import small_survey

from generator.backends import BACKENDS
from generator.backends.limesurvey.backend import LimeSurveyBackend
from generator.errors import Problems
from generator.model.survey import Organisation
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading
from generator.pipeline.results import Collected, collect
from generator.sources.project import Project, SurveyFolder

OPEN = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
OVER = dt.datetime(2026, 4, 10, tzinfo=dt.UTC)


class Field:
    """A fielded wave: the server, the project, and what was collected."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        identity: str = "pseudonymous",
        each: int = 2,
        **given: Any,
    ) -> None:
        self.server = LimeSurveyServer()
        self.wave = wave(identity)
        self.backend: LimeSurveyBackend = backend(
            self.server, folder / "var", identity, **given
        )
        self.backend.field(people(each), "", lambda _: None)
        monkeypatch.setitem(BACKENDS, "limesurvey", lambda _ground: self.backend)
        survey = small_survey()
        teams = Organisation.model_validate(
            {"schema": 1, "teams": [{"id": "oncology", "name": "Oncology"}]}
        )
        project = Project(folder, {}, {}, ())
        self.reading = Reading(
            Places(folder), project, SurveyFolder(folder, survey, teams), (self.wave,)
        )

    def sid(self, group: str = "stakeholder") -> int:
        return record(self.backend).surveys[group].sid

    def token(self, number: int = 0, group: str = "stakeholder") -> str:
        survey = self.server.surveys[self.sid(group)]
        return str((survey.people or [])[number]["token"])

    def code(self, team: str = "oncology", group: str = "stakeholder") -> str:
        from generator.backends.pseudonyms import link_code

        return link_code(self.backend.ground.key(), self.wave.id, group, team)

    def answer(self, number: int, answers: dict[str, str | None], **values: Any) -> Any:
        return self.server.answer(
            self.sid(), answers, token=self.token(number), **values
        )

    def collect(self, when: dt.datetime = OPEN, **options: Any) -> Collected:
        return collect(self.reading, self.wave.id, now=lambda: when, **options)

    def store(self) -> dict[str, list[Any]]:
        path = self.reading.places.store
        with contextlib.closing(sqlite3.connect(path)) as store:
            return {
                table: store.execute(
                    f"SELECT * FROM {table} ORDER BY remote_id"
                ).fetchall()
                for table in ("responses", "marks")
            }

    def answers(self) -> dict[str, str]:
        """Packed answers by remote id."""
        return {
            row[1]: row[-1].replace("\x1f", " ") for row in self.store()["responses"]
        }


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(tmp_path, monkeypatch)


def codes(done: Collected) -> list[str]:
    return [problem.code for problem in done.problems]


def test_partial_complete_amended_and_deleted_arrive_one_by_one(field: Field) -> None:
    field.answer(0, {"Q1": "3"})
    field.answer(1, {})
    done = field.collect()
    assert (done.new, done.changed, done.gone, done.problems) == (1, 0, 0, ())
    [row] = field.store()["responses"]
    assert (row[6], row[7], row[11]) == ("stakeholder", "oncology", "partial")

    field.answer(0, {"Q2": "NA", "P1[P2]": "Y", "P1[P4]": "Y"}, submitdate=DONE)
    assert field.collect().changed == 1
    [row] = field.store()["responses"]
    assert row[11] == "complete"
    assert list(field.answers().values()) == ["P1 P2 P4 Q1 3 Q2 NA"]

    field.answer(0, {"Q1": "4"})
    assert field.collect().changed == 1
    assert list(field.answers().values()) == ["P1 P2 P4 Q1 4 Q2 NA"]

    field.server.surveys[field.sid()].rows = []
    field.answer(1, {"Q1": "1"})
    done = field.collect()
    assert (done.new, done.gone) == (1, 1)


def test_collecting_twice_changes_no_byte(field: Field) -> None:
    field.answer(0, {"Q1": "3", "C1": "two\r\nlines"}, submitdate=DONE)
    field.collect()
    before = field.store()
    assert field.collect().unchanged == 1
    assert field.collect(full=True).unchanged == 1
    assert field.store() == before


def test_only_changed_rows_are_asked_for(field: Field) -> None:
    for number in range(4):
        field.answer(number, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    before = len(field.server.calls)
    field.collect()
    again = field.server.calls[before:]
    # the listing of each of three surveys, and no rows
    assert again.count("export_responses") == 3
    field.answer(2, {"Q1": "4"}, submitdate=DONE)
    before = len(field.server.calls)
    field.collect()
    assert field.server.calls[before:].count("export_responses") == 4


def test_after_the_close_everything_is_read_once_more(field: Field) -> None:
    row = field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    # the server's administrator changes an answer, and no time tells of it
    row["answers"]["Q1"] = "1"
    assert field.collect().changed == 0
    assert field.collect(OVER).changed == 1
    assert list(field.answers().values()) == ["Q1 1"]


def test_a_clock_that_jumps_back_does_not_hide_what_changed(field: Field) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    field.answer(0, {"Q1": "1"}, submitdate="2020-01-01 00:00:00")["datestamp"] = (
        "2020-01-01 00:00:00"
    )
    assert field.collect().changed == 1
    assert list(field.answers().values()) == ["Q1 1"]


def test_of_two_rows_of_one_invitation_the_finished_one_counts(field: Field) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.answer(0, {"Q1": "1"}, twin=True)
    done = field.collect()
    assert codes(done) == ["limesurvey-twice"]
    assert list(field.answers().values()) == ["Q1 3"]
    assert f"survey {field.sid()}, response 2" in done.problems[0].message


def test_a_test_of_the_leader_is_not_counted_and_named_each_time(field: Field) -> None:
    field.server.answer(field.sid(), {"Q1": "3"}, token="testing", submitdate=DONE)
    for _ in range(2):
        done = field.collect()
        assert codes(done) == ["limesurvey-nobody"]
        assert (done.new, field.answers()) == (0, {})


def test_an_option_added_by_hand_costs_that_answer_alone(field: Field) -> None:
    field.answer(0, {"Q1": "9", "Q2": "2"}, submitdate=DONE)
    for _ in range(2):
        done = field.collect()
        assert codes(done) == ["answer-unknown-option"]
        [problem] = done.problems
        assert f"survey {field.sid()}, response 1" in problem.message
        assert "Q1" in problem.message
        assert "9" not in problem.message.replace(str(field.sid()), "")
    assert list(field.answers().values()) == ["Q2 2"]


def test_a_question_renamed_added_or_reworded_by_hand_is_named(field: Field) -> None:
    field.answer(0, {"Q1": "3", "Q2": "2", "Q7": "1"}, submitdate=DONE)
    tables = field.server.surveys[field.sid()].tables
    first = next(row for row in tables["questions"] if row["title"] == "Q1")
    first["title"] = "Q7"
    done = field.collect()
    assert sorted(codes(done)) == [
        "limesurvey-question-changed",
        "limesurvey-question-missing",
        "limesurvey-question-unknown",
    ]
    assert all(str(field.sid()) in problem.message for problem in done.problems)
    assert list(field.answers().values()) == ["Q2 2"]


def test_an_option_reworded_by_hand_is_named_when_everything_is_read(
    field: Field,
) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    # numbers of questions repeat in this server; the first survey answers for them
    tables = field.server.surveys[field.sid("practitioner")].tables
    tables["answer_l10ns"][0]["answer"] = "Something else"
    assert codes(field.collect()) == []
    assert set(codes(field.collect(OVER))) == {"limesurvey-question-changed"}


def test_a_survey_that_was_stopped_does_not_keep_the_others_waiting(
    field: Field,
) -> None:
    field.server.surveys[field.sid("practitioner")].active = False
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    with pytest.raises(Problems):
        field.collect()
    assert list(field.answers().values()) == ["Q1 3"]


def test_much_that_vanishes_at_once_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=4)
    for number in range(8):
        field.answer(number, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    field.server.surveys[field.sid()].rows = []
    done = field.collect()
    assert codes(done) == ["responses-gone"]
    assert len(field.answers()) == 8
    assert field.collect(accept_deleted=True).gone == 8
    assert field.answers() == {}


def test_a_survey_that_was_stopped_removes_nothing(field: Field) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    field.server.surveys[field.sid()].active = False
    with pytest.raises(Problems) as refused:
        field.collect()
    [problem] = refused.value.problems
    assert problem.code == "limesurvey-not-active"
    assert refused.value.exit_code == 3
    assert len(field.answers()) == 1


def test_anonymous_answers_carry_no_person_no_time_and_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, "anonymous")
    sid, code = field.sid(), field.code()
    for number in range(5):
        field.server.answer(
            sid,
            {"pbteam": code, "Q1": str(number)},
            submitdate="1980-01-01 00:00:00",
        )
    field.server.answer(sid, {"pbteam": code, "Q1": "2"})
    field.server.answer(sid, {"pbteam": "GUESSED", "Q1": "2"}, submitdate=DONE)
    done = field.collect()
    # five answers, and two people who hold the link
    assert (done.new, codes(done)) == (
        5,
        ["limesurvey-too-many", "limesurvey-nobody"],
    )
    rows = field.store()["responses"]
    assert {(row[8], row[9], row[13]) for row in rows} == {("", "", None)}
    order = [row[-1][-1] for row in rows]
    assert order != sorted(order)
    assert all(str(sid) not in row[1] for row in rows)
    before = field.store()
    assert field.collect().new == 0
    assert field.store() == before


def test_an_unfinished_anonymous_answer_is_counted_when_it_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, "anonymous")
    answers: dict[str, str | None] = {"pbteam": field.code(), "Q1": "2"}
    row = field.server.answer(field.sid(), answers)
    assert field.collect().new == 0
    row["submitdate"] = "1980-01-01 00:00:00"
    assert field.collect().new == 1


def test_a_deleted_invitation_still_tells_whose_answer_it_was(field: Field) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.server.surveys[field.sid()].people = []
    assert field.collect().new == 1
    [row] = field.store()["responses"]
    assert row[7] == "oncology"
    assert len(row[8]) == 64


def test_tables_on_request_are_read_like_single_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, arrays=True)
    field.answer(0, {"Q1t[Q1]": "3", "Q1t[Q3]": "DK"}, submitdate=DONE)
    assert field.collect().problems == ()
    assert list(field.answers().values()) == ["Q1 3 Q3 DK"]


@pytest.mark.parametrize(
    "fault",
    ["reset before", "timeout after", "502 after", "half", "truncated", "expired"],
)
def test_a_fault_that_passes_costs_nothing(field: Field, fault: str) -> None:
    for number in range(3):
        field.answer(number, {"Q1": "3"}, submitdate=DONE)
    start = len(field.server.calls)
    # the first call signs in, and is never repeated
    field.server.faults = {start + 5: fault}
    assert field.collect().new == 3


@pytest.mark.parametrize("identity", ["pseudonymous", "anonymous"])
def test_a_line_that_dies_at_any_call_ends_in_the_same_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, identity: str
) -> None:
    calm = Field(tmp_path / "calm", monkeypatch, identity)
    _three_answers(calm)
    start = len(calm.server.calls)
    calm.collect()
    wanted, calls = calm.store(), len(calm.server.calls) - start
    stops = 0
    for at in range(1, calls + 1):
        field = Field(tmp_path / f"{at}", monkeypatch, identity)
        _three_answers(field)
        start = len(field.server.calls)
        field.server.faults = dict.fromkeys(
            range(start + at, start + at + 9), "timeout after"
        )
        for _ in range(12):
            try:
                field.collect()
            except Problems:
                stops += 1
                continue
            break
        assert _contents(field.store()) == _contents(wanted)
    assert stops >= calls - 1


def _three_answers(field: Field) -> None:
    for group in ("practitioner", "stakeholder", "partner"):
        anonymous = field.backend.anonymous
        given = {"pbteam": field.code(group=group)} if anonymous else {}
        values = {} if anonymous else {"token": field.token(0, group)}
        field.server.answer(
            field.sid(group), {**given, "Q1": "3"}, submitdate=DONE, **values
        )


def _contents(store: dict[str, list[Any]]) -> Any:
    """What the store holds, without numbers drawn at random and pseudonyms of a key."""
    return sorted((row[6], row[7], row[11], row[-1]) for row in store["responses"])


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["open", "page", "finish", "delete", "collect"]),
        st.integers(0, 3),
        st.sampled_from(["0", "3", "NA"]),
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_how_often_one_collects_makes_no_difference(
    deeds: list[tuple[str, int, str]],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stores = []
    for often in (True, False):
        field = Field(tmp_path_factory.mktemp("field"), monkeypatch)
        for deed, who, code in deeds:
            _do(field, deed, who, code, often=often)
        field.collect(accept_deleted=True)
        stores.append(_contents(field.store()))
    assert stores[0] == stores[1]


def _do(field: Field, deed: str, who: int, code: str, *, often: bool) -> None:
    survey = field.server.surveys[field.sid()]
    if deed == "open":
        field.answer(who, {})
    elif deed == "page":
        field.answer(who, {"Q1": code, "Q2": code})
    elif deed == "finish":
        field.answer(who, {"Q3": code}, submitdate=DONE)
    elif deed == "delete":
        survey.rows = [r for r in survey.rows if r.get("token") != field.token(who)]
    elif often:
        field.collect(accept_deleted=True)
