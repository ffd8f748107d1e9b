"""Release: from person scores to the frozen edition of a wave and its ledger lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.disclosure.ledger import (
    BAND,
    chain,
    encode,
    numbers_for,
    people_behind,
    sets_shown,
)
from generator.disclosure.tree import (
    Answers,
    Band,
    Decision,
    Limits,
    Tree,
    decide,
    decide_counts,
    organisation_tree,
)
from generator.errors import refuse
from generator.model.edition import (
    EDITION_FORMAT,
    CellKey,
    Change,
    Edition,
    LedgerEntry,
    Shown,
    Suppressed,
    Turnout,
)
from generator.model.instrument import Node, Rules, Wave
from generator.model.score import PersonScores
from generator.scoring.display import decimals, down, length, near, to_display, up
from generator.scoring.rollup import Errors, Part, person_errors, roll_up, uncertainty
from generator.scoring.scope import Family, families, out_of_scope
from generator.scoring.trend import change
from generator.scoring.views import estimate
from generator.stats.interval import Uncertainty, half_width

Confidence = Literal["high", "medium", "low"]

BAND_POINTS = 90.0
"""Where the upper band starts; the lower one ends as far from the other end."""

FLOOR = 3
"""Fewest answers behind any number, whatever a survey declares (rule D1)."""

HIDDEN = Suppressed()


@dataclass(frozen=True, slots=True)
class Released:
    """An edition and the ledger lines that must be stored with it."""

    edition: Edition
    ledger: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """One response in one view, with its number in the ledger."""

    number: int
    person: int
    team: str
    cluster: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _View:
    """What is needed to decide one view."""

    wave: Wave
    tree: Tree
    id: str
    limits: Limits
    answers: Sequence[_Answer]
    families: Sequence[Family]
    """Practices that are decided as one, because they rest on the same answers."""
    asked: Mapping[str, frozenset[str]]
    """Group to the practices it is asked about in this view."""
    eligible: Mapping[str, int]
    """Group to the people who could answer, where that is known."""
    answered: Mapping[str, int]

    def confidence(self, half: float, n: int, group: str) -> Confidence:
        """How far to trust a number, in a word (S6)."""
        levels: tuple[Confidence, ...] = ("high", "medium", "low")
        level = 0 if half <= 5 else 1 if half <= 10 else 2
        eligible = self.eligible.get(group, 0)
        if 2 * self.answered.get(group, 0) < eligible or not eligible:
            level += 1
        if n < 10:
            level = max(level, 1)
        return levels[min(level, 2)]


def release(
    wave: Wave,
    people: Sequence[PersonScores],
    shown_before: Sequence[LedgerEntry],
    baseline: Edition | None,
    number: int,
    numbers: Mapping[str, int] | None = None,
) -> Released:
    """Decide what may be shown of a wave, once, and write it down.

    Args:
        wave: the frozen wave.
        people: every respondent's scores, from `scoring.person_scores`.
        shown_before: the whole ledger, in order.
        baseline: the edition changes are measured from; none in the baseline wave.
        number: 1 for the first edition of the wave.
        numbers: `ledger.numbering_key` of everybody ever counted in this wave to the
            number the store gave it; needed once the wave has lines in the ledger.
    """
    shown = sets_shown(shown_before, wave.survey, wave.id)
    known = numbers_for(people, numbers, shown)
    persons = _persons(people, known, numbers or {})
    cells: dict[CellKey, Shown | Suppressed] = {}
    turnout: dict[tuple[str, str], Turnout | Suppressed] = {}
    lines: list[tuple[str, Mapping[str, str]]] = []
    for view in _views(wave, people, known, persons):
        turnout.update(_turnout(view))
        errors: dict[tuple[str, str], Errors] = {}
        for family in view.families:
            if any(family[0] in asked for asked in view.asked.values()):
                before = _before(shown, view.id, family)
                lines += _family(view, family, persons, before, cells, errors)
        _roll_up(view, cells, errors)
    edition = Edition(
        format=EDITION_FORMAT,
        survey=wave.survey,
        wave=wave.id,
        wave_fingerprint=wave.fingerprint,
        number=number,
        k=_k(wave),
        cells=dict(sorted(cells.items())),
        changes=_changes(wave, cells, baseline),
        turnout=dict(sorted(turnout.items())),
    )
    ordered = sorted(lines, key=lambda line: line[0])
    return Released(edition, tuple(chain(shown_before, wave.survey, wave.id, ordered)))


def _k(wave: Wave) -> int:
    return max(FLOOR, wave.privacy.k_scores)


def _persons(
    people: Sequence[PersonScores], known: Sequence[int], numbers: Mapping[str, int]
) -> dict[int, int]:
    """Number to person, counted from 1."""
    names = people_behind(numbers)
    names |= {n: p.respondent for p, n in zip(people, known, strict=True)}
    ids = {name: place for place, name in enumerate(sorted(set(names.values())), 1)}
    return {number: ids[name] for number, name in names.items()}


def _views(
    wave: Wave,
    people: Sequence[PersonScores],
    known: Sequence[int],
    persons: Mapping[int, int],
) -> list[_View]:
    """Every view the wave fields, the headline first."""
    tree = organisation_tree(wave.parents(), [team.id for team in wave.teams])
    by_view: dict[str, list[_Answer]] = {}
    for person, n in zip(people, known, strict=True):
        if person.team not in tree.parents:
            raise refuse(
                "team-unknown",
                f"a response names the team `{person.team}`, which wave {wave.id} "
                "does not have.",
                "collect again, or correct the team in the file of people.",
            )
        by_view.setdefault(person.view, []).append(
            _Answer(n, persons[n], person.team, person.cluster, person.scores)
        )
    views = []
    for group in sorted(wave.groups, key=lambda g: (g.id != wave.headline, g.id)):
        kin = tuple(families(wave, group.id))
        if not kin:
            continue
        answers = sorted(by_view.get(group.id, []), key=lambda a: a.number)
        answered = Counter(
            place for a in answers for place in (a.team, *tree.above(a.team))
        )
        practices = {ref for family in kin for ref in family}
        asked: dict[str, set[str]] = {}
        eligible: dict[str, int] = {}
        unknown: set[str] = set()
        for team in wave.teams:
            size = team.eligible.get(group.id)
            places = (team.id, *tree.above(team.id))
            for place in places:
                eligible[place] = eligible.get(place, 0) + (size or 0)
            if size is None:
                unknown.update(places)
            if size != 0 or answered[team.id]:
                open_to = practices - out_of_scope(wave, team, kin)
                for place in places:
                    asked.setdefault(place, set()).update(open_to)
        views.append(
            _View(
                wave=wave,
                tree=tree,
                id=group.id,
                limits=Limits(_k(wave), group.clusters),
                answers=answers,
                families=kin,
                asked={place: frozenset(refs) for place, refs in asked.items()},
                eligible={p: n for p, n in eligible.items() if p not in unknown},
                answered=answered,
            )
        )
    return views


def _groups(tree: Tree, answers: Sequence[_Answer]) -> dict[str, list[int]]:
    """Every group's answers, as numbers: its own and those of all below it."""
    teams: dict[str, list[int]] = {}
    for answer in answers:
        teams.setdefault(answer.team, []).append(answer.number)
    groups: dict[str, list[int]] = {}
    for team, numbers in teams.items():
        for place in (team, *tree.above(team)):
            groups.setdefault(place, []).extend(numbers)
    return groups


