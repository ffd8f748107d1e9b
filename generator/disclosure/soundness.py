"""What the answers say about themselves, as far as it gives nobody away (S2, S8-S13).

A statistic of the very people behind a shown mean tells nothing of anybody by the
simple test of rule D3: exchanging whole answers within a class changes neither. So
agreement is told wherever the mean is shown exactly, in coarse steps, because a fine
one would tell a team whose members all agree (D7). A statistic of other people is a
set of its own, with a line in the ledger; such sets are told of whole views only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.disclosure.cells import practices_below
from generator.disclosure.ledger import ASKED, WITHOUT, encode
from generator.disclosure.measure import Measure, measure_of
from generator.disclosure.tree import Tally
from generator.disclosure.view import Answer, View
from generator.model.edition import CellKey, Soundness
from generator.model.instrument import Rules
from generator.model.response import Missing
from generator.model.soundness import (
    Agreement,
    Band,
    Careful,
    ItemFit,
    Reliability,
    Telling,
    Unanswered,
)
from generator.model.survey import ORGANISATION
from generator.scoring.display import decimals, down, length, near, to_display, up
from generator.scoring.items import ScoredItem
from generator.scoring.scope import Family
from generator.stats.agreement import (
    SLIGHT_SKEW,
    band,
    blind_variance,
    disagreement,
    spread,
    two_camps,
    widest_agreement,
    within_group,
)
from generator.stats.anova import icc1, icc2, one_way
from generator.stats.moments import mean
from generator.stats.reliability import (
    alpha,
    alpha_without,
    covariances,
    feldt,
    item_rest,
    omega,
    standardized_alpha,
)

STEP = 5.0
"""Points of 100: how finely a distance between people is told."""

CLOSEST = 10.0
"""The shortest distance told. Told of five people, one step of a five-point scale is
left to each of them."""

TEAMS = 8
"""Fewest teams of which it is told whether they can be told apart (rule S9)."""

COMPLETE = 50
"""Fewest complete answers for a coefficient of reliability (rule S8)."""

UNSEEN = 30
"""Percent of "cannot judge" from which a practice is not visible to those asked."""

EFFECT = 5.0
"""Points of 100 by which a score must move to be worth saying (rule S13)."""

SMALL = 20
"""Fewer people than this are told in steps of 5 percent (rule D8)."""

Line = tuple[str, Mapping[str, str]]

Shown = Mapping[str, Iterable[tuple[str, frozenset[int]]]]
"""Everything ever shown of the wave, by measure."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is told, and what the ledger has to remember of it."""

    told: Soundness
    lines: list[Line] = field(default_factory=list)


def soundness(
    decided: Sequence[tuple[View, Sequence[Measure]]],
    agreed: Mapping[CellKey, Agreement],
    matched: Collection[str],
    shown: Shown,
) -> Sound:
    """Everything an edition says about its own answers.

    Args:
        decided: every view with its practices, decided.
        agreed: how far teams agree, from `agreement`.
        matched: measures of which sets inside the shown ones are told already.
        shown: everything shown of the wave before.
    """
    lines: list[Line] = []
    alphas: dict[CellKey, Reliability] = {}
    tellings: dict[CellKey, Telling] = {}
    shares: dict[CellKey, Unanswered] = {}
    effects: dict[str, Careful] = {}
    for view, measures in decided:
        if not any(answer.items for answer in view.answers):
            continue
        for ref, fit, line in _reliabilities(view, shown):
            alphas[CellKey(view.id, ref, ORGANISATION)] = fit
            lines.append(line)
        for refs, share, numbers in _unanswered(view, shown):
            for ref in refs:
                shares[CellKey(view.id, ref, ORGANISATION)] = share
                lines.append((measure_of(view.id, ref) + ASKED, _whole(numbers)))
        for one in measures:
            apart = telling(one, view.tree.teams)
            if apart is not None:
                for ref in one.family:
                    tellings[CellKey(view.id, ref, ORGANISATION)] = apart
        effect, without = careful(view, measures, matched)
        if effect is not None:
            effects[view.id] = effect
        lines += without
    return Sound(
        Soundness(
            agreement=dict(sorted(agreed.items())),
            reliability=dict(sorted(alphas.items())),
            telling=dict(sorted(tellings.items())),
            unanswered=dict(sorted(shares.items())),
            careful=dict(sorted(effects.items())),
        ),
        lines,
    )


