"""How one released number came about, step by step, from released values alone.

No answer is looked at. What an item's own mean would add is not told: it is made of
slightly other people than the practice, and the two together would give single answers
away (decision 014).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.caps import cap_parts
from generator.disclosure.view import threshold
from generator.errors import Exit, refuse
from generator.model.edition import CellKey, Edition, Shown, Suppressed, Turnout
from generator.model.instrument import Node, Rules, Wave
from generator.model.statement import Statement
from generator.model.survey import STATEMENT_VIEW
from generator.pipeline.scores import Looked, check_group, check_view
from generator.scoring.caps import Standing, holds, in_doubt, sure
from generator.scoring.display import decimals, length, near, to_points
from generator.scoring.items import ScoredItem
from generator.scoring.rollup import Part, Whole, roll_up
from generator.scoring.scope import families
from generator.scoring.stated import stated_scores
from generator.stats.interval import half_width

HIDDEN = "not shown to protect answers"

_REASONS = {"dk": "cannot judge", "na": "does not apply", "skip": "blank"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a number."""

    rule: str
    """Number of the rule, such as `S6`."""
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """How one number came about."""

    wave: str
    view: str
    node: str
    group: str
    value: float | None
    """In display units; none where it is hidden or only an end of the scale."""
    steps: tuple[Step, ...]


def accounts(
    looked: Looked, group: str, node: str, view: str | None = None
) -> list[Account]:
    """How the numbers of a practice, dimension or framework came about, by view.

    Args:
        looked: a released wave.
        group: a team, a unit, teams shown together, or `organisation`.
        node: its id, or `framework:id`.
        view: a respondent group, or `assessment`; all that were asked otherwise.

    Raises:
        Problems: there is nothing of this name.
    """
    frozen, edition = looked.wave, looked.edition
    check_group(frozen, edition, group)
    check_view(frozen, view)
    found = _node(frozen, node)
    made: list[Account] = []
    statement = looked.statements.get(group)
    if statement is not None and view in (None, STATEMENT_VIEW):
        made.append(_statement(frozen, found, statement))
    for one in frozen.groups:
        cell = edition.cell(one.id, found.ref, group)
        if cell is None or view not in (None, one.id):
            continue
        key = CellKey(one.id, found.ref, group)
        made.append(_survey(frozen, edition, found, key, cell))
    if not made:
        raise refuse(
            "explain-nothing",
            f"nothing is known of '{node}' for '{group}' in wave '{frozen.id}'"
            + (f" from '{view}'" if view else ""),
            "it was not asked there, or is not in the group's scope",
            exit_code=Exit.USAGE,
        )
    return made


def _node(wave: Wave, name: str) -> Node:
    """The node of this id; several frameworks may share one."""
    found = [
        node
        for node in wave.nodes
        if name in (node.ref, node.ref.partition(":")[2], node.code)
    ]
    if len(found) == 1:
        return found[0]
    known = [node.ref for node in found or wave.nodes if node.kind == "practice"]
    raise refuse(
        "explain-nothing",
        f"wave '{wave.id}' has {len(found) or 'no'} practice or dimension '{name}'",
        f"name one of: {', '.join(known[:12])}",
        exit_code=Exit.USAGE,
    )


def _statement(wave: Wave, node: Node, said: Statement) -> Account:
    scores = stated_scores(wave, said)
    score = scores.get(node.ref)
    rules = wave.rules_of(node.ref)
    steps = [
        Step(
            "D12",
            "the team's own statement, agreed in a meeting: one set of answers, no "
            "average of people, no range",
        )
    ]
    entry = next(
        (e for ref in (node.ref, *node.same) if (e := said.entry(ref)) is not None),
        None,
    )
    if node.kind == "practice" and entry is not None:
        steps.append(
            Step(
                "S4",
                f"agreed on rung {entry.rung}, "
                + ("with evidence" if entry.evidence else "without evidence")
                if entry.state == "agreed"
                else f"no rung: {entry.state.replace('_', ' ')}",
            )
        )
    elif score is not None:
        steps.append(
            Step("S3", f"from {score.parts[0]} of {score.parts[1]} parts with a score")
        )
        places = decimals(rules)
        parts = {
            cap.part: sure(near(scores[cap.part].value, places))
            for cap in node.caps
            if cap.part in scores
        }
        steps += _caps(node, parts)
    value = None if score is None else round(score.value, decimals(rules))
    return Account(wave.id, STATEMENT_VIEW, node.ref, said.team, value, tuple(steps))


