"""People's own goals: how many moved, how far, how soon, and what they were about."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.goal_movement import (
    RELIABLE_POINTS,
    count_ways,
    follow_goals,
    judge_people_by_any_goal,
    judge_people_by_mean,
    list_goal_changes,
)
from evalkit.analysis.goal_ratings import summarise_occasions
from evalkit.analysis.goal_times import kaplan_meier_quantile
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL
from evalkit.analysis.paired import paired_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.analysis.goal_times import TimeQuantile

__all__ = ["GOAL_COLUMNS", "list_goal_changes", "summarise_goals"]

GOAL_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    names.STATISTIC,
    names.ESTIMATE,
    names.CI_LOW,
    names.CI_HIGH,
    names.CONFIDENCE_LEVEL,
    names.N,
    names.METHOD,
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
    "category",
)
FIRST_MOVEMENT: Final = {"first_movement_days_median": 0.50, "first_movement_days_q25": 0.25}
"""Share of the goals that had moved up by then, by statistic."""
_LEFT_AS_THEY_WERE: Final = ("abandoned", "changed")
_TIME_METHOD: Final = (
    "Kaplan-Meier over goals: days from a goal's first rating to the first one above it; goals that never "
    "rose end at their last rating; log-log interval, as if the goals of one person were independent"
)


def summarise_goals(
    goals: pd.DataFrame,
    grantee: str,
    *,
    minimum_pairs: int,
    mean_threshold: float = RELIABLE_POINTS,
    provisional: bool = False,
) -> pd.DataFrame:
    """Summarise the ratings (0-10) of people's own goals per component.

    A goal's change is its last rating minus its first, over goals rated on two days or more.
    Goals of one person are not independent, so means and their interval are over people: the
    mean of each person's goals. ``people_up``, ``people_same`` and ``people_down`` go by the
    sign of that mean.

    Parameters
    ----------
    goals : pandas.DataFrame
        Processed table ``goals``; ``theme`` and ``status`` may be absent.
    grantee : str
        Goes into the first column.
    minimum_pairs : int
        With fewer people rated twice, no interval and no time to first movement is calculated.
    mean_threshold : float
        Points by which the mean of a person's goals has to move (``people_mean_moved``).
    provisional : bool
        Whether that threshold could not be read at its source; then the method says so.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`GOAL_COLUMNS`, ``n`` the people behind a row. ``category`` is a theme, or
        the number of an occasion. Themes and goals given up have rows where any are recorded.
    """
    rows: list[dict[str, Any]] = []
    each = follow_goals(goals)
    per_mean = f"the average change of the person's goals is {mean_threshold:g} points or more"
    per_mean += " (provisional)" if provisional else ""
    has_status = bool(each["status"].notna().any())
    for component, part in goals.groupby(names.COMPONENT, sort=False):
        own = each[each[names.COMPONENT] == component]
        found = [
            *_changes(own, minimum_pairs),
            *_reliable_changes(own, mean_threshold, per_mean),
            *(_statuses(own) if has_status else ()),
            *_themes(own),
            *_times(own, minimum_pairs),
            *summarise_occasions(part),
        ]
        rows += [{names.COMPONENT: component, **row} for row in found]
    frame = pd.DataFrame(rows, columns=list(GOAL_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = grantee, False
    return frame


def _count(
    statistic: str, value: float, n: int, method: str = "", category: str | None = None
) -> dict[str, Any]:
    unit = "people" if "people" in statistic else "goals"
    return {
        names.STATISTIC: statistic,
        names.ESTIMATE: value,
        names.N: n,
        names.METHOD: f"count of {unit}{method}",
        "category": category,
    }


def _changes(each: pd.DataFrame, minimum_pairs: int) -> Iterator[dict[str, Any]]:
    """Count goals and people by the sign of their change, and average it over people."""
    twice = each[each["n_ratings"] > 1]
    people = twice.groupby(names.RESPONDENT_ID)[["first", "last", "change"]].mean()
    n_people = each[names.RESPONDENT_ID].nunique()
    yield _count("people_with_goals", n_people, n_people)
    yield _count("goals", len(each), n_people)
    yield _count("people_rated_twice", len(people), len(people))
    yield _count("goals_rated_twice", len(twice), len(people))
    # The last decimals are a trace of binary numbers, and a trace is no movement.
    for unit, values in (("goals", twice["change"].round(9)), ("people", people["change"].round(9))):
        yield _count(f"{unit}_up", int((values > 0).sum()), len(people))
        yield _count(f"{unit}_same", int((values == 0).sum()), len(people))
        yield _count(f"{unit}_down", int((values < 0).sum()), len(people))
    yield from _means(people, minimum_pairs)


def _means(people: pd.DataFrame, minimum_pairs: int) -> Iterator[dict[str, Any]]:
    """Average first and last rating and their difference over people."""
    result = paired_change(people["first"].to_numpy(float), people["last"].to_numpy(float))
    method = "mean over people of the mean of their goals"
    means = {"mean_first": result.mean_from, "mean_last": result.mean_to}
    for statistic, mean in means.items():
        yield {names.STATISTIC: statistic, names.ESTIMATE: mean, names.N: len(people), names.METHOD: method}
    enough = len(people) >= minimum_pairs and not math.isnan(result.ci_low)
    yield {
        names.STATISTIC: "mean_change",
        names.ESTIMATE: result.mean_change,
        names.CI_LOW: result.ci_low if enough else math.nan,
        names.CI_HIGH: result.ci_high if enough else math.nan,
        names.CONFIDENCE_LEVEL: CONFIDENCE_LEVEL if enough else math.nan,
        names.N: len(people),
        names.METHOD: f"{method}; paired t interval"
        if enough
        else f"{method}; too few people for an interval",
    }


def _reliable_changes(each: pd.DataFrame, threshold: float, per_mean: str) -> Iterator[dict[str, Any]]:
    """Count goals and people that moved by more than a small step, by each of the rules."""
    twice = each[each["n_ratings"] > 1]
    n = twice[names.RESPONDENT_ID].nunique()
    per_goal = f"{RELIABLE_POINTS:g} points or more, last minus first (NHS England)"
    rules = {
        "goals": (twice["moved"], per_goal),
        "people_any": (judge_people_by_any_goal(twice), f"any goal by {per_goal}; any goal back goes first"),
        "people_mean": (judge_people_by_mean(twice, threshold), per_mean),
    }
    for unit, (ways, rule) in rules.items():
        for way, count in count_ways(ways).items():
            yield _count(f"{unit}_{str(way).replace(' ', '_')}", count, n, f": {rule}")


def _statuses(each: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Count goals that were given up or changed for another."""
    n = each[names.RESPONDENT_ID].nunique()
    for status in _LEFT_AS_THEY_WERE:
        yield _count(f"goals_{status}", int((each["status"] == status).sum()), n, ", by latest status")


