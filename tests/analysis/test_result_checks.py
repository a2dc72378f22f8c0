"""Results that contradict themselves are stopped, and too few pairs are only counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis.checks import check_results
from evalkit.analysis.flow import count_flow
from evalkit.analysis.outcomes import Design, calculate_outcomes
from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable

DESIGN = Design("x", ("before", "after"), (), 9)


def results(n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"P{number}" for number in range(n)]
    people = pd.DataFrame({"respondent_id": ids, "component": "c"})
    rows = [
        {"respondent_id": person, "timepoint": time, "score": float(10 + k + 3 * (k % 2) * (time == "after"))}
        for k, person in enumerate(ids)
        for time in ("before", "after")
    ]
    scores = pd.DataFrame(rows).assign(component="c", measure="bdi", subscale="total")
    episodes = pd.DataFrame(columns=["respondent_id", "component", "completed"])
    return calculate_outcomes(scores, people, DESIGN), count_flow(scores, people, episodes, DESIGN)


def changed(table: pd.DataFrame, statistic: str, **cells: Any) -> pd.DataFrame:
    table = table.copy()
    for column, value in cells.items():
        table.loc[table["statistic"] == statistic, column] = value
    return table


def test_true_results_pass() -> None:
    check_results(*results(8))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda table: pd.concat([table, table.iloc[:1]]), "stands twice"),
        (lambda table: changed(table, "mean_change", ci_low=9.0, ci_high=1.0), "ends before it begins"),
        (lambda table: changed(table, "mean_change", n_missing=-1), "more people are paired"),
        (lambda table: changed(table, "p_value_t", estimate=1.5), "outside 0 to 1"),
        (lambda table: changed(table, "n_pairs", estimate=7), "count the pairs differently"),
    ],
)
def test_each_contradiction_stops_the_run(spoil: Callable[[pd.DataFrame], pd.DataFrame], told: str) -> None:
    outcomes, flow = results(8)
    with pytest.raises(BuildError, match=told):
        check_results(spoil(outcomes), flow)


def test_below_the_minimum_nothing_is_inferred() -> None:
    enough, few = ({row["statistic"]: row for row in results(n)[0].to_dict("records")} for n in (9, 8))
    assert list(enough) == list(few)
    assert enough["hedges_g_av"]["ci_low"] < enough["hedges_g_av"]["ci_high"]
    inferred = ["cohens_dz", "hedges_g_av", "rank_biserial", "p_value_t", "p_value_wilcoxon"]
    for statistic in inferred:
        assert few[statistic]["method"] == "not calculated: fewer than 9 pairs"
        assert math.isnan(few[statistic]["estimate"])
    for statistic in ("mean_change", *inferred):
        assert all(math.isnan(few[statistic][end]) for end in ("ci_low", "ci_high", "std_error"))
    assert few["mean_change"]["estimate"] == 1.5
