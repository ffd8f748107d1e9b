"""Lists of people to invite, as spreadsheets really write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.errors import Problems
from generator.model.people import Person
from generator.sources.people import read_people

GROUPS = ("practitioner", "stakeholder")
TEAMS = ("oncology", "vaccines", "immunology")


def read(path: Path) -> list[Person]:
    return read_people(path, groups=GROUPS, teams=TEAMS, languages=("en", "de"))


def said(path: Path) -> list[str]:
    with pytest.raises(Problems) as caught:
        read(path)
    place = path.as_posix()
    return [str(problem).replace(place, "people") for problem in caught.value.problems]


def csv(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def xlsx(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    path = folder / "people.xlsx"
    book.save(path)
    return path


ZOE = Person("", "Zoë Müller", "zoe@example.org", "de", "stakeholder", "oncology", "")


def test_a_csv_with_commas_is_read(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "person,name,email,language,group,team,partner\n"
        'p-1,"Müller, Zoë",zoe@example.org,de,stakeholder,oncology,Acme\n',
    )
    assert read(path) == [
        Person(
            "p-1",
            "Müller, Zoë",
            "zoe@example.org",
            "de",
            "stakeholder",
            "oncology",
            "Acme",
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_as_excel_writes_it_in_europe_is_read(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "Über uns.csv"
    text = (
        "Name;E-Mail;Language;Group;Team\r\n"
        "Zoë Müller;zoe@example.org;de;stakeholder;oncology\r\n"
        ";;;;\r\n"
    )
    path.write_bytes(text.encode(encoding))
    assert read(path) == [ZOE]


def test_an_xlsx_is_read_and_numbers_are_words(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ("person", "name", "email", "language", "group", "team", "notes"),
        (1042, " Zoë Müller ", "zoe@example.org", "DE", "Stakeholder", "oncology", 3),
    )
    assert read(path) == [ZOE.__class__("1042", *_fields(ZOE)[1:])]


def _fields(person: Person) -> tuple[str, ...]:
    return (
        person.person,
        person.name,
        person.email,
        person.language,
        person.group,
        person.team,
        person.partner,
    )


def test_no_language_means_the_first_of_the_survey(tmp_path: Path) -> None:
    path = csv(tmp_path, "email,group,team\na@example.org,practitioner,vaccines\n")
    assert [person.language for person in read(path)] == ["en"]


def test_a_person_may_be_asked_about_two_teams(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "email,group,team\n"
        "a@example.org,stakeholder,vaccines\n"
        "a@example.org,stakeholder,oncology\n",
    )
    assert [person.team for person in read(path)] == ["vaccines", "oncology"]


def test_every_problem_of_a_csv_is_said_with_line_and_column(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "email,group,team,language,person\n"
        "a@example.org,stakeholder,oncologie,en,1\n"
        "not an address,stakholder,oncology,fr,2\n"
        ",stakeholder,,en,3\n"
        "A@example.org,stakeholder,vaccines,en,4\n"
        "b@example.org,stakeholder,vaccines,en,5,extra\n",
    )
    assert said(path) == [
        (
            "people:2:3: people-cell: line 2, column 3: there is no team `oncologie`\n"
            "  hint: did you mean `oncology` for `oncologie`?"
        ),
        (
            "people:3:1: people-email: line 3, column 1: `not an address` is not an "
            "e-mail address\n"
            "  hint: write it like name@example.org, one address per row"
        ),
        (
            "people:3:2: people-cell: line 3, column 2: there is no group "
            "`stakholder`\n"
            "  hint: did you mean `stakeholder` for `stakholder`?"
        ),
        (
            "people:3:4: people-cell: line 3, column 4: there is no language `fr`\n"
            "  hint: known here: de, en"
        ),
        (
            "people:4:1: people-cell: line 4, column 1: `email` is empty\n"
            "  hint: add the address"
        ),
        (
            "people:4:3: people-cell: line 4, column 3: `team` is empty\n"
            "  hint: write the team's id"
        ),
        (
            "people:5:5: people-person: line 5, column 5: `A@example.org` has the "
            "person id `4` here and `1` above\n"
            "  hint: a person keeps one id in all rows"
        ),
        (
            "people:6:6: table-row: line 6, column 6: this row has more cells than the "
            "5 headings\n"
            "  hint: put quotes around a cell that holds the separator"
        ),
    ]


def test_a_problem_in_a_workbook_names_the_cell(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        ("email", "group", "team"),
        ("a@example.org", "stakeholder", "oncology"),
        ("A@Example.org", "stakeholder", "oncology"),
    )
    assert said(path) == [
        (
            "people:3:1: people-twice: cell A3: `a@example.org` is asked about "
            "`oncology` "
            "as stakeholder already in row 2\n"
            "  hint: keep one of the two rows"
        )
    ]


def test_a_third_team_is_too_much_to_ask(tmp_path: Path) -> None:
    rows = "".join(f"a@example.org,stakeholder,{team}\n" for team in TEAMS)
    assert said(csv(tmp_path, "email,group,team\n" + rows)) == [
        (
            "people:4:3: people-teams: line 4, column 3: `a@example.org` is asked "
            "about "
            "more than 2 teams\n"
            "  hint: choose the two the person knows best"
        )
    ]


def test_missing_headings_are_all_said(tmp_path: Path) -> None:
    assert said(csv(tmp_path, "emial,group,group\nx,y,z\n")) == [
        (
            "people:1:1: people-heading: line 1, column 1: there is no heading "
            "`email`\n"
            "  hint: did you mean `email` for `emial`?"
        ),
        (
            "people:1:1: people-heading: line 1, column 1: there is no heading `team`\n"
            "  hint: the first row must hold: email, group, team"
        ),
        (
            "people:1:3: people-heading: line 1, column 3: the heading `group` is "
            "there twice\n"
            "  hint: keep one of the two columns"
        ),
    ]


def test_a_list_of_nobody_is_refused(tmp_path: Path) -> None:
    assert said(csv(tmp_path, "email,group,team\n\n")) == [
        (
            "people:1:1: people-none: line 1, column 1: there is nobody below the "
            "headings\n"
            "  hint: add one row per person and team"
        )
    ]


def test_an_open_quote_is_said_with_its_line(tmp_path: Path) -> None:
    text = 'email,group,team\n"a@example.org,stakeholder,oncology\nb,c,d\n'
    assert said(csv(tmp_path, text)) == [
        (
            "people:2:1: table-row: a quote is opened in this row and not closed\n"
            '  hint: write "" for a quote that belongs to the text'
        )
    ]


def test_files_that_are_no_tables_are_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert said(broken) == [
        (
            "people: table-format: this workbook cannot be read (BadZipFile)\n"
            "  hint: open it, save it again as .xlsx without a password, or use .csv"
        )
    ]
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("hello.txt", "no workbook")
    assert said(other)[0].startswith("people: table-format: this workbook cannot be")
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0 old")
    assert said(old) == [
        (
            "people: table-format: this kind of spreadsheet cannot be read\n"
            "  hint: save it as .xlsx or .csv"
        )
    ]
    empty = csv(tmp_path, "\n\n")
    assert said(empty) == [
        (
            "people: file-empty: this file is empty\n  hint: the first row holds the "
            "headings"
        )
    ]
    assert said(tmp_path / "none.csv") == [
        (
            "people: file-missing: this file is missing\n"
            "  hint: check the name and the folder"
        )
    ]


def test_who_passes_a_link_on_stands_in_a_column_of_its_own(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "email;group;team;Relay\n"
        "a@example.org;stakeholder;oncology; ben@example.org \n"
        "b@example.org;stakeholder;oncology;\n",
    )
    assert [one.relay for one in read(path)] == ["ben@example.org", ""]
    old = csv(tmp_path, "email,group,team\na@example.org,stakeholder,oncology\n")
    assert [one.relay for one in read(old)] == [""]


def test_a_relay_without_an_address_is_noted_at_its_cell(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "email,group,team,relay\na@example.org,stakeholder,oncology,Ben Miller\n",
    )
    [problem] = said(path)
    assert problem.startswith("people:2:4: people-email: ")
    assert "`Ben Miller` is not an e-mail address" in problem
    assert "passes the link on" in problem
