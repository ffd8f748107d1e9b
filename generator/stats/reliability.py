"""Whether the items of a dimension hang together: alpha, omega, item by item (S8).

Everything is computed from the covariances of complete rows (listwise). These numbers
describe a questionnaire in a large set of answers, never a team and never a person.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from generator.stats.fisher import f_quantile
from generator.stats.moments import mean

Matrix = tuple[tuple[float, ...], ...]
"""Covariances, item by item: symmetric, variances in the diagonal."""

_ROUNDS = 20_000
_SETTLED = 1e-12


def covariances(rows: Sequence[Sequence[float]]) -> Matrix | None:
    """Covariances (ddof 1) of complete rows, one row a person, one column an item.

    None for fewer than two rows.
    """
    n = len(rows)
    if n < 2:
        return None
    columns = list(zip(*rows, strict=True))
    centred = [[x - centre for x in c] for c in columns for centre in (mean(c),)]
    return tuple(
        tuple(
            math.fsum([x * y for x, y in zip(a, b, strict=True)]) / (n - 1)
            for b in centred
        )
        for a in centred
    )


def _total(cov: Matrix) -> float:
    """Variance of the sum of all items."""
    return math.fsum([c for row in cov for c in row])


def alpha(cov: Matrix) -> float | None:
    """Cronbach's alpha, k/(k-1) (1 - sum of item variances / variance of the sum).

    Never cut off at 0: a negative one says that an item is coded the wrong way
    round. None for one item, and where the sum does not vary (Cronbach 1951, eq. 2).
    """
    k, whole = len(cov), _total(cov)
    if k < 2 or whole <= 0.0:
        return None
    own = math.fsum([cov[i][i] for i in range(k)])
    return k / (k - 1) * (1.0 - own / whole)


def _correlations(cov: Matrix) -> Matrix | None:
    spread = [math.sqrt(cov[i][i]) for i in range(len(cov))]
    if not all(spread):
        return None
    return tuple(
        tuple(c / (s * t) for c, t in zip(row, spread, strict=True))
        for row, s in zip(cov, spread, strict=True)
    )


def mean_correlation(cov: Matrix) -> float | None:
    """The mean correlation of two items; none where an item does not vary."""
    r, k = _correlations(cov), len(cov)
    if r is None or k < 2:
        return None
    return mean([r[i][j] for i in range(k) for j in range(i)])


def standardized_alpha(cov: Matrix) -> float | None:
    """k r / (1 + (k-1) r) with r the mean correlation of two items.

    For two items this is the Spearman-Brown coefficient, which is the one to use
    there (Eisinga, te Grotenhuis and Pelzer 2013).
    """
    r, k = mean_correlation(cov), len(cov)
    if r is None or 1.0 + (k - 1) * r <= 0.0:
        return None
    return k * r / (1.0 + (k - 1) * r)


def feldt(coefficient: float, n: int, k: int) -> tuple[float, float]:
    """95 % interval of alpha from `n` complete rows of `k` items (Feldt 1965)."""
    df1, df2 = n - 1.0, (n - 1.0) * (k - 1.0)
    return (
        1.0 - (1.0 - coefficient) * f_quantile(0.975, df1, df2),
        1.0 - (1.0 - coefficient) * f_quantile(0.025, df1, df2),
    )


def item_rest(cov: Matrix) -> tuple[float | None, ...]:
    """How each item goes with the sum of the others: a correlation per item."""
    whole = _total(cov)
    found: list[float | None] = []
    for i, row in enumerate(cov):
        own, together = row[i], math.fsum(row)
        rest = whole - 2.0 * together + own
        found.append(
            (together - own) / math.sqrt(own * rest) if own > 0 and rest > 0 else None
        )
    return tuple(found)


def alpha_without(cov: Matrix) -> tuple[float | None, ...]:
    """Alpha of the other items, for each item left out."""
    k = range(len(cov))
    return tuple(
        alpha(tuple(tuple(cov[i][j] for j in k if j != out) for i in k if i != out))
        for out in k
    )


def omega(cov: Matrix) -> float | None:
    """Omega total, (sum l)^2 / ((sum l)^2 + sum theta) (McDonald 1999, eq. 6.20).

    Loadings l and unique variances theta of one factor, by maximum likelihood, in the
    items' own units. None for fewer than three items, where one factor is not
    determined, and where an item does not vary.
    """
    fitted = one_factor(cov)
    if fitted is None:
        return None
    loadings, unique = fitted
    common = math.fsum(loadings) ** 2
    return common / (common + math.fsum(unique))


def one_factor(cov: Matrix) -> tuple[list[float], list[float]] | None:
    """Loadings and unique variances of one factor by maximum likelihood.

    EM for factor analysis (Rubin and Thayer 1982), speeded up by squared steps
    (Varadhan and Roland 2008); unique variances stay above 0.
    """
    k, whole = len(cov), _total(cov)
    if k < 3 or whole <= 0.0 or not all(cov[i][i] > 0.0 for i in range(k)):
        return None
    # The centroid solution: right where all items load alike, and never a saddle.
    start = [math.fsum(row) / math.sqrt(whole) for row in cov]
    point = start + [0.5 * cov[i][i] for i in range(k)]
    fit = _misfit(cov, point)
    for _ in range(_ROUNDS):
        first = _em(cov, point)
        second = _em(cov, first)
        r = [a - b for a, b in zip(first, point, strict=True)]
        v = [c - a - d for c, a, d in zip(second, first, r, strict=True)]
        bend = math.sqrt(math.fsum([x * x for x in v]))
        reach = math.sqrt(math.fsum([x * x for x in r]))
        leap = second
        if bend > 0.0:
            s = max(1.0, reach / bend)
            leap = [
                p + 2.0 * s * x + s * s * y for p, x, y in zip(point, r, v, strict=True)
            ]
        found = _misfit(cov, leap)
        if found is None or fit is None or found > fit:
            leap, found = second, _misfit(cov, second)
        moved = max(
            abs(a - b) / math.sqrt(cov[i % k][i % k])
            for i, (a, b) in enumerate(zip(leap, point, strict=True))
        )
        point, fit = leap, found
        if moved < _SETTLED * 1e3:
            break
    return point[:k], point[k:]


def _em(cov: Matrix, point: Sequence[float]) -> list[float]:
    """One step of EM: what the factor scores would be, then the best fit to them."""
    k = len(cov)
    loadings, unique = point[:k], point[k:]
    weights = [a / t for a, t in zip(loadings, unique, strict=True)]
    share = 1.0 + math.fsum([a * w for a, w in zip(loadings, weights, strict=True)])
    beta = [w / share for w in weights]
    with_score = [
        math.fsum([c * b for c, b in zip(row, beta, strict=True)]) for row in cov
    ]
    score = 1.0 / share + math.fsum(
        [b * c for b, c in zip(beta, with_score, strict=True)]
    )
    new = [c / score for c in with_score]
    least = 1e-9
    return new + [
        max(least * cov[i][i], cov[i][i] - new[i] * with_score[i]) for i in range(k)
    ]


def _misfit(cov: Matrix, point: Sequence[float]) -> float | None:
    """log |Sigma| + tr(Sigma^-1 S); none where a unique variance is not above 0."""
    k = len(cov)
    loadings, unique = point[:k], point[k:]
    if not all(t > 0.0 for t in unique):
        return None
    weights = [a / t for a, t in zip(loadings, unique, strict=True)]
    share = 1.0 + math.fsum([a * w for a, w in zip(loadings, weights, strict=True)])
    explained = math.fsum(
        [weights[i] * weights[j] * cov[i][j] for i in range(k) for j in range(k)]
    )
    return math.fsum(
        [math.log(share)]
        + [math.log(t) for t in unique]
        + [cov[i][i] / unique[i] for i in range(k)]
        + [-explained / share]
    )
