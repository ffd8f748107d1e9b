"""A small wave fielded on the LimeSurvey of this process."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from limesurvey_server import PASSWORD, URL, USER, LimeSurveyServer
from samples import ground, small_survey, small_wave

from generator.backends.limesurvey.backend import LimeSurveyBackend
from generator.backends.limesurvey.client import Account
from generator.backends.limesurvey.record import Record, read_record
from generator.model.instrument import Wave
from generator.model.people import Person

SETTINGS = {"url": URL, "user": USER, "timezone": "Europe/Berlin"}


def wave(identity: str = "pseudonymous") -> Wave:
    small = small_wave()
    promise = dataclasses.replace(small.privacy, identity=identity)
    return dataclasses.replace(small, backend="limesurvey", privacy=promise)


def backend(
    server: LimeSurveyServer,
    var: Path,
    identity: str = "pseudonymous",
    **settings: object,
) -> LimeSurveyBackend:
    """The backend as the pipeline builds it, with this server and no waiting."""
    survey = small_survey(limesurvey={**SETTINGS, **settings})
    assert survey.limesurvey is not None
    numbers = iter(range(100_001, 200_000))
    return LimeSurveyBackend(
        ground(wave(identity), var, survey=survey),
        survey.limesurvey,
        lambda: Account(USER, PASSWORD),
        http=server.client,
        sleep=lambda _seconds: None,
        draw=lambda: next(numbers),
    )


def people(each: int = 2) -> list[Person]:
    """So many of every group and team, one partner through a relay."""
    return [
        Person(
            person=f"{group}-{team}-{n}",
            name=f"{group.title()} {n}",
            email=f"{group}.{team}.{n}@example.org",
            language=("en", "de")[n % 2],
            group=group,
            team=team,
            partner=f"Company {n}" if group == "partner" else "",
            relay="manager@example.org" if group == "partner" and n == 0 else "",
        )
        for group in ("practitioner", "stakeholder", "partner")
        for team in ("oncology", "vaccines")
        for n in range(each)
    ]


def record(one: LimeSurveyBackend) -> Record:
    found = read_record(one.record_path)
    assert found is not None
    return found
