"""People's own goals: how far the ratings moved from the first to the last."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.paired import paired_change

if TYPE_CHECKING:
    from collections.abc import Iterator

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
)


def summarise_goals(goals: pd.DataFrame, grantee: str, *, minimum_pairs: int) -> pd.DataFrame:
    """Summarise the ratings (0-10) of people's own goals per component.

    A goal's change is its last rating minus its first, over goals rated on two days or more.
    Goals of one person are not independent, so means and their interval are over people: the
    mean of each person's goals. ``people_up``, ``people_same`` and ``people_down`` go by the
    sign of that mean.

    Parameters
    ----------
    goals : pandas.DataFrame
        Processed table ``goals``.
    grantee : str
        Goes into the first column.
    minimum_pairs : int
        With fewer people rated twice, no interval is calculated.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`GOAL_COLUMNS`.
    """
    rows: list[dict[str, Any]] = []
    for component, part in goals.groupby(names.COMPONENT, sort=False):
        for row in _rows(part, minimum_pairs):
            rows.append({names.COMPONENT: component, **row})
    frame = pd.DataFrame(rows, columns=list(GOAL_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = grantee, False
    return frame


def _rows(part: pd.DataFrame, minimum_pairs: int) -> Iterator[dict[str, Any]]:
    ordered = part.sort_values("date", kind="stable")
    each = ordered.groupby([names.RESPONDENT_ID, "goal"])["rating"].agg(["first", "last", "size"])
    twice = each[each["size"] > 1]
    change = twice["last"] - twice["first"]
    people = twice[["first", "last"]].groupby(level=names.RESPONDENT_ID).mean()
    moved = people["last"] - people["first"]
    n_people = part[names.RESPONDENT_ID].nunique()
    counts = {
        "people_with_goals": (n_people, n_people),
        "goals": (len(each), n_people),
        "people_rated_twice": (len(people), len(people)),
        "goals_rated_twice": (len(twice), len(people)),
        "goals_up": (int((change > 0).sum()), len(people)),
        "goals_same": (int((change == 0).sum()), len(people)),
        "goals_down": (int((change < 0).sum()), len(people)),
        "people_up": (int((moved > 0).sum()), len(people)),
        "people_same": (int((moved == 0).sum()), len(people)),
        "people_down": (int((moved < 0).sum()), len(people)),
    }
    for statistic, (value, n) in counts.items():
        unit = "people" if statistic.startswith("people") else "goals"
        yield {
            names.STATISTIC: statistic,
            names.ESTIMATE: value,
            names.N: n,
            names.METHOD: f"count of {unit}",
        }
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
        names.CONFIDENCE_LEVEL: 0.95 if enough else math.nan,
        names.N: len(people),
        names.METHOD: f"{method}; paired t interval"
        if enough
        else f"{method}; too few people for an interval",
    }
