"""Three timepoints or more: means and changes from a mixed model of everybody who answered at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit import names
from evalkit.analysis.estimated_means import estimated_means
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL, outcome_row
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from evalkit.analysis.estimated_means import EstimatedMeans
    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore

_FEWEST_TIMEPOINTS = 3
_STATISTICS = ("mean_from_model", "mean_to_model", "mean_change_model")


def calculate_waves(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> list[dict[str, Any]]:
    """Estimate the means of scores that were answered at three timepoints or more.

    One model for a score of a component: timepoint as a factor, a level of their own for each person,
    every score there is (:func:`~evalkit.analysis.estimated_means.estimated_means`).

    Parameters
    ----------
    scores, people : pandas.DataFrame
        As for :func:`~evalkit.analysis.outcomes.calculate_outcomes`.
    design : Design
        Order of the timepoints, minimum.

    Returns
    -------
    list of dict
        Rows of outcomes.csv, for everybody and each comparison whose timepoints somebody answered:
        ``mean_from_model``, ``mean_to_model``, ``mean_change_model`` with t intervals (people − 1 degrees
        of freedom) and standard errors. ``n`` is the number of people in the model, the same
        for all. With fewer people in it, or fewer pairs in the comparison, than the minimum nothing is calculated.
    """
    rows: list[dict[str, Any]] = []
    for score in spread_scores(scores, people, design):
        present = [str(name) for name in score.table if score.table[name].notna().any()]
        if len(present) >= _FEWEST_TIMEPOINTS:
            rows += _rows(score, present, design)
    return rows


def _rows(score: WideScore, present: list[str], design: Design) -> Iterator[dict[str, Any]]:
    n = int(score.table.notna().any(axis=1).sum())
    models: dict[str, EstimatedMeans] = {}
    for comparison in score.comparisons:
        start, end = comparison.timepoint_from, comparison.timepoint_to
        if not {start, end} <= set(present):
            continue
        pre, post = score.pair(comparison)
        why = _too_few(n, int(np.count_nonzero(~np.isnan(pre + post))), design.minimum_pairs)
        if not why and start not in models:
            models[start] = _fit(score, [start, *(name for name in present if name != start)])
        for statistic in _STATISTICS:
            estimate, std_error, low, high = (
                (math.nan,) * 4 if why else _numbers(models[start], statistic, comparison)
            )
            method = why or models[start].method
            if not math.isnan(estimate):
                method += "; timepoint as a factor, all available scores, t interval"
            yield outcome_row(
                design.grantee,
                comparison.label,
                statistic,
                estimate,
                n=n,
                n_missing=score.n_missing(comparison),
                method=method,
                interval=(low, high),
                std_error=std_error,
            )


def _too_few(n: int, pairs: int, minimum: int) -> str:
    if n < minimum:
        return f"not calculated: fewer than {minimum} people"
    return f"not calculated: fewer than {minimum} pairs" if pairs < minimum else ""


def _fit(score: WideScore, order: list[str]) -> EstimatedMeans:
    """Fit the model; ``order`` begins with the timepoint from which changes are counted."""
    long = score.table[order].melt(var_name=names.TIMEPOINT, value_name=names.SCORE, ignore_index=False)
    return estimated_means(
        long[names.SCORE].to_numpy(float),
        long.index.to_numpy(dtype=object),
        long[names.TIMEPOINT].to_numpy(dtype=object),
        order=order,
        confidence_level=CONFIDENCE_LEVEL,
    )


def _numbers(
    model: EstimatedMeans, statistic: str, comparison: Comparison
) -> tuple[float, float, float, float]:
    means = {mean.timepoint: mean for mean in model.means}
    if statistic == "mean_change_model":
        end = means[comparison.timepoint_to]
        return end.change, end.change_std_error, end.change_ci_low, end.change_ci_high
    at = comparison.timepoint_from if statistic == "mean_from_model" else comparison.timepoint_to
    mean = means[at]
    return mean.estimate, mean.std_error, mean.ci_low, mean.ci_high
