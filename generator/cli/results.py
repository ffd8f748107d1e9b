"""`baseline collect`, `release`, `score`, `build` and `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import (
    json_option,
    now,
    reading_of,
    root_of,
    survey_option,
    wait_option,
    wave_argument,
)
from generator.cli.output import print_problems, progress, say, say_json, table


@click.command("collect", short_help="Fetch the answers into the store.")
@wave_argument
@click.option("--full", is_flag=True, help="Read everything again, changed or not.")
@click.option(
    "--accept-deleted",
    is_flag=True,
    help="Remove answers here that are gone at the backend, however many.",
)
@survey_option
@wait_option
@json_option
@click.pass_context
def collect_command(
    ctx: click.Context,
    wave: str,
    full: bool,
    accept_deleted: bool,
    survey: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Fetch the answers of WAVE into the store.

    Run it as often as you like: nothing is doubled and nothing is lost. Stopped in the
    middle, it goes on where it was. After the wave has closed everything is read once
    more.

    Example: baseline collect 2026
    """
    from generator.pipeline.fielding import still_open
    from generator.pipeline.results import collect

    reading = reading_of(ctx, survey)
    done = collect(
        reading,
        wave,
        now=now,
        full=full,
        accept_deleted=accept_deleted,
        wait=wait,
        tell=lambda read, rows: progress(ctx, f"{read} of {rows} responses read"),
    )
    if done.problems:
        print_problems(done.problems)
    if still_open(reading, wave, now):
        # exact counts day by day would tell who has just answered (rule D5)
        so_far = (done.new + done.changed + done.unchanged) // 5 * 5
        if as_json:
            say_json({"open": True, "responses_at_least": so_far})
        else:
            say(
                f"{so_far} or more responses so far; wave {wave} still takes answers, "
                "exact counts follow when it has closed"
            )
        return
    if as_json:
        say_json(
            {
                "changed": done.changed,
                "gone": done.gone,
                "new": done.new,
                "open": False,
                "unchanged": done.unchanged,
            }
        )
        return
    say(
        f"{done.new} new, {done.changed} changed, {done.unchanged} unchanged responses"
        + (f", {done.gone} removed because they were deleted there" * bool(done.gone))
    )


@click.command("release", short_help="Decide what may be shown of a closed wave.")
@wave_argument
@survey_option
@wait_option
@json_option
@click.pass_context
def release_command(
    ctx: click.Context, wave: str, survey: str | None, wait: float, as_json: bool
) -> None:
    """Decide what may be shown of a closed wave, and write it once.

    The result is the wave's edition. It stays as it is for ever: an answer that
    arrives later changes nothing.

    Example: baseline release 2026
    """
    from generator.pipeline.results import release

    done = release(reading_of(ctx, survey), wave, now, wait=wait)
    if as_json:
        say_json({"hidden": done.hidden, "shown": done.shown, "written": done.written})
        return
    if done.written:
        say(f"edition written: {done.shown} values shown, {done.hidden} hidden")
    else:
        say(f"wave {wave} was released before; nothing changed")


@click.command("score", short_help="Print the released scores of a wave.")
@wave_argument
@click.option(
    "--group", default=None, help="A team or unit; otherwise the whole organisation."
)
@click.option("--language", default=None, help="Language of the titles.")
@survey_option
@json_option
@click.pass_context
def score_command(
    ctx: click.Context,
    wave: str,
    group: str | None,
    language: str | None,
    survey: str | None,
    as_json: bool,
) -> None:
    """Print the released scores of WAVE; a hidden value is never printed.

    Example: baseline score 2026 --group oncology
    """
    from generator.errors import Exit, refuse
    from generator.model.edition import Shown
    from generator.model.survey import ORGANISATION
    from generator.pipeline.results import released

    reading = reading_of(ctx, survey)
    edition = released(reading, wave)
    frozen = reading.frozen(wave)
    about = group or ORGANISATION
    known = {*frozen.parents(), *edition.unions}
    if about not in known:
        raise refuse(
            "group-unknown",
            f"wave '{wave}' has no team or unit '{about}'",
            f"it has: {', '.join(sorted(known))}",
            exit_code=Exit.USAGE,
        )
    words = language or frozen.languages[0]
    titles = {node.ref: node.title.get(words, node.ref) for node in frozen.nodes}
    rows = []
    values = []
    for key, cell in edition.cells.items():
        if key.group != about:
            continue
        shown = cell if isinstance(cell, Shown) else None
        values.append(
            {
                "view": key.view,
                "node": key.node,
                "group": key.group,
                "value": shown.value if shown and not shown.band else None,
                "band": shown.band if shown else "",
                "low": shown.low if shown and not shown.band else None,
                "high": shown.high if shown and not shown.band else None,
                "n": shown.n if shown else None,
            }
        )
        rows.append(
            (
                key.view,
                titles.get(key.node, key.node),
                "not shown to protect answers" if shown is None else _value(shown),
                "" if shown is None or shown.band else f"{shown.low} to {shown.high}",
                "" if shown is None else str(shown.n),
            )
        )
    if as_json:
        say_json(values)
        return
    say(table(rows, ("view", "what", "score", "plausible range", "answers")))


def _value(shown: object) -> str:
    from generator.model.edition import Shown

    if not isinstance(shown, Shown):
        raise TypeError("only a shown value can be printed")
    if shown.band:
        return "nearly all at the top" if shown.band == "top" else "nearly all at 0"
    return f"{shown.value:.1f}"


@click.command("build", short_help="Build the playbook and the baseline pages.")
@click.option(
    "--engine",
    type=click.Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    help="What turns Markdown into pages.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the site goes; otherwise dist/.",
)
@click.option("--playbook-only", is_flag=True, help="Leave out every result.")
@survey_option
@click.pass_context
def build_command(
    ctx: click.Context,
    engine: str,
    out: Path | None,
    playbook_only: bool,
    survey: str | None,
) -> None:
    """Build the playbook and one baseline page per team.

    Pages are drawn from released values only. The new site is put in place at once;
    an interrupted build leaves the old one.

    Example: baseline build
    """
    from generator.cli.reference import command_text
    from generator.pipeline.site import build

    root = root_of(ctx)
    progress(ctx, "building the site …")
    report = build(
        root,
        survey=survey,
        out=out.resolve() if out else None,
        engine=engine,
        playbook_only=playbook_only,
        commands=command_text(),
    )
    if report.warnings:
        print_problems(report.warnings)
    say(
        f"{report.pages} playbook pages and {report.stamped} baseline pages "
        f"in {report.out}"
    )
    say(f"open {report.out / 'playbook' / 'index.html'}")


@click.command("serve", short_help="Show the site in a browser, live while you edit.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@survey_option
@click.pass_context
def serve_command(ctx: click.Context, port: int, survey: str | None) -> None:
    """Show the site in a browser on this machine, live while you edit.

    A broken YAML file leaves the last good site standing and shows the problems in
    the browser.

    Example: baseline serve --port 8001
    """
    from generator.cli.reference import command_text
    from generator.pipeline.places import Places
    from generator.pipeline.site import build
    from generator.website.preview import serve

    root = root_of(ctx)
    text = command_text()

    def rebuild() -> None:
        build(root, survey=survey, commands=text)

    say(f"http://127.0.0.1:{port}/ (stop with Ctrl-C)")
    serve(root, Places(root).dist, rebuild, port=port)
