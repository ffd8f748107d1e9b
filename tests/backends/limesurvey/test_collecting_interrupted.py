"""Whatever happens while answers are collected: the same store, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limesurvey_server import DONE, Row
from test_collecting import OPEN, OVER, Field

from generator.errors import Problems

GROUPS = ("practitioner", "stakeholder", "partner")
FAULTS = (
    "reset before",
    "reset after",
    "timeout after",
    "500 before",
    "500 after",
    "502 after",
    "expired",
    "empty",
    "half",
    "truncated",
    "wrong id",
    "refused",
)


def answer(field: Field, group: str, who: int, answers: Row, **values: Any) -> Row:
    """A respondent's row: by token, or by the team's code where nobody has one."""
    if field.backend.anonymous:
        team = ("oncology", "vaccines")[who % 2]
        answers = {"pbteam": field.code(team, group), **answers}
        return field.server.answer(field.sid(group), answers, **values)
    token = field.token(who, group)
    return field.server.answer(field.sid(group), answers, token=token, **values)


def some_answers(field: Field) -> None:
    for at, group in enumerate(GROUPS):
        answer(field, group, 0, {"Q1": str(at), "C1": "two\r\nlines"}, submitdate=DONE)
        answer(field, group, 1, {"Q1": "1", "P1[P3]": "Y"})
        answer(field, group, 2, {})
    field.server.answer(field.sid(), {"Q1": "9"}, token="unknown", submitdate=DONE)
    answer(field, "partner", 3, {"Q1": "9", "Q2": "4"}, submitdate=DONE)


def collected(field: Field, tries: int = 4) -> int:
    """Collects until it works; how often it was stopped."""
    for stops in range(tries):
        try:
            field.collect()
        except Problems:
            continue
        return stops
    return pytest.fail("still stopped")


@pytest.fixture(scope="module", params=["pseudonymous", "anonymous"])
def fielded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    """A wave fielded once; `afresh` takes everybody's answers away."""
    folder = tmp_path_factory.mktemp("field")
    with pytest.MonkeyPatch.context() as patch:
        yield Field(folder, patch, request.param)


def afresh(field: Field) -> Field:
    store_gone(field)
    field.server.clock = 0
    field.server.faults = {}
    for survey in field.server.surveys.values():
        survey.rows, survey.last_id = [], 0
    return field


def store_gone(field: Field) -> None:
    path = field.reading.places.store
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    field.server.keys.clear()


@pytest.fixture
def calm(fielded: Field) -> tuple[Field, Any, int]:
    """The field with some answers, the store they end in, and the calls it takes."""
    field = afresh(fielded)
    some_answers(field)
    start = len(field.server.calls)
    field.collect()
    wanted = field.store()
    assert len(wanted["responses"]) == (4 if field.backend.anonymous else 7)
    return field, wanted, len(field.server.calls) - start


@pytest.mark.parametrize("fault", FAULTS)
def test_stopped_at_any_call_and_run_again_it_ends_in_the_same_store(
    calm: tuple[Field, Any, int], fault: str
) -> None:
    field, wanted, calls = calm
    # every call for the faults that are told apart, every third for their likes
    every = 1 if fault in ("500 before", "expired", "truncated") else 3
    for at in range(1 + FAULTS.index(fault) % every, calls + 1, every):
        store_gone(field)
        field.server.faults = {len(field.server.calls) + at: fault}
        collected(field)
        assert field.store() == wanted, at
        # a key that never arrived, or could not be given back, ends by itself
        assert field.server.keys == set() or at in (1, calls), at


def test_faults_at_every_fifth_call_only_make_it_longer(
    calm: tuple[Field, Any, int],
) -> None:
    field, wanted, calls = calm
    store_gone(field)
    start = len(field.server.calls)
    field.server.faults = {
        number: FAULTS[number // 5 % len(FAULTS)]
        for number in range(start + 2, start + 400, 5)
    }
    collected(field, 60)
    assert len(field.server.calls) - start > calls
    field.server.faults = {}
    field.collect()
    assert field.store() == wanted


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "open",
                "page",
                "take back",
                "finish",
                "amend",
                "delete",
                "second row",
                "stranger",
                "odd option",
                "clock back",
                "collect",
                "collect all",
            ]
        ),
        st.sampled_from(GROUPS[:2]),
        st.integers(0, 2),
        st.sampled_from(["0", "3", "NA"]),
    ),
    min_size=3,
    max_size=20,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_how_often_and_when_one_collects_makes_no_difference(
    fielded: Field, deeds: list[tuple[str, str, int, str]]
) -> None:
    stores = []
    for often in (True, False):
        field = afresh(fielded)
        for deed in deeds:
            _do(field, *deed, often=often)
        field.collect(accept_deleted=True)
        before = field.store()
        # what changed without any mark is found when the wave is over
        field.collect(OVER, accept_deleted=True)
        assert field.store() == before or "clock back" in {deed for deed, *_ in deeds}
        stores.append(field.store())
    assert stores[0] == stores[1]


def _do(
    field: Field, deed: str, group: str, who: int, code: str, *, often: bool
) -> None:
    server, survey = field.server, field.server.surveys[field.sid(group)]
    mine = [row for row in survey.rows if row.get("by") == who]
    if deed in ("collect", "collect all"):
        if often:
            field.collect(OPEN, accept_deleted=True, full=deed == "collect all")
        return
    if deed == "delete":
        survey.rows = [row for row in survey.rows if row not in mine]
    elif deed == "stranger":
        server.answer(survey.sid, {"Q1": code}, token="nobody", submitdate=DONE)
    elif deed == "clock back" and mine:
        mine[-1]["answers"]["Q1"] = code
        mine[-1]["datestamp"] = "2020-01-01 00:00:00"
    elif deed == "take back" and mine:
        server.clock += 1
        mine[-1]["answers"] = {
            name: value
            for name, value in mine[-1]["answers"].items()
            if name == "pbteam"
        }
        if not field.backend.anonymous:
            mine[-1]["datestamp"] = f"2026-03-02 00:00:{server.clock}"
    elif deed in ("open", "page", "finish", "amend", "second row", "odd option"):
        given: Row = {} if deed == "open" else {"Q1": code, "Q2": code}
        if deed == "odd option":
            given = {"Q1": "9", "Q3": code}
        values: Row = {"by": who}
        if deed in ("finish", "amend"):
            values["submitdate"] = DONE
        if deed == "second row" and mine:
            values["twin"] = True
        answer(field, group, who, given, **values)
