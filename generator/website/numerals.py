"""Whether each number on a page is the one that was released, and may stand there.

What a number is comes from the manifest; what it should be, and whether it may be shown
at all, from the editions. A number the gate does not know is refused.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.costing.told import CLOCKS, told_of
from generator.disclosure.packs import own_value
from generator.disclosure.peers import (
    FEWEST_PEERS,
    FEWEST_QUARTILES,
    TeamValues,
    team_standing,
    team_values,
)
from generator.findings.clear import smallest_gap
from generator.findings.whatif import shown_whole, stated_wholes
from generator.model.edition import CellKey, CommentKey, Edition, Shown, Turnout
from generator.model.instrument import Node, Wave
from generator.model.page import Baseline
from generator.model.peers import PeerEdition, Standing
from generator.model.statement import Statement
from generator.model.survey import ORGANISATION
from generator.website.audiences import Folder, Tree, tree_of
from generator.website.bytes import plain
from generator.website.known import NUMERAL, Known, unknown_at
from generator.website.printed import (
    Comment,
    Drawing,
    Number,
    Printed,
    figure_numbers,
    number_of,
)
from generator.website.sound_numbers import is_sound, sound_number

Source = tuple[str, ...]
"""Wave, view, node, group, field: what the manifest says a counter is."""

NEAR = 1e-6
HALF = 0.051
"""Half a step of the last decimal printed, and a little for binary fractions."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a number: which kind, where, and why."""

    code: str
    at: int
    why: str
    """Never says the number."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was released, laid out for looking up."""

    editions: Mapping[str, Edition]
    waves: Mapping[str, Wave]
    trees: Mapping[str, Tree]
    nodes: Mapping[tuple[str, str], Node]
    """By wave and reference."""
    statements: Mapping[tuple[str, str], Statement]
    fixed: frozenset[float]
    """Settings of the survey: k, ends of scales, gold, importance, rungs, counts."""
    stated: frozenset[float]
    """What a team's own statement may come to: rungs, counts, gap × importance, and
    the score of a dimension, as stated or with a practice on a higher rung."""
    others: Mapping[str, TeamValues]
    """Shown scores of all teams, by wave: what team peers are drawn from."""
    peers: Mapping[str, PeerEdition]
    """Other organisations, by wave."""
    costs: Mapping[Source, float]
    """What teams state about the cost of their time, and what it comes to."""
    standings: dict[tuple[str, ...], Standing | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What was worked out of a team's peers: each page tells it in several numbers."""


def truth_of(baseline: Baseline) -> Truth:
    """Everything released of a survey, looked up quickly."""
    waves = {wave.id: wave for wave in baseline.waves}
    nodes = {(w.id, node.ref): node for w in waves.values() for node in w.nodes}
    golds = {node.gold for node in nodes.values()}
    weights = {node.importance for node in nodes.values()}
    rungs = range(max((node.top_rung for node in nodes.values()), default=0) + 1)
    most = max(
        [
            *(len(wave.nodes) for wave in waves.values()),
            *(len(wave.teams) for wave in waves.values()),
            *(said.present for said in baseline.statements.values()),
            rungs[-1],
        ],
        default=0,
    )
    counts = {float(n) for n in range(most + 1)}
    gaps = {gold - rung for gold in golds for rung in rungs}
    return Truth(
        baseline.editions,
        waves,
        {name: tree_of(wave) for name, wave in waves.items()},
        nodes,
        baseline.statements,
        frozenset(
            {
                *counts,
                *golds,
                *(round(weight, places) for weight in weights for places in (1, 2)),
                *(float(edition.k) for edition in baseline.editions.values()),
                *(float(fewest) for fewest in (FEWEST_PEERS, FEWEST_QUARTILES)),
                *(
                    end
                    for w in waves.values()
                    for r in w.rules
                    for end in (r.low, r.high)
                ),
            }
        ),
        frozenset(
            {
                *counts,
                *(-count for count in counts),
                *gaps,
                *(
                    float(f"{round(gap * weight, 4):.{places}f}")
                    for gap in gaps
                    for weight in weights
                    for places in (1, 2)
                ),
                *(
                    whole
                    for (name, _), said in baseline.statements.items()
                    if name in waves
                    for whole in stated_wholes(waves[name], said)
                ),
            }
        ),
        others={
            name: team_values(wave, baseline.editions[name])
            for name, wave in waves.items()
        },
        peers=baseline.peers,
        costs={
            (CLOCKS, "", delay, stated.team, what): told.value
            for stated in (baseline.clocks.teams if baseline.clocks else ())
            for (delay, what), told in told_of(stated).items()
        },
    )


def faults(
    page: Printed,
    cells: Mapping[str, Source],
    truth: Truth,
    folder: Folder,
    known: Sequence[Known],
) -> Iterator[Fault]:
    """Everything wrong with the numbers of one page.

    Args:
        page: what the page prints.
        cells: the page's part of the manifest.
        truth: what was released.
        folder: where the page lies.
        known: texts that were written by hand.
    """
    for comment in page.comments:
        why = _comment(comment, cells, truth, folder)
        if why:
            yield Fault("gate-comment", comment.at, f"a comment here {why}")
    said: set[float] = set()
    for number in page.numbers:
        why = _number(number, cells, truth, folder)
        if why:
            yield Fault("gate-cell", number.at, f"a number here {why}")
        value = number_of(number.value)
        if value is not None:
            said |= {value, -value}
    drawn = set(said)
    for counter in page.listed:
        source = cells.get(counter)
        why = _source(source, truth, folder)
        if why or source is None:
            yield Fault("gate-cell", 0, f"a drawing rests on a number that is {why}")
            continue
        value = _expected(source, truth)
        if value is not None:
            drawn.add(value)
    repeated = {
        numeral for number in page.numbers for numeral in NUMERAL.findall(number.text)
    }
    for words in page.words:
        if unknown_at(words.text, known, repeated if words.repeats else ()) is not None:
            yield Fault(
                "gate-number",
                words.at,
                "a number here does not say what it is",
            )
    for text, at in page.figures:
        if not _figure_fits(text, drawn, known):
            yield Fault(
                "gate-number", at, "a figure here holds a number the page does not say"
            )
    for drawing in page.drawings:
        for at in _misplaced(drawing, drawn):
            yield Fault(
                "gate-number",
                at,
                "a mark here stands for a number that the page does not say",
            )


def _number(
    number: Number, cells: Mapping[str, Source], truth: Truth, folder: Folder
) -> str:
    """What is wrong with one number; empty where nothing is."""
    value, told = number_of(number.value), number_of(number.text)
    if value is None or told is None or not math.isclose(abs(value), abs(told)):
        return "says one thing to people and another to machines"
    if number.kind in ("released", "cost"):
        source = cells.get(number.counter)
        if source is not None and (source[0] == CLOCKS) != (number.kind == "cost"):
            return "is of another kind than it says"
        why = _source(source, truth, folder)
        if why or source is None:
            return f"is {why}"
        return "" if _agrees(source, value, truth) else "is not what was released"
    if number.counter:
        return "is of two kinds at once"
    if number.kind == "stated":
        return "" if value in truth.stated else "is no rung or count of a statement"
    return "" if value in truth.fixed else "is no setting of the survey"


def _comment(
    comment: Comment, cells: Mapping[str, Source], truth: Truth, folder: Folder
) -> str:
    """What is wrong with one comment or theme; empty where nothing is."""
    source = cells.get(comment.counter)
    why = _source(source, truth, folder)
    if why or source is None:
        return f"is {why}"
    wave, view, question, group, field = source
    if field != COMMENT:
        return "is of two kinds at once"
    texts = truth.editions[wave].comments[CommentKey(view, question, group)]
    released = {" ".join(plain(text).split()) for text in texts}
    return "" if comment.text in released else "is not what was released"


def _source(source: Source | None, truth: Truth, folder: Folder) -> str:
    """Why a number with this source must not stand here; empty where it may."""
    if source is None or len(source) != 5:
        return "not in the manifest"
    wave, view, node, group, field = source
    if wave == CLOCKS:
        if not folder.costs or group != folder.team:
            return "of a team whose time this page must not speak of"
        return "" if source in truth.costs else "of a kind nobody has vouched for"
    edition = truth.editions.get(wave)
    if edition is None or wave not in truth.waves:
        return "of a wave that was not released"
    if not folder.may_show(truth.trees[wave], view, group):
        return "of a group this page must not speak of"
    if is_sound(field):
        shown = _sound(source, truth) is not None
        return "" if shown else "of a group that is hidden"
    if field in PEER_FIELDS:
        seen = _of_peers(source, truth) is not None
    elif field in {"answered", "eligible"}:
        seen = isinstance(edition.turnout.get((view, group)), Turnout)
    elif field == COMMENT:
        seen = CommentKey(view, node, group) in edition.comments
    elif field.startswith("change-"):
        seen = CellKey(view, node, group) in edition.changes
    elif node == "*":
        seen = any(True for _ in _shown_of(truth, wave, view, group))
    else:
        seen = isinstance(edition.cells.get(CellKey(view, node, group)), Shown)
    if not seen:
        return "of a group that is hidden"
    if field == COMMENT or field in (TALLIES if node == "*" else FIELDS):
        return ""
    return "of a kind nobody has vouched for"


WHOLE_IF = "whole-if-"
"""Before a rung: the dimension's score if everybody saw the practice there."""

PEER_FIELDS = frozenset(
    [
        *(f"teams-{name}" for name in ("n", "median", "lower", "upper")),
        *(f"peers-{name}" for name in ("n", "mean", "median", "lower", "upper")),
        *(f"peers-{name}" for name in ("rank_low", "rank_high", "share")),
        *(f"own-{name}" for name in ("value", "low", "high")),
    ]
)
"""What a page may print of a team's peers, and of an organisation's peers and its own
value beside them."""
COMMENT = "comment"
"""Field of a source that is a list of comments: its node is the code of a question."""

FIELDS = frozenset(
    [
        *PEER_FIELDS,
        "value",
        "low",
        "high",
        "n",
        "gap",
        "minus-statement",
        "rung",
        "priority",
        "smallest-gap",
        *(f"{WHOLE_IF}{rung}" for rung in range(1, 10)),
        "answered",
        "eligible",
        "change-value",
        "change-low",
        "change-high",
        "change-smallest",
        "change-same_n",
        "change-joined",
        "change-left",
        "change-same_value",
        "change-same_low",
        "change-same_high",
    ]
)
"""What a page may print of one released cell."""

TALLIES = frozenset(
    {
        "tied",
        "tied-others",
        "typical-half-width",
        *(
            name + of
            for name in ("at-rung-or-higher", "clear-changes", "clear-gaps", "shown")
            for of in ("", "-of")
        ),
    }
)
"""What a page may print over several released cells."""

_EXACT = PEER_FIELDS | {"value", "low", "high", "n", "answered", "eligible"}


def _agrees(source: Source, value: float, truth: Truth) -> bool:
    """Whether a number says what its source says."""
    wave, view, node, group, field = source
    if field == COMMENT:
        return False
    expected = _expected(source, truth)
    if expected is not None:
        # Words beside other numbers may say which way they go.
        same = math.isclose(value, expected, abs_tol=NEAR)
        turned = math.isclose(-value, expected, abs_tol=NEAR)
        exact = field in _EXACT or is_sound(field)
        return same or (turned and not exact)
    if field == "typical-half-width":
        halves = [(c.high - c.low) / 2 for c in _shown_of(truth, wave, view, group)]
        return min(halves) - NEAR <= value <= max(halves) + 2 * HALF
    if node == "*":
        return value.is_integer() and value in truth.fixed
    cell = truth.editions[wave].cells[CellKey(view, node, group)]
    part = truth.nodes.get((wave, node))
    if not isinstance(cell, Shown) or part is None:
        return False
    if field == "rung":
        return value.is_integer() and value <= cell.value + NEAR
    if field == "minus-statement":
        said = truth.statements.get((wave, group))
        entries = said.entries if said else ()
        return any(
            abs(abs(value) - abs(cell.value - entry.rung)) < HALF
            for entry in entries
            if entry.rung is not None and entry.practice in {node, *part.same}
        )
    return abs(value - max(0.0, part.gold - cell.value) * part.importance) < HALF


def _expected(source: Source, truth: Truth) -> float | None:
    """The number a source stands for, where the edition or a team itself says it."""
    if source[0] == CLOCKS:
        return truth.costs.get(source)
    wave, view, node, group, field = source
    edition = truth.editions[wave]
    key = CellKey(view, node, group)
    if field in PEER_FIELDS:
        return _of_peers(source, truth)
    if field == COMMENT:
        return None
    if is_sound(field):
        return _sound(source, truth)
    if field in {"answered", "eligible"}:
        return float(getattr(edition.turnout[view, group], field))
    if field.startswith("change-"):
        return float(getattr(edition.changes[key], field.removeprefix("change-")))
    cell = edition.cells.get(key)
    if not isinstance(cell, Shown):
        return None
    if field in {"value", "low", "high", "n"}:
        return float(getattr(cell, field))
    part = truth.nodes.get((wave, node))
    if field == "gap" and part is not None:
        return max(0.0, round(part.gold - cell.value, 1))
    if field == "smallest-gap":
        return smallest_gap(cell, truth.waves[wave].rules_of(node))
    if field.startswith(WHOLE_IF):
        rung = int(field.removeprefix(WHOLE_IF))
        return shown_whole(truth.waves[wave], edition, key, rung)
    return None


def _of_peers(source: Source, truth: Truth) -> float | None:
    """A number about peers, worked out anew; none where it must not be told.

    A team's peers stand on its own page, an organisation's are told of the whole.
    """
    wave, view, node, group, field = source
    frozen, edition = truth.waves[wave], truth.editions[wave]
    kind, _, name = field.partition("-")
    told: object = None
    if kind == "teams":
        place = (wave, view, node, group)
        if place not in truth.standings:
            others = truth.others[wave]
            found = team_standing(frozen, edition, others, view, node, group)
            truth.standings[place] = found
        told = truth.standings[place]
    elif group == ORGANISATION and kind == "own":
        known = (wave, node) in truth.nodes
        told = own_value(frozen, edition, view, node) if known else None
    elif group == ORGANISATION and wave in truth.peers:
        told = truth.peers[wave].standing(view, node)
    value = getattr(told, name, None)
    if value is None:
        return None
    return round(100.0 * value) if name == "share" else float(value)


def _sound(source: Source, truth: Truth) -> float | None:
    """What a number about the answers themselves stands for."""
    wave, view, node, group, _ = source
    edition = truth.editions[wave]
    change = edition.changes.get(CellKey(view, node, group))
    earlier = truth.editions.get(change.since) if change else None
    return sound_number(source, edition, truth.waves[wave], earlier)


def _shown_of(truth: Truth, wave: str, view: str, group: str) -> Iterator[Shown]:
    """Practice scores shown of one view of a group."""
    cells = truth.editions[wave].cells
    for node in truth.waves[wave].nodes:
        cell = cells.get(CellKey(view, node.ref, group))
        if node.kind == "practice" and isinstance(cell, Shown):
            yield cell


def _figure_fits(text: str, drawn: Collection[float], known: Sequence[Known]) -> bool:
    """Whether a figure holds only numbers and words that stand on the page."""
    read = figure_numbers(text)
    if read is None:
        return False
    values, words = read
    near = {round(value, 4) for value in drawn}
    return all(round(value, 4) in near for value in values) and all(
        unknown_at(" ".join(word.replace("<br>", " ").split()), known) is None
        for word in words
    )


def _misplaced(drawing: Drawing, drawn: Collection[float]) -> Iterator[int]:
    """Marks that stand for no number of the page, by the drawing's own scale."""
    places = sorted({place for _, place in drawing.ticks})
    if len(places) < 2:
        yield from (at for _, at in drawing.marks)
        return
    (low, left), (high, right) = min(drawing.ticks), max(drawing.ticks)
    per_unit = (right - left) / (high - low)
    right_places = {
        round(left + (min(max(value, low), high) - low) * per_unit, 2)
        for value in {*drawn, *(value for value, _ in drawing.ticks)}
    }
    for place, at in drawing.marks:
        # Places are written to a hundredth of a percent.
        if not any(round(place + step, 2) in right_places for step in (0, 0.01, -0.01)):
            yield at


def expectation(
    source: Source, truth: Truth, folder: Folder
) -> tuple[Source, str, object]:
    """Everything that decides about a number, for telling whether that has changed."""
    why = _source(source, truth, folder)
    if why:
        return source, why, None
    wave, view, node, group, field = source
    if field == COMMENT:
        key = CommentKey(view, node, group)
        return source, "", truth.editions[wave].comments[key]
    value = _expected(source, truth)
    if value is None:
        cell = truth.editions[wave].cells.get(CellKey(view, node, group))
        said = truth.statements.get((wave, group))
        rungs = [(e.practice, e.rung) for e in said.entries] if said else []
        return source, "", (cell, rungs if field == "minus-statement" else None)
    return source, "", value
