from __future__ import annotations

import pytest
from scipy.stats import beta, t

from generator.stats.student import incomplete_beta, t_quantile


@pytest.mark.parametrize("p", [0.025, 0.3, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995])
@pytest.mark.parametrize(
    "df", [1, 1.5, 2, 2.7, 4, 5, 25, 29.3, 100, 333.3, 999.9, 1001, 1e4, 1e6]
)
def test_quantile_agrees_with_scipy(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(float(t.ppf(p, df)), rel=1e-9)


def test_quantile_of_a_printed_table() -> None:
    assert t_quantile(0.975, 4) == pytest.approx(2.776445105, abs=1e-9)
    assert t_quantile(0.975, 25) == pytest.approx(2.059538553, abs=1e-9)
    assert t_quantile(0.5, 7) == 0.0
    assert t_quantile(0.025, 4) == -t_quantile(0.975, 4)


@pytest.mark.parametrize("x", [0.0, 0.01, 0.5, 0.93, 1.0])
def test_incomplete_beta_agrees_with_scipy(x: float) -> None:
    for a, b in [(0.5, 0.5), (2.0, 0.5), (50.0, 3.0), (400.0, 0.5)]:
        assert incomplete_beta(a, b, x) == pytest.approx(
            float(beta.cdf(x, a, b)), abs=1e-13
        )


@pytest.mark.parametrize(("p", "df"), [(0.0, 5), (1.0, 5), (0.975, 0), (0.975, -1)])
def test_impossible_question_is_refused(p: float, df: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        t_quantile(p, df)
