"""A new project: a small framework, a survey and teams, with comments."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from generator.errors import Exit, Problem, Problems, refuse
from generator.sources.schema import SCHEMAS, schema_of

FILES = {
    "frameworks/our-practice.yaml": "framework.yaml",
    "surveys/our-baseline/survey.yaml": "survey.yaml",
    "surveys/our-baseline/teams.yaml": "teams.yaml",
    "surveys/our-baseline/clocks.yaml": "clocks.yaml",
    "people-example.csv": "people.txt",
    ".gitignore": "gitignore.txt",
}
"""File of the project to file of the template."""


def new_project(target: Path) -> list[Path]:
    """Write a small commented project below `target`; overwrites nothing.

    Gives the files written. The project passes `baseline check`.
    """
    template = resources.files("generator.sources") / "starter"
    contents = {
        target / name: (template / source).read_bytes().replace(b"\r\n", b"\n")
        for name, source in FILES.items()
    }
    contents |= {target / name: schema_of(model) for name, model in SCHEMAS.items()}
    there = [path for path in contents if path.exists()]
    if there:
        raise Problems(
            Problem(
                path.relative_to(target).as_posix(),
                0,
                0,
                "template-exists",
                "this file is there already; nothing was written",
                "choose an empty folder",
            )
            for path in there
        )
    written: list[Path] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(
            "file-unwritable",
            f"the project cannot be written: {reason}",
            "choose a folder you may write to",
            path=target,
            exit_code=Exit.MACHINE,
        ) from error
    return written
