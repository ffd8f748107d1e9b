"""`baseline cost`: what waiting costs, from the teams' own clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.common import json_option, reading_of, survey_option
from generator.cli.output import say, say_json, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.costing.cost import Spread
    from generator.costing.told import Numbers, Told
    from generator.model.clocks import Delay, TeamClocks


@click.command("cost", short_help="Say what waiting costs, from the teams' clocks.")
@click.argument("team", required=False)
@survey_option
@json_option
@click.pass_context
def cost_command(
    ctx: click.Context, team: str | None, survey: str | None, as_json: bool
) -> None:
    """Say what waiting costs TEAM, or every team that states it in clocks.yaml.

    Low, most likely and high; which statement the spread comes from; and everything
    that was stated. No survey answer goes into it.

    Example: baseline cost oncology
    """
    from generator.costing.told import told_of
    from generator.errors import Exit, refuse

    clocks = reading_of(ctx, survey).folder.clocks
    stated = clocks.teams if clocks else ()
    if team is not None:
        found = clocks.of(team) if clocks else None
        if found is None:
            known = ", ".join(one.team for one in stated)
            raise refuse(
                "team-states-nothing",
                f"team '{team}' states nothing about the cost of time",
                f"those that do: {known}" if known else "state it in clocks.yaml",
                exit_code=Exit.USAGE,
            )
        stated = (found,)
    if as_json:
        say_json([_as_dict(one, told_of(one)) for one in stated])
    elif not stated:
        say("no team states anything about the cost of time")
    else:
        say("\n\n".join(_as_text(one, told_of(one)) for one in stated))


def _as_dict(stated: TeamClocks, told: Numbers) -> dict[str, object]:
    """Amounts in the team's currency: results to two digits, statements as made."""
    from generator.costing.cost import cost_of, sum_of
    from generator.costing.told import of_delay

    costs = [cost_of(stated, delay) for delay in stated.delays]
    return {
        "team": stated.team,
        "stated": stated.stated.isoformat(),
        "currency": stated.currency,
        "shown_to": list(stated.shown_to),
        "total": _ends(sum_of(costs)),
        "delays": [
            {
                "metric": delay.metric,
                "title": delay.title.say("en"),
                "critical_path": delay.critical_path,
                "late_days": {
                    end: getattr(cost.late, end) for end in ("low", "base", "high")
                },
                "total": _ends(cost.total),
                "spread": [
                    {
                        "input": bar.input,
                        "low": _two(bar.low),
                        "high": _two(bar.high),
                        "share": round(bar.share, 2),
                    }
                    for bar in cost.bars
                ],
                "basis": delay.basis,
                "source": delay.source.say("en"),
                "stated": {
                    name: {"value": one.value, "unit": one.unit}
                    for name, one in of_delay(told, number).items()
                },
            }
            for number, (delay, cost) in enumerate(
                zip(stated.delays, costs, strict=True), start=1
            )
        ],
    }


def _ends(spread: Spread) -> dict[str, float]:
    return {end: _two(getattr(spread, end)) for end in ("low", "base", "high")}


def _two(amount: float) -> float:
    from generator.costing.cost import two_digits

    return two_digits(amount)


def _as_text(stated: TeamClocks, told: Numbers) -> str:
    """Sentences and tables, one part per delay."""
    parts = [
        f"{stated.team}, stated on {stated.stated}: " + _between(stated, told, "all")
    ]
    for number, delay in enumerate(stated.delays, start=1):
        parts.append(_delay_text(stated, told, number, delay))
    return "\n\n".join(parts)


def _between(stated: TeamClocks, told: Numbers, subject: str) -> str:
    low, base, high = (told[subject, f"total-{e}"] for e in ("low", "base", "high"))
    unit = _unit(high.unit, stated.currency)
    if low.value == high.value:
        return f"about {base.value:.12g} {unit}"
    return (
        f"between {low.value:.12g} and {high.value:.12g} {unit}, most likely near "
        f"{base.value:.12g}"
    )


def _delay_text(stated: TeamClocks, told: Numbers, number: int, delay: Delay) -> str:
    from generator.costing.told import of_delay

    subject = str(number)
    title = delay.title.say("en")
    lines = [f"{delay.metric}" + (f" ({title})" if title else "")]
    lines.append(
        _between(stated, told, subject)
        if delay.critical_path
        else "not on the critical path: days are counted, money is not"
    )
    about = of_delay(told, number)
    ends = ("low", "base", "high")
    for suffixes, head in (
        (("from", "to", "share"), ("spread", "lowest", "highest", "percent", "unit")),
        (ends, ("stated", "low", "base", "high", "unit")),
    ):
        rows = _rows(about, suffixes, stated.currency)
        if suffixes is ends:
            rows = [row for row in rows if row[0] != "total"]
            rows += [
                (name, "", f"{one.value:.12g}", "", _unit(one.unit, stated.currency))
                for name, one in about.items()
                if name.rpartition("-")[2] not in (*ends, "from", "to", "share")
                or name == "margin-share"
            ]
        if rows:
            lines.append(table(rows, head))
    lines.append(f"source: {delay.source.say('en')}")
    return "\n".join(lines)


def _rows(
    about: Mapping[str, Told], suffixes: Sequence[str], currency: str
) -> list[tuple[str, ...]]:
    """One row for each name that has all the suffixes."""
    first, *_ = suffixes
    names = [n.removesuffix(f"-{first}") for n in about if n.endswith(f"-{first}")]
    return [
        (
            name,
            *(f"{about[f'{name}-{one}'].value:.12g}" for one in suffixes),
            _unit(about[f"{name}-{first}"].unit, currency),
        )
        for name in names
    ]


def _unit(unit: str, currency: str) -> str:
    if unit in ("days", "percent", "years"):
        return unit
    return f"{unit} {currency}".strip()
