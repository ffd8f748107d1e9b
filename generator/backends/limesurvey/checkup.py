"""What a LimeSurvey server is like for us: looked at, never changed."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx

from generator.backends.limesurvey import access
from generator.backends.limesurvey.client import (
    Account,
    Client,
    Refused,
    first_sentence,
    signed_in,
)
from generator.backends.limesurvey.record import Record
from generator.errors import Problems
from generator.formats.lss.languages import KNOWN
from generator.machine.observation import Observation, State
from generator.model.survey import LimeSurvey, Survey

CLOCK_NOTE, CLOCK_BAD = 60, 900
"""Seconds by which the server's clock may differ from ours."""


def examine(
    survey: Survey,
    var: Path,
    records: Mapping[str, Record],
    *,
    now: Callable[[], dt.datetime],
    sleep: Callable[[float], None],
) -> list[Observation]:
    """Everything `doctor --limesurvey` looks at.

    Signs in once: a server locks an address after a few wrong passwords.

    Args:
        survey: as written today.
        var: the project's `var/`.
        records: what was fielded, by wave.
        now: the clock.
        sleep: waits before a call is repeated.
    """
    found: list[Observation] = []
    try:
        settings = access.settings_of(survey)
        found += _written(survey, settings)
        account = access.account_of(settings, var)
    except Problems as problems:
        return [*found, _refusal("settings", problems)]
    found.append(Observation("account", "good", f"{account.user}, a password is there"))
    with httpx.Client() as http:
        try:
            with signed_in(settings.url, account, http=http, sleep=sleep) as client:
                found += _server(client, account, now)
                found += _surveys(client, records)
        except Problems as problems:
            found.append(_refusal("server", problems))
            if any(one.code == "limesurvey-locked-out" for one in problems.problems):
                found.append(_locked())
    return found


def _written(survey: Survey, settings: LimeSurvey) -> Iterator[Observation]:
    """What can be said from `survey.yaml` alone."""
    if access.plain_http(settings):
        yield Observation("address", "bad", f"{settings.url} is not encrypted")
        access.refuse_plain_http(settings)
    yield Observation("address", "good", settings.url)
    yield Observation(
        "form address",
        "good",
        access.address_of(settings, 123456).replace("123456", "…"),
    )
    strange = [tag for tag in survey.languages if tag not in KNOWN]
    yield Observation(
        "languages",
        "bad" if strange else "good",
        f"LimeSurvey has no words for: {', '.join(strange)}"
        if strange
        else ", ".join(survey.languages),
    )
    sender = "@" in survey.privacy.contact
    yield Observation(
        "sender",
        "good" if sender else "note",
        survey.privacy.contact
        if sender
        else "`contact` holds no e-mail address; mails go out in the server's own name",
    )
    zone = settings.timezone or survey.timezone
    yield Observation(
        "time zone",
        "good" if settings.timezone else "note",
        zone
        if settings.timezone
        else f"taken to be {zone}, the survey's own; ask the administrator and write "
        "`timezone:` if it is another",
    )


def _server(
    client: Client, account: Account, now: Callable[[], dt.datetime]
) -> Iterator[Observation]:
    client.sign_in()
    version = _setting(client, "versionnumber")
    yield Observation("sign-in", "good", f"{account.user} may use the interface")
    yield _clock(client.server_date, now())
    yield Observation(
        "version",
        "good" if version else "note",
        version or "this account may not read it; that is usual and no harm",
    )
    yield _right_to_create(client)
    yield Observation(
        "mail",
        "good" if (most := _setting(client, "maxemails")) else "note",
        f"{most} mails at once"
        if most
        else "this account may not read the mail settings: send the first invitation "
        "to yourself",
    )
    yield Observation(
        "lock-out",
        "note",
        "a few wrong passwords lock this machine's address for everybody behind it; "
        "a wrong one is never tried twice",
    )


def _clock(date: str, ours: dt.datetime) -> Observation:
    try:
        theirs = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return Observation("clock", "note", "the server does not tell its time")
    apart = abs((theirs - ours).total_seconds())
    state: State = "good"
    if apart > CLOCK_NOTE:
        state = "bad" if apart > CLOCK_BAD else "note"
    words = (
        "as ours"
        if state == "good"
        else f"{apart / 60:.0f} minutes apart from ours; surveys open and close by it"
    )
    return Observation("clock", state, words)


def _right_to_create(client: Client) -> Observation:
    """Asks for an import of no known kind: the right is checked before the kind."""
    try:
        client.call("import_survey", "", "none")
    except Refused as refused:
        if refused.said == "Invalid extension":
            return Observation("rights", "good", "may create surveys")
        return Observation(
            "rights", "bad", "may not create surveys; ask for that global right"
        )
    return Observation("rights", "note", "could not be told")


def _surveys(client: Client, records: Mapping[str, Record]) -> Iterator[Observation]:
    """Every survey we made, as it is now."""
    for wave, record in sorted(records.items()):
        for instrument, remote in sorted(record.surveys.items()):
            subject = f"{wave}, {instrument}"
            try:
                kept = client.call(
                    "get_survey_properties", remote.sid, ["active", "expires"]
                )
            except Refused as refused:
                yield Observation(
                    subject, "bad", f"survey {remote.sid}: {refused.said.lower()}"
                )
                continue
            values = kept if isinstance(kept, dict) else {}
            active = values.get("active") == "Y"
            until = first_sentence(str(values.get("expires")))
            state: State = "good" if active else "bad"
            words = f"open until {until}" if active else "not active"
            yield Observation(subject, state, f"survey {remote.sid}, {words}")


def _setting(client: Client, name: str) -> str:
    try:
        return first_sentence(str(client.call("get_site_settings", name)))
    except Refused:
        return ""


def _refusal(subject: str, problems: Problems) -> Observation:
    first = problems.problems[0]
    words = f"{first.message}; {first.hint}" if first.hint else first.message
    return Observation(subject, "bad", words)


def _locked() -> Observation:
    return Observation(
        "lock-out",
        "bad",
        "this machine's address is locked; every further try makes it longer",
    )
