"""Where things lie in a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one project; nothing is made by asking."""

    root: Path

    @property
    def var(self) -> Path:
        """Databases, keys and invitations: personal data, never in git."""
        return self.root / "var"

    @property
    def store(self) -> Path:
        """Responses, statements, editions and the ledger."""
        return self.var / "store.sqlite3"

    @property
    def build(self) -> Path:
        """Staging and drafts; may be deleted at any time."""
        return self.root / "build"

    @property
    def dist(self) -> Path:
        """The built site, one folder per audience."""
        return self.root / "dist"

    def inbox(self, survey: str, wave: str) -> Path:
        """The embedded collector's database for one wave."""
        return self.var / "inbox" / survey / f"{wave}.sqlite3"

    def invitations(self, survey: str, wave: str) -> Path:
        """The mail-merge file of one wave; the same as XLSX lies beside it."""
        return self.var / "invitations" / survey / f"{wave}.csv"

    def survey(self, survey: str) -> Path:
        """Folder of one survey."""
        return self.root / "surveys" / survey

    def wave(self, survey: str, wave: str) -> Path:
        """Folder of one frozen wave."""
        return self.survey(survey) / "waves" / wave