def _whole(numbers: Iterable[int]) -> Mapping[str, str]:
    return {ORGANISATION: encode(numbers)}


def agreement(
    view: View, one: Measure, answers: Mapping[int, Answer]
) -> dict[CellKey, Agreement]:
    """How far the members of each team agree, wherever its mean is shown exactly.

    Not where a shown set crosses others: the exact test knows means and spreads only.
    The measure is changed: it learns which teams fall into two camps.
    """
    if one.decision.crossed:
        return {}
    blind = [_blind(item) for item in view.families[one.family]]
    first = one.family[0]
    found: dict[CellKey, Agreement] = {}
    for team in sorted(one.decision.exact & view.tree.teams):
        rows = [answers[n].items.get(first, ()) for n in one.groups[team]]
        for ref in one.family:
            if ref in view.asked[team]:
                rules = view.wave.rules_of(ref)
                agreed = _agreed(rows, one.values(team), blind, rules)
                if agreed is not None:
                    found[CellKey(view.id, ref, team)] = agreed
                    if agreed.camps:
                        one.camps.add(team)
    return found


@dataclass(frozen=True, slots=True)
class _Blind:
    """What people would say of one item who pick blindly, in points of 100."""

    variance: float
    skewed: float | None
    """The same where all tend a little to one side, as far as it was printed."""
    widest: float
    """The widest distance from the mean that still counts as agreement."""


def _blind(item: ScoredItem) -> _Blind:
    options = sorted({x for x in item.points.values() if not isinstance(x, str)})
    if item.anchors or len(options) < 2:
        # A number has no options; blind ones lie anywhere on the scale.
        return _Blind(100.0**2 / 12.0, None, 100.0 / 6.0)
    many = len(options)
    unit = 100.0 / (many - 1)
    even = all(abs(x - n * unit) < 1e-6 for n, x in enumerate(options))
    skew = SLIGHT_SKEW.get(many) if even else None
    return _Blind(
        blind_variance(options),
        skew * unit**2 if skew else None,
        widest_agreement(many, unit),
    )


def _agreed(
    rows: Sequence[Sequence[float | Missing]],
    scores: Sequence[float],
    blind: Sequence[_Blind],
    rules: Rules,
) -> Agreement | None:
    """Agreement over the items of a practice; none where nothing can be said."""
    spreads, distances, beside = [], [], []
    for column, one in zip(zip(*rows, strict=False), blind, strict=False):
        tally = Counter(column)
        given = {x: n for x, n in tally.items() if not isinstance(x, str)}
        squared, distance = spread(given)
        if squared is not None and distance is not None:
            spreads.append(squared)
            distances.append(distance)
            beside.append(one)
    if not spreads:
        return None
    share = disagreement(spreads, [one.variance for one in beside])
    skewed = [one.skewed for one in beside if one.skewed is not None]
    distance = mean(distances)
    steps = max(CLOSEST, STEP * near(distance / STEP, 0))
    return Agreement(
        apart=near(length(steps, rules), decimals(rules)),
        least=steps == CLOSEST,
        wide=distance > mean([one.widest for one in beside]),
        band=_word(share, len(spreads)),
        skewed=_word(disagreement(spreads, skewed), len(spreads))
        if len(skewed) == len(spreads)
        else None,
        camps=two_camps(scores, share),
    )


def _word(share: float, items: int) -> Band:
    """The word for agreement; a very strong one would tell that all say the same."""
    word = band(within_group(share, items))
    return "strong" if word == "very-strong" else word


