"""What waiting costs a team: its own statement, for itself and whom it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts import figure_html, tornado
from generator.charts.base import table_html
from generator.charts.markup import fill
from generator.charts.numbers import Released, Source
from generator.costing.cost import ENDS, Cost, Input, cost_of
from generator.costing.told import (
    CLOCKS,
    EVERYTHING,
    Numbers,
    Told,
    decimals_of,
    fraction_of,
    told_of,
)
from generator.model.clocks import Delay, Run, TeamClocks
from generator.model.framework import Metric
from generator.model.ids import Text
from generator.model.page import Baseline, Drawn, StampedPage
from generator.pages.baseline.places import COSTS
from generator.pages.baseline.reading import Reading
from generator.pages.baseline.writing import Writing

Row = list[Markup | str]


@dataclass(frozen=True, slots=True)
class _Team:
    """One team's statement on its way to a page."""

    page: Writing
    stated: TeamClocks
    told: Numbers

    def number(self, subject: str, name: str) -> Released:
        """One number with where it is from."""
        told = self.told[subject, name]
        source = Source(CLOCKS, "", subject, self.stated.team, name)
        return Released(told.value, source, decimals_of(told.value), "pb-t")

    def print(self, subject: str, name: str) -> Markup:
        """One number in an element that says what it is."""
        return self.page.numbers.released(self.number(subject, name))

    def unit(self, told: Told) -> Markup:
        """`million EUR`, `percent`."""
        if told.unit in ("days", "percent", "years"):
            return self.page.say(f"cost.in-{told.unit}")
        key = f"cost.{told.unit or 'plain'}"
        return self.page.say(key, currency=self.stated.currency)

    def words(self, text: Text) -> str:
        """A text in the language of the page."""
        return text.say(self.page.reading.language)


def cost_page(baseline: Baseline, stated: TeamClocks) -> Drawn:
    """The page of one team; its folder is seen by the team and whom it names."""
    reading = Reading(baseline, baseline.waves[-1])
    page = Writing(reading, "../../")
    team = _Team(page, stated, told_of(stated))
    costs = [cost_of(stated, delay) for delay in stated.delays]
    name = _name(baseline, team, stated.team)
    title = str(page.say("cost.title", team=name).striptags())
    body = page.render(
        "cost.html",
        lead=page.say("cost.lead", day=page.day(stated.stated)),
        sees=_sees(baseline, team),
        total=_sentence(team, EVERYTHING) if len(costs) > 1 else "",
        delays=[
            _block(baseline, team, str(number), delay, cost)
            for number, (delay, cost) in enumerate(
                zip(stated.delays, costs, strict=True), start=1
            )
        ],
        methodology=page.places.page("methodology"),
    )
    return (
        StampedPage(
            f"{COSTS}/{stated.team}",
            page.places.file("index"),
            title,
            reading.language,
            body,
        ),
        page.cells(),
    )


def _name(baseline: Baseline, team: _Team, identifier: str) -> str:
    text = baseline.names.get(identifier)
    return team.words(text) if text else identifier


def _sees(baseline: Baseline, team: _Team) -> Markup:
    say, names = team.page.say, team.stated.shown_to
    if not names:
        return say("cost.sees")
    listed = [
        say("cost.leaders") if name == "leaders" else _name(baseline, team, name)
        for name in names
    ]
    return say("cost.sees-too", names=say.listed(listed))


def _block(
    baseline: Baseline, team: _Team, number: str, delay: Delay, cost: Cost
) -> Mapping[str, object]:
    """One delay: what it cost, where the spread comes from, and what that rests on."""
    say = team.page.say
    practice, metric = _metric(baseline, delay)
    title = team.words(metric.title) if metric else delay.metric
    about = team.words(delay.title)
    clock = ""
    if metric is not None and metric.clock_starts and metric.clock_stops:
        clock = say(
            "cost.clock-text",
            start=_sentence_end(team.words(metric.clock_starts)),
            stop=_sentence_end(team.words(metric.clock_stops)),
        )
    return {
        "id": f"delay-{number}",
        "kicker": f"{title}: {about}" if about else title,
        "finding": _finding(team, number, delay, cost),
        "figure": _figure(team, number, delay, cost) if cost.bars else "",
        "clock": clock,
        "guidance": team.page.places.guidance(practice) if practice else "",
        "source": team.words(delay.source),
        "inputs": _inputs(team, number, delay),
        "how": [_how(team, delay), say("cost.how-rest")],
    }


def _metric(baseline: Baseline, delay: Delay) -> tuple[str, Metric | None]:
    """The practice of a metric and the metric itself, as described today."""
    name, _, identifier = delay.metric.partition(":")
    for framework in baseline.frameworks:
        for _, practice in framework.walk() if framework.id == name else ():
            for metric in practice.metrics:
                if metric.id == identifier:
                    return f"{name}:{practice.id}", metric
    return "", None


