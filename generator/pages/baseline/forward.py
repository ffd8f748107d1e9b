"""The path forward: gap × stated importance, and what must come first (rule S12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.charts.dumbbell import Line, gap
from generator.charts.marks import Mark, Stated
from generator.charts.numbers import Score
from generator.pages.baseline.reading import Subject


@dataclass(frozen=True, slots=True)
class Stop:
    """One practice on the path."""

    subject: Subject
    mark: Stated | Score
    today: int
    """The rung agreed; for a survey view, the rung its score has reached."""
    gap: float
    priority: float
    """Gap × importance, or that of a practice that waits for this one."""
    waits: tuple[str, ...]
    """Titles of practices further down that wait for this one."""
    sure: bool
    """False where the plausible range of a survey view reaches gold."""


def path(marks: Mapping[str, Mark], subjects: Sequence[Subject]) -> list[Stop]:
    """Practices below gold in the order to work on them."""
    stops: dict[str, Stop] = {}
    for subject in subjects:
        mark = marks.get(subject.ref)
        size = gap(Line(subject.title, mark, subject.gold))
        if isinstance(mark, Stated | Score) and size:
            value = mark.rung if isinstance(mark, Stated) else mark.shown.value
            stops[subject.ref] = Stop(
                subject,
                mark,
                reached(value, subject),
                size,
                round(size * subject.importance, 4),
                (),
                isinstance(mark, Stated) or mark.shown.high < subject.gold,
            )
    needs = {
        ref: [need for need in _known(stop.subject, stops) if need != ref]
        for ref, stop in stops.items()
    }
    urgency = _inherited(stops, needs)
    ordered: list[Stop] = []
    left = list(stops)
    while left:
        ready = [ref for ref in left if not set(needs[ref]) & set(left)] or left
        ref = max(ready, key=lambda one: (stops[one].sure, urgency[one]))
        left.remove(ref)
        one = stops[ref]
        waits = tuple(stops[r].subject.title for r in left if ref in needs[r])
        ordered.append(
            Stop(
                one.subject,
                one.mark,
                one.today,
                one.gap,
                urgency[ref],
                waits,
                one.sure,
            )
        )
    return ordered


def reached(value: float, subject: Subject) -> int:
    """The highest rung that a value has reached."""
    return max(
        (rung.n for rung in subject.rungs if rung.n <= value), default=int(value)
    )


def _known(subject: Subject, stops: Mapping[str, Stop]) -> list[str]:
    """Prerequisites that are on the path, under the name they stand there with."""
    names = {
        name: ref for ref, stop in stops.items() for name in (ref, *stop.subject.same)
    }
    return [names[need] for need in subject.depends_on if need in names]


def _inherited(
    stops: Mapping[str, Stop], needs: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Each stop's own priority, or the highest of those that wait for it."""
    urgency = {ref: stop.priority for ref, stop in stops.items()}
    for _ in stops:
        for ref, wanted in needs.items():
            for need in wanted:
                urgency[need] = max(urgency[need], urgency[ref])
    return urgency
