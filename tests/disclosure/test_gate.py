"""From persons to released tables: what an attacker can work out from what is printed."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from evalkit import names
from evalkit.analysis.activity import ACTIVITY_COLUMNS
from evalkit.analysis.completeness import COMPLETENESS_COLUMNS
from evalkit.analysis.equity import EQUITY_COLUMNS
from evalkit.analysis.flow import count_flow
from evalkit.analysis.goals import summarise_goals
from evalkit.analysis.group_outcomes import GROUPS_COLUMNS
from evalkit.analysis.outcomes import Design, calculate_outcomes
from evalkit.analysis.paths import calculate_paths, list_lines
from evalkit.analysis.reach import count_reach
from evalkit.disclosure.checks import check_released, find_ids
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import DisclosureError, Policy

TIMES = ("before", "middle", "after")
COUNTS = Policy("counts", 5)


def study(
    seed: int, n: int, groups: int, *, answering: float = 0.8, outcomes: bool = True
) -> tuple[Results, pd.DataFrame]:
    """Return true results of a made-up study with one component, one measure and ``groups`` subgroups."""
    rng = np.random.default_rng(seed)
    ids = [f"P{number:03d}" for number in range(n)]
    weights = rng.dirichlet(np.ones(groups))
    group = rng.choice([f"g{number}" for number in range(groups)], n, p=weights)
    people = pd.DataFrame({"respondent_id": ids, "component": "c", "gender": group})
    rows = [
        {"respondent_id": person, "timepoint": time, "score": float(rng.integers(0, 64))}
        for person, time in itertools.product(ids, TIMES)
        if rng.random() < answering
    ]
    scores = pd.DataFrame(rows).assign(component="c", measure="bdi", subscale="total")
    ended = rng.random(n) < 0.7
    episodes = pd.DataFrame(
        {
            "respondent_id": ids,
            "component": "c",
            "started": pd.Timestamp("2023-01-01"),
            "ended": pd.Timestamp("2023-06-01"),
            "reason": np.where(ended, "completed", rng.choice(["moved", "left"], n)),
            "completed": ended,
        }
    )
    nothing = {name: pd.DataFrame(columns=["component"]) for name in ("attendance", "institutions")}
    tables = {"episodes": episodes, **nothing, "published": pd.DataFrame(columns=["measure"])}
    design = Design("x", TIMES, ("gender",), 10)
    goals = pd.DataFrame(columns=["respondent_id", "component", "goal", "date", "rating"])
    results = Results(
        outcomes=calculate_outcomes(scores if outcomes else scores.iloc[:0], people, design),
        flow=count_flow(scores, people, episodes, design),
        reach=count_reach(people, tables, (), "x"),
        goals=summarise_goals(goals, "x", minimum_pairs=10),
        paths=calculate_paths(scores, people, design),
        lines=list_lines(scores, people, design),
        categories=pd.DataFrame(columns=list(names.CATEGORY_COLUMNS)),
        missing=pd.DataFrame(columns=list(names.MISSING_COLUMNS)),
        activity=pd.DataFrame(columns=list(ACTIVITY_COLUMNS)),
        equity=pd.DataFrame(columns=list(EQUITY_COLUMNS)),
        completeness=pd.DataFrame(columns=list(COMPLETENESS_COLUMNS)),
        groups=pd.DataFrame(columns=list(GROUPS_COLUMNS)),
    )
    return results, people


Count = tuple[Any, ...]


def equations(printed: list[Count]) -> list[tuple[Count, list[Count]]]:
    """Return what anybody knows of flow.csv: which counts add up to which.

    Subgroups add up to all, the first answers are the paired and the lost, and nobody answers or
    completes who hasn't started. The last part may be a count that isn't printed.
    """
    groups = sorted({count[0] for count in printed} - {"all"})
    sums: list[tuple[Count, list[Count]]] = []
    for group, time, stage in printed:
        if group == "all":
            sums.append(((group, time, stage), [(part, time, stage) for part in groups]))
        if stage == "paired":
            sums.append(((group, TIMES[0], "answered"), [(group, time, "paired"), (group, time, "lost")]))
            sums.append(((group, time, "answered"), [(group, time, "paired"), (group, time, "later only")]))
        if stage in {"answered", "completed"}:
            sums.append(((group, "", "started"), [(group, time, stage), (group, time, f"not {stage}")]))
    return sums


def attack(true: pd.DataFrame, shown: pd.DataFrame) -> dict[Count, tuple[int, int]]:
    """Return the range of each hidden or small count of flow.csv that the printed table leaves open.

    Written from the table alone. The attacker is told which hidden counts are small.
    """
    printed = list(zip(true["subgroup"], true["timepoint"].fillna(""), true["stage"], strict=True))
    value = dict(zip(printed, true["n"].astype(int), strict=True))
    hidden = dict(zip(printed, shown["suppressed"].astype(bool), strict=True))
    sums = equations(printed)
    for total, parts in sums:
        if parts[-1] not in value:
            value[parts[-1]], hidden[parts[-1]] = value[total] - value[parts[0]], True
    place = {count: number for number, count in enumerate(value)}
    matrix = np.zeros((len(sums), len(value)))
    for row, (total, parts) in enumerate(sums):
        matrix[row, place[total]] = 1
        for part in parts:
            matrix[row, place[part]] -= 1
    bounds = np.array(
        [limits(value[count], hidden=hidden[count], marked=count in set(printed)) for count in value]
    )
    wanted = [count for count in value if hidden[count] and (count in set(printed) or value[count] < 5)]
    return {count: extremes(matrix, bounds, place[count]) for count in wanted}


def limits(value: int, *, hidden: bool, marked: bool) -> tuple[float, float]:
    """Return what the mark alone says; a count that isn't printed has none that would say it is large."""
    if not hidden:
        return value, value
    if value < 5:
        return 0, 4
    return (5 if marked else 0), np.inf


