"""Sensitivity to the people lost, and who they were."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from evalkit import names
from evalkit.analysis import impute_change
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.missing import compare_lost
from evalkit.analysis.outcomes import Design, calculate_outcomes
from evalkit.analysis.sensitivity import IMPUTATION_SEED, calculate_sensitivity
from outcome_row_tables import TRIAL, by_statistic, primary_keys, study, tables, trial

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pandas as pd

    Reference = Callable[[str], list[dict[Hashable, Any]]]

NAN = math.nan
BOUNDS = ("mean_change_worst", "mean_change_best")


def sensitivity(
    scores: pd.DataFrame, people: pd.DataFrame, design: Design, **keys: Any
) -> dict[str, dict[str, Any]]:
    outcomes = calculate_outcomes(scores, people, design)
    return by_statistic(calculate_sensitivity(scores, people, study(**keys), outcomes, design))


def two_times(
    pre: list[float], post: list[float], minimum: int = 3, **attributes: Any
) -> dict[str, dict[str, Any]]:
    scores, people = tables([f"P{k}" for k in range(len(pre))], {"t1": pre, "t2": post}, **attributes)
    return sensitivity(scores, people, Design("x", ("t1", "t2"), tuple(attributes), minimum))


def test_equals_r_on_the_trial(reference: Reference) -> None:
    found = sensitivity(*trial(), TRIAL)
    bounds = {
        row["statistic"]: row["estimate"]
        for row in reference("change_expected.csv")
        if row["case"] == "bounds"
    }
    for which in ("worst", "best"):
        row = found[f"mean_change_{which}"]
        assert row["estimate"] == pytest.approx(bounds[which], rel=1e-8)
        assert math.isnan(row["ci_low"])
        assert row["method"].startswith(f"mean change if everybody lost had ended at the {which} score")
    [imputed] = [row for row in reference("imputation_expected.csv") if row["arm"]]
    row = found["mean_change_mi"]
    assert row["estimate"] == pytest.approx(imputed["estimate"], abs=4 * imputed["monte_carlo"])
    assert row["std_error"] == pytest.approx(imputed["std_error"], rel=0.1)
    assert row["ci_low"] < row["estimate"] < row["ci_high"]
    assert {(row["n"], row["n_missing"], row["timepoint_to"]) for row in found.values()} == {(100, 48, "8m")}


def test_method_names_the_rule_and_not_what_the_data_made_of_it() -> None:
    scores, people = trial()
    words = sensitivity(scores, people, TRIAL)["mean_change_mi"]["method"]
    assert words == (
        "missing later scores drawn 50 times by Bayesian regression on the earlier score, other timepoints with "
        "20 answers or more, treatment where everybody's is known, in 2 to 8 groups; pooled by Rubin's rules"
    )
    people.loc[0, "treatment"] = None
    assert sensitivity(scores, people, TRIAL)["mean_change_mi"]["method"] == words
    alone = sensitivity(scores, people, Design("x", ("baseline", "8m"), ("sex",), 10))["mean_change_mi"]
    assert "regression on the earlier score; pooled" in alone["method"]


@pytest.mark.parametrize(
    ("treatment", "used"),
    [
        (lambda k: "a" if k % 2 else "b", True),
        (lambda k: None if k == 0 else "a" if k % 2 else "b", False),
        (lambda _: "a", False),
        (lambda k: f"level {k % 9}", False),
        (lambda k: "b" if k in {0, 1} else "a", False),
    ],
    ids=["two groups", "a blank", "one group", "nine groups", "a group with one pair"],
)
def test_the_first_subgroup_helps_where_a_regression_can_use_it(
    treatment: Callable[[int], str | None], *, used: bool
) -> None:
    n = 60
    pre = [10.0 + k % 17 for k in range(n)]
    post = [NAN if k % 4 == 1 else 8.0 + k % 13 for k in range(n)]
    groups = [treatment(k) for k in range(n)]
    scores, people = tables([f"P{k:02d}" for k in range(n)], {"t1": pre, "t2": post}, group=groups)
    row = sensitivity(scores, people, Design("x", ("t1", "t2"), ("group",), 10))["mean_change_mi"]
    table = scores.pivot(index="respondent_id", columns="timepoint", values="score")
    by_hand = impute_change(
        table, "t1", "t2", arm=np.array(groups, dtype=object) if used else None, seed=IMPUTATION_SEED
    )
    assert row["estimate"] == pytest.approx(by_hand.pooled.estimate, rel=1e-12)
    assert math.isfinite(row["std_error"])


def test_bounds_by_hand() -> None:
    found = two_times([10, 20, 30, NAN], [4, 20, NAN, 7])
    assert found["mean_change_worst"]["estimate"] == pytest.approx((-6 + 0 + 33) / 3)
    assert found["mean_change_best"]["estimate"] == pytest.approx((-6 + 0 - 30) / 3)
    assert {(row["n"], row["n_missing"]) for row in found.values()} == {(3, 1)}
    assert found["mean_change_mi"]["method"] == "not calculated: fewer than 20 pairs"


def test_few_people_are_counted_only() -> None:
    for row in two_times([10, 20, 30], [4, 20, NAN], minimum=4).values():
        assert math.isnan(row["estimate"])
        assert row["method"] == "not calculated: fewer than 4 people"
        assert row["n"] == 3


def test_a_minimum_above_twenty_holds_for_imputation_too() -> None:
    found = two_times([10.0 + k for k in range(30)], [5.0 + k % 7 for k in range(25)] + [NAN] * 5, minimum=26)
    assert found["mean_change_mi"]["method"] == "not calculated: fewer than 26 pairs"
    assert math.isfinite(found["mean_change_worst"]["estimate"])


def test_nobody_paired_leaves_the_bounds() -> None:
    found = two_times([10, 20, 30], [NAN] * 3)
    assert [found[name]["estimate"] for name in BOUNDS] == [43, -20]
    assert math.isnan(found["mean_change_mi"]["estimate"])


@pytest.mark.parametrize("later", [20.0, 16.0], ids=["nobody changed", "all by the same"])
def test_constant_changes_are_not_imputed(later: float) -> None:
    row = two_times([20.0] * 30, [later] * 25 + [NAN] * 5)["mean_change_mi"]
    assert math.isnan(row["estimate"])
    assert row["method"] == "not calculated: everybody changed by the same amount"


def test_no_bounds_where_neither_end_is_better() -> None:
    part = {
        "id": "total",
        "title": "Own",
        "noun": "pace",
        "minimum": 0,
        "maximum": 10,
        "better_is": "neither",
    }
    own = {
        "id": "own",
        "title": "Own",
        "short_title": "Own",
        "source": "made up",
        "items": [{"count": 1, "minimum": 0, "maximum": 10}],
        "subscales": [part],
    }
    scores, people = tables("abc", {"t1": [1, 2, 3], "t2": [2, 3, NAN]})
    design = Design("x", ("t1", "t2"), (), 2)
    assert list(sensitivity(scores.assign(measure="own"), people, design, measures=[own])) == [
        "mean_change_mi"
    ]


def test_only_the_main_comparison_is_asked() -> None:
    scores, people = trial()
    declared = study(primary=[primary_keys("baseline", "2m")])
    outcomes = calculate_outcomes(scores, people, TRIAL)
    rows = calculate_sensitivity(scores, people, declared, outcomes, TRIAL)
    assert {(row["timepoint_from"], row["timepoint_to"], row["n_missing"]) for row in rows} == {
        ("baseline", "2m", 3)
    }


def lost(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> pd.DataFrame:
    outcomes = calculate_outcomes(scores, people, design)
    return compare_lost(scores, people, main_comparisons(outcomes, (), design.timepoints), design)


def test_completers_and_lost_of_the_trial_equal_r(reference: Reference) -> None:
    scores, people = trial()
    design = Design("beat-the-blues", TRIAL.timepoints, ("treatment", "drug", "length", "unknown"), 10)
    table = lost(scores, people, design)
    expected = {
        row["statistic"]: row["estimate"] for row in reference("change_expected.csv") if row["case"] == "lost"
    }
    got = {
        "bdi.pre" if row["variable"] == "score" else f"{row['variable']} {row['category']}": row["estimate"]
        for row in table.to_dict("records")
    }
    assert got == pytest.approx(expected, rel=1e-8)
    assert tuple(table.columns) == names.MISSING_COLUMNS
    assert set(table["n_completers"]) == {52}
    assert set(table["n_lost"]) == {48}
    assert set(zip(table["timepoint_from"], table["timepoint_to"], strict=True)) == {("baseline", "8m")}
    assert not table["suppressed"].any()


def test_means_and_shares_by_hand() -> None:
    scores, people = tables(
        "abcde",
        {"t1": [10, 20, 30, 50, NAN], "t2": [9, 18, NAN, NAN, 4]},
        gender=["f", "m", "f", None, "f"],
    )
    table = lost(scores, people, Design("x", ("t1", "t2"), ("gender",), 2))
    rows = [
        tuple(row) for row in table[["variable", "category", "completers", "lost"]].itertuples(index=False)
    ]
    assert rows == [
        ("score", "", 15, 40),
        ("gender", "f", 0.5, 0.5),
        ("gender", "m", 0.5, 0),
        ("gender", "not recorded", 0, 0.5),
    ]
    assert table["estimate"].iloc[0] == pytest.approx(-25 / math.sqrt((50 + 200) / 2))


def test_below_the_minimum_people_are_described_without_differences() -> None:
    scores, people = tables("abcd", {"t1": [10, 20, 30, 50], "t2": [9, 18, NAN, NAN]}, gender=list("ffmm"))
    table = lost(scores, people, Design("x", ("t1", "t2"), ("gender",), 3))
    assert len(table) == 3
    assert table["estimate"].isna().all()
    assert table["completers"].notna().all()


@pytest.mark.parametrize("post", [[9, 8, 7], [NAN] * 3], ids=["nobody lost", "nobody completed"])
def test_no_rows_without_two_sides(post: list[float]) -> None:
    scores, people = tables("abc", {"t1": [10, 20, 30], "t2": post})
    table = lost(scores, people, Design("x", ("t1", "t2"), (), 2))
    assert table.empty
    assert tuple(table.columns) == names.MISSING_COLUMNS


def test_everybody_alike_gives_an_empty_difference() -> None:
    scores, people = tables("abcd", {"t1": [20] * 4, "t2": [9, 8, NAN, NAN]}, gender=list("ffff"))
    table = lost(scores, people, Design("x", ("t1", "t2"), ("gender",), 2))
    assert table["estimate"].isna().all()
    assert list(table["completers"]) == [20, 1]