def _survey(
    wave: Wave, edition: Edition, node: Node, key: CellKey, cell: Shown | Suppressed
) -> Account:
    steps = [*_counts(edition, key)]
    value = None
    if isinstance(cell, Suppressed):
        steps.append(
            Step("D11", f"{HIDDEN}; 'baseline release {wave.id} --explain' says why")
        )
        steps += _without_part(node, cap_parts(edition, node, key))
    else:
        rules = wave.rules_of(node.ref)
        if node.kind == "practice":
            steps += _practice(wave, node, key, cell, rules)
        else:
            steps += _whole(wave, edition, node, key, cell)
        if cell.band:
            steps.append(_band(cell))
        else:
            value = cell.value
            steps += _uncertain(cell, rules)
            steps += _compared(edition, node, key, cell)
            steps += _above(wave, edition, node, key)
    return Account(wave.id, key.view, node.ref, key.group, value, tuple(steps))


def _counts(edition: Edition, key: CellKey) -> Iterator[Step]:
    count = edition.turnout.get((key.view, key.group))
    if isinstance(count, Turnout):
        yield Step("D10", f"{count.answered} of {count.eligible} answered this view")
    elif count is not None:
        yield Step("D10", f"how many answered this view: {HIDDEN}")


def _practice(
    wave: Wave, node: Node, key: CellKey, cell: Shown, rules: Rules
) -> Iterator[Step]:
    family, items = next(
        (refs, items)
        for refs, items in families(wave, key.view).items()
        if node.ref in refs
    )
    zero = frozenset.intersection(
        *(frozenset(wave.rules_of(ref).zero) for ref in family)
    )
    yield from _items(wave, key.view, items, rules)
    yield Step(
        "S2",
        "counted as the lowest value: "
        + ", ".join(_REASONS[reason] for reason in sorted(zero))
        if zero
        else "no answer is never a low answer: it is left out",
    )
    same = [ref for ref in family if ref != node.ref]
    if same:
        yield Step("S3", f"measured together with {', '.join(same)}: the same answers")
    share = max(wave.rules_of(ref).minimum_share for ref in family)
    yield Step(
        "S3",
        "a person's score is the weighted mean of what the person answered; it counts "
        f"where that is {share:.0%} of the weight that applies to the person or more",
    )
    yield Step(
        "D1",
        f"{cell.n} people have a score; at least {threshold(wave)} are needed",
    )
    if not cell.band:
        yield Step(
            "S5",
            f"the mean of their {cell.n} scores, each counted once: {cell.value:g}",
        )


def _items(
    wave: Wave, view: str, items: Sequence[ScoredItem], rules: Rules
) -> Iterator[Step]:
    instrument = wave.instrument_for(view)
    texts = (
        {q.code: q for q in instrument.questions()} if instrument is not None else {}
    )
    total = math.fsum(item.weight for item in items)
    for item in items:
        question = texts[item.code]
        words = question.text.get(wave.languages[0], question.item)
        mirrored = "; worded the other way round, so mirrored"
        yield Step(
            "S1",
            f"item {question.item}: “{words}” weight {item.weight:g} of {total:g}; "
            f"the lowest choice counts {rules.low:g}, the highest {rules.high:g}"
            + mirrored
            * question.reverse,
        )
    if len(items) > 1:
        yield Step(
            "D2",
            "the mean of each item is not told: each is made of slightly other people, "
            "and together with the practice they would give single answers away",
        )
    else:
        yield Step("S3", "one item: its mean is that of the practice")


def _whole(
    wave: Wave, edition: Edition, node: Node, key: CellKey, cell: Shown
) -> Iterator[Step]:
    """The shown parts with their shares, from which anybody can work it out."""
    asked = [
        (child, found)
        for child in wave.nodes
        if child.parent == node.ref
        and (found := edition.cell(key.view, child.ref, key.group)) is not None
    ]
    usable = [
        (child, found)
        for child, found in asked
        if isinstance(found, Shown) and not found.band
    ]
    weight = math.fsum(child.weight for child, _ in asked)
    carried = math.fsum(child.weight for child, _ in usable)
    yield Step(
        "S3",
        f"from {len(usable)} of {len(asked)} parts, those that are shown; they carry "
        f"{carried:g} of {weight:g} of the weight",
    )
    for (child, found), share in zip(
        usable, _shares(node, usable, weight), strict=True
    ):
        yield Step("S3", f"{child.ref}: {found.value:g}, share {share:.1%}")
    way = {"mean": "the weighted mean", "sum": "the sum, as shares of full marks"}
    how = way.get(node.how, f"the {'lowest' if node.how == 'min' else 'median'}")
    levels = " of the levels, each the mean of its practices" if node.by_level else ""
    whole = _rolled(node, usable, weight)
    places = decimals(wave.rules_of(node.ref))
    value = near(whole.value, places) if whole else cell.value
    yield Step("S3", f"{how}{levels}: {value:g}")
    yield from _caps(node, cap_parts(edition, node, key))
    if value > cell.value:
        yield Step("S4", f"so the score is {cell.value:g} and not {value:g}")
    yield Step("S3", f"{cell.n} people have a score in one part or more")


