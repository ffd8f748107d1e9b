"""Frameworks and a survey become everything one wave needs for ever."""

from __future__ import annotations

import dataclasses
import datetime
import math
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.instruments import codes, minutes, paging
from generator.instruments.canonical import digest
from generator.instruments.catalogue import (
    Catalogue,
    PlacedItem,
    PlacedPractice,
    catalogue,
)
from generator.instruments.finding import Finding, Locate, Place, nowhere, problems
from generator.instruments.translate import Translator
from generator.model.framework import Dimension, Framework, Option, Practice, Rung
from generator.model.ids import Text, qualified
from generator.model.instrument import (
    WAVE_FORMAT,
    Choice,
    Instrument,
    Ladder,
    LadderRung,
    Node,
    Page,
    Promise,
    Question,
    Rules,
    Target,
    Wave,
    WaveGroup,
    WaveTeam,
    WaveUnit,
    Words,
)
from generator.model.survey import (
    ORGANISATION,
    InstrumentPlan,
    Organisation,
    Section,
    Survey,
    WavePlan,
)


def compile_wave(
    survey: Survey,
    organisation: Organisation,
    frameworks: Mapping[str, Framework],
    wave_id: str,
    earlier: Sequence[Wave] = (),
    *,
    locate: Locate = nowhere,
) -> Wave:
    """Freeze one wave of a survey: instruments, rules, promises, organisation.

    Args:
        survey: the survey as written today.
        organisation: today's units and teams.
        frameworks: by framework id; others than the survey's are ignored.
        wave_id: which of the survey's waves.
        earlier: frozen waves, oldest first; their question codes are kept.
        locate: finds the line of a place, for the problems raised.

    Raises:
        Problems: everything that keeps the wave from being frozen, at once.
    """
    wave, findings = try_wave(survey, organisation, frameworks, wave_id, earlier)
    if wave is None or findings:
        raise problems(findings, locate)
    return wave


def try_wave(
    survey: Survey,
    organisation: Organisation,
    frameworks: Mapping[str, Framework],
    wave_id: str,
    earlier: Sequence[Wave] = (),
) -> tuple[Wave | None, list[Finding]]:
    """The wave as far as it can be compiled, and what keeps it from being frozen."""
    compiler = _Compiler(survey, frameworks, earlier)
    plan = compiler.plan(wave_id)
    if plan is None:
        return None, compiler.findings
    wave = compiler.wave(plan, organisation)
    unique = list(dict.fromkeys(compiler.findings))
    return wave, unique


def wave_fingerprint(wave: Wave) -> str:
    """SHA-256 of everything in the wave but the fingerprint itself."""
    return digest(dataclasses.replace(wave, fingerprint=""))


@dataclass(frozen=True, slots=True)
class _Planned:
    """A section of an instrument with the items it asks in this wave."""

    section: Section
    place: Place
    items: tuple[PlacedItem, ...]


