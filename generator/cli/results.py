"""`baseline collect`, `release`, `score`, `build` and `serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from generator.disclosure.reasons import Hidden
    from generator.machine.sealing import SealKey
    from generator.model.instrument import Wave
    from generator.pipeline.results import Explained
    from generator.pipeline.scores import ScoreRow

PASSPHRASE = "BASELINE_SEAL_PASSPHRASE"  # noqa: S105 - the name of a variable
"""Variable with the passphrase of the steward's key, for a command nobody watches."""


@click.command("collect", short_help="Fetch the answers into the store.")
@wave_argument
@click.option("--full", is_flag=True, help="Read everything again, changed or not.")
@click.option(
    "--accept-deleted",
    is_flag=True,
    help="Remove answers here that are gone at the backend, however many.",
)
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A file of another form tool: CSV or XLSX.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Where things stand in that file; otherwise FILE.map.yaml beside it.",
)
@click.option("--guess-map", is_flag=True, help="Write a first map to look through.")
@click.option(
    "--instrument", default="", help="For --guess-map: which survey was asked."
)
@click.option(
    "--replace",
    is_flag=True,
    help="The file is all there is: remove stored answers that are not in it.",
)
@click.option("--dry-run", is_flag=True, help="With --from: count, write nothing.")
@click.option(
    "--seal-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="The steward's private key, where answers are sealed.",
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
    file: Path | None,
    map_file: Path | None,
    guess_map: bool,
    instrument: str,
    replace: bool,
    dry_run: bool,
    seal_key: Path | None,
    survey: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Fetch the answers of WAVE into the store.

    Run it as often as you like: nothing is doubled and nothing is lost. Stopped in the
    middle, it goes on where it was. After the wave has closed everything is read once
    more.

    With --from the answers come from a file that another form tool wrote, or that
    somebody typed from paper. The first time, let --guess-map write down which column
    is which question, and look it through.

    \b
    Example: baseline collect 2026
             baseline collect 2026 --from answers.xlsx --guess-map
             baseline collect 2026 --from answers.xlsx --dry-run
    """
    from generator.pipeline.fielding import still_open
    from generator.pipeline.results import collect

    if file is not None and (full or accept_deleted or seal_key):
        raise click.UsageError(
            "--full, --accept-deleted and --seal-key are not for --from"
        )
    if file is None and (map_file or guess_map or instrument or replace or dry_run):
        raise click.UsageError(
            "--map, --guess-map, --instrument, --replace and --dry-run need --from FILE"
        )
    reading = reading_of(ctx, survey)
    if file is not None:
        from generator.cli import answer_files

        if guess_map:
            answer_files.guess(
                ctx, reading, wave, file, map_file, instrument, as_json=as_json
            )
            return
        answer_files.collect(
            ctx,
            reading,
            wave,
            file,
            map_file,
            replace=replace,
            dry_run=dry_run,
            wait=wait,
            as_json=as_json,
        )
        return
    done = collect(
        reading,
        wave,
        now=now,
        full=full,
        accept_deleted=accept_deleted,
        seal_key=_seal_key(seal_key),
        wait=wait,
        # a share, not a number: exact counts day by day would tell who just answered
        tell=lambda read, rows: progress(ctx, f"{100 * read // rows} % read"),
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


def _seal_key(path: Path | None) -> SealKey | None:
    """The steward's key; its passphrase is asked for, or taken from a variable."""
    if path is None:
        return None
    from generator.machine.sealing import read_key

    def passphrase() -> str:
        given = os.environ.get(PASSPHRASE)
        return given or str(click.prompt("Passphrase", hide_input=True, err=True))

    return read_key(path, passphrase)


@click.command("release", short_help="Decide what may be shown of a closed wave.")
@wave_argument
@click.option(
    "--explain",
    "why",
    is_flag=True,
    help="Say of every hidden value which rule hides it; for your eyes alone.",
)
@click.option(
    "--leave-unread",
    is_flag=True,
    help="Release although comments were not read; they can never be shown then.",
)
@survey_option
@wait_option
@json_option
@click.pass_context
def release_command(
    ctx: click.Context,
    wave: str,
    why: bool,
    leave_unread: bool,
    survey: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Decide what may be shown of a closed wave, and write it once.

    The result is the wave's edition. It stays as it is for ever: an answer that
    arrives later changes nothing. Where the survey promised to show comments, they are
    read first: see 'baseline comments'. Run again with --explain to see what is hidden
    and by which rule; hidden numbers and comments are not printed.

    Example: baseline release 2026 --explain
    """
    from generator.pipeline.results import explained, release

    reading = reading_of(ctx, survey)
    done = release(reading, wave, now, wait=wait, leave_unread=leave_unread)
    found = explained(reading, wave) if why else None
    if as_json:
        made: dict[str, object] = {
            "hidden": done.hidden,
            "shown": done.shown,
            "written": done.written,
        }
        if found:
            made |= {
                "reasons": _reasons(found),
                "as_released": found.as_released,
                "signs": [
                    {"view": view, "sign": sign, "at_least": many}
                    for view, sign, many in found.signs
                ],
                "comments_unread": found.unread,
                "comments_dropped": found.dropped,
            }
        say_json(made)
    elif done.written:
        say(f"edition written: {done.shown} values shown, {done.hidden} hidden")
    else:
        say(f"wave {wave} was released before; nothing changed")
    if found is None:
        return
    if not as_json:
        say(_explanation(found, reading.frozen(wave)))
        say(_signs(found))
        if found.unread or found.dropped:
            say(
                f"comments: {found.dropped} dropped by a reader, {found.unread} read "
                "by nobody"
            )
    if not found.as_released:
        progress(
            ctx, "answers were deleted since: the reasons are those of what is left"
        )
    progress(
        ctx,
        "for your eyes alone: a reason tells how many answered or how they did. No "
        "page says it, and nobody else should hear it",
    )


_SIGNS = {
    "one answer": "one answer to everything, also to items worded the other way",
    "long run": "the same answer ten times on end, also across such an item",
    "twice": "the same answers as somebody else of the team in the same minute",
    "cannot judge": "more than half answered with 'cannot judge'",
}


def _signs(found: Explained) -> str:
    """A table: signs of answers given without reading, in steps of 5; all count."""
    rows = [
        (view, _SIGNS[sign], f"{many} or more" if many else "fewer than 5")
        for view, sign, many in found.signs
    ]
    return table(rows, ("view", "sign of answers given without reading", "people"))


def _reasons(found: Explained) -> list[dict[str, str]]:
    return [
        {
            "view": one.key.view,
            "node": one.key.node,
            "group": one.key.group,
            "rule": one.rule,
            "why": one.words(_k(found, one)),
        }
        for one in found.hidden
    ]


def _k(found: Explained, one: Hidden) -> int:
    return found.k_comments if one.words_hidden else found.edition.k


def _explanation(found: Explained, frozen: Wave) -> str:
    """A table: what is hidden of each group in each view, and by which rule."""
    from generator.disclosure.reasons import COUNT
    from generator.model.edition import CellKey
    from generator.model.wording import pick

    titles = {n.ref: n.title.get(frozen.languages[0], n.ref) for n in frozen.nodes}
    titles[COUNT] = "how many answered"
    comments = "comments"
    titles |= {
        question.code: f"comments: {pick(question.text, frozen.languages[0])}"
        for instrument in frozen.instruments
        for question in instrument.questions()
        if question.kind == "text"
    }
    nodes = {node.ref for node in frozen.nodes}
    practices = {node.ref for node in frozen.nodes if node.kind == "practice"}

    def kind(key: CellKey) -> str:
        if key.node == COUNT:
            return titles[COUNT]
        if key.node not in nodes:
            return comments
        return "practices" if key.node in practices else "dimensions and frameworks"

    asked: dict[tuple[str, str, str], int] = {}
    for key in found.edition.cells:
        place = (key.view, key.group, kind(key))
        asked[place] = asked.get(place, 0) + 1
    alike: dict[tuple[str, str, str, str, str], list[str]] = {}
    for one in found.hidden:
        place = (one.key.view, one.key.group, kind(one.key))
        words = one.words(_k(found, one))
        alike.setdefault((*place, one.rule, words), []).append(titles[one.key.node])
    rows = []
    order = ("practices", "dimensions and frameworks", titles[COUNT], comments)
    for (view, group, what, rule, words), names in sorted(
        alike.items(), key=lambda one: (*one[0][:2], order.index(one[0][2]), one[0][3:])
    ):
        if len(names) == asked.get((view, group, what)) and len(names) > 1:
            names = [f"all {what}"]
        rows += [(view, group, name, rule, words) for name in names]
    return table(rows, ("view", "group", "what", "rule", "hidden because"))


@click.command("score", short_help="Print the released scores of a wave.")
@click.argument("wave", required=False)
@click.option(
    "--team",
    "--group",
    "group",
    default=None,
    help="A team, a unit or teams shown together; otherwise the whole organisation.",
)
@click.option(
    "--view", default=None, help="One respondent group, or assessment; otherwise all."
)
@click.option("--language", default=None, help="Language of the titles.")
@survey_option
@json_option
@click.pass_context
def score_command(
    ctx: click.Context,
    wave: str | None,
    group: str | None,
    view: str | None,
    language: str | None,
    survey: str | None,
    as_json: bool,
) -> None:
    """Print the released scores of WAVE, or of the newest one that is released.

    A team's own statement stands apart from the survey views. A hidden value is never
    printed, here or anywhere.

    Example: baseline score 2026 --team oncology
    """
    from generator.model.survey import ORGANISATION
    from generator.pipeline.scores import as_dict, look_up, score_rows

    looked = look_up(reading_of(ctx, survey), wave)
    rows = score_rows(looked, group or ORGANISATION, view)
    if as_json:
        say_json([as_dict(row, looked.wave.id) for row in rows])
        return
    words = language or looked.wave.languages[0]
    head = ("view", "what", "score", "plausible range", "answers", "sure", "change")
    say(table([_score_cells(row, words) for row in rows], head))


def _score_cells(row: ScoreRow, language: str) -> tuple[str, ...]:
    """One line of the table; deeper parts are set in."""
    depth = ("framework", "dimension", "practice").index(row.node.kind)
    title = "  " * depth + row.node.title.get(language, row.node.ref)
    if row.parts is not None:
        title += f" ({row.parts[0]} of {row.parts[1]})"
    if row.stated is not None:
        return (row.view, title, f"{row.stated:.12g}", "", "", "", "")
    shown = row.shown
    if shown is None:
        return (row.view, title, "not shown to protect answers", "", "", "", "")
    if shown.band:
        end = (
            f"{shown.low:g} or more"
            if shown.band == "top"
            else f"{shown.high:g} or less"
        )
        return (row.view, title, end, "", str(shown.n), shown.confidence, "")
    return (
        row.view,
        title,
        f"{shown.value:.12g}",
        f"{shown.low:.12g} to {shown.high:.12g}",
        str(shown.n),
        shown.confidence,
        _change_cell(row),
    )


def _change_cell(row: ScoreRow) -> str:
    change = row.change
    if change is None:
        return ""
    if not change.clear:
        return f"no clear change since {change.since}"
    return (
        f"{change.value:+.12g} since {change.since} "
        f"({change.low:+.12g} to {change.high:+.12g})"
    )


@click.command("explain", short_help="Say how one released number came about.")
@click.argument("what", metavar="TEAM/PRACTICE")
@click.option("--wave", default=None, help="Otherwise the newest that is released.")
@click.option(
    "--view", default=None, help="One respondent group, or assessment; otherwise all."
)
@survey_option
@json_option
@click.pass_context
def explain_command(
    ctx: click.Context,
    what: str,
    wave: str | None,
    view: str | None,
    survey: str | None,
    as_json: bool,
) -> None:
    """Say how the number of PRACTICE for TEAM came about, rule by rule.

    Who was counted, what each item weighs, where the range comes from, what it adds
    to the number above. A dimension or a framework does as well as a practice, and a
    unit or organisation as well as a team. It is told from released values alone.

    Example: baseline explain oncology/decision-log --view stakeholder
    """
    import dataclasses

    from generator.pipeline.explaining import accounts
    from generator.pipeline.scores import look_up

    group, slash, node = what.partition("/")
    if not (group and slash and node):
        raise click.UsageError("name a team and a practice: oncology/decision-log")
    found = accounts(look_up(reading_of(ctx, survey), wave), group, node, view)
    if as_json:
        say_json([dataclasses.asdict(one) for one in found])
        return
    parts = []
    for one in found:
        value = "no number" if one.value is None else f"{one.value:g}"
        title = f"{one.group}, {one.node}, {one.view}, wave {one.wave}: {value}"
        rows = [f"  {step.rule:<4} {step.words}" for step in one.steps]
        parts.append("\n".join([title, *rows]))
    say("\n\n".join(parts))


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
    # Whoever has no store can still work on the texts.
    without = not Places(root).store.exists()

    def rebuild() -> None:
        build(root, survey=survey, commands=text, playbook_only=without)

    say(f"http://127.0.0.1:{port}/ (stop with Ctrl-C)")
    serve(root, Places(root).dist, rebuild, port=port)
