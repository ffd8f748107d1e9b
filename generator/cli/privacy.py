"""`baseline privacy-pack`, `comments` and `seal-key`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import (
    now,
    reading_of,
    root_of,
    survey_option,
    wave_argument,
)
from generator.cli.output import progress, say


@click.command(
    "privacy-pack",
    short_help="Write what IT, data protection and works council need.",
)
@click.argument("wave", required=False)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the folder goes; otherwise build/privacy-packs/.",
)
@survey_option
@click.pass_context
def privacy_pack_command(
    ctx: click.Context, wave: str | None, out: Path | None, survey: str | None
) -> None:
    """Write what IT, data protection and a works council need to decide about WAVE.

    Nine documents in English and German as DOCX, to write in, and on one page as HTML,
    to read; the data flow, the questionnaires, what changed since the wave before, and
    the components with their licences. Everything stands in one ZIP too. It holds no
    personal data.

    Example: baseline privacy-pack 2026
    """
    from generator.pipeline.privacy_pack import write_pack

    done = write_pack(reading_of(ctx, survey), wave, out=out)
    say(str(done.folder))
    say(str(done.archive))
    if not done.frozen:
        progress(
            ctx,
            f"wave {done.wave} is not frozen yet: this is a draft; make the pack again "
            "after 'baseline field'",
        )


@click.command("comments", short_help="Have comments read before any can be shown.")
@wave_argument
@click.option(
    "--read",
    is_flag=True,
    help="Read the sheet back: what was kept and what was dropped.",
)
@click.option(
    "--sheet",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="With --read: the sheet, if it lies elsewhere; CSV or XLSX.",
)
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="The people list, to mask its names and companies.",
)
@survey_option
@click.pass_context
def comments_command(
    ctx: click.Context,
    wave: str,
    read: bool,
    sheet: Path | None,
    people: Path | None,
    survey: str | None,
) -> None:
    """Have the comments of a closed WAVE read before any of them can be shown.

    Without --read it writes a sheet: every comment once, without person, team or time,
    names, addresses and numbers masked, in an order that tells nothing. Write keep or
    drop beside each, and another text where words would give somebody away. With
    --read the decisions are kept; only comments that were kept can ever be shown.

    Example: baseline comments 2026
    """
    from generator.pipeline.commenting import read_sheet, write_sheet
    from generator.pipeline.fielding import people_of

    if sheet is not None and not read:
        raise click.UsageError("--sheet goes with --read")
    reading = reading_of(ctx, survey)
    listed = people_of(reading, people) if people else []
    if read:
        done = read_sheet(reading, wave, sheet, listed)
        say(f"{done.kept} kept, {done.dropped} dropped, {done.undecided} undecided")
        if done.masked_again:
            progress(ctx, f"{done.masked_again} texts were masked once more")
        return
    written = write_sheet(reading, wave, now=now, people=listed)
    say(str(written.path))
    progress(
        ctx,
        f"{written.comments} comments, {written.undecided} not decided yet; something "
        f"was masked in {written.masked}. Read every one: no mask finds everything",
    )


@click.command("seal-key", short_help="Make the key that seals finished answers.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--no-passphrase", is_flag=True, help="Leave the private key unencrypted."
)
@click.pass_context
def seal_key_command(ctx: click.Context, file: Path, no_passphrase: bool) -> None:
    """Make a pair of keys: the private one in FILE, the public one to print.

    The steward makes it, on a computer of the steward's own, and keeps FILE outside the
    project. Put the public key into survey.yaml before the wave is frozen. Whoever
    loses FILE or its passphrase loses every sealed answer: keep a copy in another safe
    place.

    Example: baseline seal-key ~/safe/steward.key
    """
    from generator.errors import Exit, Problems, refuse
    from generator.machine.sealing import make_key

    try:
        root = root_of(ctx).resolve()
    except Problems:
        root = None
    if root is not None and file.resolve().is_relative_to(root):
        raise refuse(
            "seal-key-inside",
            "the private key must not lie in the project: whoever hosts the survey "
            "would have it",
            "give a place of your own, such as ~/safe/steward.key",
            path=file,
            exit_code=Exit.USAGE,
        )
    passphrase = ""
    if not no_passphrase:
        passphrase = click.prompt(
            "Passphrase for the private key",
            hide_input=True,
            confirmation_prompt=True,
            err=True,
        )
    say(f'seal: "{make_key(file, passphrase)}"')
    progress(
        ctx,
        f"the private key is in {file}; put the line above into survey.yaml under "
        "`privacy`",
    )
