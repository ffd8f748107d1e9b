import dataclasses
import re
from importlib import import_module
from pathlib import Path

import markdown as python_markdown
import pytest
from playbook_sample import foundation, habits, survey
from pydantic import BaseModel
from samples import small_wave

import generator.model
import generator.pages.playbook as playbook
from generator.codes import CODES
from generator.model.instrument import AnswerIn
from generator.model.page import MarkdownPage
from generator.model.seeing import what_stays
from generator.pages.playbook import playbook_pages
from generator.pages.playbook.book import page_name
from generator.pages.playbook.glossary import entries
from generator.pages.playbook.markdown import markdown, plain
from generator.pages.playbook.reference import problem_reference, yaml_reference
from generator.pages.playbook.words import words

FOLDER = Path(playbook.__file__).parent


def pages(language: str = "en", **more: object) -> dict[str, MarkdownPage]:
    made = playbook_pages(
        [foundation(), habits()],
        [survey()],
        [small_wave()],
        language,
        **more,  # type: ignore[arg-type]
    )
    return {page.path: page for page in made}


def html(text: str) -> str:
    return python_markdown.markdown(
        text,
        extensions=["abbr", "admonition", "attr_list", "def_list", "tables"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "*not bold* _nor this_ `nor code`",
        "[no](link) ![no](image)",
        "a | b & c &amp; d",
        "1. no list",
        "- no list",
        "# no heading",
        "!!! note",
        "{ #id .class }",
        "*[HTML]: no abbreviation",
        "back\\slash ~~x~~ ^y^ $z$",
        ": no definition",
        "two\nlines",
    ],
)
def test_plain_text_is_shown_exactly_as_typed(text: str) -> None:
    shown = html(f"word\n\n{plain(text)}\n\nword")
    assert re.findall(r"<(?!/?p>)[^>]*>", shown) == []
    from html import unescape

    assert unescape(re.sub(r"<[^>]*>", "", shown)).split("\n")[1] == " ".join(
        text.split()
    )


def test_plain_text_keeps_its_table_cell() -> None:
    shown = html(f"| a | b |\n|---|---|\n| {plain('x | y')} | z |")
    assert "<td>x &#124; y</td>" in shown


def test_an_authors_markdown_cannot_hold_html_and_stays_below_our_headings() -> None:
    text = "# Big\n\nuse `<b>` and <b>bold</b> <https://example.org>"
    assert markdown(text) == (
        "### Big\n\nuse `<b>` and &lt;b>bold&lt;/b> <https://example.org>"
    )


def test_every_page_of_the_playbook_has_its_address() -> None:
    assert list(pages()) == [
        "index.md",
        "foundation-model/index.md",
        "foundation-model/governance.md",
        "foundation-model/practices/decision-making.md",
        "seven-habits/index.md",
        "seven-habits/enhance-value.md",
        "seven-habits/engage-stakeholders.md",
        "seven-habits/practices/risk-register.md",
        "seven-habits/practices/decision-log.md",
        "seven-habits/practices/stakeholder-plan.md",
        "surveys/alliance-baseline/index.md",
        "surveys/alliance-baseline/practitioner.md",
        "surveys/alliance-baseline/assessment.md",
        "surveys/alliance-baseline/stakeholder.md",
        "surveys/alliance-baseline/partner.md",
        "surveys/alliance-baseline/codebook.md",
        "methodology.md",
        "privacy.md",
        "crosswalk.md",
        "glossary.md",
    ]


def test_a_practice_page_holds_everything_about_the_practice() -> None:
    body = pages()["seven-habits/practices/risk-register.md"].body
    for said in (
        "# H1.1 Keep a risk register",
        "Keep a risk register, in full.",
        "## What it is\n\nWhat Keep a risk register is.",
        "## Why it matters\n\nBecause.",
        "## How to practise it\n\n1. Do it.",
        "- Not doing it.",
        "<p>Seen at 3.</p>",
        "<li>A file 3</li>",
        "### Start a register",
        "From rung 0 to rung 2",
        "**In the first fifteen minutes:** Open a file.",
        "“How is Q1 done?”",
        "The clock runs from “risk seen” to “action done”.",
        "**Finance:** Fewer surprises.",
        "## What builds on it\n\n- [Keep a decision log](decision-log.md)",
        "Importance, 0 to 1: **0.9**",
        "[https://example.org/book](https://example.org/book)",
    ):
        assert said in body, said


def test_a_practice_names_every_group_that_is_asked_about_it() -> None:
    body = pages()["seven-habits/practices/risk-register.md"].body
    for group, instrument in (
        ("Practitioners", "practitioner"),
        ("Stakeholders", "stakeholder"),
        ("Partners", "partner"),
    ):
        assert f"**[{group}](../../surveys/alliance-baseline/{instrument}.md)**" in body


