from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis import impute_change, paired_change, pool_imputations

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"
WAVES = ["bdi.pre", "bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"]


def test_rubins_rules_by_hand() -> None:
    # Ū = 0.5, B = 0.25, (1 + 1/3)·B = 1/3, T = 5/6, λ = 0.4, r = 2/3
    # old df 2/0.16 = 12.5; observed df 31/33 · 30 · 0.6 = 16.9091; df = 1/(0.08 + 0.0591398) = 7.18702
    result = pool_imputations([2.0, 2.5, 1.5], [0.5, 0.4, 0.6], complete_df=30)
    assert result.estimate == 2
    assert result.std_error == pytest.approx(math.sqrt(5 / 6))
    assert result.df == pytest.approx(1 / (0.08 + 33 / (31 * 18)))
    assert result.missing_information == pytest.approx((2 / 3 + 2 / (result.df + 3)) / (5 / 3))
    # t(7.18702), 97.5 %: 2.35184 lies between t(7) = 2.36462 and t(8) = 2.30600
    assert 2.30600 < (result.ci_high - 2) / result.std_error < 2.36462
    assert result.ci_low == pytest.approx(4 - result.ci_high)


def test_tables_that_agree_leave_the_complete_datas_uncertainty() -> None:
    result = pool_imputations([3.0, 3.0, 3.0], [0.25, 0.25, 0.25], complete_df=24)
    assert result.std_error == 0.5
    assert result.df == pytest.approx(25 / 27 * 24)


def test_no_variance_at_all_gives_an_estimate_only() -> None:
    result = pool_imputations([3.0, 3.0], [0.0, 0.0], complete_df=24)
    assert result.estimate == 3
    assert math.isnan(result.ci_low)
    assert math.isnan(result.p_value)


def test_pooling_refuses_what_it_cannot_use() -> None:
    with pytest.raises(ValueError, match="two at least; got 1, 1"):
        pool_imputations([1], [1], complete_df=3)
    with pytest.raises(ValueError, match="complete_df must be above 0, not 0"):
        pool_imputations([1, 2], [1, 1], complete_df=0)


@pytest.mark.parametrize("use_arm", [True, False])
def test_btheb_equals_rs_regressions_up_to_monte_carlo_error(
    reference: Callable[[str], list[dict[Hashable, Any]]], *, use_arm: bool
) -> None:
    [row] = [row for row in reference("imputation_expected.csv") if row["arm"] == use_arm]
    people = pd.read_csv(BTHEB)
    arm = people["treatment"] if use_arm else None
    result = impute_change(people[WAVES], "bdi.pre", "bdi.8m", arm=arm, imputations=500, seed=20261122)
    # 500 tables here, 1,000 in R: the two differ by √(1/500 + 1/1000)·√50 of that SD
    spread = row["monte_carlo"] * math.sqrt(50 / 500 + 50 / 1000)
    assert result.pooled.estimate == pytest.approx(row["estimate"], abs=4 * spread)
    assert result.pooled.std_error == pytest.approx(row["std_error"], rel=0.05)
    assert (result.n, result.n_imputed, result.imputations) == (100, 48, 500)


def test_calibrated_where_the_pairs_alone_mislead() -> None:
    """Two hundred made-up trials: people who feel worse at the wave between are lost."""
    generator = np.random.default_rng(20261122)
    truth = -2.0
    covered = paired_covered = 0
    errors = []
    for trial in range(200):
        n = 50
        first = generator.normal(20, 5, n)
        middle = first + generator.normal(0, 5, n)
        last = middle + truth + generator.normal(0, 3, n)
        risk = 0.8 / (1 + np.exp(-(middle - first) / 2))
        unseen = generator.random(n) < 0.1
        middle[unseen] = math.nan
        last[generator.random(n) < np.where(unseen, 0.4, risk)] = math.nan
        scores = pd.DataFrame({"first": first, "middle": middle, "last": last})
        result = impute_change(scores, "first", "last", seed=trial)
        if not result.imputations:
            continue
        errors.append(result.pooled.estimate - truth)
        covered += int(result.pooled.ci_low < truth < result.pooled.ci_high)
        pairs = paired_change(first, last)
        paired_covered += int(pairs.ci_low < truth < pairs.ci_high)
    assert len(errors) > 190
    assert 0.90 <= covered / len(errors) <= 0.985
    assert abs(np.mean(errors)) < 0.25
    assert paired_covered / len(errors) < 0.7


