"""`baseline collect --from`: answers from a file of another form tool."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.output import print_problems, progress, say, say_json
from generator.pipeline.answer_files import (
    FromFile,
    collect_file,
    map_beside,
    write_guessed_map,
)
from generator.pipeline.reading import Reading


def guess(
    ctx: click.Context,
    reading: Reading,
    wave: str,
    file: Path,
    target: Path | None,
    instrument: str,
    *,
    as_json: bool,
) -> None:
    """Write a map for review and say what it leaves open."""
    path = target or map_beside(file)
    found = write_guessed_map(reading, wave, file, path, instrument)
    if as_json:
        say_json(
            {
                "columns_not_read": list(found.unread),
                "instrument": found.instrument,
                "map": path.as_posix(),
                "matched": list(found.matched),
                "open": list(found.open),
                "please_check": list(found.doubtful),
            }
        )
        return
    say(str(path))
    progress(
        ctx, f"{len(found.matched)} questions of `{found.instrument}` have a column"
    )
    for words, names in (
        ("please check", found.doubtful),
        ("without a column", found.open),
        ("columns that are not read", found.unread),
    ):
        if names:
            progress(ctx, f"{words}: {', '.join(names)}")
    progress(
        ctx,
        "next: look through it, then run this with --dry-run in place of --guess-map",
    )


def collect(
    ctx: click.Context,
    reading: Reading,
    wave: str,
    file: Path,
    map_file: Path | None,
    *,
    replace: bool,
    dry_run: bool,
    wait: float,
    as_json: bool,
) -> None:
    """Take a file's answers and say what came of it."""
    path = map_file or map_beside(file)
    if not path.exists():
        raise click.UsageError(
            f"there is no map {path}: write one with --guess-map, or name it with --map"
        )
    done = collect_file(
        reading, wave, file, path, replace=replace, dry_run=dry_run, wait=wait
    )
    if done.problems:
        print_problems(done.problems)
    if as_json:
        say_json(
            {
                "changed": done.changed,
                "dry_run": dry_run,
                "late": done.late,
                "left_out": done.left_out,
                "missing": done.missing,
                "new": done.new,
                "removed": done.removed,
                "rows": done.rows,
                "unchanged": done.unchanged,
            }
        )
    else:
        for sentence in _told(done, dry_run=dry_run):
            say(sentence)
    if done.lost:
        progress(ctx, "What cannot be had with answers from a file:")
    for sentence in done.lost:
        progress(ctx, f"- {sentence}")


def _told(done: FromFile, *, dry_run: bool) -> list[str]:
    would = " (nothing was written)" if dry_run else ""
    counts = f"{done.new} new, {done.changed} changed, {done.unchanged} unchanged"
    told = [f"{counts} responses from {done.rows} rows{would}"]
    if done.left_out:
        told.append(f"{done.left_out} rows were left out, see above")
    if done.late:
        told.append(
            f"{done.late} were finished after the wave had closed: kept, never scored"
        )
    if done.removed:
        verb = "would be" if dry_run else "were"
        told.append(f"{done.removed} that are not in this file {verb} removed")
    elif done.missing:
        told.append(
            f"{done.missing} stored from an earlier file are not in this one and were "
            "kept; if this file is all there is, remove them with --replace"
        )
    return told
