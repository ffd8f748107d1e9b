"""A team's meeting: terms, ladders, saving, signing off, taking back."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import re
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from lxml import html
from samples import GOVERN, LOG, RISK, STAKEHOLDERS, small_wave

from generator.assessment.app import assessment_app
from generator.assessment.words import ENGLISH, GERMAN
from generator.errors import Problems
from generator.model.instrument import Wave
from generator.model.statement import Statement, StatementEntry
from generator.store.database import open_store
from generator.store.locking import writer_lock
from generator.store.statements import read_statement, statement_history

NOW = dt.datetime(2026, 3, 10, 13, 30, tzinfo=dt.UTC)
TERMS = {
    "assessed_by": "team",
    "present": "4",
    "purpose": "To plan the next year.",
    "agree": "yes",
}
FULL = {
    "answer": "2",
    "evidence": "Register of March, reviewed every month",
    "next_step": "Name who reviews it",
    "target_rung": "3",
    "target_date": "2026-09-30",
}


class Room:
    """The meeting's page and the store behind it, as a browser without scripts."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.store = folder / "var" / "store.sqlite3"
        wave = options.pop("wave", small_wave())
        if not isinstance(wave, Wave):
            raise TypeError
        self.app = assessment_app(
            wave,
            "oncology",
            self.store,
            now=lambda: NOW,
            **options,  # type: ignore[arg-type]
        )

    def send(
        self,
        path: str,
        form: dict[str, str] | None = None,
        *,
        base: str = "http://127.0.0.1:8765",
        **headers: str,
    ) -> httpx.Response:
        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                named = {name.replace("_", "-"): v for name, v in headers.items()}
                if form is None:
                    return await client.get(path, headers=named)
                return await client.post(path, data=form, headers=named)

        return asyncio.run(run())

    def begin(self, **changes: str) -> None:
        assert self.send("/en/start", TERMS | changes).status_code == 303

    def statement(self) -> Statement:
        with contextlib.closing(open_store(self.store)) as store:
            found = read_statement(store, "alliance-baseline", "2026", "oncology")
        assert found is not None
        return found

    def revisions(self) -> int:
        with contextlib.closing(open_store(self.store)) as store:
            return len(
                statement_history(store, "alliance-baseline", "2026", "oncology")
            )


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def text(response: httpx.Response) -> str:
    return " ".join(html.fromstring(response.text).text_content().split())


def test_opening_the_page_starts_nothing(room: Room) -> None:
    for path in ("/", "/en/", "/en/overview", "/en/practice/1", "/en/sign-off"):
        assert room.send(path).headers["location"].endswith(("/start", "/en/start"))
    assert room.send("/en/start").status_code == 200
    with contextlib.closing(open_store(room.store)) as store:
        assert read_statement(store, "alliance-baseline", "2026", "oncology") is None


