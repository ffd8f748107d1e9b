"""Comments are masked, read by a person, and only then can any of them be shown."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from projects import (
    CLOSED,
    OPEN,
    SURVEY,
    at,
    comment,
    files_with,
    invite,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import small_wave

from generator.disclosure.comments import Words
from generator.errors import Problems
from generator.pipeline.commenting import (
    read_sheet,
    sheet_path,
    words_of_wave,
    write_sheet,
)
from generator.pipeline.forgetting import forget_person, forget_wave
from generator.pipeline.reading import Reading
from generator.pipeline.results import collect
from generator.store.comments import verdicts
from generator.store.database import open_store
from generator.store.responses import responses

SAID = {
    0: "Ask Nadja Beispiel1, nadja1@mail.example or +49 30 1234567",
    1: "=SUM(1;2) is what Oncology counts",
    2: "fine",
    3: "fine",
    4: "See https://wiki.example/page?x=1 for more",
    5: "   ",
}


def reviewed(reading: Reading) -> list[Words]:
    """What was read and kept, with whose it is."""
    with closing(open_store(reading.places.store)) as store:
        found = words_of_wave(
            reading.frozen("2026"),
            responses(store, SURVEY, "2026"),
            verdicts(store, SURVEY, "2026"),
        )
    return sorted((one for one in found if one.text), key=lambda one: one.text)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    wave = with_privacy(small_wave(), comments="verbatim")
    found = reading_of(new_project(tmp_path / "p", wave))
    invite(found, [somebody(n) for n in range(6)])
    respond(found, {somebody(n).email: comment(text) for n, text in SAID.items()})
    collect(found, "2026", now=at(CLOSED))
    return found


def edit(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Change the rows of a sheet as a person would in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for cell, value in zip(
            row, change([str(cell.value or "") for cell in row]), strict=True
        ):
            cell.value = value
            cell.data_type = "s"
    book.save(path)


def rows(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.values]


def code(refused: pytest.ExceptionInfo[Problems]) -> str:
    return refused.value.problems[0].code


def test_the_sheet_holds_every_comment_once_and_nobody(reading: Reading) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    head, *lines = rows(made.path)
    assert head == ["id", "question", "comment", "decision", "text to show"]
    assert sorted(line[2] for line in lines) == [
        "=SUM(1;2) is what [team] counts",
        "Ask [name], [e-mail] or [number]",
        "See [link] for more",
        "fine",
    ]
    assert (made.comments, made.undecided, made.masked) == (4, 4, 3)
    assert {line[1] for line in lines} == {"What helped most?"}
    assert not {"oncology", "stakeholder"} & {cell for line in lines for cell in line}
    again = write_sheet(reading, "2026", now=at(CLOSED))
    assert rows(again.path) == [head, *lines]


def test_only_what_was_kept_can_be_shown(reading: Reading) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    assert reviewed(reading) == []

    def decide(row: list[str]) -> list[str]:
        if row[2] == "fine":
            return [*row[:3], "keep", ""]
        if "[link]" in row[2]:
            return [*row[:3], "Keep", "See the page of Nadja Beispiel4 for more"]
        return [*row[:3], "drop" if "[name]" in row[2] else "", ""]

    edit(made.path, decide)
    done = read_sheet(reading, "2026")
    assert (done.kept, done.dropped, done.undecided, done.masked_again) == (2, 1, 1, 1)
    found = reviewed(reading)
    assert [(one.text, one.team, one.view) for one in found] == [
        ("See the page of [name] for more", "oncology", "stakeholder"),
        ("fine", "oncology", "stakeholder"),
        ("fine", "oncology", "stakeholder"),
    ]
    assert len({one.respondent for one in found}) == 3
    assert made.path.exists(), "one comment is still open"
    again = write_sheet(reading, "2026", now=at(CLOSED))
    assert again.undecided == 1
    assert sorted(row[3] for row in rows(again.path)[1:]) == [
        "",
        "drop",
        "keep",
        "keep",
    ]
    edit(again.path, lambda row: [*row[:3], row[3] or "drop", row[4]])
    assert read_sheet(reading, "2026").undecided == 0
    assert not made.path.exists(), "the store holds what it said"


def test_a_comment_changed_since_must_be_read_again(reading: Reading) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    edit(made.path, lambda row: [*row[:3], "keep", ""])
    copy = made.path.with_name("copy.xlsx")
    copy.write_bytes(made.path.read_bytes())
    read_sheet(reading, "2026")
    respond(reading, {somebody(4).email: comment("Another thought altogether")})
    collect(reading, "2026", now=at(CLOSED))
    assert "See [link] for more" not in {one.text for one in reviewed(reading)}
    with pytest.raises(Problems) as refused:
        read_sheet(reading, "2026", copy)
    assert code(refused) == "comments-row"
    assert write_sheet(reading, "2026", now=at(CLOSED)).undecided == 1


def test_a_word_that_is_no_decision_keeps_nothing_of_the_sheet(
    reading: Reading,
) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    edit(made.path, lambda r: [*r[:3], "keep" if r[2] == "fine" else "perhaps", ""])
    with pytest.raises(Problems) as refused:
        read_sheet(reading, "2026")
    assert {one.code for one in refused.value.problems} == {"comments-decision"}
    assert len(refused.value.problems) == 3
    assert reviewed(reading) == []


def test_a_csv_file_will_do_and_another_table_will_not(
    reading: Reading, tmp_path: Path
) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    head, *lines = rows(made.path)
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *([*line[:3], "keep", ""] for line in lines)])
    assert read_sheet(reading, "2026", path).kept == 4
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_sheet(reading, "2026", path)
    assert code(refused) == "comments-sheet"


def test_names_on_a_people_list_are_masked_where_the_invitations_are_gone(
    reading: Reading,
) -> None:
    forget_wave(reading, "2026", now=at(CLOSED))
    made = write_sheet(reading, "2026", now=at(CLOSED))
    assert "Nadja Beispiel1" in str(rows(made.path))
    made = write_sheet(
        reading, "2026", now=at(CLOSED), people=[somebody(1, partner="Wiki Ltd")]
    )
    assert "Nadja" not in str(rows(made.path))


def test_no_comment_is_read_before_the_close_or_against_the_promise(
    reading: Reading, tmp_path: Path
) -> None:
    with pytest.raises(Problems) as refused:
        write_sheet(reading, "2026", now=at(OPEN))
    assert code(refused) == "comments-open"
    other = reading_of(new_project(tmp_path / "q", with_privacy(small_wave())))
    for call in (
        lambda: write_sheet(other, "2026", now=at(CLOSED)),
        lambda: read_sheet(other, "2026"),
    ):
        with pytest.raises(Problems) as refused:
            call()
        assert code(refused) == "comments-off"


def test_a_forgotten_persons_comment_goes_with_what_was_decided_about_it(
    reading: Reading, tmp_path: Path
) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    edit(made.path, lambda row: [*row[:3], "keep", ""])
    read_sheet(reading, "2026")
    write_sheet(reading, "2026", now=at(CLOSED))
    forget_person(reading, somebody(4).email)
    assert not sheet_path(reading.places, SURVEY, "2026").exists()
    assert "See [link] for more" not in {one.text for one in reviewed(reading)}
    assert files_with(tmp_path, "wiki.example", "[link] for more") == {}
    forget_person(reading, somebody(2).email)
    assert [one.text for one in reviewed(reading)].count("fine") == 1


def test_the_sheet_does_not_tell_who_wrote_first(reading: Reading) -> None:
    """Sheets are made in the order of a keyed digest: another key, another order."""
    orders = set()
    for n in range(4):
        key = reading.places.var / "keys" / f"survey-{SURVEY}.key"
        key.write_text(f"{n:02x}" * 32 + "\n", encoding="ascii")
        made = write_sheet(reading, "2026", now=at(CLOSED))
        orders.add(tuple(row[2] for row in rows(made.path)[1:]))
    assert len(orders) > 1


def test_where_only_themes_are_shown_the_reader_names_them(tmp_path: Path) -> None:
    wave = with_privacy(small_wave(), comments="themes")
    found = reading_of(new_project(tmp_path / "p", wave))
    invite(found, [somebody(n) for n in range(6)])
    respond(found, {somebody(n).email: comment(text) for n, text in SAID.items()})
    collect(found, "2026", now=at(CLOSED))
    made = write_sheet(found, "2026", now=at(CLOSED))
    head, *lines = rows(made.path)
    assert head == ["id", "question", "comment", "decision", "theme"]
    assert len(lines) == 4
    edit(made.path, lambda row: [*row[:3], "keep", "x" * 61])
    with pytest.raises(Problems) as refused:
        read_sheet(found, "2026")
    assert {one.code for one in refused.value.problems} == {"comments-theme"}
    themes = {"fine": "What  Nadja Beispiel3 says", "See [link] for more": ""}
    edit(made.path, lambda row: [*row[:3], "keep", themes.get(row[2], "Counting")])
    done = read_sheet(found, "2026")
    assert (done.kept, done.masked_again, done.without_theme) == (4, 1, 1)
    assert [one.theme for one in reviewed(found)] == [
        "Counting",
        "Counting",
        "",
        "What [name] says",
        "What [name] says",
    ]


def test_a_text_with_a_registered_word_is_refused_and_not_repeated(
    reading: Reading,
) -> None:
    made = write_sheet(reading, "2026", now=at(CLOSED))
    (reading.places.var / "never-publish.txt").write_text("sum(1;2)\n", "utf-8")
    edit(made.path, lambda row: [*row[:3], "keep", ""])
    with pytest.raises(Problems) as refused:
        read_sheet(reading, "2026")
    (problem,) = refused.value.problems
    assert problem.code == "comments-name"
    assert "sum" not in str(problem).casefold()
    assert reviewed(reading) == []


def test_who_broke_off_before_the_question_is_not_among_those_asked(
    tmp_path: Path,
) -> None:
    wave = with_privacy(small_wave(), comments="verbatim")
    found = reading_of(new_project(tmp_path / "p", wave))
    invite(found, [somebody(n) for n in range(3)])
    stopped = frozenset([somebody(2).email])
    given = {somebody(n).email: comment("Good work") for n in range(2)}
    respond(found, given | {somebody(2).email: comment("")}, partial=stopped)
    collect(found, "2026", now=at(CLOSED))
    with closing(open_store(found.places.store)) as store:
        asked = words_of_wave(wave, responses(store, SURVEY, "2026"), {})
        held = list(responses(store, SURVEY, "2026"))
    assert len(held) == 3
    assert len(asked) == 2
    assert {one.text for one in asked} == {""}
