"""Numbers computed by others, found again with the functions the product uses.

`tests/oracles/expected.json` holds values from R with a second implementation beside
them. A record is compared as its own `compare.py` does: within its tolerance, relative
above 1. Records the product has no use for are named with the reason.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.disclosure.soundness import coefficients
from generator.model.edition import Shown
from generator.scoring.trend import (
    between_waves,
    matched,
    overlapping,
    same_people,
)
from generator.scoring.views import balanced, view_means
from generator.stats.agreement import (
    average_deviation,
    blind_variance,
    disagreement,
    variance,
    within_group,
)
from generator.stats.anova import Anova, between_variance, icc1, icc2, one_way
from generator.stats.effect import hedges_g, small_sample
from generator.stats.interval import around, plain
from generator.stats.moments import mean, sd
from generator.stats.reliability import (
    alpha,
    alpha_without,
    covariances,
    feldt,
    item_rest,
    mean_correlation,
    omega,
    standardized_alpha,
)
from generator.stats.shrinkage import shrunken

ORACLES = Path(__file__).parent.parent / "oracles"
RECORDS: list[dict[str, Any]] = json.loads(
    (ORACLES / "expected.json").read_text(encoding="utf-8")
)["oracles"]

NOT_USED = {
    r"_INFO$": "for information: the record itself says not to compare",
    r"^alpha_raw_pairwise": "rows are complete (listwise); pairwise alpha differs",
    r"^omega_total_1factor_std": "omega is in the items' own units",
    r"^sem_raw_sum": "no statement about single persons is made",
    r"^shroutfleiss_": "another ICC: fixed raters of the same targets (S9)",
    r"^REML_": "tau^2 by moments (S7); its values serve as input below",
    r"^ADmd?_?.*median|^ADmd_": "distances are taken from the mean, as pages say",
    r"^hedges_g_var_metafor": "no interval of g is shown",
    r"^J_exact_and_approx": "the approximation is not used; J is tested below",
    r"^cohen_dz|^cohen_dav": "g with the pooled spread, for matched people too (S10)",
    r"^boot_|^exact_bootstrap_": "no bootstrap below 20 answers, none by default (S6)",
    r"^holm": "Benjamini and Hochberg's marks are used (S7)",
    r"^kripp_alpha_": "agreement is AD_M and r_wg (S9)",
    r"^weighted_mean_kish_neff": "no weights for those who did not answer (S5)",
    r"^reliable_change_JT": "no change of a single person is shown (S10)",
    r"^dominance_rules": "rule D13 counts companies and halves, not shares of a sum",
}

ELSEWHERE = {
    r"^BH$": "tests of many comparisons (S7)",
    r"^percentile_midrank|^quartiles_type7": "tests of peers (S11)",
}


@cache
def table(name: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    with (ORACLES / name).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return tuple(head), tuple(tuple(row) for row in rows)


def column(name: str, title: str) -> list[str]:
    head, rows = table(name)
    return [row[head.index(title)] for row in rows]


def numbers(name: str, title: str) -> list[float]:
    return [float(cell) for cell in column(name, title)]


def complete(name: str) -> list[list[float]]:
    """Rows without an empty cell."""
    return [[float(cell) for cell in row] for row in table(name)[1] if all(row)]


def groups(name: str, by: str, title: str) -> list[list[float]]:
    found: dict[str, list[float]] = {}
    for group, cell in zip(column(name, by), column(name, title), strict=True):
        found.setdefault(group, []).append(float(cell))
    return list(found.values())


def reliability(name: str) -> Iterator[tuple[str, object]]:
    rows = complete(name)
    cov = covariances(rows)
    assert cov is not None
    whole = alpha(cov)
    assert whole is not None
    yield "n_complete", len(rows)
    yield "alpha_raw_listwise", whole
    yield "alpha_std_listwise", standardized_alpha(cov)
    yield "alpha_feldt95_listwise", feldt(whole, len(rows), len(cov))
    yield "item_rest_r_listwise", item_rest(cov)
    yield "alpha_if_dropped_listwise", alpha_without(cov)
    yield "mean_interitem_r_listwise", mean_correlation(cov)
    yield "omega_total_1factor_raw", omega(cov)


def r_wg(columns: Sequence[Sequence[float]], options: int) -> float:
    spreads = [variance(Counter(column)) for column in columns]
    blind = blind_variance(range(1, options + 1))
    share = disagreement([s for s in spreads if s is not None], [blind] * len(columns))
    return within_group(share, len(columns))


def record(data: str, name: str) -> Any:
    return next(o["value"] for o in RECORDS if (o["data"], o["id"]) == (data, name))


def levels(name: str, by: str, title: str) -> Iterator[tuple[str, object]]:
    teams = groups(name, by, title)
    found = one_way(teams)
    assert found is not None
    yield f"ICC1_{title}", icc1(found)
    yield f"ICC2_{title}", icc2(found)
    yield (
        f"anova_{title}",
        [found.between, found.within, found.df_between, found.df_within],
    )
    tau2 = between_variance(found)
    yield f"MoM_tau2_sigma2_n0_{title}", [tau2, found.within, found.weighted_size]
    tau2, sigma2, _ = record(name, f"REML_{title}")
    means = [mean(team) for team in teams]
    drawn = shrunken(means, [sigma2 / len(team) for team in teams], tau2)
    yield f"EB_REML_first8groups_{title}", drawn[:8]
    agreed = [r_wg([team], 5) for team in teams]
    yield f"rwg_{title}_first10", agreed[:10]
    yield f"rwg_{title}_mean", mean(agreed)
    yield f"ADm_{title}_first10", [average_deviation(Counter(t)) for t in teams[:10]]


def agreement_of_items() -> Iterator[tuple[str, str, object]]:
    name = "lq2002_groups.csv"
    items = [groups(name, "COMPID", f"LEAD{n:02}") for n in range(1, 12)]
    teams = list(zip(*items, strict=True))
    agreed = [r_wg(team, 5) for team in teams]
    yield name, "rwgj_first10", agreed[:10]
    yield name, "rwgj_mean", mean(agreed)
    yield name, "ADmJ_first10", [distance(team) for team in teams[:10]]
    head, rows = table("cohesion.csv")
    places = [place for place, title in enumerate(head) if title.startswith("COH")]
    found: dict[str, list[list[float]]] = {}
    for row in rows:
        if all(row):
            values = [float(row[place]) for place in places]
            found.setdefault(row[-1], []).append(values)
    platoons = [list(zip(*found[name], strict=True)) for name in sorted(found)]
    yield "cohesion.csv", "rwgj_complete_cases", [r_wg(p, 5) for p in platoons]
    yield "cohesion.csv", "ADmJ_complete_cases", [distance(p) for p in platoons]


def distance(columns: Sequence[Sequence[float]]) -> float:
    return mean(
        [d for c in columns if (d := average_deviation(Counter(c))) is not None]
    )


def schools() -> Iterator[tuple[str, object]]:
    name = "apisrs.csv"
    for title in ("api00", "enroll"):
        values = numbers(name, title)
        n = len(values)
        corrected = plain(sd(values), n, 6194)
        assert corrected is not None
        yield f"fpc_mean_se_{title}", [mean(values), corrected.se]
        yield (
            f"fpc_ci95_t_{title}",
            around(mean(values), corrected, clipped=False),
        )
        yield (
            f"t_ci95_nofpc_{title}",
            around(mean(values), plain(sd(values), n), clipped=False),
        )
    kinds = column(name, "stype")
    tenths = [value / 10.0 for value in numbers(name, "api00")]
    views = {
        kind: [x for x, k in zip(tenths, kinds, strict=True) if k == kind][:first]
        for kind, first in (("H", 8), ("M", 5))
    }
    both = balanced(view_means(views), ["H", "M"], 5)
    assert both is not None
    assert both.low is not None
    assert both.high is not None
    yield (
        "rolebalanced_2groups_H8_M5_mean_ci95",
        [10 * both.mean, 10 * both.low, 10 * both.high],
    )


def two_waves(name: str) -> tuple[dict[str, float], dict[str, float]]:
    ids = column(name, "id")
    found = []
    for title in ("w1", "w2"):
        cells = zip(ids, column(name, title), strict=True)
        found.append({who: float(cell) for who, cell in cells if cell})
    return found[0], found[1]


def waves() -> Iterator[tuple[str, str, object]]:
    name = "univbct_jobsat12.csv"
    before, after = two_waves(name)
    move, shared = same_people(before, after), matched(before, after)
    apart = between_waves(list(before.values()), list(after.values()))
    assert move is not None
    assert shared is not None
    assert apart is not None
    yield name, "matched_diff_ci95", [move.value, move.low, move.high]
    yield name, "matched_n_r", [shared.n, shared.correlation]
    yield name, "unmatched_welch_diff_ci95", [apart.value, apart.low, apart.high]
    yield name, "unmatched_welch_df", apart.uncertainty.df
    first, second = list(before.values()), list(after.values())
    g = hedges_g(
        mean(second) - mean(first),
        sd(first) or 0.0,
        len(first),
        sd(second) or 0.0,
        len(second),
    )
    yield name, "hedges_g_unmatched", g
    name = "univbct_jobsat12_partial.csv"
    before, after = two_waves(name)
    shared = matched(before, after)
    assert shared is not None
    se = overlapping(as_shown(after), as_shown(before), shared).se
    yield (
        name,
        "partial_overlap_diff_se_n1_n2_nm_r",
        [
            mean(list(after.values())) - mean(list(before.values())),
            se,
            len(before),
            len(after),
            shared.n,
            shared.correlation,
        ],
    )


def as_shown(people: Mapping[str, float]) -> Shown:
    values = list(people.values())
    n = len(values)
    spread = sd(values) or 0.0
    return Shown(mean(values), 0, 0, n, spread / math.sqrt(n), n - 1.0, "high")


@cache
def ours() -> dict[tuple[str, str], object]:
    """Every record the product can compute, by data and id."""
    found: dict[tuple[str, str], object] = {}
    for name in (
        "attitude.csv",
        "bfi_agree_A1reversed.csv",
        "lq2002_lead11.csv",
        "pg_cronbach.csv",
    ):
        found.update({(name, one): value for one, value in reliability(name)})
    for name, by, title in (
        ("lq2002_groups.csv", "COMPID", "LEAD"),
        ("lq2002_groups.csv", "COMPID", "TSIG"),
        ("bh1996.csv", "GRP", "HRS"),
        ("bh1996.csv", "GRP", "COHES"),
    ):
        found.update({(name, one): value for one, value in levels(name, by, title)})
    found.update({("apisrs.csv", one): value for one, value in schools()})
    for one in (*agreement_of_items(), *waves()):
        found[one[0], one[1]] = one[2]
    return found


def flat(value: object) -> list[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [x for part in value for x in flat(part)]
    assert isinstance(value, int | float)
    return [float(value)]


def why(name: str, reasons: Mapping[str, str]) -> str:
    return next((r for pattern, r in reasons.items() if re.search(pattern, name)), "")


TESTED = [
    one
    for one in RECORDS
    if not why(one["id"], NOT_USED) and not why(one["id"], ELSEWHERE)
]


@pytest.mark.parametrize("one", TESTED, ids=lambda o: f"{o['data']}::{o['id']}")
def test_number_of_others_is_found_again(one: dict[str, Any]) -> None:
    wanted, found = flat(one["value"]), flat(ours()[one["data"], one["id"]])
    assert len(found) == len(wanted)
    for theirs, mine in zip(wanted, found, strict=True):
        assert abs(theirs - mine) <= one["tol"] * max(1.0, abs(theirs))


def test_the_correction_for_small_samples_is_the_exact_one() -> None:
    name = "univbct_jobsat12.csv"
    before, after = two_waves(name)
    exact, near = record(name, "J_exact_and_approx")
    found = small_sample(len(before) + len(after) - 2)
    assert abs(found - exact) < 1e-12 < abs(found - near)


def test_every_record_is_computed_or_has_a_reason() -> None:
    assert len(RECORDS) == 127
    assert len(TESTED) == 76
    named = NOT_USED | ELSEWHERE
    for pattern in named:
        assert any(re.search(pattern, one["id"]) for one in RECORDS), pattern


def test_the_framework_page_prints_these_numbers_rounded() -> None:
    name = "attitude.csv"
    rows = complete(name)
    found = coefficients(table(name)[0], rows, len(rows))
    assert found is not None
    assert (found.alpha, found.low, found.high) == (0.84, 0.73, 0.92)
    assert (found.standardized, found.omega) == (0.84, 0.86)
    assert [fit.rest for fit in found.items][:2] == [0.67, 0.74]


def test_groups_of_one_person_have_no_spread_inside() -> None:
    assert one_way([[1.0], [2.0]]) is None
    assert one_way([[1.0, 2.0]]) is None
    alike = Anova(0.0, 0.0, 1, 2, 2.0, 2.0)
    assert icc1(alike) is None
    assert icc2(alike) is None
