"""Peers on pages: what is printed, what the gate lets through, and what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html
from peer_waves import VIEW, edition_of, organisation, shown, wave_with
from samples import RISK

from generator.charts.words import WORDS
from generator.disclosure.packs import pack_body, peer_edition
from generator.model.edition import CellKey
from generator.model.page import Baseline, StampedPage
from generator.model.peers import Peer, PeerEdition
from generator.model.survey import Organisation
from generator.pages.baseline import Manifest, baseline_pages
from generator.pages.baseline.words import PAGE_WORDS
from generator.store.editions import edition_digest
from generator.website.audiences import folders_of
from generator.website.known import know, texts_in
from generator.website.numerals import Fault, faults, truth_of
from generator.website.printed import read_page
from generator.website.stamp import REGION_END, REGION_START

TWELVE = {f"team-{name}": 0.3 + 0.3 * n for n, name in enumerate("abcdefghijkl")}


def baseline(
    teams: dict[str, float | None], *, peers: int = 0, language: str = "en"
) -> Baseline:
    rounded = {t: None if v is None else round(v, 1) for t, v in teams.items()}
    wave = wave_with(dict.fromkeys(teams, ""))
    edition = edition_of(wave, rounded, 2.2)
    others = {wave.id: others_of(peers, wave, edition)} if peers else {}
    return Baseline(language, (), (wave,), {wave.id: edition}, {}, others)


def others_of(count: int, wave: object, edition: object) -> PeerEdition:
    packs = {}
    for n in range(count):
        own, released, _ = organisation(round(0.4 + 0.1 * n, 1))
        body = pack_body(own, released, f"{n:02x}" * 32)
        assert body is not None
        packs[Peer(body.edition, f"{n:02x}" * 32)] = body
    digest = edition_digest(edition)  # type: ignore[arg-type]
    return peer_edition(wave, edition, digest, packs)[0]  # type: ignore[arg-type]


def drawn(given: Baseline) -> tuple[dict[str, StampedPage], Manifest]:
    pages, manifest = baseline_pages(given)
    return {f"{one.audience}/{one.path}": one for one in pages}, manifest


def looked_at(given: Baseline, name: str, body: str, manifest: Manifest) -> list[Fault]:
    """What the gate finds in one page."""
    page = f"<html><title></title>{REGION_START}<h1></h1>{body}{REGION_END}</html>"
    folders = folders_of(given.waves, Organisation(schema_version=1, teams=()))
    quarters = [
        text
        for one in given.peers.values()
        for text in (one.first_quarter, one.last_quarter)
    ]
    texts = [
        *texts_in(WORDS),
        *texts_in(PAGE_WORDS),
        *texts_in(list(given.waves)),
        *quarters,
    ]
    return list(
        faults(
            read_page(page),
            manifest[name],
            truth_of(given),
            folders[name.rpartition("/")[0]],
            [know(texts)],
        )
    )


def section(page: StampedPage) -> html.HtmlElement:
    tree = html.fromstring(page.body)
    found = tree.xpath("//section[.//h2[@id='peers']]")
    assert len(found) == 1
    return found[0]


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content())).strip()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_with_peers_passes_the_gate(language: str) -> None:
    given = baseline(dict(TWELVE), peers=12, language=language)
    pages, manifest = drawn(given)
    for name, page in pages.items():
        assert looked_at(given, name, page.body, manifest) == [], name
    team = next(name for name in pages if name.startswith("teams/team-a/index"))
    assert "pb-peers" in pages[team].body


def test_a_team_reads_of_the_others_without_itself() -> None:
    pages, manifest = drawn(baseline(dict(TWELVE)))
    page = pages["teams/team-a/index.html"]
    row = section(page).xpath(".//tbody/tr")[0]
    # the others have 0.6, 0.9 … 3.6: eleven, median 2.1, middle half 1.35 to 2.85
    assert [words(cell) for cell in row][1:] == [
        "0.3",
        "0.0 to 0.8",
        "1.4 to 2.9",
        "2.1",
        "11",
    ]
    told = {
        source[3]
        for source in manifest["teams/team-a/index.html"].values()
        if source[4].startswith("teams-")
    }
    assert told == {"team-a"}


def test_nine_others_are_words_and_no_drawing() -> None:
    pages, _ = drawn(baseline(dict(list(TWELVE.items())[:10])))
    part = section(pages["teams/team-a/index.html"])
    assert "No peers to compare with yet" in words(part)
    assert "at least 10 of them" in words(part)
    assert not part.xpath(".//figure")
    german, _ = drawn(baseline({"a": 1.0}, language="de"))
    assert "Noch niemand zum Vergleichen" in german["teams/a/index.de.html"].body


def test_where_nobody_was_asked_there_is_no_section() -> None:
    given = baseline({"a": 1.0})
    wave = replace(given.waves[0], groups=())
    page = drawn(replace(given, waves=(wave,)))[0]["teams/a/index.html"]
    assert 'id="peers"' not in page.body


def test_leaders_read_of_other_organisations_and_teams_are_never_ranked() -> None:
    given = baseline(dict(TWELVE), peers=20)
    pages, manifest = drawn(given)
    part = section(pages["leaders/index.html"])
    assert "other organisations" in words(part)
    row = part.xpath(".//tbody/tr")[0]
    cells = [words(cell) for cell in row]
    # our twelve teams have 1.95 on average; peers 0.4 to 2.3
    assert cells[1] == "2.0"
    assert cells[3:6] == ["0.9 to 1.8", "1.4", "1.4"]
    assert cells[-2:] == ["100 %", "20"]
    fields = {
        page: {source[4] for source in cells.values()}
        for page, cells in manifest.items()
    }
    assert "peers-rank_low" in fields["leaders/index.html"]
    team = fields["teams/team-a/index.html"]
    assert "peers-median" in team
    assert not {"peers-rank_low", "own-value", "peers-rank_high"} & team


def test_leaders_without_packs_read_what_is_needed() -> None:
    part = section(drawn(baseline(dict(TWELVE)))[0]["leaders/index.html"])
    assert "at least 5 of them" in words(part)


@pytest.mark.parametrize("field", ["teams-median", "teams-n", "peers-mean"])
def test_the_gate_refuses_another_number(field: str) -> None:
    given = baseline(dict(TWELVE), peers=5)
    pages, manifest = drawn(given)
    name = "teams/team-a/index.html"
    counter = next(n for n, source in manifest[name].items() if source[4] == field)
    body = re.sub(
        rf'value="[^"]*" data-cell="{counter}">[^<]*<',
        f'value="3" data-cell="{counter}">3<',
        pages[name].body,
    )
    assert body != pages[name].body
    found = looked_at(given, name, body, manifest)
    assert "a number here is not what was released" in {one.why for one in found}


def forged(given: Baseline, *source: str) -> set[str]:
    """What the gate says to a page of team A with one number of this source."""
    name = "teams/team-a/index.html"
    body = '<data class="pb-n" value="2" data-cell="1">2</data>'
    found = looked_at(given, name, body, {name: {"1": ("2026", *source)}})
    return {one.why for one in found}


def test_the_gate_refuses_figures_that_may_not_stand_there() -> None:
    given = baseline(dict(TWELVE), peers=5)
    few = baseline(dict(list(TWELVE.items())[:10]))
    not_ours = {"a number here is of a group this page must not speak of"}
    hidden = {"a number here is of a group that is hidden"}
    assert forged(given, VIEW, RISK, "team-b", "teams-median") == not_ours
    assert forged(few, VIEW, RISK, "team-a", "teams-median") == hidden
    assert forged(given, VIEW, RISK, "organisation", "teams-median") == hidden
    assert forged(given, VIEW, RISK, "team-a", "peers-mean") == hidden
    assert forged(given, VIEW, RISK, "organisation", "peers-lower") == hidden
    assert forged(few, VIEW, RISK, "organisation", "peers-mean") == hidden
    assert forged(given, VIEW, "seven-habits", "team-a", "teams-median") == hidden


def test_a_mark_beside_its_place_is_found() -> None:
    given = baseline(dict(TWELVE))
    pages, manifest = drawn(given)
    name = "teams/team-a/index.html"
    body = pages[name].body
    moved = re.sub(
        r'(<line x1=")[\d.]+(%" x2="[\d.]+%"[^>]*class="pb-peers")',
        r"\g<1>55.55\2",
        body,
    )
    assert moved != body
    found = {one.why for one in looked_at(given, name, moved, manifest)}
    assert "a mark here stands for a number that the page does not say" in found


def test_bands_among_the_own_scores_are_drawn_as_bands() -> None:
    given = baseline(dict(TWELVE))
    edition = given.editions["2026"]
    cells = {
        **edition.cells,
        CellKey(VIEW, RISK, "team-a"): shown(3.6, band="top"),
    }
    banded = replace(given, editions={"2026": replace(edition, cells=cells)})
    pages, manifest = drawn(banded)
    name = "teams/team-a/index.html"
    assert looked_at(banded, name, pages[name].body, manifest) == []
    assert "3.6 or more" in words(section(pages[name]))