def _caps(node: Node, parts: Mapping[str, Standing | None]) -> Iterator[Step]:
    """What each cap does; a part that is not in `parts` was not asked."""
    for cap in node.caps:
        part = parts.get(cap.part)
        rule = f"no higher than {cap.at_most:g} while {cap.part} is below {cap.below:g}"
        if part is None:
            yield Step("S4", f"{rule}: it does not apply or was not asked here")
            continue
        at = f"{part.least:g}" + f" to {part.most:g}" * (part.least < part.most)
        yield Step(
            "S4",
            f"{rule}: it stands at {at}, so this "
            + ("holds" if holds(cap, part) else "does not hold"),
        )
        if in_doubt(cap, part):
            yield Step(
                "S4",
                f"its range is {part.low:g} to {part.high:g}, so it may be otherwise: "
                "the range below takes in both",
            )


def _without_part(node: Node, parts: Mapping[str, Standing | None]) -> Iterator[Step]:
    """Parts without which nothing may be said of a capped score."""
    for cap in node.caps:
        if cap.part in parts:
            part = parts[cap.part]
            if part is None or holds(cap, part) is None:
                yield Step(
                    "S4",
                    f"no higher than {cap.at_most:g} while {cap.part} is below "
                    f"{cap.below:g}; it is not known well enough from what is shown",
                )


def _rolled(
    node: Node, usable: Sequence[tuple[Node, Shown]], weight: float
) -> Whole | None:
    """The whole of shown parts, each with one person of its own in it."""
    parts = [
        Part(child.weight, found.value, {place: 1.0}, child.level)
        for place, (child, found) in enumerate(usable)
    ]
    return roll_up(parts, weight, node.how, by_level=node.by_level)


def _shares(
    node: Node, usable: Sequence[tuple[Node, Shown]], weight: float
) -> list[float]:
    """Each shown part's share: what a whole takes over from one person in each."""
    whole = _rolled(node, usable, weight)
    errors = whole.errors if whole else {}
    return [errors.get(place, 0.0) for place in range(len(usable))]


def _band(cell: Shown) -> Step:
    end = f"{cell.low:g} or more" if cell.band == "top" else f"{cell.high:g} or less"
    return Step(
        "D7",
        f"{end}: nearly all answered alike, so a number would tell what each answered",
    )


def _uncertain(cell: Shown, rules: Rules) -> Iterator[Step]:
    """The range, as it follows from the standard error in the edition."""
    if cell.se <= 0:
        yield Step("S6", "too little is known of the spread: the range is the scale")
        return
    half = half_width(cell.se, cell.df)
    yield Step(
        "S6",
        f"a spread of {length(rules.sd, rules):.2g} between people is assumed, as if "
        f"{rules.sd_df:g} answers more had said so, and mixed with theirs: standard "
        f"error about {cell.se:g} on {cell.df:g} degrees of freedom",
    )
    yield Step(
        "S6",
        f"95 % range: {cell.se:g} × {half / cell.se:.3f} = {half:.2g} to either side, "
        f"within the scale and rounded outward: {cell.low:g} to {cell.high:g}",
    )
    points = to_points(rules.low + half, rules)
    yield Step(
        "S6", f"that is {points:.0f} points of 100 to either side: {cell.confidence}"
    )


def _compared(
    edition: Edition, node: Node, key: CellKey, cell: Shown
) -> Iterator[Step]:
    if node.kind == "practice":
        gap = max(0.0, node.gold - cell.value)
        yield Step("S12", f"gold standard {node.gold:g}, so the gap is {gap:.12g}")
    change = edition.changes.get(key)
    if change is not None:
        clear = "clear" if change.clear else "no clear change"
        yield Step(
            "S10",
            f"{change.value:+g} since {change.since}, range {change.low:+g} to "
            f"{change.high:+g}: {clear}; less than {change.smallest:g} could not have "
            "been told from none",
        )


def _above(wave: Wave, edition: Edition, node: Node, key: CellKey) -> Iterator[Step]:
    """What the number adds to the one above it."""
    parent = next((one for one in wave.nodes if one.ref == node.parent), None)
    above = edition.cell(key.view, parent.ref, key.group) if parent else None
    if parent is None or above is None:
        return
    if isinstance(above, Suppressed):
        yield Step("S3", f"{parent.ref} above it: {HIDDEN}")
        return
    siblings = [
        (child, found)
        for child in wave.nodes
        if child.parent == parent.ref
        and isinstance(found := edition.cell(key.view, child.ref, key.group), Shown)
        and not found.band
    ]
    weight = math.fsum(child.weight for child, _ in siblings)
    shares = _shares(parent, siblings, weight)
    share = next(
        s for (child, _), s in zip(siblings, shares, strict=True) if child == node
    )
    caps = "; a cap may hold it down" * bool(parent.caps)
    yield Step(
        "S3", f"{share:.1%} of {parent.ref}, which stands at {above.value:g}{caps}"
    )
