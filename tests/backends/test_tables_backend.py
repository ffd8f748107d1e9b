"""A wave in another form tool: what can be done from here, and what is said."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from samples import ground, small_wave

from generator.backends import BACKENDS
from generator.backends.base import Backend
from generator.backends.tables.backend import closed_at
from generator.errors import Problems
from generator.model.people import Person

WAVE = dataclasses.replace(small_wave(), backend="tables")
URL = "https://forms.example.org/abc"


def person(number: int, group: str = "practitioner") -> Person:
    address = f"p{number}@example.org"
    return Person("", f"P {number}", address, "de", group, "oncology", "")


def backend(var: Path) -> Backend:
    return BACKENDS["tables"](ground(WAVE, var))


def links(var: Path) -> list[tuple[str, str, str]]:
    path = var / "invitations" / WAVE.survey / f"{WAVE.id}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(r["group"], r["email"], r["link"]) for r in csv.DictReader(file)]


def quiet(_words: str) -> None:
    pass


def test_what_is_lost_is_told_before_anything_is_done(tmp_path: Path) -> None:
    told = " ".join(backend(tmp_path).intend([person(1)], ""))
    for words in ("go on at another time", "reminders go to everybody", "twice"):
        assert words in told
    assert "write no links" in told
    assert list(tmp_path.iterdir()) == []


def test_without_an_address_nobody_gets_a_link(tmp_path: Path) -> None:
    assert backend(tmp_path).field([person(1)], "", quiet) == []
    assert list(tmp_path.iterdir()) == []


def test_everybody_gets_the_same_address_once(tmp_path: Path) -> None:
    people = [person(1), person(2), person(1)]
    backend(tmp_path).field(people, URL, quiet)
    assert links(tmp_path) == [
        ("practitioner", "p1@example.org", URL),
        ("practitioner", "p2@example.org", URL),
    ]


def test_each_group_is_invited_to_its_own_form(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="a form of its own"):
        backend(tmp_path).field([person(1), person(2, "stakeholder")], URL, quiet)
    backend(tmp_path).field([person(1)], URL, quiet)
    backend(tmp_path).field([person(2, "stakeholder")], "https://x.example.org", quiet)
    assert links(tmp_path) == [
        ("practitioner", "p1@example.org", URL),
        ("stakeholder", "p2@example.org", "https://x.example.org"),
    ]


def test_a_group_that_is_not_asked_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="has no survey"):
        backend(tmp_path).intend([person(1, "nobody")], URL)


def test_a_reminder_goes_to_everybody_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="nobody was invited"):
        backend(tmp_path).remind(quiet)
    backend(tmp_path).field([person(1), person(2)], URL, quiet)
    told: list[str] = []
    assert len(backend(tmp_path).remind(told.append)) == 2
    assert told == ["nobody here knows who has finished: the file holds everybody"]


def test_counts_and_answers_are_not_here(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="in your form tool"):
        backend(tmp_path).status()
    with pytest.raises(Problems, match="come as a file"):
        next(iter(backend(tmp_path).arrivals({})))


def test_closing_keeps_the_moment(tmp_path: Path) -> None:
    now = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
    assert not backend(tmp_path).closed()
    assert closed_at(tmp_path, WAVE) is None
    backend(tmp_path).close(now)
    assert backend(tmp_path).closed()
    assert closed_at(tmp_path, WAVE) == now
    assert closed_at(tmp_path, small_wave()) is None
