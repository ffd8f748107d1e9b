"""Questions asked only after certain answers: over HTTP, without a script."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import httpx
from collecting import Visit, change_questions, collecting, links
from samples import small_wave

from generator.backends.base import normalise
from generator.backends.local import submissions
from generator.demo import respondents
from generator.model.instrument import AnswerIn, Question, Wave

CONDITIONS = {
    "Q4": ((AnswerIn("Q1", ("0", "1")),),),
    "Q5": ((AnswerIn("Q1", ("0",)),), (AnswerIn("Q2", ("NA",)),)),
    "C1": ((AnswerIn("Q4", ("DK",)),),),
}
"""The second page is asked where risks are not in hand, a comment after that."""

FIRST = {"Q1": "0", "Q2": "3", "Q3": "2"}
NONE = {"Q1": "3", "Q2": "3", "Q3": "2"}


def conditional(required: tuple[str, ...] = ()) -> Wave:
    def change(question: Question) -> Question:
        return dataclasses.replace(
            question,
            show_if=CONDITIONS.get(question.code, ()),
            required=question.code in required,
        )

    return change_questions(small_wave(), change)


def drawn(page: httpx.Response) -> list[str]:
    return re.findall(r'id="q-(\w+)"', page.text)


def steps(page: httpx.Response) -> list[str]:
    """The step in the title, above the page and in its bar."""
    found = re.search(r"<title>(Step \d+ of \d+)", page.text)
    above = re.search(r'class="progress">(Step \d+ of \d+)', page.text)
    bar = re.search(r'<progress max="(\d+)" value="(\d+)"', page.text)
    assert found
    assert above
    assert bar
    return [found[1], above[1], f"Step {bar[2]} of {bar[1]}"]


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


def fill(visit: Visit, link: str, number: int, **answers: object) -> httpx.Response:
    """Sends a page as it is drawn now, with these answers."""
    page = visit.get(f"{link}/{number}").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return visit.post(f"{link}/{number}", **{**hidden, "go": "next", **answers})


def test_a_question_is_drawn_only_after_the_answer_it_waits_for(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional()) as visit:
        [link] = links(visit)
        following = visit.follow(fill(visit, link, 1, **{**FIRST, "Q1": "1"}))
        assert drawn(following) == ["Q4"]
        assert 'name="drawn" value="Q4"' in following.text
        following = visit.follow(fill(visit, link, 1, **FIRST))
        assert drawn(following) == ["Q4", "Q5"]
        following = visit.follow(fill(visit, link, 1, **{**NONE, "Q2": "NA"}))
        assert drawn(following) == ["Q5"]


def test_a_page_with_nothing_to_ask_is_passed_over_both_ways(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional()) as visit:
        [link] = links(visit)
        onward = fill(visit, link, 1, **NONE)
        assert where(onward) == "3"
        assert drawn(visit.follow(onward)) == ["P1"]
        assert where(visit.get(f"{link}/2")) == "3"
        assert where(fill(visit, link, 3, P1=["P1"], go="back")) == "1"
        first = visit.get(link)
    assert f'action="{link.rpartition("/")[2]}/check"' in first.text


def test_the_last_page_is_passed_over_where_it_asks_nothing(tmp_path: Path) -> None:
    wave = conditional()

    def late(question: Question) -> Question:
        waits = ((AnswerIn("Q1", ("0",)),),) if question.code == "P1" else None
        return dataclasses.replace(question, show_if=waits or question.show_if)

    with collecting(tmp_path, change_questions(wave, late)) as visit:
        [link] = links(visit)
        assert where(fill(visit, link, 1, **NONE)) == "check"
        check = visit.get(f"{link}/check")
    assert 'class="button second" href="1?lang=en"' in check.text
    assert steps(check) == ["Step 2 of 2"] * 3


def test_steps_are_counted_without_gaps_and_never_grow(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional()) as visit:
        [link] = links(visit)
        assert steps(visit.get(f"{link}/1")) == ["Step 1 of 4"] * 3
        following = visit.follow(fill(visit, link, 1, **NONE))
        assert steps(following) == ["Step 2 of 3"] * 3
        assert "about 1 minute left" in following.text
        assert steps(visit.get(f"{link}/check")) == ["Step 3 of 3"] * 3
        following = visit.follow(fill(visit, link, 1, **FIRST))
        assert steps(following) == ["Step 2 of 4"] * 3
        assert steps(visit.get(f"{link}/check")) == ["Step 4 of 4"] * 3


def test_the_check_page_lists_what_was_asked(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional()) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **NONE)
        text = visit.get(f"{link}/check").text
        assert "How is Q4 done?" not in text
        assert "What helped most?" not in text
        assert "<h2>Stakeholders</h2>" not in text
        assert "<h2>Last questions</h2>" in text
        fill(visit, link, 1, **{**FIRST, "Q1": "1"})
        text = visit.get(f"{link}/check").text
    assert "<h2>Stakeholders</h2>" in text
    assert "How is Q4 done?" in text
    assert "How is Q5 done?" not in text
    assert 'href="3?lang=en" aria-label="Change: Last questions"' in text


def test_an_answer_that_is_hidden_later_is_kept_but_does_not_count(
    tmp_path: Path,
) -> None:
    wave = conditional()
    with collecting(tmp_path, wave) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **FIRST)
        fill(visit, link, 2, Q4="DK", Q5="4")
        fill(visit, link, 3, P1=["P2"], C1="Long talks.")
        fill(visit, link, 1, **{**FIRST, "Q1": "1"})
        fill(visit, link, 2, Q4="DK")  # Q5 is not drawn now, so it is not emptied
        visit.post(f"{link}/check")
        [kept] = submissions(visit.inbox, wave)
        fill(visit, link, 1, **NONE)
        [hidden] = submissions(visit.inbox, wave)
        fill(visit, link, 1, **FIRST)
        again = visit.get(f"{link}/2").text
    answered = {"Q4": "DK", "Q5": "4", "P1": "P2", "C1": "Long talks."}
    assert kept.answers == {**FIRST, **answered, "Q1": "1"}
    response, problems = normalise(kept, wave)
    assert problems == []
    assert response is not None
    assert response.answers == {
        **FIRST,
        "Q1": "1",
        "Q4": "DK",
        "P1": "P2",
        "C1": "Long talks.",
    }
    assert hidden.answers == {**NONE, **answered}
    response, problems = normalise(hidden, wave)
    assert problems == []
    assert response is not None
    # the comment waited for Q4, which is not asked any more
    assert response.answers == {**NONE, "P1": "P2"}
    assert 'value="4" id="Q5-4" checked' in again


def test_an_answer_that_does_not_fit_is_no_problem_where_it_was_not_asked(
    tmp_path: Path,
) -> None:
    wave = conditional()
    with collecting(tmp_path, wave) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **NONE)
        [saved] = submissions(visit.inbox, wave)
    spoilt = dataclasses.replace(saved, answers={**saved.answers, "Q4": "secret"})
    response, problems = normalise(spoilt, wave)
    assert response is not None
    assert (response.answers, problems) == (NONE, [])
    asked = dataclasses.replace(spoilt, answers={**spoilt.answers, "Q1": "0"})
    assert [one.code for one in normalise(asked, wave)[1]] == ["answer-unknown-option"]


def test_a_required_question_blocks_only_those_who_are_asked(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional(required=("Q5",))) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **{**FIRST, "Q1": "1"})
        assert where(fill(visit, link, 2, Q4="1")) == "3"
        assert where(visit.post(f"{link}/check")) == "thanks"
        fill(visit, link, 1, **FIRST)
        refused = fill(visit, link, 2, Q4="1")
        assert refused.status_code == 422
        assert 'href="#Q5-0"' in refused.text
        assert visit.post(f"{link}/check").status_code == 422


def test_an_empty_question_is_mentioned_only_where_it_is_asked(tmp_path: Path) -> None:
    with collecting(tmp_path, conditional()) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **{**FIRST, "Q1": "1"})
        assert where(fill(visit, link, 2, Q4="1")) == "3"
        fill(visit, link, 1, **FIRST)
        prompted = fill(visit, link, 2, Q4="1")
        assert prompted.headers["location"] == "2?lang=en&empty=1"
        assert 'href="#Q5-0"' in visit.follow(prompted).text


def test_a_page_from_another_tab_loses_nothing(tmp_path: Path) -> None:
    """It was drawn before the other tab changed what is asked."""
    wave = conditional(required=("Q4",))
    with collecting(tmp_path, wave) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **FIRST)
        fill(visit, link, 2, Q4="2", Q5="4")
        # drawn without Q5, sent when Q5 is asked again: its answer stays
        fill(visit, link, 1, **{**FIRST, "Q1": "1"})
        old = {"version": "1", "drawn": "Q4", "go": "next"}
        fill(visit, link, 1, **FIRST)
        assert where(visit.post(f"{link}/2", **old, Q4="3")) == "2"
        [saved] = submissions(visit.inbox, wave)
        assert (saved.answers["Q4"], saved.answers["Q5"]) == ("3", "4")
        # sent after Q4 was hidden: kept, and nothing is asked for
        fill(visit, link, 1, **NONE)
        old = {"version": "2", "drawn": "Q4 Q5", "go": "next"}
        assert where(visit.post(f"{link}/2", **old, Q5="1")) == "3"
        [saved] = submissions(visit.inbox, wave)
    assert (saved.answers["Q4"], saved.answers["Q5"]) == ("3", "1")


def test_a_page_shown_again_keeps_what_the_other_tab_opened(tmp_path: Path) -> None:
    wave = conditional(required=("Q4",))
    with collecting(tmp_path, wave) as visit:
        [link] = links(visit)
        fill(visit, link, 1, **FIRST)
        fill(visit, link, 2, Q4="2", Q5="4")
        again = visit.post(f"{link}/2", version="1", drawn="Q4", go="next")
    assert again.status_code == 422
    assert 'value="4" id="Q5-4" checked' in again.text


def test_the_form_is_the_same_for_all_where_nothing_is_conditional(
    tmp_path: Path,
) -> None:
    with collecting(tmp_path) as visit:
        [link] = links(visit)
        assert 'name="drawn"' not in visit.get(f"{link}/2").text


def test_a_person_who_reads_the_form_comes_to_its_end(tmp_path: Path) -> None:
    wave = conditional()
    with collecting(tmp_path, wave) as visit:
        [link] = links(visit)
        page = visit.get(link)
        seen: list[str] = []
        for _ in range(12):
            forms = respondents.read_forms(page.text)
            if not forms:
                break
            form = forms[-1]
            data = dict(form.hidden)
            for name, offered in form.choices.items():
                seen.append(name)
                data[name] = NONE.get(name, offered[0])
            for name in form.texts:
                seen.append(name)
                data[name] = "Fine."
            if form.buttons:
                data.update([form.buttons[-1]])
            address = str(page.url.join(form.action))
            if form.method == "post":
                page = visit.follow(visit.post(address, **data))
            else:
                page = visit.get(address, params=data)
        [saved] = submissions(visit.inbox, wave)
    assert seen == ["Q1", "Q2", "Q3", "P1"]
    assert saved.status == "complete"
