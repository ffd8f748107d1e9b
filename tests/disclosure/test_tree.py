from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.disclosure.attack import leaks, mean_row
from generator.disclosure.tree import (
    Answers,
    Limits,
    Tree,
    decide,
    decide_counts,
    nearly_alike,
    organisation_tree,
)
from generator.model.survey import ORGANISATION

Case = tuple[Tree, dict[str, list[int]], Answers]


def flat(**sizes: int) -> Case:
    """Teams below the organisation; half of the people answer 0, half 100."""
    return build(
        dict.fromkeys(sizes, ORGANISATION),
        {team: [100.0 * (i % 2) for i in range(n)] for team, n in sizes.items()},
    )


def build(
    parents: dict[str, str],
    scores: dict[str, list[float]],
    teams: Sequence[str] | None = None,
    people: Sequence[int] | None = None,
    clusters: Sequence[str] | None = None,
) -> Case:
    tree = organisation_tree({ORGANISATION: None, **parents}, teams or list(parents))
    groups: dict[str, list[int]] = {}
    points: dict[int, float] = {}
    for place, given_scores in scores.items():
        for score in given_scores:
            number = len(points) + 1
            points[number] = score
            for group in (place, *tree.above(place)):
                groups.setdefault(group, []).append(number)
    person = {n: (people[n - 1] if people else n) for n in points}
    times = list(person.values())
    return (
        tree,
        groups,
        Answers(
            points,
            person,
            {n: clusters[n - 1] for n in points} if clusters else {},
            frozenset(who for who in times if times.count(who) > 1),
        ),
    )


def exact(case: Case, k: int = 5, *, clusters: bool = False) -> set[str]:
    tree, groups, answers = case
    return set(decide(groups, answers, tree, Limits(k, clusters)).exact)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 12, "b": 3}, {ORGANISATION}),
        ({"a": 12, "b": 8, "c": 3}, {ORGANISATION, "a"}),
        ({"a": 12, "b": 3, "c": 4}, {ORGANISATION, "a"}),
        ({"a": 12, "d": 9, "b": 2, "c": 2}, {ORGANISATION, "a"}),
        ({"a": 6, "b": 6, "c": 3}, {ORGANISATION, "a"}),
        ({"a": 8, "b": 8}, {ORGANISATION, "a", "b"}),
        ({"a": 4}, set()),
        ({"a": 5}, {ORGANISATION, "a"}),
    ],
)
def test_smallest_sibling_goes_with_a_hidden_one_that_is_too_few(
    sizes: dict[str, int], shown: set[str]
) -> None:
    assert exact(flat(**sizes)) == shown


def test_people_of_a_unit_who_are_in_no_team_are_protected_as_well() -> None:
    case = build(
        {"unit": ORGANISATION, "t1": "unit", "t2": "unit"},
        {"t1": [0.0, 100] * 4, "t2": [0.0, 100] * 3, "unit": [50.0, 60]},
        teams=["t1", "t2"],
    )
    assert exact(case) == {ORGANISATION, "unit", "t1"}


def test_unit_that_holds_every_team_is_shown_like_the_organisation() -> None:
    case = build(
        {"unit": ORGANISATION, "t1": "unit", "t2": "unit"},
        {"t1": [0.0, 100] * 4, "t2": [0.0, 100] * 4},
        teams=["t1", "t2"],
    )
    assert exact(case) == {ORGANISATION, "unit", "t1", "t2"}


def test_who_answers_about_two_teams_counts_once_in_their_unit() -> None:
    scores = {"a": [0.0, 100, 0], "b": [100.0, 0, 100]}
    parents = dict.fromkeys(scores, ORGANISATION)
    assert exact(build(parents, scores)) == {ORGANISATION}
    # The three of team a are the three of team b: three people, not six.
    assert exact(build(parents, scores, people=[1, 2, 3, 1, 2, 3])) == set()
    # Two of three are the same: four people.
    assert exact(build(parents, scores, people=[1, 2, 3, 1, 2, 4])) == set()
    assert exact(build(parents, scores, people=[1, 2, 3, 1, 5, 4])) == {ORGANISATION}


