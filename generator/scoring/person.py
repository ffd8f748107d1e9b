"""One respondent's score per practice: the half rule, and who counts at all."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from generator.errors import refuse
from generator.model.instrument import Instrument, Wave
from generator.model.response import Missing, Response
from generator.model.score import PersonScores
from generator.model.showing import conditional, not_shown
from generator.scoring.careless import careless
from generator.scoring.items import ScoredItem, not_offered
from generator.scoring.scope import Family, families, out_of_scope

_OUTSIDE = ("na", "not_shown")
"""Reasons for no answer that say nothing about the practice."""

NOT_SHOWN: Missing = "not_shown"
"""Stands in place of an answer; no option has so long a code."""

_ROUNDING = 1e-12
"""Weights are decimals; half of them must not fail for the last binary digit."""


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """What one respondent's answers say about one practice."""

    score: float | None
    answered: int
    applicable: int
    """Items that apply to the person's work: all but `na` and those not shown."""
    state: Literal["scored", "insufficient", "not_applicable"]


def practice_score(
    answers: Sequence[tuple[float | Missing, float]],
    minimum_share: float = 0.5,
    zero: Collection[str] = (),
) -> PracticeScore:
    """Weighted mean of the answered items, if they carry enough of the weight.

    `answers` pairs points (or the reason for none) with the item's weight. Items
    that do not apply or were not shown leave the denominator; `dk` and `skip` stay in
    it. Reasons in `zero` count as the lowest value instead; a question that was not
    shown never does.
    """
    if any(weight < 0 for _, weight in answers) or not any(w for _, w in answers):
        raise refuse(
            "item-weights",
            "the items of a practice need weights of 0 or more, one above 0.",
            "give at least one item of the practice a weight above 0.",
        )
    counted = [
        (0.0 if isinstance(value, str) and value in zero else value, weight)
        for value, weight in answers
        if weight > 0
    ]
    applicable = [weight for value, weight in counted if value not in _OUTSIDE]
    given = [(value, w) for value, w in counted if not isinstance(value, str)]
    if not applicable:
        return PracticeScore(None, 0, 0, "not_applicable")
    carried = math.fsum([weight for _, weight in given])
    enough = carried >= minimum_share * math.fsum(applicable) - _ROUNDING
    if not given or not enough:
        return PracticeScore(None, len(given), len(applicable), "insufficient")
    score = math.fsum([value * weight for value, weight in given]) / carried
    return PracticeScore(score, len(given), len(applicable), "scored")


def person_scores(wave: Wave, responses: Iterable[Response]) -> list[PersonScores]:
    """Every respondent's score per practice, in points of 100.

    Late responses stay out; partial ones count wherever the half rule holds. One
    person counts once per team and view, with the last complete response.
    """
    kin = {group.id: families(wave, group.id) for group in wave.groups}
    scorers = {view: _scorers(wave, found) for view, found in kin.items()}
    teams = {team.id: team for team in wave.teams}
    asked = {
        group.id: instrument
        for group in wave.groups
        if (instrument := wave.instrument_for(group.id)) is not None
        and conditional(tuple(instrument.questions()))
    }
    once = counted(wave, responses)
    signs = careless(wave, once)
    scored: list[PersonScores] = []
    for (view, name), together in groupby(once, _place):
        team = teams.get(name)
        closed = out_of_scope(wave, team, kin.get(view, {})) if team else frozenset()
        found = scorers.get(view, {})
        scored += _scores(list(together), found, closed, asked.get(view), signs)
    return scored


def _place(response: Response) -> tuple[str, str]:
    return response.group, response.team


def _shown(answers: Mapping[str, str], instrument: Instrument) -> dict[str, str]:
    """The answers, with a mark at every question that was not asked."""
    hidden = not_shown(instrument, answers)
    return {**answers, **dict.fromkeys(hidden, NOT_SHOWN)}


def counted(wave: Wave, responses: Iterable[Response]) -> list[Response]:
    """The responses that count: each person's last complete one per team and view."""
    best: dict[tuple[str, str, str], Response] = {}
    for response in responses:
        if (response.survey, response.wave) != (wave.survey, wave.id):
            raise refuse(
                "response-other-wave",
                f"response {_name(response)} belongs to {response.survey} "
                f"{response.wave}, not to {wave.survey} {wave.id}.",
                "score every wave with its own responses.",
            )
        if response.late or not any(response.answers.values()):
            continue
        key = (response.group, response.team, respondent_key(response))
        if key not in best or _rank(best[key]) < _rank(response):
            best[key] = response
    return [best[key] for key in sorted(best)]


