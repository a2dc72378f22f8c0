"""Change of people who come in clusters (schools, groups): intervals that respect it, and how alike they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import stats

from evalkit.analysis.bootstrap import RESAMPLES, bca_interval
from evalkit.analysis.pairs import check_confidence_level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

FEW_CLUSTERS: Final = 20
"""Below it intervals that resample or compare clusters are known to be too narrow.

Cameron & Miller 2015 call 20 to 50 clusters few, depending on how unequal they are; 20 is the
friendliest reading.
"""

_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class OneWayIcc:
    """How alike the people of a cluster are.

    Attributes
    ----------
    icc : float
        Share of the variance that lies between clusters; below 0 when clusters differ less than
        chance has it.
    ci_low, ci_high : float
        F interval.
    mean_size : float
        Adjusted mean size of a cluster (n₀).
    design_effect : float
        1 + (mean_size − 1) · icc, at least 1: how many times the people needed for the same precision.
    n, n_clusters : int
    """

    icc: float
    ci_low: float
    ci_high: float
    mean_size: float
    design_effect: float
    n: int
    n_clusters: int


@dataclass(frozen=True, slots=True)
class ClusterChange:
    """Mean change with an interval by resampling whole clusters.

    Attributes
    ----------
    mean_change : float
        Over people, later − earlier.
    ci_low, ci_high : float
        BCa cluster bootstrap.
    n, n_clusters : int
        Pairs, and clusters with at least one.
    icc : OneWayIcc
        Of the changes.
    too_few_clusters : bool
        Fewer than ``FEW_CLUSTERS``: say that the interval is probably too narrow.
    method : str
    """

    mean_change: float
    ci_low: float
    ci_high: float
    n: int
    n_clusters: int
    icc: OneWayIcc
    too_few_clusters: bool
    method: str


def icc_oneway(values: ArrayLike, clusters: ArrayLike, confidence_level: float = 0.95) -> OneWayIcc:
    """Intraclass correlation by one-way analysis of variance.

    Formula: (MSB − MSW)/(MSB + (n₀ − 1)·MSW), n₀ = (n − Σnᵢ²/n)/(k − 1). Interval: the same with
    F = MSB/MSW divided by the F quantiles; exact for clusters of one size, close otherwise.

    Sources: Donner 1986, International Statistical Review 54:67–82; Shrout & Fleiss 1979,
    Psychological Bulletin 86:420–428. R: ``anova(lm(value ~ factor(cluster)))``, and ``psych::ICC`` (ICC1)
    for clusters of one size. For the likelihood's share use ``random_intercept_model(...).icc``.

    Parameters
    ----------
    values : array_like, shape (people,)
        Scores or changes; NaN is left out.
    clusters : array_like, shape (people,)
        School or group of each; people without one are left out.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    OneWayIcc
        NaN with fewer than two clusters, with one person in each, or when nobody differs.

    Raises
    ------
    ValueError
        If lengths differ or a value is infinite.

    Examples
    --------
    >>> result = icc_oneway([4, 5, 6, 8, 9, 10], ["a", "a", "a", "b", "b", "b"])
    >>> round(result.icc, 4), round(result.design_effect, 4)
    (0.8846, 2.7692)
    """
    check_confidence_level(confidence_level)
    numbers, codes, k = _known(values, clusters)
    n = numbers.size
    sizes = np.bincount(codes, minlength=k).astype(np.float64)
    mean_size = float((n - (sizes**2).sum() / n) / (k - 1)) if k > 1 else math.nan
    if k < 2 or n == k or np.ptp(numbers) == 0:  # noqa: PLR2004 - one cluster can't differ from others
        return OneWayIcc(math.nan, math.nan, math.nan, mean_size, math.nan, n, k)
    means = np.bincount(codes, numbers) / sizes
    between = float((sizes * (means - numbers.mean()) ** 2).sum() / (k - 1))
    within = float(((numbers - means[codes]) ** 2).sum() / (n - k))

    def share(over: float) -> float:
        return (between - over * within) / (between + over * (mean_size - 1) * within)

    tail = (1 - confidence_level) / 2
    icc = share(1.0)
    return OneWayIcc(
        icc=icc,
        ci_low=share(float(stats.f.isf(tail, k - 1, n - k))),
        ci_high=share(float(stats.f.ppf(tail, k - 1, n - k))),
        mean_size=mean_size,
        design_effect=max(1.0, 1 + (mean_size - 1) * icc),
        n=n,
        n_clusters=k,
    )


def cluster_bootstrap_change(
    pre: ArrayLike,
    post: ArrayLike,
    clusters: ArrayLike,
    *,
    confidence_level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int,
) -> ClusterChange:
    """Mean change with a BCa interval that resamples clusters, all their people together.

    People of one school are alike, so resampling people would make the interval too narrow. With few
    schools this one is too narrow as well (in made-up data with an ICC of 0.2, a 95 % interval held the
    truth in 80 of 100 cases with 4 schools, 85 with 6, 89 with 10); a ``random_intercept_model`` of the
    changes with schools as groups and an intercept alone, with schools − 1 degrees of freedom, kept 95 to 97.

    Sources: Davison & Hinkley 1997, Bootstrap Methods and their Application, 3.8; Cameron & Miller 2015,
    Journal of Human Resources 50:317–372 (too few clusters). R: ``boot::boot`` over a table of the
    clusters' sums and sizes, then ``boot.ci(type = "bca", L = empinf(..., type = "jack"))``; equal up
    to Monte-Carlo error.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later score of the same people in the same order.
    clusters : array_like, shape (people,)
        School or group of each. People without one, or without both scores, are left out.
    confidence_level : float
        Between 0 and 1.
    resamples : int
        Resamples drawn; 10,000 unless told.
    seed : int
        Of the generator: same seed, same interval.

    Returns
    -------
    ClusterChange
        NaN limits, without a warning, with fewer than three clusters or when every cluster changed by
        the same mean.

    Raises
    ------
    ValueError
        If lengths differ, a score is infinite, or the level is not a share.

    Examples
    --------
    >>> pre, schools = [5, 6, 7, 8, 5, 4, 6, 7], ["a", "a", "b", "b", "c", "c", "d", "d"]
    >>> result = cluster_bootstrap_change(pre, [4, 6, 5, 5, 5, 3, 2, 4], schools, seed=1)
    >>> result.mean_change, result.n_clusters, result.too_few_clusters
    (-1.75, 4, True)
    """
    check_confidence_level(confidence_level)
    earlier, later = np.asarray(pre, dtype=np.float64), np.asarray(post, dtype=np.float64)
    if earlier.shape != later.shape:
        raise ValueError(f"pre and post must be of equal length; they have {earlier.size} and {later.size}")
    change, codes, k = _known(later - earlier, clusters)
    sums = np.bincount(codes, change, k).astype(np.float64)
    sizes = np.bincount(codes, minlength=k).astype(np.float64)
    low, high = math.nan, math.nan
    method = f"BCa cluster bootstrap, {resamples} resamples"
    if k < _FEWEST:
        method = "not calculated: fewer than three clusters"
    elif np.ptp(sums / sizes) == 0:
        method = "not calculated: every cluster changed alike"
    else:
        low, high = _bca(sums, sizes, confidence_level, resamples, seed)
    return ClusterChange(
        mean_change=float(change.mean()) if change.size else math.nan,
        ci_low=low,
        ci_high=high,
        n=change.size,
        n_clusters=k,
        icc=icc_oneway(change, codes, confidence_level),
        too_few_clusters=k < FEW_CLUSTERS,
        method=method,
    )


def _bca(
    sums: FloatArray, sizes: FloatArray, confidence_level: float, resamples: int, seed: int
) -> tuple[float, float]:
    def mean_change(total: FloatArray, people: FloatArray, axis: int = -1) -> FloatArray:
        ratio: FloatArray = total.sum(axis=axis) / people.sum(axis=axis)
        return ratio

    limits = bca_interval(
        (sums, sizes), mean_change, confidence_level=confidence_level, resamples=resamples, seed=seed
    )
    return limits.ci_low, limits.ci_high


def _known(values: ArrayLike, clusters: ArrayLike) -> tuple[FloatArray, NDArray[np.intp], int]:
    """Return the numbers that have a cluster, the cluster of each as 0, 1, …, and how many there are."""
    numbers, labels = np.asarray(values, dtype=np.float64), pd.Series(np.asarray(clusters, dtype=object))
    if numbers.ndim != 1 or numbers.size != len(labels):
        raise ValueError(f"there must be one cluster per person; got {len(labels)} for {numbers.size} people")
    if np.isinf(numbers).any():
        raise ValueError("a score is infinite; mark a missing score as NaN")
    known = ~np.isnan(numbers) & labels.notna().to_numpy()
    codes, names = pd.factorize(labels[known])
    return numbers[known], codes, len(names)
