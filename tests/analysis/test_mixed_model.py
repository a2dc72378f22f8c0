from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis import build_design, estimated_means, paired_change, random_intercept_model

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Reference = Callable[[str], list[dict[Hashable, Any]]]

FOLDER = Path(__file__).parents[1]
BTHEB = FOLDER / "data" / "beat-the-blues" / "btheb.csv"
MONTHS = {"bdi.2m": 2, "bdi.3m": 3, "bdi.5m": 5, "bdi.8m": 8}
WAVES = ["bdi.pre", *MONTHS]
METHODS: list[Literal["ml", "reml"]] = ["ml", "reml"]


def _long(waves: list[str]) -> pd.DataFrame:
    people = pd.read_csv(BTHEB).rename(columns={"bdi.pre": "bdi_pre"})
    people["bdi.pre"] = people["bdi_pre"]
    known = ["id", "bdi_pre", "treatment", "drug", "length"]
    return people.melt(id_vars=known, value_vars=waves, var_name="wave", value_name="bdi")


def _expected(reference: Reference, model: str, method: str) -> tuple[list[float], list[float], list[float]]:
    rows = [
        row
        for row in reference("models_expected.csv")
        if (row["model"], row["method"]) == (model, method.upper())
    ]
    effects = [row for row in rows if not math.isnan(row["std_error"])]
    return (
        [row["estimate"] for row in effects],
        [row["std_error"] for row in effects],
        [row["estimate"] for row in rows[len(effects) :]],
    )


@pytest.mark.parametrize("method", METHODS)
def test_btheb_equals_nlme(reference: Reference, method: Literal["ml", "reml"]) -> None:
    rows = _long(list(MONTHS))
    rows["time"] = rows["wave"].map(MONTHS)
    references = {"treatment": "TAU", "drug": "No", "length": "<6m"}
    design = build_design(rows, ["bdi_pre", "time", "treatment", "drug", "length"], references)
    fit = random_intercept_model(rows["bdi"], rows["id"], design, method=method)
    estimates, std_errors, rest = _expected(reference, "covariates", method)
    assert [effect.estimate for effect in fit.effects] == pytest.approx(estimates, rel=1e-8)
    assert [effect.std_error for effect in fit.effects] == pytest.approx(std_errors, rel=1e-8)
    assert (fit.variance_between, fit.variance_within, fit.log_likelihood) == pytest.approx(rest, rel=1e-8)
    assert (fit.n, fit.n_groups) == (280, 97)
    # nlme has the same but for the intercept (182)
    assert [effect.df for effect in fit.effects] == [92, 92, 182, 92, 92, 92]
    assert [effect.name for effect in fit.effects][3:] == ["treatment: BtheB", "drug: Yes", "length: >6m"]


@pytest.mark.parametrize("method", METHODS)
def test_estimated_means_equal_nlme(reference: Reference, method: Literal["ml", "reml"]) -> None:
    rows = _long(WAVES)
    result = estimated_means(rows["bdi"], rows["id"], rows["wave"], order=WAVES, method=method)
    estimates, std_errors, rest = _expected(reference, "means", method)
    assert [mean.estimate for mean in result.means] == pytest.approx(estimates, rel=1e-8)
    assert [mean.std_error for mean in result.means] == pytest.approx(std_errors, rel=1e-8)
    assert (result.variance_between, result.variance_within) == pytest.approx(rest[:2], rel=1e-8)
    estimates, std_errors, _ = _expected(reference, "changes", method)
    changes = result.means[1:]
    assert [mean.change for mean in changes] == pytest.approx(estimates[1:], rel=1e-8)
    assert [mean.change_std_error for mean in changes] == pytest.approx(std_errors[1:], rel=1e-8)
    assert [mean.n for mean in result.means] == [100, 97, 73, 58, 52]
    assert (result.n, result.n_people, result.df) == (380, 100, 99)


