"""`baseline init`, `check`, `schema` and `doctor`: the project's files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.common import (
    json_option,
    now,
    reading_of,
    root_of,
    survey_option,
)
from generator.cli.output import print_problems, say, say_json, table
from generator.errors import Exit


@click.command("init", short_help="Write a new project with commented example files.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init_command(folder: Path) -> None:
    """Write a new project with commented example files into FOLDER.

    Example: baseline init my-baseline
    """
    from generator.sources.template import new_project

    for path in new_project(folder):
        say(str(path))
    say(f'\nNext:\n  cd "{folder}"\n  baseline check')


@click.command("check", short_help="Find every problem in the project's files.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="github: annotations for a workflow.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.pass_context
def check_command(ctx: click.Context, form: str, strict: bool) -> None:
    """Find every problem in the project's files, all at once.

    Each is printed as file:line:column: code: what is wrong, with a hint. A warning
    does not fail the check unless you ask for --strict.

    Example: baseline check --strict
    """
    from generator.pipeline.reading import check

    root = root_of(ctx)
    found = check(root)
    if found or form == "json":
        print_problems(found, form, root)
    if not found and form == "text":
        say("no problems")
    errors = [problem for problem in found if problem.severity == "error"]
    if errors or (strict and found):
        sys.exit(Exit.PROBLEMS)


@click.command("schema", short_help="Write the JSON Schemas that editors use.")
@click.pass_context
def schema_command(ctx: click.Context) -> None:
    """Write the JSON Schemas that editors use to help while you type.

    Example: baseline schema
    """
    from generator.sources.schema import write_schemas

    root = root_of(ctx)
    for path in write_schemas(root):
        say(str(path))


@click.command("doctor", short_help="Say what this machine has and what is missing.")
@click.option(
    "--limesurvey",
    is_flag=True,
    help="Look at the LimeSurvey server of the survey instead.",
)
@survey_option
@json_option
@click.pass_context
def doctor_command(
    ctx: click.Context, limesurvey: bool, survey: str | None, as_json: bool
) -> None:
    """Say what this machine has and what is missing; changes nothing.

    With --limesurvey it signs in once on the server named in survey.yaml and says
    whether the address, the interface, the account's rights and the clock are as
    needed, and how the surveys are that were made there.

    Example: baseline doctor
    """
    from generator.errors import Problems
    from generator.pipeline.doctor import (
        examine,
        examine_limesurvey,
        examine_retention,
    )

    if limesurvey:
        found = examine_limesurvey(reading_of(ctx, survey), now)
    else:
        root: Path | None
        try:
            root = root_of(ctx)
        except Problems:
            root = None
        found = examine(root)
        if root is not None:
            found += examine_retention(root, now)
    if as_json:
        say_json(
            [
                {"subject": one.subject, "state": one.state, "words": one.words}
                for one in found
            ]
        )
    else:
        say(
            table(
                [(one.subject, one.state, one.words) for one in found],
                ("subject", "state", "what was found"),
            )
        )
    if any(one.state == "bad" for one in found):
        sys.exit(Exit.BACKEND if limesurvey else Exit.MACHINE)
