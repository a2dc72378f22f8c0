"""Each goal from its first to its last rating, and the two rules by which a person has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

RELIABLE_POINTS: Final = 3.0
"""Points by which one goal has to move: NHS England's reliable change of a goal-based outcome."""
MOVED: Final = "moved"
NOT_MOVED: Final = "not moved"
MOVED_BACK: Final = "moved back"
WAYS: Final = (MOVED, NOT_MOVED, MOVED_BACK)

CHANGE_COLUMNS: Final = (
    names.RESPONDENT_ID,
    names.COMPONENT,
    "goal",
    "theme",
    "first",
    "last",
    "change",
    "n_ratings",
    "days_to_first_movement",
    "moved",
    "status",
)
_KEYS: Final = [names.RESPONDENT_ID, names.COMPONENT, "goal"]
_TINY: Final = 1e-9
"""Ratings such as 5.1 and 2.1 are three points apart, though their binary difference is a trace less."""


def list_goal_changes(goals: pd.DataFrame) -> pd.DataFrame:
    """Return one row per goal: where it started and ended, and when it first moved up.

    Parameters
    ----------
    goals : pandas.DataFrame
        Processed table ``goals``: one row per goal and date, ratings 0 to 10. ``theme`` and
        ``status`` may be absent; of several, the last one recorded counts.

    Returns
    -------
    pandas.DataFrame
        Person level: never to be shown. ``change`` = last - first, in points. ``moved`` is
        "moved" from 3 points up, "moved back" from 3 points down, else "not moved" (NHS England's
        reliable change of one goal). Both are empty for a goal rated once.
        ``days_to_first_movement``: from the first rating to the first one above it; empty if none.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-01", "2024-01-15", "2024-02-01"])
    >>> goals = pd.DataFrame({"respondent_id": "P1", "component": "group", "goal": "1", "date": days,
    ...                       "rating": [2.0, 3.0, 6.0], "theme": "Sleep"})
    >>> row = list_goal_changes(goals).iloc[0]
    >>> float(row["change"]), int(row["n_ratings"]), float(row["days_to_first_movement"]), row["moved"]
    (4.0, 3, 14.0, 'moved')
    """
    return follow_goals(goals)[list(CHANGE_COLUMNS)]


def follow_goals(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the same with ``days_followed``, from the first rating to the last."""
    wanted = [*_KEYS, "date", "rating", "theme", "status"]
    ordered = goals.reindex(columns=wanted).sort_values("date", kind="stable")
    groups = ordered.groupby(_KEYS, sort=False)
    each = groups.agg(
        theme=("theme", "last"),
        status=("status", "last"),
        first=("rating", "first"),
        last=("rating", "last"),
        n_ratings=("rating", "size"),
        began=("date", "first"),
        ended=("date", "last"),
    )
    above = ordered["rating"] > groups["rating"].transform("first")
    rose = ordered[above].groupby(_KEYS)["date"].first().reindex(each.index)
    twice = each["n_ratings"] > 1
    each["change"] = (each["last"] - each["first"]).where(twice)
    each["days_to_first_movement"] = pd.to_timedelta(rose - each["began"]) / pd.Timedelta(days=1)
    each["days_followed"] = pd.to_timedelta(each["ended"] - each["began"]) / pd.Timedelta(days=1)
    each["moved"] = pd.Series(judge_changes(each["change"], RELIABLE_POINTS), each.index).where(twice)
    return each.reset_index()


def judge_changes(change: pd.Series[float], points: float) -> NDArray[np.str_]:
    """Return for each change whether it is up by so many points, down by as many, or neither.

    Examples
    --------
    >>> judge_changes(pd.Series([3.0, 5.1 - 2.1, 2.0, -3.0]), 3.0).tolist()
    ['moved', 'moved', 'not moved', 'moved back']
    """
    values = change.to_numpy(float)
    ways = [values >= points - _TINY, values <= -points + _TINY]
    return np.select(ways, [MOVED, MOVED_BACK], default=NOT_MOVED)


def judge_people_by_any_goal(twice: pd.DataFrame) -> pd.Series[str]:
    """Return the way of each person by single goals: any goal back wins, then any goal up.

    Parameters
    ----------
    twice : pandas.DataFrame
        Rows of :func:`follow_goals` for goals rated twice or more.

    Returns
    -------
    pandas.Series
        "moved", "not moved" or "moved back" by respondent.
    """
    rank = twice["moved"].map({MOVED_BACK: 2, MOVED: 1, NOT_MOVED: 0}).astype(int)
    worst_first = rank.groupby(twice[names.RESPONDENT_ID]).max()
    return worst_first.map({2: MOVED_BACK, 1: MOVED, 0: NOT_MOVED}).astype(str)


def judge_people_by_mean(twice: pd.DataFrame, points: float) -> pd.Series[str]:
    """Return the way of each person by the mean change of all their goals rated twice or more.

    Parameters
    ----------
    twice : pandas.DataFrame
        Rows of :func:`follow_goals` for goals rated twice or more.
    points : float
        By how much the mean has to move.
    """
    mean = twice.groupby(names.RESPONDENT_ID)["change"].mean()
    return pd.Series(judge_changes(mean, points), mean.index)


def count_ways(found: pd.Series[str]) -> Mapping[Hashable, int]:
    """Return how many went each way, with zero for a way that nobody went."""
    return {way: int((found == way).sum()) for way in WAYS}
