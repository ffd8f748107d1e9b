"""What `clocks.yaml` promises beyond its shape: clocks that run forward, ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.model.clocks import Clocks, Delay, FixedEnd, Range, Run, TeamClocks
from generator.model.framework import Framework, Metric
from generator.model.survey import Organisation, Survey
from generator.sources.framework_checks import practices_of
from generator.sources.margin import Margin
from generator.sources.texts import check_texts
from generator.sources.yaml_reader import Loc

LEADERS = "leaders"
"""The audience that is there without being declared."""

_WAYS = ("value_of_day", "fixed_end", "shift")


def check_clocks(
    margin: Margin,
    clocks: Clocks,
    organisation: Organisation | None,
    survey: Survey | None,
    frameworks: Mapping[str, Framework],
    unread: frozenset[str],
) -> None:
    """Note what is wrong in `clocks.yaml`.

    Args:
        margin: where to note.
        clocks: the file as read.
        organisation: today's teams; none where they have problems.
        survey: the survey; none where it has problems.
        frameworks: those that could be read, by id.
        unread: ids of frameworks with problems: references to them are let pass.
    """
    if survey is not None:
        check_texts(margin, clocks, survey.languages)
    teams = [
        (one.team, ("teams", index, "team")) for index, one in enumerate(clocks.teams)
    ]
    margin.unique("team", teams)
    if organisation is not None:
        _people(margin, clocks, organisation)
    metrics = time_metrics(frameworks)
    for index, stated in enumerate(clocks.teams):
        for number, delay in enumerate(stated.delays):
            loc = ("teams", index, "delays", number)
            _metric(margin, loc, delay, metrics, unread)
            _runs(margin, loc, stated, delay)
            _value(margin, loc, stated, delay)
            for where, three in _ranges(delay, loc):
                _in_order(margin, where, three)


def time_metrics(frameworks: Mapping[str, Framework]) -> dict[str, list[Metric]]:
    """Every metric by `framework:id`; more than one where practices share an id."""
    found: dict[str, list[Metric]] = {}
    for framework in frameworks.values():
        for placed in practices_of(framework):
            for metric in placed.practice.metrics:
                found.setdefault(f"{framework.id}:{metric.id}", []).append(metric)
    return found


def _people(margin: Margin, clocks: Clocks, organisation: Organisation) -> None:
    teams = {team.id for team in organisation.teams}
    audiences = {LEADERS, *(one.id for one in organisation.audiences), *teams}
    for index, stated in enumerate(clocks.teams):
        if stated.team not in teams:
            where: Loc = ("teams", index, "team")
            margin.unknown(where, "ref-unknown", "team", stated.team, teams)
        for number, name in enumerate(stated.shown_to):
            if name not in audiences:
                where = ("teams", index, "shown_to", number)
                margin.unknown(where, "audience-sees", "audience", name, audiences)


def _metric(
    margin: Margin,
    loc: Loc,
    delay: Delay,
    metrics: Mapping[str, Sequence[Metric]],
    unread: frozenset[str],
) -> None:
    where = (*loc, "metric")
    framework, colon, _ = delay.metric.partition(":")
    if framework in unread:
        return
    found = metrics.get(delay.metric, ())
    if not colon:
        full = sorted(ref for ref in metrics if ref.endswith(f":{delay.metric}"))
        margin.error(
            where,
            "ref-unknown",
            f"`{delay.metric}` does not say of which framework it is",
            f"write `{full[0]}`" if full else "write it as framework:metric",
        )
    elif not found:
        times = [r for r, all_ in metrics.items() if any(_is_wait(m) for m in all_)]
        known = [ref for ref in times if ref.startswith(f"{framework}:")] or times
        margin.unknown(where, "ref-unknown", "metric", delay.metric, known)
    elif len(found) > 1:
        margin.error(
            where,
            "clock-metric",
            f"{len(found)} practices have a metric `{delay.metric}`",
            "give the metrics of the framework ids of their own",
        )
    elif not _is_wait(found[0]):
        metric = found[0]
        why = (
            "more of it is better, so none of it is lost"
            if metric.kind == "time"
            else f"it is of kind `{metric.kind}`"
        )
        margin.error(
            where,
            "clock-metric",
            f"`{delay.metric}` measures no waiting: {why}",
            "name a metric with `kind: time` and `direction: down`",
        )


def _is_wait(metric: Metric) -> bool:
    return metric.kind == "time" and metric.direction == "down"


def _runs(margin: Margin, loc: Loc, stated: TeamClocks, delay: Delay) -> None:
    if bool(delay.runs) == (delay.late_days is not None):
        margin.error(
            loc,
            "clock-days",
            "a delay needs either `runs` of a clock or estimated `late_days`",
            "keep the one you have",
        )
    for index, run in enumerate(delay.runs):
        _run(margin, (*loc, "runs", index), stated, run)


def _run(margin: Margin, loc: Loc, stated: TeamClocks, run: Run) -> None:
    dated = run.started is not None or run.stopped is not None
    if dated == (run.days is not None) or (dated and run.started is None):
        margin.error(
            loc,
            "clock-days",
            "a run needs the day it `started`, or the `days` it took",
            "write `{started: 2026-01-12, stopped: 2026-02-20}` or `{days: 39}`",
        )
        return
    if run.started is None:
        return
    if run.stopped is not None and run.stopped < run.started:
        margin.error(
            (*loc, "stopped"),
            "clock-backwards",
            f"the clock stops on {run.stopped}, before it starts on {run.started}",
            "exchange the two dates, or correct the year",
        )
    last = "stopped" if run.stopped is not None else "started"
    if (run.stopped or run.started) > stated.stated:
        margin.error(
            (*loc, last),
            "clock-backwards",
            f"this is after the day of the statement, {stated.stated}",
            "only days that have passed are lost; correct it, or `stated`",
        )


def _value(margin: Margin, loc: Loc, stated: TeamClocks, delay: Delay) -> None:
    given = [way for way in _WAYS if getattr(delay, way) is not None]
    if len(given) != 1:
        margin.error(
            (*loc, given[1]) if given else loc,
            "clock-value",
            f"a delay is valued in one way, not {len(given)}",
            "give one of: " + ", ".join(f"`{way}`" for way in _WAYS),
            key=bool(given),
        )
    if delay.fixed_end is not None:
        _fixed_end(margin, (*loc, "fixed_end"), stated, delay.fixed_end)


def _fixed_end(margin: Margin, loc: Loc, stated: TeamClocks, plan: FixedEnd) -> None:
    if plan.launch < stated.stated:
        margin.error(
            (*loc, "launch"),
            "clock-backwards",
            f"the launch is planned for {plan.launch}, before the day of the "
            f"statement, {stated.stated}",
            "name the launch that is still to come",
        )
    if plan.end <= plan.launch:
        margin.error(
            (*loc, "end"),
            "clock-backwards",
            f"the value ends on {plan.end}, before the launch on {plan.launch}",
            "exchange the two dates, or correct the year",
        )
    years = [point.year for point in plan.margin]
    if years[0] != 0 or any(b <= a for a, b in pairwise(years)):
        margin.error(
            (*loc, "margin"),
            "clock-curve",
            "the years of the margin do not rise from 0",
            "start with `year: 0` and list later years after it",
        )


def _ranges(delay: Delay, loc: Loc) -> Iterator[tuple[Loc, Range]]:
    """Every range of a delay with its place."""
    for name in ("late_days", "value_of_day", "success", "attribution", "waiting"):
        three = getattr(delay, name)
        if three is not None:
            yield (*loc, name), three
    if delay.fixed_end is not None:
        for index, point in enumerate(delay.fixed_end.margin):
            yield (*loc, "fixed_end", "margin", index), point
    if delay.shift is not None:
        yield (*loc, "shift", "value"), delay.shift.value
        if delay.shift.lost_share is not None:
            yield (*loc, "shift", "lost_share", "share"), delay.shift.lost_share.share


def _in_order(margin: Margin, loc: Loc, three: Range) -> None:
    if not three.low <= three.base <= three.high:
        margin.error(
            loc,
            "range-order",
            f"low {three.low:g}, base {three.base:g} and high {three.high:g} do not "
            "rise",
            "write the least first, then the most likely, then the most",
        )
