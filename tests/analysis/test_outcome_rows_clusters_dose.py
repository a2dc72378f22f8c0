"""Change of people in clusters, and change against sessions, as rows of outcomes.csv."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.analysis.clustered import calculate_clustered
from evalkit.analysis.outcomes import Design
from evalkit.analysis.sessions_dose import calculate_dose
from evalkit.analysis.waves import calculate_waves
from outcome_row_tables import assert_only_counted, by_statistic, expected, numbers, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcome_row_tables import Reference

NAN = math.nan
SCHOOLS = Path(__file__).parents[1] / "reference" / "schools.csv"
TWO = ("t1", "t2")


# Clusters


def schools(case: str, first: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.read_csv(SCHOOLS)
    table = table[table["case"] == case]
    kept = table[table["school"].isin(sorted(table["school"].unique())[:first])]
    ids = [f"P{k}" for k in range(len(kept))]
    return tables(ids, {"t1": kept["pre"], "t2": kept["post"]}, school=kept["school"])


def clustered(
    scores: pd.DataFrame, people: pd.DataFrame, minimum: int = 3, cluster: str = "school"
) -> dict[str, dict[str, Any]]:
    return by_statistic(
        calculate_clustered(scores, people, {"group": cluster}, Design("x", TWO, (), minimum))
    )


@pytest.mark.parametrize(("case", "first", "k"), [("equal", None, 6), ("unequal", 8, 8)])
def test_few_clusters_take_the_model(reference: Reference, case: str, first: int | None, k: int) -> None:
    found = clustered(*schools(case, first))
    row = found["mean_change_cluster"]
    [answer] = expected(reference, case).values()
    assert numbers(row) == pytest.approx(answer, rel=1e-6)
    assert row["method"] == (
        f"mixed model of the changes, a level of their own for each of {k} clusters, REML; "
        f"t interval, {k - 1} degrees of freedom; too few clusters to rely on the interval"
    )
    assert found["n_clusters"]["estimate"] == k


def test_from_twenty_clusters_on_no_word_warns_of_too_few(reference: Reference) -> None:
    found = clustered(*schools("unequal"))
    [answer] = expected(reference, "unequal all").values()
    row = found["mean_change_cluster"]
    assert numbers(row) == pytest.approx(answer, rel=1e-6)
    assert row["method"] == (
        "mixed model of the changes, a level of their own for each of 24 clusters, REML; "
        "t interval, 23 degrees of freedom"
    )
    answers = expected(reference, "unequal", "change_expected.csv")
    assert numbers(found["icc"])[:3] == pytest.approx(answers["icc"][:3], rel=1e-8)
    assert found["icc"]["method"] == "one-way analysis of variance of the changes, 24 clusters; F interval"
    assert {row["n"] for row in found.values()} == {132}


def test_fewer_than_five_clusters_have_no_interval() -> None:
    found = clustered(*schools("equal", 4))
    row = found["mean_change_cluster"]
    assert row["estimate"] == pytest.approx(-3.9, abs=1.5)
    assert all(math.isnan(number) for number in numbers(row)[1:])
    assert row["method"].endswith("4 clusters, REML; interval not calculated: fewer than 5 clusters")


def test_people_without_a_cluster_are_left_out() -> None:
    scores, people = schools("equal")
    whole = clustered(scores, people)
    people.loc[people["school"] == "S06", "school"] = None
    found = clustered(scores, people)
    assert (found["icc"]["n"], found["icc"]["n_missing"], found["n_clusters"]["estimate"]) == (40, 0, 5)
    assert found["mean_change_cluster"]["estimate"] != whole["mean_change_cluster"]["estimate"]
    none = clustered(scores, people, cluster="class")
    assert (none["n_clusters"]["estimate"], none["n_clusters"]["n"]) == (0, 0)
    assert_only_counted(none["icc"], "not calculated: fewer than 3 pairs")
    assert_only_counted(none["mean_change_cluster"], "not calculated: fewer than 3 pairs")


@pytest.mark.parametrize(
    ("post", "school", "change", "icc"),
    [
        (
            [4, 3, 2, 1],
            "aabb",
            "not calculated: everybody changed by the same amount",
            "not calculated: one cluster only, one person in each, or nobody differs",
        ),
        (
            [4, 4, 1, 1],
            "aaaa",
            "not calculated: one cluster, or no difference within any",
            "not calculated: one cluster only, one person in each, or nobody differs",
        ),
        ([4, 3, 4, 3], "aabb", "not calculated: one cluster, or no difference within any", None),
        ([NAN] * 4, "aabb", "not calculated: fewer than 3 pairs", "not calculated: fewer than 3 pairs"),
    ],
    ids=["alike", "one cluster", "no difference within", "nobody paired"],
)
def test_clusters_that_give_nothing_say_why(
    post: list[float], school: str, change: str, icc: str | None
) -> None:
    scores, people = tables("wxyz", {"t1": [5, 4, 3, 2], "t2": post}, school=school)
    found = clustered(scores, people)
    assert_only_counted(found["mean_change_cluster"], change)
    if icc is not None:
        assert_only_counted(found["icc"], icc)


def test_other_components_get_no_rows() -> None:
    assert calculate_clustered(*schools("equal"), {"club": "school"}, Design("x", TWO, (), 3)) == []


# Sessions


CHANGE = [-1, -2, -2, -5, -4, 0, -7, 1, -3, -6, -2, -8]
SESSIONS = [2, 3, 5, 8, 9, 1, 8, 2, 4, 7, 4, 8]


def dose(
    change: Sequence[float], sessions: Sequence[int | None], minimum: int = 3
) -> dict[str, dict[str, Any]]:
    ids = [f"P{k}" for k in range(len(change))]
    scores, people = tables(ids, {"t1": [20] * len(ids), "t2": [20 + number for number in change]})
    register = [
        {"component": "group", "respondent_id": who, "session": number, "attended": number <= came}
        for who, came in zip(ids, sessions, strict=True)
        if came is not None
        for number in range(1, 11)
    ]
    columns = ["component", "respondent_id", "session", "attended"]
    rows = calculate_dose(
        scores, people, pd.DataFrame(register, columns=columns), Design("x", TWO, (), minimum)
    )
    return by_statistic(rows)


def test_dose_equals_r(reference: Reference) -> None:
    found = dose(CHANGE, SESSIONS)
    answers = expected(reference, "sessions", "change_expected.csv")
    assert numbers(found["dose_slope"]) == pytest.approx(answers["slope"], rel=1e-8)
    assert found["dose_spearman"]["estimate"] == pytest.approx(answers["spearman"][0], rel=1e-8)
    assert found["dose_slope"]["method"] == "points of change per session attended, straight line; t interval"
    assert math.isnan(found["dose_spearman"]["ci_low"])
    assert {row["n"] for row in found.values()} == {12}


def test_people_outside_the_register_are_left_out_and_nought_sessions_count() -> None:
    found = dose([*CHANGE, -40], [*SESSIONS, None])
    assert numbers(found["dose_slope"]) == numbers(dose(CHANGE, SESSIONS)["dose_slope"])
    assert found["dose_slope"]["n"] == 12
    assert dose([*CHANGE, -40], [*SESSIONS, 0])["dose_slope"]["n"] == 13


@pytest.mark.parametrize(
    ("change", "sessions", "minimum", "method"),
    [
        ([-1, -2, -4], [1, 2, 3], 4, "not calculated: fewer than 4 pairs"),
        ([-1, -2], [1, 2], 2, "not calculated: fewer than 3 pairs"),
        ([NAN] * 4, [1, 2, 3, 4], 3, "not calculated: fewer than 3 pairs"),
        ([-1, -2, -4, -3], [5] * 4, 3, "not calculated: everybody came equally often"),
        ([-1] * 4, [1, 2, 3, 4], 3, "not calculated: everybody changed by the same amount"),
    ],
    ids=["few", "two", "nobody paired", "equally often", "alike"],
)
def test_sessions_that_give_nothing_say_why(
    change: list[float], sessions: list[int], minimum: int, method: str
) -> None:
    found = dose(change, sessions, minimum)
    assert set(found) == {"dose_slope", "dose_spearman"}
    for row in found.values():
        assert_only_counted(row, method)


def test_people_on_one_line_have_a_slope_without_interval() -> None:
    row = dose([-1, -2, -3, -4], [1, 2, 3, 4])["dose_slope"]
    assert row["estimate"] == pytest.approx(-1)
    assert math.isnan(row["ci_low"])
    assert row["method"].endswith("interval not calculated: all people lie on the line")


def test_a_component_without_a_register_gets_no_rows() -> None:
    assert dose(CHANGE, [None] * 12) == {}


# Nothing that people can answer breaks a run

answer = st.one_of(st.just(NAN), st.integers(0, 3).map(float))


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(answer, answer, answer, st.sampled_from(["a", "b", "c", "d", "e", "f", None])),
        min_size=1,
        max_size=14,
    )
)
def test_every_row_has_a_number_or_a_reason(
    people_drawn: list[tuple[float, float, float, str | None]],
) -> None:
    first, second, third, school = zip(*people_drawn, strict=True)
    ids = [f"P{k}" for k in range(len(first))]
    scores, people = tables(ids, {"t1": first, "t2": second, "t3": third}, school=school)
    design = Design("x", ("t1", "t2", "t3"), ("school",), 2)
    register = pd.DataFrame(
        {"component": "group", "respondent_id": ids, "session": 1, "attended": [value > 1 for value in first]}
    )
    rows = [
        *calculate_waves(scores, people, design),
        *calculate_clustered(scores, people, {"group": "school"}, design),
        *calculate_dose(scores, people, register, design),
    ]
    for row in rows:
        assert math.isnan(row["estimate"]) == row["method"].startswith("not calculated: "), row
        assert not row["ci_low"] > row["ci_high"], row
