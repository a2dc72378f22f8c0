"""The path of people's ratings of their goals, from one occasion to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

QUANTILES: Final = {"rating_q25": 0.25, "rating_median": 0.50, "rating_q75": 0.75}
"""Share of people who rated so high or lower, by statistic."""


def rate_by_occasion(goals: pd.DataFrame) -> pd.DataFrame:
    """Return each person's rating at each occasion.

    An occasion is the first, second, third … time that a goal was rated. Where several goals of a
    person were rated for the k-th time, their mean is the person's rating at occasion k.

    Parameters
    ----------
    goals : pandas.DataFrame
        Processed table ``goals`` of one component.

    Returns
    -------
    pandas.DataFrame
        Columns respondent_id, occasion (from 1), rating (0 to 10). Person level.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01"])
    >>> goals = pd.DataFrame({"respondent_id": "P1", "goal": ["a", "b", "a"], "date": days,
    ...                       "rating": [2.0, 5.0, 6.0]})
    >>> rate_by_occasion(goals)[["occasion", "rating"]].values.tolist()
    [[1.0, 3.5], [2.0, 6.0]]
    """
    ordered = goals.sort_values("date", kind="stable")
    number = ordered.groupby([names.RESPONDENT_ID, "goal"]).cumcount() + 1
    numbered = ordered.assign(occasion=number)
    each = numbered.groupby([names.RESPONDENT_ID, "occasion"])[["rating"]].mean()
    return each.reset_index()


def summarise_occasions(goals: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield rows of goals.csv: how many people rated at each occasion, and where the middle half lies.

    Quantiles are over people and interpolate linearly (type 7, R's default).

    Parameters
    ----------
    goals : pandas.DataFrame
        Processed table ``goals`` of one component.
    """
    for occasion, part in rate_by_occasion(goals).groupby("occasion"):
        label = {"category": str(occasion), names.N: len(part)}
        yield {
            **label,
            names.STATISTIC: "n_rated",
            names.ESTIMATE: len(part),
            names.METHOD: "count of people who rated a goal this often",
        }
        for statistic, quantile in QUANTILES.items():
            yield {
                **label,
                names.STATISTIC: statistic,
                names.ESTIMATE: float(part["rating"].quantile(quantile)),
                names.METHOD: "quantile over people of the mean of their goals",
            }
