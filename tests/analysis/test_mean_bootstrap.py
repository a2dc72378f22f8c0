from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis import bca_mean_change

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"
MONTE_CARLO = 0.05
"""Share of the width of R's interval (100,000 resamples) within which 10,000 resamples must land."""


@pytest.mark.parametrize("later", ["bdi.2m", "bdi.8m"])
def test_equals_boot_up_to_monte_carlo_error(
    reference: Callable[[str], list[dict[Hashable, Any]]], later: str
) -> None:
    [row] = [row for row in reference("change_expected.csv") if row["case"] == later]
    people = pd.read_csv(BTHEB)
    limits = bca_mean_change(people["bdi.pre"], people[later], seed=20261122)
    margin = MONTE_CARLO * (row["ci_high"] - row["ci_low"])
    assert limits == pytest.approx((row["ci_low"], row["ci_high"]), abs=margin)


def test_same_seed_same_interval_and_gaps_are_left_out() -> None:
    pre, post = np.arange(20.0) % 7, np.arange(20.0) % 5
    first = bca_mean_change(pre, post, seed=3, resamples=500)
    assert bca_mean_change([*pre, 3, math.nan], [*post, math.nan, 2], seed=3, resamples=500) == first
    assert bca_mean_change(pre, post, seed=4, resamples=500) != first


def test_a_lower_level_gives_a_narrower_interval() -> None:
    pre, post = np.arange(20.0) % 7, np.arange(20.0) % 5
    wide, narrow = (bca_mean_change(pre, post, seed=3, confidence_level=level) for level in (0.95, 0.8))
    assert wide.ci_low < narrow.ci_low < narrow.ci_high < wide.ci_high


@pytest.mark.parametrize(
    ("pre", "post"),
    [([], []), ([1, 2], [3, 5]), ([4, 5, 6, 7], [2, 3, 4, 5]), ([4, 5, 6], [4, 5, 6])],
    ids=["nobody", "two", "all by the same", "no change"],
)
def test_nothing_to_go_on_gives_nan_without_a_warning(pre: list[float], post: list[float]) -> None:
    limits = bca_mean_change(pre, post, seed=1)
    assert math.isnan(limits.ci_low)
    assert math.isnan(limits.ci_high)


def test_infinite_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="a score is infinite"):
        bca_mean_change([1, 2, math.inf], [1, 2, 3], seed=1)
