"""The condition of an item becomes part of its question: earlier answers, in lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.instruments.catalogue import PlacedItem
from generator.instruments.finding import Place
from generator.instruments.job import Job
from generator.model.framework import Condition
from generator.model.ids import qualified
from generator.model.instrument import AnswerIn
from generator.model.survey import InstrumentPlan, WavePlan

MOST_ALTERNATIVES = 16
"""A condition with more is one nobody can follow any more."""

Parts = tuple[tuple[str, tuple[str, ...]], ...]
"""Items with the options of which one must be chosen; all of them must hold."""


def looked_at(placed: PlacedItem) -> tuple[str, ...]:
    """The items whose answers decide whether this one is asked."""
    if placed.item.show_if is None:
        return ()
    leaves = (_ref(placed, leaf) for leaf, _ in placed.item.show_if.leaves())
    return tuple(dict.fromkeys(leaves))


def alternatives(job: Job, placed: PlacedItem) -> tuple[Parts, ...]:
    """The condition of an item as lists of which one must hold; none for everybody."""
    condition = placed.item.show_if
    if condition is None:
        return ()
    if condition.ways() > MOST_ALTERNATIVES:
        job.find(
            placed.place.at("show_if"),
            "condition-alternatives",
            f"the condition of '{placed.ref}' can hold in {condition.ways()} ways;"
            f" at most {MOST_ALTERNATIVES} are taken",
            "name several options in one `in`, or ask one question that sums it up",
        )
        return ()
    lists = (
        tuple(
            dict.fromkeys(
                (_ref(placed, leaf), tuple(sorted(set(leaf.codes)))) for leaf in leaves
            )
        )
        for leaves in condition.alternatives()
    )
    return tuple(dict.fromkeys(lists))


def show_if(
    parts: tuple[Parts, ...], coded: Mapping[str, str]
) -> tuple[tuple[AnswerIn, ...], ...]:
    """The same in the codes of questions; what is not asked at all cannot hold."""
    return tuple(
        tuple(AnswerIn(coded[item], codes) for item, codes in one)
        for one in parts
        if all(item in coded for item, _ in one)
    )


def check_order(
    job: Job,
    plan: InstrumentPlan,
    wave: WavePlan,
    asked: Mapping[str, tuple[PlacedItem, Place]],
) -> None:
    """Find conditions on what this instrument does not ask, or asks too late.

    `asked` holds every item of the instrument in the order asked, with the place that
    names it in the survey.
    """
    order = list(asked)
    resting = dict(_resting(job, plan, wave.blocks))
    named = set(_named(job, plan))
    for ref, (placed, place) in asked.items():
        for other in looked_at(placed):
            what = f"instrument {plan.letter} asks '{ref}'"
            if other in asked:
                if order.index(other) > order.index(ref):
                    job.find(
                        place,
                        "condition-order",
                        f"{what} before '{other}', whose answer decides whether it is"
                        " asked",
                        f"move '{other}' up, or '{ref}' down",
                    )
            elif other in resting:
                job.find(
                    place,
                    "condition-not-asked",
                    f"{what} only after an answer to '{other}', whose rotating block"
                    f" '{resting[other]}' is not asked in wave '{wave.id}'",
                    f"add '{resting[other]}' to the wave's blocks, or put both items"
                    " into one section",
                )
            elif other not in named:
                job.find(
                    place,
                    "condition-not-asked",
                    f"{what} only after an answer to '{other}', which it does not ask",
                    f"name '{other}' in an earlier place, or take '{ref}' out",
                )


def _ref(placed: PlacedItem, leaf: Condition) -> str:
    return qualified(leaf.item or "", placed.framework.id)


def _resting(
    job: Job, plan: InstrumentPlan, blocks: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Items of rotating blocks that wait for another wave, with their block."""
    for section in plan.sections:
        if section.block is not None and section.block not in blocks:
            for ref in section.items:
                placed = job.book.item(ref)
                if placed is not None:
                    yield placed.ref, section.block


def _named(job: Job, plan: InstrumentPlan) -> Iterator[str]:
    """Items the instrument names; one it cannot ask has a finding of its own."""
    for section in plan.sections:
        for ref in section.items:
            placed = job.book.item(ref)
            if placed is not None:
                yield placed.ref
