"""Signs of answers given without reading (S13): flagged, counted, never left out.

A uniformly poor team answers alike throughout and is right to do so. Signs are told
of a whole view only, with what they would change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model.instrument import Instrument, Wave
from generator.model.response import Response
from generator.scoring.items import SCORED
from generator.stats.carefulness import longest_run, own_spread

Sign = Literal["one answer", "long run", "twice", "cannot judge"]

SIGNS: tuple[Sign, ...] = ("one answer", "long run", "twice", "cannot judge")

LONG = 10
"""So many equal answers in a row, among them to an item worded the other way round."""

MOST = 0.5
"""More than this share of answers "cannot judge"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The scored questions of an instrument, in the order asked."""

    codes: tuple[str, ...]
    worth: Mapping[str, Mapping[str, float]]
    """Question to option to value as worded, before any mirroring."""
    reverse: tuple[bool, ...]
    unsure: Mapping[str, frozenset[str]]
    """Question to its options for "cannot judge"."""
    any_unsure: frozenset[str]
    """Those of any question."""


def careless(
    wave: Wave, responses: Sequence[Response]
) -> dict[tuple[str, str], frozenset[str]]:
    """Signs per response, by backend and number there; most have none.

    Args:
        wave: the frozen wave.
        responses: one per person, team and view.
    """
    asked = {
        group.id: _asked(instrument)
        for group in wave.groups
        if (instrument := wave.instrument_for(group.id)) is not None
    }
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    minutes: dict[tuple[str, str, int], list[Response]] = defaultdict(list)
    for response in responses:
        questions = asked.get(response.group)
        if questions is None:
            continue
        signs = _signs(questions, response.answers)
        if signs:
            found[response.backend, response.remote_id].update(signs)
        if response.changed_at is not None:
            minute = int(response.changed_at.timestamp() // 60)
            minutes[response.group, response.team, minute].append(response)
    for (group, _, _), together in minutes.items():
        if len(together) > 1:
            for response in _same(asked[group], together):
                found[response.backend, response.remote_id].add("twice")
    return {key: frozenset(signs) for key, signs in found.items()}


def _asked(instrument: Instrument) -> _Asked:
    scored = [
        question
        for question in instrument.questions()
        if question.kind == "choice" and question.purpose in SCORED
    ]
    unsure = {
        question.code: frozenset(
            choice.code for choice in question.choices if choice.missing == "dk"
        )
        for question in scored
    }
    return _Asked(
        codes=tuple(question.code for question in scored),
        worth={
            question.code: {
                choice.code: choice.value
                for choice in question.choices
                if choice.value is not None
            }
            for question in scored
        },
        reverse=tuple(question.reverse for question in scored),
        unsure=unsure,
        any_unsure=frozenset().union(*unsure.values()),
    )


def _signs(asked: _Asked, answers: Mapping[str, str]) -> list[Sign]:
    found: list[Sign] = []
    given = list(map(answers.get, asked.codes))
    told = list(filter(None, given))
    # Counted by code first, which is quick: few come near half.
    if sum(map(told.count, asked.any_unsure)) > MOST * len(told):
        pairs = zip(asked.codes, given, strict=True)
        if sum(a in asked.unsure[c] for c, a in pairs if a) > MOST * len(told):
            found.append("cannot judge")
    if True not in asked.reverse:
        return found
    values = [
        asked.worth[c].get(a or "") for c, a in zip(asked.codes, given, strict=True)
    ]
    length, start = longest_run(values)
    if length >= LONG and len(set(asked.reverse[start : start + length])) == 2:
        found.append("long run")
    ways = {way for way, v in zip(asked.reverse, values, strict=True) if v is not None}
    enough = sum(v is not None for v in values) >= LONG
    if enough and len(ways) == 2 and own_spread(values) == 0.0:
        found.append("one answer")
    return found


def _same(asked: _Asked, together: Sequence[Response]) -> list[Response]:
    """Responses with the same answers to everything scored, where enough was said."""
    alike: dict[tuple[str, ...], list[Response]] = defaultdict(list)
    for response in together:
        vector = tuple(response.answers.get(code, "") for code in asked.codes)
        if sum(map(bool, vector)) >= LONG:
            alike[vector].append(response)
    return [one for same in alike.values() if len(same) > 1 for one in same]
