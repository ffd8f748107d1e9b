"""LimeSurvey as a backend like any other."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from generator.backends.base import Arrival, Backend, Counts, Ground, Invited, Tell
from generator.backends.limesurvey import access, collecting, fielding
from generator.backends.limesurvey.client import Account, Client, Refused, signed_in
from generator.backends.limesurvey.record import (
    Record,
    Whose,
    read_record,
    record_path,
    token_hash,
    write_record,
)
from generator.backends.mailmerge import (
    erase_merge_files,
    read_mail_merge,
    write_mail_merge,
)
from generator.backends.pseudonyms import alias, cluster_code, link_code, pseudonym
from generator.errors import Exit, Problem, Problems, refuse
from generator.formats.lss import Link
from generator.formats.lss.languages import KNOWN
from generator.model.instrument import Instrument, Wave
from generator.model.people import Person
from generator.model.survey import LimeSurvey
from generator.model.wording import last_day, pick

LONG_PAST = dt.timedelta(days=2)
"""A server whose time zone we do not know is closed everywhere by then."""


@dataclass(frozen=True, slots=True)
class LimeSurveyBackend:
    """One wave on a LimeSurvey server."""

    ground: Ground
    settings: LimeSurvey
    account: Callable[[], Account]
    """Who signs in; secrets are read only when they are needed."""
    http: Callable[[], httpx.Client] = httpx.Client
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], int] = fielding.draw_number

    @property
    def name(self) -> str:
        """The name used in `survey.yaml`."""
        return "limesurvey"

    @property
    def wave(self) -> Wave:
        """The frozen wave."""
        return self.ground.wave

    @property
    def anonymous(self) -> bool:
        """Whether nothing may link an answer to a person."""
        return self.wave.privacy.identity == "anonymous"

    @property
    def invitations_path(self) -> Path:
        """The invitation file, for links that she sends herself."""
        name = f"{self.wave.id}.csv"
        return self.ground.var / "invitations" / self.wave.survey / name

    @property
    def record_path(self) -> Path:
        """What was fielded where."""
        return record_path(self.ground.var, self.wave.survey, self.wave.id)

    def intend(self, people: Sequence[Person], public_url: str) -> tuple[str, ...]:
        """What happens on the server, and what it means for the respondents."""
        if public_url:
            raise refuse(
                "public-url-given",
                "the links lead to the LimeSurvey server, not to a collector of ours",
                "leave --public-url out; `survey_address:` in survey.yaml names "
                "another address",
                exit_code=Exit.USAGE,
            )
        access.refuse_plain_http(self.settings)
        strange = [tag for tag in self.wave.languages if tag not in KNOWN]
        if strange:
            raise refuse(
                "limesurvey-language",
                f"LimeSurvey has no words of its own for: {', '.join(strange)}",
                "use a tag it knows, such as `en` for `en-GB`, or another backend",
            )
        host = access.host_of(self.settings)
        record = self._known()
        sentences = []
        for instrument in self._instruments(people):
            mine = [one for one in people if one.group == instrument.group]
            known = record.surveys.get(instrument.id) if record else None
            there = (
                f"survey {known.sid} is on {host} already"
                if known is not None and known.active
                else f"make one survey on {host}"
            )
            sentences.append(
                f"{instrument.letter}: {there}; invite {len(mine)} people of the list"
            )
        return (*sentences, *self._consequences(people))

    def field(
        self, people: Sequence[Person], public_url: str, tell: Tell
    ) -> list[Invited]:
        """Import, compare, list, activate, invite: each step once, whatever happens."""
        self.intend(people, public_url)
        record = self._known() or Record(
            self.wave.fingerprint, self.settings.url, self.settings.arrays
        )
        invited: list[Invited] = []
        wrong: list[Problem] = []
        with self._client() as client:
            for instrument in self._instruments(people):
                work = self._work(client, instrument, record, tell)
                mine = [one for one in people if one.group == instrument.group]
                fielding.import_survey(work)
                if any(one.relay for one in mine):
                    fielding.shut_finished(work)
                if self.anonymous:
                    self._count_links(work, mine)
                    fielding.activate(work)
                    invited += [self._shared(work, one) for one in mine]
                else:
                    links, refused = self._invite(work, mine)
                    invited += links
                    wrong += refused
        hers = [one for one in invited if self._is_hers(one)]
        if hers:
            write_mail_merge(self.invitations_path, hers)
        else:
            # links she passed on before now come from the server
            erase_merge_files(self.invitations_path)
        if wrong:
            raise Problems(wrong, Exit.BACKEND)
        return invited

    def remind(self, tell: Tell) -> list[Invited]:
        """The server mails who has not finished; the rest is for her mail merge.

        A relay must not learn who answered, so all of hers are reminded.
        """
        record = self._record()
        links = read_mail_merge(self.invitations_path)
        if self.anonymous:
            return links
        open_tokens: set[str] = set()
        with self._client() as client:
            for instrument in self._fielded(record):
                work = self._work(client, instrument, record, tell)
                fielding.activate(work)
                if self.settings.send_mails:
                    sent, failed = fielding.send_reminders(work)
                    many = f"{sent // 5 * 5} or more" if sent >= 5 else "fewer than 5"
                    tell(
                        f"{instrument.letter}: {many} reminders sent; who was written "
                        "to within the last day is left alone"
                    )
                    _tell_failed(tell, instrument, failed)
                open_tokens |= {
                    one.token
                    for one in fielding.participants(client, work.remote.sid)
                    if not one.completed
                }
        return [one for one in links if one.relay or _token_in(one.link) in open_tokens]

    def status(self) -> Mapping[tuple[str, str], Counts]:
        """Counts per (respondent group, team), as the server has them now."""
        record = self._record()
        counts: dict[tuple[str, str], Counts] = {}
        with self._client() as client:
            for instrument in self._fielded(record):
                source = self._source(client, instrument, record)
                found = (
                    collecting.anonymous_counts(source)
                    if self.anonymous
                    else collecting.named_counts(
                        source, fielding.participants(client, source.remote.sid)
                    )
                )
                for team, count in found.items():
                    counts[instrument.group, team] = count
        return counts

    def arrivals(
        self, marks: Mapping[str, str], *, full: bool = False
    ) -> Iterator[Arrival]:
        """What arrived, changed or went since the marks were made."""
        record = self._record()
        seen: set[str] = set()
        stopped: list[Problem] = []
        with self._client() as client:
            for instrument in self._fielded(record):
                source = self._source(client, instrument, record)
                try:
                    yield from collecting.arrivals(source, marks, seen, full=full)
                except Problems as problems:
                    # one survey that was stopped does not keep the others waiting
                    if problems.problems[0].code != "limesurvey-not-active":
                        raise
                    stopped += problems.problems
        if stopped:
            raise Problems(stopped, Exit.BACKEND)
        # only now is it known what no survey holds any more
        yield Arrival(gone=tuple(sorted(marks.keys() - seen)))

    def close(self, now: dt.datetime) -> None:
        """Lets every survey expire: LimeSurvey has no other way to stop one."""
        record = self._record()
        past = (now - LONG_PAST).astimezone(ZoneInfo(self._zone()))
        with self._client() as client:
            for instrument in self._fielded(record):
                sid = record.surveys[instrument.id].sid
                expires = f"{past:%Y-%m-%d %H:%M:%S}"
                result = client.call("set_survey_properties", sid, {"expires": expires})
                if not (isinstance(result, dict) and result.get("expires") is True):
                    raise refuse(
                        "limesurvey-not-closed",
                        f"survey {sid} could not be closed",
                        "set its expiry date on the server by hand, then run the same "
                        "command again",
                        exit_code=Exit.BACKEND,
                    )
        record.closed = True
        write_record(self.record_path, record)

    def closed(self) -> bool:
        """Whether the wave was closed by hand."""
        record = read_record(self.record_path)
        return record is not None and record.closed

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

    def ready(self) -> None:
        """Whether the server lets us in and lets us make surveys.

        Asked before anything is frozen. An import of no known kind is refused for its
        kind only after the right to import was looked at.
        """
        with self._client() as client:
            try:
                client.call("import_survey", "", "none")
            except Refused as refused:
                if refused.said != "Invalid extension":
                    raise

    def _known(self) -> Record | None:
        """The record of this wave on this server, if there is one."""
        record = read_record(self.record_path)
        if record is None:
            return None
        if record.wave_fingerprint != self.wave.fingerprint:
            raise refuse(
                "limesurvey-record",
                "the record of what was fielded belongs to another frozen wave",
                "bring back var/ and surveys/ from the same time",
                path=self.record_path,
            )
        if access.installation(record.url) != access.installation(self.settings.url):
            raise refuse(
                "limesurvey-moved",
                f"wave '{self.wave.id}' was fielded on {record.url}, and survey.yaml "
                f"names {self.settings.url}",
                "put that address back in survey.yaml; on any other server a survey of "
                "the same number is somebody else's. If the server itself has a new "
                "address, write it into this file too",
                path=self.record_path,
            )
        return record

    def _record(self) -> Record:
        record = self._known()
        if record is None:
            raise refuse(
                "limesurvey-not-fielded",
                f"wave '{self.wave.id}' was not fielded on LimeSurvey from here",
                f"run 'baseline field {self.wave.id}'; if it was, bring back var/ with "
                "'baseline restore'",
            )
        return record

    def _zone(self) -> str:
        return self.settings.timezone or self.wave.timezone

    def _team_codes(self, group: str) -> dict[str, str]:
        key = self.ground.key()
        return {
            team.id: link_code(key, self.wave.id, group, team.id)
            for team in self.wave.teams
        }

    def _instruments(self, people: Sequence[Person]) -> list[Instrument]:
        """The instruments of the people on the list, in the survey's order."""
        groups = {one.group for one in people}
        found = [
            one
            for one in self.wave.instruments
            if one.mode == "survey" and one.group in groups
        ]
        unasked = sorted(groups - {one.group for one in found})
        strangers = sorted(
            {one.team for one in people} - {team.id for team in self.wave.teams}
        )
        if unasked:
            raise refuse(
                "invitation-group-not-asked",
                f"wave '{self.wave.id}' has no survey for: {', '.join(unasked)}",
                "use a group that has an instrument, or leave these people out",
            )
        if strangers:
            raise refuse(
                "invitation-unknown-team",
                f"wave '{self.wave.id}' has no team: {', '.join(strangers)}",
                f"its teams: {', '.join(sorted(team.id for team in self.wave.teams))}",
            )
        return found

    def _fielded(self, record: Record) -> list[Instrument]:
        return [
            one
            for one in self.wave.instruments
            if one.id in record.surveys and record.surveys[one.id].active
        ]

    def _work(
        self, client: Client, instrument: Instrument, record: Record, tell: Tell
    ) -> fielding.Work:
        link = Link(
            self._team_codes(instrument.group),
            host=access.host_of(self.settings),
            timezone=self._zone(),
            arrays=record.arrays,
        )
        return fielding.Work(
            client,
            self.wave,
            instrument,
            link,
            record,
            lambda: write_record(self.record_path, record),
            tell,
            self.draw,
        )

    def _source(
        self, client: Client, instrument: Instrument, record: Record
    ) -> collecting.Source:
        codes = self._team_codes(instrument.group)
        return collecting.Source(
            client,
            self.wave,
            instrument,
            record.surveys[instrument.id],
            {code: team for team, code in codes.items()},
            self.ground.key(),
            record.arrays,
        )

    def _invite(
        self, work: fielding.Work, people: Sequence[Person]
    ) -> tuple[list[Invited], list[Problem]]:
        key = self.ground.key()
        group_code = link_code(key, self.wave.id, work.instrument.group, "")
        clusters = self.wave.asks_outside(work.instrument.group)
        invitees: dict[str, fielding.Invitee] = {}
        for person in people:
            who = pseudonym(key, person.person or person.email)
            company = (
                cluster_code(key, person.partner) if clusters and person.partner else ""
            )
            code = work.link.codes[person.team]
            invitees.setdefault(
                f"{code}/{alias(key, self.wave.id, person.team, who)}",
                fielding.Invitee(
                    person,
                    Whose(person.team, who, company),
                    code,
                    group_code,
                    alias(key, self.wave.id, person.team, who),
                ),
            )
        tokens, wrong = fielding.add_participants(work, list(invitees.values()))
        fielding.activate(work)
        if self.settings.send_mails:
            mailed = frozenset(
                tokens[each]
                for each, one in invitees.items()
                if each in tokens and not one.person.relay
            )
            sent, failed = fielding.send_invitations(work, mailed)
            work.tell(f"{work.instrument.letter}: {sent} invitations sent")
            _tell_failed(work.tell, work.instrument, failed)
        return [
            self._invited(
                work, one.person, token=tokens[each], lang=one.person.language
            )
            for each, one in invitees.items()
            if each in tokens
        ], wrong

    def _shared(self, work: fielding.Work, person: Person) -> Invited:
        code = work.link.codes[person.team]
        return self._invited(work, person, team=code, lang=person.language, newtest="Y")

    def _count_links(self, work: fielding.Work, people: Sequence[Person]) -> None:
        for team in {one.team for one in people}:
            n = sum(one.team == team for one in people)
            code = token_hash(work.link.codes[team])
            work.remote.invitations[code] = Whose(team, "", "", n)
        work.keep()

    def _invited(self, work: fielding.Work, person: Person, **values: str) -> Invited:
        language = (
            person.language
            if person.language in work.instrument.languages
            else work.instrument.languages[0]
        )
        return Invited(
            name=person.name,
            email=person.email,
            language=language,
            group=person.group,
            team=person.team,
            link=access.address_of(self.settings, work.remote.sid, **values),
            minutes=pick(work.instrument.estimated_minutes, language),
            closes=last_day(self.wave.closes, self.wave.timezone, language),
            relay=person.relay,
        )

    def _is_hers(self, invited: Invited) -> bool:
        """Whether she sends the link herself, by mail merge or through a relay."""
        return bool(self.anonymous or invited.relay or not self.settings.send_mails)

    def _consequences(self, people: Sequence[Person]) -> Iterator[str]:
        if self.anonymous:
            yield (
                "anonymous: everybody about one team gets the same link. Nobody can "
                "stop and go on later, a link can be used twice, reminders go to all, "
                "and no trend is matched by person. The server keeps no times"
            )
            yield "the server sends nothing: the links are files for your mail merge"
            return
        yield (
            "pseudonymous: names and e-mail addresses stand on the server beside the "
            "answers; whoever administers it can see who answered what. Say so in the "
            "privacy statement. Here, only codes are kept"
        )
        relayed = sum(bool(one.relay) for one in people)
        if self.settings.send_mails:
            yield f"the server mails {len(people) - relayed} invitations"
        else:
            yield "the server sends nothing: the links are files for your mail merge"
        if relayed:
            yield (
                f"{relayed} people get their link through the person named under "
                "`relay`; the server learns neither their name nor their address"
            )


def _tell_failed(tell: Tell, instrument: Instrument, failed: int) -> None:
    if failed:
        tell(
            f"{instrument.letter}: {failed} mails could not be sent; the server's mail "
            "settings or an address may be wrong. Run the same command again to try "
            "only these"
        )


def _token_in(link: str) -> str:
    return link.partition("token=")[2].partition("&")[0]


def limesurvey_backend(ground: Ground) -> Backend:
    """LimeSurvey with the settings of `survey.yaml`."""
    settings = access.settings_of(ground.survey)
    return LimeSurveyBackend(
        ground, settings, lambda: access.account_of(settings, ground.var)
    )
