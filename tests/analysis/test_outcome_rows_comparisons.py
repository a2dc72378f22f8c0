"""Which comparisons are made, which one stands for a score, and the bootstrap beside the t interval."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis import bca_mean_change
from evalkit.analysis.checks import check_results
from evalkit.analysis.flow import count_flow
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.outcomes import BOOTSTRAP_SEED, Design, calculate_outcomes
from evalkit.analysis.wide_scores import Comparison
from evalkit.errors import BuildError
from outcome_row_tables import TRIAL, primary_keys, study, tables, trial

if TYPE_CHECKING:
    from collections.abc import Callable

NAN = math.nan
TIMES = ("t1", "t2", "t3")
NO_EPISODES = pd.DataFrame(columns=["respondent_id", "component", "completed"])


def spans(outcomes: pd.DataFrame, subgroup: str = "all") -> list[tuple[str, str]]:
    own = outcomes[(outcomes["statistic"] == "n_pairs") & (outcomes["subgroup"] == subgroup)]
    return list(zip(own["timepoint_from"], own["timepoint_to"], strict=True))


def test_a_declared_comparison_between_later_timepoints_is_made_for_everybody_and_each_subgroup() -> None:
    scores, people = trial()
    before = calculate_outcomes(scores, people, TRIAL)
    design = replace(TRIAL, declared=(("bdi", "total", "2m", "8m"),))
    after = calculate_outcomes(scores, people, design)
    for subgroup in ("all", "BtheB", "TAU"):
        assert spans(before, subgroup) == [("baseline", end) for end in ("2m", "3m", "5m", "8m")]
        assert spans(after, subgroup) == [*spans(before, subgroup), ("2m", "8m")]
    added = after[after["timepoint_from"] == "2m"]
    pd.testing.assert_frame_equal(
        after[after["timepoint_from"] != "2m"].reset_index(drop=True), before, check_exact=True
    )
    own = {row["statistic"]: row for row in added[added["subgroup"] == "all"].to_dict("records")}
    first = before[(before["subgroup"] == "all") & (before["timepoint_to"] == "2m")]
    assert list(own) == list(first["statistic"])
    assert own["n_pairs"]["estimate"] == 52
    assert own["mean_change"]["estimate"] == pytest.approx(
        own["mean_to"]["estimate"] - own["mean_from"]["estimate"]
    )


@pytest.mark.parametrize(
    "declared",
    [
        ("bdi", "total", "t1", "t3"),
        ("bdi", "other", "t2", "t3"),
        ("phq9", "total", "t2", "t3"),
        ("bdi", "total", "t3", "t2"),
        ("bdi", "total", "t2", "t9"),
    ],
    ids=["made anyway", "other subscale", "other measure", "backwards", "no such timepoint"],
)
def test_what_is_declared_adds_nothing_where_it_does_not_fit(declared: tuple[str, str, str, str]) -> None:
    scores, people = tables("abc", {"t1": [5, 4, 3], "t2": [4, 3, 3], "t3": [4, 4, 2]})
    outcomes = calculate_outcomes(scores, people, Design("x", TIMES, (), 2, (declared,)))
    assert spans(outcomes) == [("t1", "t2"), ("t1", "t3")]


def test_an_earlier_timepoint_that_nobody_had_reached_is_left_out() -> None:
    scores, people = tables("abc", {"t1": [NAN] * 3, "t2": [4, 3, 3], "t3": [4, 4, 2]})
    design = Design("x", TIMES, (), 2, (("bdi", "total", "t1", "t3"), ("bdi", "total", "t2", "t3")))
    assert spans(calculate_outcomes(scores, people, design)) == [("t2", "t3")]


def test_people_who_never_answered_belong_to_no_count_but_stay_in_their_group() -> None:
    scores, people = tables(
        "abcd", {"t1": [5, 4, 3, NAN], "t2": [4, 3, NAN, NAN]}, gender=["f", "f", "f", "m"]
    )
    outcomes = calculate_outcomes(scores, people, Design("x", ("t1", "t2"), ("gender",), 2))
    counts = outcomes[outcomes["statistic"].isin(["n_from", "n_to", "n_pairs"])]
    assert counts.groupby("subgroup")["estimate"].apply(list).to_dict() == {
        "all": [3, 2, 2],
        "f": [3, 2, 2],
        "m": [0, 0, 0],
    }


def test_the_bootstrap_of_the_mean_stands_beside_the_t_interval_in_every_group() -> None:
    scores, people = trial()
    outcomes = calculate_outcomes(scores, people, TRIAL)
    own = outcomes[outcomes["statistic"] == "mean_change_bca"]
    assert len(own) == 12
    wide = scores.pivot(index="respondent_id", columns="timepoint", values="score")
    limits = bca_mean_change(wide["baseline"], wide["8m"], seed=BOOTSTRAP_SEED)
    [row] = own[(own["subgroup"] == "all") & (own["timepoint_to"] == "8m")].to_dict("records")
    assert (row["ci_low"], row["ci_high"], row["confidence_level"]) == (*limits, 0.95)
    assert row["estimate"] == pytest.approx(-618 / 52, rel=1e-12)
    assert row["method"] == "mean of the differences; BCa bootstrap, 10000 resamples"


@pytest.mark.parametrize(
    ("post", "minimum", "estimate", "method"),
    [
        ([4, 3, 2], 4, NAN, "not calculated: fewer than 4 pairs"),
        (
            [4, 3, 2],
            3,
            -1.0,
            "mean of the differences; interval not calculated: fewer than three pairs, or everybody changed alike",
        ),
        ([NAN] * 3, 4, NAN, "not calculated: fewer than 4 pairs"),
    ],
    ids=["few", "alike", "nobody paired"],
)
def test_without_an_interval_the_bootstrap_says_why(
    post: list[float], minimum: int, estimate: float, method: str
) -> None:
    scores, people = tables("abc", {"t1": [5, 4, 3], "t2": post})
    outcomes = calculate_outcomes(scores, people, Design("x", ("t1", "t2"), (), minimum))
    [row] = outcomes[outcomes["statistic"] == "mean_change_bca"].to_dict("records")
    assert row["estimate"] == pytest.approx(estimate, nan_ok=True)
    assert math.isnan(row["ci_low"])
    assert math.isnan(row["confidence_level"])
    assert row["method"] == method


def main(
    *primary: dict[str, Any], times: tuple[str, ...] = TIMES, first: str = "t1"
) -> list[tuple[str, str]]:
    answers: dict[str, Any] = {time: [NAN] * 3 if time < first else [5, 4, 3] for time in times}
    scores, people = tables("abc", answers)
    declared = study(primary=list(primary)).primary
    design = Design(
        "x", times, (), 10, tuple((one.measure, one.subscale, one.from_, one.to) for one in declared)
    )
    found = main_comparisons(calculate_outcomes(scores, people, design), declared, times)
    assert all(comparison.score_key == ("group", "bdi", "total") for comparison in found)
    return [(comparison.timepoint_from, comparison.timepoint_to) for comparison in found]


@pytest.mark.parametrize(
    ("primary", "chosen"),
    [
        ([], ("t1", "t3")),
        ([primary_keys("t1", "t2")], ("t1", "t2")),
        ([primary_keys("t2", "t3")], ("t2", "t3")),
        ([primary_keys("t1", "t2", component="elsewhere")], ("t1", "t3")),
        ([primary_keys("t1", "t2", component="group")], ("t1", "t2")),
        ([primary_keys("t1", "t3"), primary_keys("t1", "t2")], ("t1", "t3")),
    ],
    ids=["widest", "declared", "declared later", "other component", "own component", "two: the latest"],
)
def test_one_comparison_stands_for_a_score(primary: list[dict[str, Any]], chosen: tuple[str, str]) -> None:
    assert main(*primary) == [chosen]


def test_the_widest_begins_where_somebody_answered() -> None:
    assert main(first="t2") == [("t2", "t3")]
    assert main(first="t3") == []


def test_labels_are_those_of_everybody() -> None:
    label = Comparison("group", "bdi", "total", "t1", "t2").label
    assert dict(zip(names.OUTCOME_GROUP, label, strict=True))[names.SUBGROUP] == names.ALL


def checked(spoil: Callable[[pd.DataFrame], pd.DataFrame] = lambda table: table) -> None:
    scores, people = trial()
    design = replace(TRIAL, declared=(("bdi", "total", "2m", "8m"),))
    check_results(
        spoil(calculate_outcomes(scores, people, design)), count_flow(scores, people, NO_EPISODES, design)
    )


def changed(table: pd.DataFrame, start: str, statistic: str) -> pd.DataFrame:
    table = table.copy()
    where = (table["statistic"] == statistic) & (table["timepoint_from"] == start)
    assert where.any()
    table.loc[where, "estimate"] += 1
    return table


def test_comparisons_that_begin_later_pass_the_check() -> None:
    checked()


@pytest.mark.parametrize(
    ("start", "statistic", "told"),
    [
        ("baseline", "n_pairs", "count the pairs differently"),
        ("2m", "n_from", "count those who answered differently"),
        ("2m", "n_to", "count those who answered differently"),
        ("baseline", "n_to", "count those who answered differently"),
    ],
)
def test_counts_that_disagree_with_the_flow_stop_the_run(start: str, statistic: str, told: str) -> None:
    with pytest.raises(BuildError, match=told):
        checked(lambda table: changed(table, start, statistic))


def test_a_comparison_that_is_missing_stops_the_run() -> None:
    with pytest.raises(BuildError, match="count the pairs differently"):
        checked(lambda table: table[table["timepoint_to"] != "3m"])


def test_no_scores_at_all_pass_the_check() -> None:
    scores, people = tables("abc", {"t1": [NAN] * 3, "t2": [NAN] * 3})
    design = Design("x", ("t1", "t2"), (), 10)
    outcomes = calculate_outcomes(scores, people, design)
    assert outcomes.empty
    check_results(outcomes, count_flow(scores, people, NO_EPISODES, design))
    assert main_comparisons(outcomes, (), design.timepoints) == ()
