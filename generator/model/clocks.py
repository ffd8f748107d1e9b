"""What waiting costs, as a team itself states it: its clocks, and what a day is worth.

Never a survey answer and never mixed with one (rule S14).
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from generator.model.ids import Authored, Id, Ref, Text

Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False, strict=True)]
Days = Annotated[float, Field(ge=0, le=36500, allow_inf_nan=False, strict=True)]
Part = Annotated[float, Field(ge=0, le=1, strict=True)]
Years = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False, strict=True)]
Rate = Annotated[float, Field(ge=0, le=1, strict=True)]


class AmountRange(Authored):
    """A sum of money, given as what it is at the least, most likely and at the most."""

    low: Amount
    """At the least."""
    base: Amount
    """Most likely."""
    high: Amount
    """At the most."""


class DayRange(Authored):
    """A number of days, given as at the least, most likely and at the most."""

    low: Days
    """At the least."""
    base: Days
    """Most likely."""
    high: Days
    """At the most."""


class PartRange(Authored):
    """A part of a whole from 0 to 1, as at the least, most likely and at the most."""

    low: Part
    """At the least."""
    base: Part
    """Most likely."""
    high: Part
    """At the most."""


Range = AmountRange | DayRange | PartRange
"""Any of the three."""


class Run(Authored):
    """One time the clock ran: between two days, or a number of days."""

    title: Text = Text("")
    """What was waited for."""
    started: datetime.date | None = None
    """Day the clock started."""
    stopped: datetime.date | None = None
    """Day it stopped; leave out while it still runs, then it counts to `stated`."""
    days: Days | None = None
    """Days it ran, where the dates are not known."""


class MarginPoint(AmountRange):
    """The contribution margin a product earns a year, at one time of its life."""

    year: Years
    """Years since its launch; straight between two points, level after the last."""


class FixedEnd(Authored):
    """The value of a launch whose end is fixed, as by a patent: the last days go."""

    launch: datetime.date
    """Planned day of the launch."""
    end: datetime.date
    """Day the value ends whatever happens, such as the end of a patent."""
    rate: Rate
    """Discount rate a year, such as 0.1."""
    margin: Annotated[tuple[MarginPoint, ...], Field(min_length=1)]
    """What it earns in the years after its launch; the first point is year 0."""


class LostShare(Authored):
    """The share of a market lost to others who come first."""

    share: PartRange
    """Share of the market lost for good through this delay, 0 to 1."""
    market: Amount
    """Size of the market, in money a year."""
    margin_share: Part
    """Contribution margin as a part of sales, 0 to 1."""
    years: Years
    """Years for which the share is lost."""


class Shift(Authored):
    """The value of a launch without a fixed end: everything comes later."""

    value: AmountRange
    """Worth today of everything it will earn, as contribution margin."""
    rate: Rate
    """Discount rate a year, such as 0.1."""
    lost_share: LostShare | None = None
    """Leave out where nobody else comes first."""


class Delay(Authored):
    """Days lost on one clock of a team, and what they cost."""

    metric: Ref
    """`framework:metric`: a metric of kind `time` where fewer days are better."""
    title: Text = Text("")
    """What the delay was about."""
    critical_path: Annotated[bool, Field(strict=True)]
    """Whether a day lost here moved the whole project; else the days cost nothing."""
    target_days: Days = 0
    """Days the clock may run; only what is above counts as lost."""
    runs: tuple[Run, ...] = ()
    """Each time the clock ran. Leave out where `late_days` are estimated."""
    late_days: DayRange | None = None
    """Days lost above the target, where no clock was kept."""
    basis: Literal["contribution-margin"]
    """What money means here; sales are not earnings, so nothing else is taken."""
    source: Text
    """Where the value comes from, and who stands behind it."""
    value_of_day: AmountRange | None = None
    """The simple way: what one day is worth."""
    fixed_end: FixedEnd | None = None
    """Instead: where the value ends on a fixed day."""
    shift: Shift | None = None
    """Instead: where everything only comes later."""
    success: PartRange
    """How likely the project succeeds, 0 to 1: most do not."""
    attribution: PartRange
    """Which part of the delay this clock is the reason for: nobody is alone at fault.
    Without better knowledge {low: 0.1, base: 0.3, high: 0.5}."""
    waiting: AmountRange | None = None
    """What the people who wait cost a day."""


class TeamClocks(Authored):
    """What one team states about its time."""

    team: Id
    """Team of `teams.yaml`."""
    stated: datetime.date
    """Day the team stated it; values are of this day."""
    shown_to: tuple[Id, ...] = ()
    """Audiences that may see it beside the team itself, such as `leaders`."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """Three capital letters, such as EUR; one for all of a team's delays."""
    delays: Annotated[tuple[Delay, ...], Field(min_length=1, max_length=19)]
    """The delays, one per metric and subject."""


class Clocks(Authored):
    """What teams state about the cost of time; never an answer of a survey."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    teams: tuple[TeamClocks, ...]
    """Teams that state what waiting costs them."""

    def of(self, team: str) -> TeamClocks | None:
        """What a team states; none where it states nothing."""
        return next((one for one in self.teams if one.team == team), None)
