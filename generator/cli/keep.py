"""`baseline backup` and `restore`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import now, root_of
from generator.cli.output import say


@click.command("backup", short_help="Write everything in var/ into one archive.")
@click.argument(
    "archive", required=False, type=click.Path(dir_okay=False, path_type=Path)
)
@click.pass_context
def backup_command(ctx: click.Context, archive: Path | None) -> None:
    """Write everything in var/ into one archive.

    The archive holds personal data and keys: keep it where only you can read it.

    Example: baseline backup /safe/place/baseline.zip
    """
    from generator.pipeline.places import Places
    from generator.store.backup import backup

    places = Places(root_of(ctx))
    target = archive or places.var / "backup" / f"{now():%Y-%m-%d-%H%M%S}.zip"
    say(str(backup(places.var, target)))
    say("it holds personal data and keys; keep it where only you can read it")


@click.command("restore", short_help="Bring var/ back from an archive.")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Move today's var/ aside and take the archive."
)
@click.pass_context
def restore_command(ctx: click.Context, archive: Path, replace: bool) -> None:
    """Bring var/ back from an archive; every file in it is checked first.

    Example: baseline restore /safe/place/baseline.zip
    """
    from generator.pipeline.places import Places
    from generator.store.backup import restore

    places = Places(root_of(ctx))
    restore(archive, places.var, force=replace)
    say(f"restored into {places.var}")
