"""`baseline backup`, `restore`, `access` and `forget`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import now, reading_of, root_of, survey_option, wait_option
from generator.cli.output import progress, say
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.pipeline.forgetting import Report


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
    from generator.store.backup import backup, remember_archive

    places = Places(root_of(ctx))
    target = archive or places.var / "backup" / f"{now():%Y-%m-%d-%H%M%S}.zip"
    say(str(backup(places.var, target)))
    remember_archive(places.var, target)
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
    from generator.pipeline.forgetting import restore

    root = root_of(ctx)
    again = restore(root, archive, replace=replace)
    say(f"restored into {root / 'var'}")
    if again:
        say(f"{again} people who had asked to be forgotten were forgotten again")


@click.command(
    "access", short_help="Write what is stored about one person into a file."
)
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
@survey_option
@click.pass_context
def access_command(
    ctx: click.Context, person: str, yes: bool, survey: str | None
) -> None:
    """Write everything stored about PERSON into one file in var/access/.

    For somebody who asks which data of theirs is there. PERSON is the id on the people
    list, or the e-mail address where there is none. The file holds the invitations,
    every answer beside its question, comments and what was decided about them, and
    dates; nothing of it is printed. Fetch new answers first, and give the file to the
    person alone.

    Example: baseline access anna.meier@example.org
    """
    from generator.pipeline.access import data_of_person

    reading = reading_of(ctx, survey)
    found = data_of_person(reading, person, now=now, only_look=True)
    _say_codes(ctx, found.codes)
    for part in found.parts:
        counts = [
            (part.rows, "in the invitation files"),
            (part.kept_there, "where answers are given"),
            (part.responses, "responses in the store"),
            (part.comments, "comments in them"),
        ]
        words = ", ".join(f"{n} {what}" for n, what in counts if n)
        say(f"wave {part.wave}: {words}")
    for sentence in found.elsewhere:
        say(f"could not be asked: {sentence}")
    ask = "Write it into a file? It holds names, links and answers"
    if not yes and not click.confirm(ask, err=True):
        say("nothing was written")
        return
    done = data_of_person(reading, person, now=now, only_look=False)
    say(f"written: {done.path}")
    progress(
        ctx,
        "give it to the person alone, by a safe way, and delete it then. The people "
        "list and backups are yours to look through",
    )


@click.command("forget", short_help="Delete a person, or a wave's personal data.")
@click.argument("person", required=False)
@click.option("--wave", default=None, help="Everybody's names and links of this wave.")
@click.option("--due", is_flag=True, help="Every wave whose time is over.")
@click.option("--answers", is_flag=True, help="With --wave: the answers too.")
@click.option("--dry-run", is_flag=True, help="Say what would go; delete nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@survey_option
@wait_option
@click.pass_context
def forget_command(
    ctx: click.Context,
    person: str | None,
    wave: str | None,
    due: bool,
    answers: bool,
    dry_run: bool,
    yes: bool,
    survey: str | None,
    wait: float,
) -> None:
    """Delete PERSON everywhere, or a wave's personal data.

    PERSON is the id on the people list, or the e-mail address where there is none.
    What was released stays as it is and scores the same. Backups are named, never
    changed.

    Example: baseline forget anna.meier@example.org --dry-run
    """
    given = sum((person is not None, wave is not None, due))
    if given != 1 or (answers and wave is None):
        raise click.UsageError(
            "name one of: a person, --wave WAVE (with --answers if you like), --due"
        )
    from generator.pipeline import forgetting
    from generator.pipeline.retention import due_waves

    reading = reading_of(ctx, survey)

    def work(dry_run: bool) -> list[Report]:
        if person is not None:
            return [
                forgetting.forget_person(reading, person, dry_run=dry_run, wait=wait)
            ]
        waves = (
            [wave]
            if wave
            else [one.wave for one in due_waves(reading, now) if one.over]
        )
        return [
            forgetting.forget_wave(
                reading,
                each,
                now=now,
                answers=answers or due,
                dry_run=dry_run,
                wait=wait,
            )
            for each in waves
        ]

    planned = work(True)
    if not any(report.found for report in planned):
        say("there is nothing to delete")
        return
    for report in planned:
        _say_parts(ctx, report)
    if dry_run:
        say("nothing was deleted")
        return
    if not yes and not click.confirm("Delete this? It cannot be undone", err=True):
        say("nothing was deleted")
        return
    done = work(False)
    say("deleted")
    for report in done:
        _say_left(report, reading.places.root)
    if any(report.by_hand for report in done):
        sys.exit(Exit.BACKEND)


def _say_codes(ctx: click.Context, codes: int) -> None:
    if codes > 1:
        progress(
            ctx,
            f"{codes} codes belong to this address: somebody listed in two ways, or "
            "several people who share it",
        )


def _say_parts(ctx: click.Context, report: Report) -> None:
    """What goes, wave by wave."""
    _say_codes(ctx, report.codes)
    for part in report.parts:
        parts = [
            (part.rows, "in the invitation files"),
            (part.links, "links"),
            (part.kept_there, "responses where they were given"),
            (part.answers, "responses in the store"),
        ]
        words = ", ".join(f"{n} {what}" for n, what in parts if n)
        say(f"wave {part.wave}: {words or 'nothing'}")
    if report.numbers:
        say(f"{report.numbers} links from answers to the ledger")


def _say_left(report: Report, root: Path) -> None:
    """What people must still do themselves."""
    for sentence in report.by_hand:
        say(f"delete by hand: {sentence}")
    for remain in report.remains:
        place = _place(remain.path, root)
        if remain.readable:
            say(f"still names the person: {place}")
        else:
            say(f"could not be looked into: {place}")
    for archive in report.archives:
        say(f"may still hold it: {_place(archive, root)}")
    if report.remains or report.archives:
        say("backups are not changed: delete them, or forget again after a restore")


def _place(path: Path, root: Path) -> str:
    inside = path.resolve().is_relative_to(root.resolve())
    shown = path.resolve().relative_to(root.resolve()) if inside else path
    return shown.as_posix()
