"""The reference of all commands, as the manual prints it."""

from __future__ import annotations

import click

from generator.cli import SECTIONS, cli


def command_text() -> str:
    """Every command with its help, in Markdown, generated from the commands."""
    context = click.Context(cli, info_name="baseline", max_content_width=88)
    parts = []
    for title, rows in SECTIONS:
        parts.append(f"## {title}\n")
        for name, _, _ in rows:
            command = cli.get_command(context, name)
            if command is None:
                raise LookupError(name)
            within = click.Context(
                command, parent=context, info_name=name, max_content_width=88
            )
            parts.append(f"### {name}\n\n```text\n{command.get_help(within)}\n```\n")
            if isinstance(command, click.Group):
                for inner, part in command.commands.items():
                    told = click.Context(
                        part, parent=within, info_name=inner, max_content_width=88
                    )
                    text = part.get_help(told)
                    parts.append(f"### {name} {inner}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)
