from __future__ import annotations

import math

import pytest
from scipy.stats import nct

from evalkit.analysis import d_z_interval, hedges_correction


@pytest.mark.parametrize("df", [2, 3, 9, 50, 1000])
def test_correction_takes_out_the_bias_of_d(df: int) -> None:
    # d = t/√n of n = df + 1 people; its mean under noncentral t is δ/J, so J times it is δ
    delta = 0.7
    mean_t = nct.mean(df, delta * math.sqrt(df + 1))
    assert hedges_correction(df) * mean_t / math.sqrt(df + 1) == pytest.approx(delta, rel=1e-9)


@pytest.mark.parametrize("df", [1, 0, -1, math.nan])
def test_no_correction_without_two_degrees_of_freedom(df: float) -> None:
    assert math.isnan(hedges_correction(df))


@pytest.mark.parametrize(
    ("t", "n", "low", "high"),
    [(5, 2, -0.6396278, 11.42896), (15, 3, 2.178575, 28.92008), (15, 50, 11.42376, 18.52562)],
)
def test_few_people_and_large_t_equal_r(t: float, n: int, low: float, high: float) -> None:
    limits = d_z_interval(t, n)
    assert [limit * math.sqrt(n) for limit in limits] == pytest.approx([low, high], rel=1e-6)


@pytest.mark.parametrize("n", [2, 3, 10, 100])
@pytest.mark.parametrize("t", [-40.0, -3.0, 0.0, 0.5, 15.0, 300.0])
def test_limits_put_t_at_the_tails(t: float, n: int) -> None:
    limits = d_z_interval(t, n, confidence_level=0.9)
    for limit, below in ((limits.ci_low, 0.95), (limits.ci_high, 0.05)):
        noncentrality = limit * math.sqrt(n)
        assert nct.cdf(t, n - 1, noncentrality) == pytest.approx(below, abs=1e-9)


@pytest.mark.parametrize(("t", "n"), [(-10_001, 10), (1e8, 10), (math.nan, 10), (math.inf, 10), (2.0, 1)])
def test_no_interval_where_there_is_none(t: float, n: int) -> None:
    assert all(math.isnan(limit) for limit in d_z_interval(t, n))


def test_vo_45_standardised_changes_of_metafor() -> None:
    # means, SDs, n and correlation; then metafor's SMCR (by the first SD) and SMCC (by that of the changes)
    studies = [
        ((30.6, 38.5, 15.0, 11.6, 20, 0.47), (0.505553, 0.541664)),
        ((23.5, 26.8, 3.1, 4.1, 50, 0.64), (1.048125, 1.019802)),
    ]
    for (m_pre, m_post, sd_pre, sd_post, n, r), expected in studies:
        sd_change = math.sqrt(sd_pre**2 + sd_post**2 - 2 * r * sd_pre * sd_post)
        change = hedges_correction(n - 1) * (m_post - m_pre)
        assert (change / sd_pre, change / sd_change) == pytest.approx(expected, abs=1e-5)