def _themes(each: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Count goals and people by theme; nothing where no theme is recorded."""
    if not each["theme"].notna().any():
        return
    themed = each.assign(theme=each["theme"].fillna(names.NOT_RECORDED).astype(str))
    n = each[names.RESPONDENT_ID].nunique()
    groups = themed.groupby("theme")
    counts = {"theme_goals": groups.size(), "theme_people": groups[names.RESPONDENT_ID].nunique()}
    # By the alphabet: an order by size would tell how large a hidden theme is.
    for statistic, counted in counts.items():
        for theme, count in counted.sort_index().items():
            yield _count(statistic, int(count), n, category=str(theme))


def _times(each: pd.DataFrame, minimum_pairs: int) -> Iterator[dict[str, Any]]:
    """Estimate the days until half, and until a quarter, of the goals had moved up for the first time."""
    twice = each[each["n_ratings"] > 1]
    n = twice[names.RESPONDENT_ID].nunique()
    happened = twice["days_to_first_movement"].notna()
    days = twice["days_to_first_movement"].fillna(twice["days_followed"])
    for statistic, share in FIRST_MOVEMENT.items():
        row = {names.STATISTIC: statistic, names.N: n}
        if n < minimum_pairs or n == 0:
            yield {**row, names.METHOD: f"not calculated: fewer than {max(minimum_pairs, 1)} people"}
            continue
        found = kaplan_meier_quantile(days.to_numpy(float), happened.to_numpy(bool), share, CONFIDENCE_LEVEL)
        reached = not all(math.isnan(end) for end in (found.ci_low, found.ci_high))
        yield {
            **row,
            names.ESTIMATE: found.estimate,
            names.CI_LOW: found.ci_low,
            names.CI_HIGH: found.ci_high,
            names.CONFIDENCE_LEVEL: CONFIDENCE_LEVEL if reached else math.nan,
            names.METHOD: _TIME_METHOD + _not_reached(found),
        }


def _not_reached(found: TimeQuantile) -> str:
    """Say which of the three numbers the goals were not followed long enough for."""
    numbers = {"estimate": found.estimate, "lower end": found.ci_low, "upper end": found.ci_high}
    missing = [name for name, value in numbers.items() if math.isnan(value)]
    return f"; not reached: {', '.join(missing)}" if missing else ""
