"""A project: its frameworks and surveys, read whole, with every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator.errors import Exit, Problem, Problems, refuse
from generator.model.clocks import Clocks
from generator.model.framework import Dimension, Framework
from generator.model.overlay import Overlay
from generator.model.survey import Organisation, Survey
from generator.sources.clock_checks import check_clocks
from generator.sources.conditions import check_conditions
from generator.sources.framework_checks import check_framework
from generator.sources.margin import Margin, Placed
from generator.sources.overlay import ENDING, Hidden, lay_over, without_hidden
from generator.sources.references import check_references
from generator.sources.shape import listed, validate
from generator.sources.survey_checks import check_survey
from generator.sources.team_checks import check_organisation
from generator.sources.yaml_reader import Document, Loc, read_document

FRAMEWORKS = "frameworks"
SURVEYS = "surveys"

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class SurveyFolder:
    """One folder of `surveys/`: the survey, and today's teams."""

    path: Path
    survey: Survey
    organisation: Organisation
    clocks: Clocks | None = None
    """What teams state about the cost of time; most surveys have none."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the author wrote, read and found to fit together."""

    root: Path
    frameworks: Mapping[str, Framework]
    """By id, sorted."""
    surveys: Mapping[str, SurveyFolder]
    """By id, sorted."""
    warnings: tuple[Problem, ...]
    """What does not stop, such as texts not translated yet."""
    _documents: Mapping[str, Placed] = field(default_factory=dict, repr=False)
    _paths: Mapping[str, str] = field(default_factory=dict, repr=False)

    def document_of(self, framework: str) -> str:
        """The file of a framework, relative to the project, for `locate`."""
        return self._paths.get(framework, f"{FRAMEWORKS}/{framework}.yaml")

    def locate(self, document: str, loc: Loc) -> tuple[str, int, int]:
        """Path, line and column of a value in a document given by its path.

        A framework in a folder goes by its `framework.yaml`; the answer names the file
        the value stands in. What the author left out stands where its surroundings do.
        """
        found = self._documents.get(document)
        return (document, 0, 0) if found is None else found.place(loc)


@dataclass(slots=True)
class _Folder:
    """A framework in several files: one document to everybody else."""

    main: Document
    parts: list[Document]
    own: int
    """Dimensions written in the main file; the others have a file each."""

    def place(self, loc: Loc, *, key: bool = False) -> tuple[str, int, int]:
        if len(loc) > 1 and loc[0] == "dimensions" and isinstance(loc[1], int):
            part = loc[1] - self.own
            if 0 <= part < len(self.parts):
                return self.parts[part].place(loc[2:], key=key)
        return self.main.place(loc, key=key)


