"""From frameworks and editions to `dist/`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from generator.errors import Problems, refuse
from generator.model.framework import Framework
from generator.model.ids import Text
from generator.model.instrument import Wave
from generator.model.page import Baseline, Manifest, PlannedPage
from generator.model.survey import Organisation
from generator.pages.baseline import planned_pages
from generator.pipeline.benchmarking import peers_for
from generator.pipeline.gate import guard_of, readers_of, without_named
from generator.pipeline.places import Places
from generator.pipeline.reading import Reading, choose
from generator.pipeline.results import everything_released
from generator.sources.project import Project, load_project
from generator.store.editions import edition_digest
from generator.website.audiences import written_for
from generator.website.build import BuildReport, build_site
from generator.website.drawn import Drawn
from generator.website.files import write_if_changed

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
    pages: list[PlannedPage] = []
    released = NOTHING
    if reading is not None and not playbook_only:
        released = released_of(project, reading)
        for language in reading.survey.languages:
            pages += planned_pages(replace(released, language=language))
    report = build_site(
        root,
        out or places.dist,
        frameworks=_in_order(project, reading),
        surveys=[reading.survey] if reading else [],
        waves=waves,
        stamped=pages,
        guard=guard_of(project, reading, released, {}),
        languages=languages,
        engine=engine,
        build=places.build,
        commands=commands,
    )
    write_if_changed(_drawn_from_file(places), f"{drawn_from(released)}\n")
    return report


def drawn_from(released: Baseline) -> str:
    """SHA-256 of everything released and signed off that pages are drawn from."""
    parts = [
        (wave, released.digests.get(wave) or edition_digest(edition))
        for wave, edition in sorted(released.editions.items())
    ]
    parts += [("clocks", repr(released.clocks))] if released.clocks else []
    said = [repr(statement) for _, statement in sorted(released.statements.items())]
    peers = [(wave, one.digest) for wave, one in sorted(released.peers.items())]
    drawn = (parts, said, peers) if peers else (parts, said)
    return hashlib.sha256(repr(drawn).encode("utf-8")).hexdigest()


def read_drawn_from(places: Places) -> str:
    """What the last build was drawn from; empty before any."""
    try:
        return _drawn_from_file(places).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def read_manifest(places: Places) -> Manifest:
    """What each number of the last build is; nothing before any."""
    return Drawn(places.build / "cells")


def _drawn_from_file(places: Places) -> Path:
    return places.build / "drawn-from.txt"


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
    written, statements = everything_released(reading)
    editions = {
        wave: without_named(project, reading, edition)
        for wave, edition in written.items()
    }
    return Baseline(
        language=reading.survey.languages[0],
        frameworks=tuple(_in_order(project, reading)),
        waves=tuple(wave for wave in reading.waves if wave.id in editions),
        editions=editions,
        statements=statements,
        peers=peers_for(reading, editions),
        clocks=reading.folder.clocks,
        names=_names(reading.folder.organisation),
        digests={wave: edition_digest(one) for wave, one in editions.items()},
        written_for=written_for(reading.folder.organisation, readers_of(project)),
    )


def _names(organisation: Organisation) -> dict[str, Text]:
    """Today's names of teams and of audiences that have one."""
    titled = {one.id: one.title for one in organisation.audiences if one.title}
    return {**titled, **{team.id: team.name for team in organisation.teams}}


def _in_order(project: Project, reading: Reading | None) -> list[Framework]:
    """Frameworks in the order the survey names them, then the others."""
    named = [use.id for use in reading.survey.frameworks] if reading else []
    rest = sorted(set(project.frameworks) - set(named))
    return [
        project.frameworks[name]
        for name in [*named, *rest]
        if name in project.frameworks
    ]
