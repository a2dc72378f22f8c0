"""Categories of change, bands before and after, and change against sessions."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis import Share, band_proportions, change_categories, dose_response

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"


def _expected(reference: Reference, case: str) -> dict[str, tuple[float, float, float]]:
    return {
        row["statistic"]: (row["estimate"], row["ci_low"], row["ci_high"])
        for row in reference("change_expected.csv")
        if row["case"] == case
    }


def _numbers(share: Share | None) -> tuple[float, float, float]:
    assert share is not None
    return share.proportion, share.ci_low, share.ci_high


def test_categories_equal_r(reference: Reference) -> None:
    people = pd.read_csv(BTHEB)
    result = change_categories(
        people["bdi.pre"],
        people["bdi.8m"],
        threshold=9,
        threshold_counts=True,
        better_is="lower",
        cutoff=14,
    )
    expected = _expected(reference, "categories")
    assert len(expected) == 5
    for name, numbers in expected.items():
        assert _numbers(getattr(result, name)) == pytest.approx(numbers, rel=1e-8), name
    assert result.n == 52


@pytest.mark.parametrize(("counts", "improved", "worse"), [(True, 2, 2), (False, 1, 1)])
def test_a_change_of_exactly_the_threshold(*, counts: bool, improved: int, worse: int) -> None:
    # 22.35 − 19.35 is 3.0000000000000018 for the computer, 19.35 − 22.35 the same with a minus
    pre, post = [19.35, 22.35, 15, 20, 18], [22.35, 19.35, 20, 15, 18]
    result = change_categories(pre, post, threshold=3, threshold_counts=counts, better_is="higher")
    assert (result.reliably_improved.count, result.reliably_worse.count) == (improved, worse)
    assert result.no_reliable_change.count == 5 - improved - worse
    assert result.recovered is None


@pytest.mark.parametrize(("clinical", "recovered", "began_clinical"), [(True, 1, 2), (False, 2, 2)])
def test_a_score_of_exactly_the_cutoff(*, clinical: bool, recovered: int, began_clinical: int) -> None:
    # lower is better, cut-off 10: 18 → 10 ends on it, 16 → 9 beyond; 9 → 2 was never clinical
    result = change_categories(
        [18, 16, 9],
        [10, 9, 2],
        threshold=5,
        threshold_counts=True,
        better_is="lower",
        cutoff=10,
        cutoff_is_clinical=clinical,
    )
    assert result.recovered is not None
    assert result.clinically_significant is not None
    assert (result.recovered.count, result.recovered.of) == (recovered, began_clinical)
    assert (result.clinically_significant.count, result.clinically_significant.of) == (recovered, 3)


def test_crossing_without_reliable_change_is_no_recovery() -> None:
    result = change_categories(
        [10, 20], [9, 21], threshold=5, threshold_counts=True, better_is="lower", cutoff=10
    )
    assert result.recovered is not None
    assert (result.recovered.count, result.recovered.of) == (0, 2)


def test_everybody_worse_and_the_missing_left_out() -> None:
    result = change_categories(
        [10, 12, 9, 4], [20, 19, 18, math.nan], threshold=5, threshold_counts=False, better_is="lower"
    )
    assert (result.n, result.reliably_worse.count) == (3, 3)
    assert result.reliably_worse.ci_high == 1
    assert result.reliably_improved.ci_low == 0


def test_nobody_gives_no_share() -> None:
    result = change_categories([], [], threshold=5, threshold_counts=True, better_is="lower", cutoff=3)
    assert result.n == 0
    assert math.isnan(result.reliably_improved.proportion)
    assert result.recovered is not None
    assert math.isnan(result.recovered.ci_low)


@pytest.mark.parametrize("threshold", [0, -3, math.nan, math.inf])
def test_a_threshold_must_be_above_0(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold must be a number of points above 0"):
        change_categories([1], [2], threshold=threshold, threshold_counts=True, better_is="lower")


def test_categories_need_a_direction() -> None:
    with pytest.raises(ValueError, match='better_is must be "higher" or "lower", not "down"'):
        change_categories([1], [2], threshold=1, threshold_counts=True, better_is="down")  # type: ignore[arg-type]


def test_bands_equal_r(reference: Reference) -> None:
    people = pd.read_csv(BTHEB)
    bands = ["minimal", "mild", "moderate", "severe"]
    before, after = (
        pd.cut(people[column], [-1, 13, 19, 28, 63], labels=bands).astype(object).tolist()
        for column in ("bdi.pre", "bdi.8m")
    )
    rows = band_proportions(before, after, bands)
    assert [row.band for row in rows] == bands
    for row in rows:
        assert _numbers(row.before) == pytest.approx(_expected(reference, "before")[row.band], rel=1e-8)
        assert _numbers(row.after) == pytest.approx(_expected(reference, "after")[row.band], rel=1e-8)
        assert row.before.of == row.after.of == 52


def test_bands_of_nobody() -> None:
    [row] = band_proportions(["low"], [None], ["low"])
    assert (row.before.count, row.before.of) == (0, 0)
    assert math.isnan(row.before.proportion)


def test_bands_refuse_what_they_cannot_use() -> None:
    with pytest.raises(ValueError, match=r"hihg: no band of this measure \(low, high\)"):
        band_proportions(["low"], ["hihg"], ["low", "high"])
    with pytest.raises(ValueError, match="equal length; they have 1 and 2"):
        band_proportions(["low"], ["low", "low"], ["low"])


def test_dose_equals_r(reference: Reference) -> None:
    change = [-1, -2, -2, -5, -4, 0, -7, 1, -3, -6, -2, -8]
    sessions = [2, 3, 5, 8, 9, 1, 8, 2, 4, 7, 4, 8]
    result = dose_response([*change, math.nan, 3], [*sessions, 4, math.nan])
    expected = _expected(reference, "sessions")
    line = (result.slope, result.slope_ci_low, result.slope_ci_high)
    assert line == pytest.approx(expected["slope"], rel=1e-8)
    [std_error] = [
        row["std_error"] for row in reference("change_expected.csv") if row["statistic"] == "slope"
    ]
    assert result.slope_std_error == pytest.approx(std_error, rel=1e-8)
    assert result.slope_p_value == pytest.approx(expected["slope_p_value"][0], rel=1e-8)
    assert result.spearman == pytest.approx(expected["spearman"][0], rel=1e-8)
    assert result.spearman_p_value == pytest.approx(expected["spearman_p_value"][0], rel=1e-8)
    assert result.n == 12


@pytest.mark.parametrize(
    ("change", "sessions"),
    [([], []), ([1, 2], [3, 4]), ([1, 2, 3], [4, 4, 4])],
    ids=["nobody", "two", "alike"],
)
def test_no_line_without_different_doses(change: list[float], sessions: list[float]) -> None:
    result = dose_response(change, sessions)
    assert math.isnan(result.slope)
    assert math.isnan(result.spearman)


def test_everybody_changed_alike() -> None:
    result = dose_response([-2, -2, -2, -2], [1, 2, 3, 4])
    assert result.slope == 0
    assert math.isnan(result.slope_ci_low)
    assert math.isnan(result.spearman)


def test_all_on_a_line_has_no_interval() -> None:
    result = dose_response([-2, -4, -6, -8], [1, 2, 3, 4])
    assert (result.slope, result.spearman) == pytest.approx((-2, -1))
    assert math.isnan(result.slope_p_value)
    assert math.isnan(result.spearman_p_value)


def test_sessions_are_never_negative() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        dose_response([1, 2, 3], [1, -1, 2])
