"""What a LimeSurvey server and our record of it hold of people, and its removal."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from generator.backends.base import Ground
from generator.backends.forgetting import Forgets, Removal, Sought
from generator.backends.limesurvey import access, collecting, fielding
from generator.backends.limesurvey.backend import LimeSurveyBackend
from generator.backends.limesurvey.client import Account, Client, Refused, signed_in
from generator.backends.limesurvey.record import (
    Record,
    Remote,
    read_record,
    record_path,
    rewrite_record,
    token_hash,
)
from generator.backends.pseudonyms import alias
from generator.errors import Problems
from generator.formats.lss import survey_title
from generator.machine.private import erase
from generator.model.instrument import Instrument, Wave
from generator.model.survey import LimeSurvey

NOT_THERE = "Response Id not found"


@dataclass(frozen=True, slots=True)
class LimeSurveyMemory:
    """One wave on a LimeSurvey server, and the record of its fielding."""

    ground: Ground
    settings: LimeSurvey
    account: Callable[[], Account]
    """Who signs in; secrets are read only when they are needed."""
    http: Callable[[], httpx.Client] = httpx.Client
    sleep: Callable[[float], None] = time.sleep

    @property
    def wave(self) -> Wave:
        """The frozen wave."""
        return self.ground.wave

    @property
    def path(self) -> Path:
        """What was fielded where."""
        return record_path(self.ground.var, self.wave.survey, self.wave.id)

    @property
    def named(self) -> bool:
        """Whether the server knows people at all."""
        return self.wave.privacy.identity != "anonymous"

    def owners(self, tokens: Iterable[str]) -> Mapping[str, str]:
        """Pseudonym by what stands in a link, as we wrote it down."""
        known = self._known()
        return {
            one: known[token_hash(one)] for one in tokens if token_hash(one) in known
        }

    def people(self) -> frozenset[str]:
        """Pseudonyms of all who were invited, as we wrote them down."""
        return frozenset(self._known().values())

    def _known(self) -> dict[str, str]:
        """Pseudonym by the hash of a link."""
        record = read_record(self.path)
        return {
            hashed: whose.respondent
            for remote in (record.surveys.values() if record else ())
            for hashed, whose in remote.invitations.items()
            if whose.respondent
        }

    def addressed(self, emails: Collection[str]) -> frozenset[str]:
        """Pseudonyms that stand beside these addresses on the server."""
        record = read_record(self.path)
        if record is None or not self.named or not emails:
            return frozenset()
        addresses = {one.casefold() for one in emails}
        with self._client() as client:
            return frozenset(
                whose.respondent
                for _, remote in self._surveys(record)
                for one in fielding.participants(client, remote.sid)
                if one.email.casefold() in addresses
                and (whose := remote.invitations.get(token_hash(one.token)))
            )

    def forget_people(self, sought: Sought, *, dry_run: bool) -> Removal:
        """Removes people's answers and names there, then their codes here."""
        record = read_record(self.path)
        if record is None or not self.named:
            return Removal()
        hashes = {
            hashed
            for remote in record.surveys.values()
            for hashed, whose in remote.invitations.items()
            if whose.respondent in sought.pseudonyms
        } | set(map(token_hash, sought.tokens))
        links = 0
        ids: list[str] = []
        by_hand: list[str] = []
        try:
            with self._client() as client:
                for instrument, remote in self._surveys(record):
                    people, rows = self._found(
                        client, instrument, remote, record, sought, hashes
                    )
                    links += len(people)
                    ids += [f"{remote.sid}.{number}" for number in rows]
                    if not dry_run:
                        _delete(client, remote.sid, people, rows)
        except Problems as refused:
            by_hand = list(self._by_hand(record, sought, refused))
        if not dry_run:
            for remote in record.surveys.values():
                remote.invitations = {
                    hashed: whose
                    for hashed, whose in remote.invitations.items()
                    if hashed not in hashes
                }
            rewrite_record(self.path, record)
        return Removal(links, len(ids), tuple(ids), tuple(by_hand))

    def forget_wave(self, *, dry_run: bool) -> Removal:
        """Removes the wave's surveys there, and the record of them here.

        Where the server cannot be asked, the record keeps the surveys' numbers alone,
        so that the same command can be tried again.
        """
        record = read_record(self.path)
        if record is None:
            return Removal()
        links = sum(len(remote.invitations) for remote in record.surveys.values())
        host = access.host_of(self.settings)
        by_hand: list[str] = []
        try:
            with self._client() as client:
                for instrument, remote in self._surveys(record):
                    title = self._title(client, instrument, remote)
                    if title == survey_title(instrument, instrument.languages[0]):
                        if not dry_run:
                            client.call("delete_survey", remote.sid)
                    elif title is not None:
                        by_hand.append(
                            f"on {host}: survey {remote.sid} no longer bears our "
                            "title; look whether it is ours, and delete it there"
                        )
        except Problems as refused:
            by_hand = [
                f"on {host}: delete survey {remote.sid} with its participants and "
                f"responses ({_why(refused)})"
                for _, remote in self._surveys(record)
            ]
        if dry_run:
            return Removal(links, 0, (), tuple(by_hand))
        if by_hand:
            for remote in record.surveys.values():
                remote.invitations = {}
            rewrite_record(self.path, record)
        else:
            erase(self.path)
        return Removal(links, 0, (), tuple(by_hand))

    def uncollected(self, known: Mapping[str, int], marks: Mapping[str, str]) -> int:
        """How many responses there are new or changed since they were collected."""
        if read_record(self.path) is None:
            return 0
        backend = LimeSurveyBackend(
            self.ground, self.settings, self.account, self.http, self.sleep
        )
        return sum(
            one.remote_id not in known or marks.get(one.remote_id) != ""
            for arrival in backend.arrivals(marks)
            for one in arrival.submissions
        )

    @contextmanager
    def _client(self) -> Iterator[Client]:
        account = self.account()
        with (
            self.http() as http,
            signed_in(
                self.settings.url, account, http=http, sleep=self.sleep
            ) as client,
        ):
            yield client

    def _surveys(self, record: Record) -> Iterator[tuple[Instrument, Remote]]:
        for instrument in self.wave.instruments:
            if instrument.id in record.surveys:
                yield instrument, record.surveys[instrument.id]

    def _found(
        self,
        client: Client,
        instrument: Instrument,
        remote: Remote,
        record: Record,
        sought: Sought,
        hashes: set[str],
    ) -> tuple[list[int], list[int]]:
        """Numbers of participants and of responses to be removed from one survey."""
        addresses = {one.casefold() for one in sought.emails}
        # our record may have forgotten them already, when the server was out of reach
        aliases = {
            alias(self.ground.key(), self.wave.id, team.id, pseudonym)
            for team in self.wave.teams
            for pseudonym in sought.pseudonyms
        }
        mine = [
            one
            for one in fielding.participants(client, remote.sid)
            if token_hash(one.token) in hashes
            or one.alias in aliases
            or (
                one.email.casefold() in addresses
                and token_hash(one.token) not in remote.invitations
            )
        ]
        tokens = {one.token for one in mine if one.token}
        if not remote.active:
            return [one.tid for one in mine], []
        source = collecting.Source(
            client, self.wave, instrument, remote, {}, b"", record.arrays
        )
        rows = [
            one.number
            for one in collecting.listing(source)
            if one.token in tokens
            or (one.token and token_hash(one.token) in hashes)
            or source.remote_id(one.number) in sought.remote_ids
        ]
        return [one.tid for one in mine], rows

    def _title(
        self, client: Client, instrument: Instrument, remote: Remote
    ) -> str | None:
        """The title of a survey there; none where it is gone already."""
        language = instrument.languages[0]
        try:
            named = client.call(
                "get_language_properties", remote.sid, ["surveyls_title"], language
            )
        except Refused as refused:
            if refused.said in fielding.NO_SURVEY:
                return None
            raise
        return str(named.get("surveyls_title")) if isinstance(named, dict) else ""

    def _by_hand(
        self, record: Record, sought: Sought, refused: Problems
    ) -> Iterator[str]:
        host = access.host_of(self.settings)
        for _, remote in self._surveys(record):
            mine = sorted(
                number
                for one in sought.remote_ids
                for sid, _, number in [one.partition(".")]
                if sid == str(remote.sid)
            )
            rows = f"response {', '.join(mine)}" if mine else "the person's responses"
            yield (
                f"on {host}, survey {remote.sid}: delete {rows}, and the person's row "
                f"under Participants, found by the e-mail address ({_why(refused)})"
            )


def _delete(client: Client, sid: int, people: list[int], rows: list[int]) -> None:
    for number in rows:
        try:
            client.call("delete_response", sid, number)
        except Refused as refused:
            if refused.said != NOT_THERE:
                raise
    if people:
        client.call("delete_participants", sid, [*people])


def _why(refused: Problems) -> str:
    return refused.problems[0].message


def limesurvey_memory(ground: Ground) -> Forgets:
    """LimeSurvey with the settings of `survey.yaml`.

    Where today's survey is fielded elsewhere, the address is the one written down when
    the wave was.
    """
    settings = ground.survey.limesurvey
    if settings is None:
        wave = ground.wave
        record = read_record(record_path(ground.var, wave.survey, wave.id))
        settings = LimeSurvey(url=record.url if record else "https://unknown.invalid")
    given = settings
    return LimeSurveyMemory(ground, given, lambda: access.account_of(given, ground.var))
