"""`baseline forecast`: what a wave will show, before anybody is asked."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import json_option, reading_of, survey_option, wave_argument
from generator.cli.output import say, say_json, table

if TYPE_CHECKING:
    from generator.disclosure.forecast import Outlook
    from generator.pipeline.forecasting import Forecast


@click.command("forecast", short_help="Say what a wave will be able to show.")
@wave_argument
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="The people list; otherwise the numbers under 'eligible' in teams.yaml.",
)
@survey_option
@json_option
@click.pass_context
def forecast_command(
    ctx: click.Context,
    wave: str,
    people: Path | None,
    survey: str | None,
    as_json: bool,
) -> None:
    """Say what WAVE will be able to show, before anybody has answered.

    People who answer are drawn at 40, 60, 80 and 100 % response, and the rules of the
    release decide what may be shown. Per view and team: the share of practices, how
    exactly they will be known, and what change the next wave could tell. Nothing is
    written.

    Example: baseline forecast 2026 --people people.xlsx
    """
    from generator.pipeline.fielding import people_of
    from generator.pipeline.forecasting import foresee

    reading = reading_of(ctx, survey)
    found = foresee(reading, wave, people_of(reading, people) if people else None)
    if as_json:
        say_json(_document(found))
        return
    say(_table(found))
    say("")
    for sentence in found.advice:
        say(_lines(f"- {sentence}.", "  "))
    if found.advice:
        say("")
    say(_lines(_assumed(found)))


def _lines(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 88, subsequent_indent=indent, break_on_hyphens=False)


def _document(found: Forecast) -> dict[str, object]:
    from generator.disclosure.forecast import ANSWERED
    from generator.pipeline.forecasting import percent

    return {
        "wave": found.wave.id,
        "from": "people list" if found.listed else "teams.yaml",
        "practices_answered_percent": round(100 * ANSWERED),
        "rows": [
            {
                "view": one.view,
                "group": one.group,
                "people": one.people,
                "response_percent": one.rate,
                "practices_shown_percent": percent(one.shown),
                "dimensions_shown_percent": percent(one.dimensions),
                "half_range_points": _points(one.half),
                "smallest_change_points": _points(one.change),
            }
            for one in found.outlooks
        ],
        "advice": list(found.advice),
    }


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _table(found: Forecast) -> str:
    """One row a view and group; shares per response rate, then how exact at one."""
    from generator.disclosure.forecast import RATES
    from generator.pipeline.forecasting import TYPICAL, percent

    places: dict[tuple[str, str], dict[int, Outlook]] = {}
    for one in found.outlooks:
        places.setdefault((one.view, one.group), {})[one.rate] = one
    rows = []
    for (view, group), by_rate in places.items():
        typical = by_rate[TYPICAL]
        rows.append(
            (
                view,
                group,
                str(typical.people),
                *(f"{percent(by_rate[rate].shown)} %" for rate in RATES),
                "–" if typical.half is None else f"± {typical.half:.0f}",
                "–" if typical.change is None else f"{typical.change:.0f}",
            )
        )
    head = ("view", "about", "people", *(f"at {rate} %" for rate in RATES))
    return table(rows, (*head, f"range at {TYPICAL} %", "change told"))


def _assumed(found: Forecast) -> str:
    from generator.disclosure.forecast import A_COMPANY, ANSWERED
    from generator.disclosure.view import threshold

    where = (
        "the people list"
        if found.listed
        else "the numbers in teams.yaml, with "
        f"{A_COMPANY} people from each partner company"
    )
    return (
        "Shares are of the practices asked. Ranges and changes are in points of 100. "
        f"Assumed: {where}; who answers can say something about {100 * ANSWERED:.0f} % "
        f"of the practices; k = {threshold(found.wave)}; the framework's own spread "
        "between people."
    )
