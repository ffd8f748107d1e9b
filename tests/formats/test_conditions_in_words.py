"""When a question is asked, as people and tools read it."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from lxml import html
from samples import both, small_wave

from generator.formats import codebook, paper
from generator.formats.conditions import only_if, universe
from generator.model.instrument import AnswerIn, Instrument, Question

Conditions = tuple[tuple[AnswerIn, ...], ...]
ONE = ((AnswerIn("Q1", ("0",)),),)
SEVERAL = ((AnswerIn("Q1", ("0", "1", "NA")),),)
MANY = (
    (AnswerIn("Q1", ("0",)), AnswerIn("Q3", ("4", "3"))),
    (AnswerIn("Q2", ("DK",)),),
)
WAVE = small_wave()


def asking(show_if: Conditions) -> Instrument:
    """The practitioners' survey with a condition on its fourth question."""

    def change(question: Question) -> Question:
        if question.code != "Q4":
            return question
        return dataclasses.replace(question, show_if=show_if)

    instrument = WAVE.instruments[0]
    return dataclasses.replace(
        instrument,
        pages=tuple(
            dataclasses.replace(page, questions=tuple(map(change, page.questions)))
            for page in instrument.pages
        ),
    )


def fourth(instrument: Instrument) -> Question:
    return next(one for one in instrument.questions() if one.code == "Q4")


@pytest.mark.parametrize(
    ("show_if", "english", "german"),
    [
        ((), "", ""),
        (
            ONE,
            "Only if you answered “Rung 0” to question 1.",
            "Nur wenn Sie Frage 1 mit „Stufe 0“ beantwortet haben.",
        ),
        (
            SEVERAL,
            (
                "Only if you answered “Rung 0”, “Rung 1” or “Does not apply” to "
                "question "
                "1."
            ),
            (
                "Nur wenn Sie Frage 1 mit „Stufe 0“, „Stufe 1“ oder „Trifft nicht zu“ "
                "beantwortet haben."
            ),
        ),
        (
            MANY,
            (
                "Only if you answered “Rung 0” to question 1 and “Rung 3” or “Rung 4” "
                "to "
                "question 3, or “Cannot judge” to question 2."
            ),
            (
                "Nur wenn Sie Frage 1 mit „Stufe 0“ und Frage 3 mit „Stufe 3“ oder "
                "„Stufe 4“, oder Frage 2 mit „Kann ich nicht beurteilen“ beantwortet "
                "haben."
            ),
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(
    show_if: Conditions, english: str, german: str
) -> None:
    instrument = asking(show_if)
    assert only_if(instrument, fourth(instrument), "en") == english
    assert only_if(instrument, fourth(instrument), "de") == german


def test_paper_says_under_a_question_when_it_is_to_be_answered() -> None:
    tree = html.fromstring(paper.page(WAVE, asking(ONE), "de"))
    hints = [
        row.xpath("string(.//p[@class='hint'])")
        for row in tree.xpath("//div[@class='question']")
    ]
    assert hints[3] == "Nur wenn Sie Frage 1 mit „Stufe 0“ beantwortet haben."
    assert [number for number, hint in enumerate(hints) if "Nur wenn" in hint] == [3]


def test_the_codebook_names_variables_and_codes() -> None:
    text = codebook.markdown(WAVE, asking(ONE), "en")
    part = text.partition("## Q4")[2].partition("## Q5")[0]
    assert "- **Asked:** Only if you answered “Rung 0” to question Q1." in part
    assert text.count("**Asked:**") == 1
    german = codebook.markdown(WAVE, asking(ONE), "de")
    assert "- **Gefragt:** Nur wenn Sie Frage Q1 mit „Stufe 0“" in german


def test_the_universe_of_a_variable_are_those_who_are_asked() -> None:
    content = codebook.table(WAVE, asking(MANY), "en").decode("utf-8-sig")
    found = {
        row["variable"]: row["universe"]
        for row in csv.DictReader(io.StringIO(content, newline=""))
    }
    assert found.pop("Q4") == (
        "practitioner if Q1 in (0) and Q3 in (4 3) or Q2 in (DK)"
    )
    assert set(found.values()) == {"practitioner"}
    assert universe(fourth(asking(()))) == ""


def test_hostile_words_of_an_option_stay_words() -> None:
    instrument = asking(ONE)
    nasty = both("<b>*No*</b>")

    def change(question: Question) -> Question:
        choices = tuple(
            dataclasses.replace(one, label=nasty) if one.code == "0" else one
            for one in question.choices
        )
        return dataclasses.replace(question, choices=choices)

    instrument = dataclasses.replace(
        instrument,
        pages=tuple(
            dataclasses.replace(page, questions=tuple(map(change, page.questions)))
            for page in instrument.pages
        ),
    )
    assert "“&lt;b&gt;*No*&lt;/b&gt;”" in paper.page(WAVE, instrument, "en")
    assert "<b>" not in codebook.markdown(WAVE, instrument, "en")