def _before(
    shown: Mapping[str, list[tuple[str, frozenset[int]]]],
    view: str,
    family: Sequence[str],
) -> list[tuple[str, frozenset[int]]]:
    found = {pair for ref in family for pair in shown.get(f"{view}|{ref}", [])}
    return sorted(found, key=lambda pair: (pair[0], sorted(pair[1])))


def _family(
    view: _View,
    family: Sequence[str],
    persons: Mapping[int, int],
    before: Sequence[tuple[str, frozenset[int]]],
    cells: dict[CellKey, Shown | Suppressed],
    errors: dict[tuple[str, str], Errors],
) -> list[tuple[str, Mapping[str, str]]]:
    """Decide one practice (with those that say the same) for every group."""
    given = [answer for answer in view.answers if family[0] in answer.scores]
    points = {answer.number: answer.scores[family[0]] for answer in given}
    groups = _groups(view.tree, given)
    often = Counter(answer.person for answer in given)
    answers = Answers(
        points=points,
        person=persons,
        cluster={a.number: a.cluster for a in given} if view.limits.clusters else {},
        several=frozenset(who for who, times in often.items() if times > 1),
    )
    decision = decide(
        groups,
        answers,
        view.tree,
        view.limits,
        [pair for pair in before if not pair[0].endswith(BAND)],
        [(g.removesuffix(BAND), s) for g, s in before if g.endswith(BAND)],
    )
    for group, asked in view.asked.items():
        people = [persons[n] for n in groups.get(group, [])]
        values = [points[n] for n in groups.get(group, [])]
        if group in decision.exact:
            shared = person_errors(people, values)
            errors.update({(ref, group): shared for ref in family})
        for ref in family:
            if ref in asked:
                cells[CellKey(view.id, ref, group)] = _cell(
                    view, ref, group, decision, values, people
                )
    recorded = {(group, numbers) for group, numbers in before}
    sets = {
        group: encode(groups[group])
        for group in decision.exact
        if (group, frozenset(groups[group])) not in recorded
    } | {
        group + BAND: encode(groups[group])
        for group in decision.bands
        if (group + BAND, frozenset(groups[group])) not in recorded
    }
    return [(f"{view.id}|{ref}", sets) for ref in family] if sets else []


