"""What an organisation promises beyond its shape: its tree of units and teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model.framework import Framework
from generator.model.ids import qualified
from generator.model.survey import (
    ORGANISATION,
    STATEMENT_VIEW,
    Organisation,
    Survey,
)
from generator.sources.framework_checks import dimensions_of, practices_of
from generator.sources.margin import Margin, cycles
from generator.sources.shape import listed
from generator.sources.texts import check_texts
from generator.sources.yaml_reader import Loc


def check_organisation(
    margin: Margin,
    organisation: Organisation,
    survey: Survey | None,
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
) -> None:
    """Note what is wrong in `teams.yaml`; `survey` is none where it has problems."""
    if survey is not None:
        check_texts(margin, organisation, survey.languages)
    ours = (ORGANISATION, STATEMENT_VIEW, "index", "assets")
    ids: list[tuple[str, Loc]] = []
    for index, unit in enumerate(organisation.units):
        ids.append((unit.id, ("units", index, "id")))
        margin.reserved(("units", index, "id"), "unit", unit.id, ours)
    for index, team in enumerate(organisation.teams):
        ids.append((team.id, ("teams", index, "id")))
        margin.reserved(("teams", index, "id"), "team", team.id, ours)
    margin.unique("unit or team", ids)
    named: list[tuple[str, Loc]] = [
        (audience.id, ("audiences", index, "id"))
        for index, audience in enumerate(organisation.audiences)
    ]
    margin.unique("audience", named)
    _tree(margin, organisation)
    if not organisation.teams:
        margin.error(
            ("teams",), "list-length", "there is no team to look at", "add a team"
        )
    if survey is None:
        return
    groups = {group.id for group in survey.groups}
    for index, team in enumerate(organisation.teams):
        for group in team.eligible:
            if group not in groups:
                where = ("teams", index, "eligible", group)
                margin.unknown(
                    where, "group-unknown", "respondent group", group, groups
                )
    if not any(use.id in unread for use in survey.frameworks):
        used = [frameworks[use.id] for use in survey.frameworks if use.id in frameworks]
        _scope(margin, organisation, used)
        _audiences(margin, organisation, used)


def _tree(margin: Margin, organisation: Organisation) -> None:
    units = {unit.id for unit in organisation.units}
    above: dict[str, list[str]] = {}
    index_of = {unit.id: index for index, unit in enumerate(organisation.units)}
    for index, unit in enumerate(organisation.units):
        if unit.parent is None:
            continue
        if unit.parent in units:
            above[unit.id] = [unit.parent]
        else:
            where = ("units", index, "parent")
            margin.unknown(where, "unit-unknown", "unit", unit.parent, units)
    for circle in cycles(above):
        one = len(circle) == 1
        margin.error(
            ("units", index_of[circle[0]], "parent"),
            "unit-cycle",
            f"unit {listed(circle)} is part of itself"
            if one
            else f"units {listed(circle)} are part of one another",
            "leave `parent` out for the unit at the top",
        )
    for index, team in enumerate(organisation.teams):
        if team.unit is not None and team.unit not in units:
            where = ("teams", index, "unit")
            margin.unknown(where, "unit-unknown", "unit", team.unit, units)


def _audiences(
    margin: Margin, organisation: Organisation, used: Sequence[Framework]
) -> None:
    teams = {"leaders", "partners", ORGANISATION}
    teams |= {unit.id for unit in organisation.units}
    teams |= {team.id for team in organisation.teams}
    readers = {reader.id for framework in used for reader in framework.readers}
    for index, audience in enumerate(organisation.audiences):
        for number, name in enumerate(audience.sees):
            where = ("audiences", index, "sees", number)
            if name not in teams | readers:
                known = teams | readers
                margin.unknown(where, "audience-sees", "page to see", name, known)
            elif name in teams & readers:
                margin.error(
                    where,
                    "audience-sees",
                    f"`{name}` is a page over teams and also a reader of a framework",
                    "give the unit, the team or the reader another id",
                )


def _scope(
    margin: Margin, organisation: Organisation, used: Sequence[Framework]
) -> None:
    known = {
        qualified(placed.practice.id, framework.id)
        for framework in used
        for placed in practices_of(framework)
    }
    dimensions = {
        qualified(dimension.id, framework.id)
        for framework in used
        for dimension, _ in dimensions_of(framework)
    }
    for index, team in enumerate(organisation.teams):
        for number, ref in enumerate(team.not_in_scope):
            bare = [full for full in known if full.partition(":")[2] == ref]
            if ref in known or len(bare) == 1:
                continue
            where = ("teams", index, "not_in_scope", number)
            if ref in dimensions:
                margin.error(
                    where,
                    "ref-unknown",
                    f"`{ref}` is a dimension, not a practice",
                    "name its practices one by one",
                )
            else:
                margin.unknown(where, "ref-unknown", "practice", ref, known)
