"""The embedded collector as a backend like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.backends.base import Arrival, Backend, Counts, Ground, Invited, Tell
from generator.backends.local.inbox import (
    close_inbox,
    closed,
    damaged,
    status,
    submissions,
)
from generator.backends.local.invitations import invite, unfinished
from generator.backends.mailmerge import read_mail_merge, write_mail_merge
from generator.errors import Exit, Problem, refuse
from generator.machine.sealing import Unseal, need_package
from generator.model.instrument import Wave
from generator.model.people import Person


@dataclass(frozen=True, slots=True)
class LocalBackend:
    """One wave on this machine: its inbox, its invitation file and its key."""

    wave: Wave
    inbox_path: Path
    invitations_path: Path
    key: Callable[[], bytes]
    """The survey's secret key for pseudonyms, asked for only when needed."""
    unseal: Unseal | None = None
    """Opens sealed answers, where the steward's key was given."""

    @property
    def name(self) -> str:
        """The name used in `survey.yaml`."""
        return "local"

    def intend(self, people: Sequence[Person], public_url: str) -> tuple[str, ...]:
        """Links in files for the mail merge; nothing is sent."""
        if not public_url:
            raise refuse(
                "public-url-missing",
                "the links need the address where respondents reach the collector",
                "give it with --public-url, such as https://survey.example.org",
                exit_code=Exit.USAGE,
            )
        sentences = (
            f"write a personal link for each of {len(people)} people on the list",
            "send nothing: the files are for your own mail merge",
        )
        if not self.wave.privacy.seal:
            return sentences
        need_package()
        sealed = (
            "seal finished answers: without the steward's private key nobody can ever "
            "read them. Make sure it is there, with a copy in another safe place"
        )
        return (*sentences, sealed)

    def ready(self) -> None:
        """The collector starts with `host`; nothing is needed before."""

    def field(
        self,
        people: Sequence[Person],
        public_url: str,
        tell: Tell,  # noqa: ARG002 - it takes a moment only
    ) -> list[Invited]:
        """Makes links and writes them to the invitation files."""
        self.intend(people, public_url)
        invited = invite(
            self.wave,
            people,
            self.inbox_path,
            self.key(),
            public_url,
            earlier=read_mail_merge(self.invitations_path),
        )
        write_mail_merge(self.invitations_path, invited)
        return invited

    def remind(self, tell: Tell) -> list[Invited]:  # noqa: ARG002
        """Invitations whose answers are not complete; the mail merge is hers."""
        return unfinished(read_mail_merge(self.invitations_path), self.inbox_path)

    def status(self) -> Mapping[tuple[str, str], Counts]:
        """Counts per (respondent group, team)."""
        return status(self.inbox_path, self.wave)

    def arrivals(
        self,
        marks: Mapping[str, str],  # noqa: ARG002 - reading it all is quick enough
        *,
        full: bool = False,  # noqa: ARG002
    ) -> Iterator[Arrival]:
        """Everything received so far, in a stable order."""
        found = tuple(submissions(self.inbox_path, self.wave, self.unseal))
        broken: tuple[str, ...] = ()
        if self.unseal is not None:
            broken = damaged(self.inbox_path, self.wave, self.unseal)
        yield Arrival(
            found,
            problems=tuple(map(_broken, broken)),
            done=len(found),
            total=len(found),
        )

    def close(self, now: dt.datetime) -> None:  # noqa: ARG002 - at once
        """Takes no more answers."""
        close_inbox(self.inbox_path, self.wave)

    def closed(self) -> bool:
        """Whether the wave was closed by hand."""
        return closed(self.inbox_path, self.wave)


def _broken(remote_id: str) -> Problem:
    return Problem(
        "",
        0,
        0,
        "seal-broken",
        f"response {remote_id}: its seal does not open",
        "it was changed after it was sealed; look for it in a backup of the inbox",
        "warning",
    )


def local_backend(ground: Ground) -> Backend:
    """The embedded collector with its files below `var/`."""
    wave, var = ground.wave, ground.var
    return LocalBackend(
        wave,
        var / "inbox" / wave.survey / f"{wave.id}.sqlite3",
        var / "invitations" / wave.survey / f"{wave.id}.csv",
        ground.key,
        ground.unseal,
    )