class _Compiler:
    """One compilation: the survey's frameworks, languages and findings so far."""

    def __init__(
        self,
        survey: Survey,
        frameworks: Mapping[str, Framework],
        earlier: Sequence[Wave],
    ) -> None:
        self.survey = survey
        self.source = survey.languages[0]
        self.top = Place("survey", survey.id)
        self.findings: list[Finding] = []
        self.say = Translator(survey.languages, self.findings)
        self.book: Catalogue = catalogue(list(self._used(frameworks)))
        self.given = codes.earlier_codes(earlier)

    def plan(self, wave_id: str) -> WavePlan | None:
        """The wave as planned; a finding where there is none of that id."""
        for plan in self.survey.waves:
            if plan.id == wave_id:
                return plan
        known = ", ".join(plan.id for plan in self.survey.waves) or "none"
        self._find(
            self.top.at("waves"),
            "instrument-wave",
            f"no wave '{wave_id}'; the survey has: {known}",
            "add it under `waves:` or name one of these",
        )
        return None

    def wave(self, plan: WavePlan, organisation: Organisation) -> Wave:
        """Everything frozen with the wave."""
        survey = self.survey
        opens, closes = self._term(plan)
        wave = Wave(
            format=WAVE_FORMAT,
            survey=survey.id,
            survey_title=self.say.words(
                survey.title, self.source, self.top.at("title"), "the survey's title"
            ),
            organisation=self.say.name(survey.organisation),
            id=plan.id,
            title=self.say.words(
                plan.title,
                self.source,
                self.top.at("waves", survey.waves.index(plan), "title"),
                f"the title of wave '{plan.id}'",
            ),
            opens=opens,
            closes=closes,
            timezone=survey.timezone,
            reference=plan.reference,
            languages=survey.languages,
            headline=survey.headline,
            backend=survey.backend,
            groups=tuple(self._groups()),
            instruments=tuple(self._instruments(plan)),
            nodes=tuple(self._nodes()),
            rules=tuple(map(_rules, self.book.frameworks)),
            privacy=self._promise(),
            units=tuple(
                WaveUnit(unit.id, self.say.name(unit.name), unit.parent or ORGANISATION)
                for unit in organisation.units
            ),
            teams=tuple(self._teams(organisation)),
        )
        return dataclasses.replace(wave, fingerprint=wave_fingerprint(wave))

    # What the survey and the organisation say

    def _used(self, frameworks: Mapping[str, Framework]) -> Iterator[Framework]:
        for position, use in enumerate(self.survey.frameworks):
            place = self.top.at("frameworks", position)
            framework = frameworks.get(use.id)
            if framework is None:
                self._find(
                    place.at("id"),
                    "instrument-framework",
                    f"there is no framework '{use.id}'",
                    f"known: {', '.join(sorted(frameworks)) or 'none'}",
                )
                continue
            if framework.version != use.version:
                self._find(
                    place.at("version"),
                    "instrument-framework",
                    f"the survey asks for version {use.version} of '{use.id}',"
                    f" the file holds {framework.version}",
                    "write the version you have read and agree to",
                )
            for language in self.survey.languages:
                if language not in framework.languages:
                    self._find(
                        Place("framework", framework.id, ("languages",)),
                        "instrument-language",
                        f"the survey is asked in '{language}', the framework is not"
                        " written in it",
                        f"translate the framework and add '{language}' to its"
                        " languages, or take it out of the survey's",
                    )
            yield framework

    def _term(self, plan: WavePlan) -> tuple[datetime.datetime, datetime.datetime]:
        place = self.top.at("waves", self.survey.waves.index(plan))
        if plan.closes < plan.opens:
            self._find(
                place.at("closes"),
                "instrument-dates",
                f"wave '{plan.id}' closes on {plan.closes}, before it opens on"
                f" {plan.opens}",
                "the closing day is the last day on which answers are taken",
            )
        zone: datetime.tzinfo = datetime.UTC
        try:
            zone = zoneinfo.ZoneInfo(self.survey.timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            self._find(
                self.top.at("timezone"),
                "instrument-timezone",
                f"there is no time zone '{self.survey.timezone}'",
                "use an IANA name such as Europe/Berlin or America/New_York",
            )
        day = datetime.timedelta(days=1)
        return _start(plan.opens, zone), _start(plan.closes + day, zone)

    def _groups(self) -> Iterator[WaveGroup]:
        for position, group in enumerate(self.survey.groups):
            place = self.top.at("groups", position)
            what = f"of respondent group '{group.id}'"
            yield WaveGroup(
                group.id,
                self.say.words(
                    group.title, self.source, place.at("title"), f"the title {what}"
                ),
                self.say.words(
                    group.view_title,
                    self.source,
                    place.at("view_title"),
                    f"the view title {what}",
                ),
                group.clusters,
            )

    def _promise(self) -> Promise:
        privacy = self.survey.privacy
        return Promise(
            identity=privacy.identity,
            k_scores=privacy.k_scores,
            k_comments=privacy.k_comments,
            comments=privacy.comments,
            retention_days=privacy.retention_days,
            contact=privacy.contact,
            steward=privacy.steward,
            statement=self.say.words(
                privacy.statement,
                self.source,
                self.top.at("privacy", "statement"),
                "the privacy statement",
            ),
        )

    def _teams(self, organisation: Organisation) -> Iterator[WaveTeam]:
        for position, team in enumerate(organisation.teams):
            place = Place("organisation", self.survey.id, ("teams", position))
            outside: set[str] = set()
            for number, ref in enumerate(team.not_in_scope):
                placed = self.book.practice(ref)
                if placed is None:
                    self._find(
                        place.at("not_in_scope", number),
                        "instrument-practice",
                        f"team '{team.id}': no practice '{ref}' in the survey's"
                        " frameworks",
                        "write it as framework:practice",
                    )
                    continue
                outside.update(self.book.family(placed.ref))
            yield WaveTeam(
                team.id,
                self.say.name(team.name),
                team.unit or ORGANISATION,
                self.say.words(
                    team.about,
                    self.source,
                    place.at("about"),
                    f"what team '{team.id}' looks after",
                ),
                dict(sorted(team.eligible.items())),
                tuple(sorted(outside)),
            )

    # What is scored

    def _nodes(self) -> Iterator[Node]:
        for framework in self.book.frameworks:
            top = Place("framework", framework.id)
            yield Node(
                ref=framework.id,
                kind="framework",
                parent=None,
                title=self._text(framework, framework.title, top.at("title")),
                code="",
                weight=1.0,
                gold=_gold(framework, framework.dimensions, ()),
                top_rung=0,
            )
            yield from self._below(
                framework, framework.dimensions, framework.id, top.at("dimensions")
            )

    def _below(
        self,
        framework: Framework,
        dimensions: tuple[Dimension, ...],
        parent: str,
        place: Place,
    ) -> Iterator[Node]:
        for position, dimension in enumerate(dimensions):
            ref = qualified(dimension.id, framework.id)
            here = place.at(position)
            yield Node(
                ref=ref,
                kind="dimension",
                parent=parent,
                title=self._text(framework, dimension.title, here.at("title")),
                code="",
                weight=float(dimension.weight),
                gold=_gold(framework, dimension.dimensions, dimension.practices),
                top_rung=0,
            )
            for number, practice in enumerate(dimension.practices):
                yield self._practice(
                    framework, practice, ref, here.at("practices", number)
                )
            yield from self._below(
                framework, dimension.dimensions, ref, here.at("dimensions")
            )

    def _practice(
        self, framework: Framework, practice: Practice, parent: str, place: Place
    ) -> Node:
        ref = qualified(practice.id, framework.id)
        rungs = framework.rungs(practice)
        return Node(
            ref=ref,
            kind="practice",
            parent=parent,
            title=self._text(framework, practice.title, place.at("title")),
            code=practice.code,
            weight=float(practice.weight),
            gold=float(framework.gold(practice)),
            top_rung=rungs[-1].n if rungs else 0,
            same=self.book.same.get(ref, ()),
            importance=float(practice.importance),
        )

    # What is asked

    def _instruments(self, wave: WavePlan) -> Iterator[Instrument]:
        self._check_blocks(wave)
        planned = [
            (position, plan, tuple(self._sections(position, plan, wave)))
            for position, plan in enumerate(self.survey.instruments)
        ]
        wanted = {
            placed.ref: placed.owner.ref if placed.owner else placed.ref
            for _, _, sections in planned
            for section in sections
            for placed in section.items
        }
        coded = codes.assign(wanted, self.given)
        for position, plan, sections in planned:
            yield self._instrument(position, plan, sections, wave, coded)

    def _instrument(
        self,
        position: int,
        plan: InstrumentPlan,
        sections: Sequence[_Planned],
        wave: WavePlan,
        coded: Mapping[str, str],
    ) -> Instrument:
        place = self.top.at("instruments", position)
        what = f"of instrument {plan.letter}"
        pages: list[Page] = []
        for section in sections:
            pages.extend(self._pages(plan, section, coded))
        number = self.survey.waves.index(wave)
        instrument = Instrument(
            id=plan.id,
            letter=plan.letter,
            title=self.say.words(
                plan.title, self.source, place.at("title"), f"the title {what}"
            ),
            group=plan.group,
            mode=plan.mode,
            languages=self.survey.languages,
            minutes=plan.minutes,
            estimated_minutes={},
            introduction=self.say.words(
                plan.introduction,
                self.source,
                place.at("introduction"),
                f"the introduction {what}",
            ),
            thanks=self.say.words(
                plan.thanks, self.source, place.at("thanks"), f"the thanks {what}"
            ),
            changes=tuple(
                self.say.words(
                    text,
                    self.source,
                    self.top.at("waves", number, "changes", each),
                    f"what changed before wave '{wave.id}'",
                )
                for each, text in enumerate(wave.changes)
            ),
            pages=tuple(pages),
            ladders=tuple(self._ladders()) if plan.mode == "assessment" else (),
            fingerprint="",
        )
        estimated = {
            language: str(minutes.whole(minutes.estimate(instrument, language)))
            for language in instrument.languages
        }
        instrument = dataclasses.replace(instrument, estimated_minutes=estimated)
        return dataclasses.replace(instrument, fingerprint=digest(instrument))

    def _check_blocks(self, wave: WavePlan) -> None:
        known = {
            section.block
            for plan in self.survey.instruments
            for section in plan.sections
            if section.block
        }
        place = self.top.at("waves", self.survey.waves.index(wave), "blocks")
        for position, block in enumerate(wave.blocks):
            if block not in known:
                self._find(
                    place.at(position),
                    "instrument-block",
                    f"wave '{wave.id}' asks the rotating block '{block}', which no"
                    " section belongs to",
                    f"known: {', '.join(sorted(known)) or 'none'}",
                )

    def _sections(
        self, position: int, plan: InstrumentPlan, wave: WavePlan
    ) -> Iterator[_Planned]:
        asked: set[str] = set()
        for number, section in enumerate(plan.sections):
            if section.block is not None and section.block not in wave.blocks:
                continue
            place = self.top.at("instruments", position, "sections", number)
            items = tuple(self._items(plan, section, place, asked))
            if items:
                yield _Planned(section, place, items)

    def _items(
        self, plan: InstrumentPlan, section: Section, place: Place, asked: set[str]
    ) -> Iterator[PlacedItem]:
        for position, ref in enumerate(section.items):
            where = place.at("items", position)
            placed = self.book.item(ref)
            if placed is None:
                self._find(
                    where,
                    "instrument-item",
                    f"there is no item '{ref}' in the survey's frameworks",
                    "write it as framework:item",
                )
            elif placed.ref in asked:
                self._find(
                    where,
                    "instrument-item-twice",
                    f"instrument {plan.letter} asks '{placed.ref}' twice",
                    "keep it in one section",
                )
            elif placed.item.wording(plan.group) is None:
                self._find(
                    where,
                    "instrument-wording",
                    f"'{placed.ref}' has no wording for '{plan.group}'",
                    f"add `{plan.group}:` under the item's text",
                )
            else:
                asked.add(placed.ref)
                yield placed

    def _pages(
        self, plan: InstrumentPlan, planned: _Planned, coded: Mapping[str, str]
    ) -> Iterator[Page]:
        section = planned.section
        title = self.say.words(
            section.title,
            self.source,
            planned.place.at("title"),
            f"the title of section '{section.id}'",
        )
        intro = self.say.words(
            section.intro,
            self.source,
            planned.place.at("intro"),
            f"the introduction of section '{section.id}'",
        )
        runs = paging.together(
            planned.items, lambda placed: placed.owner.ref if placed.owner else ""
        )
        parts = paging.cut(runs)
        for number, part in enumerate(parts, start=1):
            several = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
            yield Page(
                id=section.id if number == 1 else f"{section.id}-{number}",
                title={
                    language: f"{text}{several}" for language, text in title.items()
                },
                intro=intro,
                questions=tuple(
                    self._question(placed, plan.group, coded[placed.ref])
                    for placed in part
                ),
            )

    def _question(self, placed: PlacedItem, group: str, code: str) -> Question:
        item = placed.item
        found = placed.scale()
        if found is None or found[0].kind == "number":
            self._find(
                placed.place.at("scale"),
                "instrument-scale",
                f"'{placed.ref}' names the response scale '{item.scale}', "
                + (
                    "which is not there" if found is None else "which asks for a number"
                ),
                "name a scale of the framework with options, rungs or text",
            )
        scale = found[0] if found else None
        choices = self._choices(placed)
        text = self._wording(placed, group)
        source = self._source(placed.framework)
        multi = scale is not None and scale.kind == "multi"
        return Question(
            code=code,
            item=placed.ref,
            kind=_kind(scale.kind if scale else "choice"),
            purpose=item.purpose,
            text=text,
            help=self._text(placed.framework, item.help, placed.place.at("help")),
            choices=choices,
            targets=self._targets(placed),
            reverse=item.reverse,
            required=item.required,
            max_choices=scale.max_choices if scale and multi else None,
            max_length=scale.max_length if scale else 2000,
            fingerprint=_item_fingerprint(text, choices, item.reverse, source),
        )

    def _wording(self, placed: PlacedItem, group: str) -> Words:
        item = placed.item
        text = item.wording(group)
        if text is None:
            return {}
        by_group = isinstance(item.text, dict)
        place = placed.place.at("text", group) if by_group else placed.place.at("text")
        return self._text(placed.framework, text, place)

    def _targets(self, placed: PlacedItem) -> tuple[Target, ...]:
        if placed.owner is None or not placed.scored:
            return ()
        return tuple(
            Target(ref, float(placed.item.weight))
            for ref in self.book.family(placed.owner.ref)
        )

    def _choices(self, placed: PlacedItem) -> tuple[Choice, ...]:
        found = placed.scale()
        if found is None or found[0].kind == "text":
            return ()
        scale, place = found
        options = tuple(
            self._option(placed.framework, option, place.at("options", position))
            for position, option in enumerate(scale.options)
        )
        if scale.kind != "rubric":
            return options
        own = tuple(option for option in options if option.missing)
        return (*self._rungs_as_choices(placed), *own)

    def _option(self, framework: Framework, option: Option, place: Place) -> Choice:
        return Choice(
            code=option.code,
            label=self._text(framework, option.label, place.at("label")),
            help=self._text(framework, option.help, place.at("help")),
            value=None if option.value is None else float(option.value),
            missing=option.missing,
        )

    def _rungs_as_choices(self, placed: PlacedItem) -> Iterator[Choice]:
        rungs = self._ladder(placed.owner) if placed.owner else ()
        if not rungs:
            self._find(
                placed.place.at("scale"),
                "instrument-ladder",
                f"'{placed.ref}' is answered on the rungs of its practice, which has"
                " none",
                "write a `rubric` for the practice or a `ladder` for the framework",
            )
            return
        top = rungs[-1][0].n
        for rung, place in rungs:
            yield Choice(
                code=str(rung.n),
                label=self._text(placed.framework, rung.short, place.at("short")),
                help=self._text(
                    placed.framework, rung.descriptor, place.at("descriptor")
                ),
                value=rung.n / top if top else 0.0,
            )

    def _ladder(self, placed: PlacedPractice) -> tuple[tuple[Rung, Place], ...]:
        """The rungs in force with their places, lowest first."""
        if placed.practice.rubric:
            rungs, place = placed.practice.rubric, placed.place.at("rubric")
        else:
            rungs = placed.framework.ladder
            place = Place("framework", placed.framework.id, ("ladder",))
        pairs = ((rung, place.at(number)) for number, rung in enumerate(rungs))
        return tuple(sorted(pairs, key=lambda pair: pair[0].n))

    def _ladders(self) -> Iterator[Ladder]:
        shown: set[str] = set()
        for ref, placed in self.book.practices.items():
            if ref in shown:
                continue
            shown.update(self.book.family(ref))
            framework, practice = placed.framework, placed.practice
            rungs = self._ladder(placed)
            if not rungs:
                self._find(
                    placed.place,
                    "instrument-ladder",
                    f"practice '{ref}' has no rungs, so a team cannot assess it",
                    "write a `rubric` for the practice or a `ladder` for the framework",
                )
            yield Ladder(
                practice=ref,
                same=self.book.same.get(ref, ()),
                dimension=placed.above[-1].title.words(self.survey.languages),
                title=self._text(framework, practice.title, placed.place.at("title")),
                statement=self._text(
                    framework, practice.statement, placed.place.at("statement")
                ),
                rungs=tuple(self._ladder_rung(framework, *pair) for pair in rungs),
            )

    def _ladder_rung(
        self, framework: Framework, rung: Rung, place: Place
    ) -> LadderRung:
        return LadderRung(
            n=rung.n,
            title=self._text(framework, rung.title, place.at("title")),
            descriptor=self._text(framework, rung.descriptor, place.at("descriptor")),
            evidence=tuple(
                self._text(framework, text, place.at("evidence", number))
                for number, text in enumerate(rung.evidence)
            ),
        )

    # Small things

    def _source(self, framework: Framework) -> str:
        """The language fingerprints are taken in."""
        source = framework.languages[0]
        return source if source in self.survey.languages else self.source

    def _text(self, framework: Framework, text: Text, place: Place) -> Words:
        """A framework's text; languages it is not written in are reported once."""
        written = [
            language
            for language in self.survey.languages
            if language in framework.languages
        ]
        what = f"'{place.loc[-1]}'" if place.loc else "a text"
        Translator(written, self.findings).words(
            text, framework.languages[0], place, what
        )
        return text.words(self.survey.languages) if text else {}

    def _find(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(place, code, message, hint))


def _start(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """The first moment of a local day, in UTC."""
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    return midnight.astimezone(datetime.UTC)


def _kind(kind: str) -> Literal["choice", "multi", "text"]:
    if kind == "multi":
        return "multi"
    return "text" if kind == "text" else "choice"


def _rules(framework: Framework) -> Rules:
    scoring = framework.scoring
    return Rules(
        framework=framework.id,
        version=framework.version,
        fingerprint=digest(framework),
        low=float(scoring.display.low),
        high=float(scoring.display.high),
        minimum_share=float(scoring.minimum_share),
        sd=float(scoring.sd),
        sd_df=float(scoring.sd_df),
        smallest_difference=float(scoring.smallest_difference),
    )


def _gold(
    framework: Framework,
    dimensions: tuple[Dimension, ...],
    practices: tuple[Practice, ...],
) -> float:
    """Full practice of a whole: the weighted mean of its parts."""
    parts = [(practice.weight, framework.gold(practice)) for practice in practices]
    parts += [
        (each.weight, _gold(framework, each.dimensions, each.practices))
        for each in dimensions
    ]
    total = math.fsum(weight for weight, _ in parts)
    if not total:
        return float(framework.scoring.display.high)
    return math.fsum(weight * gold for weight, gold in parts) / total


def _item_fingerprint(
    text: Words, choices: Sequence[Choice], reverse: bool, source: str
) -> str:
    """The same words, options and values give the same fingerprint."""
    return digest(
        {
            "text": text.get(source, ""),
            "reverse": reverse,
            "options": [
                {
                    "code": choice.code,
                    "label": choice.label.get(source, ""),
                    "value": choice.value,
                    "missing": choice.missing,
                }
                for choice in choices
            ],
        }
    )
