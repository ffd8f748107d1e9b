"""`baseline demo`."""

from __future__ import annotations

import click

from generator.cli.common import root_of
from generator.cli.output import progress, say, say_json


@click.command("demo", short_help="Do the whole job for an example organisation.")
@click.option("--large", is_flag=True, help="Three units and fourteen teams.")
@click.option("--serve", is_flag=True, help="Show the site in a browser afterwards.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_context
def demo_command(
    ctx: click.Context, large: bool, serve: bool, port: int, as_json: bool
) -> None:
    """Do the whole job for an example organisation.

    Reads the frameworks, compiles and freezes two waves, lets simulated people answer
    the real forms over HTTP, records each team's assessment, collects, scores,
    releases, and builds the site in dist/. Run again, it does nothing unless a file
    changed. Nobody in the example exists.

    Example: baseline demo --large
    """
    from generator.cli.reference import command_text
    from generator.demo.run import demo, refresh

    root = root_of(ctx)
    text = command_text()
    done = demo(
        root,
        large=large,
        announce=lambda message: progress(ctx, message),
        commands=text,
    )
    if as_json:
        say_json(
            {
                "baseline_pages": done.baseline_pages,
                "form_pages": done.form_pages,
                "fresh": done.fresh,
                "playbook_pages": done.playbook_pages,
                "respondents": done.respondents,
                "seconds": round(done.seconds, 1),
                "statements": done.statements,
            }
        )
    else:
        made = "" if done.fresh else "nothing has changed since last time: "
        say(
            f"{made}{done.playbook_pages} playbook pages and {done.baseline_pages} "
            f"baseline pages from {done.respondents} respondents and "
            f"{done.statements} team assessments"
        )
        if done.fresh:
            say(f"took {done.seconds:.0f} seconds")
        say(f"open {done.index}")
    if serve:
        from generator.website.preview import serve as show

        say(f"http://127.0.0.1:{port}/ (stop with Ctrl-C)")
        show(
            root,
            root / "dist",
            lambda: refresh(root, large=large, commands=text),
            port=port,
        )
