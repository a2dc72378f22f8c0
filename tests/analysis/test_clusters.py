from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis import cluster_bootstrap_change, icc_oneway, random_intercept_model

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]

MONTE_CARLO = 0.05
SCHOOLS = Path(__file__).parents[1] / "reference" / "schools.csv"


def _schools(case: str) -> pd.DataFrame:
    table = pd.read_csv(SCHOOLS)
    return table[table["case"] == case]


def _expected(reference: Reference, case: str, statistic: str) -> tuple[float, float, float]:
    [row] = [
        row
        for row in reference("change_expected.csv")
        if (row["case"], row["statistic"]) == (case, statistic)
    ]
    return row["estimate"], row["ci_low"], row["ci_high"]


@pytest.mark.parametrize(("case", "schools", "few"), [("unequal", 24, False), ("equal", 6, True)])
def test_cluster_bootstrap_equals_boot_up_to_monte_carlo_error(
    reference: Reference, case: str, schools: int, *, few: bool
) -> None:
    table = _schools(case)
    result = cluster_bootstrap_change(table["pre"], table["post"], table["school"], seed=20261122)
    estimate, low, high = _expected(reference, case, "cluster_change")
    assert result.mean_change == pytest.approx(estimate, rel=1e-12)
    assert (result.ci_low, result.ci_high) == pytest.approx((low, high), abs=MONTE_CARLO * (high - low))
    assert (result.n_clusters, result.too_few_clusters) == (schools, few)


@pytest.mark.parametrize("case", ["unequal", "equal"])
def test_icc_equals_r(reference: Reference, case: str) -> None:
    table = _schools(case)
    result = icc_oneway(table["post"] - table["pre"], table["school"])
    got = (result.icc, result.ci_low, result.ci_high)
    assert got == pytest.approx(_expected(reference, case, "icc"), rel=1e-8)
    if case == "equal":
        assert got == pytest.approx(_expected(reference, case, "icc_psych"), rel=1e-8)
        assert result.mean_size == pytest.approx(8)
        assert result.design_effect == 1


def test_icc_of_clusters_of_one_size_is_the_models_share() -> None:
    values, schools = [4, 5, 7, 8, 9, 13, 1, 3, 2], list("aaabbbccc")
    fit = random_intercept_model(values, schools, pd.DataFrame({"(Intercept)": [1.0] * 9}))
    assert icc_oneway(values, schools).icc == pytest.approx(fit.icc, rel=1e-8)


@pytest.mark.parametrize(("schools", "few"), [(19, True), (20, False)])
def test_twenty_schools_are_enough(schools: int, *, few: bool) -> None:
    result = cluster_bootstrap_change([5] * schools, range(schools), range(schools), seed=1, resamples=50)
    assert result.too_few_clusters is few


def test_people_without_school_or_score_are_left_out() -> None:
    pre, post = [5, 6, 7, 8, 5, 4, 9, 9], [4, 6, 5, 5, 5, 3, 2, math.nan]
    result = cluster_bootstrap_change(pre, post, [*"aabbcc", None, "d"], seed=1, resamples=200)
    assert (result.n, result.n_clusters) == (6, 3)
    assert result == cluster_bootstrap_change(pre[:6], post[:6], list("aabbcc"), seed=1, resamples=200)


@pytest.mark.parametrize(
    ("pre", "post", "schools", "why"),
    [
        ([], [], "", "fewer than three clusters"),
        ([1, 2, 3], [3, 2, 5], "aab", "fewer than three clusters"),
        ([1, 2, 3, 4], [3, 4, 5, 6], "aabc", "every cluster changed alike"),
    ],
    ids=["nobody", "two", "alike"],
)
def test_nothing_to_go_on_gives_nan_and_says_why(
    pre: list[float], post: list[float], schools: str, why: str
) -> None:
    result = cluster_bootstrap_change(pre, post, list(schools), seed=1)
    assert math.isnan(result.ci_low)
    assert math.isnan(result.ci_high)
    assert result.method == f"not calculated: {why}"
    assert result.too_few_clusters


@pytest.mark.parametrize(
    ("values", "schools"), [([], ""), ([1, 2], "aa"), ([1, 2, 3], "abc"), ([4, 4, 4, 4], "aabb")]
)
def test_no_icc_without_clusters_that_could_differ(values: list[float], schools: str) -> None:
    assert math.isnan(icc_oneway(values, list(schools)).icc)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one cluster per person; got 2 for 3 people"):
        icc_oneway([1, 2, 3], ["a", "b"])
    with pytest.raises(ValueError, match="pre and post must be of equal length; they have 2 and 3"):
        cluster_bootstrap_change([1, 2], [1, 2, 3], ["a", "b"], seed=1)
    with pytest.raises(ValueError, match="a score is infinite"):
        icc_oneway([1, 2, math.inf], ["a", "b", "b"])
