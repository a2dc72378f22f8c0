from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import pool_random_effects

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]


def _studies(reference: Reference, case: str) -> tuple[list[float], list[float]]:
    rows = [row for row in reference("pooling_studies.csv") if row["case"] == case]
    return [row["estimate"] for row in rows], [row["variance"] for row in rows]


def test_equals_r(reference: Reference) -> None:
    rows = reference("pooling_expected.csv")
    assert len(rows) == 20
    for row in rows:
        result = pool_random_effects(*_studies(reference, row["case"]), row["method"], row["adjustment"])
        for name in ("estimate", "std_error", "ci_low", "ci_high", "tau2", "q", "i2"):
            assert getattr(result, name) == pytest.approx(row[name], rel=1e-6, abs=1e-9), (row["case"], name)


def test_vo_80_bcg(reference: Reference) -> None:
    studies = _studies(reference, "vo_80")
    plain = pool_random_effects(*studies, adjustment="none")
    got = (plain.q, plain.tau2, plain.estimate, plain.std_error, plain.ci_low, plain.ci_high, plain.i2)
    expected = (152.2330081, 0.3132433, -0.7145323, 0.1797815, -1.0668977, -0.3621670, 92.2213861)
    assert got == pytest.approx(expected, abs=1e-4)
    adjusted = pool_random_effects(*studies)
    assert (adjusted.std_error, adjusted.ci_low, adjusted.ci_high) == pytest.approx(
        (0.1807917, -1.1084437, -0.3206210), abs=1e-4
    )
    moments = pool_random_effects(*studies, tau2="paule-mandel")
    by_moments = (moments.tau2, moments.estimate, moments.std_error, moments.ci_low, moments.ci_high)
    assert by_moments == pytest.approx((0.31807, -0.71497, 0.18089, -1.10910, -0.32083), abs=1e-4)


def test_vo_81_raudenbush(reference: Reference) -> None:
    result = pool_random_effects(*_studies(reference, "vo_81"))
    got = (result.q, result.tau2, result.estimate, result.std_error, result.ci_low, result.ci_high)
    assert got == pytest.approx((35.8295, 0.01882, 0.08370, 0.06158, -0.04567, 0.21308), abs=1e-4)


def test_one_estimate_comes_back_as_it_is() -> None:
    result = pool_random_effects([1.5], [4.0])
    assert (result.estimate, result.std_error, result.tau2, result.i2, result.k) == (1.5, 2.0, 0.0, 0.0, 1)
    assert result.ci_high == pytest.approx(1.5 + 2 * 1.959963984540054)
    assert result.method == "random effects, REML, normal interval"


@pytest.mark.parametrize(
    ("estimates", "variances"), [([], []), ([1, 2], [1]), ([1, math.nan], [1, 1]), ([1, 2], [1, 0])]
)
def test_unusable_input_is_refused(estimates: list[float], variances: list[float]) -> None:
    with pytest.raises(ValueError, match=r"one entry each|finite numbers above 0"):
        pool_random_effects(estimates, variances)


def test_unknown_words_are_refused() -> None:
    with pytest.raises(ValueError, match='tau2 must be "reml" or "paule-mandel", not "dl"'):
        pool_random_effects([1], [1], tau2="dl")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='adjustment must be "hartung-knapp" or "none", not "t"'):
        pool_random_effects([1], [1], adjustment="t")  # type: ignore[arg-type]


@pytest.mark.parametrize("tau2", ["reml", "paule-mandel"])
def test_identical_estimates_differ_by_nothing(tau2: Literal["reml", "paule-mandel"]) -> None:
    result = pool_random_effects([0.5, 0.5, 0.5], [0.1, 0.2, 0.3], tau2, adjustment="none")
    assert (result.estimate, result.tau2, result.q, result.i2) == (0.5, 0.0, 0.0, 0.0)


def test_reml_where_stepwise_search_goes_in_circles() -> None:
    # two estimates: the restricted likelihood peaks where D² = v1 + v2 + 2·τ²; one of them is far less precise
    estimates, variances = [-4.8267856, 0.45752776], [27.2837096, 0.07110747]
    peak = ((estimates[0] - estimates[1]) ** 2 - sum(variances)) / 2
    assert pool_random_effects(estimates, variances).tau2 == pytest.approx(peak, rel=1e-9)


effects = st.tuples(st.floats(-3, 3), st.floats(0.001, 4))


@given(st.lists(effects, min_size=2, max_size=12), st.sampled_from(["reml", "paule-mandel"]))
def test_any_effects_can_be_pooled(
    studies: list[tuple[float, float]], tau2: Literal["reml", "paule-mandel"]
) -> None:
    estimates, variances = [study[0] for study in studies], [study[1] for study in studies]
    result = pool_random_effects(estimates, variances, tau2)
    assert result.tau2 >= 0
    assert 0 <= result.i2 <= 100
    assert min(estimates) - 1e-9 <= result.estimate <= max(estimates) + 1e-9
