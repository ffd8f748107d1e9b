"""Peers on a page: other teams on a team's page, other organisations on every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from generator.charts import figure_html, peers
from generator.charts.numbers import Released, Score, Source
from generator.disclosure.packs import own_value
from generator.disclosure.peers import (
    FEWEST_PEERS,
    FEWEST_QUARTILES,
    TeamValues,
    team_standing,
)
from generator.model.edition import Suppressed
from generator.model.peers import PeerEdition, Standing
from generator.model.survey import ORGANISATION
from generator.pages.baseline.reading import Subject
from generator.pages.baseline.writing import Writing

Block = Mapping[str, object]

Mine = Callable[[str, Subject], peers.Own | Suppressed | None]
"""One's own score of a practice in a view."""


def team_peers(page: Writing, team: str, others: TeamValues) -> list[Block]:
    """How a team stands to the other teams, then to other organisations."""
    reading = page.reading
    views = _views(page)
    if not views:
        return []

    def mine(view: str, subject: Subject) -> peers.Own | Suppressed | None:
        return _score(reading.score(view, subject.ref, team))

    blocks = []
    for view in views:
        lines = [
            peers.Line(
                subject.title,
                mine(view, subject),
                _others(page, standing, view, subject, team, "teams"),
                page.places.guidance(subject.ref),
            )
            for subject in reading.subjects
            if (
                standing := team_standing(
                    reading.wave, reading.edition, others, view, subject.ref, team
                )
            )
        ]
        title = page.group_phrase(view, team, own=True)
        caption = _caption(page, "peers.caption-teams", group=title)
        blocks += _drawn(page, lines, "teams", title, caption, f"peers-{view}")
    beside = _organisations(page, mine, lambda v: page.group_phrase(v, team, own=True))
    if blocks or beside:
        return [*blocks, *beside]
    return [_none(page, "peers.none-teams", FEWEST_QUARTILES)]


def organisation_peers(page: Writing) -> list[Block]:
    """How the whole organisation stands to others, on the leaders' page."""
    reading = page.reading
    views = _views(page)
    if not views:
        return []
    kinds: set[str] = set()

    def mine(view: str, subject: Subject) -> peers.Own | Suppressed | None:
        own = own_value(reading.wave, reading.edition, view, subject.ref)
        if own is None:
            cell = reading.edition.cell(view, subject.ref, ORGANISATION)
            return None if cell is None else Suppressed()
        kinds.add(own.of)
        source = Source(reading.wave.id, view, subject.ref, ORGANISATION, "")
        value, low, high = (
            Released(number, source._replace(field=f"own-{name}"))
            for name, number in (
                ("value", own.value),
                ("low", own.low),
                ("high", own.high),
            )
        )
        return peers.Own(value, low, high)

    def title(view: str) -> Markup:
        if kinds == {"teams"}:
            return page.say("peers.own-teams", view=dict(reading.views())[view])
        return page.group_phrase(view, ORGANISATION, own=False)

    found = _organisations(page, mine, title, ranked=True)
    return found or [_none(page, "peers.none-organisations", FEWEST_PEERS)]


def _views(page: Writing) -> list[str]:
    """Views that are compared: never those of people at other companies."""
    wave = page.reading.wave
    return [view for view, _ in page.reading.views() if not wave.asks_outside(view)]


def _organisations(
    page: Writing,
    mine: Mine,
    title: Callable[[str], Markup],
    *,
    ranked: bool = False,
) -> list[Block]:
    """Figures of other organisations; ranks are those of the whole organisation."""
    reading = page.reading
    made = reading.baseline.peers.get(reading.wave.id)
    if made is None:
        return []
    blocks = []
    for view in _views(page):
        lines = [
            peers.Line(
                subject.title,
                mine(view, subject),
                _others(
                    page, standing, view, subject, ORGANISATION, "peers", ranked=ranked
                ),
                page.places.guidance(subject.ref),
            )
            for subject in reading.subjects
            if (standing := made.standing(view, subject.ref))
        ]
        if lines:
            caption = _caption(
                page,
                "peers.caption-organisations",
                group=title(view),
                when=_when(page, made),
            )
            caption += _cut(page, made)
            blocks += _drawn(
                page, lines, "organisations", title(view), caption, f"others-{view}"
            )
    return blocks


def _others(
    page: Writing,
    standing: Standing,
    view: str,
    subject: Subject,
    group: str,
    kind: str,
    *,
    ranked: bool = False,
) -> peers.Others:
    """The figure as numbers that know where they are from."""
    source = Source(page.reading.wave.id, view, subject.ref, group, "")

    def number(
        name: str, value: float | None, places: int | None = None
    ) -> Released | None:
        if value is None:
            return None
        return Released(value, source._replace(field=f"{kind}-{name}"), places)

    count = Released(float(standing.n), source._replace(field=f"{kind}-n"), 0)
    return peers.Others(
        count,
        number("mean", standing.mean),
        number("median", standing.median),
        number("lower", standing.lower),
        number("upper", standing.upper),
        number("rank_low", standing.rank_low if ranked else None, 0),
        number("rank_high", standing.rank_high if ranked else None, 0),
        number("share", round(100 * standing.share), 0) if kind == "peers" else None,
    )


def _score(mark: Score | Suppressed | None) -> peers.Own | Suppressed | None:
    if not isinstance(mark, Score):
        return mark
    low, high = mark.number("low"), mark.number("high")
    return peers.Own(mark.number(), low, high, mark.shown.band)


def _caption(page: Writing, key: str, **values: object) -> Markup:
    scale = page.reading.scale
    return page.say(
        key,
        low=page.numbers.fixed(scale.low),
        high=page.numbers.fixed(scale.high),
        wave=page.wave_title,
        **values,
    )


def _when(page: Writing, made: PeerEdition) -> Markup:
    if made.first_quarter == made.last_quarter:
        return Markup.escape(made.first_quarter)
    return page.say("range-of", low=made.first_quarter, high=made.last_quarter)


def _cut(page: Writing, made: PeerEdition) -> Markup:
    cut = " ".join(part for part in (made.sector, made.size) if part)
    return Markup(" ") + page.say("peers.cut", cut=cut) if cut else Markup("")


def _drawn(
    page: Writing,
    lines: Sequence[peers.Line],
    kind: peers.Kind,
    title: Markup,
    caption: Markup,
    identifier: str,
) -> list[Block]:
    if not lines:
        return []
    scale = page.reading.scale
    chart = peers.draw(lines, kind, title, scale, caption, page.numbers)
    return [
        {
            "who": title,
            "finding": chart.finding,
            "texts": [page.say("peers.gold")],
            "figure": figure_html(chart, identifier, page.reading.language),
        }
    ]


def _none(page: Writing, key: str, count: int) -> Block:
    """Words where there is nobody to compare with; never an empty drawing."""
    text = page.say(key, count=page.numbers.fixed(count))
    return {
        "who": "",
        "finding": page.say("peers.none"),
        "texts": [text],
        "figure": "",
    }
