"""`baseline benchmark` and `baseline portfolio`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import json_option, now, reading_of, survey_option
from generator.cli.output import progress, say, say_json, table

if TYPE_CHECKING:
    from generator.model.peers import PeerEdition

SIZES = ("under-250", "250-999", "1000-4999", "5000-or-more")


@click.group("benchmark", short_help="Compare with other organisations, by mail.")
def benchmark_command() -> None:
    """Compare with other organisations: packs that are mailed, no server between.

    Each organisation exports a small signed file of released aggregates, and imports
    those of the others. An organisation is known by the fingerprint of its key alone.

    \b
    Example: baseline benchmark export
             baseline benchmark accept 5f0c…
             baseline benchmark import packs/*.json --dry-run
    """


@benchmark_command.command("export")
@click.option("--wave", default=None, help="Which wave; otherwise the newest released.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Where the pack goes; otherwise build/peer-packs/.",
)
@survey_option
@json_option
@click.pass_context
def export_command(
    ctx: click.Context,
    wave: str | None,
    out: Path | None,
    survey: str | None,
    as_json: bool,
) -> None:
    """Write the pack of a released wave, to be mailed to peers.

    It holds released aggregates only: per practice and view one value, roughly how many
    answers are behind it, and which items. No name is in it. The key that signs it is
    made with the first pack and stays in var/keys.

    Example: baseline benchmark export --wave 2026
    """
    from generator.machine.signing import spelled
    from generator.pipeline.benchmarking import export

    done = export(reading_of(ctx, survey), wave, out=out)
    if as_json:
        say_json(
            {
                "key": done.key,
                "path": str(done.path),
                "quarter": done.quarter,
                "values": done.values,
            }
        )
        return
    say(f"{done.values} values of {done.quarter} in {done.path}")
    say(f"fingerprint of your key: {spelled(done.key)}")
    if done.new_key:
        progress(
            ctx,
            "a new key was made in var/keys: back it up ('baseline backup'), and read "
            "the fingerprint out to your peers on the telephone",
        )


@benchmark_command.command("accept")
@click.argument("key")
@click.option("--name", default="", help="Whose key it is; stays on this machine.")
@survey_option
@click.pass_context
def accept_command(ctx: click.Context, key: str, name: str, survey: str | None) -> None:
    """Trust a key once: KEY is a fingerprint, or a file with a public key.

    Compare the whole fingerprint with the other organisation by another way than the
    one the pack came by.

    Example: baseline benchmark accept benchmark.pub --name "Northwind"
    """
    from generator.machine.signing import spelled
    from generator.pipeline.benchmarking import accept_key

    digits = accept_key(reading_of(ctx, survey), key, name)
    say(f"accepted: {spelled(digits)}")


@benchmark_command.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--wave", default=None, help="Which wave; otherwise the newest released.")
@click.option("--sector", default="", help="Only peers of this sector.")
@click.option("--size", type=click.Choice(SIZES), default=None, help="Only this size.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@survey_option
@json_option
@click.pass_context
def import_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    wave: str | None,
    sector: str,
    size: str | None,
    dry_run: bool,
    survey: str | None,
    as_json: bool,
) -> None:
    """Freeze the packs of at least five peers as one peer edition.

    FILES are the packs of other organisations. Everything wrong with any of them is
    told and nothing is written then. The peer edition lies beside the survey, for
    version control; it holds what is told of all peers together and no single value.

    Example: baseline benchmark import packs/*.json --dry-run
    """
    from generator.pipeline.benchmarking import WHY, import_packs

    done = import_packs(
        reading_of(ctx, survey),
        files,
        today=now().date(),
        wave=wave,
        sector=sector,
        size=size or "",
        dry_run=dry_run,
    )
    made = done.edition
    if as_json:
        say_json(
            {
                "left_out": [
                    {"view": one.view, "practice": one.practice, "why": WHY[one.why]}
                    for one in done.left
                ],
                "number": made.number,
                "outside": done.outside,
                "path": str(done.path) if done.path else None,
                "peers": len(made.peers),
                "practices": _shares(made),
            }
        )
        return
    say(
        table(
            [
                (view, practice, str(peers), f"{share:.0%}")
                for view, practice, peers, share in _lines(made)
            ],
            ("view", "practice", "peers", "same questions"),
        )
    )
    if done.left:
        say("")
        say(
            table(
                [(one.view, one.practice, WHY[one.why]) for one in done.left],
                ("view", "practice", "not compared"),
            )
        )
    if done.outside:
        progress(ctx, f"{done.outside} packs are of another sector or size")
    say(
        f"peer edition {made.number} with {len(made.peers)} organisations: "
        + (str(done.path) if done.path else "nothing was written")
    )


def _lines(made: PeerEdition) -> list[tuple[str, str, int, float]]:
    found = []
    for name in made.sets:
        view, _, practice = name.partition("|")
        standing = made.standings[name]
        found.append((view, practice, standing.n, standing.share))
    return found


def _shares(made: PeerEdition) -> list[dict[str, object]]:
    return [
        {"view": view, "practice": practice, "peers": peers, "share": share}
        for view, practice, peers, share in _lines(made)
    ]


@benchmark_command.command("list")
@survey_option
@json_option
@click.pass_context
def list_command(ctx: click.Context, survey: str | None, as_json: bool) -> None:
    """Say whose keys are accepted and which peer editions there are.

    Example: baseline benchmark list
    """
    from generator.machine.signing import spelled
    from generator.pipeline.benchmarking import circle

    found = circle(reading_of(ctx, survey))
    if as_json:
        say_json(
            {
                "accepted": dict(found.accepted),
                "editions": [
                    {
                        "number": one.number,
                        "peers": len(one.peers),
                        "practices": len(one.sets),
                        "sector": one.sector,
                        "size": one.size,
                        "wave": one.wave,
                    }
                    for one in found.editions
                ],
                "own": found.own,
            }
        )
        return
    own = spelled(found.own) if found.own else "none yet, made with the first export"
    say(f"your own key: {own}")
    for digits, name in sorted(found.accepted.items()):
        say(f"accepted: {spelled(digits)}" + (f"  {name}" if name else ""))
    rows = [
        (
            str(one.number),
            one.wave,
            str(len(one.peers)),
            str(len(one.sets)),
            f"{one.first_quarter} to {one.last_quarter}",
            " ".join(part for part in (one.sector, one.size) if part) or "all",
        )
        for one in found.editions
    ]
    if rows:
        say(table(rows, ("edition", "wave", "peers", "practices", "values", "cut")))
    else:
        say("no peer edition yet")


@click.command("portfolio", short_help="For consultants: compare many clients.")
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A new or empty folder: one folder per client, and your overview.",
)
@json_option
@click.pass_context
def portfolio_command(
    ctx: click.Context, folders: tuple[Path, ...], out: Path, as_json: bool
) -> None:
    """Compare the projects of many clients in FOLDERS, for the consultant of all.

    Each client gets a folder of its own: its released values, and what is told of all
    other clients together where there are five or more. Nothing else of another client
    is in it. The overview with everybody's values is for you alone.

    Example: baseline portfolio ~/clients/* --out ~/benchmark-2026
    """
    from generator.pipeline.portfolio import portfolio

    done = portfolio(folders, out, today=now().date())
    if as_json:
        say_json(
            [
                {
                    "client": one.name,
                    "compared": one.compared,
                    "peers": one.peers,
                    "values": one.values,
                    "wave": one.wave,
                }
                for one in done.clients
            ]
        )
        return
    say(
        table(
            [
                (one.name, one.wave, str(one.values), str(one.peers), str(one.compared))
                for one in done.clients
            ],
            ("client", "wave", "values", "peers", "practices compared"),
        )
    )
    for line in done.notes:
        progress(ctx, line)
    say(f"overview, for you alone: {done.overview}")
