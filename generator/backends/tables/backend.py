"""Any other form tool as a backend: forms go out as files, answers come as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.backends.base import Arrival, Backend, Counts, Ground, Invited, Tell
from generator.backends.mailmerge import read_mail_merge, write_mail_merge
from generator.backends.tables.lost import lost_in
from generator.backends.tables.rows import NAME
from generator.errors import Exit, refuse
from generator.machine.private import write_private
from generator.model.instrument import Wave
from generator.model.people import Person
from generator.model.wording import last_day, pick


@dataclass(frozen=True, slots=True)
class TablesBackend:
    """One wave in a form tool that we cannot talk to."""

    wave: Wave
    invitations_path: Path
    closed_path: Path
    """A file that says when the wave was closed by hand."""
    key: Callable[[], bytes]
    """The survey's secret key, which the answers from files will need."""

    @property
    def name(self) -> str:
        """The name used in `survey.yaml`."""
        return NAME

    def intend(self, people: Sequence[Person], public_url: str) -> tuple[str, ...]:
        """Forms as files, perhaps a mail merge with one address, and what is lost."""
        groups = sorted({person.group for person in people})
        unasked = [one for one in groups if self.wave.instrument_for(one) is None]
        if unasked:
            raise refuse(
                "invitation-group-not-asked",
                f"group `{unasked[0]}` has no survey in wave `{self.wave.id}`",
                "use a group that has an instrument, or leave the people out",
            )
        if public_url and len(groups) > 1:
            raise refuse(
                "tables-address",
                f"the people list holds {len(groups)} groups, and each answers a form "
                f"of its own: {', '.join(groups)}",
                "give a people list and the address of its form for each group, one "
                "after the other",
                exit_code=Exit.USAGE,
            )
        written = "write the forms beside the frozen wave: word, xlsform, surveyjs"
        mails = (
            f"write the same address for each of {len(people)} people"
            if public_url
            else "write no links: for these, give the form's address with --public-url"
        )
        lost = tuple(f"lost with a form tool: {each}" for each in lost_in(self.wave))
        return (written, mails, *lost)

    def ready(self) -> None:
        """Another tool is set up by hand; nothing can be asked of it."""

    def field(
        self, people: Sequence[Person], public_url: str, tell: Tell
    ) -> list[Invited]:
        """Writes one address for everybody, where there is one."""
        self.intend(people, public_url)
        tell(
            f"put the forms in surveys/{self.wave.survey}/waves/{self.wave.id}/ into "
            "your form tool"
        )
        if not public_url:
            return []
        # made now: once somebody was invited a missing key is taken for a lost one
        self.key()
        invited = [self._invited(person, public_url) for person in people]
        groups = {person.group for person in people}
        before = read_mail_merge(self.invitations_path)
        # the other groups were invited to forms of their own
        kept = [one for one in before if one.group not in groups]
        write_mail_merge(self.invitations_path, [*kept, *_once(invited)])
        return invited

    def _invited(self, person: Person, public_url: str) -> Invited:
        instrument = self.wave.instrument_for(person.group)
        minutes = instrument.estimated_minutes if instrument else {}
        return Invited(
            name=person.name,
            email=person.email,
            language=person.language,
            group=person.group,
            team=person.team,
            link=public_url,
            minutes=pick(minutes, person.language),
            closes=last_day(self.wave.closes, self.wave.timezone, person.language),
        )

    def remind(self, tell: Tell) -> list[Invited]:
        """Everybody: only the form tool knows who has finished."""
        invited = read_mail_merge(self.invitations_path)
        if not invited:
            raise refuse(
                "tables-remind",
                "nobody was invited from here",
                "remind people with your form tool, or write the mail merge with "
                f"'baseline field {self.wave.id} --people FILE --public-url ADDRESS'",
            )
        tell("nobody here knows who has finished: the file holds everybody")
        return invited

    def status(self) -> Mapping[tuple[str, str], Counts]:
        """Not known here."""
        raise refuse(
            "tables-status",
            f"the answers of wave '{self.wave.id}' are in your form tool",
            "look there, or let it write a file and count it with 'baseline collect "
            f"{self.wave.id} --from FILE --dry-run'",
            exit_code=Exit.USAGE,
        )

    def arrivals(
        self,
        marks: Mapping[str, str],  # noqa: ARG002
        *,
        full: bool = False,  # noqa: ARG002
    ) -> Iterator[Arrival]:
        """Nothing comes by itself."""
        raise refuse(
            "tables-file",
            f"the answers of wave '{self.wave.id}' come as a file",
            "let your form tool write one as .xlsx or .csv, then run 'baseline collect "
            f"{self.wave.id} --from FILE --guess-map'",
            exit_code=Exit.USAGE,
        )

    def close(self, now: dt.datetime) -> None:
        """Notes the moment; the form itself must be closed in its tool."""
        write_private(self.closed_path, f"{now.isoformat()}\n".encode())

    def closed(self) -> bool:
        """Whether the wave was closed by hand."""
        return self.closed_path.exists()


def closed_at(var: Path, wave: Wave) -> dt.datetime | None:
    """When a wave in a form tool was closed by hand, if it was."""
    path = _closed_path(var, wave)
    if wave.backend != NAME or not path.exists():
        return None
    return dt.datetime.fromisoformat(path.read_text("utf-8").strip())


def tables_backend(ground: Ground) -> Backend:
    """Any other form tool, with what is kept of it below `var/`."""
    wave, var = ground.wave, ground.var
    invitations = var / "invitations" / wave.survey / f"{wave.id}.csv"
    return TablesBackend(wave, invitations, _closed_path(var, wave), ground.key)


def _closed_path(var: Path, wave: Wave) -> Path:
    return var / NAME / wave.survey / f"{wave.id}.closed"


def _once(invited: Sequence[Invited]) -> list[Invited]:
    """One mail for each person and team."""
    return list({(one.email, one.group, one.team): one for one in invited}.values())
