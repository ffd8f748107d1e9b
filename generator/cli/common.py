"""What several commands share: options, the clock, finding the project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from generator.pipeline.reading import Reading

Command = TypeVar("Command", bound=Callable[..., object])


def now() -> dt.datetime:
    """The moment, UTC."""
    return dt.datetime.now(dt.UTC)


def root_of(ctx: click.Context) -> Path:
    """The project's folder: as given, or found from here upwards."""
    from generator.pipeline.reading import project_root

    given = ctx.obj.get("project")
    return project_root(Path(given) if given else None)


def reading_of(ctx: click.Context, survey: str | None) -> Reading:
    """The survey a command is about."""
    from generator.pipeline.reading import read

    return read(root_of(ctx), survey)


def survey_option(command: Command) -> Command:
    """`--survey ID`."""
    return click.option(
        "--survey", default=None, help="Which survey, where there are several."
    )(command)


def json_option(command: Command) -> Command:
    """`--json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON, for programs."
    )(command)


def wait_option(command: Command) -> Command:
    """`--wait SECONDS`."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=0,
        metavar="SECONDS",
        help="Wait this long for another command that is writing.",
    )(command)


def wave_argument(command: Command) -> Command:
    """`WAVE`."""
    return click.argument("wave")(command)