_SHARES: tuple[tuple[float, Literal["none", "small", "medium", "large"]], ...] = (
    (0.01, "none"),
    (0.10, "small"),
    (0.25, "medium"),
)


def telling(one: Measure, teams: Collection[str]) -> Telling | None:
    """Whether teams can be told apart by one practice, from teams that are all shown.

    Bands only (Bliese 2000, LeBreton and Senter 2008); none for fewer than 8 teams.
    """
    shown = sorted(one.decision.exact & frozenset(teams))
    if len(shown) < TEAMS or one.decision.crossed:
        return None
    found = one_way([one.values(team) for team in shown])
    first = icc1(found) if found else None
    if found is None or first is None:
        return None
    second = icc2(found) or 0.0  # means that are all the same cannot be told apart
    return Telling(
        teams=len(shown),
        share=next((word for end, word in _SHARES if first < end), "large"),
        means="apart" if second >= 0.70 else "alike" if second < 0.50 else "unsure",
    )


def _may_tell(
    view: View,
    numbers: Mapping[int, Answer],
    people: int,
    before: Iterable[tuple[str, frozenset[int]]],
) -> bool:
    """Whether one set of a whole view may be told: enough people, enough companies.

    It is the only set of its measure, so there is nobody beside it to be worked out;
    another one was never shown.
    """
    if any(numbers.keys() != earlier for _, earlier in before):
        return False
    given = numbers.values()
    clusters = Counter(a.cluster for a in given) if view.limits.clusters else Counter()
    whole = Tally(answers=len(given), single=people, clusters=clusters)
    return not whole.lacks(view.limits)


def _reliabilities(view: View, shown: Shown) -> Iterable[tuple[str, Reliability, Line]]:
    """Dimension, coefficients and ledger line, wherever they may be told."""
    instrument = view.wave.instrument_for(view.id)
    reflective = {
        question.code
        for question in (instrument.questions() if instrument else ())
        if not question.formative
    }
    if not reflective:
        return
    families = {ref: family for family in view.families for ref in family}
    for node in view.wave.nodes:
        if node.kind != "dimension":
            continue
        places: dict[str, tuple[str, int]] = {}
        for ref in practices_below(view.wave, node.ref):
            for place, item in enumerate(view.families.get(families.get(ref, ()), ())):
                if item.code in reflective:
                    places.setdefault(item.code, (ref, place))
        codes = sorted(places)
        wanted = [places[code] for code in codes]
        rows = {a.number: row for a in view.answers if (row := _row(a, wanted))}
        complete = {a.number: a for a in view.answers if a.number in rows}
        people = len({answer.person for answer in complete.values()})
        measure = measure_of(view.id, node.ref)
        if len(codes) < 2 or people < COMPLETE:
            continue
        fit = coefficients(codes, list(rows.values()), people)
        before = shown.get(measure, ())
        if fit is not None and _may_tell(view, complete, people, before):
            yield node.ref, fit, (measure, _whole(rows))


def _row(answer: Answer, places: Iterable[tuple[str, int]]) -> list[float]:
    """One person's points, if every one is there; else nothing."""
    row: list[float] = []
    for ref, place in places:
        items = answer.items.get(ref, ())
        value = items[place] if place < len(items) else "skip"
        if isinstance(value, str):
            return []
        row.append(value)
    return row


