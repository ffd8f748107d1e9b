"""How results, progress and problems are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.errors import Problem


def say(message: str) -> None:
    """A result: on standard output."""
    click.echo(message)


def progress(ctx: click.Context, message: str) -> None:
    """Progress: on standard error, unless quiet was asked for."""
    if not ctx.obj.get("quiet"):
        click.echo(message, err=True)


def say_json(value: object) -> None:
    """A result for programs: one JSON document, keys sorted."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """A plain table: columns aligned, two spaces between."""
    widths = [
        max(len(str(row[index])) for row in [head, *rows]) for index in range(len(head))
    ]
    lines = [
        "  ".join(
            str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)
        )
        for row in [head, ["-" * width for width in widths], *rows]
    ]
    return "\n".join(line.rstrip() for line in lines)


def print_problems(
    problems: Iterable[Problem], form: str = "text", root: Path | None = None
) -> None:
    """Every problem, then the count; `github` writes workflow annotations."""
    found = sorted(problems)
    if form == "json":
        say_json([as_dict(problem) for problem in found])
        return
    if form == "github":
        for problem in found:
            click.echo(_annotation(problem))
        return
    for problem in found:
        click.echo(_styled(problem, root), err=True)
    click.echo(count(found), err=True)


def as_dict(problem: Problem) -> dict[str, str | int]:
    """A problem as it stands in `--format json`."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
    }


def count(problems: Sequence[Problem]) -> str:
    """'2 problems, 1 warning'."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    words = [f"{errors} problem{'' if errors == 1 else 's'}"]
    if warnings:
        words.append(f"{warnings} warning{'' if warnings == 1 else 's'}")
    return ", ".join(words)


def _styled(problem: Problem, root: Path | None) -> str:
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = str(problem)
    if root is not None and problem.line:
        from generator.sources.project import excerpt

        shown = excerpt(root, problem)
        if shown:
            first, _, rest = text.partition("\n")
            text = "\n".join(part for part in (first, shown, rest) if part)
    if problem.severity == "warning":
        text = text.replace(f"{problem.code}:", f"warning: {problem.code}:", 1)
    if not colour:
        return text
    shade = "red" if problem.severity == "error" else "yellow"
    return text.replace(problem.code, click.style(problem.code, fg=shade), 1)


def _annotation(problem: Problem) -> str:
    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    return (
        f"::{problem.severity} file={escape(problem.path)},line={max(problem.line, 1)},"
        f"col={max(problem.column, 1)},title={problem.code}::{escape(message)}"
    )