def _cell(
    view: _View,
    ref: str,
    group: str,
    decision: Decision,
    values: Sequence[float],
    people: Sequence[int],
) -> Shown | Suppressed:
    rules = view.wave.rules_of(ref)
    if group in decision.bands:
        return _band(view, decision.bands[group], group, len(set(people)), rules)
    if group not in decision.exact:
        return HIDDEN
    found = estimate(values, people, s0=rules.sd, d0=rules.sd_df)
    known = (
        Uncertainty(found.se, found.df, found.sd or 0.0)
        if found.se is not None and found.df is not None
        else None
    )
    centre = to_display(found.mean, rules)
    return _shown(view, group, centre, found.n, known, rules)


def _shown(
    view: _View,
    group: str,
    centre: float,
    n: int,
    known: Uncertainty | None,
    rules: Rules,
    parts: tuple[int, int] | None = None,
) -> Shown:
    """A number in display units: rounded, its interval outward (D8)."""
    places = decimals(rules)
    # A mean without any spread of its own or shared says nothing of its precision.
    half = half_width(known.se, known.df) if known and known.se > 0 else 100.0
    reach = length(half, rules)
    value = near(centre, places)
    return Shown(
        value=value,
        low=min(value, down(max(centre - reach, rules.low), places)),
        high=max(value, up(min(centre + reach, rules.high), places)),
        n=n,
        # Two digits: a finer one would tell a group whose members all agree.
        se=float(f"{length(known.se, rules):.2g}") if known else 0.0,
        df=round(known.df, 2) if known else 0.0,
        confidence=view.confidence(half, n, group),
        parts=parts,
    )


def _band(view: _View, end: Band, group: str, n: int, rules: Rules) -> Shown:
    """An end of the scale instead of a number: nothing in it depends on the mean."""
    edge = BAND_POINTS if end == "top" else 100.0 - BAND_POINTS
    value = near(to_display(edge, rules), decimals(rules))
    return Shown(
        value=value,
        low=value if end == "top" else rules.low,
        high=rules.high if end == "top" else value,
        n=n,
        se=0.0,
        df=0.0,
        confidence=view.confidence((100.0 - BAND_POINTS) / 2, n, group),
        band=end,
    )