def extremes(matrix: np.ndarray, bounds: np.ndarray, column: int) -> tuple[int, int]:
    """Return the least and the greatest value that a count can have; 0 and a million if there is no end."""
    ends = []
    for sign in (1, -1):
        objective = np.zeros(matrix.shape[1])
        objective[column] = sign
        solution = milp(
            objective,
            constraints=LinearConstraint(matrix, 0, 0),
            bounds=Bounds(bounds[:, 0], bounds[:, 1]),
            integrality=np.ones(matrix.shape[1], dtype=np.int64),
        )
        ends.append(round(sign * solution.fun) if solution.success else (0 if sign > 0 else 10**6))
    return ends[0], ends[1]


CASES = [
    (seed, n, groups) for seed, (n, groups) in enumerate([(30, 2), (60, 3), (25, 4), (12, 2), (90, 5)] * 3)
]


@pytest.mark.parametrize(("seed", "n", "groups"), CASES)
def test_no_hidden_count_can_be_worked_out(seed: int, n: int, groups: int) -> None:
    results, _ = study(seed, n, groups, outcomes=False)
    released = release(results, COUNTS)
    ranges = attack(results.flow, released.flow)
    assert ranges
    exposed = {name: span for name, span in ranges.items() if span[1] - span[0] < 2}
    assert exposed == {}


def test_the_attack_finds_what_hiding_small_counts_alone_gives_away() -> None:
    results, _ = study(1, 60, 3, outcomes=False)
    naive = results.flow.assign(suppressed=results.flow["n"] < 5)
    exposed = [name for name, (low, high) in attack(results.flow, naive).items() if high - low < 2]
    assert exposed


@pytest.mark.parametrize("seed", range(4))
def test_a_statistic_goes_with_its_people(seed: int) -> None:
    results, people = study(seed, 40, 4)
    released = release(results, COUNTS)
    table = released.outcomes
    hidden = table["suppressed"].astype(bool)
    numbers = [names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.N, names.N_MISSING, names.STD_ERROR]
    assert table.loc[hidden, numbers].isna().all(axis=None)
    counted = results.outcomes.loc[results.outcomes["statistic"] == "n_pairs"]
    pairs = counted.set_index(list(names.OUTCOME_GROUP))["estimate"].to_dict()
    for label, group in table.assign(hidden=hidden).groupby(list(names.OUTCOME_GROUP)):
        resting = ~group["statistic"].isin(["n_from", "n_to"])
        assert len(set(group.loc[resting, "hidden"])) == 1
        if pairs[label] < 5:
            assert group["hidden"].all()
    check_released(released, COUNTS, {}, {}, people=people["respondent_id"])


@pytest.mark.parametrize("seed", range(4))
def test_nobody_can_subtract_the_missing(seed: int) -> None:
    results, _ = study(seed, 40, 3, answering=0.95)
    released = release(results, COUNTS)
    shown = released.outcomes.loc[~released.outcomes["suppressed"].astype(bool)]
    assert shown["n_missing"].dropna().map(lambda value: value >= 5).all()
    wide = shown.loc[shown["statistic"].isin(["n_from", "n_pairs"])].pivot(
        index=list(names.OUTCOME_GROUP), columns="statistic", values="estimate"
    )
    if {"n_from", "n_pairs"} <= set(wide.columns):
        both = wide.dropna()
        assert ((both["n_from"] - both["n_pairs"]) >= 5).all()


