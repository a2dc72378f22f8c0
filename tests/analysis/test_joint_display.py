from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit import names
from evalkit.analysis.category_rows import category_rows
from evalkit.analysis.joint_display import JOINT_COLUMNS, calculate_joint
from evalkit.analysis.joint_pairs import Expects, JointPair
from evalkit.analysis.outcome_rows import outcome_row
from evalkit.analysis.themes import THEME_COLUMNS
from evalkit.analysis.wide_scores import Comparison

SPAN = Comparison("group", "who5", "total", "before", "after")


def _theme(component: str = "group", **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(THEME_COLUMNS, "all") | {"grantee": "example", "component": component}
    numbers = {"people": 12.0, "of": 20.0, "excerpts": 31.0, "documents": 0.0, "of_documents": 0.0}
    own = {"level": "theme", "theme": "trust", "code": "trust", "title": "Trust"}
    return row | own | numbers | {"suppressed": False, "hidden_because": ""} | changes


def _change(estimate: float, low: float, high: float, **changes: Any) -> dict[str, Any]:
    row = outcome_row(
        "example", SPAN.label, "mean_change", estimate, n=18, n_missing=2, method="t", interval=(low, high)
    )
    return row | changes


def _joint(
    *,
    themes: list[dict[str, Any]] | None = None,
    outcomes: list[dict[str, Any]] | None = None,
    categories: list[dict[str, Any]] | None = None,
    expects: Expects | None = "rise",
    component: str | None = None,
) -> pd.DataFrame:
    return calculate_joint(
        pd.DataFrame(outcomes if outcomes is not None else [], columns=list(names.OUTCOME_COLUMNS)),
        pd.DataFrame(categories or [], columns=list(names.CATEGORY_COLUMNS)),
        pd.DataFrame(themes if themes is not None else [_theme()], columns=list(THEME_COLUMNS)),
        [JointPair("trust", "Trust", "who5", "total", component, expects)],
        [SPAN],
    )


@pytest.mark.parametrize(
    ("interval", "expects", "says", "reason"),
    [
        ((1.0, 5.0), "rise", "agree", "change_as_expected"),
        ((-5.0, -1.0), "fall", "agree", "change_as_expected"),
        ((-5.0, -1.0), "rise", "diverge", "change_against_expectation"),
        ((1.0, 5.0), "fall", "diverge", "change_against_expectation"),
        ((-1.0, 5.0), "rise", "adds", "no_change_beyond_chance"),
        ((0.0, 5.0), "rise", "adds", "no_change_beyond_chance"),
        ((math.nan, math.nan), "rise", "adds", "change_without_interval"),
        ((1.0, 5.0), None, "adds", "theme_expects_nothing"),
    ],
)
def test_score_and_story_side_by_side(
    interval: tuple[float, float], expects: Expects | None, says: str, reason: str
) -> None:
    joint = _joint(outcomes=[_change(2.0, *interval)], expects=expects)

    assert tuple(joint.columns) == JOINT_COLUMNS
    assert joint[["says", "reason"]].values.tolist() == [[says, reason]]
    assert joint[["people", "of", "excerpts", "n", "estimate"]].values.tolist() == [[12, 20, 31, 18, 2]]
    assert joint[["timepoint_from", "timepoint_to"]].values.tolist() == [["before", "after"]]


def test_a_theme_without_a_score_adds() -> None:
    joint = _joint(themes=[_theme(), _theme("course")], outcomes=[_change(2, 1, 3)])

    course = joint[joint["component"] == "course"].iloc[0]
    assert (course["says"], course["reason"]) == ("adds", "no_score")
    assert course[["estimate", "n", "improved"]].isna().all()
    assert pd.isna(course["timepoint_from"])


def test_what_the_gate_hid_stays_hidden() -> None:
    hidden: dict[str, Any] = {"people": math.nan, "of": math.nan, "excerpts": math.nan, "suppressed": True}
    gone = {"estimate": math.nan, "ci_low": math.nan, "ci_high": math.nan, "n": math.nan, "suppressed": True}

    theme_hidden = _joint(themes=[_theme(**hidden)], outcomes=[_change(2, 1, 3)])
    change_hidden = _joint(outcomes=[_change(2, 1, 3) | gone])

    assert theme_hidden["says"].isna().all()
    assert theme_hidden["reason"].tolist() == ["theme_hidden"]
    assert theme_hidden[["people", "excerpts"]].isna().all(axis=None)
    assert change_hidden["says"].isna().all()
    assert change_hidden["reason"].tolist() == ["change_hidden"]
    assert change_hidden[["estimate", "n"]].isna().all(axis=None)


def test_nobody_told_is_said_as_such_and_a_group_counts_as_telling() -> None:
    nobody: dict[str, Any] = {"people": 0.0, "excerpts": 0.0}
    silent = _joint(themes=[_theme(**nobody)], outcomes=[_change(2, 1, 3)])
    focus_group = _joint(themes=[_theme(people=0.0, documents=2.0)], outcomes=[_change(2, 1, 3)])

    assert silent["reason"].tolist() == ["nobody_told"]
    assert focus_group["says"].tolist() == ["agree"]


def test_released_categories_stand_beside_and_hidden_ones_are_empty() -> None:
    label = ("group", "who5", "total", "before", "after")
    counted = {"improved": 9, "no_reliable_change": 6, "worse": 3}
    rows = category_rows("example", label, "reliable_change", counted, method="10")
    rows[2] |= {"suppressed": True, "n": math.nan}

    joint = _joint(outcomes=[_change(2, 1, 3)], categories=rows)

    assert joint[["improved", "no_reliable_change"]].values.tolist() == [[9, 6]]
    assert joint["worse"].isna().all()


def test_only_whole_cells_of_everybody_in_the_pairs_component_are_set_side_by_side() -> None:
    themes = [
        _theme("all"),
        _theme(),
        _theme("course"),
        _theme(subgroup_variable="gender", subgroup="woman"),
        _theme(timepoint="before"),
        _theme(theme="harm", code="harm"),
    ]

    joint = _joint(themes=themes, outcomes=[_change(2, 1, 3)], component="group")

    assert joint[["component", "theme"]].values.tolist() == [["group", "trust"]]


@given(
    st.tuples(st.floats(-9, 9), st.floats(-9, 9)).map(sorted),
    st.sampled_from(["rise", "fall"]),
)
def test_turning_score_and_expectation_round_says_the_same(limits: list[float], expects: Expects) -> None:
    low, high = limits
    turned: Expects = "fall" if expects == "rise" else "rise"

    said = _joint(outcomes=[_change((low + high) / 2, low, high)], expects=expects)
    mirrored = _joint(outcomes=[_change(-(low + high) / 2, -high, -low)], expects=turned)

    assert said["reason"].tolist() == mirrored["reason"].tolist()
    assert (said["says"] == "adds").all() == (low <= 0 <= high)
