"""Pages with results: what they print, what they never print, where they lead."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path, PurePosixPath

import pytest
from baselines import DIMENSIONS, PRACTICES, TEAMS, sample
from lxml import html
from samples import question

import generator
from generator.charts.words import WORDS
from generator.model.edition import CellKey, Change, Edition, Shown, Suppressed, Turnout
from generator.model.instrument import Earlier, Page
from generator.model.page import Baseline, StampedPage
from generator.pages.baseline import Manifest, baseline_pages
from generator.pages.baseline.forward import forward
from generator.pages.baseline.reading import Reading
from generator.pages.baseline.words import PAGE_WORDS
from generator.website.numerals import _expected as expected
from generator.website.numerals import truth_of

HIDDEN = {
    "en": "not shown to protect answers",
    "de": "zum Schutz der Antworten nicht gezeigt",
}


@functools.cache
def drawn(language: str = "en") -> dict[str, StampedPage]:
    return pages_of(sample(language))


@functools.cache
def manifest_of(language: str = "en") -> Manifest:
    return baseline_pages(sample(language))[1]


def pages_of(baseline: Baseline) -> dict[str, StampedPage]:
    return {f"{p.audience}/{p.path}": p for p in baseline_pages(baseline)[0]}


@pytest.fixture(scope="module")
def english() -> dict[str, StampedPage]:
    return drawn()


@pytest.fixture(scope="module")
def german() -> dict[str, StampedPage]:
    return drawn("de")


def tree(page: StampedPage) -> html.HtmlElement:
    return html.fromstring(page.body)


def text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content())).strip()


def with_edition(baseline: Baseline, wave: str, **changes: object) -> Baseline:
    edition = dataclasses.replace(baseline.editions[wave], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(baseline, editions={**baseline.editions, wave: edition})


def hide(baseline: Baseline, *views: str) -> Baseline:
    """The same baseline with nothing of some views released in 2026."""
    edition = baseline.editions["2026"]
    cells = {
        key: Suppressed() if key.view in views else cell
        for key, cell in edition.cells.items()
    }
    changes = {k: c for k, c in edition.changes.items() if k.view not in views}
    turnout: dict[tuple[str, str], Turnout | Suppressed] = {
        key: Suppressed() if key[0] in views else count
        for key, count in edition.turnout.items()
    }
    return with_edition(baseline, "2026", cells=cells, changes=changes, turnout=turnout)


def test_each_team_has_a_page_for_each_wave_and_the_newest_as_index(
    english: dict[str, StampedPage],
) -> None:
    assert sorted(english) == sorted(
        [f"leaders/{name}.html" for name in ("2025", "2026", "index", "teams")]
        + [f"leaders/questions-{wave}.html" for wave in ("2025", "2026")]
        + [f"teams/{t}/{n}.html" for t in TEAMS for n in ("2025", "2026", "index")]
    )
    newest = english["teams/oncology/index.html"].body
    assert newest == english["teams/oncology/2026.html"].body


def test_german_pages_carry_their_language_in_the_file_name(
    german: dict[str, StampedPage],
) -> None:
    assert all(path.endswith(".de.html") for path in german)
    assert {page.language for page in german.values()} == {"de"}
    assert german["teams/oncology/index.de.html"].title == "Onkologie-Allianzen"


def test_tabs_tell_the_waves_of_one_team_apart(
    english: dict[str, StampedPage], german: dict[str, StampedPage]
) -> None:
    for pages in (english, german):
        tabs = [page.tab or page.title for page in pages.values()]
        assert len(set(tabs)) == len(tabs)
    assert english["teams/oncology/index.html"].tab == ""
    assert english["teams/oncology/2026.html"].tab == "Oncology alliances – Wave 2026"


def test_two_runs_give_the_same_bytes() -> None:
    assert baseline_pages(sample()) == baseline_pages(sample())


def test_a_team_page_reads_in_the_order_agreed(
    english: dict[str, StampedPage],
) -> None:
    page = tree(english["teams/oncology/index.html"])
    ids = [heading.get("id") for heading in page.iterfind(".//h2")]
    assert ids == [
        "step",
        "whose",
        "answered",
        "numbers",
        "gold",
        "views",
        "change-1",
        "change-2",
        "peers",
        "path",
        "all",
        "how",
    ]


def field_of(edition: Edition, source: tuple[str, ...]) -> float | None:
    """What the edition says about one entry of the manifest, if it is one number."""
    _, view, node, group, field = source
    if field in ("answered", "eligible"):
        count = edition.turnout[view, group]
        assert isinstance(count, Turnout)
        return float(getattr(count, field))
    if node == "*":
        return None
    key = CellKey(view, node, group)
    if field.startswith("change-"):
        return float(getattr(edition.changes[key], field.removeprefix("change-")))
    cell = edition.cells[key]
    assert isinstance(cell, Shown), source
    return (
        float(getattr(cell, field)) if field in ("value", "low", "high", "n") else None
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_released_number_is_the_one_its_manifest_entry_names(
    language: str,
) -> None:
    baseline = sample(language)
    pages, manifest = baseline_pages(baseline)
    checked = 0
    for page in pages:
        cells = manifest[f"{page.audience}/{page.path}"]
        for element in tree(page).iterfind(".//*[@data-cell]"):
            source = cells[element.get("data-cell")]
            expected = field_of(baseline.editions[source[0]], source)
            shown = element.get("value") or element.get("data-value")
            if expected is not None:
                assert abs(float(shown)) == pytest.approx(abs(expected), abs=1e-9)
                checked += 1
    assert checked > 1000


def test_drawings_name_only_counters_of_the_manifest(
    english: dict[str, StampedPage],
) -> None:
    manifest = manifest_of()
    for place, page in english.items():
        for plot in tree(page).iterfind(".//*[@data-cells]"):
            assert set(plot.get("data-cells").split()) <= set(manifest[place])


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_number_of_a_team_appears_on_no_other_team_s_page(language: str) -> None:
    pages, manifest = baseline_pages(sample(language))
    for page in pages:
        owner = PurePosixPath(page.audience).name
        for source in manifest[f"{page.audience}/{page.path}"].values():
            if page.audience != "leaders":
                assert source[3] in {owner, "alliances", "organisation"}


def test_a_statement_is_never_printed_as_a_survey_number() -> None:
    baseline = hide(sample(), "stakeholder", "partner", "practitioner")
    pages, manifest = baseline_pages(baseline)
    body = {f"{p.audience}/{p.path}": p for p in pages}
    page = tree(body["teams/oncology/index.html"])
    assert page.findall(".//data[@class='pb-s']")
    assert not page.findall(".//*[@data-cell]")
    assert manifest["teams/oncology/index.html"] == {}


def test_hidden_values_leave_every_page_when_a_view_is_hidden() -> None:
    canary = re.compile(r"\b39\.7\b(?!%)")
    baseline = sample()
    edition = baseline.editions["2026"]
    cells = {
        key: dataclasses.replace(cell, value=39.7, low=39.7, high=39.7)
        if isinstance(cell, Shown) and key.view == "stakeholder"
        else cell
        for key, cell in edition.cells.items()
    }
    planted = with_edition(baseline, "2026", cells=cells)
    assert canary.search(pages_of(planted)["leaders/index.html"].body)
    hidden = pages_of(hide(planted, "stakeholder"))
    assert not [place for place, page in hidden.items() if canary.search(page.body)]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_hidden_cell_reads_the_same_words(language: str) -> None:
    pages = pages_of(hide(sample(language), "stakeholder"))
    suffix = "" if language == "en" else ".de"
    body = text(tree(pages[f"leaders/index{suffix}.html"]))
    assert HIDDEN[language] in body
    for page in pages.values():
        assert "Suppressed" not in page.body
        assert "None" not in re.sub(r"<[^>]*>", "", page.body)


def test_a_team_without_a_statement_gets_the_smallest_group_with_its_label() -> None:
    page = pages_of(sample(without=("oncology",)))["teams/oncology/index.html"]
    words = text(tree(page))
    assert (
        "This team has no signed-off statement for this wave. So the page shows the "
        "smallest group that may be shown: Practitioners, whole organisation." in words
    )
    assert "Today: rung 1 (Practitioners, whole organisation)" in words
    assert 'class="pb-m-dot' in page.body
    assert "pb-m-statement" not in page.body


def test_a_team_of_which_nothing_may_be_shown_still_gets_a_step_and_the_ladder() -> (
    None
):
    baseline = hide(
        sample(without=("oncology",)), "stakeholder", "partner", "practitioner"
    )
    page = tree(pages_of(baseline)["teams/oncology/index.html"])
    words = text(page)
    assert "no survey value may be shown yet" in words
    assert "One step for this week: Name one person who starts" in words
    assert "Settle who decides what" in words
    assert len(page.findall(".//li[@class='pb-card']")) == 3
    assert not page.findall(".//figure")


def test_the_view_of_a_larger_group_is_labelled_and_never_subtracted() -> None:
    page = tree(drawn()["teams/oncology/index.html"])
    legend = [text(one) for one in page.iterfind(".//figure[@id='views-figure']//li")]
    assert legend == [
        "Own statement, evidence named",
        "Own statement, no evidence named",
        "Stakeholders about your team",
        "Practitioners, whole organisation",
        "Partners, whole organisation",
    ]
    manifest = manifest_of()["teams/oncology/index.html"]
    compared = {s[1:4:2] for s in manifest.values() if s[4] == "minus-statement"}
    assert compared == {("stakeholder", "oncology")}


TOGETHER = "immunology+oncology"


def with_union(baseline: Baseline) -> Baseline:
    """Stakeholders of two hidden teams, shown together."""
    edition = baseline.editions["2026"]
    cells = dict(edition.cells)
    for key, cell in edition.cells.items():
        if key.view == "stakeholder" and key.group in TOGETHER.split("+"):
            cells[key] = Suppressed()
            cells[key._replace(group=TOGETHER)] = cell
    unions = {TOGETHER: ("immunology", "oncology")}
    return with_edition(baseline, "2026", cells=cells, unions=unions)


def test_a_hidden_team_gets_the_teams_it_is_shown_together_with() -> None:
    pages, manifest = baseline_pages(with_union(sample()))
    bodies = {f"{p.audience}/{p.path}": p for p in pages}
    page = tree(bodies["teams/oncology/index.html"])
    legend = [text(one) for one in page.iterfind(".//figure[@id='views-figure']//li")]
    together = "Stakeholders, Immunology alliances and Oncology alliances together"
    assert together in legend
    words = text(page)
    for name, group in [
        ("Stakeholders", together),
        ("Practitioners", "Practitioners, whole organisation"),
    ]:
        assert (
            f"{name} about your team: not shown to protect answers. In its place: "
            f"{group}, the smallest group that may be shown." in words
        )
    sources = manifest["teams/oncology/index.html"].values()
    assert {s[3] for s in sources if s[1::3] == ("stakeholder", "value")} == {TOGETHER}
    assert not [s for s in sources if s[4] == "minus-statement"]
    other = manifest["teams/vaccines/index.html"].values()
    assert TOGETHER not in {source[3] for source in other}


def test_the_portfolio_names_the_teams_of_a_union_in_its_column() -> None:
    page = tree(pages_of(with_union(sample()))["leaders/index.html"])
    heads = page.find(".//figure[@id='stakeholder-figure']//thead/tr")
    assert "Immunology alliances and Oncology alliances together" in [
        text(one) for one in heads
    ]


def test_three_numbers_of_a_statement_are_counts_of_the_statement() -> None:
    page = tree(drawn()["teams/oncology/index.html"])
    facts = [
        (text(one.find("dd")), text(one.find("dt")))
        for one in page.iterfind(".//dl[@class='pb-facts']/div")
    ]
    assert facts == [
        ("7 of 20", "practices at rung 3 or higher"),
        ("4 rungs", "largest gap to gold: “Settle who decides what” and one more"),
        ("+5", "rungs moved since Wave 2025"),
    ]


def test_german_numbers_take_a_comma_and_machines_a_point() -> None:
    page = tree(drawn("de")["teams/oncology/index.de.html"])
    value = page.find(".//h2[@id='views']//data")
    assert value is not None
    assert (value.get("value"), text(value)) == ("2.4", "2,4")


def test_the_first_wave_is_the_baseline_and_says_that_a_newer_one_exists() -> None:
    words = text(tree(drawn()["teams/oncology/2025.html"]))
    assert "This is the first wave: the baseline" in words
    assert "You are reading an earlier wave. Go to the newest one." in words


def test_what_others_build_on_comes_first_and_inherits_their_priority() -> None:
    reading = Reading(sample(), sample().waves[-1])
    marks = {s.ref: reading.stated(s, "vaccines") for s in reading.subjects}
    stops = forward(reading, marks, "vaccines").sure
    order = [stop.subject.ref for stop in stops]
    needed = order.index("foundation-model:outcome-measures")
    waiting = order.index("seven-habits:regular-report")
    assert needed < waiting
    found = stops[needed].found
    assert found.urgency >= stops[waiting].found.urgency
    assert found.waiting == ("seven-habits:regular-report",)


def test_the_path_prints_its_formula_with_the_numbers() -> None:
    page = tree(drawn()["teams/oncology/index.html"])
    sums = [text(one) for one in page.iterfind(".//p[@class='pb-sum']")]
    assert sums == [
        "Gap 4 × importance 0.9 = 3.6 · a quick win · effort: low, worth: medium",
        ("Gap 4 × importance 0.7 = 2.8 · a quick win · effort: low, worth: medium"),
        (
            "Gap 3 × importance 0.8 = 2.4 · builds on “Measure what the alliance is "
            "for”, of which too little is known · effort: low, worth: medium"
        ),
    ]


def test_what_others_build_on_says_whose_priority_it_takes() -> None:
    baseline = sample()
    said = baseline.statements["2026", "oncology"]
    rungs = {"foundation-model:decision-rights": 3, "foundation-model:escalation": 0}
    entries = tuple(
        dataclasses.replace(one, rung=rungs.get(one.practice, 4))
        for one in said.entries
    )
    said = dataclasses.replace(said, entries=entries)
    statements = {**baseline.statements, ("2026", "oncology"): said}
    page = team_page(dataclasses.replace(baseline, statements=statements))
    sums = [text(one) for one in page.iterfind(".//p[@class='pb-sum']")]
    assert sums[0].startswith(
        "Gap 1 × importance 0.9 = 0.9 · counts as 2.4, like “Keep a path for "
        "escalation”, which builds on it"
    )
    assert sums[1].startswith("Gap 4 × importance 0.6 = 2.4 · effort")


def test_the_step_for_this_week_fits_the_rung_the_team_is_on() -> None:
    page = tree(drawn()["teams/oncology/index.html"])
    step = page.find(".//section[@class='pb-step']")
    words = text(step)
    assert words.startswith("One step for this week: Name one person who starts")
    assert "In the first fifteen minutes: Write the three newest cases" in words
    assert "in “Settle who decides what” you stand on rung 0" in words


@pytest.mark.parametrize(
    ("language", "suffix", "book"), [("en", "", ""), ("de", ".de", "de/")]
)
def test_links_to_guidance_and_between_pages_are_relative_and_right(
    language: str, suffix: str, book: str
) -> None:
    pages = drawn(language)
    known = set(pages)
    practices = {
        f"playbook/{book}{ref.replace(':', '/practices/')}.html" for ref in PRACTICES
    }
    seen = set()
    for place, page in pages.items():
        for link in tree(page).iterfind(".//a[@href]"):
            href = link.get("href")
            assert not re.match(r"[a-z]+:|/", href)
            parts = list(PurePosixPath(place).parent.parts)
            for part in PurePosixPath(href).parts:
                if part == "..":
                    parts.pop()
                else:
                    parts.append(part)
            target = "/".join(parts)
            seen.add(target)
            if target.startswith("playbook/") and "/practices/" in target:
                assert target in practices
            elif target.startswith("playbook/"):
                assert target in {
                    f"playbook/{book}methodology.html",
                    f"playbook/{book}privacy.html",
                    f"playbook/{book}foundation-model/index.html",
                    f"playbook/{book}seven-habits/index.html",
                }
            else:
                assert target in known
    assert practices <= seen
    assert f"teams/oncology/index{suffix}.html" in seen


def test_a_team_of_an_earlier_wave_keeps_its_page_and_is_listed_apart() -> None:
    baseline = sample()
    last = baseline.waves[-1]
    shrunk = dataclasses.replace(
        last, teams=tuple(team for team in last.teams if team.id != "vaccines")
    )
    pages = pages_of(dataclasses.replace(baseline, waves=(baseline.waves[0], shrunk)))
    assert "teams/vaccines/index.html" in pages
    assert "teams/vaccines/2026.html" not in pages
    words = text(tree(pages["leaders/teams.html"]))
    assert "Teams of earlier waves Vaccine alliances (Wave 2025)" in words
    assert "2 teams in Wave 2026" in words
    gone = "This team was not part of the newest wave, “Wave 2026”."
    assert gone in text(tree(pages["teams/vaccines/index.html"]))
    assert gone not in text(tree(pages["teams/oncology/index.html"]))


def test_a_practice_not_in_scope_is_marked_and_never_ranked() -> None:
    baseline = sample()
    last = baseline.waves[-1]
    teams = tuple(
        dataclasses.replace(team, not_in_scope=("foundation-model:decision-rights",))
        for team in last.teams
    )
    changed = dataclasses.replace(
        baseline, waves=(baseline.waves[0], dataclasses.replace(last, teams=teams))
    )
    page = tree(pages_of(changed)["teams/oncology/index.html"])
    rows = page.findall(".//figure[@id='gold-figure']//tbody/tr")
    said = {text(row[0]): text(row[1]) for row in rows}
    assert said["Settle who decides what"] == "not in scope"
    cards = [text(one) for one in page.iterfind(".//li[@class='pb-card']/h3")]
    assert "Settle who decides what" not in cards


def test_words_of_people_cannot_become_markup() -> None:
    baseline = sample()
    statement = baseline.statements["2026", "oncology"]
    entries = tuple(
        dataclasses.replace(entry, evidence="<script>alert(1)</script>")
        if entry.rung is not None
        else entry
        for entry in statement.entries
    )
    nasty = dataclasses.replace(
        statement, entries=entries, purpose="<img src=x onerror=alert(1)>"
    )
    pages = pages_of(
        dataclasses.replace(
            baseline, statements={**baseline.statements, ("2026", "oncology"): nasty}
        )
    )
    body = pages["teams/oncology/index.html"].body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script" not in body
    assert "<img" not in body


def test_pages_ask_for_no_inline_script_style_or_remote_address(
    english: dict[str, StampedPage],
) -> None:
    for page in english.values():
        assert not re.search(r"<(script|style|iframe|link)\b", page.body)
        assert not re.search(r'\s(style|on\w+)="', page.body)
        assert not re.search(r'(src|href)="https?:', page.body)


def test_every_table_scrolls_in_a_named_region_and_every_id_is_unique(
    english: dict[str, StampedPage], german: dict[str, StampedPage]
) -> None:
    for page in [*english.values(), *german.values()]:
        root = tree(page)
        for table in root.iterfind(".//table"):
            region = table.getparent()
            assert region.get("role") == "region"
            assert region.get("tabindex") == "0"
            assert region.get("aria-label")
        ids = [one.get("id") for one in root.iterfind(".//*[@id]")]
        assert len(ids) == len(set(ids))


def test_teams_keep_the_order_of_the_organisation_and_never_that_of_scores(
    english: dict[str, StampedPage],
) -> None:
    heads = tree(english["leaders/index.html"]).find(
        ".//figure[@id='statements-figure']//thead/tr"
    )
    assert [text(one) for one in heads][1:] == [
        "Oncology alliances",
        "Immunology alliances",
        "Vaccine alliances",
    ]


def test_views_whose_teams_are_all_hidden_name_them_in_one_line(
    english: dict[str, StampedPage],
) -> None:
    words = text(tree(english["leaders/index.html"]))
    assert (
        "Oncology alliances, Immunology alliances and Vaccine alliances: not shown to "
        "protect answers" in words
    )


def test_a_survey_that_leads_with_a_view_shows_that_view_first() -> None:
    baseline = sample(without=tuple(TEAMS))
    waves = tuple(
        dataclasses.replace(wave, headline="stakeholder") for wave in baseline.waves
    )
    page = tree(
        pages_of(dataclasses.replace(baseline, waves=waves))[
            "teams/oncology/index.html"
        ]
    )
    words = text(page)
    assert "This page leads with a survey view: Stakeholders about your team." in words
    caption = text(page.find(".//figure[@id='gold-figure']/figcaption"))
    assert caption.endswith("Stakeholders about your team, Wave 2026.")


def test_an_unclear_change_of_the_team_s_own_view_shows_no_size() -> None:
    baseline = sample()
    unclear = {
        CellKey("stakeholder", node, "oncology"): Change(
            0.3, -0.4, 1.0, False, 0.7, "2025"
        )
        for node in DIMENSIONS
    }
    page = tree(
        pages_of(with_edition(baseline, "2026", changes=unclear))[
            "teams/oncology/index.html"
        ]
    )
    assert text(page.find(".//h2[@id='change-2']")) == (
        "Change since Wave 2025: Stakeholders about your team: no clear change since "
        "Wave 2025; too few answers to tell less than 0.7 apart"
    )
    drawing = page.find(".//figure[@id='change-stakeholder']//div[@role='img']")
    assert {
        text(one)
        for one in drawing.iterfind(".//span")
        if "pb-value" in (one.get("class") or "")
    } == set()


def led_by(view: str, n: int = 12) -> Baseline:
    """No statements; one view leads, with `n` answers behind each of its scores."""
    baseline = sample(without=tuple(TEAMS))
    waves = tuple(dataclasses.replace(wave, headline=view) for wave in baseline.waves)
    baseline = dataclasses.replace(baseline, waves=waves)
    cells = {
        key: dataclasses.replace(cell, n=n)
        if isinstance(cell, Shown) and key.view == view and key.group in TEAMS
        else cell
        for key, cell in baseline.editions["2026"].cells.items()
    }
    return with_edition(baseline, "2026", cells=cells)


def team_page(baseline: Baseline, name: str = "teams/oncology/index.html"):
    return tree(pages_of(baseline)[name])


def test_below_twenty_answers_the_page_leads_with_dimensions() -> None:
    few, many = team_page(led_by("stakeholder")), team_page(led_by("stakeholder", 20))
    head = ".//figure[@id='gold-figure']//thead//th"
    assert text(few.find(head)) == "Dimension"
    assert text(many.find(head)) == "Practice"
    assert "Fewer than twenty answered" in text(few)
    assert "Fewer than twenty answered" not in text(many)
    rows = few.findall(".//figure[@id='gold-figure']//tbody/tr")
    assert len(rows) == len(DIMENSIONS)
    change = ".//figure[@id='change-stakeholder']//thead//th"
    assert (text(few.find(change)), text(many.find(change))) == (
        "Dimension",
        "Practice",
    )


def test_where_no_gap_is_clear_the_page_says_what_it_could_have_told() -> None:
    baseline = led_by("stakeholder")
    cells = {
        key: Shown(3.4, 2.6, 4.0, 8, 0.4, 27.0, "low")
        if key.view == "stakeholder" and isinstance(cell, Shown)
        else cell
        for key, cell in baseline.editions["2026"].cells.items()
    }
    page = team_page(with_edition(baseline, "2026", cells=cells))
    assert text(page.find(".//h2[@id='gold']")).endswith(
        "No gap to gold is clear; too few answers to tell less than 0.8 apart"
    )
    assert text(page.find(".//h2[@id='path']")).endswith(
        "No gap is sure: measure again or talk about it"
    )
    path = text(page.findall(".//ol[@class='pb-path']")[0])
    assert "Too close to gold to be sure" in path
    assert "a quick win" not in path


def test_one_clear_change_among_many_is_one_too_few() -> None:
    """The interval leaves zero out, and 23 others say that it may be chance."""
    baseline = sample()
    nothing = Change(0.1, -0.5, 0.7, False, 0.6, "2025", se=0.3, df=40.0)
    changes = {CellKey("stakeholder", d, "oncology"): nothing for d in DIMENSIONS}
    first = CellKey("stakeholder", DIMENSIONS[0], "oncology")
    changes[first] = Change(0.7, 0.1, 1.3, True, 0.6, "2025", se=0.3, df=40.0)
    page = team_page(with_edition(baseline, "2026", changes=changes))
    assert "no clear change since Wave 2025" in text(page.find(".//h2[@id='change-2']"))
    changes[first] = Change(1.2, 0.6, 1.8, True, 0.6, "2025", se=0.3, df=40.0)
    page = team_page(with_edition(baseline, "2026", changes=changes))
    assert "has risen since Wave 2025" in text(page.find(".//h2[@id='change-2']"))


def test_a_response_rate_that_moved_puts_a_mark_of_caution() -> None:
    baseline = sample()
    words = "Read with care: 12 of 20 answered in Wave 2025, 4 of 20 now."
    assert "Read with care" not in text(team_page(baseline))
    turnout = dict(baseline.editions["2026"].turnout)
    turnout["stakeholder", "oncology"] = Turnout(20, 4)
    fewer = with_edition(baseline, "2026", turnout=turnout)
    assert words in text(team_page(fewer))
    turnout["stakeholder", "oncology"] = Suppressed()
    assert "Read with care" not in text(
        team_page(with_edition(baseline, "2026", turnout=turnout))
    )


def test_what_a_step_leads_to_is_printed_with_it() -> None:
    page = team_page(sample())
    said = [
        text(one) for one in page.iterfind(".//li[@class='pb-card']/p[@class='pb-why']")
    ]
    # Decision rights from rung 0 to 2; escalation stands on 3, so 1.5 becomes 2.5.
    assert said[0] == (
        "If these steps are done and you then agree on rung 2, “Governance” stands at "
        "2.5 instead of 1.5."
    )
    survey = team_page(led_by("stakeholder"))
    words = [
        text(one)
        for one in survey.iterfind(".//li[@class='pb-card']/p[@class='pb-why']")
    ]
    assert words
    assert all("everybody asked" in one for one in words)


def test_the_gate_works_out_what_a_step_leads_to_and_what_could_be_told() -> None:
    """Every number of a new kind is one the gate finds by itself, from the edition."""
    baseline = led_by("stakeholder")
    cells = {
        key: dataclasses.replace(cell, value=3.4, low=2.6, high=4.0, se=0.4)
        if isinstance(cell, Shown) and key.node in DIMENSIONS
        else cell
        for key, cell in baseline.editions["2026"].cells.items()
    }
    baseline = with_edition(baseline, "2026", cells=cells)
    truth = truth_of(baseline)
    pages, manifest = baseline_pages(baseline)
    seen = set()
    for page in pages:
        sources = manifest[f"{page.audience}/{page.path}"]
        for one in tree(page).iterfind(".//data[@class='pb-n']"):
            source = sources[one.get("data-cell")]
            kind = source[-1].rstrip("0123456789")
            if kind in ("whole-if-", "smallest-gap"):
                seen.add(kind)
                assert float(one.get("value")) == expected(source, truth)
    assert seen == {"whole-if-", "smallest-gap"}
    stated = sample()
    allowed = truth_of(stated).stated
    for page in baseline_pages(stated)[0]:
        for one in tree(page).iterfind(".//data[@class='pb-s']"):
            assert float(one.get("value")) in allowed


def test_gold_that_stakeholders_clearly_do_not_see_is_named() -> None:
    baseline = sample()
    said = baseline.statements["2026", "oncology"]
    seen = next(
        ref
        for ref in PRACTICES
        if isinstance(
            cell := baseline.editions["2026"].cell("stakeholder", ref, "oncology"),
            Shown,
        )
        and cell.high < 4
    )
    entries = tuple(
        dataclasses.replace(one, rung=4) if one.practice == seen else one
        for one in said.entries
    )
    golden = dataclasses.replace(said, entries=entries)
    page = team_page(
        dataclasses.replace(
            baseline,
            statements={**baseline.statements, ("2026", "oncology"): golden},
        )
    )
    lists = [text(one) for one in page.iterfind(".//ul[@class='pb-words']/li")]
    title = next(n.title["en"] for n in baseline.waves[-1].nodes if n.ref == seen)
    (told,) = [one for one in lists if one.startswith("You state the gold")]
    assert title in told


def asked(baseline: Baseline, wave: str, **changes: object) -> Baseline:
    """One stakeholder question a practice, and a change to one of its nodes."""
    waves = []
    for one in baseline.waves:
        questions = tuple(
            dataclasses.replace(
                question(f"Q{n}", ref), item=ref.replace(":", ":asked-")
            )
            for n, ref in enumerate(PRACTICES)
        )
        nodes = one.nodes
        if one.id == wave:
            questions = tuple(
                dataclasses.replace(q, **changes)  # type: ignore[arg-type]
                if q.targets[0].practice == PRACTICES[0]
                else q
                for q in questions
            )
        page = Page("one", {}, {}, questions)
        instruments = tuple(
            dataclasses.replace(i, pages=(page,)) if i.group == "stakeholder" else i
            for i in one.instruments
        )
        waves.append(dataclasses.replace(one, instruments=instruments, nodes=nodes))
    return dataclasses.replace(baseline, waves=tuple(waves))


def test_a_page_says_where_a_line_starts_anew() -> None:
    same = team_page(asked(sample(), "2026"))
    assert "starts anew" not in text(same)
    changed = team_page(asked(sample(), "2026", fingerprint="new"))
    title = "“State the shared purpose of the alliance”"
    assert f"{title}: the questions changed in Wave 2026. The line starts anew." in (
        text(changed)
    )
    assert "A dimension is compared only where all of its questions stayed" in (
        text(changed)
    )


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("replaces", "“State the shared purpose of the alliance” was called “Give"),
        ("split_from", "“State the shared purpose of the alliance” was split from"),
        ("merged_from", "“State the shared purpose of the alliance” was made from"),
    ],
)
def test_a_page_says_what_a_practice_was_before(how: str, said: str) -> None:
    baseline = asked(sample(), "2026")
    first, last = baseline.waves
    old = PRACTICES[1]
    lineage = (Earlier(how, old, "2.0.0", True),)  # type: ignore[arg-type]
    # In the first wave the practice was not there under its own name.
    first = dataclasses.replace(
        first, nodes=tuple(n for n in first.nodes if n.ref != PRACTICES[0])
    )
    nodes = tuple(
        dataclasses.replace(n, lineage=lineage) if n.ref == PRACTICES[0] else n
        for n in last.nodes
    )
    rules = tuple(dataclasses.replace(r, version="2.0.0") for r in last.rules)
    questions = last.instrument_for("stakeholder")
    assert questions is not None
    last = dataclasses.replace(last, nodes=nodes, rules=rules)
    if how == "replaces":
        asked_then = first.instrument_for("stakeholder")
        assert asked_then is not None
        was = next(q for q in asked_then.questions() if q.targets[0].practice == old)
        page = dataclasses.replace(
            questions.pages[0],
            questions=tuple(
                dataclasses.replace(q, item=was.item, fingerprint=was.fingerprint)
                if q.targets[0].practice == PRACTICES[0]
                else q
                for q in questions.questions()
            ),
        )
        new = dataclasses.replace(questions, pages=(page,))
        last = dataclasses.replace(
            last,
            instruments=tuple(
                new if one.id == new.id else one for one in last.instruments
            ),
        )
    words = text(team_page(dataclasses.replace(baseline, waves=(first, last))))
    assert said in words


def test_a_change_on_common_questions_says_how_many_they_are() -> None:
    baseline = asked(sample(), "2026")
    told = dict(baseline.editions["2026"].changes)
    key = CellKey("stakeholder", PRACTICES[0], "oncology")
    told[key] = dataclasses.replace(told[key], common=(2, 3))
    words = text(team_page(with_edition(baseline, "2026", changes=told)))
    assert (
        "“State the shared purpose of the alliance”: compared on the 2 of 3 questions "
        "that stayed the same." in words
    )


def test_those_who_answered_both_times_stand_in_a_table_where_that_may_be_said() -> (
    None
):
    baseline = sample()
    edition = baseline.editions["2026"]
    plain = Change(0.3, -0.4, 1.0, False, 0.7, "2025")
    same = dataclasses.replace(
        plain, same_n=14, joined=6, left=0, same_value=0.4, same_low=0.1, same_high=0.7
    )
    changes = dict(edition.changes)
    for ref in PRACTICES:
        changes[CellKey("stakeholder", ref, "oncology")] = plain
    told = CellKey("stakeholder", PRACTICES[3], "oncology")
    before = pages_of(with_edition(baseline, "2026", changes=changes))
    assert "same people" not in before["teams/oncology/index.html"].body
    changes[told] = same
    pages, manifest = baseline_pages(with_edition(baseline, "2026", changes=changes))
    page = {f"{p.audience}/{p.path}": p for p in pages}["teams/oncology/index.html"]
    (table,) = [
        one
        for one in tree(page).iterfind(".//details")
        if text(one).startswith("The same people in Wave 2025 and now")
    ]
    (row,) = table.findall(".//tbody/tr")
    assert [text(cell) for cell in row][1:] == ["14", "6", "0", "+0.4 +0.1 to +0.7"]
    fields = {s[4] for s in manifest["teams/oncology/index.html"].values()}
    assert {"change-same_n", "change-joined", "change-left"} <= fields


def test_no_wave_gives_no_page() -> None:
    empty = Baseline("en", (), (), {}, {})
    assert baseline_pages(empty) == ([], {})


def test_page_words_exist_in_every_language_with_the_same_gaps() -> None:
    for language, words in PAGE_WORDS.items():
        assert set(words) == set(PAGE_WORDS["en"]), language
        for key, sentence in words.items():
            gaps = set(re.findall(r"{(\w*)}", sentence))
            assert gaps == set(re.findall(r"{(\w*)}", PAGE_WORDS["en"][key])), key
    assert not set(PAGE_WORDS["en"]) & set(WORDS["en"])


def test_no_word_of_the_tables_is_left_unused() -> None:
    root = Path(generator.__file__).parent
    sources = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("charts", "pages/baseline")
        for file in sorted((root / folder).rglob("*"))
        if file.suffix in (".py", ".html")
        and file.name not in ("words.py", "sound_words.py")
    )
    sources += (
        (root / "charts" / "words.py")
        .read_text(encoding="utf-8")
        .split("class Speech")[1]
    )
    built = ("whose.", "agree.", "trust.", "telling.", "careful.", "cost.", "said.")
    unused = [
        key
        for key in [*WORDS["en"], *PAGE_WORDS["en"]]
        if f'"{key.removesuffix(".one").removesuffix(".many")}"' not in sources
        and not key.startswith(built)
    ]
    assert sorted(unused) == []