def _roll_up(
    view: _View,
    cells: dict[CellKey, Shown | Suppressed],
    errors: dict[tuple[str, str], Errors],
) -> None:
    """Dimensions and frameworks of one view, from shown values only (S3)."""
    children: dict[str, list[Node]] = {}
    for node in view.wave.nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    for node in reversed(view.wave.nodes):
        if node.kind == "practice":
            continue
        rules = view.wave.rules_of(node.ref)
        for group in view.asked:
            below = [
                (child, cells[key])
                for child in children.get(node.ref, [])
                if (key := CellKey(view.id, child.ref, group)) in cells
            ]
            if below:
                key = CellKey(view.id, node.ref, group)
                cells[key] = _whole(view, node, group, below, errors, rules)


def _whole(
    view: _View,
    node: Node,
    group: str,
    below: Sequence[tuple[Node, Shown | Suppressed]],
    errors: dict[tuple[str, str], Errors],
    rules: Rules,
) -> Shown | Suppressed:
    usable = [
        (child, cell)
        for child, cell in below
        if isinstance(cell, Shown) and not cell.band
    ]
    whole = roll_up(
        [
            Part(child.weight, cell.value, errors[child.ref, group])
            for child, cell in usable
        ],
        sum(child.weight for child, _ in below),
    )
    if whole is None:
        return HIDDEN
    errors[node.ref, group] = whole.errors
    asked = sum(
        ref in view.asked[group] for ref in _practices_below(view.wave, node.ref)
    )
    used = sum(cell.parts[0] if cell.parts else 1 for _, cell in usable)
    known = uncertainty(whole.errors, rules.sd, rules.sd_df)
    return _shown(view, group, whole.value, whole.n, known, rules, (used, asked))


def _practices_below(wave: Wave, ref: str) -> list[str]:
    parents = {node.ref: node.parent for node in wave.nodes}
    found = []
    for node in wave.nodes:
        place = node.parent
        while place not in (None, ref):
            place = parents[str(place)]
        if node.kind == "practice" and place == ref:
            found.append(node.ref)
    return found


def _turnout(view: _View) -> dict[tuple[str, str], Turnout | Suppressed]:
    """How many answered: only groups of k or more, and none by subtraction (D10)."""
    sizes = {group: n for group, n in view.eligible.items() if group in view.asked}
    may = decide_counts(sizes, view.tree, view.limits.k)
    return {
        (view.id, group): Turnout(
            max(size, view.answered.get(group, 0)), view.answered.get(group, 0)
        )
        if group in may
        else HIDDEN
        for group, size in sizes.items()
    }


def _changes(
    wave: Wave,
    cells: Mapping[CellKey, Shown | Suppressed],
    baseline: Edition | None,
) -> dict[CellKey, Change]:
    """Change since the baseline wherever both numbers are shown."""
    if baseline is None or baseline.wave == wave.id:
        return {}
    found: dict[CellKey, Change] = {}
    below = {node.ref: _practices_below(wave, node.ref) for node in wave.nodes}
    for key, now in sorted(cells.items()):
        then = baseline.cells.get(key)
        if not isinstance(now, Shown) or not isinstance(then, Shown):
            continue
        if now.parts is not None and not _same_parts(
            key, below[key.node], cells, baseline.cells, (now, then)
        ):
            continue
        moved = change(now, then, wave.rules_of(key.node), baseline.wave)
        if moved is not None:
            found[key] = moved
    return found


def _same_parts(
    key: CellKey,
    practices: Sequence[str],
    now: Mapping[CellKey, Shown | Suppressed],
    then: Mapping[CellKey, Shown | Suppressed],
    wholes: tuple[Shown, Shown],
) -> bool:
    """Whether two waves made a score from the same practices."""

    def used(cells: Mapping[CellKey, Shown | Suppressed]) -> set[str]:
        return {
            ref
            for ref in practices
            if isinstance(cell := cells.get(key._replace(node=ref)), Shown)
            and not cell.band
        }

    common = used(now)
    return common == used(then) and all(
        whole.parts is not None and whole.parts[0] == len(common) for whole in wholes
    )