def test_terms_are_agreed_before_the_first_practice(room: Room) -> None:
    answer = room.send("/en/start", TERMS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/practice/1")
    statement = room.statement()
    assert (statement.assessed_by, statement.present) == ("team", 4)
    assert statement.purpose == "To plan the next year."
    assert statement.wave_fingerprint == "sample-2026"
    assert [(e.practice, e.state) for e in statement.entries] == [
        (RISK, "open"),
        (LOG, "open"),
        (GOVERN, "open"),
        (STAKEHOLDERS, "open"),
    ]


@pytest.mark.parametrize(
    ("change", "control", "words"),
    [
        ({"assessed_by": ""}, "by-team", "Choose who assesses."),
        ({"present": "2"}, "present", "Fewer than three people are present"),
        ({"present": "many"}, "present", "as a number from 1 to 200"),
        ({"present": "²"}, "present", "as a number from 1 to 200"),
        ({"purpose": "  "}, "purpose", "Write what the assessment is for"),
        ({"purpose": "x" * 1001}, "purpose", "Shorten this text to 1000 characters"),
    ],
)
def test_terms_that_do_not_hold_are_said_and_nothing_is_stored(
    room: Room, change: dict[str, str], control: str, words: str
) -> None:
    answer = room.send("/en/start", TERMS | change)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.findtext(".//title").startswith("Error: ")
    (link,) = page.xpath("//div[@role='alert']//a")
    assert words in link.text_content()
    assert link.get("href") == f"#{control}"
    assert len(page.xpath(f"//*[@id='{control}']")) == 1
    assert room.send("/en/overview").status_code == 303


def test_nobody_begins_without_the_agreement_of_everybody(room: Room) -> None:
    form = {name: value for name, value in TERMS.items() if name != "agree"}
    answer = room.send("/en/start", form)
    assert answer.status_code == 422
    assert "Go on only when everybody present agrees" in text(answer)


def test_a_unit_may_assess_for_a_team_of_two(room: Room) -> None:
    room.begin(assessed_by="unit", present="2")
    assert room.statement().assessed_by == "unit"


def test_a_practice_is_stored_with_all_the_team_agreed(room: Room) -> None:
    room.begin()
    answer = room.send("/en/practice/1", FULL)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/practice/2")
    assert room.statement().entry(RISK) == StatementEntry(
        RISK,
        "agreed",
        2,
        "Register of March, reviewed every month",
        "Name who reviews it",
        3,
        dt.date(2026, 9, 30),
    )
    page = html.fromstring(room.send("/en/practice/1").text)
    assert page.xpath("//input[@name='answer'][@checked]/@value") == ["2"]
    assert page.xpath("//select/option[@selected]/@value") == ["3"]
    assert page.xpath("//input[@type='date']/@value") == ["2026-09-30"]


def test_practices_that_say_the_same_get_the_same_entry(room: Room) -> None:
    room.begin()
    room.send("/en/practice/2", FULL)
    log, govern = (room.statement().entry(ref) for ref in (LOG, GOVERN))
    assert log is not None
    assert govern == replace(log, practice=GOVERN)


@pytest.mark.parametrize("state", ["not_agreed", "not_applicable", "open"])
def test_a_team_may_differ_or_pass(room: Room, state: str) -> None:
    room.begin()
    room.send("/en/practice/1", {"answer": state, "evidence": "Two views remain"})
    entry = room.statement().entry(RISK)
    assert entry == StatementEntry(
        RISK,
        state,  # type: ignore[arg-type]
        None,
        "Two views remain",
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("change", "control", "words"),
    [
        ({"answer": "7"}, "rung-0", "Choose one of the answers offered."),
        ({"target_rung": "1"}, "target_rung", "below the rung you agreed"),
        ({"target_rung": "9"}, "target_rung", "one of the rungs offered as target"),
        (
            {"answer": "not_applicable"},
            "target_rung",
            "A practice that does not apply has no target.",
        ),
        ({"target_date": "soon"}, "target_date", "Write the date as 2026-09-30"),
        ({"target_date": "2026-03-09"}, "target_date", "This date is in the past."),
        ({"evidence": "x" * 2001}, "evidence", "Shorten this text to 2000"),
        ({"next_step": "x" * 501}, "next_step", "Shorten this text to 500"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_typed_is_lost(
    room: Room, change: dict[str, str], control: str, words: str
) -> None:
    room.begin()
    form = FULL | change
    answer = room.send("/en/practice/1", form)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    (link,) = page.xpath("//div[@role='alert']//a")
    assert words in link.text_content()
    assert link.get("href") == f"#{control}"
    assert len(page.xpath(f"//*[@id='{control}']")) == 1
    assert page.xpath("//textarea[@id='evidence']")[0].text.strip() == form["evidence"]
    assert room.statement().entry(RISK) == StatementEntry(
        RISK, "open", None, "", "", None, None
    )


def test_a_date_may_be_written_the_german_way(room: Room) -> None:
    room.begin()
    room.send("/de/practice/1", FULL | {"target_date": "30.9.2026"})
    entry = room.statement().entry(RISK)
    assert entry is not None
    assert entry.target_date == dt.date(2026, 9, 30)


def test_text_is_kept_as_typed_without_control_characters(room: Room) -> None:
    room.begin()
    typed = " <b>Stra\u00dfe</b> & „Pru\u0308fung“\r\nzwei\x00 "
    room.send("/en/practice/1", FULL | {"evidence": typed})
    entry = room.statement().entry(RISK)
    assert entry is not None
    assert entry.evidence == "<b>Straße</b> & „Pr\u00fcfung“\nzwei"
    page = room.send("/en/practice/1")
    assert "&lt;b&gt;" in page.text
    assert "<b>Stra" not in page.text


@pytest.mark.parametrize(
    ("number", "go", "target"),
    [
        (1, "next", "/en/practice/2"),
        (3, "next", "/en/overview"),
        (2, "overview", "/en/overview"),
        (2, "back", "/en/practice/1"),
        (1, "back", "/en/start"),
        (2, "in-de", "/de/practice/2"),
        (2, "in-fr", "/en/practice/3"),
        (1, "https://example.org/", "/en/practice/2"),
    ],
)
def test_every_button_saves_and_then_leads_on(
    room: Room, number: int, go: str, target: str
) -> None:
    room.begin()
    answer = room.send(f"/en/practice/{number}", {"answer": "1", "go": go})
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    practice = (RISK, LOG, STAKEHOLDERS)[number - 1]
    entry = room.statement().entry(practice)
    assert entry is not None
    assert entry.rung == 1


def test_the_progress_tells_how_far_the_meeting_is(room: Room) -> None:
    room.begin()
    room.send("/en/practice/1", FULL)
    room.send("/en/practice/3", {"answer": "not_agreed"})
    page = room.send("/en/practice/2")
    assert "Practice 2 of 3 · 1 agreed" in text(page)
    progress = html.fromstring(page.text).xpath("//progress")[0]
    assert (progress.get("value"), progress.get("max")) == ("2", "3")


def test_the_overview_shows_states_and_goes_on_where_it_is_open(room: Room) -> None:
    room.begin()
    room.send("/en/practice/1", {"answer": "2"})
    room.send("/en/practice/2", {"answer": "not_agreed"})
    assert room.send("/").headers["location"] == "/en/overview"
    page = html.fromstring(room.send("/en/overview").text)
    rows = [
        " ".join(row.text_content().split())
        for row in page.xpath("//ul[@class='topics']/li")
    ]
    assert rows == [
        "1 Keep a risk register Rung 2: Rung 2 Without evidence",
        "2 Keep a decision log Not agreed",
        "3 Plan stakeholder engagement Open",
    ]
    main_link = page.xpath("//a[contains(@class, 'primary')]")[0]
    assert main_link.get("href") == "practice/3"
    assert "1 of 3 practices agreed, 1 still open." in page.text_content()


def test_the_same_page_sent_twice_adds_nothing(room: Room) -> None:
    room.begin()
    room.send("/en/practice/1", FULL)
    before = room.revisions()
    assert room.send("/en/practice/1", FULL).status_code == 303
    assert room.revisions() == before


def test_a_second_window_never_overwrites_without_a_word(room: Room) -> None:
    room.begin()
    page = html.fromstring(room.send("/en/practice/1").text)
    seen = page.xpath("//input[@name='seen']/@value")[0]
    room.send("/en/practice/1", FULL | {"seen": seen})
    late = {"answer": "4", "evidence": "Mine", "seen": seen}
    answer = room.send("/en/practice/1", late)
    assert answer.status_code == 409
    assert "saved in another window" in text(answer)
    assert "Rung 2: Rung 2. Register of March" in text(answer)
    entry = room.statement().entry(RISK)
    assert entry is not None
    assert entry.rung == 2
    again = html.fromstring(answer.text)
    assert again.xpath("//input[@name='answer'][@checked]/@value") == ["4"]
    late["seen"] = again.xpath("//input[@name='seen']/@value")[0]
    assert room.send("/en/practice/1", late).status_code == 303
    entry = room.statement().entry(RISK)
    assert entry is not None
    assert entry.rung == 4


def test_two_windows_on_two_practices_both_count(room: Room) -> None:
    room.begin()
    seen = [
        html.fromstring(room.send(f"/en/practice/{n}").text).xpath(
            "//input[@name='seen']/@value"
        )[0]
        for n in (1, 2)
    ]
    for number in (2, 1):
        form = {"answer": "3", "seen": seen[number - 1]}
        assert room.send(f"/en/practice/{number}", form).status_code == 303
    assert [e.rung for e in room.statement().entries] == [3, 3, 3, None]


def test_a_team_signs_off_what_it_has_seen(room: Room) -> None:
    room.begin()
    room.send("/en/practice/1", {"answer": "2"})
    page = room.send("/en/sign-off")
    assert "Still open: 2" in text(page)
    assert "Agreed without evidence: 1" in text(page)
    assert "To plan the next year." in text(page)

    refused = room.send("/en/sign-off", {"agree_purpose": "yes"})
    assert refused.status_code == 422
    assert "Sign off only what you all stand by" in text(refused)
    assert room.statement().signed_off is None

    both = {"agree_purpose": "yes", "agree_statement": "yes"}
    assert room.send("/en/sign-off", both).status_code == 303
    assert room.statement().signed_off == NOW
    assert "Signed off on 10 March 2026." in text(room.send("/en/sign-off"))
    revisions = room.revisions()
    assert room.send("/en/sign-off", both).status_code == 303
    assert room.revisions() == revisions


def test_nobody_signs_what_was_changed_since_it_was_shown(room: Room) -> None:
    room.begin()
    page = html.fromstring(room.send("/en/sign-off").text)
    shown = page.xpath("//input[@name='revision']/@value")[0]
    room.send("/en/practice/1", FULL)
    both = {"agree_purpose": "yes", "agree_statement": "yes", "revision": shown}
    answer = room.send("/en/sign-off", both)
    assert answer.status_code == 409
    assert "changed in another window" in text(answer)
    assert "Register of March" in text(answer)
    assert room.statement().signed_off is None


def signed(room: Room) -> None:
    room.begin()
    room.send("/en/practice/1", FULL)
    room.send("/en/sign-off", {"agree_purpose": "yes", "agree_statement": "yes"})


def test_a_change_takes_the_signature_back_and_says_so_before(room: Room) -> None:
    signed(room)
    page = text(room.send("/en/practice/1"))
    assert "This assessment was signed off on 10 March 2026." in page
    room.send("/en/practice/1", FULL)
    assert room.statement().signed_off == NOW
    room.send("/en/practice/1", FULL | {"answer": "1"})
    assert room.statement().signed_off is None


def test_changed_terms_take_the_signature_back(room: Room) -> None:
    signed(room)
    assert room.send("/en/start", TERMS).headers["location"] == "/en/overview"
    assert room.statement().signed_off == NOW
    room.send("/en/start", TERMS | {"purpose": "To choose a budget."})
    assert room.statement().signed_off is None
    assert room.statement().entry(RISK) is not None


def test_a_team_may_withdraw_and_sign_again(room: Room) -> None:
    signed(room)
    assert room.send("/en/withdraw", {}).status_code == 422
    assert room.statement().withdrawn is False
    assert room.send("/en/withdraw", {"withdraw_agree": "yes"}).status_code == 303
    assert (room.statement().withdrawn, room.statement().signed_off) == (True, None)
    assert "This assessment is withdrawn." in text(room.send("/en/sign-off"))
    room.send("/en/sign-off", {"agree_purpose": "yes", "agree_statement": "yes"})
    assert (room.statement().withdrawn, room.statement().signed_off) == (False, NOW)


def test_last_time_stands_beside_the_rung(room: Room, tmp_path: Path) -> None:
    signed(room)
    next_wave = Room(
        tmp_path / "next",
        wave=small_wave("2027", 2027),
        previous=replace(room.statement(), wave="2026"),
    )
    assert next_wave.send("/en/start", TERMS).status_code == 303
    page = html.fromstring(next_wave.send("/en/practice/1").text)
    assert "Last time: rung 2" in page.text_content()
    marked = page.xpath("//label[.//span[contains(@class, 'before')]]/@for")
    assert marked == ["rung-2"]
    assert "Last time" not in text(next_wave.send("/en/practice/3"))


def test_what_is_not_in_scope_is_not_asked(tmp_path: Path) -> None:
    wave = small_wave()
    teams = tuple(
        replace(team, not_in_scope=(RISK, GOVERN)) if team.id == "oncology" else team
        for team in wave.teams
    )
    room = Room(tmp_path, wave=replace(wave, teams=teams))
    room.begin()
    assert [e.practice for e in room.statement().entries] == [LOG, STAKEHOLDERS]
    assert "Keep a decision log" in text(room.send("/en/practice/1"))
    assert room.send("/en/practice/3").status_code == 404


def test_another_program_writing_is_said_and_nothing_typed_is_lost(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.begin()
    monkeypatch.setattr("generator.assessment.desk._PATIENCE", 0.05)
    with writer_lock(room.store.parent, command="baseline collect", now=NOW):
        answer = room.send("/en/practice/1", FULL)
    assert answer.status_code == 503
    assert "Somebody else is writing this project: baseline collect" in text(answer)
    page = html.fromstring(answer.text)
    assert page.xpath("//input[@name='answer'][@checked]/@value") == ["2"]
    assert "Register of March" in page.xpath("//textarea[@id='evidence']")[0].text
    assert room.send("/en/practice/1", FULL).status_code == 303


@pytest.mark.parametrize(
    ("base", "headers", "status"),
    [
        ("http://127.0.0.1:8765", {}, 303),
        ("http://localhost:8765", {"origin": "http://localhost:8765"}, 303),
        ("http://127.0.0.1:8765", {"sec_fetch_site": "same-origin"}, 303),
        ("http://evil.example:8765", {}, 421),
        ("http://127.0.0.1.evil.example", {}, 421),
        ("http://127.0.0.1:8765", {"origin": "http://evil.example"}, 403),
        ("http://127.0.0.1:8765", {"origin": "http://127.0.0.1:9999"}, 403),
        ("http://127.0.0.1:8765", {"origin": "null"}, 403),
        ("http://127.0.0.1:8765", {"sec_fetch_site": "cross-site"}, 403),
        ("http://127.0.0.1:8765", {"sec_fetch_site": "same-site"}, 403),
    ],
)
def test_only_our_own_page_on_this_machine_may_write(
    room: Room, base: str, headers: dict[str, str], status: int
) -> None:
    assert room.send("/en/start", TERMS, base=base, **headers).status_code == status


def test_a_foreign_name_for_this_machine_reads_nothing(room: Room) -> None:
    answer = room.send("/en/start", base="http://rebound.example")
    assert answer.status_code == 421
    assert "oncology" not in answer.text.lower()


def test_every_answer_forbids_scripts_frames_and_caches(room: Room) -> None:
    for path in ("/en/start", "/assessment.css", "/nowhere"):
        headers = room.send(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"


def test_without_the_secret_there_is_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path, secret="s3cret")
    for path in ("/", "/en/start", "/s3cre/en/start", "/assessment.css"):
        answer = room.send(path)
        assert answer.status_code == 404
        assert "oncology" not in answer.text.lower()
        assert "s3cret" not in answer.text
    assert room.send("/s3cret/").headers["location"] == "/s3cret/en/start"
    page = room.send("/s3cret/fr/start")
    assert page.status_code == 404
    assert "There is no such page" in page.text


def test_a_form_too_large_is_refused_kindly(room: Room) -> None:
    answer = room.send("/en/start", TERMS | {"purpose": "x" * 70_000})
    assert answer.status_code == 413
    assert "too long to be saved" in answer.text


def test_the_language_is_kept_everywhere(tmp_path: Path) -> None:
    room = Room(tmp_path, language="de")
    assert room.send("/").headers["location"] == "/de/start"
    page = html.fromstring(room.send("/de/start").text)
    assert page.get("lang") == "de"
    assert "Bevor Sie beginnen" in page.text_content()
    assert page.xpath("//nav/a[@hreflang='en']/@href") == ["../en/start"]
    assert room.send("/de/start", TERMS).headers["location"] == "/de/practice/1"
    answer = room.send("/de/practice/1", FULL)
    assert answer.headers["location"] == "/de/practice/2"
    assert "Stufe 2" in text(room.send("/de/overview"))


def test_both_languages_say_everything_with_the_same_gaps() -> None:
    assert list(ENGLISH) == list(GERMAN)
    gaps: Callable[[str], set[str | None]] = lambda words: {  # noqa: E731
        name for _, name, _, _ in string.Formatter().parse(words) if name
    }
    for name, words in ENGLISH.items():
        assert gaps(words) == gaps(GERMAN[name]), name


def test_every_word_is_used_and_every_word_used_exists() -> None:
    folder = Path(__file__).parents[2] / "generator" / "assessment"
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".html") and path.name != "words.py"
    )
    made = ("state_", "by_", "last_time_", "need_agree_", "leave_open_", "not_a")
    unused = [
        word
        for word in ENGLISH
        if not re.search(rf"\b{word}\b", sources) and not word.startswith(made)
    ]
    assert unused == []
    used = set(re.findall(r"\bt\.([a-z_]+)", sources))
    assert used <= set(ENGLISH)


def test_an_unknown_team_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        assessment_app(small_wave(), "nobody", tmp_path / "s", now=lambda: NOW)
    problem = refused.value.problems[0]
    assert problem.code == "assess-team"
    assert problem.hint == "teams of this wave: immunology, oncology, vaccines."


def test_a_survey_without_assessment_is_refused(tmp_path: Path) -> None:
    wave = small_wave()
    only = tuple(i for i in wave.instruments if i.mode == "survey")
    with pytest.raises(Problems) as refused:
        assessment_app(
            replace(wave, instruments=only), "oncology", tmp_path / "s", now=lambda: NOW
        )
    assert refused.value.problems[0].code == "assess-instrument"
