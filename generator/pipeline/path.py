"""Which team's path forward, in which wave."""

from __future__ import annotations

import dataclasses

from generator.errors import Exit, refuse
from generator.pages.baseline.path_list import TeamPath, path_list
from generator.pipeline.reading import Reading
from generator.pipeline.site import released_of


def team_path(
    reading: Reading, team: str, wave: str | None = None, language: str | None = None
) -> TeamPath:
    """The path forward of a team, from released values and its own statement alone.

    Args:
        reading: the survey with its frozen waves.
        team: id of the team.
        wave: the newest released wave the team was in, where none is named.
        language: of titles and steps; the survey's first, where none is named.

    Raises:
        Problems: no such team, wave or language, or nothing is released yet.
    """
    survey = reading.survey
    spoken = language or survey.languages[0]
    if spoken not in survey.languages:
        raise refuse(
            "language-unknown",
            f"survey '{survey.id}' is not in '{spoken}'",
            f"it is in: {', '.join(survey.languages)}",
            exit_code=Exit.USAGE,
        )
    if wave is not None:
        reading.frozen(wave)
    released = dataclasses.replace(
        released_of(reading.project, reading), language=spoken
    )
    waves = [one for one in released.waves if wave in (None, one.id)]
    if not waves:
        name = wave or survey.waves[-1].id
        raise refuse(
            "wave-not-released",
            f"wave '{name}' has no released scores yet",
            f"run 'baseline collect {name}', then 'baseline release {name}'",
        )
    chosen = next(
        (one for one in reversed(waves) if any(t.id == team for t in one.teams)), None
    )
    if chosen is None:
        known = sorted({one.id for each in waves for one in each.teams})
        raise refuse(
            "group-unknown",
            f"there is no team '{team}' in a released wave",
            f"there are: {', '.join(known)}",
            exit_code=Exit.USAGE,
        )
    coming = next(
        (
            (plan.title.say(spoken), plan.opens)
            for plan in sorted(survey.waves, key=lambda one: one.opens)
            if plan.opens > chosen.closes.date()
        ),
        None,
    )
    return path_list(released, chosen, team, coming)