def test_practices_that_say_the_same_name_each_other_from_both_sides() -> None:
    made = pages()
    here = made["seven-habits/practices/decision-log.md"].body
    there = made["foundation-model/practices/decision-making.md"].body
    assert (
        "says the same as [Decide (Foundation Model)]"
        "(../../foundation-model/practices/decision-making.md)"
    ) in here
    assert (
        "says the same as [Keep a decision log (Seven Habits)]"
        "(../../seven-habits/practices/decision-log.md)"
    ) in there
    assert made["crosswalk.md"].body.count("says the same as") == 1


def test_a_german_page_says_it_in_german() -> None:
    page = pages("de")["seven-habits/practices/risk-register.md"]
    assert page.title == "H1.1 Keep a risk register auf Deutsch"
    assert "## Was es ist\n\nWas Keep a risk register ist." in page.body
    assert "„" not in page.title
    assert "„Wie wird Q1 gemacht?“" in page.body or "Wie wird Q1 gemacht?" in page.body


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_link_leads_to_a_page(language: str) -> None:
    made = pages(language, commands="## x", manual=language == "en")
    known = set(made) | {"manual/index.md"}
    for path, page in made.items():
        for target in re.findall(r"\]\(([^)#]+\.md)", page.body):
            parts = [*path.split("/")[:-1]]
            for part in target.split("/"):
                if part == "..":
                    parts.pop()
                else:
                    parts.append(part)
            assert "/".join(parts) in known, (path, target)


def test_the_methodology_prints_the_numbers_in_force() -> None:
    strict = habits(
        scoring={
            "display": {"low": 0, "high": 10},
            "minimum_share": 0.6,
            "sd": 18,
            "sd_df": 12,
            "smallest_difference": 8,
        }
    )
    page = next(
        page
        for page in playbook_pages([strict], [survey()], [], "en")
        if page.path == "methodology.md"
    )
    for row in (
        "| Rule | Seven Habits |",
        "| Scale shown | 0 to 10 |",
        "| Least share answered | 60 % |",
        "| 18 points of 100 (1.80 on the scale), worth 12 answers |",
        "| 8 points of 100 (0.8 on the scale) |",
        "\n| Decimals | 1 |\n",
    ):
        assert row in page.body, row
    assert "**At least 7 answers stand behind every number**" in page.body
    assert "**No company is ever shown alone** (Partners)" in page.body


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_privacy_page_is_made_from_the_promise(language: str) -> None:
    made = {
        page.path: page for page in playbook_pages([habits()], [survey()], [], language)
    }
    body = made["privacy.md"].body
    for said in ("Office of Insight", "400", "office@example.org", "Nobody is picked"):
        assert said in body
    anonymous = {
        page.path: page
        for page in playbook_pages(
            [habits()],
            [survey(identity="anonymous", comments="verbatim")],
            [],
            language,
        )
    }
    assert anonymous["privacy.md"].body != body
    assert what_stays("off", 7, language) in body
    assert what_stays("verbatim", 7, language) in anonymous["privacy.md"].body


def test_an_instrument_page_shows_every_question_and_what_it_measures() -> None:
    body = pages()["surveys/alliance-baseline/practitioner.md"].body
    for code in ("Q1", "Q2", "Q3", "Q4", "Q5"):
        assert f"**How is {code} done?**" in body
    assert "open from 2 March 2026 to 29 March 2026 (Europe/Berlin)" in body
    assert "4 to 15 minutes" in body
    assert '<li class="pbk-apart">Does not apply</li>' in body
    assert (
        "Q1 · Measures: [H1.1 Keep a risk register]"
        "(../../seven-habits/practices/risk-register.md)"
    ) in body


def test_an_instrument_page_says_when_a_question_is_asked() -> None:
    wave = small_wave()
    first, *others = wave.instruments
    second = first.pages[1]
    waits = ((AnswerIn("Q1", ("0", "1")),),)
    question = dataclasses.replace(second.questions[0], show_if=waits)
    second = dataclasses.replace(second, questions=(question, *second.questions[1:]))
    first = dataclasses.replace(first, pages=(first.pages[0], second, first.pages[2]))
    wave = dataclasses.replace(wave, instruments=(first, *others))
    for language, said in (
        ("en", "*Only if you answered “Rung 0” or “Rung 1” to question Q1"),
        ("de", "*Nur wenn Sie Frage Q1 mit „Stufe 0“ oder „Stufe 1“ beantwortet"),
    ):
        made = playbook_pages([foundation(), habits()], [survey()], [wave], language)
        bodies = {page.path: page.body for page in made}
        body = bodies["surveys/alliance-baseline/practitioner.md"]
        assert body.count(said) == 1


def test_the_interface_speaks_both_languages_and_every_word_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.py"))
    )
    for key, said in words().items():
        assert set(said) == {"en", "de"}, key
        built = re.match(r"metric-|how|what|why|same|part|whole|up$|down$", key)
        assert built or f'"{key}"' in source or f"'{key}'" in source, key


def test_the_prose_pages_exist_in_both_languages() -> None:
    names = sorted(path.name for path in (FOLDER / "texts").iterdir())
    assert [name for name in names if name.endswith(".en.md")] == [
        name.replace(".de.", ".en.") for name in names if name.endswith(".de.md")
    ]


