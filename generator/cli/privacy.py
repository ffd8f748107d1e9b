"""`baseline privacy-pack`, `comments` and `seal-key`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.common import reading_of, survey_option
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
