"""Links, pseudonyms and the private files that tie them to names."""

import csv
import dataclasses
import io
import os
import stat
from pathlib import Path

import pytest
from collecting import KEY, OPEN, anonymous, collecting, person, tokens
from openpyxl import load_workbook
from samples import ground, small_wave

from generator.backends import BACKENDS
from generator.backends.base import Invited
from generator.backends.local import invite, status, unfinished
from generator.backends.local.invitations import random_token
from generator.backends.mailmerge import read_mail_merge, write_mail_merge
from generator.backends.pseudonyms import pseudonym
from generator.errors import Problems
from generator.model.people import Person

WAVE = small_wave()


def invited(folder: Path, *people: Person, **options: object) -> list[Invited]:
    return invite(
        WAVE,
        list(people),
        folder / "inbox.sqlite3",
        KEY,
        "https://form.example/",
        **options,  # type: ignore[arg-type]
    )


def test_everybody_gets_a_link_of_their_own(tmp_path: Path) -> None:
    people = [person(1), person(2, group="stakeholder", language="de")]
    first, second = invited(tmp_path, *people, new_token=tokens())
    assert first == Invited(
        name="Name 1",
        email="p1@example.org",
        language="en",
        group="practitioner",
        team="oncology",
        link="https://form.example/s/token-00000000000000000001",
        minutes="6",
        closes="29 March 2026",
    )
    assert (second.link[-1], second.minutes, second.closes) == (
        "2",
        "7",
        "29. März 2026",
    )


def test_a_link_has_at_least_128_random_bits() -> None:
    made = {random_token() for _ in range(100)}
    assert len(made) == 100
    assert {len(token) for token in made} == {32}


def test_who_is_invited_again_keeps_the_link(tmp_path: Path) -> None:
    first = invited(tmp_path, person(1), person(2))
    write_mail_merge(tmp_path / "invitations.csv", first)
    earlier = read_mail_merge(tmp_path / "invitations.csv")
    second = invited(tmp_path, person(2), person(3), person(1), earlier=earlier)
    assert second[0].link == first[1].link
    assert second[2].link == first[0].link
    assert second[1].link not in {one.link for one in first}
    counts = status(tmp_path / "inbox.sqlite3", WAVE)
    assert counts["practitioner", "oncology"].invited == 3


