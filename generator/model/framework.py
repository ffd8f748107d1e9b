"""A framework of good practice, as its author writes it in YAML."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.model.ids import Authored, Id, Language, OptionCode, Ref, Text

Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False, strict=True)]
OneToFive = Annotated[int, Field(ge=1, le=5, strict=True)]
Finite = Annotated[float, Field(allow_inf_nan=False, strict=True)]


NUMBERS = ("number", "percent")
"""Kinds of response scales that are answered with a number."""


class Source(Authored):
    """A published work the framework draws on; cited on every page."""

    title: str
    """Title of the work."""
    authors: str
    """Who wrote it, as it should be cited."""
    year: int = Field(ge=1800, le=2200)
    """Year it came out."""
    url: str = ""
    """Where to find it; leave out if it is not online."""


class Label(Authored):
    """What this framework calls one of its parts, one and many."""

    one: Text
    """Word for one of them."""
    many: Text
    """Word for several."""


class Labels(Authored):
    """The framework's own words for its parts."""

    dimension: Label = Label(one=Text("Dimension"), many=Text("Dimensions"))
    """What a dimension is called, such as Habit."""
    practice: Label = Label(one=Text("Practice"), many=Text("Practices"))
    """What a practice is called."""


class Lens(Authored):
    """The angle from which the framework looks at the practice."""

    id: Id
    """`strategic`, `operational`, or a name of your own."""
    title: Text
    """Name of the lens, shown to readers."""


class Option(Authored):
    """One choice on a response scale."""

    code: OptionCode
    """What is stored: 1 to 5 letters or digits, the same in every language."""
    label: Text
    """Words of the choice, at most about ten."""
    help: Text = Text("")
    """More about the choice, behind 'what does this mean?'."""
    value: Share | None = None
    """0 (lowest) to 1 (highest); leave out for a choice that is not scored."""
    missing: Literal["na", "dk"] | None = None
    """`na` does not apply, `dk` cannot judge. Such an option holds no value."""


class ResponseScale(Authored):
    """The set of answers an item offers."""

    id: Id
    """Name by which items use the scale."""
    kind: Literal[
        "rubric",
        "frequency",
        "sufficiency",
        "coverage",
        "agreement",
        "importance",
        "ordinal",
        "number",
        "percent",
        "choice",
        "multi",
        "text",
    ]
    """`rubric` takes its options from the rungs of the item's practice."""
    title: Text = Text("")
    """What the scale measures, for authors and the codebook."""
    options: tuple[Option, ...] = ()
    """The choices, lowest first; a rubric scale lists only its missing options."""
    max_choices: int | None = Field(default=None, ge=1)
    """For `multi`: the most choices one person may make."""
    max_length: int = Field(default=2000, ge=1, le=20000)
    """For `text`: the most characters one answer may have."""
    low: Finite | None = None
    """For `number`: the lowest answer taken; a percentage starts at 0."""
    high: Finite | None = None
    """For `number`: the highest answer taken; a percentage ends at 100."""
    unit: Text = Text("")
    """For `number`: the unit, such as days."""
    direction: Literal["up", "down"] = "up"
    """For `number` and `percent`: which way is better."""
    anchors: tuple[tuple[Finite, Share], ...] = ()
    """For `number` and `percent`: pairs of answer and value from 0 to 1; between two
    pairs the value runs straight, beyond the ends it stays."""

    def ends(self) -> tuple[float | None, float | None]:
        """The lowest and the highest number taken as an answer."""
        if self.kind == "percent":
            return (
                0.0 if self.low is None else float(self.low),
                100.0 if self.high is None else float(self.high),
            )
        return (
            None if self.low is None else float(self.low),
            None if self.high is None else float(self.high),
        )

    def points(self) -> tuple[tuple[float, float], ...]:
        """Anchors in force, lowest answer first; from end to end where none is."""
        if self.anchors:
            return tuple(sorted((float(raw), float(v)) for raw, v in self.anchors))
        low, high = self.ends()
        if low is None or high is None:
            return ()
        worst, best = (0.0, 1.0) if self.direction == "up" else (1.0, 0.0)
        return ((low, worst), (high, best))


class Guidance(Authored):
    """What the practice is, why it matters and how to do it."""

    what: Text = Text("")
    """What it is; Markdown."""
    why: Text = Text("")
    """Why it matters; Markdown."""
    how: Text = Text("")
    """Markdown; concrete steps."""
    pitfalls: tuple[Text, ...] = ()
    """What goes wrong, one line each."""
    measure: Text = Text("")
    """How to tell that it works; Markdown."""
    examples: tuple[Text, ...] = ()
    """What it looks like in practice, one line each."""
    resources: tuple[Source, ...] = ()
    """Works to read on."""


