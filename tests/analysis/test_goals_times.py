"""Kaplan-Meier quantiles against R's survival package, and what can't be followed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis.goal_times import kaplan_meier_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]


def test_quantiles_and_intervals_equal_those_of_r(reference: Reference) -> None:
    followed = pd.DataFrame(reference("goal_times.csv"))
    expected = reference("goal_times_expected.csv")
    assert len(expected) == 40
    for row in expected:
        own = followed[followed["case"] == row["case"]]
        found = kaplan_meier_quantile(own["time"], own["happened"], row["share"], row["level"])
        told = [found.estimate, found.ci_low, found.ci_high]
        wanted = [row["estimate"], row["ci_low"], row["ci_high"]]
        assert told == pytest.approx(wanted, rel=1e-8, nan_ok=True), row
        assert (found.n, found.n_events) == (row["n"], row["n_events"])


def test_the_reference_holds_ends_that_are_not_reached_and_stretches_that_are_flat(
    reference: Reference,
) -> None:
    expected = pd.DataFrame(reference("goal_times_expected.csv")).set_index(["case", "share", "level"])
    assert expected["estimate"].isna().any()
    assert (expected["estimate"].notna() & expected["ci_high"].isna()).any()
    assert expected.loc[("flat_half", 0.5, 0.95), "estimate"] == (4 * 7 + 6 * 7) / 2


def test_nothing_is_estimated_where_nothing_happened() -> None:
    found = kaplan_meier_quantile([3, 9], [False, False])
    assert math.isnan(found.estimate)
    assert math.isnan(found.ci_low)
    assert (found.n, found.n_events) == (2, 0)
    assert kaplan_meier_quantile([], []).n == 0


@pytest.mark.parametrize(
    ("time", "happened", "share", "message"),
    [
        ([0.0, 3.0], [1, 1], 0.5, "each time must be a number above 0"),
        ([math.nan, 3.0], [1, 1], 0.5, "each time must be a number above 0"),
        ([3.0], [1, 1], 0.5, "one value each"),
        ([3.0], [1], 25, "the share must lie between 0 and 1, not 25"),
    ],
)
def test_impossible_input_is_refused(
    time: list[float], happened: list[int], share: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kaplan_meier_quantile(time, happened, share)
