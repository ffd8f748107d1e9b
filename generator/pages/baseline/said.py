"""What people wrote, or its themes: only where it was released (rule D9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.charts.numbers import Source
from generator.pages.baseline.writing import Writing


@dataclass(frozen=True, slots=True)
class Said:
    """One question in one view, and what may be shown of the comments to it."""

    who: Markup
    question: str
    texts: Sequence[Markup]


def said_block(page: Writing, groups: Iterable[str]) -> Mapping[str, object] | None:
    """Comments of each view at the first of `groups` that may show any; else nothing.

    A group that may show none is not spoken of: nothing tells that there is anything.
    """
    found: list[Said] = []
    chain = tuple(groups)
    for view, _ in page.reading.views():
        for group in chain:
            here = _said(page, view, group, own=group == chain[0])
            if here:
                found += here
                break
    if not found:
        return None
    mode = page.reading.wave.privacy.comments
    return {
        "heading": page.say(f"said.{mode}"),
        "note": page.say(f"said.{mode}-note"),
        "items": found,
    }


def _said(page: Writing, view: str, group: str, *, own: bool) -> list[Said]:
    reading = page.reading
    instrument = reading.wave.instrument_for(view)
    if instrument is None:
        return []
    who = page.group_phrase(view, group, own=own)
    quoted = reading.wave.privacy.comments == "verbatim"
    return [
        Said(
            who,
            reading.words(question.text),
            [
                page.numbers.said(
                    text,
                    Source(reading.wave.id, view, question.code, group, "comment"),
                    quoted=quoted,
                )
                for text in texts
            ],
        )
        for question in instrument.questions()
        if (texts := reading.comments(view, question.code, group))
    ]