def test_complete_answers_keep_their_result_but_not_the_count_that_says_so() -> None:
    results, _ = study(5, 40, 1, answering=1.1)
    released = release(results, COUNTS)
    everybody = released.outcomes[(released.outcomes["subgroup"] == "all")].set_index(
        ["timepoint_to", "statistic"]
    )
    assert everybody.loc[("after", "n_pairs"), "estimate"] == 40
    assert not everybody.loc[("after", "mean_change"), "suppressed"]
    assert everybody.loc[("after", "n_from"), "suppressed"]
    assert everybody["n_missing"].loc[[("after", "mean_change")]].isna().all()


def test_a_hidden_row_says_truly_why() -> None:
    results, _ = study(1, 60, 3, outcomes=False)
    released = release(results, COUNTS).flow
    hidden = released["suppressed"].astype(bool)
    small = results.flow["n"] < 5
    assert (released.loc[hidden & small, "hidden_because"] == names.SMALL).all()
    assert (released.loc[hidden & ~small, "hidden_because"] == names.PROTECTS).all()
    assert released.loc[~hidden, "hidden_because"].isna().all()
    assert (hidden & ~small).any()


def test_a_count_that_stands_in_two_tables_is_hidden_in_both() -> None:
    results, _ = study(2, 40, 1, outcomes=False)
    completed = results.reach["statistic"].eq("completed")
    assert (
        results.reach.loc[completed, "estimate"].tolist()
        == results.reach.loc[results.reach["category"].eq("completed"), "estimate"].tolist()
    )
    for seed in range(12):
        results, _ = study(seed, 40, 1, outcomes=False)
        released = release(results, COUNTS)
        hidden = released.reach["suppressed"].astype(bool)
        total = hidden[completed.to_numpy()].tolist()
        assert total == hidden[results.reach["category"].eq("completed").to_numpy()].tolist()
        flow = released.flow
        own = flow["stage"].eq("completed") & flow["subgroup"].eq("all")
        assert total == flow.loc[own, "suppressed"].tolist()


def test_who_set_no_goal_can_not_be_worked_out() -> None:
    results, people = study(3, 40, 1, outcomes=False)
    rated = people["respondent_id"].iloc[:38].tolist()  # two people set none
    days = [pd.Timestamp("2023-01-01"), pd.Timestamp("2023-06-01")]
    rows = [(person, "c", "1", day, 5.0 + place) for person in rated for place, day in enumerate(days)]
    goals = pd.DataFrame(rows, columns=["respondent_id", "component", "goal", "date", "rating"])
    tables = {**results.tables(), "goals": summarise_goals(goals, "x", minimum_pairs=10)}
    released = release(Results(**tables), COUNTS)
    people_row = released.reach["statistic"].eq("people") & released.reach["component"].eq("c")
    shown = [
        not released.reach.loc[people_row, "suppressed"].iloc[0],
        not released.goals.set_index("statistic").loc["people_with_goals", "suppressed"],
    ]
    assert shown != [True, True]


def test_lines_of_single_people_pass_under_no_policy_but_none() -> None:
    results, _ = study(2, 20, 2, outcomes=False)
    assert len(release(results, Policy("none")).lines) == len(results.lines) > 0
    assert len(release(results, COUNTS).lines) == 0


def test_under_nhs_shown_counts_are_rounded_to_five() -> None:
    results, _ = study(3, 83, 2)
    released = release(results, Policy("nhs", 5))
    shown = released.flow.loc[~released.flow["suppressed"].astype(bool), "n"].astype(int)
    assert (shown % 5 == 0).all()
    assert len(shown) > 5
    counted = released.outcomes["statistic"].isin(["n_from", "n_to", "n_pairs"])
    estimates = released.outcomes.loc[counted, "estimate"].dropna().astype(int)
    assert (estimates % 5 == 0).all()


def test_an_id_in_anything_released_stops_the_run() -> None:
    results, people = study(4, 30, 2)
    released = release(results, COUNTS)
    with pytest.raises(DisclosureError, match="respondent id"):
        check_released(released, COUNTS, {}, {"learning": "As P007 told us"}, people=people["respondent_id"])
    assert find_ids("P007, 12", ["P007", "12"]) == ["P007"]


def test_a_small_count_that_got_through_stops_the_run() -> None:
    results, people = study(6, 30, 3)
    with pytest.raises(DisclosureError, match="shows a count below 5"):
        check_released(
            Results(**{**results.tables(), "lines": results.lines.iloc[:0]}),
            COUNTS,
            {},
            {},
            people=people["respondent_id"],
        )
