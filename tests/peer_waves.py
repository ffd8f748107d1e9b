"""Released waves of many teams and of many organisations, without any answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samples import GOVERN, LOG, RISK, STAKEHOLDERS, both, small_wave

from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    Edition,
    Shown,
    Suppressed,
)
from generator.model.instrument import Wave, WaveTeam
from generator.model.survey import ORGANISATION
from generator.store.editions import edition_digest

VIEW = "stakeholder"
PRACTICES = (RISK, LOG, GOVERN, STAKEHOLDERS)


def shown(value: float, *, n: int = 12, band: str = "") -> Shown:
    low, high = max(0.0, round(value - 0.5, 1)), min(4.0, round(value + 0.5, 1))
    return Shown(value, low, high, n, 0.22, 31.0, "low", band)  # type: ignore[arg-type]


def wave_with(teams: Mapping[str, str], wave: Wave | None = None) -> Wave:
    """The small wave with these teams, each with its peer group."""
    return replace(
        wave or small_wave(),
        teams=tuple(
            WaveTeam(
                team,
                both(team),
                ORGANISATION,
                both(""),
                {VIEW: 20},
                peer_group=group,
            )
            for team, group in teams.items()
        ),
        units=(),
    )


def edition_of(
    wave: Wave,
    scores: Mapping[str, float | None],
    whole: float | None = 2.0,
    practices: Sequence[str] = PRACTICES,
) -> Edition:
    """What was released: the same score of a group in every practice, or none."""
    given = {**scores, ORGANISATION: whole}
    cells: dict[CellKey, Shown | Suppressed] = {
        CellKey(VIEW, ref, group): Suppressed() if value is None else shown(value)
        for ref in practices
        for group, value in given.items()
    }
    return Edition(
        format=EDITION_FORMAT,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        number=1,
        k=5,
        cells=dict(sorted(cells.items())),
    )


def organisation(value: float, mark: str = "") -> tuple[Wave, Edition, str]:
    """An organisation of three hidden teams with one score of the whole."""
    wave = small_wave()
    if mark:
        wave = replace(wave, fingerprint=mark)
    edition = edition_of(wave, dict.fromkeys(("a", "b", "c")), value)
    return wave, edition, edition_digest(edition)
