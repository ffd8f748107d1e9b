"""What to look at before people are asked: wording, length, missing ways out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.instruments import minutes, paging
from generator.instruments.catalogue import Catalogue, PlacedItem, catalogue
from generator.instruments.compile import try_wave
from generator.instruments.finding import Finding, Place
from generator.instruments.versions import newer
from generator.model.framework import Dimension, Framework, Rung
from generator.model.ids import Text
from generator.model.instrument import Instrument, Question, Wave
from generator.model.survey import InstrumentPlan, Organisation, Survey

INTRODUCTION_WORDS = 90
RUNG_WORDS = 10
READ_AS_BOOLEAN = frozenset(("yes", "no", "true", "false", "on", "off", "y", "n"))
JOINED = {
    "en": re.compile(r"\b(and/or|and|or|as well as)\b", re.IGNORECASE),
    "de": re.compile(r"\b(und/oder|und|oder|sowie)\b", re.IGNORECASE),
}
"""Words that often join two questions in one."""


def lint(
    survey: Survey,
    frameworks: Mapping[str, Framework],
    organisation: Organisation | None = None,
    earlier: Sequence[Wave] = (),
) -> list[Finding]:
    """Everything worth a look in a survey and its frameworks.

    Errors keep a wave from being frozen; warnings do not.

    Args:
        survey: the survey as written today.
        frameworks: by framework id.
        organisation: today's units and teams, where their texts are to be read too.
        earlier: frozen waves, oldest first, to see what changed since.
    """
    used = [frameworks[use.id] for use in survey.frameworks if use.id in frameworks]
    book = catalogue(used)
    findings: list[Finding] = []
    for framework in used:
        findings += _framework(framework)
    for placed in book.items.values():
        findings += _item(placed)
    findings += _practices(survey, book)
    frozen = {wave.id for wave in earlier}
    teams = organisation or Organisation(schema_version=1, teams=())
    for plan in survey.waves:
        if plan.id in frozen:
            continue
        wave, errors = try_wave(survey, teams, frameworks, plan.id, earlier)
        findings += errors
        if wave is not None:
            findings += _wave(survey, wave, book, earlier)
    return sorted(dict.fromkeys(findings), key=_order)


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    loc = tuple((str(type(key)), key) for key in place.loc)
    return (place.document, place.id, loc, finding.code, finding.message)


def _warn(place: Place, code: str, message: str, hint: str) -> Finding:
    return Finding(place, code, message, hint, "warning")


# A framework on its own


def _framework(framework: Framework) -> Iterator[Finding]:
    top = Place("framework", framework.id)
    for position, scale in enumerate(framework.scales):
        place = top.at("scales", position, "options")
        labels = [option.label for option in scale.options]
        for language in framework.languages:
            yield from _labels(labels, language, place, "label")
    yield from _rungs(framework.ladder, framework.languages, top.at("ladder"))
    yield from _weights(framework.dimensions, top.at("dimensions"))


def _labels(
    labels: Sequence[Text], language: str, place: Place, key: str
) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for position, label in enumerate(labels):
        words = label.say(language)
        plain = as_exported(words)
        if plain in first:
            yield _warn(
                place.at(position, key),
                "option-labels-alike",
                f"'{first[plain]}' and '{words}' are the same once exported as plain"
                " text",
                "give each option words of its own",
            )
        first.setdefault(plain, words)
        if plain in READ_AS_BOOLEAN:
            yield _warn(
                place.at(position, key),
                "option-read-as-boolean",
                f"other tools read the label '{words}' as true or false",
                "say what is meant: 'Yes, we do' or 'No, not yet'",
            )


def _rungs(
    rungs: Sequence[Rung], languages: Sequence[str], place: Place
) -> Iterator[Finding]:
    for language in languages:
        for position, rung in enumerate(rungs):
            words = minutes.count_words(rung.short.say(language))
            if words > RUNG_WORDS:
                yield _warn(
                    place.at(position, "short"),
                    "rung-long",
                    f"'{rung.short.say(language)}' has {words} words",
                    f"a respondent reads it as an option: at most {RUNG_WORDS} words",
                )
        yield from _labels([rung.short for rung in rungs], language, place, "short")


def _weights(dimensions: tuple[Dimension, ...], place: Place) -> Iterator[Finding]:
    yield from _all_zero([each.weight for each in dimensions], place)
    for position, dimension in enumerate(dimensions):
        here = place.at(position)
        practices = [practice.weight for practice in dimension.practices]
        yield from _all_zero(practices, here.at("practices"))
        yield from _weights(dimension.dimensions, here.at("dimensions"))


def _all_zero(weights: Sequence[float], place: Place) -> Iterator[Finding]:
    if weights and not any(weights):
        yield _warn(
            place,
            "weight-zero",
            "every weight here is 0, so nothing above it has a score",
            "give at least one of them a weight above 0",
        )


# Items


def _item(placed: PlacedItem) -> Iterator[Finding]:
    item = placed.item
    if item.purpose in ("importance", "comment"):
        return
    source = placed.framework.languages[0]
    for text, place in _wordings(placed):
        joined = _joined(text.say(source), source)
        if joined:
            yield _warn(
                place,
                "item-double-barrelled",
                f"'{text.say(source)}' may ask two things: '{joined}'",
                "one idea per item: split it, or take one of the two out",
            )
    found = placed.scale()
    if found is None:
        return
    scale, _ = found
    if scale.kind == "agreement" and item.purpose != "perception":
        yield _warn(
            placed.place.at("scale"),
            "item-agreement",
            f"'{placed.ref}' asks for agreement with a behaviour",
            "ask how often, how far or which rung: people agree too easily",
        )
    if scale.kind in ("multi", "text", "choice", "number", "percent"):
        return
    ways_out = {option.missing for option in scale.options}
    for missing, code, words in (
        ("dk", "item-no-cannot-judge", "cannot judge"),
        ("na", "item-no-does-not-apply", "does not apply"),
    ):
        if missing not in ways_out:
            yield _warn(
                placed.place.at("scale"),
                code,
                f"'{placed.ref}' leaves no way to say '{words}'",
                f"add an option with `missing: {missing}` to the scale '{scale.id}'",
            )


def _wordings(placed: PlacedItem) -> Iterator[tuple[Text, Place]]:
    text, place = placed.item.text, placed.place.at("text")
    if isinstance(text, Text):
        yield text, place
    else:
        for group, words in text.items():
            yield words, place.at(group)


def _joined(text: str, language: str) -> str:
    """The word that joins two questions, if one does."""
    if text.count("?") > 1:
        return "?"
    pattern = JOINED.get(language.partition("-")[0])
    found = pattern.search(text) if pattern else None
    return found.group() if found else ""


# Practices


def _practices(survey: Survey, book: Catalogue) -> Iterator[Finding]:
    assessed = any(plan.mode == "assessment" for plan in survey.instruments)
    asked = set(_asked(survey, book))
    for ref, placed in book.practices.items():
        family = [book.practices[each] for each in book.family(ref)]
        items = [item for each in family for item in each.practice.items]
        if not items:
            yield _warn(
                placed.place,
                "practice-no-item",
                f"practice '{ref}' has no item, so no survey can score it",
                "write an item, or map it to a practice that says the same",
            )
        elif not assessed and not asked.intersection(book.family(ref)):
            yield _warn(
                placed.place,
                "practice-unreachable",
                f"no instrument of survey '{survey.id}' asks about '{ref}'",
                "name one of its items in a section, or add a team assessment",
            )
        if not any(each.practice.steps for each in family):
            yield _warn(
                placed.place,
                "practice-no-step",
                f"practice '{ref}' has no step, so its page ends without advice",
                "write at least one step that leads to the next rung",
            )
        if placed.practice.rubric:
            languages = placed.framework.languages
            rubric = placed.place.at("rubric")
            yield from _rungs(placed.practice.rubric, languages, rubric)
        weights = [item.weight for item in placed.practice.items]
        yield from _all_zero(weights, placed.place.at("items"))


def _asked(survey: Survey, book: Catalogue) -> Iterator[str]:
    for plan in survey.instruments:
        for section in plan.sections:
            for ref in section.items:
                placed = book.item(ref)
                if placed is not None and placed.owner is not None:
                    yield from book.family(placed.owner.ref)


# Instruments


def _wave(
    survey: Survey, wave: Wave, book: Catalogue, earlier: Sequence[Wave]
) -> Iterator[Finding]:
    top = Place("survey", survey.id)
    pairs = zip(survey.instruments, wave.instruments, strict=True)
    for position, (plan, instrument) in enumerate(pairs):
        place = top.at("instruments", position)
        yield from _length(plan, instrument, wave.id, place)
        yield from _introduction(instrument, place)
        yield from _crowded(instrument, place, book)
        yield from _texts_alike(instrument, place)
        yield from _changed(instrument, book, earlier)


def _length(
    plan: InstrumentPlan, instrument: Instrument, wave: str, place: Place
) -> Iterator[Finding]:
    number = sum(1 for _ in instrument.questions())
    if number > plan.max_items:
        yield _warn(
            place.at("sections"),
            "instrument-too-many-items",
            f"instrument {plan.letter} has {number} questions in wave '{wave}';"
            f" its limit is {plan.max_items}",
            "leave out what nobody will act on, or move items to a rotating block",
        )
    promised = plan.minutes[1]
    for language, estimated in instrument.estimated_minutes.items():
        if int(estimated) > promised:
            yield _warn(
                place.at("minutes"),
                "instrument-too-long",
                f"instrument {plan.letter} takes about {estimated} minutes in"
                f" '{language}' (wave '{wave}'); {promised} are promised",
                "shorten texts and options, leave items out, or promise more",
            )


def _introduction(instrument: Instrument, place: Place) -> Iterator[Finding]:
    for language, text in instrument.introduction.items():
        words = minutes.count_words(text)
        if words > INTRODUCTION_WORDS:
            yield _warn(
                place.at("introduction"),
                "instrument-introduction-long",
                f"the introduction of instrument {instrument.letter} has {words} words"
                f" in '{language}'",
                f"at most {INTRODUCTION_WORDS}: who asks, why, how long",
            )


def _crowded(
    instrument: Instrument, place: Place, book: Catalogue
) -> Iterator[Finding]:
    owners = (_owner(question, book) for question in instrument.questions())
    for practice, number in Counter(filter(None, owners)).items():
        if number > paging.MOST_ON_A_PAGE:
            yield _warn(
                place.at("sections"),
                "practice-many-items",
                f"instrument {instrument.letter} asks {number} items about"
                f" '{practice}', more than fit on a page",
                f"at most {paging.MOST_ON_A_PAGE} items of one practice",
            )


def _owner(question: Question, book: Catalogue) -> str:
    placed = book.items.get(question.item)
    return placed.owner.ref if placed and placed.owner else ""


def _texts_alike(instrument: Instrument, place: Place) -> Iterator[Finding]:
    for language in instrument.languages:
        first: dict[str, str] = {}
        for question in instrument.questions():
            text = as_exported(question.text.get(language, ""))
            if text in first:
                yield _warn(
                    place.at("sections"),
                    "question-texts-alike",
                    f"'{first[text]}' and '{question.item}' ask the same words in"
                    f" '{language}'",
                    "exports headed by question texts would lose one of them",
                )
            first.setdefault(text, question.item)


def _changed(
    instrument: Instrument, book: Catalogue, earlier: Sequence[Wave]
) -> Iterator[Finding]:
    frozen = _frozen(instrument.id, earlier)
    for question in instrument.questions():
        wave, before = frozen.get(question.item, (None, question))
        placed = book.items.get(question.item)
        if wave is None or placed is None or before.fingerprint == question.fingerprint:
            continue
        version = wave.rules_of(question.item).version
        if any(newer(each.since, version) for each in placed.item.lineage):
            continue
        of_others = before.show_if != question.show_if
        yield _warn(
            placed.place.at("show_if" if of_others and question.show_if else "text"),
            "item-changed",
            f"'{question.item}' no longer asks what it asked in wave '{wave.id}'"
            + (", or no longer the same people" if of_others else ""),
            "give it a new id, or say under `lineage` since which version it is"
            " reworded and whether answers stay comparable",
        )


def _frozen(
    instrument: str, earlier: Iterable[Wave]
) -> dict[str, tuple[Wave, Question]]:
    """Each item as last asked in this instrument."""
    return {
        question.item: (wave, question)
        for wave in earlier
        for each in wave.instruments
        if each.id == instrument
        for question in each.questions()
    }


def as_exported(text: str) -> str:
    """A label as other tools keep it: no marks, no case, single blanks."""
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", text))
    return " ".join(re.sub(r"[*_`]", "", text).split()).strip(" .").casefold()
