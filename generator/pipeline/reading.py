"""From the project's files to values: checked, located, and the wave asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import Exit, Problem, Problems, refuse
from generator.instruments.compile import compile_wave, wave_fingerprint
from generator.instruments.finding import Place
from generator.instruments.lint import lint
from generator.model.instrument import Wave
from generator.model.survey import Survey
from generator.pipeline.places import Places
from generator.sources.project import (
    Project,
    SurveyFolder,
    check_project,
    find_project,
    load_project,
)
from generator.sources.wavefile import WAVE_FILE, waves_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One survey of a project, with its frozen waves."""

    places: Places
    project: Project
    folder: SurveyFolder
    waves: tuple[Wave, ...]
    """Frozen waves, oldest first."""

    @property
    def survey(self) -> Survey:
        """The survey as written today."""
        return self.folder.survey

    def frozen(self, wave: str) -> Wave:
        """A frozen wave, or words about how to freeze it."""
        for each in self.waves:
            if each.id == wave:
                return each
        self.planned(wave)
        raise refuse(
            "wave-not-frozen",
            f"wave '{wave}' of survey '{self.survey.id}' is not frozen yet",
            f"run 'baseline field {wave}' to freeze it and write the invitations",
        )

    def planned(self, wave: str) -> None:
        """Refuse a wave that neither the survey nor a frozen folder knows."""
        known = [plan.id for plan in self.survey.waves] + [w.id for w in self.waves]
        if wave not in known:
            raise refuse(
                "wave-unknown",
                f"survey '{self.survey.id}' has no wave '{wave}'",
                f"its waves are: {', '.join(dict.fromkeys(known))}",
                exit_code=Exit.USAGE,
            )

    def today(self, wave: str) -> Wave:
        """The wave as today's files would freeze it."""
        self.planned(wave)
        return compile_wave(
            self.survey,
            self.folder.organisation,
            self.project.frameworks,
            wave,
            self.waves,
            locate=lambda place: locate(self.project, place),
        )


def project_root(start: Path | None) -> Path:
    """The project's folder, from `start` or the current folder upwards."""
    return find_project(start or Path.cwd())


def read(root: Path, survey: str | None = None) -> Reading:
    """Load the project and choose a survey; the only one needs no name.

    Raises:
        Problems: everything wrong in the files, or no such survey.
    """
    return choose(load_project(root), survey)


def choose(project: Project, survey: str | None = None) -> Reading:
    """One survey of a project already loaded, with its frozen waves."""
    if not project.surveys:
        raise refuse(
            "survey-missing",
            "this project has no survey",
            "put one at surveys/<id>/survey.yaml; 'baseline init' shows how",
        )
    if survey is None and len(project.surveys) > 1:
        raise refuse(
            "survey-ambiguous",
            f"this project has {len(project.surveys)} surveys",
            f"name one with --survey: {', '.join(sorted(project.surveys))}",
            exit_code=Exit.USAGE,
        )
    name = survey or next(iter(project.surveys))
    if name not in project.surveys:
        raise refuse(
            "survey-unknown",
            f"there is no survey '{name}'",
            f"this project has: {', '.join(sorted(project.surveys))}",
            exit_code=Exit.USAGE,
        )
    folder = project.surveys[name]
    waves = frozen_waves(project.root, name)
    return Reading(Places(project.root), project, folder, waves)


def frozen_waves(root: Path, survey: str) -> tuple[Wave, ...]:
    """The frozen waves of a survey, oldest first, each as it was frozen.

    Raises:
        Problems: a wave file was edited after freezing, such as its k.
    """
    waves = tuple(waves_of(Places(root).survey(survey)))
    edited = [wave for wave in waves if wave_fingerprint(wave) != wave.fingerprint]
    if edited:
        raise Problems(
            Problem(
                f"surveys/{survey}/waves/{wave.id}/{WAVE_FILE}",
                0,
                0,
                "wave-edited",
                f"the frozen wave '{wave.id}' is not as it was frozen",
                "bring the file back as it was, for example with 'git checkout'; "
                "what was promised when the invitations went out stays in force",
            )
            for wave in edited
        )
    return waves


def check(root: Path) -> list[Problem]:
    """Every problem and warning in the project's files, sorted by place."""
    project, problems = check_project(root)
    found = list(problems)
    if project is None:
        return sorted(set(found))
    for name, folder in sorted(project.surveys.items()):
        try:
            waves = frozen_waves(root, name)
        except Problems as problems:
            found += problems.problems
            continue
        for finding in lint(
            folder.survey,
            project.frameworks,
            organisation=folder.organisation,
            earlier=waves,
        ):
            found.append(finding.problem(*locate(project, finding.place)))
    return sorted(set(found))


def locate(project: Project, place: Place) -> tuple[str, int, int]:
    """Path, line and column of a place in an authored document."""
    if place.document == "framework":
        path = project.document_of(place.id)
    else:
        name = "survey.yaml" if place.document == "survey" else "teams.yaml"
        path = f"surveys/{place.id}/{name}"
    return project.locate(path, place.loc)
