"""Any instrument as LimeSurvey's survey structure, and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import MISSING, PICK, both, question, small_wave

from generator.formats import FORMATS
from generator.formats.base import prose
from generator.formats.lss import Link, codes, document, draft_codes, texts
from generator.model.instrument import (
    AnswerIn,
    Choice,
    Instrument,
    Page,
    Question,
    Wave,
)
from generator.model.wording import pick

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
WAVE = small_wave()
ASKED = WAVE.instruments[0]
QUESTION_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}")
LINE_CODE = re.compile(r"[A-Za-z0-9]{1,20}")
ANSWER_CODE = re.compile(r"[A-Za-z0-9]{1,5}")
RESERVED = {"lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that"}
_SWITCHES = """
anonymized datestamp ipaddr ipanonymize refurl savetimings usecookie allowregister
allowsave allowprev autoredirect printanswers usetokens tokenanswerspersistence
alloweditaftercompletion listpublic publicstatistics publicgraphs htmlemail
sendconfirmation assessments usecaptcha showwelcome showprogress nokeyboard
shownoanswer showxquestions
"""
SWITCHES = _SWITCHES.split()

Row = dict[str, str]


def tables(content: bytes) -> dict[str, list[Row]]:
    return {
        table.tag: [
            {cell.tag: cell.text or "" for cell in row}
            for row in table.findall("rows/row")
        ]
        for table in ElementTree.fromstring(content)
    }


def anonymous(wave: Wave) -> Wave:
    promise = dataclasses.replace(wave.privacy, identity="anonymous")
    return dataclasses.replace(wave, privacy=promise)


def made(wave: Wave, instrument: Instrument, **link: Any) -> dict[str, list[Row]]:
    return tables(document(wave, instrument, Link(draft_codes(wave), **link)))


@pytest.mark.parametrize("arrays", [False, True])
@pytest.mark.parametrize("identity", ["named", "anonymous"])
def test_the_file_is_as_in_the_golden_folder(identity: str, arrays: bool) -> None:
    wave = anonymous(WAVE) if identity == "anonymous" else WAVE
    content = document(wave, ASKED, Link(draft_codes(wave), arrays=arrays))
    name = f"practitioner-{identity}{'-tables' * arrays}.lss"
    assert (GOLDEN / name).read_bytes() == content
    assert content == document(wave, ASKED, Link(draft_codes(wave), arrays=arrays))


def test_one_file_holds_all_languages_and_forms_have_none() -> None:
    one, other = (FORMATS["lss"](WAVE, ASKED, tag) for tag in ("en", "de"))
    assert one == other
    assert [file.name for file in one] == ["practitioner.lss"]
    assert FORMATS["lss"](WAVE, WAVE.instruments[1], "en") == []


@pytest.mark.parametrize("wave", [WAVE, anonymous(WAVE)])
def test_every_switch_is_set_and_nothing_forbidden_is_there(wave: Wave) -> None:
    [row] = made(wave, ASKED)["surveys"]
    assert {row[name] for name in SWITCHES} <= {"Y", "N"}
    content = document(wave, ASKED, Link(draft_codes(wave))).decode()
    for word in ("showdatapolicybutton", "showlegalnoticebutton", "surveyls_legal"):
        assert word not in content
    assert ">I<" not in content
    hides = wave.privacy.identity == "anonymous"
    assert (row["anonymized"], row["datestamp"]) == (
        ("Y", "N") if hides else ("N", "Y")
    )


def test_it_opens_and_closes_by_the_servers_own_clock() -> None:
    [here] = made(WAVE, ASKED)["surveys"]
    assert (here["startdate"], here["expires"]) == (
        "2026-03-02 00:00:00",
        "2026-03-30 00:00:00",
    )
    [there] = made(WAVE, ASKED, timezone="America/New_York")["surveys"]
    assert there["expires"] == "2026-03-29 18:00:00"


def test_an_anonymous_link_fills_a_hidden_question_on_a_page_of_its_own() -> None:
    found = made(anonymous(WAVE), ASKED)
    [parameter] = found["survey_url_parameters"]
    hidden = next(r for r in found["questions"] if r["qid"] == parameter["targetqid"])
    assert (parameter["parameter"], hidden["title"]) == ("team", "pbteam")
    assert sum(row["gid"] == hidden["gid"] for row in found["questions"]) == 1
    assert {
        "qid": hidden["qid"],
        "attribute": "hidden",
        "value": "1",
        "language": "",
    } in (found["question_attributes"])
    assert "survey_url_parameters" not in made(WAVE, ASKED)


def test_every_page_says_whom_it_is_about_in_every_language() -> None:
    about = {"en": '"Alpha" & {Beta} \\ <b>', "de": "Alpha und Beta"}
    teams = (dataclasses.replace(WAVE.teams[0], about=about), *WAVE.teams[1:])
    wave = dataclasses.replace(WAVE, teams=teams)
    code = draft_codes(wave)["immunology"]
    for row in made(wave, ASKED)["group_l10ns"]:
        shown = {
            "en": "\u201dAlpha\u201d &amp; (Beta) \u2216 &lt;b&gt;",
            "de": "Alpha und Beta",
        }[row["language"]]
        part = f'{{if(TOKEN:ATTRIBUTE_1 == "{code}", "{shown}", "")}}'
        assert part in row["description"]
    hidden = made(anonymous(wave), ASKED)["group_l10ns"][-1]["description"]
    assert "{if(pbteam.NAOK == " in hidden


def test_the_mails_carry_the_servers_placeholders_and_nothing_else_in_braces() -> None:
    mail = (("en", "Dear {name},\n{link}\n\n{other} {1+1} & until {closes}"),)
    asked = dataclasses.replace(ASKED, invitation=mail)
    rows = {
        r["surveyls_language"]: r for r in made(WAVE, asked)["surveys_languagesettings"]
    }
    assert rows["en"]["surveyls_email_invite"] == (
        "<p>Dear {FIRSTNAME},<br />{SURVEYURL}</p>\n"
        "<p>\\{other\\} \\{1+1\\} &amp; until 29 March 2026</p>"
    )
    assert "Guten Tag" not in rows["en"]["surveyls_email_remind"]
    assert "Guten Tag {FIRSTNAME}," in rows["de"]["surveyls_email_remind"]
    assert "{SURVEYURL}" in rows["de"]["surveyls_email_remind"]
    assert rows["de"]["surveyls_email_invite_subj"].startswith("Ihre Sicht ist gefragt")


def test_a_mail_without_its_link_gets_one() -> None:
    asked = dataclasses.replace(ASKED, reminder=(("en", "Please answer."),))
    rows = made(WAVE, asked)["surveys_languagesettings"]
    assert rows[0]["surveyls_email_remind"] == (
        "<p>Please answer.</p>\n<p>{SURVEYURL}</p>"
    )


def test_who_can_see_single_answers_is_on_the_first_page() -> None:
    for wave, words in ((WAVE, "beside your answers"), (anonymous(WAVE), "in one go")):
        row = made(wave, ASKED, host="survey.example.org")["surveys_languagesettings"][
            0
        ]
        welcome = row["surveyls_welcometext"]
        assert "Office of Insight" in welcome
        assert "survey.example.org" in welcome
        assert words in welcome
        assert "Your answers are confidential." in row["surveyls_policy_notice"]


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("{}\\<>&\"'`=+;|[]()*_ \n\t\x00\x07\x85é😀ש\u200f\u2028"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
) | st.sampled_from(
    ["{1+1}", "]]>", "&#123;x&#125;", "\\{x}", "<script>", "a\\", "x" * 5000]
)
LANGUAGES = ("en", "de", "he")


@st.composite
def words(draw: st.DrawFn, languages: tuple[str, ...]) -> dict[str, str]:
    return {tag: draw(HOSTILE) for tag in languages}


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    languages = LANGUAGES[: draw(st.integers(1, 3))]
    earlier: list[Question] = []
    pages = []
    for at in range(draw(st.integers(1, 3))):
        asked = tuple(
            draw(questions(f"Q{at}{n}", languages, tuple(earlier)))
            for n in range(draw(st.integers(1, 4)))
        )
        if draw(st.booleans()):
            asked = (*asked, *_alike(asked[-1], at))
        pages.append(
            Page(f"p{at}", draw(words(languages)), draw(words(languages)), asked)
        )
        earlier += asked
    return dataclasses.replace(
        ASKED,
        languages=languages,
        title=draw(words(languages)),
        introduction=draw(words(languages)),
        pages=tuple(pages),
    )


def _alike(last: Question, at: int) -> tuple[Question, ...]:
    """Two neighbours with the same options, as tables are made of."""
    if last.kind != "choice":
        return ()
    plain = dataclasses.replace(last, help={}, code=f"T{at}1")
    return plain, dataclasses.replace(plain, code=f"T{at}2")


CODES = st.sampled_from(
    ["0", "1", "2", "01", "1a", "1A", "time", "Other", "NA", "DK", "o1", "x9"]
)


def questions(
    code: str, languages: tuple[str, ...], earlier: tuple[Question, ...]
) -> st.SearchStrategy[Question]:
    @st.composite
    def build(draw: st.DrawFn) -> Question:
        kind = draw(st.sampled_from(["choice", "multi", "text", "number"]))
        choices: tuple[Choice, ...] = ()
        if kind in ("choice", "multi"):
            chosen = draw(st.lists(CODES, min_size=1, max_size=6, unique=True))
            choices = tuple(
                Choice(
                    one,
                    draw(words(languages)),
                    draw(words(languages)) if draw(st.booleans()) else {},
                    None,
                )
                for one in chosen
            )
        elif kind == "number" and draw(st.booleans()):
            choices = tuple(
                dataclasses.replace(one, label=draw(words(languages)))
                for one in MISSING
            )
        asked = [one for one in earlier if one.kind in ("choice", "multi")]
        condition: tuple[tuple[AnswerIn, ...], ...] = ()
        if asked and draw(st.booleans()):
            condition = tuple(
                tuple(
                    AnswerIn(one.code, (one.choices[0].code, one.choices[-1].code))
                    for one in draw(st.lists(st.sampled_from(asked), min_size=1))
                )
                for _ in range(draw(st.integers(1, 2)))
            )
        return dataclasses.replace(
            question(code),
            kind=kind,
            text=draw(words(languages)),
            help=draw(words(languages)) if draw(st.booleans()) else {},
            choices=choices,
            required=draw(st.booleans()),
            max_choices=draw(st.sampled_from([None, 2])) if kind == "multi" else None,
            max_length=draw(st.sampled_from([500, 2000])),
            low=draw(st.sampled_from([None, 0.0])) if kind == "number" else None,
            high=draw(st.sampled_from([None, 12.5])) if kind == "number" else None,
            show_if=condition,
        )

    return build()


def unescaped(html: str) -> str:
    """A line of text as the author typed it."""
    return decoded(html.replace("\\{", "{").replace("\\}", "}"))


def decoded(html: str) -> str:
    shown = html.replace("\u2060", "")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    return shown


def typed(text: str) -> str:
    return " ".join(texts.plain(text).split()).replace("\u2060", "")


def check_codes(found: dict[str, list[Row]]) -> None:
    """Every code is one the server keeps as it is."""
    titles = [row["title"].casefold() for row in found["questions"]]
    assert len(set(titles)) == len(titles)
    for row in found["questions"]:
        assert QUESTION_CODE.fullmatch(row["title"])
        assert row["title"].casefold() not in RESERVED
    by_parent: dict[str, list[str]] = {}
    for row in found.get("subquestions", []):
        assert LINE_CODE.fullmatch(row["title"])
        by_parent.setdefault(row["parent_qid"], []).append(row["title"])
    for lines in by_parent.values():
        lowered = [line.casefold() for line in lines]
        assert len(set(lowered)) == len(lines)
        assert not {"time", "other"} & set(lowered)
    by_question: dict[str, list[str]] = {}
    for row in found.get("answers", []):
        assert ANSWER_CODE.fullmatch(row["code"])
        by_question.setdefault(row["qid"], []).append(row["code"].casefold())
    for answers in by_question.values():
        assert len(set(answers)) == len(answers)


def check_braces(found: dict[str, list[Row]]) -> None:
    """No brace of an author is run; only our own expressions and placeholders are."""
    ours = re.compile(
        r'{if\((?:TOKEN:)?\w+(?:\.NAOK)? == "\w+", "[^"{}\\]*", ""\)}'
        r"|{(?:FIRSTNAME|SURVEYURL|STARTPOLICYLINK|ENDPOLICYLINK)}"
    )
    for table, names in (
        ("question_l10ns", ("question", "help")),
        ("answer_l10ns", ("answer",)),
        ("group_l10ns", ("group_name", "description")),
        (
            "surveys_languagesettings",
            (
                "surveyls_title",
                "surveyls_welcometext",
                "surveyls_endtext",
                "surveyls_email_invite",
                "surveyls_policy_notice",
            ),
        ),
    ):
        for row in found.get(table, []):
            for name in names:
                left = ours.sub("", row[name])
                assert not re.search(r"(?<!\\)[{}]", left), (name, row[name])
                entities = set(re.findall(r"&[^;\s]*;", left))
                assert entities <= {"&amp;", "&lt;", "&gt;"}
                assert not re.search(r"&(?!amp;|lt;|gt;)", left)
                tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", left))
                assert tags <= {"p", "ul", "ol", "li", "strong", "br", "h3"}


def read_back(
    found: dict[str, list[Row]], asked: Question, languages: tuple[str, ...]
) -> None:
    """The question in the file is the question that was asked."""
    row = next(r for r in found["questions"] if r["title"] == asked.code)
    kind = {"L": "choice", "M": "multi", "T": "text", "N": "number"}[row["type"]]
    assert kind == asked.kind
    ways_out = asked.kind == "number" and asked.choices
    assert (row["mandatory"] == "Y") == (asked.required and not ways_out)
    said = {r["language"]: r for r in found["question_l10ns"] if r["qid"] == row["qid"]}
    assert tuple(said) == languages
    for tag in languages:
        html = str(prose(texts.plain(pick(asked.text, tag))))
        html = html.replace("&#34;", '"').replace("&#39;", "'")
        assert unescaped(said[tag]["question"]) == decoded(html)
    attributes = {
        r["attribute"]: r["value"]
        for r in found.get("question_attributes", [])
        if r["qid"] == row["qid"]
    }
    if asked.kind == "text":
        assert attributes["maximum_chars"] == str(asked.max_length)
    if asked.kind == "number":
        assert attributes.get("min_num_value_n") == (
            None if asked.low is None else f"{asked.low:.12g}"
        )
    if asked.max_choices:
        assert attributes["max_answers"] == str(asked.max_choices)
    holder = row
    if ways_out:
        name = codes.instead_code(asked)
        holder = next(r for r in found["questions"] if r["title"] == name)
    if not asked.choices:
        return
    ours = codes.our_options(asked)
    if asked.kind == "choice":
        given = [r for r in found["answers"] if r["qid"] == row["qid"]]
        order = [ours[r["code"]] for r in given]
        labels = [
            {
                x["language"]: x["answer"]
                for x in found["answer_l10ns"]
                if x["aid"] == r["aid"]
            }
            for r in given
        ]
    else:
        given = [r for r in found["subquestions"] if r["parent_qid"] == holder["qid"]]
        order = [ours[r["title"]] for r in given]
        labels = [
            {
                x["language"]: x["question"]
                for x in found["question_l10ns"]
                if x["qid"] == r["qid"]
            }
            for r in given
        ]
    assert order == [choice.code for choice in asked.choices]
    for label, choice in zip(labels, asked.choices, strict=True):
        for tag in languages:
            assert unescaped(label[tag]) == typed(pick(choice.label, tag))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instrument=instruments(), hides=st.booleans())
def test_any_instrument_comes_back_as_it_went(
    instrument: Instrument, hides: bool
) -> None:
    wave = anonymous(WAVE) if hides else WAVE
    found = made(wave, instrument)
    check_codes(found)
    check_braces(found)
    for asked in instrument.questions():
        read_back(found, asked, instrument.languages)
    shown = [r["title"] for r in found["questions"] if r["type"] not in "XS"]
    shown = [title for title in shown if not title.endswith("m")]
    assert shown == [asked.code for asked in instrument.questions()]
    check_codes(made(wave, instrument, arrays=True))


def test_neighbours_with_the_same_options_share_a_table_on_request() -> None:
    found = made(WAVE, ASKED, arrays=True)
    kinds = {row["title"]: row["type"] for row in found["questions"]}
    assert kinds["Q1t"] == kinds["Q4t"] == "F"
    lines = [row["title"] for row in found["subquestions"] if row["type"] == "F"]
    assert lines == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert codes.variables(ASKED, arrays=True)["Q2"] == "Q1t_Q2"


def test_a_condition_is_written_in_the_servers_words() -> None:
    later = dataclasses.replace(
        question("Q9"),
        show_if=(
            (AnswerIn("Q1", ("3", "NA")), AnswerIn("P1", ("P2",))),
            (AnswerIn("Q2", ("0",)),),
        ),
    )
    pages = (*ASKED.pages, Page("x", both("X"), {}, (later,)))
    instrument = dataclasses.replace(ASKED, pages=pages)
    assert codes.relevance(later, instrument, arrays=False) == (
        '((Q1.NAOK == "3" or Q1.NAOK == "NA") and (P1_P2.NAOK == "Y")) or '
        '((Q2.NAOK == "0"))'
    )
    assert 'Q1t_Q1.NAOK == "3"' in codes.relevance(later, instrument, arrays=True)


def test_codes_the_server_would_drop_are_replaced_and_found_again() -> None:
    odd = tuple(
        Choice(one, both(one), {}, None) for one in ("1", "01", "a", "A", "time")
    )
    asked = dataclasses.replace(PICK, choices=odd)
    theirs = codes.option_codes(asked)
    assert theirs == {"1": "1", "01": "o1", "a": "a", "A": "o2", "time": "o3"}
    assert {codes.our_options(asked)[code] for code in theirs.values()} == set(theirs)


def test_a_server_in_another_place_needs_a_zone() -> None:
    late = dataclasses.replace(
        WAVE, closes=dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)
    )
    [row] = made(late, ASKED)["surveys"]
    assert row["expires"] == "2027-01-01 00:00:00"