def test_rest_of_a_shown_group_counts_people_not_answers() -> None:
    scores = {"a": [0.0, 100] * 4, "b": [0.0, 100, 0], "c": [100.0, 0, 100]}
    parents = dict.fromkeys(scores, ORGANISATION)
    apart = list(range(1, 15))
    assert exact(build(parents, scores, people=apart)) == {ORGANISATION, "a"}
    again = [*range(1, 9), 9, 10, 11, 9, 10, 11]
    assert exact(build(parents, scores, people=again)) == {ORGANISATION}


def test_partners_need_three_companies_and_none_with_more_than_half() -> None:
    scores = {"a": [0.0, 100] * 3}
    parents = {"a": ORGANISATION}
    for clusters, shown in [
        ("xxyyzz", {ORGANISATION, "a"}),
        ("xxxyyz", {ORGANISATION, "a"}),
        ("xxxxyz", set()),
        ("xxxyyy", set()),
    ]:
        case = build(parents, scores, clusters=clusters)
        assert exact(case, clusters=True) == shown
        assert exact(case) == {ORGANISATION, "a"}


def test_what_stays_hidden_needs_three_companies_too() -> None:
    scores = {"a": [0.0, 100] * 3, "b": [0.0, 100] * 3}
    parents = dict.fromkeys(scores, ORGANISATION)
    mixed = build(parents, scores, clusters="xxyyzz" + "xxyyzz")
    assert exact(mixed, clusters=True) == {ORGANISATION, "a", "b"}
    poor = build(parents, scores, clusters="xxyyzz" + "xxxyyy")
    assert exact(poor, clusters=True) == {ORGANISATION}


def test_band_is_hidden_from_subtraction() -> None:
    parents = dict.fromkeys(("a", "b", "c"), ORGANISATION)
    scores = {"a": [100.0] * 6, "b": [25.0, 75] * 4, "c": [0.0, 100] * 5}
    tree, groups, answers = build(parents, scores)
    found = decide(groups, answers, tree, Limits(5))
    # c may stay: a and b together hide each other.
    assert (found.exact, found.bands) == ({ORGANISATION, "c"}, {"a": "top"})


def test_few_people_are_not_left_alone_with_a_band() -> None:
    # With a hidden, d could be shown beside b, but c is three people, and what is
    # left of the organisation would be theirs and the band's.
    parents = dict.fromkeys("abcd", ORGANISATION)
    scores = {
        "a": [100.0] * 6,
        "b": [25.0, 75.0] * 4,
        "c": [0.0, 50.0, 100.0],
        "d": [0.0, 25.0, 50.0, 75.0, 100.0],
    }
    tree, groups, answers = build(parents, scores)
    found = decide(groups, answers, tree, Limits(5))
    assert (found.exact, found.bands) == ({ORGANISATION, "b"}, {"a": "top"})


def test_band_at_the_bottom() -> None:
    tree, groups, answers = build({"a": ORGANISATION}, {"a": [0.0] * 5 + [20.0]})
    found = decide(groups, answers, tree, Limits(5))
    assert (found.exact, found.bands) == (
        set(),
        {ORGANISATION: "bottom", "a": "bottom"},
    )


def test_band_that_hid_the_whole_is_no_reason_for_another_band_later() -> None:
    # Five people answer about both teams. With the band of a, the organisation is
    # hidden; decided again, b must not become a band because of that.
    people = [*range(1, 6), *range(1, 6), 1]
    tree, groups, answers = build(
        dict.fromkeys("ab", ORGANISATION),
        {"a": [0.0] * 5, "b": [0.0] * 5, ORGANISATION: [25.0]},
        teams=["a", "b"],
        people=people,
    )
    found = decide(groups, answers, tree, Limits(5))
    assert (found.exact, found.bands) == (set(), {"a": "bottom"})
    bands = [("a", frozenset(groups["a"]))]
    assert decide(groups, answers, tree, Limits(5), (), bands) == found


