"""After forgetting, nothing of a person is left, and what was released stands."""

import csv
import io
import json
import shutil
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook
from projects import (
    CLOSED,
    LONG_AFTER,
    OPEN,
    SURVEY,
    URL,
    at,
    comment,
    files_with,
    invite,
    invited,
    new_project,
    reading_of,
    respond,
    somebody,
    with_privacy,
)
from samples import small_wave

from generator.backends.local import status
from generator.backends.mailmerge import link_token
from generator.backends.pseudonyms import pseudonym
from generator.errors import Problems
from generator.model.edition import Edition
from generator.pipeline.fielding import close, field, remind, turnout
from generator.pipeline.forgetting import forget_person, forget_wave, restore
from generator.pipeline.reading import Reading
from generator.pipeline.results import collect, release, released
from generator.pipeline.retention import due_waves
from generator.store.backup import backup, remember_archive
from generator.store.database import open_store
from generator.store.keys import survey_key
from generator.store.people import people_numbers
from generator.store.responses import responses

CANARY = "Canarinho-7731 said it at lunch"
MANY = 12
HER = "nadja3@mail.example"


def code(refused: pytest.ExceptionInfo[Problems]) -> str:
    return refused.value.problems[0].code


def after_a_wave(folder: Path, *, released_too: bool = True) -> tuple[Reading, Edition]:
    """Twelve people answered, two waves long, and the first of them was released."""
    reading = reading_of(new_project(folder))
    invite(reading, [somebody(n) for n in range(MANY)])
    remind(reading, "2026", at(OPEN))
    respond(
        reading,
        {
            somebody(n).email: comment(CANARY if n == 3 else f"fine, number {n}")
            for n in range(MANY)
        },
    )
    collect(reading, "2026", now=at(CLOSED))
    edition = release(reading, "2026", at(CLOSED)).edition if released_too else None
    return reading, edition  # type: ignore[return-value]


def traces(reading: Reading) -> list[str]:
    """Everything by which she could be found."""
    key = survey_key(reading.places.var, SURVEY)
    [row] = [one for one in invited(reading) if one.email == HER]
    return [
        HER,
        "Nadja Beispiel3",
        link_token(row.link),
        pseudonym(key, HER),
        CANARY,
        "Canarinho",
    ]


def test_nothing_of_a_forgotten_person_is_left_in_any_file(tmp_path: Path) -> None:
    reading, edition = after_a_wave(tmp_path / "p")
    words = traces(reading)
    before = files_with(tmp_path, *words)
    assert {word for held in before.values() for word in held} == set(words)

    planned = forget_person(reading, HER, dry_run=True)
    assert files_with(tmp_path, *words) == before
    done = forget_person(reading, HER)

    assert files_with(tmp_path, *words) == {}
    assert done.parts == planned.parts
    [part] = done.parts
    assert (part.rows, part.links, part.kept_there, part.answers) == (2, 1, 1, 1)
    assert done.remains == ()
    assert len(invited(reading)) == MANY - 1
    assert released(reading, "2026") == edition
    with closing(open_store(reading.places.store)) as store:
        assert len(list(responses(store, SURVEY, "2026"))) == MANY - 1
        assert len(people_numbers(store, SURVEY, "2026")) == MANY - 1


def test_a_forgotten_person_is_not_brought_back(tmp_path: Path) -> None:
    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    words = traces(reading)
    inbox = reading.places.inbox(SURVEY, "2026")
    copy = inbox.with_name("kept aside")
    shutil.copy(inbox, copy)
    forget_person(reading, HER)
    # somebody puts the old inbox back
    shutil.copy(copy, inbox)
    copy.unlink()
    done = collect(reading, "2026", now=at(CLOSED), full=True)
    assert [problem.code for problem in done.problems] == ["forgotten-person-back"]
    assert (done.new, done.unchanged) == (0, MANY - 1)
    assert set(files_with(tmp_path, *words)) == {f"p/var/inbox/{SURVEY}/2026.sqlite3"}
    forget_person(reading, HER)
    assert files_with(tmp_path, *words) == {}


