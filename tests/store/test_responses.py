"""Responses: repeated, reordered, amended and late pulls."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.response import Response
from generator.store.database import database_path, open_store, transaction
from generator.store.people import forget, number_people, people_numbers
from generator.store.responses import (
    Counts,
    count_responses,
    marks,
    remove_responses,
    responses,
    save_marks,
    save_responses,
    stored_ids,
)


def response(remote_id: str = "r1", revision: int = 1, **changes: object) -> Response:
    base = Response(
        backend="local",
        remote_id=remote_id,
        survey="alliance-baseline",
        wave="2026",
        wave_fingerprint="f",
        group="practitioner",
        team="oncology",
        respondent="p-1",
        cluster="",
        language="de",
        status="complete",
        late=False,
        revision=revision,
        changed_at=dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC),
        answers={"Q1": "3", "C1": "schön, „gut“\nzweite Zeile"},
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_store(tmp_path / "var" / "store.sqlite3")) as opened:
        yield opened


def stored(connection: sqlite3.Connection, **options: bool) -> list[Response]:
    return list(responses(connection, "alliance-baseline", "2026", **options))


def test_what_a_file_gives_counts_whatever_time_it_carries(
    store: sqlite3.Connection,
) -> None:
    first = response()
    earlier = replace(first, revision=0, changed_at=None, answers={"Q1": "1"})
    save_responses(store, [first])
    assert save_responses(store, [earlier]) == Counts(0, 0, 1)
    assert save_responses(store, [earlier], as_given=True) == Counts(0, 1, 0)
    assert stored(store) == [earlier]
    assert save_responses(store, [earlier], as_given=True) == Counts(0, 0, 1)


def test_what_a_file_gives_late_stands_beside_what_was_given_in_time(
    store: sqlite3.Connection,
) -> None:
    first = response()
    late = replace(first, revision=2, late=True, answers={"Q1": "1"})
    save_responses(store, [first], as_given=True)
    assert save_responses(store, [late], as_given=True) == Counts(0, 1, 0)
    assert stored(store) == [first]
    assert stored(store, late=True) == [first, late]


def test_what_was_deleted_at_the_backend_goes_with_its_mark(
    store: sqlite3.Connection,
) -> None:
    whose = ("alliance-baseline", "2026", "local")
    save_responses(
        store, [response("r1"), response("r2"), response("r2", 2, late=True)]
    )
    save_marks(store, *whose, {"r1": "a", "r2": "b", "opened": ""})
    assert count_responses(store, *whose) == 2
    # what is marked alone was never a response
    assert stored_ids(store, *whose) == {"r1", "r2"}
    assert remove_responses(store, *whose, ["r2", "never-there"]) == 2
    assert stored(store, late=True) == [response("r1")]
    assert marks(store, *whose) == {"r1": "a", "opened": ""}
    assert marks(store, "alliance-baseline", "2026", "limesurvey") == {}


def test_a_response_comes_back_as_it_was_stored(store: sqlite3.Connection) -> None:
    anonymous = response("r2", changed_at=None, respondent="", cluster="c-9")
    assert save_responses(store, [response(), anonymous]) == Counts(new=2)
    assert stored(store) == [response(), anonymous]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"Q1": ""},
        {"C1": "a\x1fb", "Q1": "2"},
        {"C1": "{}"},
        {"Q2": "1", "P1": "P1 P3", "Q10": "NA"},
    ],
)
def test_any_answers_come_back(
    store: sqlite3.Connection, answers: dict[str, str]
) -> None:
    save_responses(store, [response(answers=answers)])
    assert stored(store)[0].answers == answers
    turned = dict(reversed(answers.items()))
    assert save_responses(store, [response(answers=turned)]) == Counts(unchanged=1)


def test_a_repeated_pull_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    pull = [response(f"r{n}") for n in range(50)]
    with contextlib.closing(open_store(path)) as store:
        save_responses(store, pull)
    before = path.read_bytes()
    with contextlib.closing(open_store(path)) as store:
        assert save_responses(store, pull) == Counts(unchanged=50)
        wal = path.with_name("store.sqlite3-wal")
        assert not wal.exists() or wal.stat().st_size == 0
    assert path.read_bytes() == before


def test_an_amended_response_takes_the_place_of_the_partial_one(
    store: sqlite3.Connection,
) -> None:
    save_responses(store, [response(status="partial", answers={"Q1": "1"})])
    done = response(revision=2, answers={"Q1": "2", "Q2": "NA"})
    assert save_responses(store, [done]) == Counts(changed=1)
    assert stored(store) == [done]


def test_a_lower_revision_never_overwrites_a_higher_one(
    store: sqlite3.Connection,
) -> None:
    newest = response(revision=7, answers={"Q1": "4"})
    save_responses(store, [newest])
    assert save_responses(store, [response(revision=6)]) == Counts(unchanged=1)
    assert stored(store) == [newest]


def test_a_corrected_file_without_revisions_counts_as_it_is_now(
    store: sqlite3.Connection,
) -> None:
    save_responses(store, [response(revision=0, changed_at=None)])
    corrected = response(revision=0, changed_at=None, answers={"Q1": "0"})
    assert save_responses(store, [corrected]) == Counts(changed=1)
    assert stored(store) == [corrected]


def test_a_late_change_stands_beside_what_was_given_in_time(
    store: sqlite3.Connection,
) -> None:
    in_time = response(revision=3)
    late = response(revision=4, late=True, answers={"Q1": "0"})
    save_responses(store, [in_time])
    save_responses(store, [late])
    assert stored(store) == [in_time]
    assert stored(store, late=True) == [in_time, late]


def test_a_response_that_is_only_late_is_kept_and_not_scored(
    store: sqlite3.Connection,
) -> None:
    save_responses(store, [response(late=True)])
    assert stored(store) == []
    assert stored(store, late=True) == [response(late=True)]


def test_only_finished_responses_can_be_asked_for(store: sqlite3.Connection) -> None:
    save_responses(store, [response("a", status="partial"), response("b")])
    assert [r.remote_id for r in stored(store, complete_only=True)] == ["b"]


def test_responses_come_by_backend_and_remote_id(store: sqlite3.Connection) -> None:
    save_responses(
        store,
        [response("b"), response("a", backend="tables"), response("a")],
    )
    assert [(r.backend, r.remote_id) for r in stored(store)] == [
        ("local", "a"),
        ("local", "b"),
        ("tables", "a"),
    ]


def test_the_same_row_number_in_another_wave_is_another_response(
    store: sqlite3.Connection,
) -> None:
    save_responses(store, [response("1"), response("1", wave="2027")])
    assert stored(store) == [response("1")]


def test_a_pull_that_breaks_off_stores_nothing(store: sqlite3.Connection) -> None:
    def pull() -> Iterator[Response]:
        yield response("a")
        raise ConnectionError("the line went dead")

    with pytest.raises(ConnectionError):
        save_responses(store, pull())
    assert stored(store) == []
    assert save_responses(store, [response("a")]) == Counts(new=1)


versions = st.builds(
    lambda who, revision, late: response(
        f"r{who}",
        revision,
        late=late,
        status="complete" if revision > 2 else "partial",
        answers={"Q1": str(revision)},
    ),
    st.integers(1, 3),
    st.integers(1, 5),
    st.booleans(),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(versions, max_size=12), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_pulls_gives_the_same_store(
    tmp_path: Path, pulled: list[Response], chance: object
) -> None:
    again = pulled + pulled[::2]
    chance.shuffle(again)  # type: ignore[attr-defined]
    contents = []
    for name, pulls in (("a", [pulled]), ("b", [again[:5], again[5:]])):
        path = tmp_path / f"{name}.sqlite3"
        path.unlink(missing_ok=True)
        with contextlib.closing(open_store(path)) as store:
            for pull in pulls:
                save_responses(store, pull)
            contents.append(stored(store, late=True))
    assert contents[0] == contents[1]


def test_sixty_thousand_answers_load_in_a_blink(store: sqlite3.Connection) -> None:
    answers = {f"Q{n}": str(n % 5) for n in range(30)}
    save_responses(store, [response(f"r{n}", answers=answers) for n in range(2000)])
    began = time.process_time()
    assert sum(len(r.answers) for r in stored(store)) == 60_000
    assert time.process_time() - began < 1.0


def test_people_keep_their_number_and_newcomers_get_the_next(
    store: sqlite3.Connection,
) -> None:
    assert number_people(store, "s", "2026", ["c", "a", "c", ""]) == {"a": 1, "c": 2}
    assert number_people(store, "s", "2026", ["b"]) == {"a": 1, "c": 2, "b": 3}
    assert number_people(store, "s", "2027", ["c"]) == {"c": 1}


def test_forgetting_a_person_empties_the_number_and_gives_it_to_nobody(
    store: sqlite3.Connection,
) -> None:
    save_responses(store, [response(), response("r2", respondent="p-2")])
    keys = ["practitioner#oncology#p-2#9f", "p-1", "partner#vaccines#p-22#3e"]
    number_people(store, "alliance-baseline", "2026", keys)
    gone = forget(store, "alliance-baseline", "p-2")
    assert (gone.responses, gone.numbers) == (1, 1)
    assert stored(store) == [response()]
    left = {"p-1": 1, "partner#vaccines#p-22#3e": 2}
    assert people_numbers(store, "alliance-baseline", "2026") == left
    numbers = number_people(store, "alliance-baseline", "2026", ["p-3"])
    assert numbers == left | {"p-3": 4}


def test_nothing_of_a_forgotten_person_stays_in_the_files_of_the_store(
    store: sqlite3.Connection,
) -> None:
    theirs = [response(f"r{n}", respondent="pseudonym-of-one") for n in range(50)]
    save_responses(store, [*theirs, response("kept", respondent="other")])
    key = "practitioner#oncology#pseudonym-of-one#5c0e"
    number_people(store, "alliance-baseline", "2026", [key, "other"])

    def written() -> bytes:
        path = database_path(store)
        return b"".join(
            file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*"))
        )

    assert b"pseudonym-of-one" in written()
    forget(store, "alliance-baseline", "pseudonym-of-one")
    assert b"pseudonym-of-one" not in written()
    assert b"#5c0e" not in written()
    assert b"kept" in written()


def test_parts_of_one_transaction_are_stored_together_or_not_at_all(
    store: sqlite3.Connection,
) -> None:
    with pytest.raises(RuntimeError), transaction(store):
        number_people(store, "alliance-baseline", "2026", ["p-1"])
        save_responses(store, [response()])
        raise RuntimeError
    assert people_numbers(store, "alliance-baseline", "2026") == {}
    assert stored(store) == []
    with transaction(store):
        save_responses(store, [response()])
    assert stored(store) == [response()]