def test_band_inside_a_band_does_not_make_the_outer_one_smaller_later() -> None:
    tree, groups, answers = build(
        {"u": ORGANISATION, "a": "u", "b": ORGANISATION, "c": ORGANISATION},
        {"a": [100.0] * 5, "u": [100.0] * 5, "b": [25.0] * 5, "c": [0.0]},
        teams=list("abc"),
    )
    found = decide(groups, answers, tree, Limits(5))
    assert (found.exact, set(found.bands)) == ({ORGANISATION}, {"u", "a"})
    again = decide(
        groups,
        answers,
        tree,
        Limits(5),
        [(ORGANISATION, frozenset(groups[ORGANISATION]))],
        [(group, frozenset(groups[group])) for group in found.bands],
    )
    assert again == found


def test_hidden_rest_that_is_all_alike_is_protected_like_a_team() -> None:
    # b and c are too small to be shown; organisation minus a is their exact mean.
    parents = dict.fromkeys(("a", "b", "c"), ORGANISATION)
    scores = {"a": [25.0, 75] * 4, "b": [100.0] * 3, "c": [100.0] * 3}
    tree, groups, answers = build(parents, scores)
    found = decide(groups, answers, tree, Limits(5))
    assert (found.exact, found.bands) == ({ORGANISATION}, {})


@pytest.mark.parametrize(
    ("points", "n", "alike"),
    [(575, 6, False), (576, 6, True), (600, 6, True), (24, 6, True), (25, 6, False)],
)
def test_alike_is_less_than_one_step_from_the_end(
    points: float, n: int, alike: bool
) -> None:
    assert nearly_alike(points, n) is alike


def test_counts_hide_small_groups_from_subtraction_too() -> None:
    tree = organisation_tree(
        {ORGANISATION: None, **dict.fromkeys("abc", ORGANISATION)}, list("abc")
    )
    sizes = {ORGANISATION: 23, "a": 12, "b": 8, "c": 3}
    assert decide_counts(sizes, tree, 5) == {ORGANISATION, "a"}
    sizes = {ORGANISATION: 20, "a": 12, "b": 8, "c": 0}
    assert decide_counts(sizes, tree, 5) == {ORGANISATION, "a", "b"}


# Any tree of at most three levels, any sizes, any answers.

score = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])


@st.composite
def trees(draw: st.DrawFn, largest: int = 9) -> Case:
    parents: dict[str, str] = {}
    units = draw(st.integers(0, 3))
    for u in range(units):
        above = draw(st.sampled_from([ORGANISATION, *list(parents)]))
        parents[f"u{u}"] = above
    teams = [f"t{t}" for t in range(draw(st.integers(1, 6)))]
    holders = [ORGANISATION, *list(parents)]
    for team in teams:
        parents[team] = draw(st.sampled_from(holders))
    unanimous = st.builds(
        lambda value, n: [value] * n, score, st.integers(5, max(5, largest))
    )
    answered = st.one_of(st.lists(score, max_size=largest), unanimous)
    scores = {place: draw(answered) for place in (*teams, *holders)}
    n = sum(map(len, scores.values()))
    people = draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))
    return build(
        parents,
        scores,
        teams=teams,
        people=people if draw(st.booleans()) else None,
        clusters=draw(st.lists(st.sampled_from("vwxyz"), min_size=n, max_size=n)),
    )


def classes(sets: Sequence[Sequence[int]], numbers: Sequence[int]) -> list[set[int]]:
    """People by which of the shown sets hold them; those in none left out."""
    found: dict[tuple[bool, ...], set[int]] = {}
    for number in numbers:
        signature = tuple(number in one for one in sets)
        if any(signature):
            found.setdefault(signature, set()).add(number)
    return list(found.values())


