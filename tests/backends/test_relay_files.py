"""Files for those who pass links on: theirs alone, private, and gone in time."""

from __future__ import annotations

import csv
import dataclasses
import os
import stat
from pathlib import Path

import pytest
from collecting import person, tokens
from openpyxl import load_workbook
from samples import small_wave

from generator.backends.base import Invited
from generator.backends.local import invite
from generator.backends.local.invitations import unfinished
from generator.backends.mailmerge import (
    COLUMNS,
    merge_files,
    read_mail_merge,
    write_mail_merge,
)

ANNA, BEN = "anna.o'neil+x@example.org", "ben@example.org"


def one(number: int, relay: str = "") -> Invited:
    return Invited(
        name=f"Name {number}",
        email=f"p{number}@partner.example",
        language="en",
        group="partner",
        team="oncology",
        link=f"https://form.example/s/token-{number}",
        minutes="6",
        closes="29 March 2026",
        relay=relay,
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_without_a_relay_there_is_no_column_and_no_file_more(tmp_path: Path) -> None:
    write_mail_merge(tmp_path / "2026.csv", [one(1), one(2)])
    assert names(tmp_path) == ["2026.csv", "2026.xlsx"]
    assert list(rows(tmp_path / "2026.csv")[0]) == list(COLUMNS)


def test_a_relay_gets_two_files_with_the_links_to_pass_on_and_no_others(
    tmp_path: Path,
) -> None:
    listed = [one(1), one(2, ANNA), one(3, BEN), one(4, ANNA)]
    written = write_mail_merge(tmp_path / "2026.csv", listed)
    assert (
        names(tmp_path)
        == sorted(path.name for path in written)
        == [
            "2026-relay-1.csv",
            "2026-relay-1.xlsx",
            "2026-relay-2.csv",
            "2026-relay-2.xlsx",
            "2026.csv",
            "2026.xlsx",
        ]
    )
    hers = rows(tmp_path / "2026-relay-1.csv")
    assert [row["name"] for row in hers] == ["Name 2", "Name 4"]
    assert list(hers[0]) == list(COLUMNS)
    text = (tmp_path / "2026-relay-1.csv").read_text()
    assert "token-3" not in text
    assert "token-1" not in text
    sheet = load_workbook(tmp_path / "2026-relay-2.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row == 2


def test_the_leaders_own_file_says_who_passes_which_link_on(tmp_path: Path) -> None:
    listed = [one(1), one(2, ANNA)]
    write_mail_merge(tmp_path / "2026.csv", listed)
    assert [row["relay"] for row in rows(tmp_path / "2026.csv")] == ["", ANNA]
    assert [row["relay_file"] for row in rows(tmp_path / "2026.csv")] == [
        "",
        "2026-relay-1.csv",
    ]
    assert read_mail_merge(tmp_path / "2026.csv") == listed


def test_no_file_name_holds_a_part_of_an_address(tmp_path: Path) -> None:
    write_mail_merge(tmp_path / "2026.csv", [one(1, ANNA), one(2, BEN)])
    for name in names(tmp_path):
        assert "anna" not in name
        assert "ben" not in name


def test_files_of_a_relay_who_has_none_any_more_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "2026.csv"
    write_mail_merge(path, [one(1, ANNA), one(2, BEN)])
    write_mail_merge(path, [one(1), one(2, BEN)])
    assert [name for name in names(tmp_path) if "relay" in name] == [
        "2026-relay-1.csv",
        "2026-relay-1.xlsx",
    ]
    write_mail_merge(path, [one(1), one(2)])
    assert names(tmp_path) == ["2026.csv", "2026.xlsx"]


def test_reminders_and_other_waves_keep_their_own_files(tmp_path: Path) -> None:
    for wave in ("2026", "2026-reminder", "2026b"):
        write_mail_merge(tmp_path / f"{wave}.csv", [one(1, BEN)])
    write_mail_merge(tmp_path / "2026.csv", [one(1)])
    assert [path.name for path in merge_files(tmp_path / "2026.csv")] == [
        "2026.csv",
        "2026.xlsx",
    ]
    assert len(merge_files(tmp_path / "2026-reminder.csv")) == 4
    assert len(merge_files(tmp_path / "2026b.csv")) == 4


def test_two_relays_of_the_same_name_do_not_share_a_file(tmp_path: Path) -> None:
    write_mail_merge(tmp_path / "w.csv", [one(1, "ben@a.org"), one(2, "ben@b.org")])
    assert [row["name"] for row in rows(tmp_path / "w-relay-1.csv")] == ["Name 1"]
    assert [row["name"] for row in rows(tmp_path / "w-relay-2.csv")] == ["Name 2"]


def test_one_address_in_two_spellings_is_one_relay(tmp_path: Path) -> None:
    write_mail_merge(tmp_path / "w.csv", [one(1, "Ben@a.org"), one(2, "ben@A.org")])
    assert names(tmp_path) == [
        "w-relay-1.csv",
        "w-relay-1.xlsx",
        "w.csv",
        "w.xlsx",
    ]
    assert len(rows(tmp_path / "w-relay-1.csv")) == 2


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_only_the_owner_reads_a_relays_file(tmp_path: Path) -> None:
    for path in write_mail_merge(tmp_path / "w.csv", [one(1, BEN)]):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_cell_is_never_a_formula_and_comes_back_as_it_was(tmp_path: Path) -> None:
    odd = dataclasses.replace(one(1, "=ben@example.org"), name="@SUM(A1)", team="+1")
    write_mail_merge(tmp_path / "w.csv", [odd])
    [row] = rows(tmp_path / "w.csv")
    assert (row["name"], row["team"]) == ("'@SUM(A1)", "'+1")
    assert row["relay"] == "'=ben@example.org"
    assert read_mail_merge(tmp_path / "w.csv") == [odd]


def test_a_relay_is_reminded_of_all_so_that_nobody_learns_who_answered(
    tmp_path: Path,
) -> None:
    listed = [
        dataclasses.replace(person(1, group="partner"), relay=BEN),
        person(2, group="partner"),
    ]
    links = invite(
        small_wave(),
        listed,
        tmp_path / "inbox.sqlite3",
        b"k" * 32,
        "https://form.example/",
        new_token=tokens(),
    )
    assert [link.relay for link in links] == [BEN, ""]
    assert unfinished(links, tmp_path / "inbox.sqlite3") == links
