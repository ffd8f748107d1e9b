"""What pages say of the whole organisation, view by view; no team's own numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.charts.numbers import Score
from generator.model.edition import CellKey
from generator.model.survey import ORGANISATION
from generator.pages.baseline.outside import survey_changes
from generator.pages.baseline.reading import Reading, RollUp
from generator.pages.baseline.standing import Fact
from generator.pages.baseline.writing import Writing


def who_answered(page: Writing, views: Sequence[str]) -> list[Fact]:
    """How many of each view answered, where somebody was asked."""
    titles = dict(page.reading.views())
    return [
        Fact(count, page.say("portfolio.answered", view=titles[view]))
        for view in views
        if (count := page.turnout(view, ORGANISATION)) is not None
    ]


def shows_something(page: Writing, view: str) -> bool:
    """Whether any practice of a view may be shown for everybody together."""
    return any(
        isinstance(page.reading.score(view, subject.ref, ORGANISATION), Score)
        for subject in page.reading.subjects
    )


def views_in_order(page: Writing) -> list[str]:
    """Views that may be shown of everybody together: practitioners, then the others."""
    order = sorted(page.reading.views(), key=lambda one: one[0] != "practitioner")
    return [view for view, _ in order if shows_something(page, view)]


def leading_view(page: Writing) -> str | None:
    """The view that speaks for the whole organisation: practitioners, else the next."""
    return next(iter(views_in_order(page)), None)


def compared(reading: Reading, views: Iterable[str]) -> list[CellKey]:
    """Everything of these views that is compared with gold, of everybody together.

    A page weighs what it shows and nothing else (S7): a mark that a view somewhere
    else has moved would tell of that view.
    """
    return [
        CellKey(view, subject.ref, ORGANISATION)
        for view in views
        for subject in reading.subjects
    ]


def changes_of_all(page: Writing, views: Sequence[str]) -> list[Mapping[str, object]]:
    """Change since the baseline wave, view by view; nothing in the first wave."""
    earlier = page.reading.reference
    if earlier is None:
        return []
    rolls = [RollUp(view, ORGANISATION, own=False) for view in views]
    return survey_changes(page, rolls, page.reading.words(earlier.title))