@pytest.mark.parametrize("method", METHODS)
def test_no_variance_between_people_is_ordinary_regression(
    reference: Reference, method: Literal["ml", "reml"]
) -> None:
    rows = pd.read_csv(FOLDER / "reference" / "models_boundary.csv")
    design = pd.DataFrame({wave: (rows["wave"] == wave).astype(float) for wave in ("t1", "t2")})
    fit = random_intercept_model(rows["score"], rows["person"], design, method=method)
    estimates, std_errors, rest = _expected(reference, "boundary", method)
    assert [effect.estimate for effect in fit.effects] == pytest.approx(estimates, rel=1e-10)
    assert [effect.std_error for effect in fit.effects] == pytest.approx(std_errors, rel=1e-10)
    assert (fit.variance_between, fit.variance_within, fit.log_likelihood) == pytest.approx(rest, rel=1e-10)
    assert fit.icc == 0


def test_two_complete_timepoints_are_the_paired_t_test() -> None:
    people = pd.read_csv(BTHEB).dropna(subset=["bdi.8m"])
    rows = people.melt(id_vars=["id"], value_vars=["bdi.pre", "bdi.8m"])
    later = estimated_means(rows["value"], rows["id"], rows["variable"], order=["bdi.pre", "bdi.8m"]).means[1]
    paired = paired_change(people["bdi.pre"], people["bdi.8m"])
    got = (later.change, later.change_ci_low, later.change_ci_high)
    assert got == pytest.approx((paired.mean_change, paired.ci_low, paired.ci_high), rel=1e-8)


def test_one_timepoint_is_the_plain_mean_with_its_t_interval() -> None:
    [mean] = estimated_means([3, 5, 9], ["a", "b", "c"], ["t1"] * 3, order=["t1"]).means
    # mean 17/3, SD √(28/3), t(2) = 4.302653
    assert mean.estimate == pytest.approx(17 / 3)
    assert mean.ci_high == pytest.approx(17 / 3 + 4.302652729749464 * math.sqrt(28 / 9))
    assert math.isnan(mean.change)


def test_a_timepoint_without_scores_is_empty_and_the_rest_stands() -> None:
    scores, people, times = [5, 3, 8, 7, 6, 1], list("aabbcc"), ["t1", "t2"] * 3
    with_empty = estimated_means(scores, people, times, order=["t1", "t2", "t3"])
    without = estimated_means(scores, people, times, order=["t1", "t2"])
    assert with_empty.means[:2] == without.means
    assert with_empty.means[2].n == 0
    assert math.isnan(with_empty.means[2].change)


def test_nobody_at_the_first_timepoint_leaves_means_but_no_changes() -> None:
    result = estimated_means([5, 3, 8, 7], list("aabb"), ["t2", "t3"] * 2, order=["t1", "t2", "t3"])
    assert [mean.estimate for mean in result.means[1:]] == pytest.approx([6.5, 5])
    assert all(math.isnan(mean.change) for mean in result.means)


def test_two_scores_of_one_person_at_one_timepoint_are_refused() -> None:
    with pytest.raises(ValueError, match="a has more than one score at t1"):
        estimated_means([5, 3, 8], ["a", "a", "b"], ["t1"] * 3, order=["t1"])
    with pytest.raises(ValueError, match="three rows of equal length"):
        estimated_means([5, 3], ["a"], ["t1"], order=["t1"])