def test_a_lost_link_is_replaced_and_the_answers_stay(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        old, new = (
            invite(WAVE, [person(1)], visit.inbox, KEY, "", tokens(prefix))[0].link
            for prefix in ("old", "new")
        )
        assert visit.get(old).status_code == 404
        visit.post(f"{new}/1", version="0", Q1="1", prompted="1")
        [again] = invite(WAVE, [person(1)], visit.inbox, KEY, "", tokens("newer"))
        page = visit.get(f"{again.link}/1")
    assert 'id="Q1-1" checked' in page.text


def test_one_person_about_two_teams_gets_two_links_and_one_pseudonym(
    tmp_path: Path,
) -> None:
    links = invited(tmp_path, person(1), person(1, team="vaccines"))
    assert links[0].link != links[1].link
    counts = status(tmp_path / "inbox.sqlite3", WAVE)
    assert sorted(counts) == [
        ("practitioner", "oncology"),
        ("practitioner", "vaccines"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jo@Example.org ", "jo@example.ORG"),
        ("jürgen@example.org", "ju\u0308rgen@example.org"),
        ("STRASSE@example.org", "straße@example.org"),
    ],
)
def test_the_same_address_written_otherwise_is_the_same_person(
    one: str, other: str
) -> None:
    assert pseudonym(KEY, one) == pseudonym(KEY, other)


def test_a_pseudonym_depends_on_the_key() -> None:
    assert pseudonym(KEY, "p1") != pseudonym(b"other" * 8, "p1")
    assert pseudonym(KEY, "p1") == (
        "e158b9171884ae37ec847fb9f83b7dc260cf2f8f030d480fb1f2fadf4462b15e"
    )


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        invited(
            tmp_path,
            person(1, group="assessor"),
            person(2, team="nobody"),
            person(3, person="", email=" "),
        )
    assert [problem.code for problem in caught.value.problems] == [
        "invitation-group-not-asked",
        "invitation-nobody",
        "invitation-unknown-team",
    ]
    assert not (tmp_path / "inbox.sqlite3").exists()


def test_the_mail_merge_file_opens_in_a_spreadsheet_and_runs_no_formula(
    tmp_path: Path,
) -> None:
    rows = [
        Invited(
            "=HYPERLINK(1)", "+a@b.org", "de", "g", "t", "https://x/s/-a", "6", "@"
        ),
        Invited("Jürgen, Dr.", "j@b.org", "de", "g", "t", "https://x/s/b", "6", "x"),
    ]
    table, book = write_mail_merge(tmp_path / "merge.csv", rows)
    content = table.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfname,email,language,group,team,link,")
    parsed = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert parsed[1][:2] == ["'=HYPERLINK(1)", "'+a@b.org"]
    assert parsed[2][0] == "Jürgen, Dr."
    assert read_mail_merge(table) == rows
    sheet = load_workbook(book).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["=HYPERLINK(1)", "+a@b.org"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_only_the_owner_may_read_links_answers_and_keys(tmp_path: Path) -> None:
    backend = BACKENDS["local"](ground(WAVE, tmp_path / "var", key=lambda: KEY))
    backend.field([person(1)], "https://form.example", print)
    modes = {
        path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "var").rglob("*")
        if path.is_file()
    }
    assert modes == {
        "var/inbox/alliance-baseline/2026.sqlite3": 0o600,
        "var/invitations/alliance-baseline/2026.csv": 0o600,
        "var/invitations/alliance-baseline/2026.xlsx": 0o600,
    }
    folder = tmp_path / "var" / "inbox" / "alliance-baseline"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_the_files_beside_a_running_inbox_are_private_too(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [one] = invite(WAVE, [person(1)], visit.inbox, KEY, "")
        visit.post(f"{one.link}/1", version="0", Q1="1")
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in visit.inbox.parent.iterdir()
        }
    assert modes == {
        "wave.sqlite3": 0o600,
        "wave.sqlite3-shm": 0o600,
        "wave.sqlite3-wal": 0o600,
    }


def test_reminders_go_only_to_those_who_have_not_finished(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        people = [person(n) for n in range(3)]
        everybody = invite(WAVE, people, visit.inbox, KEY, "")
        visit.post(f"{everybody[0].link}/check")
        visit.post(f"{everybody[1].link}/1", version="0", Q1="1", prompted="1")
        waiting = unfinished(everybody, visit.inbox)
        counts = status(visit.inbox, WAVE)["practitioner", "oncology"]
    assert [one.name for one in waiting] == ["Name 1", "Name 2"]
    assert (counts.invited, counts.started, counts.complete) == (3, 2, 1)


def test_anonymous_links_are_shared_by_team_and_group(tmp_path: Path) -> None:
    wave = anonymous(WAVE)
    people = [person(1), person(2), person(3, team="vaccines")]
    inbox = tmp_path / "inbox.sqlite3"
    one, two, three = invite(wave, people, inbox, KEY, "")
    assert one.link == two.link != three.link
    assert unfinished([one, two, three], inbox) == [one, two, three]


def test_an_inbox_of_another_wave_is_refused(tmp_path: Path) -> None:
    invited(tmp_path, person(1))
    other = dataclasses.replace(WAVE, fingerprint="changed")
    with pytest.raises(Problems) as caught:
        invite(other, [person(1)], tmp_path / "inbox.sqlite3", KEY, "")
    assert caught.value.problems[0].code == "inbox-other-wave"
    assert caught.value.exit_code == 5


def test_a_missing_inbox_is_explained(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        status(tmp_path / "none.sqlite3", WAVE)
    assert caught.value.problems[0].code == "inbox-missing"


def test_the_local_backend_does_what_every_backend_does(tmp_path: Path) -> None:
    backend = BACKENDS["local"](ground(WAVE, tmp_path, key=lambda: KEY))
    people = [person(1), person(2)]
    links = backend.field(people, "https://form.example", print)
    assert backend.name == "local"
    assert backend.field(people, "https://form.example", print) == links
    assert backend.remind(print) == links
    assert backend.status()["practitioner", "oncology"].invited == 2
    assert [one.submissions for one in backend.arrivals({})] == [()]
    assert not backend.closed()
    backend.close(OPEN)
    assert backend.closed()
    with collecting(tmp_path, now=lambda: OPEN) as visit:
        assert visit.get("/").status_code == 200


@pytest.mark.parametrize("content", ["name;Jürgen".encode("cp1252"), b"\xff\xfe\0"])
def test_an_invitation_file_saved_in_another_encoding_is_refused_in_words(
    tmp_path: Path, content: bytes
) -> None:
    table = tmp_path / "merge.csv"
    table.write_bytes(content)
    with pytest.raises(Problems) as refused:
        read_mail_merge(table)
    [problem] = refused.value.problems
    assert problem.code == "invitations-changed"
    assert "UTF-8" in problem.message
