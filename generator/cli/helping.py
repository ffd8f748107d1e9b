"""`baseline help` and `baseline completion`."""

from __future__ import annotations

import difflib

import click

from generator.cli.output import say
from generator.codes import CODES


@click.command("help", short_help="Explain a problem code or a command.")
@click.argument("topic", required=False)
@click.pass_context
def help_command(ctx: click.Context, topic: str | None) -> None:
    """Explain a problem code or a command.

    Example: baseline help key-unknown
    """
    parent = ctx.parent
    if parent is None:
        raise click.UsageError("call this as 'baseline help'")
    if topic is None:
        say(parent.get_help())
        return
    if topic in CODES:
        say(f"{topic}\n\n{CODES[topic]}")
        return
    group = parent.command
    if isinstance(group, click.Group):
        command = group.get_command(parent, topic)
        if command is not None:
            say(command.get_help(click.Context(command, parent, topic)))
            return
    near = difflib.get_close_matches(topic, CODES, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    raise click.UsageError(f"there is no code or command '{topic}'.{hint}")


@click.command("completion", short_help="Print shell completion for bash, zsh or fish.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print shell completion for bash, zsh or fish.

    Example: baseline completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    parent = ctx.parent
    kind = get_completion_class(shell)
    if kind is None or parent is None:
        raise click.UsageError(f"there is no completion for {shell}")
    say(kind(parent.command, {}, "baseline", "_BASELINE_COMPLETE").source())
