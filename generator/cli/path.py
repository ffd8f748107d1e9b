"""`baseline path`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import reading_of, survey_option
from generator.cli.output import progress, say, say_json, table

if TYPE_CHECKING:
    from generator.pages.baseline.path_list import TeamPath

FORMATS = ("table", "csv", "md", "ics", "json")


@click.command(
    "path", short_help="Write a team's path forward as a list or a calendar."
)
@click.argument("team")
@click.option("--wave", default=None, help="Otherwise the team's newest released wave.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="ics is a calendar file with tasks and days.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write to this file.",
)
@click.option("--language", default=None, help="Language of titles and steps.")
@survey_option
@click.pass_context
def path_command(
    ctx: click.Context,
    team: str,
    wave: str | None,
    form: str,
    out: Path | None,
    language: str | None,
    survey: str | None,
) -> None:
    """Write TEAM's path forward: what to work on, in which order, until when.

    It rests on what the team's page shows, and on nothing else.

    Example: baseline path oncology --format ics --out oncology.ics
    """
    from generator.pipeline.path import team_path

    reading = reading_of(ctx, survey)
    found = team_path(reading, team, wave, language)
    spoken = language or reading.survey.languages[0]
    if form == "json" and out is None:
        say_json(_as_json(found))
        return
    text = _text(found, form, spoken)
    if out is None:
        # Calendars and spreadsheets want their own line ends, on a screen too.
        click.echo(text.encode("utf-8") if form in ("csv", "ics") else text, nl=False)
        return
    from generator.website.files import write_if_changed

    write_if_changed(out, text)
    progress(ctx, f"{found.name}, {found.wave_title}: {len(found.legs)} practices")
    say(str(out))


def _text(found: TeamPath, form: str, language: str) -> str:
    import json

    from generator.pages.baseline import path_files

    if form == "csv":
        # The mark at the start tells spreadsheets that it is UTF-8.
        return "\ufeff" + path_files.as_csv(found)
    if form == "md":
        return path_files.as_markdown(found, language)
    if form == "ics":
        return path_files.as_calendar(found, language)
    if form == "json":
        return json.dumps(_as_json(found), ensure_ascii=False, indent=2) + "\n"
    rows = [
        (
            str(leg.number or ""),
            leg.list,
            leg.title,
            "" if leg.today is None else f"{leg.today:g}",
            "" if leg.gap is None else f"{leg.gap:g}",
            "" if leg.counts_as is None else f"{leg.counts_as:g}",
            leg.step_title,
            leg.due.isoformat() if leg.due else "",
        )
        for leg in found.legs
    ]
    head = ("", "list", "practice", "today", "gap", "counts as", "next step", "until")
    return f"{found.name}, {found.wave_title}. {found.says}.\n\n{table(rows, head)}\n"


def _as_json(found: TeamPath) -> dict[str, object]:
    from generator.pages.baseline.path_files import as_rows

    coming = found.next_wave
    return {
        "team": found.team,
        "wave": found.wave.id,
        "rests_on": found.says,
        "next_wave": coming[1].isoformat() if coming else None,
        "practices": [
            {
                name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in row.items()
            }
            for row in as_rows(found)
        ],
    }
