"""What waiting costs, on its page: for the team and whom it names, in its own words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from baselines import sample
from lxml import html

from generator.model.clocks import Clocks
from generator.model.ids import Text
from generator.model.page import StampedPage
from generator.pages.baseline import baseline_pages

RANGE = {"low": 50_000.0, "base": 100_000.0, "high": 200_000.0}
CLOCKS = Clocks.model_validate(
    {
        "schema": 1,
        "teams": [
            {
                "team": "oncology",
                "stated": dt.date(2026, 4, 1),
                "shown_to": ["leaders"],
                "currency": "EUR",
                "delays": [
                    {
                        "metric": "f:decision-days",
                        "title": "Choice of <dose>",
                        "critical_path": True,
                        "late_days": {"low": 10.0, "base": 20.0, "high": 40.0},
                        "basis": "contribution-margin",
                        "source": "Finance",
                        "value_of_day": RANGE,
                        "success": {"low": 1.0, "base": 1.0, "high": 1.0},
                        "attribution": {"low": 0.1, "base": 0.3, "high": 0.5},
                    },
                    {
                        "metric": "f:decision-days",
                        "critical_path": False,
                        "target_days": 5.0,
                        "runs": [{"days": 12.0}],
                        "basis": "contribution-margin",
                        "source": "Finance",
                        "value_of_day": RANGE,
                        "success": {"low": 1.0, "base": 1.0, "high": 1.0},
                        "attribution": {"low": 0.1, "base": 0.3, "high": 0.5},
                    },
                ],
            }
        ],
    }
)


def pages(
    language: str = "en", clocks: Clocks | None = CLOCKS
) -> dict[str, StampedPage]:
    baseline = dataclasses.replace(
        sample(language), clocks=clocks, names={"oncology": Text("Oncology")}
    )
    return {f"{one.audience}/{one.path}": one for one in baseline_pages(baseline)[0]}


def said(page: StampedPage) -> str:
    text = html.fromstring(page.body).text_content()
    return re.sub(r"\s+", " ", str(text))


def test_the_page_says_the_hand_case_in_words() -> None:
    text = said(pages()["costs/oncology/index.html"])
    assert (
        "Between 0.05 and 4 million EUR, most likely near 0.6; a third of the spread "
        "comes from the number of days"
    ) in text
    assert "Who can see this page: the team and those who look after" in text


def test_the_german_page_says_the_same() -> None:
    text = said(pages("de")["costs/oncology/index.de.html"])
    assert (
        "Zwischen 0,05 und 4 Mio. EUR, am ehesten um 0,6; die Spanne kommt zu einem "
        "Drittel von der Zahl der Tage"
    ) in text


def test_off_the_critical_path_there_is_no_money_and_no_chart() -> None:
    page = html.fromstring(pages()["costs/oncology/index.html"].body)
    heading = page.get_element_by_id("delay-2")
    assert "Not on the critical path" in heading.text_content()
    assert page.xpath("//figure/@id") == ["tornado-1"]


def test_every_statement_stands_beside_the_result() -> None:
    page = html.fromstring(pages()["costs/oncology/index.html"].body)
    rows = [
        [cell.text_content() for cell in row]
        for row in page.xpath("//section[.//h2[@id='delay-1']]/div//tbody/tr")
    ]
    assert rows == [
        ["Days lost above the target", "10", "20", "40", "days"],
        ["Value of a day", "50", "100", "200", "thousand EUR"],
        ["Chance of success", "100", "100", "100", "percent"],
        ["Part put down to this clock", "10", "30", "50", "percent"],
    ]


def test_words_of_the_team_are_escaped() -> None:
    assert "<dose>" not in pages()["costs/oncology/index.html"].body


@pytest.mark.parametrize(("shown_to", "linked"), [((), False), (("leaders",), True)])
def test_the_teams_page_leads_there_only_if_its_other_readers_may_follow(
    shown_to: tuple[str, ...], linked: bool
) -> None:
    stated = CLOCKS.teams[0].model_copy(update={"shown_to": shown_to})
    found = pages(clocks=CLOCKS.model_copy(update={"teams": (stated,)}))
    link = "../../costs/oncology/index.html"
    assert (link in found["teams/oncology/index.html"].body) is linked
    assert "costs/" not in found["teams/vaccines/index.html"].body


def test_without_clocks_there_is_no_such_page() -> None:
    assert not any(path.startswith("costs/") for path in pages(clocks=None))