class Rung(Authored):
    """One level of a rubric."""

    n: int = Field(ge=0, le=9)
    """0 is the lowest rung."""
    title: Text
    """Name of the rung, one or two words."""
    short: Text
    """At most ten words; the option a respondent reads."""
    descriptor: Text
    """One sentence that an outsider could verify."""
    value: Share | None = None
    """0 to 1; leave out where the rungs are evenly spaced."""
    criteria: tuple[Text, ...] = ()
    """What must be true on this rung, one line each."""
    evidence: tuple[Text, ...] = ()
    """What a team can show to prove that it stands here."""


class Effort(Authored):
    """What it takes to improve, each from 1 (little) to 5 (much)."""

    knowledge: OneToFive
    """What must be learned, 1 to 5."""
    time: OneToFive
    """Working time it takes, 1 to 5."""
    resources: OneToFive
    """Money and people it takes, 1 to 5."""


class Mapping(Authored):
    """How a practice relates to one in another framework."""

    ref: Ref
    """`framework:practice`."""
    relation: Literal["same", "part", "related"]
    """`same`: the two share their questions, asked once and counted in both."""


class Metric(Authored):
    """A number a team can keep itself: an activity, a time or an outcome."""

    id: Id
    """Name of the metric."""
    kind: Literal["activity", "time", "outcome"]
    """`activity` is counted, `time` is measured, `outcome` happens or does not."""
    title: Text
    """Name shown to readers."""
    definition: Text
    """What exactly is counted or measured."""
    unit: Text = Text("")
    """Unit, such as days."""
    clock_starts: Text = Text("")
    """For `time`: the event that starts the clock."""
    clock_stops: Text = Text("")
    """For `time`: the event that stops the clock."""
    direction: Literal["up", "down"] = "up"
    """Which way is better."""


class Step(Authored):
    """Something to do that moves a practice to a higher rung."""

    id: Id
    """Name of the step."""
    title: Text
    """What to do, in a few words."""
    how: Text
    """Markdown; what to do, by whom, what it produces."""
    from_rung: int = Field(default=0, ge=0, le=9)
    """Rung it starts from."""
    to_rung: int = Field(default=1, ge=0, le=9)
    """Rung it leads to."""
    first: Text = Text("")
    """What can be done in the first fifteen minutes."""
    days: int = Field(default=30, ge=0, le=720)
    """Horizon: days until it can be seen."""
    effort: OneToFive = 2
    """Effort from 1 (little) to 5 (much)."""
    roles: tuple[Text, ...] = ()
    """Who does it."""
    evidence: Text = Text("")
    """How a team shows that the step is done."""
    depends_on: tuple[Ref, ...] = ()
    """Steps or practices that come first."""


class ArtefactColumn(Authored):
    """A column of a table template."""

    title: Text
    """Heading of the column."""
    help: Text = Text("")
    """What to write there."""
    example: Text = Text("")
    """What it could say; stands in the first line, marked as an example."""
    choices: tuple[Text, ...] = ()
    """Words to choose from; leave out for free text."""


class ArtefactSection(Authored):
    """A section of a document template."""

    title: Text
    """Heading of the section."""
    text: Text
    """What to write there, and how to start."""


class Artefact(Authored):
    """A template the practice produces: an empty document or table to start from."""

    id: Id
    """Name of the file; it never changes."""
    title: Text
    """Title shown to readers."""
    kind: Literal["docx", "xlsx"]
    """`docx` is a document with sections, `xlsx` a table with columns."""
    text: Text = Text("")
    """What it is for and who keeps it; stands at its top."""
    sections: tuple[ArtefactSection, ...] = ()
    """For `docx`: its sections."""
    columns: tuple[ArtefactColumn, ...] = ()
    """For `xlsx`: its columns; in a `docx` they make a table at the end."""


class Lineage(Authored):
    """What this node or item was in an earlier version."""

    type: Literal["replaces", "split_from", "merged_from", "reworded"]
    """What happened: replaced, split, merged or reworded."""
    ref: Ref
    """What it was before."""
    since: str
    """Version in which it changed."""
    comparable: bool
    """True only if old and new answers mean the same."""