def _sentence_end(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _finding(team: _Team, number: str, delay: Delay, cost: Cost) -> Markup:
    """Between low and high, most likely near base; what the spread comes from."""
    say = team.page.say
    if not delay.critical_path:
        return say("cost.aside")
    if cost.late.high == 0:
        return say("cost.none")
    if cost.total.high == 0:
        return say("cost.nothing")
    sentence = _sentence(team, number)
    if not cost.bars:
        return sentence
    return fill("{}; {}", sentence, _spread(team, delay, cost))


def _sentence(team: _Team, subject: str) -> Markup:
    """'Between 0.05 and 4 million EUR, most likely near 0.6'."""
    low, base, high = (team.print(subject, f"total-{end}") for end in ENDS)
    told = team.told[subject, "total-high"]
    unit = team.unit(told)
    if team.told[subject, "total-low"].value == told.value:
        return team.page.say("cost.one", base=base, unit=unit)
    return team.page.say("cost.between", low=low, base=base, high=high, unit=unit)


def _spread(team: _Team, delay: Delay, cost: Cost) -> Markup:
    """'half of the spread comes from the value of a day'."""
    say, widest = team.page.say, cost.bars[0]
    return say(
        "cost.spread",
        share=say(f"cost.{fraction_of(widest.share)}"),
        name=say(f"cost.from-{_called(delay, widest.input)}"),
    )


def _called(delay: Delay, name: Input) -> str:
    """What an input is called: a value goes by what it is the value of."""
    if name != "value" or delay.value_of_day is not None:
        return name
    return "margin" if delay.fixed_end is not None else "worth"


def _figure(team: _Team, number: str, delay: Delay, cost: Cost) -> Markup:
    say = team.page.say
    lines = [
        tornado.Line(
            str(say(f"cost.{_called(delay, bar.input)}")),
            team.number(number, f"{bar.input}-from"),
            team.number(number, f"{bar.input}-to"),
            team.number(number, f"{bar.input}-share"),
        )
        for bar in cost.bars
    ]
    unit = team.unit(team.told[number, "total-high"])
    finding = _spread(team, delay, cost)
    chart = tornado.draw(
        lines,
        team.number(number, "total-base"),
        unit,
        finding[:1].upper() + finding[1:],
        say("cost.caption", unit=unit),
        team.page.numbers,
    )
    return figure_html(chart, f"tornado-{number}", team.page.reading.language)


def _how(team: _Team, delay: Delay) -> Markup:
    if delay.value_of_day is not None:
        return team.page.say("cost.how-day")
    return team.page.say("cost.how-end" if delay.fixed_end else "cost.how-shift")


def _inputs(team: _Team, number: str, delay: Delay) -> Markup:
    """Every statement the cost rests on, as it was made."""
    say = team.page.say
    rows = [*_days(team, number, delay), *_money(team, number, delay)]
    for name in ("success", "attribution"):
        rows.append(_range(team, number, name, say(f"cost.{name}")))
    if delay.waiting is not None:
        rows.append(_range(team, number, "waiting", say("cost.waiting")))
    keys = ("input", "low", "base", "high", "counted-in")
    head: Row = [say(f"cost.{key}") for key in keys]
    title = say("cost.inputs")
    return table_html(title, head, rows, team.page.reading.language)


def _days(team: _Team, number: str, delay: Delay) -> Iterator[Row]:
    say = team.page.say
    if delay.runs:
        yield _single(team, number, "target", say("cost.target"))
    for index, run in enumerate(delay.runs, start=1):
        label = say("cost.run", title=_ran(team, run))
        yield _single(team, number, f"run-{index}", label)
    yield _range(team, number, "days", say("cost.days"))


def _ran(team: _Team, run: Run) -> Markup:
    """What was waited for, and from when to when."""
    say, title = team.page.say, team.words(run.title)
    if run.started is None:
        return Markup.escape(title or "–")
    start = team.page.day(run.started)
    dates = (
        say("cost.runs", start=start, stop=team.page.day(run.stopped))
        if run.stopped
        else say("cost.runs-still", start=start)
    )
    return fill("{} ({})", title, dates) if title else dates


def _money(team: _Team, number: str, delay: Delay) -> Iterator[Row]:
    say = team.page.say
    if delay.value_of_day is not None:
        yield _range(team, number, "value", say("cost.value"))
    if delay.fixed_end is not None:
        plan = delay.fixed_end
        for name, day in (("launch", plan.launch), ("end", plan.end)):
            yield [say(f"cost.{name}"), "", team.page.day(day), "", ""]
        yield _single(team, number, "rate", say("cost.rate"))
        for index in range(1, len(plan.margin) + 1):
            year = team.print(number, f"margin-{index}-year")
            label = say("cost.margin-year", year=year)
            yield _range(team, number, f"margin-{index}", label)
    if delay.shift is not None:
        yield _range(team, number, "value", say("cost.worth"))
        yield _single(team, number, "rate", say("cost.rate"))
        if delay.shift.lost_share is not None:
            yield _range(team, number, "lost-share", say("cost.lost-share"))
            for name in ("market", "margin-share", "years"):
                yield _single(team, number, name, say(f"cost.{name}"))


def _single(team: _Team, number: str, name: str, label: Markup) -> Row:
    unit = team.unit(team.told[number, name])
    return [label, "", team.print(number, name), "", unit]


def _range(team: _Team, number: str, name: str, label: Markup) -> Row:
    ends: Row = [team.print(number, f"{name}-{end}") for end in ENDS]
    return [label, *ends, team.unit(team.told[number, f"{name}-high"])]
