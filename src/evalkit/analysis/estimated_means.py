"""Mean of each timepoint by all available data, people who missed some of them included."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalkit.analysis.mixed_model import random_intercept_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class EstimatedMean:
    """One timepoint.

    Attributes
    ----------
    timepoint : str
    n : int
        Scores at this timepoint.
    estimate, std_error, ci_low, ci_high : float
        Mean that is expected had everybody answered, if who answers depends only on known scores.
    change, change_std_error, change_ci_low, change_ci_high : float
        The same for the change since the first timepoint; NaN at the first.
    """

    timepoint: str
    n: int
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    change: float
    change_std_error: float
    change_ci_low: float
    change_ci_high: float


@dataclass(frozen=True, slots=True)
class EstimatedMeans:
    """Means of all timepoints from one model.

    Attributes
    ----------
    means : tuple of EstimatedMean
        In the order asked for.
    variance_between, variance_within, icc : float
        Of the model; icc is the share of the variance that lies between people.
    df : float
        Degrees of freedom of the intervals, people − 1.
    n, n_people : int
        Scores used, and the people who gave them.
    method : str
        Model, or why nothing was calculated.
    """

    means: tuple[EstimatedMean, ...]
    variance_between: float
    variance_within: float
    icc: float
    df: float
    n: int
    n_people: int
    method: str


def estimated_means(
    scores: ArrayLike,
    people: ArrayLike,
    timepoints: ArrayLike,
    *,
    order: Sequence[str],
    method: Literal["reml", "ml"] = "reml",
    confidence_level: float = 0.95,
) -> EstimatedMeans:
    """Mean per timepoint from a mixed model: timepoint as a factor, random intercept per person.

    Intervals are t intervals with people − 1 degrees of freedom, the fewest that any of these means
    can have. With two timepoints and nobody missing, the change and its interval are those of the
    paired t test, unless people are less alike at the two times than chance has it.

    Source: Laird & Ware 1982, Biometrics 38:963–974.
    R: ``nlme::lme(score ~ 0 + factor(timepoint), random = ~ 1 | person)``, its ``fixef`` and ``varFix``.

    Parameters
    ----------
    scores, people, timepoints : array_like, shape (rows,)
        One row per score; rows with a missing score are left out.
    order : sequence of str
        Timepoints in order; the first is the one that changes are counted from. Other rows are left out.
    method : {"reml", "ml"}
        Restricted or full maximum likelihood.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    EstimatedMeans
        NaN for a timepoint without scores, and for all of them where the model can't be fitted.

    Raises
    ------
    ValueError
        If lengths differ, a person has two scores at one timepoint, or a keyword is another word.

    Examples
    --------
    >>> result = estimated_means(
    ...     [5, 3, 8, 7, 6], ["a", "a", "b", "b", "c"], ["t1", "t2"] * 2 + ["t1"], order=["t1", "t2"]
    ... )
    >>> [(mean.timepoint, mean.n, round(mean.estimate, 3)) for mean in result.means]
    [('t1', 3, 6.333), ('t2', 2, 4.845)]
    """
    rows = _rows(scores, people, timepoints, order)
    counts = {str(k): int(v) for k, v in rows["timepoint"].value_counts().items()}
    asked = [name for name in order if counts.get(name)]
    design = pd.DataFrame(
        {name: (rows["timepoint"] == name).astype(float) for name in asked}, index=rows.index
    )
    fit = random_intercept_model(
        rows["score"].to_numpy(),
        rows["person"].to_numpy(),
        design,
        method=method,
        confidence_level=confidence_level,
    )
    df = float(fit.n_groups - 1) if fit.n_groups > 1 else math.nan
    reach = float(student_t.isf((1 - confidence_level) / 2, df))
    estimates = np.array([effect.estimate for effect in fit.effects])
    place = {name: number for number, name in enumerate(asked)}

    def combine(weights: dict[str, float]) -> tuple[float, float, float, float]:
        if not weights.keys() <= place.keys():
            return (math.nan,) * 4
        contrast = np.zeros(len(asked))
        for name, weight in weights.items():
            contrast[place[name]] = weight
        estimate, std_error = float(contrast @ estimates), math.sqrt(contrast @ fit.covariance @ contrast)
        return estimate, std_error, estimate - reach * std_error, estimate + reach * std_error

    nothing = (math.nan,) * 4
    means = tuple(
        EstimatedMean(
            name,
            counts.get(name, 0),
            *combine({name: 1.0}),
            *(combine({name: 1.0, order[0]: -1.0}) if number else nothing),
        )
        for number, name in enumerate(order)
    )
    return EstimatedMeans(
        means, fit.variance_between, fit.variance_within, fit.icc, df, fit.n, fit.n_groups, fit.method
    )


def _rows(scores: ArrayLike, people: ArrayLike, timepoints: ArrayLike, order: Sequence[str]) -> pd.DataFrame:
    columns: list[NDArray[np.object_]] = [np.asarray(column, dtype=object) for column in (people, timepoints)]
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim != 1 or any(column.shape != values.shape for column in columns):
        raise ValueError(
            "scores, people and timepoints must be three rows of equal length, one entry per score"
        )
    rows = pd.DataFrame({"score": values, "person": columns[0], "timepoint": columns[1]})
    rows = rows[rows["timepoint"].isin(order)].dropna()
    twice = rows[rows.duplicated(["person", "timepoint"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(f"{first['person']} has more than one score at {first['timepoint']}")
    return rows