class Condition(Authored):
    """When an item is asked: after an earlier answer, or several of them."""

    model_config = ConfigDict(populate_by_name=False)

    item: Ref | None = None
    """An item asked earlier, answered by choosing; needs `in` beside it."""
    codes: tuple[OptionCode, ...] = Field(default=(), alias="in")
    """Option codes of that item; the condition holds where one of them was chosen."""
    all: tuple[Condition, ...] = ()
    """Conditions that must all hold."""
    any: tuple[Condition, ...] = ()
    """Conditions of which one is enough."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [name for name in ("item", "all", "any") if getattr(self, name)]
        if len(given) != 1 or bool(self.codes) != (given == ["item"]):
            raise PydanticCustomError("condition_form", "not one condition")
        return self

    def ways(self) -> int:
        """How many lists of answers make it hold, before they are written out."""
        if self.any:
            return sum(each.ways() for each in self.any)
        return math.prod(each.ways() for each in self.all)

    def alternatives(self) -> tuple[tuple[Condition, ...], ...]:
        """The lists of answers that make it hold, in the author's order."""
        if self.any:
            return tuple(one for each in self.any for one in each.alternatives())
        if self.all:
            parts = itertools.product(*(each.alternatives() for each in self.all))
            return tuple(tuple(itertools.chain(*chosen)) for chosen in parts)
        return ((self,),)

    def leaves(
        self, loc: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[Condition, tuple[str | int, ...]]]:
        """Every single answer it looks at, with its place below `loc`."""
        if self.item is not None:
            yield self, loc
        for name, parts in (("all", self.all), ("any", self.any)):
            for number, part in enumerate(parts):
                yield from part.leaves((*loc, name, number))


class Item(Authored):
    """One question about a practice, worded for each respondent group."""

    id: Id
    """Name of the item; it never changes."""
    purpose: Literal[
        "capability",
        "coverage",
        "sufficiency",
        "importance",
        "perception",
        "metric",
        "comment",
    ]
    """Only `capability` and `perception` items are scored."""
    text: Text | dict[Id, Text]
    """One wording for all, or one per respondent group: `{practitioner: …}`."""
    help: Text = Text("")
    """A hint shown under the question."""
    scale: Id
    """Response scale it is answered on."""
    reverse: Annotated[bool, Field(strict=True)] = False
    """Reverse-keyed: agreement means less of the practice."""
    weight: Weight = 1
    """0 = shown, not scored."""
    required: Annotated[bool, Field(strict=True)] = False
    """True asks again where it is left out; use it rarely."""
    show_if: Condition | None = None
    """Asked only of those who answered so earlier; leave out to ask everybody."""
    formative: bool = True
    """Parts of a checklist need not go together; false turns reliability on."""
    lineage: tuple[Lineage, ...] = ()
    """What it was in earlier versions."""

    def wording(self, group: str) -> Text | None:
        """The text for one respondent group; none where it is not asked there."""
        if isinstance(self.text, Text):
            return self.text
        return self.text.get(group)


class ReaderNote(Authored):
    """What a practice means to one kind of reader."""

    reader: Id
    """One of the framework's readers."""
    text: Text
    """What the practice means to this reader."""


class Practice(Authored):
    """Something a team does: the unit of guidance and of the path forward."""

    id: Id
    """Name of the practice; it never changes."""
    code: str = ""
    """Short label such as `H1.2`, shown, never used as a reference."""
    title: Text
    """Title shown to readers."""
    statement: Text
    """The gold standard in one sentence."""
    guidance: Guidance
    """What, why and how."""
    rubric: tuple[Rung, ...] = ()
    """Rungs of this practice; leave out to use the framework's default ladder."""
    gold: Annotated[float, Field(ge=0)] | None = None
    """Full practice on the display range; leave out for the top of the range."""
    weight: Weight = 1
    """Weight in the score of its dimension."""
    level: int | None = Field(default=None, ge=1, le=9)
    """Level it belongs to, where the score above is rolled up by level."""
    importance: Share = 0.5
    """Stated importance, 0 to 1; used in the order of the path forward."""
    value: OneToFive = 3
    """What improving it is worth, 1 to 5."""
    effort: Effort = Effort(knowledge=2, time=2, resources=2)
    """What improving it takes."""
    depends_on: tuple[Ref, ...] = ()
    """Practices that should be in place first; a cycle is an error."""
    related: tuple[Ref, ...] = ()
    """Practices to look at as well."""
    maps_to: tuple[Mapping, ...] = ()
    """How it relates to practices of other frameworks."""
    metrics: tuple[Metric, ...] = ()
    """Numbers a team can keep itself."""
    steps: tuple[Step, ...] = ()
    """What leads to the next rung."""
    artefacts: tuple[Artefact, ...] = ()
    """Templates to start from; the site offers them as files."""
    items: tuple[Item, ...] = ()
    """What is asked about it."""
    readers: tuple[ReaderNote, ...] = ()
    """What it means to those who read results."""
    lineage: tuple[Lineage, ...] = ()
    """What it was in earlier versions."""
    tags: tuple[Id, ...] = ()
    """Words to find it by."""


