"""Where pages lie, and how one leads to another: one place for every address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses as seen from a page of one audience, in one language."""

    up: str
    """From the page to `dist/`: `../` or `../../`."""
    language: str
    source: str
    """The language whose pages carry no suffix."""

    @property
    def playbook(self) -> str:
        """The playbook in this language."""
        own = "" if self.language == self.source else f"{self.language}/"
        return f"{self.up}playbook/{own}"

    def guidance(self, ref: str) -> str:
        """The page of a practice: what, why, how and the ladder."""
        framework, _, practice = ref.partition(":")
        return f"{self.playbook}{framework}/practices/{practice}.html"

    def framework(self, framework: str) -> str:
        """The page of a framework."""
        return f"{self.playbook}{framework}/index.html"

    def page(self, name: str) -> str:
        """One of the playbook's own pages: methodology, privacy, glossary."""
        return f"{self.playbook}{name}.html"

    def file(self, stem: str) -> str:
        """The name of a page with results: `index.html`, `2026.de.html`."""
        suffix = "" if self.language == self.source else f".{self.language}"
        return f"{stem}{suffix}.html"

    def team(self, team: str) -> str:
        """A team's newest page."""
        return f"{self.up}teams/{team}/{self.file('index')}"

    def cost(self, team: str) -> str:
        """What waiting costs a team."""
        return f"{self.up}costs/{team}/{self.file('index')}"

    def written_for(self, folder: str) -> str:
        """The newest page for partners or for a reader."""
        return f"{self.up}{folder}/{self.file('index')}"


LEADERS = "leaders"
TEAMS = "teams"
COSTS = "costs"
PARTNERS = "partners"
READERS = "readers"
