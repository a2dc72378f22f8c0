"""Goals worked by hand: which moved, which people moved by either rule, occasions, themes, statuses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis.goals import GOAL_COLUMNS, list_goal_changes, summarise_goals

if TYPE_CHECKING:
    from collections.abc import Sequence

START = pd.Timestamp("2024-01-01")

Rating = tuple[str, str, int, float]


def goals(*rows: Rating, **columns: Sequence[str | None]) -> pd.DataFrame:
    """Return ratings of goals: person, goal, days since the start, rating; and further columns."""
    frame = pd.DataFrame(rows, columns=["respondent_id", "goal", "day", "rating"])
    date = START + pd.to_timedelta(frame.pop("day"), unit="D")
    frame = frame.assign(component="group", date=date, theme=None)
    for name, values in columns.items():
        frame[name] = values
    return frame


FIVE_PEOPLE = goals(
    ("A", "1", 0, 2), ("A", "1", 30, 8), ("A", "2", 0, 4), ("A", "2", 30, 1),  # one goal up 6, one back 3
    ("B", "1", 0, 1), ("B", "1", 20, 1), ("B", "1", 40, 5), ("B", "2", 0, 3), ("B", "2", 40, 4),  # up 4 and 1
    ("C", "1", 0, 2), ("C", "1", 25, 4),  # a small step
    ("D", "1", 0, 6), ("D", "1", 25, 2),  # back 4
    ("E", "1", 0, 3),  # rated once
)  # fmt: skip


def summary(frame: pd.DataFrame, minimum_pairs: int = 2, **rules: Any) -> dict[tuple[str, str], Any]:
    """Return the rows of the summary by statistic and category."""
    found = summarise_goals(frame, "example", minimum_pairs=minimum_pairs, **rules)
    assert list(found.columns) == list(GOAL_COLUMNS)
    rows = found.assign(category=found["category"].fillna("")).to_dict("records")
    assert len({(row["statistic"], row["category"]) for row in rows}) == len(rows)
    return {(str(row["statistic"]), str(row["category"])): row for row in rows}


def lines(frame: pd.DataFrame) -> dict[tuple[str, str], Any]:
    """Return the goals by person and goal."""
    rows = list_goal_changes(frame).to_dict("records")
    return {(str(row["respondent_id"]), str(row["goal"])): row for row in rows}


def counts(frame: pd.DataFrame, *statistics: str, **rules: Any) -> list[float]:
    found = summary(frame, **rules)
    return [float(found[(statistic, "")]["estimate"]) for statistic in statistics]


def parts(stem: str) -> list[str]:
    return [f"{stem}_{way}" for way in ("moved", "not_moved", "moved_back")]


def test_goals_and_people_by_each_rule() -> None:
    assert counts(FIVE_PEOPLE, "people_with_goals", "goals", "people_rated_twice", "goals_rated_twice") == [
        5, 7, 4, 6,
    ]  # fmt: skip
    assert counts(FIVE_PEOPLE, *parts("goals")) == [2, 2, 2]
    assert counts(FIVE_PEOPLE, *parts("people_any")) == [1, 1, 2]
    assert counts(FIVE_PEOPLE, *parts("people_mean")) == [0, 3, 1]
    assert counts(FIVE_PEOPLE, *parts("people_mean"), mean_threshold=2.45, provisional=True) == [1, 2, 1]


def test_the_method_names_rule_and_source_and_marks_what_is_provisional() -> None:
    strict = summary(FIVE_PEOPLE)
    loose = summary(FIVE_PEOPLE, mean_threshold=2.45, provisional=True)
    assert strict[("goals_moved", "")]["method"] == (
        "count of goals: 3 points or more, last minus first (NHS England)"
    )
    assert strict[("people_any_moved", "")]["method"].endswith("any goal back goes first")
    assert "3 points" in strict[("people_mean_moved", "")]["method"]
    assert "provisional" not in " ".join(row["method"] for row in strict.values())
    assert "2.45 points or more (provisional)" in loose[("people_mean_moved", "")]["method"]


def test_decimal_ratings_three_points_apart_have_moved() -> None:
    frame = goals(("A", "1", 0, 2.1), ("A", "1", 9, 5.1), ("B", "1", 0, 0.3), ("B", "1", 9, 0.1 + 0.2))
    assert 5.1 - 2.1 < 3
    assert counts(frame, "goals_moved", "people_mean_moved") == [1, 1]
    assert counts(frame, "goals_up", "goals_same", "people_same") == [1, 1, 1]


def test_each_goal_keeps_its_own_line() -> None:
    found = lines(FIVE_PEOPLE)
    slow = found[("B", "1")]
    assert (slow["first"], slow["last"], slow["change"], slow["n_ratings"]) == (1, 5, 4, 3)
    assert slow["days_to_first_movement"] == 40
    moved = [row["moved"] for row in found.values() if isinstance(row["moved"], str)]
    assert moved == ["moved", "moved back", "moved", *["not moved"] * 2, "moved back"]
    once = found[("E", "1")]
    assert pd.isna(once["change"])
    assert pd.isna(once["moved"])
    assert pd.isna(found[("D", "1")]["days_to_first_movement"])


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = FIVE_PEOPLE.sample(frac=1, random_state=3)
    first = {key: row["estimate"] for key, row in summary(FIVE_PEOPLE).items()}
    assert {key: row["estimate"] for key, row in summary(shuffled).items()} == pytest.approx(
        first, nan_ok=True
    )


def test_the_same_goal_number_in_two_components_is_two_goals() -> None:
    both = pd.concat([FIVE_PEOPLE, FIVE_PEOPLE.assign(component="other", rating=5.0)])
    found = summarise_goals(both, "example", minimum_pairs=2)
    up = found[found["statistic"] == "goals_up"]
    assert dict(zip(up["component"], up["estimate"], strict=True)) == {"group": 4, "other": 0}


def test_time_to_first_movement_counts_goals_that_have_not_moved_yet() -> None:
    # Events at 25, 30, 40, 40; goals that never rose were followed 25 and 30 days.
    found = summary(FIVE_PEOPLE)[("first_movement_days_median", "")]
    assert (found["estimate"], found["ci_low"], found["n"], found["confidence_level"]) == (40, 25, 4, 0.95)
    assert found["method"].endswith("as if the goals of one person were independent; not reached: upper end")


def test_a_time_that_was_not_reached_says_so() -> None:
    frame = goals(*[(person, "1", day, 5) for person in "ABCD" for day in (0, 30)])
    row = summary(frame)[("first_movement_days_median", "")]
    assert all(math.isnan(row[name]) for name in ("estimate", "ci_low", "ci_high", "confidence_level"))
    assert row["method"].endswith("; not reached: estimate, lower end, upper end")


def test_below_the_minimum_people_are_counted_and_nothing_is_inferred() -> None:
    found = summary(FIVE_PEOPLE, minimum_pairs=5)
    for statistic in ("first_movement_days_median", "first_movement_days_q25"):
        row = found[(statistic, "")]
        assert math.isnan(row["estimate"])
        assert row["method"] == "not calculated: fewer than 5 people"
    assert math.isnan(found[("mean_change", "")]["ci_low"])
    assert found[("goals_moved", "")]["estimate"] == 2


def test_people_are_counted_at_each_occasion_and_quantiles_are_over_people() -> None:
    found = summary(FIVE_PEOPLE)
    assert [found[("n_rated", str(k))]["estimate"] for k in (1, 2, 3)] == [5, 4, 1]
    # First ratings by person: A 3, B 2, C 2, D 6, E 3.
    quantiles = [found[(f"rating_{name}", "1")]["estimate"] for name in ("q25", "median", "q75")]
    assert quantiles == [2, 3, 3]
    later = found["rating_median", "2"]
    assert (later["estimate"], later["n"]) == (3.25, 4)


def test_themes_add_up_and_a_blank_one_is_not_recorded() -> None:
    frame = goals(
        ("A", "1", 0, 2), ("A", "2", 0, 2), ("B", "1", 0, 2), ("B", "1", 9, 2), ("C", "1", 0, 1),
        theme=["Sleep", "Sleep", "Family", None, None],
    )  # fmt: skip
    found = {key: row["estimate"] for key, row in summary(frame).items() if key[0].startswith("theme")}
    assert found == {
        ("theme_goals", "Family"): 1,
        ("theme_goals", "Sleep"): 2,
        ("theme_goals", "not recorded"): 1,
        ("theme_people", "Family"): 1,
        ("theme_people", "Sleep"): 1,
        ("theme_people", "not recorded"): 1,
    }
    assert not [key for key in summary(FIVE_PEOPLE) if key[0].startswith("theme")]


def test_the_latest_status_of_a_goal_decides() -> None:
    frame = goals(
        ("A", "1", 0, 2), ("A", "1", 9, 2), ("A", "2", 0, 2), ("B", "1", 0, 3), ("B", "1", 9, 3),
        status=["abandoned", "changed", None, "abandoned", None],
    )  # fmt: skip
    assert counts(frame, "goals_abandoned", "goals_changed") == [1, 1]
    assert list_goal_changes(frame)["status"].fillna("").tolist() == ["changed", "", "abandoned"]
    assert ("goals_abandoned", "") not in summary(FIVE_PEOPLE)


def test_nobody_rated_twice_gives_zeros_and_no_times() -> None:
    frame = goals(("A", "1", 0, 2), ("B", "1", 0, 4))
    found = summary(frame, minimum_pairs=0)
    assert counts(frame, *parts("people_any"), *parts("people_mean"), *parts("goals")) == [0] * 9
    assert found[("first_movement_days_q25", "")]["method"] == "not calculated: fewer than 1 people"
    assert math.isnan(found[("mean_change", "")]["estimate"])


def test_no_goals_no_rows() -> None:
    empty = FIVE_PEOPLE.iloc[:0]
    assert summarise_goals(empty, "example", minimum_pairs=2).empty
    assert list_goal_changes(empty).empty


@pytest.mark.parametrize("stem", ["goals", "people_any", "people_mean"])
def test_the_parts_add_up(stem: str) -> None:
    whole = "goals_rated_twice" if stem == "goals" else "people_rated_twice"
    *found, total = counts(FIVE_PEOPLE, *parts(stem), whole)
    assert sum(found) == total
