"""Every form says who can see single answers, in the words of one function."""

from __future__ import annotations

import asyncio
import dataclasses
import html
import io
import json
import zipfile
from pathlib import Path

import httpx
import pytest
from samples import small_wave

from generator.assessment.app import assessment_app
from generator.backends import BACKENDS
from generator.backends.local.draw import draw_forms
from generator.formats import FORMATS, lss, paper
from generator.model.seeing import (
    ASSESSMENT,
    PAPER,
    SEALED,
    what_of_comments,
    what_of_names,
    who_sees,
)

WAVE = small_wave()
STEWARD = WAVE.privacy.steward
LANGUAGES = ("en", "de")
PLACES = {
    "surveyjs": "tables",
    "word": "tables",
    "xlsform": "tables",
}


def written(content: bytes) -> str:
    """The words in a file, also in those of an office."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(
                parts.read(name) for name in parts.namelist() if name.endswith("xml")
            )
    text = content.decode("utf-8")
    if text.startswith("{"):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return html.unescape(text).replace("\\n", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_of_the_embedded_form_says_it(language: str) -> None:
    for form in draw_forms(WAVE).values():
        if form.language == language:
            page = html.unescape(b"".join(form.start.parts).decode())
            assert who_sees("local", STEWARD, language) in page
            assert what_of_names("local", "pseudonymous", language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_answers_are_sealed_the_form_says_that(language: str) -> None:
    sealed = dataclasses.replace(WAVE.privacy, seal=f"x25519:{'ab' * 32}")
    wave = dataclasses.replace(WAVE, privacy=sealed)
    form = draw_forms(wave)["practitioner", language]
    page = html.unescape(b"".join(form.start.parts).decode())
    assert who_sees(SEALED, STEWARD, language) in page
    assert who_sees("local", STEWARD, language) not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_meeting_says_it(language: str, tmp_path: Path) -> None:
    app = assessment_app(
        WAVE,
        "oncology",
        tmp_path / "store.sqlite3",
        now=lambda: WAVE.opens,
    )

    async def start() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8765"
        ) as client:
            return await client.get(f"/{language}/start")

    page = html.unescape(asyncio.run(start()).text)
    assert who_sees(ASSESSMENT, STEWARD, language) in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_questionnaire_for_another_tool_says_it(name: str, language: str) -> None:
    [made] = FORMATS[name](WAVE, WAVE.instruments[0], language) or [None]
    if made is not None:
        assert who_sees(PLACES[name], STEWARD, language) in written(made.content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_says_it(language: str) -> None:
    for instrument in WAVE.instruments:
        page = html.unescape(paper.page(WAVE, instrument, language))
        where = ASSESSMENT if instrument.mode == "assessment" else PAPER
        assert who_sees(where, STEWARD, language) in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identity", ["pseudonymous", "anonymous"])
def test_limesurvey_says_it_with_the_name_of_the_server(
    language: str, identity: str
) -> None:
    wave = dataclasses.replace(
        WAVE,
        privacy=dataclasses.replace(WAVE.privacy, identity=identity),  # type: ignore[arg-type]
    )
    link = lss.Link(
        {team.id: f"CODE{n}" for n, team in enumerate(wave.teams)},
        host="survey.example.org",
        timezone="Europe/Berlin",
    )
    text = html.unescape(lss.document(wave, wave.instruments[0], link).decode())
    assert who_sees("limesurvey", STEWARD, language, host="survey.example.org") in text
    assert what_of_names("limesurvey", identity, language) in text


def test_every_backend_has_a_sentence_of_its_own_and_a_strange_one_is_told_too() -> (
    None
):
    told = {
        who_sees(where, "The office", language)
        for where in (*BACKENDS, PAPER, ASSESSMENT, SEALED, "unheard-of")
        for language in LANGUAGES
    }
    assert len(told) == 2 * (len(BACKENDS) + 4)
    assert all("The office" in sentence for sentence in told)
    assert who_sees("local", "The office", "fr") == who_sees(
        "local", "The office", "en"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", ["themes", "verbatim"])
def test_every_form_says_what_becomes_of_comments(language: str, shown: str) -> None:
    privacy = dataclasses.replace(WAVE.privacy, comments=shown)
    wave = dataclasses.replace(WAVE, privacy=privacy)
    inside = what_of_comments(shown, 10, language, outside=False)
    outside = what_of_comments(shown, 10, language, outside=True)
    assert "10" in inside
    for (group, spoken), form in draw_forms(wave).items():
        if spoken == language:
            page = html.unescape(b"".join(form.start.parts).decode())
            assert (outside if group == "partner" else inside) in page
    for name, make in FORMATS.items():
        for instrument in wave.instruments:
            if instrument.mode != "survey" or name in ("codebook", "guide"):
                continue
            said = outside if instrument.group == "partner" else inside
            files = [written(file.content) for file in make(wave, instrument, language)]
            assert any(said in " ".join(text.split()) for text in files), name
