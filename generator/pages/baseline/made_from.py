"""What a page is drawn from, as a digest: while it stays, so does the page.

A page of a wave shows nothing of later editions and statements, and a team's page no
statement and no clock of another team; everything else that a page may be drawn from is
in its digest.
"""

from __future__ import annotations

import hashlib

from generator.model.clocks import Clocks, TeamClocks
from generator.model.instrument import Wave
from generator.model.page import Baseline


class Sources:
    """The parts pages are drawn from, each looked at once."""

    def __init__(self, baseline: Baseline) -> None:
        """Look at what all pages of `baseline` have in common."""
        self._baseline = baseline
        self._common = _digest(
            baseline.language,
            [framework.model_dump_json() for framework in baseline.frameworks],
            baseline.waves,
            baseline.written_for,
            sorted((name, repr(text)) for name, text in baseline.names.items()),
        )

    def of(self, wave: Wave, team: str | None = None) -> str:
        """The digest for a page of `wave`: of one team, or of the whole organisation.

        Empty where an edition has no digest, so that the page is never kept.
        """
        given = self._baseline
        until = [one.id for one in given.waves if one.closes <= wave.closes]
        editions = [given.digests.get(name, "") for name in until]
        if not all(editions):
            return ""
        said = [
            statement
            for (name, about), statement in sorted(given.statements.items())
            if name in until and team in (None, about)
        ]
        clocks: Clocks | TeamClocks | None = given.clocks
        if given.clocks is not None and team is not None:
            clocks = given.clocks.of(team)
        peers = given.peers.get(wave.id)
        return _digest(
            self._common,
            wave.id,
            team,
            editions,
            said,
            clocks,
            peers.digest if peers else "",
        )


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8")).hexdigest()