class Dimension(Authored):
    """A top part of a framework; may hold dimensions or practices."""

    id: Id
    """Name of the dimension; it never changes."""
    title: Text
    """Title shown to readers."""
    statement: Text
    """The gold standard in one sentence."""
    guidance: Guidance = Guidance()
    """What, why and how."""
    weight: Weight = 1
    """Weight in the score above it."""
    dimensions: tuple[Dimension, ...] = ()
    """Dimensions inside it, to any depth."""
    practices: tuple[Practice, ...] = ()
    """Practices inside it."""

    def below(self) -> Iterator[str]:
        """Ids of all that is inside it, at any depth."""
        yield from (practice.id for practice in self.practices)
        for dimension in self.dimensions:
            yield dimension.id
            yield from dimension.below()


class DisplayRange(Authored):
    """The range in which scores are shown to people."""

    low: float = 0
    """Lowest score shown."""
    high: float = 4
    """Highest score shown."""


class MissingPolicy(Authored):
    """What a question without a judgement counts."""

    na: Literal["exclude", "zero"] = "exclude"
    """Does not apply: left out, or counted as the lowest value."""
    dk: Literal["exclude", "zero"] = "exclude"
    """Cannot judge, or not agreed in a meeting."""
    skip: Literal["exclude", "zero"] = "exclude"
    """Left blank, or not discussed in a meeting."""


class Cap(Authored):
    """A part that must be in place: until it is, the score above stays down (S4)."""

    part: Id
    """A practice or dimension below, at any depth."""
    below: Finite
    """The cap holds while the part's score, as it is shown, is below this value."""
    at_most: Finite
    """The highest the score above may then stand."""