@pytest.mark.parametrize(
    ("scores", "people", "why"),
    [
        ([], [], "fewer than two groups"),
        ([3, 4], ["a", "a"], "fewer than two groups"),
        ([3, 4], ["a", "b"], "no more rows than columns"),
        ([5, 5, 7, 7, 2, 2], list("aabbcc"), "no score differs"),
        ([5, 8, 7, 10, 2, 5], list("aabbcc"), "no score differs"),
        ([5, 5, 5, 5, 5, 5], list("aabbcc"), "no residual"),
    ],
    ids=["nobody", "one person", "too few", "no change", "all by the same", "all alike"],
)
def test_what_cannot_be_fitted_is_empty_and_says_why(
    scores: list[float], people: list[str], why: str
) -> None:
    time = np.tile([0.0, 1.0], len(scores) // 2)
    design = pd.DataFrame({"(Intercept)": np.ones(len(scores)), "time": time})
    fit = random_intercept_model(scores, people, design)
    assert fit.method.startswith("not calculated: ")
    assert why in fit.method
    assert all(math.isnan(effect.estimate) and math.isnan(effect.p_value) for effect in fit.effects)
    assert math.isnan(fit.icc)


@pytest.mark.parametrize(
    ("scores", "people", "time", "method"),
    [([1, 0, -1], "abb", [1, 0, 3], "reml"), ([2, -1, 0], "aab", [2, 0, 2], "reml")],
)
def test_where_every_share_fits_alike_none_is_made_up(
    scores: list[float], people: str, time: list[float], method: Literal["ml", "reml"]
) -> None:
    design = pd.DataFrame({"(Intercept)": 1.0, "time": time})
    fit = random_intercept_model(scores, list(people), design, method=method)
    assert fit.icc == 0
    slope, level = np.polyfit(time, scores, 1)
    assert [effect.estimate for effect in fit.effects] == pytest.approx([level, slope])


def test_gaps_are_left_out() -> None:
    design = pd.DataFrame({"(Intercept)": 1.0, "time": [0, 1, 0, 1, 0, 1, 0, math.nan]})
    scores, people = [5, 3, 8, 7, 6, 3, math.nan, 4], [*"aabbccd", None]
    fit = random_intercept_model(scores, people, design)
    assert (fit.n, fit.n_groups) == (6, 3)
    assert fit.effects == random_intercept_model(scores[:6], people[:6], design[:6]).effects


def test_the_fit_does_not_depend_on_order_or_unit() -> None:
    rows = _long(WAVES).dropna()
    first = estimated_means(rows["bdi"], rows["id"], rows["wave"], order=WAVES)
    mixed = rows.sample(frac=1, random_state=3)
    other = estimated_means(1000 * mixed["bdi"] + 1e6, mixed["id"], mixed["wave"], order=WAVES)
    assert [mean.change for mean in other.means[1:]] == pytest.approx(
        [1000 * mean.change for mean in first.means[1:]], rel=1e-6
    )
    assert other.icc == pytest.approx(first.icc, rel=1e-6)


def test_schools_are_judged_by_their_number_not_by_their_pupils() -> None:
    generator = np.random.default_rng(1)
    schools = np.repeat(np.arange(6), 30)
    change = generator.normal(0, 3, 6)[schools] + generator.normal(0, 1, 180)
    fit = random_intercept_model(change, schools, pd.DataFrame({"(Intercept)": np.ones(180)}))
    means = change.reshape(6, 30).mean(axis=1)
    assert fit.effects[0].df == 5
    assert fit.effects[0].std_error == pytest.approx(means.std(ddof=1) / math.sqrt(6), rel=1e-8)


def test_design_refuses_what_it_cannot_use() -> None:
    data = pd.DataFrame({"arm": ["TAU", "BtheB", None], "age": [20, 30, 40]})
    with pytest.raises(ValueError, match='reference "tau" does not occur in arm: BtheB, TAU'):
        build_design(data, ["arm"], {"arm": "tau"})
    design = build_design(data, ["arm", "age"])
    assert list(design) == ["(Intercept)", "arm: TAU", "age"]
    assert design["arm: TAU"].tolist() == pytest.approx([1, 0, math.nan], nan_ok=True)


def test_model_refuses_what_it_cannot_use() -> None:
    design = pd.DataFrame({"(Intercept)": 1.0, "x": [0, 1, 0, 1], "y": [0, 2, 0, 2]})
    with pytest.raises(ValueError, match="say nothing that the others don't: y"):
        random_intercept_model([1, 2, 4, 3], list("aabb"), design)
    with pytest.raises(ValueError, match='method must be "reml" or "ml", not "REML"'):
        random_intercept_model([1, 2, 4, 3], list("aabb"), design, method="REML")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one entry per row; they have 3, 4, 4"):
        random_intercept_model([1, 2, 4], list("aabb"), design)
    with pytest.raises(ValueError, match="a number is infinite"):
        random_intercept_model([1, 2, 4, math.inf], list("aabb"), design)
