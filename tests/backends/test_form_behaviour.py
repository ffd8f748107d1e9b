"""What a respondent meets, over HTTP, without a browser."""

import dataclasses
import datetime as dt
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from collecting import (
    OPEN,
    anonymous,
    change_questions,
    collecting,
    links,
    person,
    tokens,
)
from samples import both, small_wave

from generator.backends.local import close_inbox, invite, status, submissions
from generator.backends.local.inbox import token_hash
from generator.model.instrument import Question

FULL = {"Q1": "3", "Q2": "DK", "Q3": "0"}


def words_shown(html: str) -> list[str]:
    main = html.partition("<main>")[2].partition("</main>")[0]
    shown = re.sub(r"<details.*?</details>", " ", main, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", shown).split()


def test_opening_a_link_starts_nothing(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        for path in (link, f"{link}/1", f"{link}/check", f"{link}/thanks"):
            assert visit.get(path).status_code in (200, 303)
        counts = status(visit.inbox, visit.wave)
        assert list(submissions(visit.inbox, visit.wave)) == []
    assert (counts["practitioner", "oncology"].started) == 0


def test_the_first_page_is_short_and_has_one_button(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        page = visit.get(link)
    assert page.status_code == 200
    assert len(words_shown(page.text)) <= 90
    assert page.text.count("<button") == 1
    assert "About: Oncology – Oncology collaborations" in page.text


def test_details_say_who_sees_what_and_how_to_withdraw(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        text = visit.get(link).text
    for words in (
        "Example Biotech: Alliance practice baseline, Wave 2026.",
        "Office of Insight and the person who runs the computer",
        "groups with at least 5 answers",
        "deleted 3 years after",
        "alliance.office@example.org",
        "About 6 minutes, in English, Deutsch. Answers are taken until 29 March 2026.",
        "Saved pages count, even if you stop before the end.",
        "Every question may stay empty.",
    ):
        assert words in text


def test_partners_are_told_that_no_company_stands_alone(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        inside, outside = links(visit, person(1), person(2, group="partner"))
        texts = [visit.get(link).text for link in (inside, outside)]
    sentence = "No partner company is ever shown on its own."
    assert [sentence in text for text in texts] == [False, True]


def test_a_slash_too_many_still_leads_to_the_form(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        answer = visit.follow(visit.get(f"{link}/"))
    assert "<h1>Practitioner survey</h1>" in answer.text


@pytest.mark.parametrize(
    ("token", "location"),
    [
        ("a%0d%0aX-Injected:%201", "../a%0D%0AX-Injected%3A%201"),
        ("%E2%82%AC", "../%E2%82%AC"),
        ("%22%3E%3Cb%3E", "../%22%3E%3Cb%3E"),
    ],
)
def test_a_link_with_odd_signs_is_led_on_without_them(
    tmp_path: Path, token: str, location: str
) -> None:
    with collecting(tmp_path) as visit:
        answer = visit.get(f"/s/{token}/")
    assert (answer.status_code, answer.headers["location"]) == (303, location)
    assert "x-injected" not in answer.headers


def test_a_digit_that_is_no_number_leads_to_the_first_page(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        answer = visit.get(f"{link}/%C2%B2")
    assert answer.status_code == 303


def test_the_next_wave_tells_what_changed(tmp_path: Path) -> None:
    wave = small_wave()
    wave = dataclasses.replace(
        wave,
        instruments=tuple(
            dataclasses.replace(one, changes=(both("We now meet weekly."),))
            for one in wave.instruments
        ),
    )
    with collecting(tmp_path, wave) as visit:
        text = visit.get(links(visit)[0]).text
    assert "What changed since the last time" in text
    assert "We now meet weekly." in text


def test_a_page_is_saved_before_the_next_is_shown(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        answer = visit.post(f"{link}/1?lang=en", version="0", go="next", **FULL)
        assert answer.status_code == 303
        assert answer.headers["location"] == "2?lang=en"
        [saved] = submissions(visit.inbox, visit.wave)
        following = visit.follow(answer)
    assert saved.answers == FULL
    assert (saved.status, saved.revision, saved.late) == ("partial", 1, False)
    assert saved.changed_at == OPEN
    assert "Step 2 of 4 · about 4 minutes left" in following.text


def test_answers_to_the_end_make_one_complete_submission(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit, person(1, group="partner", partner="Acme"))
        visit.post(f"{link}/1", version="0", **FULL)
        visit.post(f"{link}/2", version="0", Q4="1", Q5="NA")
        visit.post(f"{link}/3", version="0", P1=["P1", "P4"], C1="Fine. ünïcode")
        check = visit.get(f"{link}/check")
        end = visit.post(f"{link}/check?lang=de", go="send")
        thanks = visit.follow(end)
        [saved] = submissions(visit.inbox, visit.wave)
    assert "Thing 1\nThing 4" in check.text
    assert "Fine. ünïcode" in check.text
    assert "<h1>Vielen Dank</h1>" in thanks.text
    assert saved.status == "complete"
    assert saved.answers == {
        "C1": "Fine. ünïcode",
        "P1": "P1 P4",
        "Q1": "3",
        "Q2": "DK",
        "Q3": "0",
        "Q4": "1",
        "Q5": "NA",
    }
    assert (saved.group, saved.team, saved.language) == ("partner", "oncology", "de")
    assert len(saved.cluster) == 16
    assert "Acme" not in saved.cluster


def test_sent_answers_may_be_changed_and_stay_complete(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", **FULL)
        visit.post(f"{link}/check")
        first = visit.get(link)
        visit.post(f"{link}/1", version="1", **{**FULL, "Q1": "4"})
        [saved] = submissions(visit.inbox, visit.wave)
    assert "You have already sent your answers." in first.text
    assert saved.answers["Q1"] == "4"
    assert (saved.status, saved.revision) == ("complete", 3)


def test_the_same_link_resumes_at_the_first_page_not_saved(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", **FULL)
        first = visit.get(link)
        page = visit.get(f"{link}/1")
    token = link.rpartition("/")[2]
    assert f'action="{token}/2"' in first.text
    assert "Continue where you stopped" in first.text
    assert '<input type="radio" name="Q1" value="3" id="Q1-3" checked>' in page.text
    assert page.text.count(" checked>") == 3


def test_nothing_is_chosen_before_the_respondent_chooses(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        page = visit.get(f"{links(visit)[0]}/1")
    assert " checked" not in page.text


def test_empty_questions_are_mentioned_once_and_never_block(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        first = visit.follow(visit.post(f"{link}/1", version="0", Q1="2"))
        again = visit.post(f"{link}/1", version="1", prompted="1", Q1="2")
    assert "You left 2 questions empty." in first.text
    assert 'href="#Q2-0"' in first.text
    assert 'href="#Q1-0"' not in first.text
    assert 'name="prompted" value="1"' in first.text
    assert again.headers["location"] == "2?lang=en"


def test_a_required_question_is_named_in_the_summary_and_at_the_item(
    tmp_path: Path,
) -> None:
    def require(question: Question) -> Question:
        return dataclasses.replace(question, required=question.code == "Q2")

    with collecting(tmp_path, change_questions(small_wave(), require)) as visit:
        [link] = links(visit)
        page = visit.post(f"{link}/1", version="0", Q1="2", Q3="NA")
        [kept] = submissions(visit.inbox, visit.wave)
        sent = visit.post(f"{link}/check")
        first = visit.get(link)
    assert page.status_code == 422
    assert "<title>Error: Step 1 of 4" in page.text
    assert 'role="alert"' in page.text
    message = "Choose an answer, or “Cannot judge”."
    assert f'<a href="#Q2-0">How is Q2 done? {message}</a>' in page.text
    assert f'<p class="wrong" id="Q2-error">{message}</p>' in page.text
    assert 'id="q-Q2" aria-describedby="Q2-error"' in page.text
    assert kept.answers == {"Q1": "2", "Q3": "NA"}
    assert sent.status_code == 422
    assert 'href="1?lang=en#Q2-0"' in sent.text
    assert "Every question may stay empty." not in first.text


def test_too_many_choices_are_refused_and_shown_again(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        page = visit.post(
            f"{link}/3", version="0", P1=["P1", "P2", "P3", "P4"], C1="Kept"
        )
        [kept] = submissions(visit.inbox, visit.wave)
    assert page.status_code == 422
    assert "Choose at most 3." in page.text
    assert page.text.count(" checked>") == 4
    assert kept.answers == {"C1": "Kept"}


def test_a_text_that_is_too_long_is_refused_and_shown_again(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        page = visit.post(f"{link}/3", version="0", P1="P1", C1="x" * 501)
        right = visit.post(f"{link}/3", version="1", P1="P1", C1="x" * 499 + "\r\n")
        [kept] = submissions(visit.inbox, visit.wave)
    assert page.status_code == 422
    assert "Write at most 500 characters." in page.text
    assert "x" * 501 in page.text
    assert right.status_code == 303
    assert kept.answers["C1"] == "x" * 499


def test_values_nobody_offered_are_not_kept(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        page = visit.post(f"{link}/1", version="0", Q1="9", Q2="1", Q3="1", Q99="1")
        [kept] = submissions(visit.inbox, visit.wave)
    assert page.status_code == 422
    assert kept.answers == {"Q2": "1", "Q3": "1"}


def test_what_was_typed_is_text_and_never_markup(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/3", version="0", C1="</textarea><script>x</script>")
        pages = visit.get(f"{link}/3").text + visit.get(f"{link}/check").text
    assert "<script>x" not in pages
    assert pages.count("&lt;script&gt;x") == 2


def test_an_answer_can_be_cleared_without_scripts(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", **FULL)
        answer = visit.post(f"{link}/1", version="1", clear="Q1", **FULL)
        [kept] = submissions(visit.inbox, visit.wave)
    assert answer.headers["location"] == "1?lang=en#q-Q1"
    assert kept.answers == {"Q2": "DK", "Q3": "0"}


def test_back_keeps_the_answers_of_the_page(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        answer = visit.post(f"{link}/2", version="0", go="back", Q4="1")
        [kept] = submissions(visit.inbox, visit.wave)
    assert answer.headers["location"] == "1?lang=en"
    assert kept.answers == {"Q4": "1"}


def test_the_same_post_twice_is_one_save(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        post = (f"{link}/1", {"version": "0", **FULL})
        assert visit.together([post] * 10) == [303] * 10
        [kept] = submissions(visit.inbox, visit.wave)
    assert kept.revision == 1
    assert kept.answers == FULL


def test_a_late_repeat_never_undoes_a_newer_answer(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", **FULL)
        visit.post(f"{link}/1", version="1", **{**FULL, "Q1": "4"})
        visit.post(f"{link}/1", version="0", **FULL)
        [kept] = submissions(visit.inbox, visit.wave)
    assert kept.answers["Q1"] == "4"


def test_a_second_tab_adds_answers_and_empties_none(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", Q1="1", Q2="1")
        visit.post(f"{link}/1", version="0", Q2="2", Q3="3")
        [kept] = submissions(visit.inbox, visit.wave)
    assert kept.answers == {"Q1": "1", "Q2": "2", "Q3": "3"}


def test_the_language_switch_keeps_the_place(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit, person(1, language="de"))
        german = visit.get(f"{link}/2")
        english = visit.get(f"{link}/2?lang=en")
        visit.post(f"{link}/1?lang=en", version="0", **FULL)
        kept = visit.get(f"{link}/2")
    assert '<html lang="de" dir="ltr">' in german.text
    assert '<a href="?lang=en" hreflang="en" lang="en">English</a>' in german.text
    assert "Schritt 2 von 4 · noch etwa 4 Minuten" in german.text
    assert '<html lang="en" dir="ltr">' in english.text
    assert '<html lang="en" dir="ltr">' in kept.text


def test_unknown_and_malformed_links_get_the_same_page(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        known = links(visit)[0]
        pages = [
            visit.get(path)
            for path in ("/s/" + "a" * 32, "/s/x", "/s/%00%ff", "/s/" + "b" * 5000)
        ]
        steps = [visit.get(f"/s/{'a' * 32}/{step}") for step in ("1", "check", "99")]
        assert visit.get(known).status_code == 200
    assert {page.status_code for page in pages + steps} == {404}
    assert len({page.text for page in pages}) == 1
    assert len({page.text for page in steps}) == 1
    assert "This link does not work" in pages[0].text


@pytest.mark.parametrize(
    ("moment", "code", "title"),
    [
        (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), 403, "has not opened yet"),
        (dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC), 410, "The survey has closed"),
    ],
)
def test_outside_the_wave_no_link_tells_whether_it_exists(
    tmp_path: Path, moment: dt.datetime, code: int, title: str
) -> None:
    with collecting(tmp_path, now=lambda: moment) as visit:
        [link] = links(visit)
        pages = [visit.get(link), visit.get("/s/" + "a" * 32)]
        post = visit.post(f"{link}/1", version="0", **FULL)
        assert list(submissions(visit.inbox, visit.wave)) == []
    assert [page.status_code for page in (*pages, post)] == [code] * 3
    assert pages[0].text == pages[1].text
    assert title in pages[0].text


def test_a_wave_closed_by_hand_takes_no_more_answers(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        close_inbox(visit.inbox, visit.wave)
        post = visit.post(f"{link}/1", version="0", **FULL)
        assert list(submissions(visit.inbox, visit.wave)) == []
    assert post.status_code == 410


def test_guessing_links_has_to_wait_and_working_links_never_do(
    tmp_path: Path,
) -> None:
    time = [0.0]
    with collecting(tmp_path, clock=lambda: time[0]) as visit:
        [link] = links(visit)
        codes = [visit.get(f"/s/guess{n}").status_code for n in range(32)]
        working = [visit.get(link).status_code for _ in range(40)]
        time[0] = 61.0
        later = visit.get("/s/guess").status_code
    assert codes == [404] * 30 + [429] * 2
    assert working == [200] * 40
    assert later == 404


def test_a_trusted_proxy_names_the_address(tmp_path: Path) -> None:
    with collecting(tmp_path, trusted_proxy=True) as visit:
        codes = [
            visit.get(
                f"/s/guess{n}", headers={"X-Forwarded-For": f"9.9.9.9, 10.1.1.{n}"}
            ).status_code
            for n in range(40)
        ]
    assert codes == [404] * 40


def test_a_post_beyond_the_limit_is_refused_kindly(tmp_path: Path) -> None:
    kind = "application/x-www-form-urlencoded"
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        large = visit.post_bytes(f"{link}/3", b"C1=" + b"x" * 70_000, kind)
        json = visit.post_bytes(f"{link}/3", b"{}", "application/json")
        fields = visit.post_bytes(f"{link}/3", b"a=1&" * 400, kind)
        bytes_ = visit.post_bytes(f"{link}/3", b"C1=\xff\xfe", kind)
        assert list(submissions(visit.inbox, visit.wave)) == []
    assert large.status_code == 413
    assert "This is too much text" in large.text
    assert [one.status_code for one in (json, fields, bytes_)] == [400] * 3


def test_a_post_from_another_site_is_refused(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        answer = visit.post(
            f"{link}/1", version="0", headers={"Sec-Fetch-Site": "cross-site"}, **FULL
        )
        assert list(submissions(visit.inbox, visit.wave)) == []
    assert answer.status_code == 403


def test_every_page_forbids_caching_framing_and_foreign_code(tmp_path: Path) -> None:
    with collecting(tmp_path, public_url="https://form.example") as visit:
        [link] = links(visit)
        pages = [visit.get(link), visit.get(f"{link}/1"), visit.get("/s/none")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "form-action 'self'" in policy
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert page.headers["strict-transport-security"] == "max-age=31536000"
        assert "set-cookie" not in page.headers
        assert "style=" not in page.text


def test_style_and_script_are_served_under_their_content(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        text = visit.get("/").text
        found = re.findall(r'(?:href|src)="(static/[^"]+)"', text)
        served = [visit.get(f"/{name}") for name in found]
    assert [one.status_code for one in served] == [200, 200, 200]
    assert all("immutable" in one.headers["cache-control"] for one in served)


def test_a_page_answered_is_below_eight_kilobytes(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        visit.post(f"{link}/1", version="0", **FULL)
        page = visit.get(f"{link}/1")
    assert len(page.content) < 8 * 1024


def test_the_inbox_holds_no_link_no_name_and_no_address(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit, person(7, name="Ada Lovelace", partner="Acme"))
        visit.post(f"{link}/1", version="0", **FULL)
        token = link.rpartition("/")[2]
        with closing(sqlite3.connect(visit.inbox)) as connection:
            dump = "\n".join(connection.iterdump())
    for secret in (token, "Ada", "p7", "example.org", "Acme", "10.0.0.1"):
        assert secret not in dump
    assert token_hash(token).hex().upper() in dump.upper()


def test_anonymous_answers_carry_no_person_and_no_time(tmp_path: Path) -> None:
    wave = anonymous(small_wave())
    with collecting(tmp_path, wave, new_token=tokens("own")) as visit:
        first, second = links(visit, person(1), person(2))
        assert first == second
        own = []
        for answers in (FULL, {**FULL, "Q1": "0"}):
            begun = visit.post(first, lang="de")
            own.append(begun.headers["location"])
            page = f"/s/{own[-1].partition('?')[0]}"
            visit.post(page, version="0", **answers)
            assert visit.get(page).status_code == 200
        saved = list(submissions(visit.inbox, visit.wave))
        counts = status(visit.inbox, visit.wave)
        direct = visit.get(f"{first}/1")
    assert own == [
        "own-00000000000000000001/1?lang=de",
        "own-00000000000000000002/1?lang=de",
    ]
    assert direct.status_code == 303
    assert sorted(one.answers["Q1"] for one in saved) == ["0", "3"]
    assert {one.respondent for one in saved} == {""}
    assert {one.changed_at for one in saved} == {None}
    numbers = counts["practitioner", "oncology"]
    assert (numbers.invited, numbers.started, numbers.complete) == (2, 2, 0)


def test_submissions_come_in_a_stable_order(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        everybody = links(visit, *(person(n) for n in range(12)))
        for link in reversed(everybody):
            visit.post(f"{link}/1", version="0", **FULL)
        ids = [one.remote_id for one in submissions(visit.inbox, visit.wave)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 12


def test_people_invited_while_the_collector_runs_can_answer(tmp_path: Path) -> None:
    with collecting(tmp_path) as visit:
        links(visit, person(1))
        [late] = invite(
            visit.wave, [person(2)], visit.inbox, b"k" * 32, "", tokens("late")
        )
        assert visit.get(late.link).status_code == 200
