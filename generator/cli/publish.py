"""`baseline publish`: the built site goes through the gate and is put in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import json_option, now, root_of, survey_option, wait_option
from generator.cli.output import progress, say, say_json, table

if TYPE_CHECKING:
    from generator.website.publish import Version


@click.command("publish", short_help="Put the built site in place, or an older one.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder to publish to; otherwise published/.",
)
@click.option(
    "--from",
    "site",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="The built site; otherwise dist/.",
)
@click.option(
    "--keep",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="Versions kept for rolling back.",
)
@click.option(
    "--rotate",
    multiple=True,
    metavar="AUDIENCE",
    help="Give an audience's folder a new address.",
)
@click.option("--rollback", is_flag=True, help="Put the version before in place.")
@click.option("--list", "listing", is_flag=True, help="List the versions kept.")
@click.option("--dry-run", is_flag=True, help="Go through the gate, write nothing.")
@click.option(
    "--standalone",
    default=None,
    metavar="AUDIENCE",
    help="Write what one audience may see as a folder of its own.",
)
@click.option(
    "--snippets",
    type=click.Choice(["nginx", "caddy"]),
    default=None,
    help="Print what the web server must be told.",
)
@click.option("--copy", is_flag=True, help="Put a real folder in place, not a link.")
@survey_option
@wait_option
@json_option
@click.pass_context
def publish_command(
    ctx: click.Context,
    to: Path | None,
    site: Path | None,
    keep: int,
    rotate: tuple[str, ...],
    rollback: bool,
    listing: bool,
    dry_run: bool,
    standalone: str | None,
    snippets: str | None,
    copy: bool,
    survey: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Put the built site in place, after the gate has read every byte of it again.

    The folder published/site then is the new site, whole; stopped at any moment, it is
    the old one. Each folder with results lies at an address that nobody guesses. That
    is no lock: protect the folders as --snippets prints it.

    Example: baseline publish --dry-run
    """
    from generator.pipeline import publishing

    chosen = [
        name
        for name, given in (
            ("--rollback", rollback),
            ("--list", listing),
            ("--standalone", standalone is not None),
            ("--snippets", snippets is not None),
        )
        if given
    ]
    if len(chosen) > 1 or (chosen and (rotate or dry_run)):
        raise click.UsageError("these options cannot be used together", ctx)
    root = root_of(ctx)
    target = to.absolute() if to else None
    built = site.absolute() if site else None
    if snippets is not None:
        say(
            publishing.server_snippet(
                root, snippets, survey=survey, to=target, site=built
            )
        )
        return
    if listing:
        _list(publishing.kept_versions(root, target), as_json=as_json)
        return
    if standalone is not None:
        if target is None:
            raise click.UsageError("--standalone needs a new folder: --to FOLDER", ctx)
        pages = publishing.standalone(
            root, standalone, target, survey=survey, site=built
        )
        say(f"{pages} pages with results and the playbook in {target}")
        return
    if rollback:
        was, now_in_place = publishing.rollback(
            root, survey=survey, to=target, copy=copy, wait=wait
        )
        say(f"version {now_in_place.number} is in place again; it was {was.number}")
        return
    progress(ctx, "reading every file of the site …")
    done = publishing.publish(
        root,
        now,
        survey=survey,
        site=built,
        to=target,
        keep=keep,
        rotate=rotate,
        copy=copy,
        dry_run=dry_run,
        wait=wait,
    )
    if as_json:
        say_json(
            {
                "changed": done.changed,
                "folders": [
                    {
                        "address": door.address or None,
                        "folder": door.folder,
                        "readers": list(door.readers),
                    }
                    for door in done.doors
                ],
                "site": str(done.site),
                "version": done.version.number if done.version else None,
            }
        )
        return
    rows = [
        (
            door.folder,
            f"{door.address}/index.html" if door.address else "made with the first",
            ", ".join(door.readers),
        )
        for door in done.doors
    ]
    if rows:
        say(table(rows, ("folder", "address below the site", "who may open it")))
    if done.version is None:
        say("the gate found nothing; nothing was written")
    elif done.changed:
        say(f"version {done.version.number} is in place: {done.site}")
        if rotate:
            say("tell the web server: baseline publish --snippets nginx, or caddy")
    else:
        say(f"nothing has changed since version {done.version.number}: {done.site}")


def _list(rows: list[Version], *, as_json: bool) -> None:
    if as_json:
        say_json(
            [
                {
                    "current": one.current,
                    "digest": one.digest,
                    "number": one.number,
                    "published": one.published,
                }
                for one in rows
            ]
        )
        return
    lines = [
        (
            str(one.number),
            f"{one.published} UTC",
            one.digest[:12],
            "in place" if one.current else "",
        )
        for one in rows
    ]
    say(table(lines, ("version", "published", "digest", "")))
