"""What answers say of themselves, on pages: in words, and never about a hidden team."""

from __future__ import annotations

import dataclasses

import pytest
from baselines import DIMENSIONS, PRACTICES, sample
from lxml import html

from generator.model.edition import CellKey, Soundness, Suppressed
from generator.model.page import Baseline, StampedPage
from generator.model.soundness import (
    Agreement,
    Careful,
    ItemFit,
    Reliability,
    Telling,
    Unanswered,
)
from generator.model.survey import ORGANISATION
from generator.pages.baseline import Manifest, baseline_pages
from generator.website.audiences import Folder
from generator.website.numerals import expectation, truth_of
from generator.website.sound_numbers import is_sound, sound_number

FIRST, SECOND = PRACTICES[0], PRACTICES[2]

SOUND = Soundness(
    agreement={
        CellKey("stakeholder", FIRST, "oncology"): Agreement(
            0.4, least=True, wide=False, band="strong", skewed=None, camps=False
        ),
        CellKey("stakeholder", SECOND, "oncology"): Agreement(
            1.8, least=False, wide=True, band="none", skewed="none", camps=True
        ),
    },
    reliability={
        CellKey("stakeholder", DIMENSIONS[0], ORGANISATION): Reliability(
            n=61,
            alpha=-0.21,
            low=-0.5,
            high=0.1,
            standardized=-0.25,
            omega=0.31,
            items=(ItemFit("Q1", -0.11, 0.42), ItemFit("Q2", None, None)),
        )
    },
    telling={CellKey("stakeholder", FIRST, ORGANISATION): Telling(9, "small", "alike")},
    unanswered={
        CellKey("stakeholder", SECOND, ORGANISATION): Unanswered(
            38, 5, 34, 12, unseen=True
        )
    },
    careful={
        "stakeholder": Careful({FIRST: 3.1}),
        "partner": Careful(),
    },
)


def sound_sample(language: str = "en") -> Baseline:
    baseline = sample(language)
    edition = dataclasses.replace(baseline.editions["2026"], soundness=SOUND)
    return dataclasses.replace(
        baseline, editions={**baseline.editions, "2026": edition}
    )


def pages(language: str = "en") -> tuple[dict[str, StampedPage], Manifest]:
    made, manifest = baseline_pages(sound_sample(language))
    return {f"{page.audience}/{page.path}": page for page in made}, manifest


def said(page: StampedPage) -> str:
    return " ".join(html.fromstring(page.body).text_content().split())


def test_a_team_reads_how_far_its_answers_agree_in_words() -> None:
    text = said(pages()[0]["teams/oncology/2026.html"])
    assert "How far answers agree: Stakeholders" in text
    assert "0.4 or less" in text
    assert "about 1.8 further than people who agree" in text
    assert "there are two camps on" in text
    assert "many cannot judge" in text


def test_no_other_team_reads_it() -> None:
    for team in ("immunology", "vaccines"):
        text = said(pages()[0][f"teams/{team}/2026.html"])
        assert "How far answers agree" not in text
        assert "two camps" not in text


def test_coefficients_stand_on_the_leaders_page_alone() -> None:
    made, _ = pages()
    text = said(made["leaders/questions-2026.html"])
    assert "check reverse coding" in text
    assert "−0.21 −0.50 to 0.10" in text
    assert "34 not visible to those asked" in text
    assert "do not compare teams on this" in text
    assert "would set too few people apart" in text  # what hasty partners change
    for name, page in made.items():
        if name != "leaders/questions-2026.html":
            assert "Omega" not in page.body
            assert "Alpha" not in page.body


def test_an_older_wave_says_that_nothing_was_kept() -> None:
    made, _ = baseline_pages(sample())
    page = next(one for one in made if one.path == "questions-2025.html")
    assert "released before these numbers were kept" in said(page)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_number_is_the_one_released_and_known_to_the_gate(language: str) -> None:
    baseline = sound_sample(language)
    truth = truth_of(baseline)
    made, manifest = pages(language)
    fields = set()
    for name, page in made.items():
        folder = Folder(page.audience, (page.audience,))
        for element in html.fromstring(page.body).iterfind(".//data[@data-cell]"):
            source = manifest[name][element.get("data-cell")]
            if not is_sound(source[4]):
                continue
            _, why, expected = expectation(source, truth, folder)
            assert why == ""
            assert float(element.get("value")) == pytest.approx(expected, abs=0.0051)
            fields.add(source[4])
    assert {"apart", "alpha", "rest-Q1", "dk", "unflagged", "effect"} <= fields


def test_the_gate_knows_nothing_that_was_not_released() -> None:
    baseline = sound_sample()
    edition, wave = baseline.editions["2026"], baseline.waves[-1]
    for view, node, group, field in (
        ("stakeholder", FIRST, "vaccines", "apart"),
        ("stakeholder", DIMENSIONS[1], ORGANISATION, "alpha"),
        ("stakeholder", DIMENSIONS[0], ORGANISATION, "rest-Q9"),
        ("stakeholder", DIMENSIONS[0], ORGANISATION, "without-Q2"),
        ("stakeholder", FIRST, ORGANISATION, "dk"),
        ("stakeholder", SECOND, ORGANISATION, "unflagged"),
        ("*", FIRST, "oncology", "balanced"),
        ("stakeholder", DIMENSIONS[0], "oncology", "level"),
    ):
        source = ("2026", view, node, group, field)
        assert sound_number(source, edition, wave, None) is None, source


def test_a_balanced_score_stands_beside_the_views_where_all_are_shown() -> None:
    baseline = sound_sample()
    edition = baseline.editions["2026"]
    open_to_all = {
        key: edition.cells[key._replace(group=ORGANISATION)]
        if key.group == "oncology" and isinstance(cell, Suppressed)
        else cell
        for key, cell in edition.cells.items()
    }
    changed = dataclasses.replace(edition, cells=open_to_all)
    made, _ = baseline_pages(
        dataclasses.replace(baseline, editions={**baseline.editions, "2026": changed})
    )
    by_name = {f"{page.audience}/{page.path}": page for page in made}
    assert "Every view counting the same" in said(by_name["teams/oncology/2026.html"])
    other = said(by_name["teams/vaccines/2026.html"])
    assert "Every view counting the same" not in other
    assert "because these are missing: Practitioners" in other