def model_classes() -> set[str]:
    found = set()
    for path in sorted(Path(generator.model.__file__).parent.glob("*.py")):
        if path.stem == "__init__":
            continue
        module = import_module(f"generator.model.{path.stem}")
        for name, one in vars(module).items():
            ours = isinstance(one, type) and one.__module__ == module.__name__
            if ours and name.isidentifier() and not name.startswith("_"):
                found.add(name)
    return found


def test_the_glossary_explains_every_class_of_the_model() -> None:
    named = [name for entry in entries() for name in entry.model]
    assert sorted(named) == sorted(set(named)), "explained twice"
    assert set(named) == model_classes()


def test_the_glossary_is_sorted_in_the_language_of_the_page() -> None:
    for language in ("en", "de"):
        body = pages(language)["glossary.md"].body
        terms = re.findall(r"^\*\*(.+?)\*\*\{ #", body, re.MULTILINE)
        assert len(terms) == len(entries())
        assert terms == sorted(terms, key=str.casefold)


def test_the_reference_lists_every_key_with_its_meaning() -> None:
    text = yaml_reference()
    from generator.model.framework import Framework
    from generator.model.survey import Organisation, Survey

    seen: set[type[BaseModel]] = set()
    pending: list[type[BaseModel]] = [Framework, Survey, Organisation]
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        assert f"### {one.__name__} {{" in text
        section = text.split(f"### {one.__name__} {{")[1].split("\n### ")[0]
        for name, info in one.model_fields.items():
            assert f"| `{info.alias or name}` |" in section, (one, name)
            assert info.description, f"{one.__name__}.{name} is not explained"
        for name in set(re.findall(r"\]\(#([a-z]+)\)", section)):
            assert f"{{ #{name} }}" in text


def test_the_reference_prints_every_problem_code() -> None:
    text = problem_reference(CODES)
    for code in CODES:
        assert f"## {code}\n" in text


def test_names_that_windows_keeps_for_itself_are_not_used_as_file_names() -> None:
    assert page_name("con") == "con-page"
    assert page_name("com1") == "com1-page"
    assert page_name("index") == "index-page"
    assert page_name("console") == "console"


def test_a_title_with_markup_is_a_title_and_nothing_else() -> None:
    evil = habits(title="A <b>bold</b> | *title*")
    page = playbook_pages([evil], [], [], "en")[1]
    assert page.title == "A <b>bold</b> | *title*"
    assert page.body.startswith(
        "# A &#60;b&#62;bold&#60;/b&#62; &#124; &#42;title&#42;"
    )


def test_services_have_a_page_and_readers_their_words() -> None:
    framework = habits()
    changed = type(framework).model_validate(
        framework.model_dump(by_alias=True)
        | {
            "tiers": [
                {"id": "high", "title": "High touch"},
                {"id": "low", "title": "Low"},
            ],
            "services": [
                {
                    "id": "escalation",
                    "title": "A way out",
                    "artefact": "A path",
                    "tiers": ["high"],
                    "cadence": "On request",
                    "target_time": "In 2 days",
                    "hours": [2, 12.5],
                    "practices": ["risk-register"],
                }
            ],
            "readers": [
                {
                    "id": "finance",
                    "title": "Finance",
                    "cares_about": "Money",
                    "question": "What?",
                    "vocabulary": [{"word": "gap", "say": "exposure"}],
                    "templates": {"gap": "{practice} is at {score}."},
                }
            ],
        }
    )
    pages = {page.path: page for page in playbook_pages([changed], [], [], "en")}
    services = pages["seven-habits/services-page.md"].body
    assert "| [A way out](services-page.md#escalation) | yes | – |" in services
    assert "- How soon: In 2 days" in services
    assert "- Hours of work each time: 2–12.5" in services
    assert "(practices/risk-register.md)" in services
    front = pages["seven-habits/index.md"].body
    assert "gap → exposure" in front
    assert "**Not in place:** “Keep a risk register” is at 2." in front


def test_a_reader_is_told_what_to_count_of_the_work_nobody_sees() -> None:
    framework = habits()
    given = framework.model_dump(by_alias=True)
    reader = {"id": "finance", "title": "Finance", "cares_about": "Money"}
    given["readers"] = [{**reader, "question": "What does it cost?"}]
    practice = given["dimensions"][0]["practices"][0]
    practice["readers"] = [{"reader": "finance", "text": "It saves days."}]
    practice["metrics"] = [
        {"id": "seen", "kind": "activity", "title": "Risks seen", "definition": "All."},
        {"id": "days", "kind": "time", "title": "Days lost", "definition": "All."},
    ]
    changed = type(framework).model_validate(given)
    pages = playbook_pages([changed], [], [], "en")
    front = next(page for page in pages if page.path == f"{framework.id}/index.md")
    assert "What you did not see this quarter:** count and report: Risks seen" in (
        front.body
    )
    assert "Days lost" not in front.body
