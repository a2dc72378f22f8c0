from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis import bca_hedges_g_av, paired_change

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MONTE_CARLO = 0.05
"""Share of R's interval width (boot, 100,000 resamples) within which 10,000 resamples must land."""

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"


@pytest.mark.parametrize("timepoint", ["2m", "8m"])
@pytest.mark.parametrize("group", ["all", "BtheB", "TAU"])
def test_equals_boot_up_to_monte_carlo_error(
    reference: Callable[[str], list[dict[Hashable, Any]]], group: str, timepoint: str
) -> None:
    [row] = [
        row
        for row in reference("btheb_expected.csv")
        if (row["subgroup"], row["timepoint_to"], row["statistic"]) == (group, timepoint, "hedges_g_av")
    ]
    people = pd.read_csv(BTHEB)
    people = people if group == "all" else people[people["treatment"] == group]
    limits = bca_hedges_g_av(people["bdi.pre"], people[f"bdi.{timepoint}"], seed=20261122)
    margin = MONTE_CARLO * (row["ci_high"] - row["ci_low"])
    assert limits.ci_low == pytest.approx(row["ci_low"], abs=margin)
    assert limits.ci_high == pytest.approx(row["ci_high"], abs=margin)


def test_same_seed_same_interval() -> None:
    pre, post = np.arange(20.0) % 7, np.arange(20.0) % 5
    first = bca_hedges_g_av(pre, post, seed=3, resamples=500)
    assert bca_hedges_g_av(pre, post, seed=3, resamples=500) == first
    assert bca_hedges_g_av(pre, post, seed=4, resamples=500) != first


def test_missing_scores_are_left_out() -> None:
    pre, post = np.arange(20.0) % 7, np.arange(20.0) % 5
    with_gaps = bca_hedges_g_av([*pre, 3, math.nan], [*post, math.nan, 2], seed=3, resamples=500)
    assert with_gaps == bca_hedges_g_av(pre, post, seed=3, resamples=500)


@pytest.mark.parametrize(
    ("pre", "post"),
    [
        ([], []),
        ([1], [2]),
        ([1, 2], [3, 5]),
        ([4, 4, 4, 4], [6, 6, 6, 6]),
        ([4, 5, 6, 7], [4, 5, 6, 7]),
        ([1, 2, 4], [3, 2, 9]),
    ],
    ids=["nobody", "one", "two", "no spread", "no change", "three draw one person thrice"],
)
def test_nothing_to_go_on_gives_nan_without_a_warning(pre: list[float], post: list[float]) -> None:
    limits = bca_hedges_g_av(pre, post, seed=1)
    assert math.isnan(limits.ci_low)
    assert math.isnan(limits.ci_high)


def test_the_estimate_lies_inside() -> None:
    generator = np.random.default_rng(5)
    pre = generator.integers(10, 40, 60)
    post = pre - generator.integers(-5, 15, 60)
    limits = bca_hedges_g_av(pre, post, seed=1)
    assert limits.ci_low < paired_change(pre, post).hedges_g_av < limits.ci_high
