"""Frameworks and a survey become everything one wave needs for ever."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence

from generator.instruments import codes
from generator.instruments.asking import instruments
from generator.instruments.canonical import digest
from generator.instruments.finding import Finding, Locate, Place, nowhere, problems
from generator.instruments.job import Job
from generator.instruments.tree import nodes, rules
from generator.model.framework import Framework
from generator.model.instrument import (
    WAVE_FORMAT,
    Promise,
    Wave,
    WaveGroup,
    WaveTeam,
    WaveUnit,
)
from generator.model.survey import ORGANISATION, Organisation, Survey, WavePlan


def compile_wave(
    survey: Survey,
    organisation: Organisation,
    frameworks: Mapping[str, Framework],
    wave_id: str,
    earlier: Sequence[Wave] = (),
    *,
    locate: Locate = nowhere,
) -> Wave:
    """Freeze one wave of a survey: instruments, rules, promises, organisation.

    Args:
        survey: the survey as written today.
        organisation: today's units and teams.
        frameworks: by framework id; others than the survey's are ignored.
        wave_id: which of the survey's waves.
        earlier: frozen waves, oldest first; their question codes are kept.
        locate: finds the line of a place, for the problems raised.

    Raises:
        Problems: everything that keeps the wave from being frozen, at once.
    """
    wave, findings = try_wave(survey, organisation, frameworks, wave_id, earlier)
    if wave is None or findings:
        raise problems(findings, locate)
    return wave


def try_wave(
    survey: Survey,
    organisation: Organisation,
    frameworks: Mapping[str, Framework],
    wave_id: str,
    earlier: Sequence[Wave] = (),
) -> tuple[Wave | None, list[Finding]]:
    """The wave as far as it can be compiled, and what keeps it from being frozen."""
    job = Job(survey, frameworks)
    _check_frameworks(job, frameworks)
    plan = _plan(job, wave_id)
    wave = None
    if plan is not None:
        wave = _wave(job, plan, organisation, codes.earlier_codes(earlier))
    return wave, list(dict.fromkeys(job.findings))


def wave_fingerprint(wave: Wave) -> str:
    """SHA-256 of everything in the wave but the fingerprint itself."""
    return digest(dataclasses.replace(wave, fingerprint=""))


def _plan(job: Job, wave_id: str) -> WavePlan | None:
    """The wave as planned; a finding where there is none of that id."""
    for plan in job.survey.waves:
        if plan.id == wave_id:
            return plan
    known = ", ".join(plan.id for plan in job.survey.waves) or "none"
    job.find(
        job.top.at("waves"),
        "instrument-wave",
        f"no wave '{wave_id}'; the survey has: {known}",
        "add it under `waves:` or name one of these",
    )
    return None


def _wave(
    job: Job, plan: WavePlan, organisation: Organisation, given: Mapping[str, str]
) -> Wave:
    """Everything frozen with the wave."""
    survey = job.survey
    opens, closes = _term(job, plan)
    wave = Wave(
        format=WAVE_FORMAT,
        survey=survey.id,
        survey_title=job.words(survey.title, job.top.at("title"), "the survey's title"),
        organisation=job.name(survey.organisation),
        id=plan.id,
        title=job.words(
            plan.title,
            job.top.at("waves", survey.waves.index(plan), "title"),
            f"the title of wave '{plan.id}'",
        ),
        opens=opens,
        closes=closes,
        timezone=survey.timezone,
        reference=plan.reference,
        languages=survey.languages,
        headline=survey.headline,
        backend=survey.backend,
        groups=tuple(_groups(job)),
        instruments=tuple(instruments(job, plan, given)),
        nodes=tuple(nodes(job)),
        rules=tuple(map(rules, job.book.frameworks)),
        privacy=_promise(job),
        units=tuple(
            WaveUnit(unit.id, job.name(unit.name), unit.parent or ORGANISATION)
            for unit in organisation.units
        ),
        teams=tuple(_teams(job, organisation)),
    )
    return dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))


def _check_frameworks(job: Job, frameworks: Mapping[str, Framework]) -> None:
    for position, use in enumerate(job.survey.frameworks):
        place = job.top.at("frameworks", position)
        framework = frameworks.get(use.id)
        if framework is None:
            job.find(
                place.at("id"),
                "instrument-framework",
                f"there is no framework '{use.id}'",
                f"known: {', '.join(sorted(frameworks)) or 'none'}",
            )
            continue
        if framework.version != use.version:
            job.find(
                place.at("version"),
                "instrument-framework",
                f"the survey asks for version {use.version} of '{use.id}',"
                f" the file holds {framework.version}",
                "write the version you have read and agree to",
            )
        for language in job.survey.languages:
            if language not in framework.languages:
                job.find(
                    Place("framework", framework.id, ("languages",)),
                    "instrument-language",
                    f"the survey is asked in '{language}', the framework is not"
                    " written in it",
                    f"translate the framework and add '{language}' to its"
                    " languages, or take it out of the survey's",
                )


def _term(job: Job, plan: WavePlan) -> tuple[datetime.datetime, datetime.datetime]:
    place = job.top.at("waves", job.survey.waves.index(plan))
    if plan.closes < plan.opens:
        job.find(
            place.at("closes"),
            "instrument-dates",
            f"wave '{plan.id}' closes on {plan.closes}, before it opens on"
            f" {plan.opens}",
            "the closing day is the last day on which answers are taken",
        )
    zone: datetime.tzinfo = datetime.UTC
    try:
        zone = zoneinfo.ZoneInfo(job.survey.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        job.find(
            job.top.at("timezone"),
            "instrument-timezone",
            f"there is no time zone '{job.survey.timezone}'",
            "use an IANA name such as Europe/Berlin or America/New_York",
        )
    day = datetime.timedelta(days=1)
    return _start(plan.opens, zone), _start(plan.closes + day, zone)


def _groups(job: Job) -> Iterator[WaveGroup]:
    for position, group in enumerate(job.survey.groups):
        place = job.top.at("groups", position)
        what = f"of respondent group '{group.id}'"
        yield WaveGroup(
            group.id,
            job.words(group.title, place.at("title"), f"the title {what}"),
            job.words(
                group.view_title,
                place.at("view_title"),
                f"the view title {what}",
            ),
            group.clusters,
        )


def _promise(job: Job) -> Promise:
    privacy = job.survey.privacy
    return Promise(
        identity=privacy.identity,
        k_scores=privacy.k_scores,
        k_comments=privacy.k_comments,
        comments=privacy.comments,
        retention_days=privacy.retention_days,
        contact=privacy.contact,
        steward=privacy.steward,
        seal=privacy.seal,
        k_units=privacy.k_units,
        statement=job.words(
            privacy.statement,
            job.top.at("privacy", "statement"),
            "the privacy statement",
        ),
    )


def _teams(job: Job, organisation: Organisation) -> Iterator[WaveTeam]:
    for position, team in enumerate(organisation.teams):
        place = Place("organisation", job.survey.id, ("teams", position))
        outside: set[str] = set()
        for number, ref in enumerate(team.not_in_scope):
            placed = job.book.practice(ref)
            if placed is None:
                job.find(
                    place.at("not_in_scope", number),
                    "instrument-practice",
                    f"team '{team.id}': no practice '{ref}' in the survey's frameworks",
                    "write it as framework:practice",
                )
                continue
            outside.update(job.book.family(placed.ref))
        yield WaveTeam(
            team.id,
            job.name(team.name),
            team.unit or ORGANISATION,
            job.words(
                team.about,
                place.at("about"),
                f"what team '{team.id}' looks after",
            ),
            dict(sorted(team.eligible.items())),
            tuple(sorted(outside)),
            team.peer_group or "",
        )


def _start(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """The first moment of a local day, in UTC."""
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    return midnight.astimezone(datetime.UTC)
