from __future__ import annotations

import math

import numpy as np
import pytest

from evalkit.analysis import cutoffs, reliable_change


def test_vo_40_jacobson_and_truax() -> None:
    result = reliable_change(32.5, 47.5, sd=7.5, reliability=0.80)
    got = (result.se, result.s_diff, float(result.rci), result.threshold)
    assert got == pytest.approx((3.354102, 4.743416, 3.162278, 9.297096), abs=1e-5)


def test_vo_41_many_people() -> None:
    change = np.array([-8, -4, 0, 4, 8])
    result = reliable_change(np.full(5, 20), 20 + change, sd=5, reliability=0.80)
    assert result.rci == pytest.approx([-2.529822, -1.264911, 0, 1.264911, 2.529822], abs=1e-5)


def test_threshold_is_where_the_index_reaches_1_96_exactly() -> None:
    result = reliable_change(0, 1, sd=6.2, reliability=0.86)
    assert result.threshold * float(result.rci) == pytest.approx(1.96, rel=1e-12)


def test_a_missing_score_has_no_index() -> None:
    assert np.isnan(reliable_change([3, math.nan], [math.nan, 4], sd=2, reliability=0.7).rci).all()


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (math.nan, 0.8)])
def test_no_spread_is_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="sd must be above 0"):
        reliable_change(1, 2, sd=sd, reliability=reliability)


@pytest.mark.parametrize("reliability", [1, 1.2, -0.1, math.nan])
def test_reliability_outside_its_range_is_refused(reliability: float) -> None:
    with pytest.raises(ValueError, match="reliability must be from 0 to below 1"):
        reliable_change(1, 2, sd=3, reliability=reliability)


def test_vo_42_higher_is_better() -> None:
    result = cutoffs(40, 7.5, 60, 7.5, better_is="higher")
    assert (result.a, result.b, result.c) == (55, 45, 50)


def test_vo_43_lower_is_better() -> None:
    result = cutoffs(40, 7.5, 60, 7.5, better_is="lower")
    assert (result.a, result.b, result.c) == (25, 75, 50)


def test_unequal_spreads_by_hand() -> None:
    # b with the functional group's own SD; c = (3·20 + 6·8)/9 = 12, 4/3 SD from the one, 4/3 from the other
    result = cutoffs(20, 6, 8, 3, better_is="lower")
    assert (result.a, result.b, result.c) == (8, 14, 12)


def test_cutoffs_refuse_what_they_cannot_use() -> None:
    with pytest.raises(ValueError, match='better_is must be "higher" or "lower", not "up"'):
        cutoffs(40, 7.5, 60, 7.5, better_is="up")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"both SDs must be above 0; got 7\.5 and 0"):
        cutoffs(40, 7.5, 60, 0, better_is="higher")
