from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis import (
    cyp_outcome,
    goal_attainment_t,
    imd_decile,
    sdq_added_value,
    talking_therapies_outcome,
)


@pytest.mark.parametrize(
    ("weights", "levels", "t"),
    [
        pytest.param([1, 1, 1], [1, 1, 1], 63.6931, id="VO-23"),
        pytest.param([1, 1, 1], [-1, -1, -1], 36.3069, id="VO-24"),
        pytest.param([6, 9, 2], [0, 1, -1], 55.3468, id="VO-25"),
    ],
)
def test_goal_attainment_vectors(weights: list[float], levels: list[float], t: float) -> None:
    assert goal_attainment_t(weights, levels) == pytest.approx(t, abs=1e-4)


def test_goal_attainment_of_several_people() -> None:
    nan = math.nan
    levels = np.array([[1, nan, nan], [1, 1, nan], [0, 0, 0], [nan, nan, nan]])
    assert goal_attainment_t(1, levels) == pytest.approx([60.0, 62.4035, 50, nan], abs=1e-4, nan_ok=True)


def test_goal_attainment_refuses_impossible_goals() -> None:
    with pytest.raises(ValueError, match="a level is outside -2 to 2"):
        goal_attainment_t([1], [3])
    with pytest.raises(ValueError, match="a weight is not above 0"):
        goal_attainment_t([0], [1])
    with pytest.raises(ValueError, match=r"rho must be from 0 to 1, not 1\.5"):
        goal_attainment_t([1], [1], rho=1.5)


def test_vo_94_imd_decile() -> None:
    assert list(np.asarray(imd_decile([1, 3284, 3285, 32844], 32844))) == [1, 1, 2, 10]
    assert imd_decile(32844, 32844) == 10


@pytest.mark.parametrize("rank", [0, 32845, 1.5, math.nan, [1, -1]])
def test_imd_decile_refuses_other_ranks(rank: float) -> None:
    with pytest.raises(ValueError, match="no whole number from 1 to 32844"):
        imd_decile(rank, 32844)


@pytest.mark.parametrize(
    ("phq", "gad", "flags"),
    [
        pytest.param([15, 8], [12, 6], (True, True, True, False, False, True), id="VO-31"),
        pytest.param([11, 9], [8, 7], (True, True, False, False, True, False), id="VO-32"),
        pytest.param([9, 3], [7, 7], (False, None, True, False, False, False), id="VO-33"),
        pytest.param([20, 12], [10, 15], (True, False, False, False, True, False), id="VO-34"),
        pytest.param([10, 16], [5, 5], (True, False, False, True, False, False), id="worse"),
        pytest.param([10, math.nan], [5, 5], (None,) * 6, id="missing"),
    ],
)
def test_talking_therapies(phq: list[float], gad: list[float], flags: tuple[bool | None, ...]) -> None:
    outcome = talking_therapies_outcome(phq=phq, gad=gad)
    got = (
        *(outcome.caseness_start, outcome.recovery, outcome.reliable_improvement),
        *(outcome.reliable_deterioration, outcome.no_reliable_change, outcome.reliable_recovery),
    )
    assert got == flags


def test_talking_therapies_of_many_people() -> None:
    phq = np.array([[15, 8], [9, 3], [12, math.nan]])
    outcome = talking_therapies_outcome(phq=phq, gad=[[12, 6], [7, 7], [9, 2]])
    assert list(pd.Series(outcome.recovery).fillna(value=False)) == [True, False, False]
    assert list(pd.isna(pd.Series(outcome.recovery))) == [False, True, True]
    assert list(pd.isna(pd.Series(outcome.caseness_start))) == [False, False, True]


def test_talking_therapies_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="first and last score of the same people"):
        talking_therapies_outcome(phq=[1, 2, 3], gad=[1, 2, 3])


@pytest.mark.parametrize(
    ("last", "flags"),
    [
        ([12, 5], (True, False, False)),
        ([12, 2], (False, True, False)),
        ([13, 7], (False, False, True)),
        ([28, 5], (False, True, False)),
        ([math.nan, 8], (True, False, False)),
        ([math.nan, math.nan], (None, None, None)),
    ],
    ids=["one better", "one better, one worse", "neither", "worse", "one measured", "none measured"],
)
def test_cyp_outcome(last: list[float], flags: tuple[bool | None, ...]) -> None:
    outcome = cyp_outcome([20, 5], last, thresholds=[8, 3], better_is=["lower", "higher"])
    assert (outcome.improvement, outcome.deterioration, outcome.no_change) == flags


def test_cyp_outcome_reaches_a_decimal_threshold() -> None:
    assert 25.2 - 18.6 < 6.6
    assert cyp_outcome([18.6], [25.2], thresholds=[6.6], better_is=["higher"]).improvement is True


def test_cyp_outcome_of_many_people() -> None:
    outcome = cyp_outcome([[20.0], [20.0]], [[10.0], [math.nan]], thresholds=[8], better_is=["lower"])
    assert list(pd.isna(pd.Series(outcome.improvement))) == [False, True]


def test_cyp_outcome_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="one entry per measure"):
        cyp_outcome([1, 2], [1, 2], thresholds=[3], better_is=["lower"])
    with pytest.raises(ValueError, match="a threshold is not above 0"):
        cyp_outcome([1], [2], thresholds=[0], better_is=["lower"])
    with pytest.raises(ValueError, match=r"\"higher\" or \"lower\" only, not \['less'\]"):
        cyp_outcome([1], [2], thresholds=[3], better_is=["less"])


def test_vo_17_sdq_added_value() -> None:
    assert sdq_added_value(20, 4, 6, 15) == pytest.approx(2.3, abs=1e-9)
    many = sdq_added_value([20, 10], [4, 0], [6, math.nan], [15, 9])
    assert many == pytest.approx([2.3, math.nan], nan_ok=True)
