"""Trusted baselines, worked by hand for each of the four rules, and the two changes side by side."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evalkit import names
from evalkit.analysis.outcomes import Design
from evalkit.analysis.trust import calculate_trusted, find_trusted_baselines
from evalkit.definitions.study_parts import Trust

TIMES = ("t1", "t2", "t3", "t4")
# Ann and Ben answer every time; Cy misses t2; Di answers at t1 and t4 only; Eve at t1 only.
SCORES: dict[str, dict[str, float]] = {
    "Ann": {"t1": 8, "t2": 7, "t3": 4, "t4": 6},
    "Ben": {"t1": 9, "t2": 5, "t3": 5, "t4": 9},
    "Cy": {"t1": 7, "t3": 3, "t4": 5},
    "Di": {"t1": 6, "t4": 2},
    "Eve": {"t1": 5},
}
DAYS = {"t1": "2024-01-10", "t2": "2024-02-10", "t3": "2024-03-10", "t4": "2024-04-10"}


def scored(scores: dict[str, dict[str, float]], measure: str = "mood") -> pd.DataFrame:
    rows = [
        (person, "group", timepoint, measure, "total", float(value))
        for person, answers in scores.items()
        for timepoint, value in answers.items()
    ]
    columns = ["respondent_id", "component", "timepoint", "measure", "subscale", "score"]
    return pd.DataFrame(rows, columns=columns)


def tables(**given: list[tuple[Any, ...]]) -> dict[str, pd.DataFrame]:
    """Return the tables that the rules look at; those not given are empty."""
    columns = {
        "attendance": ["respondent_id", "component", "session", "date", "attended"],
        "answer_dates": ["respondent_id", "component", "timepoint", "date"],
        "trust_flags": ["respondent_id", "component", "timepoint", "trusted"],
        "trust_dates": ["respondent_id", "component", "date"],
    }
    made = {name: pd.DataFrame(given.get(name, []), columns=heads) for name, heads in columns.items()}
    for table in made.values():
        if "date" in table:
            table["date"] = pd.to_datetime(table["date"])
    return made


def all_days() -> list[tuple[Any, ...]]:
    return [(person, "group", time, DAYS[time]) for person, answers in SCORES.items() for time in answers]


def baselines(rule: Trust, **given: list[tuple[Any, ...]]) -> dict[str, str]:
    found = find_trusted_baselines((rule,), scored(SCORES), tables(**given), TIMES)
    assert list(found.columns) == ["respondent_id", "component", "timepoint"]
    assert set(found["component"]) <= {"group"}
    return dict(zip(found["respondent_id"], found["timepoint"], strict=True))


def test_from_answer_counts_the_answered_timepoints_of_each_person() -> None:
    assert baselines(Trust(from_answer=2)) == {"Ann": "t2", "Ben": "t2", "Cy": "t3", "Di": "t4"}
    assert baselines(Trust(from_answer=1)) == dict.fromkeys(SCORES, "t1")
    assert baselines(Trust(from_answer=4)) == {"Ann": "t4", "Ben": "t4"}


def test_a_questionnaire_without_a_score_is_not_answered_and_another_measure_counts() -> None:
    mood = scored({"Ann": {"t1": 8, "t2": math.nan, "t3": 4, "t4": 6}})
    rule = (Trust(from_answer=2),)
    assert find_trusted_baselines(rule, mood, tables(), TIMES)["timepoint"].tolist() == ["t3"]
    both = pd.concat([mood, scored({"Ann": {"t2": 1}}, "sleep")])
    assert find_trusted_baselines(rule, both, tables(), TIMES)["timepoint"].tolist() == ["t2"]


def test_from_contact_goes_by_the_day_of_the_nth_attended_session() -> None:
    register = [
        ("Ann", "group", 1, "2024-01-12", True),
        ("Ann", "group", 2, "2024-01-19", False),  # missed: no contact
        ("Ann", "group", 3, "2024-02-10", True),  # the second contact, on the day of t2
        ("Ben", "group", 1, "2024-01-12", True),
        ("Ben", "group", 2, "2024-02-11", True),  # the day after t2
        ("Cy", "group", 1, None, True),  # a session without a day can't be counted
        ("Cy", "group", 2, "2024-01-15", True),
        ("Di", "group", 2, "2024-03-01", True),  # the rows' order doesn't matter, the days do
        ("Di", "group", 1, "2024-02-01", True),
        ("Eve", "group", 1, "2024-01-01", True),
        ("Eve", "group", 2, "2024-01-02", True),
    ]
    found = baselines(Trust(from_contact=2), attendance=register, answer_dates=all_days())
    assert found == {"Ann": "t2", "Ben": "t3", "Di": "t4", "Eve": "t1"}


def test_answers_without_a_day_are_not_relied_on() -> None:
    register = [("Ann", "group", 1, "2024-01-01", True), ("Ben", "group", 1, "2024-01-01", True)]
    days = [("Ann", "group", "t3", DAYS["t3"]), ("Cy", "group", "t1", DAYS["t1"])]
    assert baselines(Trust(from_contact=1), attendance=register, answer_dates=days) == {"Ann": "t3"}


def test_flagged_takes_the_first_marked_answer() -> None:
    marks = [
        ("Ann", "group", "t1", False),
        ("Ann", "group", "t3", True),
        ("Ann", "group", "t2", True),
        ("Ben", "group", "t2", False),
        ("Cy", "group", "t2", True),  # marked, but not answered
        ("Cy", "group", "t4", True),
        ("Ann", "elsewhere", "t1", True),
    ]
    assert baselines(Trust(flagged=True), trust_flags=marks) == {"Ann": "t2", "Cy": "t4"}


def test_dated_takes_the_first_answer_on_or_after_the_persons_day() -> None:
    trust = [
        ("Ann", "group", "2024-03-10"),
        ("Ben", "group", "2024-02-11"),
        ("Cy", "group", "2023-12-01"),
        ("Di", "group", "2024-04-11"),  # after the last answer: never trusted
    ]
    found = baselines(Trust(dated=True), trust_dates=trust, answer_dates=all_days())
    assert found == {"Ann": "t3", "Ben": "t3", "Cy": "t1"}


def test_a_component_without_a_rule_has_no_trusted_baseline() -> None:
    rule = (Trust(component="other", from_answer=1),)
    assert find_trusted_baselines(rule, scored(SCORES), tables(), TIMES).empty
    design = Design("example", TIMES, (), 2)
    nothing = calculate_trusted(scored(SCORES), tables(), rule, design)
    assert list(nothing.columns) == list(names.OUTCOME_COLUMNS)
    assert nothing.empty


MARKS = [
    ("Ann", "group", "t3", True),  # 4, then 6 at t4: +2; from the first answer 6 - 8 = -2
    ("Ben", "group", "t2", True),  # 5, then 9: +4; raw 0
    ("Cy", "group", "t1", True),  # trusted from the start: 7, then 5: -2; raw -2
    ("Di", "group", "t4", True),  # trust begins at t4 itself: not analysed up to t4
]


def rows(minimum: int = 2, to: str = "t4", **scores: dict[str, float]) -> pd.DataFrame:
    design = Design("example", TIMES, ("gender",), minimum)
    found = calculate_trusted(
        scored(scores or SCORES), tables(trust_flags=MARKS), (Trust(flagged=True),), design
    )
    assert set(found[names.SUBGROUP]) == {"all"}
    return found[found[names.TIMEPOINT_TO] == to].set_index(names.STATISTIC)


def test_change_from_the_trusted_baseline_beside_that_of_the_same_people() -> None:
    found = rows()
    assert found["timepoint_from"].unique().tolist() == ["t1"]
    assert found.loc["n_trusted", "estimate"] == 3
    assert found["n"].tolist() == [3] * 5
    assert found["n_missing"].tolist() == [1] * 5  # Eve has the first answer, not the last
    assert found.loc["mean_from_trusted", "estimate"] == pytest.approx((4 + 5 + 7) / 3)
    changes = np.array([2.0, 4.0, -2.0])
    trusted = found.loc["mean_change_trusted"]
    assert trusted["estimate"] == pytest.approx(4 / 3)
    std_error = math.sqrt(28 / 3) / math.sqrt(3)  # deviations 2/3, 8/3, -10/3: squares add up to 168/9
    assert trusted["std_error"] == pytest.approx(std_error)
    reach = 4.302652729911275 * std_error  # t of 97.5 % with 2 degrees of freedom, from a table
    assert [trusted["ci_low"], trusted["ci_high"]] == pytest.approx([4 / 3 - reach, 4 / 3 + reach])
    assert found.loc["p_value_t_trusted", "estimate"] == pytest.approx(stats.ttest_1samp(changes, 0).pvalue)
    assert found.loc["mean_change_same_people", "estimate"] == pytest.approx((-2 + 0 - 2) / 3)


def test_earlier_comparisons_take_only_whom_trust_was_there_for_before() -> None:
    assert rows(to="t2").loc["n_trusted", "estimate"] == 0  # Cy is trusted at t1 and misses t2
    third = rows(to="t3", minimum=2)
    assert third.loc["n_trusted", "estimate"] == 2  # Ben from t2, Cy from t1; Ann only begins at t3
    assert third.loc["mean_change_trusted", "estimate"] == pytest.approx((0 - 4) / 2)


def test_below_the_minimum_people_are_counted_and_nothing_else() -> None:
    found = rows(minimum=4)
    assert found.loc["n_trusted", "estimate"] == 3
    rest = found.drop(index="n_trusted")
    assert rest[["estimate", "ci_low", "ci_high", "std_error"]].isna().all(axis=None)
    assert set(rest["method"]) == {"not calculated: fewer than 4 pairs"}
    assert len(rest) == 4


def test_a_score_that_was_not_asked_at_the_first_trusted_time_starts_at_the_next_trusted_one() -> None:
    marks = [(person, "group", time, True) for person in ("Ann", "Ben") for time in ("t2", "t3")]
    often = scored({"Ann": {"t1": 1, "t2": 1, "t4": 1}, "Ben": {"t1": 1, "t2": 1, "t4": 1}}, "mood")
    rarely = scored({"Ann": {"t1": 8, "t3": 5, "t4": 4}, "Ben": {"t1": 8, "t3": 7, "t4": 5}}, "sleep")
    found = calculate_trusted(
        pd.concat([often, rarely]),
        tables(trust_flags=marks),
        (Trust(flagged=True),),
        Design("example", TIMES, (), 2),
    )
    sleep = found[(found["measure"] == "sleep") & (found["timepoint_to"] == "t4")].set_index("statistic")
    assert sleep.loc["mean_from_trusted", "estimate"] == pytest.approx(6)
    assert sleep.loc["mean_change_trusted", "estimate"] == pytest.approx(-1.5)


def test_a_comparison_declared_to_begin_later_never_looks_before_its_beginning() -> None:
    marks = [("Ann", "group", "t1", True), ("Ann", "group", "t3", True), ("Ben", "group", "t2", True)]
    design = Design("example", TIMES, (), 2, declared=(("mood", "total", "t2", "t4"),))
    found = calculate_trusted(scored(SCORES), tables(trust_flags=marks), (Trust(flagged=True),), design)
    later = found[found["timepoint_from"] == "t2"].set_index("statistic")
    assert later.loc["mean_from_trusted", "estimate"] == pytest.approx((4 + 5) / 2)  # Ann's t1 is earlier
    assert later.loc["mean_change_same_people", "estimate"] == pytest.approx(((6 - 7) + (9 - 5)) / 2)


def test_nobody_trusted_is_counted_as_nobody() -> None:
    design = Design("example", TIMES, (), 2)
    found = calculate_trusted(scored(SCORES), tables(), (Trust(flagged=True),), design)
    assert found.loc[found["statistic"] == "n_trusted", "estimate"].tolist() == [0.0, 0.0, 0.0]
