"""What every baseline page needs while it is written: words, numbers, addresses."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.charts.markup import fill
from generator.charts.numbers import Numbers, Released, Score, Source
from generator.charts.words import Speech
from generator.model.edition import Suppressed, Turnout
from generator.model.page import CellTable
from generator.model.seeing import place_of, who_sees
from generator.model.statement import Statement
from generator.pages.baseline.places import Places
from generator.pages.baseline.reading import Reading, RollUp, Subject, whole
from generator.pages.baseline.words import PAGE_WORDS, date_text

TEMPLATES = Environment(
    loader=PackageLoader("generator.pages.baseline", "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


class Writing:
    """One page on its way: says words, prints numbers, knows where things lie."""

    def __init__(self, reading: Reading, up: str) -> None:
        """Start a page that lies `up` below `dist/`."""
        self.reading = reading
        self.say = Speech(reading.language, PAGE_WORDS)
        self.numbers = Numbers(reading.language, reading.places)
        self.places = Places(
            up, reading.language, reading.baseline.waves[-1].languages[0]
        )
        self.wave_title = reading.words(reading.wave.title)
        self._links: dict[str, Markup] = {}

    def render(self, template: str, **values: object) -> str:
        """Fill a template with this page's words and numbers at hand."""
        return TEMPLATES.get_template(template).render(
            say=self.say, places=self.places, **values
        )

    def cells(self) -> CellTable:
        """The page's part of the manifest."""
        sources = self.numbers.sources
        return dict(zip(map(str, range(1, len(sources) + 1)), sources, strict=True))

    def day(self, day: datetime.date) -> Markup:
        """A day for people and machines."""
        return fill(
            '<time datetime="{}">{}</time>',
            day.isoformat(),
            date_text(day, self.reading.language),
        )

    def guidance(self, subject: Subject) -> Markup:
        """A practice's title, leading to its guidance."""
        link = self._links.get(subject.ref)
        if link is None:
            where = self.places.guidance(subject.ref)
            link = fill('<a href="{}">{}</a>', where, subject.title)
            self._links[subject.ref] = link
        return link

    def group_phrase(self, view: str, group: str, *, own: bool) -> Markup:
        """'Stakeholders about your team', 'Practitioners, whole organisation'."""
        title = self.reading.titles.get(view, view)
        if own:
            return self.say("who.team", view=title)
        if whole(group):
            return self.say("who.all", view=title)
        return self.say("who.unit", view=title, group=self.name(group))

    def name(self, group: str) -> Markup:
        """A team, a unit, teams together, or the whole organisation."""
        members = self.reading.members(group)
        if members:
            return self.say("who.together", names=self.say.listed(members))
        name = self.reading.group_name(group)
        return Markup.escape(name) if name else self.say("organisation")

    def lead(self) -> Markup:
        """Which wave this is, and when it closed."""
        return self.say(
            "lead", wave=self.wave_title, day=self.day(self.reading.last_day)
        )

    def waves(self, ids: Sequence[str]) -> list[tuple[str, str, bool]]:
        """Every wave this page is there for, newest first: title, address, if it is
        this one; the newest is `index.html`."""
        waves = {one.id: one for one in self.reading.baseline.waves}
        return [
            (
                self.reading.words(waves[name].title),
                self.places.file("index" if name == ids[-1] else name),
                name == self.reading.wave.id,
            )
            for name in reversed(ids)
        ]

    def tab(self, title: str) -> str:
        """What the browser's tab says: a page kept under its wave names the wave."""
        return f"{title} – {self.wave_title}"

    def typical_half(self, roll: RollUp) -> Released | None:
        """Half the plausible range of a typical score shown: how sure we are."""
        halves = [
            (mark.shown.high - mark.shown.low) / 2
            for subject in self.reading.subjects
            if isinstance(
                mark := self.reading.score(roll.view, subject.ref, roll.group), Score
            )
        ]
        if not halves:
            return None
        source = Source(
            self.reading.wave.id, roll.view, "*", roll.group, "typical-half-width"
        )
        return Released(round(median(halves) + 0.049, 1), source)

    def turnout(self, view: str, group: str) -> Markup | None:
        """'13 of 20', or why it may not be said; none where nobody was asked."""
        count = self.reading.turnout(view, group)
        if isinstance(count, Suppressed):
            return self.say("hidden")
        if not isinstance(count, Turnout) or not count.eligible:
            return None
        return self.counted(count, self.reading.wave.id, view, group)

    def counted(self, count: Turnout, wave: str, view: str, group: str) -> Markup:
        """'13 of 20' in a wave."""

        def number(value: int, field: str) -> Markup:
            source = Source(wave, view, "", group, field)
            return self.numbers.released(Released(float(value), source, 0))

        return self.say(
            "answered.of",
            answered=number(count.answered, "answered"),
            eligible=number(count.eligible, "eligible"),
        )

    def how(self) -> list[tuple[Markup, list[Markup]]]:
        """How this was made: frameworks, wave, protection, rules, steward, texts."""
        reading, say = self.reading, self.say
        wave = reading.wave
        promise = wave.privacy
        versions = []
        sources = []
        for rules in wave.rules:
            node = reading.nodes.get(rules.framework)
            title = reading.words(node.title) if node else rules.framework
            link = fill(
                '<a href="{}">{}</a>', self.places.framework(rules.framework), title
            )
            versions.append(say("how.version", title=link, version=rules.version))
            framework = reading.frameworks.get(rules.framework)
            if framework is not None:
                works = Markup("; ").join(
                    fill("{}, {} ({})", work.authors, work.title, work.year)
                    for work in framework.attribution
                )
                sources.append(
                    say("how.licence-text", licence=framework.licence, sources=works)
                    if framework.attribution
                    else Markup.escape(framework.licence)
                )
        dates = say(
            "how.dates",
            opens=self.day(reading.day(wave.opens)),
            closes=self.day(reading.last_day),
        )
        edition = say("how.edition", number=self.numbers.fixed(reading.edition.number))
        rows = [
            (say("how.frameworks"), versions),
            (
                say("how.wave"),
                [fill("{}: {}; {}", self.wave_title, dates, edition)],
            ),
            (
                say("how.k"),
                [
                    say(
                        "how.k-text",
                        k=self.numbers.fixed(reading.edition.k),
                        hidden=say("hidden"),
                    )
                ],
            ),
            (
                say("how.rules"),
                [
                    fill(
                        '<a href="{}">{}</a>',
                        self.places.page("methodology"),
                        say("how.rules-link"),
                    ),
                    fill(
                        '<a href="{}">{}</a>',
                        self.places.page("privacy"),
                        say("how.privacy-link"),
                    ),
                ],
            ),
            (
                say("how.steward"),
                [
                    say(
                        "how.steward-text",
                        sees=who_sees(
                            place_of(wave.backend, promise.seal),
                            promise.steward,
                            reading.language,
                        ),
                        contact=promise.contact,
                    )
                ],
            ),
        ]
        if sources:
            rows.append((say("how.licence"), list(dict.fromkeys(sources))))
        return rows

    def signed(self, statement: Statement) -> Markup:
        """The day a statement was signed off."""
        if statement.signed_off is None:
            return Markup("–")
        return self.day(self.reading.day(statement.signed_off))
