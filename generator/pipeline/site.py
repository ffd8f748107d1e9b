"""From frameworks and editions to `dist/`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.errors import Problems, refuse
from generator.model.framework import Framework
from generator.model.instrument import Wave
from generator.model.page import Baseline, StampedPage
from generator.pages.baseline import baseline_pages
from generator.pages.baseline.writing import CellTable
from generator.pipeline.gate import guard_of
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading, choose
from generator.pipeline.results import everything_released
from generator.sources.project import Project, load_project
from generator.website.build import BuildReport, build_site

NOTHING = Baseline("en", (), (), {}, {})
"""A project of which nothing was released."""


def build(
    root: Path,
    *,
    survey: str | None = None,
    out: Path | None = None,
    engine: str = "mkdocs",
    playbook_only: bool = False,
    commands: str = "",
) -> BuildReport:
    """Build the playbook and, from released values only, the baseline pages.

    The site is put in place only if the gate finds nothing in it.

    Args:
        root: the project's folder.
        survey: which survey, where the project has several.
        out: where the site goes; `dist/` where not given.
        engine: `mkdocs` or `zensical`.
        playbook_only: leave out everything with results.
        commands: the reference of the commands in Markdown, for the manual.
    """
    places = Places(root)
    project = load_project(root)
    reading = choose(project, survey) if project.surveys else None
    languages = languages_of(project)
    waves = _waves(reading) if reading else ()
    pages: list[StampedPage] = []
    manifest: dict[str, CellTable] = {}
    released = NOTHING
    if reading is not None and not playbook_only:
        released = released_of(project, reading)
        for language in reading.survey.languages:
            drawn, cells = baseline_pages(replace(released, language=language))
            pages += drawn
            manifest.update(cells)
    return build_site(
        root,
        out or places.dist,
        frameworks=_in_order(project, reading),
        surveys=[reading.survey] if reading else [],
        waves=waves,
        stamped=pages,
        manifest=manifest,
        guard=guard_of(project, reading, released, manifest),
        languages=languages,
        engine=engine,
        build=places.build,
        commands=commands,
    )


def languages_of(project: Project) -> tuple[str, ...]:
    """Languages of the playbook: those every framework has, the source first."""
    frameworks = list(project.frameworks.values())
    if not frameworks:
        raise refuse(
            "framework-missing",
            "this project has no framework",
            "put one at frameworks/<id>.yaml; 'baseline init' shows how",
        )
    return tuple(
        language
        for language in frameworks[0].languages
        if all(language in framework.languages for framework in frameworks)
    ) or (frameworks[0].languages[0],)


def _waves(reading: Reading) -> tuple[Wave, ...]:
    """Frozen waves, and those still to come as today's files would freeze them."""
    frozen = {wave.id: wave for wave in reading.waves}
    found = dict(frozen)
    for plan in reading.survey.waves:
        if plan.id not in found:
            try:
                found[plan.id] = reading.today(plan.id)
            except Problems:
                continue
    return tuple(sorted(found.values(), key=lambda wave: wave.opens))


def released_of(project: Project, reading: Reading) -> Baseline:
    """Everything released, in the survey's source language."""
    editions, statements = everything_released(reading)
    return Baseline(
        language=reading.survey.languages[0],
        frameworks=tuple(_in_order(project, reading)),
        waves=tuple(wave for wave in reading.waves if wave.id in editions),
        editions=editions,
        statements=statements,
    )


def _in_order(project: Project, reading: Reading | None) -> list[Framework]:
    """Frameworks in the order the survey names them, then the others."""
    named = [use.id for use in reading.survey.frameworks] if reading else []
    rest = sorted(set(project.frameworks) - set(named))
    return [
        project.frameworks[name]
        for name in [*named, *rest]
        if name in project.frameworks
    ]