def coefficients(
    codes: Sequence[str], rows: Sequence[Sequence[float]], n: int
) -> Reliability | None:
    """Reliability of complete rows, rounded to two decimals, intervals outward.

    Two items get the Spearman-Brown coefficient alone. None where nothing varies.
    """
    cov = covariances(rows)
    if cov is None:
        return None
    pair = len(codes) == 2
    raw = None if pair else alpha(cov)
    standardized = standardized_alpha(cov)
    if raw is None and standardized is None:
        return None
    ends = feldt(raw, len(rows), len(codes)) if raw is not None else None
    rest = item_rest(cov)
    others = alpha_without(cov) if len(codes) > 3 else (None,) * len(codes)
    return Reliability(
        n=n,
        alpha=_two(raw),
        low=down(ends[0], 2) if ends else None,
        high=up(ends[1], 2) if ends else None,
        standardized=_two(standardized),
        omega=None if pair else _two(omega(cov)),
        items=tuple(
            ItemFit(code, _two(r), _two(other))
            for code, r, other in zip(codes, rest, others, strict=True)
        ),
    )


def _two(value: float | None) -> float | None:
    return None if value is None else near(value, 2)


def _unanswered(
    view: View, shown: Shown
) -> Iterable[tuple[Family, Unanswered, Iterable[int]]]:
    """Practices, shares without an answer, and the set of those who were asked."""
    everybody = {answer.number: answer for answer in view.answers}
    persons = len({answer.person for answer in view.answers})
    for family in view.families:
        answers = [answer.items.get(family[0], ()) for answer in view.answers]
        kinds: Counter[str] = Counter()
        unasked = set()
        for told, times in Counter(answers).items():
            if all(value == "not_shown" for value in told):
                unasked.add(told)
                continue
            for value in told:
                kinds[value if isinstance(value, str) else "given"] += times
        asked, n = everybody, persons
        if unasked:
            pairs = zip(view.answers, answers, strict=True)
            asked = {one.number: one for one, told in pairs if told not in unasked}
            n = len({answer.person for answer in asked.values()})
        before = shown.get(measure_of(view.id, family[0]) + ASKED, ())
        if not asked or not _may_tell(view, asked, n, before):
            continue
        applies = kinds["given"] + kinds["dk"] + kinds["skip"]
        share = Unanswered(
            n=n,
            na=_percent(kinds["na"], applies + kinds["na"], n),
            dk=_percent(kinds["dk"], applies, n),
            blank=_percent(kinds["skip"], applies, n),
            unseen=100 * kinds["dk"] >= UNSEEN * applies > 0,
        )
        yield family, share, asked


def _percent(part: int, of: int, n: int) -> int:
    """A share in percent; never that all or none of them did it (D7, D8)."""
    step = 5 if n < SMALL else 1
    share = 100.0 * part / of if of else 0.0
    return int(min(95.0, max(5.0, step * near(share / step, 0))))


def careful(
    view: View, measures: Sequence[Measure], matched: Collection[str]
) -> tuple[Careful | None, list[Line]]:
    """What answers with signs of not having been read do to the whole view.

    With and without them are two sets; the second is told only if it sets nobody
    apart. Where it may not be told, the same is said as where no score moves and where
    nobody is flagged (D11); of a view that is shown nowhere, nothing.
    """
    if not any(ORGANISATION in one.decision.exact for one in measures):
        return None, []
    flagged = {answer.number for answer in view.answers if answer.flagged}
    without: dict[str, float] = {}
    lines: list[Line] = []
    for one in measures:
        numbers = one.groups.get(ORGANISATION, [])
        rest = [n for n in numbers if n not in flagged]
        if ORGANISATION not in one.decision.exact or len(rest) == len(numbers):
            continue
        points = [one.answers.points[n] for n in rest]
        if points and abs(mean(points) - mean(one.values(ORGANISATION))) < EFFECT:
            continue
        names = {measure_of(view.id, ref) for ref in one.family}
        crossing = one.decision.crossed or one.before or names & set(matched)
        if crossing or one.decision.classes.offer(rest, strict=True):
            continue
        for ref in one.family:
            rules = view.wave.rules_of(ref)
            without[ref] = near(to_display(mean(points), rules), decimals(rules))
            line = {ORGANISATION + WITHOUT: encode(rest)}
            lines.append((measure_of(view.id, ref), line))
    return Careful(dict(sorted(without.items()))), lines
