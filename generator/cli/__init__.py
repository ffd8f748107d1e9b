"""The command `baseline`: it prints and sets exit codes, nothing else.

Every subcommand lives in a module that is imported only when it is called, so that
`baseline --help` stays quick.
"""

from __future__ import annotations

import errno
import importlib
import sys

import click

from generator import __version__
from generator.errors import Exit, Problem, Problems

SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Start",
        (
            ("demo", "demo", "Do the whole job for an example organisation."),
            ("init", "project", "Write a new project with commented example files."),
            ("check", "project", "Find every problem in the project's files."),
            ("schema", "project", "Write the JSON Schemas that editors use."),
            ("doctor", "project", "Say what this machine has and what is missing."),
        ),
    ),
    (
        "Run a wave",
        (
            ("compile", "wave", "Write the questionnaires of a wave as drafts."),
            ("forecast", "forecast", "Say what a wave will be able to show."),
            ("field", "wave", "Freeze a wave and write the invitations."),
            ("host", "wave", "Show the survey to respondents on this machine."),
            ("assess", "wave", "Open the page for a team's own assessment."),
            ("status", "wave", "Say how many people have answered so far."),
            ("remind", "wave", "Write a file of those who have not finished."),
            ("close", "wave", "Close a wave now: no more answers are taken."),
        ),
    ),
    (
        "Results",
        (
            ("collect", "results", "Fetch the answers into the store."),
            ("comments", "privacy", "Have comments read before any can be shown."),
            ("release", "results", "Decide what may be shown of a closed wave."),
            ("score", "results", "Print the released scores of a wave."),
            ("path", "path", "Write a team's path forward as a list or a calendar."),
            ("explain", "results", "Say how one released number came about."),
            ("cost", "cost", "Say what waiting costs, from the teams' clocks."),
            ("build", "results", "Build the playbook and the baseline pages."),
            ("serve", "results", "Show the site in a browser, live while you edit."),
            ("publish", "publish", "Put the built site in place, or an older one."),
        ),
    ),
    (
        "Compare",
        (
            ("benchmark", "benchmark", "Compare with other organisations, by mail."),
            ("portfolio", "benchmark", "For consultants: compare many clients."),
        ),
    ),
    (
        "Keep",
        (
            ("backup", "keep", "Write everything in var/ into one archive."),
            ("restore", "keep", "Bring var/ back from an archive."),
            ("seal-key", "privacy", "Make the key that seals finished answers."),
            (
                "privacy-pack",
                "privacy",
                "Write what IT, data protection and works council need.",
            ),
            ("access", "keep", "Write what is stored about one person into a file."),
            ("forget", "keep", "Delete a person, or a wave's personal data."),
        ),
    ),
    (
        "Help",
        (
            ("help", "helping", "Explain a problem code or a command."),
            ("completion", "helping", "Print shell completion for bash, zsh or fish."),
        ),
    ),
)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of all commands, in the order of a wave's life."""
        return [name for _, rows in SECTIONS for name, _, _ in rows]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one module that holds the command."""
        for _, rows in SECTIONS:
            for name, module, _ in rows:
                if name == cmd_name:
                    loaded = importlib.import_module(f"generator.cli.{module}")
                    command = getattr(loaded, f"{name.replace('-', '_')}_command")
                    if not isinstance(command, click.Command):
                        raise TypeError(f"{name} is not a command")
                    return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for one that does not exist."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near:
                raise click.UsageError(
                    f"there is no command '{args[0]}'. Did you mean '{near[0]}'?", ctx
                ) from error
            raise

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List commands by section, without importing any of them."""
        for title, rows in SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, _, text in rows])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Start with 'baseline demo', or 'baseline init my-project'.",
)
@click.version_option(__version__, prog_name="baseline")
@click.option(
    "--project",
    "-C",
    type=click.Path(file_okay=False),
    default=None,
    help="Folder of the project; otherwise found from here upwards.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print results only, no progress.")
@click.pass_context
def cli(ctx: click.Context, project: str | None, quiet: bool) -> None:
    """Turn a framework of good practice into baseline pages for your teams.

    One folder holds it all: frameworks/ (what good practice is), surveys/ (whom you
    ask, and when) and site_src/ (your own pages). The commands below follow the
    order of a wave.
    """
    ctx.obj = {"project": project, "quiet": quiet}


MACHINE_ERRORS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "the right to write here is missing",
    errno.EPERM: "the right to do this is missing",
    errno.EROFS: "the disk can only be read",
    errno.EADDRINUSE: "the port is in use by another program",
}
if hasattr(errno, "EDQUOT"):
    MACHINE_ERRORS[errno.EDQUOT] = "the disk quota is used up"


def main() -> None:
    """Run the command line; problems are printed, all at once, without a trace."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(standalone_mode=False)
    except Problems as problems:
        from generator.cli.output import print_problems

        print_problems(problems.problems)
        sys.exit(problems.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was saved stays saved", err=True)
        sys.exit(130)
    except OSError as error:
        words = MACHINE_ERRORS.get(error.errno or 0)
        if words is None:
            raise
        from generator.cli.output import print_problems

        print_problems(
            [
                Problem(
                    str(error.filename or ""),
                    0,
                    0,
                    "machine-refused",
                    words,
                    "put that right and run the same command again; nothing is lost",
                )
            ]
        )
        sys.exit(Exit.MACHINE)
    except SystemExit:
        raise