@settings(max_examples=300, deadline=None)
@given(trees(), st.sampled_from([3, 5]), st.booleans())
def test_everybody_shares_his_class_with_enough_others(
    case: Case, k: int, clusters: bool
) -> None:
    tree, groups, answers = case
    found = decide(groups, answers, tree, Limits(k, clusters))
    sets = [groups[group] for group in sorted(found.exact)]
    assert not found.exact & found.bands.keys()
    for members in [*classes(sets, list(answers.points)), *map(set, sets)]:
        assert len({answers.person[n] for n in members}) >= k
        total = sum(answers.points[n] for n in members)
        assert min(total, 100 * len(members) - total) >= 25
        if clusters:
            companies = [answers.cluster[n] for n in members]
            assert len(set(companies)) >= 3
            assert max(map(companies.count, companies)) * 2 <= len(members)
    assert leaks([mean_row(one) for one in sets], k, answers.person) == []


@settings(max_examples=150, deadline=None)
@given(trees())
def test_bands_leave_k_others_beside_them_in_every_shown_group(case: Case) -> None:
    tree, groups, answers = case
    found = decide(groups, answers, tree, Limits(5))
    sets = [groups[group] for group in sorted(found.exact)]
    for members in classes(sets, list(answers.points)):
        for band in found.bands:
            inside = members & set(groups[band])
            if inside:
                assert len({answers.person[n] for n in members - inside}) >= 5


@settings(max_examples=150, deadline=None)
@given(trees(largest=7))
def test_never_shows_fewer_than_the_best_choice_less_one(case: Case) -> None:
    tree, groups, answers = case
    spread = Answers(
        # Answers at both ends: no band disturbs the count.
        {n: 100.0 * (n % 2) for n in answers.points},
        {n: n for n in answers.points},
    )
    k = 3
    found = decide(groups, spread, tree, Limits(k))
    if found.bands:
        return
    # A unit with one team is the same people twice, and counts once.
    once = {frozenset(numbers): group for group, numbers in groups.items()}
    able = [group for numbers, group in once.items() if len(numbers) >= k]

    def safe(chosen: Sequence[str]) -> bool:
        sets = [groups[group] for group in chosen]
        return all(len(c) >= k for c in classes(sets, list(spread.points)))

    best = max(
        size
        for size in range(len(able) + 1)
        if any(safe(chosen) for chosen in combinations(able, size))
    )
    strict = any(
        nearly_alike(sum(spread.points[n] for n in c), len(c))
        for c in classes([groups[g] for g in able], list(spread.points))
    )
    shown = {frozenset(groups[group]) for group in found.exact}
    assert len(shown) >= best - 1 or strict


@settings(max_examples=150, deadline=None)
@given(trees())
def test_deciding_again_about_the_same_answers_changes_nothing(case: Case) -> None:
    tree, groups, answers = case
    limits = Limits(5)
    found = decide(groups, answers, tree, limits)
    again = decide(
        groups,
        answers,
        tree,
        limits,
        [(group, frozenset(groups[group])) for group in found.exact],
        [(group, frozenset(groups[group])) for group in found.bands],
    )
    assert again == found


@settings(max_examples=200, deadline=None)
@given(trees(), trees())
def test_second_release_of_other_answers_reveals_nobody(
    first: Case, then: Case
) -> None:
    tree, groups, answers = first
    found = decide(groups, answers, tree, Limits(5))
    # The second set of answers holds everybody of the first and some more.
    more = {n + 1000: points for n, points in then[2].points.items()}
    grown = {
        group: [*groups.get(group, []), *(n + 1000 for n in then[1].get(group, []))]
        for group in tree.parents
    }
    grown = {group: numbers for group, numbers in grown.items() if numbers}
    both = Answers(
        answers.points | more,
        dict(answers.person) | {n: n for n in more},
        several=answers.several,
    )
    shown = [(group, frozenset(groups[group])) for group in found.exact]
    bands = [(group, frozenset(groups[group])) for group in found.bands]
    later = decide(grown, both, tree, Limits(5), shown, bands)
    sets = [*map(sorted, dict.fromkeys(s for _, s in shown))]
    sets += [grown[group] for group in later.exact]
    assert leaks([mean_row(one) for one in sets], 5, both.person) == []
    for members in classes(sets, list(both.points)):
        assert len({both.person[n] for n in members}) >= 5
