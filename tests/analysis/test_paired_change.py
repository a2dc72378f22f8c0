from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import hedges_correction, paired_change

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]

CLOSED_FORM = 1e-8
ITERATED = 1e-6
SLEEP_PRE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_POST = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def _nan_fields(result: object) -> set[str]:
    return {field.name for field in fields(result) if math.isnan(getattr(result, field.name))}  # type: ignore[arg-type]


def test_vo_44_sleep() -> None:
    result = paired_change(SLEEP_PRE, SLEEP_POST)
    expected = {
        "n": 10,
        "mean_change": 1.58,
        "sd_change": 1.229995483,
        "r": 0.7951702058,
        "d_z": 1.284557563,
        "d_av": 0.8334963413,
        "d_av_rms": 0.8321810813,
        "d_rm": 0.8221766384,
        "hedges_g_z": 1.173924902,
    }
    for name, value in expected.items():
        assert getattr(result, name) == pytest.approx(value, rel=1e-6), name
    assert hedges_correction(9) == pytest.approx(0.9138748918, rel=1e-9)


def test_equals_r_on_awkward_pairs(reference: Reference) -> None:
    pairs = reference("paired_cases.csv")
    names = {field.name for field in fields(paired_change([1], [1]))}
    compared = 0
    for row in reference("paired_cases_expected.csv"):
        if row["statistic"] not in names:
            continue
        people = [pair for pair in pairs if pair["case"] == row["case"]]
        result = paired_change([pair["pre"] for pair in people], [pair["post"] for pair in people])
        got = getattr(result, row["statistic"])
        place = (row["case"], row["statistic"])
        assert got == pytest.approx(row["estimate"], rel=CLOSED_FORM, abs=1e-15), place
        compared += 1
        if row["statistic"] == "d_z":
            limits, tolerance = (result.d_z_ci_low, result.d_z_ci_high), ITERATED
        elif row["statistic"] == "mean_change":
            limits, tolerance = (result.ci_low, result.ci_high), CLOSED_FORM
        else:
            continue
        assert limits == pytest.approx((row["ci_low"], row["ci_high"]), rel=tolerance), place
    assert compared > 150


def test_worked_by_hand() -> None:
    # changes 1 and 5: mean 3, sd √8; earlier 2, 4: mean 3, sd √2; later 3, 9: mean 6, sd √18
    result = paired_change([2, 4], [3, 9])
    assert (result.n, result.mean_change, result.mean_from, result.mean_to) == (2, 3.0, 3.0, 6.0)
    assert result.sd_change == pytest.approx(math.sqrt(8))
    assert result.std_error == pytest.approx(2.0)
    assert result.t == pytest.approx(1.5)
    assert result.d_z == pytest.approx(3 / math.sqrt(8))
    assert result.d_av == pytest.approx(3 / ((math.sqrt(2) + math.sqrt(18)) / 2))
    assert result.d_av_rms == pytest.approx(3 / math.sqrt(10))
    # one degree of freedom is the Cauchy distribution: P(|T| > 1.5) = 1 - 2·atan(1.5)/π
    assert result.p_value == pytest.approx(1 - 2 * math.atan(1.5) / math.pi)


def test_pairs_with_a_missing_score_are_left_out() -> None:
    nan = math.nan
    assert paired_change([1, nan, 4, 6, 2], [3, 5, nan, 7, 5]) == paired_change([1, 6, 2], [3, 7, 5])


@pytest.mark.parametrize("pre", [[], [math.nan, math.nan]])
def test_no_pairs_gives_nan_throughout(pre: list[float]) -> None:
    result = paired_change(pre, pre)
    assert result.n == 0
    assert _nan_fields(result) == {field.name for field in fields(result)} - {"n"}


def test_one_pair_keeps_its_means_only() -> None:
    result = paired_change([4], [7])
    assert (result.n, result.mean_from, result.mean_to, result.mean_change) == (1, 4.0, 7.0, 3.0)
    assert len(_nan_fields(result)) == len(fields(result)) - 4


def test_two_pairs_have_no_hedges_g() -> None:
    assert _nan_fields(paired_change([2, 4], [3, 9])) == {"hedges_g_av", "hedges_g_z"}


def test_the_same_change_for_everybody_has_no_test_but_a_d_av() -> None:
    result = paired_change([1, 2, 3, 6], [3, 4, 5, 8])
    assert _nan_fields(result) == {
        *("ci_low", "ci_high", "t", "p_value", "d_z", "d_rm", "hedges_g_z", "d_z_ci_low", "d_z_ci_high")
    }
    assert (result.sd_change, result.mean_change) == (0.0, 2.0)
    assert result.r == pytest.approx(1.0)
    assert result.d_av == pytest.approx(2 / math.sqrt(14 / 3))


def test_rounding_alone_is_no_spread() -> None:
    pre = np.array([1.1, 2.3, 3.7, 4.9])
    assert np.ptp((pre + 0.1) - pre) > 0
    assert math.isnan(paired_change(pre, pre + 0.1).p_value)


def test_nobody_differs_from_anybody() -> None:
    result = paired_change([5, 5, 5], [6, 6, 6])
    assert (result.sd_from, result.sd_to, result.mean_change) == (0.0, 0.0, 1.0)
    assert math.isnan(result.d_av)
    assert math.isnan(result.r)


def test_one_constant_timepoint_has_no_correlation_but_a_test() -> None:
    result = paired_change([5, 5, 5], [6, 7, 9])
    assert _nan_fields(result) == {"r", "d_rm"}


def test_nobody_changed() -> None:
    result = paired_change([4, 5, 6], [4, 5, 6])
    assert (result.mean_change, result.d_av, result.hedges_g_av) == (0.0, 0.0, 0.0)
    assert math.isnan(result.p_value)
    assert math.isnan(result.d_z)


def test_result_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        paired_change([1, 2], [2, 4]).n = 3  # type: ignore[misc]


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"equal length, one entry per person.*\(2,\) and \(3,\)"):
        paired_change([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="a score is infinite; mark a missing score as NaN"):
        paired_change([1, math.inf], [1, 2])
    with pytest.raises(ValueError, match=r"a share between 0 and 1, such as 0\.95, not 95"):
        paired_change([1, 2], [1, 2], confidence_level=95)


def test_confidence_level_widens_both_intervals() -> None:
    wide, narrow = paired_change(SLEEP_PRE, SLEEP_POST, 0.99), paired_change(SLEEP_PRE, SLEEP_POST, 0.9)
    assert wide.ci_low < narrow.ci_low < narrow.ci_high < wide.ci_high
    assert wide.d_z_ci_low < narrow.d_z_ci_low < narrow.d_z_ci_high < wide.d_z_ci_high


scores = st.lists(st.tuples(st.integers(0, 63), st.integers(0, 63)), min_size=0, max_size=30)


@given(scores)
def test_reversing_time_reverses_every_sign(pairs: list[tuple[int, int]]) -> None:
    pre, post = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    forwards, backwards = paired_change(pre, post), paired_change(post, pre)
    for name in ("mean_change", "d_z", "d_av", "d_av_rms", "hedges_g_av", "hedges_g_z"):
        there, back = getattr(forwards, name), getattr(backwards, name)
        assert there == pytest.approx(-back, rel=1e-12, abs=1e-15, nan_ok=True), name
    for low, high in (("ci_low", "ci_high"), ("d_z_ci_low", "d_z_ci_high")):
        assert getattr(forwards, low) == pytest.approx(
            -getattr(backwards, high), rel=1e-7, abs=1e-9, nan_ok=True
        )
    assert forwards.p_value == pytest.approx(backwards.p_value, nan_ok=True)
