"""The embedded collector as a backend like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.backends.base import Backend, Counts, Invited
from generator.backends.local.inbox import close_inbox, closed, status, submissions
from generator.backends.local.invitations import (
    invite,
    read_mail_merge,
    unfinished,
    write_mail_merge,
)
from generator.model.instrument import Wave
from generator.model.people import Person
from generator.model.response import Submission


@dataclass(frozen=True, slots=True)
class LocalBackend:
    """One wave on this machine: its inbox, its invitation file and its key."""

    wave: Wave
    inbox_path: Path
    invitations_path: Path
    key: Callable[[], bytes]
    """The survey's secret key for pseudonyms, asked for only when needed."""

    @property
    def name(self) -> str:
        """The name used in `survey.yaml`."""
        return "local"

    def field(self, people: Sequence[Person], public_url: str) -> list[Invited]:
        """Makes links and writes them to the invitation files."""
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

    def unfinished(self) -> list[Invited]:
        """Invitations whose answers are not complete."""
        return unfinished(read_mail_merge(self.invitations_path), self.inbox_path)

    def status(self) -> Mapping[tuple[str, str], Counts]:
        """Counts per (respondent group, team)."""
        return status(self.inbox_path, self.wave)

    def submissions(self) -> Iterator[Submission]:
        """Everything received so far, in a stable order."""
        return submissions(self.inbox_path, self.wave)

    def close(self) -> None:
        """Takes no more answers."""
        close_inbox(self.inbox_path, self.wave)

    def closed(self) -> bool:
        """Whether the wave was closed by hand."""
        return closed(self.inbox_path, self.wave)


def local_backend(wave: Wave, var: Path, key: Callable[[], bytes]) -> Backend:
    """The embedded collector with its files below `var/`."""
    return LocalBackend(
        wave,
        var / "inbox" / wave.survey / f"{wave.id}.sqlite3",
        var / "invitations" / wave.survey / f"{wave.id}.csv",
        key,
    )