class RollUpStep(Authored):
    """How the parts of a dimension, or of the framework, become its score."""

    depth: int = Field(ge=0, le=20)
    """0 for the framework itself, 1 for its dimensions, 2 for those inside them."""
    how: Literal["mean", "sum", "min", "median"]
    """`mean` and `sum` use weights; full marks in every part make the top of the range.
    A `sum` and a `min` need a score for every part, the others for half the weight."""
    by_level: Annotated[bool, Field(strict=True)] = False
    """True averages the practices of each level first, then takes `how` of levels."""
    caps: tuple[Cap, ...] = ()
    """Parts that must be in place before the score may rise."""

    @model_serializer(mode="wrap")
    def _as_before(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        # Steps are part of fingerprints that are older than caps.
        written: dict[str, object] = write(self)
        return {k: v for k, v in written.items() if k != "caps" or v}


class Scoring(Authored):
    """How answers become scores; printed on the methodology page."""

    display: DisplayRange = DisplayRange()
    """The range in which scores are shown."""
    missing: MissingPolicy = MissingPolicy()
    """What a missing answer counts, per reason."""
    rollup: tuple[RollUpStep, ...] = ()
    """Depths whose score is not the weighted mean of their parts."""
    minimum_share: Share = 0.5
    """Share of the applicable weight a person must answer (rule S3)."""
    sd: Annotated[float, Field(gt=0, le=50)] = 22
    """Spread between people assumed for intervals, in points of 100 (rule S6)."""
    sd_df: Annotated[float, Field(ge=0, le=1000)] = 20
    """How many answers that assumption is worth (rule S6)."""
    smallest_difference: Annotated[float, Field(ge=0, le=100)] = 5
    """Smallest difference worth acting on, in points of 100 (rule S7)."""


class Term(Authored):
    """One of our words, and what a reader calls it."""

    word: Text
    """Our word."""
    say: Text
    """The reader's word for it."""


class ReaderTemplates(Authored):
    """How a finding is put to a reader.

    {practice}, {score} and {next} are filled in, and {before} in `change`.
    """

    strength: Text = Text("")
    """What the team does well."""
    gap: Text = Text("")
    """What is not in place."""
    blind_spot: Text = Text("")
    """The team and others see it differently."""
    change: Text = Text("")
    """What moved since the baseline."""


class Reader(Authored):
    """Somebody a page is written for."""

    id: Id
    """Name of the reader."""
    title: Text
    """Who it is, such as Finance."""
    cares_about: Text
    """What this reader looks at first."""
    question: Text
    """What should I decide?"""
    vocabulary: tuple[Term, ...] = ()
    """What this reader calls things."""
    templates: ReaderTemplates = ReaderTemplates()
    """How findings are put to this reader."""


class NeedTier(Authored):
    """How much care a collaboration needs."""

    id: Id
    """Name of the tier."""
    title: Text
    """Title shown to readers."""
    text: Text = Text("")
    """Which collaborations belong here."""


class Service(Authored):
    """What a stakeholder may expect, per need tier."""

    id: Id
    """Name of the service."""
    title: Text
    """Title shown to readers."""
    text: Text = Text("")
    """What is done, in one or two sentences."""
    artefact: Text = Text("")
    """What the stakeholder gets in hand."""
    tiers: tuple[Id, ...]
    """Need tiers it is offered to."""
    cadence: Text
    """How often, or upon what."""
    target_time: Text = Text("")
    """How soon it is delivered."""
    hours: tuple[Finite, Finite]
    """Least and most hours of work each time it is delivered."""
    practices: tuple[Ref, ...] = ()
    """Practices it rests on."""


class Framework(Authored):
    """A published model of good practice."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format: 1."""
    id: Id
    """Name of the framework; it never changes."""
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    """Version such as 1.2.0; raise it with every change."""
    status: Literal["draft", "active", "retired"] = "active"
    """`draft` is not asked yet, `retired` is no longer asked."""
    released: datetime.date
    """Day this version came out."""
    title: Text
    """Title shown to readers."""
    summary: Text
    """One or two sentences for the front page; Markdown."""
    purpose: Text = Text("")
    """The core purpose the framework serves; Markdown."""
    context: Text = Text("")
    """What surrounds the practice and is not scored; Markdown."""
    languages: tuple[Language, ...] = ("en",)
    """The first is the source language."""
    licence: str
    """Under which others may use the text, such as CC-BY-4.0."""
    attribution: tuple[Source, ...] = ()
    """Works it draws on; cited on every page."""
    labels: Labels = Labels()
    """Its own words for its parts."""
    lens: Lens
    """The angle from which it looks."""
    ladder: tuple[Rung, ...] = ()
    """The default ladder, for practices without rungs of their own."""
    scoring: Scoring = Scoring()
    """How answers become scores."""
    scales: tuple[ResponseScale, ...] = ()
    """Response scales its items use."""
    readers: tuple[Reader, ...] = ()
    """Those who read results."""
    tiers: tuple[NeedTier, ...] = ()
    """Need tiers of collaborations, the most demanding first."""
    services: tuple[Service, ...] = ()
    """What stakeholders may expect, per need tier."""
    dimensions: tuple[Dimension, ...]
    """Its top parts."""
    items: tuple[Item, ...] = ()
    """Items that belong to no practice, such as comments."""

    def walk(self) -> Iterator[tuple[tuple[Dimension, ...], Practice]]:
        """Every practice with the dimensions above it, in the author's order."""
        yield from _walk(self.dimensions, ())

    def every_dimension(self) -> Iterator[Dimension]:
        """Every dimension, parents before children, in the author's order."""
        pending = list(self.dimensions)
        while pending:
            dimension = pending.pop(0)
            yield dimension
            pending[:0] = dimension.dimensions

    def roll_up(self, depth: int) -> RollUpStep:
        """How parts become the score of the nodes at a depth; 0 is the framework."""
        usual = RollUpStep(depth=depth, how="mean")
        return next((s for s in self.scoring.rollup if s.depth == depth), usual)

    def below(self, depth: int) -> set[str]:
        """Ids of all that is inside the nodes at a depth; 0 is the framework."""
        level = self.dimensions
        if depth == 0:
            return {one.id for one in level} | {i for one in level for i in one.below()}
        for _ in range(depth - 1):
            level = tuple(inside for one in level for inside in one.dimensions)
        return {i for one in level for i in one.below()}

    def rungs(self, practice: Practice) -> tuple[Rung, ...]:
        """The ladder in force for a practice, lowest rung first."""
        return tuple(sorted(practice.rubric or self.ladder, key=lambda rung: rung.n))

    def gold(self, practice: Practice) -> float:
        """Full practice in display units."""
        return self.scoring.display.high if practice.gold is None else practice.gold


def _walk(
    dimensions: tuple[Dimension, ...], above: tuple[Dimension, ...]
) -> Iterator[tuple[tuple[Dimension, ...], Practice]]:
    for dimension in dimensions:
        here = (*above, dimension)
        for practice in dimension.practices:
            yield here, practice
        yield from _walk(dimension.dimensions, here)
