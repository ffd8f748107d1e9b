"""Every chart: a drawing, the same numbers as a table, and a finding in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import plotly.graph_objects
import pytest
from lxml import etree

from generator.charts import (
    CHARTS,
    changes,
    dumbbell,
    figure_html,
    ladder,
    matrix,
    peers,
    tornado,
    views,
)
from generator.charts.base import Chart
from generator.charts.marks import Stated, Unstated
from generator.charts.numbers import Moved, Numbers, Origin, Released, Score, Source
from generator.charts.rows import Scale
from generator.charts.words import WORDS, Speech
from generator.model.edition import Change, Shown, Suppressed

SCALE = Scale(0, 4)
NASTY = 'Ask <b>"why"</b> & who\'s'


def score(value: float, node: str = "f:a", *, band: str = "", n: int = 12) -> Score:
    shown = Shown(
        value, round(value - 0.5, 1), round(value + 0.5, 1), n, 0.2, 30.0, "low", band
    )  # type: ignore[arg-type]
    return Score(shown, Origin("2026", "stakeholder", node, "oncology"))


def moved(value: float, *, clear: bool, node: str = "f:a") -> Moved:
    change = Change(
        value, round(value - 0.4, 1), round(value + 0.4, 1), clear, 0.6, "2025"
    )
    return Moved(change, Origin("2026", "stakeholder", node, "oncology"))


def draw_dumbbell(numbers: Numbers) -> Chart:
    return dumbbell.draw(
        [
            dumbbell.Line("Keep a risk register", Stated(3, "risk list"), 4),
            dumbbell.Line("Keep a decision log", Stated(1), 4, href="log.html"),
            dumbbell.Line(NASTY, Stated(4, "minutes"), 4),
            dumbbell.Line("Report on a calendar", Unstated("not-agreed"), 4),
        ],
        SCALE,
        "Rung per practice",
        numbers,
    )


def draw_scores(numbers: Numbers) -> Chart:
    return dumbbell.draw(
        [
            dumbbell.Line("Keep a risk register", score(2.4), 4),
            dumbbell.Line("Keep a decision log", Suppressed(), 4),
            dumbbell.Line("Report on a calendar", None, 4),
        ],
        SCALE,
        "Score per practice",
        numbers,
    )


SEEN = [
    views.Seen("stakeholder", "Stakeholders about your team", "Stakeholders"),
    views.Seen("partner", "Partners, whole organisation", "Partners", compare=False),
    views.Seen("practitioner", "Practitioners about your team", "Practitioners"),
]


def draw_views(numbers: Numbers) -> Chart:
    return views.draw(
        [
            views.Line(
                "Keep a risk register",
                Stated(3, "risk list"),
                {"stakeholder": score(1.4), "partner": score(0.4, "f:p")},
            ),
            views.Line(
                "Keep a decision log",
                Stated(0),
                {"stakeholder": Suppressed(), "practitioner": Suppressed()},
            ),
            views.Line(NASTY, Stated(2), {"stakeholder": score(2.4, "f:c")}),
        ],
        SEEN,
        SCALE,
        "One line per view",
        numbers,
    )


def draw_matrix(numbers: Numbers) -> Chart:
    return matrix.draw(
        "What teams state",
        [matrix.Column("Oncology", "o.html"), matrix.Column(NASTY)],
        [
            matrix.Line("Keep a risk register", [Stated(3, "list"), Stated(1)]),
            matrix.Line("Keep a decision log", [Suppressed(), score(2.4)]),
            matrix.Line("Report on a calendar", [None, Unstated("open")]),
        ],
        Speech("en")("find.none-shown"),
        "Rung",
        numbers,
    )


def draw_changes(numbers: Numbers) -> Chart:
    return changes.draw(
        [
            changes.Line("Governance", moved(0.9, clear=True), clear=True),
            changes.Line(NASTY, moved(0.2, clear=False, node="f:b")),
            changes.Line("Bridge differences", Suppressed()),
        ],
        "Stakeholders",
        "2025",
        "Change",
        numbers,
    )


def draw_moves(numbers: Numbers) -> Chart:
    return changes.draw_moves(
        [
            changes.Move("Keep a risk register", 1, Stated(3, "risk list")),
            changes.Move(NASTY, 2, Stated(1)),
        ],
        "2025",
        SCALE,
        "Moved",
        numbers,
    )


def draw_ladder(numbers: Numbers) -> Chart:
    steps = [ladder.Step(n, f"Rung {n}", f"What {n} means.") for n in range(5)]
    return ladder.draw(NASTY, steps, 2, "Ladder", numbers)


def told(name: str, value: float | None, places: int | None = None) -> Released | None:
    if value is None:
        return None
    source = Source("2026", "stakeholder", "f:a", "oncology", name)
    return Released(value, source, places)


def others(
    n: int, *half: float, mean: float | None = None, rank: tuple[int, int] | None = None
) -> peers.Others:
    lower, median, upper = half or (None, None, None)
    count = told("teams-n", n, 0)
    assert count is not None
    return peers.Others(
        count,
        told("peers-mean", mean),
        told("teams-median", median),
        told("teams-lower", lower),
        told("teams-upper", upper),
        told("peers-rank_low", rank[0] if rank else None, 0),
        told("peers-rank_high", rank[1] if rank else None, 0),
        told("peers-share", 83 if mean else None, 0),
    )


def own(value: float, band: str = "") -> peers.Own:
    mark = score(value, band=band)
    low, high = mark.number("low"), mark.number("high")
    return peers.Own(mark.number(), low, high, band)  # type: ignore[arg-type]


def draw_peers(numbers: Numbers) -> Chart:
    return peers.draw(
        [
            peers.Line("Keep a risk register", own(1.4), others(12, 2.1, 2.4, 2.9)),
            peers.Line("Keep a decision log", Suppressed(), others(11, 1.1, 2.0, 2.2)),
            peers.Line(NASTY, own(2.4), others(10, 2.0, 2.2, 2.6)),
        ],
        "teams",
        "Stakeholders about your team",
        SCALE,
        "Peers",
        numbers,
    )


def draw_organisations(numbers: Numbers) -> Chart:
    return peers.draw(
        [
            peers.Line("Keep a risk register", own(3.6), others(5, mean=2.0)),
            peers.Line(
                "Keep a decision log",
                own(0.6),
                others(21, 2.0, 2.2, 2.6, mean=2.3, rank=(0, 0)),
            ),
            peers.Line(
                NASTY, own(2.4), others(21, 2.0, 2.2, 2.6, mean=2.3, rank=(35, 80))
            ),
        ],
        "organisations",
        "Stakeholders, whole organisation",
        SCALE,
        "Peers",
        numbers,
    )


def draw_tornado(numbers: Numbers) -> Chart:
    def number(value: float, name: str) -> Released:
        source = Source("clocks.yaml", "", "1", "oncology", name)
        return Released(value, source, 1, "pb-t")

    return tornado.draw(
        [
            tornado.Line(
                name,
                number(low, f"{name}-from"),
                number(high, f"{name}-to"),
                number(share, f"{name}-share"),
            )
            for name, low, high, share in (
                ("Value of a day", 0.3, 4.2, 70.0),
                (NASTY, 0.5, 1.2, 30.0),
            )
        ],
        number(0.6, "total-base"),
        "million EUR",
        Speech("en")("tornado.share"),
        "Cost",
        numbers,
    )


EXAMPLES: dict[str, list[Callable[[Numbers], Chart]]] = {
    "changes": [draw_changes, draw_moves],
    "dumbbell": [draw_dumbbell, draw_scores],
    "ladder": [draw_ladder],
    "matrix": [draw_matrix],
    "peers": [draw_peers, draw_organisations],
    "tornado": [draw_tornado],
    "views": [draw_views],
}
ALL = [draw for examples in EXAMPLES.values() for draw in examples]


def block(draw: Callable[[Numbers], Chart], language: str = "en") -> etree._Element:
    html = figure_html(draw(Numbers(language)), "x", language)
    return etree.fromstring(f"<div>{html}</div>")


def words_of(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext()))


def test_every_chart_of_the_registry_has_an_example() -> None:
    assert set(EXAMPLES) == set(CHARTS)


@pytest.mark.parametrize("draw", ALL)
def test_chart_has_a_finding_a_table_and_a_drawing(
    draw: Callable[[Numbers], Chart],
) -> None:
    chart = draw(Numbers("en"))
    assert chart.finding.striptags()
    assert chart.summary
    figure = block(draw)
    assert len(figure.findall(".//table")) == 1
    if chart.figure is None:
        assert draw is draw_matrix
    else:
        assert "<svg" in chart.drawing
        plot = figure.find(".//div[@role='img']")
        assert plot is not None
        assert plot.get("aria-label") == chart.summary


@pytest.mark.parametrize("draw", ALL)
def test_chart_is_the_same_to_the_byte_each_time(
    draw: Callable[[Numbers], Chart],
) -> None:
    first = figure_html(draw(Numbers("en")), "x", "en")
    assert figure_html(draw(Numbers("en")), "x", "en") == first


@pytest.mark.parametrize("draw", ALL)
def test_figure_in_the_page_is_one_that_plotly_accepts(
    draw: Callable[[Numbers], Chart],
) -> None:
    if draw(Numbers("en")).figure is None:
        return
    plot = block(draw).find(".//div[@data-figure]")
    assert plot is not None
    written = plot.get("data-figure") or ""
    figure = json.loads(written)
    checked = plotly.graph_objects.Figure(figure, skip_invalid=False)
    assert len(checked.data) == len(figure["data"])
    assert "template" not in figure["layout"]
    assert not re.search(r"#[0-9a-fA-F]{6}", written), "colours are tokens"


@pytest.mark.parametrize("draw", ALL)
def test_words_of_authors_are_escaped_and_nothing_asks_for_inline_style(
    draw: Callable[[Numbers], Chart],
) -> None:
    html = figure_html(draw(Numbers("en")), "x", "en")
    assert "<b>" not in html
    assert " style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize("draw", ALL)
def test_every_number_in_a_drawing_says_what_it_is(
    draw: Callable[[Numbers], Chart],
) -> None:
    plot = block(draw).find(".//div[@role='img']")
    if plot is None:
        return
    for element in plot.iter():
        if re.search(r"\d", element.text or "") or re.search(r"\d", element.tail or ""):
            classes = set((element.get("class") or "").split())
            tick = "pb-tick" in classes or any("pb-r-" in c for c in classes)
            assert element.tag == "data" or tick, element.text
            assert not re.search(r"\d", element.tail or "")
            if "pb-n" in classes:
                assert element.get("data-cell")


@pytest.mark.parametrize(
    "draw", [draw_scores, draw_views, draw_matrix, draw_changes, draw_peers]
)
def test_hidden_cells_read_the_same_words_everywhere(
    draw: Callable[[Numbers], Chart],
) -> None:
    assert "not shown to protect answers" in words_of(block(draw))
    german = words_of(block(draw, "de"))
    assert "zum Schutz der Antworten nicht gezeigt" in german
    assert "protect" not in german


def test_dumbbell_puts_the_widest_gap_first_and_says_so() -> None:
    chart = draw_dumbbell(Numbers("en"))
    assert chart.finding == "“Keep a decision log” is furthest from the gold standard"
    rows = block(draw_dumbbell).findall(".//tbody/tr")
    assert [words_of(row[0]) for row in rows] == [
        "Keep a decision log",
        "Keep a risk register",
        NASTY,
        "Report on a calendar",
    ]
    assert [words_of(row[4]) for row in rows] == ["3", "1", "0", "–"]


def test_a_tie_names_the_count_and_the_more_important_practice() -> None:
    lines = [
        dumbbell.Line(name, Stated(1), 4, importance)
        for name, importance in (("A", 0.2), ("B", 0.9), ("C", 0.5))
    ]
    finding = dumbbell.draw(lines, SCALE, "", Numbers("en")).finding
    words = "3 practices are furthest from the gold standard; of them “B” counts most"
    assert finding.striptags() == words
    assert finding.startswith('<data class="pb-s" value="3">')


def test_nothing_to_show_is_said_and_drawn_without_a_mark() -> None:
    chart = dumbbell.draw(
        [dumbbell.Line("A", Suppressed(), 4)], SCALE, "", Numbers("en")
    )
    assert chart.finding == "No practice can be shown here yet"
    assert "pb-m-gold" not in chart.drawing
    assert chart.cells == ()


def test_a_statement_is_a_square_and_a_survey_score_is_a_dot_with_an_interval() -> None:
    stated = draw_dumbbell(Numbers("en")).drawing
    scored = draw_scores(Numbers("en")).drawing
    assert "pb-m-statement" in stated
    assert "pb-whisker" not in stated
    assert "pb-m-dot" not in stated
    assert "pb-m-dot" in scored
    assert "pb-whisker" in scored
    assert "pb-m-statement" not in scored


def test_a_rung_without_evidence_is_hatched() -> None:
    def svg(evidence: str) -> str:
        line = dumbbell.Line("A", Stated(1, evidence), 4)
        return dumbbell.draw([line], SCALE, "", Numbers("en")).drawing

    assert "pb-m-hatch" in svg("")
    assert "pb-m-hatch" not in svg("decision log")


def test_answers_that_are_all_alike_are_a_band_and_never_a_dot() -> None:
    line = dumbbell.Line("A", score(3.6, band="top"), 4)
    chart = dumbbell.draw([line], SCALE, "", Numbers("en"))
    assert "pb-alike" in chart.drawing
    assert "pb-m-dot" not in chart.drawing
    assert "3.6</data> or more" in chart.table
    assert "0.4</data> or less" in chart.table


def gaps(*clear: bool) -> list[dumbbell.Line]:
    origin = Origin("2026", "stakeholder", "f:a", "oncology")
    smallest = Released(0.8, Source(*origin, "smallest-gap"))
    return [
        dumbbell.Line(name, score(value), 4, 0.5, "", is_clear, smallest)
        for name, value, is_clear in zip("ABC", (2.0, 2.4, 3.0), clear, strict=False)
    ]


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        (gaps(True, False), "“A” is clearly below the gold standard"),
        (gaps(True, True, False), "“A” and “B” are clearly below the gold standard"),
        (
            gaps(True, True, True),
            "3 of 3 are clearly below the gold standard; the largest gap shown is “A”",
        ),
        (
            gaps(False, False),
            "No gap to gold is clear; too few answers to tell less than 0.8 apart",
        ),
    ],
)
def test_only_clear_gaps_of_a_survey_are_called_gaps(
    lines: list[dumbbell.Line], finding: str
) -> None:
    chart = dumbbell.draw(lines, SCALE, "", Numbers("en"))
    assert chart.finding.striptags() == finding
    assert chart.drawing.count("pb-m-ring") == sum(not line.clear for line in lines)
    unclear = "Survey score; its gap to gold is not clear"
    told = {str(entry.word) for entry in chart.legend}
    assert (unclear in told) is any(not line.clear for line in lines)
    assert chart.table.count("not clear") == sum(not line.clear for line in lines)


def test_views_name_the_widest_difference_to_the_own_statement() -> None:
    chart = draw_views(Numbers("en"))
    assert chart.finding.striptags() == (
        "Stakeholders see “Keep a risk register” 1.6 lower than your own statement"
    )


def test_no_difference_is_named_for_a_hidden_view_or_for_a_larger_group() -> None:
    lines = [
        views.Line(
            "A",
            Stated(4),
            {"stakeholder": Suppressed(), "partner": score(0.4)},
        )
    ]
    assert views.differences(lines, SEEN) == []


def test_a_view_hidden_throughout_is_named_once_under_the_drawing() -> None:
    chart = draw_views(Numbers("en"))
    assert chart.note == ("Practitioners about your team: not shown to protect answers")
    assert "Practitioners" not in {str(entry.word) for entry in chart.legend}


def test_a_change_inside_noise_gets_words_and_no_number() -> None:
    chart = draw_changes(Numbers("en"))
    assert chart.finding == "Stakeholders: “Governance” has risen since 2025"
    rows = block(draw_changes).findall(".//tbody/tr")
    assert [words_of(row[1]) for row in rows] == [
        "+0.9",
        "no clear change",
        "not shown to protect answers",
    ]


def test_what_rose_and_what_fell_is_one_sentence() -> None:
    lines = [
        changes.Line("Governance", moved(0.9, clear=True), clear=True),
        changes.Line(
            "Bridge differences", moved(-1.2, clear=True, node="f:b"), clear=True
        ),
    ]
    chart = changes.draw(lines, "Stakeholders", "2025", "", Numbers("en"))
    assert chart.finding.striptags() == (
        "Stakeholders: “Governance” has risen since 2025; “Bridge differences” has "
        "fallen"
    )


def test_no_clear_change_names_the_smallest_that_could_be_seen() -> None:
    lines = [changes.Line("Governance", moved(0.2, clear=False))]
    chart = changes.draw(lines, "Partners", "2025", "", Numbers("de"))
    assert chart.finding.striptags() == (
        "Partners: nicht klar verändert seit 2025; zu wenige Antworten, um weniger "
        "als 0,6 zu unterscheiden"
    )


def test_rungs_that_moved_are_counted_up_and_down() -> None:
    chart = draw_moves(Numbers("en"))
    assert chart.finding.striptags() == (
        "1 practice stands on a higher rung than in 2025, 1 on a lower one"
    )


def test_ladder_names_today_and_the_next_rung() -> None:
    chart = draw_ladder(Numbers("en"))
    assert chart.finding.striptags() == "Today rung 2, next rung 3"
    steps = [ladder.Step(n, "", "") for n in range(5)]
    top = ladder.draw("A", steps, 4, "", Numbers("en")).finding
    assert top.striptags() == "Rung 4: the top"
    unknown = ladder.draw("A", steps, None, "", Numbers("en")).finding
    assert unknown.striptags() == "Not placed yet: start with rung 1"


def test_matrix_shows_every_number_and_colours_by_rung() -> None:
    cells = block(draw_matrix).findall(".//td")
    assert [(cell.get("class"), words_of(cell)) for cell in cells] == [
        ("pb-l3", "3"),
        ("pb-l1 pb-bare", "1, no evidence"),
        ("pb-none", "not shown to protect answers"),
        ("pb-l2", "2.4"),
        ("pb-none", "not asked"),
        ("pb-none", "still open"),
    ]


def test_one_source_keeps_one_counter_and_german_takes_a_comma() -> None:
    numbers = Numbers("de")
    source = Source("2026", "stakeholder", "f:a", "oncology", "value")
    other = source._replace(field="n")
    assert numbers.released(Released(2.4, source)) == (
        '<data class="pb-n" value="2.4" data-cell="1">2,4</data>'
    )
    assert numbers.released(Released(12.0, other, 0)) == (
        '<data class="pb-n" value="12" data-cell="2">12</data>'
    )
    assert 'data-cell="1"' in numbers.released(Released(2.4, source))
    assert numbers.sources == (source, other)


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (0.6, True, "+0.6"),
        (-0.6, True, "−0.6"),
        (-0.04, True, "0.0"),
        (2.0, False, "2.0"),
    ],
)
def test_numbers_are_written_with_a_true_minus_and_no_signed_zero(
    value: float, signed: bool, text: str
) -> None:
    assert Numbers("en").text(value, signed=signed) == text


def test_every_language_has_the_same_words_with_the_same_gaps() -> None:
    for language, words in WORDS.items():
        assert set(words) == set(WORDS["en"]), language
        for key, text in words.items():
            gaps = set(re.findall(r"{(\w*)}", text))
            assert gaps == set(re.findall(r"{(\w*)}", WORDS["en"][key])), key


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    assert Speech("fr")("hidden") == "not shown to protect answers"


def test_peers_are_named_by_what_they_are_and_only_clear_differences() -> None:
    teams = draw_peers(Numbers("en"))
    assert teams.finding.striptags() == (
        "Clearly lower than usual among other teams: “Keep a risk register”"
    )
    organisations = draw_organisations(Numbers("de"))
    assert organisations.finding.striptags() == (
        "Klar niedriger als bei anderen Organisationen üblich: „Keep a decision log“; "
        "klar höher: „Keep a risk register“"
    )
    same = peers.Line("A", own(2.4), others(10, 2.0, 2.2, 2.6))
    chart = peers.draw([same], "teams", "Us", SCALE, "", Numbers("en"))
    assert chart.finding == "No clear difference from what is usual among other teams"


def test_the_ends_of_a_rank_are_words_and_few_peers_have_a_mean_alone() -> None:
    rows = block(draw_organisations).findall(".//tbody/tr")
    assert [words_of(cell) for cell in rows[0]][3:] == [
        "–",
        "–",
        "2.0",
        "–",
        "83 %",
        "5",
    ]
    assert words_of(rows[1][6]) == "below all peers"
    assert words_of(rows[2][6]) == "35 to 80"


def test_a_hidden_own_score_leaves_the_peers_and_is_said_in_words() -> None:
    line = peers.Line("A", Suppressed(), others(10, 2.0, 2.2, 2.6))
    chart = peers.draw([line], "teams", "Us", SCALE, "", Numbers("en"))
    assert chart.note == "Us: not shown to protect answers"
    assert "pb-m-dot" not in chart.drawing
    assert "pb-peers" in chart.drawing


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0.0, [0, 1]),
        (1.0, [0, 1]),
        (4.2, [0, 1, 2, 3, 4, 5]),
        (48.0, [0, 10, 20, 30, 40, 50]),
        (180.0, [0, 50, 100, 150, 200]),
        (999.0, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_a_tornado_starts_at_nothing_and_ends_on_a_round_step(
    highest: float, ticks: list[float]
) -> None:
    assert tornado.scale_of(highest).ticks() == ticks
