"""Completers against people lost, and bounds of what the missing could have scored."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import best_worst_bounds, standardised_differences

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"


def _expected(reference: Reference, case: str) -> dict[str, float]:
    return {
        row["statistic"]: row["estimate"] for row in reference("change_expected.csv") if row["case"] == case
    }


def test_differences_equal_r(reference: Reference) -> None:
    people = pd.read_csv(BTHEB)
    known = people[["bdi.pre", "treatment", "drug", "length"]]
    rows = standardised_differences(known, people["bdi.8m"].notna())
    got = {f"{row.variable} {row.category}".strip(): row.estimate for row in rows}
    assert got == pytest.approx(_expected(reference, "lost"), rel=1e-8)
    assert {(row.n_completers, row.n_lost) for row in rows} == {(52, 48)}


def test_blanks_are_a_category_and_missing_numbers_are_left_out() -> None:
    baseline = pd.DataFrame({"age": [20, math.nan, 40, 50], "sex": ["f", None, "m", "f"]})
    age, female, male, blank = standardised_differences(baseline, [True, True, False, False])
    assert (age.n_completers, age.n_lost) == (1, 2)
    assert math.isnan(age.estimate)
    assert [row.category for row in (female, male, blank)] == ["f", "m", "not recorded"]
    assert (blank.completers, blank.lost, blank.n_completers) == (0.5, 0, 2)


def test_truth_values_are_categories() -> None:
    rows = standardised_differences(pd.DataFrame({"new": [True, False, True, True]}), [1, 1, 0, 0])
    assert [(row.category, row.completers, row.lost) for row in rows] == [("False", 0.5, 0), ("True", 0.5, 1)]


@pytest.mark.parametrize("completed", [[True] * 3, [False] * 3])
def test_with_nobody_on_one_side_nothing_is_compared(completed: list[bool]) -> None:
    baseline = pd.DataFrame({"age": [20, 30, 40], "sex": ["f", "m", "f"]})
    assert all(math.isnan(row.estimate) for row in standardised_differences(baseline, completed))


def test_no_spread_gives_nan_not_infinity() -> None:
    baseline = pd.DataFrame({"age": [20, 20, 30, 30], "sex": ["f", "f", "m", "m"]})
    rows = standardised_differences(baseline, [True, True, False, False])
    assert all(math.isnan(row.estimate) for row in rows)


def test_unequal_lengths_of_people_are_refused() -> None:
    with pytest.raises(ValueError, match="one entry per person; got 2 for 3"):
        standardised_differences(pd.DataFrame({"age": [1, 2, 3]}), [True, False])


def test_bounds_equal_r(reference: Reference) -> None:
    people = pd.read_csv(BTHEB)
    result = best_worst_bounds(people["bdi.pre"], people["bdi.8m"], minimum=0, maximum=63, better_is="lower")
    expected = _expected(reference, "bounds")
    assert (result.observed, result.worst, result.best) == pytest.approx(
        (expected["observed"], expected["worst"], expected["best"]), rel=1e-12
    )
    assert (result.n, result.n_missing) == (100, 48)


def test_bounds_follow_the_direction() -> None:
    pre, post = [2, 4, math.nan], [3, math.nan, 5]
    higher = best_worst_bounds(pre, post, minimum=0, maximum=10, better_is="higher")
    assert (higher.n, higher.n_missing, higher.observed, higher.worst, higher.best) == (2, 1, 1, -1.5, 3.5)


def test_bounds_of_nobody() -> None:
    result = best_worst_bounds([math.nan], [3], minimum=0, maximum=10, better_is="higher")
    assert (result.n, result.n_missing) == (0, 0)
    assert math.isnan(result.observed)
    assert math.isnan(result.best)


def test_bounds_refuse_what_they_cannot_use() -> None:
    with pytest.raises(ValueError, match="a score lies outside the scale, 0 to 10"):
        best_worst_bounds([2], [11], minimum=0, maximum=10, better_is="higher")
    with pytest.raises(ValueError, match='better_is must be "higher" or "lower", not "up"'):
        best_worst_bounds([2], [3], minimum=0, maximum=10, better_is="up")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="equal length; they have 2 and 1"):
        best_worst_bounds([2, 3], [3], minimum=0, maximum=10, better_is="higher")


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.booleans()), min_size=1, max_size=20))
def test_whatever_the_missing_scored_lies_within_the_bounds(people: list[tuple[int, int, bool]]) -> None:
    pre, truth = np.array([p[0] for p in people], float), np.array([p[1] for p in people], float)
    post = np.where([p[2] for p in people], math.nan, truth)
    result = best_worst_bounds(pre, post, minimum=0, maximum=10, better_is="higher")
    assert result.worst - 1e-12 <= (truth - pre).mean() <= result.best + 1e-12
