"""People who come in clusters, such as schools: the mean change with an interval that allows for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.analysis.clusters import FEW_CLUSTERS, icc_oneway
from evalkit.analysis.mixed_model import INTERCEPT, random_intercept_model
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL, outcome_row
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore

_FEWEST_FOR_INTERVAL: Final = 5

_Numbers = tuple[float, str, tuple[float, float], float]
"""Estimate, method, interval, standard error."""
_NO_INTERVAL: Final = (math.nan, math.nan)


def calculate_clustered(
    scores: pd.DataFrame, people: pd.DataFrame, clusters: Mapping[str, str], design: Design
) -> list[dict[str, Any]]:
    """Estimate the mean change of people who come in clusters, and how alike those of a cluster are.

    A mixed model of the changes with a level of their own for each cluster and a t interval with
    clusters − 1 degrees of freedom (:func:`~evalkit.analysis.mixed_model.random_intercept_model`). In
    docs/validation.md its intervals keep their promise at any number of clusters; those of resampling
    (:func:`~evalkit.analysis.clusters.cluster_bootstrap_change`) are too short with few of them.

    Parameters
    ----------
    scores, people : pandas.DataFrame
        As for :func:`~evalkit.analysis.outcomes.calculate_outcomes`.
    clusters : mapping of str to str
        Component → the attribute whose values are its clusters. Other components get no rows.
    design : Design
        Order of the timepoints, minimum.

    Returns
    -------
    list of dict
        Rows of outcomes.csv for everybody: ``mean_change_cluster`` (below five clusters without interval),
        ``icc`` of the changes and ``n_clusters``. ``n`` is the number of pairs whose cluster is recorded;
        with fewer than the minimum the clusters alone are counted.
    """
    rows: list[dict[str, Any]] = []
    for score in spread_scores(scores, people, design):
        for comparison in score.comparisons:
            if comparison.component in clusters:
                rows += _rows(score, comparison, clusters[comparison.component], design)
    return rows


def _rows(
    score: WideScore, comparison: Comparison, attribute: str, design: Design
) -> Iterator[dict[str, Any]]:
    pre, post = score.pair(comparison)
    recorded = score.attribute(attribute)
    known = ~np.isnan(pre + post) & recorded.notna().to_numpy()
    change, labels = (post - pre)[known], recorded[known].to_numpy(dtype=object)
    k = len(set(labels))
    if change.size < design.minimum_pairs:
        reason = f"not calculated: fewer than {design.minimum_pairs} pairs"
        found = dict.fromkeys(("mean_change_cluster", "icc"), (math.nan, reason, _NO_INTERVAL, math.nan))
    else:
        found = {"mean_change_cluster": _mean_change(change, labels, k), "icc": _icc(change, labels, k)}
    found["n_clusters"] = (float(k), "count of clusters among the pairs", _NO_INTERVAL, math.nan)
    for statistic, (estimate, method, interval, std_error) in found.items():
        yield outcome_row(
            design.grantee,
            comparison.label,
            statistic,
            estimate,
            n=change.size,
            n_missing=score.n_missing(comparison),
            method=method,
            interval=interval,
            std_error=std_error,
        )


def _mean_change(change: NDArray[np.float64], labels: NDArray[np.object_], k: int) -> _Numbers:
    if np.ptp(change) == 0:
        return math.nan, "not calculated: everybody changed by the same amount", _NO_INTERVAL, math.nan
    fit = random_intercept_model(
        change,
        labels,
        pd.DataFrame({INTERCEPT: np.ones(change.size)}),
        confidence_level=CONFIDENCE_LEVEL,
    )
    mean = fit.effects[0]
    if math.isnan(mean.estimate):
        return math.nan, "not calculated: one cluster, or no difference within any", _NO_INTERVAL, math.nan
    words = f"mixed model of the changes, a level of their own for each of {k} clusters, REML"
    if k < _FEWEST_FOR_INTERVAL:
        words += f"; interval not calculated: fewer than {_FEWEST_FOR_INTERVAL} clusters"
        return mean.estimate, words, _NO_INTERVAL, math.nan
    words += f"; t interval, {k - 1} degrees of freedom"
    if k < FEW_CLUSTERS:
        words += "; too few clusters to rely on the interval"
    return mean.estimate, words, (mean.ci_low, mean.ci_high), mean.std_error


def _icc(change: NDArray[np.float64], labels: NDArray[np.object_], k: int) -> _Numbers:
    alike = icc_oneway(change, labels, CONFIDENCE_LEVEL)
    if math.isnan(alike.icc):
        reason = "not calculated: one cluster only, one person in each, or nobody differs"
        return math.nan, reason, _NO_INTERVAL, math.nan
    words = f"one-way analysis of variance of the changes, {k} clusters; F interval"
    return alike.icc, words, (alike.ci_low, alike.ci_high), math.nan