def test_a_forgotten_person_is_not_invited_again_to_the_same_wave(
    tmp_path: Path,
) -> None:
    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    forget_person(reading, HER)
    everybody = [somebody(n) for n in range(MANY)]
    plan = field(reading, "2026", everybody, URL, now=at(OPEN))
    assert plan.people == MANY - 1
    assert "leave out 1 of the list" in plan.intended[-1]
    assert HER not in {one.email for one in invited(reading)}


def test_forgetting_while_the_collector_runs_leaves_no_trace(tmp_path: Path) -> None:
    from generator.backends.local.app import collector_app
    from generator.backends.local.serve import hosted

    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    words = traces(reading)
    inbox = reading.places.inbox(SURVEY, "2026")
    with hosted(collector_app(reading.frozen("2026"), inbox, now=at(OPEN))):
        respond(reading, {somebody(5).email: comment("again")})
        forget_person(reading, HER)
        assert files_with(tmp_path, *words) == {}
        respond(reading, {somebody(6).email: comment("still works")})
    assert "still works" in str(files_with(tmp_path, "still works"))


def test_a_person_is_found_by_the_id_of_the_people_list(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    her = somebody(3, person="E-1203")
    both = [her, somebody(3, person="E-1203", team="vaccines"), somebody(4)]
    invite(reading, both)
    assert [part.rows for part in forget_person(reading, "e-1203", dry_run=True).parts]
    [part] = forget_person(reading, "E-1203").parts
    assert (part.rows, part.links) == (2, 2)
    assert [one.email for one in invited(reading)] == [somebody(4).email]
    assert files_with(tmp_path, her.email, her.name) == {}


def test_an_address_finds_who_is_listed_by_id(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    invite(reading, [somebody(3, person="E-1203"), somebody(4)])
    forget_person(reading, HER.upper())
    code = pseudonym(survey_key(reading.places.var, SURVEY), "E-1203")
    assert files_with(tmp_path, HER, code) == {}


def test_a_shared_address_is_told_before_anything_goes(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    shared = [somebody(3, person="A"), somebody(3, person="B"), somebody(4)]
    invite(reading, shared)
    assert forget_person(reading, HER, dry_run=True).codes == 2
    [part] = forget_person(reading, "A").parts
    assert (part.rows, part.links) == (1, 1)
    assert [one.email for one in invited(reading)] == [HER, somebody(4).email]


def test_who_passes_links_on_can_be_forgotten_too(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    manager = "petra.manager@mail.example"
    guest = somebody(1, relay=manager, group="partner", partner="Aurora Pharma")
    invite(reading, [guest, somebody(2)])
    assert len(list((tmp_path / "p" / "var").rglob("*relay*"))) == 2
    assert "petra" not in str(list((tmp_path / "p" / "var").rglob("*")))
    forget_person(reading, manager)
    assert files_with(tmp_path, manager) == {}
    assert list((tmp_path / "p" / "var").rglob("*relay*")) == []
    assert len(invited(reading)) == 2


def test_the_relay_file_forgets_as_well(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    manager = "petra.manager@mail.example"
    invite(
        reading,
        [
            somebody(n, relay=manager, group="partner", partner="Aurora Pharma")
            for n in (3, 4)
        ],
    )
    words = traces(reading)[:4]
    forget_person(reading, HER)
    assert files_with(tmp_path, *words) == {}
    assert len(list((tmp_path / "p" / "var").rglob("*relay*"))) == 2


def test_forgetting_twice_is_no_fault(tmp_path: Path) -> None:
    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    forget_person(reading, HER)
    assert not forget_person(reading, HER).found


def test_where_nobody_is_known_it_says_so(tmp_path: Path) -> None:
    reading = reading_of(new_project(tmp_path / "p"))
    with pytest.raises(Problems) as refused:
        forget_person(reading, "nobody@mail.example")
    assert code(refused) == "person-unknown"
    invite(reading, [somebody(4)])
    with pytest.raises(Problems) as refused:
        forget_person(reading, "nobody@mail.example", dry_run=True)
    assert code(refused) == "person-unknown"


def test_backups_and_lists_that_still_name_the_person_are_named_and_not_changed(
    tmp_path: Path,
) -> None:
    reading, _ = after_a_wave(tmp_path / "p")
    inside = backup(reading.places.var, reading.places.var / "backup" / "a.zip")
    outside = backup(reading.places.var, tmp_path / "safe" / "b.zip")
    lost = backup(reading.places.var, tmp_path / "safe" / "c.zip")
    for archive in (inside, outside, lost):
        remember_archive(reading.places.var, archive)
    lost.unlink()
    book = Workbook()
    book.active.append(["name", "email"])
    book.active.append(["Nadja Beispiel3", HER])
    people = tmp_path / "p" / "people.xlsx"
    book.save(people)
    kept = {path: path.read_bytes() for path in (inside, outside, people)}
    done = forget_person(reading, HER)
    assert {(one.path, one.readable) for one in done.remains} == {
        (inside, True),
        (outside, True),
        (lost, False),
        (people, True),
    }
    assert {path: path.read_bytes() for path in kept} == kept


def test_a_restored_backup_is_made_to_forget_again(tmp_path: Path) -> None:
    reading, edition = after_a_wave(tmp_path / "p")
    words = traces(reading)
    archive = backup(reading.places.var, tmp_path / "safe" / "b.zip")
    forget_person(reading, HER)
    assert restore(tmp_path / "p", archive, replace=True) == 1
    assert files_with(tmp_path / "p", *words) == {}
    assert released(reading, "2026") == edition
    assert len(invited(reading)) == MANY - 1


def test_a_restore_that_cannot_forget_again_says_so(tmp_path: Path) -> None:
    reading, _ = after_a_wave(tmp_path / "p")
    archive = backup(reading.places.var, tmp_path / "safe" / "b.zip")
    forget_person(reading, HER)
    survey = tmp_path / "p" / "surveys" / SURVEY / "survey.yaml"
    survey.write_text(survey.read_text("utf-8").replace("timezone:", "tiimezone:"))
    with pytest.raises(Problems) as refused:
        restore(tmp_path / "p", archive, replace=True)
    assert code(refused) == "restore-brought-back"
    assert files_with(tmp_path / "p", HER) != {}


def test_in_an_anonymous_wave_only_the_lists_hold_the_person(tmp_path: Path) -> None:
    wave = with_privacy(small_wave(), identity="anonymous")
    reading = reading_of(new_project(tmp_path / "p", wave))
    invite(reading, [somebody(n) for n in range(6)])
    [part] = forget_person(reading, HER).parts
    assert (part.rows, part.links, part.answers) == (1, 0, 0)
    assert files_with(tmp_path, HER, "Nadja Beispiel3") == {}
    assert len(invited(reading)) == 5


def test_a_wave_loses_its_names_and_scores_the_same(tmp_path: Path) -> None:
    reading, edition = after_a_wave(tmp_path / "p")
    names = [
        word for n in range(MANY) for word in (somebody(n).name, somebody(n).email)
    ]
    tokens = [link_token(one.link) for one in invited(reading)]
    with pytest.raises(Problems) as refused:
        forget_wave(reading, "2026", now=at(OPEN))
    assert code(refused) == "forget-open"
    before = files_with(tmp_path, *names)
    planned = forget_wave(reading, "2026", now=at(CLOSED), dry_run=True)
    assert files_with(tmp_path, *names) == before
    done = forget_wave(reading, "2026", now=at(CLOSED))
    assert planned.parts == done.parts
    assert files_with(tmp_path, *names, *tokens) == {}
    assert not reading.places.inbox(SURVEY, "2026").exists()
    assert released(reading, "2026") == edition
    with closing(open_store(reading.places.store)) as store:
        assert len(list(responses(store, SURVEY, "2026"))) == MANY
    for call in (
        lambda: collect(reading, "2026", now=at(CLOSED)),
        lambda: turnout(reading, "2026"),
    ):
        with pytest.raises(Problems) as refused:
            call()
        assert code(refused) == "wave-forgotten"
    assert not forget_wave(reading, "2026", now=at(CLOSED)).found


def test_answers_not_fetched_yet_are_never_lost_with_the_names(tmp_path: Path) -> None:
    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    respond(reading, {somebody(2).email: comment("changed my mind")})
    with pytest.raises(Problems) as refused:
        forget_wave(reading, "2026", now=at(CLOSED))
    assert code(refused) == "forget-uncollected"
    collect(reading, "2026", now=at(CLOSED))
    assert forget_wave(reading, "2026", now=at(CLOSED)).found


def test_answers_go_once_they_are_released_or_their_time_is_over(
    tmp_path: Path,
) -> None:
    reading, _ = after_a_wave(tmp_path / "p", released_too=False)
    with pytest.raises(Problems) as refused:
        forget_wave(reading, "2026", now=at(CLOSED), answers=True)
    assert code(refused) == "forget-unreleased"
    forget_wave(reading, "2026", now=at(LONG_AFTER), answers=True)
    with closing(open_store(reading.places.store)) as store:
        assert list(responses(store, SURVEY, "2026")) == []


def test_what_is_due_is_said_and_then_gone_with_every_answer(tmp_path: Path) -> None:
    reading, edition = after_a_wave(tmp_path / "p")
    words = traces(reading)
    [kept] = due_waves(reading, at(CLOSED))
    assert str(kept.until) == "2029-03-28"
    assert not kept.over
    assert not kept.soon
    assert kept.holds == ("invitation files", "the inbox", "answers")
    [kept] = due_waves(reading, at(LONG_AFTER))
    assert kept.over
    forget_wave(reading, "2026", now=at(LONG_AFTER), answers=True)
    assert files_with(tmp_path, *words, "fine, number") == {}
    assert due_waves(reading, at(LONG_AFTER)) == []
    assert released(reading, "2026") == edition
    assert not release(reading, "2026", at(LONG_AFTER)).written


def test_the_statements_of_a_project_survive_and_the_archives_are_listed(
    tmp_path: Path,
) -> None:
    reading, _ = after_a_wave(tmp_path / "p")
    archive = backup(reading.places.var, reading.places.var / "backup" / "a.zip")
    done = forget_wave(reading, "2026", now=at(CLOSED))
    assert done.archives == (archive,)
    with zipfile.ZipFile(archive) as opened:
        held = opened.read(f"invitations/{SURVEY}/2026.csv").decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(held)))) == MANY


def test_two_waves_forget_the_same_person_at_once(tmp_path: Path) -> None:
    waves = [with_privacy(small_wave()), with_privacy(small_wave("2027", 2027))]
    reading = reading_of(new_project(tmp_path / "p", *waves))
    later = OPEN.replace(year=2027)
    for wave, moment in (("2026", OPEN), ("2027", later)):
        field(reading, wave, [somebody(3), somebody(4)], URL, now=at(moment))
        respond(reading, {HER: comment(CANARY)}, wave, moment)
        collect(reading, wave, now=at(moment))
    words = traces(reading)
    done = forget_person(reading, HER)
    assert [part.wave for part in done.parts] == ["2026", "2027"]
    assert files_with(tmp_path, *words) == {}
    assert json.dumps(done.codes) == "1"
    assert status(reading.places.inbox(SURVEY, "2027"), waves[1])
    close(reading, "2027", at(later))