def _rank(response: Response) -> tuple[bool, float, int, str]:
    """Of one person's responses the one that ranks highest counts."""
    changed = response.changed_at.timestamp() if response.changed_at else 0.0
    return response.status == "complete", changed, response.revision, _name(response)


def _name(response: Response) -> str:
    return f"{response.backend}:{response.remote_id}"


def respondent_key(response: Response) -> str:
    """What counts a person once: the pseudonym, or the one response there is."""
    return response.respondent or _name(response)


Points = tuple[float | Missing, ...]
"""What each item of a practice is worth, or why nothing."""

Given = tuple[str | None, ...]
"""Answers to the items of one practice; none or empty where there is none."""

Scored = tuple[float | None, Points]


class Scorer(NamedTuple):
    """How one family of practices is scored; equal answers are scored once."""

    codes: Sequence[str]
    """The items behind it."""
    seen: dict[Given, Scored]
    score: Callable[[Given, Response], Scored]


def _scorers(
    wave: Wave, kin: Mapping[Family, Sequence[ScoredItem]]
) -> dict[Family, Scorer]:
    scorers: dict[Family, Scorer] = {}
    alike: dict[tuple[object, ...], dict[Given, Scored]] = defaultdict(dict)
    for family, items in kin.items():
        # Shared questions have one answer: two half rules over the same people would
        # give two sets whose difference is a few persons.
        share = max(wave.rules_of(ref).minimum_share for ref in family)
        # A reason counts as zero only where every framework of the family says so.
        zero = frozenset.intersection(
            *(frozenset(wave.rules_of(ref).zero) for ref in family)
        )
        # The same answers to items worth the same are scored once for all families.
        seen = alike[share, zero, *map(_worth, items)]
        scorers[family] = _scorer(items, share, zero, seen)
    return scorers


def _worth(item: ScoredItem) -> tuple[object, ...]:
    """All of an item that its score depends on: its code does not count."""
    return item.weight, frozenset(item.points.items()), item.anchors, item.reverse


def _scorer(
    items: Sequence[ScoredItem],
    minimum_share: float,
    zero: Collection[str],
    seen: dict[Given, Scored],
) -> Scorer:
    def score(given: Given, response: Response) -> Scored:
        values: list[tuple[float | Missing, float]] = []
        for item, answer in zip(items, given, strict=True):
            if answer == NOT_SHOWN:
                values.append((NOT_SHOWN, item.weight))
                continue
            worth = item.worth(answer) if answer else "skip"
            if worth is None:
                raise not_offered(item.code, _name(response))
            values.append((worth, item.weight))
        found = practice_score(values, minimum_share, zero).score
        seen[given] = found, tuple([value for value, _ in values])
        return seen[given]

    return Scorer([item.code for item in items], seen, score)


def _scores(
    together: Sequence[Response],
    scorers: Mapping[Family, Scorer],
    closed: frozenset[str],
    asked: Instrument | None,
    signs: Mapping[tuple[str, str], frozenset[str]],
) -> Iterator[PersonScores]:
    """The scores of one team's people: practice by practice, then person by person."""
    told: list[Mapping[str, str]] = [response.answers for response in together]
    if asked is not None:
        told = [_shown(answers, asked) for answers in told]
    columns: dict[str, list[Scored]] = {}
    for family, (codes, seen, score) in scorers.items():
        items = [[answers.get(code) for answers in told] for code in codes]
        given = list(zip(*items, strict=True))
        try:  # soon everything was seen before
            column = list(map(seen.__getitem__, given))
        except KeyError:
            pairs = zip(given, together, strict=True)
            column = [seen.get(one) or score(one, who) for one, who in pairs]
        columns.update(dict.fromkeys(family, column))
    practices = sorted(columns.keys() - closed)
    # Who was asked about nothing that counts here is counted all the same.
    rows = zip(*[columns[ref] for ref in practices], strict=True)
    for response in together:
        row = next(rows, ())
        yield PersonScores(
            respondent=respondent_key(response),
            team=response.team,
            view=response.group,
            cluster=response.cluster,
            scores={
                ref: value
                for ref, (value, _) in zip(practices, row, strict=True)
                if value is not None
            },
            answers={
                ref: points for ref, (_, points) in zip(practices, row, strict=True)
            },
            flags=signs.get((response.backend, response.remote_id), frozenset()),
        )
