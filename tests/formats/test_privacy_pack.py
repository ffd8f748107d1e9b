"""The privacy pack: filled from the wave, honest of the backend, same bytes twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from typing import Any

import docx
import pytest
from lxml import etree, html
from samples import both, small_wave

from generator.formats.privacy_pack import Component, Facts, pack_files
from generator.formats.privacy_pack.blocks import Grid, Heading, blocks, typed
from generator.formats.privacy_pack.words import GERMAN, NAMES
from generator.model.instrument import AnswerIn, Field, Question, Wave
from generator.model.seeing import place_of, what_stays, who_sees

WAVE = small_wave()
HOSTILE = "<b>Ünit</b> & | *stars* [[fill]] `code` # x"


def facts(wave: Wave = WAVE, **changed: Any) -> Facts:
    given: dict[str, Any] = {
        "wave": wave,
        "frozen": True,
        "previous": None,
        "delete_by": dt.date(2029, 3, 28),
        "host": "",
        "server_mails": False,
        "version": "1.2.3",
        "components": (Component("click", "8.1", "BSD-3-Clause", "installed"),),
        **changed,
    }
    return Facts(**given)


def privately(**changed: Any) -> Wave:
    return dataclasses.replace(
        WAVE, privacy=dataclasses.replace(WAVE.privacy, **changed)
    )


def on_limesurvey(**changed: Any) -> Facts:
    wave = dataclasses.replace(privately(**changed), backend="limesurvey")
    return facts(wave, host="survey.example.org", server_mails=True)


def in_a_form_tool(**changed: Any) -> Facts:
    return facts(dataclasses.replace(privately(**changed), backend="tables"))


def pages(given: Facts, language: str) -> dict[str, str]:
    """The words of each document, by its name."""
    made = {file.path: file.content for file in pack_files(given)}
    tree = html.fromstring(made[f"privacy-pack.{language}.html"].decode())
    return {
        name: " ".join(" ".join(tree.get_element_by_id(name).itertext()).split())
        for name in NAMES
    }


EVERY = [
    facts(),
    facts(frozen=False),
    facts(privately(identity="anonymous", comments="themes")),
    facts(privately(comments="verbatim", k_scores=8, retention_days=30)),
    facts(privately(seal=f"x25519:{'ab' * 32}")),
    on_limesurvey(),
    on_limesurvey(identity="anonymous"),
    in_a_form_tool(),
    in_a_form_tool(identity="anonymous"),
    facts(previous=privately(k_scores=4)),
]


@pytest.mark.parametrize("given", EVERY)
def test_every_document_is_there_whole_and_in_both_languages(given: Facts) -> None:
    made = {file.path: file.content for file in pack_files(given)}
    for language, names in (("en", NAMES), ("de", GERMAN)):
        etree.fromstring(made[f"data-flow.{language}.svg"])
        for name in names:
            document = docx.Document(io.BytesIO(made[f"{language}/{name}.docx"]))
            text = "\n".join(one.text for one in document.paragraphs)
            assert len(text) > 30 or document.tables
            assert "{{" not in text
            assert "**" not in text
        page = made[f"privacy-pack.{language}.html"].decode()
        assert "{%" not in page
        assert not re.search(r"\*\*|\[\[|\]\]", page)
        html.fromstring(page)
    assert "questionnaires/practitioner-paper.en.html" in made


@pytest.mark.parametrize("given", EVERY)
def test_the_same_facts_give_the_same_bytes(given: Facts) -> None:
    assert pack_files(given) == pack_files(given)


@pytest.mark.parametrize("given", EVERY)
def test_no_table_has_a_line_of_another_length(given: Facts) -> None:
    for language in ("en", "de"):
        made = {file.path: file.content for file in pack_files(given)}
        tree = html.fromstring(made[f"privacy-pack.{language}.html"].decode())
        for table in tree.iter("table"):
            assert len({len(row) for row in table.iter("tr")}) == 1


def test_both_languages_leave_the_same_places_to_fill() -> None:
    for given in EVERY:
        made = {
            file.path: file.content.decode("utf-8", "replace")
            for file in pack_files(given)
        }
        counts = [
            len(re.findall("<mark>", made[f"privacy-pack.{language}.html"]))
            for language in ("en", "de")
        ]
        assert counts[0] == counts[1]
        said = re.search(r"There are (\d+) such", made["privacy-pack.en.html"])
        assert said is not None
        assert int(said[1]) == counts[0]


@pytest.mark.parametrize("language", ["en", "de"])
def test_who_sees_what_is_what_the_forms_say(language: str) -> None:
    for given in EVERY:
        wave = given.wave
        place = place_of(wave.backend, wave.privacy.seal)
        sentence = who_sees(place, wave.privacy.steward, language, host=given.host)
        told = pages(given, language)
        assert sentence in told["1-start-here"]
        assert sentence in told["6-information-for-those-asked"]


def test_limesurvey_with_names_is_called_what_it_is() -> None:
    told = pages(on_limesurvey(), "en")
    assert "beside name and e-mail address" in told["2-data-flow"]
    assert (
        "administrators of survey.example.org see who answered what"
        in (told["7-impact-assessment"])
    )
    assert "sees names and answers side by side" in told["8-for-the-works-council"]
    hers = pages(on_limesurvey(identity="anonymous"), "en")
    assert "side by side" not in hers["8-for-the-works-council"]


def test_a_form_tool_is_never_promised_to_be_what_our_collector_is() -> None:
    for language, ours in (
        (
            "en",
            ("collector", "cookie and", "sets no cookie", "192 random", "the inbox"),
        ),
        ("de", ("Eingang (", "setzt kein Cookie", "192 zufällige")),
    ):
        for given in (in_a_form_tool(), in_a_form_tool(identity="anonymous")):
            told = " ".join(pages(given, language).values())
            assert not [words for words in ours if words in told]
            for name in ("2-data-flow", "3-data-and-access", "8-for-the-works-council"):
                assert re.search(
                    "form tool|Formularwerkzeug", pages(given, language)[name]
                )
        said = pages(facts(), language)["4-technology-and-network"]
        assert "192" in said


def test_paper_forms_and_deletion_marks_are_among_the_data() -> None:
    form = dataclasses.replace(
        WAVE.instruments[0],
        id="census",
        letter="E",
        title=both("Who does this work?"),
        mode="form",
        pages=(),
        fields=(Field("other", both("Who else?"), both(""), "text", ()),),
    )
    wave = dataclasses.replace(WAVE, instruments=(*WAVE.instruments, form))
    for name in ("2-data-flow", "3-data-and-access", "8-for-the-works-council"):
        assert "E Who does this work?" in pages(facts(wave), "en")[name]
        assert "E Who does this work?" not in pages(facts(), "en")[name]
    told = pages(facts(), "en")
    assert "marks of deleted people" in told["3-data-and-access"]
    assert "Where your name comes from" in told["6-information-for-those-asked"]


def test_the_operator_is_never_said_to_be_unable() -> None:
    for language, words in (("en", "could find out"), ("de", "könnte herausfinden")):
        assert words in pages(facts(), language)["3-data-and-access"]
        named = pages(facts(privately(identity="anonymous")), language)
        assert words not in named["3-data-and-access"]


def test_the_command_that_shows_one_persons_answers_is_never_kept_quiet() -> None:
    named = ("3-data-and-access", "7-impact-assessment", "8-for-the-works-council")
    for language, denied in (
        ("en", "no command for it"),
        ("de", "keinen Befehl dafür"),
    ):
        for given in (facts(), on_limesurvey(), facts(privately(seal="x25519:00"))):
            told = pages(given, language)
            for name in named:
                assert "baseline access" in told[name], (language, name)
            assert denied not in told["3-data-and-access"]


def test_shown_comments_are_said_to_outlive_their_writer() -> None:
    for language, row in (
        ("en", "stay on the pages"),
        ("de", "bleiben auf den Seiten"),
    ):
        for shown in ("verbatim", "themes", "off"):
            told = pages(facts(privately(comments=shown)), language)
            assert (row in told["3-data-and-access"]) is (shown != "off")
            stays = what_stays(shown, 5, language)
            for name in ("6-information-for-those-asked", "8-for-the-works-council"):
                assert stays in told[name], (language, shown, name)


def test_a_wave_that_is_not_frozen_is_a_draft_everywhere() -> None:
    made = {file.path: file.content for file in pack_files(facts(frozen=False))}
    for path, content in made.items():
        if path.endswith(".docx"):
            footer = docx.Document(io.BytesIO(content)).sections[0].footer
            assert re.search("draft|Entwurf", footer.paragraphs[0].text), path
    assert "not frozen yet" in pages(facts(frozen=False), "en")["9-what-is-asked"]


def test_what_changed_since_the_wave_before_is_told_word_for_word() -> None:
    before = privately(k_scores=6, steward="Another office")
    [asked, *others] = before.instruments
    page = asked.pages[0]
    first, second, *rest = page.questions
    old = (
        dataclasses.replace(first, text=both("What was asked before?")),
        dataclasses.replace(second, choices=second.choices[1:]),
        *rest[1:],
    )
    changed = dataclasses.replace(
        asked, pages=(dataclasses.replace(page, questions=old), *asked.pages[1:])
    )
    before = dataclasses.replace(before, instruments=(changed, *others))
    told = pages(facts(previous=before), "en")["9-what-is-asked"]
    assert "fewest answers behind a figure 6 5" in told
    assert "Another office" in told
    assert "A other words What was asked before? How is Q1 done?" in told
    assert "A other answers How is Q2 done?" in told
    assert "A new How is Q3 done?" in told
    german = pages(facts(previous=before), "de")["9-what-is-asked"]
    assert "A neu Wie wird Q3 gemacht?" in german
    same = pages(facts(previous=WAVE), "en")["9-what-is-asked"]
    assert "nothing that is asked or promised changed" in same


def test_every_other_change_is_told_too() -> None:
    [asked, *others] = WAVE.instruments
    page, *later = asked.pages
    first, second, *rest = page.questions
    assert len(later) > 0

    def changed(*questions: Question, **more: Any) -> Wave:
        pages = (dataclasses.replace(page, questions=questions), *later)
        one = dataclasses.replace(asked, pages=pages, fingerprint="other", **more)
        return dataclasses.replace(WAVE, instruments=(one, *others))

    def told(before: Wave, after: Wave = WAVE) -> str:
        return pages(facts(after, previous=before), "en")["9-what-is-asked"]

    must = dataclasses.replace(first, required=True)
    answered = "How is Q1 done? May be left out. Must be answered."
    assert answered in told(WAVE, changed(must, second, *rest))
    assert "A minutes" in told(changed(first, second, *rest, minutes=(1, 99)))
    assert "A words beside the questions" in told(changed(first, second, *rest))
    code = first.choices[0].code, first.choices[1].code
    one_way, other_way = (
        dataclasses.replace(second, show_if=((AnswerIn(first.code, (each,)),),))
        for each in code
    )
    among = told(changed(first, one_way, *rest), changed(first, other_way, *rest))
    assert "A asked of others How is Q2 done? Only if you answered" in among
    assert "“How is Q1 done?”" in among
    titled = tuple(
        dataclasses.replace(one, title=both("Somebody else")) for one in WAVE.groups
    )
    assert "who is asked Somebody else" in told(
        dataclasses.replace(WAVE, groups=titled)
    )


def test_a_text_of_the_author_means_only_itself() -> None:
    [block] = blocks(f"- {typed(HOSTILE)}")
    assert "".join(span.text for span in block.lines[0]) == HOSTILE  # type: ignore[union-attr]
    assert {span.style for span in block.lines[0]} == {""}  # type: ignore[union-attr]
    wave = dataclasses.replace(WAVE, organisation={"en": HOSTILE, "de": HOSTILE})
    told = pages(facts(wave), "en")["1-start-here"]
    assert HOSTILE in told


def test_blocks_are_read_as_they_are_written() -> None:
    found = list(blocks("# A **b**\n\n| a | b |\n|---|---|\n| c \\| d | [[e]] |"))
    heading, grid = found
    assert isinstance(heading, Heading)
    assert isinstance(grid, Grid)
    assert [len(row) for row in grid.rows] == [2, 2]
    assert grid.rows[1][0][0].text == "c | d"
    assert grid.rows[1][1][0].style == "fill"