def test_same_seed_same_numbers() -> None:
    scores = pd.read_csv(BTHEB)[WAVES]
    first = impute_change(scores, "bdi.pre", "bdi.8m", seed=3)
    assert impute_change(scores, "bdi.pre", "bdi.8m", seed=3) == first
    assert impute_change(scores, "bdi.pre", "bdi.8m", seed=4).pooled != first.pooled


def test_nobody_missing_is_the_paired_t_interval() -> None:
    scores = pd.read_csv(BTHEB)[["bdi.pre", "bdi.2m"]].dropna()
    result = impute_change(scores, "bdi.pre", "bdi.2m", seed=1)
    change = scores["bdi.2m"] - scores["bdi.pre"]
    assert result.n_imputed == 0
    assert result.pooled.estimate == pytest.approx(change.mean())
    assert result.pooled.std_error == pytest.approx(change.sem())


def test_nobody_changed_needs_no_warning() -> None:
    scores = pd.DataFrame({"first": np.arange(30.0), "last": [*np.arange(25.0), *[math.nan] * 5]})
    result = impute_change(scores, "first", "last", seed=1)
    assert result.pooled.estimate == pytest.approx(0, abs=1e-3)


def test_predictors_are_named_and_thin_waves_left_out() -> None:
    people = pd.read_csv(BTHEB)
    people["thin"] = people["bdi.2m"].where(people.index < 15)
    result = impute_change(
        people[["bdi.pre", "bdi.2m", "thin", "bdi.8m"]],
        "bdi.pre",
        "bdi.8m",
        arm=people["treatment"],
        seed=1,
    )
    assert result.method == (
        "Bayesian regression imputation, 50 tables, predictors arm, bdi.pre, bdi.2m; Rubin's rules"
    )


def test_no_more_than_eight_predictors() -> None:
    generator = np.random.default_rng(1)
    scores = pd.DataFrame(generator.normal(size=(24, 14)), columns=[f"w{number}" for number in range(14)])
    scores.loc[20:, "w13"] = math.nan
    scores.loc[22:, "w1"] = math.nan
    result = impute_change(scores, "w0", "w13", seed=1)
    assert "predictors w0, w2, w3, w4, w5, w6, w7, w8; " in result.method
    assert math.isfinite(result.pooled.std_error)


@pytest.mark.parametrize(
    ("answered", "arms", "why"),
    [
        (19, ["a"] * 40, "fewer than 20 pairs"),
        (20, ["a"] * 19 + ["b"] * 21, "a group has fewer than 2 pairs"),
        (36, [*"abcdefghi"] * 4 + ["a"] * 4, "more than 8 groups"),
    ],
)
def test_too_little_to_go_on_is_refused(answered: int, arms: list[str], why: str) -> None:
    last = [float(number % 7) for number in range(answered)] + [math.nan] * (40 - answered)
    scores = pd.DataFrame({"first": np.arange(40.0) % 11, "last": last})
    result = impute_change(scores, "first", "last", arm=arms, seed=1)
    assert result.method == f"not calculated: {why}"
    assert math.isnan(result.pooled.estimate)
    assert (result.n, result.n_imputed, result.imputations) == (40, 40 - answered, 0)


def test_imputation_refuses_what_it_cannot_use() -> None:
    scores = pd.DataFrame({"first": [1.0, 2], "last": [2.0, 3]})
    with pytest.raises(ValueError, match="scores has no column later: first, last"):
        impute_change(scores, "first", "later", seed=1)
    with pytest.raises(ValueError, match="imputations must be 50 or more, not 5"):
        impute_change(scores, "first", "last", imputations=5, seed=1)
    with pytest.raises(ValueError, match="arm must have one entry per person; got 1 for 2"):
        impute_change(scores, "first", "last", arm=["a"], seed=1)
    with pytest.raises(ValueError, match="a score is infinite"):
        impute_change(scores.replace(2.0, math.inf), "first", "last", seed=1)
