"""Declared outcomes corrected for their number, and mixed models over three timepoints or more."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis.outcome_rows import outcome_row
from evalkit.analysis.outcomes import Design, calculate_outcomes
from evalkit.analysis.primaries import adjust_primaries
from evalkit.analysis.waves import calculate_waves
from outcome_row_tables import (
    TRIAL,
    assert_only_counted,
    by_statistic,
    expected,
    numbers,
    primary_keys,
    study,
    tables,
    trial,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcome_row_tables import Reference

NAN = math.nan
TWO = ("t1", "t2")
MODELLED = ("mean_from_model", "mean_to_model", "mean_change_model")


# Declared primary outcomes


def test_holm_over_two_declared_outcomes_equals_r(reference: Reference) -> None:
    declared = study(primary=[primary_keys("baseline", "2m"), primary_keys("2m", "8m")]).primary
    outcomes = calculate_outcomes(*trial(), replace(TRIAL, declared=(("bdi", "total", "2m", "8m"),)))
    first, second = adjust_primaries(outcomes, declared)
    assert (first["timepoint_to"], first["n"], first["n_missing"]) == ("2m", 97, 3)
    assert (second["timepoint_from"], second["timepoint_to"], second["n"]) == ("2m", "8m", 52)
    for row, case in ((first, "bdi.pre bdi.2m"), (second, "bdi.2m bdi.8m")):
        answer = expected(reference, case)["p_value_t_holm"][0]
        assert row["estimate"] == pytest.approx(answer, rel=1e-8)
        assert row["method"] == "Holm over 2 declared primary outcomes, of the paired t test"
        assert (row["statistic"], row["subgroup"]) == ("p_value_t_holm", "all")


def test_one_declared_outcome_has_nothing_to_correct() -> None:
    outcomes = calculate_outcomes(*trial(), TRIAL)
    [row] = adjust_primaries(outcomes, study(primary=[primary_keys("baseline", "8m")]).primary)
    own = outcomes[(outcomes["subgroup"] == "all") & (outcomes["timepoint_to"] == "8m")]
    assert row["estimate"] == own.loc[own["statistic"] == "p_value_t", "estimate"].item()
    assert row["method"] == "one declared primary outcome, so nothing to correct: p of the paired t test"


def two_components() -> pd.DataFrame:
    ids = [f"P{k}" for k in range(6)]
    frames = []
    for component, later in (("group", [9, 8, 9, 6, 5, 6]), ("club", [10, 9, 8, 8, 7, 5])):
        scores, people = tables(ids, {"t1": [10, 9, 9, 8, 7, 6], "t2": later})
        people, scores = people.assign(component=component), scores.assign(component=component)
        frames.append(calculate_outcomes(scores, people, Design("x", TWO, (), 4)))
    return pd.concat(frames, ignore_index=True)


def test_an_outcome_without_a_component_is_one_in_each() -> None:
    outcomes = two_components()
    p_values = outcomes.loc[outcomes["statistic"] == "p_value_t", "estimate"].tolist()
    assert p_values[0] < p_values[1]
    rows = adjust_primaries(outcomes, study(primary=[primary_keys("t1", "t2")]).primary)
    assert [row["component"] for row in rows] == ["group", "club"]
    assert [row["estimate"] for row in rows] == pytest.approx(
        [2 * p_values[0], max(2 * p_values[0], p_values[1])]
    )
    [alone] = adjust_primaries(outcomes, study(primary=[primary_keys("t1", "t2", component="club")]).primary)
    assert alone["estimate"] == p_values[1]


def with_trusted(outcomes: pd.DataFrame, p_value: float, method: str = "paired t test") -> pd.DataFrame:
    label = ("group", "bdi", "total", "all", "all", *TWO)
    row = outcome_row("x", label, "p_value_t_trusted", p_value, n=5, n_missing=0, method=method)
    return pd.DataFrame([*outcomes.to_dict("records"), row])


def test_a_trusted_baseline_takes_its_own_test() -> None:
    outcomes = with_trusted(two_components(), 0.004)
    trusted = study(primary=[primary_keys("t1", "t2", component="group", baseline="trusted")]).primary
    [row] = adjust_primaries(outcomes, trusted)
    assert (row["estimate"], row["n"]) == (0.004, 5)
    assert row["method"].endswith("p of the paired t test from the trusted baseline")
    [absent] = adjust_primaries(two_components(), trusted)
    assert_only_counted(absent, "not calculated: nobody has a trusted baseline")
    assert absent["n"] == 0


def test_a_test_that_was_not_calculated_keeps_its_reason_and_does_not_count() -> None:
    reason = "not calculated: fewer than 4 people"
    outcomes = with_trusted(two_components(), NAN, reason)
    keys = [
        primary_keys("t1", "t2", component="group", baseline="trusted"),
        primary_keys("t1", "t2", component="club"),
    ]
    few, other = adjust_primaries(outcomes, study(primary=keys).primary)
    assert_only_counted(few, reason)
    assert other["method"].startswith("one declared primary outcome")


def test_declared_outcomes_of_constant_changes_say_so() -> None:
    scores, people = tables("abcd", {"t1": [5, 4, 3, 2], "t2": [4, 3, 2, 1]})
    outcomes = calculate_outcomes(scores, people, Design("x", TWO, (), 4))
    [row] = adjust_primaries(outcomes, study(primary=[primary_keys("t1", "t2")]).primary)
    assert_only_counted(row, "not calculated: everybody changed by the same amount")
    assert adjust_primaries(outcomes, ()) == []


# Three timepoints or more


def test_estimated_means_of_the_trial_equal_r(reference: Reference) -> None:
    rows = calculate_waves(*trial(), replace(TRIAL, declared=(("bdi", "total", "2m", "8m"),)))
    assert [(row["timepoint_from"], row["timepoint_to"]) for row in rows[::3]] == [
        *(("baseline", end) for end in ("2m", "3m", "5m", "8m")),
        ("2m", "8m"),
    ]
    for start, case, n_missing in (("baseline", "bdi.pre bdi.8m", 48), ("2m", "bdi.2m bdi.8m", 45)):
        found = by_statistic(
            [row for row in rows if (row["timepoint_from"], row["timepoint_to"]) == (start, "8m")]
        )
        assert tuple(found) == MODELLED
        answers = expected(reference, case)
        for statistic in MODELLED:
            assert numbers(found[statistic]) == pytest.approx(answers[statistic], rel=1e-6)
            assert (found[statistic]["n"], found[statistic]["n_missing"]) == (100, n_missing)
            assert found[statistic]["method"] == (
                "linear mixed model, random intercept, REML; timepoint as a factor, all available scores, t interval"
            )


def waves(answers: Mapping[str, Sequence[float]], minimum: int = 3) -> list[dict[str, Any]]:
    scores, people = tables([f"P{k}" for k in range(len(answers["t1"]))], answers)
    return calculate_waves(scores, people, Design("x", ("t1", "t2", "t3"), (), minimum))


def test_two_timepoints_have_no_model() -> None:
    assert waves({"t1": [5, 4, 3, 6], "t2": [4, 4, 2, 7]}) == []
    assert waves({"t1": [5, 4, 3, 6], "t2": [4, 4, 2, 7], "t3": [NAN] * 4}) == []


def test_people_who_answered_only_later_are_in_the_model() -> None:
    rows = waves({"t1": [5, 4, 3, 6, NAN], "t2": [4, 4, 2, 7, NAN], "t3": [4, 2, 2, 5, 9]})
    assert {row["n"] for row in rows} == {5}
    assert {row["n_missing"] for row in rows} == {0}
    assert all(math.isfinite(row["estimate"]) for row in rows)


def test_few_people_or_few_pairs_are_counted_only() -> None:
    answers: dict[str, list[float]] = {"t1": [5, 4, 3, 6], "t2": [4, 4, 2, 7], "t3": [4, 2, NAN, NAN]}
    for row in waves(answers, minimum=5):
        assert_only_counted(row, "not calculated: fewer than 5 people")
    second, third = waves(answers)[:3], waves(answers)[3:]
    assert all(math.isfinite(row["estimate"]) for row in second)
    for row in third:
        assert_only_counted(row, "not calculated: fewer than 3 pairs")


def test_constant_scores_have_no_model() -> None:
    for row in waves(dict.fromkeys(("t1", "t2", "t3"), [7] * 5)):
        assert_only_counted(row, "not calculated: the design leaves no residual")
    for row in waves({"t1": [5, 4, 3, 6], "t2": [4, 3, 2, 5], "t3": [4, 3, 2, 5]}):
        assert_only_counted(row, "not calculated: no score differs from the person's others")
