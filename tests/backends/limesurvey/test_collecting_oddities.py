"""Odd things that servers and administrators do, and what becomes of the answers."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from fielded import people
from limesurvey_server import DONE, LimeSurveyServer
from test_collecting import Field, codes, field

from generator.backends.limesurvey import collecting
from generator.backends.limesurvey.fielding import NOBODY
from generator.errors import Problems
from generator.model.people import Person

__all__ = ["field"]


def test_pages_that_were_only_opened_can_vanish_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=4)
    for number in range(8):
        field.answer(number, {})
    field.collect()
    assert len(field.store()["marks"]) == 8
    field.server.surveys[field.sid()].rows = []
    done = field.collect()
    assert (done.gone, codes(done)) == (0, [])
    assert field.store() == {"responses": [], "marks": []}


def test_second_tries_are_not_taken_for_answers_that_vanished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=4)
    for number in range(6):
        field.answer(number, {"Q1": "1"})
        field.answer(number, {"Q1": "3"}, twin=True, submitdate=DONE)
    for _ in range(2):
        done = field.collect()
        assert set(codes(done)) == {"limesurvey-twice"}
        assert len(done.problems) == 6
    assert set(field.answers().values()) == {"Q1 3"}


def test_what_vanished_is_weighed_against_answers_not_against_opened_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=12)
    for number in range(5):
        field.answer(number, {"Q1": "1"}, submitdate=DONE)
    for number in range(5, 24):
        field.answer(number, {})
    field.collect()
    survey = field.server.surveys[field.sid()]
    survey.rows = [row for row in survey.rows if not row["submitdate"]]
    done = field.collect()
    assert codes(done) == ["responses-gone"]
    assert "5 of 5 responses" in done.problems[0].message
    assert len(field.answers()) == 5


def test_a_survey_emptied_by_mistake_and_brought_back_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=4)
    for number in range(6):
        field.answer(number, {"Q1": "1"}, submitdate=DONE)
    field.collect()
    before = field.store()
    survey = field.server.surveys[field.sid()]
    rows, survey.rows = survey.rows, []
    assert codes(field.collect()) == ["responses-gone"]
    survey.rows = rows
    assert codes(field.collect()) == []
    assert field.store() == before


def test_an_export_that_holds_every_row_twice_counts_each_once(field: Field) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.answer(1, {"Q1": "1"}, submitdate=DONE)
    field.server.twice = True
    done = field.collect()
    assert (done.new, done.changed, done.problems) == (2, 0, ())
    before = field.store()
    done = field.collect(full=True)
    assert (done.new, done.changed, done.unchanged) == (0, 0, 2)
    assert field.store() == before


def test_a_person_asked_about_two_teams_gives_two_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch)
    both = [
        Person("p-1", "Ada", "ada@example.org", "en", "stakeholder", team, "")
        for team in ("oncology", "vaccines")
    ]
    field.backend.field([*people(), *both], "", lambda _: None)
    listed = field.server.surveys[field.sid()].people or []
    hers = [row for row in listed if row["email"] == "ada@example.org"]
    assert len({row["token"] for row in hers}) == 2
    # the server cannot tell that the two are one person; the store can
    assert len({row["attribute_3"] for row in hers}) == 2
    for answer, row in enumerate(hers):
        field.server.answer(
            field.sid(), {"Q1": str(answer)}, token=row["token"], submitdate=DONE
        )
    field.collect()
    rows = field.store()["responses"]
    assert {(row[7], row[-1][-1]) for row in rows} == {
        ("oncology", "0"),
        ("vaccines", "1"),
    }
    assert len({row[8] for row in rows}) == 1


def test_an_option_of_the_server_is_never_taken_for_another_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.model.instrument import Choice, Question

    asked = Question(
        code="Q1",
        item="x:y",
        kind="choice",
        purpose="capability",
        text={},
        help={},
        choices=tuple(Choice(code, {}, {}, None) for code in ("1", "01")),
        targets=(),
        reverse=False,
        required=False,
        max_choices=None,
        max_length=1,
        fingerprint="",
    )
    wanted = {"Q1": (asked, "")}
    assert collecting._answers({"Q1": "o1"}, wanted) == {"Q1": "01"}
    # `01` was added on the server by hand: it is none of ours
    assert collecting._answers({"Q1": "01"}, wanted)["Q1"] not in ("1", "01")


def test_a_response_that_became_somebodys_is_counted_from_then_on(field: Field) -> None:
    row = field.server.answer(
        field.sid(), {"Q1": "3"}, token="testing", submitdate=DONE
    )
    assert codes(field.collect()) == ["limesurvey-nobody"]
    row["token"] = field.token(0)
    done = field.collect()
    assert (done.new, codes(done)) == (1, [])


def test_an_answer_taken_back_leaves_the_store(field: Field) -> None:
    field.answer(0, {"Q1": "3"})
    assert field.collect().new == 1
    field.answer(0, {"Q1": None}, lastpage=2)
    done = field.collect()
    assert (done.gone, field.answers()) == (1, {})
    field.answer(0, {"Q1": "2"}, lastpage=3)
    assert field.collect().new == 1


def test_a_survey_deleted_on_the_server_is_said_and_nothing_is_removed(
    field: Field,
) -> None:
    field.answer(0, {"Q1": "3"}, submitdate=DONE)
    field.collect()
    before = field.store()
    del field.server.surveys[field.sid()]
    with pytest.raises(Problems) as refused:
        field.collect(accept_deleted=True)
    assert refused.value.exit_code == 3
    assert field.store() == before


def test_numbers_of_rows_far_apart_are_asked_for_in_parts(field: Field) -> None:
    survey = field.server.surveys[field.sid()]
    for number, at in enumerate((1, 600, 601, 5000)):
        survey.last_id = at - 1
        field.answer(number, {"Q1": str(number)}, submitdate=DONE)
    start = len(field.server.calls)
    assert field.collect().new == 4
    # three listings, and three parts of one survey
    assert field.server.calls[start:].count("export_responses") == 6
    assert sorted(field.answers().values()) == ["Q1 0", "Q1 1", "Q1 2", "Q1 3"]


def test_a_large_wave_arrives_in_parts_and_a_stop_keeps_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, each=4)
    monkeypatch.setattr(collecting, "AT_ONCE", 3)
    for number in range(8):
        field.answer(number, {"Q1": "3"}, submitdate=DONE)
    told: list[tuple[int, int]] = []
    start = len(field.server.calls)
    # the second part of the second survey never comes
    field.server.faults = dict.fromkeys(range(start + 12, start + 30), "502 after")
    with pytest.raises(Problems):
        field.collect(tell=lambda done, total: told.append((done, total)))
    kept = len(field.answers())
    assert 0 < kept < 8
    assert told[-1] == (kept, 8)
    field.server.faults = {}
    assert field.collect().new == 8 - kept


def test_nothing_of_an_anonymous_wave_tells_who_or_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = Field(tmp_path, monkeypatch, "anonymous")
    code = field.code()
    for number in range(12):
        field.server.answer(
            field.sid(),
            {"pbteam": code, "Q1": str(number % 5), "C1": f"text {number}"},
            submitdate="1980-01-01 00:00:00",
        )
    field.collect()
    held = b"".join(
        path.read_bytes()
        for path in sorted(field.reading.places.store.parent.glob("store.sqlite3*"))
    )
    for secret in (code, "1980-01-01", "2026-03", f"{field.sid()}", "pbteam"):
        assert secret.encode() not in held, secret
    order = [
        int(row[-1].split("text ")[1].partition("\x1f")[0])
        for row in field.store()["responses"]
    ]
    assert sorted(order) == list(range(12))
    assert order != sorted(order)


def test_a_listing_without_rows_is_no_error_and_a_table_that_is_gone_is_one() -> None:
    empty = base64.b64encode(json.dumps({"responses": []}).encode()).decode()
    assert collecting._decoded(empty) == []
    assert NOBODY == "No survey participants found."


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        ({"Q1": None}, {}),
        ({"Q1": ""}, {}),
        ({"P1[P1]": "", "P1[P2]": None, "P1[P3]": "N"}, {}),
        ({"P1[P4]": "Y", "P1[P1]": "Y"}, {"P1": "P1 P4"}),
        ({"C1": "a\r\nb\rc"}, {"C1": "a\nb\rc"}),
        ({"C1": " "}, {"C1": " "}),
        ({"X9": "1"}, {}),
    ],
)
def test_what_was_not_answered_is_no_answer(
    field: Field, row: dict[str, Any], answers: dict[str, str]
) -> None:
    from generator.backends.limesurvey import structure

    wanted = structure.headings(field.wave.instruments[0], arrays=False)
    assert collecting._answers(row, wanted) == answers


def test_the_server_of_the_tests_locks_out_like_a_real_one() -> None:
    server = LimeSurveyServer(wrong_tries=6)
    with pytest.raises(Exception, match="maximum login attempts"):
        server._sign_in("baseline", "x", "Authdb")