def find_project(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `frameworks/`."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FRAMEWORKS).is_dir():
            return folder
    raise refuse(
        "project-missing",
        "there is no project here: no folder above has `frameworks/`",
        "change to your project's folder, or start one with `baseline init`",
        exit_code=Exit.USAGE,
    )


def load_project(root: Path) -> Project:
    """Read a whole project; raises `Problems` with every error over all files."""
    project, problems = check_project(root)
    if project is None:
        raise Problems(problem for problem in problems if problem.severity == "error")
    return project


def check_project(root: Path) -> tuple[Project | None, list[Problem]]:
    """Read a whole project; none where it has errors, and everything to say, sorted."""
    reading = _Reading(root)
    reading.frameworks()
    reading.surveys()
    problems = sorted(set(reading.problems))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return reading.project(problems), problems


class _Reading:
    """One reading of all files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.documents: dict[str, Placed] = {}
        self.paths: dict[str, str] = {}
        self.read: dict[str, Framework] = {}
        self.unread: set[str] = set()
        self.folders: dict[str, SurveyFolder] = {}

    def project(self, problems: Iterable[Problem]) -> Project:
        return Project(
            self.root,
            dict(sorted(self.read.items())),
            dict(sorted(self.folders.items())),
            tuple(problems),
            self.documents,
            self.paths,
        )

    def shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def document(self, path: Path) -> Document | None:
        try:
            document = read_document(path, self.shown(path))
        except Problems as unreadable:
            self.problems += unreadable.problems
            return None
        self.problems += document.problems
        self.documents[document.path] = document
        return document

    def value(self, model: type[_Model], document: Document) -> _Model | None:
        value, problems = validate(model, document)
        self.problems += problems
        return value

    # Frameworks

    def frameworks(self) -> None:
        folder = self.root / FRAMEWORKS
        margins: dict[str, Margin] = {}
        files = _entries(folder)
        overlays = [path for path in files if path.name.endswith(ENDING)]
        for path in files:
            if path in overlays:
                continue
            if path.is_dir():
                if not any(path.glob("*.yaml")):
                    continue  # pictures and the like
                found = self.framework_folder(path)
            elif path.suffix == ".yaml":
                found = self.framework_file(path)
            else:
                self.other_name(path)
                continue
            if found is None:
                continue
            framework, placed, shown = found
            margin = Margin(placed)
            if framework.id in margins:
                first = self.paths[framework.id]
                margin.error(
                    ("id",),
                    "id-duplicate",
                    f"the framework id `{framework.id}` is taken by {first}",
                    "give each framework its own id",
                )
                self.problems += margin.notes
                continue
            margins[framework.id] = margin
            self.read[framework.id] = framework
            self.paths[framework.id] = shown
        if not self.read and not self.unread and not self.problems:
            self.problems.append(
                Problem(
                    FRAMEWORKS,
                    0,
                    0,
                    "file-missing",
                    "there is no framework in this folder",
                    "`baseline init` in an empty folder writes an example",
                )
            )
        hidden = Hidden()
        for path in overlays:
            hidden |= self.overlay(path, margins)
        for identifier, framework in self.read.items():
            check_framework(margins[identifier], framework)
        check_references(margins, self.read, frozenset(self.unread), hidden)
        check_conditions(margins, self.read, frozenset(self.unread), hidden)
        for margin in margins.values():
            self.problems += margin.notes
        self.read = {
            identifier: without_hidden(framework, hidden)
            for identifier, framework in self.read.items()
        }

    def overlay(self, path: Path, margins: dict[str, Margin]) -> Hidden:
        """Lay one overlay over the framework it names; gives what it hides."""
        document = self.document(path)
        overlay = None if document is None else self.value(Overlay, document)
        if document is None or overlay is None or overlay.framework in self.unread:
            return Hidden()
        margin = Margin(document)
        framework = self.read.get(overlay.framework)
        if framework is None:
            known = self.read.keys() | self.unread
            what = "framework"
            margin.unknown(
                ("framework",), "ref-unknown", what, overlay.framework, known
            )
            self.problems += margin.notes
            return Hidden()
        below = margins[framework.id]
        framework, placed, hidden = lay_over(framework, below.document, overlay, margin)
        self.problems += margin.notes
        self.read[framework.id] = framework
        self.documents[self.paths[framework.id]] = placed
        below.document = placed
        return hidden

    def other_name(self, path: Path) -> None:
        if path.suffix.lower() in {".yml", ".yaml"}:
            self.problems.append(
                Problem(
                    self.shown(path),
                    0,
                    0,
                    "file-name",
                    "this file is not read: its name does not end in `.yaml`",
                    f"rename it to `{path.stem}.yaml`",
                )
            )

    def framework_file(self, path: Path) -> tuple[Framework, Placed, str] | None:
        document = self.document(path)
        if document is None:
            self.unread.add(path.stem)
            return None
        framework = self.value(Framework, document)
        if framework is None:
            self.unread.add(_id_in(document, path.stem))
            return None
        return framework, document, document.path

    def framework_folder(self, folder: Path) -> tuple[Framework, Placed, str] | None:
        """`framework.yaml`, and one file per dimension beside it, by file name."""
        main = self.document(folder / "framework.yaml")
        parts: list[Document] = []
        dimensions: list[Dimension] = []
        whole = main is not None
        for path in _entries(folder):
            if path.name == "framework.yaml" or path.is_dir():
                continue
            if path.suffix != ".yaml":
                self.other_name(path)
                continue
            part = self.document(path)
            dimension = None if part is None else self.value(Dimension, part)
            if part is None or dimension is None:
                whole = False
                continue
            parts.append(part)
            dimensions.append(dimension)
        if main is None:
            self.unread.add(folder.name)
            return None
        if isinstance(main.data, dict):
            main.data.setdefault("dimensions", [])
        framework = self.value(Framework, main)
        if framework is None or not whole:
            self.unread.add(_id_in(main, folder.name))
            return None
        own = len(framework.dimensions)
        framework = framework.model_copy(
            update={"dimensions": (*framework.dimensions, *dimensions)}
        )
        placed = _Folder(main, parts, own)
        self.documents[main.path] = placed
        return framework, placed, main.path

    # Surveys

    def surveys(self) -> None:
        for folder in _entries(self.root / SURVEYS):
            if folder.is_dir():
                self.survey(folder)

    def survey(self, folder: Path) -> None:
        unread = frozenset(self.unread)
        survey_document = self.document(folder / "survey.yaml")
        teams_document = self.document(folder / "teams.yaml")
        survey = organisation = None
        if survey_document is not None:
            survey = self.value(Survey, survey_document)
            if survey is not None:
                margin = Margin(survey_document)
                check_survey(margin, survey, self.read, unread)
                _folder_name(margin, survey, folder.name)
                self.problems += margin.notes
        if teams_document is not None:
            organisation = self.value(Organisation, teams_document)
            if organisation is not None:
                margin = Margin(teams_document)
                check_organisation(margin, organisation, survey, self.read, unread)
                self.problems += margin.notes
        clocks = self.clocks(folder / "clocks.yaml", organisation, survey)
        if survey is not None and organisation is not None:
            found = SurveyFolder(folder, survey, organisation, clocks)
            self.folders[survey.id] = found

    def clocks(
        self, path: Path, organisation: Organisation | None, survey: Survey | None
    ) -> Clocks | None:
        """What teams state about time, if the survey has such a file."""
        document = self.document(path) if path.is_file() else None
        clocks = None if document is None else self.value(Clocks, document)
        if document is not None and clocks is not None:
            margin = Margin(document)
            unread = frozenset(self.unread)
            check_clocks(margin, clocks, organisation, survey, self.read, unread)
            self.problems += margin.notes
        return clocks


def _folder_name(margin: Margin, survey: Survey, name: str) -> None:
    if survey.id != name:
        margin.error(
            ("id",),
            "survey-folder",
            f"the survey id is {listed([survey.id])}, its folder {listed([name])}",
            "give the folder the name of the survey",
        )


def _entries(folder: Path) -> list[Path]:
    """Visible files and folders by name; none where the folder is missing."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if not path.name.startswith("."))
    return sorted(found, key=lambda path: path.name)


def _id_in(document: Document, otherwise: str) -> str:
    """The id an unfit document claims, so that nobody calls it missing."""
    if isinstance(document.data, Mapping):
        claimed = document.data.get("id")
        if isinstance(claimed, str):
            return claimed
    return otherwise


def excerpt(root: Path, problem: Problem) -> str:
    """The source line of a problem with a caret under the place; empty if unknown."""
    if not problem.line or not problem.path.endswith(".yaml"):
        return ""  # the lines of other files hold people, or no words
    try:
        text = (root / problem.path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
    lines = text.splitlines()
    if problem.line > len(lines):
        return ""
    line = lines[problem.line - 1]
    column = max(problem.column, 1)
    start = 0
    if len(line) > 100 and column > 80:
        start = column - 40
    shown = line[start : start + 100].replace("\t", " ")
    left = ("…" if start else "") + shown + ("…" if len(line) > start + 100 else "")
    caret = " " * (column - 1 - start + (1 if start else 0)) + "^"
    return f"  {left}\n  {caret}"
