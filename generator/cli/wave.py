"""`baseline compile`, `field`, `host`, `assess`, `status`, `remind`, `close`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import (
    json_option,
    now,
    reading_of,
    survey_option,
    wait_option,
    wave_argument,
)
from generator.cli.output import progress, say, say_json, table

if TYPE_CHECKING:
    from generator.pipeline.fielding import Plan


@click.command("compile", short_help="Write the questionnaires of a wave as drafts.")
@wave_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="One format, such as xlsform; give it again for more.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the files go; otherwise build/drafts/WAVE.",
)
@survey_option
@click.pass_context
def compile_command(
    ctx: click.Context,
    wave: str,
    formats: tuple[str, ...],
    out: Path | None,
    survey: str | None,
) -> None:
    """Write the questionnaires and the codebook of WAVE, to read and to print.

    Until the first invitation goes out the files show today's texts. After that they
    show the frozen wave, and what changed since is listed, never applied.

    With --format the files are for other tools: word for a form tool that imports
    documents, xlsform for KoboToolbox and ODK, surveyjs for SurveyJS, lss for
    LimeSurvey. Without it, codebook, guide and paper are written, and what the survey's
    backend needs.

    \b
    Example: baseline compile 2026
             baseline compile 2026 --format word --format xlsform
    """
    from generator.formats import FORMATS
    from generator.pipeline.fielding import draft

    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise click.BadParameter(
            f"there is no format '{unknown[0]}'; known: {', '.join(FORMATS)}",
            param_hint="'--format'",
        )
    made = draft(reading_of(ctx, survey), wave, formats=formats, out=out)
    for path in made.files:
        say(str(path))
    if made.frozen:
        progress(ctx, f"wave {wave} is frozen; the files show what was frozen")
    if made.differences:
        progress(ctx, "changed in your files since then, and not in force:")
        for difference in made.differences:
            progress(ctx, f"  {difference}")


@click.command("field", short_help="Freeze a wave and write the invitations.")
@wave_argument
@click.option(
    "--people",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or XLSX: person, name, email, language, group, team, partner.",
)
@click.option(
    "--public-url",
    default="",
    help="Where respondents reach the collector, such as https://survey.example.org",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before freezing.")
@survey_option
@wait_option
@click.pass_context
def field_command(
    ctx: click.Context,
    wave: str,
    people: Path,
    public_url: str,
    dry_run: bool,
    yes: bool,
    survey: str | None,
    wait: float,
) -> None:
    """Freeze WAVE and write a personal link for everybody on the people list.

    A row of the people list is a person and the team they are asked about;
    `baseline init` writes people-example.csv to start from. Keep the real list out of
    git.

    The first run freezes the questionnaires, the scoring rules and the privacy
    promise. Run it again with a longer list and only new people get a link. The
    files for your mail merge hold names and links: send them, then keep them safe.

    \b
    Example: baseline field 2026 --people people.xlsx \\
                 --public-url https://survey.example.org
    """
    from generator.pipeline.fielding import field, people_of
    from generator.pipeline.forecasting import in_short

    reading = reading_of(ctx, survey)
    listed = people_of(reading, people)
    plan = field(reading, wave, listed, public_url, now=now, dry_run=True)
    k = plan.wave.privacy.k_scores
    progress(ctx, f"wave {wave}: {plan.people} people")
    rows = [
        (group, team, str(count), "" if count >= k else f"fewer than {k}: never shown")
        for group, team, count in plan.per_group
    ]
    progress(ctx, table(rows, ("group", "team", "people", "")))
    for expected in in_short(plan.wave, listed):
        progress(ctx, expected)
    for sentence in plan.intended:
        progress(ctx, f"- {sentence}")
    for difference in plan.differences:
        progress(ctx, f"not in force, the wave is frozen: {difference}")
    if dry_run:
        say("nothing was written")
        return
    if not yes and not _agreed(plan):
        say("nothing was written")
        return
    done = field(
        reading,
        wave,
        listed,
        public_url,
        now=now,
        wait=wait,
        tell=lambda words: progress(ctx, words),
    )
    for path in done.files:
        say(str(path))
    if plan.wave.backend == "local":
        progress(ctx, f"next: send the links, then 'baseline host {wave}'")
    elif plan.wave.backend == "tables":
        progress(ctx, f"next: 'baseline collect {wave} --from FILE --guess-map'")
    else:
        progress(ctx, f"next: 'baseline status {wave}', then 'baseline collect {wave}'")


def _agreed(plan: Plan) -> bool:
    """Ask before what cannot be taken back: freezing, and mails to people."""
    if plan.freshly_frozen:
        return click.confirm(
            f"Freeze wave {plan.wave.id}? Its questions, rules and privacy promise "
            "cannot be changed afterwards",
            err=True,
        )
    return plan.wave.backend == "local" or click.confirm("Go on?", err=True)


@click.command("host", short_help="Show the survey to respondents on this machine.")
@wave_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to use.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option(
    "--public-url", default="", help="Address respondents see, behind a proxy."
)
@click.option(
    "--trusted-proxy",
    is_flag=True,
    help="Believe X-Forwarded-For; only behind a proxy of yours.",
)
@survey_option
@click.pass_context
def host_command(
    ctx: click.Context,
    wave: str,
    host: str,
    port: int,
    public_url: str,
    trusted_proxy: bool,
    survey: str | None,
) -> None:
    """Show the survey of WAVE to respondents on this machine.

    Every page a respondent sends is on disk before the next one is shown. No address
    and no path is logged.

    Example: baseline host 2026 --port 8080
    """
    from generator.backends.local.app import collector_app
    from generator.backends.local.inbox import closed
    from generator.backends.local.serve import serve
    from generator.errors import Exit, refuse

    reading = reading_of(ctx, survey)
    frozen = reading.frozen(wave)
    if frozen.backend != "local":
        raise refuse(
            "host-other-backend",
            f"wave '{wave}' is fielded with '{frozen.backend}'; there is nothing to "
            "show from here",
            f"'baseline status {wave}' says how many have answered there",
            exit_code=Exit.USAGE,
        )
    app = collector_app(
        frozen,
        reading.places.inbox(frozen.survey, frozen.id),
        now=now,
        public_url=public_url,
        trusted_proxy=trusted_proxy,
    )
    over = now() >= frozen.closes or closed(
        reading.places.inbox(frozen.survey, frozen.id), frozen
    )
    state = f"wave {wave} has closed; people are told so" if over else "taking answers"
    serve(
        app,
        host=host,
        port=port,
        ready=lambda url: say(f"{state} at {url}/ (stop with Ctrl-C)"),
    )


@click.command("assess", short_help="Open the page for a team's own assessment.")
@click.argument("team")
@click.option("--wave", default=None, help="Which wave; otherwise the newest frozen.")
@click.option("--port", type=click.IntRange(0, 65535), default=0)
@click.option("--language", default=None, help="Language of the meeting.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@survey_option
@click.pass_context
def assess_command(
    ctx: click.Context,
    team: str,
    wave: str | None,
    port: int,
    language: str | None,
    no_browser: bool,
    survey: str | None,
) -> None:
    """Open the page for the assessment of TEAM, for the meeting, on this machine.

    The team agrees on a rung per practice, with evidence and a next step. Everything
    is saved as you go; call the command again to go on later.

    Example: baseline assess oncology --wave 2026
    """
    from generator.pipeline.meeting import hold

    reading = reading_of(ctx, survey)
    hold(
        reading,
        team,
        wave=wave,
        port=port,
        language=language,
        now=now,
        announce=say,
        browser=not no_browser,
    )


@click.command("status", short_help="Say how many people have answered so far.")
@wave_argument
@survey_option
@json_option
@click.pass_context
def status_command(
    ctx: click.Context, wave: str, survey: str | None, as_json: bool
) -> None:
    """Say how many people have answered WAVE so far.

    'bounced' counts mails that came back, where LimeSurvey sends them.

    Counts go in steps of five and are given for groups that are large enough, so
    that nobody can see who has just answered.

    Example: baseline status 2026
    """
    from generator.pipeline.fielding import turnout
    from generator.pipeline.retention import due_waves

    reading = reading_of(ctx, survey)
    rows = turnout(reading, wave)
    for kept in due_waves(reading, now):
        if kept.over or (kept.wave == wave and kept.soon):
            progress(ctx, f"{kept}: 'baseline forget --due'")
    if as_json:
        say_json(
            [
                {
                    "group": row.group,
                    "team": row.team or None,
                    "invited": row.invited,
                    "started_at_least": row.started,
                    "complete_at_least": row.complete,
                    "not_finished_at_most": row.missing,
                    "rate_at_least": row.rate,
                    "bounced": row.bounced,
                }
                for row in rows
            ]
        )
        return

    def least(count: int | None) -> str:
        if count is None:
            return "too few to say"
        return f"{count} or more" if count else "fewer than 5"

    say(
        table(
            [
                (
                    row.group,
                    row.team or "all teams",
                    str(row.invited),
                    least(row.started),
                    least(row.complete),
                    ""
                    if row.missing is None
                    else f"up to {row.missing}"
                    if row.missing
                    else "0",
                    _rate(row.rate),
                    str(row.bounced) if row.bounced else "",
                )
                for row in rows
            ],
            (
                "group",
                "team",
                "invited",
                "started",
                "finished",
                "not finished",
                "rate",
                "bounced",
            ),
        )
    )


def _rate(percent: int | None) -> str:
    if not percent:
        return ""
    return f"{percent} %" if percent == 100 else f"{percent} % or more"


@click.command("remind", short_help="Write a file of those who have not finished.")
@wave_argument
@survey_option
@click.pass_context
def remind_command(ctx: click.Context, wave: str, survey: str | None) -> None:
    """Write a mail-merge file of those who have not finished WAVE.

    Example: baseline remind 2026
    """
    from generator.pipeline.fielding import remind

    count, files = remind(
        reading_of(ctx, survey), wave, now, lambda words: progress(ctx, words)
    )
    for path in files:
        say(str(path))
    progress(ctx, f"{count} people in these files; send them their link again")


@click.command("close", short_help="Close a wave now: no more answers are taken.")
@wave_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@survey_option
@click.pass_context
def close_command(ctx: click.Context, wave: str, yes: bool, survey: str | None) -> None:
    """Close WAVE now; otherwise it closes at the end of its last day.

    Example: baseline close 2026
    """
    from generator.pipeline.fielding import close, still_open

    reading = reading_of(ctx, survey)
    if not still_open(reading, wave, now):
        say(f"wave {wave} is closed already")
        return
    if not yes and not click.confirm(
        f"Close wave {wave}? Nobody can answer afterwards", err=True
    ):
        say("the wave stays open")
        return
    frozen = close(reading, wave, now)
    say(f"wave {wave} is closed; next: baseline collect {wave}")
    if frozen.backend == "tables":
        progress(ctx, "close the form in your form tool too")
